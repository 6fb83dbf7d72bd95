"""Every error has its three sentences; a report of a bug holds no content."""

from __future__ import annotations

from pathlib import Path

import pytest

from familjecentral import errors
from familjecentral.errors import FamiljecentralError, FieldProblem
from ui.bugs import BugReports
from ui.errors import PROBLEMS, TEXTS, sentence_for, text_of

CLASSES = [
    found
    for found in vars(errors).values()
    if isinstance(found, type) and issubclass(found, FamiljecentralError)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_three_sentences(kind: type[FamiljecentralError]) -> None:
    """What happened, what it means for the data, what to do."""
    text = TEXTS[kind]
    for part in (text.title, text.meaning, text.action):
        assert part.endswith(".")
        assert "!" not in part


def test_sentences_are_filled_in() -> None:
    """Both versions are named when a store is too new."""
    text = text_of(errors.StoreTooNew("1.4", "1.2"))
    assert text.title == "Lagret är sparat med version 1.4, programmet är 1.2."


def test_a_field_problem_has_a_sentence_of_its_own() -> None:
    """The most special sentence wins; the limit is filled in; a doubt is a question."""
    assert sentence_for(FieldProblem("topics", "required")) == "Välj minst en frågeställning."
    assert sentence_for(FieldProblem("women", "out_of_range", 200)) == "Högst 200."
    assert all(text.endswith((".", "?")) for text in PROBLEMS.values())


def test_a_report_of_a_bug_holds_kinds_and_places_only(tmp_path: Path) -> None:
    """The text of an exception can hold what somebody typed."""
    canary = "Kanariefågel Svensson"
    try:
        try:
            raise ValueError(canary)
        except ValueError as error:
            raise RuntimeError(canary) from error
    except RuntimeError as error:
        path = BugReports(tmp_path).write(error)
    assert path is not None
    text = path.read_text("utf-8")
    assert canary not in text
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert str(tmp_path) not in text


def test_a_report_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """Somebody has sent the first one and thrown it away."""
    reports = BugReports(tmp_path)
    first, second = (reports.write(ValueError()) for _ in range(2))
    assert first is not None
    first.unlink()
    assert [reports.write(ValueError()), reports.write(ValueError())] == [
        first,
        tmp_path / "felrapport-3.txt",
    ]
    assert second is not None
    assert second.exists()
