"""What earlier releases give away by themselves: small numbers that can no longer be saved."""

from __future__ import annotations

from collections.abc import Sequence

from familjecentral.disclosure.facts import gather
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import problem_of
from familjecentral.disclosure.table import TableSet
from familjecentral.disclosure.targets import Lost


def history(
    earlier: Sequence[TableSet],
    *,
    policy: Policy,
    truth: Sequence[TableSet] = (),
    hidden_min: int = 1,
) -> tuple[Lost, ...]:
    """Return the small numbers that can be worked out from releases together.

    Args:
        earlier: the releases as they were published.
        policy: thresholds; truth: true values where they are known.
        hidden_min: what the attacker knows of a hidden cell.

    Raises:
        UnusableFile: the releases contradict each other.
    """
    facts = gather(TableSet(()), earlier, truth)
    found: list[Lost] = []
    for name in sorted({key.measure for key in (*facts.shown, *facts.hidden)}):
        problem = problem_of(
            facts, name, policy=policy, hidden_min=hidden_min, tick=_quiet, only_earlier=True
        )
        found += problem.lost
    return tuple(found)


def _quiet() -> None:
    """Say nothing."""
