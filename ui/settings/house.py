"""What the rooms of programmes, leaders, rooms and days share: a table and the form beside it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from familjecentral.changes import Changes
from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput, StaleEdit
from familjecentral.groups.furnishing import HousePage, read_furnishing
from familjecentral.groups.steps import Step
from ui.desk import Desk
from ui.form_card import FormCard
from ui.models.simple import TextTable
from ui.settings.rooms import Room
from ui.settings.versions import differing
from ui.versions import VersionsDialog
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.feedback import Banner
from ui.widgets.focus import TabPlace
from ui.widgets.guarded import GuardedField
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork

T = TypeVar("T")


class Kept(Protocol):
    """What a change of the house hands back."""

    @property
    def changes(self) -> Changes: ...
    @property
    def step(self) -> Step: ...


_SHOWN_ROWS = 9


class HouseRoom(Room, Generic[T]):
    """A list of things and the form of the chosen one. A save can be taken back.

    A subclass builds the form, and says how a thing is shown, read from the form and kept.
    """

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.base = f"settings_{name}"
        self.page: HousePage | None = None
        self.things: tuple[T, ...] = ()
        self.chosen: T | None = None
        self._key: object = None
        self.adding = False
        self.versions: VersionsDialog | None = None

    def build(
        self,
        title: str,
        heads: Sequence[str],
        samples: Sequence[str],
        stretches: Sequence[int],
        *,
        new: str = "",
    ) -> None:
        """Build list and form; ``new`` is the word on the button that adds."""
        self._new = new
        self.card = Card(title, name=f"{self.base}_card")
        self.card.head.setContentsMargins(px(16), 0, px(16), 0)
        self.card.body.setContentsMargins(1, px(12), 1, 1)
        self.card.head.addStretch(1)
        if new:
            button = KeyButton(
                new, name=f"{self.base}_new_btn", icon="plus", key="Ctrl N", bind=False
            )
            button.clicked.connect(self.new)
            self.card.head.addWidget(button)
        self.head_place = TabPlace(self.card)
        self.model = TextTable(heads)
        self.table = Table(title, name=f"{self.base}_tbl")
        self.table.setModel(self.model)
        longest = tuple(max(pair, key=len) for pair in zip(samples, heads, strict=True))
        self.table.set_widths(longest, tuple(stretches), strong=0)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.opened.connect(self.focus_form)
        self.table.say_when_empty(self.tr("Inget är inlagt än. Fyll i formuläret och spara."))
        self.card.body.addWidget(self.table)
        self.banner = Banner(name=f"{self.base}_banner")
        self.form = FormCard(" ", name=f"{self.base}_form", save_text=self.tr("Spara"))
        self.form.on_save(self.save)
        self.form.reset_button.clicked.connect(self._fill_chosen)
        self.confirm = Check(
            self.tr("Texten pekar inte ut någon person"), name=f"{self.base}_confirm_chk"
        )
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(px(14))
        self.outer.addWidget(self.card)
        self.outer.addWidget(self.banner)
        self.outer.addWidget(self.form)
        self.build_form()
        self.form.body.addWidget(self.confirm)
        self.confirm.hide()
        self.outer.addStretch(1)

    @property
    def is_sure(self) -> bool:
        """Whether no text looks like personal data, or the person has said that it is nobody."""
        fields = self.form.fields.values()
        clear = all(field.is_clear for field in fields if isinstance(field, GuardedField))
        return self.confirm.isChecked() or clear

    # --- what a room says -----------------------------------------------------------------------

    @abstractmethod
    def build_form(self) -> None:
        """Place the fields."""

    @abstractmethod
    def listed(self, page: HousePage) -> tuple[T, ...]:
        """Return the things of the list."""

    @abstractmethod
    def key_of(self, thing: T) -> object:
        """Return what a thing is known by."""

    @abstractmethod
    def cells(self, thing: T, page: HousePage) -> tuple[str, ...]:
        """Return the texts of a row."""

    @abstractmethod
    def heading(self, thing: T) -> str:
        """Return what the form is called."""

    @abstractmethod
    def fill(self, thing: T | None, page: HousePage) -> None:
        """Fill the form; None for a new thing."""

    # --- flow -----------------------------------------------------------------------------------

    def opened(self) -> None:
        """Read anew."""
        self.desk.ask(lambda uow: read_furnishing(uow, self.desk.clock), self.show_page)

    def focus_first(self) -> None:
        """Go to the list."""
        self.table.focus_field()

    def focus_form(self) -> None:
        """Go to the form."""
        next(iter(self.form.fields.values())).focus_control()

    def show_page(self, page: HousePage) -> None:
        """Show the list; the chosen thing stays."""
        self.page = page
        self.things = self.listed(page)
        self.model.set_rows([self.cells(thing, page) for thing in self.things])
        rows = min(max(len(self.things), 1), _SHOWN_ROWS)
        self.table.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + 2)
        if self.adding:
            return
        keys = [self.key_of(thing) for thing in self.things]
        place = keys.index(self._key) if self._key in keys else 0
        if self.things:
            self.table.choose_row(place)
        elif self._new:
            self.adding, self.chosen = True, None
            self._fill_chosen()

    def _on_selected(self) -> None:
        rows = self.table.chosen_rows()
        if rows and self.page is not None:
            self.adding = False
            self.chosen = self.things[rows[0]]
            self._key = self.key_of(self.chosen)
            self._fill_chosen()

    def _fill_chosen(self) -> None:
        self.form.clear_problems()
        self.banner.hide()
        if self.page is None:
            return
        if self.adding or self.chosen is None:
            self.form.title.setText(self._new)
            self.fill(None, self.page)
        else:
            self.form.title.setText(self.heading(self.chosen))
            self.fill(self.chosen, self.page)
        self.form.order_tabs()  # some choices are only known now

    def new(self) -> None:
        """Start a new thing; where nothing can be added, nothing happens."""
        if not self._new:
            return
        self.adding = True
        self.chosen = None
        self._fill_chosen()
        if self.isVisible():
            self.focus_form()

    def keep(self, act: Callable[[UnitOfWork], Kept], text: str, *, key: object = None) -> None:
        """Run a change that can be taken back and done again.

        Args:
            text: what happened, for the undo bar. key: what is chosen afterwards.
        """
        desk = self.desk

        def work(uow: UnitOfWork) -> Kept:
            saved = act(uow)
            desk.group_undo.push(saved.step)
            return saved

        def done(saved: Kept) -> None:
            self.adding = False
            self.confirm.setChecked(False)
            self.confirm.hide()
            if key is not None:
                self._key = key
            desk.voice.planned(text)
            desk.tell(saved.changes)

        desk.ask(work, done, self.failed)

    def said(self, name: str) -> str:
        """Return what the undo bar says of a thing that was changed."""
        return self.tr("{name}: ändringen gäller från nu").format(name=name.strip())

    def failed(self, error: FamiljecentralError) -> None:
        """Show what is wrong at its fields; both versions when somebody else saved meanwhile."""
        if isinstance(error, StaleEdit):
            self.show_stale(error)
        elif isinstance(error, InvalidInput):
            self.show_problems(error.problems)
        else:
            self.desk.voice.failed(error)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""
        self.form.show_problems(problems)
        asked = any(p.problem == "personal_data_possible" for p in problems)
        if asked and self.is_sure:  # the texts of a file: no field asks
            self.confirm.show()
            self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_stale(self, error: StaleEdit) -> None:
        """Show both versions; she chooses line by line, and what she chose is saved."""
        mine, theirs, page = cast("T | None", error.mine), cast("T | None", error.theirs), self.page
        if mine is None and theirs is not None:
            self.desk.ask(lambda uow: read_furnishing(uow, self.desk.clock), self._show_saved)
            return
        if mine is None or theirs is None or page is None:
            self.banner.say(
                "warn",
                self.tr("Någon annan tog bort det här medan du skrev."),
                self.tr("Det du skrev står kvar i formuläret."),
            )
            return
        names, before = self.names_of(mine), self.before(mine)
        lines = differing(mine, theirs, names, page)
        touched = {line.key for line in differing(mine, before, names, page)}
        title = self.tr("Någon annan ändrade medan du skrev.")
        self.versions = VersionsDialog(title, lines, touched, self.window())
        self.versions.kept.connect(self.opened)
        self.versions.chosen.connect(partial(self._merge, mine, theirs))
        self.versions.open()

    def _show_saved(self, page: HousePage) -> None:
        """Nothing was written: show what somebody else saved, before it is taken away."""
        self.show_page(page)
        self.banner.say(
            "warn",
            self.tr("Någon annan ändrade det här medan du läste. Inget togs bort."),
            self.tr("Formuläret visar nu det sparade. Ta bort igen om det ska bort."),
        )

    def _merge(self, mine: T, theirs: T, keys: frozenset[str]) -> None:
        """Put what was chosen of the own version on top of the saved one, and save that."""
        own: Any = {key: getattr(mine, key) for key in keys}
        self.take_version(theirs, replace(theirs, **own))  # type: ignore[type-var]

    def before(self, thing: T) -> object:
        """Return a thing as it was before it was changed in the form."""
        return thing if self.chosen is None else self.chosen

    def names_of(self, thing: object) -> Mapping[str, str]:
        """Return what the fields are called that a thing is written in."""
        del thing
        return names_in(self.form)

    def take_version(self, theirs: T, merged: T) -> None:
        """Save ``merged`` as a change of the version that somebody else saved."""
        if self.page is not None:
            self.chosen = theirs
            self.fill(merged, self.page)
            self.save()


def names_in(form: FormCard) -> dict[str, str]:
    """Return the names of a form's fields; a check that has no label above it is its own."""
    return {key: field.text or field.control.accessibleName() for key, field in form.fields.items()}
