"""The form that was left in another session: go on with it, or throw it away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.drafts import FormDraft
from ui.codes import level_line, short_label
from ui.widgets.buttons import KeyButton
from ui.widgets.daytext import long_day
from ui.widgets.feedback import EmptyState
from ui.widgets.text import row

_SAID = (
    ("contact_form", "contact_form"),
    ("programme", "programme"),
    ("open_group", "open_group"),
    ("structural_activity_type", "structural_activity_type"),
    ("topics", "topic"),
)


class FoundDraft(EmptyState):
    """Stands in the form's place until it is answered, so that nothing is mixed."""

    continued = Signal(object)
    discarded = Signal(object)
    counted = Signal()

    def __init__(self) -> None:
        super().__init__("save", name="today_draft_card")
        self._draft: FormDraft | None = None
        self.count = 0
        self._go_on = KeyButton(
            self.tr("Fortsätt"), name="today_draft_btn_continue", look="primary", key="Enter"
        )
        self._throw = KeyButton(self.tr("Kasta"), name="today_draft_btn_discard")
        self._go_on.clicked.connect(self._on_continue)
        self._throw.clicked.connect(self._on_discard)
        buttons = QWidget()
        buttons.setLayout(row(self._go_on, self._throw))
        self.set_action(buttons)
        self.hide()

    def ask(self, draft: FormDraft, codes: CodeBook) -> None:
        """Show what was left: the day on which, its levels, its form and topics."""
        self._draft = draft
        title = self.tr("Ett påbörjat formulär finns kvar, {day}")
        if draft.row is not None:
            title = self.tr("En påbörjad ändring finns kvar, {day}")
        said = [level_line(codes, *draft.level)] if draft.level else []
        for name, list_key in _SAID:
            said += [short_label(codes, list_key, key) for key in draft.codes.get(name, ())]
        self.say(title.format(day=long_day(draft.kept_on)), " · ".join(said))
        self.show()
        self._count(1)
        self.focus_field()

    def focus_field(self) -> None:
        """Put the focus on *Fortsätt*."""
        self._go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self, count: int) -> None:
        self.count = count
        self.counted.emit()

    def _on_continue(self) -> None:
        self.hide()
        self._count(0)
        self.continued.emit(self._draft)

    def _on_discard(self) -> None:
        self.hide()
        self._count(0)
        self.discarded.emit(self._draft)
