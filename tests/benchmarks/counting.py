"""Counting the table set at lock and from what is kept, against one covered GROUP BY."""

from __future__ import annotations

import datetime as dt
import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.store import SqlStore
from familjecentral.calendar.periods import Period
from familjecentral.commands.reporting import declared_set
from familjecentral.contacts.model import Contact, ContactId, PreventionLevel, Referral
from familjecentral.gate import NewStore
from familjecentral.releases.lock import LockPeriod, lock_period
from familjecentral.statistics.cells import tables_of
from tests.benchmarks.figures import Figure, in_turn, ratio
from tests.factories import PASSPHRASE, FixedClock, SeededIds, centre, contact_values, staff
from tests.fixtures_store import make_gate

LAST = Period.parse("2026-Q3")
QUARTERS = 12
# FAMILJECENTRAL_BENCH_ROWS makes a quick run; the limits are meant for the full size.
LARGE = int(os.environ.get("FAMILJECENTRAL_BENCH_ROWS", "1000000"))
IN_QUARTER = LARGE // QUARTERS
SMALL = max(LARGE // 10, IN_QUARTER + QUARTERS)
BASELINE = """
SELECT prevention_level, topic_1, count(*) FROM locked_contact INDEXED BY bench
WHERE centre_key = 'C1' AND vintage = 1 AND month IN ('2026-07', '2026-08', '2026-09')
AND working_level = 'individual' GROUP BY prevention_level, topic_1
"""


def measure() -> Iterator[Figure]:
    """Build both stores and compare."""
    with tempfile.TemporaryDirectory() as folder:
        large = _Filled(Path(folder) / "large.fcdb", LARGE)
        small = _Filled(Path(folder) / "small.fcdb", SMALL)
        yield from large.ratios(f"{LARGE:,} contacts")
        at_lock = in_turn(large.count, small.count)
        from_kept = in_turn(large.kept, small.kept)
        large.close()
        small.close()
    yield ratio("counting at lock: large store / small store", *at_lock, 1.2)
    yield ratio("counts for a draft: large store / small store", *from_kept, 1.2)


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes with invented weights, as the sample house has them."""

    random: random.Random

    def values(self, day: dt.date) -> dict[str, object]:
        draw = self.random
        return {
            "date": day,
            "prevention_level": draw.choices(list(PreventionLevel), (55, 35, 10))[0],
            "contact_form": draw.choice(("booked_talk", "drop_in_talk", "phone", "home_visit")),
            "arena": draw.choice(("open_preschool", "centre_room", "home", "remote")),
            "topics": (draw.choice(("routines", "parenting", "separation", "violence", "school")),),
            "child_age_band": draw.choice(("pregnancy", "m0_11", "y1_2", "y3_5", "unknown")),
            "contact_ordinal": draw.choice(("first", "returning", "single", "unknown")),
            "initiative_taker": draw.choice(("parent", "child_health", "unknown")),
            "interpreter": draw.choice(("none", "phone", None)),
            "participants": draw.choice((("mother",), ("father",), ("mother", "child_present"))),
            "duration_band": draw.choice(("lt15", "m31_60")),
            "referrals": draw.choice(((), (), (), (Referral("child_health", True),))),
        }


class _Filled:
    """A store with locked quarters, the last of which holds ``IN_QUARTER`` contacts."""

    def __init__(self, path: Path, contacts: int) -> None:
        self.clock, self.ids = FixedClock(), SeededIds(contacts)
        self.store: SqlStore
        self.store, _ = make_gate(self.clock).create(path, NewStore(centre(), staff()), PASSPHRASE)
        choices = Choices(random.Random(contacts))
        with self.store.unit_of_work() as uow:
            self.declared = declared_set(uow.codes())
        quarters = [LAST]
        while len(quarters) < QUARTERS:
            quarters.append(quarters[-1].previous)
        earlier = (contacts - IN_QUARTER) // (QUARTERS - 1)
        for quarter in reversed(quarters):
            rows = IN_QUARTER if quarter == LAST else earlier
            with self.store.unit_of_work() as uow:
                uow.contacts.add_many(self._rows(quarter, rows, choices))
                uow.commit()
            with self.store.unit_of_work() as uow:
                lock_period(
                    LockPeriod(quarter),
                    uow,
                    declared=self.declared,
                    clock=self.clock,
                    ids=self.ids,
                )
        with self.store.unit_of_work() as uow:
            uow.connection.exec_driver_sql(
                "CREATE INDEX bench ON locked_contact "
                "(centre_key, vintage, month, working_level, prevention_level, topic_1)"
            )
            uow.commit()

    def _rows(self, quarter: Period, count: int, choices: Choices) -> Iterator[Contact]:
        days = (quarter.last - quarter.first).days + 1
        for number in range(count):
            day = quarter.first + dt.timedelta(days=number % days)
            values = contact_values(**choices.values(day))
            yield Contact(ContactId(self.ids.new_id()), staff().id, values)

    def count(self) -> None:
        """Count the whole table set of the last quarter, as the lock does."""
        with self.store.unit_of_work() as uow:
            uow.counts.count(self.declared, centre().id, LAST.months, 1)

    def kept(self) -> None:
        """Read the kept counts and make the cells of a draft's tables."""
        with self.store.unit_of_work() as uow:
            rows = uow.counts.kept([centre().id], LAST.months, 1)
        tables_of(rows, declared=self.declared, period=LAST, vintage=1, centres=["C1"])

    def baseline(self) -> None:
        """One GROUP BY level, topic over the quarter, covered by its index."""
        with self.store.unit_of_work() as uow:
            uow.connection.exec_driver_sql(BASELINE).all()

    def ratios(self, size: str) -> Iterator[Figure]:
        """Compare both ways of counting with the baseline."""
        yield ratio(f"counting at lock / covered GROUP BY, {size}",
                    *in_turn(self.count, self.baseline), 25)  # fmt: skip
        yield ratio(f"counts for a draft / covered GROUP BY, {size}",
                    *in_turn(self.kept, self.baseline), 3)  # fmt: skip

    def close(self) -> None:
        """Close the store."""
        self.store.close()
