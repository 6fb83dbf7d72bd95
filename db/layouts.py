"""How reports are set out: that of a draft changes, that of a release stands."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from db.guard import guard
from db.schema_releases import report_layout
from db.transaction import Transaction
from familjecentral.access.model import Act
from familjecentral.calendar.periods import Period
from familjecentral.releases.layout import Layout, from_text, to_text

_SEPARATOR = "|"
_DRAFT = 0


class SqlLayoutStore:
    """Layouts inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def put(
        self, period: Period, centres: Sequence[str], layout: Layout, number: int | None = None
    ) -> None:
        """Keep the layout of a draft (``number`` None), or of a release once and for all.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PUBLISH)
        key = self._key(period, centres, number)
        if number is None:
            self._uow.connection.execute(sa.delete(report_layout).where(*self._where(key)))
        row = {**key, "content": to_text(layout), "mark": layout.mark}
        self._uow.connection.execute(report_layout.insert(), row)

    def get(
        self, period: Period, centres: Sequence[str], number: int | None = None
    ) -> Layout | None:
        """Return a layout, None where nobody has set one.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_RELEASED)
        found = sa.select(report_layout).where(*self._where(self._key(period, centres, number)))
        row = self._uow.connection.execute(found).one_or_none()
        return from_text(row.content, row.mark) if row is not None else None

    @staticmethod
    def _key(period: Period, centres: Sequence[str], number: int | None) -> dict[str, str | int]:
        joined = _SEPARATOR.join(centres)
        return {"period": str(period), "centres": joined, "number": number or _DRAFT}

    @staticmethod
    def _where(key: dict[str, str | int]) -> list[sa.ColumnElement[bool]]:
        return [report_layout.c[name] == value for name, value in key.items()]
