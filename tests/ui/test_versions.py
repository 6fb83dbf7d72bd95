"""Two coordinators change the same thing: both versions are shown, and chosen line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from familjecentral.groups.furnishing import (
    SaveHours,
    SaveLeader,
    SaveLocalDay,
    SaveProgramme,
    SaveRoom,
    save_hours,
    save_leader,
    save_local_day,
    save_programme,
    save_room,
)
from familjecentral.groups.house import DayType, Hours, LocalDay, LocalDayId
from familjecentral.groups.problem import Span
from familjecentral.groups.programme import Range
from tests.factories import centre, uuid_of
from tests.groups_factory import QUIET
from tests.ui.grouping import LEILA, make_groups
from tests.ui.stage import HOUSE, Sample, Stage
from ui.settings.versions import differing


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with rooms and leaders."""
    return make_groups(tmp_path_factory.mktemp("versioner"), plans=())


@pytest.fixture
def settings(make_stage: Callable[..., Stage], grouped: Sample) -> Stage:
    """Return a window of the coordinator."""
    stage = make_stage(grouped)
    stage.log_in(LEILA)
    return stage


def room_of(stage: Stage, key: str) -> Any:
    """Open a room of the settings."""
    stage.window.shell.open_room(key)
    stage.settle()
    return stage.window.shell.page._rooms[key]


def colleague(stage: Stage, use_case: Any, command: Any, **named: Any) -> None:
    """Save something in another session."""
    desk = stage.window.shell.desk
    with desk.store.unit_of_work() as uow:
        use_case(command, uow, desk.clock, desk.ids, **named)


def shown(stage: Stage) -> dict[str, tuple[str, str]]:
    """Return the lines of the dialog: own words and saved words by name."""
    return {line.name: (line.mine, line.theirs) for line in stage.find("stale_dlg").lines}


def test_a_leader_is_merged_line_by_line(settings: Stage) -> None:
    """Her load is the own version's, her absence what a colleague saved; both are kept."""
    room = room_of(settings, "leaders")
    leader = room.chosen
    away = Span(*[settings.clock.today()] * 2)
    colleague(settings, save_leader, SaveLeader(replace(leader, absent=(away,), max_groups=2)))
    settings.find("settings_leaders_max_groups_spn").setText("5")
    settings.find("settings_leaders_avoid_edt").setText("fre 13.00–17.00")
    settings.find("settings_leaders_form_save_btn").click()
    settings.settle()
    assert shown(settings) == {
        "Borta": ("–", str(settings.clock.today())),
        "Helst inte": ("fre 13.00–17.00", "–"),
        "Högst grupper per termin": ("5", "2"),
    }
    # What only the colleague changed is proposed as she saved it; arrows choose otherwise.
    chosen = {key: one.value() for key, one in settings.find("stale_dlg").choices.items()}
    assert chosen == {"absent": "theirs", "avoid": "mine", "max_groups": "mine"}
    settings.keys("Left", "Right", "Ctrl+Return")
    with settings.window.shell.desk.store.unit_of_work() as uow:
        kept = next(one for one in uow.house.leaders() if one.id == leader.id)
    assert (kept.max_groups, kept.absent) == (5, (away,))
    assert written_hours(kept.avoid) == [(13 * 60, 17 * 60)]


def written_hours(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    """Return begin and end of each."""
    return [(span.start, span.end) for span in spans]


def test_going_back_decides_nothing(settings: Stage) -> None:
    """Esc leaves the form as it was written and the store as the colleague saved it; keeping
    the saved version shows it."""
    room = room_of(settings, "places")
    place = room.chosen
    colleague(settings, save_room, SaveRoom(replace(place, seats=17)), guard=QUIET)
    settings.find("settings_places_seats_spn").setText("9")
    settings.find("settings_places_form_save_btn").click()
    settings.settle()
    assert shown(settings) == {"Platser": ("9", "17")}
    settings.key("Esc")
    assert settings.find("settings_places_seats_spn").text() == "9"
    settings.find("settings_places_form_save_btn").click()
    settings.settle()
    settings.find("stale_theirs_btn").click()
    settings.settle()
    assert room.chosen.seats == 17
    assert settings.find("settings_places_seats_spn").text() == "17"


def test_hours_and_programmes_show_both_versions_too(settings: Stage) -> None:
    """The house's hours and a programme's ranges are merged like everything else."""
    room_of(settings, "places")
    noon = (Span(start=9 * 60, end=12 * 60),)
    colleague(settings, save_hours, SaveHours(Hours(HOUSE.id, 0, noon, most_children=4)))
    settings.find("settings_hours_opening_edt").setText("8.00–17.00")
    settings.find("settings_hours_form_save_btn").click()
    settings.settle()
    assert shown(settings)["Öppettider"] == ("8.00–17.00", "9.00–12.00")
    settings.key("Ctrl+Return")
    with settings.window.shell.desk.store.unit_of_work() as uow:
        (hours,) = uow.house.hours()
    assert (written_hours(hours.opening), hours.most_children) == ([(480, 1020)], 4)

    programme = room_of(settings, "programmes").chosen
    colleague(
        settings, save_programme, SaveProgramme(replace(programme, sessions=Range(5, 6))),
        guard=QUIET,
    )  # fmt: skip
    settings.find("settings_programmes_sessions_edt").setText("7–9")
    settings.find("settings_programmes_form_save_btn").click()
    settings.settle()
    assert shown(settings) == {"Antal träffar": ("7–9", "5–6")}
    settings.key("Ctrl+Return")
    with settings.window.shell.desk.store.unit_of_work() as uow:
        kept = next(p for p in uow.house.programmes() if p.code == programme.code)
    assert (kept.sessions, kept.version) == (Range(7, 9), programme.version + 2)


def test_a_local_day_is_merged_and_not_taken_away_unseen(settings: Stage) -> None:
    """Its kind, its hour and its house stand in words; a day that a colleague changed meanwhile
    is shown before it goes."""
    today = settings.clock.today()
    day = LocalDay(LocalDayId(uuid_of(7009)), today, today, DayType.CLOSED, "Städdag")
    colleague(settings, save_local_day, SaveLocalDay(day), guard=QUIET)
    room = room_of(settings, "days")
    kept = replace(day, version=1, type=DayType.PRE_HOLIDAY, until=13 * 60 + 30, centre_id=HOUSE.id)
    colleague(settings, save_local_day, SaveLocalDay(kept), guard=QUIET)
    settings.find("settings_days_name_edt").setText("Planering")
    settings.find("settings_days_form_save_btn").click()
    settings.settle()
    assert shown(settings) == {
        "Slag": ("Stängt", "Dag före röd dag"),
        "Namn": ("Planering", "Städdag"),
        "Hus": ("alla hus", HOUSE.name),
        "Huset stänger": ("–", "13.30"),
    }
    settings.key("Ctrl+Return")
    with settings.window.shell.desk.store.unit_of_work() as uow:
        (found,) = uow.house.local_days(today, today)
    assert found == replace(kept, name="Planering", version=3)

    settings.settle()
    colleague(settings, save_local_day, SaveLocalDay(replace(found, until=840)), guard=QUIET)
    settings.find("settings_days_remove_btn").click()
    settings.settle()
    assert "Inget togs bort" in settings.find("settings_days_banner").text()
    assert settings.find("settings_days_until_edt").text() == "14.00"
    settings.find("settings_days_remove_btn").click()
    settings.settle()
    assert room.page.local_days == ()


def test_another_house_of_a_room_is_a_line_of_its_own(settings: Stage) -> None:
    """What differs in a choice of house is shown, and so is not lost when the rest is merged."""
    room = room_of(settings, "places")
    other = centre(2, name="Boken")
    page = replace(room.page, centres=(*room.page.centres, other))
    mine = replace(room.chosen, centre_id=other.id)
    (line,) = differing(mine, room.chosen, room.names_of(mine), page)
    assert (line.key, line.name, line.mine, line.theirs) == (
        "centre_id", "Hus", other.name, HOUSE.name,
    )  # fmt: skip
