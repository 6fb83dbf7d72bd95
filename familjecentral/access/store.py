"""What the access room needs kept: centres, staff, code lists, settings, the access log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from familjecentral.access.model import Actor, Centre, Staff, StaffId
from familjecentral.codes import Code, CodeBook


class StaffStore(Protocol):
    """Accounts. The key slot of an account is the encryption's; this keeps who it is."""

    def add(self, staff: Staff) -> None:
        """Keep a new colleague.

        Raises:
            InvalidInput: the login name is taken (casefolded).
        """

    def get(self, staff_id: StaffId) -> Staff | None:
        """Return one colleague."""

    def all(self) -> tuple[Staff, ...]:
        """Return all colleagues, ended ones too."""

    def replace(self, staff: Staff) -> None:
        """Keep changed names, roles or end date."""


class AuditStore(Protocol):
    """The access log: who did which kind of act on which day; no content, no counts of reads."""

    def read(self, kind: str, day: dt.date) -> None:
        """Note that the actor read rows of a kind: one entry per person, kind and day."""

    def done(self, kind: str, day: dt.date, reference: str = "") -> None:
        """Note an act (lock, publish, export, staff change) with a reference such as a number."""

    def entries(self) -> tuple[tuple[dt.date, StaffId, str, str], ...]:
        """Return (day, who, kind, reference), newest first."""


class SettingsStore(Protocol):
    """Settings of the store as text by key."""

    def get(self, key: str) -> str | None:
        """Return a value."""

    def put(self, key: str, value: str) -> None:
        """Keep a value."""


class AccessUnitOfWork(Protocol):
    """The part of the unit of work that settings use."""

    @property
    def actor(self) -> Actor: ...
    @property
    def staff(self) -> StaffStore: ...
    @property
    def audit(self) -> AuditStore: ...
    @property
    def settings(self) -> SettingsStore: ...
    def centres(self) -> tuple[Centre, ...]: ...
    def replace_centre(self, centre: Centre) -> None: ...
    def add_centre(self, centre: Centre) -> None: ...
    def codes(self) -> CodeBook: ...
    def replace_code(self, code: Code) -> None: ...
    def commit(self) -> None: ...


class AccountStore(Protocol):
    """The part of an open store that gives and takes away keys."""

    @property
    def actor(self) -> Actor: ...
    def unit_of_work(self) -> AbstractContextManager[AccessUnitOfWork]: ...
    def add_account(self, staff: Staff, passphrase: str, *, start: bool = False) -> None:
        """Keep a colleague and give her a key slot, in one step; ``start``: under a start
        passphrase, which opens only together with one of her own."""

    def reset_passphrase(self, staff_id: StaffId, passphrase: str) -> None:
        """Give a colleague a new key slot under a start passphrase in place of the old one."""

    def end_account(self, staff_id: StaffId) -> None:
        """Close an account and take its key slot away; the data key is renewed."""

    def back_up(self, target: Path) -> None:
        """Write one file with store, keys of this moment and public register."""

    def check_copy(self, copy: Path) -> bool:
        """Read a copy; tell whether the keys of today open it."""

    def verify(self, progress: Callable[[float], None] | None = None) -> tuple[str, ...]:
        """Check the store; return stable keys of what is wrong."""
