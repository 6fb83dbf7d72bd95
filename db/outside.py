"""What is known outside without an entry in the register, whose signatures are believed, and
who took which step."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from db.cells import from_text, to_text
from db.guard import guard
from db.schema import staff
from db.schema_releases import outside, partner, release_step
from db.transaction import Transaction
from familjecentral.access.model import Act, StaffId
from familjecentral.calendar.periods import Period
from familjecentral.releases.model import Outside, OutsideKind, Partner, ReleaseStep, StepTaken

_SEPARATOR = "|"


class SqlOutsideStore:
    """Foreign tables and partners inside one transaction; nothing is ever taken out."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def add(self, new: Outside) -> None:
        """Keep tables; the same once more changes nothing.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PUBLISH)
        known = sa.select(outside.c.id).where(outside.c.id == new.id)
        if self._uow.connection.scalar(known) is None:
            self._uow.connection.execute(
                outside.insert(),
                {
                    "id": new.id,
                    "kind": new.kind.value,
                    "name": new.name,
                    "cells": to_text(new.cells),
                    "content": new.content,
                    "noted_on": new.noted_on.isoformat(),
                    "noted_by": self._uow.actor.staff_id,
                },
            )

    def all(self) -> tuple[Outside, ...]:
        """Return what is known outside, in a fixed order.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_PROTECTED)
        rows = self._uow.connection.execute(sa.select(outside).order_by(outside.c.id))
        return tuple(
            Outside(
                row.id,
                OutsideKind(row.kind),
                row.name,
                from_text(row.cells),
                dt.date.fromisoformat(row.noted_on),
                row.content,
            )
            for row in rows
        )

    def add_partner(self, new: Partner) -> None:
        """Keep whose public key it is; a known key gets the new name.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PUBLISH)
        self.drop_partner(new.public_key)
        self._uow.connection.execute(
            partner.insert(),
            {
                "public_key": new.public_key,
                "name": new.name,
                "noted_on": new.noted_on.isoformat(),
                "noted_by": self._uow.actor.staff_id,
            },
        )

    def drop_partner(self, public_key: str) -> None:
        """Believe a key no more; what it has signed stays known outside.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PUBLISH)
        self._uow.connection.execute(partner.delete().where(partner.c.public_key == public_key))

    def partners(self) -> tuple[Partner, ...]:
        """Return whose signatures are believed.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_PROTECTED)
        rows = self._uow.connection.execute(sa.select(partner).order_by(partner.c.public_key))
        return tuple(
            Partner(row.public_key, row.name, dt.date.fromisoformat(row.noted_on)) for row in rows
        )


class SqlStepStore:
    """The steps of periods inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def note(
        self,
        step: ReleaseStep,
        period: Period,
        centres: Sequence[str],
        day: dt.date,
        number: int | None = None,
    ) -> None:
        """Note that the actor took a step; the same on the same day once.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOCK_PERIOD, Act.PUBLISH)
        row = {
            "period": str(period),
            "centres": _SEPARATOR.join(centres),
            "step": step.value,
            "number": number,
            "noted_on": day.isoformat(),
            "noted_by": self._uow.actor.staff_id,
        }
        same = [release_step.c[name] == value for name, value in row.items()]
        if self._uow.connection.scalar(sa.select(release_step.c.id).where(*same)) is None:
            # From what it says, which is there once: a sample is then the same each time.
            made = uuid.uuid5(uuid.NAMESPACE_OID, repr(list(row.values())))
            self._uow.connection.execute(release_step.insert(), {"id": made, **row})

    def of(self, period: Period) -> tuple[StepTaken, ...]:
        """Return the steps of a period, by day and in their order.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_RELEASED)
        rows = self._uow.connection.execute(
            sa.select(release_step).where(release_step.c.period == str(period))
        )
        order = list(ReleaseStep)
        found = [
            StepTaken(
                Period.parse(row.period),
                tuple(row.centres.split(_SEPARATOR)),
                ReleaseStep(row.step),
                dt.date.fromisoformat(row.noted_on),
                StaffId(row.noted_by),
                row.number,
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda s: (s.day, order.index(s.step), s.centres, s.by.int)))

    def people(self) -> Mapping[StaffId, str]:
        """Return the first names of those who have taken steps.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PUBLISH)
        wanted = sa.select(staff.c.id, staff.c.first_name).where(
            staff.c.id.in_(sa.select(release_step.c.noted_by))
        )
        return {StaffId(row.id): row.first_name for row in self._uow.connection.execute(wanted)}
