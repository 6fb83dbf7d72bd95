"""Starts the window: the door is painted first, all else is imported after."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from familjecentral.clock import SystemClock, SystemIds
from resources.pictures import font_paths
from ui.errors import BugReports
from ui.jobs import Jobs
from ui.main_window import SMALLEST, USUAL, MainWindow, Parts, SampleMaker
from ui.preferences import Preferences, data_folder
from ui.refcount import hold_none
from ui.widgets.stylesheet import style_sheet
from ui.widgets.theme import DARK, FAMILY, LIGHT, Theme, body_points, palette_for, theme

if TYPE_CHECKING:
    from familjecentral.clock import Clock, IdSource
    from familjecentral.gate import StoreGate
    from ui.report.kit import ReportKit

_FIRST_FONTS = ("Regular", "Semibold")


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

    def load_fonts(self, styles: Sequence[str] = ()) -> None:
        """Load the program's font: some styles before the first frame, all of them after."""
        for path in font_paths():
            wanted = not styles or path.stem.partition("-")[2] in styles
            if wanted and path not in self._loaded:
                QFontDatabase.addApplicationFont(str(path))
                self._loaded.add(path)

    def dress(self) -> None:
        """Apply scheme and text size."""
        look = self._preferences.look()
        body = QFont(FAMILY)
        body.setPointSizeF(
            body_points(self._system_points, QGuiApplication.platformName(), look.text_size)
        )
        if self._app.font() != body:
            self._app.setFont(body)
        if self._wants_contrast():
            self._app.setPalette(self._app.style().standardPalette())
        else:
            self._app.setPalette(palette_for(self._tokens(look.scheme)))
        self._app.setStyleSheet(style_sheet(theme()))

    def _tokens(self, scheme: str) -> Theme:
        dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        if scheme == "system":
            return DARK if dark else LIGHT
        return DARK if scheme == "dark" else LIGHT

    def _wants_contrast(self) -> bool:
        return (
            self._hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        )

    def follow_system(self) -> None:
        """Keep up with the system's colour scheme and contrast while the program runs."""
        self._hints.colorSchemeChanged.connect(self.dress)
        self._hints.accessibility().contrastPreferenceChanged.connect(self.dress)


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
    store: Path | None = None,
    sample: SampleMaker | None = None,
    report_kit: ReportKit | None = None,
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
        gate: makes the way in; called on the database thread after the first frame, so that
            the import of the database is never waited for.
        store: the store to unlock (None: the one that was opened last, or the first start).
        sample: makes and opens the store of *Exempeldata*; None: not offered.
        report_kit: makes and reads the files of reports; None: no page for them.
        sample_first: open it at once, without asking.
        preferences_file: where the window's own choices are kept (None: the usual place).
        painted: called once when the first frame has been painted (measurements).
    """
    hold_none()
    QLocale.setDefault(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
    app = QApplication(["familjecentral", *arguments])
    app.setApplicationName("Familjecentral")
    preferences = Preferences(preferences_file)
    dresser = Dresser(app, preferences)
    dresser.load_fonts(_FIRST_FONTS)
    dresser.dress()
    reports = BugReports(data_folder() / "felrapporter")
    sys.excepthook = reports.hook
    kept: list[StoreGate] = []

    def the_gate() -> StoreGate:
        if not kept:
            kept.append(gate())
        return kept[0]

    jobs = Jobs(reports.write, app)
    parts = Parts(
        gate=the_gate,
        clock=clock or SystemClock(),
        ids=ids or SystemIds(),
        jobs=jobs,
        preferences=preferences,
        version=version,
        sample=sample,
        reports=report_kit,
    )
    window = MainWindow(parts)
    window.ring.follow(app)
    window.look_changed.connect(dresser.dress)
    window.setMinimumSize(*SMALLEST)
    window.resize(*USUAL)
    window.show_start(None if sample_first else store or preferences.last_store())
    window.show()
    translations = _Translations()

    def after_first_frame() -> None:
        if painted is not None:
            painted()
        dresser.load_fonts()
        dresser.follow_system()
        translations.install(app)
        jobs.run(the_gate, _heard, _heard)
        if sample_first:
            window.open_sample()

    QTimer.singleShot(0, window, after_first_frame)
    return app.exec()


def _heard(outcome: object) -> None:
    """The way in is warm, or says why not when it is used."""
    del outcome
