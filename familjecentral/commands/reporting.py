"""What lock, draft and publish are handed: the table set, its words, the writer, the readers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.access.model import Centre
from familjecentral.codes import CodeBook
from familjecentral.contacts.closed import ClosedHalfYear
from familjecentral.disclosure.table import Bound, TableSet
from familjecentral.disclosure.targets import Lost
from familjecentral.errors import Coarser, UnusableFile
from familjecentral.releases.draft import Draft, Reader, ReportWriter
from familjecentral.releases.model import PARTS_ENDING, Release
from familjecentral.releases.reissue import Difference, Price
from familjecentral.releases.view import CardBook, StatBook
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.intervals import interval_words
from familjecentral.statistics.labels import (
    SetLabels,
    labels_as_data,
    labels_from_data,
    labels_of,
)
from familjecentral.statistics.load import declared_from
from familjecentral.statistics.printed import TextTable, cell_words, in_words, shapes
from resources import (
    font_paths,
    key_figures,
    programmes,
    report_texts,
    table_set,
    table_words,
)
from resources.wording import key_figure_from

if TYPE_CHECKING:
    from familjecentral.calendar.periods import Period
    from familjecentral.clock import Clock
    from familjecentral.export.report import ReportFiles
    from familjecentral.export.report_input import ReportWords
    from familjecentral.releases.joint import JointReport
    from familjecentral.releases.store import ReleasesUnitOfWork

# What the command line and the writer call the formats.
FORMATS = ("pdf", "xlsx", "csv", "csv-excel", "px", "json-stat", "html")


def formats_named(text: str) -> tuple[str, ...]:
    """Return the formats that an argument names, with commas between, each once.

    Raises:
        UnusableFile: ``no_such_format``: one of them is none, or none is named.
    """
    found = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [name for name in found if name not in FORMATS]
    if unknown or not found:
        raise UnusableFile("no_such_format", unknown[0] if unknown else text)
    return found


def declared_set(book: CodeBook) -> DeclaredSet:
    """Return the shipped table set for the store's code lists."""
    return declared_from(table_set(), book)


def set_labels(declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]) -> SetLabels:
    """Return the Swedish words of a table set, with the labels as edited in the store."""
    return labels_of(
        declared,
        book,
        words=table_words(),
        merged=table_set()["labels"],
        centres={centre.key: centre.name for centre in centres},
        proposed={code: one.levels[0] for code, one in programmes().items()},
    )


def frozen_words(draft: Draft) -> str:
    """Return the words that a draft is printed with, as they are kept with the release: the labels
    of its tables and the definitions of the key figures."""
    figures = [asdict(figure) for figure in key_figures().values()]
    kept = {"labels": labels_as_data(labels_for(draft)), "key_figures": figures}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def labels_for(draft: Draft) -> SetLabels:
    """Return the labels that a draft or release is printed with: those that were kept with it, else
    those of today."""
    if draft.words:
        return labels_from_data(json.loads(draft.words)["labels"])
    return set_labels(draft.declared, draft.codes, draft.centres)


def report_words(draft: Draft) -> ReportWords:
    """Return everything that a draft or release is printed with: what was kept with it, and the
    program's own fixed texts."""
    from familjecentral.export.report_input import ReportWords

    figures = tuple(key_figures().values())
    if draft.words:
        kept = json.loads(draft.words)["key_figures"]
        figures = tuple(key_figure_from(raw) for raw in kept)
    texts = report_texts()
    return ReportWords(labels_for(draft), texts.text, texts.protection, figures)


def coarser_words(
    steps: Sequence[Coarser], declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]
) -> tuple[str, ...]:
    """Return what coarser tables mean, in the words of the report."""
    return in_words(steps, declared, set_labels(declared, book, centres))


def price_words(
    price: Price, declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]
) -> tuple[str, ...]:
    """Return what a re-issue would cost, in the words of the report: the coarser tables first,
    then the numbers that it would hide."""
    labels = set_labels(declared, book, centres)
    hidden = (cell_words(table, key, declared, labels) for table, key in price.hidden)
    return (*in_words(price.coarser, declared, labels), *hidden)


def difference_words(
    changed: Sequence[Difference],
    declared: DeclaredSet,
    book: CodeBook,
    centres: Sequence[Centre],
) -> tuple[str, ...]:
    """Return what a correction says differently: ``Tabell 4: 1–2 år, Indikerad: 12 → 14``."""
    labels = set_labels(declared, book, centres)
    return tuple(
        f"{cell_words(one.table, one.key, declared, labels)}: {one.before} → {one.after}"
        for one in changed
    )


def lost_words(
    lost: Sequence[Lost], declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]
) -> tuple[str, ...]:
    """Return what is given away already: ``2025-01–2025-03, Ekonomi: 3``."""
    labels = set_labels(declared, book, centres)
    lines = []
    for one in lost:
        codes = [labels.code(name, code) for name, code in one.key.codes]
        text = labels.measures.get(one.key.measure)
        what = ", ".join(codes) or (text.many if text else one.key.measure)
        when = "–".join(dict.fromkeys((one.key.period[0], one.key.period[-1])))
        number = str(one.low) if one.low == one.high else f"{one.low}–{one.high}"
        change = "" if one.since is None else ", ändring mellan två utgåvor"
        lines.append(f"{when}, {what}{change}: {number}")
    return tuple(lines)


def read_outside(path: Path) -> TableSet:
    """Return the tables of a CSV or PX file that left the house without this register.

    Raises:
        UnusableFile.
    """
    from familjecentral.readers.tables_csv import read_tables
    from familjecentral.readers.tables_px import read_px

    return read_px(path) if path.suffix.lower() == PARTS_ENDING else read_tables(path).tables


def joint_report(
    period: Period, uow: ReleasesUnitOfWork, *, clock: Clock, is_sample: bool
) -> JointReport:
    """Return the joint report of a period, its bounded sums in the words of the report.

    Raises:
        NotAllowed, NotFound, NotPublishable, RegisterBehind.
    """
    from familjecentral.export.figures import grouped
    from familjecentral.releases.joint import make_joint

    declared = declared_set(uow.codes())
    made = make_joint(period, uow, declared=declared, clock=clock, is_sample=is_sample)
    draft = made.draft
    centres = [centre.key for centre in draft.centres]
    printed = shapes(draft.declared, labels_for(draft), centres, period)
    bounds = {one.key: Bound(one.low, one.high) for one in made.bounded}
    sums = interval_words(printed, bounds, period, grouped)
    return replace(made, draft=replace(made.draft, sums=sums))


def report_writer(history: Sequence[Release] = ()) -> ReportWriter:
    """Return the writer of all formats. reportlab and xlsxwriter are imported here."""
    return _report_files(history)


def report_tables(draft: Draft, history: Sequence[Release] = ()) -> tuple[TextTable, ...]:
    """Return the tables of a draft or release as texts, as they stand on paper."""
    return _report_files(history).tables(draft)


def stat_book(draft: Draft, history: Sequence[Release] = ()) -> StatBook:
    """Return the tables of a draft or release, ready to be looked at part by part."""
    from familjecentral.export.report_input import ReportInput
    from familjecentral.export.stat_book import ReportBook

    files = _report_files(history)
    return ReportBook(ReportInput(draft, files.words(draft), tuple(history)), files.fonts)


def card_sheet(
    houses: Sequence[tuple[Centre, Sequence[ClosedHalfYear]]], *, day: dt.date, is_sample: bool
) -> CardBook:
    """Return what is left of closed support cards, ready to be looked at and saved."""
    from familjecentral.export.cards import CardSheet

    text, fonts = report_texts().text, _report_files(()).fonts
    return CardSheet(houses, text, fonts, day=day, is_sample=is_sample)


def _report_files(history: Sequence[Release]) -> ReportFiles:
    from familjecentral.export.paper import Fonts
    from familjecentral.export.report import ReportFiles

    regular, _, semibold, bold, italic = font_paths()
    return ReportFiles(report_words, Fonts(regular, semibold, bold, italic), tuple(history))


def report_readers(draft: Draft) -> Mapping[str, Reader]:
    """Return the readers with which the proof reads a report back, by file ending.

    They know what everybody may know: the declared tables, their words, the period.
    """
    from familjecentral.readers.report_grid import Definitions
    from familjecentral.readers.report_html import read_report_html
    from familjecentral.readers.report_pdf import read_report_pdf
    from familjecentral.readers.report_xlsx import read_report_xlsx
    from familjecentral.readers.tables_csv import read_tables
    from familjecentral.readers.tables_jsonstat import read_jsonstat
    from familjecentral.readers.tables_px import read_px

    known = Definitions(
        draft.declared,
        labels_for(draft),
        draft.period,
        tuple(centre.key for centre in draft.centres),
        draft.vintage,
    )

    def with_definitions(read: Callable[[Path, Definitions], TableSet]) -> Reader:
        return lambda path: read(path, known)

    return {
        ".csv": lambda path: read_tables(path).tables,
        ".px": read_px,
        ".json": read_jsonstat,
        ".html": with_definitions(read_report_html),
        ".xlsx": with_definitions(read_report_xlsx),
        ".pdf": with_definitions(read_report_pdf),
    }
