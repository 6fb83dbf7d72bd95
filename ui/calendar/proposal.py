"""*Föreslå schema*: choose groups, search beside the window, take the plan as a draft."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QDialog,
    QGridLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from familjecentral.groups.bridge import drafts, problem_of
from familjecentral.groups.model import Group, GroupId
from familjecentral.groups.plan import Plan
from familjecentral.groups.planner import Progress, plan_term
from ui.calendar.cells import GridData
from ui.calendar.grid import CalendarGrid
from ui.calendar.sketch import Sketch
from ui.calendar.words import clock
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import CheckGroup
from ui.widgets.combo import Choice
from ui.widgets.daytext import WEEKDAYS
from ui.widgets.feedback import Banner
from ui.widgets.form import ElidedLabel, Field
from ui.widgets.naming import label
from ui.widgets.scrolled import scrolled
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.groups.bridge import TermToPlan
    from ui.calendar.presenter import CalendarPresenter
    from ui.desk import Desk
    from ui.jobs import Job

SECONDS = 60.0
_Turn = QAbstractSlider.SliderAction
_TURNS = {
    Qt.Key.Key_PageUp: (True, _Turn.SliderPageStepSub),
    Qt.Key.Key_PageDown: (True, _Turn.SliderPageStepAdd),
    Qt.Key.Key_Home: (False, _Turn.SliderToMinimum),
    Qt.Key.Key_End: (False, _Turn.SliderToMaximum),
}
"""Keys that turn the picture: whether up and down, and how far"""


class ProposalDialog(QDialog):
    """Three faces: what to plan, the search, the plan. Nothing is saved here.

    ``told`` comes with every sentence about the search: a better plan, the end of it.
    """

    told = Signal(str)
    drawn = Signal()
    """A better plan stands in the picture"""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        presenter: CalendarPresenter,
        *,
        chosen: frozenset[GroupId] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._presenter = presenter
        self._seconds = seconds
        self._job: Job | None = None
        self._began = 0.0
        self._term: TermToPlan | None = None
        self._plan: Plan | None = None
        title = self.tr("Föreslå schema")
        self.setObjectName("proposal_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # held while the search has no plan yet
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self._tick)
        self._faces = QStackedWidget()
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(title, role="dialog"))
        body.addWidget(self._faces, 1)
        self._faces.addWidget(self._choosing(chosen))
        self._faces.addWidget(self._running())
        self._faces.addWidget(self._found())
        self.resize(px(720), px(520))
        self.finished.connect(self._stop)
        self._show(0)

    # --- faces ------------------------------------------------------------------------------------

    def _choosing(self, chosen: frozenset[GroupId] | None) -> QWidget:
        draft = self._presenter.draft
        assert draft is not None
        whole = problem_of(draft.now, self._presenter.term, self._desk.clock.today())
        self.groups = CheckGroup(
            self.tr("Grupper som planeras"),
            [Choice(str(group.id), group.title) for group in whole.groups],
            name="proposal_groups",
        )
        wanted = [g.id for g in whole.groups if chosen is None or g.id in chosen]
        self.groups.set_values(map(str, wanted))
        self.groups_field = Field(self.tr("Grupper som planeras"), self.groups)
        everyone = [str(group.id) for group in whole.groups]
        picks = (
            KeyButton(self.tr("Välj alla"), name="proposal_all_btn", look="link"),
            KeyButton(self.tr("Välj inga"), name="proposal_none_btn", look="link"),
        )
        for button, chosen_keys in zip(picks, (everyone, []), strict=True):
            button.clicked.connect(partial(self.groups.set_values, chosen_keys))
        text = self.tr(
            "Programmet söker tid, lokal och ledare för grupperna du markerar. Träffar som är "
            "genomförda eller meddelade ligger kvar. Det som redan ligger ändras så lite som går."
        )
        self._run = KeyButton(
            self.tr("Sök tider"), name="proposal_run_btn", look="primary", key="Enter", height=36
        )
        leave = KeyButton(
            self.tr("Tillbaka"), name="proposal_leave_btn", key="Esc", height=36, bind=False
        )
        self._run.clicked.connect(self.run)
        leave.clicked.connect(self.reject)
        if not whole.groups:
            self._run.disable(self.tr("Terminen har inga grupper att planera."))
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.groups_field)
        inner.addStretch(1)
        foot = row(*picks, 1, leave, self._run)
        return _face(text_label(text, wrap=True), scrolled(holder), foot)

    def _running(self) -> QWidget:
        self.state = text_label("", role="h2", name="proposal_state_lbl")
        self.best = text_label("", ink="text2", wrap=True, name="proposal_best_lbl")
        self._take = KeyButton(
            self.tr("Ta det bästa hittills"), name="proposal_take_btn", key="Enter", height=36
        )
        cancel = KeyButton(
            self.tr("Avbryt"), name="proposal_cancel_btn", key="Esc", height=36, bind=False
        )
        self._take.clicked.connect(self.take_best)
        cancel.clicked.connect(self.reject)
        self.picture = CalendarGrid(lambda *_: "")
        label(self.picture, self.tr("Bästa plan hittills, terminen"), name="proposal_picture")
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # to look at: Enter takes the plan
        self.picture.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture.hide()
        self._space = QWidget()
        face = _face(self.state, self.best, self.picture, self._space, row(1, cancel, self._take))
        box = face.layout()
        assert isinstance(box, QVBoxLayout)
        box.setStretchFactor(self.picture, 1)
        return face

    def _found(self) -> QWidget:
        self.summary = Banner(name="proposal_summary_bar")
        self._table = frame("card", "proposal_groups_found")
        self._table.setMinimumHeight(1)  # its texts wrap: how high they are follows from the width
        self._lines = QGridLayout(self._table)
        self._lines.setContentsMargins(px(14), px(10), px(14), px(10))
        self._lines.setHorizontalSpacing(px(16))
        self._lines.setVerticalSpacing(px(6))
        self._use = KeyButton(
            self.tr("Visa som utkast"), name="proposal_use_btn", look="primary", key="Enter",
            height=36,
        )  # fmt: skip
        again = KeyButton(self.tr("Ändra villkor"), name="proposal_again_btn", height=36)
        leave = KeyButton(
            self.tr("Tillbaka"), name="proposal_back_btn", key="Esc", height=36, bind=False
        )
        self._use.clicked.connect(self.use)
        again.clicked.connect(lambda: self._show(0))
        leave.clicked.connect(self.reject)
        return _face(self.summary, scrolled(self._table), row(leave, again, 1, self._use))

    def _show(self, face: int) -> None:
        self._faces.setCurrentIndex(face)
        if face == 0:
            self.groups.focus_field() if self.groups.values() else self._run.setFocus()
        elif face == 1:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # an Enter too many must not cancel
        else:
            self._use.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the search -------------------------------------------------------------------------------

    def run(self) -> None:
        """Begin the search on a thread of its own."""
        draft = self._presenter.draft
        values = frozenset(self.groups.values())
        if draft is None or not values:
            self.groups_field.set_error(self.tr("Markera minst en grupp."))
            return
        self.groups_field.set_error("")
        only = frozenset(g for g in draft.now.groups if str(g) in values)
        term = problem_of(draft.now, self._presenter.term, self._desk.clock.today(), only=only)
        self._term = term
        seconds = self._seconds

        sketch = Sketch(draft, term, self._presenter.day, self._desk.clock.today())

        def work(found: Callable[[object], None], stopped: Callable[[], bool]) -> Plan:
            def better(progress: Progress) -> None:
                found(progress)
                sketch.better(progress)
                draw()

            def ended() -> bool:
                draw()
                return stopped()

            def draw() -> None:
                if not stopped() and (grid := sketch.due()) is not None:
                    found(grid)

            return plan_term(term.problem, seconds=seconds, on_progress=better, cancelled=ended)

        self._began = time.monotonic()
        self.best.setText(self.tr("Söker en första plan."))
        self._take.disable(self.tr("Det finns ingen plan än."))
        self._tick()
        self._clock.start()
        self._show(1)
        self._job = self._desk.runner.run_beside(
            work, self._on_done, self._desk.voice.failed, self._on_better
        )

    def _tick(self) -> None:
        seconds = int(time.monotonic() - self._began)
        text = self.tr("Söker tider… {n} s av högst {m} s. Du kan avbryta.")
        self.state.setText(text.format(n=seconds, m=round(self._seconds)))

    def _on_better(self, found: Progress | GridData) -> None:
        if isinstance(found, GridData):
            self._draw(found)
        else:
            self._tell(found)

    def _draw(self, grid: GridData) -> None:
        """Show the plan as the term view will show it."""
        if self.picture.isHidden():
            self._space.hide()
            self.picture.show()
            self._grow()
        self.picture.show_grid(grid)
        self.drawn.emit()

    def _grow(self) -> None:
        """Make place for a term, within the window and in its middle."""
        parent = self.parentWidget()
        assert parent is not None
        whole = parent.window()
        width = max(self.width(), min(px(1180), whole.width() - px(48)))
        height = max(self.height(), min(px(680), whole.height() - px(48)))
        self.resize(width, height)
        middle = whole.mapToGlobal(whole.rect().center())
        self.move(middle.x() - self.width() // 2, middle.y() - self.height() // 2)

    def _tell(self, progress: Progress) -> None:
        text = self.tr("Bästa plan hittills: {n} av {m} grupper, {points} poäng (lägre är bättre).")
        self.best.setText(
            text.format(n=progress.planned, m=progress.total, points=progress.objective)
        )
        if not self._take.isEnabled():
            self._take.disable("")
            self._take.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.voice.announce(self.best.text())
        self.told.emit(self.best.text())

    def take_best(self) -> None:
        """Stop the search; what it has found so far is shown."""
        if self._job is not None:
            self._job.cancel()

    def _stop(self) -> None:
        self._clock.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.drop()

    def _on_done(self, plan: Plan) -> None:
        self._clock.stop()
        self._job = None
        self._plan = plan
        self._say(plan)
        self._show(2)
        self.told.emit(self.summary.text())

    # --- the plan ---------------------------------------------------------------------------------

    def _say(self, plan: Plan) -> None:
        assert self._term is not None
        groups = {str(group.id): group for group in self._term.groups}
        n, left = len(plan.groups), plan.unplanned
        title = self.tr("Förslaget klarar {n} av {m} grupper.").format(n=n, m=n + len(left))
        rest = self.tr("Inget är sparat ännu.")
        if left:
            rest = self.tr("{k} fick ingen tid. {rest}").format(k=len(left), rest=rest)
        self.summary.say("warn" if left else "ok", title, rest)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        made = {group.id: group for group in drafts(plan, self._term.groups, self._desk.ids)}
        place = 0
        for unplanned in left:
            self._lines.addWidget(
                text_label(groups[unplanned.group].title, weight=600), place, 0,
                Qt.AlignmentFlag.AlignTop,
            )  # fmt: skip
            text = text_label(_reason(unplanned.text, self._eased(unplanned.relax)), wrap=True)
            text.setObjectName(f"proposal_reason_lbl_{unplanned.group.replace('-', '_')}")
            self._lines.addWidget(text, place, 1)
            place += 1
        for planned in plan.groups:
            group = groups[planned.group]
            now = made[group.id]
            self._lines.addWidget(
                ElidedLabel(group.title, role="body", weight=600, ink="text"), place, 0
            )
            self._lines.addWidget(text_label(self._line(group, now), wrap=True), place, 1)
            place += 1
        self._lines.setColumnMinimumWidth(0, px(210))
        self._lines.setColumnStretch(1, 1)
        self._lines.setRowStretch(place, 1)
        self._use.disable("" if plan.groups else self.tr("Det finns ingen plan att visa."))
        self._desk.voice.announce(self.summary.text())

    def _line(self, before: Group, after: Group) -> str:
        """Return ``tis 17.00 · Stora rummet · Sara, Johan · 8 träffar · 3 ändras``."""
        draft = self._presenter.draft
        assert draft is not None
        house = draft.now.house
        first = next(iter(after.course), None)
        room = house.rooms.get(after.room) if after.room else None
        names = [
            house.leaders[m.leader].first_name for m in after.team if m.leader in house.leaders
        ]
        old = {s.id: s for s in before.sessions}
        new = sum(s.id not in old for s in after.course)
        changed = sum(s.id in old and old[s.id] != s for s in after.course)
        parts = [
            f"{WEEKDAYS[first.day.weekday()][:3]} {clock(first.start)}" if first else "",
            room.name if room else "",
            ", ".join(names),
            self.tr("{n} träffar").format(n=len(after.course)),
            self.tr("{n} nya").format(n=new) if new else "",
            self.tr("{n} ändras").format(n=changed) if changed else "",
            "" if new or changed else self.tr("oförändrad"),
        ]
        return " · ".join(part for part in parts if part)

    def _eased(self, relax: tuple[str, ...]) -> str:
        """Return the least change that would make a group possible, in words."""
        if not relax or self._presenter.draft is None:
            return ""
        house = self._presenter.draft.now.house
        names = {str(one.id): one.first_name for one in house.leaders.values()}
        names |= {str(one.id): one.name for one in house.rooms.values()}
        fields = {
            "start_earliest": self.tr("tidigaste start"),
            "start_latest": self.tr("senaste start"),
            "end_latest": self.tr("sista dag"),
            "weekdays": self.tr("veckodagar"),
            "window_from": self.tr("tidigaste klockslag"),
            "window_to": self.tr("senaste klockslag"),
            "extra_weeks": self.tr("hur många veckor som får hoppas över"),
            "every_weeks": self.tr("hur tätt träffarna ligger"),
            "sessions": self.tr("antal träffar"),
            "minutes": self.tr("träffarnas längd"),
            "seats": self.tr("antal platser"),
            "equipment": self.tr("utrustning"),
            "leaders": self.tr("antal ledare"),
            "certified": self.tr("kravet på behörighet"),
            "certificate": self.tr("kravet på behörighet"),
            "leader_pool": self.tr("vilka som får leda"),
            "rooms": self.tr("vilka lokaler som får användas"),
            "centres": self.tr("vilka hus som får användas"),
            "avoid_school_breaks": self.tr("att lov undviks"),
            "max_moved": self.tr("hur många träffar som får avvika"),
            "languages": self.tr("tolkspråk"),
            "children_minded": self.tr("barn i barnpassning"),
            "fixed": self.tr("det som redan är bestämt"),
            "locked": self.tr("det som redan är meddelat"),
        }
        words = [fields.get(one, names.get(one, "")) for one in relax]
        return ", ".join(dict.fromkeys(word for word in words if word))

    def use(self) -> None:
        """Take the plan into the draft as one step, and show the term."""
        if self._plan is not None and self._term is not None and self._plan.groups:
            groups = drafts(self._plan, self._term.groups, self._desk.ids)
            self.accept()
            self._presenter.change(groups, self.tr("Förslaget"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the main act of the face; the picture is turned without leaving the key."""
        turn = _TURNS.get(Qt.Key(event.key())) if self._faces.currentIndex() == 1 else None
        if turn is not None:
            upright, action = turn
            bar = self.picture.verticalScrollBar() if upright else (
                self.picture.horizontalScrollBar()
            )  # fmt: skip
            bar.triggerAction(action)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            act = (self._run, self._take, self._use)[self._faces.currentIndex()]
            act.click()
        else:
            super().keyPressEvent(event)


def _reason(text: str, eased: str) -> str:
    return f"{text} Det som skulle hjälpa: ändra {eased}." if eased else text


def _face(*parts: object) -> QWidget:
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(px(12))
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)  # type: ignore[arg-type]
    return made
