"""Who interprets at a session: a list for each of the group's languages."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from familjecentral.codes import CodeBook
from familjecentral.groups.house import House, InterpreterId
from familjecentral.groups.model import Group, Session
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field


def tr(text: str) -> str:
    """Translate a text of these lists."""
    return QCoreApplication.translate("interpreting", text)


class Interpreting:
    """One list per language, the one who is booked chosen."""

    def __init__(
        self, group: Group, session: Session, house: House, codes: CodeBook, *, name: str
    ) -> None:
        self.lists: dict[str, CodedCombo] = {}
        booked = dict(session.interpreters)
        for language in group.languages:
            label = tr("Tolk, {language}").format(
                language=codes.label("language", language).lower()
            )
            combo = CodedCombo(
                label, name=f"{name}_interpreter_{language}_cmb", placeholder=tr("ingen bokad")
            )
            combo.set_choices(
                Choice(str(one.id), one.name)
                for one in house.interpreters.values()
                if language in one.languages and (one.active or one.id == booked.get(language))
            )
            who = booked.get(language)
            combo.set_value(str(who) if who else None)
            self.lists[language] = combo

    def fields(self) -> tuple[Field, ...]:
        """Return the lists with their labels."""
        return tuple(Field(one.accessibleName(), one) for one in self.lists.values())

    def values(self) -> tuple[tuple[str, InterpreterId], ...]:
        """Return who interprets each language that somebody is booked for."""
        found = ((language, combo.value()) for language, combo in self.lists.items())
        return tuple((language, InterpreterId(UUID(who))) for language, who in found if who)


def interpreter_names(house: House, pairs: Iterable[tuple[str, InterpreterId]]) -> str:
    """Return the names of who interprets, each once."""
    names = (house.interpreters[who].name for _, who in pairs if who in house.interpreters)
    return ", ".join(dict.fromkeys(names))
