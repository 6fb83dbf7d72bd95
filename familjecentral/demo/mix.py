"""Form and main topic together, so that both keep the shares that they have alone.

Some forms go only with some topics and telephone calls are commoner for some. A joint table with
these preferences is fitted to both columns (iterative proportional fitting, Deming and Stephan
1940). In the summer's closed weeks there are no drop-in talks, and the awkward quarter lacks some
forms; the rest of the time has as many more.
"""

from __future__ import annotations

from collections.abc import Mapping

from familjecentral.demo.awkward import awkward_shares
from familjecentral.demo.dice import Table
from familjecentral.demo.weights import FORMS, ONLY_WITH, PHONE_FACTOR, PHONE_TOPICS, TOPICS

FormAndTopic = tuple[str, str]
_DROP_IN = "drop_in_talk"
_ROUNDS = 60


class Mix:
    """The joint tables of every level: for ordinary weeks, for closed ones, and for the awkward
    quarter before it is reshaped.

    Args:
        closed: which part of all contacts falls into the closed weeks, 0 to 1.
        awkward: which part falls into the awkward quarter; the other quarters make up for what
            it is short of.
    """

    def __init__(self, closed: float, awkward: float) -> None:
        self._tables: dict[tuple[str, bool, bool], Table[FormAndTopic]] = {}
        for level in FORMS:
            forms, topics = _shares(FORMS[level]), _shares(TOPICS[level])
            awkward_forms, awkward_topics = awkward_shares(level, forms, topics)
            rest_forms = _without(forms, awkward_forms, awkward)
            rest_topics = _without(topics, awkward_topics, awkward)
            for is_awkward, f, t in ((False, rest_forms, rest_topics), (True, forms, topics)):
                in_closed = _shares({form: n for form, n in f.items() if form != _DROP_IN})
                in_open = _without(f, {**in_closed, _DROP_IN: 0.0}, closed)
                self._tables[level, is_awkward, True] = fitted(in_closed, t)
                self._tables[level, is_awkward, False] = fitted(in_open, t)

    def table(self, level: str, *, awkward: bool, closed_week: bool) -> Table[FormAndTopic]:
        """Return the joint table of form and main topic."""
        return self._tables[level, awkward, closed_week]


def _without(
    whole: Mapping[str, float], part: Mapping[str, float], weight: float
) -> dict[str, float]:
    """Return the shares that, mixed with a part of some weight, give the shares of the whole."""
    return _shares({key: max(whole[key] - weight * part[key], 0.0) for key in whole})


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
