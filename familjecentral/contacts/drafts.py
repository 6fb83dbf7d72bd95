"""The half-filled form: one slot per person, kept while she types, gone when she saves.

What is kept are codes, numbers and marks, never text. The store seals the slot to the person:
whoever else opens the store cannot read it. Only its centre and month stand beside it in the
clear, so that a period lock can take it away without reading it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from familjecentral.access.model import Act, require
from familjecentral.calendar.periods import Month
from familjecentral.clock import Clock
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import PreventionLevel, WorkingLevel
from familjecentral.contacts.rules import RULES
from familjecentral.contacts.store import ContactsUnitOfWork

VERSION = 1


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form as somebody left it.

    Attributes:
        kept_on: the day on which it was last typed in; no time of day.
        day: the day of the contact; None: what stood there was no day.
        level: prevention level and working level, None when not chosen.
        codes: code keys by field of the contact. numbers: by field of the contact.
        warm: guided on by a handover together. alike: how many alike were to be saved.
    """

    kept_on: dt.date
    day: dt.date | None = None
    level: tuple[str, str] | None = None
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    warm: bool = False
    alike: int = 1

    def __repr__(self) -> str:
        return "FormDraft(…)"


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep a form in the person's slot, in place of what was there."""

    draft: FormDraft


def keep_draft(command: KeepDraft, uow: ContactsUnitOfWork, clock: Clock) -> bool:
    """Keep a form. A form of a locked month is not kept, and what the slot held goes; then
    the answer is False.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    draft = replace(command.draft, kept_on=clock.today())
    month = Month.of(draft.day or draft.kept_on)
    is_open = month not in uow.locks.locked_months(uow.actor.centre_id)
    if is_open:
        uow.drafts.put(uow.actor.centre_id, month, _written(draft))
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
    return None if content is None else _read(content, uow.codes())


def drop_draft(uow: ContactsUnitOfWork) -> None:
    """Empty the person's slot.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    if uow.drafts.clear():
        uow.commit()


def _written(draft: FormDraft) -> bytes:
    content = {
        "version": VERSION,
        "kept_on": draft.kept_on.isoformat(),
        "day": draft.day and draft.day.isoformat(),
        "level": draft.level,
        "codes": {name: keys for name, keys in draft.codes.items() if keys},
        "numbers": dict(draft.numbers),
        "warm": draft.warm,
        "alike": draft.alike,
    }
    return json.dumps(content, separators=(",", ":")).encode()


def _read(content: bytes, book: CodeBook) -> FormDraft | None:
    found: dict[str, Any] = json.loads(content)
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
    )


def _level(found: list[str] | None) -> tuple[str, str] | None:
    return (PreventionLevel(found[0]).value, WorkingLevel(found[1]).value) if found else None
