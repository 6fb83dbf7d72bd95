"""Protects a table set: hides small numbers and as few others as keep them uncertain."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from familjecentral.disclosure.audit import Audit, NoPattern
from familjecentral.disclosure.facts import Facts, gather, place
from familjecentral.disclosure.measure import Measure
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.safe import Certificate, SafeTable, seal
from familjecentral.disclosure.search import find
from familjecentral.disclosure.space import Number
from familjecentral.disclosure.system import Contradiction
from familjecentral.disclosure.table import Key, TableSet
from familjecentral.disclosure.targets import Lost, Problem, state
from familjecentral.errors import NotPublishable, UnusableFile

RULE = "1"


def protect(
    tables: TableSet,
    *,
    policy: Policy,
    earlier: Sequence[TableSet] = (),
    earlier_truth: Sequence[TableSet] = (),
    hidden_min: int = 1,
    progress: Callable[[float], None] | None = None,
) -> SafeTable:
    facts = gather(tables, earlier, earlier_truth)
    hidden = set()
    for measure in sorted({k.measure for k in facts.new}):
        m = Measure(facts, measure, policy=policy, hidden_min=hidden_min, wide=False)
        problem = state(m, lambda: None)
        for part in problem.reduction.parts:
            if not part.new: continue
            audit = Audit(part, lambda: None)
            found = find(audit)
            print("best", found.best, found.loss)
            for line in np.flatnonzero(found.hidden):
                hidden |= {m.keys[r] for r in part.rows[line]}
    hidden |= set(facts.hidden)
    cells = tuple(replace(c, value=None if c.key in hidden else c.value) for c in tables.cells)
    return TableSet(cells, tables.hierarchy)
