"""A term planned in the calendar by the keyboard alone, every press counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from familjecentral.groups.model import Group
from familjecentral.groups.reading import list_groups
from tests.factories import FixedClock, SeededIds
from tests.ui.calendar_house import LEILA, Office, make_house
from tests.ui.stage import Stage

AUGUST = dt.date(2026, 8, 20)
MOST_PRESSES = 150


def kept(stage: Stage) -> list[Group]:
    """Return the groups of the autumn as they are saved."""
    found: list[Group] = []
    shell = stage.window.shell
    assert shell is not None
    shell.desk.ask(
        lambda uow: [row.group for row in list_groups("2026-HT", uow, stage.clock).rows],
        found.extend,
    )
    stage.settle()
    return found


def test_a_term_of_twelve_groups_is_planned_by_keys(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    """From an empty calendar: a proposal for twelve groups, two clashes solved, one leader ill."""
    stage = make_stage(make_house(tmp_path, AUGUST, laid=False))
    stage.clock.day = AUGUST
    stage.log_in(LEILA)
    presses = stage.keys("Ctrl+5", "Ctrl+Shift+P", "Return", "Return", "Ctrl+S")
    groups = kept(stage)
    assert [len(group.course) for group in groups] == [group.values.sessions for group in groups]

    # The health service books two of the rooms over sessions of the term.
    shell = stage.window.shell
    assert shell is not None
    for number, group in enumerate(groups[:2]):
        session = group.course[1]
        office = Office(shell.desk.store, FixedClock(AUGUST), SeededIds(5 + number))
        shell.desk.ask(
            lambda uow, o=office, n=number, s=session: o.book_in(
                uow, 40 + n, s.day, s.start, 60, "BVC, föräldramöte", room=s.room
            ),
            lambda step: None,
        )
    stage.settle()
    presses += stage.keys("Alt+Home", "F8")
    shell.open_page("calendar")
    stage.settle()
    page = shell.page
    assert page is not None
    taken = "Lokalen upptagen"
    presses += stage.keys("F8")
    assert taken in page.grid.chosen().clash  # type: ignore[attr-defined]
    presses += stage.keys("f", "Ctrl+Return", "F8", "a", "Down", "Ctrl+Return", "Ctrl+S")
    groups = kept(stage)
    accepted = [a.reason for g in groups for s in g.sessions for a in s.accepted]
    assert accepted == ["agreed"]

    ill = groups[3].course[2].leaders[0]
    away = groups[3].course[2].day
    name = {
        leader.id: leader.first_name
        for leader in page._presenter.view.schedule.house.leaders.values()
    }[ill]  # type: ignore[attr-defined]
    presses += stage.keys("Ctrl+B", *name.lower(), "Tab")
    day = away.isoformat()
    presses += stage.keys(*day, "Tab", *day, "Return", "Return", "Return", "Ctrl+S")
    groups = kept(stage)
    assert all(
        ill not in session.leaders
        for group in groups
        for session in group.course
        if session.day == away
    )
    assert all(len(group.course) == group.values.sessions for group in groups)
    assert presses <= MOST_PRESSES
