"""Data of the product (codes, programmes, texts, pictures, fonts) and one typed door to it."""

from resources.lists import (
    CodeList,
    CodeText,
    Lang,
    LevelCell,
    Levels,
    PreventionText,
    code_lists,
    label,
    levels,
)
from resources.pictures import font_paths, icon_names, icon_path, icon_svg

__all__ = [
    "CodeList",
    "CodeText",
    "Lang",
    "LevelCell",
    "Levels",
    "PreventionText",
    "code_lists",
    "font_paths",
    "icon_names",
    "icon_path",
    "icon_svg",
    "label",
    "levels",
]
