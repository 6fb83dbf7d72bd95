"""A cheaper safe pattern near a given one, for parts too large for a proven optimum.

Large neighbourhood search (Shaw 1998): most rows stay as they are, some that cuts name together
are chosen anew, as cheaply as all cuts allow, and the attacker judges the choice. Effort is
counted in the solvers' own steps, so that the same input gives the same pattern on every run.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.interval import SLACK, Cut
from familjecentral.disclosure.master import TIE, Master
from familjecentral.disclosure.mend import unhide
from familjecentral.disclosure.solver import INFINITY, Floats, Ints, new_solver, program
from familjecentral.disclosure.system import Flags

# All in simplex iterations of a small master. A question to the attacker takes as long as some.
_EFFORT = 50_000
QUESTION, _TURN = 12, 20
# A neighbourhood grows while choosing anew is easy, and shrinks when it was not, to this share.
_NARROWEST = 0.27
_EASY, _WIDER, _NARROWER = 500, 1.02, 0.8
_TALKS = 30
_CUTS_AT_ONCE = 12
_NODES = 20
_ASIDE = 0.6
_FEASIBLE = 2  # as the solver numbers it


def improve(
    audit: Audit,
    master: Master,
    hidden: Flags,
    widest: int,
    late: Callable[[], bool],
    most: int | None = None,
) -> Flags:
    """Return a pattern that is at most as dear, and as safe as linear programmes can tell.

    Args:
        audit, master: the part, and the cuts so far.
        hidden: a pattern that no linear programme breaks.
        widest: at most so many rows are chosen anew at once.
        late: an emergency clock.
        most: the effort, in simplex iterations; as much as a whole search if it is not given.
    """
    most = _EFFORT if most is None else most
    drawn = np.random.default_rng(0)
    flat = np.ones(len(hidden))
    rows, size, effort, best = master.rows, float(widest), 0, hidden
    while effort < most and hidden[rows].any() and not late():
        seed = drawn.choice(np.flatnonzero(hidden[rows]))
        near = master.pool.near(int(seed)) * drawn.uniform(0.5, 1.0, len(rows))
        around = np.sort(np.argsort(-near, kind="stable")[: round(size)])
        choice = Choice(
            master, hidden, around, drawn.random(len(around)), aside=drawn.random() < _ASIDE
        )
        asked = audit.programmes
        found = anew(audit, master, choice)
        size *= _WIDER if choice.steps < _EASY else _NARROWER
        size = min(widest, max(_NARROWEST * widest, size))
        if found is not None:
            hidden = unhide(audit, master, found, flat, late)
            best = min((best, hidden), key=audit.loss)
        effort += choice.steps + QUESTION * (audit.programmes - asked) + _TURN
    return best


def anew(audit: Audit, master: Master, choice: Choice) -> Flags | None:
    """Choose some rows anew; return a safe pattern that is as cheap as wanted, if there is one."""
    for _ in range(_TALKS):
        found = choice.next()
        if found is None:
            break
        cuts = audit.cuts(found.astype(float), limit=_CUTS_AT_ONCE)
        if not cuts:
            return found
        master.add(cuts)
        choice.obey(cuts)
    return None


class Choice:
    """The master of one neighbourhood: the other rows are as they are.

    Args:
        hidden: the pattern that is to be bettered.
        around: places of the rows that may change.
        tie: by place, what decides between equally cheap patterns.
        aside: another pattern that is as cheap will do. From there the way may lead on.

    Attributes:
        steps: simplex iterations so far.
    """

    def __init__(
        self, master: Master, hidden: Flags, around: Ints, tie: Floats, *, aside: bool
    ) -> None:
        self.steps = 0
        self._hidden = hidden
        self._rows = master.rows[around]
        self._column = np.full(len(hidden), -1, dtype=np.int64)
        self._column[self._rows] = np.arange(len(around))
        price = master.part.price[self._rows]
        room = float(price @ hidden[self._rows]) - (0 if aside else 1)
        others = hidden[master.rows].astype(float)
        others[around] = 0.0
        rest = master.pool.rest(others)
        line = np.cumsum(rest > SLACK) - 1
        lines = int(line[-1]) + 1
        cut, place, weight = master.pool.entries()
        column = self._column[master.rows[place]]
        used = (column >= 0) & (rest[cut] > SLACK)
        self._highs = new_solver(
            mip_max_nodes=_NODES,
            mip_rel_gap=0.0,
            mip_abs_gap=1 - TIE,
            mip_heuristic_effort=0.0,
            objective_target=room + TIE,
        )
        self._highs.passModel(
            program(
                cost=price + TIE / len(around) * tie,
                columns=(np.zeros(len(around)), np.ones(len(around))),
                rows=(
                    np.append(rest[rest > SLACK], -INFINITY),
                    np.append(np.full(lines, INFINITY), room),
                ),
                entries=(
                    np.append(line[cut[used]], np.full(len(around), lines)),
                    np.append(column[used], np.arange(len(around))),
                    np.append(weight[used], price),
                ),
                whole=True,
            )
        )

    def next(self) -> Flags | None:
        """Return a pattern as cheap as wanted that obeys every cut; None: none was found."""
        self._highs.run()
        info = self._highs.getInfo()
        self.steps += max(int(info.simplex_iteration_count), 0)
        if info.primal_solution_status != _FEASIBLE:
            return None
        chosen: Floats = np.array(self._highs.getSolution().col_value)
        hidden = self._hidden.copy()
        hidden[self._rows] = chosen > 0.5
        return hidden

    def obey(self, cuts: list[Cut]) -> None:
        """Obey these cuts from now on."""
        for one in cuts:
            column = self._column[one.row]
            mine = column >= 0
            done = float(one.weight[~mine] @ self._hidden[one.row[~mine]])
            self._highs.addRow(
                one.least - done,
                INFINITY,
                int(mine.sum()),
                column[mine].astype(np.int32),
                one.weight[mine],
            )
