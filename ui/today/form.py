"""The log form: the 3×3 field and the fields that its working level asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.defaults import COUNTED, Defaults
from familjecentral.contacts.model import DatePrecision, WorkingLevel
from familjecentral.contacts.rules import arena_for, follows_form
from familjecentral.errors import FieldProblem
from ui.codes import level_texts
from ui.errors import sentence_for
from ui.today.entry import MORE, ROWS, Entry, is_required, widget_field
from ui.today.fields import FieldSet, titles
from ui.widgets.buttons import KeyButton
from ui.widgets.dates import DateField
from ui.widgets.feedback import Banner
from ui.widgets.focus import chain_tab_order
from ui.widgets.form import Field
from ui.widgets.levels import LevelField
from ui.widgets.text import IconLabel, row, text_label
from ui.widgets.theme import px, scale

_COLUMNS = 12
_COMPACT_BELOW = 700
_FOUR_IN_A_ROW = 820


BEHIND_MORE = ("open_service", "actions", "referrals", "colleagues", "alike")
_LAST, _LAST_ROW = "initiative_taker", (3, 4, 3, 2)


def _even(count: int) -> tuple[int, ...]:
    return (_COLUMNS // count,) * count


class LogForm(QWidget):
    """Collects one occasion. Enter anywhere asks to save, Esc to clear."""

    submitted = Signal()
    cleared = Signal()
    changed = Signal()

    def __init__(
        self, page: str, today: dt.date, *, numeric_pad: bool = False, several: bool = False
    ) -> None:
        """``several``: a form for new contacts, of which several alike can be saved."""
        super().__init__()
        self.setObjectName(f"{page}_form")
        self._page = page
        self._numeric_pad = numeric_pad
        self._today = today
        self._codes: CodeBook | None = None
        self._precision = DatePrecision.DAY
        self._arena_follows = True
        self._several = several
        self._usual: Defaults = {}
        self._proposes = False
        self._proposed: set[str] = set()
        self._more_shown = False
        self._roomy = False
        self._working: WorkingLevel | None = None
        self.levels: LevelField | None = None
        self.set = FieldSet(page, self._on_field_changed)
        self._build_widgets()
        self._build_layout()

    def _build_widgets(self) -> None:
        page = self._page
        self.banner = Banner(name=f"{page}_problems_banner")
        self.late_banner = Banner(name=f"{page}_late_banner")
        self.decision_banner = Banner(name=f"{page}_decision_banner")
        self._undecided: frozenset[str] = frozenset()
        self.week_banner = Banner(name=f"{page}_week_banner")
        self.date = DateField(self.tr("Datum"), name=f"{page}_date_edt", today=self._today)
        self.date.changed.connect(self._on_date_changed)
        self.date_field = Field(self.tr("Datum"), self.date)
        self._level_error = QWidget()
        self._level_sentence = text_label("", role="small", weight=500, ink="error")
        self._level_error.setLayout(
            row(IconLabel("circle-alert", "error", 15), self._level_sentence, 1, spacing=6)
        )
        self._level_error.hide()
        self.more = KeyButton(
            self.tr("Mer"),
            name=f"{page}_more_btn",
            look="link",
            icon="chevron-down",
            key="Alt M",
            help=self.tr("Insats, åtgärd, lotsning, samverkanspart och medverkande kollegor"),
        )
        self.more.clicked.connect(self.toggle_more)

    def _build_layout(self) -> None:
        self._holder = QWidget()
        self._holder.setObjectName(f"{self._page}_form_body")
        self._level_box = QVBoxLayout()
        self._level_box.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(14))
        self._grid.setVerticalSpacing(px(9))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 0)
        inner = QVBoxLayout(self._holder)
        inner.setContentsMargins(px(16), px(4), px(16), px(12))
        inner.setSpacing(px(10))
        inner.addWidget(self.banner)
        inner.addWidget(self.week_banner)
        inner.addWidget(self.late_banner)
        inner.addWidget(self.date_field)
        inner.addLayout(self._level_box)
        inner.addWidget(self._level_error)
        inner.addLayout(self._grid)
        inner.addWidget(self.decision_banner)
        inner.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for field in self.set.fields.values():
            field.setParent(self._holder)
            field.hide()
        inner.addStretch(1)
        self.date_field.hide()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._holder)
        self._holder.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    # --- lists and entries ----------------------------------------------------------------------

    def set_codes(
        self, codes: CodeBook, today: dt.date, undecided: frozenset[str] = frozenset()
    ) -> None:
        """Offer the store's lists, and build the 3×3 field the first time. ``undecided``: services
        that lack a decision of the board."""
        self._undecided = undecided
        if self._codes is codes:
            return
        self._codes = codes
        self._today = today
        entry = self.entry()
        if self.levels is not None:
            self.levels.hide()
            self.levels.deleteLater()
        self.levels = LevelField(
            level_texts(codes), name=f"{self._page}_level_field", numeric_pad=self._numeric_pad
        )
        self.levels.chosen.connect(self._on_level_chosen)
        self.levels.taken.connect(self._on_level_taken)
        self._level_box.addWidget(self.levels)
        self.levels.show()  # at once: what is not shown yet cannot take the focus
        self.set_entry(entry)
        self._fit()

    def set_usual(self, usual: Defaults) -> None:
        """Know what the person usually chooses; an empty form proposes it with its level."""
        self._usual = usual

    def entry(self) -> Entry:
        """Return the form as it stands."""
        fields = {name: self.set.value(name) for name in self.set.fields}
        level = self.levels.value() if self.levels is not None else None
        return Entry(self.date.day(), level, fields, self._precision)

    def set_entry(self, entry: Entry, *, show_date: bool = False) -> None:
        """Fill the form."""
        if self._codes is not None:
            self.set.set_codes(self._codes, entry.day or self._today, entry.fields)
        self.date.set_day(entry.day)
        self._precision = entry.precision
        self.date_field.setVisible(show_date or (entry.day or self._today) != self._today)
        self._arena_follows = not entry.fields.get("arena")
        self._proposes = entry.level is None
        self._proposed.clear()
        for name in self.set.fields:
            self.set.set_value(name, entry.fields.get(name))
        if self.levels is not None:
            self.levels.set_value(entry.level)
        self.clear_problems()
        more = any(entry.fields.get(name) for name in BEHIND_MORE)
        self._more_shown = more
        self._show_decision()
        self._show_level(WorkingLevel(entry.level[1]) if entry.level else None)

    def _show_decision(self) -> None:
        """Say it while such a service is chosen; nothing is stopped by it."""
        if self.set.value("open_service") in self._undecided:
            self.decision_banner.say(
                "warn",
                self.tr("Nämndbeslut saknas."),
                self.tr("Insatsen går att välja. Säg till den som sköter listan över insatser."),
            )
        else:
            self.decision_banner.hide()

    def show_date(self) -> None:
        """Show the day as a field and go there (*Annan dag*)."""
        self.date_field.show()
        self.date.setFocus(Qt.FocusReason.OtherFocusReason)
        self.date.selectAll()

    def focus_first(self) -> None:
        """Put the focus in the level field."""
        if self.levels is not None:
            self.levels.focus_field()
            self.area.verticalScrollBar().setValue(0)

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        self.focus_first()

    # --- levels ---------------------------------------------------------------------------------

    def _on_level_chosen(self, prevention: str, working: str) -> None:
        del prevention
        self._level_error.hide()
        self._propose(WorkingLevel(working))
        self._show_level(WorkingLevel(working))
        self.changed.emit()

    def _on_level_taken(self) -> None:
        if self._working is not None:
            self._focus(ROWS[self._working][0][0])

    def _show_level(self, working: WorkingLevel | None) -> None:
        """Lay out the fields of a working level; individual before any is chosen."""
        shown = working or WorkingLevel.INDIVIDUAL
        self._working = shown
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
        rows = list(ROWS[shown])
        if self._roomy and shown is WorkingLevel.INDIVIDUAL:
            rows[-2:] = [rows[-2] + rows[-1]]
        if self._more_shown:
            rows += self._more_rows(shown)
        controls: list[QWidget] = [self.date, *(self.levels.buttons if self.levels else ())]
        for line, names in enumerate(rows):
            spans = _LAST_ROW if names[0] == _LAST and len(names) == 4 else _even(len(names))
            for place, name in enumerate(names):
                field = self.set.fields[name]
                self._title(name, shown)
                start, span = sum(spans[:place]), spans[place]
                self._grid.addWidget(field, line, start, 1, span, Qt.AlignmentFlag.AlignTop)
                field.show()
                controls.append(field.control)
        chain_tab_order(*controls, self.more)
        self.more.setText(self.tr("Mindre") if self._more_shown else self.tr("Mer"))
        self.more.set_icon("chevron-up" if self._more_shown else "chevron-down")
        self._follow_arena()

    def _more_rows(self, working: WorkingLevel) -> tuple[tuple[str, ...], ...]:
        """Return what stands behind *Mer*."""
        return (*MORE[working], ("alike",)) if self._several else MORE[working]

    def _title(self, name: str, working: WorkingLevel) -> None:
        field = self.set.fields[name]
        title = titles()[name]
        if name == "topics" and working is WorkingLevel.GROUP:
            title = self.tr("Tema")
        if name == "warm":
            return
        field.set_caption(title, self.tr("(krävs)") if is_required(name, working) else "")

    def toggle_more(self) -> None:
        """Fold the row *Mer* out or in."""
        self._more_shown = not self._more_shown
        self._show_level(self._working)
        if self._more_shown and self._working is not None:
            self._focus(self._more_rows(self._working)[0][0])

    # --- what follows from what -----------------------------------------------------------------

    def _on_field_changed(self, name: str) -> None:
        if name == "contact_form":
            self._follow_arena()
        elif name == "arena":
            self._arena_follows = self.set.value("arena") is None
        elif name == "open_service":
            self._show_decision()
        self._proposed.discard(name)
        self.changed.emit()

    def _propose(self, working: WorkingLevel) -> None:
        """Fill in what the person usually chooses at a level, where she has said nothing yet."""
        if not self._proposes:
            return
        for name in {*self._proposed, *COUNTED[working]} - {"arena"}:
            if name in self._proposed or self.set.value(name) is None:
                key = self._usual.get((working, name)) if name in COUNTED[working] else None
                self.set.propose(name, key, self._usual_words())
                self._proposed.add(name)

    def _usual_words(self) -> str:
        return self.tr("ditt vanliga val")

    def _follow_arena(self) -> None:
        """The arena follows the contact form, or what is usual, until somebody says else."""
        if not self._arena_follows or self._working is None:
            return
        form = self.set.value("contact_form")
        individual = self._working is WorkingLevel.INDIVIDUAL
        usual = self._usual.get((self._working, "arena")) if self._proposes else None
        if individual and form and (follows_form(form) or usual is None):
            arena = arena_for(self._working, form)
            self.set.propose("arena", arena, self.tr("följer kontaktform"))
        elif individual and not form:
            self.set.propose("arena", None, "")
        else:
            self.set.propose("arena", usual, self._usual_words())

    def _on_date_changed(self) -> None:
        self.date_field.set_error("")
        day = self.date.day()
        if day is not None and self._codes is not None:
            held: Mapping[str, Any] = self.entry().fields
            self.set.set_codes(self._codes, day, held)
        self.changed.emit()

    def show_late(self, text: str) -> None:
        """Say that the day lies in a locked quarter; an empty text takes it away."""
        if text:
            self.late_banner.say("info", text)
        else:
            self.late_banner.hide()

    def show_week(self, text: str, back: KeyButton | None = None) -> None:
        """Say which past week is being filled in; an empty text takes it away."""
        if not text:
            self.week_banner.hide()
            return
        self.week_banner.say("info", text)
        if back is not None:
            self.week_banner.add_link(back)
            self.week_banner.links.addStretch(1)

    # --- problems -------------------------------------------------------------------------------

    def clear_problems(self) -> None:
        """Take all errors away."""
        self.banner.hide()
        self._level_error.hide()
        self.date_field.set_error("")
        if self.levels is not None:
            self.levels.set_invalid(False)
        for field in self.set.fields.values():
            field.set_error("")

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show all problems at their fields, a banner with their number, focus on the first."""
        self.clear_problems()
        self._fold_out_for(problems)
        shown: dict[str, str] = {}
        for problem in problems:
            name = widget_field(problem.field)
            if name not in shown:
                shown[name] = sentence_for(problem)
        order = self._order()
        shown = dict(sorted(shown.items(), key=lambda item: order.get(item[0], 0)))
        for name, sentence in shown.items():
            self._show_problem(name, sentence)
        missing = all(problem.problem == "required" for problem in problems)
        n = len(shown)
        if missing:
            text = self.tr("1 uppgift saknas.") if n == 1 else self.tr("{n} uppgifter saknas.")
        else:
            text = (
                self.tr("1 uppgift att rätta.") if n == 1 else self.tr("{n} uppgifter att rätta.")
            )
        self.banner.say("err", text.format(n=n), self.tr("Inget har sparats."))
        self._link(tuple(shown))
        self._focus(next(iter(shown)))

    def _order(self) -> dict[str, int]:
        """Return the place of each field in the tab order; day and level come first."""
        if self._working is None:
            return {}
        rows = (*ROWS[self._working], *self._more_rows(self._working))
        names = [name for row_names in rows for name in row_names]
        return {name: place for place, name in enumerate(names, 1)}

    def _fold_out_for(self, problems: tuple[FieldProblem, ...]) -> None:
        """A problem behind *Mer* must be seen."""
        if self._working is None or self._more_shown:
            return
        hidden = {name for names in self._more_rows(self._working) for name in names}
        if any(widget_field(problem.field) in hidden for problem in problems):
            self._more_shown = True
            self._show_level(self._working)

    def _show_problem(self, name: str, sentence: str) -> None:
        if name == "levels":
            self._level_sentence.setText(sentence)
            self._level_error.show()
            if self.levels is not None:
                self.levels.set_invalid(True)
        elif name == "date":
            self.date_field.show()
            self.date_field.set_error(sentence)
        elif name in self.set.fields:
            self.set.fields[name].set_error(sentence)

    def _link(self, names: tuple[str, ...]) -> None:
        words = titles() | {"levels": self.tr("Nivå"), "date": self.tr("Datum")}
        for name in names[:5]:
            button = KeyButton(
                words.get(name, name),
                name=f"{self._page}_problem_btn_{name}",
                look="link",
                height=28,
            )
            button.clicked.connect(self._on_link)
            self.banner.add_link(button)
        self.banner.links.addStretch(1)

    def _on_link(self) -> None:
        button = self.sender()
        if isinstance(button, KeyButton):
            self._focus(button.objectName().removeprefix(f"{self._page}_problem_btn_"))

    def _focus(self, name: str) -> None:
        if name == "levels" and self.levels is not None:
            self.levels.focus_field()
        elif name == "date":
            self.date_field.focus_control()
        elif name in self.set.fields:
            field = self.set.fields[name]
            field.focus_control()
            self.area.ensureWidgetVisible(field, 0, px(30))

    # --- keys and size --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from every field, Esc clears."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.set.settle()
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line in each box where it is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Low windows get one line in each box, wide ones four fields in the last row."""
        if self.levels is not None:
            self.levels.set_compact(self.window().height() / scale() < _COMPACT_BELOW)
        roomy = self.width() / scale() >= _FOUR_IN_A_ROW
        if roomy != self._roomy:
            self._roomy = roomy
            if self._codes is not None:
                self._show_level(self._working)
