"""Calendar files: read back by the icalendar library and by a reader of this test's own."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from familjecentral.export.ics import (
    Event,
    calendar_text,
    escape,
    file_name,
    fold,
    plan_calendars,
    session_uid,
    write_calendars,
)
from familjecentral.groups.planner import plan_term
from familjecentral.groups.problem_json import read_problem
from tests.unit.planner.small import term

STAMP = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)


def event(**changes):
    values = {
        "uid": "u1@familjecentral", "sequence": 0, "day": date(2026, 10, 20), "start": 17 * 60,
        "minutes": 90, "summary": "Gruppen", "location": "Salen", "description": "Träff 1 av 4",
    }  # fmt: skip
    return Event(**(values | changes))


def lines_of(text):
    """Unfold by RFC 5545 3.1, checking every physical line on the way."""
    assert text.endswith("\r\n")
    physical = text.split("\r\n")[:-1]
    for line in physical:
        assert "\n" not in line
        assert "\r" not in line
        assert len(line.encode()) <= 75
    logical = []
    for line in physical:
        if line[0] in " \t":
            logical[-1] += line[1:]
        else:
            logical.append(line)
    return logical


def parsed(text):
    """Return the components as (name, properties, children), built by hand."""
    root = ("ROOT", [], [])
    stack = [root]
    for line in lines_of(text):
        match = re.fullmatch(r"([A-Z0-9-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", line, re.DOTALL)
        assert match, line
        name, _, value = match.groups()
        if name == "BEGIN":
            stack.append((value, [], []))
        elif name == "END":
            done = stack.pop()
            assert done[0] == value
            stack[-1][2].append(done)
        else:
            stack[-1][1].append((name, value))
    assert len(stack) == 1
    return root[2]


def unescaped(text):
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text)


def test_both_readers_agree_on_a_session():
    """Name, place, times and time zone."""
    text = calendar_text("Rum 1", [event()], stamp=STAMP)
    (component,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(component["SUMMARY"]) == "Gruppen"
    assert component.decoded("DTSTART").utcoffset() == timedelta(hours=2)
    assert component.decoded("DTEND") - component.decoded("DTSTART") == timedelta(minutes=90)
    (calendar,) = parsed(text)
    own = dict(next(c for c in calendar[2] if c[0] == "VEVENT")[1])
    assert own["DTSTART"] == "20261020T170000"
    assert own["DTEND"] == "20261020T183000"
    assert own["UID"] == str(component["UID"])
    assert dict(calendar[1])["VERSION"] == "2.0"
    assert dict(calendar[1])["PRODID"]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 24), 2), (date(2026, 10, 25), 1), (date(2027, 3, 27), 1),
     (date(2027, 3, 28), 2)],
)  # fmt: skip
def test_summer_time_is_right_on_both_sides_of_its_change(day, hours):
    """The same wall clock; the definition in the file gives the offset (not the system's)."""
    text = calendar_text("x", [event(day=day)], stamp=STAMP)
    calendar = Calendar.from_ical(text)
    (zone,) = calendar.walk("VTIMEZONE")
    local = datetime(day.year, day.month, day.day, 17, 0)  # noqa: DTZ001 - the zone is asked
    assert zone.to_tz(lookup_tzid=False).utcoffset(local) == timedelta(hours=hours)
    assert "DTSTART;TZID=Europe/Stockholm" in text


def test_a_session_across_midnight_ends_on_the_next_day():
    """24:00 is an end."""
    (calendar,) = parsed(calendar_text("x", [event(start=22 * 60 + 30)], stamp=STAMP))
    assert ("DTEND", "20261021T000000") in calendar[2][1][1]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=200))
def test_any_text_comes_back(text):
    """Escaping and folding lose nothing and never cut a character."""
    written = calendar_text("x", [event(summary=text)], stamp=STAMP)
    (calendar,) = parsed(written)
    own = dict(next(c for c in calendar[2] if c[0] == "VEVENT")[1])
    assert unescaped(own["SUMMARY"]) == text
    (component,) = Calendar.from_ical(written).walk("VEVENT")
    assert str(component.get("SUMMARY", "")) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_folded_lines_hold_75_octets(text):
    """Octets, not characters."""
    parts = fold(text)
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text


def test_special_characters_are_escaped():
    """Backslash, semicolon, comma and line end."""
    assert escape("a\\b;c,d\r\ne\nf") == "a\\\\b\\;c\\,d\\ne\\nf"


def test_a_cancelled_session_is_a_cancel():
    """METHOD:CANCEL and STATUS:CANCELLED, same UID, higher SEQUENCE."""
    text = calendar_text("x", [event(cancelled=True, sequence=3)], stamp=STAMP)
    calendar = Calendar.from_ical(text)
    assert str(calendar["METHOD"]) == "CANCEL"
    (component,) = calendar.walk("VEVENT")
    assert (str(component["STATUS"]), int(component["SEQUENCE"])) == ("CANCELLED", 3)


@pytest.fixture(scope="module")
def planned():
    problem = read_problem(term({}, {"centres": ["C2"], "languages": ["arabiska"]}))
    return problem, plan_term(problem, seconds=1)


def test_every_leader_room_and_group_has_its_sessions(planned):
    """The same session stands in all its calendars under one UID."""
    problem, plan = planned
    calendars = plan_calendars(problem, plan)
    uid = session_uid(problem.id, "G1", 1)
    holding = {name for name, (_, events) in calendars.items() if uid in {e.uid for e in events}}
    g1 = plan.groups[0]
    assert holding == {"grupp-G1.ics", f"lokal-{g1.sessions[0].room}.ics"} | {
        f"ledare-{x}.ics" for x in g1.sessions[0].leaders
    }
    assert len(calendars["grupp-G1.ics"][1]) == 4


def test_nobody_is_invited_and_no_interpreter_named(planned, tmp_path):
    """No participants in the files."""
    for path in write_calendars(tmp_path, *planned, stamp=STAMP):
        text = path.read_bytes().decode()
        assert not re.search(r"ATTENDEE|ORGANIZER|CONTACT|\bT1\b|mailto", text)
        assert parsed(text)


def test_written_again_the_sequence_rises_and_the_uid_stays(planned, tmp_path):
    """A calendar program takes the newer one."""
    write_calendars(tmp_path, *planned, stamp=STAMP)
    first = Calendar.from_ical((tmp_path / "grupp-G1.ics").read_bytes())
    write_calendars(tmp_path, *planned, stamp=STAMP)
    second = Calendar.from_ical((tmp_path / "grupp-G1.ics").read_bytes())
    uids = [[str(e["UID"]) for e in c.walk("VEVENT")] for c in (first, second)]
    numbers = [{int(e["SEQUENCE"]) for e in c.walk("VEVENT")} for c in (first, second)]
    assert uids[0] == uids[1]
    assert numbers == [{0}, {1}]


def test_what_a_calendar_holds_no_more_is_cancelled_beside_it(planned, tmp_path):
    """Another leader in the plan: the first one's calendar takes the session back, and has it
    again, above the cancelling, when it comes back to her."""
    problem, plan = planned
    group = plan.groups[0]
    first = group.sessions[0]
    out = first.leaders[0]
    instead = next(one.id for one in problem.leaders if one.id not in first.leaders)
    handed = replace(first, leaders=(instead, *first.leaders[1:]))
    changed = replace(group, sessions=(handed, *group.sessions[1:]))
    other = replace(plan, groups=(changed, *plan.groups[1:]))
    uid = session_uid(problem.id, group.group, first.n)
    write_calendars(tmp_path, problem, plan, stamp=STAMP)
    public, beside = tmp_path / f"ledare-{out}.ics", tmp_path / f"ledare-{out}-installda.ics"
    was = {str(e["UID"]): e for e in Calendar.from_ical(public.read_bytes()).walk("VEVENT")}
    write_calendars(tmp_path, problem, other, stamp=STAMP)
    cancelled = Calendar.from_ical(beside.read_bytes())
    (gone,) = cancelled.walk("VEVENT")
    assert str(cancelled["METHOD"]) == "CANCEL"
    assert (str(gone["UID"]), int(gone["SEQUENCE"]), str(gone["STATUS"])) == (uid, 1, "CANCELLED")
    assert gone["DTSTART"].dt == was[uid]["DTSTART"].dt
    assert str(gone["SUMMARY"]) == str(was[uid]["SUMMARY"])
    assert uid not in public.read_text()
    write_calendars(tmp_path, problem, plan, stamp=STAMP)
    assert not beside.exists()
    again = {str(e["UID"]): e for e in Calendar.from_ical(public.read_bytes()).walk("VEVENT")}
    assert int(again[uid]["SEQUENCE"]) == 2


def test_a_calendar_that_nothing_is_left_of_is_only_cancelled(planned, tmp_path):
    """A group that fell out of the plan: its own file goes, its cancelling stays."""
    problem, plan = planned
    write_calendars(tmp_path, problem, plan, stamp=STAMP)
    name = f"grupp-{plan.groups[0].group}"
    less = replace(plan, groups=plan.groups[1:])
    for sequence in (1, 2):
        write_calendars(tmp_path, problem, less, stamp=STAMP)
        assert not (tmp_path / f"{name}.ics").exists()
        cancelled = Calendar.from_ical((tmp_path / f"{name}-installda.ics").read_bytes())
        numbers = {int(e["SEQUENCE"]) for e in cancelled.walk("VEVENT")}
        assert numbers == {sequence}


def test_file_names_are_safe_and_differ():
    """Ids may hold anything."""
    assert file_name("lokal", "R1") == "lokal-R1.ics"
    assert "/" not in file_name("lokal", "../x")
    assert file_name("lokal", "a/b") != file_name("lokal", "a_b")
