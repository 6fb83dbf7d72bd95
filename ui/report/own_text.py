"""A section of the house's own words in *Rapportens innehåll*."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.releases.draft import Draft
from familjecentral.releases.layout import LONGEST_NAME, LONGEST_OWN, OwnText
from ui.report.comments import CommentField, Guard
from ui.widgets.buttons import KeyButton
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

_LINES = 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnText", text)


def movers(key: str, name: str) -> tuple[KeyButton, KeyButton]:
    """Return the buttons that move a section up and down; ``name`` is said to a reader."""
    up = KeyButton(
        "",
        name=f"{key}_up_btn",
        look="bare",
        icon="arrow-up",
        accessible=_tr("Flytta upp {name}").format(name=name),
    )
    down = KeyButton(
        "",
        name=f"{key}_down_btn",
        look="bare",
        icon="arrow-down",
        accessible=_tr("Flytta ned {name}").format(name=name),
    )
    return up, down


class OwnRow(QWidget):
    """Heading and text, the way up and down, the way out. ``number`` tells it from others."""

    moved = Signal(object, int)
    removed = Signal(object)

    def __init__(self, own: OwnText, number: int, guard: Guard, draft: Draft) -> None:
        super().__init__()
        self.section = None
        name = self.tr("eget avsnitt {n}").format(n=number)
        self.up, self.down = movers(f"layout_own{number}", name)
        self.remove = KeyButton(
            "",
            name=f"layout_own{number}_remove_btn",
            look="bare",
            icon="trash-2",
            accessible=self.tr("Ta bort {name}").format(name=name),
        )
        self.title = CommentField(
            *(f"own{number}.title", self.tr("Rubrik på {name}").format(name=name), guard, draft),
            longest=LONGEST_NAME,
            caption=self.tr("Rubrik"),
        )
        self.words = CommentField(
            *(f"own{number}.text", self.tr("Text i {name}").format(name=name), guard, draft),
            longest=LONGEST_OWN,
            caption=self.tr("Text"),
            lines=_LINES,
        )
        self.title.show_text(own.title)
        self.words.show_text(own.text)
        self.up.clicked.connect(lambda: self.moved.emit(self, -1))
        self.down.clicked.connect(lambda: self.moved.emit(self, 1))
        self.remove.clicked.connect(lambda: self.removed.emit(self))
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, px(4), 0, px(8))
        inner.setSpacing(px(2))
        head = text_label(self.tr("Eget avsnitt"), weight=600)
        inner.addLayout(row(head, 1, self.remove, self.up, self.down))
        inner.addWidget(self.title)
        inner.addWidget(self.words)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.title.text() and not self.words.text()

    @property
    def fields(self) -> tuple[CommentField, ...]:
        """The texts that are kept."""
        return () if self.is_empty else (self.title, self.words)

    def take_place(self, place: int) -> None:
        """Answer for the fields of a place among the own sections, from 1."""
        self.title.key, self.words.key = f"own{place}.title", f"own{place}.text"
