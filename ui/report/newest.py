"""What is said while publishing is locked after a restore, and the way to open it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.changes import Changes
from familjecentral.errors import (
    FamiljecentralError,
    RegisterBehind,
    RegisterDamaged,
    UnusableFile,
)
from familjecentral.gate import UnitOfWork
from familjecentral.releases.public import FILE_NAME, confirm_newest, newest_needed
from ui.desk import Desk
from ui.preferences import documents_folder
from ui.report.exchange_words import failed
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import row, text_label
from ui.widgets.theme import px


class NewestBanner(Banner):
    """Stays as long as publishing is locked. ``told`` follows every look into the store."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="report_newest_banner")
        self._desk = desk
        self._known: int | None = None

    def read(self) -> None:
        """Look whether the store lies behind what has been published."""
        desk = self._desk
        if desk.may(Act.PUBLISH):
            desk.ask(lambda uow: newest_needed(uow, desk.clock), self._show, self._failed)

    def _show(self, known: int | None) -> None:
        if known is None:
            self.hide()
        elif known != self._known or self.isHidden():
            self.say(
                "warn",
                self.tr("Lagret är en återställd kopia: publicering är låst."),
                self.tr(
                    "Det känner till {known}, och det kan finnas fler. Ange den senaste, så att "
                    "nya tal skyddas mot allt som är publicerat. Inget annat är låst."
                ).format(known=self._words(known)),
            )
            self._offer(known)
            self._desk.voice.announce(self.text(), at_once=True)
        self._known = known
        self.told.emit()

    def _offer(self, known: int) -> None:
        """Put the way on beside what has been said."""
        button = KeyButton(
            self.tr("Ange senaste utgåvan…"), name="report_newest_btn", icon="history"
        )
        button.clicked.connect(lambda: self.ask(known))
        self.add_link(button)

    def _words(self, known: int) -> str:
        if known == 0:
            return self.tr("ingen utgåva")
        if known == 1:
            return self.tr("utgåva 1")
        return self.tr("utgåva 1–{n}").format(n=known)

    def _failed(self, error: FamiljecentralError) -> None:
        """The register that lies in its folder cannot be read: nothing is published until then."""
        self.say("err", *failed(error))
        if isinstance(error, RegisterDamaged):
            self._offer(error.number)
        self._known = None
        self.told.emit()

    def ask(self, known: int) -> None:
        """Ask for the newest release; ``known`` is the newest that the store has."""
        NewestDialog(self, self._desk, known).open()


class NewestDialog(FittedDialog):
    """The number of the newest release on paper, or the public register with what is missing."""

    answered = Signal()

    def __init__(self, parent: QWidget, desk: Desk, known: int) -> None:
        super().__init__(parent)
        self.setObjectName("report_newest_dlg")
        self.setWindowTitle(self.tr("Vilken utgåva är den senaste?"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        text = self.tr(
            "Se efter på den senaste rapporten, i foten på varje sida. Är den nyare än utgåva {n} "
            "saknar lagret utgåvor: välj då registret {file}. Det skrivs med varje utgåva, bredvid "
            "rapporten och i den mapp som är vald under Röjandekontroll."
        ).format(n=known, file=FILE_NAME)
        label = self.tr("Senaste utgåvans nummer")
        self._number = TextEdit(label, name="report_newest_edt", longest=6)
        self.field = Field(label, self._number)
        use_file = KeyButton(
            self.tr("Välj registret…"), name="report_newest_file_btn", icon="folder-open"
        )
        leave = KeyButton(
            self.tr("Avbryt"), name="report_newest_leave_btn", key="Esc", height=36, bind=False
        )
        give = KeyButton(
            self.tr("Ange numret"), name="report_newest_act_btn", look="primary", height=36
        )
        self._problem = Banner(name="report_newest_problem")
        give.clicked.connect(self._on_number)
        self._number.returnPressed.connect(self._on_number)
        use_file.clicked.connect(self._on_file)
        leave.clicked.connect(self.reject)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(text_label(text, wrap=True))
        body.addWidget(self.field)
        body.addWidget(self._problem)
        body.addLayout(row(use_file, 1, leave, give))
        self.setFixedWidth(px(560))
        self._number.setFocus()

    def _on_number(self) -> None:
        text = self._number.text().strip()
        if not text.isdecimal():
            self.field.set_error(self.tr("Skriv numret med siffror, till exempel 7."))
            self._number.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.field.set_error("")
        desk = self._desk
        self._confirm(lambda uow: confirm_newest(uow, desk.clock, number=int(text)))

    def _on_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Utgåveregistret"), str(documents_folder()))
        dialog.setObjectName("report_newest_file_dlg")
        dialog.setNameFilter(f"{self.tr('Register')} (*.json)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take_over(Path(path)))
        dialog.open()

    def take_over(self, file: Path) -> None:
        """Take over the releases that the store lacks."""
        desk = self._desk

        def work(uow: UnitOfWork) -> Changes:
            try:
                text = file.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise UnusableFile("unreadable", file.name) from error
            return confirm_newest(uow, desk.clock, text=text or " ")

        self._confirm(work)

    def _confirm(self, work: Callable[[UnitOfWork], Changes]) -> None:
        self._desk.ask(work, self._done, self._failed)

    def _done(self, changes: Changes) -> None:
        self.accept()
        self._desk.tell(changes)
        text = self.tr("Registret är helt. Du kan publicera igen.")
        self._desk.voice.saved(text, can_undo=False)
        self.answered.emit()

    def _failed(self, error: FamiljecentralError) -> None:
        title, rest = failed(error)
        if isinstance(error, RegisterBehind):
            title = self.tr("Lagret saknar den utgåvan.")
            rest = self.tr(
                "Det känner bara till {n}. Välj registret, så tas de som saknas över därifrån."
            ).format(n=error.number)
        self._problem.say("err", title, rest)
        self._desk.voice.announce(self._problem.text(), at_once=True)
        self.adjustSize()
        self.answered.emit()
