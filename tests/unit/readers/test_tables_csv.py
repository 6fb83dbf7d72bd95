"""Published tables as CSV: what is read, what is refused and where, what is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familjecentral.disclosure.safe import Certificate, SafeTable, seal
from familjecentral.disclosure.table import (
    NO_PERIOD,
    TOTAL,
    Bound,
    Cell,
    Hierarchy,
    Key,
    TableSet,
    period_atoms,
)
from familjecentral.errors import Bug, UnusableFile
from familjecentral.export.tables_csv import (
    period_text,
    write_protected,
    write_release,
)
from familjecentral.readers.parse import read_json, read_value
from familjecentral.readers.tables_csv import read_cell_thresholds, read_hierarchy, read_tables

CERTIFICATE = Certificate("1", 5, 0, 0, 0, None, "none", 0.0, True, False, 0)


def safe(tables: TableSet) -> SafeTable:
    return seal(tables, frozenset(), CERTIFICATE)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def key(period: str = "", vintage: int = 1, measure: str = "", **codes: str) -> Key:
    atoms = period_atoms(period) if period else NO_PERIOD
    return Key(measure, atoms, vintage, tuple(sorted(codes.items())))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("007", 7),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1\u202f200", 1200),
        ("1\u2009200\u2007000", 1200000),
        ("12.0", 12),
        ("12.00", 12),
        ("..", None),
        ("", None),
        ("  ", None),
        (".", None),
        (":", None),
        ("x", None),
        ("c", None),
        ("*", None),
        ("-", None),
        ("…", None),
        ("NA", None),
        ("<5", Bound(0, 4)),
        ("< 5", Bound(0, 4)),
        ("5-9", Bound(5, 9)),
        ("5 - 9", Bound(5, 9)),
        ("5-5", Bound(5, 5)),
    ],
)
def test_values(text: str, value: object) -> None:
    """Numbers, signs for hidden, bounds; spaces of any width are ignored."""
    assert read_value(text) == value


@pytest.mark.parametrize(
    "text",
    ["+5", "-5", "12.5", "12,0", "–", "9-5", "<0", "<-1", ">5", "a", "1e3", "٣", "0x1", "1" * 14],
)
def test_values_that_are_refused(tmp_path: Path, text: str) -> None:
    """The place is told, the content is not."""
    path = written(tmp_path / "t.csv", f'a;value\nx;1\ny;"{text}"\n')
    with pytest.raises(UnusableFile) as caught:
        read_tables(path)
    assert (caught.value.reason, caught.value.place) == ("value", "rad 3, kolumn value")


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_marks_of_a_file(tmp_path: Path, bom: str, newline: str, delimiter: str) -> None:
    """BOM, line ends and delimiter are read, and written back as they were."""
    lines = ["value,topic,period,level", '"7",a,2026Q1,', '.., "b,c" ,2026,TOTAL', "1 200,,TOTAL,x"]
    lines[2] = '..,"b|c",2026,TOTAL'
    text = bom + newline.join(lines).replace(",", delimiter).replace("|", ",;") + newline
    path = written(tmp_path / "t.csv", text)
    file = read_tables(path)
    assert [(c.key, c.value) for c in file.tables.cells] == [
        (key("2026Q1", topic="a"), 7),
        (key("2026", topic="b,;c"), None),
        (key("2026", level="x"), 1200),
    ]
    out = tmp_path / "out.csv"
    write_protected(out, file.layout, safe(file.tables))
    assert out.read_bytes().decode() == text.replace('"7"', "7")


def test_columns_in_any_order_and_reserved_names(tmp_path: Path) -> None:
    """Reserved columns are no dimensions; every other one is, ``threshold`` too."""
    text = "vintage,threshold,value,measure,table,period\n2,h,5,contacts,t1,2026M04\n,,6,,,\n"
    file = read_tables(written(tmp_path / "t.csv", text))
    first, second = file.tables.cells
    assert first == Cell(key("2026-04", 2, "contacts", threshold="h"), 5, "t1")
    assert second == Cell(key("2026-04"), 6, "")


def test_total_is_all_periods_of_the_file(tmp_path: Path) -> None:
    """``TOTAL`` and an empty field name the same cell; texts that do not add up are part of it."""
    text = "period,value\n2026Q1,1\n2026Q3,2\nvårterminen,3\nTOTAL,6\n,6\n"
    cells = read_tables(written(tmp_path / "t.csv", text)).tables.cells
    everything = (*period_atoms("2026Q1"), *period_atoms("2026Q3"), "vårterminen")
    assert [c.key.period for c in cells[3:]] == [everything, everything]
    alone = read_tables(written(tmp_path / "t.csv", "period,value\nTOTAL,6\n")).tables.cells
    assert alone[0].key.period == NO_PERIOD


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    """Empty lines and line ends inside quotes count."""
    path = written(tmp_path / "t.csv", 'a,value\n\n"x\ny",1\n\nz,?\n')
    with pytest.raises(UnusableFile) as caught:
        read_tables(path)
    assert caught.value.place == "rad 6, kolumn value"


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("", "no_rows", "t.csv"),
        ("a,value\n", "no_rows", "t.csv"),
        ("a,b\nx,1\n", "no_such_column", "rad 1, kolumn value"),
        ("a,Value\nx,1\n", "no_such_column", "rad 1, kolumn value"),
        ("a,,value\nx,y,1\n", "unnamed_column", "rad 1, kolumn 2"),
        ("a, a ,value\nx,y,1\n", "column_twice", "rad 1, kolumn a"),
        ("a,value\nx,1,2\n", "number_of_fields", "rad 2"),
        ("a,value\nx,1\ny\n", "number_of_fields", "rad 3"),
        ('a,value\n"x"y,1\n', "not_csv", "rad 2"),
        ('a,value\nx,1\n"y,2\n', "not_csv", "rad 3"),
        ("a,value\nx,1\ny,2\nx,3\n", "contradiction", "rad 2 och rad 4, kolumn value"),
        ("a,value\nx,1\nx,..\n", "contradiction", "rad 2 och rad 3, kolumn value"),
        ("vintage,value\n0,1\n", "vintage", "rad 2, kolumn vintage"),
        ("vintage,value\n1.5,1\n", "vintage", "rad 2, kolumn vintage"),
        ("vintage,value\nfirst,1\n", "vintage", "rad 2, kolumn vintage"),
        ("period,value\n2026Q3:2026Q1,1\n", "period", "rad 2, kolumn period"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, text: str, reason: str, place: str) -> None:
    """A row that cannot be read stops the run with line and column."""
    with pytest.raises(UnusableFile) as caught:
        read_tables(written(tmp_path / "t.csv", text))
    assert (caught.value.reason, caught.value.place) == (reason, place)


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    """Guessing an encoding would guess codes."""
    path = written(tmp_path / "t.csv", "a,value\nx,1\nå,2\n", "latin-1")
    with pytest.raises(UnusableFile) as caught:
        read_tables(path)
    assert (caught.value.reason, caught.value.place) == ("not_utf8", "rad 3")
    with pytest.raises(UnusableFile, match="unreadable"):
        read_tables(tmp_path / "none.csv")


def test_span_of_unknown_texts_is_a_period_of_its_own(tmp_path: Path) -> None:
    """Any other text does not add up with others."""
    text = "period,value\na:b,1\n2026Q1:b,2\n"
    cells = read_tables(written(tmp_path / "t.csv", text)).tables.cells
    assert [c.key.period for c in cells] == [("a:b",), ("2026Q1:b",)]


def test_same_key_in_two_tables_is_the_same_number(tmp_path: Path) -> None:
    """Equal values are accepted, whatever the way they are written."""
    text = "table,a,value\nt1,x,1200\nt2,x,1 200\n"
    file = read_tables(written(tmp_path / "t.csv", text), hierarchy=Hierarchy({"a": {}}))
    assert [c.value for c in file.tables.cells] == [1200, 1200]
    assert file.tables.hierarchy == Hierarchy({"a": {}})


@pytest.mark.parametrize(
    ("data", "reason", "place"),
    [
        ([], "not_a_hierarchy", "h.json"),
        ({"a": []}, "not_a_hierarchy", "a"),
        ({"period": {}}, "not_a_hierarchy", "period"),
        ({"a": {"g": "x"}}, "not_a_hierarchy", "a/g"),
        ({"a": {"g": []}}, "not_a_hierarchy", "a/g"),
        ({"a": {"g": [1]}}, "not_a_hierarchy", "a/g"),
        ({"a": {"g": ["TOTAL"]}}, "not_a_hierarchy", "a/g"),
        ({"a": {"TOTAL": ["x"]}}, "not_a_hierarchy", "a/TOTAL"),
        ({"a": {"g": ["g"]}}, "circle", "a/g"),
        ({"a": {"g": ["h"], "h": ["g"]}}, "circle", "a/g"),
        ({"a": {"g": ["x", "x"]}}, "code_twice", "a/g"),
        ({"a": {"g": ["h", "x"], "h": ["x", "y"]}}, "code_twice", "a/g"),
    ],
)
def test_hierarchies_that_are_refused(
    tmp_path: Path, data: object, reason: str, place: str
) -> None:
    """Circles, unknown structure and codes that are counted twice."""
    path = written(tmp_path / "h.json", json.dumps(data))
    with pytest.raises(UnusableFile) as caught:
        read_hierarchy(path)
    assert (caught.value.reason, caught.value.place) == (reason, place)


def test_hierarchy_of_any_depth_and_with_two_groupings(tmp_path: Path) -> None:
    """A code may be a child of two inner codes, and an inner code a child."""
    data = {"a": {"g": ["x", "y"], "h": ["y", "z"], "top": ["g", "z"]}, "b": {}}
    hierarchy = read_hierarchy(written(tmp_path / "h.json", "\ufeff" + json.dumps(data)))
    assert hierarchy.leaves("a", "top") == {"x", "y", "z"}
    chain = {"a": {f"c{n}": [f"c{n + 1}"] for n in range(150)}}
    with pytest.raises(UnusableFile, match="circle"):
        read_hierarchy(written(tmp_path / "h.json", json.dumps(chain)))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"{", "not_json"), (b'{"a": 1, "a": 2}', "name_twice"), (b"\xff", "not_utf8")],
)
def test_json_that_is_refused(tmp_path: Path, raw: bytes, reason: str) -> None:
    """A name that stands twice would silently lose one of its values."""
    (tmp_path / "p.json").write_bytes(raw)
    with pytest.raises(UnusableFile, match=reason):
        read_json(tmp_path / "p.json")
    with pytest.raises(UnusableFile, match="unreadable"):
        read_json(tmp_path / "none.json")
    with pytest.raises(UnusableFile, match="not_json"):
        read_json(written(tmp_path / "deep.json", "[" * 100_000))


def test_cell_thresholds(tmp_path: Path) -> None:
    """The key columns of a table file and a threshold; TOTAL is what it is in the tables."""
    path = written(tmp_path / "c.csv", "period,a,threshold\n2026Q1,x,10\nTOTAL,,8\nTOTAL,TOTAL,8\n")
    assert read_cell_thresholds(path) == {key("2026Q1", a="x"): 10, key("2026Q1"): 8}
    year = TableSet((Cell(key("2026"), 9),))
    assert read_cell_thresholds(path, within=year) == {key("2026Q1", a="x"): 10, key("2026"): 8}


@pytest.mark.parametrize("text", ["2", "..", "<5", "ten", "5\n4"])
def test_cell_thresholds_that_are_refused(tmp_path: Path, text: str) -> None:
    """Never below 3, and one a cell."""
    path = written(tmp_path / "c.csv", f"threshold\n{text}\n")
    with pytest.raises(UnusableFile, match="kolumn threshold"):
        read_cell_thresholds(path)


def test_hidden_cells_are_written_as_two_dots_and_nothing_else_changes(tmp_path: Path) -> None:
    """Same rows, same order, same columns; bounds and dashes are never written."""
    text = "a,note x,value\nx,1,1 200\ny,2,12.0\nz,3,<5\nw,4,-\nv,5,7\n"
    file = read_tables(written(tmp_path / "t.csv", text))
    cells = [Cell(c.key, None if c.value == 7 else c.value) for c in file.tables.cells]
    write_protected(tmp_path / "o.csv", file.layout, safe(TableSet(tuple(cells))))
    out = (tmp_path / "o.csv").read_text(encoding="utf-8")
    assert out == "a,note x,value\nx,1,1 200\ny,2,12.0\nz,3,..\nw,4,..\nv,5,..\n"
    with pytest.raises(Bug):
        write_protected(tmp_path / "p.csv", file.layout, safe(TableSet(tuple(cells[1:]))))
    assert not (tmp_path / "p.csv").exists()


def test_a_number_that_is_not_the_written_one_is_written_anew(tmp_path: Path) -> None:
    """What stands in the file is what was protected, never the raw field by itself."""
    file = read_tables(written(tmp_path / "t.csv", "a,value\nx,..\n"))
    write_protected(tmp_path / "o.csv", file.layout, safe(TableSet((Cell(key(a="x"), 8),))))
    assert (tmp_path / "o.csv").read_text(encoding="utf-8") == "a,value\nx,8\n"


def test_release_for_a_swedish_spreadsheet(tmp_path: Path) -> None:
    """Semicolon, BOM and CRLF; columns that say nothing are left out."""
    cells = (
        Cell(key("2026Q1", measure="contacts", level="u"), 1200, "t1"),
        Cell(key("2026Q1", measure="contacts", level="s"), None, "t1"),
        Cell(key("2026Q1", measure="contacts"), Bound(0, 4), "t1"),
        Cell(key("2026Q1", measure="contacts", topic="x"), 0, "t2"),
    )
    write_release(tmp_path / "e.csv", safe(TableSet(cells)), for_excel=True)
    raw = (tmp_path / "e.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbftable;period;vintage;measure;level;topic;value\r\n")
    assert b"t1;2026Q1;1;contacts;u;TOTAL;1200\r\n" in raw
    assert b"t1;2026Q1;1;contacts;s;TOTAL;..\r\n" in raw
    assert b"t1;2026Q1;1;contacts;TOTAL;TOTAL;..\r\n" in raw
    assert b"t2;2026Q1;1;contacts;TOTAL;x;0\r\n" in raw
    write_release(tmp_path / "c.csv", safe(TableSet((Cell(key(), 7),))), for_excel=False)
    assert (tmp_path / "c.csv").read_bytes() == b"vintage,value\n1,7\n"


@pytest.mark.parametrize(
    "text",
    [
        *("2026", "2026H1", "2026H2", "2026T2", "2026Q1", "2026Q4", "2026YTD3", "2026M04"),
        *("2026M08:2026M12", "2025M08:2026M12", "2025M01:2026M12", "2026M02:2026M04", "sommar"),
    ],
)
def test_period_texts_are_written_as_short_as_they_can(text: str) -> None:
    """A period is read back as what it was."""
    assert period_text(period_atoms(text)) == text


def test_period_with_gaps_is_only_written_as_total() -> None:
    """No text names months that do not follow each other."""
    gap = (*period_atoms("2026Q1"), *period_atoms("2026Q3"))
    assert period_text(gap, everything=gap) == TOTAL
    for atoms in (gap, ("2026-01", "x"), ("a", "b")):
        with pytest.raises(ValueError, match="no period text"):
            period_text(atoms)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=6)
codes = texts.filter(lambda code: code != TOTAL)
keys = st.builds(
    Key,
    measure=st.sampled_from(("", "contacts", "sessions")),
    period=st.sampled_from(("2026Q1", "2026", "2025M11:2026M02", "höst")).map(period_atoms),
    vintage=st.integers(1, 3),
    codes=st.dictionaries(
        texts.filter(lambda n: n not in ("table", "period", "vintage", "measure", "value")),
        codes,
        max_size=3,
    ).map(lambda chosen: tuple(sorted(chosen.items()))),
)
values = st.one_of(st.none(), st.integers(0, 10**12))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(keys, values, min_size=1, max_size=8), excel=st.booleans())
def test_what_is_written_is_read_back(
    tmp_path: Path, cells: dict[Key, int | None], excel: bool
) -> None:
    """Release and layout round trips keep every key and value."""
    tables = TableSet(tuple(Cell(k, v, "t") for k, v in cells.items()))
    path = tmp_path / "r.csv"
    write_release(path, safe(tables), for_excel=excel)
    file = read_tables(path)
    assert file.tables.cells == tables.cells
    again = tmp_path / "again.csv"
    write_protected(again, file.layout, safe(file.tables))
    assert again.read_bytes() == path.read_bytes()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.permutations(list(range(6))))
def test_row_order_means_nothing(tmp_path: Path, rows: list[int]) -> None:
    """The same rows in any order are the same cells."""
    lines = ["2026Q1,x,1", "2026Q2,x,2", "TOTAL,x,3", "2026Q1,,4", "2026Q2,,5", ",,9"]
    text = "\n".join(["period,a,value", *(lines[n] for n in rows)])
    cells = read_tables(written(tmp_path / "t.csv", text)).tables.cells
    by_row = dict(zip(rows, cells, strict=True))
    assert by_row[2].key == key("2026M01:2026M06", a="x")
    assert {c.key: c.value for c in cells}[key("2026H1")] == 9
