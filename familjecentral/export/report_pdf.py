"""The report as an A4 PDF: parts stacked on pages, then drawn with heads, feet and numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.document import Document
from familjecentral.export.paper import Fonts
from familjecentral.export.pdf_blocks import Part, parts_of
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_text import SEMIBOLD, register, text_width
from familjecentral.whole import write_whole

Progress = Callable[[float], None]
_SLACK = 0.01


def write_pdf(path: Path, document: Document, *, fonts: Fonts, progress: Progress) -> None:
    """Write the report; the same document gives the same bytes.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
        Cancelled: raised by ``progress``, which is called with 0–1 after every page.
    """
    register(fonts)
    pages = paginate([part for block in document.blocks for part in parts_of(block)])
    pen = Pen(title=document.title, author=document.author, day=document.day)
    for number, parts in enumerate(pages, start=1):
        if document.watermark:
            pen.watermark(document.watermark)
        _draw_head(pen, document)
        y = paper.TOP
        for part in parts:
            part.draw(pen, y)
            y += part.height
        _draw_foot(pen, document, number, len(pages))
        pen.next_page()
        progress(number / len(pages))
    write_whole(path, pen.finish())


def paginate(parts: Sequence[Part]) -> list[list[Part]]:
    """Stack parts on pages; a heading stands with what follows it, nothing is split."""
    pages: list[list[Part]] = [[]]
    y = 0.0
    room = paper.BOTTOM - paper.TOP
    for place, part in enumerate(parts):
        end = place
        while parts[end].with_next and end + 1 < len(parts):
            end += 1
        needed = sum(bound.height for bound in parts[place : end + 1])
        if pages[-1] and (part.new_page or y + needed > room + _SLACK):
            pages.append([])
            y = 0.0
        pages[-1].append(part)
        y += part.height
    return pages


def draw_badge(pen: Pen, right: float, y: float, word: str) -> float:
    """Draw a word in a frame that ends at ``right``; return the width of the frame."""
    wide = text_width(word, SEMIBOLD, 8.6) + 12
    pen.box(right - wide, y - 10, wide, 14, stroke=paper.OUTLINE, line=0.8, radius=2.5)
    pen.text(right - wide + 6, y, word, font=SEMIBOLD, size=8.6)
    return wide


def _draw_head(pen: Pen, document: Document) -> None:
    left, right = paper.MARGIN, paper.MARGIN + paper.WIDTH
    pen.text(left, paper.HEAD_TEXT, document.head_left, size=9.3, colour=paper.TEXT_2)
    if document.badge:
        right -= draw_badge(pen, right, paper.HEAD_TEXT, document.badge) + 5
    pen.text(
        right,
        paper.HEAD_TEXT,
        document.head_right,
        size=9.3,
        colour=paper.TEXT_2,
        anchor=Anchor.END,
    )
    pen.line(
        left,
        paper.HEAD_RULE,
        left + paper.WIDTH,
        paper.HEAD_RULE,
        width=0.7,
        colour=paper.PRIMARY,
    )


def _draw_foot(pen: Pen, document: Document, number: int, pages: int) -> None:
    left, right = paper.MARGIN, paper.MARGIN + paper.WIDTH
    pen.line(left, paper.FOOT_RULE, right, paper.FOOT_RULE, width=0.5)
    for place, line in enumerate(document.foot):
        pen.text(left, paper.FOOT_TEXT + place * 11.5, line, size=8.6, colour=paper.TEXT_2)
    pen.text(
        right,
        paper.FOOT_TEXT,
        document.page.format(page=number, pages=pages),
        size=8.6,
        colour=paper.TEXT_2,
        anchor=Anchor.END,
    )
