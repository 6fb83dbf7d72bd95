"""Charts as descriptions, and their geometry as plain shapes.

One description is drawn by the report writer on paper and by the window on screen. Every bar
comes from a shown figure. A hidden part is a dashed box with ``..`` as wide as the hidden parts
together, and only where their sum can be read from shown figures; otherwise the row has no bar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from familjecentral.export.figures import HIDDEN_SIGN, Figure, Status, grouped, share


class Ink(StrEnum):
    """What a shape is painted with; the surface decides the colour and the hatch."""

    SERIES_1 = "series_1"
    SERIES_2 = "series_2"
    SERIES_3 = "series_3"
    SINGLE = "single"
    HIDDEN = "hidden"
    AXIS = "axis"
    GRID = "grid"
    TEXT = "text"
    MUTED = "muted"
    ON_FILL = "on_fill"
    PLATE = "plate"


SERIES = (Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3)


class Anchor(StrEnum):
    """Where a text hangs on its point."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Rect:
    """A box; y grows downwards, units are points."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Words:
    """A text on its baseline. ``plate``: on a light ground, to be read on a hatch."""

    x: float
    y: float
    text: str
    ink: Ink
    anchor: Anchor = Anchor.START
    bold: bool = False
    plate: bool = False


Piece = Rect | Stroke | Words
# Width of a text in points: (text, bold) → width at the size of chart words.
Measure = Callable[[str, bool], float]

SIZE = 9.0  # points, size of the words in a chart
LEADING = 10.5  # points from one line of a label to the next


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars of one series: (label, figure)."""

    rows: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class StackedShares:
    """Horizontal bars of 100 per cent: (label, parts, total)."""

    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...], Figure], ...]


@dataclass(frozen=True, slots=True)
class StackedColumns:
    """Columns over time: (year, label, parts, total)."""

    series: tuple[str, ...]
    columns: tuple[tuple[str, str, tuple[Figure, ...], Figure], ...]


Chart = Bars | StackedShares | StackedColumns


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes of a chart in painting order, and its height in points."""

    height: float
    pieces: tuple[Piece, ...] = field(default=())


def draw(chart: Chart, width: float, measure: Measure) -> Drawing:
    """Return the shapes of a chart for a width in points."""
    match chart:
        case Bars():
            return _bars(chart, width, measure)
        case StackedShares():
            return _shares(chart, width, measure)
        case StackedColumns():
            return _columns(chart, width, measure)


def parts_drawn(parts: tuple[Figure, ...], whole: Figure) -> tuple[tuple[int | None, int], ...]:
    """Return (index of the series, count) for what a stacked bar shows.

    Hidden parts come last as one box with index None, as wide as what is left of the shown
    total. Nothing is returned when the total is not shown.
    """
    if not whole.known:
        return ()
    told = [(place, p.known) for place, p in enumerate(parts) if p.known]
    rest = whole.known - sum(number for _, number in told)
    hidden = any(part.known is None for part in parts)
    return (*told, *([(None, rest)] if hidden and rest > 0 else []))


def describe(chart: Chart) -> str:
    """Return what a chart shows, in words: its text for whoever does not see it.

    It says no more than the chart: shown figures, and that others are not shown.
    """
    match chart:
        case Bars():
            told = [f"{label} {_spoken(figure)}" for label, figure in chart.rows]
        case StackedShares():
            told = [
                f"{label}: {_parts(chart.series, [share(p, whole) for p in parts])}"
                for label, parts, whole in chart.rows
            ]
        case StackedColumns():
            told = [
                f"{label} {year}: {_parts((*chart.series, 'totalt'), (*parts, whole))}"
                for year, label, parts, whole in chart.columns
            ]
    return f"{'; '.join(told)}."


def _parts(series: Sequence[str], figures: Sequence[Figure]) -> str:
    return ", ".join(
        f"{name.lower()} {_spoken(figure)}" for name, figure in zip(series, figures, strict=True)
    )


_SPOKEN = {
    Status.HIDDEN: "redovisas inte",
    Status.ZERO: "noll",
    Status.IMPOSSIBLE: "kan inte förekomma",
}


def _spoken(figure: Figure) -> str:
    return _SPOKEN.get(figure.status, figure.text)


_BAR, _GAP = 14.0, 6.0
# Labels of bars take at most this share of the width.
_LABELS = 0.5


def label_lines(text: str, room: float, measure: Measure) -> tuple[str, ...]:
    """Return a label in the one or two lines that fit; what two cannot hold is cut with ``…``."""
    if measure(text, False) <= room:
        return (text,)
    words = text.split()
    first = words.pop(0)
    while words and measure(f"{first} {words[0]}", False) <= room:
        first = f"{first} {words.pop(0)}"
    return tuple(_cut(line, room, measure) for line in (first, " ".join(words)) if line)


def _cut(text: str, room: float, measure: Measure) -> str:
    if measure(text, False) <= room:
        return text
    short = text
    while short and measure(f"{short}…", False) > room:
        short = short[:-1].rstrip(" ,")
    return f"{short}…"


def row_labels(
    texts: Sequence[str], room: float, measure: Measure
) -> tuple[list[tuple[str, ...]], float]:
    """Return the lines of each label, and how wide the widest of them is."""
    found = [label_lines(text, room, measure) for text in texts]
    widest = max((measure(line, False) for lines in found for line in lines), default=0)
    return found, widest


def row_height(lines: Sequence[str], bar: float) -> float:
    """Return how high a row is: its bar, or its label where that is higher."""
    return max(bar, LEADING * len(lines))


def label_words(lines: Sequence[str], x: float, middle: float) -> list[Piece]:
    """Return a label that ends at x, its lines around the middle of the row."""
    first = middle + SIZE * 0.33 - LEADING * (len(lines) - 1) / 2
    return [
        Words(x, first + LEADING * n, line, Ink.TEXT, Anchor.END) for n, line in enumerate(lines)
    ]


def _bars(chart: Bars, width: float, measure: Measure) -> Drawing:
    labels, left = row_labels([label for label, _ in chart.rows], width * _LABELS, measure)
    largest = max((figure.known or 0 for _, figure in chart.rows), default=0) or 1
    room = width - left - 7 - 40
    pieces: list[Piece] = []
    y = 0.0
    for lines, (_, figure) in zip(labels, chart.rows, strict=True):
        height = row_height(lines, _BAR)
        middle = y + height / 2
        base = middle + SIZE * 0.33
        pieces += label_words(lines, left, middle)
        length = room * (figure.known or 0) / largest
        if length:
            pieces.append(Rect(left + 7, middle - _BAR / 2, length, _BAR, Ink.SINGLE))
        shown = figure.known is not None
        ink = Ink.TEXT if shown else Ink.MUTED
        pieces.append(Words(left + 7 + length + 5, base, figure.text, ink, bold=shown))
        y += height + _GAP
    bottom = max(y - _GAP, 0)
    pieces.append(Stroke(left + 7, -2, left + 7, bottom + 2, Ink.AXIS))
    return Drawing(bottom + 2, tuple(pieces))


def _shares(chart: StackedShares, width: float, measure: Measure) -> Drawing:
    left = max((measure(label, False) for label, _, _ in chart.rows), default=0) + 18
    room = width - left
    pieces: list[Piece] = []
    y = 0.0
    height = 16.0
    for label, parts, whole in chart.rows:
        base = y + height / 2 + SIZE * 0.33
        pieces.append(Words(0, base, label, Ink.TEXT))
        drawn = parts_drawn(parts, whole)
        if not drawn or share(whole, whole).status is not Status.NUMBER:
            sign = HIDDEN_SIGN if whole.known else whole.text
            pieces.append(Words(left, base, sign, Ink.MUTED))
            drawn = ()
        x = left
        for place, number in drawn:
            length = room * number / (whole.known or 1)
            ink = Ink.HIDDEN if place is None else SERIES[place % len(SERIES)]
            pieces.append(Rect(x, y, max(length - 0.8, 0.4), height, ink))
            text = HIDDEN_SIGN if place is None else share(parts[place], whole).text
            if measure(text, True) + 8 <= length:
                pieces.append(inner_words(x + length / 2, base, text, ink))
            x += length
        y += height + 5
    pieces.extend(_legend(chart.series, left, y + 5, measure, _any_hidden(chart.rows)))
    return Drawing(y + 18, tuple(pieces))


def _any_hidden(rows: tuple[tuple[str, tuple[Figure, ...], Figure], ...]) -> bool:
    return any(place is None for _, p, whole in rows for place, _ in parts_drawn(p, whole))


def inner_words(x: float, y: float, text: str, ink: Ink) -> Words:
    """Return words in the middle of a bar, on a plate where the bar is hatched."""
    plate = ink in (Ink.SERIES_2, Ink.HIDDEN)
    return Words(
        x, y, text, Ink.TEXT if plate else Ink.ON_FILL, Anchor.MIDDLE, bold=True, plate=plate
    )


def _legend(
    series: tuple[str, ...], x: float, y: float, measure: Measure, hidden: bool
) -> list[Piece]:
    names = [(SERIES[place % len(SERIES)], name) for place, name in enumerate(series)]
    if hidden:
        names.append((Ink.HIDDEN, "Dold uppgift (..)"))
    pieces: list[Piece] = []
    for ink, name in names:
        pieces.append(Rect(x, y, 12, 10, ink))
        pieces.append(Words(x + 17, y + 8.2, name, Ink.TEXT))
        x += 17 + measure(name, False) + 22
    return pieces


_PLOT = 178.0  # height of the plot of columns
_GAP = 3.0  # between a column and the number beside it
_SIDE = 10.0  # room for such a number right of the last column


def _columns(chart: StackedColumns, width: float, measure: Measure) -> Drawing:
    top, step = axis_scale(max((whole.known or 0 for *_, whole in chart.columns), default=0))
    left, plot_top = 32.0, 40.0
    bottom = plot_top + _PLOT
    rows = tuple((label, parts, whole) for _, label, parts, whole in chart.columns)
    pieces: list[Piece] = list(_legend(chart.series, left, 0, measure, _any_hidden(rows)))
    for value in range(0, top + 1, step):
        y = bottom - _PLOT * value / top
        pieces.append(Words(left - 6, y + 3, grouped(value), Ink.MUTED, Anchor.END))
        if value:
            pieces.append(Stroke(left, y, width, y, Ink.GRID))
    slot = (width - left - _SIDE) / max(len(chart.columns), 1)
    bar = min(slot * 0.6, 40.0)
    years: dict[str, list[float]] = {}
    for place, (year, label, parts, whole) in enumerate(chart.columns):
        middle = left + slot * (place + 0.5)
        years.setdefault(year, []).append(middle)
        pieces.extend(_column(middle, (bar, slot), bottom, top, parts, whole, measure))
        pieces.append(Words(middle, bottom + 13, label, Ink.TEXT, Anchor.MIDDLE))
    pieces.append(Stroke(left, bottom, width, bottom, Ink.AXIS))
    for year, middles in years.items():
        pieces.append(
            Stroke(middles[0] - bar / 2, bottom + 19, middles[-1] + bar / 2, bottom + 19, Ink.AXIS)
        )
        middle = (middles[0] + middles[-1]) / 2
        pieces.append(Words(middle, bottom + 30, year, Ink.TEXT, Anchor.MIDDLE, bold=True))
    return Drawing(bottom + 33, tuple(pieces))


def _column(
    middle: float,
    widths: tuple[float, float],
    bottom: float,
    top: int,
    parts: tuple[Figure, ...],
    whole: Figure,
    measure: Measure,
) -> list[Piece]:
    """Return a column of parts; ``widths``: of itself, and from its middle to the next one's. The
    number of a part that is too low for it stands beside it."""
    bar, slot = widths
    pieces: list[Piece] = []
    y = beside = bottom
    for place, number in parts_drawn(parts, whole):
        height = _PLOT * number / top
        y -= height
        ink = Ink.HIDDEN if place is None else SERIES[place % len(SERIES)]
        pieces.append(Rect(middle - bar / 2, y, bar, max(height - 0.8, 0.4), ink))
        text = HIDDEN_SIGN if place is None else grouped(number)
        if height >= SIZE + 4 and measure(text, True) + 4 <= bar:
            pieces.append(inner_words(middle, y + height / 2 + SIZE * 0.33, text, ink))
        elif measure(text, False) + 2 * _GAP <= slot - bar:
            beside = min(y + height / 2 + SIZE * 0.33, beside)
            pieces.append(Words(middle + bar / 2 + _GAP, beside, text, Ink.TEXT))
            beside -= SIZE
    shown = whole.known is not None
    ink = Ink.TEXT if shown else Ink.MUTED
    pieces.append(Words(middle, y - 5, whole.text, ink, Anchor.MIDDLE, bold=shown))
    return pieces


def axis_scale(largest: int) -> tuple[int, int]:
    """Return the end of the axis and the step of its lines: 3 to 6 steps of 1, 2, 2.5 or 5."""
    step, size = 1, 1
    while largest > 5 * step:
        for factor in (1, 2, 5):
            step = size * factor
            if largest <= 5 * step:
                break
        else:
            size *= 10
    return max(step * -(-largest // step), step), step
