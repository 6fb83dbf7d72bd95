"""*Tabeller från tiden före*: what left the house without this register, by hand or file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from familjecentral.calendar.periods import Period
from familjecentral.errors import FamiljecentralError, InvalidInput, UnusableFile
from familjecentral.releases.outside import LONGEST_NAME
from ui.desk import Desk
from ui.errors import sentence_for, text_of
from ui.kit import ReportKit
from ui.models.simple import TextTable
from ui.preferences import documents_folder
from ui.report.outside_grid import SquareGrid
from ui.report.outsiding import OutsideState, Outsiding, Weighed
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Announcer, Banner
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.naming import label
from ui.widgets.scrolled import scrolled
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px

_ALL = ""
_CONTRADICTIONS = (
    "contradiction",
    "contradiction_of_hierarchies",
    "contradiction_of_releases",
    "published_otherwise",
)
_MOST_ROWS = 4
_MOST_LOST = 20


def _tr(text: str) -> str:
    return QCoreApplication.translate("outside", text)


def lost_text(waiting: Weighed) -> str:
    """Return what the tables give away, and what that means."""
    lines: list[str] = []
    if waiting.lost:
        head = _tr(
            "Det här är redan förlorat: {n} små tal går att räkna ut av det som är utlämnat. De "
            "kan inte skyddas längre, men inget mer röjs om dem."
        )
        lines.append(head.format(n=len(waiting.lost)))
        lines += waiting.lost[:_MOST_LOST]
        if len(waiting.lost) > _MOST_LOST:
            lines.append(_tr("… och {n} till").format(n=len(waiting.lost) - _MOST_LOST))
    else:
        lines.append(_tr("Inget litet tal går att räkna ut av det som är utlämnat."))
    if waiting.strange:
        text = _tr(
            "{n} tal räknar något som huset inte räknar, eller med okända koder. De skyddar inget."
        )
        lines.append(text.format(n=waiting.strange))
    return "\n".join(lines)


def failed(error: FamiljecentralError) -> tuple[str, str]:
    """Return what went wrong in bold, and the rest."""
    if isinstance(error, UnusableFile) and error.reason in _CONTRADICTIONS:
        return (
            _tr("Tabellerna går inte ihop med det som är publicerat."),
            _tr("Minst ett tal säger emot ett annat. Inget är inlagt. Jämför med pappret."),
        )
    if isinstance(error, UnusableFile):
        return (
            _tr("Filen går inte att läsa."),
            _tr(
                "Den ska vara CSV eller PX, med programmets koder, till exempel en statistikfil "
                "från en tidigare utgåva. {place}"
            ).format(place=error.place),
        )
    if isinstance(error, InvalidInput):
        if any(problem.field == "name" for problem in error.problems):
            return _tr("Namnet går inte att spara."), sentence_for(error.problems[0])
        if any(problem.field == "cells" for problem in error.problems):
            return _tr("Inget tal är skrivet."), _tr("Skriv minst ett tal ur tabellen.")
        count = len(error.problems)
        one, many = _tr("En ruta är inget tal."), _tr("{n} rutor är inga tal.")
        return (
            one if count == 1 else many.format(n=count),
            _tr("Skriv heltal, – för noll eller .. för dold uppgift. Sådana rutor är märkta med !"),
        )
    text = text_of(error)
    return text.title, f"{text.meaning} {text.action}"


class OutsideDialog(QDialog):
    """Lists what has been entered; new tables are weighed before they are kept."""

    state_shown = Signal()

    def __init__(self, parent: QWidget, desk: Desk, kit: ReportKit) -> None:
        super().__init__(parent)
        self.setObjectName("outside_dlg")
        self.setWindowTitle(self.tr("Tabeller från tiden före"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.flow = Outsiding(self, desk, kit)
        self._period_now = Period.containing(desk.clock.today()).previous
        self._announcer = Announcer()
        self._banner = Banner(name="outside_banner")
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, px(8), 0)
        body.setSpacing(px(12))
        lead = self.tr(
            "Det som lämnats ut utan det här registret känner andra till. Lägg in det, så "
            "skyddas varje ny utgåva också mot det. Inget tas ut igen."
        )
        body.addWidget(text_label(lead, wrap=True))
        for part in (
            self._weigh_card(desk),
            self._file_card(),
            self._hand_card(),
            self._list_card(),
        ):
            body.addWidget(part)
        body.addStretch(1)
        leave = KeyButton(self.tr("Stäng"), name="outside_leave_btn", key="Esc", bind=False)
        leave.clicked.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(20), px(24), px(18))
        outer.setSpacing(px(12))
        outer.addWidget(text_label(self.windowTitle(), role="dialog"))
        outer.addWidget(self._banner)
        self._area = scrolled(inside)
        outer.addWidget(self._area, 1)
        outer.addLayout(row(self._announcer, 1, leave))
        room = parent.window().size()
        self.resize(min(px(820), room.width() - 40), min(px(700), room.height() - 30))
        self._file.setFocus()
        self.finished.connect(self.flow.close)
        self.show_state(self.flow.state)
        self.flow.read()

    # --- building -----------------------------------------------------------------------------

    def _weigh_card(self, desk: Desk) -> Card:
        self._card = Card(self.tr("Innan det läggs in"), name="outside_weigh_card")
        self._lost = text_label("", wrap=True, name="outside_lost_lbl")
        self._name = GuardedEdit(
            *(self.tr("Vad tabellerna kallas"), desk.guard),
            name="outside_name_edt",
            longest=LONGEST_NAME,
        )
        self._keep = KeyButton(
            self.tr("Lägg in"), name="outside_keep_btn", look="primary", icon="check"
        )
        self._forget = KeyButton(self.tr("Lägg inte in"), name="outside_forget_btn")
        self._keep.clicked.connect(self._on_keep)
        self._name.returnPressed.connect(self._on_keep)
        self._forget.clicked.connect(self.flow.forget)
        hint = self.tr("Till exempel Årsberättelse 2024")
        self._name_field = GuardedField(self.tr("Vad tabellerna kallas"), self._name, hint=hint)
        self._card.body.addWidget(self._lost)
        self._card.body.addWidget(self._name_field)
        self._card.body.addLayout(row(self._forget, self._keep, 1))
        return self._card

    def _file_card(self) -> Card:
        card = Card(self.tr("Från fil"), name="outside_file_card")
        self._file = KeyButton(
            self.tr("Välj CSV eller PX…"), name="outside_file_btn", icon="folder-open"
        )
        self._file.clicked.connect(self._on_file)
        card.body.addLayout(row(self._file, 1))
        return card

    def _hand_card(self) -> Card:
        card = Card(self.tr("För hand"), name="outside_hand_card")
        self._table = CodedCombo(self.tr("Tabell"), name="outside_table_cmb", clearable=False)
        self._period = TextEdit(self.tr("Period"), name="outside_period_edt", longest=10)
        self._period.setText(str(self._period_now))
        self._centre = CodedCombo(
            self.tr("Familjecentral"), name="outside_centre_cmb", clearable=False
        )
        self._period_field = Field(
            self.tr("Period"), self._period, hint=self.tr("2026, 2026-H1, 2026-Q3, 2026-07")
        )
        self.grid = SquareGrid()
        self._weigh = KeyButton(
            self.tr("Se vad tabellen röjer"), name="outside_weigh_btn", icon="shield-check"
        )
        self._weigh.clicked.connect(self.weigh)
        self._table.changed.connect(self._on_table)
        hint = self.tr("Tom ruta: fanns inte i tabellen. – är noll, .. är en dold uppgift.")
        card.body.addWidget(Field(self.tr("Tabell"), self._table))
        card.body.addLayout(
            row(self._period_field, Field(self.tr("Familjecentral"), self._centre), spacing=12)
        )
        card.body.addWidget(Field(self.tr("Tabellens tal"), self.grid, hint=hint))
        card.body.addLayout(row(self._weigh, 1))
        return card

    def _list_card(self) -> Card:
        heads = (self.tr("Inlagt"), self.tr("Tal"), self.tr("Dag"))
        self._model = TextTable(heads)
        self._known = Table(self.tr("Inlagda tabeller"), name="outside_known_tbl")
        self._known.setModel(self._model)
        self._known.set_widths((heads[0], "10 000", "2026-12-31"), (1, 0, 0), strong=0)
        label(self._known.verticalHeader(), self.tr("Rader"), name="outside_known_sides")
        self._none = text_label(self.tr("Inget är inlagt."), ink="muted")
        card = Card(self.tr("Inlagt"), name="outside_known_card")
        card.body.addWidget(self._known)
        card.body.addWidget(self._none)
        return card

    # --- showing ------------------------------------------------------------------------------

    def show_state(self, state: OutsideState) -> None:
        """Show a state."""
        waiting = state.waiting
        was_waiting = self._card.isVisible()
        self._card.setVisible(waiting is not None)
        if waiting is not None and not was_waiting:
            self._name.setText(state.name)
            self._lost.setText(lost_text(waiting))
            self._area.ensureVisible(0, 0)
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            self._announcer.announce(self._lost.text())
        busy = self.tr("Vänta tills det är klart") if state.is_busy else ""
        for button in (self._file, self._weigh, self._keep):
            button.disable(busy)
        self._show_choices(state)
        self.grid.typed.show_wrong(state.wrong)
        rows = [(o.name, str(len(o.cells.cells)), o.noted_on.isoformat()) for o in state.before]
        self._model.set_rows(rows)
        self._known.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._known.setFixedHeight(px(ROW_HEIGHT) * (min(len(rows), _MOST_ROWS) + 1) + px(4))
        self._show_banner(state)
        self.state_shown.emit()

    def _show_choices(self, state: OutsideState) -> None:
        if self._table.count() != len(state.shapes):
            self._table.set_choices(
                Choice(str(n), self.tr("{n}. {title}").format(n=s.number, title=s.title))
                for n, s in enumerate(state.shapes)
            )
            self._table.set_value("0" if state.shapes else None)
            self._on_table()
        if state.centres and not self._centre.count():
            choices = [Choice(c.key, c.name) for c in state.centres]
            if len(choices) > 1:
                choices.insert(0, Choice(_ALL, self.tr("Alla familjecentraler")))
            self._centre.set_choices(choices)
            self._centre.set_value(choices[0].key)

    def _show_banner(self, state: OutsideState) -> None:
        if state.problem is not None:
            self._banner.say("err", *failed(state.problem))
        elif state.kept:
            title = self.tr("{name} är inlagt.").format(name=state.kept)
            self._banner.say("ok", title, self.tr("Allt skyddas mot det från och med nu."))
        else:
            self._banner.hide()
            return
        self._announcer.announce(self._banner.text(), at_once=True)

    # --- what is asked ------------------------------------------------------------------------

    def _on_table(self) -> None:
        shapes, value = self.flow.state.shapes, self._table.value()
        self.grid.show_shape(shapes[int(value)] if value else None)

    def _on_keep(self) -> None:
        self.flow.keep(self._name.text(), confirmed=self._name_field.is_confirmed)

    def _on_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Tabeller från tiden före"), str(documents_folder()))
        dialog.setObjectName("outside_file_dlg")
        dialog.setNameFilter(f"{self.tr('Statistikfiler')} (*.csv *.px)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.flow.weigh_file(Path(path)))
        dialog.open()

    def weigh(self) -> None:
        """Tell what the typed table gives away."""
        value = self._table.value()
        try:
            period = Period.parse(self._period.text().strip())
        except ValueError:
            self._period_field.set_error(self.tr("Skriv 2026, 2026-H1, 2026-Q3 eller 2026-07."))
            self._period.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._period_field.set_error("")
        if value:
            shape = self.flow.state.shapes[int(value)]
            self.flow.weigh_typed(shape, self.grid.squares(), period, self._centre.value() or _ALL)
