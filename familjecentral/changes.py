"""What a use case hands back: which kinds of thing changed, and how to take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from familjecentral.errors import NothingToUndo

MOST_STEPS = 50
StepT = TypeVar("StepT")


class Kind(StrEnum):
    """Kinds of thing that a page can show."""

    CONTACTS = "contacts"
    TALLIES = "tallies"
    PERIODS = "periods"
    WEEKS = "weeks"
    RELEASES = "releases"
    STAFF = "staff"
    CENTRES = "centres"
    CODES = "codes"
    CARDS = "cards"
    SERVICES = "services"
    GROUPS = "groups"
    ATTENDANCE = "attendance"
    HOUSE = "house"
    PROGRAMMES = "programmes"


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds that changed; every open page decides itself whether it reloads."""

    kinds: frozenset[Kind]


class Steps(Generic[StepT]):
    """What one session can take back and do again, newest last, in memory only. Use it on the
    database thread only, push included: then an undo that is asked for while a save is under way
    meets the saved step."""

    def __init__(self) -> None:
        self._done: list[StepT] = []
        self._undone: list[StepT] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    def push(self, step: StepT) -> None:
        """Remember a fresh step; what was undone before can no longer be done again."""
        self._done = [*self._done, step][-MOST_STEPS:]
        self._undone.clear()

    def clear(self) -> None:
        """Forget everything (screen lock, another person, another store)."""
        self._done.clear()
        self._undone.clear()

    def drop(self, is_gone: Callable[[StepT], bool]) -> int:
        """Drop steps, and return how many went from what can be taken back."""
        before = len(self._done)
        self._done = [step for step in self._done if not is_gone(step)]
        self._undone = [step for step in self._undone if not is_gone(step)]
        return before - len(self._done)

    def last_done(self) -> StepT:
        """Return the step that undo takes back.

        Raises:
            NothingToUndo: there is none.
        """
        if not self._done:
            raise NothingToUndo
        return self._done[-1]

    def last_undone(self) -> StepT:
        """Return the step that redo does again.

        Raises:
            NothingToUndo: there is none.
        """
        if not self._undone:
            raise NothingToUndo
        return self._undone[-1]

    def took_back(self, step: StepT) -> None:
        """Move a step over to what can be done again."""
        self.forget_done(step)
        self._undone.append(step)

    def did_again(self) -> None:
        """Move the newest undone step back."""
        self._done.append(self._undone.pop())

    def forget_done(self, step: StepT) -> None:
        """Drop a step: it cannot be taken back any more. Of steps that are alike, the newest."""
        place = max(n for n, done in enumerate(self._done) if done is step)
        del self._done[place]

    def forget_undone(self) -> None:
        """Drop the newest undone step: it cannot be done again."""
        self._undone.pop()
