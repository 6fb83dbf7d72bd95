"""The signs of a poster, drawn for this program in a field of 24 × 24."""

from __future__ import annotations

from collections.abc import Sequence

from familjecentral.export import paper
from familjecentral.export.pdf_pen import Pen

Stroke = Sequence[tuple[float, float]]

# Lines that are drawn with round ends, and circles (x, y, radius).
_LINES: dict[str, tuple[Stroke, ...]] = {
    "time": (
        ((5, 4), (19, 4)),
        ((21, 6), (21, 20)),
        ((19, 22), (5, 22)),
        ((3, 20), (3, 6)),
        ((3, 10), (21, 10)),
        ((8, 2), (8, 6)),
        ((16, 2), (16, 6)),
    ),
    "place": (((5.2, 12.8), (12, 22), (18.8, 12.8)),),
    "seats": (
        ((6, 15), (12, 15)),
        ((2, 21), (2, 19)),
        ((16, 21), (16, 19)),
        ((22, 21), (22, 19)),
    ),
    "child": (((9, 15.5), (12, 16.8), (15, 15.5)), ((12, 3), (13.4, 5), (12.4, 6.4))),
    "language": (
        ((2, 5), (14, 5)),
        ((8, 2), (8, 5)),
        ((12, 5), (9.5, 10), (4, 14)),
        ((4.5, 8), (11, 13.6)),
        ((12, 22), (17, 11), (22, 22)),
        ((14, 18), (20, 18)),
    ),
    "free": (
        ((12, 2), (20, 5), (20, 12), (18.4, 17), (12, 22), (5.6, 17), (4, 12), (4, 5), (12, 2)),
        ((8.5, 12), (11, 14.5), (15.5, 9.5)),
    ),
    "info": (((12, 11), (12, 17)), ((12, 7.4), (12, 7.6))),
}
_RINGS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "seats": ((9, 7, 4),),
    "child": ((12, 12, 9),),
    "place": ((12, 10, 2.8),),
    "info": ((12, 12, 10),),
}
_ARCS: dict[str, tuple[tuple[float, float, float, float, float], ...]] = {
    # x, y, radius, first angle, extent; degrees, counter-clockwise from the right.
    "place": ((12, 10, 7.4, -22, 224),),
    "seats": ((6, 19, 4, 90, 90), (12, 19, 4, 0, 90), (15, 7, 4, -75, 150), (18, 19, 4, 0, 75)),
    "time": ((19, 6, 2, 0, 90), (5, 6, 2, 90, 90), (5, 20, 2, 180, 90), (19, 20, 2, 270, 90)),
}
_DOTS: dict[str, tuple[tuple[float, float], ...]] = {
    "time": tuple((x, y) for y in (14, 18) for x in (8, 12, 16)),
    "child": ((9, 11), (15, 11)),
}


def draw_sign(pen: Pen, name: str, x: float, y: float, size: float) -> None:
    """Draw a sign with its upper left corner at a point; an unknown one is *info*.

    Args:
        name: time, place, seats, child, language, free, info, or ``mark`` (the program's tree,
            in white).
    """
    unit = size / 24
    if name == "mark":
        _mark(pen, x, y, unit)
        return
    name = name if name in _LINES else "info"
    width = 1.9 * unit
    for stroke in _LINES[name]:
        pen.stroke(
            [(x + a * unit, y + b * unit) for a, b in stroke], width=width, colour=paper.PRIMARY
        )
    for a, b, radius in _RINGS.get(name, ()):
        pen.arc(x + a * unit, y + b * unit, radius * unit, 0, 360, width, paper.PRIMARY)
    for a, b, radius, first, extent in _ARCS.get(name, ()):
        pen.arc(x + a * unit, y + b * unit, radius * unit, first, extent, width, paper.PRIMARY)
    for a, b in _DOTS.get(name, ()):
        pen.disc(x + a * unit, y + b * unit, 1.15 * unit, paper.PRIMARY)


def _mark(pen: Pen, x: float, y: float, unit: float) -> None:
    for a, b, radius in ((7.5, 11.5, 5), (16.5, 11.5, 5), (12, 7, 5.6), (12, 12, 4)):
        pen.disc(x + a * unit, y + b * unit, radius * unit, paper.WHITE)
    pen.line(
        x + 12 * unit, y + 14 * unit, x + 12 * unit, y + 22 * unit,
        width=2.6 * unit, colour=paper.WHITE, round_ends=True,
    )  # fmt: skip
