"""The flow at the door: unlock, lock again, recover. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from familjecentral.errors import FamiljecentralError
    from familjecentral.gate import OpenedStore, StoreGate
    from ui.runner import Runner

T = TypeVar("T")

WAITS = (5, 15, 60)
"""Seconds to wait after the first, the second and every later wrong passphrase."""


class DoorView(Protocol):
    """What the flow needs of a screen."""

    def show_busy(self, busy: bool) -> None:
        """Show that something is under way."""

    def show_error(self, error: FamiljecentralError) -> None:
        """Show what went wrong."""

    def show_wait(self, seconds: int) -> None:
        """Show the wrong passphrase and take no new one for a while."""

    def show_start(self) -> None:
        """Ask for a passphrase of her own: the one that was typed is a start passphrase."""

    def came_in(self, store: OpenedStore, recovery_key: str) -> None:
        """The store is open; with a recovery key to show when a new one was made."""

    def came_back(self) -> None:
        """The running session goes on."""


class UnlockPresenter:
    """Opens a store from cold, or the screen of a running session."""

    def __init__(self, view: DoorView, runner: Runner, gate: Callable[[], StoreGate]) -> None:
        self._view = view
        self._runner = runner
        self._gate = gate
        self._wrong = 0
        self._busy = False

    def unlock(self, path: Path, login_name: str, passphrase: str, new: str | None = None) -> None:
        """Open a store from cold; ``new``: a passphrase of her own after a start passphrase."""
        self._begin(lambda: self._gate().open(path, login_name, passphrase, new), self._on_opened)

    def unlock_again(self, store: OpenedStore, passphrase: str) -> None:
        """Go on with the running session."""

        def check() -> None:
            from familjecentral.errors import WrongPassphrase

            if not store.check_passphrase(passphrase):
                raise WrongPassphrase

        self._begin(check, self._on_back)

    def switch(
        self, store: OpenedStore, login_name: str, passphrase: str, new: str | None = None
    ) -> None:
        """Let another person go on with the same store; ``new`` as above."""
        self._begin(lambda: store.switch(login_name, passphrase, new), self._on_opened)

    def recover(self, path: Path, recovery_key: str, login_name: str, passphrase: str) -> None:
        """Open with the recovery key; the person gets a new passphrase, the store a new key."""
        self._begin(
            lambda: self._gate().recover(path, recovery_key, login_name, passphrase),
            self._on_recovered,
        )

    def _begin(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if self._busy:
            return
        self._busy = True
        self._view.show_busy(True)
        self._runner.run(work, done, self._on_failed)

    def _end(self) -> None:
        self._busy = False
        self._view.show_busy(False)

    def _on_opened(self, store: OpenedStore) -> None:
        self._end()
        self._wrong = 0
        self._view.came_in(store, "")

    def _on_recovered(self, outcome: tuple[OpenedStore, str]) -> None:
        self._end()
        self._wrong = 0
        store, key = outcome
        self._view.came_in(store, key)

    def _on_back(self, outcome: None) -> None:
        del outcome
        self._end()
        self._wrong = 0
        self._view.came_back()

    def _on_failed(self, error: FamiljecentralError) -> None:
        from familjecentral.errors import StartPassphrase, WrongPassphrase

        self._end()
        if isinstance(error, StartPassphrase):
            self._view.show_start()
        elif isinstance(error, WrongPassphrase):
            seconds = WAITS[min(self._wrong, len(WAITS) - 1)]
            self._wrong += 1
            self._view.show_wait(seconds)
        else:
            self._view.show_error(error)
