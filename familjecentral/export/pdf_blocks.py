"""Blocks as parts that are stacked on pages: each knows its height and draws itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from familjecentral.export import paper
from familjecentral.export.charts import SERIES, SIZE, Anchor, Ink, Piece, Rect, Stroke, Words, draw
from familjecentral.export.document import (
    Block,
    Box,
    Card,
    Cards,
    Cover,
    Definition,
    Diagram,
    Heading,
    Prose,
    Signatures,
    Signs,
    Table,
    Weeks,
    WeekSign,
)
from familjecentral.export.pdf_pen import (
    REGULAR,
    SEMIBOLD,
    Pen,
    Placed,
    text_width,
    wrap,
    wrap_runs,
)
from familjecentral.export.pdf_table import TableLayout, draw_table, lay_out

_STEP = 14.6
_X = paper.MARGIN
_ROOM = paper.BOTTOM - paper.TOP


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is never split. ``draw`` gets the pen and the y of its top.

    Attributes:
        with_next: stands on the same page as the part that follows.
        new_page: starts a page.
    """

    height: float
    draw: Callable[[Pen, float], None]
    with_next: bool = False
    new_page: bool = False


def parts_of(block: Block) -> Iterator[Part]:
    """Yield the parts of a block from the top."""
    match block:
        case Cards():
            yield from _cards(block)
        case Table():
            yield from _table(block)
        case Weeks():
            yield from _weeks(block)
        case _:
            yield _part_of(block)


def _part_of(
    block: Heading | Prose | Cover | Diagram | Box | Signs | Definition | Signatures,
) -> Part:
    match block:
        case Heading():
            part = _heading(block)
        case Prose():
            part = _prose(block)
        case Cover():
            part = Part(158, lambda pen, y: _draw_cover(pen, block, y))
        case Diagram():
            part = _diagram(block)
        case Box():
            height = _box_height(block, paper.WIDTH)
            part = Part(height + 12, lambda pen, y: _draw_box(pen, block, _X, y, paper.WIDTH))
        case Signs():
            part = _signs(block)
        case Definition():
            part = _definition(block)
        case Signatures():
            part = Part(88, lambda pen, y: _draw_signatures(pen, block, y))
    return part


def _heading(block: Heading) -> Part:
    def paint(pen: Pen, y: float) -> None:
        pen.text(_X, y + 19, block.text, font=SEMIBOLD, size=paper.SECTION, colour=paper.PRIMARY)

    return Part(30, paint, with_next=True, new_page=block.new_page)


def _prose(block: Prose) -> Part:
    size = paper.SMALL if block.small else paper.BODY
    step = 11.8 if block.small else _STEP
    colour = paper.TEXT_2 if block.small else paper.TEXT
    lead = wrap_runs([(block.lead, SEMIBOLD)], size + 0.5, paper.WIDTH) if block.lead else []
    lines = wrap_runs([(block.text, REGULAR)], size, paper.WIDTH)

    def paint(pen: Pen, y: float) -> None:
        y = pen.lines(_X, y, lead, size=size + 0.5, step=step + 1, colour=paper.TEXT)
        pen.lines(_X, y, lines, size=size, step=step, colour=colour)

    after = 10 if block.lead else 5 if not block.small else 8
    return Part(len(lead) * (step + 1) + len(lines) * step + after, paint)


def _draw_cover(pen: Pen, cover: Cover, y: float) -> None:
    pen.text(_X, y + 22, cover.kicker, size=11.5, colour=paper.TEXT_2)
    pen.text(_X, y + 52, cover.title, font=SEMIBOLD, size=paper.TITLE)
    pen.text(_X, y + 83, cover.period, font=SEMIBOLD, size=paper.TITLE)
    pen.text(_X, y + 112, cover.centre, font=SEMIBOLD, size=12)
    if cover.parties:
        wide = text_width(cover.centre, SEMIBOLD, 12)
        pen.text(_X + wide, y + 112, f", {cover.parties}", size=12)
    pen.text(_X, y + 129, cover.days, size=12)
    _draw_tree(pen, _X + paper.WIDTH - 40, y + 8)


def _draw_tree(pen: Pen, x: float, y: float) -> None:
    for dx, dy, radius in ((0, 20, 20), (-16, 30, 19), (16, 30, 19)):
        pen.disc(x + dx, y + dy, radius, paper.PRIMARY_SOFT)
    pen.box(x - 16, y + 30, 32, 19, fill=paper.PRIMARY_SOFT)
    for x1, y1, x2, y2 in ((0, 24, 0, 74), (0, 50, -11, 34), (0, 46, 10, 38)):
        pen.line(x + x1, y + y1, x + x2, y + y2, width=2.8, colour=paper.PRIMARY, round_ends=True)


_CARDS_IN_ROW = 3
_CARD_GAP = 18.0
_CARD_WIDTH = (paper.WIDTH - _CARD_GAP * (_CARDS_IN_ROW - 1)) / _CARDS_IN_ROW


def _cards(block: Cards) -> Iterator[Part]:
    for start in range(0, len(block.cards), _CARDS_IN_ROW):
        yield _card_row(block.cards[start : start + _CARDS_IN_ROW])


def _card_row(cards: Sequence[Card]) -> Part:
    inner = _CARD_WIDTH - 4
    titles = [wrap(card.title, SEMIBOLD, 10, inner) for card in cards]
    texts = [[p for line in c.lines for p in wrap(line, REGULAR, 9, inner)] for c in cards]
    top = 8 + max(map(len, titles)) * 12.5

    def paint(pen: Pen, y: float) -> None:
        for place, card in enumerate(cards):
            x = _X + place * (_CARD_WIDTH + _CARD_GAP)
            pen.line(x, y, x + _CARD_WIDTH, y, width=1.4, colour=paper.PRIMARY)
            for number, line in enumerate(titles[place]):
                pen.text(x + 2, y + 17 + number * 12.5, line, font=SEMIBOLD, size=10)
            number_y = y + top + 25
            pen.text(x + 2, number_y, card.figure.text, font=SEMIBOLD, size=paper.CARD_NUMBER)
            for number, line in enumerate(texts[place]):
                base = number_y + 16 + number * 11.8
                pen.text(x + 2, base, line, size=9, colour=paper.TEXT_2)

    return Part(top + 36 + max(map(len, texts)) * 11.8 + 16, paint)


def _table(block: Table) -> Iterator[Part]:
    """Yield a table whole, or in parts of full pages when it is longer than a page."""
    layout = lay_out(block)
    whole = range(len(block.rows))
    if layout.height(whole) <= _ROOM:
        yield _table_part(layout, whole)
        return
    start = 0
    while start < len(block.rows):
        stop = start + 1
        while stop < len(block.rows) and layout.height(range(start, stop + 1)) <= _ROOM:
            stop += 1
        if stop == len(block.rows) - 1 and stop - start > 1:
            stop -= 1  # a total never stands alone
        yield _table_part(layout, range(start, stop))
        start = stop


def _table_part(layout: TableLayout, rows: range) -> Part:
    return Part(layout.height(rows), lambda pen, y: draw_table(pen, layout, rows, y))


def _measure(text: str, bold: bool) -> float:
    return text_width(text, SEMIBOLD if bold else REGULAR, SIZE)


def _diagram(block: Diagram) -> Part:
    runs = [(f"Figur {block.number}. {block.title}.", SEMIBOLD), (f" {block.unit}", REGULAR)]
    title = wrap_runs(runs, paper.CAPTION, paper.WIDTH)
    drawing = draw(block.chart, paper.WIDTH, _measure)
    notes = [line for note in block.notes for line in wrap(note, REGULAR, paper.SMALL, paper.WIDTH)]
    top = len(title) * 13.6 + 7

    def paint(pen: Pen, y: float) -> None:
        pen.lines(_X, y, title, size=paper.CAPTION, step=13.6)
        for piece in drawing.pieces:
            _draw_piece(pen, piece, _X, y + top)
        below = y + top + drawing.height + 6
        for number, note in enumerate(notes):
            base = below + 8.8 + number * 11.6
            pen.text(_X, base, note, size=paper.SMALL, colour=paper.TEXT_2)

    return Part(top + drawing.height + 6 + len(notes) * 11.6 + 16, paint)


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
        wide = _measure(words.text, words.bold)
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


_WEEKS_IN_ROW = 18


def _weeks(block: Weeks) -> Iterator[Part]:
    in_row = min(max(len(block.weeks), 1), _WEEKS_IN_ROW)
    width = paper.WIDTH / in_row
    for start in range(0, len(block.weeks), _WEEKS_IN_ROW):
        row = block.weeks[start : start + _WEEKS_IN_ROW]

        def paint(pen: Pen, y: float, row: tuple[tuple[int, WeekSign], ...] = row) -> None:
            for place, (week, sign) in enumerate(row):
                _draw_week(pen, week, sign, _X + place * width, y, width - 3)

        yield Part(32, paint, with_next=True)
    legend = wrap(block.legend, REGULAR, paper.SMALL, paper.WIDTH)

    def paint_legend(pen: Pen, y: float) -> None:
        for number, line in enumerate(legend):
            base = y + 9 + number * 11.8
            pen.text(_X, base, line, size=paper.SMALL, colour=paper.TEXT_2)

    yield Part(len(legend) * 11.8 + 3, paint_legend, with_next=True)


def _draw_week(pen: Pen, week: int, sign: WeekSign, x: float, y: float, width: float) -> None:
    height = 14.5
    colour = paper.TEXT
    if sign is WeekSign.REPORTED:
        pen.box(x, y, width, height, fill=paper.PRIMARY, radius=2)
        colour = paper.WHITE
    elif sign is WeekSign.NOTHING:
        pen.box(x, y, width, height, fill=paper.SUNKEN, radius=2)
    else:
        pen.stripes(x, y, width, height, colour=paper.SUNKEN)
        pen.box(x, y, width, height, stroke=paper.WARN, line=0.8, dash=(2.2, 1.6), radius=2)
    middle = x + width / 2
    pen.text(
        middle,
        y + 10.6,
        sign.value,
        font=SEMIBOLD,
        size=9,
        colour=colour,
        anchor=Anchor.MIDDLE,
    )
    pen.text(middle, y + 25, str(week), size=9, colour=paper.TEXT_2, anchor=Anchor.MIDDLE)


def _box_lines(block: Box, width: float) -> list[list[Placed]]:
    lines: list[list[Placed]] = []
    for place, text in enumerate(block.paragraphs):
        runs = [(text, REGULAR)]
        if block.lead and place == 0 and block.tinted:
            lines += wrap_runs([(block.lead, SEMIBOLD)], 9.8, width - 24)
        elif block.lead and place == 0:
            runs.insert(0, (f"{block.lead} ", SEMIBOLD))
        lines += wrap_runs(runs, 9.8, width - 24)
        if place < len(block.paragraphs) - 1:
            lines.append([(0.0, "", REGULAR)])
    return lines


def _box_height(block: Box, width: float) -> float:
    return len(_box_lines(block, width)) * 13.6 + 20


def _draw_box(pen: Pen, block: Box, x: float, y: float, width: float) -> None:
    height = _box_height(block, width)
    if block.tinted:
        pen.box(x, y, width, height, fill=paper.TINT, radius=5)
    else:
        pen.box(x, y, width, height, stroke=paper.LINE, line=0.8, radius=5)
    pen.lines(x + 12, y + 10, _box_lines(block, width), size=9.8, step=13.6)


_SIGN_ROW = 16.5


def _signs(block: Signs) -> Part:
    half = (paper.WIDTH - 20) / 2
    own = 20 + len(block.signs) * _SIGN_ROW
    beside = _box_height(block.box, half) if block.box else 0.0

    def paint(pen: Pen, y: float) -> None:
        pen.text(_X, y + 11, block.title, font=SEMIBOLD, size=paper.BODY)
        for place, (sign, meaning) in enumerate(block.signs):
            top = y + 18 + place * _SIGN_ROW
            pen.text(_X + 18, top + 11.5, sign, font=SEMIBOLD, size=9, anchor=Anchor.MIDDLE)
            pen.text(_X + 40, top + 11.5, meaning, size=9)
            pen.line(_X, top + _SIGN_ROW, _X + half, top + _SIGN_ROW, width=0.4)
        if block.box:
            _draw_box(pen, block.box, _X + half + 20, y, half)

    return Part(max(own, beside) + 16, paint)


def _definition(block: Definition) -> Part:
    head = 70.0
    lines = [(name, wrap(text, REGULAR, 9.5, paper.WIDTH - head)) for name, text in block.lines]

    def paint(pen: Pen, y: float) -> None:
        pen.text(_X, y + 11, block.term, font=SEMIBOLD, size=10)
        y += 16
        for name, texts in lines:
            pen.text(_X, y + 9.6, name, size=9.5, colour=paper.TEXT_2)
            for number, text in enumerate(texts):
                pen.text(_X + head, y + 9.6 + number * 12.6, text, size=9.5)
            y += 12.6 * len(texts)
        pen.line(_X, y + 5, _X + paper.WIDTH, y + 5, width=0.4)

    return Part(16 + sum(len(texts) for _, texts in lines) * 12.6 + 10, paint)


def _draw_signatures(pen: Pen, block: Signatures, y: float) -> None:
    pen.line(_X, y + 6, _X + paper.WIDTH, y + 6, width=0.6)
    width = (paper.WIDTH - 20 * (len(block.titles) - 1)) / len(block.titles)
    for place, title in enumerate(block.titles):
        x = _X + place * (width + 20)
        pen.text(x, y + 24, title, font=SEMIBOLD, size=10)
        pen.line(x, y + 58, x + width, y + 58, width=0.7, colour=paper.TEXT)
        pen.text(x, y + 70, block.line, size=10)
