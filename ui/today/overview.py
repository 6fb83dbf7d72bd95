"""*Ditt kvartal*: the person's own rows by level, a small chart, about how long, week by week."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from familjecentral.codes import CodeBook
from familjecentral.contacts.overview import MINUTES, OwnOverview
from familjecentral.contacts.weeks import OwnWeek, WeekStatus
from ui.codes import short_label
from ui.today.beside import LEVELS
from ui.widgets.buttons import KeyButton
from ui.widgets.levels import LevelShape
from ui.widgets.paint import box
from ui.widgets.strip import CompletenessStrip
from ui.widgets.text import frame, row, rule, text_label
from ui.widgets.theme import px, theme

_WORKING = ("individual", "group", "structural")
_TINTS = {"universal": "lvl_u", "selective": "lvl_s", "indicated": "lvl_i"}
_HATCH = {
    "universal": Qt.BrushStyle.SolidPattern,
    "selective": Qt.BrushStyle.BDiagPattern,
    "indicated": Qt.BrushStyle.SolidPattern,
}


def hours_text(minutes: int) -> str:
    """Return ``ca 2,5 h``, to the half hour; a dash for none."""
    if not minutes:
        return "–"
    whole, half = divmod(max(1, round(minutes / 30)), 2)
    return f"ca {whole}{',5' if half else ''} h"


class Bar(QWidget):
    """A bar of a level, as long as its share of the largest. Its number stands beside it."""

    def __init__(self, level: str, name: str) -> None:
        super().__init__()
        self._level = level
        self.share = 0.0
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A line of text is as high."""
        return QSize(px(160), px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and bar."""
        del event
        t = theme()
        painter = QPainter(self)
        whole = QRectF(self.rect()).adjusted(0, px(2), 0, -px(2))
        box(painter, whole, radius=3, fill=t.colour("sunken"))
        if self.share > 0:
            ink = t.colour(_TINTS[self._level])
            part = QRectF(whole)
            part.setWidth(max(px(3), whole.width() * self.share))
            box(painter, part, radius=3, fill=t.colour(f"{_TINTS[self._level]}_soft"), border=ink)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(ink, _HATCH[self._level]))
            painter.drawRect(part.adjusted(1, 1, -1, -1))
        painter.end()


class OverviewDialog(QDialog):
    """Only the person's own figures; nobody else has a way to them."""

    week_asked = Signal(object)

    def __init__(
        self, overview: OwnOverview, weeks: Sequence[OwnWeek], codes: CodeBook, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("overview_dlg")
        self.setWindowTitle(self.tr("Ditt kvartal"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._overview = overview
        self._codes = codes
        self._weeks = tuple(w for w in weeks if w.part.first in overview.quarter)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(px(16), px(4), px(16), px(12))
        self._body.setSpacing(px(10))
        for working in _WORKING:
            self._add_level(working)
        self._add_lengths()
        self._add_weeks()
        self._body.addStretch(1)
        self._build_frame(parent)

    def _build_frame(self, parent: QWidget) -> None:
        quarter = self._overview.quarter
        title = self.tr("Ditt kvartal {n} {year}").format(n=quarter.number, year=quarter.year)
        head = text_label(title, role="dialog")
        note = text_label(
            self.tr("Dina egna rader i öppna månader. Ingen annan ser dem här."),
            role="small",
            ink="text2",
            wrap=True,
        )
        inner = QWidget()
        inner.setLayout(self._body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        close = KeyButton(self.tr("Stäng"), name="overview_close_btn", look="primary", key="Esc")
        close.clicked.connect(self.reject)
        foot = frame("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(px(16), px(10), px(16), px(10))
        line.addWidget(close)
        line.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(4))
        head.setContentsMargins(px(16), px(12), px(16), 0)
        note.setContentsMargins(px(16), 0, px(16), px(4))
        outer.addWidget(head)
        outer.addWidget(note)
        outer.addWidget(area, 1)
        outer.addWidget(foot)
        close.setFocus(Qt.FocusReason.OtherFocusReason)
        room = parent.window().size()
        self.resize(min(px(620), room.width() - px(40)), min(px(720), room.height() - px(30)))

    def _add_level(self, working: str) -> None:
        titles = {
            "individual": self.tr("Kontakter på individnivå"),
            "group": self.tr("Träffar på gruppnivå"),
            "structural": self.tr("Insatser på strukturell nivå"),
        }
        self._body.addWidget(text_label(titles[working], weight=600))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(4))
        grid.setColumnMinimumWidth(0, px(110))
        grid.setColumnStretch(1, 1)
        shares = {level: self._overview.at(level, working) for level in LEVELS}
        most = max((share.rows for share in shares.values()), default=0)
        for line, (level, share) in enumerate(shares.items()):
            word = self._codes.label("prevention_level", level)
            bar = Bar(level, f"overview_{working}_{level}_bar")
            bar.share = share.rows / most if most else 0.0
            said = self.tr("{level}: {n}, {hours}").format(
                level=word, n=share.rows, hours=hours_text(share.minutes)
            )
            bar.setAccessibleName(said)
            number = text_label(
                str(share.rows) if share.rows else "–",
                weight=600,
                name=f"overview_{working}_{level}_lbl",
            )
            hours = text_label(
                hours_text(share.minutes),
                ink="text2",
                name=f"overview_{working}_{level}_hours_lbl",
            )
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            number.setAlignment(end)
            hours.setAlignment(end)
            name = QWidget()
            name.setLayout(row(LevelShape(level), text_label(word), 1, spacing=6))
            grid.addWidget(name, line, 0)
            grid.addWidget(bar, line, 1)
            grid.addWidget(number, line, 2)
            grid.addWidget(hours, line, 3)
        grid.setColumnMinimumWidth(2, px(36))
        grid.setColumnMinimumWidth(3, px(80))
        self._body.addLayout(grid)

    def _add_lengths(self) -> None:
        shares = [self._overview.at(p, w) for p in LEVELS for w in _WORKING]
        if not any(share.rows for share in shares):
            return
        self._body.addWidget(rule())
        counted = [
            f"{short_label(self._codes, 'duration_band', band)} min: {n}"
            for band in MINUTES
            if (n := sum(share.bands.get(band, 0) for share in shares))
        ]
        without = sum(share.without_length for share in shares)
        if without:
            counted.append(self.tr("utan uppgift: {n}").format(n=without))
        self._body.addWidget(
            text_label(
                self.tr("Längd: {bands}.").format(bands=" · ".join(counted)),
                wrap=True,
                name="overview_bands_lbl",
            )
        )
        reckoned = ", ".join(str(minutes) for minutes in MINUTES.values())
        self._body.addWidget(
            text_label(
                self.tr(
                    "Tiden är uppskattad: varje rad räknas som {minutes} minuter efter sin längd. "
                    "Rader utan längd är inte med i tiden."
                ).format(minutes=reckoned),
                role="small",
                ink="muted",
                wrap=True,
            )
        )

    def _add_weeks(self) -> None:
        if not self._weeks:
            return
        self._body.addWidget(rule())
        self._body.addWidget(text_label(self.tr("Dina veckor"), weight=600))
        strip = CompletenessStrip(name="overview_weeks_list")
        strip.show_weeks(tuple((week.part.week, week.status) for week in self._weeks))
        strip.asked.connect(self._on_week)
        self._body.addWidget(strip)
        self._body.addWidget(
            text_label(
                self.tr("✓ registrerat · – inget att redovisa · ? saknas. Enter på ? svarar."),
                role="small",
                ink="muted",
                wrap=True,
            )
        )

    def _on_week(self, place: int) -> None:
        if self._weeks[place].status is WeekStatus.MISSING:
            week = self._weeks[place]
            self.accept()
            self.week_asked.emit(week)
