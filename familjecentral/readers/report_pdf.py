"""Reads the printed tables of a report back from its PDF: texts and rules by their places.

A table stands between two heavy rules under a line that begins with *Tabell*; the rules between
them divide its rows, and right edges its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from familjecentral.disclosure.table import TableSet
from familjecentral.errors import UnusableFile
from familjecentral.readers.report_grid import Definitions, Grid, Head, cells_of

_CAPTION = "Tabell "
_HEAVY = 1.0  # points: rules above and below a table
_NEAR = 0.8  # points: two edges are the same
_LABEL = 20.0  # points from the left margin within which row labels begin


@dataclass(frozen=True, slots=True)
class Fragment:
    """One text as it was drawn: left and right edge, baseline from the bottom of the page."""

    x0: float
    x1: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x0: float
    x1: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class _Page:
    fragments: tuple[Fragment, ...]
    rules: tuple[Rule, ...]
    number: int


def read_report_pdf(path: Path, known: Definitions) -> TableSet:
    """Return the cells of a report's PDF.

    Raises:
        UnusableFile: not a PDF, or not one that the definitions explain.
    """
    from pypdf import PdfReader  # late: off the start path
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        pages = [_page(page, number) for number, page in enumerate(reader.pages, start=1)]
    except (OSError, PyPdfError, ValueError, KeyError) as error:
        raise UnusableFile("unreadable", path.name) from error
    return cells_of((grid for page in pages for grid in _grids(page)), known)


def _grids(page: _Page) -> Iterator[Grid]:
    """Yield the tables of a page from the top."""
    rules = sorted(page.rules, key=lambda rule: -rule.y)
    heavy = [rule for rule in rules if rule.width >= _HEAVY]
    for caption in page.fragments:
        if not caption.text.startswith(_CAPTION):
            continue
        below = [rule for rule in heavy if rule.y < caption.y and rule.x0 <= caption.x0 + _NEAR]
        if len(below) < 2:
            raise UnusableFile("no_head", f"sida {page.number}")
        top, bottom = below[0], below[1]
        inside = [r for r in rules if bottom.y <= r.y <= top.y]
        words = [f for f in page.fragments if top.y < f.y <= caption.y]
        body = [f for f in page.fragments if bottom.y < f.y < top.y]
        yield _grid("".join(f.text for f in words), body, inside, f"sida {page.number}")


def _grid(
    caption: str, body: Sequence[Fragment], rules: Sequence[Rule], place: str
) -> Grid:
    left, right = rules[0].x0, rules[0].x1
    full = [r for r in rules if abs(r.x0 - left) < _NEAR and abs(r.x1 - right) < _NEAR]
    head_top, head_bottom = full[0].y, full[1].y
    spans = [r for r in rules if r not in full and head_bottom < r.y < head_top]
    head = [f for f in body if f.y > head_bottom and f.x0 > left + _LABEL]
    above = [f for f in head if any(_under(f, span) for span in spans)]
    groups = [
        (span.x0, span.x1, "".join(f.text for f in above if _under(f, span))) for span in spans
    ]
    columns: dict[float, str] = {}
    for fragment in head:
        if fragment in above:
            continue
        edge = next((x for x in columns if abs(x - fragment.x1) < _NEAR), fragment.x1)
        columns[edge] = columns.get(edge, "") + fragment.text
    edges = sorted(columns)
    heads = tuple(
        Head(columns[x], next((text for x0, x1, text in groups if x0 < x <= x1 + _NEAR), ""))
        for x in edges
    )
    rows = []
    for upper, lower in zip(full[1:], full[2:], strict=False):
        inside = [f for f in body if lower.y < f.y < upper.y]
        label = "".join(f.text for f in inside if f.x0 <= left + _LABEL)
        entries = [[f.text for f in inside if abs(f.x1 - x) < _NEAR] for x in edges]
        taken = sum(map(len, entries)) + sum(f.x0 <= left + _LABEL for f in inside)
        if taken != len(inside) or any(len(entry) != 1 for entry in entries):
            raise UnusableFile("number_of_fields", place)
        rows.append((label, tuple(entry[0] for entry in entries)))
    return Grid(caption, heads, tuple(rows), place)


def _under(fragment: Fragment, span: Rule) -> bool:
    """Tell whether a text stands above a group's rule and within its width."""
    return fragment.y > span.y and span.x0 - _NEAR <= fragment.x0 <= span.x1


def _page(page: Any, number: int) -> _Page:
    """Read what a page draws. Only what is drawn upright counts as text of a table."""
    from pypdf.generic import ContentStream

    fonts = {
        name: _Font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()
    }
    fragments: list[Fragment] = []
    rules: list[Rule] = []
    width, start = 1.0, (0.0, 0.0)
    matrix, stack = (1.0, 0.0, 0.0, 1.0), []
    font, size, at = None, 0.0, (0.0, 0.0)
    for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        match operator:
            case b"q":
                stack.append((matrix, width))
            case b"Q":
                matrix, width = stack.pop()
            case b"cm":
                a, b, c, d = (float(v) for v in operands[:4])
                turned = (a, b, c, d) != (1.0, 0.0, 0.0, 1.0)
                matrix = (a, b, c, d) if turned else matrix
            case b"w":
                width = float(operands[0])
            case b"m":
                start = (float(operands[0]), float(operands[1]))
            case b"l":
                x, y = float(operands[0]), float(operands[1])
                if abs(y - start[1]) < 0.01 and x > start[0]:
                    rules.append(Rule(start[0], x, y, width))
            case b"Tf":
                font, size = fonts[operands[0]], float(operands[1])
            case b"Tm":
                at = (float(operands[4]), float(operands[5]))
            case b"Tj" if font is not None and matrix == (1.0, 0.0, 0.0, 1.0):
                text, wide = font.read(_bytes(operands[0]))
                fragments.append(Fragment(at[0], at[0] + wide * size, at[1], text))
                at = (at[0] + wide * size, at[1])
    return _Page(tuple(fragments), tuple(rules), number)


def _bytes(operand: Any) -> bytes:
    return bytes(getattr(operand, "original_bytes", operand))


_CODE = re.compile(rb"<([0-9A-Fa-f]+)>")
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


class _Font:
    """A font of the file: characters and widths by byte."""

    def __init__(self, font: Any) -> None:
        first = int(font["/FirstChar"])
        self._widths = {
            first + place: float(width) / 1000
            for place, width in enumerate(font["/Widths"].get_object())
        }
        self._chars: dict[int, str] = {}
        table = font["/ToUnicode"].get_object().get_data()
        for block in _CHARS.findall(table):
            codes = _CODE.findall(block)
            for code, text in zip(codes[::2], codes[1::2], strict=True):
                self._chars[int(code, 16)] = _text(text)
        for block in _RANGES.findall(table):
            self._read_ranges(block)

    def _read_ranges(self, block: bytes) -> None:
        for line in block.splitlines():
            codes = _CODE.findall(line)
            if len(codes) < 3:
                continue
            low, high = int(codes[0], 16), int(codes[1], 16)
            if b"[" in line:
                for place, text in enumerate(codes[2:]):
                    self._chars[low + place] = _text(text)
            else:
                start = int(codes[2], 16)
                for place in range(high - low + 1):
                    self._chars[low + place] = chr(start + place)

    def read(self, raw: bytes) -> tuple[str, float]:
        """Return the text of bytes and its width at size 1."""
        text = "".join(self._chars.get(code, "?") for code in raw)
        return text, sum(self._widths.get(code, 0.0) for code in raw)


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
