"""Histories of publication, written and attacked as files through the command line."""

from __future__ import annotations

import pytest

from tests.stories import KINDS, live, story

EACH = 15


@pytest.mark.parametrize("kind", KINDS)
def test_no_history_gives_a_small_number_away(kind, tmp_path, capsys) -> None:
    """Quarters, year to date, breakdowns after totals, re-issues, own thresholds: whatever is
    published together stands against the attack, and what is refused stays unpublished."""
    published = hidden = 0
    for seed in range(KINDS.index(kind), len(KINDS) * EACH, len(KINDS)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        ended = live(story(seed), folder)
        assert ended.code == 0, f"seed {seed}: {capsys.readouterr().out}"
        published += ended.published
        hidden += ended.hidden
    assert published >= EACH - 3
    assert hidden > EACH
