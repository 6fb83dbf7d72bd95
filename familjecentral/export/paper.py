"""What paper looks like: page, sizes and colours. Lengths in points (1/72 inch)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
MARGIN = 16.5 * MM
WIDTH = PAGE_WIDTH - 2 * MARGIN
HEAD_TEXT = 17 * MM  # baselines and rules from the top of the page
HEAD_RULE = 20.7 * MM
TOP = 27.5 * MM
FOOT_RULE = 278 * MM
BOTTOM = 275.5 * MM
FOOT_TEXT = 282.2 * MM

TITLE, SECTION, BODY, CAPTION, TABLE, SMALL = 28.0, 15.5, 10.5, 10.0, 9.4, 8.5
CARD_NUMBER = 25.0

TEXT = "#1E2A2B"
TEXT_2 = "#475356"
PRIMARY = "#1D5C57"
PRIMARY_SOFT = "#DDEBE7"
LINE = "#DDD6CA"
OUTLINE = "#857D71"
SUNKEN = "#EAE5DB"
TINT = "#F4F1EA"
WARN = "#7F5200"
WATERMARK = "#E9E7E2"
WHITE = "#FFFFFF"
LEVELS = {"circle": "#27689A", "diamond": "#8F5502", "triangle": "#6A2560"}
SERIES = ("#347CAE", "#995B02", "#401239")
HATCH_GROUND = "#F0CB8C"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The TrueType files that are embedded."""

    regular: Path
    semibold: Path
    bold: Path
    italic: Path
