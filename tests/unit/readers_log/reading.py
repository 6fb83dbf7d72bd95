"""What the tests of the import share: a store, files in memory, one call."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from familjecentral.commands.composition import first_codes, guard, synonyms
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.mapping_file import read_mapping
from familjecentral.contacts.importing.raw import RawRow
from familjecentral.contacts.importing.use_case import Imported, ImportLog, import_log
from tests.unit.fakes import FakeStore, FixedClock, SeededIds

CLOCK = FixedClock()
FORMAT = {"format": "familjecentral-import-mapping", "version": 1}


def new_store() -> FakeStore:
    """A store with the product's own code lists."""
    store = FakeStore()
    store.kept.codes = first_codes()
    return store


class Sheets:
    """A file of one or several sheets, in memory. A row is a list of cells."""

    def __init__(self, *sheets: list[list[Any]], names: tuple[str, ...] = ()) -> None:
        self.name, self.share = "fil.xlsx", 0.5
        self.sheets = names or tuple(f"Blad {n}" for n in range(1, len(sheets) + 1))
        self._sheets = sheets

    def rows(self):
        for place, sheet in enumerate(self._sheets):
            for number, cells in enumerate(sheet, 1):
                yield RawRow(number, tuple(cells), place)


class Says:
    """A guard that finds what a test tells it to find."""

    def __init__(self, **found: str) -> None:
        self._found = found
        self.texts: list[str] = []

    def read(self, text: str) -> SimpleNamespace:
        self.texts.append(text)
        for word, level in self._found.items():
            if word in text:
                return SimpleNamespace(level=level, kinds=("full_name",))
        return SimpleNamespace(level="ok", kinds=())


def run(source: Any, mapping: dict[str, Any] | ImportMapping | None = None, **more) -> Imported:
    """Import into a store of its own, or into ``store``."""
    store = more.pop("store", None) or new_store()
    reads = more.pop("guard", None) or guard()
    if not isinstance(mapping, ImportMapping):
        mapping = read_mapping(FORMAT | (mapping or {"kind": "log"}))
    command = ImportLog(source, mapping, **more)
    with store.unit_of_work() as uow:
        return import_log(command, uow, CLOCK, SeededIds(5), synonyms=synonyms(), guard=reads)
