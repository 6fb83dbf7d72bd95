"""The command line: dispatch, exit codes, sentences; and ``attack`` on files."""

from __future__ import annotations

import ast
import errno
import inspect
import io
import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from familjecentral import __main__ as program
from familjecentral import errors
from familjecentral.commands import COMMANDS, Parser, attack
from familjecentral.commands.messages import REASONS, TEXTS, sentence
from familjecentral.export.report import ReportFiles
from familjecentral.whole import make_folder
from tests.rules.tree import calls, modules
from tests.unit.export import sample

SAFE = "a,value\nx,..\ny,..\nz,30\nTOTAL,50\n"
BREACH = "table,period,measure,a,value\nt1,2026Q1,contacts,x,..\nt1,2026Q1,contacts,TOTAL,3\n"


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def called(*arguments: str) -> int:
    """Return the exit code, argparse's own included."""
    try:
        return program.main(arguments)
    except SystemExit as left:
        return int(left.code or 0)


@pytest.mark.parametrize(
    "call",
    [
        ("protect", "IN", "--out", "IN"),
        ("protect", "IN", "--out", "OUT", "--report", "OUT"),
        ("protect", "IN", "--out", "OUT", "--earlier", "OUT"),
        ("guard", "IN", "--out", "IN"),
        ("plan", "IN", "--out", "IN"),
    ],
)
def test_an_answer_is_never_written_over_what_was_read(file, call: tuple[str, ...]) -> None:
    """Nor over another answer: true numbers exist once, in the file that was given."""
    places = {"IN": file("in.csv", "a,value\nx,7\n"), "OUT": file("ut.csv", "orört")}
    assert called(*(places.get(word, word) for word in call)) == 2
    assert Path(places["IN"]).read_text(encoding="utf-8") == "a,value\nx,7\n"
    assert Path(places["OUT"]).read_text(encoding="utf-8") == "orört"


def test_a_console_that_lacks_signs_gets_an_answer_all_the_same(file) -> None:
    """Windows pipes and old terminals do not know every sign that Swedish texts use."""
    done = subprocess.run(
        [sys.executable, "-m", "familjecentral", "attack", file("s.csv", BREACH)],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"R?JT" in done.stdout


def answered(arguments: tuple[str, ...], stdout: int) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "familjecentral", *arguments],
        cwd=Path(__file__).parents[3],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


def test_a_reader_that_has_gone_changes_nothing(file) -> None:
    """``familjecentral … | head`` ends as the command did, without an error of its own."""
    reading, writing = os.pipe()
    os.close(reading)
    done = answered(("attack", file("s.csv", BREACH)), writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_an_answer_that_finds_no_room_is_told(
    file, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command is done, and a script that reads its answer must not take it for empty."""

    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "no room")

        def fileno(self) -> int:
            return place.fileno()

    with (tmp_path / "ut.txt").open("w") as place:
        monkeypatch.setattr(sys, "stdout", Full())
        assert called("attack", file("s.csv", SAFE)) == 3
    assert "Kommandot är utfört, men svaret gick inte att skriva." in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """The way to the answers goes through a file."""
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with pytest.raises(errors.OutputNotWritable):
        make_folder(tmp_path / "fil" / "mapp")
    make_folder(tmp_path / "en" / "mapp")
    assert (tmp_path / "en" / "mapp").is_dir()


def test_every_reason_of_an_unusable_file_has_a_sentence() -> None:
    """Somebody who slips in a call reads Swedish, not the key of an error."""
    own_data = "familjecentral/statistics/load.py"  # what is installed is never wrong in use
    found = [
        f"{name}:{call.lineno} {call.args[0].value}"
        for name, tree in modules("familjecentral")
        if name != own_data
        for named, call in calls(tree)
        if named == "UnusableFile" and call.args and isinstance(call.args[0], ast.Constant)
        if call.args[0].value not in REASONS
    ]
    assert found == []


def test_safe_files_give_zero_and_say_what_was_read(file, capsys) -> None:
    """A proof tells how much it has read."""
    assert called("attack", file("s.csv", SAFE)) == 0
    out = capsys.readouterr().out
    assert "utgåvor 1, celler 4, summor 1. Prövade tal: 2." in out
    assert "Inget litet tal kan räknas fram." in out


def test_breach_gives_one_and_names_the_cell(file, capsys) -> None:
    """The cell is named by its codes, with the interval that can be derived."""
    assert called("attack", file("b.csv", BREACH)) == 1
    out = capsys.readouterr().out
    assert "RÖJT: t1 2026Q1 contacts [3, 3] (tröskel 5)" in out
    assert "RÖJT: t1 2026Q1 contacts a=x" not in out  # the same number, named once
    assert called("attack", file("b.csv", BREACH), "--lang", "en") == 1
    assert "GIVEN AWAY: t1 2026Q1 contacts [3, 3] (threshold 5)" in capsys.readouterr().out


def test_json_answer(file, capsys) -> None:
    """Everything that is said in words is said to machines too."""
    first = file("q.csv", "period,value\n2026Q1,10\n2026Q3,10\n")
    year = file("y.csv", "period,vintage,value\n2026Q1,2,12\n2026,2,36\n")
    assert called("attack", first, year, "--json", "--strict") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["safe"] is False
    assert (answer["releases"], answer["cells"]) == (2, 4)
    change = next(f for f in answer["breaches"] if f["kind"] == "change")
    assert change["period"] == "2026Q1"
    assert (change["since"], change["low"], change["high"]) == (1, 2, 2)


def test_period_with_a_gap_is_named_by_its_months(file, capsys) -> None:
    """A difference of periods need not have a name of its own."""
    text = "period,value\n2026M02,30\n2026Q1,33\n"
    assert called("attack", file("g.csv", text)) == 1
    assert "2026-01+2026-03 [3, 3]" in capsys.readouterr().out


def test_options_of_attack(file, capsys) -> None:
    """Truth, hierarchy, policy, thresholds and the least hidden value reach the attack."""
    release = file("r.csv", "a,value\ng,..\nz,..\nTOTAL,12\n")
    truth = file("t.csv", "a,value\nx,3\ny,0\ng,3\nz,9\nTOTAL,12\n")
    codes = file("h.json", '{"a": {"g": ["x", "y"]}}')
    policy = file("p.json", '{"thresholds": [{"dimension": "a", "codes": ["z"], "threshold": 10}]}')
    cells = file("c.csv", "a,threshold\ng,12\n")
    common = ("attack", release, "--truth", truth, "--hierarchy", codes)
    assert called(*common) == 0
    assert called(*common, "--policy", policy) == 0
    assert called(*common, "--threshold", "10", "--hidden-min", "0") == 0
    assert called(*common, "--cell-thresholds", cells) == 1
    assert "a=g [1, 11] (tröskel 12)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--threshold", "2"], "--threshold: '2' är inte ett giltigt värde"),
        (["--hidden-min", "2"], "--hidden-min: 2 går inte, välj 0, 1"),
        (["--truth"], "--truth: ett värde saknas"),
        (["--whatever"], "okända argument: --whatever"),
        (["--json=5"], "--json tar inget värde"),
    ],
)
def test_wrong_calls_give_two_in_swedish(file, capsys, options: list[str], said: str) -> None:
    """argparse's English does not reach the user."""
    assert called("attack", file("s.csv", SAFE), *options) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "användning: familjecentral" in err


def test_a_sentence_of_argparse_that_is_not_known_is_shown_as_it_is(capsys) -> None:
    """Better English than silence."""
    with pytest.raises(SystemExit):
        Parser(prog="p").error("something new")
    assert "p: something new" in capsys.readouterr().err


def test_unusable_files_give_two_with_line_and_reason(file, tmp_path: Path, capsys) -> None:
    """The place is told, the content is not."""
    assert called("attack", file("u.csv", "a,value\nx,secret\n")) == 2
    err = capsys.readouterr().err
    assert "Värdet är varken" in err
    assert "rad 2, kolumn value" in err
    assert "secret" not in err
    for bad in ("none.csv", "t.doc"):
        assert called("attack", str(tmp_path / bad)) == 2
    assert called("attack") == 2
    assert called("nonsense") == 2
    cells = file("c.csv", "a,threshold\nq,12\n")
    assert called("attack", file("s.csv", SAFE), "--cell-thresholds", cells) == 2


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of a released quarter, by ending."""
    fixed = sample.sample_report(with_earlier=False)
    write = ReportFiles(lambda _: fixed.words, sample.FONTS)
    folder = tmp_path_factory.mktemp("report")
    files = write(fixed.draft, folder, ("pdf", "xlsx", "csv"), lambda _: None)
    return {file.suffix: file for file in files}


@pytest.fixture
def things(file) -> tuple[str, str]:
    kinds = {name: {"kind": "things"} for name in ("sessions", "activities")}
    return "--policy", file("p.json", json.dumps({"measures": kinds}))


@pytest.mark.parametrize("ending", [".xlsx", ".pdf"])
def test_printed_reports_are_read_with_the_csv_beside_them(
    report: dict[str, Path], things: tuple[str, str], tmp_path: Path, capsys, ending: str
) -> None:
    """Words become codes; what is not printed is not missed."""
    called("attack", str(report[".csv"]), *things, "--json")
    statistics = json.loads(capsys.readouterr().out)
    called("attack", str(report[ending]), *things, "--json")
    printed = json.loads(capsys.readouterr().out)
    assert 0 < printed["cells"] <= statistics["cells"]
    assert printed["targets"] > 0
    shutil.copy(report[ending], tmp_path)
    assert called("attack", str(tmp_path / report[ending].name)) == 2
    assert "CSV-fil saknas" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text + text.splitlines()[-1].replace("t", "tx", 1) + "\n", None),
        (lambda text: text + _like_the_last(text, level="unknown"), "färre celler"),
        (lambda text: text + _like_the_last(text, period="2026Q2"), "en enda period"),
        (lambda text: text.replace("2026Q3", "sommaren"), "en enda period"),
    ],
)
def test_a_report_that_holds_less_than_its_csv_is_no_proof(
    report: dict[str, Path], things: tuple[str, str], tmp_path: Path, capsys, change, said
) -> None:
    """What was not read was not tried."""
    for path in report.values():
        shutil.copy(path, tmp_path)
    beside = tmp_path / report[".csv"].name
    beside.write_text(change(beside.read_text(encoding="utf-8")), encoding="utf-8")
    code = called("attack", str(tmp_path / report[".xlsx"].name), *things)
    assert (code == 2) == bool(said)
    assert (said or "") in capsys.readouterr().err


def _like_the_last(text: str, **changed: str) -> str:
    head, *_, last = text.splitlines()
    fields = dict(zip(head.split(","), last.split(","), strict=True)) | changed
    return ",".join(fields.values()) + "\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.NotPublishable("no_pattern"), 1),
        (errors.Cancelled(), 1),
        (errors.UnusableFile("value", "rad 2"), 2),
        (errors.StoreLocked(), 3),
        (errors.OutputNotWritable("x"), 3),
        (errors.Bug("broken promise"), 1),
        (errors.MixedInstallation(("ui", "db")), 3),
        (KeyboardInterrupt(), 1),
        (ValueError("content of a row"), 1),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_errors_become_exit_codes_and_one_sentence(
    file, capsys, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, language: str
) -> None:
    """No traceback for what is expected."""

    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(attack, "run", fail)
    assert called("attack", file("s.csv", SAFE), "--lang", language) == code
    said = capsys.readouterr().err.strip()
    assert said
    assert "\n" not in said
    assert "Traceback" not in said
    assert "content of a row" not in said


def test_every_error_and_reason_has_a_sentence_in_both_languages() -> None:
    """A class without a sentence would be shown as something else."""
    kinds = {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.FamiljecentralError)
    }
    assert kinds - {errors.UnusableFile} == set(TEXTS)
    for text in (*TEXTS.values(), *REASONS.values()):
        assert text.sv
        assert text.en
    for reason in REASONS:
        for language in ("sv", "en"):
            said = sentence(errors.UnusableFile(reason, "7"), language)
            assert "7" in said
            assert "{" not in said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.InvalidInput((errors.FieldProblem("date", "required"),)), "date"),
        (errors.PeriodOpen("2026-Q1", ("2026-02", "2026-03")), "2026-02, 2026-03"),
        (errors.NotPublishable("x", (), "Slå ihop ämnen."), " Slå ihop ämnen."),
        (errors.NotPublishable("x"), "(x)."),
        (errors.StoreTooNew("r0009", "r0002"), "(r0009)"),
        (errors.PassphraseTooShort(12), "12 tecken"),
        (errors.UnusableFile("something_new", "rad 3"), "something_new: rad 3."),
        (errors.UnusableFile("no_rows"), "Filen har inga rader."),
    ],
)
def test_sentences_carry_what_the_error_carries(error, said: str) -> None:
    """Numbers, codes and names of fields, never the content of rows."""
    assert said in sentence(error)


def test_commands_are_whole_and_only_the_named_one_is_loaded() -> None:
    """The overview must not pay for solvers, Qt or SQL."""
    for command in COMMANDS.values():
        module = import_module(command.module)
        assert callable(module.register)
        assert callable(module.run)
    code = (
        "import sys, familjecentral.__main__ as m\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'highspy', 'numpy', 'PySide6', 'sqlalchemy'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "användning: familjecentral" in done.stdout
    assert "attack" in done.stdout


@pytest.mark.parametrize("fails", [False, True])
def test_without_command_the_window_opens(
    monkeypatch: pytest.MonkeyPatch, capsys, fails: bool
) -> None:
    """The exit code of the window is the program's."""

    def opened(*, sample: bool) -> int:
        if fails:
            raise errors.MissingLibrary("libEGL.so.1")
        return 1 if sample else 0

    module = SimpleNamespace(open_window=opened)
    monkeypatch.setattr(program, "import_module", lambda _: module)
    assert program.main([]) == (3 if fails else 0)
    assert program.main(["--demo"]) == (3 if fails else 1)
    assert ("libEGL.so.1" in capsys.readouterr().err) == fails
