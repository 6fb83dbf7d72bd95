"""What may be looked at outside a report, with the real store."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period
from familjecentral.commands.reporting import FORMATS, stat_book
from familjecentral.errors import NotAllowed
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.use_cases import NoteApproval, note_approval, reopen_release
from familjecentral.releases.view import read_shelf
from familjecentral.statistics.projection import Compare, Pick
from tests.factories import FixedClock, staff
from tests.walks.houses import ASKEN, QUARTERS, Houses, two_houses
from tests.walks.test_hidden_numbers import (
    DIGITS,
    House,
    contents,
    forms,
    hidden_numbers,
    house,
)

__all__ = ["house"]
READERS = {Role.COUNSELLOR, Role.COORDINATOR, Role.MANAGER, Role.READER}
QUARTER = Period.parse("2026-Q3")


@pytest.fixture
def houses(store: SqlStore, clock: FixedClock, tmp_path: Path) -> Houses:
    return two_houses(store, clock, tmp_path / "ut", 60)


def test_releases_and_locked_quarters_lie_on_the_shelf(houses: Houses) -> None:
    """The newest valid release of each period; a longer period only once a draft has shown it."""
    first, second, third = QUARTERS
    houses.lock(first, second)
    houses.publish(houses.draft(ReportScope(first)))
    with houses.store.unit_of_work() as uow:
        shelf = read_shelf(uow)
    assert [r.period for r in shelf.releases] == [first]
    assert shelf.locked == (second,)
    half = Period.parse("2026-H1")
    houses.publish(houses.draft(ReportScope(second)))
    houses.publish(houses.draft(ReportScope(second, vintage=1)))
    houses.draft(ReportScope(half))
    houses.lock(third)
    with houses.store.unit_of_work() as uow:
        note_approval(NoteApproval(1, approved=False, name=""), uow, houses.clock)
    with houses.store.unit_of_work() as uow:
        shelf = read_shelf(uow)
    assert [(r.period, r.number) for r in shelf.releases] == [(second, 3)]
    assert shelf.locked == (third, half, first)
    assert len(shelf.register) == 3
    assert ASKEN in shelf.centres


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_the_table_of_roles_says(
    houses: Houses, open_as: Callable[..., SqlStore], role: Role
) -> None:
    """Released cells for four roles, locked periods for the manager alone."""
    houses.lock(QUARTERS[0], QUARTERS[1])
    houses.publish(houses.draft(ReportScope(QUARTERS[0])))
    declared = houses.declared
    other = open_as(staff(2, login_name="annan", roles=frozenset({role})))
    if role not in READERS:
        with other.unit_of_work() as uow, pytest.raises(NotAllowed):
            read_shelf(uow)
        with pytest.raises(NotAllowed):
            reopen_release(1, other.unit_of_work, declared=declared)
        return
    with other.unit_of_work() as uow:
        shelf = read_shelf(uow)
    assert [r.number for r in shelf.releases] == [1]
    assert bool(shelf.locked) is (role is Role.MANAGER)
    draft = reopen_release(1, other.unit_of_work, declared=declared)
    assert stat_book(draft, shelf.register).view(Pick("1")).rows


def test_no_hidden_number_is_in_any_part_of_any_view_or_file(house: House) -> None:
    """Views, words of charts and saved files, from hidden counts that are numbers of their own."""
    draft = house.draft(QUARTER)
    hidden = hidden_numbers(house, draft)
    assert len(hidden) >= 3
    book = stat_book(draft)
    seen: set[int] = set()
    for table in book.tables:
        for pick in (Pick(table.number, compare=Compare.BOTH), Pick(table.number, as_share=True)):
            view = book.view(pick)
            trend = book.trend(pick, table.rows[0][0])
            told = [repr(view), *(picture.words for _, picture in view.charts)]
            told += [trend.words] if trend is not None else []
            text = "".join(told).replace("\u202f", "")
            found = {int(digits) for digits in DIGITS.findall(text)}
            assert not found & hidden
            seen |= found
    assert len(seen & {c.value for c in draft.safe.tables.cells}) > 3
    topics = next(t for t in book.tables if "råge" in t.row_head)
    files = book.write(Pick(topics.number), house.folder.parent, FORMATS, lambda share: None)
    assert {f.suffix for f in files} == {".pdf", ".xlsx", ".csv", ".px", ".json", ".html"}
    for file in files:
        plain, *packed = contents(file)
        for content in (plain, *packed):
            text = re.sub(r"(?<=\d)[\s\x08](?=\d{3})", "", content.decode("utf-8", "replace"))
            assert not {int(digits) for digits in DIGITS.findall(text)} & hidden, file.name
        for content in packed or (plain,):
            for number in hidden:
                assert not any(form in content for form in forms(number)), file.name
