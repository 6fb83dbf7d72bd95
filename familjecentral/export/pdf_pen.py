"""Drawing on a PDF page from the top left corner, with embedded fonts and measured text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import IO, Any

from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.pdf_archive import LANGUAGE, archived
from familjecentral.export.pdf_tags import Element, Tags
from familjecentral.export.pdf_text import BOLD, REGULAR, Placed, text_width


@cache
def _ink(colour: str) -> object:
    from reportlab.lib.colors import HexColor

    return HexColor(colour)


class Pen:
    """A PDF in the making. y grows downwards from the top of the page.

    Text drawn :meth:`inside` an element of the structure belongs to it; all else is an artifact.
    """

    def __init__(self, *, title: str, author: str, day: dt.date) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._file = io.BytesIO()
        self._title, self._author, self._day = title, author, day
        self._tags = Tags()
        self._open: Element | None = None
        self._is_open = False
        self._state: dict[str, object] = {}
        self._canvas: Any = Canvas(
            self._file,
            pagesize=(paper.PAGE_WIDTH, paper.PAGE_HEIGHT),
            initialFontName=REGULAR,
            invariant=1,
            pageCompression=0,  # the finished file is compressed once
            lang=LANGUAGE,
        )

    def finish(self) -> bytes:
        """Return the bytes of the whole file."""
        self._canvas.save()
        return archived(
            self._file.getvalue(),
            self._tags,
            title=self._title,
            author=self._author,
            day=self._day,
        )

    def next_page(self) -> None:
        """End the page."""
        self._close()
        self._canvas.showPage()
        self._state = {}
        self._tags.next_page()

    def inside(
        self,
        kind: str,
        key: str = "",
        *,
        alt: str = "",
        scope: str = "",
        rows: int = 1,
        columns: int = 1,
        box: tuple[float, float, float, float] | None = None,
    ) -> AbstractContextManager[None]:
        """Draw into an element (see :class:`~familjecentral.export.pdf_tags.Element`).

        Args:
            key: continues the element that has this key, on whatever page it began.
            box: place of a figure: x, y of the upper left corner, width, height.
        """
        if box is not None:
            x, y, width, height = box
            box = (x, paper.PAGE_HEIGHT - y - height, x + width, paper.PAGE_HEIGHT - y)
        element = Element(kind, alt, scope, rows, columns, box)
        return self._tags.inside(element, key)

    def outside(self) -> AbstractContextManager[None]:
        """Draw what repeats or adorns."""
        return self._tags.outside()

    def outline(self, text: str) -> None:
        """Let the reader jump to this page from a list of contents."""
        key = f"{self._canvas.getPageNumber()} {text}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(text, key, level=0)

    def _use(self, **wanted: object) -> None:
        """Set colours, widths and fonts that are not set already."""
        canvas = self._canvas
        for name, value in wanted.items():
            if self._state.get(name) == value:
                continue
            self._state[name] = value
            match name, value:
                case "fill", str():
                    canvas.setFillColor(_ink(value))
                case "stroke", str():
                    canvas.setStrokeColor(_ink(value))
                case "dash", tuple():
                    canvas.setDash(list(value), 0)
                case "width", _:
                    canvas.setLineWidth(value)
                case _:
                    canvas.setLineCap(value)

    def _into(self, *, is_text: bool) -> None:
        """Mark what is drawn next as belonging to the element that the pen is in."""
        owner = self._tags.owner(is_text=is_text)
        if self._is_open and owner is self._open:
            return
        self._close()
        code = "/Artifact BMC"
        if owner is not None:
            code = f"/{owner.kind} <</MCID {self._tags.mark(owner)}>> BDC"
        self._canvas._code.append(code)  # reportlab has no marked content of its own
        self._open, self._is_open = owner, True

    def _close(self) -> None:
        if self._is_open:
            self._canvas._code.append("EMC")
            self._is_open = False

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
        goes_on: bool = False,
    ) -> None:
        """Draw one line on its baseline; one that ``goes_on`` ends with a space, for readers."""
        self._into(is_text=True)
        if anchor is not Anchor.START:
            wide = text_width(text, font, size)
            x -= wide if anchor is Anchor.END else wide / 2
        self._use(fill=colour)
        self._write(f"{text} " if goes_on else text, x, paper.PAGE_HEIGHT - y, font, size)

    def _write(self, text: str, x: float, y: float, font: str, size: float) -> None:
        """Put the operators of a text on the page; the library's own way measures it again."""
        from reportlab.pdfbase.pdfmetrics import getFont

        face, canvas = getFont(font), self._canvas
        code = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
        for subset, part in face.splitString(text, canvas._doc):
            name = face.getSubsetInternalName(subset, canvas._doc)
            code.append(f"{name} {size:g} Tf ({canvas._escape(part)}) Tj")
        canvas._code.append(f"{' '.join(code)} ET")

    def column(
        self,
        x: float,
        y: float,
        texts: Sequence[str],
        *,
        step: float,
        font: str = REGULAR,
        size: float = paper.BODY,
        colour: str = paper.TEXT,
        anchor: Anchor = Anchor.START,
    ) -> None:
        """Draw the lines of one text, the first on the baseline y."""
        for place, line in enumerate(texts, start=1):
            self.text(
                x,
                y,
                line,
                font=font,
                size=size,
                colour=colour,
                anchor=anchor,
                goes_on=place < len(texts),
            )
            y += step

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
        self._into(is_text=False)
        self._use(stroke=colour, width=width, cap=int(round_ends), dash=tuple(dash))
        top = paper.PAGE_HEIGHT
        self._canvas._code.append(f"n {x1:.2f} {top - y1:.2f} m {x2:.2f} {top - y2:.2f} l S")

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
        self._into(is_text=False)
        canvas = self._canvas
        if fill:
            self._use(fill=fill)
        if stroke:
            self._use(stroke=stroke, width=line, dash=tuple(dash))
        bottom = paper.PAGE_HEIGHT - y - height
        painted = {"fill": int(bool(fill)), "stroke": int(bool(stroke))}
        if radius:
            canvas.roundRect(x, bottom, width, height, radius, **painted)
        else:
            canvas.rect(x, bottom, width, height, **painted)

    def shape(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        """Draw a filled polygon."""
        self._into(is_text=False)
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], paper.PAGE_HEIGHT - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, paper.PAGE_HEIGHT - y)
        path.close()
        self._use(fill=fill)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def picture(
        self, right: float, y: float, png: bytes, *, alt: str, most: tuple[float, float]
    ) -> None:
        """Draw a picture whose upper right corner lies at a point, as large as ``most`` allows."""
        from reportlab.lib.utils import ImageReader

        image = ImageReader(io.BytesIO(png))
        wide, high = image.getSize()
        unit = min(most[0] / wide, most[1] / high)
        width, height = wide * unit, high * unit
        x = right - width
        with self.inside("Figure", alt=alt, box=(x, y, width, height)):
            self._into(is_text=False)
            bottom = paper.PAGE_HEIGHT - y - height
            self._canvas.drawImage(image, x, bottom, width, height)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a filled circle around a point."""
        self._into(is_text=False)
        self._use(fill=fill)
        self._canvas.circle(x, paper.PAGE_HEIGHT - y, radius, stroke=0, fill=1)

    def curve(
        self,
        start: tuple[float, float],
        beziers: Iterable[tuple[tuple[float, float], tuple[float, float], tuple[float, float]]],
        fill: str,
    ) -> None:
        """Draw a filled outline of cubic curves (two control points and an end each)."""
        self._into(is_text=False)
        self._use(fill=fill)
        path = self._canvas.beginPath()
        path.moveTo(start[0], paper.PAGE_HEIGHT - start[1])
        for points in beziers:
            path.curveTo(*(v for x, y in points for v in (x, paper.PAGE_HEIGHT - y)))
        path.close()
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
        self._into(is_text=False)
        self._use(stroke=colour, width=width, cap=1, dash=())
        self._canvas.setLineJoin(1)

    def image(self, file: IO[bytes], x: float, y: float, width: float, height: float) -> float:
        """Draw a picture as large as fits from its upper left corner; return its width.

        Raises:
            OSError: it is no picture.
        """
        from reportlab.lib.utils import ImageReader

        self._into(is_text=False)
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
        self._into(is_text=False)
        canvas = self._canvas
        kept = dict(self._state)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x, paper.PAGE_HEIGHT - y - height, width, height)
        canvas.clipPath(path, stroke=0, fill=0)
        start = -height
        while start < width:
            self.line(x + start, y + height, x + start + height, y, width=gap / 2, colour=colour)
            start += gap
        canvas.restoreState()
        self._state = kept

    def watermark(self, text: str) -> None:
        """Draw a word across the page, pale enough to read through."""
        self._into(is_text=False)
        canvas = self._canvas
        kept = dict(self._state)
        canvas.saveState()
        canvas.translate(paper.PAGE_WIDTH / 2, paper.PAGE_HEIGHT / 2)
        canvas.rotate(54)
        self._use(fill=paper.WATERMARK)
        self._write(text, -text_width(text, BOLD, 130) / 2, -45, BOLD, 130)
        canvas.restoreState()
        self._state = kept

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[Sequence[Placed]],
        *,
        size: float,
        step: float,
        colour: str = paper.TEXT,
    ) -> float:
        """Draw the wrapped lines of one text from the top; return the y below the last."""
        for place, line in enumerate(lines, start=1):
            baseline = y + step * 0.5 + size * 0.34
            for number, (offset, text, font) in enumerate(line, start=1):
                self.text(
                    x + offset,
                    baseline,
                    text,
                    font=font,
                    size=size,
                    colour=colour,
                    goes_on=number == len(line) and place < len(lines),
                )
            y += step
        return y
