"""What is offered without individual assessment: a code and its decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from db.guard import guard
from db.schema import CODES_PER_LIST, LISTS, code
from db.schema_support import open_service
from db.transaction import Transaction
from familjecentral.access.model import Act
from familjecentral.contacts.services import SERVICES, OpenService
from familjecentral.errors import NotFound

_FIRST = LISTS[SERVICES] * CODES_PER_LIST


class SqlServiceStore:
    """Services inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def all(self) -> tuple[OpenService, ...]:
        """Return all services, those that are no longer offered too.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_SERVICES)
        rows = self._uow.connection.execute(
            sa.select(
                open_service,
                code.c.key,
                code.c.label,
                code.c.valid_from,
                code.c.valid_to,
                code.c.active,
            )
            .join_from(open_service, code, code.c.id == open_service.c.code)
            .order_by(open_service.c.code)
        )
        return tuple(
            OpenService(
                key=row.key,
                name=row.label,
                decided_on=_day(row.decided_on),
                reference=row.reference,
                condition=row.condition,
                exempt=row.exempt,
                exempt_on=_day(row.exempt_on),
                exempt_reference=row.exempt_reference,
                limit=row.talks,
                remind_at=row.remind_at,
                valid_from=_day(row.valid_from),
                valid_to=_day(row.valid_to),
                active=row.active,
            )
            for row in rows
        )

    def put(self, service: OpenService) -> str:
        """Keep a service, a new one when it has no key; return its key.

        Raises:
            NotAllowed, NotFound.
        """
        guard(self._uow.actor, Act.CHANGE_SERVICES)
        uow, words = self._uow, _code(service)
        decision = _decision(service)
        if service.key is None:
            last = uow.connection.scalar(
                sa.select(sa.func.max(code.c.id)).where(code.c.list == SERVICES)
            )
            number = (last or _FIRST) + 1
            key = f"service_{number - _FIRST}"
            new = {"id": number, "list": SERVICES, "key": key, "sort": number - _FIRST}
            uow.connection.execute(code.insert(), new | words)
            uow.connection.execute(open_service.insert(), {"code": number} | decision)
            uow.shared.index.ids[SERVICES, key] = number
            uow.shared.index.keys[number] = key
        else:
            key = service.key
            number = uow.shared.index.ids.get((SERVICES, key), 0)
            found = uow.connection.execute(
                open_service.update().where(open_service.c.code == number).values(decision)
            )
            if not found.rowcount:
                raise NotFound("service")
            uow.connection.execute(code.update().where(code.c.id == number).values(words))
        uow.shared.book = None
        uow.shared.doubtful = True
        return key


def _code(service: OpenService) -> dict[str, Any]:
    return {
        "label": service.name,
        "label_en": service.name,
        "definition": service.condition,
        "valid_from": service.valid_from and service.valid_from.isoformat(),
        "valid_to": service.valid_to and service.valid_to.isoformat(),
        "sensitive": False,
        "active": service.active,
    }


def _decision(service: OpenService) -> dict[str, Any]:
    return {
        "decided_on": service.decided_on and service.decided_on.isoformat(),
        "reference": service.reference,
        "condition": service.condition,
        "exempt": service.exempt,
        "exempt_on": service.exempt_on and service.exempt_on.isoformat(),
        "exempt_reference": service.exempt_reference,
        "talks": service.limit,
        "remind_at": service.remind_at,
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
