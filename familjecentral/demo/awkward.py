"""The awkward quarter: few contacts and small cells, where protection has something to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familjecentral.demo.days import is_closed_week
from familjecentral.demo.dice import Dice
from familjecentral.demo.weights import ONLY_WITH, TOPICS

if TYPE_CHECKING:
    from familjecentral.demo.contacts import Draft

# Level × form cells with exactly so many contacts; nobody else is accompanied, so that this row
# has a single cell that is not zero. Other forms of these levels give way to booked talks.
SMALL_CELLS = {
    ("indicated", "phone"): 1,
    ("indicated", "home_visit"): 2,
    ("indicated", "accompany"): 3,
    ("selective", "home_visit"): 4,
}
_FREE = {
    "indicated": frozenset({"booked_talk", "drop_in_talk"}),
    "selective": frozenset(
        {
            "booked_talk",
            "drop_in_talk",
            "phone",
            "video",
            "message",
            "joint_talk",
            "co_parent_talk",
            "interaction_support",
        }
    ),
}


def reshaped(drafts: list[Draft], dice: Dice) -> list[Draft]:
    """Return the drafts of one house with small cells: indicated main topics spread evenly, and
    the cells of :data:`SMALL_CELLS`, each contact of them with a topic of its own."""
    topics = [topic for topic, weight in TOPICS["indicated"].items() if weight]
    order = dice.shuffled(topics)
    indicated = [draft for draft in drafts if draft.level == "indicated"]
    for place, draft in enumerate(indicated):
        draft.topic = order[place % len(order)]
    for level, free in _FREE.items():
        rows = [draft for draft in drafts if draft.level == level]
        for draft in rows:
            if draft.form not in free:
                draft.form = "booked_talk"
        wanted = [form for (at, form), n in SMALL_CELLS.items() if at == level for _ in range(n)]
        chosen = _with_own_topics(rows, len(wanted))
        for draft, form in zip(chosen, wanted, strict=False):
            draft.form = form
        _keep_forms_with_their_topics(rows)
    return drafts


def _with_own_topics(rows: list[Draft], count: int) -> list[Draft]:
    """Return the first rows that have different topics, outside the summer's closed weeks."""
    found: dict[str, Draft] = {}
    for draft in rows:
        if len(found) < count and not is_closed_week(draft.date):
            found.setdefault(draft.topic, draft)
    return list(found.values())


def _keep_forms_with_their_topics(rows: list[Draft]) -> None:
    """A spread topic may not fit the form that was drawn with another."""
    for draft in rows:
        if draft.form in ONLY_WITH and draft.topic not in ONLY_WITH[draft.form]:
            draft.form = "booked_talk"
