"""Starts the window: the door is painted first, all else is imported after."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from resources.pictures import font_paths
from ui.jobs import Jobs
from ui.main_window import SMALLEST, USUAL, MainWindow, Parts
from ui.preferences import Preferences, data_folder
from ui.refcount import hold_constants
from ui.widgets.theme import DARK, FAMILY, LIGHT, Theme, body_points, palette_for, theme

if TYPE_CHECKING:
    from types import TracebackType

    from familjecentral.clock import Clock, IdSource
    from familjecentral.gate import StoreGate
    from familjecentral.privacy import Reads
    from ui.kit import ImportKit, PaperKit, ReportKit
    from ui.main_window import SampleMaker

_FIRST_FONTS = ("Semibold",)


class Dresser:
    """Gives the application its fonts, palette and style sheet, and keeps up with the system."""

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        self._app = app
        self._preferences = preferences
        self._system_points = app.font().pointSizeF()
        self._loaded: set[Path] = set()
        # Kept: PySide6 takes what belongs to the hints down with their wrapper.
        self._hints = app.styleHints()
        app.setStyle("Fusion")
        self._system_is_dark = app.palette().window().color().lightness() < 128

    def load_fonts(self, styles: Sequence[str] = ()) -> None:
        """Load the program's font: some styles before the first frame, all of them after."""
        for path in font_paths():
            wanted = not styles or path.stem.partition("-")[2] in styles
            if wanted and path not in self._loaded:
                QFontDatabase.addApplicationFont(str(path))
                self._loaded.add(path)

    def dress(self, *, bare: bool = False) -> None:
        """Apply scheme and text size; ``bare`` without the style sheet, for the first frame."""
        look = self._preferences.look()
        body = QFont(FAMILY)
        body.setPointSizeF(
            body_points(self._system_points, QGuiApplication.platformName(), look.text_size)
        )
        if self._app.font() != body:
            self._app.setFont(body)
        if not bare and self._wants_contrast():
            self._app.setPalette(self._app.style().standardPalette())
        else:
            self._app.setPalette(palette_for(self._tokens(look.scheme, bare=bare)))
        if bare:
            return
        from ui.widgets.stylesheet import style_sheet

        self._app.setStyleSheet(style_sheet(theme()))

    def _tokens(self, scheme: str, *, bare: bool) -> Theme:
        if scheme != "system":
            return DARK if scheme == "dark" else LIGHT
        if bare:
            # The scheme's enumeration is expensive to build; the system's palette tells as well.
            return DARK if self._system_is_dark else LIGHT
        from PySide6.QtCore import Qt

        return DARK if self._hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _wants_contrast(self) -> bool:
        from PySide6.QtCore import Qt

        wanted = self._hints.accessibility().contrastPreference()
        return wanted == Qt.ContrastPreference.HighContrast

    def follow_system(self) -> None:
        """Keep up with the system's colour scheme and contrast while the program runs."""
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)

    def _on_system_changed(self) -> None:
        self.dress()


class _Translations:
    """Qt's own Swedish words; the program's own texts are Swedish already."""

    def __init__(self) -> None:
        self._qt = QTranslator()

    def install(self, app: QApplication) -> None:
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._qt.load("qtbase_sv", folder):
            app.installTranslator(self._qt)


def run_window(
    gate: Callable[[], StoreGate],
    *,
    guard: Callable[[], Reads],
    store: Path | None = None,
    sample: SampleMaker | None = None,
    report_kit: Callable[[], ReportKit] | None = None,
    import_kit: Callable[[], ImportKit] | None = None,
    paper_kit: Callable[[], PaperKit] | None = None,
    sample_first: bool = False,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    preferences_file: Path | None = None,
    version: str = "",
    arguments: Sequence[str] = (),
    painted: Callable[[], None] | None = None,
) -> int:
    """Open the window and return its exit code.

    Args:
        guard: gives what finds personal data in texts; asked for when one is typed.
        gate: makes the way in; called on the database thread after the first frame, so that
            the import of the database is never waited for.
        store: the store to unlock (None: the one that was opened last, or the first start).
        sample: makes and opens the store of *Exempeldata*; None: not offered.
        report_kit: gives what makes and reads the files of reports; None: no page for them.
        import_kit: gives what reads logs; None: no import.
        paper_kit: gives what writes sheets and calendars of groups; None: none are offered.
        sample_first: open it at once, without asking.
        preferences_file: where the window's own choices are kept (None: the usual place).
        painted: called once when the first frame has been painted (measurements).
    """
    QLocale.setDefault(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
    app = QApplication(["familjecentral", *arguments])
    app.setApplicationName("Familjecentral")
    preferences = Preferences(preferences_file)
    dresser = Dresser(app, preferences)
    dresser.load_fonts(_FIRST_FONTS)
    dresser.dress(bare=True)
    kept: list[StoreGate] = []

    def the_gate() -> StoreGate:
        if not kept:
            kept.append(gate())
        return kept[0]

    def the_clock() -> Clock:
        from familjecentral.clock import SystemClock

        return clock or SystemClock()

    def the_ids() -> IdSource:
        from familjecentral.clock import SystemIds

        return ids or SystemIds()

    jobs = Jobs(_write_report, app)
    parts = Parts(
        gate=the_gate,
        clock=the_clock,
        ids=the_ids,
        jobs=jobs,
        preferences=preferences,
        version=version,
        guard=guard,
        sample=sample,
        reports=report_kit,
        imports=import_kit,
        paper=paper_kit,
    )
    window = MainWindow(parts)
    window.look_changed.connect(dresser.dress)
    window.setMinimumSize(*SMALLEST)
    window.resize(*USUAL)
    window.show()
    translations = _Translations()

    def after_first_frame() -> None:
        if painted is not None:
            painted()
        hold_constants()  # the first frame makes some hundred calls, far from where harm begins
        sys.excepthook = _LastResort(window.tell_bug)
        dresser.load_fonts()
        dresser.dress()
        window.prepare(app)
        window.show_start(None if sample_first else store or preferences.last_store())
        dresser.follow_system()
        translations.install(app)
        jobs.run(the_gate, _heard, _heard)
        if sample_first:
            window.open_sample()

    window.first_painted.connect(after_first_frame)
    return app.exec()


def _write_report(error: BaseException) -> None:
    from ui.bugs import BugReports  # late: most days there is none

    BugReports(data_folder() / "felrapporter").write(error)


class _LastResort:
    """What the interpreter calls for an error nobody caught: a report and a sentence on screen.
    Nothing is printed, since it could hold content."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._is_telling = False

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        del kind, trace
        _write_report(error)
        if not self._is_telling:
            self._is_telling = True
            self._tell()
            self._is_telling = False


def _heard(outcome: object) -> None:
    """The way in is warm, or says why not when it is used."""
    del outcome
