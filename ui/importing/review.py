"""Step two: what every column becomes, and which rows come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.contacts.importing.mapping import EVERY_SHEET
from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput
from familjecentral.privacy import Reads
from ui.codes import choices
from ui.errors import sentence_for
from ui.importing import words
from ui.importing.draft import SKIP, Answer, Looked, key_of
from ui.importing.grid import ChoiceGrid, Line
from ui.importing.rows import RowsPane
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Banner
from ui.widgets.form import Field
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

_NONE = "none"
_FIRST_YEAR = 2000


class ReviewStep(QWidget):
    """Columns at the left, rows at the right."""

    column_chosen = Signal(str, str)
    word_chosen = Signal(object, str)
    mapping_chosen = Signal(str)
    mapping_saved = Signal(str, bool)
    mapping_forgotten = Signal(str)
    kind_chosen = Signal(str)
    sheet_chosen = Signal(str)
    year_chosen = Signal(object)
    level_chosen = Signal(str)
    drop_notes_chosen = Signal(bool)
    insist_chosen = Signal(bool)
    list_asked = Signal()

    def __init__(self, today: dt.date, guard: Callable[[], Reads]) -> None:
        super().__init__()
        self._today = today
        self._words: dict[str, Answer] = {}
        self._headers: dict[str, str] = {}
        self._note_cells = 0
        self._confirmed = ""
        self._guard = guard
        self._build_file()
        self._build_columns()
        self._build_rows()
        self._connect()

    # --- building -------------------------------------------------------------------------------

    def _build_file(self) -> None:
        self._mapping = CodedCombo(self.tr("Mall"), name="import_mapping_cmb", clearable=False)
        self._forget = KeyButton(self.tr("Glöm mallen"), name="import_forget_btn", look="link")
        self._kind = SegmentedControl(
            self.tr("Slag"),
            (Choice("log", self.tr("Logg")), Choice("tally", self.tr("Pinnlista"))),
            name="import_kind_seg",
        )
        self._sheet = CodedCombo(self.tr("Blad"), name="import_sheet_cmb", clearable=False)
        self._year = CodedCombo(self.tr("År"), name="import_year_cmb", clearable=False)
        years = range(self._today.year, _FIRST_YEAR - 1, -1)
        self._years = tuple(Choice(str(year), str(year)) for year in years)
        self._sheet_field = Field(self.tr("Blad"), self._sheet)
        self._year_field = Field(self.tr("År"), self._year)

    def _build_columns(self) -> None:
        self._columns = ChoiceGrid(
            "import_column", (self.tr("I filen"), self.tr("Blir"), self.tr("Exempel"))
        )
        self._level = ChoiceGrid("import_level", (self.tr("Saknas i filen"), self.tr("Blir")))
        self._asked = ChoiceGrid("import_word", (self.tr("Ord i filen"), self.tr("Blir")))
        self._problem = Banner(name="import_problem_bar")
        self._note = Banner(name="import_note_bar")
        self._drop = Check(self.tr("Importera raderna utan anteckning"), name="import_notes_chk")
        title = self.tr("Spara valen som mall")
        self._name = GuardedEdit(title, self._guard, name="import_name_edt", longest=60)
        self._name_field = GuardedField(title, self._name)
        self._save = KeyButton(self.tr("Spara mallen"), name="import_save_btn")
        self._left = QWidget()
        inner = QVBoxLayout(self._left)
        inner.setContentsMargins(0, 0, px(10), 0)
        inner.setSpacing(px(10))
        first = row(Field(self.tr("Mall"), self._mapping))
        first.addWidget(self._forget, 0, Qt.AlignmentFlag.AlignBottom)
        inner.addLayout(first)
        inner.addLayout(row(Field(self.tr("Slag"), self._kind), self._year_field))
        inner.addWidget(self._sheet_field)
        for part in (self._problem, self._level, self._columns, self._asked, self._note):
            inner.addWidget(part)
        inner.addLayout(row(self._drop, 1))
        last = row(self._name_field)
        last.addWidget(self._save, 0, Qt.AlignmentFlag.AlignBottom)
        inner.addLayout(last)
        inner.addStretch(1)

    def _build_rows(self) -> None:
        self.rows = RowsPane()
        self._again = Banner(name="import_again_bar")
        self._insist = Check(self.tr("Importera ändå, raderna är nya"), name="import_insist_chk")
        self._summary = text_label("", role="small", ink="text2", wrap=True)
        self._summary.setObjectName("import_summary_lbl")
        self._list = KeyButton(
            self.tr("Spara listan över rader som inte kom med"),
            name="import_list_btn",
            look="link",
            icon="download",
        )
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, 0, px(4), 0)
        inner.setSpacing(px(8))
        inner.addWidget(self._again)
        inner.addLayout(row(self._insist, 1))
        inner.addWidget(self._summary)
        inner.addWidget(self.rows, 1)
        inner.addLayout(row(self._list, 1))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(24), 0, px(24), px(8))
        outer.setSpacing(px(16))
        outer.addWidget(scrolled(self._left), 48)
        outer.addWidget(scrolled(right), 52)

    def _connect(self) -> None:
        self._columns.chosen.connect(
            lambda key, field: self.column_chosen.emit(self._headers[key], field)
        )
        self._asked.chosen.connect(lambda key, code: self.word_chosen.emit(self._words[key], code))
        self._level.chosen.connect(lambda _, level: self.level_chosen.emit(level))
        self._mapping.changed.connect(self._on_mapping)
        self._forget.clicked.connect(
            lambda: self.mapping_forgotten.emit(self._mapping.value() or "")
        )
        self._kind.changed.connect(lambda: self.kind_chosen.emit(self._kind.value() or "log"))
        self._sheet.changed.connect(lambda: self.sheet_chosen.emit(self._sheet.value() or ""))
        self._year.changed.connect(self._on_year)
        self._drop.toggled.connect(self.drop_notes_chosen)
        self._insist.toggled.connect(self.insist_chosen)
        self._save.clicked.connect(self._on_save)
        self._name.returnPressed.connect(self._on_save)
        self._name.textEdited.connect(self._on_named)
        self._list.clicked.connect(self.list_asked)

    # --- showing --------------------------------------------------------------------------------

    def show_looked(self, looked: Looked) -> None:
        """Show choices and rows."""
        draft = looked.draft
        self._show_file(looked)
        self._show_columns(looked)
        self._show_words(looked)
        if looked.problem is not None:
            self._problem.say("warn", *words.failed(looked.problem))
        elif looked.unplaced:
            header = looked.unplaced[0].header or looked.unplaced[0].letter
            title = self.tr("Kolumnen ”{name}” har ingen plats.").format(name=header)
            rest = self.tr("Välj vad den blir, eller välj Importera inte.")
            self._problem.say("warn", title, rest)
        elif waiting := len(looked.unanswered):
            title = self.tr("{n} ord i filen finns inte i kodlistorna.").format(n=waiting)
            rest = self.tr("Välj längre ned vad de blir. Annars följer raderna inte med.")
            if waiting == 1:
                title = self.tr("1 ord i filen finns inte i kodlistorna.")
                rest = self.tr("Välj längre ned vad det blir. Annars följer raderna inte med.")
            self._problem.say("warn", title, rest)
        else:
            self._problem.hide()
        note = looked.note
        self._note_cells = looked.in_note() or (self._note_cells if draft.drop_notes else 0)
        if note is not None:
            self._note.say("warn", *words.note_banner(looked, self._note_cells))
        self._note.setVisible(note is not None)
        self._drop.setVisible(note is not None)
        _check(self._drop, draft.drop_notes)
        report = looked.report
        self.rows.show_report(report, draft.accepted)
        self._summary.setText(words.summary(report, looked.codes, draft.kind) if report else "")
        self._summary.setVisible(bool(self._summary.text()))
        self._list.setVisible(bool(report and (report.left or report.dropped_duplicates)))
        day = report.imported_on if report else None
        if day is not None:
            self._again.say(
                "warn",
                self.tr("Filen är redan importerad {day}.").format(day=day.isoformat()),
                self.tr("Inget har sparats. Importera ändå bara om raderna är nya."),
            )
        self._again.setVisible(day is not None)
        self._insist.setVisible(day is not None)
        _check(self._insist, draft.insist)

    def _show_file(self, looked: Looked) -> None:
        draft = looked.draft
        none = Choice(_NONE, self.tr("Ingen mall"))
        self._mapping.set_choices((none, *(Choice(name, name) for name in looked.saved)))
        name = draft.base.name if draft.base.name in looked.saved else _NONE
        self._mapping.set_value(name)
        self._forget.setVisible(name != _NONE)
        self._kind.set_value(draft.kind)
        sheets = draft.about.sheets
        every = Choice(EVERY_SHEET, self.tr("Alla blad"))
        self._sheet.set_choices((*(Choice(one, one) for one in sheets), every))
        self._sheet.set_value(draft.sheet)
        self._sheet_field.setVisible(len(sheets) > 1)
        is_tally = draft.kind == "tally"
        none = Choice(_NONE, self.tr("Står i datumet"))
        self._year.set_choices(self._years if is_tally else (none, *self._years))
        self._year.set_value(str(draft.year) if draft.year else None if is_tally else _NONE)

    def _show_columns(self, looked: Looked) -> None:
        fields = words.field_names()
        note = self.tr("Anteckning, läses inte in")
        offered = tuple(Choice(key, note if key == "note" else text) for key, text in fields)
        leave = Choice(SKIP, self.tr("Importera inte"))
        lines = []
        self._headers = {}
        for column in looked.columns:
            key = column.letter.lower()
            self._headers[key] = column.header or column.letter
            unnamed = self.tr("Kolumn {letter}").format(letter=column.letter)
            lines.append(
                Line(
                    key,
                    column.header or unnamed,
                    (leave, *offered) if column.header else (leave,),
                    SKIP if column.ignored else column.field or "",
                    "" if column.ignored else "".join(column.examples),
                )
            )
        self._columns.show_lines(lines)
        self._columns.setVisible(bool(lines))
        levels = choices(looked.codes, "working_level", self._today)
        line = Line("working", self.tr("Arbetsnivå"), levels, looked.draft.working_level)
        self._level.show_lines((line,) if looked.needs_level else ())
        self._level.setVisible(looked.needs_level)

    def _show_words(self, looked: Looked) -> None:
        lines = []
        self._words = {}
        for place, word in enumerate(looked.words):
            key = f"{word.field}_{place}"
            self._words[key] = key_of(word)
            skip = self.tr("Ingen rubrik") if word.is_section else self.tr("Importera inte")
            offered = choices(looked.codes, word.field, self._today)
            text = f"{word.header}: {word.text}" if word.header else word.text
            answer = looked.draft.answer(word)
            lines.append(Line(key, text, (Choice(SKIP, skip), *offered), answer))
        self._asked.show_lines(lines)
        self._asked.setVisible(bool(lines))

    def focus_first(self) -> None:
        """Go to the first thing that waits for an answer, else to the rows."""
        for grid in (self._columns, self._level, self._asked):
            combo = grid.first_open() if not grid.isHidden() else None
            if combo is not None:
                combo.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        target = self._mapping if self.rows.table.isHidden() else self.rows.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_mapping_saved(self) -> None:
        """Empty the field of the name."""
        self._name.clear()
        self._name_field.set_error("")
        self._confirmed = ""

    def show_mapping_failed(self, error: FamiljecentralError) -> None:
        """Say below the name why it was not saved."""
        problems = error.problems if isinstance(error, InvalidInput) else ()
        self._confirmed = ""
        if any(p.problem == "personal_data" for p in problems):
            text = self.tr("Namnet eller ett ord i mallen är en personuppgift. Skriv om det.")
        elif problems and all(p.problem == "personal_data_possible" for p in problems):
            self._confirmed = self._name.text().strip()
            text = self.tr(
                "Ser ut som en personuppgift. Är det ingen person: tryck Spara mallen en gång till."
            )
        elif problems:
            text = sentence_for(FieldProblem("name", "required"))
        else:
            text = " ".join(words.failed(error))
        self._name_field.set_error(text)
        self._name_field.focus_control()

    # --- answers --------------------------------------------------------------------------------

    def _on_mapping(self) -> None:
        value = self._mapping.value() or _NONE
        self.mapping_chosen.emit("" if value == _NONE else value)

    def _on_year(self) -> None:
        value = self._year.value() or _NONE
        self.year_chosen.emit(None if value == _NONE else int(value))

    def _on_named(self) -> None:
        self._confirmed = ""
        self._name_field.set_error("")

    def _on_save(self) -> None:
        name = self._name.text().strip()
        sure = self._name_field.is_confirmed or (bool(name) and name == self._confirmed)
        self.mapping_saved.emit(name, sure)


def _check(box: Check, checked: bool) -> None:
    blocked = box.blockSignals(True)
    box.setChecked(checked)
    box.blockSignals(blocked)
