"""Reads the printed tables of a report back from its PDF: texts and rules by their places.

A table stands between two heavy rules under a line that begins with *Tabell*; the rules between
them divide its rows, and right edges its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from familjecentral.disclosure.table import TableSet
from familjecentral.errors import UnusableFile
from familjecentral.readers.pdf_page import Fragment, Page, Rule, read_page
from familjecentral.readers.report_grid import Definitions, Grid, Head, cells_of

_CAPTION = "Tabell "
_HEAVY = 1.0  # points: rules above and below a table
_NEAR = 0.8  # points: two edges are the same
_LABEL = 20.0  # points from the left margin within which row labels begin


def read_report_pdf(path: Path, known: Definitions) -> TableSet:
    """Return the cells of a report's PDF.

    Raises:
        UnusableFile: not a PDF, or not one that the definitions explain.
    """
    from pypdf import PdfReader  # late: off the start path
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        pages = [read_page(page, number) for number, page in enumerate(reader.pages, start=1)]
    except (OSError, PyPdfError, ValueError, KeyError, TypeError) as error:
        raise UnusableFile("unreadable", path.name) from error
    return cells_of((grid for page in pages for grid in _grids(page)), known)


def _grids(page: Page) -> Iterator[Grid]:
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


def _grid(caption: str, body: Sequence[Fragment], rules: Sequence[Rule], place: str) -> Grid:
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
    for upper, lower in pairwise(full[1:]):
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
