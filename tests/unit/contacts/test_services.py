"""What the board offers: what is refused, what the guard stops, when a card reminds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from familjecentral.access.model import Role
from familjecentral.changes import Kind
from familjecentral.commands.composition import guard
from familjecentral.contacts.services import (
    OpenService,
    SaveService,
    list_services,
    save_service,
)
from familjecentral.errors import InvalidInput, NotFound
from tests.unit.fakes import FakeStore, FixedClock, actor

CLOCK = FixedClock(dt.date(2026, 10, 8))
ADMINISTRATOR = actor(Role.ADMINISTRATOR)
PLAIN = OpenService(None, "Rådgivande samtal", dt.date(2025, 6, 18), "SON 2025/238", limit=5)


def save(store: FakeStore, service: OpenService, *confirmed: str) -> OpenService:
    with store.unit_of_work(ADMINISTRATOR) as uow:
        saved = save_service(SaveService(service, frozenset(confirmed)), uow, CLOCK, guard())
    assert saved.changes.kinds == {Kind.SERVICES, Kind.CODES}
    return saved.service


def problems(service: OpenService, *known: OpenService) -> list[tuple[str, str]]:
    store = FakeStore()
    for other in known:
        save(store, other)
    try:
        save(store, service)
    except InvalidInput as refused:
        assert len(store.kept.services) == len(known)
        return [(p.field, p.problem) for p in refused.problems]
    return []


def test_a_service_is_kept_changed_and_listed() -> None:
    """By name, those that are no longer offered last; blanks around texts go."""
    store = FakeStore()
    talks = save(store, replace(PLAIN, name="  Rådgivande samtal "))
    home = save(store, OpenService(None, "Hembesök"))
    assert (talks.key, talks.name) == ("service_1", "Rådgivande samtal")
    save(store, replace(home, active=False))
    with store.unit_of_work() as uow:
        assert [s.name for s in list_services(uow)] == ["Rådgivande samtal", "Hembesök"]
    with pytest.raises(NotFound):
        save(store, replace(PLAIN, key="service_9"))
    assert "Rådgivande" not in repr(SaveService(talks))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, ("name", "required")),
        ({"name": "x" * 61}, ("name", "out_of_range")),
        ({"name": "HEMBESÖK"}, ("name", "taken")),
        ({"condition": "x" * 301}, ("condition", "out_of_range")),
        ({"decided_on": dt.date(2026, 10, 9)}, ("decided_on", "future_date")),
        ({"exempt_on": dt.date(2026, 10, 9)}, ("exempt_on", "future_date")),
        ({"limit": 0}, ("limit", "out_of_range")),
        ({"limit": 100}, ("limit", "out_of_range")),
        ({"remind_at": 6}, ("remind_at", "bad_combination")),
        ({"limit": None, "remind_at": 1}, ("remind_at", "bad_combination")),
        (
            {"valid_from": dt.date(2026, 2, 1), "valid_to": dt.date(2026, 1, 1)},
            ("valid_to", "bad_combination"),
        ),
        ({"condition": "Ring Anna på 070-123 45 67"}, ("condition", "personal_data")),
        ({"name": "Samtal med 850712-1232"}, ("name", "personal_data")),
        ({"reference": "850712-1232"}, ("reference", "personal_data")),
    ],
)
def test_what_is_wrong_is_told_at_its_field(changes: dict, expected: tuple[str, str]) -> None:
    """And nothing is kept; the number of a matter is no personal data in a reference."""
    assert expected in problems(replace(PLAIN, **changes), OpenService(None, "Hembesök"))
    assert problems(PLAIN, OpenService(None, "Hembesök")) == []


def test_what_the_guard_only_suspects_can_be_confirmed() -> None:
    """Once more, and it is kept; what it is sure of is never kept."""
    store = FakeStore()
    doubtful = replace(PLAIN, condition="Fråga Anna om villkoren")
    assert guard().read(doubtful.condition).level == "warn"
    with pytest.raises(InvalidInput, match="personal_data_possible"):
        save(store, doubtful)
    assert save(store, doubtful, "condition").condition == doubtful.condition
    with pytest.raises(InvalidInput, match="personal_data"):
        save(store, replace(PLAIN, name="Samtal 850712-1232"), "name")


def test_a_limit_reminds_before_the_last_talk_unless_said_otherwise() -> None:
    """No limit, no reminder; a limit of one reminds of the first."""
    assert [
        replace(PLAIN, limit=limit, remind_at=at).reminds_at
        for limit, at in ((None, None), (5, None), (5, 3), (1, None))
    ] == [None, 4, 3, 1]


def test_a_decision_has_a_day_and_a_reference() -> None:
    """One alone is none; a service is offered from the first day to the last."""
    assert not PLAIN.lacks_decision
    assert replace(PLAIN, reference="").lacks_decision
    assert replace(PLAIN, decided_on=None).lacks_decision
    day = dt.date(2026, 3, 1)
    dated = replace(PLAIN, valid_from=day, valid_to=day)
    offered = [dated.is_offered(day + dt.timedelta(days=n)) for n in (-1, 0, 1)]
    assert offered == [False, True, False]
    assert not replace(PLAIN, active=False).is_offered(day)
