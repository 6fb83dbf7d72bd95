"""Files of a release are written beside their place and moved there whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from familjecentral.whole import not_written

_WORKPLACE = ".familjecentral-"
_A_DAY = 24 * 60 * 60  # seconds


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Give a temporary folder on the same device as the place of the files, and remove it.

    Raises:
        OutputNotWritable, DiskFull.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=_WORKPLACE, dir=folder))
        _clear_left(folder, work)
    except OSError as error:
        raise not_written(error, folder.name) from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _clear_left(folder: Path, fresh: Path) -> None:
    """Remove the workplaces that a process left here when it was killed.

    Their age is measured against the fresh one, by the clock of the device that holds both: a
    younger one may be at work on another computer.
    """
    now = fresh.stat().st_mtime
    for left in folder.glob(f"{_WORKPLACE}*"):
        if left.is_dir() and not left.is_symlink() and now - left.stat().st_mtime > _A_DAY:
            shutil.rmtree(left, ignore_errors=True)


def move(files: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Move whole files into place, replacing older ones of the same name.

    Raises:
        OutputNotWritable, DiskFull.
    """
    moved = []
    for file in files:
        target = folder / file.name
        try:
            file.replace(target)
        except OSError as error:
            raise not_written(error, target.name) from error
        moved.append(target)
    return tuple(moved)
