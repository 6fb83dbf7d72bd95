"""*Till kalendern (.ics)*: which calendars, and the folder that they are written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from familjecentral.errors import FamiljecentralError
from familjecentral.groups.invitations import Feed
from familjecentral.groups.left import Owner
from ui.errors import text_of
from ui.paper.words import tr
from ui.preferences import documents_folder
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.feedback import Banner
from ui.widgets.scrolled import scrolled
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.clock import Clock
    from familjecentral.gate import UnitOfWork
    from ui.paper.sheet import PaperDesk

Read = Callable[["UnitOfWork", "Clock"], tuple[Feed, ...]]


def kind_words() -> dict[str, str]:
    """Return what the calendars of a kind are called together."""
    return {
        Owner.GROUP: tr("Grupper"),
        Owner.ROOM: tr("Lokaler"),
        Owner.LEADER: tr("Ledare"),
    }


class CalendarFilesDialog(QDialog):
    """A check box for each calendar; those of groups, rooms and leaders under their own heads."""

    def __init__(self, paper: PaperDesk, read: Read, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._paper = paper
        self._read = read
        self.checks: dict[tuple[str, str], Check] = {}
        self._feeds: tuple[Feed, ...] = ()
        title = tr("Till kalendern, {about}").format(about=about)
        self.setObjectName("paper_calendar_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.banner = Banner(name="paper_calendar_banner")
        self._all = KeyButton(tr("Välj alla"), name="paper_calendar_all_btn", look="link")
        self._none = KeyButton(tr("Välj inga"), name="paper_calendar_none_btn", look="link")
        self._save = KeyButton(
            tr("Spara i mapp…"), name="paper_calendar_save_btn", look="primary",
            icon="calendar-days", key="Ctrl S", height=36,
        )  # fmt: skip
        close = KeyButton(
            tr("Stäng"), name="paper_calendar_close_btn", key="Esc", height=36, bind=False
        )
        self._all.clicked.connect(lambda: self._check(on=True))
        self._none.clicked.connect(lambda: self._check(on=False))
        self._save.clicked.connect(self._on_save)
        close.clicked.connect(self.reject)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, px(8), 0)
        self._lines.setSpacing(px(6))
        inner = QWidget()
        inner.setLayout(self._lines)
        text = tr(
            "En fil för varje ledare, lokal och grupp. Öppna den i kalenderprogrammet, en gång "
            "till när något har ändrats: träffarna flyttar sig då. Inställda träffar ligger i en "
            "egen fil bredvid, som tar bort dem. Inga deltagare står i filerna."
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(18), px(24), px(18))
        outer.setSpacing(px(12))
        outer.addWidget(text_label(title, role="dialog", wrap=True))
        outer.addWidget(text_label(text, wrap=True))
        outer.addWidget(self.banner)
        outer.addLayout(row(self._all, self._none, 1))
        outer.addWidget(scrolled(inner), 1)
        outer.addLayout(row(close, 1, self._save))
        self.banner.hide()
        self._save.disable(tr("Läser…"))
        around = parent.size()
        self.resize(min(px(560), around.width() - px(40)), min(px(620), around.height() - px(40)))

    def begin(self) -> None:
        """Open, and read which calendars there are."""
        self.open()
        desk, read = self._paper.desk, self._read
        desk.ask(lambda uow: read(uow, desk.clock), self.show_feeds, self._on_failed)

    def show_feeds(self, feeds: tuple[Feed, ...]) -> None:
        """Offer the calendars, all of them chosen."""
        self._feeds = feeds
        words = kind_words()
        kind: Owner | None = None
        for number, feed in enumerate(feeds):
            if feed.kind != kind:
                kind = feed.kind
                self._lines.addWidget(text_label(words[kind], role="small", weight=600))
            on = sum(not entry.cancelled for entry in feed.entries)
            text = tr("{title}, 1 träff") if on == 1 else tr("{title}, {n} träffar")
            if not on:
                text = tr("{title}, bara inställda träffar")
            check = Check(
                text.format(title=feed.title, n=on), name=f"paper_calendar_chk_{kind}_{number}"
            )
            check.setChecked(True)
            check.toggled.connect(self._on_toggled)
            self.checks[feed.kind, feed.key] = check
            self._lines.addWidget(check)
        self._lines.addStretch(1)
        self._on_toggled()
        if feeds:
            self.checks[feeds[0].kind, feeds[0].key].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.banner.say("info", tr("Inga träffar än."), tr("Lägg en serie först."))

    def chosen(self) -> tuple[Feed, ...]:
        """Return the calendars that are checked."""
        return tuple(f for f in self._feeds if self.checks[f.kind, f.key].isChecked())

    def _check(self, *, on: bool) -> None:
        for check in self.checks.values():
            check.setChecked(on)

    def _on_toggled(self) -> None:
        self._save.disable("" if self.chosen() else tr("Välj minst en kalender."))

    def _on_save(self) -> None:
        dialog = QFileDialog(self, tr("Spara i mapp"), str(documents_folder()))
        dialog.setObjectName("paper_calendar_folder_dlg")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def save(self, folder: Path) -> None:
        """Write the chosen calendars."""
        desk, write, feeds = self._paper.desk, self._paper.kit.write_calendars, self.chosen()
        stamp = dt.datetime.now(dt.UTC)
        desk.work(
            lambda: write(folder, feeds, stamp=stamp),
            lambda files: self._on_saved(len(files), folder),
            self._on_failed,
        )

    def _on_saved(self, n: int, folder: Path) -> None:
        text = tr("1 fil sparad i {folder}.") if n == 1 else tr("{n} filer sparade i {folder}.")
        self.banner.say("ok", text.format(n=n, folder=folder.name))
        self._paper.desk.voice.announce(self.banner.text())

    def _on_failed(self, error: FamiljecentralError) -> None:
        text = text_of(error)
        self.banner.say("err", text.title, f"{text.meaning} {text.action}")
        self._paper.desk.voice.announce(self.banner.text(), at_once=True)
