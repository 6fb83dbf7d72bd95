"""Charts of the window: bars by size, shares, and lines over time, drawn with a pen that is given.

The same rules as on paper: every length comes from a shown figure, hidden parts are one dashed box
and only where their sum can be read, and lines have gaps where a number is hidden or missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from familjecentral.export.charts import (
    SERIES,
    SIZE,
    Anchor,
    Chart,
    Drawing,
    Ink,
    Measure,
    Piece,
    Rect,
    Stroke,
    Words,
    axis_scale,
    describe,
    draw,
    inner_words,
    label_words,
    parts_drawn,
    row_height,
    row_labels,
)
from familjecentral.export.figures import HIDDEN_SIGN, Figure, Status, grouped, share
from familjecentral.releases.view import Pen

_BAR, _GAP = 15.0, 7.0
# The labels of stacked bars take at most this share of the width.
_LABELS = 0.42


@dataclass(frozen=True, slots=True)
class StackedBars:
    """Horizontal bars of counts, or of 100 per cent: (label, parts, total)."""

    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...], Figure], ...]
    as_share: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Numbers over time: (name, one figure a period), and (year, label) of each period."""

    periods: tuple[tuple[str, str], ...]
    series: tuple[tuple[str, tuple[Figure, ...]], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """The shape of a series at a point of its line."""

    x: float
    y: float
    series: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A chart with its title, its words and the line below it."""

    title: str
    chart: Chart | StackedBars | Lines
    note: str = ""

    @property
    def words(self) -> str:
        """All of it in words."""
        match self.chart:
            case StackedBars():
                return " ".join(_bar_words(self.chart))
            case Lines():
                return " ".join(_line_words(self.chart))
            case _:
                return describe(self.chart)

    def draw(self, pen: Pen, width: float) -> float:
        """Draw it and return its height in points."""
        match self.chart:
            case StackedBars():
                drawing = _stacked(self.chart, width, pen.measure)
            case Lines():
                height, pieces = _lines(self.chart, width, pen.measure)
                for piece in pieces:
                    if isinstance(piece, Mark):
                        pen.mark(piece.x, piece.y, piece.series, piece.ink)
                    else:
                        _put(piece, pen)
                return height
            case _:
                drawing = draw(self.chart, width, pen.measure)
        for each in drawing.pieces:
            _put(each, pen)
        return drawing.height


def _put(piece: Piece, pen: Pen) -> None:
    match piece:
        case Rect():
            pen.box(piece.x, piece.y, piece.width, piece.height, piece.ink)
        case Stroke():
            pen.line(piece.x1, piece.y1, piece.x2, piece.y2, piece.ink)
        case Words():
            pen.words(
                *(piece.x, piece.y, piece.text, piece.ink, piece.anchor),
                bold=piece.bold,
                plate=piece.plate,
            )


def _stacked(chart: StackedBars, width: float, measure: Measure) -> Drawing:
    labels, widest = row_labels([r[0] for r in chart.rows], width * _LABELS, measure)
    left = widest + 7
    largest = max((whole.known or 0 for _, _, whole in chart.rows), default=0) or 1
    room = width - left - 40
    hidden = any(place is None for _, p, whole in chart.rows for place, _ in parts_drawn(p, whole))
    pieces, y = _names(chart.series, width, measure, hidden=hidden)
    top = y = y + 14
    for lines, (_, parts, whole) in zip(labels, chart.rows, strict=True):
        height = row_height(lines, _BAR)
        middle = y + height / 2
        base = middle + SIZE * 0.33
        pieces += label_words(lines, left - 7, middle)
        drawn, end = parts_drawn(parts, whole), whole
        if chart.as_share:
            end = share(whole, whole) if whole.known else whole
            drawn = drawn if end.status is Status.NUMBER else ()
        x = left
        for place, number in drawn:
            length = room * number / ((whole.known if chart.as_share else 0) or largest)
            ink = Ink.HIDDEN if place is None else SERIES[place % len(SERIES)]
            if length:
                pieces.append(Rect(x, middle - _BAR / 2, max(length - 0.8, 0.4), _BAR, ink))
            text = HIDDEN_SIGN if place is None else share(parts[place], whole).text
            told = place is None or chart.as_share
            if told and measure(text, True) + 8 <= length:
                pieces.append(inner_words(x + length / 2, base, text, ink))
            x += length
        if not chart.as_share or not drawn:
            shown = whole.known is not None and end.known is not None
            ink = Ink.TEXT if shown else Ink.MUTED
            pieces.append(Words(x + 5, base, end.text, ink, bold=shown))
        y += height + _GAP
    pieces.append(Stroke(left, top - 3, left, y - _GAP + 3, Ink.AXIS))
    return Drawing(y, tuple(pieces))


def _names(
    series: Sequence[str], width: float, measure: Measure, *, hidden: bool
) -> tuple[list[Piece], float]:
    """Return the names of the series in as many lines as they need, and where they end."""
    named = [(SERIES[place % len(SERIES)], name) for place, name in enumerate(series)]
    if hidden:
        named.append((Ink.HIDDEN, "dold (..)"))
    pieces: list[Piece] = []
    x = y = 0.0
    for ink, name in named:
        wide = 16 + measure(name, False)
        if x and x + wide > width:
            x, y = 0.0, y + 16
        pieces += [Rect(x, y, 12, 10, ink), Words(x + 16, y + 8.4, name, Ink.TEXT)]
        x += wide + 14
    return pieces, y + 10


_SPOKEN = {
    Status.HIDDEN: "redovisas inte",
    Status.ZERO: "noll",
    Status.MISSING: "saknas",
    Status.IMPOSSIBLE: "kan inte förekomma",
}


def _said(figure: Figure) -> str:
    return _SPOKEN.get(figure.status, figure.text)


def _bar_words(chart: StackedBars) -> Iterator[str]:
    for label, parts, whole in chart.rows:
        told = ", ".join(
            f"{name.lower()} {_said(share(part, whole) if chart.as_share else part)}"
            for name, part in zip(chart.series, parts, strict=True)
        )
        yield f"{label}: {told}." if chart.as_share else f"{label}: totalt {_said(whole)}, {told}."


def _line_words(chart: Lines) -> Iterator[str]:
    for name, figures in chart.series:
        told = ", ".join(
            f"{label} {year} {_said(figure)}"
            for (year, label), figure in zip(chart.periods, figures, strict=True)
        )
        yield f"{name}: {told}."


_PLOT = 150.0
_APART = 13.0


def _lines(chart: Lines, width: float, measure: Measure) -> tuple[float, list[Piece | Mark]]:
    known = [f.known or 0 for _, figures in chart.series for f in figures]
    top, step = axis_scale(max(known, default=0))
    left, plot_top = 34.0, 10.0
    bottom = plot_top + _PLOT
    ends = {name: _last_known(figures) for name, figures in chart.series}
    right = max(measure(f"{name} ", False) + measure(end, True) for name, end in ends.items()) + 12
    room = width - left - right
    pieces: list[Piece | Mark] = []
    for value in range(0, top + 1, step):
        y = bottom - _PLOT * value / top
        pieces.append(Words(left - 8, y + 3, grouped(value), Ink.MUTED, Anchor.END))
        pieces.append(Stroke(left, y, left + room, y, Ink.GRID if value else Ink.AXIS))
    gap = room / max(len(chart.periods) - 1, 1)
    xs = [
        left + 6 + (gap - 12 / max(len(chart.periods) - 1, 1)) * n
        for n in range(len(chart.periods))
    ]
    pieces += _time_axis(chart.periods, xs, bottom, measure)
    tails: list[tuple[float, str, str]] = []
    for place, (name, figures) in enumerate(chart.series):
        ink = Ink.SINGLE if len(chart.series) == 1 else SERIES[place % len(SERIES)]
        points = [
            None if f.known is None else (x, bottom - _PLOT * f.known / top)
            for x, f in zip(xs, figures, strict=True)
        ]
        for before, after in pairwise(points):
            if before and after:
                pieces.append(Stroke(*before, *after, ink))
        pieces += [Mark(*point, place, ink) for point in points if point]
        last = next((point for point in reversed(points) if point), None)
        tails.append((last[1] if last else bottom, name, ends[name]))
    for n, x in enumerate(xs):
        if any(figures[n].status is Status.HIDDEN for _, figures in chart.series):
            pieces.append(Words(x, bottom - 4, HIDDEN_SIGN, Ink.MUTED, Anchor.MIDDLE, bold=True))
    pieces += _tails(tails, left + room + 8, bottom, measure)
    return bottom + 32, pieces


def _last_known(figures: Sequence[Figure]) -> str:
    """Return the number at the end of a line: that of the newest period, or its sign."""
    return figures[-1].text


def _tails(
    tails: Sequence[tuple[float, str, str]], x: float, bottom: float, measure: Measure
) -> Iterator[Piece]:
    """Yield name and number beside the end of each line, apart from each other."""
    lowest = bottom + 3
    placed = lowest + _APART
    for y, name, number in sorted(tails, reverse=True):
        placed = min(y + 3, placed - _APART)
        yield Words(x, placed, name, Ink.TEXT)
        yield Words(x + measure(f"{name} ", False), placed, number, Ink.TEXT, bold=True)


def _time_axis(
    periods: Sequence[tuple[str, str]], xs: Sequence[float], bottom: float, measure: Measure
) -> Iterator[Piece]:
    """Yield labels below the plot as far as they have room, the year where it begins."""
    end, year_end, told = -1e9, -1e9, ""
    for (year, label), x in zip(periods, xs, strict=True):
        half = measure(label or year, False) / 2
        if label and x - half > end + 5:
            yield Words(x, bottom + 14, label, Ink.MUTED, Anchor.MIDDLE)
            end = x + half
        half = measure(year, False) / 2
        if year != told and x - half > year_end + 5:
            yield Words(x, bottom + (26 if label else 14), year, Ink.MUTED, Anchor.MIDDLE)
            year_end, told = x + half, year
