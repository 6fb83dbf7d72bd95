"""The access log and the settings of the store."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from db.guard import guard
from db.schema import audit, setting
from db.transaction import Transaction
from familjecentral.access.model import Act, StaffId

_READ, _DONE = "read", "done"


class SqlAuditStore:
    """The access log inside one transaction. Everybody writes her own entries."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def read(self, kind: str, day: dt.date) -> None:
        """Note that the actor read rows of a kind: one entry per person, kind and day."""
        self._note(_READ, kind, day, "")

    def done(self, kind: str, day: dt.date, reference: str = "") -> None:
        """Note an act, with a reference such as a number; once a day for each reference."""
        self._note(_DONE, kind, day, reference)

    def _note(self, act: str, kind: str, day: dt.date, reference: str) -> None:
        row = {
            "day": day.isoformat(),
            "staff_id": self._uow.actor.staff_id,
            "act": act,
            "kind": kind,
            "reference": reference,
        }
        same = [audit.c[name] == value for name, value in row.items()]
        if self._uow.connection.scalar(sa.select(audit.c.day).where(*same)) is None:
            self._uow.connection.execute(audit.insert(), row)

    def entries(self) -> tuple[tuple[dt.date, StaffId, str, str], ...]:
        """Return (day, who, kind, reference), newest first.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.CHANGE_STAFF)
        rows = self._uow.connection.execute(
            sa.select(audit.c.day, audit.c.staff_id, audit.c.kind, audit.c.reference).order_by(
                audit.c.day.desc(), audit.c.kind, audit.c.reference, audit.c.staff_id
            )
        )
        return tuple(
            (dt.date.fromisoformat(day), StaffId(who), kind, reference)
            for day, who, kind, reference in rows
        )


class SqlSettingsStore:
    """Settings inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def get(self, key: str) -> str | None:
        """Return a value. Keys that begin with ``secret.`` are the manager's.

        Raises:
            NotAllowed.
        """
        if key.startswith("secret."):
            guard(self._uow.actor, Act.PUBLISH)
        return read_setting(self._uow.connection, key)

    def put(self, key: str, value: str) -> None:
        """Keep a value. Keys that begin with ``staff.ID.`` are that person's own; all others
        are the administrator's and the manager's.

        Raises:
            NotAllowed.
        """
        if not key.startswith(f"staff.{self._uow.actor.staff_id}."):
            guard(self._uow.actor, Act.CHANGE_CENTRE, Act.PUBLISH)
        write_setting(self._uow.connection, key, value)


def read_setting(connection: sa.Connection, key: str) -> str | None:
    """Return a setting's text."""
    found: str | None = connection.scalar(sa.select(setting.c.value).where(setting.c.key == key))
    return found


def write_setting(connection: sa.Connection, key: str, value: str | None) -> None:
    """Keep a setting's text; None takes it away."""
    connection.execute(setting.delete().where(setting.c.key == key))
    if value is not None:
        connection.execute(setting.insert(), {"key": key, "value": value})
