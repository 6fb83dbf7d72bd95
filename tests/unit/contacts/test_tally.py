"""The tally pad: ticks, short talks, who may take what back."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.access.model import CentreId, Role
from familjecentral.calendar.periods import Month
from familjecentral.changes import Kind
from familjecentral.contacts.model import ContactValues, Counter, HalfDay, Tally, TallyKey
from familjecentral.contacts.tally import (
    MOST_TALLIED,
    CountApart,
    Tick,
    count_apart,
    is_split,
    read_pad,
    talk_values,
    tick,
)
from familjecentral.contacts.undo import UndoStack, redo, undo, undo_tick
from familjecentral.contacts.use_cases import (
    CorrectContact,
    LogContact,
    WithdrawContact,
    correct_contact,
    log_contact,
    withdraw_contact,
)
from familjecentral.errors import (
    InvalidInput,
    NoTalkToTakeBack,
    NotAllowed,
    NothingToUndo,
    Stale,
    TallyLocked,
)
from tests.unit.contacts.test_rules import INDIVIDUAL, TODAY
from tests.unit.fakes import LINDEN, FakeStore, FixedClock, SeededIds, actor

CLOCK = FixedClock(TODAY)
KEY = TallyKey(LINDEN.id, "open_preschool", TODAY, HalfDay.MORNING)
KEEPER = actor(Role.TALLY, staff=200)
MARIA = actor()
JOHAN = actor(staff=101)


class Pad:
    """A pad on a store, in turn in several people's hands, each with undo steps of her own."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.stacks = {MARIA: UndoStack(), JOHAN: UndoStack(), KEEPER: UndoStack()}
        self.ids = SeededIds()

    def tick(self, counter=Counter.CHILDREN, by=1, who=MARIA, key=KEY):
        with self.store.unit_of_work(who) as uow:
            ticked = tick(Tick(key, counter, by), uow, CLOCK, self.ids)
        self.stacks[who].push(ticked.step)
        return ticked

    def act(self, use_case, who=MARIA):
        with self.store.unit_of_work(who) as uow:
            return use_case(self.stacks[who], uow, CLOCK, self.ids)

    def count(self, counter, key=KEY) -> int:
        return self.store.kept.tallies.get(key, Tally(key)).count(counter)

    def owners(self) -> list:
        return sorted((c.owner for c in self.store.kept.contacts.values()), key=str)


def test_a_tick_is_kept_at_once_in_its_own_record() -> None:
    """Activity, day, half-day and occasion each have a record of their own."""
    pad = Pad()
    afternoon = replace(KEY, half_day=HalfDay.AFTERNOON)
    october = replace(KEY, occasion="october_count")
    for key in (KEY, KEY, afternoon, october, replace(KEY, open_group="cafe")):
        ticked = pad.tick(key=key)
    assert ticked.changes.kinds == {Kind.TALLIES}
    assert [pad.count(Counter.CHILDREN, key) for key in (KEY, afternoon, october)] == [2, 1, 1]
    assert pad.store.kept.contacts == {}


def test_adults_are_one_number_however_they_were_counted() -> None:
    """Together, or women and men apart."""
    pad = Pad()
    for counter in (Counter.ADULTS, Counter.WOMEN, Counter.WOMEN, Counter.MEN):
        tally = pad.tick(counter).tally
    assert tally.all_adults == 4
    assert repr(tally) == "Tally(…)"


@pytest.mark.parametrize(("by", "start"), [(-1, 0), (1, MOST_TALLIED)])
def test_a_number_stays_within_its_limits(by: int, start: int) -> None:
    """Zero is the floor; nothing is kept of a tick beyond a limit."""
    pad = Pad()
    if start:
        pad.store.kept.tallies[KEY] = Tally(KEY, children=start)
    before = dict(pad.store.kept.tallies)
    with pytest.raises(InvalidInput, match="children:out_of_range"):
        pad.tick(by=by)
    assert pad.store.kept.tallies == before


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"day": TODAY + dt.timedelta(days=1)}, "day:future_date"),
        ({"day": dt.date(1999, 12, 31)}, "day:out_of_range"),
        ({"open_group": "circus"}, "open_group:unknown_code"),
        ({"open_group": "retired"}, "open_group:retired_code"),
        ({"occasion": "fair"}, "occasion:unknown_code"),
        ({"centre_id": CentreId(uuid.UUID(int=9))}, "centre_id:unknown_code"),
    ],
)
def test_what_is_counted_must_be_known(change: dict, problem: str) -> None:
    """A day that has come, an activity and an occasion of the lists, a house of the store."""
    with pytest.raises(InvalidInput, match=problem):
        Pad().tick(key=replace(KEY, **change))


def test_a_tick_is_one() -> None:
    """One more or one fewer, nothing else."""
    with pytest.raises(InvalidInput, match="by:out_of_range"):
        Pad().tick(by=2)


def test_another_house_of_the_store_can_be_counted() -> None:
    """Who helps out next door counts there."""
    from tests.unit.fakes import BJORKEN

    pad = Pad()
    there = replace(KEY, centre_id=BJORKEN.id)
    pad.tick(key=there)
    assert pad.count(Counter.CHILDREN, there) == 1


def test_a_short_talk_is_a_row_that_says_nothing_more() -> None:
    """Universal, individual, a talk in passing; owned by the counsellor who ticked it."""
    pad = Pad()
    ticked = pad.tick(Counter.TALKS)
    (row,) = pad.store.kept.contacts.values()
    assert ticked.changes.kinds == {Kind.TALLIES, Kind.CONTACTS}
    assert row.owner == MARIA.staff_id
    assert row.values == talk_values(KEY)
    said = {
        name
        for name in ContactValues.__dataclass_fields__
        if getattr(row.values, name) not in (None, ())
    }
    levels = {"prevention_level", "working_level"}
    assert said == {"date", "date_precision", "centre_id", "contact_form", *levels}


def test_the_talk_of_a_tally_keeper_belongs_to_nobody() -> None:
    """It is in nobody's list, and the pad takes it back."""
    pad = Pad()
    pad.tick(Counter.TALKS, who=KEEPER)
    assert pad.owners() == [None]
    with pad.store.unit_of_work(MARIA) as uow:
        assert uow.contacts.on_day(TODAY) == []
    pad.tick(Counter.TALKS, -1, who=KEEPER)
    assert pad.owners() == []
    assert pad.store.kept.tallies == {}


def test_a_counsellor_takes_back_an_own_talk_before_nobodys_and_never_a_colleagues() -> None:
    """A row that says more than a tick is no tick any more."""
    pad = Pad()
    pad.tick(Counter.TALKS)
    pad.tick(Counter.TALKS, who=KEEPER)
    pad.tick(Counter.TALKS, who=JOHAN)
    pad.tick(Counter.TALKS, -1)
    assert pad.owners() == [JOHAN.staff_id, None]
    pad.tick(Counter.TALKS, -1)
    assert pad.owners() == [JOHAN.staff_id]
    for who in (MARIA, KEEPER):
        with pytest.raises(NoTalkToTakeBack):
            pad.tick(Counter.TALKS, -1, who=who)
    assert pad.count(Counter.TALKS) == 1
    (row,) = pad.store.kept.contacts.values()
    with pad.store.unit_of_work(JOHAN) as uow:
        told = replace(row.values, topics=("parenting",))
        correct_contact(CorrectContact(row.id, told), uow, CLOCK, pad.ids)
    with pytest.raises(NoTalkToTakeBack):
        pad.tick(Counter.TALKS, -1, who=JOHAN)


def test_a_talk_cannot_be_taken_back_below_the_records_floor() -> None:
    """A row of the afternoon does not make up for a morning without talks."""
    pad = Pad()
    pad.tick(Counter.TALKS, key=replace(KEY, half_day=HalfDay.AFTERNOON))
    with pytest.raises(InvalidInput, match="talks:out_of_range"):
        pad.tick(Counter.TALKS, -1)
    assert len(pad.owners()) == 1


@pytest.mark.parametrize("who", [MARIA, KEEPER])
@pytest.mark.parametrize("counter", [Counter.CHILDREN, Counter.TALKS])
def test_a_tick_is_undone_and_done_again(who, counter: Counter) -> None:
    """Record and row together; the row keeps its id."""
    pad = Pad()
    pad.tick(counter, who=who)
    rows = dict(pad.store.kept.contacts)
    undone = pad.act(undo, who)
    assert undone.tally == Tally(KEY)
    assert (pad.store.kept.tallies, pad.store.kept.contacts) == ({}, {})
    assert pad.act(redo, who).tally.count(counter) == 1
    assert pad.store.kept.contacts == rows


def test_a_tick_taken_away_comes_back() -> None:
    """Undo of a minus is a plus."""
    pad = Pad()
    pad.tick(Counter.TALKS)
    pad.tick(Counter.TALKS, -1)
    assert pad.act(undo).tally.talks == 1
    assert pad.owners() == [MARIA.staff_id]


def test_the_newest_tick_is_taken_back_whatever_was_logged_after_it() -> None:
    """The pad's own key leaves contacts alone; the order of the others stays."""
    pad = Pad()
    pad.tick(Counter.CHILDREN)
    pad.tick(Counter.ADULTS)
    with pad.store.unit_of_work() as uow:
        logged = log_contact(LogContact(INDIVIDUAL), uow, CLOCK, pad.ids)
    pad.stacks[MARIA].push(logged.step)
    assert pad.act(undo_tick).step.counter is Counter.ADULTS
    assert pad.act(undo_tick).step.counter is Counter.CHILDREN
    with pytest.raises(NothingToUndo):
        pad.act(undo_tick)
    assert len(pad.store.kept.contacts) == 1
    assert pad.act(undo).step is logged.step


def test_a_talk_that_was_changed_since_is_not_taken_back() -> None:
    """Neither is the record: both or none."""
    pad = Pad()
    (talk,) = [pad.tick(Counter.TALKS).step.talk]
    with pad.store.unit_of_work() as uow:
        withdraw_contact(WithdrawContact(talk.id), uow, CLOCK, pad.ids)
    with pytest.raises(Stale):
        pad.act(undo)
    assert pad.count(Counter.TALKS) == 1
    with pytest.raises(NothingToUndo):
        pad.act(undo)


def test_what_somebody_else_ticked_away_cannot_be_undone_twice() -> None:
    """Undo below 0, and again after the number went: the step is dropped."""
    pad = Pad()
    pad.tick(who=MARIA)
    pad.tick(by=-1, who=KEEPER)
    with pytest.raises(Stale):
        pad.act(undo)
    pad.tick(Counter.TALKS, who=KEEPER)
    pad.tick(Counter.TALKS, -1, who=MARIA)
    with pytest.raises(Stale):
        pad.act(undo, KEEPER)
    pad.tick(by=1, who=MARIA)
    pad.tick(by=-1, who=MARIA)
    pad.act(undo)
    pad.tick(by=-1, who=KEEPER)
    with pytest.raises(Stale):
        pad.act(redo)


def test_a_tally_keeper_undoes_ticks_and_nothing_else() -> None:
    """A step of another kind needs the right to log."""
    pad = Pad()
    with pad.store.unit_of_work() as uow:
        logged = log_contact(LogContact(INDIVIDUAL), uow, CLOCK, pad.ids)
    for use_case, put in ((undo, "_done"), (redo, "_undone")):
        getattr(pad.stacks[KEEPER], put).append(logged.step)
        with pytest.raises(NotAllowed):
            pad.act(use_case, KEEPER)
    assert len(pad.store.kept.contacts) == 1


def test_tallies_of_a_locked_month_stand() -> None:
    """No tick, no undo; the numbers went over to the month."""
    pad = Pad()
    september = replace(KEY, day=dt.date(2026, 9, 3))
    pad.tick(key=september)
    pad.store.lock(Month(2026, 9))
    with pytest.raises(TallyLocked, match="2026-09"):
        pad.tick(key=september)
    with pytest.raises(NothingToUndo):
        pad.act(undo)
    assert len(pad.store.kept.frozen_tallies) == 1


def test_the_pad_shows_the_day_of_the_house_and_whether_it_is_open() -> None:
    """Reading is noted, once; a closed day is a hint."""
    pad = Pad()
    tally = pad.tick().tally
    pad.tick(key=replace(KEY, day=dt.date(2026, 10, 7)))
    for apart in (False, True):
        with pad.store.unit_of_work(actor(Role.ADMINISTRATOR)) as uow:
            assert count_apart(CountApart(apart), uow, CLOCK).kinds == {Kind.TALLIES}
            assert is_split(uow) is apart
    for day, closed in ((TODAY, False), (dt.date(2026, 10, 10), True)):
        with pad.store.unit_of_work(KEEPER) as uow:
            start = read_pad(uow, FixedClock(day))
        assert (start.today, start.is_closed, start.is_split) == (day, closed, True)
        assert start.tallies == (() if closed else (tally,))
    kinds = [(day, kind) for day, _, kind, _ in pad.store.kept.audit if "read" in kind]
    assert kinds == [(TODAY, "read:tallies"), (dt.date(2026, 10, 10), "read:tallies")]


@given(st.lists(st.tuples(st.sampled_from(Counter), st.sampled_from((1, 1, -1)))))
def test_talks_and_rows_go_together_and_undo_leads_back(ticks) -> None:
    """After any ticks of one person there are as many plain rows as talks, and undoing all of
    them leaves nothing."""
    pad = Pad()
    done = 0
    for counter, by in ticks[:50]:
        try:
            pad.tick(counter, by)
        except (InvalidInput, NoTalkToTakeBack):
            continue
        done += 1
        assert pad.count(Counter.TALKS) == len(pad.store.kept.contacts)
    for _ in range(done):
        pad.act(undo)
    assert (pad.store.kept.tallies, pad.store.kept.contacts) == ({}, {})
