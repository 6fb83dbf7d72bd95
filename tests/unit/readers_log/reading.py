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
HEAD = "Datum;Preventionsnivå;Arbetsnivå;Kontaktform;Frågeställning;Antal"
TALK = "2026-09-03;universell;individ;telefon;Boende;"
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


class Lines:
    """A file of semicolon-separated lines, in memory."""

    def __init__(self, *lines: str) -> None:
        self.name = "logg.csv"
        self.share = 0.5
        self.sheets = ()
        self._lines = lines

    def rows(self):
        for number, line in enumerate(self._lines, 1):
            yield RawRow(number, tuple(line.split(";")) if line else ())


def run(source: Any, mapping: dict[str, Any] | ImportMapping | None = None, **more) -> Imported:
    """Import into a store of its own, or into ``store``; as ``who``."""
    store = more.pop("store", None) or new_store()
    reads = more.pop("guard", None) or guard()
    who = more.pop("who", None)
    progress = more.pop("progress", lambda share: None)
    if not isinstance(mapping, ImportMapping):
        mapping = read_mapping(FORMAT | (mapping or {"kind": "log"}))
    command, ids = ImportLog(source, mapping, **more), SeededIds(len(store.kept.contacts) + 7)
    with store.unit_of_work(who) as uow:
        return import_log(
            command, uow, CLOCK, ids, synonyms=synonyms(), guard=reads, progress=progress
        )


def report(store: FakeStore, *lines: str, **more) -> dict[str, Any]:
    """The report of an import of lines, as it is written to a file."""
    return run(Lines(*lines), store=store, **more).report.as_json()
