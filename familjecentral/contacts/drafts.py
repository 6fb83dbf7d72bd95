"""The half-filled form: one slot per person, kept while she types, gone when she saves.

A stored row that is being changed is kept in the same slot; a new form that stood half filled in
before goes along and comes back when the change has ended.

What is kept are codes, numbers and marks, never text. The store seals the slot to the person:
whoever else opens the store cannot read it. Only its centre and month stand beside it in the
clear, so that a period lock can take it away without reading it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from familjecentral.access.model import Act, require
from familjecentral.calendar.periods import Month
from familjecentral.clock import Clock
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import (
    ContactId,
    ContactValues,
    PreventionLevel,
    WorkingLevel,
)
from familjecentral.contacts.rules import RULES
from familjecentral.contacts.store import ContactsUnitOfWork

VERSION = 2


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form as somebody left it.

    Attributes:
        kept_on: the day on which it was last typed in; no time of day.
        day: the day of the contact; None: what stood there was no day.
        level: prevention level and working level, None when not chosen.
        codes: code keys by field of the contact. numbers: by field of the contact.
        warm: guided on by a handover together. alike: how many alike were to be saved.
        row: the stored row that is being changed; None: it is a new one.
        seen: what the row said then (:func:`mark_of`); empty: the day was moved out of its
        month, and a lock of that month would not reach it here.
        aside: the new form that stood there before.
    """

    kept_on: dt.date
    day: dt.date | None = None
    level: tuple[str, str] | None = None
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    warm: bool = False
    alike: int = 1
    row: ContactId | None = None
    seen: str = ""
    aside: FormDraft | None = None

    def __repr__(self) -> str:
        return "FormDraft(…)"


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep a form in the person's slot, in place of what was there."""

    draft: FormDraft


def mark_of(values: ContactValues) -> str:
    """Return a mark that changes when anything in the values does."""
    return sha256(repr(astuple(values)).encode()).hexdigest()


def keep_draft(command: KeepDraft, uow: ContactsUnitOfWork, clock: Clock) -> bool:
    """Keep a form. A form of a locked month is not kept, and what the slot held goes; then
    the answer is False. So it is for the change of a stored row when a new form of another month
    lies in the slot: that one is safe nowhere else, and the slot stands in one month only.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    draft = replace(command.draft, kept_on=clock.today())
    month = _month(draft)
    if draft.row is not None:
        aside = _new_form(read_draft(uow))
        if aside is not None and _month(aside) != month:
            return False
        draft = replace(draft, aside=aside)
    is_open = month not in uow.locks.locked_months(uow.actor.centre_id)
    if is_open:
        _put(draft, uow)
    else:
        uow.drafts.clear()
    uow.commit()
    return is_open


def read_draft(uow: ContactsUnitOfWork) -> FormDraft | None:
    """Return what the person's slot holds, without codes that the store does not know (any
    more); None when it is empty, or sealed to a key that was lost with a passphrase.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    content = uow.drafts.get()
    return None if content is None else _read(json.loads(content), uow.codes())


def drop_draft(uow: ContactsUnitOfWork) -> None:
    """Empty the person's slot; a new form that a change had put aside lies there again.

    Raises:
        NotAllowed.
    """
    end_draft(uow)
    uow.commit()


def end_draft(uow: ContactsUnitOfWork) -> None:
    """Do the same within the transaction of a save.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    found = read_draft(uow)
    if found is not None and found.aside is not None:
        _put(found.aside, uow)
    else:
        uow.drafts.clear()


def _put(draft: FormDraft, uow: ContactsUnitOfWork) -> None:
    content = json.dumps(_written(draft), separators=(",", ":")).encode()
    uow.drafts.put(uow.actor.centre_id, _month(draft), content)


def _month(draft: FormDraft) -> Month:
    return Month.of(draft.day or draft.kept_on)


def _new_form(found: FormDraft | None) -> FormDraft | None:
    return found if found is None or found.row is None else found.aside


def _written(draft: FormDraft) -> dict[str, object]:
    return {
        "version": VERSION,
        "kept_on": draft.kept_on.isoformat(),
        "day": draft.day and draft.day.isoformat(),
        "level": draft.level,
        "codes": {name: keys for name, keys in draft.codes.items() if keys},
        "numbers": dict(draft.numbers),
        "warm": draft.warm,
        "alike": draft.alike,
        "row": draft.row and draft.row.hex,
        "seen": draft.seen,
        "aside": draft.aside and _written(draft.aside),
    }


def _read(found: Mapping[str, Any], book: CodeBook) -> FormDraft | None:
    if found["version"] != VERSION:
        return None  # written by another program version: a form is soon filled in anew
    codes = {}
    for name, keys in found["codes"].items():
        rule = RULES.get(name)
        if rule is not None and rule.code_list is not None:
            codes[name] = tuple(key for key in keys if book.has(rule.code_list, key))
    return FormDraft(
        kept_on=dt.date.fromisoformat(found["kept_on"]),
        day=dt.date.fromisoformat(found["day"]) if found["day"] else None,
        level=_level(found["level"]),
        codes=codes,
        numbers={name: int(n) for name, n in found["numbers"].items() if name in RULES},
        warm=bool(found["warm"]),
        alike=int(found["alike"]),
        row=ContactId(UUID(found["row"])) if found["row"] else None,
        seen=found["seen"],
        aside=_read(found["aside"], book) if found["aside"] else None,
    )


def _level(found: list[str] | None) -> tuple[str, str] | None:
    return (PreventionLevel(found[0]).value, WorkingLevel(found[1]).value) if found else None
