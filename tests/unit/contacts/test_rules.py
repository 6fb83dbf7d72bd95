"""The field table of a contact."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.contacts.model import (
    ContactValues,
    DatePrecision,
    PreventionLevel,
    Referral,
    WorkingLevel,
)
from familjecentral.contacts.rules import FIELDS, RULES, Need, arena_for, check, codes_of
from familjecentral.errors import InvalidInput
from tests.unit.fakes import LINDEN, code_book

TODAY = dt.date(2026, 10, 8)
BOOK = code_book()

INDIVIDUAL = ContactValues(
    TODAY,
    LINDEN.id,
    PreventionLevel.UNIVERSAL,
    WorkingLevel.INDIVIDUAL,
    contact_form="booked_talk",
    arena="centre_room",
    topics=("parenting",),
)
GROUP = ContactValues(
    TODAY,
    LINDEN.id,
    PreventionLevel.SELECTIVE,
    WorkingLevel.GROUP,
    women=6,
    men=2,
    children=9,
    new_visitors=1,
    open_group="cafe",
)
STRUCTURAL = ContactValues(
    TODAY,
    LINDEN.id,
    PreventionLevel.INDICATED,
    WorkingLevel.STRUCTURAL,
    structural_activity_type="consultation",
)
LEAST = {
    WorkingLevel.INDIVIDUAL: INDIVIDUAL,
    WorkingLevel.GROUP: GROUP,
    WorkingLevel.STRUCTURAL: STRUCTURAL,
}
SAMPLE: dict[str, Any] = {
    "contact_form": "phone",
    "arena": "home",
    "topics": ("attachment",),
    "child_age_band": "m0_11",
    "contact_ordinal": "first",
    "interpreter": "none",
    "initiative_taker": "parent",
    "participants": ("mother", "father"),
    "women": 1,
    "men": 1,
    "children": 1,
    "new_visitors": 1,
    "programme": "ICDP",
    "open_group": "cafe",
    "structural_activity_type": "area_work",
    "duration_band": "lt15",
    "partners": ("school",),
    "colleagues": 1,
    "open_service": "service_1",
    "actions": ("advice",),
    "referrals": (Referral("family_law", warm_handover=True),),
}
EMPTY = {"topics": (), "participants": (), "partners": (), "actions": (), "referrals": ()}


def problems(values: ContactValues, **options: Any) -> list[tuple[str, str]]:
    try:
        check(values, codes=BOOK, today=TODAY, **options)
    except InvalidInput as refused:
        return [(p.field, p.problem) for p in refused.problems]
    return []


@pytest.mark.parametrize("level", WorkingLevel)
def test_the_least_of_each_level_is_enough(level: WorkingLevel) -> None:
    """What the table marks as required is all that is asked for."""
    assert problems(LEAST[level]) == []


@pytest.mark.parametrize("rule", FIELDS, ids=lambda rule: rule.field)
@pytest.mark.parametrize("level", WorkingLevel)
def test_every_field_follows_the_table_at_every_level(rule: Any, level: WorkingLevel) -> None:
    """Required fields cannot be left out, optional ones may stand, the others may not."""
    empty = replace(LEAST[level], **{rule.field: EMPTY.get(rule.field)})
    filled = replace(LEAST[level], **{rule.field: SAMPLE[rule.field]})
    if rule.field == "programme":
        filled = replace(filled, open_group=None)
    need = rule.need(level)
    if need is Need.REQUIRED:
        assert (rule.field, "required") in problems(empty)
    if need is Need.NEVER:
        assert (rule.field, "not_at_this_level") in problems(filled)
    else:
        assert problems(filled) == []


def test_the_table_names_every_field_of_a_contact() -> None:
    """A field that the table forgets could carry anything."""
    about_the_row = {"date", "date_precision", "centre_id", "prevention_level", "working_level"}
    assert set(RULES) | about_the_row == set(ContactValues.__dataclass_fields__)


def test_all_problems_are_told_at_once() -> None:
    """Nobody corrects one field only to hear of the next."""
    bare = replace(INDIVIDUAL, contact_form=None, arena=None, topics=(), women=3)
    assert problems(bare) == [
        ("contact_form", "required"),
        ("arena", "required"),
        ("topics", "required"),
        ("women", "not_at_this_level"),
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (replace(INDIVIDUAL, date=dt.date(2026, 10, 9)), ("date", "future_date")),
        (replace(INDIVIDUAL, date=dt.date(1999, 12, 31)), ("date", "out_of_range")),
        (replace(INDIVIDUAL, date_precision=DatePrecision.MONTH), ("date", "bad_combination")),
        (replace(INDIVIDUAL, contact_form="telepathy"), ("contact_form", "unknown_code")),
        (replace(INDIVIDUAL, topics=("retired",)), ("topics", "retired_code")),
        (
            replace(INDIVIDUAL, topics=("parenting", "attachment", "routines", "other")),
            ("topics", "too_many"),
        ),
        (replace(INDIVIDUAL, topics=("parenting", "parenting")), ("topics", "repeated")),
        (replace(INDIVIDUAL, colleagues=21), ("colleagues", "out_of_range")),
        (replace(GROUP, women=-1), ("women", "out_of_range")),
        (replace(GROUP, children=201), ("children", "out_of_range")),
        (replace(GROUP, programme="ICDP"), ("open_group", "bad_combination")),
        (replace(GROUP, open_group=None), ("open_group", "required")),
        (replace(GROUP, new_visitors=18), ("new_visitors", "bad_combination")),
    ],
)
def test_a_value_outside_the_rules_is_named(
    values: ContactValues, expected: tuple[str, str]
) -> None:
    """Each rule has its own key, so that the form can say what to do."""
    assert problems(values) == [expected]


def test_rows_of_a_month_stand_on_the_fifteenth() -> None:
    """A tally sheet knows the month only."""
    row = replace(INDIVIDUAL, date=dt.date(2026, 9, 15), date_precision=DatePrecision.MONTH)
    assert problems(row) == []


@pytest.mark.parametrize("level", WorkingLevel)
def test_imported_rows_may_lack_all_but_the_core(level: WorkingLevel) -> None:
    """Old sheets know less: date, levels, form (individual) and activity (structural) remain."""
    bare = ContactValues(TODAY, LINDEN.id, PreventionLevel.UNIVERSAL, level)
    expected = {
        WorkingLevel.INDIVIDUAL: [("contact_form", "required")],
        WorkingLevel.GROUP: [],
        WorkingLevel.STRUCTURAL: [("structural_activity_type", "required")],
    }
    assert problems(bare, imported=True) == expected[level]


def test_a_correction_need_not_fill_in_what_the_row_lacked() -> None:
    """An imported row can be corrected in one field without making up the others."""
    lacking = replace(INDIVIDUAL, arena=None, topics=())
    corrected = replace(lacking, contact_form="phone")
    assert problems(corrected, kept=lacking) == []
    assert problems(replace(corrected, contact_form=None), kept=lacking) == [
        ("contact_form", "required")
    ]
    bare = ContactValues(TODAY, LINDEN.id, PreventionLevel.UNIVERSAL, WorkingLevel.GROUP)
    assert problems(bare, kept=bare) == []
    assert ("open_group", "required") in problems(bare, kept=GROUP)
    assert ("women", "required") in problems(bare, kept=lacking)


def test_a_retired_code_may_stay_but_not_be_chosen_anew() -> None:
    """Old rows keep the code that the centre has retired since."""
    old = replace(INDIVIDUAL, topics=("retired",))
    assert problems(replace(old, contact_form="phone"), kept=old) == []
    assert problems(old, kept=INDIVIDUAL) == [("topics", "retired_code")]


@pytest.mark.parametrize(
    ("form", "arena"),
    [
        ("phone", "remote"),
        ("video", "remote"),
        ("message", "remote"),
        ("home_visit", "home"),
        ("joint_home_visit", "home"),
        ("drop_in_talk", "open_preschool"),
        ("booked_talk", "centre_room"),
        (None, "centre_room"),
    ],
)
def test_the_arena_follows_the_form(form: str | None, arena: str) -> None:
    """The counsellor does not say twice where she was."""
    assert arena_for(WorkingLevel.INDIVIDUAL, form) == arena


def test_the_arena_above_the_single_family_is_other() -> None:
    """Groups and structural work have no arena of their own."""
    assert arena_for(WorkingLevel.GROUP) == arena_for(WorkingLevel.STRUCTURAL) == "other"


def test_codes_are_read_from_one_several_or_none() -> None:
    """Every coded field gives its keys in the same shape."""
    filled = replace(INDIVIDUAL, referrals=SAMPLE["referrals"])
    assert codes_of(filled, "referrals") == ("family_law",)
    assert codes_of(filled, "topics") == ("parenting",)
    assert codes_of(filled, "arena") == ("centre_room",)
    assert codes_of(filled, "interpreter") == ()


@st.composite
def any_values(draw: st.DrawFn) -> ContactValues:
    chosen = {name: draw(st.sampled_from([EMPTY.get(name), SAMPLE[name]])) for name in SAMPLE}
    return ContactValues(
        TODAY, LINDEN.id, PreventionLevel.UNIVERSAL, draw(st.sampled_from(WorkingLevel)), **chosen
    )


@given(any_values(), st.booleans())
def test_a_row_is_accepted_exactly_when_the_table_says_so(
    values: ContactValues, imported: bool
) -> None:
    """No combination of present and missing fields slips past the table."""
    level = values.working_level
    fits = True
    for rule in FIELDS:
        present = getattr(values, rule.field) not in (None, ())
        need = rule.need(level, imported=imported)
        fits &= not ((present and need is Need.NEVER) or (not present and need is Need.REQUIRED))
    if level is WorkingLevel.GROUP:
        given_groups = sum(x is not None for x in (values.programme, values.open_group))
        fits &= given_groups == 1 or (imported and given_groups == 0)
    assert (problems(values, imported=imported) == []) == fits
