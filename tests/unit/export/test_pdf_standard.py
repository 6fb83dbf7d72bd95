"""Clause by clause, read from the finished file alone: ISO 19005-2 (archives), level A, and what
ISO 14289-1 asks of the structure. No validator is at hand, so the rules are tried here."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from familjecentral.export.attendance_pdf import write_attendance
from familjecentral.export.build import build
from familjecentral.export.poster_pdf import write_poster
from familjecentral.export.programme_pdf import write_programme, write_room
from familjecentral.export.report_pdf import write_pdf
from familjecentral.export.sheets import RoomSheet
from familjecentral.releases.layout import Layout, OwnText, Section
from tests.unit.export import sample
from tests.unit.export.test_pdf_structure import elements, kind
from tests.unit.export.test_sheets import (
    FIRST,
    FRAME,
    POSTER,
    attendance,
    meetings,
    programme_of,
)
from tests.unit.releases.test_layout import png

# Operators of ISO 32000-1, table 51, but those of CMYK and of what a reader need not understand.
OPERATORS = re.compile(
    r"[bBf]\*?|B(DC|I|MC|T)|[cC][mMsS]?|d|Do|E(I|MC|T)|F|gs?|G|h|i|ID|[jJ]|l|[mM]|n|[qQ]|re|rg|RG|ri"
    r"|s|S|scn?|SCN?|sh|T[cdDfjJLmrswz*]|v|w|W\*?|y|'|\""
)
FORBIDDEN = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/EF", "/OCProperties")
FORBIDDEN_KEYS = frozenset((*FORBIDDEN, "/Launch", "/XFA", "/AcroForm", "/Requirements", "/F"))


SHEETS: dict[str, Callable[[Path], None]] = {
    "attendance": lambda path: write_attendance(
        path, attendance(24, meetings(15)), fonts=sample.FONTS
    ),
    "poster": lambda path: write_poster(path, POSTER, fonts=sample.FONTS),
    "programme": lambda path: write_programme(path, programme_of(15), fonts=sample.FONTS),
    "room": lambda path: write_room(
        path,
        RoomSheet(FRAME, "Lilla salen", 12, FIRST, dt.date(2026, 12, 18), meetings(14)),
        fonts=sample.FONTS,
    ),
}


@pytest.fixture(scope="module", params=["released", "draft", "joint", *SHEETS])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release, a draft with watermark, mark, comments and texts of its own, a joint
    report, and each sheet of the groups."""
    path = tmp_path_factory.mktemp("norm") / "papper.pdf"
    if request.param in SHEETS:
        SHEETS[request.param](path)
        return path
    report = sample.sample_report(released=request.param == "released")
    if request.param == "draft":
        own = (OwnText("Året som gått", "Mycket hände.\nOch mer.", Section.CONTACTS),)
        layout = Layout(brief="En kommentar.", region="Region Norrvik", mark=png(40, 20), own=own)
        report = replace(report, draft=replace(report.draft, layout=layout))
    if request.param == "joint":
        names = ("Norra huset, utgåva 1", "Familjecentralen Eken, utgåva 8")
        report = replace(report, draft=replace(report.draft, joint=names))
    write_pdf(path, build(report), fonts=sample.FONTS, progress=lambda _: None)
    return path


@pytest.fixture(scope="module")
def pdf(file: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(file) as found:
        yield found


def everything(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary and array of the file."""

    def inside(item: Any, depth: int = 0) -> Iterator[Any]:
        yield item
        if isinstance(item, pikepdf.Dictionary):
            values: Any = [value for _, value in item.items()]
        else:
            values = list(item) if isinstance(item, pikepdf.Array) else []
        for value in values:
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
                yield from inside(value, depth + 1)

    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            yield item
            yield from inside(item.stream_dict)
        else:
            yield from inside(item)


def test_the_file_begins_and_ends_as_archives_ask(file: Path) -> None:
    """6.1.2–6.1.4: a header, four high bytes after it, an identity, nothing after the end."""
    raw = file.read_bytes()
    first, second = raw.split(b"\n")[:2]
    assert re.fullmatch(rb"%PDF-1\.[0-7]", first)
    assert second[:1] == b"%"
    assert len([byte for byte in second[1:5] if byte > 127]) == 4
    assert raw.rstrip(b"\r\n").endswith(b"%%EOF")
    assert raw.count(b"%%EOF") == 1, "one version, nothing appended"


def test_nothing_acts_hides_or_points_outside(pdf: pikepdf.Pdf) -> None:
    """6.1.6–6.1.12, 6.5, 6.6, 6.8, 6.9: no scripts, actions, files, layers, LZW or foreign keys."""
    assert not pdf.is_encrypted
    assert len(pdf.trailer.ID) == 2
    for item in everything(pdf):
        if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        assert not FORBIDDEN_KEYS.intersection(item.keys())
        assert item.get("/S") not in ("/JavaScript", "/Launch", "/URI", "/Movie", "/Sound")
        assert item.get("/Type") not in ("/Filespec", "/OCG", "/Annot")
        filters = item.get("/Filter", [])
        names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
        assert {str(name) for name in names} <= {"/FlateDecode"}


def test_colours_have_a_meaning_and_nothing_is_see_through(pdf: pikepdf.Pdf) -> None:
    """6.2.2–6.2.5, 6.2.10: known operators, colours of the intent, balanced states, no blending
    without a space to blend in."""
    (intent,) = pdf.Root.OutputIntents
    assert int(intent.DestOutputProfile.N) == 3
    for page in pdf.pages:
        assert page.obj.keys().isdisjoint(("/Group", "/Metadata", "/AF"))
        box = [float(edge) for edge in page.mediabox]
        assert box == pytest.approx([0, 0, 595.2756, 841.8898], abs=0.01)
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            assert OPERATORS.fullmatch(name), name
            depth += {"q": 1, "Q": -1}.get(name, 0)
            assert 0 <= depth <= 28
            if name in ("rg", "RG"):
                assert all(0 <= float(part) <= 1 for part in operands)
            if name == "Tr":
                assert int(operands[0]) != 3, "text that nobody sees"
        assert depth == 0
        for image in page.Resources.get("/XObject", {}).values():
            assert image.Subtype == "/Image"
            assert image.get("/ColorSpace") in ("/DeviceRGB", "/DeviceGray")
            assert image.keys().isdisjoint(("/SMask", "/Mask", "/Alternates", "/OPI"))
            assert not image.get("/Interpolate", False)


@dataclass(frozen=True)
class Program:
    """An embedded TrueType program: its tables, read byte by byte."""

    data: bytes

    def table(self, name: bytes) -> bytes:
        count = struct.unpack_from(">H", self.data, 4)[0]
        for number in range(count):
            tag, _, start, length = struct.unpack_from(">4sIII", self.data, 12 + 16 * number)
            if tag == name:
                return self.data[start : start + length]
        raise AssertionError(name)

    @property
    def units(self) -> int:
        return int(struct.unpack_from(">H", self.table(b"head"), 18)[0])

    def width(self, glyph: int) -> float:
        """Return the advance of a glyph in thousandths of the size."""
        full = struct.unpack_from(">H", self.table(b"hhea"), 34)[0]
        place = min(glyph, full - 1)
        return (
            1000 * float(struct.unpack_from(">H", self.table(b"hmtx"), 4 * place)[0]) / self.units
        )

    def glyph(self, code: int) -> int:
        """Return the glyph of a code in the only code table; 0: there is none."""
        table = self.table(b"cmap")
        start = struct.unpack_from(">I", table, 8)[0]
        form, _, _ = struct.unpack_from(">HHH", table, start)
        assert form in (0, 6), form
        if form == 0:
            return table[start + 6 + code]
        first, count = struct.unpack_from(">HH", table, start + 6)
        inside = first <= code < first + count
        return (
            int(struct.unpack_from(">H", table, start + 10 + 2 * (code - first))[0])
            if inside
            else 0
        )


def used_codes(pdf: pikepdf.Pdf) -> dict[tuple[int, int], set[int]]:
    """Return which codes of each font are drawn."""
    found: dict[tuple[int, int], set[int]] = {}
    for page in pdf.pages:
        codes: set[int] = set()
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = page.Resources.Font[str(operands[0])]
                codes = found.setdefault(font.objgen, set())
            elif str(operator) == "Tj":
                codes.update(bytes(operands[0]))
    return found


def unicodes(font: Any) -> dict[int, str]:
    """Return what each code of a font stands for, by its own table."""
    found: dict[int, str] = {}
    data = font.ToUnicode.read_bytes()
    for block in re.findall(rb"beginbfchar\n(.*?)endbfchar", data, re.DOTALL):
        for code, char in re.findall(rb"<(\w{2})> <(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(char.decode()).decode("utf-16-be")
    return found


def test_fonts_are_whole_for_what_is_written_with_them(pdf: pikepdf.Pdf) -> None:
    """6.2.11: embedded, every drawn code has a glyph, the width of its program and a character."""
    drawn = used_codes(pdf)
    assert len(drawn) >= 2, "more than one weight"
    for name, codes in drawn.items():
        font: Any = pdf.get_object(name)
        program = Program(font.FontDescriptor.FontFile2.read_bytes())
        first, last = int(font.FirstChar), int(font.LastChar)
        widths, chars = list(font.Widths), unicodes(font)
        assert len(widths) == last - first + 1
        assert str(font.BaseFont) == str(font.FontDescriptor.FontName)
        for code in codes:
            glyph = program.glyph(code)
            assert glyph > 0, "no glyph is drawn as a box"
            assert first <= code <= last
            assert float(widths[code - first]) == pytest.approx(program.width(glyph), abs=1)
            assert code in chars
            assert not any("\ue000" <= char <= "\uf8ff" for char in chars[code]), "of no alphabet"


def test_metadata_and_properties_say_the_same(pdf: pikepdf.Pdf) -> None:
    """6.6.2: one packet that nobody compresses, equal to the properties to the second."""
    raw = pdf.Root.Metadata.read_raw_bytes()
    assert raw.startswith(b'<?xpacket begin="\xef\xbb\xbf"')
    assert b"bytes=" not in raw[:80]
    assert b"encoding=" not in raw[:80]
    with pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as found:
        assert (found["pdfaid:part"], found["pdfaid:conformance"]) == ("2", "A")
        for own, other in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
            day = re.sub(
                r"D:(....)(..)(..)(..)(..)(..)Z", r"\1-\2-\3T\4:\5:\6Z", str(pdf.docinfo[own])
            )
            assert found[other] == day
        assert set(pdf.docinfo.keys()) <= {
            *("/Title", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate"),
        }


def marks_of(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int, Any]]:
    """Yield page, mark and element of every stretch, in the order of the structure."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    for element in elements(pdf):
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary):
                if "/S" not in kid:
                    yield pages[kid.Pg.objgen], int(kid.MCID), element
            else:
                yield pages[element.Pg.objgen], int(kid), element


def test_the_structure_and_the_pages_agree(pdf: pikepdf.Pdf) -> None:
    """14289-1, 7.1: tagged, titled, in a language, no doubt; every mark once, and led back to its
    element by the parent tree; the marks carry the name of their element."""
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert not root.MarkInfo.get("/Suspects", False)
    assert not root.MarkInfo.get("/UserProperties", False)
    assert root.ViewerPreferences.DisplayDocTitle
    assert re.fullmatch(r"[a-z]{2}-[A-Z]{2}", str(root.Lang))
    assert "/RoleMap" not in root.StructTreeRoot
    numbers = list(root.StructTreeRoot.ParentTree.Nums)
    assert numbers[::2] == list(range(len(pdf.pages)))
    assert int(root.StructTreeRoot.ParentTreeNextKey) == len(pdf.pages)
    owned = [(page, mark) for page, mark, _ in marks_of(pdf)]
    assert len(owned) == len(set(owned)), "no stretch belongs to two elements"
    for page, mark, element in marks_of(pdf):
        assert numbers[2 * page + 1][mark].objgen == element.objgen
    drawn = []
    names = {(page, mark): kind(element) for page, mark, element in marks_of(pdf)}
    for number, page in enumerate(pdf.pages):
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC":
                mark = int(operands[1].MCID)
                drawn.append((number, mark))
                assert str(operands[0]) == f"/{names[number, mark]}"
    assert sorted(drawn) == sorted(owned)


def places_of(pdf: pikepdf.Pdf) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the left edge and the top of what every stretch draws, by page and mark."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for number, page in enumerate(pdf.pages):
        mark: int | None = None
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "EMC"):
                mark = int(operands[1].MCID) if name == "BDC" else None
            if mark is None or name not in ("Tm", "m", "re", "cm"):
                continue
            x, y, *more = map(float, operands[4:6] if name == "Tm" else operands)
            if name == "cm":  # a picture: the unit square is drawn as large as this
                x, y = more[2], more[3] + more[1]
            y += max(more[1], 0) if name == "re" else 0
            left, top = found.get((number, mark), (x, y))
            found[number, mark] = min(left, x), max(top, y)
    return found


def test_it_is_read_in_the_order_in_which_it_is_seen(pdf: pikepdf.Pdf) -> None:
    """14289-1, 7.1–7.2: what follows in the structure follows on the page, further down or in the
    next column: nobody hears a paragraph before its heading."""
    places = places_of(pdf)
    marks = tuple(marks_of(pdf))
    for page in range(len(pdf.pages)):
        own = [(mark, element) for number, mark, element in marks if number == page]
        assert [mark for mark, _ in own] == sorted(mark for mark, _ in own)
        blocks: dict[object, list[int]] = {}
        for mark, element in own:
            blocks.setdefault(outermost(element).objgen, []).append(mark)
        corners = []
        for held in blocks.values():
            drawn = [places[page, mark] for mark in held]
            corners.append((min(x for x, _ in drawn), max(y for _, y in drawn)))
        for (left, above), (right, below) in itertools.pairwise(corners):
            assert above >= below - 12 or right > left + 100, page


def outermost(element: Any) -> Any:
    """Return the part of the document that an element belongs to."""
    while element.P.get("/S") != "/Document":
        element = element.P
    return element


def test_tables_are_squares_and_lists_are_lists(pdf: pikepdf.Pdf) -> None:
    """14289-1, 7.5–7.6: rows of equal width with spans counted, heads with a direction; items with
    label and body; every figure has a text and a box on its page."""
    inside = {
        "Table": {"Caption", "THead", "TBody"},
        "THead": {"TR"},
        "TBody": {"TR"},
        "TR": {"TH", "TD"},
        "L": {"LI"},
        "LI": {"Lbl", "LBody"},
    }
    for element in elements(pdf):
        name = kind(element)
        kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
        kids = [kid for kid in kids if "/S" in kid]
        if name in inside:
            assert kids
            assert {kind(kid) for kid in kids} <= inside[name]
        if name == "TH":
            assert element.A.Scope in ("/Row", "/Column")
            assert element.A.O == "/Table"
        if name == "Figure":
            left, bottom, right, top = (float(edge) for edge in element.A.BBox)
            assert 0 <= left < right <= 596
            assert 0 <= bottom < top <= 842
            assert str(element.Alt).strip()
        if name == "Table":
            assert len(set(widths_of(element))) == 1


def widths_of(table: Any) -> Iterator[int]:
    """Yield how many columns each row fills, those of cells that come down from above included."""
    over: dict[int, int] = {}
    rows = [row for part in table.K if kind(part) != "Caption" for row in part.K]
    for place, row in enumerate(rows):
        width = over.pop(place, 0)
        for cell in row.K:
            own = cell.get("/A", {})
            width += (wide := int(own.get("/ColSpan", 1)))
            for more in range(1, int(own.get("/RowSpan", 1))):
                over[place + more] = over.get(place + more, 0) + wide
        yield width
    assert not over
