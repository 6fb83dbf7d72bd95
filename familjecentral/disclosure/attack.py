"""The proof: read what was published as a stranger would, and try to solve it for small counts.

Shares nothing with the protection but the table type. The unknowns are the elementary counts
behind all tables (:mod:`attack_space`), every cell ever written is a relation between them, and
each number that must stay unknown is bounded in whole numbers (:mod:`attack_solve`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version

from familjecentral.disclosure.attack_knowledge import (
    Known,
    all_leaves,
    known_cells,
    relations,
    relations_of_truth,
)
from familjecentral.disclosure.attack_policy import AttackPolicy
from familjecentral.disclosure.attack_solve import Sum, System, Unsettled
from familjecentral.disclosure.attack_space import Columns, Leaves, Space
from familjecentral.disclosure.attack_targets import Target, targets
from familjecentral.disclosure.attack_truth import Truth
from familjecentral.disclosure.table import Key, TableSet
from familjecentral.errors import UnusableFile

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that the attacker knows too well, and what he knows of it.

    Attributes:
        key: what is counted; for a change, the cell in its later state.
        kind: ``"shown"`` (a small count in clear), ``"cell"`` (written but hidden), ``"behind"``
            (a sum or difference that was never written) or ``"change"`` (between two states).
        since: the vintage that a change is counted from, otherwise 0.
        low, high: ends of the whole-number interval, both included.
        threshold: T of this number.
        tables: names of the tables it was written in.
    """

    key: Key
    kind: str
    since: int
    low: int
    high: int
    threshold: int
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttackReport:
    """What was read, what was tried and what came out. Says no true numbers.

    Attributes:
        releases, cells: files and rows read.
        sums: distinct cells that add up others.
        targets: numbers whose interval was judged.
        breaches: numbers that are given away (with ``strict``, the doubtful ones too).
        doubtful: numbers that are given away if they happen to be small.
        unproven: numbers that the bounded search could not settle; as bad as a breach.
        lost: numbers that ``given`` alone gives away as much.
        smallest_interval: no judged number that is or may be small has a shorter interval
            (high - low); None when there is none.
        seconds: time taken; not compared.
    """

    releases: int
    cells: int
    sums: int
    targets: int
    breaches: tuple[Finding, ...]
    doubtful: tuple[Finding, ...]
    unproven: tuple[Finding, ...]
    lost: tuple[Finding, ...]
    smallest_interval: int | None
    solver: str
    seconds: float = field(compare=False)

    @property
    def safe(self) -> bool:
        """Whether nothing is given away, and that is proved."""
        return not self.breaches and not self.unproven


def attack(
    releases: Sequence[TableSet],
    *,
    thresholds: AttackPolicy | int,
    hidden_min: int = 1,
    truth: TableSet | None = None,
    strict: bool = False,
    changes: str = "grow",
    given: Sequence[TableSet] = (),
    lists: Sequence[TableSet] = (),
    progress: Progress | None = None,
) -> AttackReport:
    """Try to solve releases for small counts.

    Args:
        releases: everything ever published, re-issues included.
        thresholds: the policy, or T alone.
        hidden_min: the least that a hidden cell can be, 1 or 0.
        truth: true numbers. With them every number that is small must keep an interval with
            high >= T and high - low >= T - 1. Without them, or where they do not tell a number,
            it is a breach if it is sure to be small, doubtful if it may be.
        strict: doubtful numbers are breaches.
        changes: ``"grow"``, or ``"any"`` when a later vintage may also take away; the policy
            may say so too.
        given: those of the releases that cannot be taken back. What they alone give away is
            listed as lost, as long as the others make no interval shorter.
        lists: tables of which the attacker knows the codes but not a number; a printed report
            leaves out the *no* of its yes/no lists.
        progress: called with (judged, all) numbers; may raise to stop.

    Raises:
        UnusableFile: nothing to read, or releases that contradict each other or the truth.
    """
    begun = time.perf_counter()
    policy = AttackPolicy(threshold=thresholds) if isinstance(thresholds, int) else thresholds
    rows = sum(len(release.cells) for release in releases)
    if not rows:
        raise UnusableFile("nothing_read")
    leaves = all_leaves((*releases, *lists, *((truth,) if truth else ())))
    told = Truth(truth, leaves) if truth else None
    judged: list[_Judged] = []
    sums = 0
    grow = changes == policy.changes == "grow"
    before = known_cells(given, policy, hidden_min)
    for measure, cells in known_cells(releases, policy, hidden_min).items():
        attempt = _Attempt(measure, cells, policy, told, grow=grow, leaves=leaves)
        sums += attempt.sums
        if measure not in policy.things:
            found = list(attempt.judge(progress))
            judged.extend(attempt.compared(found, before.get(measure, {})))
    judged.sort(key=lambda it: (it.target.key, it.target.since))
    listed: dict[str, list[Finding]] = {}
    for it in judged:
        verdict = "breach" if strict and it.verdict == "doubtful" else it.verdict
        listed.setdefault(verdict, []).append(_finding(it.target, it.ends))
    lengths = [it.ends.high - it.ends.low for it in judged if it.verdict != "large"]
    return AttackReport(
        releases=len(releases),
        cells=rows,
        sums=sums,
        targets=len(judged),
        breaches=tuple(listed.get("breach", ())),
        doubtful=tuple(listed.get("doubtful", ())),
        unproven=tuple(listed.get("unproven", ())),
        lost=tuple(listed.get("lost", ())),
        smallest_interval=min(lengths, default=None),
        solver=f"HiGHS {version('highspy')}",
        seconds=time.perf_counter() - begun,
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    """A whole-number interval, and whether a number in it is or may be small."""

    low: int
    high: int

    def within(self, other: _Ends) -> _Ends:
        return _Ends(max(self.low, other.low), min(self.high, other.high))

    def may_be_small(self, target: Target, *, signed: bool) -> bool:
        top = target.threshold
        if self.low < top and self.high >= target.least:
            return True
        return signed and self.low < 0 and self.high > -top

    def is_small(self, target: Target, *, signed: bool) -> bool:
        top = target.threshold
        if target.least <= self.low and self.high < top:
            return True
        return signed and -top < self.low and self.high < 0

    def hides(self, target: Target, *, signed: bool) -> bool:
        """Say whether the interval is wide enough for rule 2."""
        top = target.threshold
        reaches = self.high >= top or (signed and self.low <= -top)
        return reaches and self.high - self.low >= top - 1


@dataclass(frozen=True, slots=True)
class _Judged:
    """A target, its interval, and the verdict.

    ``large`` is certainly not small, ``safe`` may be small but stays hidden, ``lost`` was given
    away before; ``breach``, ``doubtful`` and ``unproven`` are what they say.
    """

    verdict: str
    target: Target
    ends: _Ends


_UNTOLD = _Ends(-(2**62), 2**62)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A target with its sum in the system; ``less`` is taken off where changes have any sign."""

    target: Target
    true: _Ends
    sum: Sum
    less: Sum | None

    def seen(self, system: System) -> _Ends:
        low, high = system.seen(self.sum)
        if self.less is None:
            return _Ends(low, high)
        least, most = system.seen(self.less)
        return _Ends(low - most, high - least)

    def walk(self, system: System) -> None:
        for part in (self.sum, self.less):
            if part is not None:
                system.walk(part)

    def exact(self, system: System) -> _Ends:
        low, high = system.lowest(self.sum), system.highest(self.sum)
        if self.less is None:
            return _Ends(low, high)
        return _Ends(low - system.highest(self.less), high - system.lowest(self.less))


class _Attempt:
    """The attack on one measure."""

    def __init__(
        self,
        measure: str,
        cells: Mapping[Key, Known],
        policy: AttackPolicy,
        truth: Truth | None,
        *,
        grow: bool,
        leaves: Leaves,
    ) -> None:
        self._measure = measure
        self._cells = cells
        self._policy = policy
        self._truth = truth
        self._grow = grow
        impossible = [s.codes for s in policy.impossible if s.measure in (None, measure)]
        self._space = Space(tuple(cells), leaves=leaves, impossible=impossible, grow=grow)
        self._relations, self.sums = relations(self._space, cells)

    def judge(self, progress: Progress | None) -> Iterator[_Judged]:
        """Judge every number that may be small by what is known of its true value."""
        every = tuple(targets(self._space, self._measure, self._cells, self._policy))
        system = System(self._space.unknowns, self._relations)
        asked = []
        seen: dict[tuple[int, bytes], int] = {}  # the same number under another name
        for target, true in self._true_ends(every):
            same = target.since, self._columns(target).tobytes()
            if seen.get(same, 0) < target.threshold:
                seen[same] = target.threshold
                if true.may_be_small(target, signed=self._signed(target)):
                    asked.append(self._ask(system, target, true))
        system.prepare()
        for number, one in enumerate(asked, 1):
            yield self._judged(system, one)
            if progress:
                progress(number, len(asked))

    def _signed(self, target: Target) -> bool:
        return bool(target.since) and not self._grow

    def _ask(self, system: System, target: Target, true: _Ends = _UNTOLD) -> _Asked:
        added = system.sum_of(self._columns(target), reach=target.threshold)
        if not self._signed(target):
            return _Asked(target, true, added, None)
        key = target.key
        less = self._space.columns(key.period, key.codes, vintage=target.since)
        return _Asked(target, true, added, system.sum_of(less))

    def _columns(self, target: Target) -> Columns:
        key, after = target.key, target.since if self._grow else 0
        return self._space.columns(key.period, key.codes, vintage=key.vintage, after=after)

    def _judged(self, system: System, asked: _Asked) -> _Judged:
        target, signed = asked.target, self._signed(asked.target)
        ends = asked.seen(system)
        if not ends.hides(target, signed=signed):
            asked.walk(system)
            ends = asked.seen(system)
        if ends.hides(target, signed=signed):
            return _Judged("safe", target, ends)
        try:
            ends = asked.exact(system)
        except Unsettled:
            return _Judged("unproven", target, ends)
        left = ends.within(asked.true)
        if not left.may_be_small(target, signed=signed):
            return _Judged("large", target, ends)
        if ends.hides(target, signed=signed):
            return _Judged("safe", target, ends)
        # A written cell that cannot reach its threshold is given away even if it may be zero.
        written = target.known is not None and ends.high < target.threshold
        if written or left.is_small(target, signed=signed):
            return _Judged("breach", target, ends)
        return _Judged("doubtful", target, ends)

    def compared(self, found: Sequence[_Judged], given: Mapping[Key, Known]) -> list[_Judged]:
        """Return the same verdicts, but ``lost`` where ``given`` alone bounds a number as much.

        A sensitive zero that follows from zeros which may be shown is no breach at all.
        """
        public = {key: known for key, known in self._cells.items() if not known.zero_hidden}
        zeros = [it for it in found if it.target.least == it.ends.high == 0]
        found = self._excused(found, zeros, public, "large")
        return self._excused(found, found, given, "lost")

    def _excused(
        self,
        found: Sequence[_Judged],
        which: Sequence[_Judged],
        cells: Mapping[Key, Known],
        verdict: str,
    ) -> list[_Judged]:
        """Give some findings another verdict if ``cells`` alone bound the number as much.

        Same unknowns, fewer relations: a number that nobody had written before was bounded all
        the same.
        """
        short = [it for it in which if it.verdict in ("breach", "doubtful")]
        if not cells or not short:
            return list(found)
        system = System(self._space.unknowns, relations(self._space, cells)[0])
        asked = {id(it): self._ask(system, it.target) for it in short}
        system.prepare()
        excused = {id(it) for it in short if _as_narrow(system, asked[id(it)], it.ends)}
        return [replace(it, verdict=verdict) if id(it) in excused else it for it in found]

    def _true_ends(self, every: Sequence[Target]) -> Iterator[tuple[Target, _Ends]]:
        """Give each target with the ends between which its true value is known to lie."""
        if self._truth is None:
            for target in every:
                number = target.known.number if target.known else None
                yield target, _UNTOLD if number is None else _Ends(number, number)
            return
        left: list[Target] = []
        for target in every:
            value = self._told(self._truth, target)
            if value is None:
                left.append(target)
            else:
                yield target, _Ends(value, value)
        yield from self._inferred(self._truth, left)

    def _told(self, truth: Truth, target: Target) -> int | None:
        number = target.known.number if target.known else None
        value = truth.value(target.key)
        if value is None:
            return number
        if number is not None and number != value:
            raise UnusableFile("contradiction_of_truth")
        if not target.since:
            return value
        earlier = truth.value(replace(target.key, vintage=target.since))
        return None if earlier is None else value - earlier

    def _inferred(self, truth: Truth, left: list[Target]) -> Iterator[tuple[Target, _Ends]]:
        """Bound by the true tables what they do not say outright."""
        try:
            own = {k: v for k, v in truth.cells.items() if k.measure == self._measure}
            known = relations_of_truth(self._space, own)
            system = System(self._space.unknowns, known)
            asked = [self._ask(system, target) for target in left]
            system.prepare()
            for one in asked:
                seen = one.seen(system)
                ends = _UNTOLD
                if seen.high - seen.low < one.target.threshold:
                    with suppress(Unsettled):
                        ends = one.exact(system)
                yield one.target, ends
        except UnusableFile as error:
            raise UnusableFile("contradiction_of_truth") from error


def _as_narrow(system: System, asked: _Asked, ends: _Ends) -> bool:
    try:
        then = asked.exact(system)
    except Unsettled:
        return False
    return ends.low <= then.low and ends.high >= then.high


def _finding(target: Target, ends: _Ends) -> Finding:
    tables = sorted(target.known.tables) if target.known else ()
    return Finding(
        target.key,
        target.kind,
        target.since,
        ends.low,
        ends.high,
        target.threshold,
        tuple(tables),
    )
