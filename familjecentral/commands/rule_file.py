"""The rule that lies beside a release's files: its policy, and what its words mean."""

from __future__ import annotations

from pathlib import Path

from familjecentral.readers.parse import read_json
from familjecentral.statistics.rule import DEFINITIONS


def read_rule(path: Path) -> object:
    """Return the policy in a rule file, without the definitions that reports are read by.

    Raises:
        UnusableFile.
    """
    told = read_json(path)
    if isinstance(told, dict):
        told.pop(DEFINITIONS, None)
    return told
