"""The awkward quarter: few contacts and small cells, where protection has something to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from familjecentral.demo.days import is_closed_week
from familjecentral.demo.dice import Dice
from familjecentral.demo.weights import FORMS, ONLY_WITH, TOPICS

if TYPE_CHECKING:
    from familjecentral.demo.contacts import Draft

# Level × form cells with exactly so many contacts. Nobody else is accompanied, so that this row
# has a single cell that is not zero. The universal ones are large enough in other quarters to be
# shown there: the year gives them away. Other forms of a level give way to booked talks.
SMALL_CELLS = {
    ("indicated", "phone"): 1,
    ("indicated", "home_visit"): 2,
    ("indicated", "accompany"): 3,
    ("universal", "joint_home_visit"): 3,
    ("universal", "joint_talk"): 4,
}
_FREE = {
    "universal": frozenset({"booked_talk", "drop_in_talk", "phone", "video", "message"}),
    "selective": frozenset(FORMS["selective"]) - {"accompany"},
    "indicated": frozenset({"booked_talk", "drop_in_talk"}),
}


def reshaped(drafts: list[Draft], dice: Dice) -> list[Draft]:
    """Return the drafts of one house with small cells: indicated main topics spread evenly, and
    the cells of :data:`SMALL_CELLS`, each contact of them with a topic of its own.

    A house with very few contacts gets as far as they last.
    """
    _promote(drafts)
    order = dice.shuffled([topic for topic, weight in TOPICS["indicated"].items() if weight])
    indicated = [draft for draft in drafts if draft.level == "indicated"]
    for place, draft in enumerate(indicated):
        draft.topic = order[place % len(order)]
    for level, free in _FREE.items():
        rows = [draft for draft in drafts if draft.level == level]
        for draft in rows:
            if draft.form not in free:
                draft.form = "booked_talk"
        wanted = [form for (at, form), n in SMALL_CELLS.items() if at == level for _ in range(n)]
        for draft, form in zip(_with_own_topics(rows, len(wanted)), wanted, strict=False):
            draft.form = form
        _keep_forms_with_their_topics(rows)
    return drafts


def _promote(drafts: list[Draft]) -> None:
    """See to it that there are as many indicated contacts as the small cells need."""
    needed = sum(n for (level, _), n in SMALL_CELLS.items() if level == "indicated")
    lacking = needed - sum(draft.level == "indicated" for draft in drafts)
    for draft in [d for d in drafts if d.level == "selective"][: max(lacking, 0)]:
        draft.level = "indicated"


def awkward_shares(
    level: str, forms: Mapping[str, float], topics: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the shares of forms and main topics that a level has in the awkward quarter, but for
    its few planned cells."""
    kept = {form: share if form in _FREE[level] else 0.0 for form, share in forms.items()}
    kept["booked_talk"] += sum(forms.values()) - sum(kept.values())
    if level != "indicated":
        return kept, dict(topics)
    possible = [topic for topic, share in topics.items() if share]
    return kept, {topic: (topic in possible) / len(possible) for topic in topics}


def _with_own_topics(rows: list[Draft], count: int) -> list[Draft]:
    """Return rows that have different topics, outside the summer's closed weeks; if there are too
    few, further ones get topics that nobody has."""
    found: dict[str, Draft] = {}
    others = []
    for draft in rows:
        if len(found) == count:
            break
        if is_closed_week(draft.date) or draft.topic in found:
            others.append(draft)
        else:
            found[draft.topic] = draft
    level = rows[0].level if rows else "indicated"
    free = [topic for topic, weight in TOPICS[level].items() if weight and topic not in found]
    for draft, topic in zip(others[: count - len(found)], free, strict=False):
        draft.topic = topic
        found[topic] = draft
    return list(found.values())


def _keep_forms_with_their_topics(rows: list[Draft]) -> None:
    """A spread topic may not fit the form that was drawn with another."""
    for draft in rows:
        if draft.form in ONLY_WITH and draft.topic not in ONLY_WITH[draft.form]:
            draft.form = "booked_talk"
