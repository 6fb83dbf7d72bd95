"""How a store is made, opened and closed, as the window and the command line see it.

``db`` fits these protocols by structure; ``__main__`` hands it in.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from familjecentral.access.model import Actor, Centre, Staff, StaffId
from familjecentral.access.store import AccessUnitOfWork
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.groups.store import GroupsUnitOfWork
from familjecentral.releases.store import ReleasesUnitOfWork

MINIMUM_PASSPHRASE = 12

T = TypeVar("T")


class UnitOfWork(
    AccessUnitOfWork, ContactsUnitOfWork, GroupsUnitOfWork, ReleasesUnitOfWork, Protocol
):
    """All rooms in one transaction. Leaving without commit rolls back."""


@dataclass(frozen=True, slots=True)
class NewStore:
    """What a new store starts with: the centre and the first user (administrator, counsellor
    and manager). ``sample`` marks it as *Exempeldata*."""

    centre: Centre
    first_user: Staff
    sample: bool = False


class OpenedStore(Protocol):
    """An open store and the person who opened it. One session at a time."""

    @property
    def actor(self) -> Actor: ...
    @property
    def person(self) -> Staff: ...
    @property
    def path(self) -> Path: ...
    @property
    def is_sample(self) -> bool:
        """Whether everything in it is *Exempeldata*."""

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        """Begin a unit of work in the person's name. Call on the database thread only."""

    def add_account(self, staff: Staff, passphrase: str, *, start: bool = False) -> None:
        """Keep a colleague and give her a key slot, in one step (administrator); ``start``: under
        a start passphrase, which opens only together with one of her own.

        Raises:
            NotAllowed, InvalidInput, PassphraseTooShort.
        """

    def reset_passphrase(self, staff_id: StaffId, passphrase: str) -> None:
        """Give a colleague a new key slot under a start passphrase (administrator). What was
        sealed to the old one is lost.

        Raises:
            NotAllowed, NotFound, PassphraseTooShort.
        """

    def end_account(self, staff_id: StaffId) -> None:
        """Take away a colleague's key slot (administrator); the data key is renewed.

        Raises:
            NotAllowed, LastAdministrator.
        """

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the own key anew.

        Raises:
            WrongPassphrase, PassphraseTooShort.
        """

    def check_passphrase(self, passphrase: str) -> bool:
        """Tell whether it is the person's own (unlock of a running session, publish)."""

    def new_recovery_key(self) -> str:
        """Replace the recovery slot (administrator) and return the new key, eight groups."""

    def switch(
        self, login_name: str, passphrase: str, new_passphrase: str | None = None
    ) -> OpenedStore:
        """Continue in another person's name (*Byt person*).

        Raises:
            WrongPassphrase, AccountEnded; and as :meth:`StoreGate.open` of a start passphrase.
        """

    def verify(self, progress: Callable[[float], None] | None = None) -> tuple[str, ...]:
        """Check pages, keys, constraints and the chain of releases; return stable keys of what
        is wrong, empty when all is well."""

    def back_up(self, target: Path) -> None:
        """Write one file ``NAME.fcbackup``: store, keys of this moment, public register."""

    def check_copy(self, copy: Path) -> bool:
        """Read a copy from end to end; tell whether the keys of today open it.

        Raises:
            NotAllowed; StoreDamaged: it is not whole, or no copy.
        """

    def close(self) -> None:
        """Close the file. Afterwards nothing of the data key is kept."""


class StoreGate(Protocol):
    """The way in."""

    def create(self, path: Path, new: NewStore, passphrase: str) -> tuple[OpenedStore, str]:
        """Make a store and return it open, with its recovery key (eight groups).

        Raises:
            StoreExists, StoreReadOnly, DiskFull, StoreOnNetwork, PassphraseTooShort.
        """

    def open(
        self, path: Path, login_name: str, passphrase: str, new_passphrase: str | None = None
    ) -> OpenedStore:
        """Open a store. Copies and migrates an older one first; leaves files untouched on error.

        A start passphrase opens only with a ``new_passphrase``, which takes its place; any other
        opens as it is, and the new one is not looked at.

        Raises:
            WrongPassphrase, AccountEnded, KeysMissing, StoreMissing, StoreDamaged, StoreTooNew,
            StoreLocked, StoreReadOnly, StoreOnNetwork, DiskFull; StartPassphrase: it is one, and
            there is none of her own; PassphraseTooShort; InvalidInput: ``passphrase`` (``same``).
        """

    def recover(
        self, path: Path, recovery_key: str, login_name: str, new_passphrase: str
    ) -> tuple[OpenedStore, str]:
        """Open with the recovery key, give the person a new passphrase, and return the store
        with a new recovery key (the old one is spent)."""
