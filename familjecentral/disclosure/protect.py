"""Protects a table set: hides small numbers and as few others as keep them uncertain.

The method: every number ever written is a row over the same unknowns; a target whose interval
is too short gives a cut from the duals of the attacker's linear programme (Fischetti and
Salazar 2000). The pattern that comes out is audited once more from nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from familjecentral.disclosure.audit import Audit, NoPattern
from familjecentral.disclosure.facts import Facts, gather, place
from familjecentral.disclosure.measure import Measure
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.proposal import propose
from familjecentral.disclosure.safe import Certificate, SafeTable, seal
from familjecentral.disclosure.search import Found, find
from familjecentral.disclosure.solver import solver_name
from familjecentral.disclosure.space import TooLarge
from familjecentral.disclosure.system import Contradiction, Part
from familjecentral.disclosure.table import Key, TableSet
from familjecentral.disclosure.targets import Lost, Problem, state
from familjecentral.errors import Bug, NotPublishable, UnusableFile

RULE = "1"
EMERGENCY_SECONDS = 900.0
_NAMED_ROWS = 8


@dataclass(frozen=True, slots=True)
class Protection:
    """A protected table set with what else there is to say about it.

    Attributes:
        safe: the protected set.
        lost: small numbers that earlier releases give away; nothing more of them is revealed.
    """

    safe: SafeTable
    lost: tuple[Lost, ...]


def protect(
    tables: TableSet,
    *,
    policy: Policy,
    earlier: Sequence[TableSet] = (),
    earlier_truth: Sequence[TableSet] = (),
    hidden_min: int = 1,
    advise: bool = True,
    progress: Callable[[float], None] | None = None,
) -> SafeTable:
    """Return the table set with small numbers, and whatever gives them away, hidden.

    Args:
        tables: true numbers of every cell that is to be published.
        policy: thresholds and weights.
        earlier: what has been published before; it stays as it was.
        earlier_truth: true values, where they are known, of cells hidden before or of
            elementary counts that are not published.
        hidden_min: what the attacker knows of a hidden cell: 1 or 0.
        advise: look for a coarser set where there is no safe pattern.
        progress: called with a share from 0 to 1; it may raise ``Cancelled``.

    Raises:
        NotPublishable: no safe pattern exists; with ``advise`` it carries a proposal that has
            been tried.
        UnusableFile: numbers contradict each other.
    """
    return solve(
        tables,
        policy=policy,
        earlier=earlier,
        earlier_truth=earlier_truth,
        hidden_min=hidden_min,
        advise=advise,
        progress=progress,
    ).safe


def solve(
    tables: TableSet,
    *,
    policy: Policy,
    earlier: Sequence[TableSet] = (),
    earlier_truth: Sequence[TableSet] = (),
    hidden_min: int = 1,
    advise: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Protection:
    """Do what :func:`protect` does, and return what it found out besides."""
    work = _Work(time.monotonic(), progress or _quiet)

    def works(coarser: TableSet) -> tuple[str, ...] | None:
        try:
            _solve(coarser, policy, earlier, earlier_truth, hidden_min, work)
        except NotPublishable as again:
            return again.tables
        except UnusableFile:
            # What is left names fewer codes than its totals count.
            return ()
        return None

    try:
        return _solve(tables, policy, earlier, earlier_truth, hidden_min, work)
    except NotPublishable as refused:
        if not advise:
            raise
        steps = propose(tables, refused.tables, earlier_truth, works)
        said = "; ".join(f"{step.kind} {step.table}".strip() for step in steps)
        raise NotPublishable(refused.reason, refused.tables, said, steps) from None


def _solve(
    tables: TableSet,
    policy: Policy,
    earlier: Sequence[TableSet],
    earlier_truth: Sequence[TableSet],
    hidden_min: int,
    work: _Work,
) -> Protection:
    facts = gather(tables, earlier, earlier_truth)
    hidden: set[Key] = set()
    lost: list[Lost] = []
    impossible: set[Key] = set()
    measures = sorted({key.measure for key in facts.new})
    for number, name in enumerate(measures):
        work.stage(number, len(measures))
        problem = problem_of(facts, name, policy=policy, hidden_min=hidden_min, tick=work.tick)
        hidden |= work.measure(problem)
        lost += problem.lost
        impossible.update(
            key
            for key in problem.measure.keys
            if key in facts.new and problem.measure.impossible(key)
        )
    hidden = {key for key in facts.new if key in facts.hidden or key in hidden}
    cells = tuple(
        replace(cell, value=None) if cell.key in hidden else cell for cell in tables.cells
    )
    small = sum(_is_small(facts, key, policy) for key in hidden)
    certificate = Certificate(
        rule=RULE,
        threshold=policy.threshold,
        shown=len(facts.new) - len(hidden),
        hidden_small=small,
        hidden_other=len(hidden) - small,
        smallest_interval=work.smallest,
        solver=f"{solver_name()} {'exact' if work.exact else 'heuristic'}",
        seconds=time.monotonic() - work.begun,
        proved=True,
        interrupted=work.late,
        releases=len(earlier),
    )
    work.progress(1.0)
    return Protection(
        seal(TableSet(cells, tables.hierarchy), frozenset(impossible), certificate), tuple(lost)
    )


def problem_of(
    facts: Facts,
    name: str,
    *,
    policy: Policy,
    hidden_min: int,
    tick: Callable[[], None],
    only_earlier: bool = False,
) -> Problem:
    """State one measure's problem.

    Codes that never occur with the measure are left out of it (a stronger attacker), unless
    its own sums need them.

    Raises:
        UnusableFile: numbers contradict each other, or the tables cross too much.
    """
    try:
        try:
            measure = Measure(facts, name, policy=policy, hidden_min=hidden_min, wide=False)
            return state(measure, tick, only_earlier=only_earlier)
        except Contradiction:
            measure = Measure(facts, name, policy=policy, hidden_min=hidden_min, wide=True)
            return state(measure, tick, only_earlier=only_earlier)
    except Contradiction as found:
        keys = facts.keys(name)
        named = "; ".join(place(keys[row]) for row in found.rows[:_NAMED_ROWS])
        raise UnusableFile("contradiction_of_releases", named) from None
    except TooLarge:
        raise UnusableFile("too_large", name) from None


def _quiet(share: float) -> None:
    """Say nothing."""


def _is_small(facts: Facts, key: Key, policy: Policy) -> bool:
    return facts.new[key] < policy.threshold_of(key)


class _Work:
    """The search through all parts, with its progress and its clock."""

    def __init__(self, begun: float, progress: Callable[[float], None]) -> None:
        self.progress = progress
        self.exact = True
        self.late = False
        self.smallest: int | None = None
        self.begun = begun
        self._from, self._to = 0.0, 1.0
        self._ticks = 0

    def stage(self, number: int, count: int) -> None:
        """Begin a measure."""
        self._from, self._to = number / count, (number + 1) / count
        self._ticks = 0

    def tick(self) -> None:
        """Report progress: how long a search takes is not known, so its end is approached."""
        self._ticks += 1
        self.late = self.late or time.monotonic() - self.begun > EMERGENCY_SECONDS
        if self._ticks % 16 == 0:
            gone = self._ticks / (self._ticks + 2000)
            self.progress(self._from + gone * (self._to - self._from))

    def _is_late(self) -> bool:
        return self.late

    def measure(self, problem: Problem) -> set[Key]:
        """Return the keys to hide."""
        hidden: set[Key] = set()
        for part in problem.reduction.parts:
            if not part.new:
                continue
            try:
                searched = Audit(part, self.tick)
                found = find(searched, self._is_late)
            except NoPattern as none:
                rows = [problem.measure.rows[n] for line in part.rows for n in line]
                inside = {table for row in rows if row.new for table in row.tables}
                blamed = inside & set(problem.asked[none.target].tables) or inside
                raise NotPublishable("no_safe_pattern", tuple(sorted(blamed))) from None
            self.exact = self.exact and found.best
            self._audit(part, found, searched)
            for line in np.flatnonzero(found.hidden):
                hidden.update(problem.measure.keys[row] for row in part.rows[line])
        return hidden

    def _audit(self, part: Part, found: Found, searched: Audit) -> None:
        """Prove the pattern anew; measure the shortest interval.

        Nothing that the search concluded is used. The points it came across are, but each is
        checked again in exact arithmetic before it proves anything.
        """
        audit = Audit(part, self.tick)
        for point in searched.witnesses.kept:
            audit.witnesses.add(point)
        pattern = found.hidden.astype(float)
        if audit.cuts(pattern, whole=True):
            raise Bug("a pattern failed its audit")
        highest, lowest = audit.ends(pattern)
        for place_, (upper, lower, span) in enumerate(zip(highest, lowest, part.span, strict=True)):
            if not span or (self.smallest is not None and upper - lower >= self.smallest):
                continue
            low, high = audit.interval(place_)
            length = (audit.attacker.cap if high is None else high) - low
            self.smallest = int(length if self.smallest is None else min(self.smallest, length))
