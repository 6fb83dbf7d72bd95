"""*n träffar behöver ditt beslut*: every clash, session by session, before anything is saved.

For a draft of the calendar and for a new series alike: the caller says what clashes, where each
session could go, and what the choices amount to; it gets back one answer for each session.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from familjecentral.groups.model import Clash
from ui.calendar.words import clash_icon, clash_title, clash_why, count
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.daytext import MONTHS, WEEKDAYS
from ui.widgets.feedback import Banner
from ui.widgets.form import ElidedLabel
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import IconLabel, frame, row, rule, text_label
from ui.widgets.theme import px

_WIDTHS = 130, 20, 150, 240, 180
Act = Literal["skip", "move", "accept"]
_KEYS: dict[int, Act] = {Qt.Key.Key_H: "skip", Qt.Key.Key_F: "move", Qt.Key.Key_A: "accept"}


@dataclass(frozen=True, slots=True)
class Item:
    """A session that needs a decision.

    Attributes:
        key: unique among the items; comes back with the answer. title: of its group, where the
            items are of several. moves: where it could go, keys and words, the least change first.
    """

    key: str
    day: dt.date
    clashes: tuple[Clash, ...]
    moves: tuple[Choice, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to happen to a session: ``value`` is the key of a move or of a reason."""

    act: Act
    value: str = ""


Outcome = Callable[[Mapping[str, Answer]], tuple[str, bool]]
"""Answers given so far → the sentence under the list, and whether it is a warning"""


class ClashDialog(QDialog):
    """One line for each session. ↑ ↓ walk, H F A decide, Ctrl Enter saves, Esc goes back."""

    decided = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        items: Iterable[Item],
        reasons: Iterable[Choice],
        *,
        about: str,
        save: str,
        outcome: Outcome | None = None,
    ) -> None:
        super().__init__(parent)
        self._items = tuple(items)
        self._outcome = outcome
        self._lines: list[DecisionLine] = []
        n = len(self._items)
        title = count(
            n, self.tr("En träff behöver ditt beslut"), self.tr("{n} träffar behöver ditt beslut")
        )
        self.setObjectName("clash_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._missing = text_label("", ink="warn", weight=600, name="clash_missing_lbl")
        self._summary = Banner(name="clash_summary_bar")
        self._back = KeyButton(self.tr("Tillbaka"), name="clash_back_btn", key="Esc", bind=False)
        self._save = KeyButton(
            save, name="clash_save_btn", look="primary", key="Ctrl Enter", bind=False
        )
        self._back.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save)
        self._build(title, about, tuple(reasons))
        self._check()
        room = parent.window().size()
        self.resize(
            min(px(980), room.width() - px(24)), min(px(250 + 47 * n), room.height() - px(24))
        )
        self._lines[0].focus()

    def _build(self, title: str, about: str, reasons: tuple[Choice, ...]) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, px(18), 0, 0)
        body.setSpacing(px(12))
        head = QVBoxLayout()
        head.setContentsMargins(px(22), 0, px(22), 0)
        head.setSpacing(px(4))
        head.addWidget(text_label(title, role="dialog"))
        free = self.tr("Inget är sparat ännu. De andra träffarna är fria från krockar.")
        head.addWidget(text_label(f"{about} {free}".strip(), ink="text2", wrap=True))
        body.addLayout(head)
        table = frame("card", "clash_lines")
        inside = QVBoxLayout(table)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(
            _heads(
                self.tr("Träff"),
                self.tr("Vad krockar"),
                self.tr("Beslut"),
                self.tr("Till, eller skäl"),
            )
        )
        for item in self._items:
            line = DecisionLine(item, reasons)
            line.changed.connect(self._check)
            for segment in line.decision.segments:
                segment.installEventFilter(self)
            self._lines.append(line)
            inside.addWidget(rule())
            inside.addWidget(line)
        inside.addStretch(1)
        holder = QVBoxLayout()
        holder.setContentsMargins(px(22), 0, px(22), 0)
        holder.addWidget(scrolled(table), 1)
        holder.addWidget(self._summary)
        body.addLayout(holder, 1)
        foot = frame("foot")
        keys: list[QWidget] = []
        for caps, text in (
            (("↑", "↓"), self.tr("träff")),
            (("H",), self.tr("hoppa över")),
            (("F",), self.tr("flytta")),
            (("A",), self.tr("acceptera")),
        ):
            keys += [KeyCap(cap) for cap in caps]
            keys.append(text_label(text, role="small", ink="text2"))
        ends = row(*keys, 1, self._missing, self._back, self._save, spacing=6)
        ends.setContentsMargins(px(22), px(12), px(22), px(12))
        foot.setLayout(ends)
        body.addWidget(foot)

    @property
    def lines(self) -> tuple[DecisionLine, ...]:
        """The lines in order."""
        return tuple(self._lines)

    def answers(self) -> dict[str, Answer]:
        """Return the answers that are whole."""
        given = {line.item.key: line.answer() for line in self._lines}
        return {key: answer for key, answer in given.items() if answer is not None}

    def _check(self) -> None:
        given = self.answers()
        reasons = sum(line.lacks_reason() for line in self._lines)
        places = len(self._lines) - len(given) - reasons
        parts = []
        if reasons:
            parts.append(count(reasons, self.tr("1 skäl saknas"), self.tr("{n} skäl saknas")))
        if places:
            parts.append(count(places, self.tr("1 val saknas"), self.tr("{n} val saknas")))
        self._missing.setText(" · ".join(parts))
        self._save.disable(", ".join(parts))
        if self._outcome is not None:
            text, warns = self._outcome(given)
            self._summary.say("warn" if warns else "info", "", text)
            self._summary.setVisible(bool(text))

    def _on_save(self) -> None:
        given = self.answers()
        if len(given) == len(self._lines):
            self.decided.emit(given)
            self.accept()

    def _here(self) -> int:
        focus = self.focusWidget()
        return next(
            (n for n, line in enumerate(self._lines) if focus and line.isAncestorOf(focus)), 0
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide by letters; walk by arrows."""
        key = event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        here = self._here()
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_save()
        elif key in _KEYS and not event.modifiers():
            self._lines[here].decide(_KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._lines[min(max(here + step, 0), len(self._lines) - 1)].focus()
        elif enter:
            self._lines[min(here + 1, len(self._lines) - 1)].focus()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On a decision ↑ and ↓ walk the lines instead of choosing."""
        own = (*_KEYS, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in own
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


class DecisionLine(QFrame):
    """A session, what stands against it, the decision, and its place or reason."""

    changed = Signal()

    def __init__(self, item: Item, reasons: tuple[Choice, ...]) -> None:
        super().__init__()
        self.item = item
        key = item.key.replace("-", "_")
        self.setObjectName(f"clash_line_{key}")
        acts = [Choice("skip", self.tr("Hoppa över")), Choice("accept", self.tr("Acceptera"))]
        if item.moves:
            acts.insert(1, Choice("move", self.tr("Flytta")))
        day = item.day
        named = f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"
        what = ", ".join(clash_title(clash) for clash in item.clashes)
        self.decision = SegmentedControl(
            self.tr("Beslut för {day}: {what}").format(day=named, what=what),
            acts,
            name=f"clash_decision_seg_{key}",
        )
        self.place = CodedCombo(
            self.tr("Flytta till, {day}").format(day=named),
            name=f"clash_move_cmb_{key}",
            clearable=False,
        )
        self.place.set_choices(item.moves)
        self.reason = CodedCombo(
            self.tr("Skäl, {day}").format(day=named),
            name=f"clash_reason_cmb_{key}",
            placeholder=self.tr("Välj skäl"),
            clearable=False,
        )
        self.reason.set_choices(reasons)
        self._last = text_label(self.tr("Träffen läggs sist i serien"), ink="text2")
        self._arrange(named)
        self.decision.changed.connect(self._on_decided)
        self.place.changed.connect(self.changed)
        self.reason.changed.connect(self.changed)
        self._propose()

    def _arrange(self, named: str) -> None:
        item = self.item
        week = self.tr("v. {week}").format(week=item.day.isocalendar().week)
        first = item.clashes[0]
        icon, ink = clash_icon(first.kind)
        line = QGridLayout(self)
        line.setContentsMargins(px(16), px(5), px(16), px(5))
        line.setHorizontalSpacing(px(12))
        line.setVerticalSpacing(0)
        line.addWidget(text_label(named, weight=600), 0, 0)
        line.addWidget(
            text_label(f"{week} · {item.title}" if item.title else week, role="small", ink="text2"),
            1,
            0,
        )
        line.addWidget(IconLabel(icon, ink, 16), 0, 1, Qt.AlignmentFlag.AlignTop)
        words = ", ".join(dict.fromkeys(clash_title(clash) for clash in item.clashes))
        title = ElidedLabel(words, weight=600, ink=ink)
        line.addWidget(title, 0, 2)
        why = " ".join(dict.fromkeys(clash_why(clash) for clash in item.clashes))
        line.addWidget(ElidedLabel(why, role="small", ink="text2"), 1, 2)
        line.addWidget(self.decision, 0, 3, 2, 1)
        ends = QVBoxLayout()
        ends.setContentsMargins(0, 0, 0, 0)
        for part in (self.place, self.reason, self._last):
            ends.addWidget(part)
        line.addLayout(ends, 0, 4, 2, 1)
        for column, width in enumerate(_WIDTHS):
            line.setColumnMinimumWidth(column, px(width))
        line.setColumnStretch(2, 2)
        line.setColumnStretch(4, 1)

    def _propose(self) -> None:
        """Start from the mildest: another place where there is one, otherwise the end."""
        closed = clash_icon(self.item.clashes[0].kind)[1] == "info"
        self.decision.set_value("move" if self.item.moves and not closed else "skip")
        if self.item.moves:
            self.place.set_value(self.item.moves[0].key)
        self._show_end()

    def decide(self, act: Act) -> None:
        """Take a decision; go on to the place or reason where one is needed."""
        if act == "move" and not self.item.moves:
            return
        self.decision.set_value(act)
        self._on_decided()
        if act == "accept":
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif act == "move":
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus()

    def focus(self) -> None:
        """Go to the decision."""
        self.decision.focus_field()

    def _on_decided(self) -> None:
        self._show_end()
        self.changed.emit()

    def _show_end(self) -> None:
        act = self.decision.value()
        self.place.setVisible(act == "move")
        self.reason.setVisible(act == "accept")
        self._last.setVisible(act == "skip")

    def lacks_reason(self) -> bool:
        """Tell whether it is accepted without a reason."""
        return self.decision.value() == "accept" and self.reason.value() is None

    def answer(self) -> Answer | None:
        """Return the answer, None while a part of it is missing."""
        act = self.decision.value()
        if act == "skip":
            return Answer("skip")
        if act == "move":
            to = self.place.value()
            return Answer("move", to) if to else None
        reason = self.reason.value()
        return Answer("accept", reason) if act == "accept" and reason else None


def _heads(*texts: str) -> QWidget:
    head = frame("head")
    line = QGridLayout(head)
    line.setContentsMargins(px(16), px(8), px(16), px(8))
    line.setHorizontalSpacing(px(12))
    places = (0, 2, 3, 4)
    for place, text in zip(places, texts, strict=True):
        line.addWidget(text_label(text, weight=600, ink="text2"), 0, place)
    for column, width in enumerate(_WIDTHS):
        line.setColumnMinimumWidth(column, px(width))
    line.setColumnStretch(2, 2)
    line.setColumnStretch(4, 1)
    return head
