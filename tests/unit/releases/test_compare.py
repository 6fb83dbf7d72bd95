"""An entry of the register beside the one before it."""

from __future__ import annotations

import datetime as dt
import uuid
from types import SimpleNamespace
from typing import cast

import pytest

from familjecentral.access.model import Actor, CentreId, Role, StaffId
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import TableSet, Value
from familjecentral.errors import NotFound
from familjecentral.releases.compare import beside, read_entry
from familjecentral.releases.model import Release, ReleaseStep, StepTaken
from familjecentral.releases.store import ReleasesUnitOfWork
from tests.unit.releases.test_register import cell, entry

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")
MONTHS = {period: tuple(str(month) for month in period.months) for period in (Q1, Q2)}
MAJA = StaffId(uuid.UUID(int=7))


def release(number: int, period: Period, cells: dict[str, Value], **more: object) -> Release:
    found = tuple(cell(value, *MONTHS[period], code=code) for code, value in cells.items())
    return entry(number, "0" * 64, period=period, cells=TableSet(found), **more)


def test_the_first_release_stands_alone() -> None:
    """Nor is it compared with another house's or another length's."""
    one = release(1, Q1, {"x": 12})
    other = release(2, Q2, {"x": 14}, centres=("C2",))
    assert beside(one, [one]).before is None
    assert beside(other, [one, other]).before is None


def test_the_next_period_is_compared_by_what_is_shown() -> None:
    """Other numbers are no difference; hidden, shown, new and gone cells are."""
    one = release(1, Q1, {"a": 12, "b": None, "c": 5, "d": None, "e": 7})
    two = release(2, Q2, {"a": 99, "b": 6, "c": None, "d": None, "f": 8})
    found = beside(two, [one, two])
    assert found.before is one
    assert (found.hidden, found.shown, found.new, found.gone) == (1, 1, 1, 1)
    assert found.changed == ()


def test_a_correction_tells_which_numbers_it_changes() -> None:
    """Against the release that it replaces, not the period before."""
    one = release(1, Q1, {"a": 12, "b": 6, "c": None})
    two = release(2, Q2, {"a": 14, "b": 6, "c": None})
    three = release(3, Q2, {"a": 15, "b": 6, "c": None}, replaces=2, vintage=2)
    found = beside(three, [one, two, three])
    assert found.before is two
    assert [(d.before, d.after) for d in found.changed] == [(14, 15)]
    assert (found.hidden, found.shown, found.new, found.gone) == (0, 0, 0, 0)


def house(register: list[Release], steps: list[StepTaken], role: Role) -> ReleasesUnitOfWork:
    return cast(
        "ReleasesUnitOfWork",
        SimpleNamespace(
            actor=Actor(MAJA, frozenset({role}), CentreId(uuid.UUID(int=1))),
            releases=SimpleNamespace(all=lambda: tuple(register)),
            steps=SimpleNamespace(of=lambda period: tuple(steps), people=lambda: {MAJA: "Maja"}),
        ),
    )


def taken(step: ReleaseStep, day: int, *centres: str, number: int | None = None) -> StepTaken:
    return StepTaken(Q1, centres or ("C1",), step, dt.date(2026, 4, day), MAJA, number)


STEPS = [
    taken(ReleaseStep.LOCKED, 1, "C1", "C2"),
    taken(ReleaseStep.LOCKED, 1, "C3"),
    taken(ReleaseStep.DRAFTED, 2),
    taken(ReleaseStep.DRAFTED, 2, "C1", "C2"),
    taken(ReleaseStep.REVIEWED, 3),
    taken(ReleaseStep.PUBLISHED, 3, number=1),
    taken(ReleaseStep.DRAFTED, 9),
    taken(ReleaseStep.PUBLISHED, 9, number=2),
]


def test_each_release_has_its_own_steps() -> None:
    """A house may be locked together with others; drafts before a correction are its own."""
    one = release(1, Q1, {"a": 12}, published_on=dt.date(2026, 4, 3))
    two = release(2, Q1, {"a": 13}, published_on=dt.date(2026, 4, 9), replaces=1)
    uow = house([one, two], STEPS, Role.MANAGER)
    first = read_entry(1, uow)
    assert [(s.step.value, s.day.day) for s in first.steps] == [
        ("locked", 1),
        ("drafted", 2),
        ("reviewed", 3),
        ("published", 3),
    ]
    assert first.people == {MAJA: "Maja"}
    second = read_entry(2, uow)
    assert [(s.step.value, s.day.day) for s in second.steps] == [
        ("locked", 1),
        ("drafted", 9),
        ("published", 9),
    ]


def test_a_reader_sees_the_steps_and_not_by_whom() -> None:
    """Who works at the house is none of the region's business."""
    uow = house([release(1, Q1, {"a": 12})], STEPS, Role.READER)
    assert read_entry(1, uow).people == {}
    with pytest.raises(NotFound):
        read_entry(2, uow)
