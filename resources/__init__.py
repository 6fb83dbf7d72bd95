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

__all__ = [
    "CodeList",
    "CodeText",
    "Lang",
    "LevelCell",
    "Levels",
    "PreventionText",
    "code_lists",
    "label",
    "levels",
]
