"""Files that are written whole or not at all, in whatever room they are made."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from familjecentral.errors import DiskFull, OutputNotWritable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BESIDE = 8  # hexadecimal digits behind the name of what is not yet in place
_A_DAY = 24 * 60 * 60  # seconds


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place in one step, after its bytes have reached the disk.

    Raises:
        OutputNotWritable, DiskFull: the place is as it was before.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(_BESIDE // 2)}")
    try:
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _clear_left(path, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise not_written(error, path.name) from error


def make_folder(path: Path) -> None:
    """Make a folder that files go to, with those above it.

    Raises:
        OutputNotWritable, DiskFull.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(error, path.name) from error


def not_written(error: OSError, name: str) -> DiskFull | OutputNotWritable:
    """Return what a refusal of the system means for a file that was to be written."""
    return DiskFull("no room") if error.errno in _FULL else OutputNotWritable(name)


def _clear_left(path: Path, fresh: Path) -> None:
    """Remove what a process left beside the place when it was killed.

    Its age is measured against the fresh one, by the clock of the device that holds both: a
    younger one may be at work on another computer.
    """
    now = fresh.stat().st_mtime
    for left in path.parent.iterdir():
        start, end = left.name[:-_BESIDE], left.name[-_BESIDE:]
        if start != f".{path.name}." or not set(end) <= set("0123456789abcdef"):
            continue
        with suppress(OSError):  # it may go while we look
            if now - left.stat().st_mtime > _A_DAY:
                left.unlink()
