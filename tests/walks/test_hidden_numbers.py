"""A hidden number stands nowhere: not in any byte of any file, however it is written."""

from __future__ import annotations

import base64
import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from db.store import SqlStore
from familjecentral.calendar.periods import Period
from familjecentral.commands.reporting import FORMATS
from familjecentral.contacts.model import Contact, ContactId, PreventionLevel
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.known import read_basis
from tests.factories import FixedClock, SeededIds, contact_values, staff
from tests.walks.test_publish import House

QUARTER = Period.parse("2026-Q3")
# Topic → contacts by level. The small ones need others hidden; those have numbers that occur
# nowhere else, so that they can be looked for.
COUNTS = {
    "routines": (1031, 1213, 3),
    "separation": (1447, 1097, 2),
    "attachment": (1109, 1303, 4),
    "economy": (1637, 1151, 40),
}
DIGITS = re.compile(r"(?<![\w.,])\d{4}(?![\w]|[.,]\d)")


@pytest.fixture
def house(store: SqlStore, clock: FixedClock, tmp_path: Path) -> House:
    found = House(store, clock, tmp_path / "ut", SeededIds(5))
    with store.unit_of_work() as uow:
        uow.contacts.add_many(rows(found.ids))
        uow.commit()
    found.lock(QUARTER)
    return found


def rows(ids: SeededIds) -> Iterator[Contact]:
    for topic, counts in COUNTS.items():
        for level, count in zip(PreventionLevel, counts, strict=True):
            for number in range(count):
                day = QUARTER.first + dt.timedelta(days=number % 90)
                values = contact_values(date=day, prevention_level=level, topics=(topic,))
                yield Contact(ContactId(ids.new_id()), staff().id, values)


def hidden_numbers(house: House, draft: Draft) -> set[int]:
    """Return the true values of hidden cells that no shown cell has."""
    with house.store.unit_of_work() as uow:
        truth = read_basis(uow, ReportScope(QUARTER), draft.declared).counted.tables
    shown = {cell.value for cell in draft.safe.tables.cells}
    hidden = {cell.key for cell in draft.safe.tables.cells if cell.value is None}
    true = {cell.value for cell in truth.cells if cell.key in hidden}
    return {n for n in true - shown if isinstance(n, int) and n >= 1000}


def contents(file: Path) -> Iterator[bytes]:
    """Yield a file as it lies there and everything that is packed in it."""
    yield file.read_bytes()
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as parts:
            yield from (parts.read(name) for name in parts.namelist())
            yield from (f"{i.filename} {i.comment!r}".encode() for i in parts.infolist())
    if file.suffix == ".pdf":
        with pikepdf.open(file) as pdf:
            for item in pdf.objects:
                yield re.sub(rb"\d+ 0 R", b"R", item.unparse())  # places of objects
                # What lies in a stream of objects comes as an object of its own.
                if isinstance(item, pikepdf.Stream) and item.get("/Type") != "/ObjStm":
                    yield item.read_bytes()
        reader = PdfReader(file)
        yield " ".join(page.extract_text() for page in reader.pages).encode()
        yield str(reader.metadata).encode()


def forms(number: int) -> Iterator[bytes]:
    """Yield other ways to write a number: wide characters, base64 at any place, hexadecimal."""
    digits = str(number).encode()
    yield from (str(number).encode(code) for code in ("utf-16-be", "utf-16-le"))
    yield digits.hex().encode()
    for before in range(3):
        # What stands before and after changes the first and the last sign.
        packed = base64.b64encode(bytes(before) + digits + bytes(3))
        start, stop = -(-before * 8 // 6), (before + len(digits)) * 8 // 6
        yield packed[start:stop]


def test_no_hidden_number_is_in_any_byte_of_any_file(house: House) -> None:
    """Published in every format from a store whose hidden counts are numbers of their own."""
    draft = house.draft(QUARTER)
    hidden = hidden_numbers(house, draft)
    assert len(hidden) >= 3
    files = house.publish(draft, FORMATS).files
    assert {f.suffix for f in files} == {".pdf", ".xlsx", ".csv", ".px", ".json", ".html"}
    seen: set[int] = set()
    for file in files:
        plain, *packed = contents(file)
        for content in (plain, *packed):
            text = re.sub(r"(?<=\d)[\s\x08](?=\d{3})", "", content.decode("utf-8", "replace"))
            found = {int(digits) for digits in DIGITS.findall(text)}
            assert not found & hidden, file.name
            seen |= found
        for content in packed or (plain,):
            for number in hidden:
                assert not any(form in content for form in forms(number)), file.name
    assert len(seen & {c.value for c in draft.safe.tables.cells}) > 5, "shown ones are found so"


def test_a_number_is_found_in_every_form() -> None:
    """The search itself sees wide characters and base64 wherever they begin."""
    for before in (b"", b"a", b"ab", b"abc"):
        packed = base64.b64encode(before + b"1213" + b"xyz")
        assert any(form in packed for form in forms(1213))
    assert any(form in "1213".encode("utf-16") for form in forms(1213))
