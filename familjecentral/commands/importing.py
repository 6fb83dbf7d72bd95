"""The parts of an import that the window is handed: readers of files, the guard, synonyms."""

from __future__ import annotations

from pathlib import Path

from familjecentral.commands.composition import guard, synonyms
from familjecentral.contacts.importing.mapping import EVERY_SHEET, ImportMapping
from familjecentral.readers.log import CsvRows, open_log

__all__ = ["about_file", "guard", "open_log", "synonyms"]


def about_file(path: Path) -> tuple[str, str, tuple[str, ...]]:
    """Return encoding and delimiter of a text file, or the names of all sheets of a spreadsheet.

    Raises:
        UnusableFile: it is neither.
    """
    source = open_log(path, ImportMapping(sheet=EVERY_SHEET))
    if isinstance(source, CsvRows):
        return source.encoding, source.delimiter, ()
    return "", "", source.sheets
