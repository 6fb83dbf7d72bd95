"""The protection policy of a declared table set."""

from __future__ import annotations

import json
from collections.abc import Mapping

from familjecentral.disclosure.policy import Policy, ThresholdRule
from familjecentral.disclosure.table import Key
from familjecentral.statistics.declared import DeclaredSet


def policy_of(declared: DeclaredSet, thresholds: Mapping[Key, int]) -> Policy:
    """Return the policy for a table set and the cells that have a threshold of their own."""
    return Policy(
        threshold=declared.threshold,
        kinds={m.key: "things" if m.kind == "things" else "people" for m in declared.measures},
        rules=tuple(
            ThresholdRule(rule.dimension, frozenset(rule.codes), rule.threshold)
            for rule in declared.sensitive
        ),
        cells=thresholds,
        zeros_sensitive=frozenset(declared.zeros_sensitive),
        weights={spec.key: spec.weight for spec in declared.tables},
    )


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
            "weights": [
                {"table": table, "weight": weight}
                for table, weight in sorted({s.key: s.weight for s in declared.tables}.items())
            ],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
