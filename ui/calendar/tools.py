"""The buttons and choices above the calendar."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice
from ui.widgets.segmented import SegmentedControl


def tr(text: str) -> str:
    """Translate a text of the calendar."""
    return QCoreApplication.translate("calendar", text)


class Tools:
    """What one can do with the calendar, and which part of it is shown."""

    def __init__(self) -> None:
        self.print = KeyButton(
            tr("Skriv ut"), name="calendar_print_btn", icon="printer", key="Ctrl P", bind=False
        )
        self.propose = KeyButton(
            tr("Föreslå schema…"),
            name="calendar_propose_btn",
            look="primary",
            icon="calendar-days",
            key="Ctrl Shift P",
        )
        self.book = KeyButton(
            tr("Ny bokning…"), name="calendar_book_btn", icon="plus", key="Ctrl J", bind=False
        )
        self.absence = KeyButton(
            tr("Ledare borta…"),
            name="calendar_absence_btn",
            icon="user-round",
            key="Ctrl B",
            bind=False,
        )
        self.back = KeyButton(
            "", name="calendar_back_btn", icon="chevron-left", accessible=tr("Tidigare"),
            help="Alt ←",
        )  # fmt: skip
        self.now = KeyButton(tr("Denna vecka"), name="calendar_now_btn", key="Alt Home", bind=False)
        self.on = KeyButton(
            "", name="calendar_on_btn", icon="chevron-right", accessible=tr("Senare"),
            help="Alt →",
        )  # fmt: skip
        self.span = SegmentedControl(
            tr("Vecka eller termin"),
            (Choice("week", tr("Vecka")), Choice("term", tr("Termin"))),
            name="calendar_span_seg",
        )
        self.by = SegmentedControl(
            tr("Rader"),
            (
                Choice("room", tr("Per lokal")),
                Choice("leader", tr("Per ledare")),
                Choice("group", tr("Per grupp")),
            ),
            name="calendar_by_seg",
        )
        self.part = SegmentedControl(
            tr("Del av sidan"),
            (Choice("grid", tr("Kalender")), Choice("side", tr("Krockar"))),
            name="calendar_part_seg",
        )
