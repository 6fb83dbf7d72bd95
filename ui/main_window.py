"""The one window: the door first, then a session, then the door again.

Imported before the first frame: everything that the door does not need comes late.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from ui.first_frame import FirstFrame
from ui.widgets.copied import forget_copied

if TYPE_CHECKING:
    from PySide6.QtGui import QShortcut

    from familjecentral.access.model import Staff
    from familjecentral.clock import Clock, IdSource
    from familjecentral.errors import FamiljecentralError
    from familjecentral.gate import OpenedStore, StoreGate
    from familjecentral.privacy import Reads
    from ui.idle import IdleWatch
    from ui.jobs import Jobs
    from ui.kit import ImportKit, PaperKit, ReportKit
    from ui.newday import NewDay
    from ui.preferences import Preferences
    from ui.shell import Shell
    from ui.unlock.backdrop import Backdrop
    from ui.widgets.focus import FocusRing

    SampleMaker = Callable[[Callable[[float], None]], OpenedStore]
    """Makes a store of *Exempeldata* and opens it as a counsellor; it is given a function that
    takes its progress (0–1) and may raise :class:`Cancelled`."""

SMALLEST = (960, 600)
USUAL = (1280, 800)


class Parts(NamedTuple):
    """What the window is given: the way in, the day, ids, the database thread, the choices of
    this computer's user, the guard of texts, and (if there are) the maker of sample data and of
    reports.

    ``gate``, ``clock``, ``ids`` and ``guard`` are asked for when they are needed first.
    """

    gate: Callable[[], StoreGate]
    clock: Callable[[], Clock]
    ids: Callable[[], IdSource]
    jobs: Jobs
    preferences: Preferences
    version: str
    guard: Callable[[], Reads]
    sample: SampleMaker | None = None
    reports: Callable[[], ReportKit] | None = None
    imports: Callable[[], ImportKit] | None = None
    paper: Callable[[], PaperKit] | None = None


class MainWindow(QMainWindow):
    """Shows the door, the session, or the locked screen; one at a time."""

    look_changed = Signal()
    session_opened = Signal()
    first_painted = Signal()

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._store: OpenedStore | None = None
        self._shell: Shell | None = None
        self._house = ""
        self._people: tuple[Staff, ...] = ()
        self._door: Backdrop | None = None
        self._idle: IdleWatch | None = None
        self._new_day: NewDay | None = None
        self._path: Path | None = None
        self._has_painted = False
        self._stack = QStackedWidget()
        self._stack.setObjectName("shell_stack")
        self.setCentralWidget(self._stack)
        self.setObjectName("shell_window")
        self.setWindowTitle("Familjecentral")
        self._stack.addWidget(FirstFrame())
        self._ring: FocusRing | None = None
        self._door_help: QShortcut | None = None

    def prepare(self, app: QApplication) -> None:
        """Give the window icon, focus ring and help key, after the first frame."""
        from PySide6.QtGui import QKeySequence, QShortcut

        from ui.widgets.focus import FocusRing
        from ui.widgets.icons import window_icon

        self.setWindowIcon(window_icon())
        self._ring = FocusRing(self)
        self._ring.follow(app)
        self._door_help = QShortcut(QKeySequence("F1"), self)
        self._door_help.activated.connect(self._on_door_help)

    def _keep_ring(self) -> None:
        """Take the ring out of what is about to go."""
        if self._ring is not None:
            self._ring.leave()

    @property
    def shell(self) -> Shell | None:
        """The session's frame, None before the first unlock."""
        return self._shell

    @property
    def door(self) -> QWidget | None:
        """The card at the door, None while somebody works."""
        return self._door.card if self._door is not None else None

    # --- the door -------------------------------------------------------------------------------

    def show_start(self, store: Path | None) -> None:
        """Show the first screen: unlock a store, or the first start when there is none."""
        if store is None:
            self.show_first_start()
        else:
            self.show_unlock(store)

    def show_first_start(self) -> None:
        """Show the wizard of the first start."""
        from ui.unlock.first_start import FirstStartCard

        parts = self._parts
        card = FirstStartCard(
            parts.jobs, parts.gate, parts.ids, parts.guard, has_sample=parts.sample is not None
        )
        card.entered.connect(self._on_entered)
        card.open_asked.connect(self._on_open_asked)
        card.sample_asked.connect(self.open_sample)
        self._show_door(card, "", "start_door")

    def show_unlock(self, path: Path) -> None:
        """Ask for name and passphrase of a store."""
        from ui.unlock.page import UnlockCard

        self._path = path
        card = UnlockCard(self._parts.jobs, self._parts.gate)
        self._connect_unlock(card)
        card.show_cold(path)
        self._show_door(card, self._foot(), "unlock_door")

    def _connect_unlock(self, card: QWidget) -> None:
        from ui.unlock.page import UnlockCard

        assert isinstance(card, UnlockCard)
        card.entered.connect(self._on_entered)
        card.resumed.connect(self._on_resumed)
        card.other_store_asked.connect(self._on_open_asked)
        card.recovery_asked.connect(self._on_recovery_asked)
        card.quit_asked.connect(self.close)

    def _foot(self) -> str:
        return self.tr("Familjecentral {version} · krypterat lager på den här datorn").format(
            version=self._parts.version
        )

    def _show_door(self, card: QWidget, foot: str, name: str) -> None:
        from ui.unlock.backdrop import Backdrop

        self._drop_door()
        self._door = Backdrop(card, foot, name)
        self._stack.addWidget(self._door)
        self._stack.setCurrentWidget(self._door)
        self._allow_door_help(True)
        self._focus_door()

    def _focus_door(self) -> None:
        focus = getattr(self.door, "focus_first", None)
        if focus is not None:
            focus()

    def _drop_door(self) -> None:
        if self._door is not None:
            self._keep_ring()
            self._stack.removeWidget(self._door)
            self._door.deleteLater()
            self._door = None
            self._allow_door_help(False)

    def _on_recovery_asked(self) -> None:
        from ui.unlock.recover import RecoverCard

        if self._path is None:
            return
        if self._store is not None:
            self._close_session()
        card = RecoverCard(self._parts.jobs, self._parts.gate, self._path)
        card.entered.connect(self._on_entered)
        card.left.connect(self._on_recovery_left)
        self._show_door(card, self._foot(), "recover_door")

    def _on_recovery_left(self) -> None:
        if self._path is not None:
            self.show_unlock(self._path)

    def _on_open_asked(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from ui.preferences import documents_folder

        dialog = QFileDialog(self, self.tr("Öppna ett lager"), str(documents_folder()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Lager (*.fcdb)"))
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    def _on_file_selected(self, path: str) -> None:
        self.show_unlock(Path(path))

    def open_sample(self) -> None:
        """Make the store of *Exempeldata* if need be, and enter it."""
        sample = self._parts.sample
        if sample is not None:
            from ui.unlock.waiting import WaitingCard

            card = WaitingCard(self.tr("Exempeldata skapas…"))
            job = self._parts.jobs.run_long(
                sample, self._on_sample_made, self._on_sample_failed, card.set_share
            )
            card.cancelled.connect(job.cancel)
            self._show_door(card, "", "waiting_door")

    def _on_sample_made(self, store: OpenedStore) -> None:
        self._on_entered(store, "")

    def _on_sample_failed(self, error: FamiljecentralError) -> None:
        self.show_first_start()
        show = getattr(self.door, "show_error", None)
        if show is not None:
            show(error)

    def _allow_door_help(self, allowed: bool) -> None:
        """The session has an F1 of its own; two at once would silence each other."""
        if self._door_help is not None:
            self._door_help.setEnabled(allowed)

    def _on_door_help(self) -> None:
        from ui.unlock.help import DoorHelp

        DoorHelp.show_for(self)

    # --- the session ------------------------------------------------------------------------------

    def _on_entered(self, store: OpenedStore, recovery_key: str) -> None:
        """Take over an open store; a new recovery key is shown first."""
        if recovery_key:
            self._show_new_key(store, recovery_key)
            return
        if self._shell is not None:
            self._drop_shell()
        self._store = store
        self._path = store.path
        if not store.is_sample:
            self._parts.preferences.set_last_store(store.path)

        from familjecentral.access.model import Act

        def read() -> tuple[str, tuple[Staff, ...]]:
            today = self._parts.clock().today()
            with store.unit_of_work() as uow:
                house = next((c.name for c in uow.centres() if c.id == store.actor.centre_id), "")
                # Only an administrator may know who works here; others type the name.
                knows = store.actor.may(Act.CHANGE_STAFF)
                people = tuple(
                    s
                    for s in (uow.staff.all() if knows else (store.person,))
                    if s.ends_on is None or s.ends_on >= today
                )
                return house, people

        self._parts.jobs.run(read, self._on_read, self._on_entry_failed)

    def _show_new_key(self, store: OpenedStore, recovery_key: str) -> None:
        from ui.unlock.newkey import NewKeyCard

        card = NewKeyCard(store, recovery_key, store.path.stem)
        card.entered.connect(self._on_entered)
        self._show_door(card, self._foot(), "newkey_door")

    def _on_read(self, facts: tuple[str, tuple[Staff, ...]]) -> None:
        self._house, self._people = facts
        self._build_shell()
        self.session_opened.emit()

    def _on_entry_failed(self, error: FamiljecentralError) -> None:
        if self._path is not None:
            self.show_unlock(self._path)
            show = getattr(self.door, "show_error", None)
            if show is not None:
                show(error)

    def _build_shell(self) -> None:
        from ui.idle import IdleWatch
        from ui.kit import Kits
        from ui.newday import NewDay
        from ui.shell import Shell

        assert self._store is not None
        parts = self._parts
        self._shell = Shell(
            self._store,
            self._house,
            jobs=parts.jobs,
            clock=parts.clock(),
            ids=parts.ids(),
            preferences=parts.preferences,
            guard=parts.guard,
            kits=Kits(
                parts.reports and parts.reports(),
                parts.imports and parts.imports(),
                parts.paper and parts.paper(),
            ),
        )
        self._shell.lock_asked.connect(self.lock)
        self._shell.switch_asked.connect(self.lock)
        self._shell.passphrase_asked.connect(self._on_passphrase_asked)
        self._shell.look_changed.connect(self._on_look_changed)
        self._shell.house_changed.connect(self._on_house_changed)
        self._stack.addWidget(self._shell)
        self._stack.setCurrentWidget(self._shell)
        self._drop_door()
        self._show_title()
        if self._idle is None:
            self._idle = IdleWatch(self)
            self._idle.expired.connect(self.lock)
        self._idle.seconds_left.connect(self._shell.chip.set_seconds_left)
        self._idle.start(self.windowHandle())
        self._shell.open_first()
        self._new_day = NewDay(self._shell.desk, self._shell)
        self._new_day.look()

    def _show_title(self) -> None:
        title = f"Familjecentral – {self._house}" if self._house else "Familjecentral"
        if self._store is not None and self._store.is_sample:
            title += self.tr(" (exempeldata)")
        self.setWindowTitle(title)

    def _on_house_changed(self, house: str) -> None:
        self._house = house
        self._show_title()

    def _on_passphrase_asked(self) -> None:
        if self._shell is not None:
            self._shell.open_room("passphrase")

    def _on_look_changed(self, rebuild: bool) -> None:
        """Dress anew; build the frame anew when the text size changed, since every measure
        follows it. That happens after the control that asked has had its say."""
        if rebuild:
            QTimer.singleShot(0, self, self._rebuild_shell)
        else:
            self.look_changed.emit()

    def _rebuild_shell(self) -> None:
        if self._shell is None:
            return
        place = self._shell.place()
        self._drop_shell()
        self.look_changed.emit()
        self._build_shell()
        self._shell.go_back_to(place)

    def _drop_shell(self) -> None:
        if self._shell is not None:
            self._keep_ring()
            self._shell.take_down()
            self._stack.removeWidget(self._shell)
            self._shell.deleteLater()
            self._shell = None

    def lock(self) -> None:
        """Lock the screen: the window's content goes, drafts stay in memory, the clipboard is
        emptied if it holds rows from here."""
        if self._shell is None or self._door is not None or self._store is None:
            return
        from datetime import datetime

        from ui.unlock.page import UnlockCard

        if self._idle is not None:
            self._idle.stop()
        self._close_dialogs()
        self._shell.locked()
        forget_copied()
        card = UnlockCard(self._parts.jobs, self._parts.gate)
        self._connect_unlock(card)
        since = datetime.now().astimezone().strftime("%H.%M")
        card.show_locked(self._store, self._people, self._house, since)
        self.setWindowTitle("Familjecentral")
        self._show_door(card, self._foot(), "unlock_door")

    def _close_dialogs(self) -> None:
        """Take away what stands over the window: a dialog shows rows as the pages do. One that
        keeps what is typed in it steps aside instead."""
        from PySide6.QtWidgets import QDialog

        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for dialog in self.findChildren(QDialog):
            getattr(dialog, "set_aside", dialog.reject)()

    def _on_resumed(self) -> None:
        if self._shell is None:
            return
        self._stack.setCurrentWidget(self._shell)
        self._drop_door()
        self._show_title()
        if self._idle is not None:
            self._idle.start(self.windowHandle())
        self._shell.unlocked()
        if self._new_day is not None:
            self._new_day.look()

    def _close_session(self) -> None:
        store, self._store = self._store, None
        forget_copied()
        self._drop_shell()
        if store is not None:
            self._parts.jobs.run(store.close, _ignore_result, _ignore_error)

    # --- the end ------------------------------------------------------------------------------

    def tell_bug(self) -> None:
        """Say that something nobody foresaw stopped what was asked for."""
        from familjecentral.errors import Bug

        show = self._shell.failed if self._door is None and self._shell is not None else None
        show = show or getattr(self.door, "show_error", None)
        if show is not None:
            show(Bug("unforeseen"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the first frame has been painted, the children of this pass included."""
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus at the door once the window is there."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus_door)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the store on its own thread, then go; dialogs leave first, with what they hold."""
        self._close_dialogs()
        forget_copied()
        if self._idle is not None:
            self._idle.stop()
        if self._shell is not None:
            self._shell.take_down()
        store, self._store = self._store, None
        self._parts.jobs.close(store.close if store is not None else None)
        super().closeEvent(event)


def _ignore_result(result: None) -> None:
    """Nothing follows a closed store."""


def _ignore_error(error: FamiljecentralError) -> None:
    """Nothing can be done about a store that would not close: the next opening checks it."""
