"""The values of a contact as columns, and back: shows which fields can be stored at all."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
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
ROW_FIELDS = ("prevention_level", "working_level", *VALUE_FIELDS)
_TOPICS = ("topic_1", "topic_2", "topic_3")
_FIRST_TOPIC = list(CODE_FIELDS).index(_TOPICS[0])
# Getters in one call each: an import asks for every field of every row.
_before_topics = attrgetter(*list(CODE_FIELDS)[:_FIRST_TOPIC])
_after_topics = attrgetter(*list(CODE_FIELDS)[_FIRST_TOPIC + len(_TOPICS) :])
_numbers = attrgetter(*NUMBER_FIELDS)


def to_columns(values: ContactValues, index: CodeIndex, codes: CodeStore) -> dict[str, object]:
    """Return levels, codes, sets and numbers as columns (without date and centre).

    Raises:
        InvalidInput: a code is not in its list, occurs twice, or there are too many topics.
    """
    return dict(zip(ROW_FIELDS, to_row(values, index, codes), strict=True))


def to_row(values: ContactValues, index: CodeIndex, codes: CodeStore) -> list[object]:
    """Return the same in the order of ``ROW_FIELDS``.

    Raises:
        InvalidInput: as :func:`to_columns`.
    """
    topics: tuple[str | None, ...] = values.topics
    if len(topics) > len(_TOPICS):
        raise InvalidInput((FieldProblem("topics", "too_many", len(_TOPICS)),))
    row: list[object] = [values.prevention_level.value, values.working_level.value]
    number_of = index.ids
    missing: tuple[str | None, ...] = (None,) * (len(_TOPICS) - len(topics))
    keys = (*_before_topics(values), *topics, *missing, *_after_topics(values))
    for (field, list_key), key in zip(CODE_FIELDS.items(), keys, strict=True):
        if key is None:
            row.append(None)
        else:
            number = number_of.get((list_key, key))
            row.append(number if number is not None else index.id_of(list_key, key, field))
    for field, list_key in SET_FIELDS.items():
        chosen = getattr(values, field)
        if not chosen:
            row.append(None)
            continue
        members = (
            tuple((referral.target, referral.warm_handover) for referral in chosen)
            if field == "referrals"
            else tuple((key, None) for key in chosen)
        )
        if len({key for key, _ in members}) < len(members):
            raise InvalidInput((FieldProblem(field, "repeated"),))
        row.append(codes.set_of(list_key, members))
    row += _numbers(values)
    return row


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
