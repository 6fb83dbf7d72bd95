"""An entry of the register beside the one before it: who took which step, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, StaffId, require
from familjecentral.disclosure.table import Cell, Key, Value
from familjecentral.errors import NotFound
from familjecentral.releases.model import Release, ReleaseStep, StepTaken
from familjecentral.releases.reissue import Difference, differences
from familjecentral.releases.store import ReleasesUnitOfWork


@dataclass(frozen=True, slots=True)
class Beside:
    """A release beside an earlier one.

    Attributes:
        before: the one that it corrects; else the newest of the period before, as long and of
            the same centres. None: there is none.
        changed: numbers that a correction says differently; empty for another period.
        new, gone: how many cells only the later or only the earlier has.
        hidden, shown: how many cells the earlier shows and the later hides, and the reverse.
    """

    before: Release | None
    changed: tuple[Difference, ...] = ()
    new: int = 0
    gone: int = 0
    hidden: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register tells of a release. ``people``: first names of who took the steps, empty
    for whoever may not publish."""

    release: Release
    steps: tuple[StepTaken, ...]
    people: Mapping[StaffId, str]
    beside: Beside


def read_entry(number: int, uow: ReleasesUnitOfWork) -> Entry:
    """Return one release with its steps and what differs from the one before it.

    Raises:
        NotAllowed, NotFound.
    """
    require(uow.actor, Act.READ_RELEASED)
    register = uow.releases.all()
    if not 1 <= number <= len(register):
        raise NotFound("release")
    release = register[number - 1]
    people = uow.steps.people() if uow.actor.may(Act.PUBLISH) else {}
    return Entry(release, _steps(release, register, uow), people, beside(release, register))


def _steps(
    release: Release, register: Sequence[Release], uow: ReleasesUnitOfWork
) -> tuple[StepTaken, ...]:
    """Return the steps of a release; what came before its number since the one it corrects."""
    since = [r.published_on for r in register if r.number == release.replaces]

    def is_own(step: StepTaken) -> bool:
        if step.number is not None:
            return step.number == release.number
        if step.step is ReleaseStep.LOCKED:  # each house may have been locked by itself
            return not set(step.centres).isdisjoint(release.centres)
        # A correction of the same day shares its steps: each is noted once a day.
        late_enough = all(step.day > day or day == release.published_on for day in since)
        in_time = late_enough and step.day <= release.published_on
        return in_time and step.centres == release.centres

    return tuple(step for step in uow.steps.of(release.period) if is_own(step))


def beside(release: Release, register: Sequence[Release]) -> Beside:
    """Return what differs between a release and the one before it; all of it is published."""
    same = [r for r in register if r.number < release.number and r.centres == release.centres]
    before = next((r for r in same if r.number == release.replaces), None)
    changed = differences(before, release) if before is not None else ()
    if before is None:
        before = next((r for r in reversed(same) if r.period == release.period.previous), None)
    if before is None:
        return Beside(None)
    old, new = _by_place(before), _by_place(release)
    both = old.keys() & new.keys()
    return Beside(
        before,
        tuple(d for d in changed if isinstance(d.before, int) and isinstance(d.after, int)),
        new=len(new.keys() - old.keys()),
        gone=len(old.keys() - new.keys()),
        hidden=sum(old[place] is not None and new[place] is None for place in both),
        shown=sum(old[place] is None and new[place] is not None for place in both),
    )


def _by_place(release: Release) -> Mapping[tuple[str, Key], Value]:
    """Return the cells by table and by what they count, whatever the period and the state."""
    return {(cell.table, _place(cell)): cell.value for cell in release.cells.cells}


def _place(cell: Cell) -> Key:
    return replace(cell.key, period=(), vintage=1)
