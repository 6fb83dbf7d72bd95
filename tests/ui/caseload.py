"""Invented support cards and services for windows and pictures."""

from __future__ import annotations

import datetime as dt

from db.store import SqlStore
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.support import CardId, Rating, SupportCard
from tests.factories import TODAY, SeededIds
from tests.ui.stage import HOUSE, MAJA, Stage

U, S, INDICATED = PreventionLevel
_MONTH = Period.containing(TODAY, PeriodType.MONTH)
_CARDS = (
    ("BLÅ-EK", U, S, 3, (3, 4, 6), True, _MONTH),
    ("TYST-ÅKER", U, U, 1, (5,), True, _MONTH),
    ("SNAR-BÄCK", S, S, 4, (4, 4, 5, 7), True, _MONTH),
    ("LUGN-HAMN", U, U, 2, (), False, _MONTH),
    ("VIT-LÖNN", S, INDICATED, 6, (3, 4, 4, 5, 5, 6), True, _MONTH),
    ("KLAR-SJÖ", S, S, 2, (5, 6), True, Period.parse("2026-Q3")),
)
DECIDED = OpenService(
    None,
    "Rådgivande samtal",
    decided_on=dt.date(2025, 6, 18),
    reference="§ 84",
    condition="Högst fem samtal för föräldrar i kommunen.",
    exempt=True,
    limit=5,
    remind_at=4,
)


def keep_cards(stage: Stage) -> dict[str, CardId]:
    """Give the first user a caseload, two services and a sum of closed cards; return the ids by
    code word. Before anybody logs in on the stage."""
    from tests.ui.stage import make_gate

    store = make_gate().open(stage.path, MAJA.login_name, "korrekt häst batteri")
    try:
        return _fill(store)
    finally:
        store.close()


def _fill(store: SqlStore) -> dict[str, CardId]:
    ids = SeededIds(77)
    found = {}
    with store.unit_of_work() as uow:
        key = uow.services.put(DECIDED)
        uow.services.put(OpenService(None, "Samspelsstöd"))
        for word, first, level, talks, ratings, limited, since in _CARDS:
            found[word] = CardId(ids.new_id())
            rated = tuple(Rating(n, value) for n, value in enumerate(ratings, 1))
            service = key if limited else None
            uow.cards.add(
                SupportCard(
                    found[word],
                    MAJA.id,
                    HOUSE.id,
                    word,
                    first,
                    level,
                    since,
                    talks,
                    rated,
                    service,
                )
            )
        for half_year, moves in (("2025-H2", (8, 9, 0)), ("2026-H1", (6, 5, 0))):
            lower, same, higher = moves
            sums = {
                ("closed", ""): sum(moves),
                ("talks", ""): round(3.4 * sum(moves)),
                ("level", "selective>universal"): lower,
                ("level", "selective>selective"): same,
                ("level", "universal>selective"): higher,
            }
            counted = {key: n for key, n in sums.items() if n}
            uow.cards.add_sums(HOUSE.id, Period.parse(half_year), counted, 1)
        uow.commit()
    return found
