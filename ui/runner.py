"""What presenters ask for work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from familjecentral.errors import FamiljecentralError

if TYPE_CHECKING:
    from ui.jobs import Job

T = TypeVar("T")
Failed = Callable[[FamiljecentralError], None]


class Runner(Protocol):
    """What presenters ask for work; tests give one that answers at once."""

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> object:
        """Do ``work`` beside the window, then call ``done`` or ``failed`` on its thread."""

    def run_long(
        self,
        work: Callable[[Callable[[float], None]], T],
        done: Callable[[T], None],
        failed: Failed,
        moved: Callable[[float], None],
    ) -> Job:
        """Do work that reports its progress (0–1) and can be cancelled."""

    def run_beside(
        self,
        work: Callable[[Callable[[object], None], Callable[[], bool]], T],
        done: Callable[[T], None],
        failed: Failed,
        moved: Callable[[Any], None],
    ) -> Job:
        """Do work that needs no store on a thread of its own; it may be asked to stop."""
