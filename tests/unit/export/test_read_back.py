"""The same numbers everywhere: what stands in CSV, workbook and PDF is read back and compared."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from familjecentral.__main__ import UNUSABLE, main
from familjecentral.access.model import Centre, CentreId
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.safe import SafeTable
from familjecentral.disclosure.table import Bound, Cell, Key, TableSet, Value
from familjecentral.errors import UnusableFile
from familjecentral.export.report import FORMATS, ReportFiles
from familjecentral.export.report_input import ReportWords
from familjecentral.readers.report_grid import Definitions, Grid, Head, cells_of
from familjecentral.readers.report_html import read_report_html
from familjecentral.readers.report_pdf import read_report_pdf
from familjecentral.readers.report_xlsx import read_report_xlsx
from familjecentral.readers.tables_csv import read_tables
from familjecentral.readers.tables_jsonstat import read_jsonstat
from familjecentral.readers.tables_px import read_px
from familjecentral.releases.draft import Draft
from familjecentral.releases.model import RULE_ENDING
from familjecentral.statistics.labels import SetLabels, clean_labels
from familjecentral.statistics.standing import BESIDE
from tests.unit.export import sample

SLOW = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def values(tables: TableSet) -> dict[Key, Value]:
    return {cell.key: cell.value for cell in tables.cells}


def write(draft: Draft, folder: Path, words: ReportWords | None = None) -> tuple[Path, ...]:
    fixed = words or sample.words(draft.declared, draft.centres)
    *files, rule = ReportFiles(lambda _: fixed, sample.FONTS)(
        draft, folder, FORMATS, lambda _: None
    )
    assert rule.name.endswith(RULE_ENDING)
    return tuple(files)


def definitions(draft: Draft, labels: SetLabels | None = None) -> Definitions:
    return Definitions(
        draft.declared,
        labels or sample.labels(draft.declared, draft.centres),
        draft.period,
        tuple(centre.key for centre in draft.centres),
        draft.vintage,
    )


def on_paper(tables: TableSet) -> dict[Key, Value]:
    """Return the cells that stand on paper: of a yes/no dimension only the yes, and of two such
    dimensions crossed each by itself."""
    return {
        key: value
        for key, value in values(tables).items()
        if all(code != "no" for _, code in key.codes)
        and [code for _, code in key.codes].count("yes") < 2
        and not any(
            d.startswith(("form.", "before.")) and code == "missing" for d, code in key.codes
        )
    }


def hold_the_same(files: tuple[Path, ...], known: Definitions, safe: SafeTable) -> None:
    """Check that each format, read back, holds the protected cells, shown or hidden."""
    assert read_back(files, ".pdf", known) == on_paper(safe.tables)
    assert read_back(files, ".xlsx", known) == on_paper(safe.tables)
    assert read_back(files, ".html", known) == on_paper(safe.tables)
    for ending in ("-excel.csv", ".csv", ".px", ".json"):
        assert read_back(files, ending, known) == values(safe.tables), ending


def read_back(files: tuple[Path, ...], ending: str, known: Definitions) -> dict[Key, Value]:
    """Return the cells of the files of a format; PX has one file a table."""
    readers = {
        ".pdf": lambda path: read_report_pdf(path, known),
        ".xlsx": lambda path: read_report_xlsx(path, known),
        ".html": lambda path: read_report_html(path, known),
        ".csv": lambda path: read_tables(path).tables,
        "-excel.csv": lambda path: read_tables(path).tables,
        ".px": read_px,
        ".json": read_jsonstat,
    }
    found: dict[Key, Value] = {}
    for file in files:
        if file.name.endswith(ending) and (ending != ".csv" or "-excel" not in file.name):
            for key, value in values(readers[ending](file)).items():
                assert found.setdefault(key, value) == value
    return found


@st.composite
def protected(draw: st.DrawFn) -> tuple[SafeTable, Period]:
    """Return a table set with random numbers, zeros and hidden cells in a random period."""
    declared = sample.declared_set()
    period = Period.parse(
        draw(st.sampled_from(["2026-Q1", "2026-07", "2026-H2", "2025", "2026-VT"]))
    )
    size = st.one_of(st.just(0), st.integers(0, 60))
    levels = {
        name: (draw(size), draw(size), draw(size)) for name in (*sample.LEVELS, *sample.VISITS)
    }
    safe = sample.safe_of(declared, period, draw(st.integers(0, 10**6)), levels)
    away = draw(st.sets(st.sampled_from(declared.dimension("programme").codes)))
    return dataclasses.replace(safe, tables=without_rows(safe.tables, away)), period


def without_rows(tables: TableSet, programmes: set[str]) -> TableSet:
    """Leave out the rows of some programmes, and the sums, that stand beside participants."""
    cells = (
        cell
        for cell in tables.cells
        if cell.key.measure not in BESIDE
        or not programmes
        or dict(cell.key.codes).get("programme", min(programmes)) not in programmes
    )
    return dataclasses.replace(tables, cells=tuple(cells))


@SLOW
@given(case=protected())
def test_every_file_holds_the_same_cells(
    case: tuple[SafeTable, Period], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Shown or hidden, each cell is the same in all files as in the protected tables."""
    safe, period = case
    draft = dataclasses.replace(
        sample.sample_draft(released=False, with_earlier=False),
        safe=safe,
        period=period,
        completeness=sample.weeks(period),
    )
    hold_the_same(write(draft, tmp_path_factory.mktemp("files")), definitions(draft), safe)


def test_a_release_with_earlier_columns_reads_back(tmp_path: Path) -> None:
    """Columns of earlier releases are not mistaken for this one's."""
    draft = sample.sample_draft(released=True)
    hold_the_same(write(draft, tmp_path), definitions(draft), draft.safe)


def test_several_centres_read_back(tmp_path: Path) -> None:
    """A release of two centres has their total, and the tables by centre."""
    other = Centre(CentreId(sample.uuid.UUID(int=9)), "C2", "Familjecentralen Björken")
    centres = (sample.EKEN, other)
    declared = sample.declared_set()
    safe = sample.safe_of(declared, sample.QUARTER, 3, centres=centres)
    draft = dataclasses.replace(
        sample.sample_draft(released=False, with_earlier=False), safe=safe, centres=centres
    )
    known = definitions(draft)
    files = write(draft, tmp_path)
    hold_the_same(files, known, safe)
    # A stranger has the files alone: the names of the houses lie beside them. The sample's
    # numbers are not protected in earnest, so what counts is that its pages could be read.
    for file in files:
        if file.suffix in (".pdf", ".xlsx", ".html"):
            assert main(["attack", str(file)]) != UNUSABLE


@pytest.mark.parametrize(
    "label",
    [
        "Ensamkommande och andra som nyligen har kommit till orten utan egen bostad eller arbete",
        "Flygbiljettsbokningsprogramsutvecklingskonsultföretagsrepresentantskapsbeslut 12",
        "2026 19 %",
        "Totalt",
        "Annat\u00ad med mjukt 🙂 bindestreck",
        "=SUMMA(A1) & <b>",
        "Familjer²",
    ],
)
def test_wide_and_odd_labels_read_back(label: str, tmp_path: Path) -> None:
    """Labels that wrap, look like numbers or totals, or cannot be drawn do not lose a cell."""
    draft = sample.sample_draft(released=True)
    words = sample.words(draft.declared)
    old = words.labels
    codes: Mapping[str, Mapping[str, str]] = {
        **old.codes,
        "topic": {**old.codes["topic"], "economy": label, "other": label},
    }
    labels = clean_labels(dataclasses.replace(old, codes=codes))
    files = write(draft, tmp_path, dataclasses.replace(words, labels=labels))
    hold_the_same(files, definitions(draft, labels), draft.safe)


def test_structural_zeros_are_written_as_points(tmp_path: Path) -> None:
    """A cell that cannot occur is "." on paper and reads back as nothing."""
    draft = sample.sample_draft(released=True)
    impossible = frozenset(
        cell.key for cell in draft.safe.tables.cells if cell.value == 0 and len(cell.key.codes) == 3
    )
    assert impossible
    safe = sample.sealed(
        draft.safe.tables,
        frozenset(c.key for c in draft.safe.tables.cells if c.value is None),
        impossible,
    )
    draft = dataclasses.replace(draft, safe=safe)
    hold_the_same(write(draft, tmp_path), definitions(draft), safe)


def canaries(safe: SafeTable) -> tuple[SafeTable, set[int]]:
    """Give every inner cell a number of its own, and hide all inner cells and two totals."""
    cells, hidden, numbers = [], set(), set()
    for place, cell in enumerate(safe.tables.cells):
        inner = [pair for pair in cell.key.codes if pair[0] != "centre"]
        number = 700_001 + 7919 * place
        cells.append(Cell(cell.key, number, cell.table))
        if len(inner) == 2 or any(code in ("parenting", "economy", "home") for _, code in inner):
            hidden.add(cell.key)
            numbers.add(number)
    return sample.sealed(TableSet(tuple(cells)), frozenset(hidden)), numbers


def test_no_hidden_number_is_in_any_byte(tmp_path: Path) -> None:
    """No hidden number stands anywhere: not in text, streams, properties, nor zipped parts."""
    draft = sample.sample_draft(released=True)
    safe, numbers = canaries(draft.safe)
    assert len(numbers) > 100
    pdf, xlsx, *tables = write(dataclasses.replace(draft, safe=safe), tmp_path)
    reader = PdfReader(pdf)
    texts = [page.extract_text() for page in reader.pages]
    texts += [page["/Contents"].get_object().get_data().decode("latin-1") for page in reader.pages]
    texts.append(str(reader.metadata))
    texts.append(pdf.read_bytes().decode("latin-1"))
    with zipfile.ZipFile(xlsx) as parts:
        texts += [parts.read(name).decode("latin-1") for name in parts.namelist()]
    texts += [path.read_text("utf-8") for path in tables]
    for text in texts:
        found = {
            int(digits) for digits in re.findall(r"\d{6,7}", re.sub(r"(?<=\d)\s(?=\d)", "", text))
        }
        assert not found & numbers


def grid(rows: list[tuple[str, tuple[str, ...]]]) -> Grid:
    heads = ("Totalt", "Universell", "Selektiv", "Indikerad")
    return Grid(
        "Tabell 3. Kontakter på individnivå efter huvudsaklig frågeställning och "
        "preventionsnivå, kvartal 3 2026. Antal",
        (
            *(Head(text, "" if text == "Totalt" else "därav") for text in heads),
            Head("Andel"),
            Head("Kv. 2 2026", "Totalt i"),
        ),
        tuple(rows),
        "sida 1",
    )


def topic_rows(**changed: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    declared = sample.declared_set()
    labels = sample.labels(declared)
    entries = dict.fromkeys(
        declared.dimension("topic").codes, ("10", "..", "..", "..", "11 %", "3")
    )
    entries.update(changed)
    rows = [(labels.code("topic", code), entry) for code, entry in entries.items()]
    return [*rows, ("Totalt", ("90", "60", "20", "10", "100 %", "saknas"))]


def read_topics(rows: list[tuple[str, tuple[str, ...]]]) -> dict[Key, Value]:
    declared = sample.declared_set()
    known = Definitions(declared, sample.labels(declared), sample.QUARTER, ("C1",))
    return values(cells_of([grid(rows)], known))


def topic_key(code: str) -> Key:
    return Key(
        "contacts", ("2026-07", "2026-08", "2026-09"), 1, (("centre", "C1"), ("topic", code))
    )


def test_a_share_of_a_hidden_number_gives_it_away() -> None:
    """A stranger works the numerator out of a share: the proof sees what it tells."""
    read = read_topics(topic_rows(economy=("..", "..", "..", "..", "4 %", "3")))
    assert read[topic_key("economy")] == 4
    read = read_topics(topic_rows(economy=("..", "..", "..", "..", "..", "3")))
    assert read[topic_key("economy")] is None


def test_a_share_that_contradicts_its_number_is_refused() -> None:
    """A share that the shown number cannot have is an error, not a pass."""
    with pytest.raises(UnusableFile, match="contradiction"):
        read_topics(topic_rows(economy=("10", "..", "..", "..", "50 %", "3")))


def test_wide_shares_leave_an_interval() -> None:
    """Of a large base a share tells an interval."""
    rows = topic_rows(economy=("..", "..", "..", "..", "4 %", "3"))
    rows[-1] = ("Totalt", ("900", "600", "200", "100", "100 %", "saknas"))
    rows = [
        (label, (*entry[:4], "..", entry[5]) if entry[0] == "10" else entry)
        for label, entry in rows
    ]
    assert read_topics(rows)[topic_key("economy")] == Bound(32, 40)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (topic_rows()[1:], "missing_row"),
        ([("Okänd rad", ("1", "1", "1", "1", "1 %", "1")), *topic_rows()], "unknown_row"),
        (topic_rows(economy=("saknas", "..", "..", "..", "..", "3")), "value"),
        ([(label, entry[:4]) for label, entry in topic_rows()], "number_of_fields"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(
    rows: list[tuple[str, tuple[str, ...]]], reason: str
) -> None:
    """A row or entry that the definitions do not explain stops the reading."""
    with pytest.raises(UnusableFile, match=reason):
        read_topics(rows)


@pytest.mark.parametrize("name", ["fil.pdf", "fil.xlsx"])
def test_a_file_of_another_kind_is_refused(name: str, tmp_path: Path) -> None:
    """Something else under the same ending gives a typed error."""
    path = tmp_path / name
    path.write_text("inte en rapport", "utf-8")
    declared = sample.declared_set()
    known = Definitions(declared, sample.labels(declared), sample.QUARTER, ("C1",))
    with pytest.raises(UnusableFile):
        (read_report_pdf if name.endswith("pdf") else read_report_xlsx)(path, known)
