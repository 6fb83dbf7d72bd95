"""Which field a contact may carry at which working level, and what its values may be.

The table is data, so that the form, the import and the check can never disagree.
Source: the field table of the product description; limits are wide enough for a real day and
narrow enough to catch a slip of the keyboard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from familjecentral.access.model import CentreId
from familjecentral.codes import Code, CodeBook
from familjecentral.contacts.model import ContactValues, DatePrecision, WorkingLevel
from familjecentral.errors import FieldProblem, InvalidInput

FIRST_DAY = dt.date(2000, 1, 1)
MOST_TOPICS = 3
MOST_VISITORS = 200
MOST_COLLEAGUES = 20
MOST_ALIKE = 20
DAY_OF_A_MONTH_ROW = 15


class Need(StrEnum):
    """Whether a field belongs to a working level."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of the form.

    Attributes:
        field: attribute of :class:`ContactValues`.
        needs: by working level, when logged by hand.
        code_list: key of the list that its codes come from (None: a number).
        most: how many codes at most, or the largest number.
        import_needs_it: required in imported rows too, where it is required at all.
    """

    field: str
    needs: Mapping[WorkingLevel, Need]
    code_list: str | None = None
    most: int = 1
    import_needs_it: bool = False

    def need(self, level: WorkingLevel, *, imported: bool = False) -> Need:
        """Return the need at a level; imported rows may lack most of what is required."""
        need = self.needs[level]
        if imported and need is Need.REQUIRED and not self.import_needs_it:
            return Need.OPTIONAL
        return need


def _needs(individual: str, group: str, structural: str) -> Mapping[WorkingLevel, Need]:
    letters = {"r": Need.REQUIRED, "o": Need.OPTIONAL, "-": Need.NEVER}
    return MappingProxyType(
        {
            WorkingLevel.INDIVIDUAL: letters[individual],
            WorkingLevel.GROUP: letters[group],
            WorkingLevel.STRUCTURAL: letters[structural],
        }
    )


_MANY = 99  # as many as the list holds

FIELDS: tuple[FieldRule, ...] = (
    FieldRule("contact_form", _needs("r", "-", "-"), "contact_form", import_needs_it=True),
    FieldRule("arena", _needs("r", "o", "o"), "arena"),
    FieldRule("topics", _needs("r", "o", "-"), "topic", MOST_TOPICS),
    FieldRule("child_age_band", _needs("o", "-", "-"), "child_age_band"),
    FieldRule("contact_ordinal", _needs("o", "-", "-"), "contact_ordinal"),
    FieldRule("interpreter", _needs("o", "-", "-"), "interpreter"),
    FieldRule("initiative_taker", _needs("o", "-", "-"), "initiative_taker"),
    FieldRule("participants", _needs("o", "-", "-"), "participants", _MANY),
    FieldRule("women", _needs("-", "r", "-"), most=MOST_VISITORS),
    FieldRule("men", _needs("-", "r", "-"), most=MOST_VISITORS),
    FieldRule("children", _needs("-", "r", "-"), most=MOST_VISITORS),
    FieldRule("new_visitors", _needs("-", "r", "-"), most=MOST_VISITORS),
    FieldRule("programme", _needs("-", "o", "-"), "programme"),
    FieldRule("open_group", _needs("-", "o", "-"), "open_group"),
    FieldRule(
        "structural_activity_type",
        _needs("-", "-", "r"),
        "structural_activity_type",
        import_needs_it=True,
    ),
    FieldRule("duration_band", _needs("o", "o", "o"), "duration_band"),
    FieldRule("partners", _needs("o", "o", "o"), "partner", _MANY),
    FieldRule("colleagues", _needs("o", "o", "o"), most=MOST_COLLEAGUES),
    FieldRule("open_service", _needs("o", "-", "-"), "open_service"),
    FieldRule("actions", _needs("o", "-", "-"), "action_given", _MANY),
    FieldRule("referrals", _needs("o", "-", "-"), "referral_target", _MANY),
)
RULES: Mapping[str, FieldRule] = MappingProxyType({rule.field: rule for rule in FIELDS})

_ARENA_BY_FORM = MappingProxyType(
    {
        "phone": "remote",
        "video": "remote",
        "message": "remote",
        "home_visit": "home",
        "joint_home_visit": "home",
        "drop_in_talk": "open_preschool",
    }
)


def arena_for(level: WorkingLevel, contact_form: str | None = None) -> str:
    """Return the arena that follows from a level and a contact form, until somebody says else."""
    if level is not WorkingLevel.INDIVIDUAL:
        return "other"
    return _ARENA_BY_FORM.get(contact_form or "", "centre_room")


def follows_form(contact_form: str | None) -> bool:
    """Tell whether a contact form has an arena of its own."""
    return contact_form in _ARENA_BY_FORM


def codes_of(values: ContactValues, field: str) -> tuple[str, ...]:
    """Return the code keys that a field holds, none for a missing one."""
    found = getattr(values, field)
    if field == "referrals":
        return tuple(referral.target for referral in values.referrals)
    if isinstance(found, tuple):
        return found
    return () if found is None else (found,)


def check(
    values: ContactValues,
    *,
    codes: CodeBook,
    today: dt.date,
    imported: bool = False,
    kept: ContactValues | None = None,
) -> None:
    """Check everything at once.

    ``kept`` is what the row held before a correction: what it lacked it may go on lacking, and
    a code that has been retired since may stay; it may only not be chosen anew.

    Raises:
        InvalidInput: with one problem for each field that cannot be accepted, in the order of
            the form. Keys: ``required``, ``unknown_code``, ``retired_code``,
            ``not_at_this_level``, ``too_many``, ``repeated``, ``out_of_range``, ``future_date``,
            ``bad_combination``.
    """
    problems = tuple(_problems(values, codes, today, imported, kept))
    if problems:
        raise InvalidInput(problems)


def _problems(
    values: ContactValues,
    codes: CodeBook,
    today: dt.date,
    imported: bool,
    kept: ContactValues | None,
) -> Iterator[FieldProblem]:
    yield from _date_problems(values, today)
    for rule in FIELDS:
        if rule.code_list is None:
            problem = _number_problem(values, rule)
        else:
            problem = _code_problem(values, rule, rule.code_list, codes, kept)
        if problem:
            yield problem
        elif _lacks(values, rule, imported, kept):
            yield FieldProblem(rule.field, "required")
    yield from _combination_problems(values)
    if not imported and _lacks_group(values) and not (kept and _lacks_group(kept)):
        yield FieldProblem("open_group", "required")


def _lacks(
    values: ContactValues, rule: FieldRule, imported: bool, kept: ContactValues | None
) -> bool:
    if rule.need(values.working_level, imported=imported) is not Need.REQUIRED:
        return False
    if getattr(values, rule.field) not in (None, ()):
        return False
    return (
        kept is None
        or kept.working_level is not values.working_level
        or getattr(kept, rule.field) not in (None, ())
    )


def _lacks_group(values: ContactValues) -> bool:
    return values.working_level is WorkingLevel.GROUP and not (
        values.programme or values.open_group
    )


def _date_problems(values: ContactValues, today: dt.date) -> Iterator[FieldProblem]:
    if values.date > today:
        yield FieldProblem("date", "future_date")
    elif values.date < FIRST_DAY:
        yield FieldProblem("date", "out_of_range")
    elif values.date_precision is DatePrecision.MONTH and values.date.day != DAY_OF_A_MONTH_ROW:
        yield FieldProblem("date", "bad_combination")


def _number_problem(values: ContactValues, rule: FieldRule) -> FieldProblem | None:
    number: int | None = getattr(values, rule.field)
    if number is None:
        return None
    if rule.needs[values.working_level] is Need.NEVER:
        return FieldProblem(rule.field, "not_at_this_level")
    if not 0 <= number <= rule.most:
        return FieldProblem(rule.field, "out_of_range", rule.most)
    return None


def _code_problem(
    values: ContactValues,
    rule: FieldRule,
    code_list: str,
    codes: CodeBook,
    kept: ContactValues | None,
) -> FieldProblem | None:
    chosen = codes_of(values, rule.field)
    if not chosen:
        return None
    if rule.needs[values.working_level] is Need.NEVER:
        return FieldProblem(rule.field, "not_at_this_level")
    if len(chosen) > rule.most:
        return FieldProblem(rule.field, "too_many", rule.most)
    if len(set(chosen)) < len(chosen):
        return FieldProblem(rule.field, "repeated")
    held = codes_of(kept, rule.field) if kept else ()
    problem = _key_problem(chosen, held, codes.lists.get(code_list, {}), values.date)
    return FieldProblem(rule.field, problem) if problem else None


def _key_problem(
    chosen: tuple[str, ...], held: tuple[str, ...], known: Mapping[str, Code], day: dt.date
) -> str | None:
    for key in chosen:
        if key not in known:
            return "unknown_code"
        if key not in held and not known[key].is_valid(day):
            return "retired_code"
    return None


def _combination_problems(values: ContactValues) -> Iterator[FieldProblem]:
    if values.working_level is not WorkingLevel.GROUP:
        return
    if values.programme and values.open_group:
        yield FieldProblem("open_group", "bad_combination")
    everybody = (values.women, values.men, values.children)
    if values.new_visitors is None or None in everybody:
        return
    most = sum(n for n in everybody if n is not None)
    if values.new_visitors > most:
        yield FieldProblem("new_visitors", "bad_combination", most)


def check_centre(centre: CentreId, known: frozenset[CentreId]) -> None:
    """Stop unless the centre is one of the store's.

    Raises:
        InvalidInput: ``unknown_code`` on ``centre_id``.
    """
    if centre not in known:
        raise InvalidInput((FieldProblem("centre_id", "unknown_code"),))
