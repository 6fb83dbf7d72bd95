"""Code lists in the store: the book, the numbers behind its keys, and sets of codes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import Connection

from db import schema
from db.schema import code, code_set, code_set_code
from familjecentral.codes import Code, CodeBook
from familjecentral.errors import FieldProblem, InvalidInput, NotFound

Members = tuple[tuple[int, bool | None], ...]


def seed(connection: Connection, codes: Iterable[Code]) -> bool:
    """Add the codes that the store does not have yet; what is there is never changed.

    Return whether something was added.
    """
    have: dict[tuple[str, str], int] = {
        (row.list, row.key): row.id
        for row in connection.execute(sa.select(code.c.list, code.c.key, code.c.id))
    }
    numbers = dict(schema.LISTS)
    numbers.update((list_key, n // schema.CODES_PER_LIST) for (list_key, _), n in have.items())
    last: dict[int, int] = defaultdict(int)
    for number in have.values():
        part = number // schema.CODES_PER_LIST
        last[part] = max(last[part], number % schema.CODES_PER_LIST)
    rows = []
    for new in codes:
        if (new.list, new.key) in have:
            continue
        if new.list not in numbers:
            numbers[new.list] = max(schema.FIRST_OTHER_LIST, max(numbers.values()) + 1)
        part = numbers[new.list]
        last[part] += 1
        have[new.list, new.key] = part * schema.CODES_PER_LIST + last[part]
        rows.append({"id": have[new.list, new.key], "list": new.list, "key": new.key, **_row(new)})
    if rows:
        connection.execute(code.insert(), rows)
    return bool(rows)


def _row(new: Code) -> dict[str, object]:
    return {
        "label": new.label,
        "label_en": new.label_en,
        "definition": new.definition,
        "sort": new.order,
        "valid_from": new.valid_from and new.valid_from.isoformat(),
        "valid_to": new.valid_to and new.valid_to.isoformat(),
        "sensitive": new.sensitive,
        "active": new.active,
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@dataclass(slots=True)
class CodeIndex:
    """Numbers ↔ keys of an open store. They never change, so one reading serves the session."""

    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    sets: dict[int, Members] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection) -> CodeIndex:
        """Read the numbers and the sets in use."""
        index = cls()
        for row in connection.execute(sa.select(code.c.id, code.c.list, code.c.key)):
            index.ids[row.list, row.key] = row.id
            index.keys[row.id] = row.key
        members: dict[int, list[tuple[int, bool | None]]] = defaultdict(list)
        found = sa.select(code_set_code).order_by(code_set_code.c.set_id, code_set_code.c.code_id)
        for set_id, code_id, warm in connection.execute(found):
            members[set_id].append((code_id, warm))
        index.sets = {set_id: tuple(found) for set_id, found in members.items()}
        return index

    def id_of(self, list_key: str, key: str, name: str) -> int:
        """Return the number of a code.

        Raises:
            InvalidInput: the list does not hold the key; ``name`` is the field.
        """
        try:
            return self.ids[list_key, key]
        except KeyError:
            raise InvalidInput((FieldProblem(name, "unknown_code"),)) from None


class CodeStore:
    """Code lists inside one transaction."""

    def __init__(self, connection: Connection, index: CodeIndex) -> None:
        self._connection = connection
        self._index = index
        self._new_sets: list[int] = []
        self._remembered: dict[tuple[object, ...], int] = {}

    def book(self) -> CodeBook:
        """Read all lists, in order of each list."""
        lists: dict[str, dict[str, Code]] = defaultdict(dict)
        rows = self._connection.execute(
            sa.select(code).order_by(code.c.list, code.c.sort, code.c.id)
        )
        for row in rows:
            lists[row.list][row.key] = Code(
                list=row.list,
                key=row.key,
                label=row.label,
                label_en=row.label_en,
                definition=row.definition,
                order=row.sort,
                valid_from=_day(row.valid_from),
                valid_to=_day(row.valid_to),
                sensitive=row.sensitive,
                active=row.active,
            )
        return CodeBook(dict(lists))

    def replace(self, changed: Code) -> None:
        """Keep changed words and validity of a code; list and key stay.

        Raises:
            NotFound: there is no such code.
        """
        found = self._connection.execute(
            code.update()
            .where(code.c.list == changed.list, code.c.key == changed.key)
            .values(_row(changed))
        )
        if not found.rowcount:
            raise NotFound("code")

    def set_of(self, list_key: str, members: Sequence[tuple[str, bool | None]]) -> int | None:
        """Return the number of a set of codes, made when it is new; None for the empty set.

        The number follows from the content, so it tells nothing of when it was first used.
        """
        if not members:
            return None
        asked = list_key, *members
        if asked not in self._remembered:
            self._remembered[asked] = self._set_of(list_key, members)
        return self._remembered[asked]

    def _set_of(self, list_key: str, members: Sequence[tuple[str, bool | None]]) -> int:
        index = self._index
        content = tuple(
            sorted(
                ((index.id_of(list_key, key, list_key), warm) for key, warm in members),
                key=lambda member: member[0],
            )
        )
        digest = hashlib.sha256(repr(content).encode()).digest()
        low = schema.LISTS[list_key] * schema.SETS_PER_LIST
        place = int.from_bytes(digest[:5], "big")
        while True:
            set_id = low + place % schema.SETS_PER_LIST
            known = index.sets.get(set_id)
            if known == content:
                return set_id
            if known is None:
                break
            place += 1  # another set has this number
        self._connection.execute(code_set.insert().values(id=set_id))
        self._connection.execute(
            code_set_code.insert(),
            [{"set_id": set_id, "code_id": c, "warm_handover": w} for c, w in content],
        )
        index.sets[set_id] = content
        self._new_sets.append(set_id)
        return set_id

    def committed(self) -> None:
        """What was made is there for good."""
        self._new_sets.clear()

    def rolled_back(self) -> None:
        """Forget the sets that were made in a transaction that was not kept."""
        for set_id in self._new_sets:
            self._index.sets.pop(set_id, None)
        self._new_sets.clear()
        self._remembered.clear()
