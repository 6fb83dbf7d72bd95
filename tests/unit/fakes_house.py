"""Accounts, access log and settings in memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from familjecentral.access.model import Staff, StaffId
from familjecentral.errors import FieldProblem, InvalidInput

if TYPE_CHECKING:
    from tests.unit.fakes import Kept


@dataclass
class FakeStaff:
    """Accounts."""

    kept: Kept

    def add(self, staff: Staff) -> None:
        taken = {other.login_name.casefold() for other in self.kept.staff.values()}
        if staff.login_name.casefold() in taken:
            raise InvalidInput((FieldProblem("login_name", "taken"),))
        self.kept.staff[staff.id] = staff

    def get(self, staff_id: StaffId) -> Staff | None:
        return self.kept.staff.get(staff_id)

    def all(self) -> tuple[Staff, ...]:
        return tuple(self.kept.staff.values())

    def replace(self, staff: Staff) -> None:
        self.kept.staff[staff.id] = staff


@dataclass
class FakeAudit:
    """The access log."""

    kept: Kept
    who: StaffId

    def read(self, kind: str, day: dt.date) -> None:
        entry = (day, self.who, f"read:{kind}", "")
        if entry not in self.kept.audit:
            self.kept.audit.append(entry)

    def done(self, kind: str, day: dt.date, reference: str = "") -> None:
        self.kept.audit.append((day, self.who, kind, reference))

    def entries(self) -> tuple[tuple[dt.date, StaffId, str, str], ...]:
        return tuple(sorted(self.kept.audit, key=lambda e: e[0], reverse=True))


@dataclass
class FakeSettings:
    """Settings as text."""

    kept: Kept

    def get(self, key: str) -> str | None:
        return self.kept.settings.get(key)

    def put(self, key: str, value: str) -> None:
        self.kept.settings[key] = value
