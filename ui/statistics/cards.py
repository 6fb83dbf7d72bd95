"""*Avslutade stödkort*: the separate sums of closed cards, by house and half-year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from familjecentral.access.model import Centre
from familjecentral.calendar.names import capital, period_name
from familjecentral.contacts.closed import ClosedHalfYear
from ui.models.simple import TextTable
from ui.widgets.buttons import KeyButton
from ui.widgets.naming import label
from ui.widgets.table import Table
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

_HIDDEN, _ZERO = "..", "–"


class CardsDialog(QDialog):
    """A table to read and copy; each house by itself, as its counsellors see it."""

    def __init__(
        self, parent: QWidget, houses: Sequence[tuple[Centre, Sequence[ClosedHalfYear]]]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stats_cards_dlg")
        self.setWindowTitle(self.tr("Avslutade stödkort"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heads = (
            self.tr("Familjecentral"),
            self.tr("Halvår"),
            self.tr("Avslutade"),
            self.tr("Samtal per kort"),
            self.tr("Lägre nivå"),
            self.tr("Samma nivå"),
            self.tr("Högre nivå"),
        )
        self.model = TextTable(heads)
        self.table = Table(self.windowTitle(), name="stats_cards_tbl")
        self.table.setModel(self.model)
        self.table.set_widths((heads[0], "Första halvåret 2026", *heads[2:]), (1, 1, *(0,) * 5))
        label(self.table.verticalHeader(), self.tr("Rader"), name="stats_cards_sides")
        rows = [self._row(centre, half) for centre, halves in houses for half in halves]
        self.model.set_rows(rows)
        lead = self.tr(
            "Antalen och nivåerna är skyddade var för sig och för varje hus, precis som "
            "socialrådgivarna ser dem. Bara halvår som har gått ut visas, och husen läggs aldrig "
            "ihop. Två punkter är en dold uppgift: den är liten, eller skyddar en som är det."
        )
        leave = KeyButton(self.tr("Stäng"), name="stats_cards_leave_btn", key="Esc", bind=False)
        leave.clicked.connect(self.reject)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(10))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(text_label(lead, ink="text2", wrap=True))
        if rows:
            body.addWidget(self.table, 1)
        else:
            none = self.tr("Inget stödkort är avslutat under ett halvår som har gått ut.")
            body.addWidget(text_label(none, wrap=True), 1)
        body.addLayout(row(1, leave))
        room = parent.window().size()
        self.resize(min(px(820), room.width() - 40), min(px(420), room.height() - 40))
        (self.table if rows else leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, centre: Centre, half: ClosedHalfYear) -> tuple[str, ...]:
        mean = _HIDDEN if half.mean is None else f"{half.mean:.1f}".replace(".", ",")
        return (
            centre.name,
            capital(period_name(half.period)),
            _number(half.closed),
            mean,
            *(_number(n) for n in half.moves),
        )


def _number(n: int | None) -> str:
    return _HIDDEN if n is None else str(n) if n else _ZERO
