"""The files of a draft or release, written to be shown and proved. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.releases.draft import Draft
from familjecentral.releases.model import Release
from familjecentral.statistics.printed import TextTable

if TYPE_CHECKING:
    from ui.kit import ReportKit
    from ui.ownfolder import OwnFolder

PROVED_FORMATS = ("pdf", "xlsx", "csv", "csv-excel", "px", "json-stat", "html")


@dataclass(frozen=True, slots=True)
class Made:
    """A draft or release with its written files and tables."""

    draft: Draft
    files: tuple[Path, ...]
    tables: tuple[TextTable, ...]


def write_files(
    draft: Draft,
    releases: Sequence[Release],
    formats: Sequence[str],
    *,
    kit: ReportKit,
    folder: OwnFolder,
    progress: Callable[[float], None],
) -> Made:
    """Write a draft's files into a new folder. On the database thread."""
    files = kit.report_writer(releases)(draft, folder.new(), formats, progress)
    return Made(draft, files, kit.report_tables(draft, releases))
