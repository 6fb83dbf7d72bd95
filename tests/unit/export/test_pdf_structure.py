"""The structure and the archive form of the PDF: what the standards ask, rule by rule."""

from __future__ import annotations

import io
import itertools
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from familjecentral.export.build import build
from familjecentral.export.document import Diagram, Document, Heading, Prose, Table
from familjecentral.export.pdf_archive import srgb
from familjecentral.export.report_pdf import write_pdf
from tests.unit.export import sample
from tests.unit.export.test_report_pdf import long_table

STANDARD = {
    *("Document", "H1", "H2", "H3", "P", "Div", "Figure", "L", "LI", "Lbl", "LBody"),
    *("Table", "Caption", "THead", "TBody", "TR", "TH", "TD"),
}


@pytest.fixture(scope="module")
def document() -> Document:
    return build(sample.sample_report())


@pytest.fixture(scope="module")
def pdf(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    path = tmp_path_factory.mktemp("pdf") / "rapport.pdf"
    write_pdf(path, document, fonts=sample.FONTS, progress=lambda _: None)
    with pikepdf.open(path) as found:
        yield found


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the structure in reading order."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot.K)


def kind(element: Any) -> str:
    return str(element.S).removeprefix("/")


def texts_by_mark(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Return what each marked stretch of each page says, with the fonts' own characters."""
    found: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pdf.pages):
        fonts = {name: characters(font) for name, font in page.Resources.Font.items()}
        mark: int | None = None
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC":
                    mark = int(operands[1].MCID)
                    found[number, mark] = ""
                case "BMC":
                    assert operands[0] == "/Artifact"
                case "EMC":
                    mark = None
                case "Tf":
                    font = fonts[str(operands[0])]
                case "Tj" if mark is not None:
                    found[number, mark] += "".join(font[code] for code in bytes(operands[0]))
    return found


def characters(font: Any) -> dict[int, str]:
    data = font.ToUnicode.read_bytes()
    found: dict[int, str] = {}
    for low, _, listed in re.findall(rb"<(\w+)> <(\w+)> \[([^\]]*)\]", data):
        for n, code in enumerate(re.findall(rb"\w+", listed)):
            found[int(low, 16) + n] = chr(int(code, 16))
    for code, to in re.findall(rb"<(\w\w)> <(\w{4})>\s", data):
        found[int(code, 16)] = chr(int(to, 16))
    return found


def text_of(pdf: pikepdf.Pdf, element: Any, marks: dict[tuple[int, int], str]) -> str:
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = ""
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                found += text_of(pdf, kid, marks)
            else:
                found += marks[pages[kid.Pg.objgen], int(kid.MCID)]
        else:
            found += marks[pages[element.Pg.objgen], int(kid)]
    return found


def test_every_element_is_of_a_standard_kind(pdf: pikepdf.Pdf) -> None:
    """Nothing needs a role map, and every element names the one above it."""
    for element in elements(pdf):
        assert kind(element) in STANDARD
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen


def test_every_mark_has_its_element_and_the_other_way_round(pdf: pikepdf.Pdf) -> None:
    """The parent tree leads from each marked stretch to the element that holds it."""
    marks = texts_by_mark(pdf)
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
    held = {
        (page, mark): tree[int(obj.obj.StructParents)][mark]
        for page, obj in enumerate(pdf.pages)
        for mark in range(len(tree[int(obj.obj.StructParents)]))
    }
    assert held.keys() == marks.keys()
    assert all(kind(element) in STANDARD for element in held.values())
    assert "".join(text_of(pdf, pdf.Root.StructTreeRoot.K, marks)) != ""


def test_reading_order_is_that_of_the_document(pdf: pikepdf.Pdf, document: Document) -> None:
    """Headings, paragraphs and tables stand in the structure as they do in the report."""
    marks = texts_by_mark(pdf)
    wanted: list[tuple[str, str]] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            wanted.append(("H2", block.text))
        elif isinstance(block, Prose):
            wanted += [("H3", block.lead)] if block.lead else []
            wanted.append(("P", block.text))
        elif isinstance(block, Table):
            wanted.append(("Caption", f"Tabell {block.number}. {block.title}. {block.unit}"))
    found = [(kind(e), text_of(pdf, e, marks).rstrip()) for e in elements(pdf)]
    place = -1
    for entry in wanted:
        place = found.index((entry[0], " ".join(entry[1].split())), place + 1)


def test_one_first_heading_and_no_level_left_out(pdf: pikepdf.Pdf) -> None:
    """A reader who jumps between headings finds each under one of the level above."""
    levels = [int(kind(e)[1]) for e in elements(pdf) if re.fullmatch(r"H\d", kind(e))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_have_head_cells_over_every_entry(pdf: pikepdf.Pdf, document: Document) -> None:
    """Every row is as wide as the head, with its own head cell; each head says its direction."""
    tables = [e for e in elements(pdf) if kind(e) == "Table"]
    assert len(tables) == len(document.tables)
    marks = texts_by_mark(pdf)
    for element, table in zip(tables, document.tables, strict=True):
        caption, head, body = element.K
        assert [kind(part) for part in (caption, head, body)] == ["Caption", "THead", "TBody"]
        heads = [cell for row in head.K for cell in row.K]
        assert all(kind(cell) == "TH" and cell.A.Scope == "/Column" for cell in heads)
        wide = sum(int(cell.A.get("/ColSpan", 1)) for cell in head.K[0].K)
        assert wide == len(table.columns) + 1
        assert [text_of(pdf, cell, marks) for cell in head.K[-1].K][-1] == table.columns[-1].head
        for row, line in zip(body.K, table.rows, strict=True):
            label, *cells = row.K
            assert kind(label) == "TH"
            assert label.A.Scope == "/Row"
            texts = [e if isinstance(e, str) else e.text for e in line.entries]
            entries = [text.replace("\u00a0", " ") for text in texts]  # one glyph for both
            assert [text_of(pdf, cell, marks) for cell in cells] == entries
            assert {kind(cell) for cell in cells} == {"TD"}


def test_figures_have_a_text_and_a_place(pdf: pikepdf.Pdf, document: Document) -> None:
    """Every chart says in words what it shows; hidden parts say that they are hidden."""
    figures = [e for e in elements(pdf) if kind(e) == "Figure"]
    charts = [block for block in document.blocks if isinstance(block, Diagram)]
    assert len(figures) == len(charts) + 1  # the weeks
    for figure in figures:
        assert len(str(figure.Alt)) > 40
        assert len(figure.A.BBox) == 4
    assert "vecka 39 ingen uppgift lämnad" in str(figures[0].Alt)
    assert "universell 56" in str(figures[1].Alt)


def test_a_table_over_several_pages_is_one(tmp_path: Path) -> None:
    """Its rows go on in the same element; the repeated head is passed over."""
    path = tmp_path / "lang.pdf"
    report = build(sample.sample_report())
    long = Document(
        **{
            **{name: getattr(report, name) for name in report.__dataclass_fields__},
            "blocks": (long_table(120),),
        }
    )
    write_pdf(path, long, fonts=sample.FONTS, progress=lambda _: None)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 2
        (table,) = (e for e in elements(pdf) if kind(e) == "Table")
        assert [kind(part) for part in table.K] == ["Caption", "THead", "TBody"]
        assert len(table.K[2].K) == 120


def test_nothing_is_drawn_outside_marks(pdf: pikepdf.Pdf) -> None:
    """Everything painted is part of the structure or an artifact."""
    painting = {"Tj", "TJ", "f", "f*", "S", "B", "b", "s", "Do", "sh"}
    for page in pdf.pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
                assert depth == 1, "marks do not stand in each other"
            elif name == "EMC":
                depth -= 1
            assert depth == 1 or name not in painting
        assert depth == 0


def test_metadata_say_what_the_properties_say(pdf: pikepdf.Pdf, document: Document) -> None:
    """XMP and properties agree; the part and the level of the standard are named."""
    raw = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in raw
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in raw
    assert "/Filter" not in pdf.Root.Metadata
    with pdf.open_metadata(update_docinfo=False) as found:
        assert found["dc:title"] == document.title == str(pdf.docinfo.Title)
        assert found["dc:creator"] == [document.author] == [str(pdf.docinfo.Author)]
        assert found["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert found["xmp:CreatorTool"] == str(pdf.docinfo.Creator)
        assert found["xmp:CreateDate"] == f"{document.day.isoformat()}T00:00:00Z"
    assert str(pdf.docinfo.CreationDate) == f"D:{document.day:%Y%m%d}000000Z"
    assert pdf.Root.Lang == "sv-SE"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_what_archives_forbid_is_not_there(pdf: pikepdf.Pdf) -> None:
    """No encryption, scripts, files, links, transparency, or fonts that are not embedded."""
    assert not pdf.is_encrypted
    assert "/ID" in pdf.trailer
    for name in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Perms"):
        assert name not in pdf.Root or name == "/Names"
    for page in pdf.pages:
        assert page.obj.keys() & {"/Annots", "/AA", "/Group", "/PresSteps"} == set()
        assert page.obj.Tabs == "/S"
        assert page.Resources.keys() & {"/XObject", "/ExtGState", "/Shading"} == set()
        for font in page.Resources.Font.values():
            assert font.Subtype == "/TrueType"
            assert int(font.FontDescriptor.Flags) & 4, "symbolic: the subset's own code table"
            assert "/Encoding" not in font
            assert not set(characters(font).values()) & {"\0", "\ufeff", "\ufffe"}
            assert tables_of_codes(font.FontDescriptor.FontFile2.read_bytes()) == 1


def tables_of_codes(font: bytes) -> int:
    """Return how many subtables the font's code table has; a symbolic font may have one."""
    count = struct.unpack(">H", font[4:6])[0]
    for number in range(count):
        tag, _, offset, _ = struct.unpack(">4sIII", font[12 + 16 * number : 28 + 16 * number])
        if tag == b"cmap":
            return int(struct.unpack(">H", font[offset + 2 : offset + 4])[0])
    return 0


def test_colours_are_those_of_srgb(pdf: pikepdf.Pdf) -> None:
    """The output intent's profile does to colours what the system's own sRGB does."""
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert int(intent.DestOutputProfile.N) == 3
    assert intent.DestOutputProfile.read_bytes() == srgb()
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    picture = Image.new("RGB", (16, 16))
    picture.putdata([(n, 255 - n, (n * 7) % 256) for n in range(256)])
    other = ImageCms.profileToProfile(picture, ours, ImageCms.createProfile("sRGB"))
    assert max(abs(a - b) for a, b in zip(picture.tobytes(), other.tobytes(), strict=True)) <= 2


def test_sections_are_listed_for_jumping(pdf: pikepdf.Pdf, document: Document) -> None:
    """The list of contents has the headings of the report in order."""
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [block.text for block in document.blocks if isinstance(block, Heading)]
