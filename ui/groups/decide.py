"""Asks what is to be done about sessions that clash, and makes the groups as decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from familjecentral.codes import CodeBook
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.model import Clash, Group, Session, SessionId
from familjecentral.groups.rules import term_of
from familjecentral.groups.saving import schedule_of_days
from familjecentral.groups.series import move_session
from ui.calendar.clashes import Answer, ClashDialog, Item
from ui.calendar.edits import Option, accepted, options, skipped
from ui.codes import choices
from ui.groups.words import term_name, tr, weekday_time
from ui.widgets.combo import Choice
from ui.widgets.daytext import long_day

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk


_AFTER = dt.timedelta(weeks=30)


@dataclass(frozen=True, slots=True)
class Case:
    """A session that clashes, and where it could go."""

    group: Group
    session: Session
    clashes: tuple[Clash, ...]
    options: tuple[Option, ...]

    @property
    def key(self) -> str:
        """Unique among the cases: the day, and the group's place where it is not enough."""
        return f"{self.session.day}-{self.session.id.hex[:6]}"


def cases_of(
    groups: tuple[Group, ...], clashes: tuple[Clash, ...], schedule: Schedule
) -> tuple[Case, ...]:
    """Return the sessions that clash, in order of group and day."""
    by_session: dict[SessionId, list[Clash]] = {}
    for clash in clashes:
        by_session.setdefault(clash.session, []).append(clash)
    return tuple(
        Case(group, session, tuple(by_session[session.id]), options(schedule, group, session))
        for group in groups
        for session in group.sessions
        if session.id in by_session
    )


def decided_groups(
    groups: tuple[Group, ...],
    cases: tuple[Case, ...],
    answers: Mapping[str, Answer],
    schedule: Schedule,
) -> tuple[Group, ...]:
    """Return the groups as decided; a case without an answer stays as it is."""
    kept = {group.id: group for group in groups}
    for case in cases:
        answer, group = answers.get(case.key), kept[case.group.id]
        session = group.session(case.session.id)
        if answer is None or session is None:
            continue
        if answer.act == "skip":
            kept[group.id] = skipped(schedule, group, session)
        elif answer.act == "move":
            kept[group.id] = move_session(group, session.id, case.options[int(answer.value)].move)
        else:
            kept[group.id] = accepted(group, case.clashes, answer.value)
    return tuple(kept.values())


def sum_up(groups: tuple[Group, ...]) -> tuple[str, bool]:
    """Return what the choices amount to, and whether that is a warning."""
    if len(groups) != 1 or groups[0].last_day is None:
        return "", False
    group, last = groups[0], groups[0].last_day
    text = tr("Med dina val blir det {n} träffar, sista gången {day}.")
    said = text.format(n=len(group.course), day=long_day(last))
    term = term_of(group.term)
    if term is not None and last > term.last:
        late = tr("Det är efter {term}s slut.").format(term=term_name(group.term).lower())
        return f"{said} {late}", True
    return said, False


class ClashAsker:
    """Reads what stands around, opens the dialog, and hands over the groups as decided."""

    def __init__(self, desk: Desk, parent: QWidget, codes: CodeBook, today: dt.date) -> None:
        self._desk = desk
        self._parent = parent
        self._reasons: tuple[Choice, ...] = choices(codes, "clash_reason", today)

    def ask(
        self,
        groups: tuple[Group, ...],
        clashes: tuple[Clash, ...],
        save: Callable[[tuple[Group, ...]], None],
    ) -> None:
        """Ask about every clash; ``save`` gets the groups, nothing is saved before."""

        def work(uow: UnitOfWork) -> tuple[tuple[Case, ...], Schedule]:
            days = [s.day for group in groups for s in group.sessions]
            # What is skipped comes after the last session: those weeks count too.
            schedule = schedule_of_days(uow, min(days), max(days) + _AFTER).with_groups(groups)
            return cases_of(groups, clashes, schedule), schedule

        self._desk.ask(work, lambda found: self._open(groups, *found, save))

    def _open(
        self,
        groups: tuple[Group, ...],
        cases: tuple[Case, ...],
        schedule: Schedule,
        save: Callable[[tuple[Group, ...]], None],
    ) -> None:
        several = len({case.group.id for case in cases}) > 1
        items = [
            Item(
                case.key,
                case.session.day,
                case.clashes,
                tuple(Choice(str(n), option.text) for n, option in enumerate(case.options)),
                case.group.title if several else "",
            )
            for case in cases
        ]
        about = ", ".join(
            f"{group.title}, {weekday_time(group)}."
            for group in groups
            if any(case.group.id == group.id for case in cases)
        )

        def outcome(answers: Mapping[str, Answer]) -> tuple[str, bool]:
            return sum_up(decided_groups(groups, cases, answers, schedule))

        dialog = ClashDialog(
            self._parent,
            items,
            self._reasons,
            about=about if not several else "",
            save=tr("Spara serien"),
            outcome=outcome,
        )
        dialog.decided.connect(
            lambda answers: save(decided_groups(groups, cases, answers, schedule))
        )
        dialog.open()
