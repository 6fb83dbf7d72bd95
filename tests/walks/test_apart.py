"""Houses without a shared store report together with a municipality, from end to end at their own
command lines; every file that is not right is refused in words, and a kill leaves no half."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.gate import SqlStoreGate
from db.unit_of_work import SqlUnitOfWork
from familjecentral.releases.joint_files import ENDING
from familjecentral.releases.public import FILE_NAME
from tests.factories import PASSPHRASE, FixedClock, staff
from tests.fixtures_store import Template
from tests.walks.apart import NORTH, Q1, SOUTH, TOWN, Apart
from tests.walks.three import three_stores

KILLS = int(os.environ.get("FC_KILLS", "12")) // 4
JOINT = f"gemensam-{Q1}{ENDING}"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def apart(
    gate: SqlStoreGate,
    store_template: Template,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Apart:
    """Three stores with a locked quarter; nobody has logged anything at the municipality."""
    made = three_stores(
        gate, store_template, clock, tmp_path, periods=(Q1,), contacts=(60, 45, 0).__getitem__
    )
    made.close()
    found = Apart(tmp_path, clock)
    monkeypatch.setenv("FAMILJECENTRAL_PASSPHRASE", PASSPHRASE)
    found.at_hand(monkeypatch.setattr)
    return found


def test_a_municipality_joins_what_two_houses_send(apart: Apart) -> None:
    """Keys on paper, files out and in, a joint report, and its file back; then whatever comes
    again, late or changed is refused, and nothing is kept of it."""
    for place in (SOUTH, NORTH):
        apart.publish(place)
    south, north = apart.send(SOUTH), apart.send(NORTH)
    code, _, refused = apart.call(TOWN, "exchange", "import", south)
    assert (code, "Ingen har jämfört" in refused) == (1, True)
    for place, file in ((SOUTH, south), (NORTH, north)):
        apart.believe(TOWN, place, file)
        assert apart.done(TOWN, "exchange", "import", file).startswith(("Södra huset", "Norra"))
        if place == SOUTH:
            code, _, refused = apart.join(TOWN)
            assert (code, refused) == (1, "Det som söks finns inte.\n")
    code, _, refused = apart.join(TOWN)
    assert code == 0, refused
    report = apart.out(TOWN) / "gemensam-kvartalsrapport-2026-kv1-nr-1.csv"
    assert report.is_file()
    assert not list(apart.out(TOWN).glob("kvartalsrapport*")), "it has no release of its own"
    joint = apart.out(TOWN) / JOINT
    body = json.loads(json.loads(joint.read_text("utf-8"))["body"])
    assert {part[0] for part in body["parts"]} == {apart.key(SOUTH)[0], apart.key(NORTH)[0]}
    before = report.read_bytes(), joint.read_bytes()
    assert apart.join(TOWN)[0] == 0
    assert (report.read_bytes(), joint.read_bytes()) == before, "the same report is the same file"
    apart.believe(SOUTH, TOWN, joint)
    assert "Kommunen" in apart.done(SOUTH, "exchange", "import", joint)

    again = joint.with_name("igen.json")
    again.write_text("\ufeff" + json.dumps(json.loads(joint.read_text("utf-8"))), "utf-8")
    late = joint.with_name("sen.json")
    content = json.loads(south.read_text("utf-8"))
    late.write_text(json.dumps(content | {"format": 2}), "utf-8")
    cut = joint.with_name("kapad.json")
    cut.write_bytes(joint.read_bytes()[:-200])
    changed = joint.with_name("ändrad.json")
    changed.write_text(joint.read_text("utf-8").replace("contacts", "cpntacts"), "utf-8")
    picture = joint.with_name("bild.json")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    for place, file, said in (
        (SOUTH, joint, "är redan inläst. Inget har ändrats"),
        (SOUTH, again, "är redan inläst. Inget har ändrats"),
        (SOUTH, south, "är lagrets egen"),
        (TOWN, north, "är redan inläst"),
        (NORTH, late, "en annan version av programmet. Inget har lästs in"),
        (SOUTH, cut, "är den skadad. Inget har lästs in"),
        (SOUTH, changed, "Underskriften stämmer inte"),
        (SOUTH, picture, "bild.json"),
        (SOUTH, joint.with_name("borta.json"), "borta.json"),
    ):
        code, _, refused = apart.call(place, "exchange", "import", file)
        assert (code, said in refused) == (2, True), (file.name, refused)
        assert "{" not in refused
    assert len(apart.done(SOUTH, "releases", "outside").splitlines()) == 1

    apart.clock.day = apart.clock.day.replace(year=2026, month=3, day=20)  # a battery ran out
    code, _, refused = apart.call(NORTH, "exchange", "import", south)
    apart.believe(NORTH, SOUTH, south)
    code, _, refused = apart.call(NORTH, "exchange", "import", south)
    assert (code, "ligger i framtiden" in refused) == (2, True), refused
    code, _, refused = apart.call(TOWN, "report", Q1, "--out", apart.out(TOWN), "--publish")
    assert (code, "är inte slut" in refused) == (1, True), refused
    apart.clock.day = FixedClock().day
    assert "2026-Q1" in apart.done(NORTH, "exchange", "import", south)


def test_a_withdrawn_release_is_taken_back_where_it_was_taken_in(
    apart: Apart, gate: SqlStoreGate
) -> None:
    """Its file says so: no joint report counts it, and the one that replaces it is counted."""
    from familjecentral.releases.use_cases import NoteApproval, note_approval

    for place in (SOUTH, NORTH):
        apart.publish(place)
    south, north = apart.send(SOUTH), apart.send(NORTH)
    for place, file in ((SOUTH, south), (NORTH, north)):
        apart.believe(TOWN, place, file)
        apart.done(TOWN, "exchange", "import", file)
    opened = gate.open(apart.store(NORTH), staff().login_name, PASSPHRASE)
    with opened.unit_of_work() as uow:
        note_approval(NoteApproval(1, approved=False, name=""), uow, apart.clock)
    opened.close()
    said = apart.done(TOWN, "exchange", "import", apart.send(NORTH))
    assert said.startswith("Norra huset: 2026-Q1 (1) återkallad")
    assert apart.join(TOWN)[0] == 1, "one valid release is left"
    assert "redan inläst" in apart.call(TOWN, "exchange", "import", apart.send(NORTH))[2]
    apart.publish(NORTH)
    apart.done(TOWN, "exchange", "import", apart.send(NORTH, 2))
    code, _, refused = apart.join(TOWN)
    assert code == 0, refused
    body = json.loads(json.loads((apart.out(TOWN) / JOINT).read_text("utf-8"))["body"])
    assert sorted(part[1] for part in body["parts"]) == [1, 2]


def test_a_kill_at_any_step_leaves_no_half_and_the_same_again_ends_it(
    apart: Apart, gate: SqlStoreGate
) -> None:
    """Publishing, sending, taking in, joining: what is in the register when the process dies is
    whole, no file is out that the register does not know, and done again everything is as if
    nothing had happened."""
    apart.publish(NORTH)
    apart.send(NORTH)
    fresh = apart.folder / "orört"
    fresh.mkdir()
    for file in apart.store(SOUTH).parent.glob("hus0.*"):
        shutil.copy2(file, fresh)

    def restart() -> None:
        shutil.rmtree(apart.out(SOUTH), ignore_errors=True)
        for file in apart.folder.glob("hus0.*"):
            file.unlink()
        for file in fresh.iterdir():
            shutil.copy2(file, apart.folder)

    def worked(last: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tests.walks.apart", str(apart.folder), str(last)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def outcome() -> tuple[object, ...]:
        """Return what stands in the register, what came in, and the files that are out."""
        opened = gate.open(apart.store(SOUTH), staff().login_name, PASSPHRASE)
        assert opened.verify() == ()
        with opened.unit_of_work() as uow:
            releases = [release.number for release in uow.releases.all()]
            steps = [step.step.value for step in uow.steps.of(Q1)]
            joints = [one.name for one in uow.outside.all() if one.kind == "joint"]
        opened.close()
        out = {f.name for f in apart.out(SOUTH).glob("[!.]*")} - {FILE_NAME}
        assert ("published" in steps) == bool(releases)
        assert releases or not out
        assert joints or not [name for name in out if name.startswith("gemensam")]
        return releases, sorted(set(steps)), joints, sorted(out)

    whole = worked(0)
    assert whole.returncode == 0, whole.stderr
    moments = int(whole.stdout)
    wanted = outcome()
    for kill in range(KILLS):
        restart()
        at = 1 + (kill * moments + moments // 2) // KILLS
        assert worked(at).returncode not in (0, 1)
        outcome()
        again = worked(0)
        assert again.returncode == 0, again.stderr
        assert outcome() == wanted, at


def test_a_restored_copy_publishes_nothing_until_the_newest_is_given(
    apart: Apart, gate: SqlStoreGate
) -> None:
    """At the command line: another house's register, an older or damaged one, a number that is
    too low or too high are refused in words, and nothing opens before the right one is given."""
    from familjecentral.releases.public import mark_restored
    from familjecentral.releases.use_cases import NoteApproval, note_approval

    apart.publish(SOUTH)
    old = apart.folder / "gammal.json"
    shutil.copy2(apart.out(SOUTH) / FILE_NAME, old)
    kept = [file for file in apart.folder.glob("hus0.*") if file.suffix in (".fcdb", ".fckeys")]
    opened = gate.open(apart.store(SOUTH), staff().login_name, PASSPHRASE)
    opened._session.settle()
    opened.close()
    copies = {file: file.read_bytes() for file in kept}

    def in_store(act: Callable[[SqlUnitOfWork], None]) -> None:
        opened = gate.open(apart.store(SOUTH), staff().login_name, PASSPHRASE)
        with opened.unit_of_work() as uow:
            act(uow)
            uow.commit()
        opened.close()

    def refuse(uow: SqlUnitOfWork) -> None:
        note_approval(NoteApproval(1, approved=False, name=""), uow, apart.clock)

    in_store(refuse)
    apart.publish(SOUTH)
    register = apart.folder / "nyast.json"
    shutil.copy2(apart.out(SOUTH) / FILE_NAME, register)
    apart.publish(NORTH)
    for file, content in copies.items():
        file.write_bytes(content)
    in_store(mark_restored)

    damaged = apart.folder / "skadad.json"
    damaged.write_bytes(register.read_bytes()[:-500])
    changed = apart.folder / "ändrad.json"
    changed.write_text(register.read_text("utf-8").replace('"late": 0', '"late": 1'), "utf-8")
    empty = apart.folder / "tom.json"
    empty.write_text('{"releases": []}', "utf-8")
    publish = ("report", Q1, "--out", apart.out(SOUTH), "--format", "csv", "--publish")
    for words, code, said in (
        (("--register", apart.out(NORTH) / FILE_NAME), 2, "hör till ett annat lager"),
        (("--register", damaged), 2, "inget utgåveregister"),
        (("--register", changed), 2, "Kedjan bryts vid utgåva 1"),
        (("--register", empty), 2, "fler utgåvor än 0"),
        (("--register", apart.folder / "borta.json"), 2, "borta.json"),
        ((0,), 2, "fler utgåvor än 0"),
        ((2,), 1, "känner till 1 utgåvor"),
        (("två",), 2, "Ange vad som menas"),
        ((), 2, "Ange vad som menas"),
    ):
        assert apart.call(SOUTH, "releases", "newest", *words)[::2] == (code, _Has(said))
        assert apart.call(SOUTH, *publish)[::2] == (1, _Has("releases newest"))
    assert "1–2" in apart.done(SOUTH, "releases", "newest", "--register", register)
    listed = json.loads(apart.done(SOUTH, "releases", "list", "--json"))
    assert [one["läge"] for one in listed] == ["återkallad", "gäller"]
    assert apart.call(SOUTH, *publish)[::2] == (1, _Has("redan fastställd som utgåva 2"))
    assert "håller" in apart.done(SOUTH, "releases", "verify")
    assert apart.call(SOUTH, "releases", "newest", "--register", old)[::2] == (
        2,
        _Has("fler utgåvor än 1"),
    )

    for file, content in copies.items():
        file.write_bytes(content)
    in_store(refuse)
    apart.clock.day += dt.timedelta(days=1)
    apart.publish(SOUTH)  # nobody knew that it was a copy
    shutil.copy2(register, apart.folder / FILE_NAME)
    told = apart.call(SOUTH, "releases", "public", "--folder", apart.folder)
    assert told[::2] == (2, _Has("har sedan andra utgåvor: ett av två lager är en kopia"))


def test_houses_that_share_a_folder_keep_a_register_each(apart: Apart) -> None:
    """The second writes its own beside; neither is written over."""
    shared = apart.folder / "delad"
    apart.publish(SOUTH)
    apart.done(SOUTH, "releases", "public", "--folder", shared)
    south = (shared / FILE_NAME).read_bytes()
    apart.publish(NORTH)
    apart.done(NORTH, "releases", "public", "--folder", shared)
    assert (shared / FILE_NAME).read_bytes() == south
    (beside,) = (file for file in shared.iterdir() if file.name != FILE_NAME)
    assert len(json.loads(beside.read_text("utf-8"))["releases"]) == 1
    content = json.loads(beside.read_text("utf-8"))
    assert apart.call(TOWN, "releases", "public", "--folder", shared)[0] == 1
    for place, file in ((NORTH, beside), (SOUTH, shared / FILE_NAME)):
        entries = json.loads(file.read_text("utf-8"))["releases"]
        file.write_text(json.dumps({"releases": entries[:0]}), "utf-8")
        apart.done(place, "releases", "public", "--folder", shared)
        assert len(json.loads(file.read_text("utf-8"))["releases"]) == 1
    assert json.loads(beside.read_text("utf-8")) == content


class _Has(str):
    """Equal to every text that holds it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and str(self) in other

    __hash__ = str.__hash__
