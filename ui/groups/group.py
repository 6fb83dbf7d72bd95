"""One group's page: tabs in the middle, seats, leaders, queue and next session at the side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from familjecentral.errors import ClashesLeft, InvalidInput, StaleEdit
from familjecentral.groups.attendance import EnterRatings
from familjecentral.groups.model import Group, GroupId
from familjecentral.groups.reading import GroupPage, TermPage
from ui.calendar.stale import StaleDialog
from ui.calendar.words import clash_title, room_name
from ui.desk import Desk
from ui.errors import sentence_for
from ui.groups.attendance import AttendanceTab
from ui.groups.beside import GroupSide
from ui.groups.group_presenter import GroupPresenter
from ui.groups.overview import OverviewTab
from ui.groups.queue import QueueTab
from ui.groups.ratings import RatingsTab
from ui.groups.sessions import SessionsTab
from ui.groups.stale import attendance_dialog
from ui.groups.words import day_month, tr, weekday_time
from ui.versions import VersionsDialog
from ui.widgets.buttons import KeyCap
from ui.widgets.combo import Choice
from ui.widgets.feedback import Banner
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

SIDE_FROM = 1000
TABS = ("overview", "sessions", "attendance", "queue", "ratings")


class Tab(Protocol):
    """A part of the page."""

    def show_group(self, page: GroupPage, others: TermPage | None) -> None: ...
    def focus_field(self) -> None: ...


class Frame(Protocol):
    """The page around it."""

    def show_head(self, title: str, subtitle: str) -> None: ...
    def back(self) -> None: ...


class GroupView(QWidget):
    """Five tabs; Ctrl Tab goes on. Who only leads the group has sessions, attendance, ratings."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("group_page")
        self._desk = desk
        self._frame = frame
        self.presenter = GroupPresenter(self, desk)
        self._page: GroupPage | None = None
        self._wanted = ""
        self._width = 0.0
        self._stale: VersionsDialog | None = None
        self.banner = Banner(name="group_banner")
        names = {
            "overview": self.tr("Översikt"),
            "sessions": self.tr("Träffar"),
            "attendance": self.tr("Närvaro"),
            "queue": self.tr("Väntelista"),
            "ratings": self.tr("Skattningar"),
        }
        self.tabs = SegmentedControl(
            self.tr("Del av gruppen"),
            tuple(Choice(key, names[key]) for key in TABS),
            name="group_tab_seg",
        )
        self.tabs.set_value("overview")
        self._stack = QStackedWidget()
        self._stack.setObjectName("group_tabs")
        self.overview = OverviewTab(desk, self.presenter)
        self.sessions = SessionsTab(desk, self.presenter)
        self.attendance = AttendanceTab(desk, self.presenter)
        self.queue = QueueTab(desk, self.presenter)
        self.ratings = RatingsTab(desk, self.presenter)
        self._parts: dict[str, QWidget] = {}
        for key, part in zip(
            TABS,
            (self.overview, self.sessions, self.attendance, self.queue, self.ratings),
            strict=True,
        ):
            self._parts[key] = part
            self._stack.addWidget(scrolled(part))
        self.side = GroupSide(self.presenter)
        self._side = scrolled(self.side)
        self._side.setFixedWidth(px(320))
        self._build_layout()
        self.tabs.changed.connect(self._on_tab)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self._next_tab(step))
        self.side.attendance_asked.connect(lambda: self.show_tab("attendance"))
        self.sessions.attendance_asked.connect(self._on_attendance_asked)

    def _build_layout(self) -> None:
        hint = QWidget()
        hint.setLayout(
            row(KeyCap("Ctrl Tab"), text_label(self.tr("nästa flik"), role="small", ink="text2"))
        )
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.tabs)
        bar.addWidget(hint)
        bar.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        columns.addWidget(self._stack, 1)
        columns.addWidget(self._side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(12))
        outer.addLayout(bar)
        outer.addWidget(self.banner)
        outer.addLayout(columns, 1)

    # --- the page around ------------------------------------------------------------------------

    def open(self, group_id: GroupId, tab: str = "") -> None:
        """Show a group, on a tab if one is asked for."""
        self._wanted = tab or "first"
        self._page = None
        self.banner.hide()
        self.presenter.open(group_id)

    @property
    def shown(self) -> Group | None:
        """The group that is open, once it has been read."""
        return self._page.group if self._page is not None else None

    def load(self) -> None:
        """Read it anew."""
        self.presenter.load()

    def leave(self) -> None:
        """Forget which group it was."""
        self.presenter.group_id = None
        self._page = None

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        if self.tabs.value() == "overview":
            return {"save": self.overview.save}
        return {"new": self.queue.register} if self.tabs.value() == "queue" else {}

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        part = self._parts[self.tabs.value() or "overview"]
        return (self.tabs, part, self.side) if self._side.isVisibleTo(self) else (self.tabs, part)

    def set_wide(self, width: float) -> None:
        """Show the side where there is room."""
        self._width = width
        self._side.setVisible(width >= SIDE_FROM)

    # --- tabs -----------------------------------------------------------------------------------

    def show_tab(self, key: str) -> None:
        """Go to a tab."""
        self.tabs.set_value(key)
        self._on_tab()
        focus = getattr(self._parts[key], "focus_field", None)
        if focus is not None:
            focus()

    def _next_tab(self, step: int) -> None:
        keys = [segment.key for segment in self.tabs.segments]
        here = keys.index(self.tabs.value() or keys[0])
        self.show_tab(keys[(here + step) % len(keys)])

    def _on_tab(self) -> None:
        self._stack.setCurrentIndex(TABS.index(self.tabs.value() or "overview"))

    def _on_attendance_asked(self, session: object) -> None:
        self.show_tab("attendance")
        if self._page is not None:
            found = next((s for s in self._page.group.sessions if s.id == session), None)
            if found is not None:
                self.attendance.go_to(found.id)

    # --- the view of the presenter --------------------------------------------------------------

    def show_group(self, page: GroupPage, others: TermPage | None) -> None:
        """Show everything; tab and cursor stay."""
        first = self._page is None
        self._page = page
        group = page.group
        if first:
            self._offer_tabs(page)
        for part in (self.overview, self.sessions, self.attendance, self.queue, self.ratings):
            part.show_group(page, others)
        self.side.show_group(page)
        counts = {"sessions": len(group.course), "queue": len(page.queue)}
        for segment in self.tabs.segments:
            segment.count_text = str(counts.get(segment.key) or "")
            segment.updateGeometry()
        self._frame.show_head(group.title, self._subtitle(page))
        self._show_clashes(page)
        if first:
            wanted = self._wanted if self._wanted in TABS else self.tabs.segments[0].key
            self.show_tab(wanted)

    def _offer_tabs(self, page: GroupPage) -> None:
        names = {s.key: s.text() for s in self.tabs.segments}
        names |= {
            "overview": self.tr("Översikt"),
            "sessions": self.tr("Träffar"),
            "attendance": self.tr("Närvaro"),
            "queue": self.tr("Väntelista"),
            "ratings": self.tr("Skattningar"),
        }
        keys = TABS if page.may_plan else ("attendance", "sessions", "ratings")
        self.tabs.set_choices(Choice(key, names[key]) for key in keys)
        self.tabs.set_value(keys[0])
        self._on_tab()

    def _subtitle(self, page: GroupPage) -> str:
        group, codes = page.group, page.codes
        parts = [
            codes.label("programme", group.values.programme),
            codes.label("prevention_level", group.prevention_level),
            weekday_time(group),
            room_name(page.house, group.room),
            codes.label("group_status", group.status),
        ]
        return " · ".join(part for part in parts if part)

    def _show_clashes(self, page: GroupPage) -> None:
        if not page.clashes:
            self.banner.hide()
            return
        n = len(page.clashes)
        title = self.tr("1 krock.") if n == 1 else self.tr("{n} krockar.").format(n=n)
        first = page.clashes[0]
        text = self.tr("{day}: {what}. Flytta träffen eller acceptera krocken under Träffar.")
        self.banner.say(
            "warn", title, text.format(day=day_month(first.day), what=clash_title(first))
        )

    def show_problems(self, error: InvalidInput) -> None:
        """Show what is wrong at its fields, or above."""
        loose = self.overview.show_problems(error.problems)
        if loose:
            self._desk.voice.announce(sentence_for(loose[0]), at_once=True)
            self.banner.say("err", tr("Inget är sparat."), sentence_for(loose[0]))
        else:
            self.show_tab("overview")
            self.overview.show_problems(error.problems)

    def show_stale(self, error: StaleEdit) -> None:
        """Show both versions; she chooses line by line."""
        mine, theirs = error.mine, error.theirs
        attended = attendance_dialog(error, self.presenter, self.window())
        if attended is not None:
            self._stale = attended
            if isinstance(mine, EnterRatings):
                attended.kept.connect(self.ratings.drop_number)
            attended.kept.connect(self.load)
            attended.open()
            return
        if not isinstance(theirs, Group) or not isinstance(mine, Group) or self._page is None:
            self._desk.voice.failed(error)
            self.load()
            return
        page, versions = self._page, (self._page.group, mine, theirs)
        dialog = StaleDialog(versions, page.codes, page.house, self.window())
        dialog.kept.connect(self.load)
        dialog.chosen.connect(self._on_stale_chosen)
        self._stale = dialog
        dialog.open()

    def _on_stale_chosen(self, group: object) -> None:
        if isinstance(group, Group):
            self.presenter.save(group, self.tr("Gruppen är sparad"))
        self.load()

    def show_clashes(self, group: Group, error: ClashesLeft) -> None:
        """Ask what is to be done about them."""
        self.sessions.ask_about(group, error)

    def show_rated(self) -> None:
        """The bundle of forms is in."""
        self.ratings.clear()

    def show_gone(self) -> None:
        """The group is not there any more."""
        self._frame.back()
