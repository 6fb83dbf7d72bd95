"""*Kvartalsrapport*: from completeness to the printed release, in six steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.access.model import Act, CentreId
from familjecentral.calendar.names import kind_name
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.changes import Changes, Kind
from familjecentral.releases.model import Release
from familjecentral.releases.register import checksum
from ui.desk import Desk
from ui.errors import text_of
from ui.kit import ReportKit
from ui.page import WIDE
from ui.report.beside import ExportPanel, FactsPanel
from ui.report.editing import edit_layout
from ui.report.exchange import ExchangeDialog
from ui.report.middle import Middle
from ui.report.newest import NewestBanner
from ui.report.presenter import ReportPresenter
from ui.report.printout import Printout
from ui.report.questions import Questions
from ui.report.reading import open_register
from ui.report.state import ReportState, Step
from ui.report.steps import StepList
from ui.report.words import below_steps, missing_weeks, subtitle
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Banner
from ui.widgets.hints import HintLine
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.strip import CompletenessStrip
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px

_ALL = "all"
_LEFT, _RIGHT, _BAR = 236, 302, 14
_NO_LIMIT = 16_777_215  # Qt's own largest width


class ReportPage(Questions):
    """The page of whoever locks and publishes; readers see registered releases only.

    ``state_shown`` tells that another state is on the screen.
    """

    state_shown = Signal()

    def __init__(self, desk: Desk, kit: ReportKit) -> None:
        super().__init__("report", "")
        self.title.setText(self.tr("Kvartalsrapport"))
        self.setAccessibleName(self.title.text())
        self._desk, self._kit = desk, kit
        self.presenter = ReportPresenter(self, desk, kit)
        self._manager = self.presenter.is_manager
        self._wide: bool | None = None
        self._wants_focus = self._was_busy = False
        self._build_widgets()
        self._build_layout()
        self._connect()
        self.show_state(self.presenter.state)

    # --- building -------------------------------------------------------------------------

    def _build_widgets(self) -> None:
        self._earlier = KeyButton(
            "",
            name="report_earlier_btn",
            icon="chevron-left",
            key="",
            accessible=self.tr("Föregående period"),
            help=self.tr("Alt ←"),
        )
        self._later = KeyButton(
            "",
            name="report_later_btn",
            icon="chevron-right",
            accessible=self.tr("Nästa period"),
            help=self.tr("Alt →"),
        )
        self._centre = CodedCombo(
            self.tr("Familjecentral"), name="report_centre_cmb", clearable=False
        )
        self._centre.setMinimumWidth(px(190))
        self._kind = CodedCombo(self.tr("Periodens längd"), name="report_kind_cmb", clearable=False)
        self._kind.setMinimumWidth(px(150))
        self._kind.set_choices(tuple(Choice(kind.value, kind_name(kind)) for kind in PeriodType))
        self.register = KeyButton(
            self.tr("Tidigare utgåvor"),
            name="report_register_btn_show",
            icon="history",
            key="Alt T",
            bind=False,
        )
        self.exchange = KeyButton(
            self.tr("Gemensam uppföljning…"),
            name="report_exchange_btn",
            key="Alt U",
            bind=False,
        )
        if not self._desk.may(Act.PUBLISH):
            self.exchange.hide()
        self.newest = NewestBanner(self._desk)
        self.steps = StepList()
        self.strip = CompletenessStrip(name="report_weeks_list")
        self._weeks_text = text_label("", role="small", ink="text2", wrap=True)
        self.middle = Middle()
        self.facts = FactsPanel()
        self.export = ExportPanel()
        self.problem = Banner(name="report_problem_banner")
        again = self.tr(
            "Utgåvan är sparad och oförändrad. Skriv ut sida {a}–{b} igen, eller spara som PDF."
        )
        self._printout = Printout(self, self._desk.voice, self.problem, again=again)
        self.back = KeyButton(
            self.tr("Tillbaka"), name="report_back_btn", key="Alt B", height=36, bind=False
        )
        self.next = KeyButton(
            self.tr("Nästa"),
            name="report_next_btn",
            look="primary",
            key="Alt N",
            height=36,
            bind=False,
        )
        self.as_tables = KeyButton(
            self.tr("Visa som tabeller"),
            name="report_tables_btn",
            icon="table",
            key="Alt V",
            bind=False,
        )
        self.layout_btn = KeyButton(
            self.tr("Rapportens innehåll…"),
            name="report_layout_btn",
            icon="sliders-horizontal",
            key="Alt I",
            bind=False,
        )
        self._parts = SegmentedControl(
            self.tr("Del av sidan"),
            (
                Choice("steps", self.tr("Steg")),
                Choice("pages", self.tr("Sidor")),
                Choice("panel", self.tr("Det här publiceras")),
            ),
            name="report_part_seg",
        )
        self._parts.set_value("steps")

    def _build_layout(self) -> None:
        for part in (self._centre, self._kind, self._earlier, self._later, self.register):
            self.head.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(px(14))
        weeks = Card(self.tr("Underlag per vecka"), name="report_weeks_card", margin=10)
        weeks.body.addWidget(self.strip)
        weeks.body.addWidget(self._weeks_text)
        self._weeks_card = weeks
        left.addWidget(self.steps)
        left.addWidget(weeks)
        left.addStretch(1)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.facts, 1)
        right.addWidget(self.export, 1)
        columns = QHBoxLayout()
        columns.setSpacing(px(14))
        self._left_area, self._right_area = scrolled(self._left), scrolled(self._right)
        columns.addWidget(self._left_area)
        columns.addWidget(self.middle, 1)
        columns.addWidget(self._right_area)
        self.outer.addWidget(self._parts)
        self.outer.addWidget(self.newest)
        self.outer.addWidget(self.problem)
        self.outer.addLayout(columns, 1)
        self._hints = HintLine(
            (("PgUp", "PgDn"), self.tr("sida")),
            (("Ctrl +", "Ctrl −"), self.tr("zooma")),
            (("Ctrl P",), self.tr("skriv ut")),
        )
        kept = self._hints.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # else the buttons wander
        self._hints.setSizePolicy(kept)
        foot = row(
            self._hints, self.exchange, self.as_tables, self.layout_btn, self.back, self.next
        )
        self.outer.addLayout(foot)

    def _connect(self) -> None:
        presenter = self.presenter
        self.next.clicked.connect(presenter.forward)
        self.back.clicked.connect(presenter.back)
        self.register.clicked.connect(self.show_register)
        self.exchange.clicked.connect(self.show_exchange)
        self._earlier.clicked.connect(lambda: self._go(-1))
        self._later.clicked.connect(lambda: self._go(1))
        self._centre.changed.connect(self._on_centre)
        self._kind.changed.connect(self._on_kind)
        self.middle.proposal.taken.connect(presenter.take_proposal)
        self.middle.proposal.longer_asked.connect(presenter.choose_longer)
        self.export.correction_asked.connect(presenter.ask_price)
        self.as_tables.clicked.connect(self.toggle_tables)
        self.layout_btn.clicked.connect(self.edit_layout)
        self.middle.stopped.connect(presenter.cancel)
        self.export.save_asked.connect(self._on_save)
        self.export.print_asked.connect(self.print_pages)
        self.export.approval_asked.connect(self.ask_approval)
        self._parts.changed.connect(self._show_part)
        preview = self.middle.preview
        keys: dict[str, Callable[[], None]] = {
            # A button loses its own key when its text changes.
            "Alt+N": self.next.click,
            "Alt+T": self.register.click,
            "Alt+U": self.exchange.click,
            "Alt+B": self.back.click,
            "Alt+V": self.as_tables.click,
            "Alt+I": self.edit_layout,
            "PgDown": lambda: preview.turn(1),
            "PgUp": lambda: preview.turn(-1),
            "Ctrl++": lambda: preview.zoom(1),
            "Ctrl+=": lambda: preview.zoom(1),
            "Ctrl+-": lambda: preview.zoom(-1),
            "Ctrl+0": lambda: preview.zoom(0),
            "F8": lambda: self.strip.next_missing(1),
            "Shift+F8": lambda: self.strip.next_missing(-1),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)

    # --- the page of the frame ------------------------------------------------------------------

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        found: dict[str, Callable[[], None]] = {
            "earlier": lambda: self._go(-1),
            "later": lambda: self._go(1),
            "present": self._go_to_present,
            "print": self.print_pages,
        }
        if self.presenter.state.step is Step.EXPORT:
            found |= {"save": self.export.save, "export": self.export.focus_field}
        return found

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        return (self.strip, self.middle, self.export, self.next)

    def opened(self) -> None:
        """Read anew."""
        self._wants_focus = True
        self.newest.read()
        self.presenter.read()

    def changed(self, changes: Changes) -> None:
        """Hear that something changed."""
        if Kind.RELEASES in changes.kinds:
            self.newest.read()
        self.presenter.changed(changes)

    def closed(self) -> None:
        """Remove the files of the preview."""
        self.middle.preview.show_file(None)
        self.presenter.close()

    # --- what is shown --------------------------------------------------------------------------

    def show_state(self, state: ReportState) -> None:
        """Show a state of the report."""
        number = state.draft.number if state.draft is not None else len(state.releases) + 1
        self.subtitle.setText(subtitle(state, number, manager=self._manager))
        self.steps.setVisible(self._manager)
        self._weeks_card.setVisible(bool(state.weeks))
        self.steps.show_step(state.step, below_steps(state, self.middle.preview.pages))
        self.strip.show_weeks(state.weeks)
        self._weeks_text.setText(missing_weeks(state))
        self.middle.show_state(state, manager=self._manager)
        is_out = state.step is Step.EXPORT and state.release is not None
        self.facts.setVisible(self._manager and not is_out)
        self.export.setVisible(is_out)
        self.facts.show_state(state)
        self.export.show_state(state, may_publish=self._desk.may(Act.PUBLISH))
        self._kind.set_value(state.period.type.value)
        self._show_centres(state)
        self._show_problem(state)
        self._show_buttons(state)
        self._place_focus(state)
        self.state_shown.emit()

    def _place_focus(self, state: ReportState) -> None:
        """Keep the focus where the work is: the button that goes on, *Avbryt*, or the pages."""
        if (state.busy is not None) != self._was_busy:
            self._was_busy = state.busy is not None
            self.middle.focus_field()
        elif self._wants_focus and self.next.isEnabled() and self.next.isVisible():
            self._wants_focus = False
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_centres(self, state: ReportState) -> None:
        self._centre.setVisible(len(state.centres) > 1)
        if len(state.centres) > 1:
            self._centre.set_choices(
                (
                    Choice(_ALL, self.tr("Alla familjecentraler")),
                    *(Choice(str(c.id), c.name) for c in state.centres),
                )
            )
            self._centre.set_value(_ALL if state.centre is None else str(state.centre))

    def _show_problem(self, state: ReportState) -> None:
        if state.problem is None:
            self.problem.hide()
            return
        text = text_of(state.problem)
        said = f"{text.meaning} {text.action}"
        if self.problem.text() != f"{text.title} {said}":
            self.problem.say("err", text.title, said)
            self._desk.voice.announce(self.problem.text(), at_once=True)

    def _show_buttons(self, state: ReportState) -> None:
        words = {
            Step.COMPLETENESS: self.tr("Nästa: lås"),
            Step.LOCK: self.tr("Nästa: lås"),
            Step.REVIEW: self.tr("Nästa: skydd"),
            Step.PROTECTION: self.tr("Nästa: fastställ"),
            Step.APPROVE: self.tr("Fastställ…"),
            Step.EXPORT: self.tr("Nästa"),
        }
        text = words[state.step]
        if state.step is Step.COMPLETENESS and state.is_locked:
            text = self.tr("Nästa: granska sidor")
        self.next.setText(text)
        self.next.setAccessibleName(text)
        self.next.updateGeometry()
        goes_on = state.step is not Step.EXPORT and not state.proposal
        self.next.setVisible(self._manager and goes_on)
        self.next.disable(self._reason(state))
        can_go_back = state.step in (Step.PROTECTION, Step.APPROVE)
        self.back.setVisible(self._manager and can_go_back)
        self.back.disable(self.tr("Vänta tills det är klart, eller avbryt") if state.busy else "")
        self.as_tables.setVisible(self.middle.has_pages)
        is_draft = state.step is Step.REVIEW and state.busy is None
        self.layout_btn.setVisible(self.middle.has_pages and is_draft)
        self._hints.setVisible(self.middle.has_pages and self._wide is not False)
        out = state.step is Step.EXPORT
        self._hints.set_words(
            2, self.tr("skriv ut") if out else self.tr("provutskrift, märkt UTKAST")
        )

    def _reason(self, state: ReportState) -> str:
        if state.busy is not None:
            return self.tr("Vänta tills det är klart, eller avbryt")
        if state.progress is None:
            return self.tr("Läser…")
        if not state.has_ended:
            return self.tr("Perioden kan låsas efter sin sista dag")
        if state.step is Step.PROTECTION and not state.proved:
            return self.tr("Skyddet är inte provat")
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room, otherwise one part at a time."""
        super().resizeEvent(event)
        wide = self.logical_width() >= WIDE - 60
        if wide != self._wide:
            self._wide = wide
            self._parts.setVisible(not wide)
            self._left_area.setFixedWidth(px(_LEFT if wide else _LEFT + _BAR))
            self._right_area.setMinimumWidth(px(_RIGHT))
            self._right_area.setMaximumWidth(px(_RIGHT) if wide else _NO_LIMIT)
            self._show_part()
            self._hints.setVisible(self.middle.has_pages and wide)

    def _show_part(self) -> None:
        part = self._parts.value()
        wide = bool(self._wide)
        self._left_area.setVisible(self._manager and (wide or part == "steps"))
        self.middle.setVisible(wide or part in ("pages", "steps"))
        self._right_area.setVisible(wide or part == "panel")

    # --- keys and questions -----------------------------------------------------------------------

    def _go(self, step: int) -> None:
        period = self.presenter.state.period
        self.presenter.choose_period(period.following if step > 0 else period.previous)

    def _go_to_present(self) -> None:
        today = self._desk.clock.today()
        self.presenter.choose_period(Period.containing(today, self.presenter.state.period.type))

    def _on_centre(self) -> None:
        value = self._centre.value()
        found = next((c.id for c in self.presenter.state.centres if str(c.id) == value), None)
        self.presenter.choose_centre(CentreId(found) if found is not None else None)

    def _on_kind(self) -> None:
        self.presenter.choose_kind(PeriodType(self._kind.value() or PeriodType.QUARTER))

    def toggle_tables(self) -> None:
        """Show the pages as tables, or as pages again."""
        self.middle.as_tables = not self.middle.as_tables
        shown = self.middle.as_tables
        self.as_tables.setText(self.tr("Visa som sidor") if shown else self.tr("Visa som tabeller"))
        self.as_tables.setAccessibleName(self.as_tables.text())
        self.show_state(self.presenter.state)
        self.middle.focus_field()

    def edit_layout(self) -> None:
        """Open *Rapportens innehåll*."""
        if self.layout_btn.isVisible():
            edit_layout(self, self._desk, self.presenter)

    def show_register(self) -> None:
        """Open the list of releases."""
        open_register(self, self._desk, self._kit, self.presenter)

    def show_exchange(self) -> None:
        """Open keys, files and the report over several houses."""
        ExchangeDialog(self, self._desk, self._kit).open()

    def published(self, release: Release) -> None:
        """Close the dialog and say it with the checksum."""
        if self._publish_dialog is not None:
            self._publish_dialog.accept()
        text = self.tr("Utgåva {n} är fastställd. Kontrollsumma {sum}.")
        said = text.format(n=release.number, sum=checksum(release))
        self._desk.voice.saved(said, can_undo=False)
        self._parts.set_value("panel")
        self._show_part()
        self.export.focus_field()

    def _on_save(self, folder: Path, formats: tuple[str, ...]) -> None:
        self.presenter.save(folder, formats)

    def print_pages(self) -> None:
        """Print what is shown; a draft is marked *UTKAST* on every page."""
        preview = self.middle.preview
        if self.middle.has_pages and preview.pages:
            self._printout.ask(preview.document)
