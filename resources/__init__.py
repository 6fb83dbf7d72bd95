"""Data of the product (codes, programmes, texts, pictures, fonts) and one typed door to it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resources.catalogue import Programme, Range, programmes
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
    from resources.vocabulary import guard_words
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

# Each module is read when something of it is asked for: the first window needs pictures only.
_HOMES = {
    "CodeList": "lists",
    "CodeText": "lists",
    "KeyFigure": "wording",
    "Lang": "lists",
    "LevelCell": "lists",
    "Levels": "lists",
    "Paragraph": "wording",
    "PreventionText": "lists",
    "Programme": "catalogue",
    "Range": "catalogue",
    "ReportTexts": "wording",
    "code_lists": "lists",
    "font_paths": "pictures",
    "guard_words": "vocabulary",
    "help_names": "wording",
    "help_page": "wording",
    "icon_names": "pictures",
    "icon_path": "pictures",
    "icon_svg": "pictures",
    "key_figures": "wording",
    "label": "lists",
    "levels": "lists",
    "passphrase_words": "wording",
    "programmes": "catalogue",
    "report_texts": "wording",
    "table_set": "wording",
    "table_words": "wording",
}


def __getattr__(name: str) -> object:
    """Return a name of the door, reading its module the first time (PEP 562)."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"resources.{_HOMES[name]}"), name)
