"""Somebody saved the group meanwhile: both versions side by side, chosen line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from familjecentral.codes import CodeBook
from familjecentral.groups.house import Booking, House
from familjecentral.groups.model import Group, Session
from ui.calendar.booking import kind_words
from ui.calendar.interpreting import interpreter_names
from ui.calendar.words import clock, leader_names, room_name, status_word, times
from ui.versions import Line, VersionsDialog
from ui.widgets.daytext import short_day


def tr(text: str) -> str:
    """Translate a text of these lines."""
    return QCoreApplication.translate("stale", text)


@dataclass(frozen=True, slots=True)
class Difference(Line):
    """One line, and how mine is put into theirs."""

    put: Callable[[Group], Group]


def differences(
    mine: Group, theirs: Group, codes: CodeBook, house: House
) -> tuple[Difference, ...]:
    """Return what differs between two versions, field by field and session by session."""
    shown: dict[str, tuple[str, Callable[[Group], str]]] = {
        "title": (tr("Rubrik"), lambda g: g.title),
        "prevention_level": (
            tr("Preventionsnivå"), lambda g: codes.label("prevention_level", g.prevention_level),
        ),
        "seats": (tr("Platser"), lambda g: str(g.seats)),
        "minimum": (tr("Lägst antal"), lambda g: str(g.minimum)),
        "status": (tr("Status"), lambda g: codes.label("group_status", g.status)),
        "opens_on": (tr("Anmälan öppnar"), lambda g: str(g.opens_on or "–")),
        "decision_day": (tr("Bestäm senast"), lambda g: str(g.decision_day or "–")),
        "room": (tr("Lokal"), lambda g: room_name(house, g.room) or "–"),
        "team": (tr("Ledare"), lambda g: leader_names(house, [m.leader for m in g.team]) or "–"),
        "languages": (
            tr("Tolkspråk"),
            lambda g: ", ".join(codes.label("language", key) for key in g.languages) or "–",
        ),
        "children_minded": (tr("Barn i barnpassning"), lambda g: str(g.children_minded)),
        "role_known": (
            tr("Deltagare med känd roll"), lambda g: _number(g.role_known),
        ),
        "fathers": (
            tr("Varav pappor och medföräldrar"), lambda g: _number(g.fathers),
        ),
        "avoid_school_breaks": (
            tr("Hoppar över lov"), lambda g: tr("ja") if g.avoid_school_breaks else tr("nej"),
        ),
    }  # fmt: skip
    found = [
        Difference(key, name, text(mine), text(theirs), _putter(key, getattr(mine, key)))
        for key, (name, text) in shown.items()
        if getattr(mine, key) != getattr(theirs, key)
    ]
    return (*found, *_of_sessions(mine, theirs, house))


def _number(number: int | None) -> str:
    return "–" if number is None else str(number)


def _putter(key: str, value: object) -> Callable[[Group], Group]:
    values: dict[str, Any] = {key: value}
    return lambda group: replace(group, **values)


def _of_sessions(mine: Group, theirs: Group, house: House) -> list[Difference]:
    found = []
    ids = dict.fromkeys(s.id for s in (*theirs.sessions, *mine.sessions))
    for session_id in ids:
        own, other = mine.session(session_id), theirs.session(session_id)
        if own == other:
            continue
        number = (own or other).number  # type: ignore[union-attr]  # one of them is there
        found.append(
            Difference(
                f"session_{session_id.hex[:8]}",
                tr("Träff {n}").format(n=number),
                _session_text(own, house),
                _session_text(other, house),
                lambda group, own=own, session_id=session_id: replace(  # type: ignore[misc]
                    group,
                    sessions=tuple(
                        sorted(
                            [s for s in group.sessions if s.id != session_id]
                            + ([own] if own else []),
                            key=lambda s: (s.day, s.start, s.number),
                        )
                    ),
                ),
            )
        )
    return found


def _session_text(session: Session | None, house: House) -> str:
    if session is None:
        return tr("finns inte")
    parts = (
        f"{short_day(session.day)} {times(session.start, session.end)}",
        room_name(house, session.room),
        leader_names(house, session.leaders),
        interpreter_names(house, session.interpreters),
        status_word(session.status),
    )
    return ", ".join(part for part in parts if part)


class StaleDialog(VersionsDialog):
    """Both versions of a group; ``chosen`` carries the saved one with what was chosen of the
    own one."""

    def __init__(
        self,
        versions: tuple[Group, Group, Group],
        codes: CodeBook,
        house: House,
        parent: QWidget,
    ) -> None:
        """``versions``: as it was before the edit, the own one, the saved one."""
        before, mine, theirs = versions
        self._theirs = theirs
        self._differences = differences(mine, theirs, codes, house)
        title = tr("Någon annan ändrade gruppen medan du skrev.")
        touched = {one.key for one in differences(mine, before, codes, house)}
        super().__init__(title, self._differences, touched, parent)

    def outcome(self) -> Group:
        """Return the saved version with what was chosen of the own one."""
        group, mine = self._theirs, self.mine()
        for one in self._differences:
            if one.key in mine:
                group = one.put(group)
        return group


def booking_lines(mine: Booking, theirs: Booking, house: House) -> tuple[Line, ...]:
    """Return what differs between two versions of a booking."""
    kinds = kind_words()
    shown: dict[str, tuple[str, Callable[[Booking], str]]] = {
        "kind": (tr("Slag"), lambda one: kinds[one.kind]),
        "title": (tr("Rubrik"), lambda one: one.title or "–"),
        "day": (tr("Dag"), lambda one: short_day(one.day)),
        "start": (tr("Börjar"), lambda one: clock(one.start)),
        "minutes": (tr("Längd"), lambda one: tr("{n} min").format(n=one.minutes)),
        "room": (tr("Lokal"), lambda one: room_name(house, one.room) or "–"),
        "leaders": (tr("Vilka"), lambda one: leader_names(house, one.leaders) or "–"),
    }
    return tuple(
        Line(key, name, text(mine), text(theirs))
        for key, (name, text) in shown.items()
        if getattr(mine, key) != getattr(theirs, key)
    )


class BookingStaleDialog(VersionsDialog):
    """Both versions of a booking; ``chosen`` carries the saved one with what was chosen of the
    own one."""

    def __init__(
        self, versions: tuple[Booking, Booking, Booking], house: House, parent: QWidget
    ) -> None:
        """``versions``: as it was before the edit, the own one, the saved one."""
        before, self._own, self._theirs = versions
        lines = booking_lines(self._own, self._theirs, house)
        touched = {line.key for line in booking_lines(self._own, before, house)}
        title = tr("Någon annan ändrade bokningen medan du skrev.")
        super().__init__(title, lines, touched, parent)

    def outcome(self) -> Booking:
        """Return the saved version with what was chosen of the own one."""
        values: dict[str, Any] = {key: getattr(self._own, key) for key in self.mine()}
        return replace(self._theirs, **values)
