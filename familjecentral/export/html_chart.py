"""A chart as inline SVG, and the same figures in words below it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from familjecentral.export import paper
from familjecentral.export.charts import (
    SERIES,
    SIZE,
    Anchor,
    Chart,
    Ink,
    Piece,
    Rect,
    Stroke,
    Words,
    describe,
    draw,
)
from familjecentral.export.pdf_text import REGULAR, SEMIBOLD, text_width

_WIDTH = 640.0
_TOP = 4.0
# Other fonts than the measured one are wider; the reader's computer may lack it.
_WIDER = 1.12
_FILLS = {
    Ink.SERIES_1: paper.SERIES[0],
    Ink.SERIES_3: paper.SERIES[2],
    Ink.SINGLE: paper.SERIES[0],
    Ink.AXIS: paper.TEXT,
    Ink.GRID: paper.LINE,
    Ink.TEXT: paper.TEXT,
    Ink.MUTED: paper.TEXT_2,
    Ink.ON_FILL: paper.WHITE,
    Ink.PLATE: paper.WHITE,
}


def chart_svg(chart: Chart, name: str) -> Iterator[str]:
    """Yield the lines of a chart; ``name`` is an id that no other chart of the page has."""
    drawing = draw(chart, _WIDTH, _measure)
    words = escape(describe(chart))
    height = drawing.height + 2 * _TOP
    yield (
        f'<svg viewBox="0 {-_TOP:g} {_WIDTH:g} {_number(height)}" role="img" '
        f'aria-labelledby="{name}-ord" font-size="{SIZE:g}">'
    )
    yield f'<desc id="{name}-ord">{words}</desc>'
    yield f'<defs><pattern id="{name}-rand" width="5" height="5" patternUnits="userSpaceOnUse" '
    yield 'patternTransform="rotate(45)">'
    yield f'<rect width="5" height="5" fill="{paper.HATCH_GROUND}"/>'
    yield f'<rect width="2.5" height="5" fill="{paper.SERIES[1]}"/></pattern></defs>'
    for piece in drawing.pieces:
        yield _piece(piece, name)
    yield "</svg>"
    yield f"<details><summary>Diagrammet i ord</summary><p>{words}</p></details>"


def _measure(text: str, bold: bool) -> float:
    return text_width(text, SEMIBOLD if bold else REGULAR, SIZE) * _WIDER


def _piece(piece: Piece, name: str) -> str:
    match piece:
        case Rect():
            box = (
                f'<rect x="{_number(piece.x)}" y="{_number(piece.y)}" '
                f'width="{_number(piece.width)}" height="{_number(piece.height)}"'
            )
            if piece.ink is Ink.HIDDEN:
                line = f'stroke="{paper.TEXT_2}" stroke-width="0.7" stroke-dasharray="2.5 2"'
                return f'{box} fill="{paper.WHITE}" {line}/>'
            if piece.ink is SERIES[1]:
                return f'{box} fill="url(#{name}-rand)"/>'
            return f'{box} fill="{_FILLS[piece.ink]}"/>'
        case Stroke():
            return (
                f'<line x1="{_number(piece.x1)}" y1="{_number(piece.y1)}" '
                f'x2="{_number(piece.x2)}" y2="{_number(piece.y2)}" '
                f'stroke="{_FILLS[piece.ink]}" stroke-width="0.7"/>'
            )
        case Words():
            return _words(piece)


def _words(words: Words) -> str:
    plate = ""
    if words.plate:
        wide = _measure(words.text, words.bold)
        plate = (
            f'<rect x="{_number(words.x - wide / 2 - 3.5)}" y="{_number(words.y - 9.3)}" '
            f'width="{_number(wide + 7)}" height="12.2" rx="2" fill="{paper.WHITE}"/>'
        )
    anchor = "" if words.anchor is Anchor.START else f' text-anchor="{words.anchor.value}"'
    bold = ' font-weight="600"' if words.bold else ""
    return (
        f'{plate}<text x="{_number(words.x)}" y="{_number(words.y)}"{anchor}{bold} '
        f'fill="{_FILLS[words.ink]}">{escape(words.text)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
