"""Head, foot and pages that all sheets share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.paper import Fonts
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_text import register
from familjecentral.export.report_pdf import draw_badge
from familjecentral.export.sheets import SheetFrame

SAMPLE = "Exempeldata"
X = paper.MARGIN
RIGHT = paper.MARGIN + paper.WIDTH
Draw = Callable[[Pen], None]


def sheet_pdf(frame: SheetFrame, *, title: str, pages: Sequence[Draw], fonts: Fonts) -> bytes:
    """Return a PDF with head and foot on every page; the same content gives the same bytes."""
    register(fonts)
    pen = Pen(title=title, author=frame.centre, day=frame.printed)
    for number, draw in enumerate(pages, start=1):
        with pen.outside():
            _head(pen, frame)
        draw(pen)
        with pen.outside():
            _foot(pen, frame, number, len(pages))
        pen.next_page()
    return pen.finish()


def _head(pen: Pen, frame: SheetFrame) -> None:
    pen.text(X, paper.HEAD_TEXT, frame.centre, size=9.3, colour=paper.TEXT_2)
    if frame.sample:
        draw_badge(pen, RIGHT, paper.HEAD_TEXT, SAMPLE)
    pen.line(X, paper.HEAD_RULE, RIGHT, paper.HEAD_RULE, width=0.7, colour=paper.PRIMARY)


def _foot(pen: Pen, frame: SheetFrame, number: int, pages: int) -> None:
    pen.line(X, paper.FOOT_RULE, RIGHT, paper.FOOT_RULE, width=0.5)
    said = f"Utskriven {frame.printed.isoformat()}. Innehåller inga uppgifter om enskilda."
    pen.text(X, paper.FOOT_TEXT, said, size=8.6, colour=paper.TEXT_2)
    page = f"Sida {number} av {pages}"
    pen.text(RIGHT, paper.FOOT_TEXT, page, size=8.6, colour=paper.TEXT_2, anchor=Anchor.END)
