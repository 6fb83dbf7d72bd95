"""A large quarter of four centres: its report as PDF against a bare document with as many pages
and tables, and the whole publication in every format."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from pypdf import PdfReader

from db.store import SqlStore
from familjecentral.access.model import CentreId
from familjecentral.access.use_cases import AddCentre, add_centre
from familjecentral.calendar.periods import Period
from familjecentral.commands import composition
from familjecentral.commands.reporting import (
    FORMATS,
    declared_set,
    frozen_words,
    report_readers,
    report_writer,
)
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.errors import Cancelled
from familjecentral.export.document import Document, Heading, Prose
from familjecentral.export.report import ReportFiles
from familjecentral.gate import NewStore
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.lock import LockPeriod, lock_period
from familjecentral.releases.use_cases import list_releases, make_draft, publish, write_draft
from familjecentral.statistics.printed import TextTable
from tests.benchmarks.counting import Choices
from tests.benchmarks.figures import Figure, in_turn, ratio, seconds
from tests.factories import PASSPHRASE, FixedClock, SeededIds, centre, contact_values, staff
from tests.fixtures_store import make_gate

QUARTER = Period.parse("2026-Q3")
CENTRES = 4
# FAMILJECENTRAL_BENCH_ROWS makes a quick run; the limit is meant for the full size.
ROWS = int(os.environ.get("FAMILJECENTRAL_BENCH_ROWS", "1000000"))


def measure() -> Iterator[Figure]:
    """Fill, lock and draft; compare the PDFs in turn; publish in every format."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clock, ids = FixedClock(), SeededIds(1)
        store, _ = make_gate(clock).create(
            folder / "large.fcdb", NewStore(centre(), staff()), PASSPHRASE
        )
        fill(store, clock, ids)
        draft = draft_of(store, clock)
        writer = report_writer()
        assert isinstance(writer, ReportFiles)
        (paper,) = write_draft(draft, folder / "ut", formats=("pdf",), writer=writer)
        pages = len(PdfReader(paper).pages)
        document, tables = writer.document(draft), writer.tables(draft)
        target = folder / "bar.pdf"

        def ours() -> None:
            writer(draft, folder, ("pdf",), lambda _: None)

        def theirs() -> None:
            bare(target, document, tables, pages)

        size = f"{ROWS:,} contacts, {CENTRES} centres, {pages} pages, {len(tables)} tables"
        yield ratio("PDF / bare document", *in_turn(ours, theirs, 15), 2)
        yield halves(draft, folder / "avbrutet", store, clock)
        steps: list[float] = []
        took = seconds(lambda: published(draft, folder / "alla", store, clock, steps))
        note = f"{size}; progress told {len(steps)} times"
        yield Figure("seconds to write, prove and publish every format", took, note=note)
        store.close()


def fill(store: SqlStore, clock: FixedClock, ids: SeededIds) -> None:
    """Log the quarter's contacts in four centres, and lock it."""
    for number in range(2, CENTRES + 1):
        with store.unit_of_work() as uow:
            command = AddCentre(f"Hus {number}", "Vinge", "Region")
            add_centre(command, uow, clock, ids, guard=composition.guard())
    with store.unit_of_work() as uow:
        homes = [house.id for house in uow.centres()]
        uow.contacts.add_many(rows(homes, ids))
        uow.commit()
    with store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
        lock_period(LockPeriod(QUARTER), uow, declared=declared, clock=clock, ids=ids)


def rows(homes: list[CentreId], ids: SeededIds) -> Iterator[Contact]:
    choices = Choices(random.Random(1))
    days = (QUARTER.last - QUARTER.first).days + 1
    for number in range(ROWS):
        day = QUARTER.first + dt.timedelta(days=number % days)
        values = contact_values(**choices.values(day), centre_id=homes[number % len(homes)])
        yield Contact(ContactId(ids.new_id()), staff().id, values)


def draft_of(store: SqlStore, clock: FixedClock) -> Draft:
    """Return the protected tables of all centres together."""
    with store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
    return make_draft(ReportScope(QUARTER), store.unit_of_work, declared=declared, clock=clock)


def published(
    draft: Draft, folder: Path, store: SqlStore, clock: FixedClock, steps: list[float]
) -> None:
    """Publish in every format; ``steps`` gets what progress was told."""
    publish(
        draft,
        folder,
        store.unit_of_work,
        formats=FORMATS,
        writer=report_writer(),
        readers=report_readers(draft),
        words=frozen_words,
        clock=clock,
        progress=steps.append,
    )


def halves(draft: Draft, folder: Path, store: SqlStore, clock: FixedClock) -> Figure:
    """Cancel publishing at many of its steps; return after how many of them something was left
    in the register or in the folder."""

    class Stop(list[float]):
        def __init__(self, last: int) -> None:
            super().__init__()
            self.last = last

        def append(self, done: float) -> None:
            super().append(done)
            if len(self) == self.last:
                raise Cancelled

    folder.mkdir()
    moments = range(1, 160, 8)
    left = 0
    for last in moments:
        with contextlib.suppress(Cancelled):
            published(draft, folder, store, clock, Stop(last))
        with store.unit_of_work() as uow:
            left += bool(list_releases(uow)) or any(folder.iterdir())
    return Figure("halves left by cancelling", left, 0, f"{len(moments)} moments of 166")


def bare(target: Path, document: Document, tables: Sequence[TextTable], pages: int) -> None:
    """Write a document as the library makes it: the same tables and paragraphs, as many pages;
    no structure, charts, heads or feet."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "FC-Regular", 9),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, "#DDD6CA"),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ]
    )
    look = ParagraphStyle("text", fontName="FC-Regular", fontSize=9)

    def words(text: str) -> Paragraph:
        return Paragraph(escape(text), look)

    parts: list[list[object]] = []
    for table in tables:
        body = Table([table.heads, *table.rows], style=style, repeatRows=1)
        parts.append([words(table.caption), body, *map(words, table.notes)])
    texts = [words(b.text) for b in document.blocks if isinstance(b, Heading | Prose)]
    parts.append(texts)
    parts += [[words(text)] for text in ["Text"] * max(pages - len(parts), 0)]
    story: list[object] = []
    for place, part in enumerate(parts):
        on_page, before = (p * pages // len(parts) for p in (place, place - 1))
        story += [PageBreak()] * (place > 0 and on_page > before) + part
    SimpleDocTemplate(str(target)).build(story)
