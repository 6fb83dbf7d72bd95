"""The invitation poster on A4: a picture, six facts, how to come along, the centre's logo."""

from __future__ import annotations

import io
from pathlib import Path

from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.paper import MM, Fonts
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_text import BOLD, REGULAR, SEMIBOLD, register, text_width, wrap
from familjecentral.export.poster_signs import draw_sign
from familjecentral.export.report_pdf import draw_badge
from familjecentral.export.sheet_pen import RIGHT, SAMPLE, X
from familjecentral.export.sheets import Poster, PosterFact
from familjecentral.whole import write_whole

SKY, HILL, GROUND = paper.PRIMARY, "#2F7C73", paper.TINT
SUN, CROWN, TRUNK = "#E8B45E", "#8FC1A9", "#174440"
SKIN, COAT, CHILD = "#F1D7C2", "#A8452C", "#D9A57C"
_PALE = "#CFE5DF"
_WIDE = paper.PAGE_WIDTH + 1  # over the edge, so that no line stays
_LOGO_HEIGHT, _LOGO_WIDTH = 14 * MM, 46 * MM


def write_poster(path: Path, poster: Poster, *, fonts: Fonts) -> None:
    """Write the poster; the same content gives the same bytes.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
    """
    register(fonts)
    pen = Pen(
        title=f"Inbjudan: {poster.title}", author=poster.frame.centre, day=poster.frame.printed
    )
    with pen.outside():
        pen.box(0, 0, _WIDE, paper.PAGE_HEIGHT, fill=GROUND)
        _picture(pen)
    with pen.inside("H1"):
        _words(pen, poster)
    with pen.inside("P"):
        y = _intro(pen, poster.intro)
    _facts(pen, poster.facts, y)
    with pen.inside("P"):
        _sign_up(pen, poster)
    with pen.inside("P"):
        _below(pen, poster)
    pen.next_page()
    write_whole(path, pen.finish())


def _picture(pen: Pen) -> None:
    """Draw sky, sun, tree, hills, a grown-up and a child."""
    pen.box(0, 0, _WIDE, 97 * MM, fill=SKY)
    pen.disc(172 * MM, 33.2 * MM, 17.4 * MM, SUN)
    pen.curve(
        (0, 87 * MM),
        [
            ((30 * MM, 70 * MM), (62 * MM, 79 * MM), (103 * MM, 83 * MM)),
            ((140 * MM, 87 * MM), (175 * MM, 80 * MM), (_WIDE, 67 * MM)),
            ((_WIDE, 80 * MM), (_WIDE, 90 * MM), (_WIDE, 100 * MM)),
            ((140 * MM, 100 * MM), (70 * MM, 100 * MM), (0, 100 * MM)),
        ],
        HILL,
    )
    for x, y, size in ((135.4, 59.5, 11.7), (160.5, 59.5, 11.7), (148, 50.2, 13.7)):
        pen.disc(x * MM, y * MM, size * MM, CROWN)
    pen.box(135.4 * MM, 59.5 * MM, 25.1 * MM, 11.5 * MM, fill=CROWN)
    for x1, y1, x2, y2, width in (
        (148, 90, 148, 55.5, 7),
        (148, 67.5, 141.2, 61.8, 6),
        (148, 73.2, 156.5, 66, 6),
    ):
        pen.line(x1 * MM, y1 * MM, x2 * MM, y2 * MM, width=width, colour=TRUNK, round_ends=True)
    _people(pen)
    pen.curve(
        (0, 96.8 * MM),
        [
            ((45 * MM, 84 * MM), (80 * MM, 90 * MM), (118 * MM, 92.6 * MM)),
            ((155 * MM, 95 * MM), (185 * MM, 90 * MM), (_WIDE, 81.5 * MM)),
            ((_WIDE, 90 * MM), (_WIDE, 95 * MM), (_WIDE, 101 * MM)),
            ((140 * MM, 101 * MM), (70 * MM, 101 * MM), (0, 101 * MM)),
        ],
        GROUND,
    )


def _people(pen: Pen) -> None:
    for x, y, half, height, coat in ((175.4, 75, 7.5, 20, COAT), (189.3, 80.2, 4.9, 14, SUN)):
        top = y * MM
        pen.curve(
            ((x - half) * MM, (y + height) * MM),
            [
                (((x - half) * MM, top), ((x - half * 0.7) * MM, top), (x * MM, top)),
                (((x + half * 0.7) * MM, top), ((x + half) * MM, top),
                 ((x + half) * MM, (y + height) * MM)),
            ],
            coat,
        )  # fmt: skip
    pen.line(180.5 * MM, 80 * MM, 186.4 * MM, 84.2 * MM, width=7, colour=COAT, round_ends=True)
    pen.disc(175.4 * MM, 69.2 * MM, 4.5 * MM, SKIN)
    pen.disc(189.3 * MM, 76.1 * MM, 3.4 * MM, CHILD)


def _words(pen: Pen, poster: Poster) -> None:
    wide = 104 * MM
    pen.text(X, 20 * MM, poster.kicker, font=SEMIBOLD, size=14.5, colour=_PALE)
    size = 44.0
    while size > 24 and (
        len(wrap(poster.title, BOLD, size, wide)) > 3
        or max(text_width(word, BOLD, size) for word in poster.title.split() or [""]) > wide
    ):
        size -= 2
    y = 20 * MM + size + 2
    for line in wrap(poster.title, BOLD, size, wide)[:4]:
        pen.text(X, y, line, font=BOLD, size=size, colour=paper.WHITE)
        y += size * 1.08


def _intro(pen: Pen, text: str) -> float:
    """Draw the invitation, smaller where it is long; return the y below it."""
    size = 17.5
    while size > 11 and len(wrap(text, REGULAR, size, paper.WIDTH)) * size * 1.45 > 38 * MM:
        size -= 0.5
    y = 118 * MM
    for line in wrap(text, REGULAR, size, paper.WIDTH) if text else ():
        pen.text(X, y, line, size=size)
        y += size * 1.45
    return y


def _facts(pen: Pen, facts: tuple[PosterFact, ...], y: float) -> None:
    column = paper.WIDTH / 2 + 4 * MM
    step = 23.3 * MM
    top = max(y + 8 * MM, 150 * MM) if len(facts) > 4 else max(y + 12 * MM, 152 * MM)
    for place, fact in enumerate(facts[:6]):
        x, y = X + place % 2 * column, top + place // 2 * step
        draw_sign(pen, fact.sign, x, y, 23)
        left = x + 14.3 * MM
        room = (RIGHT if place % 2 else X + column - 4 * MM) - left
        with pen.inside("P"):
            head = _fitting(fact.head, SEMIBOLD, 15, room)
            pen.text(left, y + 10, head, font=SEMIBOLD, size=15, goes_on=True)
            lines = wrap(fact.text, REGULAR, 12, room)[:2]
            pen.column(left, y + 28, lines, step=14.5, size=12, colour=paper.TEXT_2)


def _fitting(text: str, font: str, size: float, wide: float) -> str:
    """Cut a text that is too wide, with an ellipsis."""
    if text_width(text, font, size) <= wide:
        return text
    while text and text_width(f"{text}…", font, size) > wide:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _sign_up(pen: Pen, poster: Poster) -> None:
    top, height = 223.6 * MM, 24.4 * MM
    pen.box(X, top, paper.WIDTH, height, fill=paper.PRIMARY, radius=9)
    phone = text_width(poster.phone, BOLD, 19) if poster.phone else 0
    room = paper.WIDTH - 14 * MM - phone
    head = _fitting(poster.sign_up, SEMIBOLD, 17, room)
    pen.text(X + 7 * MM, top + 31, head, font=SEMIBOLD, size=17, colour=paper.WHITE)
    for n, line in enumerate(wrap(poster.sign_up_text, REGULAR, 12.5, room)[:2]):
        pen.text(X + 7 * MM, top + 49 + n * 14, line, size=12.5, colour="#E7F2EE")
    pen.text(
        RIGHT - 7 * MM, top + 41, poster.phone,
        font=BOLD, size=19, colour=paper.WHITE, anchor=Anchor.END,
    )  # fmt: skip


def _below(pen: Pen, poster: Poster) -> None:
    y = 278 * MM
    if poster.logo is None:
        pen.box(X, y, 9 * MM, 9 * MM, fill=paper.PRIMARY, radius=4)
        draw_sign(pen, "mark", X + 4.2, y + 3.6, 17)
        x = X + 11.7 * MM
    else:
        wide = pen.image(io.BytesIO(poster.logo), X, y - 3 * MM, _LOGO_WIDTH, _LOGO_HEIGHT)
        x = X + wide + 4 * MM
    pen.text(x, y + 9.5, poster.frame.centre, font=SEMIBOLD, size=10.5)
    pen.text(x, y + 23, poster.parties, size=10.5, colour=paper.TEXT_2)
    if poster.frame.sample:
        draw_badge(pen, RIGHT, y + 16, SAMPLE)
