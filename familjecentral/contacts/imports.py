"""Imports that can still be taken back as a whole, also after the program was started anew.

An import is known by its batch until it is taken back or a month of it is locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from familjecentral.access.model import Act, require
from familjecentral.changes import Changes
from familjecentral.contacts.store import ContactsUnitOfWork, KeptImport
from familjecentral.contacts.undo import (
    CONTACTS_CHANGED,
    ImportStep,
    UndoStack,
    take_import_back,
)
from familjecentral.errors import NotFound


@dataclass(frozen=True, slots=True)
class UndoImport:
    """Take an import of open months back."""

    batch: UUID


def list_imports(uow: ContactsUnitOfWork) -> tuple[KeptImport, ...]:
    """Return the actor's own imports that can be taken back, the newest first.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.IMPORT_CONTACTS)
    return uow.batches.open_ones()


def undo_import(command: UndoImport, stack: UndoStack, uow: ContactsUnitOfWork) -> Changes:
    """Delete the open rows of an import and forget that it was imported. Late entries of it go
    only while the session remembers them.

    Raises:
        NotAllowed; NotFound: it is taken back already, or a month of it is locked.
    """
    require(uow.actor, Act.IMPORT_CONTACTS)
    stack.drop_locked(uow)
    if command.batch not in {kept.batch for kept in uow.batches.open_ones()}:
        raise NotFound("import")
    remembered = stack.import_of(command.batch)
    take_import_back(uow, remembered or ImportStep(command.batch, frozenset()))
    uow.commit()
    if remembered is not None:
        stack.took_back(remembered)
    return CONTACTS_CHANGED
