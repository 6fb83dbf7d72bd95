"""One open transaction, as the rooms see it: whose it is, its connection, codes and centres."""

from __future__ import annotations

from sqlalchemy import Connection

from db.centres import read_centres
from db.codes import CodeStore
from db.shared import Shared
from familjecentral.access.model import Actor, Centre, CentreId
from familjecentral.errors import FieldProblem, InvalidInput


class Transaction:
    """What every repository is given.

    Attributes:
        connection: inside a transaction. shared: what the session remembers.
        code_store: code lists and sets of codes.
    """

    def __init__(self, connection: Connection, actor: Actor, shared: Shared) -> None:
        self.connection = connection
        self.shared = shared
        self.code_store = CodeStore(connection, shared.index)
        self._actor = actor

    @property
    def actor(self) -> Actor:
        """The person in whose name everything here is done."""
        return self._actor

    def centres(self) -> tuple[Centre, ...]:
        """Return all centres in order of key."""
        return tuple(self._centres().values())

    def _centres(self) -> dict[CentreId, Centre]:
        if self.shared.centres is None:
            self.shared.centres = read_centres(self.connection)
        return self.shared.centres

    def centre_key(self, centre: CentreId) -> str:
        """Return the key of a centre.

        Raises:
            InvalidInput: there is no such centre.
        """
        found = self._centres().get(centre)
        if found is None:
            raise InvalidInput((FieldProblem("centre_id", "unknown_code"),))
        return found.key

    def centre_id(self, key: str) -> CentreId:
        """Return the id of the centre with a key that a row refers to."""
        return next(centre.id for centre in self._centres().values() if centre.key == key)
