"""*Favoriter*: pick one with its digit, keep the form as one, take one away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.changes import Changes
from familjecentral.codes import CodeBook
from familjecentral.contacts.defaults import forget_choices
from familjecentral.contacts.favourites import (
    LONGEST_NAME,
    Favourite,
    KeepFavourite,
    RemoveFavourite,
    keep_favourite,
    list_favourites,
    remove_favourite,
    restore_favourite,
)
from familjecentral.contacts.model import PreventionLevel, WorkingLevel
from familjecentral.contacts.undo import CONTACTS_CHANGED
from familjecentral.errors import FamiljecentralError, InvalidInput
from ui.codes import level_line
from ui.errors import sentence_for, text_of
from ui.today.entry import Entry, codes_in
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner
from ui.widgets.focus import chain_tab_order
from ui.widgets.form import ElidedLabel
from ui.widgets.guarded import GuardedEdit, GuardedField, confirmed_in
from ui.widgets.levels import LevelShape
from ui.widgets.text import frame, rule, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk

_CHANGED: Changes = CONTACTS_CHANGED


class FavouritesDialog(QDialog):
    """A row for each with its digit; below, a name for what stands in the form."""

    picked = Signal(object)

    def __init__(self, desk: Desk, form: Entry, codes: CodeBook, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("favourites_dlg")
        self.setWindowTitle(self.tr("Favoriter"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._form = form
        self._codes = codes
        self._held: tuple[Favourite, ...] = ()
        self._is_closed = False
        self._banner = Banner(name="favourites_banner")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(2))
        self._empty = text_label(
            self.tr("Inga favoriter än. Fyll i det som brukar vara lika och ge det ett namn."),
            ink="text2",
            wrap=True,
            name="favourites_empty_lbl",
        )
        self._name = GuardedEdit(
            self.tr("Namn på favoriten"),
            desk.guard,
            name="favourites_name_edt",
            longest=LONGEST_NAME,
            placeholder=self.tr("Telefonsamtal om sömn"),
        )
        self._field = GuardedField(self.tr("Spara formuläret som favorit"), self._name)
        self._save = KeyButton(self.tr("Spara"), name="favourites_save_btn", look="primary")
        self._forget = KeyButton(
            self.tr("Glöm mina vanliga val"),
            name="favourites_forget_btn",
            look="link",
            icon="history",
            help=self.tr("Nollställer det som fylls i av sig självt"),
        )
        self._close = KeyButton(self.tr("Stäng"), name="favourites_close_btn", key="Esc")
        self._build_layout(parent)
        self._save.clicked.connect(self._on_save)
        self._forget.clicked.connect(self._on_forget)
        self._close.clicked.connect(self.reject)
        if form.level is None:
            reason = self.tr("Välj nivå i formuläret först")
            self._save.disable(reason)
            self._name.setEnabled(False)
            self._name.setPlaceholderText(reason)
        self._load()

    def _build_layout(self, parent: QWidget) -> None:
        head = text_label(self.tr("Favoriter"), role="dialog")
        inner = QVBoxLayout()
        inner.setContentsMargins(px(16), px(12), px(16), px(12))
        inner.setSpacing(px(10))
        inner.addWidget(head)
        inner.addWidget(self._banner)
        inner.addWidget(self._empty)
        inner.addLayout(self._rows)
        inner.addWidget(rule())
        inner.addWidget(self._field)
        inner.addStretch(1)
        foot = frame("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(px(16), px(10), px(16), px(10))
        line.addWidget(self._save)
        line.addWidget(self._close)
        line.addStretch(1)
        line.addWidget(self._forget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner, 1)
        outer.addWidget(foot)
        room = parent.window().size()
        self.resize(min(px(520), room.width() - px(40)), min(px(460), room.height() - px(30)))

    def _load(self) -> None:
        self._desk.ask(list_favourites, self._show, self._on_failed)

    def _show(self, held: tuple[Favourite, ...]) -> None:
        self._held = held
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        buttons: list[KeyButton] = []
        for number, favourite in enumerate(held, 1):
            line = self._row(number, favourite)
            self._rows.addWidget(line)
            line.show()  # at once: what is not shown yet cannot take the focus
            buttons += line.findChildren(KeyButton)
        self._empty.setVisible(not held)
        chain_tab_order(*buttons, self._name, self._save, self._close, self._forget)
        first = self.findChild(KeyButton, f"favourites_btn_{held[0].id}") if held else None
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._name.isEnabled():
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, number: int, favourite: Favourite) -> QWidget:
        level = level_line(self._codes, favourite.prevention_level, favourite.working_level)
        pick = KeyButton(
            favourite.name,
            name=f"favourites_btn_{favourite.id}",
            look="link",
            key=str(number),
            help=level,
            bind=False,
        )
        pick.clicked.connect(partial(self._on_pick, favourite))
        remove = KeyButton(
            "",
            name=f"favourites_btn_remove_{favourite.id}",
            look="bare",
            icon="x",
            accessible=self.tr("Ta bort {name}").format(name=favourite.name),
            height=28,
        )
        remove.clicked.connect(partial(self._on_remove, favourite))
        line = QWidget()
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(8))
        inner.addWidget(LevelShape(favourite.prevention_level))
        inner.addWidget(pick)
        inner.addWidget(ElidedLabel(level), 1)
        inner.addWidget(remove)
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit picks, Enter in the name keeps."""
        digit = event.text()
        if digit.isdecimal() and 1 <= int(digit) <= len(self._held):
            self._on_pick(self._held[int(digit) - 1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._name.hasFocus():
                self._on_save()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Know that nobody looks any more."""
        self._is_closed = True
        super().done(result)

    def _on_pick(self, favourite: Favourite) -> None:
        self.accept()
        self.picked.emit(favourite)

    # --- keeping and taking away ----------------------------------------------------------------

    def _on_save(self) -> None:
        if self._form.level is None:
            return
        prevention, working = self._form.level
        command = KeepFavourite(
            self._name.text(),
            PreventionLevel(prevention),
            WorkingLevel(working),
            codes_in(self._form),
        )
        confirmed: Collection[str] = confirmed_in({"name": self._field})
        desk = self._desk

        def work(uow: UnitOfWork) -> Favourite:
            return keep_favourite(command, uow, desk.ids, guard=desk.guard(), confirmed=confirmed)

        desk.ask(work, self._on_kept, self._on_failed)

    def _on_kept(self, favourite: Favourite) -> None:
        self.accept()
        self._desk.voice.saved(
            self.tr("Favoriten sparades: {name}").format(name=favourite.name),
            undo=partial(self._take_away, favourite, None),
        )
        self._desk.tell(_CHANGED)

    def _on_remove(self, favourite: Favourite) -> None:
        text = self.tr("Favoriten togs bort: {name}").format(name=favourite.name)
        self._take_away(favourite, lambda: self._on_removed(favourite, text))

    def _take_away(self, favourite: Favourite, then: Callable[[], None] | None) -> None:
        def done(_: Favourite) -> None:
            if then is not None:
                then()

        self._desk.ask(lambda uow: remove_favourite(RemoveFavourite(favourite.id), uow), done)

    def _on_removed(self, favourite: Favourite, text: str) -> None:
        desk = self._desk

        def put_back() -> None:
            desk.ask(lambda uow: restore_favourite(favourite, uow), _is_back)

        desk.voice.saved(text, undo=put_back)
        if not self._is_closed:
            self._load()

    def _on_forget(self) -> None:
        def done(_: None) -> None:
            self.accept()
            self._desk.voice.told(self.tr("Dina vanliga val är glömda."))
            self._desk.tell(_CHANGED)

        self._desk.ask(forget_choices, done, self._on_failed)

    def _on_failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, InvalidInput):
            problem = error.problems[0]
            if problem.field == "name":
                self._field.set_error(sentence_for(problem))
                self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._banner.say("err", sentence_for(problem))
            return
        text = text_of(error)
        self._banner.say("err", text.title, f"{text.meaning} {text.action}")


def _is_back(_: None) -> None:
    """It is listed when the dialog is opened next time."""
