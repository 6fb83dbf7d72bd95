"""What the manager defines: table sets, denominators, targets; and what releases were made by."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from db.guard import guard
from db.schema_definitions import month_set, release_basis, table_set, target
from db.schema_releases import denominator
from db.transaction import Transaction
from familjecentral.access.model import Act, CentreId
from familjecentral.calendar.periods import Month, Period
from familjecentral.statistics.denominators import (
    Denominator,
    DenominatorKind,
    Frozen,
    Target,
)
from familjecentral.statistics.kept import KeptSet, set_from_text, set_text


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

    def table_sets(self) -> tuple[KeptSet, ...]:
        """Return every version of the table set, in order. They are public: reports print them."""
        rows = self._uow.connection.execute(sa.select(table_set).order_by(table_set.c.version))
        return tuple(
            KeptSet(
                row.version,
                set_from_text(row.content),
                row.own,
                dt.date.fromisoformat(row.noted_on),
            )
            for row in rows
        )

    def add_table_set(self, new: KeptSet) -> None:
        """Keep a version; none is ever changed.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.DEFINE, Act.LOCK_PERIOD)
        self._uow.connection.execute(
            table_set.insert(),
            {
                "version": new.version,
                "content": set_text(new.declared),
                "own": new.is_own,
                **self._noted(new.noted_on),
            },
        )

    def counted_by(self) -> Mapping[tuple[str, str], int]:
        """Return by which version months were counted: key of the centre and ``YYYY-MM``."""
        rows = self._uow.connection.execute(sa.select(month_set))
        return {(row.centre_key, row.month): row.version for row in rows}

    def keep_counted_by(self, centre: CentreId, months: Sequence[Month], version: int) -> None:
        """Keep by which version months were counted.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOCK_PERIOD)
        key = self._uow.centre_key(centre)
        for month in months:
            self._uow.connection.execute(
                month_set.insert(), {"centre_key": key, "month": str(month), "version": version}
            )

    def targets(self) -> tuple[Target, ...]:
        """Return the targets of key figures. They are public: reports print them."""
        rows = self._uow.connection.execute(sa.select(target).order_by(target.c.code))
        return tuple(
            Target(row.code, row.hundredths, dt.date.fromisoformat(row.noted_on)) for row in rows
        )

    def put_target(self, new: Target) -> None:
        """Keep the target of a key figure in the place of the one before.

        Raises:
            NotAllowed.
        """
        self.remove_target(new.code)
        self._uow.connection.execute(
            target.insert(),
            {"code": new.code, "hundredths": new.hundredths, **self._noted(new.noted_on)},
        )

    def remove_target(self, code: str) -> None:
        """Take the target of a key figure away.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.DEFINE)
        self._uow.connection.execute(target.delete().where(target.c.code == code))

    def frozen(self, number: int) -> Frozen | None:
        """Return what a release was made by; None where it came from elsewhere.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_RELEASED)
        found = self._uow.connection.scalar(
            sa.select(release_basis.c.content).where(release_basis.c.number == number)
        )
        if found is None:
            return None
        content = json.loads(found)
        return Frozen(
            tuple(
                Denominator(
                    DenominatorKind(kind),
                    centre,
                    Period.parse(period),
                    hundredths,
                    source,
                    dt.date.fromisoformat(day),
                )
                for kind, centre, period, hundredths, source, day in content["denominators"]
            ),
            tuple(
                Target(code, hundredths, dt.date.fromisoformat(day))
                for code, hundredths, day in content["targets"]
            ),
            content.get("words", ""),
            tuple(
                (key, name, municipality, region)
                for key, name, municipality, region in content.get("houses", ())
            ),
        )

    def freeze(self, number: int, made_by: Frozen) -> None:
        """Keep what a release was made by.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PUBLISH)
        content = {
            "denominators": [
                [d.kind, d.centre, str(d.period), d.hundredths, d.source, d.noted_on.isoformat()]
                for d in made_by.denominators
            ],
            "targets": [[t.code, t.hundredths, t.noted_on.isoformat()] for t in made_by.targets],
            "words": made_by.words,
            "houses": made_by.houses,
        }
        self._uow.connection.execute(
            release_basis.insert(),
            {"number": number, "content": json.dumps(content, ensure_ascii=False)},
        )

    def _noted(self, day: dt.date) -> dict[str, object]:
        return {"noted_on": day.isoformat(), "noted_by": self._uow.actor.staff_id}
