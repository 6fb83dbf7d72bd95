"""What an open store remembers between units of work, so that saving a row costs one insert."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from db.codes import CodeIndex
from familjecentral.access.model import Centre, CentreId
from familjecentral.calendar.periods import Month
from familjecentral.clock import Clock
from familjecentral.codes import CodeBook
from familjecentral.disclosure.table import TableSet


@dataclass(slots=True, repr=False)
class Shared:
    """Caches of one session, which is the only writer. A rollback empties what may be wrong.

    Attributes:
        index: numbers of codes and sets. cells: frozen cells of releases by number.
        must_settle: frozen rows wait in the write-ahead log in their old form.
        doubtful: the running transaction changed something that is remembered here.
    """

    clock: Clock
    index: CodeIndex
    is_sample: bool = False
    book: CodeBook | None = None
    centres: dict[CentreId, Centre] | None = None
    locked: dict[CentreId, frozenset[Month]] = field(default_factory=dict)
    cells: dict[int, TableSet] = field(default_factory=dict)
    must_settle: bool = False
    doubtful: bool = False

    def forget(self) -> None:
        """Drop what a transaction that was not kept may have put in."""
        self.book = None
        self.centres = None
        self.locked.clear()
        self.cells.clear()
        self.must_settle = False
        self.doubtful = False

    def today(self) -> dt.date:
        """Return the day it is."""
        return self.clock.today()
