"""The values of a contact as columns, and back: shows which fields can be stored at all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from db.schema import CODE_FIELDS, NUMBER_FIELDS, SET_FIELDS
from familjecentral.access.model import CentreId
from familjecentral.contacts.model import (
    ContactValues,
    DatePrecision,
    PreventionLevel,
    Referral,
    WorkingLevel,
)
from familjecentral.errors import FieldProblem, InvalidInput

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from db.codes import CodeIndex, CodeStore

VALUE_FIELDS = (*CODE_FIELDS, *SET_FIELDS, *NUMBER_FIELDS)
_TOPICS = ("topic_1", "topic_2", "topic_3")


def to_columns(values: ContactValues, index: CodeIndex, codes: CodeStore) -> dict[str, object]:
    """Return levels, codes, sets and numbers as columns (without date and centre).

    Raises:
        InvalidInput: a code is not in its list, occurs twice, or there are too many topics.
    """
    topics: tuple[str | None, ...] = values.topics
    if len(topics) > len(_TOPICS):
        raise InvalidInput((FieldProblem("topics", "too_many", len(_TOPICS)),))
    single: dict[str, str | None] = dict.fromkeys(_TOPICS)
    single.update(zip(_TOPICS, topics, strict=False))
    columns: dict[str, object] = {
        "prevention_level": values.prevention_level.value,
        "working_level": values.working_level.value,
    }
    for field, list_key in CODE_FIELDS.items():
        key = single[field] if field in _TOPICS else getattr(values, field)
        columns[field] = None if key is None else index.id_of(list_key, key, field)
    for field, list_key in SET_FIELDS.items():
        members = (
            tuple((referral.target, referral.warm_handover) for referral in values.referrals)
            if field == "referrals"
            else tuple((key, None) for key in getattr(values, field))
        )
        if len({key for key, _ in members}) < len(members):
            raise InvalidInput((FieldProblem(field, "repeated"),))
        columns[field] = codes.set_of(list_key, members)
    for field in NUMBER_FIELDS:
        columns[field] = getattr(values, field)
    return columns


def from_columns(row: RowMapping, centre: CentreId, index: CodeIndex) -> ContactValues:
    """Return the values of a stored open row."""
    keys = index.keys
    plain: dict[str, Any] = {
        field: None if row[field] is None else keys[row[field]]
        for field in CODE_FIELDS
        if field not in _TOPICS
    }
    plain.update((field, row[field]) for field in NUMBER_FIELDS)
    sets = {field: () if row[field] is None else index.sets[row[field]] for field in SET_FIELDS}
    return ContactValues(
        date=dt.date.fromisoformat(row["date"]),
        centre_id=centre,
        prevention_level=PreventionLevel(row["prevention_level"]),
        working_level=WorkingLevel(row["working_level"]),
        date_precision=DatePrecision(row["date_precision"]),
        topics=tuple(keys[row[topic]] for topic in _TOPICS if row[topic] is not None),
        participants=tuple(keys[code] for code, _ in sets["participants"]),
        partners=tuple(keys[code] for code, _ in sets["partners"]),
        actions=tuple(keys[code] for code, _ in sets["actions"]),
        referrals=tuple(Referral(keys[code], warm) for code, warm in sets["referrals"]),
        **plain,
    )
