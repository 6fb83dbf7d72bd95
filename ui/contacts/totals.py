"""The sums of a selection in words: three units side by side, never added up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from familjecentral.codes import CodeBook
from familjecentral.contacts.model import PreventionLevel, WorkingLevel
from familjecentral.contacts.store import Total
from ui.codes import short_label


def _tr(text: str) -> str:
    return QCoreApplication.translate("contacts_totals", text)


def words_of(totals: Sequence[Total], codes: CodeBook | None) -> str:
    """Return ``Universell 20 · Selektiv 14   Individ 33 · Grupp 2 (9 vuxna, 7 barn, 1 ny)``."""
    if codes is None or not totals:
        return ""
    levels = []
    for level in PreventionLevel:
        n = sum(total.rows for total in totals if total.prevention_level is level)
        if n:
            levels.append(f"{codes.label('prevention_level', level)} {n}")
    kinds = []
    for kind in WorkingLevel:
        held = [total for total in totals if total.working_level is kind]
        n = sum(total.rows for total in held)
        if n:
            text = f"{short_label(codes, 'working_level', kind)} {n}"
            visitors = _visitors(held) if kind is WorkingLevel.GROUP else ""
            kinds.append(f"{text} ({visitors})" if visitors else text)
    return "   |   ".join(" · ".join(part) for part in (levels, kinds))


def _visitors(held: Sequence[Total]) -> str:
    adults = sum(total.women + total.men for total in held)
    children = sum(total.children for total in held)
    new = sum(total.new_visitors for total in held)
    parts = []
    if adults:
        parts.append((_tr("1 vuxen") if adults == 1 else _tr("{n} vuxna")).format(n=adults))
    if children:
        parts.append(_tr("{n} barn").format(n=children))
    if new:
        parts.append((_tr("1 ny") if new == 1 else _tr("{n} nya")).format(n=new))
    return ", ".join(parts)
