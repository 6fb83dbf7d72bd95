"""Mappings that a person has saved, to be used again with the next file of the same kind."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Protocol

from familjecentral.access.model import Act, Actor, require
from familjecentral.access.store import SettingsStore
from familjecentral.contacts.importing.decisions import PERSONAL_DATA, PERSONAL_DATA_POSSIBLE
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.mapping_file import read_mapping, write_mapping
from familjecentral.contacts.importing.personal import BLOCK, Reads, personal_data
from familjecentral.errors import FieldProblem, InvalidInput, NotFound


class MappingsUnitOfWork(Protocol):
    """The part of the unit of work that saved mappings use."""

    @property
    def actor(self) -> Actor: ...
    @property
    def settings(self) -> SettingsStore: ...
    def commit(self) -> None: ...


def saved_mappings(uow: MappingsUnitOfWork) -> dict[str, ImportMapping]:
    """Return the actor's own mappings by name, in order of saving.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.IMPORT_CONTACTS)
    return {name: read_mapping(tomllib.loads(text)) for name, text in _texts(uow).items()}


def save_mapping(
    mapping: ImportMapping, uow: MappingsUnitOfWork, *, guard: Reads, confirmed: bool = False
) -> None:
    """Keep a mapping under its name; one of that name is replaced.

    Raises:
        NotAllowed.
        InvalidInput: ``name``: ``required``; ``personal_data`` at the texts that hold any, and
            ``personal_data_possible`` at those that may, unless ``confirmed``.
    """
    require(uow.actor, Act.IMPORT_CONTACTS)
    problems = list(_problems(mapping, guard, confirmed))
    if problems:
        raise InvalidInput(tuple(problems))
    _keep({**_texts(uow), mapping.name.strip(): write_mapping(mapping)}, uow)


def forget_mapping(name: str, uow: MappingsUnitOfWork) -> None:
    """Delete a saved mapping.

    Raises:
        NotAllowed; NotFound: there is none of that name.
    """
    require(uow.actor, Act.IMPORT_CONTACTS)
    texts = _texts(uow)
    if name not in texts:
        raise NotFound("mapping")
    del texts[name]
    _keep(texts, uow)


def _key(uow: MappingsUnitOfWork) -> str:
    return f"staff.{uow.actor.staff_id}.import_mappings"


def _texts(uow: MappingsUnitOfWork) -> dict[str, str]:
    found: dict[str, str] = json.loads(uow.settings.get(_key(uow)) or "{}")
    return found


def _keep(texts: dict[str, str], uow: MappingsUnitOfWork) -> None:
    uow.settings.put(_key(uow), json.dumps(texts, ensure_ascii=False))
    uow.commit()


def _problems(mapping: ImportMapping, guard: Reads, confirmed: bool) -> Iterator[FieldProblem]:
    if not mapping.name.strip():
        yield FieldProblem("name", "required")
    for field, text in _free_texts(mapping):
        found = personal_data(text, guard)
        if found and found.level == BLOCK:
            yield FieldProblem(field, PERSONAL_DATA)
        elif found and not confirmed:
            yield FieldProblem(field, PERSONAL_DATA_POSSIBLE)


def _free_texts(mapping: ImportMapping) -> Iterator[tuple[str, str]]:
    """Yield every text that somebody can have typed, and where it stands."""
    yield "name", mapping.name
    yield "sheet", mapping.sheet
    yield from (("columns", text) for text in mapping.columns)
    yield from (("columns", text) for text in sorted(mapping.ignored))
    yield from ((f"values.{name}", text) for name, own in mapping.values.items() for text in own)
    yield from (("sections", text) for text in mapping.sections)
    yield from (("rows", text) for text in mapping.rows)
