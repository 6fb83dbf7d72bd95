"""Named counts that come back every year, such as the one on 15 October."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from resources.place import read_toml


@dataclass(frozen=True, slots=True)
class Occasion:
    """A yearly count: its code in ``tally_occasion``, which open group, and when."""

    key: str
    open_group: str
    month: int
    day: int

    def day_in(self, year: int) -> date:
        """Return its day in a year, whether the house works then or not."""
        return date(year, self.month, self.day)


@cache
def occasions() -> tuple[Occasion, ...]:
    """Return the yearly counts."""
    return tuple(Occasion(**raw) for raw in read_toml("tally.toml")["occasions"])
