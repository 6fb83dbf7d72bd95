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


def typed(error: BaseException, *, reading: bool = False) -> FamiljecentralError:
    """Return the product's error for one of the driver's, by its result code.

    The driver's own text is dropped: it can quote a statement. A broken constraint names the
    constraint only, which is a name of ours. ``reading``: nothing was to be written.
    """
    number = getattr(error, "sqlite_errorcode", None)
    if not isinstance(number, int):
        return Bug("database: " + type(error).__name__)
    code = number & _PRIMARY
    if code in _BY_CODE:
        return _BY_CODE[code](f"result code {code}")
    if code == _IOERR:
        # The driver does not tell a refused write (a quota, a limit on file sizes) from a failed
        # read. What comes while rows are kept is nearly always the former.
        return (StoreDamaged if reading else DiskFull)(f"result code {code}")
    if code == _CONSTRAINT:
        return Bug("constraint: " + str(error))
    return Bug(f"result code {code}")
