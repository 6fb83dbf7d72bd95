"""Names that somebody types for what comes from outside."""

from __future__ import annotations

import pytest

from familjecentral.commands.composition import guard
from familjecentral.errors import InvalidInput
from familjecentral.releases.outside import checked_text


def test_a_name_blocks_asks_or_passes() -> None:
    """A doubt can be answered; a person's number cannot be talked away."""
    with pytest.raises(InvalidInput, match="name:personal_data_possible"):
        checked_text("Fatimas hus", "name", guard(), 80)
    assert checked_text(" Fatimas  hus ", "name", guard(), 80, confirmed=True) == "Fatimas hus"
    with pytest.raises(InvalidInput, match="name:personal_data"):
        checked_text("19121212-1212", "name", guard(), 80, confirmed=True)
