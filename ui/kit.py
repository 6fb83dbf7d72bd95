"""What pages need from outside the window: writers and readers of a report, readers of a log.

The composition root hands it in: the window itself imports neither writers nor readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from familjecentral.access.model import Centre
from familjecentral.codes import CodeBook
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.personal import Reads
from familjecentral.contacts.importing.raw import RowSource
from familjecentral.contacts.importing.words import Synonyms
from familjecentral.errors import Coarser
from familjecentral.releases.draft import Draft, Reader, ReportWriter
from familjecentral.releases.model import Release
from familjecentral.releases.reissue import Price
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.labels import SetLabels
from familjecentral.statistics.printed import TextTable


class ReportKit(Protocol):
    """The parts of a report, made for a store's code lists."""

    def declared_set(self, book: CodeBook) -> DeclaredSet:
        """Return the table set that the program ships."""

    def set_labels(
        self, declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]
    ) -> SetLabels:
        """Return the Swedish words of a table set."""

    def coarser_words(
        self,
        steps: Sequence[Coarser],
        declared: DeclaredSet,
        book: CodeBook,
        centres: Sequence[Centre],
    ) -> tuple[str, ...]:
        """Return what coarser tables mean, one sentence each."""

    def price_words(
        self, price: Price, declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]
    ) -> tuple[str, ...]:
        """Return what a re-issue would cost: the numbers that it would hide, one line each."""

    def report_writer(self, history: Sequence[Release]) -> ReportWriter:
        """Return the writer of the files."""

    def report_readers(self, draft: Draft) -> Mapping[str, Reader]:
        """Return the readers of the proof, by file ending."""

    def report_tables(self, draft: Draft, history: Sequence[Release]) -> tuple[TextTable, ...]:
        """Return the printed tables as texts."""


class ImportKit(Protocol):
    """The parts of an import."""

    def open_log(self, path: Path, mapping: ImportMapping) -> RowSource:
        """Return the rows of a file."""

    def about_file(self, path: Path) -> tuple[str, str, tuple[str, ...]]:
        """Return encoding, delimiter and names of sheets."""

    def guard(self) -> Reads:
        """Return what finds personal data."""

    def synonyms(self) -> Synonyms:
        """Return what else is read as a code."""
