"""The three families of errors; every class has its Swedish text in ui/errors.py.

An error carries data (codes, numbers, names of fields), never the content of a row.
``str()`` is a developer's sentence in English.
"""

from __future__ import annotations

from dataclasses import dataclass


class FamiljecentralError(Exception):
    """Root of every error that the product raises on purpose."""


class UserCorrectable(FamiljecentralError):
    """The user can correct it; shown at the field or in the dialog."""


class EnvironmentProblem(FamiljecentralError):
    """Neither our fault nor the user's: says what to do next. Exit code 3."""


class Bug(FamiljecentralError):
    """A broken promise; leads to a scrubbed report."""


# --- the user can correct it -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with one field: ``problem`` is a stable key such as ``required``."""

    field: str
    problem: str
    limit: int | None = None


class InvalidInput(UserCorrectable):
    """One or several fields cannot be accepted; all problems at once."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        self.problems = problems
        super().__init__("invalid: " + ", ".join(f"{p.field}:{p.problem}" for p in problems))


class NotAllowed(UserCorrectable):
    """The person's roles do not give this act."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(f"not allowed: {act}")


class PeriodLocked(UserCorrectable):
    """The date lies in a locked month whose annual release is out, or rows of it cannot change."""

    def __init__(self, period: str) -> None:
        self.period = period
        super().__init__(f"period locked: {period}")


class TallyLocked(UserCorrectable):
    """The tallies of a locked month are frozen as its sum; nothing can be ticked any more."""

    def __init__(self, period: str) -> None:
        self.period = period
        super().__init__(f"tallies locked: {period}")


class NoTalkToTakeBack(UserCorrectable):
    """The short talks of the day are colleagues' rows, or have been changed since."""


class NoWordLeft(UserCorrectable):
    """Every code word of the list has been in use in this store."""


class PeriodOpen(UserCorrectable):
    """A report needs every month locked; these (``YYYY-MM``) are open."""

    def __init__(self, period: str, open_months: tuple[str, ...]) -> None:
        self.period = period
        self.open_months = open_months
        super().__init__(f"period open: {period}")


class PeriodNotEnded(UserCorrectable):
    """A period can be locked only after its last day."""

    def __init__(self, period: str) -> None:
        self.period = period
        super().__init__(f"period has not ended: {period}")


class NothingToUndo(UserCorrectable):
    """The undo stack is empty, or what it held has been locked since."""


class Stale(UserCorrectable):
    """Somebody changed it since it was read; nothing was saved."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"stale: {kind}")


class StaleEdit(Stale):
    """Somebody saved another version meanwhile; ``mine`` was not saved, ``theirs`` is."""

    def __init__(self, kind: str, mine: object, theirs: object) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(kind)


class ClashesLeft(UserCorrectable):
    """Sessions clash and nobody has accepted it; ``clashes`` are those of the groups room."""

    def __init__(self, clashes: tuple[object, ...]) -> None:
        self.clashes = clashes
        super().__init__(f"clashes left: {len(clashes)}")


class NotFound(UserCorrectable):
    """What was asked for is not there (any more)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"not found: {kind}")


class LastAdministrator(UserCorrectable):
    """At least one administrator must remain."""


class PassphraseTooShort(UserCorrectable):
    """The passphrase has fewer characters than the rule asks for."""

    def __init__(self, minimum: int) -> None:
        self.minimum = minimum
        super().__init__(f"passphrase shorter than {minimum}")


@dataclass(frozen=True, slots=True)
class Coarser:
    """A coarser table set that has been tried and can be published.

    Attributes:
        kind: ``merge`` codes of a dimension, count a longer ``period``, leave out a
            ``dimension``, or ``leave`` out a table.
        table: which table is made coarser ("" if it has no name).
        dimension, codes: what is merged or left out; period: atoms of the longer period.
    """

    kind: str
    table: str
    dimension: str = ""
    codes: tuple[str, ...] = ()
    period: tuple[str, ...] = ()


class NotPublishable(UserCorrectable):
    """No safe pattern exists, or the proof failed; ``proposal`` names a coarser table.

    ``coarser`` are the steps of the proposal, to be taken together; none if there is none.
    """

    def __init__(
        self,
        reason: str,
        tables: tuple[str, ...] = (),
        proposal: str = "",
        coarser: tuple[Coarser, ...] = (),
    ) -> None:
        self.reason = reason
        self.tables = tables
        self.proposal = proposal
        self.coarser = coarser
        super().__init__(f"not publishable: {reason}")


class RegisterBehind(UserCorrectable):
    """The store may lie behind what has been published; ``number`` is the newest it knows."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"the register may lie behind: {number}")


class RegisterDamaged(UserCorrectable):
    """The public register at ``place`` cannot be read, so nobody can tell whether the store, which
    knows releases up to ``number``, lies behind it."""

    def __init__(self, number: int, place: str) -> None:
        self.number = number
        self.place = place
        super().__init__("the public register is damaged")


class FolderHoldsDamagedRegister(RegisterDamaged):
    """The folder that was chosen for the public register holds one that cannot be read."""


class UnknownSender(UserCorrectable):
    """A signed file comes from a key whose ``fingerprint`` nobody has compared on paper."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        super().__init__("unknown sender")


class UnusableFile(UserCorrectable):
    """A file cannot be read; ``place`` is a line, cell or path inside it. Exit code 2."""

    def __init__(self, reason: str, place: str = "") -> None:
        self.reason = reason
        self.place = place
        super().__init__(f"unusable file: {reason} at {place}" if place else f"unusable: {reason}")


class AlreadyImported(UserCorrectable):
    """The same accepted rows have been imported before, on this date (ISO)."""

    def __init__(self, imported_on: str) -> None:
        self.imported_on = imported_on
        super().__init__(f"already imported on {imported_on}")


class Cancelled(UserCorrectable):
    """The user stopped a long job; nothing of it is kept."""


# --- the environment ---------------------------------------------------------------------


class WrongPassphrase(EnvironmentProblem):
    """No key slot opens with this login name and passphrase."""


class StartPassphrase(EnvironmentProblem):
    """The passphrase was given by an administrator: it opens only with one of her own."""


class AccountEnded(EnvironmentProblem):
    """The account has passed its end date."""


class StoreLocked(EnvironmentProblem):
    """Another session has the store open."""


class StoreReadOnly(EnvironmentProblem):
    """The file or its folder cannot be written."""


class DiskFull(EnvironmentProblem):
    """No room left on the device; nothing of the transaction was kept."""


class StoreDamaged(EnvironmentProblem):
    """The file is not a store, or its pages fail their integrity check."""


class KeysDoNotFit(StoreDamaged):
    """A key of the key file opens, but not this store: they do not belong together, or the
    beginning of the store is damaged."""


class StoreMissing(EnvironmentProblem):
    """There is no store at the given place."""


class StoreExists(EnvironmentProblem):
    """A new store would overwrite a file."""


class StoreTooNew(EnvironmentProblem):
    """The store was written by a newer program."""

    def __init__(self, store: str, program: str) -> None:
        self.store = store
        self.program = program
        super().__init__(f"store {store} is newer than program {program}")


class KeysMissing(EnvironmentProblem):
    """The key file beside the store is missing or not one."""


class StoreOnNetwork(EnvironmentProblem):
    """The store lies on a network place, where its journal is not safe."""


class MissingLibrary(EnvironmentProblem):
    """A system library that the window needs is not installed."""

    def __init__(self, library: str) -> None:
        self.library = library
        super().__init__(f"missing library: {library}")


class MixedInstallation(EnvironmentProblem):
    """Some of the program's own packages are missing or come from another installation."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        self.packages = packages
        super().__init__("not side by side: " + ", ".join(packages))


class OutputNotWritable(EnvironmentProblem):
    """A file that should be written cannot be."""


class FilesNotPlaced(OutputNotWritable):
    """A release is registered, but its files could not be moved into place."""


class NoRoomForFiles(FilesNotPlaced):
    """A release is registered, but the disk is too full for its files."""


class RegisterNotWritten(OutputNotWritable):
    """The store has kept an answer, but the public register could not be written."""


class ReportNotWritten(OutputNotWritable):
    """Rows are stored, but the report on them could not be written."""
