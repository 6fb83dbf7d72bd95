"""The one door to a report's files: protected cells in, files in a folder out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from familjecentral.disclosure.safe import SafeTable
from familjecentral.errors import Bug
from familjecentral.export.build import build
from familjecentral.export.cubes import Cube, cubes_of
from familjecentral.export.document import Document
from familjecentral.export.paper import Fonts
from familjecentral.export.report_html import write_html
from familjecentral.export.report_input import ReportInput, ReportWords
from familjecentral.export.report_pdf import write_pdf
from familjecentral.export.report_xlsx import write_xlsx
from familjecentral.export.tables_csv import write_release
from familjecentral.export.tables_jsonstat import write_jsonstat
from familjecentral.export.tables_px import write_px
from familjecentral.releases.draft import Draft
from familjecentral.releases.model import RULE_ENDING, Release
from familjecentral.statistics.printed import TextTable, level_of
from familjecentral.statistics.rule import rule_text
from familjecentral.whole import write_whole

Progress = Callable[[float], None]

PDF, XLSX, CSV, CSV_EXCEL = "pdf", "xlsx", "csv", "csv-excel"
PX, JSON_STAT, HTML = "px", "json-stat", "html"
FORMATS = (PDF, XLSX, CSV, CSV_EXCEL, PX, JSON_STAT, HTML)
# Formats that are read together with the rule that they were protected by.
STATISTICS = frozenset((CSV, PX, JSON_STAT))
CUBES = frozenset((PX, JSON_STAT))
# What follows the stem of a file's name; a PX file's table comes between.
_ENDINGS = {CSV_EXCEL: "-excel.csv", JSON_STAT: ".json"}


def write_report(
    document: Document,
    safe: SafeTable,
    folder: Path,
    formats: Sequence[str],
    progress: Progress,
    *,
    fonts: Fonts,
    cubes: Sequence[Cube] = (),
) -> tuple[Path, ...]:
    """Write a report in the formats asked for; names come from the period and the number.

    Args:
        folder: a temporary folder; the caller moves the files after the proof.
        cubes: the same cells as whole tables, for PX (one file each) and JSON-stat.

    Raises:
        OutputNotWritable, DiskFull, Cancelled.
        Bug: no such format.
    """
    written: list[Path] = []
    for place, name in enumerate(formats):
        start, share = place / len(formats), 1 / len(formats)

        def step(done: float, start: float = start, share: float = share) -> None:
            progress(start + done * share)

        path = folder / file_name(document, name)
        match name:
            case "pdf":
                write_pdf(path, document, fonts=fonts, progress=step)
            case "xlsx":
                write_xlsx(path, document, progress=step)
            case "html":
                write_html(path, document, fonts=fonts, progress=step)
            case "csv" | "csv-excel":
                write_release(path, safe, for_excel=name == CSV_EXCEL)
            case "json-stat":
                write_jsonstat(path, cubes, document)
            case "px":
                written.extend(_write_parts(path, document, cubes, step))
                continue
            case _:
                raise Bug(f"no such format: {name}")
        written.append(path)
        step(1.0)
    return tuple(written)


def _write_parts(
    path: Path, document: Document, cubes: Sequence[Cube], progress: Progress
) -> Iterator[Path]:
    """Write a PX file for each table; the table's name comes before the ending."""
    for number, cube in enumerate(cubes, start=1):
        part = path.with_suffix(f".{cube.name}{path.suffix}")
        write_px(part, cube, document)
        yield part
        progress(number / len(cubes))


def file_name(document: Document, name: str) -> str:
    """Return the name of a report's file in a format."""
    return f"{document.file_name}{_ENDINGS.get(name, f'.{name}')}"


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """The writer that publishing is handed.

    Attributes:
        words: the words for a draft (its code lists and centres).
        history: registered releases for the chart over time.
    """

    words: Callable[[Draft], ReportWords]
    fonts: Fonts
    history: tuple[Release, ...] = ()

    def document(self, draft: Draft) -> Document:
        """Return the report of a draft, such as the window lists its tables."""
        return build(self._input(draft, self.words(draft)))

    def _input(self, draft: Draft, words: ReportWords) -> ReportInput:
        """A release that is opened again repeats what was registered before it, nothing newer."""
        return ReportInput(draft, words, self.history if draft.before is None else draft.before)

    def tables(self, draft: Draft) -> tuple[TextTable, ...]:
        """Return the printed tables as texts, exactly as they stand on paper."""
        return tuple(
            TextTable(
                caption=f"Tabell {table.number}. {table.title}. {table.unit}".strip(),
                heads=(
                    table.row_head,
                    *("\n".join(filter(None, (c.group, c.head))) for c in table.columns),
                ),
                rows=tuple(
                    (row.label, *(e if isinstance(e, str) else e.text for e in row.entries))
                    for row in table.rows
                ),
                notes=table.notes,
            )
            for table in self.document(draft).tables
        )

    def __call__(
        self, draft: Draft, folder: Path, formats: Sequence[str], progress: Progress
    ) -> tuple[Path, ...]:
        """Write the files of a draft or, when ``draft.release`` is set, of a release.

        A statistics file is accompanied by its rule: which measures count things, which codes
        have a higher threshold, and the words of the pages (houses and topics have names of
        their own). All are public, and whoever tries the files needs them.
        """
        words = self.words(draft)
        document = build(self._input(draft, words))
        cubes: tuple[Cube, ...] = ()
        if CUBES.intersection(formats):
            level = level_of(draft.declared)
            cubes = cubes_of(draft.safe, words.labels, across=level.key if level else "")
        files = write_report(
            document, draft.safe, folder, formats, progress, fonts=self.fonts, cubes=cubes
        )
        if not STATISTICS.intersection(formats):
            return files
        rule = folder / f"{document.file_name}{RULE_ENDING}"
        write_whole(rule, f"{rule_text(draft.declared, words.labels)}\n".encode())
        return (*files, rule)
