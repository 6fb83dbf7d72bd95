"""The flow of the support cards. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from familjecentral.contacts.caseload import (
    Caseload,
    CloseCard,
    CountTalk,
    OpenCard,
    Rate,
    SetLevel,
    SetService,
    close_card,
    count_talk,
    open_card,
    propose_word,
    rate,
    read_cards,
    set_level,
    set_service,
)
from familjecentral.contacts.closed import ClosedHalfYear, closed_cards
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.parting import HandOver, answer_offer, hand_over
from familjecentral.contacts.support import CardId, Reason
from familjecentral.contacts.undo import reopen_card
from resources.card_words import card_words

if TYPE_CHECKING:
    from familjecentral.access.model import StaffId
    from familjecentral.changes import Changes
    from familjecentral.contacts.caseload import CardKept, CardStep
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk


class SupportView(Protocol):
    """What the presenter needs of the page."""

    def show_cards(self, load: Caseload, closed: tuple[ClosedHalfYear, ...]) -> None:
        """Show the own cards and the sums of closed ones."""

    def show_word(self, word: str) -> None:
        """Show the code word that was drawn for a new card."""

    def show_kept(self, step: CardStep) -> None:
        """Say what was kept."""

    def show_parted(self, text_of: str) -> None:
        """Say that cards changed hands: ``handed``, ``taken``, ``left``."""


class SupportPresenter:
    """Every act on a card is a transaction of its own, and a step that can be undone."""

    def __init__(self, view: SupportView, desk: Desk) -> None:
        self._view = view
        self._desk = desk

    def load(self) -> None:
        """Read the own cards."""
        desk = self._desk

        def work(uow: UnitOfWork) -> tuple[Caseload, tuple[ClosedHalfYear, ...]]:
            return read_cards(uow, desk.clock), closed_cards(uow, desk.clock)

        desk.ask(work, lambda found: self._view.show_cards(*found))

    def draw_word(self) -> None:
        """Draw a code word for a new card."""
        desk = self._desk
        desk.ask(lambda uow: propose_word(card_words(), uow, desk.ids), self._view.show_word)

    def open(self, word: str, level: str, service: str | None) -> None:
        """Open a card."""
        self._act(open_card, OpenCard(word, PreventionLevel(level), service))

    def talk(self, card: CardId) -> None:
        """Count one talk more."""
        self._act(count_talk, CountTalk(card))

    def set_level(self, card: CardId, level: str) -> None:
        """Keep another level now."""
        self._act(set_level, SetLevel(card, PreventionLevel(level)))

    def set_service(self, card: CardId, service: str | None) -> None:
        """Keep another open service."""
        self._act(set_service, SetService(card, service))

    def rate(self, card: CardId, value: int) -> None:
        """Keep a rating."""
        self._act(rate, Rate(card, value))

    def close(self, card: CardId, reason: Reason) -> None:
        """Close a card."""
        self._act(close_card, CloseCard(card, reason))

    def hand_over(self, card: CardId, to: StaffId) -> None:
        """Give a card to a colleague; the steps of it go, since it is hers now."""
        desk = self._desk

        def work(uow: UnitOfWork) -> tuple[Changes, int]:
            changes = hand_over(HandOver((card,), to), uow, desk.clock)
            return changes, desk.undo.forget_card(card)

        desk.ask(work, lambda done: self._on_parted(done, "handed"))

    def answer_offer(self, accept: bool) -> None:
        """Take over the cards of a colleague who left, or leave them."""
        desk = self._desk
        desk.ask(
            lambda uow: (answer_offer(accept, uow, desk.clock), 0),
            lambda done: self._on_parted(done, "taken" if accept else "left"),
        )

    def destroy(self, card: CardId, done: Callable[[], None]) -> None:
        """Drop the last of a closed card: its steps in memory."""
        desk = self._desk

        def dropped(count: int) -> None:
            desk.voice.forgot(count)
            done()

        desk.ask(lambda _: desk.undo.forget_card(card), dropped)

    def reopen(self, card: CardId) -> None:
        """Bring a closed card back as long as its step is remembered."""
        desk = self._desk
        desk.ask(
            lambda uow: reopen_card(card, desk.undo, uow, desk.clock, desk.ids),
            desk.voice.undone_one,
        )

    def _act(self, use_case: Callable[..., CardKept], command: object) -> None:
        desk = self._desk

        def work(uow: UnitOfWork) -> CardKept:
            kept = use_case(command, uow, desk.clock, desk.ids)
            desk.undo.push(kept.step)
            return kept

        desk.ask(work, self._on_kept)

    def _on_kept(self, kept: CardKept) -> None:
        self._view.show_kept(kept.step)
        self._desk.tell(kept.changes)

    def _on_parted(self, done: Any, what: str) -> None:  # noqa: ANN401 - changes and a number
        changes, forgotten = done
        self._desk.voice.forgot(forgotten)
        self._view.show_parted(what)
        self._desk.tell(changes)
