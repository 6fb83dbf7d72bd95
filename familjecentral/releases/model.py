"""Period lock, drafts and releases as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from familjecentral.access.model import CentreId, StaffId
from familjecentral.calendar.periods import Month, Period, WeekPart
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.disclosure.safe import Certificate
from familjecentral.disclosure.table import TableSet

# The file beside a statistics file that tells its thresholds and kinds of measures.
RULE_ENDING = ".regler.json"
# Files that hold one table of a release each, and those that hold every cell of it.
PARTS_ENDING = ".px"
WHOLE_ENDINGS = (".csv", ".json", PARTS_ENDING)


class ReleaseStatus(StrEnum):
    """What became of a release; nothing is ever taken out of the register."""

    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class ReleaseStep(StrEnum):
    """The steps of a period, from the lock to the answer of the region."""

    LOCKED = "locked"
    DRAFTED = "drafted"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    APPROVED = "approved"
    REFUSED = "refused"


class OutsideKind(StrEnum):
    """Where something comes from that is known outside and has no entry in the register."""

    BEFORE = "before"  # left the house before the program came
    EXCHANGE = "exchange"  # a release of another store
    JOINT = "joint"  # a report over several stores


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a period, by whom and on which day.

    Attributes:
        centres: keys of the centres. number: the release, if there is one.
    """

    period: Period
    centres: tuple[str, ...]
    step: ReleaseStep
    day: dt.date
    by: StaffId
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """Tables that are known outside: protected against like a release.

    Attributes:
        id: SHA-256 (hex) of what came in. name: what the house calls it.
        content: the text that came in, "" where only cells were entered.
    """

    id: str
    kind: OutsideKind
    name: str
    cells: TableSet
    noted_on: dt.date
    content: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """Another house whose signed files are believed.

    Attributes:
        public_key: Ed25519, hex; its fingerprint was compared on paper on ``noted_on``.
    """

    public_key: str
    name: str
    noted_on: dt.date


@dataclass(frozen=True, slots=True)
class WeekCompleteness:
    """Status of a week part in a centre; ``upcoming`` weeks of an open period have None."""

    centre_id: CentreId
    part: WeekPart
    status: WeekStatus | None


@dataclass(frozen=True, slots=True)
class MonthLock:
    """A month locked in a centre."""

    centre_id: CentreId
    month: Month
    locked_on: dt.date


@dataclass(frozen=True, slots=True)
class Release:
    """An entry of the register: frozen, numbered, chained by hash.

    Attributes:
        number: from 1, per store.
        period: what it covers. centres: keys of the centres, sorted.
        vintage: state of the data it was counted from.
        cells: every cell as shown or hidden, with inner codes.
        policy: the rule as JSON text (thresholds, kinds, weights).
        declared_version, codes_version: definitions in force.
        published_on: day. published_by: who, kept in the store, never printed.
        previous_hash, hash: SHA-256 hex; ``hash`` covers all other fields but status and approval.
        replaces: number of the release that it corrects.
        late: the number of late entries that it tells, None when some wait and it tells none.
        approved_on, approved_by: the region's approval, noted from the signed paper.
    """

    number: int
    period: Period
    centres: tuple[str, ...]
    vintage: int
    cells: TableSet
    policy: str
    certificate: Certificate
    declared_version: int
    codes_version: int
    published_on: dt.date
    published_by: StaffId
    previous_hash: str
    hash: str
    replaces: int | None = None
    late: int | None = None
    status: ReleaseStatus = ReleaseStatus.RELEASED
    approved_on: dt.date | None = None
    approved_by: str = ""
