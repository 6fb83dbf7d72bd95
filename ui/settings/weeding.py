"""*Gallring*: what goes, when, when it went last; forgotten support cards go from here too."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.access.keeping import last_done, read_log
from familjecentral.calendar.periods import Month
from familjecentral.contacts.parting import count_forgotten
from familjecentral.gate import UnitOfWork
from ui.calendar.printing import PrintRun, Sheet
from ui.desk import Desk
from ui.models.simple import TextTable
from ui.settings.rooms import TextRoom
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px

KINDS = ("cards_weeded", "groups_weeded")
Read = tuple[dict[str, dt.date], int, tuple[tuple[dt.date, str, str], ...]]


class WeedingRoom(TextRoom):
    """Nothing is pressed here: what may stay no longer goes by itself, on its day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._done: tuple[tuple[dt.date, str, str], ...] = ()
        self._printing: PrintRun | None = None
        heads = (self.tr("Vad"), self.tr("När"), self.tr("Senast"))
        self._model = TextTable(heads)
        self._table = Table(self.tr("Gallring"), name="settings_weeding_tbl")
        self._table.setModel(self._model)
        self._table.set_widths(
            (
                self.tr("Gruppers platser, kö, närvaro"),
                self.tr("fyra veckor efter sista träffen"),
                "2026-12-31",
            ),
            (2, 3, 0),
            strong=0,
        )
        self._next = Banner(name="settings_weeding_banner")
        self._print = KeyButton(
            self.tr("Skriv ut gallringsbevis"),
            name="settings_weeding_print_btn",
            icon="printer",
            key="Ctrl P",
            bind=False,
        )
        self._print.clicked.connect(self.print_rows)
        card = Card(self.tr("Gallring"), name="settings_weeding_card")
        card.head.addStretch(1)
        card.head.addWidget(self._print)
        card.head.setContentsMargins(px(16), 0, px(16), 0)
        card.body.setContentsMargins(1, px(12), 1, px(14))
        words = text_label(
            self.tr(
                "Det som inte får finnas kvar tas bort av sig självt, på sin dag. Summorna blir "
                "kvar. Det går inte att ångra. Stödkort gallras när ägaren eller en systemansvarig "
                "öppnar programmet. Rader i låsta perioder gallras inte."
            ),
            ink="text2",
            wrap=True,
        )
        words.setContentsMargins(px(16), 0, px(16), px(4))
        card.body.addWidget(words)
        card.body.addWidget(self._table)
        around = QWidget()
        inner = QVBoxLayout(around)
        inner.setContentsMargins(px(16), px(4), px(16), 0)
        inner.addWidget(self._next)
        card.body.addWidget(around)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        outer.addStretch(1)

    def opened(self) -> None:
        """Read when what went last, and how many cards would go at the turn of the month."""
        clock = self._desk.clock

        def read(uow: UnitOfWork) -> Read:
            done = [
                (entry.day, entry.login_name, kind)
                for kind in KINDS
                for entry in read_log(uow, kind=kind)
            ]
            found = last_done(uow, *KINDS)
            return found, count_forgotten(uow, clock, months_ahead=1), tuple(sorted(done))

        self._desk.ask(read, lambda found: self._show(*found))

    def _show(
        self,
        last: dict[str, dt.date],
        coming: int,
        done: tuple[tuple[dt.date, str, str], ...],
    ) -> None:
        self._done = done
        never = self.tr("aldrig")
        at_lock = self.tr("när månaden låses")

        def day(kind: str) -> str:
            return last[kind].isoformat() if kind in last else never

        rows = (
            (
                self.tr("Glömda stödkort"),
                self.tr("efter sex månader utan samtal"),
                day("cards_weeded"),
            ),
            (
                self.tr("Gruppers platser, kö, närvaro"),
                self.tr("fyra veckor efter sista träffen"),
                day("groups_weeded"),
            ),
            (self.tr("Kontakters dag och ägare"), at_lock, ""),
            (self.tr("Påbörjade formulär"), self.tr("senast när månaden låses"), ""),
            (self.tr("Säkerhetskopior"), self.tr("inom 30 dagar, av er själva"), ""),
        )
        self._model.set_rows(rows)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (len(rows) + 1) + 2)
        turn = Month.of(self._desk.clock.today()).shifted(1).first
        if coming:
            text = self.tr("{n} stödkort gallras {day}.")
            title = text.format(n=coming, day=turn.isoformat())
            rest = self.tr("Ett kort blir kvar om ägaren räknar ett samtal på det dessförinnan.")
        else:
            title = self.tr("Inget stödkort gallras {day}.").format(day=turn.isoformat())
            rest = ""
        self._next.say("info", title, rest)
        self._print.disable("" if done else self.tr("Inget har gallrats än"))

    def sheet(self) -> Sheet:
        """Return the certificate: which day, what, by which rule. No counts: small ones tell."""
        words = {
            "cards_weeded": (
                self.tr("Stödkort"),
                self.tr("Sex månader utan samtal. Summor per hus och halvår finns kvar."),
            ),
            "groups_weeded": (
                self.tr("Gruppers platser, kö, närvaro"),
                self.tr("Fyra veckor efter sista träffen. Antalen finns kvar."),
            ),
        }
        heads = (self.tr("Dag"), self.tr("Vad"), self.tr("Regel"), self.tr("Inloggad"))
        rows = ((day.isoformat(), *words[kind], who) for day, who, kind in self._done)
        return Sheet(
            self.tr("Gallringsbevis"),
            self.tr("Utskrivet {day}").format(day=self._desk.clock.today().isoformat()),
            (self.tr("Exempeldata"),) if self._desk.store.is_sample else (),
            (heads, *rows),
            self.tr("Det som gallrats är överskrivet i lagret. Kopior tas bort inom 30 dagar."),
        )

    def print_rows(self) -> None:
        """Ask for a printer and print the certificate."""
        if self._done:
            self._printing = PrintRun(self, self.sheet(), "settings_weeding_print_dlg")
            self._printing.dialog.show()

    def focus_first(self) -> None:
        """Go to the table."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
