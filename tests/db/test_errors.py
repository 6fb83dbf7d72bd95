"""From result codes to the errors that say what to do."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from db.errors import typed
from db.files import problem_of
from familjecentral.errors import (
    Bug,
    DiskFull,
    FamiljecentralError,
    StoreDamaged,
    StoreLocked,
    StoreReadOnly,
)


class DriverError(Exception):
    """An error as the driver raises it."""

    def __init__(self, code: int) -> None:
        self.sqlite_errorcode = code
        super().__init__("SELECT 'content'")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (sqlite3.SQLITE_BUSY, StoreLocked),
        (sqlite3.SQLITE_LOCKED, StoreLocked),
        (sqlite3.SQLITE_READONLY, StoreReadOnly),
        (sqlite3.SQLITE_CANTOPEN, StoreReadOnly),
        (sqlite3.SQLITE_CORRUPT, StoreDamaged),
        (sqlite3.SQLITE_NOTADB, StoreDamaged),
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR, DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, DiskFull),
        (sqlite3.SQLITE_READONLY_DIRECTORY, StoreReadOnly),
        (sqlite3.SQLITE_ERROR, Bug),
        (sqlite3.SQLITE_MISUSE, Bug),
    ],
)
def test_a_result_code_has_one_error(code: int, error: type[FamiljecentralError]) -> None:
    """The environment's faults by their primary code, everything else a bug; the driver's text,
    which can quote content, is dropped."""
    found = typed(DriverError(code))
    assert type(found) is error
    assert "content" not in str(found)


def test_a_read_that_fails_is_a_damaged_file() -> None:
    """While nothing is to be written, an input/output error is no full disk."""
    assert isinstance(typed(DriverError(sqlite3.SQLITE_IOERR), reading=True), StoreDamaged)


def test_an_error_without_a_code_is_a_bug() -> None:
    """Named by its class only."""
    assert str(typed(ValueError("content"))) == "database: ValueError"


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EFBIG, DiskFull),
        (errno.EACCES, StoreReadOnly),
        (errno.EROFS, StoreReadOnly),
    ],
)
def test_what_the_system_refuses_is_typed(number: int, error: type[FamiljecentralError]) -> None:
    """No room, or no right to write."""
    assert type(problem_of(OSError(number, "refused"))) is error
