"""The houses of a store."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from db.schema import centre
from familjecentral.access.model import Centre, CentreId
from familjecentral.errors import FieldProblem, InvalidInput, NotFound


def read_centres(connection: Connection) -> dict[CentreId, Centre]:
    """Return all centres by id, in order of key."""
    rows = connection.execute(
        sa.select(centre).order_by(sa.func.length(centre.c.key), centre.c.key)
    )
    return {
        CentreId(row.id): Centre(CentreId(row.id), row.key, row.name, row.municipality, row.region)
        for row in rows
    }


def insert_centre(connection: Connection, new: Centre) -> None:
    """Keep a new centre.

    Raises:
        InvalidInput: its key is taken.
    """
    if connection.scalar(sa.select(centre.c.id).where(centre.c.key == new.key)) is not None:
        raise InvalidInput((FieldProblem("key", "taken"),))
    connection.execute(centre.insert(), {"id": new.id, "key": new.key, **_words(new)})


def update_centre(connection: Connection, changed: Centre) -> None:
    """Keep changed names of a centre; its key stays.

    Raises:
        NotFound.
    """
    found = connection.execute(
        centre.update().where(centre.c.id == changed.id).values(**_words(changed))
    )
    if not found.rowcount:
        raise NotFound("centre")


def _words(of: Centre) -> dict[str, object]:
    return {"name": of.name, "municipality": of.municipality, "region": of.region}
