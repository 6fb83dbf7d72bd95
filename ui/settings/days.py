"""*Lov och stängda dagar*: local days with a source, by hand or from a file with a preview."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from familjecentral.calendar.breaks import BreakRow, read_breaks
from familjecentral.errors import FamiljecentralError, FieldProblem, UnusableFile
from familjecentral.groups.furnishing import (
    LOCAL_TYPES,
    HousePage,
    ImportDays,
    ImportedDays,
    RemoveLocalDay,
    SaveLocalDay,
    import_days,
    remove_local_day,
    save_local_day,
)
from familjecentral.groups.house import DayType, LocalDay, LocalDayId
from ui.desk import Desk
from ui.groups.presenter import guard_of
from ui.groups.words import read_clock
from ui.models.simple import TextTable
from ui.settings.house import HouseRoom
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.table import Table
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork


class ImportDaysDialog(QDialog):
    """What a file holds, before anything is saved."""

    agreed = Signal()

    def __init__(
        self, rows: tuple[BreakRow, ...], names: dict[str, str], known: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("import_days_dlg")
        title = self.tr("Importera dagar: granska innan något sparas")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        model = TextTable(
            (
                self.tr("Från"),
                self.tr("Till"),
                self.tr("Slag"),
                self.tr("Namn"),
                self.tr("Stänger"),
                self.tr("Källa"),
            )
        )
        model.set_rows(
            [
                (
                    str(one.first), str(one.last), names.get(one.type, one.type), one.name,
                    _clock(one.until), one.source or "–",
                )
                for one in rows
            ]
        )  # fmt: skip
        table = Table(title, name="import_days_tbl")
        table.setModel(model)
        table.set_widths(
            ("2026-10-26", "2026-10-30", "Dag före röd dag", "Höstlov", "15.00", "kommunens sida"),
            (0, 0, 1, 2, 0, 2),
        )
        n = len(rows)
        text = self.tr("1 rad kan läsas.") if n == 1 else self.tr("{n} rader kan läsas.")
        if known:
            text += " " + self.tr("{known} finns redan och byts ut.")
        take = KeyButton(
            self.tr("Importera {n} rader").format(n=n),
            name="import_days_act_btn",
            look="primary",
            key="Ctrl Enter",
        )
        leave = KeyButton(self.tr("Avbryt"), name="import_days_wait_btn", key="Esc", bind=False)
        take.clicked.connect(self._on_take)
        leave.clicked.connect(self.reject)
        foot = frame("foot")
        ends = row(1, leave, take)
        ends.setContentsMargins(px(20), px(10), px(20), px(10))
        foot.setLayout(ends)
        body = QVBoxLayout()
        body.setContentsMargins(px(20), px(16), px(20), px(16))
        body.setSpacing(px(12))
        body.addWidget(text_label(title, role="dialog"))
        body.addWidget(text_label(text.format(n=n, known=known), ink="text2"))
        body.addWidget(table, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(body, 1)
        outer.addWidget(foot)
        self.resize(min(px(860), parent.width() - px(40)), min(px(520), parent.height() - px(40)))

    def _on_take(self) -> None:
        self.accept()
        self.agreed.emit()


def _clock(minutes: int | None) -> str:
    return "–" if minutes is None else f"{minutes // 60}.{minutes % 60:02d}"


class DaysRoom(HouseRoom[LocalDay]):
    """Red days and eves are computed; these are the municipality's and the house's own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "days")
        self._dialog: QDialog | None = None
        heads = (
            self.tr("Namn"), self.tr("Från"), self.tr("Till"), self.tr("Slag"),
            self.tr("Stänger"), self.tr("Hus"), self.tr("Källa"),
        )  # fmt: skip
        self.build(
            self.tr("Lov och stängda dagar"), heads,
            ("Påsklov", "2026-10-26", "2026-10-30", "Dag före röd dag", "15.00", "alla hus",
             "kommunens sida"),
            (2, 0, 0, 1, 0, 2, 2),
            new=self.tr("Ny dag"),
        )  # fmt: skip
        bring = KeyButton(self.tr("Importera…"), name="settings_days_import_btn", icon="upload")
        bring.clicked.connect(self._on_import)
        self.card.head.addWidget(bring)
        self.head_place.take(bring)
        self.table.delete_asked.connect(self.remove)

    def build_form(self) -> None:
        """Place the fields."""
        today = self.desk.clock.today()
        self._name = GuardedEdit(
            self.tr("Namn"), self.desk.guard, name="settings_days_name_edt", longest=100
        )
        self._type = CodedCombo(self.tr("Slag"), name="settings_days_type_cmb", clearable=False)
        self._first = DateField(
            self.tr("Från"), name="settings_days_first_date", today=today, ahead=True
        )
        self._last = DateField(
            self.tr("Till"), name="settings_days_last_date", today=today, optional=True, ahead=True
        )
        self._until = TextEdit(
            self.tr("Huset stänger"), name="settings_days_until_edt", longest=5, placeholder="15.00"
        )
        self._centre = CodedCombo(
            self.tr("Hus"), name="settings_days_centre_cmb", placeholder=self.tr("alla hus")
        )
        self._source = GuardedEdit(
            self.tr("Källa"), self.desk.guard, name="settings_days_source_edt", longest=500
        )
        form = self.form
        for key, field, line, column, span in (
            ("name", GuardedField(self.tr("Namn"), self._name), 0, 0, 2),
            ("type", Field(self.tr("Slag"), self._type), 0, 2, 2),
            ("first", Field(self.tr("Från"), self._first), 1, 0, 1),
            ("last", Field(self.tr("Till"), self._last, hint=self.tr("tomt = en dag")), 1, 1, 1),
            ("until", Field(self.tr("Huset stänger"), self._until), 1, 2, 1),
            ("centre_id", Field(self.tr("Hus"), self._centre), 1, 3, 1),
            ("source", GuardedField(self.tr("Källa"), self._source), 2, 0, 4),
        ):
            form.add_field(key, field, line, column, span)
        for column in range(4):
            form.grid.setColumnStretch(column, 1)
        self._remove = KeyButton(
            self.tr("Ta bort dagen"), name="settings_days_remove_btn", icon="trash-2"
        )
        self._remove.clicked.connect(self.remove)
        form.foot.insertWidget(2, self._remove)

    def listed(self, page: HousePage) -> tuple[LocalDay, ...]:
        """Return the days in order."""
        return page.local_days

    def key_of(self, thing: LocalDay) -> object:
        """Return its id."""
        return thing.id

    def cells(self, thing: LocalDay, page: HousePage) -> tuple[str, ...]:
        """Return the texts of a row."""
        house = next((c.name for c in page.centres if c.id == thing.centre_id), "")
        return (
            thing.name,
            str(thing.first),
            str(thing.last),
            page.codes.label("day_type", thing.type),
            _clock(thing.until),
            house or self.tr("alla hus"),
            thing.source or "–",
        )

    def heading(self, thing: LocalDay) -> str:
        """Return its name."""
        return thing.name

    def fill(self, thing: LocalDay | None, page: HousePage) -> None:
        """Fill the form."""
        self._type.set_choices(
            Choice(kind.value, page.codes.label("day_type", kind)) for kind in LOCAL_TYPES
        )
        self._centre.set_choices(Choice(str(c.id), c.name) for c in page.centres)
        self._remove.setVisible(thing is not None)
        self._type.set_value((thing.type if thing else DayType.SCHOOL_BREAK).value)
        self._name.setText(thing.name if thing else "")
        self._first.set_day(thing.first if thing else None)
        self._last.set_day(thing.last if thing else None)
        until = thing.until if thing else None
        self._until.setText("" if until is None else _clock(until))
        self._centre.set_value(str(thing.centre_id) if thing and thing.centre_id else None)
        self._source.setText(thing.source if thing else "")

    def save(self) -> None:
        """Keep the day."""
        page, first = self.page, self._first.day()
        if page is None:
            return
        until = read_clock(self._until.text())
        wrong = []
        if first is None:
            wrong.append(FieldProblem("first", "bad_date"))
        if self._last.is_wrong():
            wrong.append(FieldProblem("last", "bad_date"))
        if self._until.text().strip() and until is None:
            wrong.append(FieldProblem("until", "bad_time"))
        if wrong or first is None:
            self.show_problems(tuple(wrong))
            return
        before = None if self.adding else self.chosen
        centres = {str(c.id): c.id for c in page.centres}
        centre = self._centre.value()
        changed = LocalDay(
            before.id if before else LocalDayId(self.desk.ids.new_id()),
            first,
            self._last.day() or first,
            DayType(self._type.value() or DayType.SCHOOL_BREAK.value),
            self._name.text().strip(),
            centres[centre] if centre else None,
            until,
            self._source.text().strip(),
            before.version if before else 0,
        )
        self._keep(changed)

    def _keep(self, changed: LocalDay) -> None:
        desk, guard, confirmed = self.desk, guard_of(self.desk), self.is_sure
        command = SaveLocalDay(changed, confirmed)
        self.keep(
            lambda uow: save_local_day(command, uow, desk.clock, desk.ids, guard=guard),
            self.said(changed.name),
            key=changed.id,
        )

    def remove(self) -> None:
        """Take the chosen day away; that can be undone."""
        day, desk = self.chosen, self.desk
        if day is None:
            return
        command = RemoveLocalDay(day.id, day.version)
        self.keep(
            lambda uow: remove_local_day(command, uow, desk.clock, desk.ids),
            self.tr("{name} togs bort").format(name=day.name),
        )

    # --- import ---------------------------------------------------------------------------------

    def _on_import(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Importera dagar"))
        dialog.setObjectName("settings_days_file_dlg")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Semikolonfil (*.csv *.txt)"))
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Read a file and show what it holds; nothing is saved yet."""

        def work() -> tuple[bytes, tuple[BreakRow, ...]]:
            content = path.read_bytes()
            return content, read_breaks(content)

        self.desk.work(work, lambda found: self._on_read(*found), self._on_unreadable)

    def _on_unreadable(self, error: FamiljecentralError) -> None:
        if isinstance(error, UnusableFile):
            self.banner.say("err", self.tr("Filen kan inte läsas."), file_problem(error))
        else:
            self.failed(error)

    def _on_read(self, content: bytes, rows: tuple[BreakRow, ...]) -> None:
        page = self.page
        if page is None:
            return
        names = {kind.value: page.codes.label("day_type", kind) for kind in DayType}
        there = {(d.first, d.last, d.type.value) for d in page.local_days if d.centre_id is None}
        known = sum((one.first, one.last, one.type) in there for one in rows)
        self._dialog = ImportDaysDialog(rows, names, known, self.window())
        self._dialog.agreed.connect(lambda: self._take(content))
        self._dialog.open()

    def _take(self, content: bytes) -> None:
        desk, guard = self.desk, guard_of(self.desk)
        command = ImportDays(content, confirmed=self.confirm.isChecked())

        def work(uow: UnitOfWork) -> ImportedDays:
            found = import_days(command, uow, desk.clock, desk.ids, guard=guard)
            desk.group_undo.push(found.step)
            return found

        def done(found: ImportedDays) -> None:
            text = self.tr("{new} nya dagar, {known} fanns redan.")
            desk.voice.planned(text.format(new=found.new or "–", known=found.known or "–"))
            desk.tell(found.changes)

        desk.ask(work, done, self.failed)


def file_problem(error: UnusableFile) -> str:
    """Return what is wrong with a file of days, with the line."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("days", text)

    texts = {
        "not_text": tr("Den är inte text i UTF-8."),
        "no_heading": tr("Första raden ska vara: från;till;typ;namn;stänger;källa."),
        "bad_date": tr("Rad {line}: skriv datum som 2026-10-26."),
        "before_first": tr("Rad {line}: sista dagen ligger före den första."),
        "too_long": tr("Rad {line}: längre än ett år."),
        "unknown_type": tr("Rad {line}: typen ska vara lov, studiedag, stängt eller klämdag."),
        "bad_time": tr("Rad {line}: skriv tiden som 15.00."),
        "no_name": tr("Rad {line}: namn saknas."),
    }
    text = texts.get(error.reason, tr("Rad {line} kan inte läsas."))
    return text.format(line=error.place)
