"""``plan`` on files: exit codes, sentences, whole files."""

import json

import pytest

from familjecentral import __main__ as program
from tests.unit.planner.checker import check
from tests.unit.planner.small import term


@pytest.fixture
def called(tmp_path, capsys):
    def call(problem, *more):
        path = tmp_path / "p.json"
        text = problem if isinstance(problem, str) else json.dumps(problem)
        path.write_text(text, encoding="utf-8")
        out = tmp_path / "plan.json"
        code = program.main(["plan", str(path), "--out", str(out), "--seconds", "1", *more])
        said = capsys.readouterr()
        written = json.loads(out.read_text("utf-8")) if out.exists() else None
        return code, written, said

    return call


def test_a_whole_plan_gives_zero(called, tmp_path):
    """Plan and calendars are written; the folder is made."""
    problem = term()
    code, plan, said = called(problem, "--ics", str(tmp_path / "kal"))
    assert code == 0
    assert check(problem, plan) == []
    assert "Planerat 1 av 1 grupper" in said.out
    assert (tmp_path / "kal" / "grupp-G1.ics").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_group_left_out_gives_one_and_a_sentence(called):
    """The plan of the others is written all the same."""
    problem = term({"equipment": ["scen"]}, {})
    code, plan, said = called(problem)
    assert code == 1
    assert check(problem, plan) == []
    assert "scen" in said.err


def test_machines_get_the_plan_on_standard_output(called):
    """``--json`` prints what the file holds."""
    _, plan, said = called(term(), "--json")
    assert json.loads(said.out) == plan


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (term({"sessions": "4"}), "groups[0].sessions"),
        ("{", "rad 1"),
        ("[]", "objekt"),
        ("", "rad 1"),
        ("null", "objekt"),
        ("[" * 100_000, "JSON"),
        ('{"id": "a", "id": "b"}', "två gånger"),
        (json.dumps(term({"leaders": 10**30})), "groups[0].leaders"),
        (json.dumps(term({"minutes": float("nan")})), "groups[0].minutes"),
        (json.dumps(term({"title": "\ud800"})), "groups[0].title"),
        (json.dumps(term({"fixed": {"room": "R9"}})), "groups[0].fixed.room"),
    ],
)
def test_an_unusable_problem_gives_two_and_the_place(called, problem, place):
    """Nothing is written."""
    code, plan, said = called(problem)
    assert (code, plan) == (2, None)
    assert place in said.err
    assert "Traceback" not in said.err


def test_a_missing_file_gives_two(tmp_path, capsys):
    """And is named."""
    code = program.main(["plan", str(tmp_path / "no.json"), "--out", str(tmp_path / "x.json")])
    assert code == 2
    assert "no.json" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_gives_three(called, tmp_path):
    """The environment's fault."""
    (tmp_path / "file").write_text("")
    problem = tmp_path / "q.json"
    problem.write_text(json.dumps(term()))
    out = str(tmp_path / "file" / "plan.json")
    assert program.main(["plan", str(problem), "--out", out, "--seconds", "1"]) == 3


@pytest.mark.parametrize("seconds", ["0", "x", "-3"])
def test_wrong_seconds_are_a_wrong_call(called, seconds):
    """Exit code 2 by the parser."""
    with pytest.raises(SystemExit) as left:
        called(term(), "--seconds", seconds)
    assert left.value.code == 2
