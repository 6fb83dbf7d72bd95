"""What the page needs from outside the window: the table set, writers and readers of a report.

The composition root hands it in: the window itself imports neither writers nor readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from familjecentral.codes import CodeBook
from familjecentral.releases.draft import Draft, Reader, ReportWriter
from familjecentral.releases.model import Release
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.printed import TextTable


class ReportKit(Protocol):
    """The parts of a report, made for a store's code lists."""

    def declared_set(self, book: CodeBook) -> DeclaredSet:
        """Return the table set in force."""

    def report_writer(self, history: Sequence[Release]) -> ReportWriter:
        """Return the writer of the files."""

    def report_readers(self, draft: Draft) -> Mapping[str, Reader]:
        """Return the readers of the proof, by file ending."""

    def report_tables(self, draft: Draft, history: Sequence[Release]) -> tuple[TextTable, ...]:
        """Return the printed tables as texts."""
