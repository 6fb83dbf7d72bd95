"""Open and locked months: the freeze, completeness, late entries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from db.bulk import insert_many
from db.groups_held import days_held, freeze_sessions
from db.guard import guard
from db.own import days_between
from db.schema import (
    TALLY_CODES,
    completeness,
    contact,
    import_batch,
    locked_contact,
    month_lock,
    release,
    staff,
    staff_role,
    tally,
    tally_month,
)
from db.schema_own import draft, week_answer
from db.schema_releases import month_state
from db.transaction import Transaction
from db.values import VALUE_FIELDS
from familjecentral.access.model import Act, CentreId, Role
from familjecentral.calendar.periods import Month, WeekPart
from familjecentral.clock import IdSource
from familjecentral.contacts.model import Counter
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.releases.model import MonthLock, WeekCompleteness

_LEVELS = ("working_level", "prevention_level")


class SqlPeriodStore:
    """Months inside one transaction. That a month is locked is no secret: everybody may ask."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    @property
    def _connection(self) -> Connection:
        return self._uow.connection

    def locked_months(self, centre: CentreId) -> frozenset[Month]:
        """Return the locked months of a centre."""
        known = self._uow.shared.locked
        if centre not in known:
            known[centre] = frozenset(lock.month for lock in self.locks(centre))
        return known[centre]

    def locks(self, centre: CentreId) -> tuple[MonthLock, ...]:
        """Return the locked months in order."""
        rows = self._connection.execute(
            sa.select(month_lock.c.month, month_lock.c.locked_on)
            .where(month_lock.c.centre_key == self._uow.centre_key(centre))
            .order_by(month_lock.c.month)
        )
        return tuple(
            MonthLock(centre, Month.parse(month), dt.date.fromisoformat(day)) for month, day in rows
        )

    def annual_released(self, centre: CentreId, year: int) -> bool:
        """Tell whether the annual release that holds the centre's late entries is out."""
        key = self._uow.centre_key(centre)
        rows = self._connection.scalars(
            sa.select(release.c.centres).where(release.c.period == str(year))
        )
        return any(key in centres.split("|") for centres in rows)

    def lock(self, centre: CentreId, months: Sequence[Month], day: dt.date, ids: IdSource) -> int:
        """Freeze the open rows of these months: the day becomes the month, the worker and the
        batch go, ids are renewed in random order. Return how many rows were frozen.
        Drafts and answers for weeks that touch the months go, whoever's they are.

        A batch that touches the months goes from its other rows too. What is remembered of it
        is that rows of this content, by month, were imported.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOCK_PERIOD)
        wanted = sorted(str(m) for m in set(months) - self.locked_months(centre))
        if not wanted:
            return 0
        key = self._uow.centre_key(centre)
        here = sa.and_(
            contact.c.centre_key == key,
            contact.c.date.between(f"{wanted[0]}-01", f"{wanted[-1]}-31"),
            sa.func.substr(contact.c.date, 1, 7).in_(wanted),
        )
        self._end_batches(here, ids)
        frozen = self._freeze(key, here, ids) + freeze_sessions(self._uow, key, wanted, ids)
        self._freeze_tallies(key, wanted)
        self._drop_own(key, wanted)
        self._connection.execute(
            month_lock.insert(),
            [{"centre_key": key, "month": m, "locked_on": day.isoformat()} for m in wanted],
        )
        self._uow.shared.locked.pop(centre, None)
        # Until the log is emptied it still holds the rows as they were, with day and worker.
        self._uow.shared.must_settle = self._uow.shared.doubtful = True
        return frozen

    def _end_batches(self, here: sa.ColumnElement[bool], ids: IdSource) -> None:
        """Unlink the batches that touch these rows. A hash by day could be tried out day by day
        once the days are gone, so it goes too, as where no row is left."""
        touched = self._connection.scalars(
            sa.select(contact.c.batch).where(here, contact.c.batch.is_not(None)).distinct()
        ).all()
        self._connection.execute(
            contact.update().where(contact.c.batch.in_(touched)).values(batch=None)
        )
        ended = self._connection.scalars(
            sa.select(import_batch.c.id).where(
                import_batch.c.content_hash.is_not(None),
                import_batch.c.id.not_in(
                    sa.select(contact.c.batch).where(contact.c.batch.is_not(None))
                ),
            )
        ).all()
        for batch in ended:
            self._connection.execute(
                import_batch.update()
                .where(import_batch.c.id == batch)
                .values(id=ids.new_id(), content_hash=None)
            )

    def _freeze(self, centre_key: str, here: sa.ColumnElement[bool], ids: IdSource) -> int:
        fresh = sa.Table(
            "fresh_id",
            sa.MetaData(),
            sa.Column("old", sa.Uuid, primary_key=True),
            sa.Column("new", sa.Uuid, nullable=False),
            prefixes=["TEMPORARY"],
        )
        fresh.create(self._connection)
        old = self._connection.scalars(
            sa.select(sa.type_coerce(contact.c.id, sa.String)).where(here).order_by(contact.c.id)
        ).all()
        insert_many(
            self._connection,
            fresh,
            ("old", "new"),
            ((_plain(row_id), ids.new_id().hex) for row_id in old),
        )
        month = sa.func.substr(contact.c.date, 1, 7)
        columns = [contact.c[name] for name in (*_LEVELS, *VALUE_FIELDS)]
        rows = (
            sa.select(sa.literal(centre_key), sa.literal(1), month, fresh.c.new, *columns)
            .join_from(fresh, contact, contact.c.id == fresh.c.old)
            # In the order of the new key, which is random within a level.
            .order_by(month, *(contact.c[name] for name in _LEVELS), fresh.c.new)
        )
        names = ["centre_key", "vintage", "month", "id", *_LEVELS, *VALUE_FIELDS]
        self._connection.execute(locked_contact.insert().from_select(names, rows))
        self._connection.execute(contact.delete().where(here))
        fresh.drop(self._connection)
        return len(old)

    def _freeze_tallies(self, centre_key: str, wanted: list[str]) -> None:
        """Days and half-days become months: sums, and the number of days."""
        month = sa.func.substr(tally.c.date, 1, 7)
        here = (tally.c.centre_key == centre_key, month.in_(wanted))
        kept = [tally.c.centre_key, month, *(tally.c[name] for name in TALLY_CODES)]
        sums = [sa.func.sum(tally.c[counter.value]) for counter in Counter]
        rows = sa.select(*kept, sa.func.count(tally.c.date.distinct()), *sums)
        names = ["centre_key", "month", *TALLY_CODES, "days", *Counter]
        self._connection.execute(
            tally_month.insert().from_select(names, rows.where(*here).group_by(*kept))
        )
        self._connection.execute(tally.delete().where(*here))

    def _drop_own(self, centre_key: str, wanted: list[str]) -> None:
        self._connection.execute(
            draft.delete().where(draft.c.centre_key == centre_key, draft.c.month.in_(wanted))
        )
        self._connection.execute(
            week_answer.delete().where(
                week_answer.c.centre_key == centre_key,
                sa.func.substr(week_answer.c.first_day, 1, 7).in_(wanted),
            )
        )

    def days_with_rows(self, centre: CentreId, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days of open months on which somebody logged a row with day precision, or a
        session was held.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_COMPLETENESS, Act.LOCK_PERIOD)
        days = self._connection.scalars(
            sa.select(contact.c.date)
            .where(
                contact.c.centre_key == self._uow.centre_key(centre),
                contact.c.date.between(first.isoformat(), last.isoformat()),
                contact.c.date_precision == "day",
            )
            .distinct()
        )
        held = days_held(self._connection, self._uow.centre_key(centre), first, last)
        return frozenset(dt.date.fromisoformat(day) for day in (*days, *held))

    def days_answered(self, centre: CentreId, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days for which every counsellor of the centre, whose account was open that
        day, has said that there was nothing to log; no day where there is no counsellor.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_COMPLETENESS, Act.LOCK_PERIOD)
        counsellors = self._connection.execute(
            sa.select(staff.c.id, staff.c.ends_on)
            .join(staff_role, staff_role.c.staff_id == staff.c.id)
            .where(staff.c.centre_id == centre, staff_role.c.role == Role.COUNSELLOR.value)
        ).all()
        answers = self._connection.execute(
            sa.select(week_answer).where(
                week_answer.c.centre_key == self._uow.centre_key(centre),
                week_answer.c.first_day <= last.isoformat(),
                week_answer.c.last_day >= first.isoformat(),
            )
        )
        said: dict[dt.date, set[UUID]] = defaultdict(set)
        for row in answers:
            for day in days_between(row.first_day, row.last_day):
                said[day].add(row.staff_id)
        return frozenset(
            day
            for day, who in said.items()
            if all(
                person in who or (ends_on is not None and ends_on < day.isoformat())
                for person, ends_on in counsellors
            )
        )

    def keep_completeness(self, weeks: Sequence[WeekCompleteness]) -> None:
        """Freeze the status of week parts.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOCK_PERIOD)
        rows = [
            {
                "centre_key": self._uow.centre_key(week.centre_id),
                "first_day": week.part.first.isoformat(),
                "last_day": week.part.last.isoformat(),
                "iso_year": week.part.iso_year,
                "week": week.part.week,
                "status": week.status.value,
            }
            for week in weeks
            if week.status is not None
        ]
        if rows:
            self._connection.execute(completeness.insert(), rows)

    def completeness(
        self, centre: CentreId, first: dt.date, last: dt.date
    ) -> tuple[WeekCompleteness, ...]:
        """Return the frozen week parts between two days.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_COMPLETENESS, Act.READ_RELEASED)
        rows = self._connection.execute(
            sa.select(completeness)
            .where(
                completeness.c.centre_key == self._uow.centre_key(centre),
                completeness.c.first_day >= first.isoformat(),
                completeness.c.last_day <= last.isoformat(),
            )
            .order_by(completeness.c.first_day)
        )
        return tuple(
            WeekCompleteness(
                centre,
                WeekPart(
                    row.iso_year,
                    row.week,
                    dt.date.fromisoformat(row.first_day),
                    dt.date.fromisoformat(row.last_day),
                ),
                WeekStatus(row.status),
            )
            for row in rows
        )

    def late_entries(self, centres: Sequence[CentreId], months: Sequence[Month]) -> int:
        """Return how many late entries wait to be counted.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_COMPLETENESS, Act.READ_RELEASED)
        keys = [self._uow.centre_key(centre) for centre in centres]
        wanted = [str(month) for month in months]
        counted = self._counted(keys, wanted)
        rows = locked_contact
        waiting = self._connection.execute(
            sa.select(rows.c.centre_key, rows.c.month, rows.c.vintage, sa.func.count())
            .where(rows.c.centre_key.in_(keys), rows.c.vintage > 1, rows.c.month.in_(wanted))
            .group_by(rows.c.centre_key, rows.c.month, rows.c.vintage)
        )
        return sum(
            n for key, month, vintage, n in waiting if vintage > counted.get((key, month), 1)
        )

    def counted(
        self, centres: Sequence[CentreId], months: Sequence[Month]
    ) -> Mapping[tuple[CentreId, Month], int]:
        """Return up to which state of the data each month has been counted: 1 after the lock.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_COMPLETENESS, Act.READ_RELEASED)
        keys = {centre: self._uow.centre_key(centre) for centre in centres}
        found = self._counted([*keys.values()], [str(month) for month in months])
        return {
            (centre, month): found.get((keys[centre], str(month)), 1)
            for centre in centres
            for month in months
        }

    def keep_counted(self, centre: CentreId, months: Sequence[Month], vintage: int) -> None:
        """Keep that months have been counted up to a state of the data; late entries that come
        in from now on belong to the next.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOCK_PERIOD)
        if not months:
            return
        key, names = self._uow.centre_key(centre), [str(month) for month in months]
        self._connection.execute(
            month_state.delete().where(
                month_state.c.centre_key == key, month_state.c.month.in_(names)
            )
        )
        self._connection.execute(
            month_state.insert(),
            [{"centre_key": key, "month": name, "vintage": vintage} for name in names],
        )

    def _counted(self, keys: Sequence[str], months: Sequence[str]) -> dict[tuple[str, str], int]:
        table = month_state
        rows = self._connection.execute(
            sa.select(table).where(table.c.centre_key.in_(keys), table.c.month.in_(months))
        )
        return {(key, month): vintage for key, month, vintage in rows}


def _plain(row_id: str | UUID) -> str:
    return row_id.hex if isinstance(row_id, UUID) else row_id
