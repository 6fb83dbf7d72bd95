"""Every error that the program can raise has words for the person who meets it."""

from __future__ import annotations

import dataclasses

import pytest

from familjecentral import errors
from familjecentral.errors import Bug, EnvironmentProblem, FamiljecentralError, UserCorrectable
from ui.errors import TEXTS

FAMILIES = (FamiljecentralError, UserCorrectable, EnvironmentProblem)
CLASSES = sorted(
    (
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, FamiljecentralError)
    ),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", [k for k in CLASSES if k not in FAMILIES])
def test_every_error_has_a_text(kind: type[FamiljecentralError]) -> None:
    """What happened, what it means for the data, what to do: none of the three is empty."""
    text = TEXTS[kind]
    sentences = [getattr(text, field.name) for field in dataclasses.fields(text)]
    assert all(isinstance(sentence, str) and sentence.strip() for sentence in sentences)
    assert len(sentences) >= 3


@pytest.mark.parametrize("kind", [k for k in CLASSES if k is not FamiljecentralError])
def test_every_error_belongs_to_a_family(kind: type[FamiljecentralError]) -> None:
    """The family decides where it is shown and with which exit code the command ends."""
    assert issubclass(kind, UserCorrectable | EnvironmentProblem | Bug)


def test_no_text_stands_for_an_error_that_is_gone() -> None:
    """The table holds what can happen and nothing else."""
    assert set(TEXTS) <= set(CLASSES)
