"""Blocks as parts that are stacked on pages: each knows its height and draws itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from familjecentral.export import paper
from familjecentral.export.charts import Anchor, describe, draw
from familjecentral.export.document import (
    WEEK_MEANS,
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
from familjecentral.export.pdf_chart import draw_pieces, measure
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_table import TableLayout, draw_table, lay_out
from familjecentral.export.pdf_text import REGULAR, SEMIBOLD, Placed, wrap, wrap_runs

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
            part = _cover(block)
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
        pen.outline(block.text)
        with pen.inside("H2"):
            pen.text(
                _X, y + 19, block.text, font=SEMIBOLD, size=paper.SECTION, colour=paper.PRIMARY
            )

    return Part(30, paint, with_next=True, new_page=block.new_page)


def _prose(block: Prose) -> Part:
    size = paper.SMALL if block.small else paper.BODY
    step = 11.8 if block.small else _STEP
    colour = paper.TEXT_2 if block.small else paper.TEXT
    lead = wrap_runs([(block.lead, SEMIBOLD)], size + 0.5, paper.WIDTH) if block.lead else []
    lines = wrap_runs([(block.text, REGULAR)], size, paper.WIDTH)

    def paint(pen: Pen, y: float) -> None:
        if lead:
            with pen.inside("H3"):
                y = pen.lines(_X, y, lead, size=size + 0.5, step=step + 1, colour=paper.TEXT)
        with pen.inside("P"):
            pen.lines(_X, y, lines, size=size, step=step, colour=colour)

    after = 6 if block.lead else 5 if not block.small else 8
    return Part(len(lead) * (step + 1) + len(lines) * step + after, paint)


def _cover(cover: Cover) -> Part:
    parties = f", {cover.parties}" if cover.parties else ""
    runs = [(cover.centre, SEMIBOLD), (parties, REGULAR)]
    who = wrap_runs(runs, _WHO, paper.WIDTH)
    more = (len(who) - 1) * _WHO_STEP
    return Part(158 + more, lambda pen, y: _draw_cover(pen, cover, who, y))


_WHO, _WHO_STEP = 12.0, 16.0  # points: whose report it is


def _draw_cover(pen: Pen, cover: Cover, who: list[list[Placed]], y: float) -> None:
    with pen.inside("P"):
        pen.text(_X, y + 22, cover.kicker, size=11.5, colour=paper.TEXT_2)
    with pen.inside("H1"):
        title = (cover.title, cover.period)
        pen.column(_X, y + 52, title, step=31, font=SEMIBOLD, size=paper.TITLE)
    with pen.inside("P"):
        top = y + 112 - _WHO_STEP * 0.5 - _WHO * 0.34
        top = pen.lines(_X, top, who, size=_WHO, step=_WHO_STEP)
    with pen.inside("P"):
        pen.text(_X, top + 13.1, cover.days, size=12)
    if cover.mark:
        pen.picture(_X + paper.WIDTH, y, cover.mark, alt="Märke", most=(_MARK_WIDE, _MARK_HIGH))
    else:
        _draw_tree(pen, _X + paper.WIDTH - 40, y + 8)


_MARK_WIDE, _MARK_HIGH = 150.0, 90.0  # points


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
    texts = [[wrap(line, REGULAR, 9, inner) for line in card.lines] for card in cards]
    top = 8 + max(map(len, titles)) * 12.5

    def paint(pen: Pen, y: float) -> None:
        for place, card in enumerate(cards):
            x = _X + place * (_CARD_WIDTH + _CARD_GAP)
            pen.line(x, y, x + _CARD_WIDTH, y, width=1.4, colour=paper.PRIMARY)
            with pen.inside("Div"):
                with pen.inside("P"):
                    pen.column(x + 2, y + 17, titles[place], step=12.5, font=SEMIBOLD, size=10)
                base = y + top + 25
                with pen.inside("P"):
                    number = card.figure.text
                    pen.text(x + 2, base, number, font=SEMIBOLD, size=paper.CARD_NUMBER)
                base += 16
                for lines in texts[place]:
                    with pen.inside("P"):
                        pen.column(x + 2, base, lines, step=11.8, size=9, colour=paper.TEXT_2)
                    base += 11.8 * len(lines)

    longest = max(sum(map(len, lines)) for lines in texts)
    return Part(top + 36 + longest * 11.8 + 16, paint)


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


_ABOVE = 2.0  # points that axes stand over


def _diagram(block: Diagram) -> Part:
    runs = [(f"Figur {block.number}. {block.title}.", SEMIBOLD), (f" {block.unit}", REGULAR)]
    title = wrap_runs(runs, paper.CAPTION, paper.WIDTH)
    drawing = draw(block.chart, paper.WIDTH, measure)
    notes = [wrap(note, REGULAR, paper.SMALL, paper.WIDTH) for note in block.notes]
    top = len(title) * 13.6 + 7

    def paint(pen: Pen, y: float) -> None:
        with pen.inside("P"):
            pen.lines(_X, y, title, size=paper.CAPTION, step=13.6)
        y += top
        place = (_X, y - _ABOVE, paper.WIDTH, drawing.height + _ABOVE)
        with pen.inside("Figure", alt=describe(block.chart), box=place):
            draw_pieces(pen, drawing, _X, y)
        y += drawing.height + 6 + 8.8
        for note in notes:
            with pen.inside("P"):
                pen.column(_X, y, note, step=11.6, size=paper.SMALL, colour=paper.TEXT_2)
            y += 11.6 * len(note)

    height = top + drawing.height + 6 + sum(map(len, notes)) * 11.6 + 16
    return Part(height, paint)


_WEEKS_IN_ROW = 18


def _weeks(block: Weeks) -> Iterator[Part]:
    in_row = min(max(len(block.weeks), 1), _WEEKS_IN_ROW)
    width = paper.WIDTH / in_row
    for start in range(0, len(block.weeks), _WEEKS_IN_ROW):
        row = block.weeks[start : start + _WEEKS_IN_ROW]

        def paint(pen: Pen, y: float, row: tuple[tuple[int, WeekSign], ...] = row) -> None:
            told = "; ".join(f"vecka {week} {WEEK_MEANS[sign]}" for week, sign in row)
            with pen.inside("Figure", alt=f"{told}.", box=(_X, y, paper.WIDTH, 28)):
                for place, (week, sign) in enumerate(row):
                    _draw_week(pen, week, sign, _X + place * width, y, width - 3)

        yield Part(32, paint, with_next=True)
    legend = wrap(block.legend, REGULAR, paper.SMALL, paper.WIDTH)

    def paint_legend(pen: Pen, y: float) -> None:
        with pen.inside("P"):
            pen.column(_X, y + 9, legend, step=11.8, size=paper.SMALL, colour=paper.TEXT_2)

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


_BOX_SIZE, _BOX_STEP = 9.8, 13.6


def _box_texts(block: Box, width: float) -> list[list[list[Placed]]]:
    """Return the lines of each paragraph; a tinted box has its lead on a line of its own."""
    texts = [[(text, REGULAR)] for text in block.paragraphs]
    if block.lead and block.tinted:
        texts.insert(0, [(block.lead, SEMIBOLD)])
    elif block.lead:
        texts[0].insert(0, (f"{block.lead} ", SEMIBOLD))
    return [wrap_runs(runs, _BOX_SIZE, width - 24) for runs in texts]


def _box_gaps(block: Box) -> int:
    """Return how many empty lines stand between the paragraphs."""
    return max(len(block.paragraphs) - 1, 0)


def _box_height(block: Box, width: float) -> float:
    lines = sum(map(len, _box_texts(block, width))) + _box_gaps(block)
    return lines * _BOX_STEP + 20


def _draw_box(pen: Pen, block: Box, x: float, y: float, width: float) -> None:
    height = _box_height(block, width)
    if block.tinted:
        pen.box(x, y, width, height, fill=paper.TINT, radius=5)
    else:
        pen.box(x, y, width, height, stroke=paper.LINE, line=0.8, radius=5)
    y += 10
    texts = _box_texts(block, width)
    for place, lines in enumerate(texts):
        if place > len(texts) - 1 - _box_gaps(block):
            y += _BOX_STEP
        with pen.inside("P"):
            y = pen.lines(x + 12, y, lines, size=_BOX_SIZE, step=_BOX_STEP)


_SIGN_ROW = 16.5


def _signs(block: Signs) -> Part:
    half = (paper.WIDTH - 20) / 2
    own = 20 + len(block.signs) * _SIGN_ROW
    beside = _box_height(block.box, half) if block.box else 0.0

    def paint(pen: Pen, y: float) -> None:
        with pen.inside("H3"):
            pen.text(_X, y + 11, block.title, font=SEMIBOLD, size=paper.BODY)
        with pen.inside("L"):
            for place, (sign, meaning) in enumerate(block.signs):
                top = y + 18 + place * _SIGN_ROW
                with pen.inside("LI"):
                    with pen.inside("Lbl"):
                        middle = _X + 18
                        pen.text(
                            middle, top + 11.5, sign, font=SEMIBOLD, size=9, anchor=Anchor.MIDDLE
                        )
                    with pen.inside("LBody"):
                        pen.text(_X + 40, top + 11.5, meaning, size=9)
                pen.line(_X, top + _SIGN_ROW, _X + half, top + _SIGN_ROW, width=0.4)
        if block.box:
            _draw_box(pen, block.box, _X + half + 20, y, half)

    return Part(max(own, beside) + 16, paint)


def _definition(block: Definition) -> Part:
    head = 70.0
    lines = [(name, wrap(text, REGULAR, 9.2, paper.WIDTH - head)) for name, text in block.lines]

    def paint(pen: Pen, y: float) -> None:
        with pen.inside("H3"):
            pen.text(_X, y + 11, block.term, font=SEMIBOLD, size=10)
        y += 14.5
        with pen.inside("L"):
            for name, texts in lines:
                with pen.inside("LI"):
                    with pen.inside("Lbl"):
                        pen.text(_X, y + 9.2, name, size=9.2, colour=paper.TEXT_2)
                    with pen.inside("LBody"):
                        pen.column(_X + head, y + 9.2, texts, step=11.8, size=9.2)
                y += 11.8 * len(texts)
        pen.line(_X, y + 4, _X + paper.WIDTH, y + 4, width=0.4)

    height = 14.5 + sum(len(texts) for _, texts in lines) * 11.8 + 8
    return Part(height, paint, with_next=block.with_next)


def _draw_signatures(pen: Pen, block: Signatures, y: float) -> None:
    pen.line(_X, y + 6, _X + paper.WIDTH, y + 6, width=0.6)
    width = (paper.WIDTH - 20 * (len(block.titles) - 1)) / len(block.titles)
    for place, title in enumerate(block.titles):
        x = _X + place * (width + 20)
        with pen.inside("P"):
            pen.text(x, y + 24, title, font=SEMIBOLD, size=10)
        pen.line(x, y + 58, x + width, y + 58, width=0.7, colour=paper.TEXT)
        with pen.inside("P"):
            pen.text(x, y + 70, block.line, size=10)
