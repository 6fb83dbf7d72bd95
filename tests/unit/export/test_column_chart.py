"""Columns over time: every number stands in its part, or beside it where the part is too low."""

from __future__ import annotations

from itertools import pairwise

import pytest

from familjecentral.export.charts import Rect, StackedColumns, Words, draw
from familjecentral.export.figures import count

WIDTH = 511.0


def measure(text: str, bold: bool) -> float:
    return len(text) * (5.0 if bold else 4.6)


def drawn(columns: int, *parts: int) -> list[Rect | Words]:
    figures = tuple(count(number) for number in parts)
    one = ("2026", "kv. 1", figures, count(sum(parts)))
    chart = StackedColumns(("Universell", "Selektiv", "Indikerad"), (one,) * columns)
    return [p for p in draw(chart, WIDTH, measure).pieces if isinstance(p, Rect | Words)]


@pytest.mark.parametrize("columns", [1, 4, 8])
@pytest.mark.parametrize("parts", [(250, 170, 59), (397, 12, 14), (391, 4, 3), (3901, 111, 124)])
def test_no_number_of_a_low_part_is_left_out(columns: int, parts: tuple[int, ...]) -> None:
    """It keeps within the page and free of the next column and of other numbers."""
    pieces = drawn(columns, *parts)
    words = [p for p in pieces if isinstance(p, Words)]
    bars = [p for p in pieces if isinstance(p, Rect) and p.width > 12]
    for number in parts:
        text = f"{number:,}".replace(",", "\u202f")
        assert sum(w.text == text for w in words) == columns
        for word in (w for w in words if w.text == text and w.anchor == "start"):
            end = word.x + measure(word.text, False)
            assert end <= WIDTH
            assert not any(bar.x < end and word.x < bar.x + bar.width for bar in bars)
    beside = sorted((w.x, w.y) for w in words if w.anchor == "start" and w.text.isdigit())
    for one, after in pairwise(beside):
        assert one[0] != after[0] or after[1] - one[1] >= 8
