"""What can become of a row (of a log) or a cell (of a tally sheet)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from familjecentral.calendar.periods import Month
from familjecentral.contacts.importing.raw import Cell, row_id
from familjecentral.contacts.importing.values import is_text, plain
from familjecentral.contacts.model import ContactValues

PERSONAL_DATA = "personal_data"
PERSONAL_DATA_POSSIBLE = "personal_data_possible"

_TOTAL = re.compile(r"summa|s:a|delsumma|total|antal totalt")
_LONGEST_BEGINNING = 80
_BEGINNINGS = frozenset("sdtaSDTA")


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is no contact: empty, a remark, a total, above the header, a count of nothing."""

    number: int
    sheet: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or cell that cannot be taken in: the leftmost column that fails, and why.

    ``kinds``: what the guard found, for personal data.
    """

    number: int
    column: str
    reason: str
    sheet: int = 0
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that looks like personal data and waits for the user's answer."""

    number: int
    column: str
    sheet: int = 0
    kinds: tuple[str, ...] = ()
    reason: str = PERSONAL_DATA_POSSIBLE

    @property
    def id(self) -> int:
        """What the user's answer names it by."""
        return row_id(self.number, self.sheet)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row or cell that stands for ``count`` contacts with the same codes.

    ``column`` is where its date comes from; ``near`` holds (column, code) of values that were
    read past a slip of the keyboard; ``running_number`` is the file's own, never stored.
    """

    number: int
    values: ContactValues
    count: int
    column: str
    near: tuple[tuple[str, str], ...] = ()
    running_number: str = ""
    sheet: int = 0

    def __repr__(self) -> str:
        return f"Accepted({self.number})"

    def digest(self, *, by_month: bool = False) -> bytes:
        """Return 32 bytes that are the same for the same content; ``by_month``: of the date only
        its month counts."""
        v = self.values
        when = (str(Month.of(v.date)),) if by_month else (v.date.isoformat(), v.date_precision)
        told = (
            *when, str(v.centre_id), v.prevention_level,
            v.working_level, v.contact_form or "", v.arena or "", ",".join(v.topics),
            v.child_age_band or "", v.contact_ordinal or "", v.interpreter or "",
            v.initiative_taker or "", ",".join(v.participants), v.structural_activity_type or "",
            v.duration_band or "", ",".join(v.actions),
            ",".join([r.target for r in v.referrals]), str(self.count),
            *((v.open_service,) if v.open_service else ()),
        )  # fmt: skip
        return hashlib.sha256("\n".join(told).encode()).digest()


Decision = Ignored | Rejected | SetAside | Accepted


def is_total(cells: Iterable[Cell]) -> bool:
    """Tell whether the first words of a row announce a sum."""
    first = next((cell for cell in cells if is_text(cell)), None)
    if not isinstance(first, str) or first.lstrip()[0] not in _BEGINNINGS:
        return False
    return _TOTAL.match(plain(first[:_LONGEST_BEGINNING])) is not None
