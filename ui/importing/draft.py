"""What has been chosen so far for a file, and what a look at it showed. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from familjecentral.codes import CodeBook
from familjecentral.contacts.importing.decisions import SetAside
from familjecentral.contacts.importing.examining import UnknownWord, with_answers
from familjecentral.contacts.importing.mapping import EVERY_SHEET, ImportMapping, Kind, TallyLayout
from familjecentral.contacts.importing.preview import FoundColumn
from familjecentral.contacts.importing.report import ImportReport
from familjecentral.contacts.importing.values import plain
from familjecentral.errors import UnusableFile

SKIP = "-"
"""Chosen for a column that is not imported, and for a word that stands for nothing."""

Answer = tuple[str, str, bool]
"""A word that was asked for: field, text, whether it is a heading of a tally sheet."""


@dataclass(frozen=True, slots=True)
class AboutFile:
    """How a file is written: of a text file encoding and delimiter, of a spreadsheet its
    sheets."""

    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The choices for one file.

    Attributes:
        base: the saved mapping that it starts from. year: of a tally sheet, and of dates without.
        columns: header (letter of a column without) → field, or ``SKIP``.
        answers: what words stand for. working_level: for rows that say none.
        accepted: ids of the set-aside rows that are let in. insist: the same file once more.
    """

    path: Path
    about: AboutFile = AboutFile()
    base: ImportMapping = field(default_factory=ImportMapping)
    kind: Kind = "log"
    sheet: str = ""
    year: int | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[Answer, str] = field(default_factory=dict)
    working_level: str = ""
    drop_notes: bool = False
    accepted: frozenset[int] = frozenset()
    insist: bool = False

    def starting_from(self, base: ImportMapping) -> Draft:
        """Return the choices that a saved mapping makes for this file."""
        sheets = self.about.sheets
        named = next((one for one in sheets if plain(one) == plain(base.sheet)), "")
        sheet = base.sheet if base.sheet == EVERY_SHEET else named or (sheets[0] if sheets else "")
        return Draft(
            self.path,
            self.about,
            base,
            base.kind,
            sheet,
            base.tally.year if base.tally else base.year,
            base.header_row,
            working_level=base.defaults.get("working_level", ""),
        )

    def mapping(self) -> ImportMapping:
        """Return what the engine shall read by, but for the answers."""
        left_out = {text for text, name in self.columns.items() if name == SKIP}
        chosen = {text: name for text, name in self.columns.items() if name != SKIP}
        again = {plain(text) for text in chosen}
        own = {t: n for t, n in self.base.columns.items() if plain(t) not in again}
        defaults = {n: v for n, v in self.base.defaults.items() if n != "working_level"}
        if self.working_level:
            defaults["working_level"] = self.working_level
        is_tally = self.kind == "tally"
        layout = self.base.tally or TallyLayout(self.year or 0)
        return replace(
            self.base,
            kind=self.kind,
            file_type="",
            sheet=self.sheet,
            header_row=None if is_tally else self.header_row,
            year=None if is_tally else self.year,
            columns={**own, **chosen},
            ignored=frozenset(t for t in self.base.ignored if plain(t) not in again) | left_out,
            defaults=defaults,
            tally=replace(layout, year=self.year or 0) if is_tally else None,
        )

    def answered(self, words: tuple[UnknownWord, ...]) -> ImportMapping:
        """Return the mapping with what was answered, or guessed, for the words of the file."""
        said = {key_of(word): self.answer(word) for word in words}
        return with_answers(self.mapping(), {k: v for k, v in said.items() if v and v != SKIP})

    def answer(self, word: UnknownWord) -> str:
        """Return what a word stands for: a code, ``SKIP``, or nothing yet."""
        return self.answers.get(key_of(word), word.guess)


def key_of(word: UnknownWord) -> Answer:
    """Return what tells a word from all others of its file."""
    return word.field, word.text, word.is_section


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the file showed.

    Attributes:
        report: None while something in the way must be answered first; ``problem`` says what.
        saved: own saved mappings by name.
    """

    draft: Draft
    codes: CodeBook
    columns: tuple[FoundColumn, ...]
    words: tuple[UnknownWord, ...]
    report: ImportReport | None
    problem: UnusableFile | None
    saved: Mapping[str, ImportMapping]

    @property
    def unplaced(self) -> tuple[FoundColumn, ...]:
        """Columns that nobody has said anything of."""
        return tuple(c for c in self.columns if not c.ignored and c.field is None)

    @property
    def unanswered(self) -> tuple[UnknownWord, ...]:
        """Words that nobody has said anything of."""
        return tuple(word for word in self.words if not self.draft.answer(word))

    @property
    def needs_level(self) -> bool:
        """Whether no column says the working level."""
        return self.draft.kind == "tally" or not any(
            c.field == "working_level" and not c.ignored for c in self.columns
        )

    @property
    def note(self) -> FoundColumn | None:
        """The column of notes that is read for personal data and thrown away."""
        return next((c for c in self.columns if c.field == "note" and not c.ignored), None)

    def in_note(self) -> int:
        """Return how many cells of the column of notes look like personal data."""
        if self.report is None or self.note is None:
            return 0
        header = self.note.header
        return sum(bool(row.kinds) and row.column == header for row in self.report.left)

    def aside(self) -> tuple[SetAside, ...]:
        """Return the rows that wait for an answer."""
        return tuple(self.report.set_aside) if self.report else ()

    def ready(self) -> int:
        """Return how many rows come in, with those that were let in."""
        if self.report is None:
            return 0
        let_in = sum(row.id in self.draft.accepted for row in self.aside())
        return self.report.accepted_rows + let_in

    def to_choose(self) -> int:
        """Return how many choices are left."""
        waiting = sum(row.id not in self.draft.accepted for row in self.aside())
        level = int(self.needs_level and not self.draft.working_level)
        return waiting + len(self.unplaced) + len(self.unanswered) + level

    def blocked_by(self) -> str:
        """Return what keeps the import from being started, as a word for the window."""
        lacks_level = self.needs_level and not self.draft.working_level
        came_before = bool(self.report and self.report.imported_on) and not self.draft.insist
        reasons = {
            "column": bool(self.unplaced),
            "level": lacks_level,
            "section": any(word.is_section for word in self.unanswered),
            "problem": self.report is None,
            "nothing": not self.ready(),
            "again": came_before,
        }
        return next((name for name, holds in reasons.items() if holds), "")
