"""Charts on paper: bars, hatches and words, as described for any surface."""

from __future__ import annotations

from familjecentral.export import paper
from familjecentral.export.charts import SERIES, SIZE, Drawing, Ink, Piece, Rect, Stroke, Words
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_text import REGULAR, SEMIBOLD, text_width


def measure(text: str, bold: bool) -> float:
    """Return the width of a chart's words in points."""
    return text_width(text, SEMIBOLD if bold else REGULAR, SIZE)


def draw_pieces(pen: Pen, drawing: Drawing, x: float, y: float) -> None:
    """Draw a chart with its upper left corner at a point."""
    for piece in drawing.pieces:
        _draw_piece(pen, piece, x, y)


_COLOURS = {
    Ink.SINGLE: paper.PRIMARY,
    Ink.AXIS: paper.TEXT,
    Ink.GRID: paper.LINE,
    Ink.TEXT: paper.TEXT,
    Ink.MUTED: paper.TEXT_2,
    Ink.ON_FILL: paper.WHITE,
}


def _draw_piece(pen: Pen, piece: Piece, x: float, y: float) -> None:
    match piece:
        case Rect():
            _draw_bar(pen, piece, x + piece.x, y + piece.y)
        case Stroke():
            width = 0.5 if piece.ink is Ink.GRID else 0.8
            pen.line(
                *(x + piece.x1, y + piece.y1, x + piece.x2, y + piece.y2),
                width=width,
                colour=_COLOURS[piece.ink],
            )
        case Words():
            _draw_chart_words(pen, piece, x + piece.x, y + piece.y)


def _draw_bar(pen: Pen, bar: Rect, x: float, y: float) -> None:
    if bar.ink is Ink.HIDDEN:
        inset = min(0.5, bar.width / 4)
        pen.box(
            *(x + inset, y + 0.5, bar.width - 2 * inset, max(bar.height - 1, 0.1)),
            fill=paper.WHITE,
            stroke=paper.TEXT_2,
            line=0.7,
            dash=(2.5, 2),
        )
    elif bar.ink is Ink.SERIES_2:
        pen.box(x, y, bar.width, bar.height, fill=paper.HATCH_GROUND)
        pen.stripes(x, y, bar.width, bar.height, colour=paper.SERIES[1])
    elif bar.ink in SERIES:
        pen.box(x, y, bar.width, bar.height, fill=paper.SERIES[SERIES.index(bar.ink)])
    else:
        pen.box(x, y, bar.width, bar.height, fill=_COLOURS[bar.ink])


def _draw_chart_words(pen: Pen, words: Words, x: float, y: float) -> None:
    if words.plate:
        wide = measure(words.text, words.bold)
        pen.box(x - wide / 2 - 3.5, y - 9.3, wide + 7, 12.2, fill=paper.WHITE, radius=2)
    pen.text(
        x,
        y,
        words.text,
        font=SEMIBOLD if words.bold else REGULAR,
        size=SIZE,
        colour=_COLOURS[words.ink],
        anchor=words.anchor,
    )
