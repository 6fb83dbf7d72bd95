"""The frame round the pages: navigation, messages, status, keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock, IdSource
from familjecentral.contacts.undo import Undone, UndoStack, redo, undo, undo_tick
from familjecentral.errors import FamiljecentralError, NothingToUndo
from familjecentral.gate import OpenedStore
from familjecentral.privacy import Reads
from resources.lists import label as code_label
from ui.changes import ChangeBus
from ui.desk import Desk, Turn
from ui.errors import text_of
from ui.goto import GoToDialog, Place, settings_places
from ui.groups.steps import redo_step, undo_step
from ui.help import HelpPanel
from ui.jobs import Jobs, Scope
from ui.kit import Kits
from ui.page import NARROW, PAGE_KEYS, Page
from ui.pages import pages_for
from ui.preferences import Preferences
from ui.statusbar import status_bar
from ui.undone import done_again, taken_back
from ui.widgets.feedback import Announcer, Banner, Mood, UndoBar
from ui.widgets.focus import holds_focus
from ui.widgets.rail import NavigationRail, RailItem
from ui.widgets.session import SessionChip
from ui.widgets.text import IconLabel, frame, text_label
from ui.widgets.theme import px, scale

RAIL_WIDTH = 212
COMPACT_RAIL_WIDTH = 64


class Shell(QWidget):
    """One person's session in the window."""

    lock_asked = Signal()
    switch_asked = Signal()
    passphrase_asked = Signal()
    look_changed = Signal(bool)
    house_changed = Signal(str)

    def __init__(
        self,
        store: OpenedStore,
        centre_name: str,
        *,
        jobs: Jobs,
        clock: Clock,
        ids: IdSource,
        preferences: Preferences,
        guard: Callable[[], Reads],
        kits: Kits,
    ) -> None:
        super().__init__()
        self.setObjectName("shell_root")
        self._preferences = preferences
        self._bus = ChangeBus(self)
        self._scope = Scope(jobs)
        self._trail: list[Callable[[], None]] = []
        self._again: list[Callable[[], None]] = []
        self.undo_stack = UndoStack()
        tell = self._bus.tell
        self.desk = Desk(store, clock, ids, self.undo_stack, self._scope, tell, self, guard, *kits)
        self._specs = pages_for(self.desk)
        self._pages: dict[str, Page] = {}
        self._build_widgets(centre_name)
        self._build_layout()
        self._connect(jobs)

    def open_first(self) -> None:
        """Open the first page that the person may see."""
        if self._specs:
            self.open_page(self._specs[0].key)

    def place(self) -> tuple[str, str]:
        """Return page and room where the person is."""
        page = self.page
        return (page.key if page else "", str(getattr(page, "room", "")))

    def go_back_to(self, place: tuple[str, str]) -> None:
        """Open page and room again."""
        key, room = place
        self.open_page(key)
        if room:
            self.open_room(room)

    # --- building -------------------------------------------------------------------------

    def _build_widgets(self, centre_name: str) -> None:
        items = tuple(RailItem(s.key, s.title, s.icon, s.shortcut) for s in self._specs)
        self.rail = NavigationRail(items, name="shell_nav", accessible=self.tr("Huvudnavigering"))
        person = self.desk.person
        roles = [role for role in ("counsellor", "manager") if role in person.roles]
        roles += [role.value for role in sorted(person.roles) if role.value not in roles]
        role = code_label("user_role", roles[0], short=True) if roles else ""
        self.chip = SessionChip(person.first_name, role)
        if not any(spec.key == "settings" for spec in self._specs):
            self.chip.leave_out_passphrase()
        self._mark = IconLabel("mark", "text", 34)
        family, _, house = centre_name.partition(" ")
        self._house = text_label(family, role="h2")
        self._house_below = text_label(house, role="small", ink="text2")
        self.stack = QStackedWidget()
        self.stack.setObjectName("shell_pages")
        self.banner = Banner(name="shell_banner")
        self.undo_bar = UndoBar()
        self.announcer = Announcer()
        self.help = HelpPanel()
        self.saved_label = text_label("", role="small", ink="text2", name="shell_saved_lbl")
        self._saved_icon = IconLabel("check", "text2", 15)
        self._saved_icon.hide()

    def _build_layout(self) -> None:
        self._rail_frame = frame("rail")
        self._rail_box = QVBoxLayout(self._rail_frame)
        self._rail_box.setSpacing(px(12))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._house)
        names.addWidget(self._house_below)
        brand = QHBoxLayout()
        brand.setSpacing(px(10))
        brand.addWidget(self._mark)
        brand.addLayout(names, 1)
        brand.setContentsMargins(px(4), 0, 0, 0)
        self._rail_box.addLayout(brand)
        self._rail_box.addWidget(self.rail, 1)
        self._rail_box.addWidget(self.chip)
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        messages = QVBoxLayout()
        messages.setContentsMargins(px(24), 0, px(24), px(12))
        messages.setSpacing(px(8))
        messages.addWidget(self.banner)
        messages.addWidget(self.undo_bar)
        self._messages = QWidget()
        self._messages.setLayout(messages)
        self._middle.addWidget(self.stack, 1)
        self._middle.addWidget(self._messages)
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self._rail_frame)
        upper.addLayout(self._middle, 1)
        self._help_box = QVBoxLayout()
        self._help_box.setContentsMargins(0, px(16), px(16), px(16))
        self._help_box.addWidget(self.help)
        upper.addLayout(self._help_box)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(upper, 1)
        left: list[QWidget] = [self._saved_icon, self.saved_label]
        if self.desk.store.is_sample:
            left.append(text_label(self.tr("Exempeldata"), role="small", weight=600))
        outer.addWidget(status_bar(left))
        outer.addWidget(self.announcer)
        self._show_messages()

    def _connect(self, jobs: Jobs) -> None:
        self.rail.opened.connect(partial(self.open_page))
        self.undo_bar.undo_asked.connect(self.undo)
        self.undo_bar.gone.connect(self._show_messages)
        self.undo_bar.gone.connect(self.announcer.forget)
        self.help.closed.connect(self._close_help)
        self.chip.lock_asked.connect(self.lock_asked)
        self.chip.switch_asked.connect(self.switch_asked)
        self.chip.passphrase_asked.connect(self.passphrase_asked)
        self._bus.changed.connect(self._on_changed)
        jobs.busy_changed.connect(self._on_busy_changed)
        keys: dict[str, Callable[[], None]] = {
            f"Ctrl+{spec.digit}": partial(self.open_page, spec.key) for spec in self._specs
        }
        keys |= {key: partial(self._command, name) for key, name in PAGE_KEYS.items()}
        keys |= {
            "Ctrl+K": self.go_to,
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+L": self.lock_asked.emit,
            "F1": self.toggle_help,
            "F6": partial(self._next_panel, 1),
            "Shift+F6": partial(self._next_panel, -1),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)

    # --- pages ------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page that is open."""
        found = self.stack.currentWidget()
        return found if isinstance(found, Page) else None

    def told(self, text: str) -> None:
        """Say something that needs no way back."""
        self.undo_bar.say(text, can_undo=False)
        self._show_messages()
        self.announcer.announce(text)

    def look_chosen(self, *, rebuild: bool) -> None:
        """Take on another look."""
        self.look_changed.emit(rebuild)

    def open_page(self, key: str, given: object = None) -> None:
        """Open a page; it is built the first time."""
        spec = next((s for s in self._specs if s.key == key), None)
        if spec is None:
            return
        if key not in self._pages:
            page = self._pages[key] = spec.make(self.desk, self._preferences)
            page.waits.connect(partial(self.rail.set_badge, key))
            self.stack.addWidget(self._pages[key])
        self.stack.setCurrentWidget(self._pages[key])
        self.rail.set_active(key)
        self.clear_banner()
        self._pages[key].opened()
        if given is not None:
            self._pages[key].receive(given)
        if self.help.isVisible():
            self.help.show_page(self._pages[key].help_name())

    def page_of(self, key: str) -> Page | None:
        """Return a page that has been opened."""
        return self._pages.get(key)

    def _page_did(self, name: str) -> bool:
        act = self.page.commands().get(name) if self.page else None
        if act is not None:
            act()
        return act is not None

    def _command(self, name: str) -> None:
        page = self.page
        if (
            not self._page_did(name)
            and name in ("new", "tally")
            and page is not self.page_of("today")
        ):
            self.open_page("today")
            self._command(name)

    def _on_changed(self, changes: Changes) -> None:
        if Kind.CENTRES in changes.kinds:
            self._read_house()
        if Kind.PERIODS in changes.kinds:
            # A lock took the steps that touch its months; the rest is reached by Ctrl Z alone.
            self._trail.clear()
            self.undo_bar.dismiss()
        for page in self._pages.values():
            page.changed(changes)

    def _read_house(self) -> None:
        own = self.desk.actor.centre_id
        self.desk.ask(
            lambda uow: next((c.name for c in uow.centres() if c.id == own), ""),
            self._show_house,
        )

    def _show_house(self, name: str) -> None:
        family, _, house = name.partition(" ")
        self._house.setText(family)
        self._house_below.setText(house)
        self.house_changed.emit(name)

    def _next_panel(self, step: int) -> None:
        page = self.page
        panels = [part for part in (page.panels() if page else ()) if part.isVisibleTo(self)]
        stops = [self.rail, *panels, self.chip]
        here = next((i for i, stop in enumerate(stops) if holds_focus(stop)), 0)
        target = stops[(here + step) % len(stops)]
        focus = getattr(target, "focus_field", None)
        if focus is not None:
            focus()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self) -> None:
        """Open *Gå till…*."""
        pages = [Place(spec.title, partial(self.open_page, spec.key)) for spec in self._specs]
        has_rooms = any(spec.key == "settings" for spec in self._specs)
        rooms = settings_places(self.desk, self.open_room) if has_rooms else []
        lock = Place(self.tr("Lås skärmen"), self.lock_asked.emit)
        dialog = GoToDialog((*pages, *rooms, lock), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_room(self, key: str) -> None:
        """Open a room of the settings."""
        self.open_page("settings")
        open_room = getattr(self.page, "open_room", None)
        if open_room is not None:
            open_room(key)

    # --- the voice ----------------------------------------------------------------------------

    def saved(
        self, text: str, *, can_undo: bool = True, undo: Callable[[], None] | None = None
    ) -> None:
        """Say in the undo bar what happened; ``undo`` takes back what is not a contact."""
        came = undo.came if isinstance(undo, Turn) else "made"
        if undo is not None and came == "undone":
            self._again.append(undo)
            self._say_step(self.tr("Ändringen togs tillbaka."), can_undo=bool(self._trail))
            return
        if can_undo:
            self._trail = [*self._trail, undo or self._undo_contact][-50:]
        if came == "made":
            self._again.clear()
        self._say_step(text, can_undo=can_undo)

    def planned(self, text: str) -> None:
        """Say what happened to a group; its newest step takes it back."""
        self.saved(text, undo=partial(self._undo_group, text))

    def counted(self) -> None:
        """Remember that a tick was saved: it can be taken back, but needs no words."""
        self._trail = [*self._trail, self._undo_contact][-50:]
        self._note_saved()

    def undo_tick(self) -> None:
        """Take the newest tick of the tally pad back."""
        stack, desk = self.undo_stack, self.desk
        desk.ask(lambda uow: undo_tick(stack, uow, desk.clock, desk.ids), self.undone_one)

    def undone_one(self, undone: Undone) -> None:
        """Say that a step was taken back, whichever it was."""
        self.forgot(1)
        self._on_undone(undone)

    def forgot(self, steps: int) -> None:
        """Remember so many steps fewer, the newest first."""
        if steps:
            mine = [n for n, act in enumerate(self._trail) if act == self._undo_contact][-steps:]
            self._trail = [act for n, act in enumerate(self._trail) if n not in mine]
            self.undo_bar.dismiss()

    def show_help(self, name: str) -> None:
        """Open a help page beside the page."""
        self.help.show_page(name)

    def happened(self, text: str, undo: Callable[[], None]) -> None:
        """Say what happened to something that is not saved yet."""
        self._trail = [*self._trail, undo][-50:]
        self.undo_bar.say(text)
        self._show_messages()
        self.announcer.announce(self.undo_bar.accessibleName())

    def failed(self, error: FamiljecentralError) -> None:
        """Say what went wrong, in three sentences."""
        text = text_of(error)
        mood: Mood = "info" if isinstance(error, NothingToUndo) else "err"
        self.banner.say(mood, text.title, f"{text.meaning} {text.action}")
        self._show_messages()
        self.announcer.announce(self.banner.text(), at_once=True)

    def announce(self, text: str, *, at_once: bool = False) -> None:
        """Say something to the screen reader only."""
        self.announcer.announce(text, at_once=at_once)

    def clear_banner(self) -> None:
        """Take the banner away."""
        self.banner.hide()
        self._show_messages()

    def _show_messages(self) -> None:
        self._messages.setVisible(not self.banner.isHidden() or not self.undo_bar.isHidden())

    def _note_saved(self) -> None:
        now = dt.datetime.now().astimezone()
        self._saved_icon.set_icon("check", "text2")
        self._saved_icon.show()
        self.saved_label.setText(self.tr("Sparat {time}").format(time=now.strftime("%H.%M")))

    def _on_busy_changed(self, busy: bool) -> None:
        self.setProperty("busy", busy)

    # --- undo -----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the newest step back; a draft of the page goes before what is saved."""
        if self._page_did("undo"):
            return
        act = self._trail.pop() if self._trail else self._undo_contact
        act()

    def _undo_contact(self) -> None:
        stack, desk = self.undo_stack, self.desk
        desk.ask(lambda uow: undo(stack, uow, desk.clock, desk.ids), self._on_undone)

    def _undo_group(self, text: str) -> None:
        undo_step(self.desk, partial(self._on_group_moved, text, again=False))

    def _on_group_moved(self, text: str, changes: Changes, *, again: bool) -> None:
        redo = partial(redo_step, self.desk, partial(self._on_group_moved, text, again=True))
        (self._trail if again else self._again).append(
            partial(self._undo_group, text) if again else redo
        )
        self._bus.tell(changes)
        said = self.tr("Gjort igen: {what}") if again else self.tr("Ångrat: {what}")
        self._say_step(said.format(what=text), can_undo=bool(self._trail))

    def redo(self) -> None:
        """Do the newest undone step again."""
        if self._page_did("redo"):
            return
        (self._again.pop() if self._again else self._redo_contact)()

    def _redo_contact(self) -> None:
        stack, desk = self.undo_stack, self.desk
        desk.ask(lambda uow: redo(stack, uow, desk.clock, desk.ids), self._on_redone)

    def _on_undone(self, undone: Undone) -> None:
        self._again.append(self._redo_contact)
        kept = self._pass_on(undone, again=False)
        self._say_step(taken_back(undone, kept=kept), can_undo=bool(self._trail))

    def _on_redone(self, undone: Undone) -> None:
        self._trail.append(self._undo_contact)
        self._pass_on(undone, again=True)
        self._say_step(done_again(undone), can_undo=True)

    def _pass_on(self, undone: Undone, *, again: bool) -> bool:
        """Tell the pages; True when the values lie in a form of one of them."""
        self._bus.tell(undone.changes)
        kept = [page.undone(undone, again=again) for page in self._pages.values()]
        return any(kept)

    def _say_step(self, text: str, *, can_undo: bool) -> None:
        self.clear_banner()
        self.undo_bar.say(text, can_undo=can_undo)
        self._show_messages()
        self._note_saved()
        self.announcer.announce(self.undo_bar.accessibleName())

    # --- help, lock, size -------------------------------------------------------------------------

    def toggle_help(self) -> None:
        """Show or hide the help of the page."""
        if self.help.isVisible():
            self._close_help()
        elif self.page is not None:
            self.help.show_page(self.page.help_name())

    def _close_help(self) -> None:
        self.help.leave()

    def locked(self) -> None:
        """The screen is locked: undo steps hold what rows said, so they go."""
        for page in self._pages.values():
            page.locked()
        self.undo_stack.clear()
        self.desk.group_undo.clear()
        self._trail.clear()
        self._again.clear()
        self.undo_bar.dismiss()
        self.clear_banner()
        self.help.hide()

    def unlocked(self) -> None:
        """Come back to the same page."""
        if self.page is not None:
            self.page.opened()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep the icons of the navigation only."""
        super().resizeEvent(event)
        compact = self.width() / scale() - RAIL_WIDTH < NARROW
        width = COMPACT_RAIL_WIDTH if compact else RAIL_WIDTH
        self._rail_frame.setFixedWidth(px(width))
        side = px(8 if compact else 10)
        self._rail_box.setContentsMargins(side, px(14), side, px(12))
        self._house.setVisible(not compact)
        self._house_below.setVisible(not compact)
        self.rail.set_compact(compact)
        self.chip.set_compact(compact)

    def take_down(self) -> None:
        """End the session: nobody answers for it any more."""
        self._scope.close()
        for page in self._pages.values():
            page.closed()
