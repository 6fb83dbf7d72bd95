"""What the manager defines: typed denominators."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from db.guard import guard
from db.schema_releases import denominator
from db.transaction import Transaction
from familjecentral.access.model import Act
from familjecentral.calendar.periods import Period
from familjecentral.statistics.denominators import Denominator, DenominatorKind


class SqlDefinitionStore:
    """Definitions inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def denominators(self) -> tuple[Denominator, ...]:
        """Return every typed number. They are public: reports print them with their source."""
        rows = self._uow.connection.execute(
            sa.select(denominator).order_by(*denominator.primary_key)
        )
        return tuple(
            Denominator(
                DenominatorKind(row.kind),
                row.centre_key,
                Period.parse(row.period),
                row.hundredths,
                row.source,
                dt.date.fromisoformat(row.noted_on),
            )
            for row in rows
        )

    def put_denominator(self, new: Denominator) -> None:
        """Keep a number; one for the same period is replaced.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.DEFINE)
        self._forget(new.kind, new.centre, new.period)
        self._uow.connection.execute(
            denominator.insert(),
            {
                "kind": new.kind.value,
                "centre_key": new.centre,
                "period": str(new.period),
                "hundredths": new.hundredths,
                "source": new.source,
                "noted_on": new.noted_on.isoformat(),
                "noted_by": self._uow.actor.staff_id,
            },
        )

    def remove_denominator(self, kind: DenominatorKind, centre: str, period: Period) -> None:
        """Take a number away.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.DEFINE)
        self._forget(kind, centre, period)

    def _forget(self, kind: DenominatorKind, centre: str, period: Period) -> None:
        self._uow.connection.execute(
            denominator.delete().where(
                denominator.c.kind == kind.value,
                denominator.c.centre_key == centre,
                denominator.c.period == str(period),
            )
        )
