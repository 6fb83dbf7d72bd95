"""*Språk och utseende*: colours, text size, how the digits lie."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from ui.desk import Desk
from ui.preferences import TEXT_SIZES, Look, Preferences
from ui.settings.rooms import Room
from ui.widgets.combo import Choice
from ui.widgets.form import Field
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Card, text_label
from ui.widgets.theme import Scheme, px


class LookRoom(Room):
    """Holds for this computer's user, not for the store. A choice takes effect at once."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        super().__init__()
        self._desk = desk
        self._preferences = preferences
        look = preferences.look()
        self._scheme = SegmentedControl(
            self.tr("Färger"),
            (
                Choice("system", self.tr("Följ systemet")),
                Choice("light", self.tr("Ljust")),
                Choice("dark", self.tr("Mörkt")),
            ),
            name="settings_look_scheme_seg",
        )
        self._size = SegmentedControl(
            self.tr("Textstorlek"),
            tuple(Choice(str(size), self.tr("{n} %").format(n=size)) for size in TEXT_SIZES),
            name="settings_look_size_seg",
        )
        self._digits = SegmentedControl(
            self.tr("Siffror i nivåfältet"),
            (
                Choice("telephone", self.tr("Som på en telefon, 1 överst")),
                Choice("numeric_pad", self.tr("Som sifferblocket, 7 överst")),
            ),
            name="settings_look_digits_seg",
        )
        self._scheme.set_value(look.scheme)
        self._size.set_value(str(look.text_size))
        self._digits.set_value("numeric_pad" if look.numeric_pad else "telephone")
        card = Card(self.tr("Språk och utseende"), name="settings_look_card")
        for control in (self._scheme, self._size, self._digits):
            control.setMaximumWidth(px(560))
            card.body.addWidget(Field(control.accessibleName(), control))
            control.changed.connect(self._on_changed)
        card.body.addWidget(
            text_label(
                self.tr(
                    "Språket är svenska. Valen gäller den här datorn och sparas utanför lagret."
                ),
                role="small",
                ink="muted",
                wrap=True,
            )
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        outer.addStretch(1)

    def focus_first(self) -> None:
        """Go to the colours."""
        self._scheme.focus_field()

    def _on_changed(self) -> None:
        schemes: dict[str, Scheme] = {"system": "system", "light": "light", "dark": "dark"}
        before = self._preferences.look()
        after = Look(
            schemes.get(self._scheme.value() or "", "system"),
            int(self._size.value() or 100),
            self._digits.value() == "numeric_pad",
        )
        if after == before:
            return
        self._preferences.set_look(after)
        only_colour = replace(after, scheme=before.scheme) == before
        self._desk.voice.look_chosen(rebuild=not only_colour)
