"""Where the core gets the day and fresh ids from; both are injected, so that tests and the
demo store are the same on every run."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Protocol


class Clock(Protocol):
    """The day it is. There is no time of day anywhere in the product's data."""

    def today(self) -> dt.date:
        """Return the present local date."""


class IdSource(Protocol):
    """Fresh random identifiers and random order."""

    def new_id(self) -> uuid.UUID:
        """Return a random UUID without order (version 4)."""


class SystemClock:
    """The machine's own calendar day."""

    def today(self) -> dt.date:
        """Return the present local date."""
        return dt.datetime.now().astimezone().date()


class SystemIds:
    """Identifiers from the operating system's random source."""

    def new_id(self) -> uuid.UUID:
        """Return a random UUID."""
        return uuid.uuid4()
