"""Which small numbers must stay uncertain, given what is true and what has been given away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.interval import disagreeing
from familjecentral.disclosure.measure import Candidate, Measure
from familjecentral.disclosure.solver import Ints
from familjecentral.disclosure.system import Contradiction, Form, Reduction, Row, Target
from familjecentral.disclosure.table import Key

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Lost:
    """A small number (or one that may be small) that earlier releases give away.

    Attributes:
        key: what it counts; since: for a change, the vintage before.
        low, high: what can be worked out, both ends included.
        sure: it is known to be small, not only possible.
    """

    key: Key
    since: int | None
    low: int
    high: int
    sure: bool


@dataclass(slots=True)
class Problem:
    """One measure, reduced, with its targets in their parts and what was lost before.

    ``asked`` are the numbers behind the targets.
    """

    measure: Measure
    reduction: Reduction
    asked: list[Candidate]
    lost: list[Lost]


def state(measure: Measure, tick: Tick, *, only_earlier: bool = False) -> Problem:
    """Find the targets of a measure.

    Args:
        measure: rows and candidates.
        tick: called between programmes; it may raise ``Cancelled``.
        only_earlier: ask only what the earlier releases give away.

    Raises:
        Contradiction: the written numbers cannot all be true.
    """
    asked = list(measure.candidates())
    links = [np.concatenate((one.plus, one.minus)) for one in asked]
    reduction = Reduction(measure.space, measure.rows, links)
    asked, forms = _distinct(reduction, asked)
    asked, forms = _really(reduction, asked, forms, tick)
    lost: dict[int, tuple[int, int]] = {}
    before = [
        row
        for row, key in zip(measure.rows, measure.keys, strict=True)
        if key in measure.facts.shown or key in measure.facts.hidden
    ]
    if before and asked:
        lost = _given_away(measure, before, asked, links, tick)
        lost = {n: ends for n, ends in lost.items() if not _is_first_written(measure, asked[n])}
    listed = [
        Lost(key, None, value, value, True)
        for key, value in sorted(measure.facts.shown.items())
        if key.measure == measure.name and measure.small(key, value)
    ]
    listed += [
        Lost(
            measure.describe(asked[n].number), asked[n].since, low, high, asked[n].value is not None
        )
        for n, (low, high) in sorted(lost.items())
    ]
    if not only_earlier:
        targets = {n: _target(asked[n], form) for n, form in enumerate(forms)}
        for n, (low, high) in lost.items():
            targets[n] = Target(forms[n], high, 0, low)
        reduction.place(targets)
    return Problem(measure, reduction, asked, listed)


def _is_first_written(measure: Measure, one: Candidate) -> bool:
    """Tell whether a small cell is written for the first time: then it is for this release to
    leave it out, however narrowly its sum was known before (rule 7)."""
    facts = measure.facts
    written = measure.written.get(one.number, ())
    return (
        one.since is None
        and bool(written)
        and all(key in facts.new and key not in facts.hidden for key in written)
    )


def _target(one: Candidate, form: Form) -> Target:
    return Target(form, one.threshold, one.threshold - 1)


def _distinct(
    reduction: Reduction, asked: Sequence[Candidate]
) -> tuple[list[Candidate], list[Form]]:
    """Leave out what nothing limits or everybody knows; of equal forms keep the highest
    threshold. Numbers that were written come before those behind them."""
    kept: dict[object, tuple[Candidate, Form]] = {}
    for one in sorted(asked, key=lambda one: not one.tables):
        form = reduction.form(one.plus, one.minus)
        if form is None:
            continue
        mark = form.mark, one.value is None, one.zero_too
        first = kept.setdefault(mark, (one, form))[0]
        if one.threshold > first.threshold:
            kept[mark] = replace(first, threshold=one.threshold), form
    return [one for one, _ in kept.values()], [form for _, form in kept.values()]


def _really(
    reduction: Reduction, asked: Sequence[Candidate], forms: Sequence[Form], tick: Tick
) -> tuple[list[Candidate], list[Form]]:
    """Return the candidates that are small, or may be as far as all true numbers tell."""
    reduction.place(
        {
            n: Target(form, 0 if one.zero_too else 1, 0, one.threshold - 1)
            for n, (one, form) in enumerate(zip(asked, forms, strict=True))
            if one.value is None
        }
    )
    dropped: set[int] = set()
    for part in reduction.parts:
        audit = Audit(part, tick)
        ends = audit.ends((part.hidden & ~part.known).astype(float))
        none = np.empty(0, dtype=np.int64)
        if audit.attacker.least(none, np.empty(0)) is None:
            raise Contradiction([part.rows[line][0] for line in disagreeing(part)])
        for place, target in enumerate(part.targets):
            tick()
            if audit.short(*ends)[place]:
                audit.interval(place, ends)
            if audit.short(*ends)[place]:
                dropped.add(target)
    kept = [n for n in range(len(asked)) if n not in dropped]
    return [asked[n] for n in kept], [forms[n] for n in kept]


def _given_away(
    measure: Measure,
    before: Sequence[Row],
    asked: Sequence[Candidate],
    links: Sequence[Ints],
    tick: Tick,
) -> dict[int, tuple[int, int]]:
    """Return the intervals of the targets that earlier releases leave too short."""
    reduction = Reduction(measure.space, before, links)
    forms = [reduction.form(one.plus, one.minus) for one in asked]
    reduction.place(
        {n: _target(asked[n], form) for n, form in enumerate(forms) if form is not None}
    )
    lost: dict[int, tuple[int, int]] = {}
    for part in reduction.parts:
        audit = Audit(part, tick)
        ends = audit.ends(part.hidden.astype(float))
        for place, target in enumerate(part.targets):
            if not audit.short(*ends)[place]:
                continue
            tick()
            low, high = audit.interval(place, ends)
            if high is not None and audit.short(*ends)[place]:
                lost[target] = (low, high)
    return lost
