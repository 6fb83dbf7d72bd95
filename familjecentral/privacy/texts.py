"""What a use case asks the guard before it keeps a text that somebody typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from familjecentral.errors import FieldProblem
from familjecentral.privacy.model import Level, Reading

PERSONAL_DATA = "personal_data"
PERSONAL_DATA_POSSIBLE = "personal_data_possible"


class Reads(Protocol):
    """The guard: reads a text for personal data."""

    def read(self, text: str) -> Reading: ...


def text_problems(
    texts: Mapping[str, str], guard: Reads, confirmed: Collection[str] = ()
) -> list[FieldProblem]:
    """Return what stops texts from being kept, by field.

    ``personal_data`` always stops. ``personal_data_possible`` stops unless the field is
    ``confirmed``: the person was asked and answered that it is nobody.
    """
    problems = []
    for field, text in texts.items():
        level = guard.read(text).level
        if level is Level.BLOCK:
            problems.append(FieldProblem(field, PERSONAL_DATA))
        elif level is Level.WARN and field not in confirmed:
            problems.append(FieldProblem(field, PERSONAL_DATA_POSSIBLE))
    return problems
