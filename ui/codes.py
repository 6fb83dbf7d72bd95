"""Codes as choices: labels as edited in the store, short ones where it is narrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from familjecentral.codes import Code, CodeBook
from resources.lists import code_lists, levels
from ui.widgets.combo import Choice
from ui.widgets.levels import LevelChoice, LevelHead, LevelTexts


def short_label(codes: CodeBook, list_key: str, key: str) -> str:
    """Return the narrow label of a code; a label edited in the store is used as it is."""
    label = codes.label(list_key, key)
    shipped = code_lists().get(list_key)
    if shipped is None:
        return label
    found = next((text for text in shipped.codes if text.key == key), None)
    return found.short if found is not None and found.sv == label else label


def choices(
    codes: CodeBook,
    list_key: str,
    day: dt.date,
    *,
    short: bool = False,
    keep: Iterable[str] = (),
) -> tuple[Choice, ...]:
    """Return the codes that may be chosen on a day; ``keep`` stay, marked as retired."""
    valid = codes.choices(list_key, day)
    offered = [Choice(code.key, _text(codes, code, short)) for code in valid]
    known = {code.key for code in valid}
    offered += [
        Choice(key, codes.label(list_key, key), retired=True)
        for key in keep
        if key not in known and codes.has(list_key, key)
    ]
    return tuple(offered)


def _text(codes: CodeBook, code: Code, short: bool) -> str:
    return short_label(codes, code.list, code.key) if short else code.label


def level_texts(codes: CodeBook) -> LevelTexts:
    """Return what stands in the 3×3 field."""
    field = levels()
    rows = tuple(
        LevelHead(row.key, codes.label("prevention_level", row.key), row.gloss)
        for row in field.prevention
    )
    columns = tuple(
        LevelHead(key, codes.label("working_level", key))
        for key in dict.fromkeys(cell.working_level for cell in field.cells)
    )
    cells = tuple(
        LevelChoice(
            cell.prevention_level,
            cell.working_level,
            cell.title,
            cell.gloss,
            f"{codes.label('prevention_level', cell.prevention_level)}, "
            f"{codes.label('working_level', cell.working_level).lower()}: {cell.title.lower()}",
        )
        for cell in field.cells
    )
    return LevelTexts(rows, columns, cells)


def level_line(codes: CodeBook, prevention_level: str, working_level: str) -> str:
    """Return ``Universell · individ``."""
    short = short_label(codes, "working_level", working_level).lower()
    return f"{codes.label('prevention_level', prevention_level)} · {short}"
