"""*Statistik*: one table of a registered release, its charts, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.calendar.names import capital, period_name, period_short
from familjecentral.changes import Changes
from familjecentral.releases.view import Picture
from ui.desk import Desk
from ui.errors import text_of
from ui.kit import ReportKit
from ui.page import WIDE
from ui.report.printout import Printout
from ui.statistics.asking import Asking, can_merge
from ui.statistics.build import BuildPanel
from ui.statistics.explain import ExplainPanel
from ui.statistics.presenter import StatsPresenter
from ui.statistics.save import SaveDialog
from ui.statistics.state import StatsState
from ui.statistics.table import StatTable
from ui.widgets.buttons import KeyButton
from ui.widgets.chart import ChartView
from ui.widgets.combo import Choice
from ui.widgets.feedback import Banner, EmptyState
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Card, frame, row, text_label
from ui.widgets.theme import px

_BUILD, _CHARTS, _BAR = 212, 372, 14
# Where the page is narrow for three columns the table needs the room more.
_ROOMY, _BUILD_LESS, _CHARTS_LESS = 1180, 196, 274
_NO_LIMIT = 16_777_215  # Qt's own largest width


class StatisticsPage(Asking):
    """The page of whoever may read releases; managers see locked periods too.

    ``state_shown`` tells that another state is on the screen.
    """

    state_shown = Signal()

    def __init__(self, desk: Desk, kit: ReportKit) -> None:
        super().__init__("stats", "")
        self.title.setText(self.tr("Statistik"))
        self.setAccessibleName(self.title.text())
        self.subtitle.setText(self.tr("Alltid skyddad: små tal döljs innan de visas"))
        self._desk, self._kit = desk, kit
        self.presenter = StatsPresenter(self, desk, kit)
        self._wide: bool | None = None
        self._roomy = True
        self._wants_focus = False
        self._said_saved: tuple[Path, ...] = ()
        self._build_widgets()
        self._build_layout()
        self._connect()
        self.show_state(self.presenter.state)

    def _build_widgets(self) -> None:
        self.copy = KeyButton(
            self.tr("Kopiera tabell"),
            name="stats_copy_btn",
            icon="copy",
            key="Ctrl C",
            bind=False,
        )
        self.export = KeyButton(
            self.tr("Exportera…"),
            name="stats_export_btn",
            icon="download",
            key="Ctrl E",
            bind=False,
        )
        self.print = KeyButton(
            self.tr("Skriv ut"), name="stats_print_btn", icon="printer", key="Ctrl P", bind=False
        )
        self.keep = KeyButton(
            self.tr("Spara vy"), name="stats_keep_btn", icon="save", key="Ctrl S", bind=False
        )
        self.build = BuildPanel()
        self.table = StatTable()
        self.caption = text_label("", weight=600, wrap=True, name="stats_caption_lbl")
        self.unit = text_label("", ink="text2")
        self.explain = ExplainPanel()
        self.notes = text_label("", role="small", ink="text2", wrap=True, name="stats_notes_lbl")
        self.chart = ChartView(name="stats_bars_chart", text=self.tr("Diagram"))
        self.trend = ChartView(name="stats_trend_chart", text=self.tr("Utveckling"))
        self.kind = SegmentedControl(
            self.tr("Diagram"),
            (Choice("bars", self.tr("Staplar")), Choice("shares", self.tr("Andelar"))),
            name="stats_chart_seg",
        )
        self.kind.set_value("bars")
        self.empty = EmptyState("chart-column", name="stats_empty", framed=True)
        self.problem = Banner(name="stats_problem_banner")
        again = self.tr("Tabellen är oförändrad. Skriv ut den igen.")
        self.printout = Printout(self, self._desk.voice, self.problem, again=again)
        self.stop = KeyButton(self.tr("Avbryt"), name="stats_stop_btn", key="Esc")
        self._bar = QProgressBar()
        self._bar.setObjectName("stats_busy_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(8))
        self._bar.setAccessibleName(self.tr("Skyddar talen…"))
        self._parts = SegmentedControl(
            self.tr("Del av sidan"),
            (
                Choice("table", self.tr("Tabell")),
                Choice("build", self.tr("Bygg tabell")),
                Choice("charts", self.tr("Diagram")),
            ),
            name="stats_part_seg",
        )
        self._parts.set_value("table")

    def _build_layout(self) -> None:
        for part in (self.copy, self.export, self.print, self.keep):
            self.head.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        sheet = frame("card", "stats_table_card")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(0, px(12), 0, px(2))
        inside.setSpacing(px(2))
        for words in (self.caption, self.unit):
            words.setContentsMargins(px(16), 0, px(16), 0)
            inside.addWidget(words)
        inside.addSpacing(px(6))
        inside.addWidget(self.table, 1)
        shown = QWidget()
        middle = QVBoxLayout(shown)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(px(12))
        middle.addWidget(sheet, 1)
        middle.addWidget(self.explain)
        middle.addWidget(self.notes)
        self._middle = QStackedWidget()
        self._middle.addWidget(shown)
        self._middle.addWidget(self.empty)
        self._middle.addWidget(self._waiting())
        columns = QHBoxLayout()
        columns.setSpacing(px(14))
        self._left, self._right = scrolled(self.build), scrolled(self._charts())
        columns.addWidget(self._left)
        columns.addWidget(self._middle, 1)
        columns.addWidget(self._right)
        self.outer.addWidget(self._parts)
        self.outer.addWidget(self.problem)
        self.outer.addLayout(columns, 1)

    def _waiting(self) -> QWidget:
        card = frame("card", "stats_busy_card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(24), px(24), px(24), px(24))
        inner.setSpacing(px(14))
        inner.addStretch(1)
        text = text_label(self._bar.accessibleName(), role="h2")
        inner.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._bar)
        inner.addLayout(row(1, self.stop, 1))
        inner.addStretch(1)
        return card

    def _charts(self) -> QWidget:
        side = QWidget()
        inner = QVBoxLayout(side)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(14))
        bars = Card(self.tr("Diagram"), name="stats_chart_card")
        bars.head.addStretch(1)
        bars.head.addWidget(self.kind)
        self.chart_title = text_label("", role="small", ink="text2")
        self.chart_note = text_label("", role="small", ink="text2", wrap=True)
        for part in (self.chart_title, self.chart, self.chart_note):
            bars.body.addWidget(part)
        self._trend_card = Card(self.tr("Utveckling"), name="stats_trend_card")
        self._trend_card.title.setWordWrap(True)  # a row's words may be long
        self.trend_note = text_label("", role="small", ink="text2", wrap=True)
        self._trend_card.body.addWidget(self.trend)
        self._trend_card.body.addWidget(self.trend_note)
        inner.addWidget(bars)
        inner.addWidget(self._trend_card)
        inner.addStretch(1)
        return side

    def _connect(self) -> None:
        presenter, build = self.presenter, self.build
        build.source_chosen.connect(presenter.choose_source)
        build.table_chosen.connect(presenter.choose_table)
        build.picked.connect(presenter.choose)
        self.kind.changed.connect(lambda: self._show_charts(presenter.state))
        self.table.cell_changed.connect(self._on_cell)
        self.table.explain_asked.connect(self.say_why)
        self.table.copied.connect(self._on_copied)
        self.copy.clicked.connect(self.table.copy_table)
        self.export.clicked.connect(self.ask_formats)
        self.print.clicked.connect(presenter.print)
        self.explain.longer_asked.connect(self._on_longer)
        self.explain.merge_asked.connect(self.ask_merge)
        self.keep.clicked.connect(self.ask_view)
        build.cards.clicked.connect(self.show_cards)
        build.cards.setVisible(self._desk.may(Act.READ_PROTECTED))
        build.view_chosen.connect(presenter.choose_view)
        build.measure_chosen.connect(presenter.choose_measure)
        build.merge_asked.connect(self.ask_merge)
        self.stop.clicked.connect(presenter.cancel)
        self._parts.changed.connect(self._show_part)
        for keys, act in (("Shift+F1", self.say_why), ("Ctrl+C", self.table.copy_table)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- the page of the frame ------------------------------------------------------------------

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        found: dict[str, Callable[[], None]] = {
            "earlier": lambda: self.presenter.step(-1),
            "later": lambda: self.presenter.step(1),
        }
        if self.presenter.state.view is not None:
            found |= {"export": self.ask_formats, "print": self.presenter.print}
            found["save"] = self.ask_view
        return found

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        return (self.build.source, self.table, self.kind)

    def opened(self) -> None:
        """Read anew."""
        self._wants_focus = True
        self.presenter.read()

    def changed(self, changes: Changes) -> None:
        """Hear that something changed."""
        self.presenter.changed(changes)

    def closed(self) -> None:
        """Remove what was written to be printed."""
        self.presenter.close()

    # --- what is shown --------------------------------------------------------------------------

    def show_state(self, state: StatsState) -> None:
        """Show a state."""
        self.build.show_state(state)
        view = state.view
        if view is not None:
            self.caption.setText(view.title)
            self.unit.setText(view.unit)
            self.notes.setText("\n".join(view.notes))
        self.table.show_view(view)
        self._explain(state)
        self._bar.setRange(0, 100)
        self._bar.setValue(round((state.busy or 0) * 100))
        has = view is not None
        self._middle.setCurrentIndex(2 if state.busy is not None else 0 if has else 1)
        self.empty.say(*self._why_empty(state))
        reason = "" if has and state.busy is None else self.tr("Det finns ingen tabell att visa")
        for button in (self.copy, self.export, self.print, self.keep):
            button.disable(reason)
        self._show_charts(state)
        self._show_problem(state)
        self._tell_saved(state)
        if self._wants_focus and has and self.isVisible():
            self._wants_focus = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_part()
        self.state_shown.emit()

    def _why_empty(self, state: StatsState) -> tuple[str, str]:
        if state.shelf is not None and state.sources:
            return (
                self.tr("Ingen period är fastställd än."),
                self.tr(
                    "Välj en låst period i listan, så skyddas talen och visas som preliminära. "
                    "Det du har sett räknas som visat."
                ),
            )
        return (
            self.tr("Ingen utgåva är fastställd än."),
            self.tr("När en period är fastställd står dess tabeller här."),
        )

    def _show_charts(self, state: StatsState) -> None:
        charts: dict[str, Picture] = dict(state.view.charts) if state.view is not None else {}
        self.kind.setVisible("shares" in charts)
        picture = charts.get(self.kind.value() or "bars") or charts.get("bars")
        self.chart.show_picture(picture)
        self.chart_title.setText(picture.title if picture is not None else "")
        self.chart_note.setText(picture.note if picture is not None else "")
        self.chart_note.setVisible(picture is not None and bool(picture.note))
        trend = state.trend
        self._trend_card.setVisible(state.view is not None)
        self.trend.show_picture(trend)
        self.trend.setVisible(trend is not None)
        title = self.tr("Utveckling")
        self._trend_card.title.setText(f"{title}: {trend.title}" if trend is not None else title)
        text = (
            trend.note if trend is not None else self.tr("Visas när två perioder är fastställda.")
        )
        self.trend_note.setText(text)
        self.trend_note.setVisible(bool(text))

    def _show_problem(self, state: StatsState) -> None:
        if state.problem is None:
            self.problem.hide()
            return
        text = text_of(state.problem)
        self.problem.say("err", text.title, f"{text.meaning} {text.action}")
        self._desk.voice.announce(self.problem.text(), at_once=True)

    def _tell_saved(self, state: StatsState) -> None:
        if state.saved and state.saved != self._said_saved:
            folder = state.saved[0].parent
            text = self.tr("{n} filer är sparade i {folder}.")
            if len(state.saved) == 1:
                text = self.tr("Filen är sparad i {folder}.")
            self._desk.voice.told(text.format(n=len(state.saved), folder=folder))
        self._said_saved = state.saved

    def _explain(self, state: StatsState) -> None:
        index = self.table.currentIndex()
        shown = self.table.shown
        line, cell = shown.row(index), shown.cell(index)
        name = f"{line.label} – {shown.head(index.column())}" if line and cell else ""
        longer = period_short(state.longer.period) if state.longer is not None else ""
        self.explain.show_cell(
            *(shown.view, cell, index.column(), name, longer), can_merge=can_merge(state)
        )

    def _on_cell(self) -> None:
        """Explain the marked number, and show how its row came about."""
        self._explain(self.presenter.state)
        line = self.table.shown.row(self.table.currentIndex())
        if line is not None:
            self.presenter.choose_row(line.key)

    def _on_longer(self) -> None:
        longer = self.presenter.state.longer
        if longer is not None:
            self.presenter.choose_source(longer.key)

    def say_why(self) -> None:
        """Read the explanation of the marked cell aloud."""
        self._desk.voice.announce(self.explain.said(), at_once=True)

    def _on_copied(self) -> None:
        source = self.presenter.state.source
        period = capital(period_name(source.period)) if source is not None else ""
        text = self.tr("Tabellen är kopierad: {period}. Dolda uppgifter står som två punkter.")
        self._desk.voice.told(text.format(period=period))

    def ask_formats(self) -> None:
        """Ask for formats and folder."""
        state = self.presenter.state
        if state.view is None or state.book is None:
            return
        dialog = SaveDialog(self, state.view.title, preliminary=state.book.draft.release is None)
        dialog.save_asked.connect(self.presenter.save)
        dialog.open()

    def print_file(self, file: Path) -> None:
        """Print a written PDF."""
        self.printout.ask_file(file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room, otherwise one part at a time."""
        super().resizeEvent(event)
        wide = self.logical_width() >= WIDE - 60
        whole = self.tr("Alltid skyddad: små tal döljs innan de visas")
        self.subtitle.setText(whole if wide else self.tr("Alltid skyddad"))
        roomy = not wide or self.logical_width() >= _ROOMY
        if (wide, roomy) != (self._wide, self._roomy):
            self._wide, self._roomy = wide, roomy
            self._parts.setVisible(not wide)
            sides = (_BUILD, _CHARTS) if roomy else (_BUILD_LESS, _CHARTS_LESS)
            for area, width in zip((self._left, self._right), sides, strict=True):
                area.setMinimumWidth(px(width))
                area.setMaximumWidth(px(width + _BAR) if wide else _NO_LIMIT)
            self._show_part()

    def _show_part(self) -> None:
        part, wide = self._parts.value(), bool(self._wide)
        busy = self.presenter.state.busy is not None
        has = self.presenter.state.view is not None
        self._left.setVisible(wide or (part == "build" and not busy))
        self._middle.setVisible(wide or part == "table" or busy)
        self._right.setVisible(has and (wide or (part == "charts" and not busy)))
