"""The protection policy of a declared table set."""

from __future__ import annotations

import json

from familjecentral.disclosure.policy import HIGHEST_WEIGHT, Policy, ThresholdRule
from familjecentral.disclosure.table import Key
from familjecentral.statistics.cells import CENTRE, Counted
from familjecentral.statistics.declared import DeclaredSet, never_together
from familjecentral.statistics.kept import set_text
from familjecentral.statistics.labels import SetLabels, labels_as_data

DEFINITIONS = "definitions"
_WHOLE = 5  # times the price of a row of the level table, which has three


def policy_of(declared: DeclaredSet, counted: Counted) -> Policy:
    """Return the policy for counted tables: the set's thresholds and weights, and the cells that
    have a threshold or a price of their own."""
    return Policy(
        threshold=declared.threshold,
        kinds={m.key: "things" if m.kind == "things" else "people" for m in declared.measures},
        rules=tuple(
            ThresholdRule(rule.dimension, frozenset(rule.codes), rule.threshold)
            for rule in declared.sensitive
        ),
        cells=counted.thresholds,
        zeros_sensitive=frozenset(declared.zeros_sensitive),
        impossible=never_together(declared),
        weights={spec.key: spec.weight for spec in declared.tables},
        prices=_prices(declared, counted),
    )


def _prices(declared: DeclaredSet, counted: Counted) -> dict[Key, int]:
    """Return what it costs to hide totals: the number of a whole report, the base of its shares,
    more than all rows of the level table together, so that it is hidden last."""
    prices = dict.fromkeys(sorted(counted.totals), declared.total_weight)
    heavy = {s.measure: s.weight for s in declared.tables if s.weight > declared.total_weight}
    longest = max((len(key.period) for key in prices), default=0)
    for key in prices:
        is_whole = len(key.period) == longest and all(name == CENTRE for name, _ in key.codes)
        if is_whole and key.measure in heavy:
            prices[key] = min(_WHOLE * heavy[key.measure], HIGHEST_WEIGHT)
    return prices


def rule_text(declared: DeclaredSet, labels: SetLabels) -> str:
    """Return what lies beside a release's files: the policy, and under ``definitions`` the table
    set with its words, by which the printed report is read. All of it is public."""
    whole = json.loads(policy_text(declared))
    whole[DEFINITIONS] = {"set": json.loads(set_text(declared)), "labels": labels_as_data(labels)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def policy_text(declared: DeclaredSet) -> str:
    """Return the public part of the policy as canonical JSON, as it is kept in the register
    and read by ``protect --policy`` and ``attack --policy``."""
    return json.dumps(
        {
            "threshold": declared.threshold,
            "measures": {m.key: {"kind": m.kind} for m in declared.measures},
            "thresholds": [
                {"dimension": r.dimension, "codes": list(r.codes), "threshold": r.threshold}
                for r in declared.sensitive
            ],
            "zeros_sensitive": [{"table": t} for t in declared.zeros_sensitive],
            "impossible": [dict(pair) for pair in never_together(declared)],
            "weights": [
                {"table": table, "weight": weight}
                for table, weight in sorted({s.key: s.weight for s in declared.tables}.items())
            ],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
