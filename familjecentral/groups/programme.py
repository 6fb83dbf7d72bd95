"""The catalogue of programmes: proposals with a source, versioned; a group keeps its own copy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included."""

    low: int
    high: int

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of a programme; None where nobody could confirm a number.

    Attributes:
        code: key of the code list ``programme``; stable. version: from 1, rises at each change.
        source, as_of: where the values come from, and from when they are.
        sessions, minutes, every_weeks, size, leaders, ages: ranges; ``minutes`` of one session,
            ``every_weeks`` between two, ``size`` counts ``size_unit`` (parents, families,
            children, class), ``ages`` are the child's whole years.
        certificate: what its leaders must hold, in words; "" where nothing is required.
        levels: prevention levels it is given at, the first is proposed; the level belongs to
            the group, never to the programme.
        booster_weeks: weeks from the last session to the booster; None without one.
        parallel: participants of two such groups must not meet (mothers and fathers apart).
        most_languages: interpreter languages in one group at most.
        child_minding: whether siblings need minding; None where it is not known.
        avoid_school_breaks: no session in school breaks.
        assumed: names of the fields that rest on custom, not on a found source.
        active: False when the centre does not give it (any more).
    """

    code: str
    name: str
    short: str
    version: int
    source: str
    as_of: dt.date
    levels: tuple[str, ...]
    sessions: Range | None = None
    minutes: Range | None = None
    every_weeks: Range | None = None
    size: Range | None = None
    size_unit: str = "parents"
    leaders: Range | None = None
    ages: Range | None = None
    certificate: str = ""
    booster_weeks: int | None = None
    parallel: bool = False
    most_languages: int = 2
    child_minding: bool | None = None
    avoid_school_breaks: bool = False
    working_level: str = "group"
    measures: str = ""
    note: str = ""
    assumed: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Values:
    """The copy a group was planned with: one number where the catalogue proposes a range.

    Attributes:
        programme, version, as_of: which version of the catalogue it was copied from.
        sessions: regular sessions. minutes: of each. every_weeks: between two in a row.
        leaders: at every session. certified: how many of them must hold ``certificate``
            ("" where the programme asks for none).
        booster_weeks, parallel, most_languages, child_minding, avoid_school_breaks: as in
            :class:`Programme`.
    """

    programme: str
    version: int
    as_of: dt.date
    sessions: int
    minutes: int
    every_weeks: int = 1
    leaders: int = 1
    certified: int = 0
    certificate: str = ""
    booster_weeks: int | None = None
    parallel: bool = False
    most_languages: int = 2
    child_minding: bool = False
    avoid_school_breaks: bool = False


def proposed(programme: Programme) -> Values:
    """Return the values that a new group starts from.

    Of a range the highest number of sessions and leaders (two leaders can step in for each
    other), the lowest length and interval; where the catalogue knows nothing, 1 session of
    120 minutes every week with 2 leaders.
    """
    sessions, minutes = programme.sessions, programme.minutes
    every, leaders = programme.every_weeks, programme.leaders
    return Values(
        programme=programme.code,
        version=programme.version,
        as_of=programme.as_of,
        sessions=sessions.high if sessions else 1,
        minutes=minutes.low if minutes else 120,
        every_weeks=every.low if every else 1,
        leaders=leaders.high if leaders else 2,
        certified=1 if programme.certificate else 0,
        certificate=programme.certificate,
        booster_weeks=programme.booster_weeks,
        parallel=programme.parallel,
        most_languages=programme.most_languages,
        child_minding=bool(programme.child_minding),
        avoid_school_breaks=programme.avoid_school_breaks,
    )
