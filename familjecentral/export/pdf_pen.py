"""Drawing on a PDF page from the top left corner, with embedded fonts and measured text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.paper import Fonts

REGULAR, SEMIBOLD, BOLD, ITALIC = "FC-Regular", "FC-Semibold", "FC-Bold", "FC-Italic"

# A stretch of text in one font.
Run = tuple[str, str]
# A word or space placed on a line: x, text, font.
Placed = tuple[float, str, str]


def register(fonts: Fonts) -> None:
    """Make the fonts known to the writer.

    Raises:
        OSError: a file cannot be read.
    """
    from reportlab.pdfbase import pdfmetrics  # late: off the start path
    from reportlab.pdfbase.ttfonts import TTFont

    for name, path in (
        (REGULAR, fonts.regular),
        (SEMIBOLD, fonts.semibold),
        (BOLD, fonts.bold),
        (ITALIC, fonts.italic),
    ):
        pdfmetrics.registerFont(TTFont(name, str(path)))


def text_width(text: str, font: str, size: float) -> float:
    """Return the width of a text in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Return lines that fit the width; words that are too long are cut."""
    return ["".join(t for _, t, _ in line) for line in wrap_runs([(text, font)], size, width)]


def wrap_runs(runs: Sequence[Run], size: float, width: float) -> list[list[Placed]]:
    """Return lines of runs in several fonts; spaces at line ends are dropped."""
    lines: list[list[Placed]] = [[]]
    x = 0.0
    for word, font in _words(runs):
        wide = text_width(word, font, size)
        if word == " ":
            if lines[-1]:
                lines[-1].append((x, word, font))
                x += wide
            continue
        if x + wide > width and lines[-1]:
            lines.append([])
            x = 0.0
        for piece in _cut(word, font, size, width) if wide > width else (word,):
            if lines[-1] and x + text_width(piece, font, size) > width:
                lines.append([])
                x = 0.0
            lines[-1].append((x, piece, font))
            x += text_width(piece, font, size)
    return [_joined(line) for line in lines if line] or [[(0.0, "", REGULAR)]]


def _words(runs: Sequence[Run]) -> Iterator[Run]:
    for text, font in runs:
        for place, word in enumerate(text.replace("\n", " ").split(" ")):
            if place:
                yield " ", font
            if word:
                yield word, font


def _cut(word: str, font: str, size: float, width: float) -> Iterator[str]:
    piece = ""
    for char in word:
        if piece and text_width(piece + char, font, size) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def _joined(line: list[Placed]) -> list[Placed]:
    """Draw neighbours in one font together, so that a line is one text when it is read."""
    while line and line[-1][1] == " ":
        line = line[:-1]
    joined: list[Placed] = []
    for x, text, font in line:
        if joined and joined[-1][2] == font:
            joined[-1] = (joined[-1][0], joined[-1][1] + text, font)
        else:
            joined.append((x, text, font))
    return joined


class Pen:
    """A PDF in the making. y grows downwards from the top of the page."""

    def __init__(self, *, title: str, author: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._file = io.BytesIO()
        self._canvas: Any = Canvas(
            self._file,
            pagesize=(paper.PAGE_WIDTH, paper.PAGE_HEIGHT),
            initialFontName=REGULAR,
            invariant=1,
            lang="sv-SE",
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject("")
        self._canvas.setCreator("Familjecentral")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    def finish(self) -> bytes:
        """Return the bytes of the whole file."""
        self._canvas.save()
        return self._file.getvalue()

    def next_page(self) -> None:
        """End the page."""
        self._canvas.showPage()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        font: str = REGULAR,
        size: float = paper.BODY,
        colour: str = paper.TEXT,
        anchor: Anchor = Anchor.START,
    ) -> None:
        """Draw one line on its baseline."""
        if anchor is not Anchor.START:
            wide = text_width(text, font, size)
            x -= wide if anchor is Anchor.END else wide / 2
        self._canvas.setFillColor(colour)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, paper.PAGE_HEIGHT - y, text)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 0.5,
        colour: str = paper.LINE,
        dash: Sequence[float] = (),
        round_ends: bool = False,
    ) -> None:
        """Draw a line."""
        canvas = self._canvas
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.setLineCap(1 if round_ends else 0)
        canvas.setDash(*((list(dash), 0) if dash else ([], 0)))
        canvas.line(x1, paper.PAGE_HEIGHT - y1, x2, paper.PAGE_HEIGHT - y2)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        radius: float = 0,
        line: float = 0.6,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a box from its upper left corner, filled, framed or both."""
        canvas = self._canvas
        if fill:
            canvas.setFillColor(fill)
        if stroke:
            canvas.setStrokeColor(stroke)
            canvas.setLineWidth(line)
            canvas.setDash(*((list(dash), 0) if dash else ([], 0)))
        bottom = paper.PAGE_HEIGHT - y - height
        painted = {"fill": int(bool(fill)), "stroke": int(bool(stroke))}
        if radius:
            canvas.roundRect(x, bottom, width, height, radius, **painted)
        else:
            canvas.rect(x, bottom, width, height, **painted)

    def shape(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        """Draw a filled polygon."""
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], paper.PAGE_HEIGHT - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, paper.PAGE_HEIGHT - y)
        path.close()
        self._canvas.setFillColor(fill)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a filled circle around a point."""
        self._canvas.setFillColor(fill)
        self._canvas.circle(x, paper.PAGE_HEIGHT - y, radius, stroke=0, fill=1)

    def curve(
        self,
        start: tuple[float, float],
        beziers: Iterable[tuple[tuple[float, float], tuple[float, float], tuple[float, float]]],
        fill: str,
    ) -> None:
        """Draw a filled outline of cubic curves (two control points and an end each)."""
        path = self._canvas.beginPath()
        path.moveTo(start[0], paper.PAGE_HEIGHT - start[1])
        for points in beziers:
            path.curveTo(*(v for x, y in points for v in (x, paper.PAGE_HEIGHT - y)))
        path.close()
        self._canvas.setFillColor(fill)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def stroke(self, points: Sequence[tuple[float, float]], *, width: float, colour: str) -> None:
        """Draw a line through points with round ends and corners."""
        canvas = self._canvas
        path = canvas.beginPath()
        path.moveTo(points[0][0], paper.PAGE_HEIGHT - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, paper.PAGE_HEIGHT - y)
        self._round(width, colour)
        canvas.drawPath(path, stroke=1, fill=0)

    def arc(
        self,
        x: float,
        y: float,
        radius: float,
        first: float,
        extent: float,
        width: float,
        colour: str,
    ) -> None:
        """Draw part of a circle around a point; degrees counter-clockwise from the right."""
        canvas = self._canvas
        path = canvas.beginPath()
        middle = paper.PAGE_HEIGHT - y
        path.arc(x - radius, middle - radius, x + radius, middle + radius, first, extent)
        self._round(width, colour)
        canvas.drawPath(path, stroke=1, fill=0)

    def _round(self, width: float, colour: str) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.setDash([], 0)

    def image(self, file: IO[bytes], x: float, y: float, width: float, height: float) -> float:
        """Draw a picture as large as fits from its upper left corner; return its width.

        Raises:
            OSError: it is no picture.
        """
        from reportlab.lib.utils import ImageReader

        picture = ImageReader(file)
        wide, high = picture.getSize()
        scale = min(width / wide, height / high)
        self._canvas.drawImage(
            picture,
            x,
            paper.PAGE_HEIGHT - y - high * scale,
            wide * scale,
            high * scale,
            mask="auto",
        )
        return float(wide * scale)

    def stripes(
        self, x: float, y: float, width: float, height: float, *, colour: str, gap: float = 5.0
    ) -> None:
        """Fill a box with stripes of 45 degrees."""
        canvas = self._canvas
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x, paper.PAGE_HEIGHT - y - height, width, height)
        canvas.clipPath(path, stroke=0, fill=0)
        start = -height
        while start < width:
            self.line(x + start, y + height, x + start + height, y, width=gap / 2, colour=colour)
            start += gap
        canvas.restoreState()

    def watermark(self, text: str) -> None:
        """Draw a word across the page, pale enough to read through."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(paper.PAGE_WIDTH / 2, paper.PAGE_HEIGHT / 2)
        canvas.rotate(54)
        canvas.setFillColor(paper.WATERMARK)
        canvas.setFont(BOLD, 130)
        canvas.drawCentredString(0, -45, text)
        canvas.restoreState()

    def lines(
        self,
        x: float,
        y: float,
        lines: Iterable[Sequence[Placed]],
        *,
        size: float,
        step: float,
        colour: str = paper.TEXT,
    ) -> float:
        """Draw wrapped lines from the top; return the y below the last."""
        for line in lines:
            for offset, text, font in line:
                baseline = y + step * 0.5 + size * 0.34
                self.text(x + offset, baseline, text, font=font, size=size, colour=colour)
            y += step
        return y
