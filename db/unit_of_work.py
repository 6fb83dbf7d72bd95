"""One transaction over all rooms, in one person's name. Leaving without commit rolls back."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa

from db.audit import SqlAuditStore, SqlSettingsStore
from db.batches import SqlBatchStore
from db.centres import insert_centre, update_centre
from db.contacts import SqlContactStore
from db.definitions import SqlDefinitionStore
from db.encryption import PersonalKey
from db.groups import SqlGroupStore
from db.groups_house import SqlHouseStore
from db.guard import guard
from db.layouts import SqlLayoutStore
from db.outside import SqlOutsideStore, SqlStepStore
from db.own import SqlChoiceStore, SqlDraftStore, SqlFavouriteStore, SqlWeekStore
from db.periods import SqlPeriodStore
from db.releases import SqlReleaseStore
from db.services import SqlServiceStore
from db.shared import Shared
from db.staff import SqlStaffStore
from db.statistics import SqlCountStore
from db.support import SqlCardStore
from db.tally import SqlTallyStore
from db.transaction import Transaction
from familjecentral.access.model import Act, Actor, Centre
from familjecentral.codes import Code, CodeBook


class SqlUnitOfWork(Transaction):
    """Fits the protocols of all rooms by structure."""

    def __init__(
        self, connection: sa.Connection, actor: Actor, shared: Shared, own: PersonalKey
    ) -> None:
        super().__init__(connection, actor, shared)
        self._own = own

    @cached_property
    def contacts(self) -> SqlContactStore:
        """Own rows of open months."""
        return SqlContactStore(self, self.periods)

    @cached_property
    def tallies(self) -> SqlTallyStore:
        """Tallies of open months, and talks that nobody owns."""
        return SqlTallyStore(self, self.periods)

    @cached_property
    def services(self) -> SqlServiceStore:
        """What is offered without individual assessment."""
        return SqlServiceStore(self)

    @cached_property
    def cards(self) -> SqlCardStore:
        """Own support cards, and the sums of closed ones."""
        return SqlCardStore(self)

    @cached_property
    def groups(self) -> SqlGroupStore:
        """Groups, their sessions and what is short-lived beside them."""
        return SqlGroupStore(self, self.periods)

    @cached_property
    def house(self) -> SqlHouseStore:
        """What groups are planned with."""
        return SqlHouseStore(self)

    @cached_property
    def batches(self) -> SqlBatchStore:
        """Imports that can be taken back."""
        return SqlBatchStore(self)

    @cached_property
    def drafts(self) -> SqlDraftStore:
        """The person's half-filled form."""
        return SqlDraftStore(self, self._own)

    @cached_property
    def choices(self) -> SqlChoiceStore:
        """Counters of the person's choices."""
        return SqlChoiceStore(self)

    @cached_property
    def favourites(self) -> SqlFavouriteStore:
        """The person's favourites."""
        return SqlFavouriteStore(self)

    @cached_property
    def weeks(self) -> SqlWeekStore:
        """The person's answers for weeks."""
        return SqlWeekStore(self)

    @cached_property
    def periods(self) -> SqlPeriodStore:
        """Open and locked months."""
        return SqlPeriodStore(self)

    @property
    def locks(self) -> SqlPeriodStore:
        """Which months are locked."""
        return self.periods

    @cached_property
    def staff(self) -> SqlStaffStore:
        """Accounts."""
        return SqlStaffStore(self)

    @cached_property
    def audit(self) -> SqlAuditStore:
        """The access log."""
        return SqlAuditStore(self)

    @cached_property
    def settings(self) -> SqlSettingsStore:
        """Settings of the store."""
        return SqlSettingsStore(self)

    @cached_property
    def counts(self) -> SqlCountStore:
        """Counts of locked rows."""
        return SqlCountStore(self)

    @cached_property
    def outside(self) -> SqlOutsideStore:
        """What is known outside without an entry in the register."""
        return SqlOutsideStore(self)

    @cached_property
    def steps(self) -> SqlStepStore:
        """Who took which step of a period."""
        return SqlStepStore(self)

    @cached_property
    def layouts(self) -> SqlLayoutStore:
        """How reports are set out."""
        return SqlLayoutStore(self)

    @cached_property
    def definitions(self) -> SqlDefinitionStore:
        """Table sets, denominators, targets."""
        return SqlDefinitionStore(self)

    @cached_property
    def releases(self) -> SqlReleaseStore:
        """The register."""
        return SqlReleaseStore(self)

    def add_centre(self, centre: Centre) -> None:
        """Keep a new centre.

        Raises:
            NotAllowed; InvalidInput: its key is taken.
        """
        guard(self._actor, Act.CHANGE_CENTRE)
        insert_centre(self.connection, centre)
        self.shared.centres = None
        self.shared.doubtful = True

    def replace_centre(self, centre: Centre) -> None:
        """Keep changed names of a centre; its key stays.

        Raises:
            NotAllowed, NotFound.
        """
        guard(self._actor, Act.CHANGE_CENTRE)
        update_centre(self.connection, centre)
        self.shared.centres = None
        self.shared.doubtful = True

    def codes(self) -> CodeBook:
        """Return all code lists."""
        if self.shared.book is None:
            self.shared.book = self.code_store.book()
        return self.shared.book

    def replace_code(self, code: Code) -> None:
        """Keep changed words and validity of a code; list and key stay.

        Raises:
            NotAllowed, NotFound.
        """
        guard(self._actor, Act.CHANGE_CODES)
        self.code_store.replace(code)
        self.shared.book = None
        self.shared.doubtful = True

    def commit(self) -> None:
        """Keep everything that was done since the beginning or the last commit."""
        self.connection.commit()
        self.code_store.committed()
        self.shared.doubtful = False

    def close(self) -> None:
        """Take back what was not committed."""
        if self.connection.in_transaction():
            self.connection.rollback()
            self.code_store.rolled_back()
            if self.shared.doubtful:
                self.shared.forget()
