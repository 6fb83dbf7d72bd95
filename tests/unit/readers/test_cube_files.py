"""PX and JSON-stat as others write them, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from familjecentral.disclosure.table import Key, TableSet, Value
from familjecentral.errors import UnusableFile
from familjecentral.readers.tables_jsonstat import read_jsonstat
from familjecentral.readers.tables_px import read_px

PX = """CHARSET="ANSI";
MATRIX="BE01";
TITLE="Barn efter kön; en text med tecken = ( och ;";
TITLE[en]="Children";
STUB="kön";
HEADING="kvartal";
VALUES("kön")="pojkar","flickor",
"båda";
CODES("kön")="1","2","1+2";
VALUES("kvartal")="2026K1","2026K2";
CODES("kvartal")="2026Q1","2026Q2";
TIMEVAL("kvartal")=TLIST(Q1),"20261","20262";
ELIMINATION("kön")="båda";
NOTE="en lång"
" text";
DATA=
12 ".."
"-" ".."
12 1 ;
"""


def values(tables: TableSet) -> dict[Key, Value]:
    return {cell.key: cell.value for cell in tables.cells}


def px(text: str, folder: Path, encoding: str = "cp1252") -> Path:
    path = folder / "t.px"
    path.write_bytes(text.encode(encoding))
    return path


Q1, Q2 = ("2026-01", "2026-02", "2026-03"), ("2026-04", "2026-05", "2026-06")


def test_a_px_file_of_an_agency_is_read(tmp_path: Path) -> None:
    """An older encoding, the dash as zero, points as hidden, the eliminated value as total."""
    assert values(read_px(px(PX, tmp_path))) == {
        Key("", Q1, 1, (("kön", "1"),)): 12,
        Key("", Q2, 1, (("kön", "1"),)): None,
        Key("", Q1, 1, (("kön", "2"),)): 0,
        Key("", Q2, 1, (("kön", "2"),)): None,
        Key("", Q1, 1, ()): 12,
        Key("", Q2, 1, ()): 1,
    }


def test_a_px_file_says_its_encoding(tmp_path: Path) -> None:
    """CODEPAGE tells; codes are the labels where there are none of their own."""
    text = f'CODEPAGE="utf-8";\n{PX}'.replace('CODES("kön")="1","2","1+2";\n', "")
    found = values(read_px(px(text, tmp_path, "utf-8")))
    assert found[Key("", Q1, 1, (("kön", "pojkar"),))] == 12
    assert found[Key("", Q1, 1, ())] == 12


def test_six_points_are_no_cell(tmp_path: Path) -> None:
    """A combination that was never published is neither hidden nor zero."""
    found = values(read_px(px(PX.replace('"-"', '"......"'), tmp_path)))
    assert Key("", Q1, 1, (("kön", "2"),)) not in found
    assert len(found) == 5


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("DATA=", "DATUM=", "not_px"),
        ('STUB="kön";', 'STUB="kön";\nKEYS("kön")=CODES;', "not_px"),
        ('STUB="kön";\nHEADING="kvartal";\n', "", "not_px"),
        ('CODES("kön")="1","2","1+2";', 'CODES("kön")="1","2","2";', "not_px"),
        ('CODES("kön")="1","2","1+2";', 'CODES("kön")="1","2";', "not_px"),
        ("12 1 ;", "12 ;", "number_of_fields"),
        ("12 1 ;", "12 1.5 ;", "value"),
        ("12 1 ;", "12 -1 ;", "value"),
        ('CHARSET="ANSI"', 'CODEPAGE="utf-8"', "encoding"),
        ('CHARSET="ANSI"', 'CODEPAGE="okänd"', "encoding"),
        ('TITLE="Barn', "TITLE=Barn", "not_px"),
        ('"1","2","1+2"', '"1","2","TOTAL"', "contradiction"),
    ],
)
def test_a_px_file_that_cannot_be_read_is_refused(
    old: str, new: str, reason: str, tmp_path: Path
) -> None:
    """Another file, data by keys, a wrong number of cells, values that are no counts."""
    assert old in PX
    text = PX.replace(old, new)
    if reason == "contradiction":
        text = text.replace('ELIMINATION("kön")="båda"', 'ELIMINATION("kön")="flickor"')
    with pytest.raises(UnusableFile, match=reason):
        read_px(px(text, tmp_path))


def test_a_px_file_that_is_gone_is_said(tmp_path: Path) -> None:
    """No file, no cells."""
    with pytest.raises(UnusableFile, match="unreadable"):
        read_px(tmp_path / "borta.px")


def dataset(**changed: object) -> dict[str, object]:
    return {
        "version": "2.0",
        "class": "dataset",
        "id": ["kon", "tid"],
        "size": [3, 1],
        "role": {"time": ["tid"]},
        "dimension": {
            "kon": {
                "category": {"index": {"p": 1, "f": 0, "alla": 2}, "label": {}},
                "extension": {"elimination": True, "eliminationValueCode": "alla"},
            },
            "tid": {"category": {"label": {"2026Q1": "kvartal 1"}}},
        },
        "value": [7, None, 12.0],
        **changed,
    }


def json_file(data: object, folder: Path) -> Path:
    path = folder / "t.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_dataset_of_an_agency_is_read(tmp_path: Path) -> None:
    """Codes by place, a single category without index, null as hidden."""
    assert values(read_jsonstat(json_file(dataset(), tmp_path))) == {
        Key("", Q1, 1, (("kon", "f"),)): 7,
        Key("", Q1, 1, (("kon", "p"),)): None,
        Key("", Q1, 1, ()): 12,
    }


def test_values_may_stand_by_place(tmp_path: Path) -> None:
    """Sparse values, bounds as texts, one status for all."""
    data = dataset(value={"0": "<5", "2": 12}, status="a")
    found = values(read_jsonstat(json_file(data, tmp_path)))
    assert str(found[Key("", Q1, 1, (("kon", "f"),))]) == "Bound(low=0, high=4)"
    assert found[Key("", Q1, 1, (("kon", "p"),))] is None
    data = dataset(status=["......"])
    assert Key("", Q1, 1, (("kon", "p"),)) not in values(read_jsonstat(json_file(data, tmp_path)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([], "not_jsonstat"),
        ({"version": "1.0"}, "not_jsonstat"),
        (dataset(version=2.0), ""),
        (dataset(**{"class": "dimension"}), "not_jsonstat"),
        ({"version": "2.0", "class": "collection", "link": {}}, "not_jsonstat"),
        ({"version": "2.0", "class": "collection", "link": {"item": ["x"]}}, "not_jsonstat"),
        ({"version": "2.0", "class": "collection", "link": {"item": []}}, "no_rows"),
        (dataset(id=["kon", 1]), "not_jsonstat"),
        (dataset(size=[3, 2]), "number_of_fields"),
        (dataset(value=[7, None]), "number_of_fields"),
        (dataset(value={"3": 1}), "number_of_fields"),
        (dataset(value="7"), "not_jsonstat"),
        (dataset(value=[7, True, 12]), "value"),
        (dataset(value=[7, -1, 12]), "value"),
        (dataset(value=[7, 1.5, 12]), "value"),
        (dataset(dimension={"kon": {"category": {"index": {"p": "x"}}}}), "not_jsonstat"),
    ],
)
def test_what_is_not_jsonstat_is_refused(data: object, reason: str, tmp_path: Path) -> None:
    """Another structure, another version, wrong sizes, values that are no counts."""
    path = json_file(data, tmp_path)
    if not reason:
        assert read_jsonstat(path).cells
        return
    with pytest.raises(UnusableFile, match=reason):
        read_jsonstat(path)


def test_a_table_beyond_reason_is_refused_before_it_is_spread(tmp_path: Path) -> None:
    """Sizes that multiply to millions of cells are no publication."""
    many = {"category": {"index": [str(n) for n in range(2000)]}}
    data = dataset(
        id=["a", "b"], size=[2000, 2000], dimension={"a": many, "b": many}, role=None, value={}
    )
    with pytest.raises(UnusableFile, match="too_large"):
        read_jsonstat(json_file(data, tmp_path))
