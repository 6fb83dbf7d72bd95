"""What can be seen of the files of a store, and that a refusal changes nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def picture(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Return everything that can be seen of the files of a folder, but for the shared memory
    of an open session, which holds locks and no data."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
        for path in folder.iterdir()
        if not path.name.endswith("-shm")
    }


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Assert that every file of a folder, and the set of files, is as it was."""
    before = picture(folder)
    yield
    assert picture(folder) == before
