"""Figures of groups as counts of declared tables: made at the lock, from what is known then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from db import groups_rows as rows
from db.schema_groups import (
    group_forms,
    group_mark,
    group_rating,
    group_run,
    group_seat,
    group_session,
)
from db.transaction import Transaction
from familjecentral.calendar.periods import Month
from familjecentral.groups.figures import SOURCE, Ended, figures_of
from familjecentral.groups.model import Group, Mark, Moment, Rating, Seat, SessionId
from familjecentral.groups.outcome import outcome_of
from familjecentral.statistics.declared import CountRow, DeclaredSet


def count_groups(
    uow: Transaction, declared: DeclaredSet, centre_key: str, months: Sequence[Month], vintage: int
) -> Iterator[CountRow]:
    """Yield the finest cells of the declared tables that count groups. They belong to the first
    vintage: what a group came to after the lock changes no published figure."""
    measures = {m.key for m in declared.measures if m.working_level == SOURCE}
    tables = [spec for spec in declared.tables if spec.measure in measures]
    if not tables or vintage != 1:
        return
    for month in months:
        found = [
            figure
            for ended in _ended(uow, centre_key, month)
            for figure in figures_of(ended, month)
        ]
        for spec in tables:
            dimensions = [declared.dimension(key) for key in spec.counted]
            cells: Counter[tuple[str, ...]] = Counter()
            for figure in found:
                if figure.measure == spec.measure:
                    values = dict(figure.fields)
                    codes = tuple(d.reporting(values.get(d.field)) for d in dimensions)
                    cells[codes] += figure.n
            for codes, n in sorted(cells.items()):
                yield CountRow(centre_key, str(month), vintage, spec.id, codes, n, 0, 0)


def _ended(uow: Transaction, centre_key: str, month: Month) -> Iterator[Ended]:
    """Yield the groups of a centre that have a session in a month, with what they came to."""
    there = sa.select(group_session.c.group_id).where(
        group_session.c.day.between(month.first.isoformat(), month.last.isoformat())
    )
    where = sa.and_(group_run.c.centre_key == centre_key, group_run.c.id.in_(there))
    for group in rows.read_groups(uow, where):
        yield _one(uow, group)


def _one(uow: Transaction, group: Group) -> Ended:
    connection = uow.connection
    outcome = group.outcome
    if outcome is None:
        marks = connection.execute(sa.select(group_mark).where(group_mark.c.group_id == group.id))
        seats = connection.execute(sa.select(group_seat).where(group_seat.c.group_id == group.id))
        outcome = outcome_of(
            group,
            [Seat(row.number, row.source) for row in seats],
            {(row.seat, SessionId(row.session_id)): Mark(row.mark) for row in marks},
        )
    ratings = connection.execute(sa.select(group_rating).where(group_rating.c.group_id == group.id))
    forms = connection.execute(
        sa.select(group_forms.c.before, group_forms.c.after).where(
            group_forms.c.group_id == group.id
        )
    ).one_or_none()
    return Ended(
        group,
        outcome,
        [Rating(r.question, Moment(r.moment), r.n, r.total, r.positive) for r in ratings],
        (forms.before, forms.after) if forms is not None else (None, None),
    )
