"""``demo``, ``import`` and ``verify`` on a real store, as somebody types them."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from db.cost import KeyCost
from familjecentral import __main__ as program
from familjecentral.clock import SystemClock, SystemIds
from familjecentral.commands import (
    backup,
    composition,
    demo,
    import_,
    lock,
    log,
    releases,
    report,
    restore,
    verify,
)
from familjecentral.demo.plan import DemoParameters
from familjecentral.errors import Cancelled
from familjecentral.releases.use_cases import list_releases
from resources.log_words import LOG_WORDS
from tests.rules.tree import names

DATA = Path(__file__).parents[2] / "data" / "import"
PASSPHRASE = "en fras för prov"
TALKS = "Datum;Preventionsnivå;Arbetsnivå;Kontaktform\n2026-08-25;univ;individ;hb\n"


def cheap_gate(clock=None):
    from db.gate import SqlStoreGate

    codes = (c for listed in composition.first_codes().lists.values() for c in listed.values())
    return SqlStoreGate(
        clock or SystemClock(),
        SystemIds(),
        tuple(codes),
        key_cost=KeyCost(memory_kib=64, iterations=1, lanes=1),
        is_network=lambda path: False,
    )


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that cost nothing, and a passphrase in the environment."""
    for module in (backup, demo, import_, lock, log, releases, report, restore, verify):
        monkeypatch.setattr(module, "store_gate", cheap_gate)
    monkeypatch.setenv("FAMILJECENTRAL_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "demo.fcdb"
    demo.make_demo(path, DemoParameters(contacts=40, years=1), PASSPHRASE, publish=False)
    return path


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "logg.csv"
    path.write_text(TALKS, encoding="utf-8")
    return path


def called(*arguments: object) -> int:
    try:
        return program.main([str(argument) for argument in arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_demo_prints_who_can_log_in_and_verify_finds_it_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Published quarters included; the passphrase is printed only when nobody gave one."""
    path = tmp_path / "demo.fcdb"
    assert called("demo", "--out", path, "--contacts", 60, "--years", 1) == 0
    out = capsys.readouterr().out
    assert "kurator1" in out
    assert "lasare" in out
    assert PASSPHRASE not in out
    assert called("verify", path, "--user", "systemansvarig") == 0
    assert "Lagret är helt" in capsys.readouterr().out
    monkeypatch.delenv("FAMILJECENTRAL_PASSPHRASE")
    other = tmp_path / "andra.fcdb"
    assert called("demo", "--out", other, "--contacts", 0, "--years", 1, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["passphrase"] == demo.PASSPHRASE
    assert {"login": "chef", "name": "Chef, Linden", "roles": ["manager"]} in answer["users"]


def test_demo_refuses_what_is_out_of_range_or_in_the_way(store: Path) -> None:
    """An existing file is never written over."""
    before = store.read_bytes()
    assert called("demo", "--out", store) == 3
    assert store.read_bytes() == before
    assert called("demo", "--out", store.with_name("ny.fcdb"), "--years", 11) == 2
    assert called("demo", "--out", store.with_name("ny.fckeys")) == 2
    assert sorted(path.name for path in store.parent.iterdir()) == ["demo.fcdb", "demo.fckeys"]


def test_a_stopped_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither store nor keys."""

    def stop(share: float) -> None:
        if share > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        demo.make_demo(
            tmp_path / "demo.fcdb", DemoParameters(contacts=9, years=1), PASSPHRASE, progress=stop
        )
    assert list(tmp_path.iterdir()) == []


def test_the_same_demo_has_the_same_register(tmp_path: Path) -> None:
    """Neither the clock nor the speed of the machine gets into a release of made-up data."""
    registers = []
    for name in ("a.fcdb", "b.fcdb"):
        demo.make_demo(tmp_path / name, DemoParameters(contacts=20, years=1), PASSPHRASE)
        store = cheap_gate().open(tmp_path / name, "chef", PASSPHRASE)
        with store.unit_of_work() as uow:
            releases = list_releases(uow)
            assert {release.published_by for release in releases} == {uow.actor.staff_id}
            registers.append([release.hash for release in releases])
        store.close()
    assert len(registers[0]) == 3
    assert registers[0] == registers[1]


def test_a_demo_whose_making_was_killed_is_made_again(tmp_path: Path) -> None:
    """A power cut in the first start must not leave half a demo that nobody can open."""
    path = tmp_path / "demo.fcdb"
    code = f"""
import os, pathlib
from tests.unit.commands.test_store_commands import *
demo.store_gate = cheap_gate
def stop(share):
    if share > 0.2: os._exit(9)
demo.make_demo(pathlib.Path({str(path)!r}), DemoParameters(9, 1), PASSPHRASE, progress=stop)
"""
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 9
    assert not path.exists()
    demo.make_demo(path, DemoParameters(contacts=9, years=1), PASSPHRASE, publish=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["demo.fcdb", "demo.fckeys"]
    assert called("verify", path, "--user", "systemansvarig") == 0


def test_import_reports_first_and_stores_when_told_to(
    store: Path, talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same file a second time is refused, unless it is insisted on."""
    call = ("import", talks, "--store", store, "--user", "kurator1")
    preview = tmp_path / "svar.json"
    assert called(*call, "--preview", preview) == 0
    assert json.loads(preview.read_text(encoding="utf-8"))["contacts"] == 1
    told = capsys.readouterr().out
    assert told.startswith("1 rad går att läsa in, 1 kontakt.\n")
    assert "Inget har sparats" in told
    assert called(*call, "--commit") == 0
    assert "Sparat." in capsys.readouterr().out
    assert called(*call, "--commit") == 1
    assert "Samma rader importerades" in capsys.readouterr().err
    assert called(*call) == 0
    assert "Samma rader importerades" in capsys.readouterr().out
    assert called(*call, "--commit", "--again", "--json") == 0
    assert json.loads(capsys.readouterr().out)["accepted_rows"] == 1


def test_a_period_is_locked_drafted_and_published_once(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An open period is refused, the same counts a second time too, and the register tells."""
    chef = ("--store", store, "--user", "chef")
    draft = ("report", "2026-Q3", *chef, "--out", tmp_path / "ut", "--format", "csv")
    assert called(*draft) == 1
    assert "Lås dem först med familjecentral lock 2026-Q3" in capsys.readouterr().err
    assert called("lock", "2026-Q3", *chef) == 2
    assert called("lock", "2026-Q3", "--store", store, "--user", "kurator1", "--yes") == 1
    assert called("lock", "2026-Q3", *chef, "--yes", "--centre", "C9") == 2
    assert "C9" in capsys.readouterr().err
    assert called("lock", "2026-Q3", *chef, "--yes") == 0
    assert called(*draft) == 0
    assert capsys.readouterr().out.splitlines()[-2].endswith("kvartalsrapport-2026-kv3-utkast.csv")
    assert called(*draft, "--publish", "--json") == 0
    assert json.loads(capsys.readouterr().out)["number"] == 1
    assert called(*draft, "--publish") == 1
    assert "redan fastställd som utgåva 1" in capsys.readouterr().err
    reader = ("--store", store, "--user", "lasare")
    assert called("releases", "write", 1, *reader) == 2
    assert "--out" in capsys.readouterr().err
    told = (*reader, "--out", tmp_path / "igen", "--format", "csv", "--json")
    assert called("releases", "write", *told) == 2
    assert called("releases", "write", 1, *told[:-2], "doc") == 2
    assert called("releases", "write", 2, *told) == 1
    assert called("releases", "write", 1, *told) == 0
    (name, rule) = (Path(file).name for file in json.loads(capsys.readouterr().out)["files"])
    for file in (name, rule):
        first = (tmp_path / "ut" / file).read_bytes()
        assert (tmp_path / "igen" / file).read_bytes() == first
    assert called("releases", "list", *reader, "--json") == 0
    assert [r["utgåva"] for r in json.loads(capsys.readouterr().out)] == [1]
    assert called("releases", "show", 1, *reader) == 0
    told = capsys.readouterr().out
    assert "ersätter: –" in told
    assert "fastställd: 20" in told.splitlines()[-1]
    assert called("releases", "show", 1, *chef) == 0
    steps = [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()[-3:]]
    assert steps == [f"{what} av Chef, Linden" for what in ("låst", "utkast visat", "fastställd")]
    assert called("releases", "show", 1, *chef, "--json") == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["steg"][0]["steg"] == "låst"
    assert called("releases", "show", 7, *chef) == 1
    capsys.readouterr()
    assert called("releases", "verify", *reader) == 0
    assert called("releases", "list", "--store", store, "--user", "pinnare") == 1


@pytest.mark.parametrize("taken", ["demo.fcdb", "demo.fckeys", "logg.csv"])
def test_no_answer_is_written_over_the_store_its_keys_or_the_file(
    store: Path, talks: Path, taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in the call must not cost the store."""
    target = store.with_name(taken)
    before = target.read_bytes()
    call = ("import", talks, "--store", store, "--user", "kurator1")
    assert called(*call, "--preview", target) == 2
    assert target.read_bytes() == before
    assert "Inget har ändrats" in capsys.readouterr().err


def no_room(number: int) -> None:
    raise OSError(errno.ENOSPC, "no room")


def test_a_report_that_finds_no_room_leaves_the_old_one_and_tells_what_is_stored(
    store: Path,
    talks: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing stored: nothing was changed. Rows stored: somebody must not import them again."""
    answer = tmp_path / "svar.json"
    answer.write_text("förra svaret", encoding="utf-8")
    call = ("import", talks, "--store", store, "--user", "kurator1", "--preview", answer)
    monkeypatch.setattr("familjecentral.whole.os.fsync", no_room)
    assert called(*call) == 3
    assert "Disken är full. Inget har sparats" in capsys.readouterr().err
    assert called(*call, "--commit") == 3
    told = capsys.readouterr()
    assert "Sparat." in told.out
    assert "Raderna är sparade." in told.err
    assert answer.read_text(encoding="utf-8") == "förra svaret"
    assert list(tmp_path.glob(".svar*")) == []


def test_the_administrator_reads_who_did_what(
    store: Path, talks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, with login names, without content and without counts."""
    call = ("import", talks, "--store", store, "--user", "kurator1", "--commit")
    assert called(*call) == 0
    capsys.readouterr()
    assert called("log", store, "--user", "chef") == 1
    assert called("log", store, "--user", "systemansvarig", "--json") == 0
    entries = json.loads(capsys.readouterr().out)
    newest = entries[0]["day"]
    assert {e["kind"] for e in entries if e["day"] == newest} == {"import"}
    assert called("log", store, "--user", "systemansvarig", "--first", newest) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{newest}  kurator1  importerade")
    assert called("log", store, "--user", "systemansvarig", "--last", "igår") == 2


def test_every_kind_of_entry_has_a_word() -> None:
    """What is written in the log somewhere in the program can be read here."""
    noted = {"contacts", "tallies", "cards", "groups"}
    for name, path in names():
        if name.startswith("familjecentral/") and name.endswith(".py"):
            text = path.read_text(encoding="utf-8")
            noted |= set(re.findall(r"(?:audit\.done|_keep)\(\s*\"(\w+)\"", text))
    assert noted == set(LOG_WORDS)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_put_back_under_a_new_name_and_publishes_nothing_by_itself(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was released since the copy was taken is not known to it: it has to be told first."""
    copy, back = tmp_path / "kopior" / "å.fcbackup", tmp_path / "åter" / "lager.fcdb"
    copy.parent.mkdir()
    admin = ("--user", "systemansvarig")
    assert called("backup", store, "--out", copy, "--user", "chef") == 1
    assert called("backup", store, "--out", copy.with_suffix(".zip"), *admin) == 2
    assert called("backup", store, "--out", copy, *admin) == 0
    assert called("restore", copy, "--out", store, *admin) == 3
    assert called("restore", copy, "--out", back, "--user", "chef") == 1
    assert called("restore", copy, "--out", back.with_suffix(".db"), *admin) == 2
    assert not back.parent.exists() or files_in(back.parent) == []
    capsys.readouterr()
    assert called("restore", copy, "--out", back, *admin) == 0
    assert "Ingen period kan ges ut" in capsys.readouterr().out
    assert files_in(back.parent) == ["lager.fcdb", "lager.fckeys"]
    chef = ("--store", back, "--user", "chef")
    assert called("lock", "2026-Q3", *chef, "--yes") == 0
    publish = ("report", "2026-Q3", *chef, "--out", tmp_path / "ut", "--format", "csv")
    assert called(*publish, "--publish") == 1
    assert "releases newest" in capsys.readouterr().err
    assert called("releases", "newest", 0, *chef) == 0
    assert called(*publish, "--publish") == 0


def test_a_copy_that_is_missing_damaged_or_no_copy_leaves_nothing(
    store: Path, talks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither half a store nor the folder it was unpacked in."""
    copy, back = tmp_path / "k.fcbackup", tmp_path / "åter" / "lager.fcdb"
    back.parent.mkdir()
    put_back = ("restore", copy, "--out", back, "--user", "systemansvarig")
    assert called(*put_back) == 2
    assert called("backup", store, "--out", copy, "--user", "systemansvarig", "--json") == 0
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2] + b"x" + whole[len(whole) // 2 + 1 :])
    assert called(*put_back) == 3
    copy.write_bytes(talks.read_bytes())
    assert called(*put_back) == 3
    copy.write_bytes(whole)
    monkeypatch.setenv("FAMILJECENTRAL_PASSPHRASE", "fel lösenfras")
    assert called(*put_back) == 3
    monkeypatch.setenv("FAMILJECENTRAL_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(restore, "verify_store", lambda opened: ("references",))
    assert called(*put_back) == 3
    assert files_in(back.parent) == []
    monkeypatch.undo()


def test_rejected_rows_give_one_and_a_list_without_content(
    store: Path, talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Row, column and reason in Swedish, for the screen and as CSV."""
    talks.write_text(TALKS + "2026-08-26;univ;individ;Elsabesök\n", encoding="utf-8")
    answer = tmp_path / "svar.csv"
    call = ("import", talks, "--store", store, "--user", "kurator1", "--preview", answer)
    assert called(*call) == 1
    out = capsys.readouterr().out
    assert "Rad 3, Kontaktform: Värdet finns inte i kodlistan." in out
    written = answer.read_text(encoding="utf-8-sig")
    assert written.splitlines()[1] == "3;Kontaktform;Värdet finns inte i kodlistan"
    assert "Elsa" not in out + written
    assert called(*call[:-1], tmp_path / "borta" / "svar.csv") == 3


def test_the_sample_of_two_quarters_comes_in_whole(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its months are locked in the demo: they are named, not how many came late."""
    sample = DATA / "kontakter-2026-kv1-kv2.csv"
    call = ("import", sample, "--store", store, "--user", "kurator1", "--json")
    assert called(*call) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["contacts"] == 405
    assert answer["late_months"] == [f"2026-0{n}" for n in range(1, 7)]


def test_a_mapping_is_read_or_named(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no mapping is an unusable input."""
    call = ("import", DATA / "logg-2026.xlsx", "--store", store, "--user", "kurator1", "--mapping")
    assert called(*call, DATA / "logg-2026.toml") == 1
    out = capsys.readouterr().out
    assert "Rad 5, Anteckning: Texten innehåller en personuppgift: namn och ålder." in out
    assert "Rad 80, Anteckning: Texten ser ut som en personuppgift: förnamn." in out
    assert "Elsa" not in out
    assert "Fatima" not in out
    assert called(*call, DATA / "logg-2026.toml", "--accept", 80) == 1
    assert "78 rader går att läsa in" in capsys.readouterr().out
    assert called(*call, DATA / "logg-2026.toml", "--accept", "Logg:80") == 1
    assert "78 rader går att läsa in" in capsys.readouterr().out
    assert called(*call, DATA / "logg-2026.toml", "--accept", "Borta:80") == 2
    assert called(*call, DATA / "logg-2026.toml", "--drop-notes") == 0
    bad = tmp_path / "fel.toml"
    bad.write_text("[", encoding="utf-8")
    assert called(*call, bad) == 2
    assert called(*call, tmp_path / "borta.toml") == 2


def test_a_tally_sheet_comes_in_with_its_mapping(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Columns that are no months are named."""
    sample, mapping = DATA / "pinnark-2026.xlsx", DATA / "pinnark-2026.toml"
    call = ("import", sample, "--store", store, "--user", "kurator1", "--mapping", mapping)
    assert called(*call) == 0
    out = capsys.readouterr().out
    assert "85 rader går att läsa in, 350 kontakter." in out
    assert "Kolumner utan månad, läses inte: H." in out


def test_rows_that_share_a_number_are_told(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are kept; somebody should look at them."""
    path = tmp_path / "logg.csv"
    head, row = TALKS.splitlines()
    path.write_text(f"{head};Löpnr\n{row};1\n{row[:-2]}tel;1\n", encoding="utf-8")
    assert called("import", path, "--store", store, "--user", "kurator1") == 0
    assert "Samma nummer som en annan rad, annat innehåll: rad 3." in capsys.readouterr().out


def test_who_opens_a_store_is_given_or_asked_for(
    store: Path, talks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    """File before environment; nobody to ask is an unusable call; roles and passphrases hold."""
    assert called("import", talks, "--store", store, "--user", "chef") == 1
    assert called("verify", store, "--user", "kurator1") == 1
    assert called("verify", store) == 2
    file = tmp_path / "fras.txt"
    file.write_text("fel fras än så länge\n", encoding="utf-8")
    assert called("verify", store, "--user", "chef", "--passphrase-file", file) == 3
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    monkeypatch.delenv("FAMILJECENTRAL_PASSPHRASE")
    assert called("verify", store, "--user", "chef", "--passphrase-file", file) == 0
    assert called("verify", store, "--user", "chef") == 2
    assert called("verify", store, "--user", "chef", "--passphrase-file", tmp_path) == 2
    monkeypatch.setattr("sys.stdin", _Terminal("chef\n"))
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSPHRASE)
    assert called("verify", store, "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "store": "demo.fcdb",
        "wrong": [],
    }


class _Terminal:
    """Somebody at the keyboard."""

    def __init__(self, line: str) -> None:
        self._line = line

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self._line


def test_a_damaged_chain_is_told_in_words(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, and what to do."""
    monkeypatch.setattr(verify, "verify_store", lambda opened: ("releases",))
    assert called("verify", store, "--user", "chef") == 1
    assert "kedjan av utgåvor är bruten" in capsys.readouterr().out
