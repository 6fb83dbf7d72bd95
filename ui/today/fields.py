"""The fields of the log form: one widget each, with value in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.rules import (
    MOST_ALIKE,
    MOST_COLLEAGUES,
    MOST_TOPICS,
    MOST_VISITORS,
)
from ui.codes import choices
from ui.today.entry import OPEN_GROUP, PROGRAMME
from ui.widgets.checks import Check, CheckGroup
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field
from ui.widgets.multi import MultiChoice
from ui.widgets.number import NumberField
from ui.widgets.segmented import SegmentedControl

_COMBOS = {
    "contact_form": "contact_form",
    "arena": "arena",
    "child_age_band": "child_age_band",
    "initiative_taker": "initiative_taker",
    "contact_ordinal": "contact_ordinal",
    "interpreter": "interpreter",
    "structural_activity_type": "structural_activity_type",
    "open_service": "open_service",
}
_MULTIS = {
    "topics": "topic",
    "partners": "partner",
    "actions": "action_given",
    "referrals": "referral_target",
}
_NUMBERS = {
    "women": MOST_VISITORS,
    "men": MOST_VISITORS,
    "children": MOST_VISITORS,
    "new_visitors": MOST_VISITORS,
    "colleagues": MOST_COLLEAGUES,
    "alike": MOST_ALIKE,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("log_form", text)


def titles() -> dict[str, str]:
    """Return the label of each field."""
    return {
        "contact_form": _tr("Kontaktform"),
        "topics": _tr("Frågeställning"),
        "child_age_band": _tr("Barnets ålder (yngsta)"),
        "arena": _tr("Arena"),
        "participants": _tr("Deltog"),
        "initiative_taker": _tr("Initiativ"),
        "duration_band": _tr("Längd"),
        "contact_ordinal": _tr("Ordning"),
        "interpreter": _tr("Tolk"),
        "structural_activity_type": _tr("Typ av insats"),
        "partners": _tr("Samverkanspart"),
        "group": _tr("Program eller öppen grupp"),
        "women": _tr("Kvinnor"),
        "men": _tr("Män"),
        "children": _tr("Barn"),
        "new_visitors": _tr("Varav nya"),
        "open_service": _tr("Insats"),
        "actions": _tr("Åtgärd"),
        "referrals": _tr("Lotsning"),
        "warm": _tr("Gemensam överlämning"),
        "colleagues": _tr("Medverkande kollegor"),
        "alike": _tr("Antal likadana"),
    }


def _hints() -> dict[str, str]:
    return {
        "topics": _tr("– högst tre, den första är huvudfrågan"),
        "alike": _tr("– sparas på en gång, tomt är en"),
    }


class FieldSet:
    """All widgets of the form by field; who lays them out decides which are shown."""

    def __init__(self, page: str, on_changed: Callable[[str], None]) -> None:
        self._page = page
        self._on_changed = on_changed
        self.fields: dict[str, Field] = {}
        self._required: dict[str, Field] = {}
        self._codes: CodeBook | None = None
        self._offered: tuple[dt.date, frozenset[tuple[str, str]]] | None = None
        names = titles()
        for name in names:
            control = self._make(name, names[name])
            self._connect(name, control)
            caption = "" if name == "warm" else names[name]
            self.fields[name] = Field(caption, control, hint=_hints().get(name, ""))

    def _make(self, name: str, title: str) -> QWidget:
        place = f"{self._page}_{name}"
        if name in _COMBOS or name == "group":
            return CodedCombo(title, name=f"{place}_cmb", placeholder=_tr("Välj"))
        if name in _MULTIS:
            limit = MOST_TOPICS if name == "topics" else None
            note = _tr("huvud") if name == "topics" else ""
            return MultiChoice(
                title, name=f"{place}_cmb", placeholder=_tr("Välj"), limit=limit, main_note=note
            )
        if name in _NUMBERS:
            return NumberField(title, name=f"{place}_spn", largest=_NUMBERS[name])
        if name == "duration_band":
            return SegmentedControl(title, (), name=f"{place}_seg", clearable=True)
        if name == "participants":
            return CheckGroup(title, (), name=f"{place}_chk")
        return Check(title, name=f"{place}_chk", help=_tr("Förälder och båda verksamheterna med"))

    def _connect(self, name: str, control: QWidget) -> None:
        def changed(*_: object) -> None:
            self.fields[name].set_error("")
            if isinstance(control, SegmentedControl):
                self.fields[name].set_hint("")
            self._on_changed(name)

        if isinstance(control, Check):
            control.clicked.connect(changed)
        elif isinstance(control, CodedCombo | NumberField | SegmentedControl | CheckGroup):
            control.changed.connect(changed)

    # --- choices --------------------------------------------------------------------------------

    def set_codes(self, codes: CodeBook, day: dt.date, keep: Mapping[str, Any]) -> None:
        """Offer the codes of a day; codes that an old row holds stay choosable in it."""
        # Filling the lists costs more than a save: the next form mostly offers the same.
        held_back = frozenset(_retired(codes, day, keep))
        if self._codes is codes and self._offered == (day, held_back):
            return
        self._codes = codes
        self._offered = (day, held_back)
        for name, list_key in _COMBOS.items():
            held = (keep[name],) if keep.get(name) else ()
            self._combo(name).set_choices(choices(codes, list_key, day, keep=held))
        has_services = bool(self._combo("open_service").choices)
        self.fields["open_service"].set_hint(
            "" if has_services else _tr("Inga insatser är upplagda än.")
        )
        for name, list_key in _MULTIS.items():
            multi = self._multi(name)
            multi.set_choices(choices(codes, list_key, day, keep=keep.get(name) or ()))
        duration = self.fields["duration_band"].control
        assert isinstance(duration, SegmentedControl)
        offered = choices(codes, "duration_band", day, short=True)
        if duration_keys(duration) != [choice.key for choice in offered]:
            duration.set_choices(_with_unit(offered))
        people = self.fields["participants"].control
        assert isinstance(people, CheckGroup)
        people.set_choices(choices(codes, "participants", day, short=True))
        groups = [
            Choice(PROGRAMME + choice.key, choice.text)
            for choice in choices(codes, "programme", day)
        ]
        groups += [
            Choice(OPEN_GROUP + choice.key, choice.text)
            for choice in choices(codes, "open_group", day)
        ]
        self._combo("group").set_choices(groups)

    def _combo(self, name: str) -> CodedCombo:
        control = self.fields[name].control
        assert isinstance(control, CodedCombo)
        return control

    def _multi(self, name: str) -> MultiChoice:
        control = self.fields[name].control
        assert isinstance(control, MultiChoice)
        return control

    # --- values ---------------------------------------------------------------------------------

    def value(self, name: str) -> Any:  # noqa: ANN401 - a code, codes, a number or a mark
        """Return what a field holds."""
        control = self.fields[name].control
        if isinstance(control, MultiChoice):
            return control.values()
        if isinstance(control, CheckGroup):
            return control.values()
        if isinstance(control, Check):
            return control.isChecked()
        assert isinstance(control, CodedCombo | NumberField | SegmentedControl)
        return control.value()

    def set_value(self, name: str, value: Any) -> None:  # noqa: ANN401
        """Show a value without telling anybody."""
        control = self.fields[name].control
        if isinstance(control, MultiChoice | CheckGroup):
            control.set_values(value or ())
        elif isinstance(control, Check):
            control.setChecked(bool(value))
        elif isinstance(control, CodedCombo | NumberField | SegmentedControl):
            control.set_value(value)
        self.fields[name].set_error("")

    def propose(self, name: str, key: str | None, why: str) -> None:
        """Put the usual choice into a field and say beside it where it comes from."""
        self.set_value(name, key)
        control = self.fields[name].control
        if isinstance(control, CodedCombo):
            control.set_hint(why if key else "")
        else:
            self.fields[name].set_hint(why if key else "")

    def settle(self) -> None:
        """Take what is being typed in a coded choice."""
        for field in self.fields.values():
            if isinstance(field.control, CodedCombo):
                field.control.settle()


def _retired(codes: CodeBook, day: dt.date, keep: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the codes that a form holds although they cannot be chosen on its day."""
    for name, list_key in (_COMBOS | _MULTIS).items():
        held = keep.get(name) or ()
        for key in (held,) if isinstance(held, str) else held:
            code = codes.lists.get(list_key, {}).get(key)
            if code is None or not code.is_valid(day):
                yield name, key


def duration_keys(control: SegmentedControl) -> list[str]:
    """Return the values that a segmented choice offers."""
    return [segment.key for segment in control.segments]


def _with_unit(offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Say *min* once, at the last value."""
    if not offered:
        return offered
    last = offered[-1]
    return (*offered[:-1], Choice(last.key, _tr("{value} min").format(value=last.text)))
