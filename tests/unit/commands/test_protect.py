"""``protect`` on files: what it writes, what it refuses, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from familjecentral import __main__ as program

TABLES = Path(__file__).parents[2] / "data" / "tables"
TRUE = (
    "\ufefftable;period;a;value\r\nt;2026Q1;x;2\r\nt;2026Q1;y;1 009\r\nt;2026Q1;z;30\r\n"
    "t;2026Q1;TOTAL;1 041\r\n"
)


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, text: str) -> str:
        (tmp_path / name).write_bytes(text.encode())
        return str(tmp_path / name)

    return write


def called(*arguments: str) -> int:
    """Return the exit code, argparse's own included."""
    try:
        return program.main(["protect", *arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_the_same_rows_come_out_with_dots(file, tmp_path, capsys):
    """Order, columns, marks and spaces are kept; only values give way."""
    out = tmp_path / "out.csv"
    assert called(file("in.csv", TRUE), "--out", str(out)) == 0
    before, after = TRUE.split("\r\n"), out.read_bytes().decode().split("\r\n")
    assert [line.rpartition(";")[0] for line in after] == [
        line.rpartition(";")[0] for line in before
    ]
    assert after[1] == "t;2026Q1;x;.."
    assert sum(line.endswith("..") for line in after) == 2
    said = capsys.readouterr()
    assert said.out == "Visade celler: 2. Dolda celler: 2. Tröskel: 5. Bevisat.\n"
    assert said.err == ""


def test_samples_pass_the_attack(tmp_path):
    """What ``protect`` writes, ``attack`` cannot solve; with inner codes too."""
    out = tmp_path / "out.csv"
    source, codes = TABLES / "lit07.csv", TABLES / "lit07.hierarchy.json"
    options = ["--hierarchy", str(codes), "--hidden-min", "0"]
    assert called(str(source), "--out", str(out), *options) == 0
    attack = ["attack", str(out), "--truth", str(source), "--strict", *options]
    assert program.main(attack) == 0


def test_the_report_counts_and_proves(file, tmp_path, capsys):
    """Numbers of cells, the rule and the proof, as JSON; the same on standard output."""
    out, report = tmp_path / "out.csv", tmp_path / "r.json"
    source = file("in.csv", TRUE)
    assert called(source, "--out", str(out), "--report", str(report), "--json") == 0
    told = json.loads(report.read_text("utf-8"))
    assert json.loads(capsys.readouterr().out) == told
    assert (told["shown"], told["hidden_small"], told["hidden_to_protect"]) == (2, 1, 1)
    assert told["proved"] is True
    assert told["threshold"] == 5


def test_policy_thresholds_and_earlier_files_are_used(file, tmp_path):
    """Options reach the protection: the policy's threshold wins over the option's."""
    source = file("in.csv", "a,b,value\nx,,40\ny,,30\n,,70\n")
    out = tmp_path / "out.csv"
    cells = file("cells.csv", "a,b,threshold\nx,,10\n")
    assert called(source, "--out", str(out), "--cell-thresholds", cells, "--threshold", "9") == 0
    assert ".." not in out.read_text("utf-8")
    small = file("small.csv", "a,value\nx,8\ny,30\nz,30\nTOTAL,68\n")
    cells = file("cells.csv", "a,threshold\nx,9\n")
    assert called(small, "--out", str(out), "--cell-thresholds", cells) == 0
    assert "x,.." in out.read_text("utf-8")
    policy = file("p.json", '{"threshold": 9}')
    assert called(small, "--out", str(out), "--policy", policy, "--threshold", "3") == 0
    assert "x,.." in out.read_text("utf-8")
    earlier = file("earlier.csv", out.read_text("utf-8"))
    assert called(small, "--out", str(out), "--earlier", earlier, "--earlier", earlier) == 0
    assert "x,.." in out.read_text("utf-8")
    assert called(small, "--out", str(out)) == 0
    assert "x,8" in out.read_text("utf-8")


def test_a_threshold_of_an_earlier_cell_still_holds(file, tmp_path):
    """A cell that was hidden for its own threshold is not given away by the next release."""
    before = file("q1.csv", "period,a,value\n2026Q1,x,8\n2026Q1,y,30\n2026Q1,z,30\n")
    half = file("h1.csv", "period,a,value\n2026Q2,x,0\n2026H1,x,8\n")
    cells = file("cells.csv", "period,a,threshold\n2026Q1,x,9\n")
    first, out = tmp_path / "first.csv", tmp_path / "out.csv"
    assert called(before, "--out", str(first), "--cell-thresholds", cells) == 0
    assert "2026Q1,x,.." in first.read_text("utf-8")
    known = ("--earlier", str(first), "--cell-thresholds", cells)
    assert called(half, "--out", str(out), *known) == 0
    assert "2026H1,x,.." in out.read_text("utf-8")


def test_tables_are_made_of_elementary_counts(file, tmp_path):
    """Every combination is written; periods and totals by name."""
    source = file("in.csv", "period,a,b,value\n2026-01,x,u,20\n2026-02,x,v,3\n2026-03,y,u,30\n")
    spec = file("t.json", '[{"name": "t", "dims": ["a"], "periods": ["2026Q1"]}]')
    out = tmp_path / "out.csv"
    assert called(source, "--out", str(out), "--tables", spec) == 0
    assert out.read_text("utf-8").splitlines() == [
        "table,period,vintage,a,value",
        "t,2026Q1,1,x,23",
        "t,2026Q1,1,y,30",
        "t,2026Q1,1,TOTAL,53",
    ]


def test_a_refusal_writes_nothing_and_proposes(file, tmp_path, capsys):
    """Exit code 1, a sentence, a proposal that was tried, and no file."""
    year = file("y.csv", "table,period,value\ny,2026,6\n")
    quarters = file(
        "q.csv",
        "table,period,value\n"
        + "".join(f"q,2026Q{n + 1},{v}\n" for n, v in enumerate((1, 2, 1, 2))),
    )
    out = tmp_path / "out.csv"
    assert called(quarters, "--out", str(out), "--earlier", year) == 1
    assert not out.exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert "Prövat förslag: i tabell q räkna perioden 2026-01–2026-12." in said.err
    assert called(quarters, "--out", str(out), "--earlier", year, "--json", "--lang", "en") == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told["published"] is False
    assert told["proposal"][0]["kind"] == "period"
    assert "Tried proposal: in table q count the period 2026-01–2026-12." in said.err


def test_what_was_lost_before_is_a_warning(file, tmp_path, capsys):
    """Small numbers that earlier files give away are counted, not named."""
    old = file("old.csv", "a,value\nx,3\n")
    new = file("new.csv", "a,value\nx,3\ny,30\nTOTAL,33\n")
    out, report = tmp_path / "out.csv", tmp_path / "r.json"
    assert called(new, "--out", str(out), "--earlier", old, "--report", str(report)) == 0
    assert capsys.readouterr().err.startswith("Varning: 1 små tal")
    (lost,) = json.loads(report.read_text("utf-8"))["lost_before"]
    assert lost["codes"] == {"a": "x"}
    assert "value" not in lost


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("a,value\nx,tre\n", (), "rad 2, kolumn value"),
        ("a,value\nx,3\nTOTAL,4\ny,5\n", (), "en summa inte summan av sina delar"),
        ("a,value\nx,..\n", (), "inte utskrivet"),
        ("a,value\nx,3\n", ("--cell-thresholds", "c.csv"), "Ingen av trösklarna"),
        ("a,value\nx,3\n", ("--policy", "p.json"), "thresholds"),
    ],
)
def test_unusable_input_ends_with_two_and_a_place(file, tmp_path, capsys, text, options, said):
    """A sentence with the place, no file."""
    file("c.csv", "a,threshold\nq,5\n")
    file("p.json", '{"thresholds": 1}')
    options = [str(tmp_path / o) if o.endswith(("csv", "json")) else o for o in options]
    out = tmp_path / "out.csv"
    assert called(file("in.csv", text), "--out", str(out), *options) == 2
    assert not out.exists()
    assert said in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_the_environment(file, tmp_path):
    """Exit code 3, and nothing half written."""
    assert called(file("in.csv", TRUE), "--out", str(tmp_path / "none" / "out.csv")) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_stopped_search_is_told(file, tmp_path, capsys, monkeypatch):
    """The emergency clock leaves a proved pattern, and it says so."""
    from familjecentral.disclosure import protect

    monkeypatch.setattr(protect, "EMERGENCY_SECONDS", -1.0)
    source = str(TABLES / "lit05.csv")
    codes = str(TABLES / "lit05.hierarchy.json")
    assert called(source, "--out", str(tmp_path / "o.csv"), "--hierarchy", codes) == 0
    assert "nödklockan" in capsys.readouterr().out
