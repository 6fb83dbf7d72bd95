"""The support cards of a demo, and that nobody can join them with contacts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db.schema_support import card_rating, card_sum, support_card
from db.store import SqlStore
from familjecentral.calendar.periods import Period
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.support import FEWEST_CANDIDATES, halves
from familjecentral.demo.plan import DemoParameters
from tests.unit.demo.test_fill import filled


def read(store: SqlStore, what: sa.Select[Any] | sa.TextClause) -> list[Any]:
    """Read past every rule of the program, as whoever has the key could."""
    with store._session.engine.connect() as connection:
        return list(connection.execute(what))


@pytest.mark.parametrize(
    "parameters",
    [
        DemoParameters(years=1),
        DemoParameters(contacts=1200, years=1),
        DemoParameters(contacts=900, years=1, centres=3, seed=4),
    ],
    ids=lambda found: f"{found.contacts}-{found.centres}",
)
def test_no_card_can_be_joined_with_a_few_contacts(
    tmp_path: Path, parameters: DemoParameters
) -> None:
    """Owner and month (or quarter) of the last talk fit at least ten contacts for every card."""
    _, store = filled(tmp_path / "demo.fcdb", parameters)
    rows = read(store, sa.text("SELECT lower(owner), substr(date, 1, 7) FROM contact"))
    cards = read(store, sa.text("SELECT lower(owner), since FROM support_card"))
    assert len(cards) >= 24
    owned = Counter((owner, month) for owner, month in rows)
    kinds = set()
    for owner, since in cards:
        months = [str(month) for month in Period.parse(since).months]
        kinds.add(len(months))
        assert sum(owned[owner, month] for month in months) >= FEWEST_CANDIDATES
    assert kinds <= {1, 3}
    store.close()


def test_order_and_ids_of_cards_tell_nothing_of_contacts(tmp_path: Path) -> None:
    """Ids are random, no table that has to do with cards has a rowid, and what a dump holds of a
    card is no day and no id of a contact."""
    _, store = filled(tmp_path / "demo.fcdb", DemoParameters(contacts=1200, years=1))
    for table in ("support_card", "card_rating", "card_sum", "card_word", "contact"):
        (written,) = read(store, sa.text(f"SELECT sql FROM sqlite_schema WHERE name = '{table}'"))
        assert "WITHOUT ROWID" in written[0]
    contacts = {row[0] for row in read(store, sa.text("SELECT lower(id) FROM contact"))}
    dump = [
        str(value) for row in read(store, sa.text("SELECT * FROM support_card")) for value in row
    ]
    assert not contacts & set(dump)
    assert not any(value.count("-") == 2 and value[:4].isdigit() for value in dump)
    ids = [row[0] for row in read(store, sa.text("SELECT * FROM support_card"))]
    assert ids == sorted(ids)
    store.close()


def test_the_cards_are_as_many_and_as_long_as_the_demo_says(tmp_path: Path) -> None:
    """Twelve for each counsellor, 3.4 talks on average, 15 of 100 moved one step, no half of a
    word twice in a house; closed ones leave their sums only."""
    plan, store = filled(tmp_path / "demo.fcdb", DemoParameters(contacts=9000, years=1, centres=3))
    cards = read(store, sa.select(support_card))
    assert len(cards) == 12 * sum(len(house.counsellors) for house in plan.houses)
    for house in plan.houses:
        here = [half for c in cards if c.centre_key == house.centre.key for half in halves(c.word)]
        assert len(set(here)) == len(here) == 48
    ratings = read(store, sa.select(card_rating))
    talks = {card.id: card.talks for card in cards}
    assert all(1 <= rating.talk <= talks[rating.card] for rating in ratings)
    sums: Counter[tuple[str, str]] = Counter()
    for row in read(store, sa.select(card_sum)):
        sums[row.measure, row.code] += row.n
    closed = sums["closed", ""]
    assert sums["talks", ""] / closed == pytest.approx(3.4, abs=0.6)
    same = sum(sums["level", f"{level}>{level}"] for level in PreventionLevel)
    assert same / closed == pytest.approx(0.85, abs=0.08)
    for measure in ("band", "level", "rating", "reason"):
        assert sum(n for (name, _), n in sums.items() if name == measure) == closed
    store.close()
