"""Icons and fonts: file places and SVG text; nothing here is parsed or drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from resources.place import ROOT

_FONTS: Final = ("Regular", "Medium", "Semibold", "Bold", "It")


def icon_path(name: str) -> Path:
    """Return the SVG file of an icon (Lucide name, ``mark``, ``oak``, ``level-universal`` …).

    ``KeyError`` when there is none.
    """
    path = ROOT / "icons" / f"{name}.svg"
    if not path.is_file():
        raise KeyError(name)
    return path


@cache
def icon_svg(name: str) -> str:
    """Return the SVG text of an icon, in ``currentColor``; ``KeyError`` when there is none."""
    return icon_path(name).read_text("utf-8")


def icon_names() -> tuple[str, ...]:
    """Return the names of all icons, sorted."""
    return tuple(sorted(path.stem for path in (ROOT / "icons").glob("*.svg")))


def font_paths() -> tuple[Path, ...]:
    """Return the five files of Source Sans 3: 400, 500, 600, 700 and 400 italic, in this order."""
    return tuple(ROOT / "fonts" / f"SourceSans3-{style}.ttf" for style in _FONTS)
