"""All cuts found so far, as arrays: which of them a pattern breaks, and which rows belong
together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from familjecentral.disclosure.interval import SLACK, Cut
from familjecentral.disclosure.solver import Floats, Ints
from familjecentral.disclosure.system import Flags


class Pool:
    """Cuts over a part's free rows, in the order found, each once.

    Args:
        rows: the free rows. A row's *place* is where it stands among them.
        count: how many rows the part has.

    Attributes:
        cuts: the cuts, with the part's own row numbers.
    """

    def __init__(self, rows: Ints, count: int) -> None:
        self.rows = rows
        self.cuts: list[Cut] = []
        self.place = np.full(count, -1, dtype=np.int64)
        self.place[rows] = np.arange(len(rows))
        self._seen: set[bytes] = set()
        self._joined = 0
        none = np.empty(0, dtype=np.int64)
        self._entries: tuple[Ints, Ints, Floats] = (none, none, np.empty(0))
        self._least = np.empty(0)
        self._near = self._entries
        self._counted = 0

    def add(self, cuts: Sequence[Cut]) -> None:
        """Take in cuts."""
        for one in cuts:
            mark = one.row.tobytes() + np.round(one.weight, 6).tobytes()
            if mark not in self._seen:
                self._seen.add(mark)
                self.cuts.append(one)

    def entries(self) -> tuple[Ints, Ints, Floats]:
        """Return cut, place and weight of every row of every cut."""
        late = self.cuts[self._joined :]
        if late:
            sizes = [len(one.row) for one in late]
            number = np.repeat(np.arange(self._joined, len(self.cuts)), sizes)
            place = self.place[np.concatenate([one.row for one in late])]
            weight = np.concatenate([one.weight for one in late])
            cut, places, weights = self._entries
            self._entries = (
                np.concatenate((cut, number)),
                np.concatenate((places, place)),
                np.concatenate((weights, weight)),
            )
            self._least = np.append(self._least, [one.least for one in late])
            self._joined = len(self.cuts)
        return self._entries

    def rest(self, hidden: Floats) -> Floats:
        """Return what each cut still asks for when these places are hidden.

        Bridges ask for nothing: they only say that a pattern is dearer than it need be.
        """
        cut, place, weight = self.entries()
        done = np.bincount(cut, weights=weight * hidden[place], minlength=len(self.cuts))
        return np.asarray(np.where(self._least > 0, self._least - done, -np.inf))

    def near(self, place: int) -> Floats:
        """Return how close each place is to one of them: how often cuts name both, directly or
        by way of others. Bridges are left out."""
        cut, places, share = self._shares()
        start = np.zeros(len(self.rows))
        start[place] = 1.0
        here = start
        for _ in range(2):
            reached = np.bincount(cut, weights=here[places], minlength=len(self.cuts))
            there = np.bincount(places, weights=share * reached[cut], minlength=len(start))
            here = there / max(float(there.max()), SLACK) + start
        return here

    def _shares(self) -> tuple[Ints, Ints, Floats]:
        """Return cut, place, and one by the number of other places that the cut names."""
        if self._counted != len(self.cuts):
            cut, places, _ = self.entries()
            asks = self._least[cut] > 0
            cut, places = cut[asks], places[asks]
            named = np.bincount(cut, minlength=len(self.cuts))
            self._near = cut, places, 1 / np.maximum(named - 1, 1)[cut]
            self._counted = len(self.cuts)
        return self._near


class Spare:
    """A pattern of which rows are shown again one by one, with what each cut has to spare.

    Args:
        pool: the cuts; those that come later are seen as well.
        hidden: the pattern, by row of the part. It is changed in place.
    """

    def __init__(self, pool: Pool, hidden: Flags) -> None:
        self.pool, self.hidden = pool, hidden
        cut, place, weight = pool.entries()
        order = np.argsort(place, kind="stable")
        self._cut, self._weight = cut[order], weight[order]
        self._first = np.searchsorted(place[order], np.arange(len(pool.rows) + 1))
        self._rest = pool.rest(hidden[pool.rows].astype(float))
        self._known = len(pool.cuts)

    def show(self, row: int) -> bool:
        """Show a row again if no cut needs it; tell whether it is shown now."""
        mine = self._entries(row)
        after = self._rest[self._cut[mine]] + self._weight[mine]
        if (after > SLACK).any():
            return False
        self.hidden[row] = False
        flags = self.hidden.astype(float)
        if any(one.least > 0 and one.broken(flags) for one in self.pool.cuts[self._known :]):
            self.hidden[row] = True
            return False
        self._rest[self._cut[mine]] = after
        return True

    def hide(self, row: int) -> None:
        """Hide a row again that was shown."""
        mine = self._entries(row)
        self.hidden[row] = True
        self._rest[self._cut[mine]] -= self._weight[mine]

    def _entries(self, row: int) -> slice:
        place = self.pool.place[row]
        return slice(int(self._first[place]), int(self._first[place + 1]))
