"""Files that a page makes for itself: shown, printed or copied, and gone with the page. No Qt."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from familjecentral.whole import make_folder, write_whole


class OwnFolder:
    """A folder of the system's temporary ones, made when it is first needed."""

    def __init__(self) -> None:
        self.path: Path | None = None

    def new(self) -> Path:
        """Return a new empty folder in it."""
        if self.path is None or not self.path.is_dir():
            self.path = Path(tempfile.mkdtemp(prefix="familjecentral-"))
        return Path(tempfile.mkdtemp(dir=self.path))

    def remove(self) -> None:
        """Remove it with all it holds. Once more takes what a job has written meanwhile."""
        if self.path is not None:
            shutil.rmtree(self.path, ignore_errors=True)


def copy_files(
    files: Sequence[Path], folder: Path, progress: Callable[[float], None] = lambda _: None
) -> tuple[Path, ...]:
    """Copy files into a folder, which is made if it is missing; return the copies, each whole.

    Raises:
        OutputNotWritable, DiskFull, Cancelled (from ``progress``).
    """
    make_folder(folder)
    copies = []
    for place, file in enumerate(files):
        progress(place / len(files))
        copies.append(folder / file.name)
        write_whole(copies[-1], file.read_bytes())
    return tuple(copies)
