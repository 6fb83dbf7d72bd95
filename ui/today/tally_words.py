"""The words and keys of the counters."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from familjecentral.contacts.model import Counter, Tally
from familjecentral.contacts.tally import TickStep

TOGETHER = (Counter.ADULTS, Counter.CHILDREN, Counter.NEW_VISITORS, Counter.TALKS)
APART = (Counter.WOMEN, Counter.MEN, *TOGETHER[1:])
KEYS = {
    Counter.ADULTS: "V",
    Counter.WOMEN: "V",
    Counter.MEN: "M",
    Counter.CHILDREN: "B",
    Counter.NEW_VISITORS: "N",
    Counter.TALKS: "K",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("tally", text)


def counter_name(counter: Counter) -> str:
    """Return the word above a number."""
    return {
        Counter.ADULTS: _tr("Vuxna"),
        Counter.WOMEN: _tr("Kvinnor"),
        Counter.MEN: _tr("Män"),
        Counter.CHILDREN: _tr("Barn"),
        Counter.NEW_VISITORS: _tr("Nya besökare"),
        Counter.TALKS: _tr("Korta samtal"),
    }[counter]


def shown_number(tally: Tally, counter: Counter) -> int:
    """Return the number that stands there: adults in all, however they were counted."""
    return tally.all_adults if counter is Counter.ADULTS else tally.count(counter)


def moved_text(step: TickStep, tally: Tally, *, again: bool) -> str:
    """Return ``Barn 18 → 17`` for a tick that was taken back, or done again."""
    now = shown_number(tally, step.counter)
    before = now - step.by if again else now + step.by
    return f"{counter_name(step.counter)} {before} → {now}"
