"""Data of the product (codes, programmes, texts, pictures, fonts) and one typed door to it."""

from resources.catalogue import Programme, Range, programmes
from resources.guard_words import guard_words
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
from resources.wording import (
    KeyFigure,
    Paragraph,
    ReportTexts,
    help_names,
    help_page,
    key_figures,
    passphrase_words,
    report_texts,
    table_set,
    table_words,
)

__all__ = [
    "CodeList",
    "CodeText",
    "KeyFigure",
    "Lang",
    "LevelCell",
    "Levels",
    "Paragraph",
    "PreventionText",
    "Programme",
    "Range",
    "ReportTexts",
    "code_lists",
    "font_paths",
    "guard_words",
    "help_names",
    "help_page",
    "icon_names",
    "icon_path",
    "icon_svg",
    "key_figures",
    "label",
    "levels",
    "passphrase_words",
    "programmes",
    "report_texts",
    "table_set",
    "table_words",
]
