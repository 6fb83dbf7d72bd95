"""The choice of rows to hide, as cheap as the cuts found so far allow.

All bounds are numbers of nodes, so that the same input gives the same pattern on every run.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from familjecentral.disclosure.interval import Cut
from familjecentral.disclosure.pool import Pool
from familjecentral.disclosure.solver import INFINITY, Floats, new_solver, program
from familjecentral.disclosure.system import Flags, Part

_NODES = 300
TIE = 0.4


class Master:
    """The choice of rows to hide, as cheap as the cuts so far allow.

    Ties are broken by the public order of rows, never by their values: each price has a small
    part of the row's order added, all together less than ``TIE``.

    Attributes:
        steps, eased: simplex iterations so far, of whole and of relaxed choices.
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        self.rows = np.flatnonzero(part.free)
        self.pool = Pool(self.rows, part.matrix.count)
        count = len(self.rows)
        rank = part.order[self.rows] + np.arange(count) / max(count, 1)
        self.rank = rank / rank.max(initial=1)
        self._relaxed = self._model(count, whole=False)
        self._whole: highspy.Highs | None = None
        self._relaxed_knows = self._whole_knows = 0
        self.steps = self.eased = 0
        self.nodes = _NODES

    def _model(self, hidden: int, *, whole: bool) -> highspy.Highs:
        count = len(self.rows)
        highs = new_solver(
            mip_rel_gap=0.0,
            mip_abs_gap=TIE / 8,
            mip_heuristic_effort=0.0,
            mip_heuristic_run_feasibility_jump=False,
            mip_pool_soft_limit=10,
            mip_lp_age_limit=3,
        )
        none = np.empty(0)
        lp = program(
            cost=self.part.price[self.rows] + TIE / max(hidden, 1) * self.rank,
            columns=(np.zeros(count), np.ones(count)),
            rows=(none, none),
            entries=(none.astype(np.int64), none.astype(np.int64), none),
            whole=whole,
        )
        highs.passModel(lp)
        return highs

    def add(self, cuts: Sequence[Cut]) -> None:
        """Obey these cuts from now on."""
        self.pool.add(cuts)

    def _pass(self, highs: highspy.Highs, known: int) -> int:
        """Hand on the cuts after the known ones; return how many are known now."""
        for one in self.pool.cuts[known:]:
            highs.addRow(
                one.least,
                INFINITY,
                len(one.row),
                self.pool.place[one.row].astype(np.int32),
                one.weight,
            )
        return len(self.pool.cuts)

    def relaxed(self, dearer: Floats | None = None) -> tuple[Floats, float]:
        """Return hidden shares by row, and the least cost.

        Args:
            dearer: by place, the share of its price that is added to it from now on.
        """
        self._relaxed_knows = self._pass(self._relaxed, self._relaxed_knows)
        if dearer is not None:
            count = len(self.rows)
            self._relaxed.changeColsCost(
                count,
                np.arange(count, dtype=np.int32),
                self.part.price[self.rows] * (1 + dearer) + TIE / max(count, 1) * self.rank,
            )
        self._relaxed.run()
        self.eased += max(int(self._relaxed.getInfo().simplex_iteration_count), 0)
        hidden = self.part.hidden.astype(float)
        hidden[self.rows] = np.clip(np.array(self._relaxed.getSolution().col_value), 0, 1)
        return hidden, self._relaxed.getInfo().objective_function_value

    def whole(self, start: Flags) -> tuple[Flags, float]:
        """Return a pattern, and a price that no safe pattern is below.

        Args:
            start: a safe pattern to begin with.
        """
        if self._whole is None:
            self._whole = self._model(int(start[self.rows].sum()), whole=True)
        self._whole_knows = self._pass(self._whole, self._whole_knows)
        begin = highspy.HighsSolution()
        begin.col_value = start[self.rows].astype(float)
        self._whole.setSolution(begin)
        self._whole.setOptionValue("mip_max_nodes", self.nodes)
        self._whole.run()
        self.steps += max(int(self._whole.getInfo().simplex_iteration_count), 0)
        hidden = self.part.hidden.copy()
        hidden[self.rows] = np.array(self._whole.getSolution().col_value) > 0.5
        bound = self._whole.getInfo().mip_dual_bound
        return hidden, float(np.ceil(bound - TIE - 1e-6))
