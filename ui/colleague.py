"""*Till*: the colleague who gets what somebody hands over."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from familjecentral.access.model import StaffId
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field


def _tr(text: str) -> str:
    return QCoreApplication.translate("Colleague", text)


class ColleagueField(Field):
    """One of the colleagues, by first name; nobody is chosen beforehand."""

    def __init__(self, name: str, people: Iterable[tuple[StaffId, str]] = ()) -> None:
        self._by_key: dict[str, StaffId] = {}
        self.combo = CodedCombo(_tr("Till"), name=name, placeholder=_tr("Välj"), clearable=False)
        super().__init__(_tr("Till"), self.combo)
        self.set_people(people)

    def set_people(self, people: Iterable[tuple[StaffId, str]]) -> None:
        """Offer these colleagues."""
        found = tuple(people)
        self._by_key = {str(who): who for who, _ in found}
        self.combo.set_choices([Choice(str(who), name) for who, name in found])

    def taken(self) -> StaffId | None:
        """Return who is chosen; for nobody say so, and go to the field."""
        self.combo.settle()
        chosen = self.combo.value()
        if chosen is not None:
            return self._by_key[chosen]
        self.set_error(_tr("Välj en kollega."))
        self.focus_control()
        return None
