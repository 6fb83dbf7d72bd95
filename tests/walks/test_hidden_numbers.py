"""A hidden number stands nowhere: not in any byte of any file, however it is written."""

from __future__ import annotations

import base64
import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.calendar.periods import Period
from familjecentral.commands.composition import guard
from familjecentral.commands.reporting import FORMATS, joint_report, report_writer
from familjecentral.contacts.model import Contact, ContactId, PreventionLevel
from familjecentral.releases import exchange
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.joint_files import ENDING
from familjecentral.releases.known import read_basis
from familjecentral.releases.public import FILE_NAME
from familjecentral.releases.use_cases import write_draft
from tests.factories import PASSPHRASE, FixedClock, SeededIds, contact_values, staff
from tests.fixtures_store import Template, copy_store
from tests.walks.apart import SOUTH, Apart
from tests.walks.houses import QUARTERS, Houses, two_houses
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
LISTED = re.compile(r"(?<![\w.])\d{4}(?!\w|\.\d)")  # where commas stand between numbers
LISTS = (".csv", ".px", ".json", ".txt")


@pytest.fixture
def neighbour(
    gate: SqlStoreGate, store_template: Template, clock: FixedClock, tmp_path: Path
) -> Iterator[Houses]:
    """Return another store, with rows of its own."""
    path = copy_store(store_template.path, tmp_path / "granne.fcdb")
    opened = gate.open(path, staff().login_name, PASSPHRASE)
    yield two_houses(opened, clock, tmp_path / "granne", 40)
    opened.close()


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
    # How long a stream is says nothing of what it holds.
    yield re.sub(rb"/(?:Length|First|Size|N) \d+", b"", file.read_bytes())
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


def searched(files: Iterable[Path], hidden: set[int]) -> set[int]:
    """Return the numbers that stand in files; none of them may be hidden, in any form."""
    seen: set[int] = set()
    for file in files:
        plain, *packed = contents(file)
        for content in (plain, *packed):
            text = re.sub(r"(?<=\d)[\s\x08](?=\d{3})", "", content.decode("utf-8", "replace"))
            pattern = LISTED if file.suffix in LISTS else DIGITS
            found = {int(digits) for digits in pattern.findall(text)}
            assert not found & hidden, file.name
            seen |= found
        for content in packed or (plain,):
            for number in hidden:
                assert not any(form in content for form in forms(number)), file.name
    return seen


def test_no_hidden_number_is_in_any_byte_of_any_file(house: House) -> None:
    """Published in every format from a store whose hidden counts are numbers of their own."""
    draft = house.draft(QUARTER)
    hidden = hidden_numbers(house, draft)
    assert len(hidden) >= 3
    files = house.publish(draft, FORMATS).files
    assert {f.suffix for f in files} == {".pdf", ".xlsx", ".csv", ".px", ".json", ".html"}
    seen = searched(files, hidden)
    assert len(seen & {c.value for c in draft.safe.tables.cells}) > 5, "shown ones are found so"


def test_no_hidden_number_goes_to_other_houses_or_into_the_register(
    house: House, neighbour: Houses, tmp_path: Path
) -> None:
    """The public register, the signed file, the joint report in every format and its signed file:
    neither this house's hidden numbers nor the sums with the other's."""
    draft = house.draft(QUARTER)
    hidden = hidden_numbers(house, draft)
    house.publish(draft)
    neighbour.lock(*QUARTERS)
    neighbour.publish(neighbour.draft(ReportScope(QUARTER)))
    with neighbour.store.unit_of_work() as uow:
        sent, key = exchange.export_release(1, uow), exchange.own_key(uow)
    with house.store.unit_of_work() as uow:
        partner = exchange.ConfirmPartner(key, "Norra huset", exchange.fingerprint(key))
        exchange.confirm_partner(partner, uow, house.clock, guard())
        exchange.import_file(sent, uow, house.clock)
        made = joint_report(QUARTER, uow, clock=house.clock, is_sample=False)
        texts = {
            "sent": exchange.export_release(1, uow),
            "joint": exchange.export_joint(made, uow),
            "register": (house.folder / FILE_NAME).read_text("utf-8"),
        }
        own = read_basis(uow, ReportScope(QUARTER), draft.declared).counted.tables
    with neighbour.store.unit_of_work() as uow:
        declared = draft.declared
        theirs = read_basis(uow, ReportScope(QUARTER), declared).counted.tables
    parts = [
        {(c.key.measure, _whole(c.key.codes)): c.value for c in own.cells},
        {(c.key.measure, c.key.codes): c.value for c in theirs.cells},
    ]
    cells = [c for c in made.draft.safe.tables.cells if "centre" not in dict(c.key.codes)]
    shown = {c.value for c in made.draft.safe.tables.cells}
    sums = {
        sum(v for p in parts if isinstance(v := p.get((c.key.measure, c.key.codes)), int))
        for c in cells
        if c.value is None
    }
    # The end of an interval that everybody can work out may be the number itself.
    ends = {end for one in made.bounded for end in (one.low, one.high)}
    canaries = (hidden | {n for n in sums if n >= 1000}) - shown - ends
    assert len(canaries) > len(hidden - shown) > 2
    folder = tmp_path / "gemensam"
    files = write_draft(made.draft, folder, formats=FORMATS, writer=report_writer())
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(text, "utf-8")
    assert searched(folder.iterdir(), canaries) & {v for v in shown if isinstance(v, int)}
    assert len(files) > 6


def _whole(codes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in codes if pair[0] != "centre")


def test_no_hidden_number_is_said_at_the_command_line(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers, sentences, JSON, refusals and files of every command that reads a release: drafted,
    published, shown, compared, written again, sent, refused, attacked, protected anew."""
    at = Apart(house.store.path.parent, house.clock)
    monkeypatch.setenv("FAMILJECENTRAL_PASSPHRASE", PASSPHRASE)
    at.at_hand(monkeypatch.setattr)
    draft = house.draft(QUARTER)
    hidden = hidden_numbers(house, draft)
    shown = {c.value for c in draft.safe.tables.cells if isinstance(c.value, int)}
    house.store._session.settle()
    house.store.close()
    house.store.path.rename(at.store(SOUTH))
    keys = house.store.path.with_suffix(".fckeys")
    keys.rename(at.store(SOUTH).with_suffix(".fckeys"))
    out, told = house.folder, house.folder / "sagt"
    told.mkdir(parents=True)
    every = ("--format", ",".join(FORMATS), "--out", out)
    csv = out / "kvartalsrapport-2026-kv3-utgava-1.csv"
    signed = out / f"utgava-1{ENDING}"
    for number, (wanted, *words) in enumerate(
        (
            (0, "report", QUARTER, "--format", "csv", "--out", out),
            (2, "report", QUARTER, "--format", "doc", "--out", out),
            (1, "report", "2026-Q4", *every),
            (0, "report", QUARTER, *every, "--publish"),
            (1, "report", QUARTER, "--out", out, "--publish"),
            (0, "releases", "list"),
            (0, "releases", "show", 1),
            (0, "releases", "diff", 1, 1),
            (0, "releases", "verify"),
            (0, "releases", "outside"),
            (0, "releases", "write", 1, "--out", out / "igen", "--format", "csv"),
            (0, "releases", "outside", csv),
            (0, "exchange", "export", 1, "--out", out),
            (2, "exchange", "import", signed),
            (1, "exchange", "joint", QUARTER, "--out", out),
        )
    ):
        for json_too in ((), ("--json",)) if wanted or words[0] == "releases" else (("--json",),):
            code, said, refused = at.call(SOUTH, *words, *json_too)
            assert code == wanted, (words, refused)
            (told / f"{number}{len(json_too)}.txt").write_text(f"{said}\n{refused}", "utf-8")
    files = [file for file in out.rglob("*") if file.is_file()]
    assert len(files) > 50
    assert searched(files, hidden) & shown


def test_no_hidden_number_is_said_of_tables_on_files(tmp_path: Path) -> None:
    """``protect`` and ``attack``: answer, report and refusals, with the true counts in hand."""
    at = Apart(tmp_path, FixedClock())
    rows = {
        (topic, level.value): count
        for topic, counts in COUNTS.items()
        for level, count in zip(PreventionLevel, counts, strict=True)
    }
    for (topic, level), count in tuple(rows.items()):
        for sum_of in ((topic, "TOTAL"), ("TOTAL", level), ("TOTAL", "TOTAL")):
            rows[sum_of] = rows.get(sum_of, 0) + count
    lines = [f"t1,2026Q3,{topic},{level},{count}" for (topic, level), count in rows.items()]
    head = "table,period,topic,level,value\n"
    truth, out, report = (tmp_path / name for name in ("sant.csv", "ut.csv", "svar.json"))
    truth.write_text(head + "\n".join(lines), "utf-8")
    wrong = tmp_path / "fel.csv"
    wrong.write_text(truth.read_text("utf-8").replace(",4", ",5"), "utf-8")
    folder = tmp_path / "sagt"
    folder.mkdir()
    for number, (wanted, *words) in enumerate(
        (
            (0, "protect", truth, "--out", out, "--report", report),
            (0, "attack", out),
            (0, "attack", out, "--truth", truth),
            (2, "attack", out, "--truth", wrong),
            (2, "protect", wrong, "--out", tmp_path / "inget.csv"),
            (2, "protect", truth, "--out", truth),
            (2, "attack", out, wrong),
            (2, "protect", truth, "--out", tmp_path / "inget.csv", "--earlier", wrong),
        )
    ):
        for json_too in ((), ("--json",)):
            code, said, refused = at.run(*words, *json_too)
            assert code == wanted, (words, refused)
            (folder / f"{number}{len(json_too)}.txt").write_text(f"{said}\n{refused}", "utf-8")
    shown = {
        int(line.split(",")[-1])
        for line in out.read_text("utf-8").splitlines()[1:]
        if line[-1] != "."
    }
    hidden = {count for count in rows.values() if count >= 1000} - shown
    assert len(hidden) >= 3
    assert searched((out, report, *folder.iterdir()), hidden) & shown


def test_a_number_is_found_in_every_form() -> None:
    """The search itself sees wide characters and base64 wherever they begin."""
    for before in (b"", b"a", b"ab", b"abc"):
        packed = base64.b64encode(before + b"1213" + b"xyz")
        assert any(form in packed for form in forms(1213))
    assert any(form in "1213".encode("utf-16") for form in forms(1213))
    assert LISTED.findall("t1,1213,1447\n[1,1303]") == ["1213", "1447", "1303"]
