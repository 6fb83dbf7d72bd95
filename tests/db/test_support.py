"""Support cards in the real store: what they hold, who sees them, what is left of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role, Staff, StaffId
from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.caseload import (
    CardKept,
    CloseCard,
    CountTalk,
    Offered,
    OpenCard,
    Rate,
    SetLevel,
    SetService,
    close_card,
    count_talk,
    open_card,
    propose_word,
    rate,
    read_cards,
    reminders,
    set_level,
    set_service,
)
from familjecentral.contacts.closed import closed_by_centre, closed_cards
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.parting import (
    HandOn,
    HandOver,
    answer_offer,
    count_forgotten,
    hand_on,
    hand_over,
    weed_cards,
)
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.support import CardId, Rating, Reason, Standing, SupportCard
from familjecentral.contacts.undo import UndoStack, redo, reopen_card, undo
from familjecentral.errors import (
    Bug,
    InvalidInput,
    NotAllowed,
    NotFound,
    NothingToUndo,
    NotPublishable,
    NoWordLeft,
    Stale,
)
from tests.factories import TODAY, FixedClock, SeededIds, contact, staff, uuid_of

CLOCK = FixedClock()
U, S, INDICATED = PreventionLevel
OCTOBER, QUARTER = Period.parse("2026-10"), Period.parse("2026-Q4")
LATER = FixedClock(dt.date(2027, 1, 12))
JOHAN = staff(8, first_name="Johan", roles=frozenset({Role.COUNSELLOR}))


class Cards:
    """One counsellor's acts on cards, each remembered as a step."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.ids = SeededIds(31)
        self.stack = UndoStack()

    def act(self, use_case: Any, command: Any, clock: FixedClock = CLOCK) -> SupportCard | None:
        with self.store.unit_of_work() as uow:
            kept: CardKept = use_case(command, uow, clock, self.ids)
        self.stack.push(kept.step)
        return kept.step.after

    def open(self, word: str = "BLÅ-EK", **more: Any) -> SupportCard:
        card = self.act(open_card, OpenCard(word, U, **more))
        assert card is not None
        return card

    def back(self, use_case: Any = undo) -> None:
        with self.store.unit_of_work() as uow:
            use_case(self.stack, uow, CLOCK, self.ids)

    def own(self, clock: FixedClock = CLOCK) -> list[SupportCard]:
        with self.store.unit_of_work() as uow:
            return [seen.card for seen in read_cards(uow, clock).cards]

    def sums(self, half: str = "2026-H2") -> dict[str, int]:
        with self.store.unit_of_work() as uow:
            found = uow.cards.sums(uow.actor.centre_id).get(Period.parse(half), {})
        return {f"{measure} {code}".strip(): n for (measure, code), n in found.items()}


@pytest.fixture
def cards(store: SqlStore) -> Cards:
    return Cards(store)


def log(store: SqlStore, number: int, first: int = 1, owner: StaffId | None = None) -> None:
    """Let the counsellor have so many contacts in October."""
    with store.unit_of_work() as uow:
        for n in range(first, first + number):
            uow.contacts.add(contact(n, owner=owner, date=TODAY))
        uow.commit()


def rows(store: SqlStore, table: str) -> list[dict[str, Any]]:
    with store.unit_of_work() as uow:
        found = uow.connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()
        return [dict(row) for row in found]


def offer(store: SqlStore, **changes: Any) -> str:
    """Keep a service with a limit of five."""
    with store.unit_of_work() as uow:
        key = uow.services.put(OpenService(None, "Samtal", limit=5, **changes))
        uow.commit()
    return key


def test_a_card_is_counted_rated_and_moved(cards: Cards) -> None:
    """Talks, level now beside the one at the start, one rating for each talk."""
    card = cards.open()
    cards.act(rate, Rate(card.id, 3))
    cards.act(count_talk, CountTalk(card.id))
    cards.act(rate, Rate(card.id, 9))
    cards.act(rate, Rate(card.id, 4))
    cards.act(set_level, SetLevel(card.id, S))
    (found,) = cards.own()
    assert (found.talks, found.first_level, found.level) == (1, U, S)
    assert found.ratings == (Rating(0, 3), Rating(1, 4))
    assert "BLÅ" not in repr(found)


def test_every_act_is_undone_and_done_again_in_order(cards: Cards) -> None:
    """Undo leads back to no card, redo to the last state."""
    card = cards.open()
    states = [[], cards.own()]
    for use_case, command in (
        (count_talk, CountTalk(card.id)),
        (rate, Rate(card.id, 7)),
        (set_level, SetLevel(card.id, INDICATED)),
        (close_card, CloseCard(card.id, Reason.DONE)),
    ):
        cards.act(use_case, command)
        states.append(cards.own())
    assert cards.sums()["closed"] == 1
    for state in states[-2::-1]:
        cards.back()
        assert cards.own() == state
    assert cards.sums() == {}
    for state in states[1:]:
        cards.back(redo)
        assert cards.own() == state
    assert cards.sums() == {
        "closed": 1,
        "talks": 1,
        "band 1": 1,
        "level universal>indicated": 1,
        "rating none": 1,
        "reason done": 1,
    }


def test_a_card_that_changed_elsewhere_is_not_overwritten_by_undo(cards: Cards) -> None:
    """The step is dropped, the card stays as it is."""
    card = cards.open()
    cards.act(count_talk, CountTalk(card.id))
    with cards.store.unit_of_work() as uow:
        count_talk(CountTalk(card.id), uow, CLOCK, cards.ids)
    with pytest.raises(Stale):
        cards.back()
    assert cards.own()[0].talks == 2


def test_of_a_closed_card_nothing_is_in_the_store(cards: Cards) -> None:
    """Card, ratings and word are gone with the commit, from the log beside the file too; the
    digest of the word says that it was used."""
    card = cards.open("TYST-HAMN")
    cards.act(rate, Rate(card.id, 3))
    cards.act(close_card, CloseCard(card.id, Reason.REFERRED))
    for table in ("support_card", "card_rating"):
        assert rows(cards.store, table) == []
    assert len(rows(cards.store, "card_word")) == 1
    log_file = cards.store.path.with_name(cards.store.path.name + "-wal")
    with cards.store.unit_of_work():
        pass
    assert log_file.stat().st_size == 0
    with pytest.raises(InvalidInput, match="taken"):
        cards.open("TYST-HAMN")


def test_a_closed_card_comes_back_until_its_steps_are_dropped(cards: Cards) -> None:
    """*Ångra* beside the card works whatever was done after it; then nothing brings it back."""
    blue, calm = cards.open(), cards.open("LUGN-SJÖ")
    for _ in range(2):
        cards.act(close_card, CloseCard(blue.id, Reason.DONE))
        cards.act(count_talk, CountTalk(calm.id))
        with cards.store.unit_of_work() as uow:
            reopen_card(blue.id, cards.stack, uow, CLOCK, cards.ids)
        assert [card.word for card in cards.own()] == ["BLÅ-EK", "LUGN-SJÖ"]
    cards.act(close_card, CloseCard(blue.id, Reason.DONE))
    assert cards.stack.forget_card(blue.id) == 2
    with cards.store.unit_of_work() as uow, pytest.raises(NothingToUndo):
        reopen_card(blue.id, cards.stack, uow, CLOCK, cards.ids)
    assert [card.word for card in cards.own()] == ["LUGN-SJÖ"]


def test_a_card_knows_the_month_or_only_the_quarter(cards: Cards) -> None:
    """The month where the owner has ten contacts or more in it; when rows go, the quarter."""
    log(cards.store, 9)
    assert cards.open().since == QUARTER
    log(cards.store, 1, first=10)
    card = cards.open("LUGN-SJÖ")
    assert card.since == OCTOBER
    cards.act(count_talk, CountTalk(card.id))
    with cards.store.unit_of_work() as uow:
        uow.contacts.remove(contact(1).id)
        uow.commit()
    assert {found.since for found in cards.own()} == {QUARTER}
    cards.back()
    assert cards.own()[1].talks == 0


def test_cards_and_contacts_share_no_column_but_the_owner(cards: Cards) -> None:
    """Of when a card knows seven letters; no act on a card leaves a day, and the access log says
    only that somebody read cards."""
    service = offer(cards.store)
    log(cards.store, 12)
    card = cards.open(service=service)
    cards.act(count_talk, CountTalk(card.id))
    cards.own()
    (row,) = rows(cards.store, "support_card")
    assert set(row) == {
        "id",
        "owner",
        "centre_key",
        "word",
        "first_level",
        "level",
        "talks",
        "since",
        "open_service",
    }
    assert row["since"] == "2026-10"
    assert [(e["act"], e["kind"]) for e in rows(cards.store, "audit")] == [("read", "cards")]


def test_the_word_of_a_card_is_new_and_shares_no_half_with_an_open_one(cards: Cards) -> None:
    """Until a list is used up in the house; then the pair is new at least."""
    words = (("blå", "tyst", "snar"), ("ek", "hamn", "lönn"))
    seen: list[str] = []
    for n in range(9):
        with cards.store.unit_of_work() as uow:
            word = propose_word(words, uow, cards.ids)
        cards.open(word)
        seen.append(word)
        if n == 2:
            assert len({half for word in seen for half in word.split("-")}) == 6
    assert len(set(seen)) == 9


def test_the_limit_reminds_and_never_stops(cards: Cards) -> None:
    """Below, near (the fourth of five is next), at the limit, over it."""
    card = cards.open(service=offer(cards.store, decided_on=TODAY, reference="§ 84"))
    seen = []
    for _ in range(7):
        with cards.store.unit_of_work() as uow:
            seen.append(read_cards(uow, CLOCK).cards[0].standing)
        with cards.store.unit_of_work() as uow:
            told = reminders(uow, CLOCK)
        assert bool(told) == (seen[-1] is not Standing.BELOW)
        cards.act(count_talk, CountTalk(card.id))
    near, reached, over = Standing.NEAR, Standing.REACHED, Standing.OVER
    assert seen == [*[Standing.BELOW] * 3, near, near, reached, over]
    with cards.store.unit_of_work() as uow:
        free = uow.services.put(OpenService(None, "Utan gräns"))
        uow.commit()
    for service in (free, None):
        cards.act(set_service, SetService(card.id, service))
        with cards.store.unit_of_work() as uow:
            assert read_cards(uow, CLOCK).cards[0].standing is Standing.NO_LIMIT


def test_wrong_numbers_and_services_are_refused(cards: Cards) -> None:
    """At the field, and the card stays as it is."""
    retired = offer(cards.store)
    with cards.store.unit_of_work() as uow:
        uow.services.put(OpenService(retired, "Samtal", active=False))
        uow.commit()
    card = cards.open()
    for use_case, command in (
        (rate, Rate(card.id, 11)),
        (rate, Rate(card.id, -1)),
        (set_service, SetService(card.id, "service_9")),
        (set_service, SetService(card.id, retired)),
        (open_card, OpenCard("LUGN-SJÖ", U, "service_9")),
        (open_card, OpenCard("ANNA", U)),
        (open_card, OpenCard("ANNA-4 ÅR", U)),
        (open_card, OpenCard("070-1740650", U)),
        (open_card, OpenCard("ANNA-KARIN-EKSTRÖM", U)),
    ):
        with pytest.raises(InvalidInput):
            cards.act(use_case, command)
    with cards.store.unit_of_work() as uow:
        uow.cards.replace(replace(card, talks=99))
        uow.commit()
    with pytest.raises(InvalidInput):
        cards.act(count_talk, CountTalk(card.id))
    with pytest.raises(NotFound):
        cards.act(count_talk, CountTalk(CardId(uuid_of(99))))
    cards.act(set_service, SetService(card.id, None))
    assert cards.own()[0].service is None


def test_a_card_is_nobody_elses(cards: Cards, open_as: Callable[[Staff], SqlStore]) -> None:
    """A colleague finds none, changes none, destroys none; the halves of words stand apart."""
    card = cards.open()
    other = open_as(JOHAN)
    with other.unit_of_work() as uow:
        assert read_cards(uow, CLOCK).cards == ()
        assert uow.cards.get(card.id) is None
        assert not uow.cards.remove(card.id)
        assert not uow.cards.replace(replace(card, owner=JOHAN.id))
        assert uow.cards.hand_over([card.id], JOHAN.id) == 0
        assert uow.cards.halves_in_use(card.centre_id) == {"blå", "ek"}
        for refused in (uow.cards.add, uow.cards.replace):
            with pytest.raises(NotAllowed):
                refused(card)  # type: ignore[operator]
    assert len(rows(other, "support_card")) == 1


def test_a_card_is_handed_over_unread(cards: Cards, open_as: Callable[[Staff], SqlStore]) -> None:
    """To a counsellor of the house; then it is hers with word, talks and ratings."""
    card = cards.open()
    cards.store.add_account(JOHAN, "korrekt häst batteri")
    with cards.store.unit_of_work() as uow:
        assert uow.cards.receivers() == ((JOHAN.id, "Johan"),)
        for wrong in (
            HandOver((card.id,), staff().id),
            HandOver((card.id, CardId(uuid_of(99))), JOHAN.id),
        ):
            with pytest.raises(NotFound):
                hand_over(wrong, uow, CLOCK)
    with cards.store.unit_of_work() as uow:
        hand_over(HandOver((card.id,), JOHAN.id), uow, CLOCK)
    assert cards.own() == []
    other = Cards(cards.store.switch(JOHAN.login_name, "korrekt häst batteri"))
    assert other.own() == [replace(card, owner=JOHAN.id)]
    other.store.close()


def test_cards_of_somebody_who_left_need_two(cards: Cards) -> None:
    """An administrator offers, a counsellor takes over or does not; neither reads before."""
    card = cards.open()
    passphrase = "korrekt häst batteri"
    cards.store.add_account(JOHAN, passphrase)
    store = cards.store
    for accept in (False, True):
        with store.unit_of_work() as uow, pytest.raises(NotFound):
            hand_on(HandOn(JOHAN.id, staff().id), uow, CLOCK)
        with store.unit_of_work() as uow:
            assert uow.cards.offered() == 0
            with pytest.raises(NotFound):
                answer_offer(accept, uow, CLOCK)
        with store.unit_of_work() as uow:
            uow.connection.exec_driver_sql(f"UPDATE support_card SET owner = '{JOHAN.id.hex}'")
            uow.connection.exec_driver_sql(
                f"UPDATE staff SET ends_on = '2026-10-01' WHERE id = '{JOHAN.id.hex}'"
            )
            hand_on(HandOn(JOHAN.id, staff().id), uow, CLOCK)
        assert cards.own() == []
        with store.unit_of_work() as uow:
            assert read_cards(uow, CLOCK).offered == Offered(cards=1)
            answer_offer(accept, uow, CLOCK)
        assert [found.id for found in cards.own()] == ([card.id] if accept else [])
        with store.unit_of_work() as uow:
            uow.connection.exec_driver_sql("UPDATE staff SET ends_on = NULL")
            uow.commit()


def test_a_forgotten_card_ends_by_itself(cards: Cards) -> None:
    """Six months after its month, or its quarter, at the next look; the sums say no reason."""
    cards.open()
    assert len(cards.own(FixedClock(dt.date(2027, 6, 30)))) == 1
    with cards.store.unit_of_work() as uow:
        seen = read_cards(uow, FixedClock(dt.date(2027, 7, 1)))
    assert (seen.cards, seen.ended) == ((), 1)
    assert cards.sums("2027-H2")["reason unknown"] == 1


def test_weeding_ends_the_forgotten_cards_of_everybody(cards: Cards) -> None:
    """It counts them first; what is not forgotten stays; it never sees a code word."""
    cards.open()
    cards.open("LUGN-SJÖ")
    with cards.store.unit_of_work() as uow:
        uow.connection.exec_driver_sql(
            "UPDATE support_card SET since = '2027-06' WHERE word = 'LUGN-SJÖ'"
        )
        uow.commit()
    late = FixedClock(dt.date(2027, 7, 1))
    with cards.store.unit_of_work() as uow:
        assert [card.word for card in uow.cards.forgotten(Month(2027, 1))] == [""]
        assert count_forgotten(uow, late) == 1
        assert count_forgotten(uow, late, months_ahead=6) == 2
    with cards.store.unit_of_work() as uow:
        assert weed_cards(uow, late) == 1
        assert weed_cards(uow, late) == 0  # and nothing more is noted
        assert [kind for _, _, kind, _ in uow.audit.entries()].count("cards_weeded") == 1
    assert [row["word"] for row in rows(cards.store, "support_card")] == ["LUGN-SJÖ"]
    assert cards.sums("2027-H2")["closed"] == 1


def test_sums_of_closed_cards_are_shown_when_the_half_year_has_ended(
    cards: Cards, open_as: Any
) -> None:
    """Protected: fewer than five say nothing; a small part and its complement are hidden. A
    manager sees the same numbers: another pattern would be another publication."""
    levels = [S] * 6 + [U] * 5 + [U] * 2
    for n, level in enumerate(levels):
        card = cards.open(f"ORD-{chr(65 + n)}")
        if n < 11:
            cards.act(count_talk, CountTalk(card.id))
        cards.act(set_level, SetLevel(card.id, level))
        cards.act(close_card, CloseCard(card.id, Reason.DONE))
    early = cards.open("ORD-X")
    cards.act(close_card, CloseCard(early.id, Reason.DONE), FixedClock(dt.date(2026, 6, 1)))
    with cards.store.unit_of_work() as uow:
        assert [half.closed for half in closed_cards(uow, CLOCK)] == [None]
        half, before = closed_cards(uow, LATER)
    manager = staff(9, first_name="Eva", roles=frozenset({Role.MANAGER}))
    with open_as(manager).unit_of_work() as uow:
        assert [halves for _, halves in closed_by_centre(uow, LATER)] == [(half, before)]
    assert (str(half.period), half.closed, half.moves) == ("2026-H2", 13, (0, 7, 6))
    assert half.mean == pytest.approx(11 / 13)
    assert (before.closed, before.mean, before.moves) == (None, None, (None, None, None))


def test_sums_without_a_safe_pattern_are_hidden_whole(
    cards: Cards, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the protection refuses is not shown in part."""

    def refuse(*args: object, **options: object) -> None:
        raise NotPublishable("no_pattern")

    monkeypatch.setattr("familjecentral.contacts.closed.protect", refuse)
    card = cards.open()
    cards.act(close_card, CloseCard(card.id, Reason.DONE))
    with cards.store.unit_of_work() as uow:
        (half,) = closed_cards(uow, LATER)
    assert (half.closed, half.mean, half.moves) == (None, None, (None, None, None))


def test_when_every_word_has_been_in_use_it_is_said(cards: Cards) -> None:
    """No word comes back."""
    cards.open()
    with cards.store.unit_of_work() as uow, pytest.raises(NoWordLeft):
        propose_word((("blå",), ("ek",)), uow, cards.ids)
    assert "BLÅ" not in repr(cards.stack.last_done())


def test_less_than_is_to_be_taken_back_is_stale(cards: Cards) -> None:
    """Sums never fall below zero."""
    with cards.store.unit_of_work() as uow, pytest.raises(Stale):
        uow.cards.add_sums(uow.actor.centre_id, QUARTER, {("closed", ""): 1}, -1)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("talks = 100", "ck_support_card_talks"),
        ("since = '2026-10-08'", "ck_support_card_since_is_a_month_or_quarter"),
        ("level = 'high'", "ck_support_card_level"),
        ("open_service = 17001", "FOREIGN KEY"),
    ],
)
def test_the_tables_keep_their_limits(cards: Cards, change: str, constraint: str) -> None:
    """Whatever writes to them: a card can hold no day."""
    cards.open()
    with pytest.raises(Bug, match=constraint), cards.store.unit_of_work() as uow:
        uow.connection.exec_driver_sql(f"UPDATE support_card SET {change}")
