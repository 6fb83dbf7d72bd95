"""The chosen contact beside the list: read-only, with its three acts below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.model import Contact
from ui.models.contact_rows import facts_of
from ui.today.fields import titles
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import EmptyState
from ui.widgets.levels import LevelShape
from ui.widgets.text import Card, badge, row, rule, text_label
from ui.widgets.theme import px


class DetailPanel(Card):
    """Label and text of every fact; *ingen uppgift* where nothing was said."""

    edit_asked = Signal()
    copy_asked = Signal()
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__(self.tr("Vald kontakt"), name="contacts_detail_card")
        self._open_badge = badge(self.tr("Öppet kvartal"), "ok")
        self.head.addStretch(1)
        self.head.addWidget(self._open_badge)
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, px(96))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, px(6), 0)
        inner.addWidget(self._facts)
        inner.addStretch(1)
        scroll.setWidget(holder)
        holder.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        self._scroll = scroll
        self._empty = EmptyState("list", name="contacts_detail_empty")
        self._empty.say(self.tr("Ingen rad är vald."), self.tr("Välj en rad för att se den här."))
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._empty, 1)
        self._edit = KeyButton(
            self.tr("Ändra"), name="contacts_edit_btn", icon="pencil", key="F2", bind=False
        )
        self._copy = KeyButton(
            self.tr("Dubblera"), name="contacts_duplicate_btn", icon="copy", key="Ctrl D"
        )
        self._remove = KeyButton(
            "",
            name="contacts_remove_btn",
            icon="trash-2",
            accessible=self.tr("Ta bort"),
        )
        self._remove.setFixedWidth(px(36))
        foot = self.add_foot()
        for button in (self._edit, self._copy):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self._remove)
        self._edit.clicked.connect(self.edit_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._remove.clicked.connect(self.remove_asked)
        self.show_contact(None, None)

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        self._edit.setFocus(Qt.FocusReason.TabFocusReason)

    def show_contact(self, contact: Contact | None, codes: CodeBook | None) -> None:
        """Show a contact, or that none is chosen."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = contact is not None and codes is not None
        self._scroll.setVisible(shown)
        self._empty.setVisible(not shown)
        self._open_badge.setVisible(shown)
        for button in (self._edit, self._copy, self._remove):
            button.disable("" if shown else self.tr("Välj en rad först"))
        if contact is None or codes is None:
            return
        names = titles() | {
            "date": self.tr("Datum"),
            "prevention_level": self.tr("Nivå"),
            "working_level": self.tr("Arbetsnivå"),
            "programme": self.tr("Program"),
            "open_group": self.tr("Öppen grupp"),
            "topics": self.tr("Huvudfråga"),
            "more_topics": self.tr("Fler frågor"),
            "child_age_band": self.tr("Barnets ålder"),
            "warm": self.tr("Överlämning"),
        }
        line = 0
        for name, text in facts_of(contact.values, codes):
            if line:
                self._grid.addWidget(rule(), line, 0, 1, 2)
                line += 1
            caption = text_label(names.get(name, name), role="small", ink="text2", wrap=True)
            self._grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            value = text_label(
                text or self.tr("ingen uppgift"), ink="text" if text else "muted", wrap=True
            )
            if name == "prevention_level":
                shape = LevelShape(contact.values.prevention_level)
                self._grid.addLayout(row(shape, value, 1), line, 1)
            else:
                self._grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignTop)
            line += 1
