"""The register: append-only, by these methods and by triggers of the store."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Sequence

import sqlalchemy as sa

from db.cells import from_text, to_text
from db.guard import guard
from db.schema import draft_shown, release
from db.transaction import Transaction
from familjecentral.access.model import Act, StaffId
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.safe import Certificate
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import NotFound, Stale
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.releases.register import GENESIS

_SEPARATOR = "|"


class SqlReleaseStore:
    """The register inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def add(self, new: Release) -> None:
        """Append a release whose number and previous hash continue the chain.

        Raises:
            NotAllowed. Stale: another release was added since the last was read.
        """
        guard(self._uow.actor, Act.PUBLISH)
        last = self._uow.connection.execute(
            sa.select(release.c.number, release.c.hash).order_by(release.c.number.desc()).limit(1)
        ).first()
        number, previous = last if last is not None else (0, GENESIS)
        if new.number != number + 1 or new.previous_hash != previous:
            raise Stale("releases")
        self._uow.shared.doubtful = True
        self._uow.connection.execute(
            release.insert(),
            {
                "number": new.number,
                "period": str(new.period),
                "centres": _SEPARATOR.join(new.centres),
                "vintage": new.vintage,
                "cells": to_text(new.cells),
                "policy": new.policy,
                "certificate": json.dumps(dataclasses.asdict(new.certificate), sort_keys=True),
                "declared_version": new.declared_version,
                "codes_version": new.codes_version,
                "published_on": new.published_on.isoformat(),
                "published_by": new.published_by,
                "previous_hash": new.previous_hash,
                "hash": new.hash,
                "replaces": new.replaces,
                "late": new.late,
                **_status(new),
            },
        )

    def all(self) -> tuple[Release, ...]:
        """Return every release in order of number.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_RELEASED)
        return read_register(self._uow.connection, self._uow.shared.cells)

    def get(self, number: int) -> Release | None:
        """Return one release.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_RELEASED)
        found = self._uow.connection.execute(
            sa.select(release).where(release.c.number == number)
        ).first()
        return _release(found, self._uow.shared.cells) if found else None

    def set_status(self, changed: Release) -> None:
        """Keep status and approval of a release; nothing else of it can change.

        Raises:
            NotAllowed, NotFound.
        """
        guard(self._uow.actor, Act.PUBLISH)
        found = self._uow.connection.execute(
            release.update().where(release.c.number == changed.number).values(**_status(changed))
        )
        if not found.rowcount:
            raise NotFound("release")

    def keep_shown(self, period: Period, centres: Sequence[str], cells: TableSet) -> None:
        """Keep what a draft has shown a manager; the same once more is not kept twice.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_PROTECTED)
        row = {
            "period": str(period),
            "centres": _SEPARATOR.join(centres),
            "cells": to_text(cells),
        }
        row_id = hashlib.sha256("\n".join(map(str, row.values())).encode()).hexdigest()
        known = sa.select(draft_shown.c.id).where(draft_shown.c.id == row_id)
        if self._uow.connection.scalar(known) is None:
            self._uow.connection.execute(draft_shown.insert(), {"id": row_id, **row})

    def shown(self) -> tuple[TableSet, ...]:
        """Return what drafts have shown.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_PROTECTED)
        # Drafts of an older version may differ only in what they told of late entries.
        rows = self._uow.connection.scalars(
            sa.select(draft_shown.c.cells)
            .group_by(draft_shown.c.cells)
            .order_by(sa.func.min(draft_shown.c.id))
        )
        return tuple(from_text(cells) for cells in rows)

    def shown_of(self, period: Period, centres: Sequence[str]) -> tuple[TableSet, ...]:
        """Return what drafts of exactly this period and these centres have shown.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_PROTECTED)
        rows = self._uow.connection.scalars(
            sa.select(draft_shown.c.cells)
            .where(
                draft_shown.c.period == str(period),
                draft_shown.c.centres == _SEPARATOR.join(centres),
            )
            .order_by(draft_shown.c.id)
        )
        return tuple(from_text(cells) for cells in rows)


def read_register(
    connection: sa.Connection, known: dict[int, TableSet] | None = None
) -> tuple[Release, ...]:
    """Return the whole register; ``known`` keeps frozen cells from one reading to the next."""
    rows = connection.execute(sa.select(release).order_by(release.c.number))
    cache = {} if known is None else known
    return tuple(_release(row, cache) for row in rows)


def _status(of: Release) -> dict[str, object]:
    return {
        "status": of.status.value,
        "approved_on": of.approved_on and of.approved_on.isoformat(),
        "approved_by": of.approved_by,
    }


def _release(row: sa.Row[tuple[object, ...]], known: dict[int, TableSet]) -> Release:
    found = row._mapping
    number = found["number"]
    if number not in known:
        known[number] = from_text(found["cells"])
    return Release(
        number=number,
        period=Period.parse(found["period"]),
        centres=tuple(found["centres"].split(_SEPARATOR)),
        vintage=found["vintage"],
        cells=known[number],
        policy=found["policy"],
        certificate=Certificate(**json.loads(found["certificate"])),
        declared_version=found["declared_version"],
        codes_version=found["codes_version"],
        published_on=dt.date.fromisoformat(found["published_on"]),
        published_by=StaffId(found["published_by"]),
        previous_hash=found["previous_hash"],
        hash=found["hash"],
        replaces=found["replaces"],
        late=found["late"],
        status=ReleaseStatus(found["status"]),
        approved_on=dt.date.fromisoformat(found["approved_on"]) if found["approved_on"] else None,
        approved_by=found["approved_by"],
    )
