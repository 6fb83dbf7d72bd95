"""From a driver's result code to the typed error that says what to do."""

from __future__ import annotations

from familjecentral.errors import (
    Bug,
    DiskFull,
    FamiljecentralError,
    StoreDamaged,
    StoreLocked,
    StoreReadOnly,
)

_PRIMARY = 0xFF
_BY_CODE: dict[int, type[FamiljecentralError]] = {
    5: StoreLocked,  # SQLITE_BUSY
    6: StoreLocked,  # SQLITE_LOCKED
    8: StoreReadOnly,  # SQLITE_READONLY
    11: StoreDamaged,  # SQLITE_CORRUPT
    13: DiskFull,  # SQLITE_FULL
    14: StoreReadOnly,  # SQLITE_CANTOPEN
    26: StoreDamaged,  # SQLITE_NOTADB
}
_CONSTRAINT = 19
_IOERR = 10
# Extended codes of SQLITE_IOERR that mean something narrower than a broken disk.
_IOERR_WRITE, _IOERR_CORRUPTFS = 10 | 3 << 8, 10 | 33 << 8


def typed(error: BaseException) -> FamiljecentralError:
    """Return the product's error for one of the driver's, by its result code.

    The driver's own text is dropped: it can quote a statement. A broken constraint names the
    constraint only, which is a name of ours.
    """
    extended = getattr(error, "sqlite_errorcode", None)
    if not isinstance(extended, int):
        return Bug("database: " + type(error).__name__)
    code = extended & _PRIMARY
    if code in _BY_CODE:
        return _BY_CODE[code]("result code " + str(extended))
    if code == _IOERR:
        # A write that the system refuses (no room under a quota or size limit) keeps nothing;
        # a read that fails is a damaged file or disk.
        full = extended == _IOERR_WRITE
        return (DiskFull if full else StoreDamaged)("result code " + str(extended))
    if code == _CONSTRAINT:
        return Bug("constraint: " + str(error))
    return Bug("result code " + str(extended))
