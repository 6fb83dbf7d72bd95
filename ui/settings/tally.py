"""How the tally pad counts adults: together, or women and men apart."""

from __future__ import annotations

from familjecentral.changes import Changes
from familjecentral.contacts.tally import CountApart, count_apart, is_split
from familjecentral.errors import FamiljecentralError
from ui.desk import Desk, Turn
from ui.widgets.checks import Check
from ui.widgets.text import Card, text_label


class TallyCard(Card):
    """One choice for the whole store. It takes effect at once and can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Pinna"), name="settings_tally_card")
        self._desk = desk
        self._apart = Check(
            self.tr("Räkna kvinnor och män var för sig"), name="settings_tally_apart_chk"
        )
        self._apart.clicked.connect(self._on_clicked)
        self.body.addWidget(self._apart)
        self.body.addWidget(
            text_label(
                self.tr("Annars räknas vuxna tillsammans. Det som redan är räknat ändras inte."),
                role="small",
                ink="muted",
                wrap=True,
            )
        )

    def load(self) -> None:
        """Read the choice."""
        self._desk.ask(is_split, self._apart.setChecked)

    def _on_clicked(self) -> None:
        apart = self._apart.isChecked()
        self._keep(apart, Turn(self._keep, not apart, apart))

    def _keep(self, apart: bool, undo: Turn[bool]) -> None:
        desk = self._desk

        def kept(changes: Changes) -> None:
            self._apart.setChecked(apart)
            desk.tell(changes)
            desk.voice.saved(self.tr("Ändringen gäller från nu."), undo=undo)

        def failed(error: FamiljecentralError) -> None:
            self._apart.setChecked(not apart)
            desk.voice.failed(error)

        command = CountApart(apart)
        desk.ask(lambda uow: count_apart(command, uow, desk.clock), kept, failed)
