"""The structure of a PDF: headings, paragraphs, tables and figures in reading order.

The pen asks what a stroke belongs to and marks it on the page; what belongs to nothing is an
artifact (page heads, lines, grounds), which a screen reader passes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked stretch of a page: page from 0, number on the page."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """An element of the structure, by its standard name (``H1``, ``P``, ``Table``, ``TD`` …).

    Attributes:
        alt: text of a figure.
        scope: ``Row`` or ``Column`` of a head cell. rows, columns: how far a cell goes.
        box: place of a figure on its page (left, bottom, right, top).
        kids: elements and marked stretches in reading order.
    """

    kind: str
    alt: str = ""
    scope: str = ""
    rows: int = 1
    columns: int = 1
    box: Box | None = None
    kids: list[Element | Marked] = field(default_factory=list)


class Tags:
    """The structure in the making: where the pen is, and what stands on each page."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.pages: list[int] = [0]  # how many marked stretches each page has
        self._stack: list[Element | None] = [self.root]
        self._by_key: dict[str, Element] = {}

    @contextmanager
    def inside(self, element: Element, key: str = "") -> Iterator[None]:
        """Go into a new element; the one that has the key already, if there is one."""
        known = self._by_key.get(key) if key else None
        if known is None:
            known = element
            above = self._stack[-1]
            if above is not None:
                above.kids.append(element)
            if key:
                self._by_key[key] = element
        self._stack.append(known)
        try:
            yield
        finally:
            self._stack.pop()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """What is drawn here repeats or adorns."""
        self._stack.append(None)
        try:
            yield
        finally:
            self._stack.pop()

    def owner(self, *, is_text: bool) -> Element | None:
        """Return the element that a stroke belongs to; lines and grounds only to a figure."""
        here = self._stack[-1]
        if here is self.root or here is None:
            return None
        return here if is_text or here.kind == "Figure" else None

    def mark(self, element: Element) -> int:
        """Return the number of the next stretch of this page, which belongs to the element."""
        number = self.pages[-1]
        self.pages[-1] += 1
        element.kids.append(Marked(len(self.pages) - 1, number))
        return number

    def next_page(self) -> None:
        """Go to the next page."""
        self.pages.append(0)
