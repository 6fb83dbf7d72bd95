"""Three stores report together: nothing is told that their own releases do not tell, and no file
that is not what it says is taken in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.gate import SqlStoreGate
from familjecentral.calendar.periods import Period
from familjecentral.commands.messages import REASONS
from familjecentral.commands.reporting import report_readers, report_writer
from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.joint import PLACE
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet
from familjecentral.errors import (
    Bug,
    InvalidInput,
    NotPublishable,
    RegisterBehind,
    UnknownSender,
    UnusableFile,
)
from familjecentral.releases import exchange, joint, public
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.joint import JointReport
from familjecentral.releases.register import sealed
from familjecentral.releases.use_cases import write_draft
from familjecentral.statistics.printed import is_on_paper
from tests.factories import PASSPHRASE, FixedClock, staff
from tests.fixtures_store import copy_store
from tests.walks.houses import Houses
from tests.walks.three import NAMES, Three

QUARTERS = tuple(Period.parse(f"2026-Q{n}") for n in (1, 2, 3))
TO_DATE = Period.parse("2026-YTD3")
Q1 = QUARTERS[0]
FORMATS = ("pdf", "xlsx", "csv", "csv-excel", "px", "json-stat", "html")


def test_nobody_solves_three_stores_with_their_joint_reports(three: Three) -> None:
    """Quarter by quarter, then the year to date, each followed by a joint report whose bounds are
    printed too: all of it together gives away no small number."""
    three.meet()
    made: list[JointReport] = []
    for number, period in enumerate((*QUARTERS, TO_DATE), start=1):
        three.publish(period)
        made.append(three.joint(period, (number, number)))
    own = [_placed(h, f"S{place}") for place, h in enumerate(three.houses, start=1)]
    told = [with_bounds(report) for report in made]
    assert sum(c.value is not None for tables in told for c in tables.cells) > 100
    policy = read_policy(json.loads(three.houses[0].releases[0].policy))
    truth = _truth(three)
    report = attack([*(t for house in own for t in house), *told], thresholds=policy, truth=truth)
    assert report.safe, (report.breaches, report.unproven)
    assert report.targets > 100
    assert report.lost == ()


def test_the_truth_lies_within_every_bound(met: Three) -> None:
    """An interval is no guess: it holds the true sum, and its ends are wide enough for rule 2."""
    made = met.joint(Q1, (1, 1))
    true = {c.key: c.value for c in _truth(met).cells}
    assert made.bounded
    hidden = {c.key for c in made.draft.safe.tables.cells if c.value is None}
    for one in made.bounded:
        value = true[one.key]
        assert isinstance(value, int)
        assert one.low <= value <= one.high
        assert one.high - one.low >= 4
        assert one.high >= 5
        assert one.key in hidden
    said = [found for line in made.draft.sums for found in re.findall(r" \d+–\d+(?=[,;.])", line)]
    on_paper = [one for one in made.bounded if is_on_paper(made.draft.declared, one.key)]
    assert len(said) == len(on_paper)
    for cell in made.draft.safe.tables.cells:
        if PLACE not in dict(cell.key.codes) and cell.value is not None:
            assert cell.value == true[cell.key]


def test_a_joint_report_is_read_back_from_every_format(met: Three, tmp_path: Path) -> None:
    """Seven formats, the same cells; its files lie beside a release's, never in its place."""
    made = met.joint(Q1, (1, 1))
    folder = met.houses[0].folder
    before = {file.name for file in folder.iterdir()}
    readers = report_readers(made.draft)
    files = write_draft(
        made.draft, folder, formats=FORMATS, writer=report_writer(), readers=readers
    )
    assert not before & {file.name for file in files}
    pdf = next(file for file in files if file.suffix == ".pdf")
    assert pdf.name == "gemensam-kvartalsrapport-2026-kv1-nr-1.pdf"
    from pypdf import PdfReader

    text = " ".join(" ".join(p.extract_text() for p in PdfReader(pdf).pages).split())
    assert "Gemensam rapport 1, 2026-10-08" in text
    assert all(name in text for name in NAMES[1:])
    table, sums = made.draft.sums[0].split(": ", 1)
    assert sums.split(";")[0] in text
    place = text.index(sums.split(";")[0])
    assert text.index(f"{table}. ") < place < text.index("Så är den gemensamma rapporten gjord")
    wrong = {ending: (lambda path: TableSet(())) for ending in readers}
    with pytest.raises(Bug):
        write_draft(
            made.draft, tmp_path / "x", formats=("csv",), writer=report_writer(), readers=wrong
        )
    assert not list((tmp_path / "x").iterdir())


def test_no_signed_file_holds_a_hidden_number(met: Three) -> None:
    """Neither a release nor a joint report carries more than what is shown."""
    made = met.joint(Q1, (1, 1))
    sent = [met.export(place, 1) for place in range(3)]
    with met.houses[0].store.unit_of_work() as uow:
        sent.append(exchange.export_joint(made, uow))
    for text in sent:
        body = json.loads(json.loads(text)["body"])
        shown = {c.key: c.value for c in exchange.read_file(text).cells.cells}
        assert None in shown.values()
        assert all(isinstance(v, int) or v is None for v in shown.values())
        assert "small" not in str(body.get("cells"))


Wrong = Callable[[Three], str]


def _changed(text: str, **change: object) -> str:
    return json.dumps(json.loads(text) | change)


def _signed_by_other(
    three: Three, change: Callable[[dict[str, Any]], object], *, rehash: bool = False
) -> str:
    """Return a file that the second store really signed, with another body."""
    body = json.loads(json.loads(three.export(1, 1))["body"])
    change(body)
    if rehash:
        del body["hash"]
        exact = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        body["hash"] = hashlib.sha256(exact.encode()).hexdigest()
    with three.houses[1].store.unit_of_work() as uow:
        return exchange._signed("release", json.dumps(body), uow)


def _raise_the_total(body: dict[str, Any]) -> None:
    for cell in body["cells"]:
        if cell[4] == [["centre", "C1"]] and cell[5] is not None:
            cell[5] += 1000


def _joint_of_other(three: Three, **change: object) -> str:
    cells = [["t1", "x", ["2026-01"], 1, [], 7]]
    body = {"name": "2026-Q1", "parts": [], "hierarchy": {}, "cells": cells}
    with three.houses[1].store.unit_of_work() as uow:
        return exchange._signed("joint", json.dumps(body | change), uow)


WRONG: Mapping[str, tuple[str, Wrong]] = {
    "tampered": (
        "bad_signature",
        lambda t: _changed(t.export(1, 1), body=json.loads(t.export(1, 1))["body"] + " "),
    ),
    "signed by somebody else under the sender's name": (
        "bad_signature",
        lambda t: _changed(t.export(1, 1), signature=json.loads(t.export(2, 1))["signature"]),
    ),
    "of a newer version": ("newer_format", lambda t: _changed(t.export(1, 1), format=2)),
    "a release called a joint report": (
        "bad_signature",
        lambda t: _changed(t.export(1, 1), kind="joint"),
    ),
    "signed, but its hash is another's": (
        "bad_hash",
        lambda t: _signed_by_other(t, lambda body: body.update(late=3)),
    ),
    "signed, but no release": (
        "not_an_exchange_file",
        lambda t: _signed_by_other(t, lambda body: body.pop("certificate")),
    ),
    "signed, but no counts": (
        "not_an_exchange_file",
        lambda t: _joint_of_other(t, cells=[["t1", "x", ["2026-01"], 1, [], -3]]),
    ),
    "signed, with words for counts": (
        "not_an_exchange_file",
        lambda t: _joint_of_other(t, cells=[["t1", "x", ["2026-01"], 1, [], [1, "Anna"]]]),
    ),
    "without cells": ("not_an_exchange_file", lambda t: _joint_of_other(t, cells=[])),
    "with a free text for a name": (
        "not_an_exchange_file",
        lambda t: _joint_of_other(t, name="Anna Andersson"),
    ),
    "a joint report that counts a release twice": (
        "same_release",
        lambda t: _joint_of_other(t, parts=[["a", 1, "h"], ["b", 1, "h"]]),
    ),
    "a joint report that counts a store twice": (
        "same_release",
        lambda t: _joint_of_other(t, parts=[["a", 1, "h"], ["a", 2, "i"]]),
    ),
    "a joint report of another store with this one's key": (
        "another_register",
        lambda t: _joint_of_other(t, parts=[[t.key(0), 1, "h"]]),
    ),
    "signed, but its sums are wrong": (
        "contradicts_itself",
        lambda t: _signed_by_other(t, _raise_the_total, rehash=True),
    ),
    "own release": ("own_release", lambda t: t.export(0, 1)),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_is_not_what_it_says_is_not_taken_in(met: Three, what: str) -> None:
    """Each has a sentence, and nothing is stored."""
    reason, wrong = WRONG[what]
    with pytest.raises(UnusableFile, match=reason) as refused:
        met.take_in(0, wrong(met))
    assert "Anna" not in f"{refused.value} {refused.value!r} {refused.value.__cause__}"
    assert _outside(met.houses[0]) == []


def test_a_file_is_taken_in_once_and_never_replaced_by_an_older_one(met: Three) -> None:
    """A replay of what was sent before changes nothing."""
    first = met.export(1, 1)
    met.take_in(0, first)
    with pytest.raises(UnusableFile, match="known_file"):
        met.take_in(0, first)
    house = met.houses[1]
    house.publish(house.draft(ReportScope(Q1)))  # the same period anew
    met.take_in(0, met.export(1, 2))
    again = json.dumps(json.loads(first))  # other bytes, the same release
    with pytest.raises(UnusableFile, match="known_file"):
        met.take_in(0, again)
    met.take_in(2, met.export(1, 2))
    with pytest.raises(UnusableFile, match="older_release"):
        met.take_in(2, first)
    assert len(_outside(met.houses[0])) == 2
    declared = house.declared
    with met.houses[0].store.unit_of_work() as uow:
        made = joint.make_joint(Q1, uow, declared=declared, clock=house.clock, is_sample=False)
    assert [part.number for part in made.parts] == [1, 2]


def test_a_number_belongs_to_one_release_of_a_store(met: Three) -> None:
    """Two entries of one key with the same number come from two registers: one is a copy."""
    met.take_in(0, met.export(1, 1))
    entry = met.houses[1].releases[0]
    other = sealed(replace(entry, late=0 if entry.late != 0 else 9))
    with met.houses[1].store.unit_of_work() as uow:
        forged = exchange._signed("release", exchange._entry(other), uow)
    with pytest.raises(UnusableFile, match="another_register"):
        met.take_in(0, forged)


def test_the_same_house_under_two_keys_is_counted_once(met: Three) -> None:
    """A release that comes with a second key is refused, and so is this store's own."""
    met.take_in(0, met.export(1, 1))
    for place, reason in ((1, "same_release"), (0, "own_release")):
        body = json.loads(met.export(place, 1))["body"]
        with met.houses[2].store.unit_of_work() as uow:
            copied = exchange._signed("release", body, uow)
        with pytest.raises(UnusableFile, match=reason):
            met.take_in(0, copied)


def test_a_new_key_takes_the_old_ones_place_only_when_that_is_said(three: Three) -> None:
    """The old key is believed no more, what it signed stays known, and the store has one key."""
    three.publish(Q1)
    three.believe(0, 1)
    three.take_in(0, three.export(1, 1))
    with pytest.raises(InvalidInput, match="taken"):
        three.believe(0, 2, NAMES[1].upper())
    three.believe(0, 2, NAMES[1], replaces=True)
    with pytest.raises(UnknownSender):
        three.take_in(0, three.export(1, 1))
    with three.houses[0].store.unit_of_work() as uow:
        assert [p.public_key for p in uow.outside.partners()] == [three.key(2)]
        assert joint._newest(Q1, uow) == ()
    body = json.loads(three.export(1, 1))["body"]
    with three.houses[2].store.unit_of_work() as uow:
        anew = exchange._signed("release", body, uow)
    three.take_in(0, anew)
    assert len(_outside(three.houses[0])) == 2
    with pytest.raises(UnusableFile, match="own_key"):
        three.believe(0, 0, "Vi själva")


def test_a_file_that_knows_more_of_this_store_locks_publishing(
    met: Three, gate: SqlStoreGate, clock: FixedClock, tmp_path: Path
) -> None:
    """A copied-back store learns from a joint file, or its own, that releases are missing."""
    house = met.houses[0]
    house.store._session.settle()
    old = copy_store(house.store.path, tmp_path / "kopia.fcdb")
    house.publish(house.draft(ReportScope(QUARTERS[1])))
    own = met.export(0, 2)
    text = _joint_of_other(met, parts=[[met.key(0), 2, house.releases[1].hash]])
    restored = gate.open(old, staff().login_name, PASSPHRASE)
    late = Houses(restored, clock, tmp_path / "ut", house.ids)
    try:
        for file in (text, own):
            with restored.unit_of_work() as uow, pytest.raises(RegisterBehind):
                exchange.import_file(file, uow, clock)
            assert _outside(late) == []
            with pytest.raises(RegisterBehind):
                late.draft(ReportScope(QUARTERS[2]))
            with restored.unit_of_work() as uow, pytest.raises(RegisterBehind):
                public.confirm_newest(uow, clock, number=2)
            with restored.unit_of_work() as uow:
                public.confirm_newest(uow, clock, number=1)  # told wrongly on paper
        register = public.text_of(house.releases)
        with restored.unit_of_work() as uow:
            public.confirm_newest(uow, clock, text=register)
        with restored.unit_of_work() as uow:
            exchange.import_file(text, uow, clock)
    finally:
        restored.close()


def test_bounds_are_left_out_where_they_would_give_a_number_away(
    met: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bounds that the attack can use are not shown, the sums stay hidden; where the sums alone
    give something away there is no report."""
    for other in (1, 2):
        met.take_in(0, met.export(other, 1))
    declared, clock = met.houses[0].declared, met.houses[0].clock

    def make() -> JointReport:
        with met.houses[0].store.unit_of_work() as uow:
            return joint.make_joint(Q1, uow, declared=declared, clock=clock, is_sample=False)

    def told(whole: TableSet, *_: object) -> tuple[str, ...]:
        return ("t1",) if any(isinstance(c.value, Bound) for c in whole.cells) else ()

    assert make().bounded
    monkeypatch.setattr(joint, "_given_away", told)
    assert make().bounded == ()
    monkeypatch.setattr(joint, "_given_away", lambda *_: ("t1",))
    with pytest.raises(NotPublishable) as refused:
        make()
    assert refused.value.tables == ("t1",)


def with_bounds(report: JointReport) -> TableSet:
    """Return what a joint report tells: shown sums and printed bounds, with the stores as codes."""
    ends = {one.key: Bound(one.low, one.high) for one in report.bounded}
    cells = (
        replace(c, value=ends.get(c.key)) if c.value is None else c
        for c in report.draft.safe.tables.cells
    )
    return TableSet(tuple(cells), report.draft.safe.tables.hierarchy)


def _placed(house: Houses, name: str) -> list[TableSet]:
    return [_at(joint.whole_of(release), name) for release in house.releases]


def _at(tables: TableSet, name: str) -> TableSet:
    cells = (
        Cell(replace(c.key, codes=tuple(sorted((*c.key.codes, (PLACE, name))))), c.value, c.table)
        for c in tables.cells
    )
    return TableSet(tuple(cells), tables.hierarchy)


def _truth(three: Three) -> TableSet:
    """Return every store's true numbers behind its releases, and their sums."""
    from familjecentral.releases.known import read_basis

    found: dict[Key, int] = {}
    hierarchy = Hierarchy()
    for place, house in enumerate(three.houses, start=1):
        for release in house.releases:
            declared = house.declared
            with house.store.unit_of_work() as uow:
                counted = read_basis(uow, ReportScope(release.period), declared).counted
            hierarchy = counted.tables.hierarchy
            whole = joint.whole_of(replace(release, cells=counted.tables))
            own = {c.key: c.value for c in whole.cells if isinstance(c.value, int)}
            for key, value in own.items():
                found[key] = found.get(key, 0) + value
                codes = tuple(sorted((*key.codes, (PLACE, f"S{place}"))))
                found[replace(key, codes=codes)] = value
    return TableSet(tuple(Cell(k, v) for k, v in found.items()), hierarchy)


def _outside(house: Houses) -> list[str]:
    with house.store.unit_of_work() as uow:
        return [other.name for other in uow.outside.all()]


def test_every_reason_has_a_sentence() -> None:
    """Whatever a file is refused for is said in words."""
    assert {reason for reason, _ in WRONG.values()} <= REASONS.keys()
