"""What stands beside the form: saved today, the quarter so far, help with the levels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.model import Contact
from familjecentral.contacts.overview import OwnOverview
from resources.lists import levels
from ui.codes import level_line, short_label
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import EmptyState
from ui.widgets.levels import LevelShape
from ui.widgets.text import Card, row, rule, text_label
from ui.widgets.theme import px

_MOST_ROWS = 40
LEVELS = ("universal", "selective", "indicated")


def what_of(codes: CodeBook, contact: Contact) -> tuple[str, str]:
    """Return two words for a row: its form (or group, or activity) and its main topic."""
    values = contact.values
    kinds = (
        ("contact_form", values.contact_form),
        ("programme", values.programme),
        ("open_group", values.open_group),
        ("structural_activity_type", values.structural_activity_type),
    )
    what = next((short_label(codes, name, key) for name, key in kinds if key), "")
    topic = short_label(codes, "topic", values.topics[0]) if values.topics else ""
    return what, topic


class SavedToday(Card):
    """The own rows of today, each with *Ändra*. Their order says nothing about when they came."""

    edit_asked = Signal(object)
    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__(self.tr("Sparat i dag"), name="today_saved_card")
        self._all = KeyButton(self.tr("Visa alla"), name="today_saved_btn_all", look="link")
        self._all.clicked.connect(self.all_asked)
        self.head.addStretch(1)
        self.head.addWidget(self._all)
        self._empty = EmptyState("sun", name="today_saved_empty")
        self._empty.say(self.tr("Inget loggat än i dag."), self.tr("Tryck 1–9 för att börja."))
        self._rows = QWidget()
        self._lines = QVBoxLayout(self._rows)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._rows)
        self._rows.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setMinimumHeight(px(110))
        self.body.setSpacing(px(4))
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._scroll, 1)
        self.shown: tuple[Contact, ...] = ()

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        first = self._rows.findChild(KeyButton)
        (first or self._all).setFocus(Qt.FocusReason.TabFocusReason)

    def show_rows(self, rows: Sequence[Contact], codes: CodeBook) -> None:
        """Show the rows of today."""
        self.shown = tuple(rows)
        n = len(rows)
        title = (
            self.tr("Sparat i dag: 1 kontakt") if n == 1 else self.tr("Sparat i dag: {n} kontakter")
        )
        self.title.setText(title.format(n=n) if n else self.tr("Sparat i dag"))
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, contact in enumerate(self.shown[:_MOST_ROWS]):
            if place:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._row(contact, codes))
        self._lines.addStretch(1)
        self._empty.setVisible(not rows)
        self._scroll.setVisible(bool(rows))

    def _row(self, contact: Contact, codes: CodeBook) -> QWidget:
        values = contact.values
        line = QWidget()
        what, topic = what_of(codes, contact)
        level = level_line(codes, values.prevention_level, values.working_level)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text_label(level, weight=500))
        below = " · ".join(part for part in (what, topic) if part)
        words.addWidget(text_label(below, role="small", ink="text2"))
        edit = KeyButton(
            self.tr("Ändra"),
            name=f"today_saved_btn_edit_{contact.id}",
            look="link",
            icon="pencil",
            accessible=self.tr("Ändra {level}, {what}").format(level=level, what=below),
            height=28,
        )
        edit.clicked.connect(partial(self.edit_asked.emit, contact))
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, px(5), 0, px(5))
        inner.setSpacing(px(10))
        inner.addWidget(LevelShape(values.prevention_level), 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addLayout(words, 1)
        inner.addWidget(edit)
        return line


class QuarterSoFar(Card):
    """The person's own talks of the quarter by prevention level. Nobody else's."""

    more_asked = Signal()

    def __init__(self) -> None:
        super().__init__(self.tr("Ditt kvartal hittills"), name="today_quarter_card")
        self._more = KeyButton(
            self.tr("Översikt"),
            name="today_quarter_btn",
            look="link",
            key="Alt V",
            bind=False,  # the page's: it works where the card is in another part too
            help=self.tr("Antal, uppskattad tid och veckor, bara dina egna"),
        )
        self._more.clicked.connect(self.more_asked)
        self.head.addStretch(1)
        self.head.addWidget(self._more)
        self._numbers = {}
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        self._names = {}
        for level in LEVELS:
            number = text_label("–", role="display", name=f"today_quarter_lbl_{level}")
            name = text_label("", role="small", weight=500, ink="text2")
            self._numbers[level] = number
            self._names[level] = name
            box = QVBoxLayout()
            box.setSpacing(0)
            box.addWidget(number)
            box.addLayout(row(LevelShape(level), name, 1, spacing=6))
            columns.addLayout(box, 1)
        self.body.addLayout(columns)
        self.body.addWidget(
            text_label(
                self.tr("Kontakter på individnivå i öppna månader. Bara du ser dem här."),
                role="small",
                ink="muted",
                wrap=True,
            )
        )

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        self._more.setFocus(Qt.FocusReason.TabFocusReason)

    def show_counts(self, overview: OwnOverview, codes: CodeBook) -> None:
        """Show the counts; zero is a dash."""
        for level in LEVELS:
            count = overview.at(level, "individual").rows
            name = codes.label("prevention_level", level)
            self._names[level].setText(name)
            self._numbers[level].setText(str(count) if count else "–")
            self._numbers[level].setAccessibleName(f"{name}: {count}")


class LevelHelp(Card):
    """Which level is it? One line for each."""

    def __init__(self) -> None:
        super().__init__(self.tr("Vilken nivå?"), name="today_levels_card")
        self._names = {}
        for place, level in enumerate(levels().prevention):
            if place:
                self.body.addWidget(rule())
            name = text_label("", weight=600)
            self._names[level.key] = name
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(name)
            words.addWidget(text_label(level.help, role="small", ink="text2", wrap=True))
            line = QHBoxLayout()
            line.setSpacing(px(10))
            line.addWidget(LevelShape(level.key), 0, Qt.AlignmentFlag.AlignTop)
            line.addLayout(words, 1)
            self.body.addLayout(line)

    def show_names(self, codes: CodeBook) -> None:
        """Show the levels' names as the store has them."""
        for key, label in self._names.items():
            label.setText(codes.label("prevention_level", key))
