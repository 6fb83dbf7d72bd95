"""What keeps a store: copies, checks, and the log of who did what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from familjecentral.access.model import Act, require
from familjecentral.access.store import AccessUnitOfWork, AccountStore
from familjecentral.clock import Clock


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Who did which kind of act on which day; ``reference``: a number, a code, or the login name
    of whom it was done to."""

    day: dt.date
    login_name: str
    kind: str
    reference: str = ""

    @property
    def words(self) -> tuple[str, str, str]:
        """Who, which kind, the reference."""
        return self.login_name, self.kind, self.reference

    def __repr__(self) -> str:
        return f"LogEntry({self.day}, {self.kind})"


def read_log(
    uow: AccessUnitOfWork,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    kind: str | None = None,
) -> tuple[LogEntry, ...]:
    """Return the access log between two days that count in, newest first; of one kind, or all.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.CHANGE_STAFF)
    people = {str(person.id): person.login_name for person in uow.staff.all()}
    return tuple(
        LogEntry(day, people[str(who)], of, people.get(reference, reference))
        for day, who, of, reference in uow.audit.entries()
        if (first is None or day >= first) and (last is None or day <= last) and kind in (None, of)
    )


def last_done(uow: AccessUnitOfWork, *kinds: str) -> dict[str, dt.date]:
    """Return the newest day in the log of each kind of act that was ever done (``backed_up``).

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.CHANGE_STAFF)
    newest: dict[str, dt.date] = {}
    for day, _, kind, _ in uow.audit.entries():
        if kind in kinds:
            newest.setdefault(kind, day)
    return newest


def verify_store(
    store: AccountStore, progress: Callable[[float], None] | None = None
) -> tuple[str, ...]:
    """Check the store and return stable keys of what is wrong; empty when all is well.

    Raises:
        NotAllowed; Cancelled: raised by ``progress``.
    """
    require(store.actor, Act.VERIFY_STORE)
    return store.verify(progress)


def back_up(store: AccountStore, target: Path, clock: Clock) -> None:
    """Write a copy of the store, its keys and the public register into one file; an earlier copy
    there stays unless the new one is whole.

    Raises:
        NotAllowed, DiskFull, StoreReadOnly; StoreDamaged: the copy does not open.
    """
    require(store.actor, Act.BACK_UP)
    store.back_up(target)
    with store.unit_of_work() as uow:
        uow.audit.done("backed_up", clock.today())
        uow.commit()


def check_copy(store: AccountStore, copy: Path) -> bool:
    """Read a copy from end to end. True: it is whole and opens with the keys of today; False: it
    is whole, but opens only with passphrases of the time when it was taken (the data key has
    been renewed since, or it is of another store).

    Raises:
        NotAllowed, DiskFull, StoreReadOnly; StoreDamaged: it is not whole, or no copy.
    """
    require(store.actor, Act.BACK_UP)
    return store.check_copy(copy)
