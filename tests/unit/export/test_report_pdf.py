"""The printed pages: fonts, language, order, marks, breaks; the same bytes on every run."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from familjecentral.errors import Cancelled, OutputNotWritable
from familjecentral.export import paper
from familjecentral.export.build import build
from familjecentral.export.document import Column, Cover, Definition, Document, Row, Table
from familjecentral.export.figures import count
from familjecentral.export.pdf_blocks import Part, parts_of
from familjecentral.export.report_pdf import paginate, write_pdf
from tests.unit.export import sample

ROOM = paper.BOTTOM - paper.TOP


def written(folder: Path, *, released: bool = True) -> Path:
    path = folder / "rapport.pdf"
    document = build(sample.sample_report(released=released))
    write_pdf(path, document, fonts=sample.FONTS, progress=lambda _: None)
    return path


def pages(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in the file comes from a clock or a random source."""
    assert written(tmp_path).read_bytes() == written(tmp_path).read_bytes()


def test_only_embedded_subsets_are_used(tmp_path: Path) -> None:
    """Every font of every page is an embedded subset of Source Sans 3."""
    raw = written(tmp_path)
    assert b"Helvetica" not in raw.read_bytes()
    names = set()
    for page in PdfReader(raw).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font["/BaseFont"])
            assert "/FontFile2" in font["/FontDescriptor"]
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+SourceSans3-\w+", name) for name in names)


@pytest.mark.parametrize("tool", ["pdffonts", "pdfinfo", "pdftotext"])
def test_other_readers_agree(tool: str, tmp_path: Path) -> None:
    """Poppler, where it is installed, sees embedded fonts, the title, A4 and the text."""
    if shutil.which(tool) is None:
        return  # the other tests read the same things with pypdf
    path = written(tmp_path)
    command = [tool, str(path), *(["-"] if tool == "pdftotext" else [])]
    out = subprocess.run(
        command, capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    if tool == "pdffonts":
        assert all(" yes yes yes " in line for line in out.splitlines()[2:])
    elif tool == "pdfinfo":
        assert "Kvartalsrapport kvartal 3 2026, Familjecentralen Eken" in out
        assert "A4" in out
    else:
        assert out.index("Kvartalet i korthet") < out.index("Tabell 1.") < out.index("Tabell 3.")


def test_properties_hold_no_numbers_but_the_period(tmp_path: Path) -> None:
    """Title and author name period and place; no count is in the properties."""
    reader = PdfReader(written(tmp_path))
    assert reader.metadata is not None
    assert reader.metadata.title == "Kvartalsrapport kvartal 3 2026, Familjecentralen Eken"
    assert reader.metadata.author == "Familjecentralen Eken"
    assert reader.metadata.subject in (None, "")
    assert reader.trailer["/Root"]["/Lang"] == "sv-SE"


def test_every_page_has_head_foot_and_number(tmp_path: Path) -> None:
    """Centre, period, badge, release and page number stand on every page."""
    found = pages(written(tmp_path))
    for number, text in enumerate(found, start=1):
        assert "Familjecentralen Eken" in text
        assert "Exempeldata" in text
        assert "Innehåller inga uppgifter om enskilda." in text
        assert f"Sida {number} av {len(found)}" in text
        assert "UTKAST" not in text


def test_the_paper_tells_a_week_without_work_from_a_week_without_answer(tmp_path: Path) -> None:
    """Completeness is printed in words: nothing to report is not the same as no answer."""
    printed = " ".join(" ".join(pages(written(tmp_path))).split())
    assert "Vecka 28–30 hade inget att redovisa." in printed
    assert "Vecka 39 saknar uppgift." in printed


def test_drafts_are_marked_on_every_page(tmp_path: Path) -> None:
    """A draft can not be taken for a release."""
    assert all("UTKAST" in text for text in pages(written(tmp_path, released=False)))


def test_no_page_is_empty_and_headings_are_not_alone(tmp_path: Path) -> None:
    """A heading is never the last thing on a page."""
    document = build(sample.sample_report())
    headings = {block.text for block in document.blocks if type(block).__name__ == "Heading"}
    for text in pages(written(tmp_path)):
        lines = [line for line in text.splitlines() if line.strip()]
        foot = next(i for i, line in enumerate(lines) if line.startswith("Utgåva 8"))
        assert foot > 3
        assert lines[foot - 1] not in headings


def long_table(rows: int) -> Table:
    return Table(
        key="t",
        number="1",
        title="Rader",
        unit="Antal",
        row_head="Rad",
        columns=(Column("Antal"),),
        rows=(
            *(Row(f"Rad {n}", (count(n),)) for n in range(1, rows)),
            Row("Totalt", (count(sum(range(rows))),), is_total=True),
        ),
        notes=("Källa: prov.",),
    )


@pytest.mark.parametrize("rows", [30, 40, 75, 76, 77, 120])
def test_long_tables_repeat_their_head(rows: int, tmp_path: Path) -> None:
    """A table longer than a page goes on with title and head; its total is never alone."""
    document = dataclasses.replace(build(sample.sample_report()), blocks=(long_table(rows),))
    path = tmp_path / "lang.pdf"
    write_pdf(path, document, fonts=sample.FONTS, progress=lambda _: None)
    found = pages(path)
    assert all("Tabell 1. Rader." in text for text in found)
    assert all("Forts." in text for text in found[1:])
    last = found[-1]
    assert "Totalt" in last
    assert f"Rad {rows - 1}" in last
    assert [n for text in found for n in re.findall(r"Rad (\d+)", text)] == [
        str(n) for n in range(1, rows)
    ]


@given(
    st.lists(st.tuples(st.floats(1, 300), st.booleans(), st.booleans()), min_size=1, max_size=40)
)
def test_pages_hold_all_parts_in_order(shape: list[tuple[float, bool, bool]]) -> None:
    """Parts keep their order, fit their pages, and stand with what they are bound to."""
    parts = [
        Part(height, lambda pen, y: None, with_next=bound and height < 40, new_page=fresh)
        for height, bound, fresh in shape
    ]
    stacked = paginate(parts)
    assert [part for page in stacked for part in page] == parts
    for page in stacked:
        assert sum(part.height for part in page) <= ROOM + 0.1
        if page is not stacked[-1] and page[-1].with_next:
            # Only a chain that is longer than a page, or a forced break, may part.
            following = stacked[stacked.index(page) + 1][0]
            assert following.new_page or len(page) > 1


def test_a_cancelled_report_leaves_no_file(tmp_path: Path) -> None:
    """Stopping between pages writes nothing."""

    def stop(_: float) -> None:
        raise Cancelled

    path = tmp_path / "rapport.pdf"
    with pytest.raises(Cancelled):
        write_pdf(path, build(sample.sample_report()), fonts=sample.FONTS, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_a_typed_error(tmp_path: Path) -> None:
    """A place that cannot be written is said, not raised as a system error."""
    document: Document = build(sample.sample_report())
    with pytest.raises(OutputNotWritable):
        write_pdf(
            tmp_path / "borta" / "rapport.pdf",
            document,
            fonts=sample.FONTS,
            progress=lambda _: None,
        )


def test_the_last_three_definitions_are_bound_together() -> None:
    """What stands after them is the certificate."""
    blocks = build(sample.sample_report()).blocks
    named = [block for block in blocks if isinstance(block, Definition)][:-1]
    assert [block.with_next for block in named[-4:]] == [False, True, True, False]


@given(st.lists(st.integers(40, 75), min_size=3, max_size=40))
def test_no_definition_stands_alone_on_the_last_page(heights: list[int]) -> None:
    """The last three stand together, as the report binds them."""
    last = len(heights) - 1
    parts = [
        Part(height, lambda _pen, _y: None, with_next=last - 3 < place < last)
        for place, height in enumerate(heights)
    ]
    assert len(paginate(parts)[-1]) >= 3


def test_the_cover_keeps_long_names_within_the_page(tmp_path: Path) -> None:
    """Whose report it is goes on below where it is too long for the line; the days come after."""
    document = build(sample.sample_report())
    cover = document.blocks[0]
    assert isinstance(cover, Cover)
    names = [f"Förvaltningen nummer {number}" for number in range(12)]
    long = dataclasses.replace(cover, parties=", ".join(names))
    path = tmp_path / "lang.pdf"
    made = dataclasses.replace(document, blocks=(long, *document.blocks[1:]))
    write_pdf(path, made, fonts=sample.FONTS, progress=lambda _: None)
    lines = PdfReader(path).pages[0].extract_text(extraction_mode="layout").splitlines()
    of_names = [place for place, line in enumerate(lines) if "Förvaltningen" in line]
    days = next(place for place, line in enumerate(lines) if cover.days in line)
    assert 4 <= len(of_names) < 8
    assert max(of_names) < days
    assert all(name in " ".join(" ".join(lines).split()) for name in names)
    assert sum(p.height for p in parts_of(long)) > sum(p.height for p in parts_of(cover))
