"""Opening logs: CSV in every encoding and delimiter, spreadsheets as they come."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.raw import NOT_CALCULATED
from familjecentral.errors import UnusableFile
from familjecentral.readers import log as readers_log
from familjecentral.readers.log import open_log
from tests.unit.readers_log.reading import run

PLAIN = ImportMapping()


def rows(path: Path, mapping: ImportMapping = PLAIN) -> list[tuple[int, tuple]]:
    return [(row.number, row.cells) for row in open_log(path, mapping).rows()]


def text_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "logg.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_csv_is_read_in_every_writing(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    """Encoding and delimiter are found out, not asked for."""
    lines = ["Datum", "Nivå", "Ålder"], ["2026-09-03", "å, ä; ö", "0 mån"]
    text = end.join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    found = rows(text_file(tmp_path, text, encoding))
    assert found == [(1, tuple(lines[0])), (2, tuple(lines[1]))]


def test_a_row_has_the_number_of_its_first_line(tmp_path: Path) -> None:
    """A line break inside quotes does not shift the numbers of the rows that follow."""
    found = rows(text_file(tmp_path, 'a;"b\nc"\n\nd;e\n'))
    assert [number for number, _ in found] == [1, 3, 4]
    assert found[1][1] == ()


def test_the_mapping_may_say_encoding_and_delimiter(tmp_path: Path) -> None:
    """What is said goes before what looks likely."""
    path = text_file(tmp_path, "å,b;c;d\n", "cp1252")
    mapping = ImportMapping(encoding="windows-1252", delimiter=",", file_type="csv")
    assert rows(path, mapping) == [(1, ("å", "b;c;d"))]


@pytest.mark.parametrize(
    ("content", "mapping", "reason"),
    [
        (b"a;\x81\x01\n", PLAIN, "encoding"),
        (b"a;\0\n", PLAIN, "encoding"),
        ("å;b\n".encode("cp1252"), ImportMapping(encoding="utf-8"), "encoding"),
        (b"a;b\n", ImportMapping(encoding="klingon"), "encoding"),
        (b"a;b\n", ImportMapping(delimiter=";;"), "delimiter"),
        (b"a;b\n", ImportMapping(file_type="xlsx"), "file_type"),
        (b'"' + b"x" * 200_000, PLAIN, "csv"),
    ],
)
def test_what_is_no_readable_csv_is_named(
    tmp_path: Path, content: bytes, mapping: ImportMapping, reason: str
) -> None:
    """The reason, without content."""
    path = tmp_path / "logg.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableFile) as caught:
        rows(path, mapping)
    assert caught.value.reason == reason


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Without its folder."""
    with pytest.raises(UnusableFile, match=r"missing_file at nix\.csv"):
        open_log(tmp_path / "nix.csv", PLAIN)


def test_how_much_has_been_read_grows_to_the_end(tmp_path: Path) -> None:
    """The progress bar of a long import."""
    source = open_log(text_file(tmp_path, "a;b\n" * 100), PLAIN)
    shares = [source.share for _ in source.rows()]
    assert shares == sorted(shares)
    assert source.share == 1.0


def test_a_mark_at_the_beginning_goes_before_what_the_mapping_says(tmp_path: Path) -> None:
    """A file saved anew in another encoding still opens with its old mapping."""
    path = text_file(tmp_path, "Ålder;b\n", "utf-8-sig")
    assert rows(path, ImportMapping(encoding="windows-1252")) == [(1, ("Ålder", "b"))]


def test_the_delimiter_is_the_one_that_makes_headers(tmp_path: Path) -> None:
    """Not the one that happens to stand most often in notes."""
    text = "rubrik\nDatum,Antal,Anteckning\n2026-09-03,1,a;b;c;d;e;f\n"
    assert rows(text_file(tmp_path, text))[1][1] == ("Datum", "Antal", "Anteckning")
    months = "Vad\tjan\tfeb\nHembesök, hos; de, som, vill\t1\t2\n"
    found = rows(text_file(tmp_path, months), ImportMapping(kind="tally"))
    assert found[0][1] == ("Vad", "jan", "feb")


def sheet(tmp_path: Path, fill) -> Path:
    book = openpyxl.Workbook()
    fill(book.active)
    path = tmp_path / "logg.xlsx"
    book.save(path)
    return path


def test_a_spreadsheet_gives_typed_cells_and_row_numbers(tmp_path: Path) -> None:
    """Dates as dates; empty rows count; hidden rows and columns like others; merged cells once."""

    def fill(page) -> None:
        page.append(["Datum", "Antal", "Vad"])
        page.append([dt.date(2026, 9, 3), 3, "hb"])
        page.append([])
        page["A4"], page["C4"] = "x", "y"
        page.merge_cells("A5:B5")
        page["A5"] = "rubrik"
        page.row_dimensions[2].hidden = True
        page.column_dimensions["C"].hidden = True

    source = open_log(sheet(tmp_path, fill), PLAIN)
    found = [(row.number, row.cells) for row in source.rows()]
    midnight = dt.datetime.combine(dt.date(2026, 9, 3), dt.time())
    assert found[:2] == [(1, ("Datum", "Antal", "Vad")), (2, (midnight, 3, "hb"))]
    assert all(cell is None for cell in found[2][1])
    assert found[3] == (4, ("x", None, "y"))
    assert [cell for cell in found[4][1] if cell] == ["rubrik"]
    assert source.share == 1.0


def test_a_spreadsheet_is_known_by_what_it_is(tmp_path: Path) -> None:
    """One that somebody named .csv is read all the same."""
    found = sheet(tmp_path, lambda page: page.append(["Datum", "Antal"]))
    assert rows(found.rename(tmp_path / "logg.CSV")) == [(1, ("Datum", "Antal"))]


def test_the_named_sheet_is_read(tmp_path: Path) -> None:
    """The first one when none is named; a sheet that is not there stops the import."""

    def fill(page) -> None:
        page.title = "Först"
        page.append(["a"])
        page.parent.create_sheet("Logg").append(["b"])

    path = sheet(tmp_path, fill)
    assert rows(path)[0][1] == ("a",)
    assert rows(path, ImportMapping(sheet="Logg", file_type="xlsx"))[0][1] == ("b",)
    with pytest.raises(UnusableFile, match="sheet at Borta"):
        open_log(path, ImportMapping(sheet="Borta"))


def test_all_sheets_are_read_one_after_the_other(tmp_path: Path) -> None:
    """With numbers of their own; a name in other capitals is the same name."""

    def fill(page) -> None:
        page.title = "Vår"
        page.append(["a"])
        page.append(["b"])
        page.parent.create_sheet("Höst").append(["c"])

    path = sheet(tmp_path, fill)
    source = open_log(path, ImportMapping(sheet="*"))
    assert source.sheets == ("Vår", "Höst")
    found = [(row.sheet, row.number, row.cells) for row in source.rows()]
    assert found == [(0, 1, ("a",)), (0, 2, ("b",)), (1, 1, ("c",))]
    assert source.share == 1.0
    assert rows(path, ImportMapping(sheet=" höst"))[0][1] == ("c",)


def test_what_lies_under_a_merged_cell_does_not_count(tmp_path: Path) -> None:
    """Some programs leave the old values in the file."""

    def fill(page) -> None:
        for number in range(1, 6):
            page.append([f"{column}{number}" for column in "abcd"])

    path = sheet(tmp_path, fill)
    merged = tmp_path / "sammanslagen.xlsx"
    tags = b'<mergeCells count="2"><mergeCell ref="B2:C3"/><mergeCell ref="A5:XFD9"/></mergeCells>'
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(merged, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b"</sheetData>" + tags)
            new.writestr(part, content)
    assert [cells for _, cells in rows(merged)] == [
        ("a1", "b1", "c1", "d1"),
        ("a2", "b2", None, "d2"),
        ("a3", None, None, "d3"),
        ("a4", "b4", "c4", "d4"),
        ("a5", None, None, None),
    ]


def two_rows_of_heads(page) -> None:
    """Fill a sheet whose heads stand over two rows, as people draw them."""
    page.append(["Loggen i september"])
    page.append(["Datum", "Nivå", None, "Kontaktform"])
    page.append([None, "Preventionsnivå", "Arbetsnivå", None])
    page.append([dt.date(2026, 9, 3), "universell", "individ", "telefon"])
    page.append([None, "samma dag", "igen", None])
    for merged in ("A1:D1", "A2:A3", "B2:C2", "D2:D3", "A4:A5"):
        page.merge_cells(merged)


def test_a_head_over_two_rows_is_given_by_the_lower_one(tmp_path: Path) -> None:
    """The title above two columns stays by itself; rows below that are merged are not touched."""
    found = rows(sheet(tmp_path, two_rows_of_heads))
    assert found[1:3] == [
        (2, (None, "Nivå", None, None)),
        (3, ("Datum", "Preventionsnivå", "Arbetsnivå", "Kontaktform")),
    ]
    assert found[3][1][0] == dt.datetime.combine(dt.date(2026, 9, 3), dt.time())
    assert found[4][1][0] is None


def test_a_log_with_such_heads_is_imported(tmp_path: Path) -> None:
    """The columns under the title are known by their own heads."""
    found = run(open_log(sheet(tmp_path, two_rows_of_heads), PLAIN)).report
    assert (found.accepted_rows, found.ignored_rows) == (1, [1, 2])
    assert [(row.number, row.reason) for row in found.rejected] == [(5, "missing_required")]


def test_heads_that_are_all_merged_downwards_stay_where_they_are(tmp_path: Path) -> None:
    """They are one row of heads, and an empty one below."""

    def fill(page) -> None:
        page.append(["Datum", "Antal"])
        page.append([])
        page.append(["3/9", "2"])
        page.merge_cells("A1:A2")
        page.merge_cells("B1:B2")

    found = rows(sheet(tmp_path, fill))
    assert found[0] == (1, ("Datum", "Antal"))
    assert not any(found[1][1])


def with_cells(path: Path, *cells: str) -> Path:
    """The spreadsheet with one row of cells, written as another program writes them."""
    row = f'<row r="1">{"".join(cells)}</row>'.encode()
    changed = path.with_name("formler.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith("sheet1.xml"):
                content = re.sub(b"<row.*</row>", row, content)
            new.writestr(part, content)
    return changed


def test_formulas_count_by_their_stored_value(tmp_path: Path) -> None:
    """One without a stored value is not known, which is not nothing; a stored empty text is."""
    path = with_cells(
        sheet(tmp_path, lambda page: page.append(["x"])),
        '<c r="A1"><f>1+2</f><v>3</v></c>',
        '<c r="B1" s="0"><f>1+3</f><v></v></c>',
        '<c r="C1"><f>A1&gt;2</f><v/></c>',
        '<c r="D1"><f t="shared" si="0"/></c>',
        '<c r="E1" t="str"><f>IF(A1="","",1)</f><v></v></c>',
        '<c r="F1" t="str"><f>"y"</f><v>y</v></c>',
        '<c r="G1"/>',
    )
    unknown = NOT_CALCULATED
    assert rows(path)[0][1] == (3, unknown, unknown, unknown, None, "y", None)


def test_formulas_of_long_sheets_are_found_in_their_rows(tmp_path: Path) -> None:
    """Wherever the file is cut while it is read."""

    def fill(page) -> None:
        for number in range(1, 4001):
            page.append([number, f"=A{number}+1" if number % 7 == 0 else "x" * 40])

    found = rows(sheet(tmp_path, fill))
    assert [n for n, cells in found if cells[1] is NOT_CALCULATED] == list(range(7, 4001, 7))


def test_what_is_no_spreadsheet_is_named(tmp_path: Path) -> None:
    """Text with a spreadsheet's ending, an archive of something else, a damaged sheet."""
    path = tmp_path / "logg.xlsx"
    path.write_text("Datum;Antal")
    with pytest.raises(UnusableFile, match="spreadsheet"):
        open_log(path, PLAIN)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hej.txt", "hej")
    with pytest.raises(UnusableFile, match="spreadsheet"):
        open_log(path, PLAIN)


def test_a_damaged_sheet_stops_where_it_breaks(tmp_path: Path) -> None:
    """The row is named."""
    path = sheet(tmp_path, lambda page: page.append(["a"]))
    broken = tmp_path / "trasig.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith("sheet1.xml"):
                content = content[: len(content) // 2]
            new.writestr(part, content)
    with pytest.raises(UnusableFile, match="spreadsheet"):
        rows(broken)


def test_a_file_damaged_on_its_way_is_named(tmp_path: Path) -> None:
    """Its packing does not fit any more."""

    def fill(page) -> None:
        for number in range(500):
            page.append([number * 7919 % 1009, f"text {number * 31 % 97}"])

    path = sheet(tmp_path, fill)
    with zipfile.ZipFile(path) as book:
        part = book.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    middle = part.header_offset + 60 + part.compress_size // 2
    content[middle : middle + 40] = b"\xff" * 40
    path.write_bytes(content)
    with pytest.raises(UnusableFile, match="spreadsheet"):
        rows(path)


def test_a_packed_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to more than any log holds is not opened."""
    monkeypatch.setattr(readers_log, "_MOST_BYTES", 10)
    with pytest.raises(UnusableFile, match="too_large"):
        open_log(sheet(tmp_path, lambda page: page.append(["a"])), PLAIN)
