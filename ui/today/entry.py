"""What stands in the form of the quick log, and the contact that it makes. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from familjecentral.access.model import CentreId
from familjecentral.contacts.drafts import FormDraft
from familjecentral.contacts.favourites import Favourite
from familjecentral.contacts.model import (
    ContactValues,
    DatePrecision,
    PreventionLevel,
    Referral,
    WorkingLevel,
)
from familjecentral.contacts.rules import FIELDS, RULES, Need

# Which fields stand on which rows at each working level, in tab order. Two fields share a row.
ROWS: dict[WorkingLevel, tuple[tuple[str, ...], ...]] = {
    WorkingLevel.INDIVIDUAL: (
        ("contact_form", "topics"),
        ("child_age_band", "arena"),
        ("participants",),
        ("initiative_taker", "duration_band"),
        ("contact_ordinal", "interpreter"),
    ),
    WorkingLevel.GROUP: (
        ("group", "topics"),
        ("women", "men", "children", "new_visitors"),
        ("arena", "duration_band"),
    ),
    WorkingLevel.STRUCTURAL: (
        ("structural_activity_type", "partners"),
        ("arena", "duration_band"),
    ),
}
MORE: dict[WorkingLevel, tuple[tuple[str, ...], ...]] = {
    WorkingLevel.INDIVIDUAL: (
        ("open_service", "actions"),
        ("referrals", "partners"),
        ("colleagues", "warm"),
    ),
    WorkingLevel.GROUP: (("partners", "colleagues"),),
    WorkingLevel.STRUCTURAL: (("colleagues",),),
}
PROGRAMME, OPEN_GROUP = "programme:", "open_group:"
MANY = frozenset({"topics", "participants", "partners", "actions", "referrals"})
_TOGETHER = {"programme": "group", "open_group": "group"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A form as it stands: a day (None: what is typed is no day), a level (None: not chosen),
    and the fields by name. ``group`` is ``programme:KEY`` or ``open_group:KEY``; ``referrals``
    are keys, ``warm`` tells whether they were handed over together, and ``alike`` how many
    alike are to be saved."""

    day: dt.date | None
    level: tuple[str, str] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    precision: DatePrecision = DatePrecision.DAY

    @property
    def alike(self) -> int:
        """How many alike are to be saved."""
        return int(self.fields.get("alike") or 1)

    def is_blank(self) -> bool:
        """Tell whether nothing has been filled in."""
        return self.level is None and not any(self.fields.values())


def widget_field(name: str) -> str:
    """Return the form's field that shows a problem of the core's field."""
    return _TOGETHER.get(name, name)


def is_required(name: str, level: WorkingLevel) -> bool:
    """Tell whether the form's field is required at a working level."""
    if name == "group":
        return True
    return any(rule.field == name and rule.need(level) is Need.REQUIRED for rule in FIELDS)


def to_values(entry: Entry, centre: CentreId) -> ContactValues:
    """Return the contact that a form with day and level makes; what does not belong to the
    working level is left out."""
    assert entry.day is not None
    assert entry.level is not None
    working = WorkingLevel(entry.level[1])
    found: dict[str, Any] = dict(entry.fields)
    group = str(found.pop("group", None) or "")
    if group.startswith(PROGRAMME):
        found["programme"] = group.removeprefix(PROGRAMME)
    elif group.startswith(OPEN_GROUP):
        found["open_group"] = group.removeprefix(OPEN_GROUP)
    warm = bool(found.pop("warm", False))
    found["referrals"] = tuple(
        Referral(target, True if warm else None) for target in found.get("referrals") or ()
    )
    allowed = {rule.field for rule in FIELDS if rule.needs[working] is not Need.NEVER}
    kept = {
        name: value for name, value in found.items() if name in allowed and value not in (None, ())
    }
    return ContactValues(
        date=entry.day,
        centre_id=centre,
        prevention_level=PreventionLevel(entry.level[0]),
        working_level=working,
        date_precision=entry.precision,
        **kept,
    )


def from_values(values: ContactValues) -> Entry:
    """Return the form that shows a contact."""
    fields: dict[str, Any] = {
        rule.field: getattr(values, rule.field)
        for rule in FIELDS
        if rule.field not in ("programme", "open_group", "referrals")
    }
    if values.programme:
        fields["group"] = PROGRAMME + values.programme
    elif values.open_group:
        fields["group"] = OPEN_GROUP + values.open_group
    fields["referrals"] = tuple(referral.target for referral in values.referrals)
    fields["warm"] = any(referral.warm_handover for referral in values.referrals)
    level = (values.prevention_level.value, values.working_level.value)
    return Entry(values.date, level, fields, values.date_precision)


def codes_in(entry: Entry) -> dict[str, tuple[str, ...]]:
    """Return the code keys that stand in a form, by field of a contact."""
    found = dict(entry.fields)
    group = str(found.pop("group", None) or "")
    for name, prefix in (("programme", PROGRAMME), ("open_group", OPEN_GROUP)):
        if group.startswith(prefix):
            found[name] = group.removeprefix(prefix)
    codes = {}
    for name, value in found.items():
        if name in RULES and RULES[name].code_list is not None and value:
            codes[name] = (value,) if isinstance(value, str) else tuple(value)
    return codes


def with_codes(codes: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the fields of a form that hold these codes."""
    fields: dict[str, Any] = {}
    for name, keys in codes.items():
        if name in ("programme", "open_group"):
            fields["group"] = f"{name}:{keys[0]}" if keys else None
        elif name in MANY:
            fields[name] = keys
        else:
            fields[name] = keys[0] if keys else None
    return fields


def to_draft(entry: Entry, today: dt.date) -> FormDraft:
    """Return a form as it is kept until it is saved."""
    numbers = {
        name: value
        for name, value in entry.fields.items()
        if name in RULES and RULES[name].code_list is None and value is not None
    }
    warm = bool(entry.fields.get("warm"))
    return FormDraft(
        today, entry.day, entry.level, codes_in(entry), numbers, warm, alike=entry.alike
    )


def from_draft(draft: FormDraft, today: dt.date) -> Entry:
    """Return the form that was kept; without a day it gets today's."""
    fields = {**with_codes(draft.codes), **draft.numbers}
    if draft.warm:
        fields["warm"] = True
    if draft.alike > 1:
        fields["alike"] = draft.alike
    return Entry(draft.day or today, draft.level, fields)


def from_favourite(favourite: Favourite, day: dt.date) -> Entry:
    """Return the form that a favourite fills."""
    level = (favourite.prevention_level.value, favourite.working_level.value)
    return Entry(day, level, with_codes(favourite.codes))


def again(values: ContactValues, today: dt.date) -> Entry:
    """Return the form that repeats a contact today (*Som förra*)."""
    return replace(from_values(values), day=today, precision=DatePrecision.DAY)
