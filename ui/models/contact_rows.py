"""A contact as a row of text and as a list of facts. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from familjecentral.codes import CodeBook
from familjecentral.contacts.model import Contact, ContactValues, DatePrecision
from familjecentral.contacts.rules import RULES, Need
from ui.codes import short_label
from ui.widgets.daytext import MONTHS, long_day, month_name, short_day

UNKNOWN = "?"
NOT_HERE = "."


@dataclass(frozen=True, slots=True)
class Row:
    """What the list shows of a contact; ``.`` cannot occur at its level, ``?`` is missing."""

    contact: Contact
    day: str
    level: str
    working: str
    what: str
    topic: str
    age: str
    people: str
    minutes: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in order of the columns."""
        return (
            self.day,
            self.level,
            self.working,
            self.what,
            self.topic,
            self.age,
            self.people,
            self.minutes,
        )

    @property
    def spoken(self) -> str:
        """The whole row in one sentence."""
        return ", ".join(cell for cell in self.cells if cell not in (UNKNOWN, NOT_HERE))


def what_is(values: ContactValues, codes: CodeBook) -> str:
    """Return form, programme, open group or activity, whichever the level has."""
    kinds = (
        ("contact_form", values.contact_form),
        ("programme", values.programme),
        ("open_group", values.open_group),
        ("structural_activity_type", values.structural_activity_type),
    )
    return next((short_label(codes, name, key) for name, key in kinds if key), UNKNOWN)


def row_of(contact: Contact, codes: CodeBook) -> Row:
    """Return the row of a contact."""
    values = contact.values
    day = short_day(values.date)
    if values.date_precision is DatePrecision.MONTH:
        day = f"{MONTHS[values.date.month - 1][:3]} {values.date.year}"

    def one(field: str, list_key: str, key: str | None) -> str:
        if RULES[field].needs[values.working_level] is Need.NEVER:
            return NOT_HERE
        return short_label(codes, list_key, key) if key else UNKNOWN

    people = [short_label(codes, "participants", key) for key in values.participants]
    return Row(
        contact,
        day,
        codes.label("prevention_level", values.prevention_level),
        short_label(codes, "working_level", values.working_level),
        what_is(values, codes),
        one("topics", "topic", values.topics[0] if values.topics else None),
        one("child_age_band", "child_age_band", values.child_age_band),
        ", ".join(people) if people else one("participants", "participants", None),
        one("duration_band", "duration_band", values.duration_band),
    )


def facts_of(values: ContactValues, codes: CodeBook) -> Iterator[tuple[str, str]]:
    """Yield label and text of everything that can be known at the contact's level."""
    if values.date_precision is DatePrecision.MONTH:
        yield "date", month_name(values.date)
    else:
        yield "date", long_day(values.date)
    yield "prevention_level", codes.label("prevention_level", values.prevention_level)
    yield "working_level", codes.label("working_level", values.working_level)
    for name, list_key in (
        ("contact_form", "contact_form"),
        ("programme", "programme"),
        ("open_group", "open_group"),
        ("structural_activity_type", "structural_activity_type"),
        ("arena", "arena"),
    ):
        key = getattr(values, name)
        if key or RULES[name].needs[values.working_level] is Need.REQUIRED:
            yield name, codes.label(list_key, key) if key else ""
    yield from _topics(values, codes)
    yield from _numbers(values)
    for name, list_key in (
        ("child_age_band", "child_age_band"),
        ("participants", "participants"),
        ("initiative_taker", "initiative_taker"),
        ("open_service", "open_service"),
        ("actions", "action_given"),
        ("duration_band", "duration_band"),
        ("contact_ordinal", "contact_ordinal"),
        ("interpreter", "interpreter"),
        ("partners", "partner"),
    ):
        if RULES[name].needs[values.working_level] is Need.NEVER:
            continue
        found = getattr(values, name)
        keys = found if isinstance(found, tuple) else (found,) if found else ()
        # What stands behind *Mer* is shown when it was said; the rest says that it is missing.
        if keys or name not in ("open_service", "actions", "partners"):
            yield name, ", ".join(codes.label(list_key, key) for key in keys)
    for referral in values.referrals:
        yield "referrals", codes.label("referral_target", referral.target)
    if any(referral.warm_handover for referral in values.referrals):
        yield "warm", codes.label("action_given", "warm_handover")
    if values.colleagues is not None:
        yield "colleagues", str(values.colleagues)


def _topics(values: ContactValues, codes: CodeBook) -> Iterator[tuple[str, str]]:
    if RULES["topics"].needs[values.working_level] is Need.NEVER:
        return
    labels = [codes.label("topic", key) for key in values.topics]
    yield "topics", labels[0] if labels else ""
    if labels[1:]:
        yield "more_topics", ", ".join(labels[1:])


def _numbers(values: ContactValues) -> Iterator[tuple[str, str]]:
    for name in ("women", "men", "children", "new_visitors"):
        if RULES[name].needs[values.working_level] is not Need.NEVER:
            number = getattr(values, name)
            yield name, "" if number is None else ("–" if number == 0 else str(number))
