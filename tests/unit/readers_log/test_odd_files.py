"""Files as they come from other programs and other years: encodings, separators, quotation marks
that nobody closed, dates and months in other writings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.commands.composition import guard, synonyms
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.report import ImportReport
from familjecentral.contacts.importing.use_case import ImportLog, import_log
from familjecentral.contacts.importing.values import read_date, read_month_of
from familjecentral.errors import UnusableFile
from familjecentral.readers.log import SPACES, CsvRows, open_log
from tests.unit.fakes import FixedClock, SeededIds
from tests.unit.readers_log.reading import new_store

HEADER = ("Datum", "Preventionsnivå", "Arbetsnivå", "Kontaktform", "Frågeställning", "Anteckning")
ROWS = (
    ("2026-03-05", "Universell", "Individ", "Telefonsamtal", "Sömn, mat, rutiner", ""),
    ("2026-03-06", "Selektiv", "Individ", "Hembesök", "Boende", "mötet ändrades"),
    ("2026-03-09", "Indikerad", "Individ", "Videosamtal", "Ekonomi", "återkommer på måndag"),
)


def written(*, delimiter: str = ";", end: str = "\r\n", before: tuple[str, ...] = ()) -> str:
    lines = [*before, *(delimiter.join(line) for line in (HEADER, *ROWS))]
    return end.join(lines) + end


def keep(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "logg.csv"
    path.write_bytes(content)
    return path


def report(path: Path) -> ImportReport:
    with new_store().unit_of_work() as uow:
        command = ImportLog(open_log(path, ImportMapping()), commit=True)
        clock = FixedClock(dt.date(2026, 10, 8))
        return import_log(
            command, uow, clock, SeededIds(), synonyms=synonyms(), guard=guard()
        ).report


def cells(path: Path) -> list[tuple[object, ...]]:
    return [row.cells for row in open_log(path, ImportMapping()).rows()]


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "cp850",
        "mac_roman",
    ],
)
@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_a_log_comes_in_whatever_program_wrote_it(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    """Three rows, three contacts; a comma inside a label is quoted where commas part columns."""
    text = written(delimiter=delimiter)
    if delimiter == ",":
        text = text.replace("Sömn, mat, rutiner", '"Sömn, mat, rutiner"')
    found = report(keep(tmp_path, text.encode(encoding)))
    assert (found.contacts, found.rejected) == (3, [])


def test_columns_laid_out_by_hand_are_parted_by_spaces(tmp_path: Path) -> None:
    """Two spaces or more; one belongs to the words."""
    lines = (HEADER[:5], *(row[:5] for row in ROWS))
    text = "\n".join("   ".join(line) for line in lines)
    path = keep(tmp_path, text.encode("cp1252"))
    source = open_log(path, ImportMapping())
    assert isinstance(source, CsvRows)
    assert source.delimiter == SPACES
    assert report(path).contacts == 3


def test_titles_trailing_separators_and_totals_are_no_rows(tmp_path: Path) -> None:
    """A line for the spreadsheet, a title, an empty line; ``;;;`` behind everything."""
    text = written(before=("sep=;", "Logg våren 2026", "")).replace("\r\n", ";;;\r\n")
    text += "Summa;3;;;;;;;\r\n;;;;;;;;\r\n"
    assert report(keep(tmp_path, text.encode("cp1252"))).contacts == 3


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_break_inside_a_quotation_is_no_row(tmp_path: Path, end: str) -> None:
    """Numbers of rows go on with the lines."""
    text = written(end=end).replace("mötet ändrades", f'"mötet{end}ändrades"')
    path = keep(tmp_path, text.encode())
    assert [row.number for row in open_log(path, ImportMapping()).rows()] == [1, 2, 3, 5]
    assert report(path).contacts == 3


@pytest.mark.parametrize(
    ("note", "other"),
    [('"mötet ändrades', "x"), ('"mötet', '"måndag'), ('"mötet" ändrades', "x")],
)
def test_a_quotation_mark_that_nobody_closed_swallows_no_row(
    tmp_path: Path, note: str, other: str
) -> None:
    """Each line is a row of its own again; nothing is lost in silence."""
    text = written().replace("mötet ändrades", note).replace("återkommer på måndag", other)
    path = keep(tmp_path, text.encode("cp1252"))
    assert report(path).contacts == 3
    assert [row.number for row in open_log(path, ImportMapping()).rows()] == [1, 2, 3, 4]


@given(st.lists(st.text(alphabet='ab";\n', max_size=8), max_size=6))
def test_every_line_is_in_some_row(parts: list[str]) -> None:
    """Whatever quotation marks stand in them: rows begin on rising lines and none is passed."""
    from tempfile import TemporaryDirectory

    text = "".join(f"{part}\n" for part in parts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "logg.csv"
        path.write_text(text, encoding="utf-8", newline="")
        rows = list(CsvRows(path, "utf-8", ";").rows())
    joined = "".join("".join(map(str, row.cells)) for row in rows)
    assert (
        sorted(joined.replace('"', "").replace("\n", ""))
        == sorted(text.replace('"', "").replace("\n", "").replace(";", ""))
        or ";" in joined
    )
    numbers = [row.number for row in rows]
    assert numbers == sorted(set(numbers))
    assert len(numbers) <= text.count("\n")


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0", "Datum;Nivå\n".encode("cp1252") + b"\x01\xff\n", b"\xff\xfe\0"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    """A picture with another ending, a damaged file."""
    with pytest.raises(UnusableFile) as told:
        open_log(keep(tmp_path, content), ImportMapping())
    assert told.value.reason == "encoding"


DAY = dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026/03/05", "2026.3.5", "2026 03 05", "05-03-2026", "5-mars-2026", "5 mars -26",
        "5 mars, 2026", "den 5 mars 2026", "tors 5/3 2026", "torsdag 5 mars 2026",
        "Torsdagen den 5 mars 2026", "tor. 5/3-26", "5:e mars 2026", "5. mars 2026", "46086",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    """With the day of the week before it, with other signs between."""
    assert read_date(text) == DAY


@pytest.mark.parametrize("text", ["3 mars", "tis 3 mars", "den 3:e mars", "3. mars", "tis 3/3"])
def test_the_year_of_the_mapping_completes_them(text: str) -> None:
    """Sheets of one year often leave it out."""
    assert read_date(text, 2026) == dt.date(2026, 3, 3)
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["v. 12", "mars 2026", "2026-3/5", "12345", "99999", "mån", "den", "2026-13-05", "5-3-26"],
)
def test_a_week_or_a_month_is_no_day(text: str) -> None:
    """The program does not make one up."""
    assert read_date(text, 2026) is None


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("jan -26", 1), ("Mars 2026", 3), ("febr. 26", 2), ("sept-26", 9), ("maj '26", 5),
        ("okt/26", 10), ("april", 4), ("jan 2025", None), ("jan -25", None), ("summa 26", None),
    ],
)  # fmt: skip
def test_a_month_of_a_tally_sheet_may_name_its_year(text: str, month: int | None) -> None:
    """Another year's column is not this sheet's."""
    assert read_month_of(text, 2026) == month
