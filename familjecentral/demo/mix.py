"""Form and main topic together, so that both keep the shares that they have alone.

Some forms go only with some topics and telephone calls are commoner for some. A joint table with
these preferences is fitted to both columns (iterative proportional fitting, Deming and Stephan
1940). In the summer's closed weeks there are no drop-in talks; the rest of the year has as many
more.
"""

from __future__ import annotations

from collections.abc import Mapping

from familjecentral.demo.dice import Table
from familjecentral.demo.weights import FORMS, ONLY_WITH, PHONE_FACTOR, PHONE_TOPICS, TOPICS

FormAndTopic = tuple[str, str]
_DROP_IN = "drop_in_talk"
_ROUNDS = 60


class Mix:
    """The joint tables of every level, for ordinary and for closed weeks.

    Args:
        closed: which part of all contacts falls into the closed weeks, 0 to 1.
    """

    def __init__(self, closed: float) -> None:
        self._open: dict[str, Table[FormAndTopic]] = {}
        self._closed: dict[str, Table[FormAndTopic]] = {}
        for level, weights in FORMS.items():
            forms = _shares(weights)
            drop_in = forms[_DROP_IN]
            rest = {form: share for form, share in forms.items() if form != _DROP_IN}
            more = {
                form: share * (1 - closed / (1 - drop_in)) / (1 - closed)
                for form, share in rest.items()
            }
            topics = _shares(TOPICS[level])
            self._closed[level] = fitted(_shares(rest), topics)
            self._open[level] = fitted({**more, _DROP_IN: drop_in / (1 - closed)}, topics)

    def table(self, level: str, *, in_closed_week: bool) -> Table[FormAndTopic]:
        """Return the joint table of form and main topic."""
        return (self._closed if in_closed_week else self._open)[level]


def fitted(forms: Mapping[str, float], topics: Mapping[str, float]) -> Table[FormAndTopic]:
    """Return a joint table whose margins are ``forms`` and ``topics``."""
    joint = {
        (form, topic): forms[form] * topics[topic] * _preference(form, topic)
        for form in forms
        for topic in topics
    }
    for _ in range(_ROUNDS):
        for place, wanted in ((0, forms), (1, topics)):
            sums = dict.fromkeys(wanted, 0.0)
            for pair, share in joint.items():
                sums[pair[place]] += share
            joint = {
                pair: share * wanted[pair[place]] / sums[pair[place]] if share else 0.0
                for pair, share in joint.items()
            }
    return Table(joint)


def _preference(form: str, topic: str) -> float:
    if form in ONLY_WITH:
        return 1.0 if topic in ONLY_WITH[form] else 0.0
    return PHONE_FACTOR if form == "phone" and topic in PHONE_TOPICS else 1.0


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}
