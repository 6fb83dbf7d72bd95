"""The signs of a poster: within their field, with round corners that meet their lines."""

from __future__ import annotations

import math

import pytest

from familjecentral.export.poster_signs import draw_sign

NAMES = ("time", "place", "seats", "child", "language", "free", "info")
Point = tuple[float, float]


class Recorder:
    """Takes down what a sign is drawn with."""

    def __init__(self) -> None:
        self.lines: list[list[Point]] = []
        self.arcs: list[list[Point]] = []

    def stroke(self, points: list[Point], **_: object) -> None:
        self.lines.append(points)

    def disc(self, x: float, y: float, *_: object) -> None:
        self.lines.append([(x, y)])

    def arc(
        self, x: float, y: float, radius: float, first: float, extent: float, *_: object
    ) -> None:
        steps = [math.radians(first + extent * n / 16) for n in range(17)]
        self.arcs.append([(x + radius * math.cos(a), y - radius * math.sin(a)) for a in steps])


def drawn(name: str) -> Recorder:
    pen = Recorder()
    draw_sign(pen, name, 0, 0, 24)  # type: ignore[arg-type]
    return pen


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_keeps_within_its_field(name: str) -> None:
    """Nothing reaches into the words beside it."""
    for points in (*drawn(name).lines, *drawn(name).arcs):
        assert all(0.9 <= v <= 23.1 for point in points for v in point)


def test_the_corners_of_the_calendar_are_round() -> None:
    """Each corner begins and ends where a line does."""
    pen = drawn("time")
    ends = [point for line in pen.lines for point in line]
    assert len(pen.arcs) == 4
    for arc in pen.arcs:
        for end in (arc[0], arc[-1]):
            assert min(math.dist(end, point) for point in ends) < 0.01
