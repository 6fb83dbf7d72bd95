"""What a page of a PDF draws: upright texts with their edges, and horizontal lines.

Reads files whose fonts are simple TrueType subsets with a table of characters, as the report has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject


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
class Page:
    """Texts and lines in the order in which they were drawn; ``number`` from 1."""

    fragments: tuple[Fragment, ...]
    rules: tuple[Rule, ...]
    number: int


def read_page(page: PageObject, number: int) -> Page:
    """Return what a page draws.

    Raises:
        KeyError, ValueError, TypeError: the page is not built as reports are.
    """
    from pypdf.generic import ContentStream, DictionaryObject  # late: off the start path

    resources = page["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"].get_object()
    assert isinstance(fonts, DictionaryObject)
    state = _State({name: _Font(font.get_object()) for name, font in fonts.items()})
    for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        state.take(operator, operands)
    return Page(tuple(state.fragments), tuple(state.rules), number)


_UPRIGHT = (1.0, 0.0, 0.0, 1.0)


@dataclass(slots=True)
class _State:
    """The state of drawing that texts and lines depend on."""

    fonts: dict[str, _Font]
    fragments: list[Fragment] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    width: float = 1.0
    start: tuple[float, float] = (0.0, 0.0)
    turn: tuple[float, ...] = _UPRIGHT
    stack: list[tuple[float, tuple[float, ...]]] = field(default_factory=list)
    font: _Font | None = None
    size: float = 0.0
    at: tuple[float, float] = (0.0, 0.0)

    def take(self, operator: bytes, operands: Sequence[object]) -> None:
        """Follow one operation."""
        match operator:
            case b"q":
                self.stack.append((self.width, self.turn))
            case b"Q":
                self.width, self.turn = self.stack.pop()
            case b"Tj":
                self._show(operands[0])
            case b"Tf":
                self.font, self.size = self.fonts[str(operands[0])], _number(operands[1])
            case b"cm" | b"w" | b"m" | b"l" | b"Tm":
                self._move(operator, [_number(value) for value in operands])

    def _move(self, operator: bytes, numbers: Sequence[float]) -> None:
        match operator:
            case b"cm":
                turn = tuple(numbers[:4])
                self.turn = turn if turn != _UPRIGHT else self.turn
            case b"w":
                self.width = numbers[0]
            case b"m":
                self.start = (numbers[0], numbers[1])
            case b"Tm":
                self.at = (numbers[4], numbers[5])
            case _:
                x, y = numbers[:2]
                if abs(y - self.start[1]) < 0.01 and x > self.start[0]:
                    self.rules.append(Rule(self.start[0], x, y, self.width))

    def _show(self, operand: object) -> None:
        if self.font is None or self.turn != _UPRIGHT:
            return
        raw = getattr(operand, "original_bytes", operand)
        text, wide = self.font.read(bytes(raw) if isinstance(raw, bytes) else b"")
        x, y = self.at
        if not text:
            return
        self.fragments.append(Fragment(x, x + wide * self.size, y, text))
        self.at = (x + wide * self.size, y)


def _number(value: object) -> float:
    return float(str(value))


_CODE = re.compile(rb"<([0-9A-Fa-f]+)>")
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


class _Font:
    """A font of the file: characters and widths by byte."""

    def __init__(self, font: object) -> None:
        from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

        assert isinstance(font, DictionaryObject)
        widths = font["/Widths"].get_object()
        table = font["/ToUnicode"].get_object()
        assert isinstance(widths, ArrayObject)
        assert isinstance(table, StreamObject)
        first = int(_number(font["/FirstChar"]))
        self._widths = {first + place: _number(w) / 1000 for place, w in enumerate(widths)}
        self._chars: dict[int, str] = {}
        data = table.get_data()
        for block in _CHARS.findall(data):
            codes = _CODE.findall(block)
            for code, text in zip(codes[::2], codes[1::2], strict=True):
                self._chars[int(code, 16)] = _text(text)
        for block in _RANGES.findall(data):
            self._read_ranges(block)

    def _read_ranges(self, block: bytes) -> None:
        """Read lines of ``<from> <to> <first>`` or ``<from> <to> [<each> …]``."""
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
        """Return the text of bytes and its width at size 1, without the space that a line which
        goes on ends with."""
        text = "".join(self._chars.get(code, "?") for code in raw)
        kept = raw[: len(text.rstrip(" "))]
        return text.rstrip(" "), sum(self._widths.get(code, 0.0) for code in kept)


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
