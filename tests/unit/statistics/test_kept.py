"""Versions of the table set: which is in force, and what months counted by several can tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.codes import CodeBook
from familjecentral.commands.reporting import declared_set, set_labels
from familjecentral.disclosure.table import Key, TableSet
from familjecentral.errors import InvalidInput
from familjecentral.statistics.cells import Counted
from familjecentral.statistics.choosing import OWN_FROM, TableWish, choices, chosen_set, wish_of
from familjecentral.statistics.declared import DeclaredSet, Dimension, SensitiveRule
from familjecentral.statistics.kept import (
    KeptSet,
    Mixed,
    counts_the_same,
    everything,
    in_force,
    is_own,
    mixed,
    next_version,
    renewed,
    set_from_text,
    set_text,
    together,
)
from familjecentral.statistics.rule import policy_of
from tests.factories import seed_codes

DAY = dt.date(2026, 10, 8)


def book() -> CodeBook:
    lists: dict = {}
    for code in seed_codes():
        lists.setdefault(code.list, {})[code.key] = code
    return CodeBook(lists)


BOOK = book()
SHIPPED = declared_set(BOOK)
DURATION = TableWish("contacts", ("duration", "level"))
OFFERED = tuple(TableWish(s.measure, s.dimensions) for s in choices(SHIPPED))
REST = tuple(wish_of(spec) for spec in SHIPPED.tables[1:])


def chosen(*wishes: TableWish, threshold: int = 5, kept: tuple[KeptSet, ...] = ()) -> DeclaredSet:
    first = wish_of(SHIPPED.tables[0])
    return chosen_set((first, *wishes), threshold, SHIPPED, kept)


def kept_as(declared: DeclaredSet, version: int, *, own: bool = True) -> KeptSet:
    return KeptSet(version, replace(declared, version=version), own, DAY)


def without(declared: DeclaredSet, key: str) -> DeclaredSet:
    left = tuple(d for d in declared.dimensions if d.key != key)
    tables = tuple(s for s in declared.tables if key not in s.dimensions)
    return replace(declared, dimensions=left, tables=tables)


def changed(declared: DeclaredSet, new: Dimension) -> DeclaredSet:
    dimensions = (new if d.key == new.key else d for d in declared.dimensions)
    return replace(declared, dimensions=tuple(dimensions))


wishes = st.lists(st.sampled_from((*REST, *OFFERED)), max_size=6, unique=True)
sets = st.builds(
    lambda more, threshold: chosen(*more, threshold=threshold), wishes, st.integers(3, 10)
)


@given(sets)
def test_a_set_comes_back_as_it_was_written(declared: DeclaredSet) -> None:
    """Order of tables and of codes included."""
    again = set_from_text(set_text(declared))
    assert again == declared
    assert [list(d.groups) for d in again.dimensions] == [
        list(d.groups) for d in declared.dimensions
    ]


@given(st.lists(sets, min_size=1, max_size=4), st.lists(sets, max_size=2))
def test_a_longer_period_tells_what_all_its_months_hold(
    counted: list[DeclaredSet], near: list[DeclaredSet]
) -> None:
    """No table that a month lacks, and no threshold below any that was in force."""
    numbered = [replace(one, version=n) for n, one in enumerate(counted, start=1)]
    found = together(numbered, near)
    ids = [{spec.id for spec in one.tables} for one in numbered]
    assert {spec.id for spec in found.tables} == set.intersection(*ids)
    assert found.threshold == max(one.threshold for one in (*numbered, *near))
    assert found.version == len(numbered)
    whole = everything([*numbered, *near])
    assert {s.id for s in whole.tables} == {s.id for one in (*numbered, *near) for s in one.tables}


@given(st.lists(st.one_of(st.none(), sets), max_size=5))
def test_the_newest_choice_is_in_force_under_a_number_of_its_own(
    steps: list[DeclaredSet | None],
) -> None:
    """Whatever was chosen and given up before; None goes back to the shipped set."""
    kept: tuple[KeptSet, ...] = ()
    for step in steps:
        version = next_version(kept, SHIPPED)
        new = kept_as(step or SHIPPED, version, own=step is not None)
        kept = (*kept, new)
        now = in_force(kept, SHIPPED)
        assert now == new.declared
        assert is_own(kept) is (step is not None)
    assert [one.version for one in kept] == sorted({one.version for one in kept})


def test_without_a_choice_the_shipped_set_is_in_force() -> None:
    """Under its own number."""
    assert in_force((), SHIPPED) == SHIPPED
    assert not is_own(())


def test_another_shipped_set_gets_the_next_number() -> None:
    """A program that ships other tables takes the place of the shipped ones, not of the own."""
    newer = replace(SHIPPED, version=2, tables=SHIPPED.tables[:4])
    shipped_before = (kept_as(SHIPPED, 1, own=False),)
    assert in_force(shipped_before, newer) == newer
    own = (*shipped_before, kept_as(chosen(DURATION), 2))
    now = in_force(own, replace(newer, threshold=6))
    assert [wish_of(s) for s in now.tables] == [wish_of(SHIPPED.tables[0]), DURATION]
    assert now.threshold == 5


def test_a_table_whose_parts_are_gone_goes() -> None:
    """Measure, dimension or a code that it merges."""
    merged = replace(DURATION, merged=(("duration", ("m31_60", "gt60")),))
    own = chosen(merged, *REST[:2])
    assert len(renewed(own, without(SHIPPED, "duration")).tables) == len(own.tables) - 1
    fewer = replace(SHIPPED.dimension("duration"), codes=("lt15", "missing"))
    assert len(renewed(own, changed(SHIPPED, fewer)).tables) == len(own.tables) - 1
    contacts_only = replace(SHIPPED, measures=SHIPPED.measures[:1])
    assert {s.measure for s in renewed(own, contacts_only).tables} == {"contacts"}


def test_counts_by_other_groups_do_not_stand_for_each_other() -> None:
    """New codes of a list may come; another grouping of the same codes is another table."""
    kind = SHIPPED.dimension("type")
    fewer = changed(SHIPPED, replace(kind, codes=kind.codes[:-1]))
    newer = replace(SHIPPED, version=SHIPPED.version + 1)
    assert together([fewer, newer]).tables == SHIPPED.tables
    age = SHIPPED.dimension("age")
    other = changed(SHIPPED, replace(age, groups={"all": age.codes}, codes=("all",)))
    assert "t4" not in {spec.key for spec in together([other, newer]).tables}


def test_rules_of_all_sets_hold() -> None:
    """Sensitive codes and sensitive zeros too."""
    rule = SensitiveRule("age", ("pregnancy",), 8)
    other = replace(SHIPPED, sensitive=(rule,), zeros_sensitive=("t4",))
    found = together([SHIPPED], [other])
    assert found.sensitive == (*SHIPPED.sensitive, rule)
    assert found.zeros_sensitive == ("t4",)


def test_an_own_table_has_a_number_that_is_never_used_twice() -> None:
    """Shipped tables keep theirs, and so does what the house has had before."""
    first = chosen(DURATION)
    assert [spec.key for spec in first.tables] == ["t1", f"t{OWN_FROM}"]
    partner = TableWish("activities", ("partner.any",))
    second = chosen(partner, kept=(kept_as(first, 2),))
    assert second.tables[-1].key == f"t{OWN_FROM + 1}"
    third = chosen(DURATION, partner, kept=(kept_as(first, 2), kept_as(second, 3)))
    assert [spec.key for spec in third.tables] == ["t1", f"t{OWN_FROM}", f"t{OWN_FROM + 1}"]


def test_own_tables_have_titles() -> None:
    """Composed of what is counted and by what."""
    declared = chosen(DURATION, TableWish("activities", ("partner.any",)))
    labels = set_labels(declared, BOOK, ())
    title = "Kontakter på individnivå efter längd och preventionsnivå"
    assert labels.table(f"t{OWN_FROM}") == title
    assert labels.table(f"t{OWN_FROM + 1}").endswith("efter tillsammans med någon")
    bare = replace(declared, tables=(replace(declared.tables[0], key="t99", dimensions=()),))
    assert set_labels(bare, BOOK, ()).table("t99") == "Kontakter på individnivå"


def test_a_shipped_table_can_be_kept_without_its_levels() -> None:
    """As a house has it that chose its tables before the levels came; under the same number."""
    due = TableWish("groups_due", ("outcome",))
    assert chosen(due, kept=()).tables[-1].dimensions == ("outcome",)


def test_every_offered_table_can_be_chosen() -> None:
    """Alone or by level; nothing is offered of a measure that is counted by level alone."""
    assert {wish.measure for wish in OFFERED} == {"contacts", "activities"}
    for wish in OFFERED:
        for dimensions in (wish.dimensions, wish.dimensions[:1]):
            assert chosen(replace(wish, dimensions=dimensions)).tables[-1].dimensions == dimensions
    assert choices(without(SHIPPED, "level")) == ()


@pytest.mark.parametrize(
    "merged",
    [
        (("level", ("universal", "selective")), ("duration", ("gt60", "shoe"))),
        (("duration", ("lt15", "gt60")), ("duration", ("gt60", "m31_60"))),
        (("duration", ("gt60", "home")),),
        (("duration", ("gt60",)),),
        (("duration", ("lt15", "m15_30", "m31_60", "gt60", "missing")),),
        (("arena", ("centre_room", "other")),),
    ],
)
def test_codes_are_merged_once_and_in_their_own_table(merged) -> None:
    """A code stands in one group, of a dimension that the table has."""
    with pytest.raises(InvalidInput, match="merged:cannot_merge"):
        chosen(replace(DURATION, merged=merged))


@pytest.mark.parametrize(
    ("wishes", "threshold", "problem"),
    [
        ((), 2, "threshold:out_of_range"),
        ((), 11, "threshold:out_of_range"),
        ((DURATION, DURATION), 5, "dimension:twice"),
        ((wish_of(SHIPPED.tables[0]),), 5, "dimension:twice"),
        ((TableWish("contacts", ("topic", "age")),), 5, "dimension:unknown_table"),
        ((TableWish("contacts", ("shoe_size",)),), 5, "dimension:unknown_table"),
        ((TableWish("sessions", ("topic",)),), 5, "dimension:unknown_table"),
    ],
)
def test_what_cannot_be_a_set_is_refused(wishes, threshold: int, problem: str) -> None:
    """Thresholds are 3–10, no table stands twice, and only what is offered can be had."""
    with pytest.raises(InvalidInput, match=problem):
        chosen(*wishes, threshold=threshold)


def test_every_problem_of_a_set_is_told_at_once() -> None:
    """A threshold, a table that is unknown, and one that is lacking."""
    with pytest.raises(InvalidInput) as refused:
        chosen_set((TableWish("contacts", ("topic", "age")),), 2, SHIPPED, ())
    found = {(p.field, p.problem) for p in refused.value.problems}
    assert found == {
        ("threshold", "out_of_range"),
        ("dimension", "first_table"),
        ("dimension", "unknown_table"),
    }


def test_flags_are_not_merged() -> None:
    """Yes and no together say nothing."""
    flag = TableWish("contacts", ("partner.any",), (("partner.any", ("yes", "no")),))
    with pytest.raises(InvalidInput, match="merged:cannot_merge"):
        chosen(flag)


def test_a_number_counts_the_same_by_the_same_measure_and_groups() -> None:
    """Whatever tables the versions hold; the centre is no dimension of the set."""
    old = replace(SHIPPED, version=1, tables=())
    key = Key("contacts", ("2026-01",), 1, (("centre", "C1"), ("level", "universal")))
    assert counts_the_same(old, SHIPPED, key)
    assert not counts_the_same(old, SHIPPED, replace(key, measure="gone"))
    assert not counts_the_same(replace(old, measures=()), SHIPPED, key)
    assert not counts_the_same(replace(old, dimensions=()), SHIPPED, key)
    assert not counts_the_same(old, replace(SHIPPED, dimensions=()), key)
    level = replace(SHIPPED.dimension("level"), groups={"all": ("universal", "selective")})
    regrouped = tuple(level if d.key == "level" else d for d in SHIPPED.dimensions)
    assert not counts_the_same(replace(old, dimensions=regrouped), SHIPPED, key)


def test_a_table_may_have_a_higher_threshold_of_its_own() -> None:
    """It holds for the codes of its rows, merged ones too, wherever they are told; the sensitive
    ones keep theirs."""
    merged = replace(DURATION, merged=(("duration", ("m31_60", "gt60")),), threshold=8)
    own = chosen(merged, threshold=6)
    spec = own.tables[-1]
    assert (spec.threshold, wish_of(spec)) == (8, merged)
    rule = own.sensitive[-1]
    assert (rule.dimension, rule.threshold) == ("duration", 8)
    assert {"m31_60+gt60", "lt15", "missing"} <= set(rule.codes)
    assert own.sensitive[:-1] == SHIPPED.sensitive
    assert set_from_text(set_text(own)) == own
    assert renewed(own, SHIPPED) == own
    lower = chosen(DURATION, threshold=3)
    assert together([lower], [own]).sensitive == (*SHIPPED.sensitive, rule)
    policy = policy_of(own, Counted(TableSet(()), {}, frozenset()))
    assert policy.threshold_of_codes((("duration", "lt15"), ("level", "universal"))) == 8
    assert policy.threshold_of_codes((("level", "universal"),)) == 6
    topic = next(rule for rule in SHIPPED.sensitive if rule.dimension == "topic")
    by_topic = replace(wish_of(SHIPPED.tables[3]), threshold=7)
    assert by_topic.dimensions[0] == "topic"
    high = policy_of(chosen(by_topic), Counted(TableSet(()), {}, frozenset()))
    assert high.threshold_of_codes((("topic", topic.codes[0]),)) == 10
    with pytest.raises(InvalidInput, match="own_threshold"):
        chosen(merged, threshold=9)
    with pytest.raises(InvalidInput, match="own_threshold"):
        chosen(replace(merged, threshold=11))
    with pytest.raises(InvalidInput, match="own_threshold"):
        chosen(replace(merged, threshold=2), threshold=3)


def test_what_is_not_counted_alike_in_all_months_is_named() -> None:
    """Tables that are lacking, and those of which a part is; nothing where all is counted alike."""
    assert mixed([SHIPPED, SHIPPED]) == Mixed()
    asked = [s for s in SHIPPED.tables if s.dimensions == ("form.returned", "form.confidence")]
    tables = tuple(s for s in SHIPPED.tables if s.key != "t14" and s not in asked)
    before = replace(SHIPPED, version=SHIPPED.version - 1, tables=tables)
    found = mixed([before, SHIPPED])
    assert found == mixed([SHIPPED, before])
    assert found == Mixed((before.version, SHIPPED.version), ("t14",), ("t15",))
    own = chosen(DURATION)
    assert mixed([replace(own, version=9), SHIPPED]).without[0] == f"t{OWN_FROM}"


def test_the_rule_of_several_sets_is_for_all_that_they_publish() -> None:
    """A report by an older set knows what newer ones nearby count, and by what."""
    measures = tuple(m for m in SHIPPED.measures if m.key != "consultations")
    tables = tuple(spec for spec in SHIPPED.tables if spec.measure != "consultations")
    before = without(replace(SHIPPED, measures=measures, tables=tables), "visit")
    alone, beside = together([before]), together([before], [SHIPPED])
    assert beside.tables == alone.tables
    assert {m.key for m in beside.measures} - {m.key for m in alone.measures} == {"consultations"}
    told = policy_of(beside, Counted(TableSet(()), {}, frozenset()))
    assert not told.counts_people("consultations")
    assert told.impossible
    assert not policy_of(alone, Counted(TableSet(()), {}, frozenset())).impossible
