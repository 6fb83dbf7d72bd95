"""The people who work at the centres: accounts, roles, end dates."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from db.guard import guard
from db.schema import staff, staff_role
from db.transaction import Transaction
from familjecentral.access.model import Act, CentreId, Role, Staff, StaffId
from familjecentral.errors import FieldProblem, InvalidInput, LastAdministrator, NotFound


class SqlStaffStore:
    """Accounts inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def add(self, new: Staff) -> None:
        """Keep a new colleague.

        Raises:
            NotAllowed; InvalidInput: the login name is taken (casefolded).
        """
        guard(self._uow.actor, Act.CHANGE_STAFF)
        insert_staff(self._uow.connection, new)

    def get(self, staff_id: StaffId) -> Staff | None:
        """Return one colleague: oneself, or anybody for an administrator.

        Raises:
            NotAllowed.
        """
        if staff_id != self._uow.actor.staff_id:
            guard(self._uow.actor, Act.CHANGE_STAFF)
        return next(iter(read_staff(self._uow.connection, staff_id)), None)

    def all(self) -> tuple[Staff, ...]:
        """Return all colleagues, ended ones too.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.CHANGE_STAFF)
        return read_staff(self._uow.connection)

    def replace(self, changed: Staff) -> None:
        """Keep changed names, roles or end date. The login name is part of the key and stays.

        Raises:
            NotAllowed, NotFound; LastAdministrator: nobody would be left to give rights.
        """
        guard(self._uow.actor, Act.CHANGE_STAFF)
        replace_staff(self._uow.connection, changed, self._uow.shared.today())


def read_staff(connection: Connection, staff_id: StaffId | None = None) -> tuple[Staff, ...]:
    """Return one colleague or all, in order of id."""
    roles: dict[UUID, set[Role]] = defaultdict(set)
    for who, role in connection.execute(sa.select(staff_role.c.staff_id, staff_role.c.role)):
        roles[who].add(Role(role))
    wanted = sa.select(staff).order_by(staff.c.id)
    if staff_id is not None:
        wanted = wanted.where(staff.c.id == staff_id)
    return tuple(
        Staff(
            id=StaffId(row.id),
            first_name=row.first_name,
            login_name=row.login_name,
            centre_id=CentreId(row.centre_id),
            roles=frozenset(roles[row.id]),
            ends_on=dt.date.fromisoformat(row.ends_on) if row.ends_on else None,
        )
        for row in connection.execute(wanted)
    )


def insert_staff(connection: Connection, new: Staff) -> None:
    """Keep a new colleague and her roles.

    Raises:
        InvalidInput: the login name is taken (casefolded).
    """
    from db.encryption import fold

    folded = fold(new.login_name)
    if connection.scalar(sa.select(staff.c.id).where(staff.c.login_folded == folded)) is not None:
        raise InvalidInput((FieldProblem("login_name", "taken"),))
    row = {"id": new.id, "login_name": new.login_name, "login_folded": folded, **_changing(new)}
    connection.execute(staff.insert(), row)
    _insert_roles(connection, new)


def replace_staff(connection: Connection, changed: Staff, today: dt.date) -> None:
    """Keep what can change of a colleague.

    Raises:
        NotFound; LastAdministrator: nobody would be left to give rights.
    """
    found = connection.execute(
        staff.update().where(staff.c.id == changed.id).values(**_changing(changed))
    )
    if not found.rowcount:
        raise NotFound("staff")
    connection.execute(staff_role.delete().where(staff_role.c.staff_id == changed.id))
    _insert_roles(connection, changed)
    if not any(
        Role.ADMINISTRATOR in other.roles and is_open(other, today)
        for other in read_staff(connection)
    ):
        raise LastAdministrator("nobody left")


def is_open(person: Staff, today: dt.date) -> bool:
    """Tell whether an account may open the store today."""
    return person.ends_on is None or person.ends_on >= today


def _changing(of: Staff) -> dict[str, object]:
    return {
        "first_name": of.first_name,
        "centre_id": of.centre_id,
        "ends_on": of.ends_on and of.ends_on.isoformat(),
    }


def _insert_roles(connection: Connection, of: Staff) -> None:
    if of.roles:
        connection.execute(
            staff_role.insert(), [{"staff_id": of.id, "role": role.value} for role in of.roles]
        )
