"""*Utkast*: how much is moved and not saved, how many clashes are left, and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ui.calendar.words import count
from ui.widgets.buttons import KeyButton
from ui.widgets.form import ElidedLabel
from ui.widgets.text import IconLabel, row, text_label
from ui.widgets.theme import px

_NUMBERS = (
    "",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
)


class DraftBar(QFrame):
    """Shown only while something is moved."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar_draft_bar")
        self.setProperty("kind", "warn")
        self._title = text_label("", weight=600, name="calendar_draft_lbl")
        self._rest = ElidedLabel("", role="body", ink="text")
        self.undo = KeyButton(
            self.tr("Ångra flytt"),
            name="calendar_undo_btn",
            icon="undo-2",
            key="Ctrl Z",
            bind=False,
        )
        self.clashes = KeyButton(
            self.tr("Visa krockar"), name="calendar_clashes_btn", key="F8", bind=False
        )
        self.discard = KeyButton(self.tr("Kasta utkast"), name="calendar_discard_btn")
        self.save = KeyButton(
            self.tr("Spara…"), name="calendar_save_btn", look="primary", key="Ctrl S", bind=False
        )
        line = row(
            IconLabel("calendar-days", "warn", 18), self._title, self._rest,
            self.undo, self.clashes, self.discard, self.save,
        )  # fmt: skip
        line.setStretch(2, 1)
        line.setContentsMargins(px(14), px(8), px(10), px(8))
        self.setLayout(line)
        self.hide()

    def show_draft(self, groups: int, sessions: int, bookings: int, left: int) -> None:
        """Say how much there is; nothing hides the bar."""
        self.setVisible(groups + bookings > 0)
        named = _NUMBERS[groups] if 0 < groups < len(_NUMBERS) else str(groups)
        of_groups = f"{named} grupp" if groups == 1 else f"{named} grupper"
        of_sessions = count(sessions, self.tr("1 träff"), self.tr("{n} träffar"))
        parts = [of_groups, of_sessions] if groups else []
        if bookings:
            parts.append(count(bookings, self.tr("1 bokning"), self.tr("{n} bokningar")))
        self._title.setText(self.tr("Utkast: {what}.").format(what=", ".join(parts)))
        rest = self.tr("Inget är sparat.")
        if left:
            rest += " " + count(
                left, self.tr("1 krock återstår."), self.tr("{n} krockar återstår.")
            )
        self._rest.setText(rest)
        self._rest.setToolTip(rest)
        self.setAccessibleName(f"{self._title.text()} {rest}")
        self.clashes.setVisible(left > 0)

    def text(self) -> str:
        """What it says; empty while hidden."""
        return self.accessibleName() if not self.isHidden() else ""

    def stops(self) -> tuple[QWidget, ...]:
        """Return its buttons in order."""
        return self.undo, self.clashes, self.discard, self.save
