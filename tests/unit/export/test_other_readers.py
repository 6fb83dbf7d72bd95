"""Other people's readers find in every format the cells that the release holds."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jsonstat_validator
import pandas as pd
import pytest
from pyaxis import pyaxis
from pyjstat import pyjstat

from familjecentral.disclosure.table import TOTAL, Key, Value, period_atoms
from familjecentral.export.report import FORMATS, ReportFiles
from familjecentral.releases.draft import Draft
from tests.unit.export import sample

FIXED = ("measure", "period", "vintage")


@pytest.fixture(scope="module")
def draft() -> Draft:
    return sample.sample_draft(released=True)


@pytest.fixture(scope="module")
def report(draft: Draft) -> ReportFiles:
    words = sample.words(draft.declared)
    return ReportFiles(lambda _: words, sample.FONTS)


@pytest.fixture(scope="module")
def files(
    draft: Draft, report: ReportFiles, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ...]:
    return report(draft, tmp_path_factory.mktemp("files"), FORMATS, lambda _: None)


def wanted(draft: Draft) -> dict[Key, Value]:
    return {cell.key: cell.value for cell in draft.safe.tables.cells}


def key_of(codes: Mapping[str, str]) -> Key:
    inner = sorted((n, c) for n, c in codes.items() if n not in FIXED and c != TOTAL)
    vintage = int(codes.get("vintage", "1"))
    return Key(codes["measure"], period_atoms(codes["period"]), vintage, tuple(inner))


def test_the_px_reader_of_others_finds_every_cell(draft: Draft, files: Sequence[Path]) -> None:
    """Names, codes and values of each table; what is hidden is no number there."""
    found: dict[Key, Value] = {}
    for file in (f for f in files if f.suffix == ".px"):
        read = pyaxis.parse(str(file), encoding="utf-8")
        head = read["METADATA"]
        names = [*head["STUB"], *head["HEADING"]]
        keys = [head[f"VARIABLECODE({name})"][0] for name in names]
        lists = [head[f"CODES({name})"] for name in names]
        data = read["DATA"]
        for place, codes in enumerate(itertools.product(*lists)):
            labels = [
                head[f"VALUES({name})"][listed.index(code)]
                for name, listed, code in zip(names, lists, codes, strict=True)
            ]
            assert list(data.iloc[place][names]) == labels
            value = data["DATA"][place]
            number = None if isinstance(value, float) and math.isnan(value) else int(value)
            key = key_of(dict(zip(keys, codes, strict=True)))
            assert found.setdefault(key, number) == number
    assert found == wanted(draft)


@pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")
def test_the_jsonstat_reader_of_others_finds_every_cell(
    draft: Draft, files: Sequence[Path]
) -> None:
    """Each dataset as a frame of codes; a hidden cell is empty and has its status."""
    found: dict[Key, Value] = {}
    for dataset in datasets(files):
        frame = pyjstat.Dataset.read(json.dumps(dataset)).write("dataframe", naming="id")
        for place, row in enumerate(frame.to_dict("records")):
            value = row.pop("value")
            hidden = value is None or math.isnan(value)
            assert (dataset["status"].get(str(place)) == "..") == hidden
            key = key_of(row)
            assert found.setdefault(key, None if hidden else int(value)) == (
                None if hidden else value
            )
    assert found == wanted(draft)


def datasets(files: Sequence[Path]) -> Iterator[dict[str, dict[str, str]]]:
    (file,) = (f for f in files if f.suffix == ".json" and "regler" not in f.name)
    yield from json.loads(file.read_text("utf-8"))["link"]["item"]


def test_the_collection_keeps_to_the_standard(files: Sequence[Path]) -> None:
    """A validator of JSON-stat 2.0 accepts the collection and each of its datasets."""
    (file,) = (f for f in files if f.suffix == ".json" and "regler" not in f.name)
    assert jsonstat_validator.validate_jsonstat(json.loads(file.read_text("utf-8")))
    assert all(jsonstat_validator.validate_jsonstat(dataset) for dataset in datasets(files))


def test_the_web_page_has_the_tables_of_the_paper(
    draft: Draft, report: ReportFiles, files: Sequence[Path]
) -> None:
    """A reader of web tables gets heads and entries exactly as they are printed."""
    (page,) = (f for f in files if f.suffix == ".html")
    frames = pd.read_html(str(page), flavor="lxml")
    tables = report.document(draft).tables
    assert len(frames) == len(tables)
    for frame, table in zip(frames, tables, strict=True):
        heads = [pair[-1] if isinstance(pair, tuple) else pair for pair in frame.columns]
        assert heads == [table.row_head, *(column.head for column in table.columns)]
        printed = [[e if isinstance(e, str) else e.text for e in row.entries] for row in table.rows]
        read = frame.iloc[:, 1:].astype(str).to_numpy().tolist()
        # A column of numbers alone loses its plus signs.
        assert [[e.lstrip("+") for e in row] for row in read] == [
            [e.lstrip("+") for e in row] for row in printed
        ]


def test_the_workbook_has_the_tables_of_the_paper(
    draft: Draft, report: ReportFiles, files: Sequence[Path]
) -> None:
    """A frame of each sheet holds numbers for shown counts and signs for the rest."""
    (book,) = (f for f in files if f.suffix == ".xlsx")
    sheets = pd.read_excel(book, sheet_name=None, header=None)
    for table in report.document(draft).tables:
        frame = sheets[f"Tabell {table.number}"]
        labels = list(frame[0])
        for row in table.rows:
            line = frame.iloc[labels.index(row.label, 3)]
            for entry, cell in zip(row.entries, line[1:], strict=False):
                if isinstance(entry, str) or entry.known is None:
                    assert cell == (entry if isinstance(entry, str) else entry.text)
                else:
                    assert cell == pytest.approx(entry.known / (entry.base or 1))
