"""Text as it is measured and broken into lines, with the embedded fonts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from familjecentral.export.paper import Fonts

REGULAR, SEMIBOLD, BOLD, ITALIC = "FC-Regular", "FC-Semibold", "FC-Bold", "FC-Italic"

# A stretch of text in one font.
Run = tuple[str, str]
# A word or space placed on a line: x, text, font.
Placed = tuple[float, str, str]


def register(fonts: Fonts) -> None:
    """Make the fonts known to the writer, which keeps those that it has read.

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
        known = name in pdfmetrics.getRegisteredFontNames()
        if not known or pdfmetrics.getFont(name).face.filename != str(path):
            pdfmetrics.registerFont(TTFont(name, str(path)))


@lru_cache(maxsize=1 << 14)
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
