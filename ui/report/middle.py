"""What stands between steps and panel: a job under way, the pages, the tables, or a sentence."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from familjecentral.calendar.names import MONTHS, capital, period_name
from ui.report.preview import Preview
from ui.report.proposal import ProposalView
from ui.report.state import ReportState, Step
from ui.report.tables import TablesView
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import EmptyState
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px


class Waiting(QWidget):
    """A long job: what it does, how far it has come, and the way to stop it."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = text_label("", role="h2", name="report_busy_lbl")
        self._bar = QProgressBar()
        self._bar.setObjectName("report_busy_bar")
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(8))
        self.stop = KeyButton(self.tr("Avbryt"), name="report_stop_btn", key="Esc")
        self.stop.clicked.connect(self.stopped)
        card = frame("card", "report_busy_card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(24), px(24), px(24), px(24))
        inner.setSpacing(px(14))
        inner.addStretch(1)
        inner.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._bar)
        inner.addLayout(row(1, self.stop, 1))
        inner.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_busy(self, what: str, share: float) -> None:
        """Show a job."""
        words = {
            "lock": self.tr("Låser perioden…"),
            "draft": self.tr("Skyddar talen och ritar sidorna…"),
            "proof": self.tr("Provar att räkna ut de dolda talen…"),
            "publish": self.tr("Fastställer utgåvan…"),
            "price": self.tr("Räknar ut vad en rättelse kostar…"),
            "open": self.tr("Öppnar utgåvan…"),
            "save": self.tr("Sparar filerna…"),
        }
        percent = round(share * 100)
        self._text.setText(words.get(what, ""))
        self._bar.setValue(percent)
        self._bar.setAccessibleName(words.get(what, ""))
        self.stop.setVisible(what != "lock")


def sentence_of(state: ReportState, *, manager: bool) -> tuple[str, str]:
    """Return what is to be said while there are no pages: a title and what it means."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("report", text)

    name = capital(period_name(state.period))
    last = state.period.last
    if not manager:
        return (
            tr("{period} är inte fastställt.").format(period=name),
            tr("Det finns ingen utgåva att läsa. Välj en annan under Tidigare utgåvor."),
        )
    if not state.has_ended:
        until = f"{last.day} {MONTHS[last.month - 1]}"
        return (
            tr("{period} pågår till {day}.").format(period=name, day=until),
            tr("Tills det är låst visas bara fullständigheten, vecka för vecka."),
        )
    if not state.is_locked:
        return (
            tr("{period} är klart att granska.").format(period=name),
            tr(
                "Se efter att alla veckor är redovisade. Sedan låser du perioden, "
                "och talen räknas en gång."
            ),
        )
    return (
        tr("{period} är låst.").format(period=name),
        tr("Nästa steg skyddar talen och visar sidorna precis som de skrivs ut."),
    )


class Middle(QStackedWidget):
    """One of them at a time."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_middle")
        self.waiting = Waiting()
        self.preview = Preview()
        self.tables = TablesView()
        self.empty = EmptyState("file-text", name="report_empty", framed=True)
        self.as_tables = False
        self._file: Path | None = None
        self.proposal = ProposalView()
        for part in (self.empty, self.waiting, self.preview, self.tables, self.proposal):
            self.addWidget(part)
        self.waiting.stopped.connect(self.stopped)

    def show_state(self, state: ReportState, *, manager: bool) -> None:
        """Show what belongs to a state."""
        file = next((f for f in state.files if f.suffix == ".pdf"), None)
        if file != self._file:
            self._file = file
            self.preview.show_file(file)
        self.tables.show_tables(state.tables)
        if state.busy is not None:
            self.waiting.show_busy(state.busy.what, state.busy.share)
            self.setCurrentWidget(self.waiting)
        elif state.proposal:
            self.proposal.show_proposal(state.proposal)
            self.setCurrentWidget(self.proposal)
        elif state.draft is not None and state.step >= Step.REVIEW:
            self.setCurrentWidget(self.tables if self.as_tables else self.preview)
        else:
            self.empty.say(*sentence_of(state, manager=manager))
            self.setCurrentWidget(self.empty)

    @property
    def has_pages(self) -> bool:
        """Whether pages are shown, as images or tables."""
        return self.currentWidget() in (self.preview, self.tables)

    def focus_field(self) -> None:
        """Put the focus into what is shown."""
        widget = self.currentWidget()
        if isinstance(widget, Preview | TablesView | ProposalView):
            widget.focus_field()
        elif widget is self.waiting:
            self.waiting.stop.setFocus(Qt.FocusReason.OtherFocusReason)
