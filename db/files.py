"""Files of a store: private modes, atomic replacement, one session at a time, network places."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from familjecentral.errors import (
    DiskFull,
    EnvironmentProblem,
    StoreLocked,
    StoreReadOnly,
)
from familjecentral.synced import is_synced

PRIVATE = 0o600
PAGE = 4096
_PLAIN_HEADER = b"SQLite format 3\x00"
_NETWORK_TYPES = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre"),
        *("davfs", "fuse.sshfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.glusterfs"),
        *("fuse.rclone", "fuse.s3fs"),
    )
)
_WINDOWS_REMOTE_DRIVE = 4


def keys_path(store: Path) -> Path:
    """Return the key file beside a store."""
    return store.with_suffix(".fckeys")


def wal_path(store: Path) -> Path:
    """Return the store's write-ahead log."""
    return store.with_name(store.name + "-wal")


def problem_of(error: OSError) -> EnvironmentProblem:
    """Return the typed error of a failed file operation."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull("no room")
    return StoreReadOnly("cannot write")


@contextmanager
def typed_os_errors() -> Iterator[None]:
    """Turn the system's refusals into errors that say what to do."""
    try:
        yield
    except OSError as error:
        raise problem_of(error) from None


def create_private(path: Path) -> None:
    """Make an empty file that only its owner can read; SQLite copies the mode to its logs."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def sync_file(path: Path) -> None:
    """Force a file's content to the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Force a folder's names to the disk (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_into_place(source: Path, target: Path) -> None:
    """Replace ``target`` by a finished file, so that either the old or the new one is there."""
    sync_file(source)
    source.replace(target)
    sync_folder(target.parent)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a private file whole or not at all.

    Raises:
        DiskFull, StoreReadOnly.
    """
    temporary = path.with_name(path.name + ".new")
    with typed_os_errors():
        try:
            temporary.unlink(missing_ok=True)
            create_private(temporary)
            temporary.write_bytes(content)
            move_into_place(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def require_writable(path: Path) -> None:
    """Stop before anything is touched unless the file and its folder can be written.

    Raises:
        StoreReadOnly.
    """
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise StoreReadOnly("folder or file is read-only")


def looks_encrypted(path: Path, *, has_log: bool) -> bool:
    """Tell whether a file can be a store at all: whole pages, and no readable header.

    After a power cut the last page may be in the write-ahead log only (``has_log``).
    """
    size = path.stat().st_size
    if size < PAGE or (size % PAGE and not has_log):
        return False
    with path.open("rb") as file:
        return file.read(len(_PLAIN_HEADER)) != _PLAIN_HEADER


class SessionLock:
    """One session at a time: a lock that the system itself gives back when the process dies.

    It lies on a file of its own, because renewal replaces the store's file, and SQLite's own
    locks end when anybody in the process closes the same file.
    """

    def __init__(self, store: Path) -> None:
        self._path = store.with_name(store.name + ".lock")
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            StoreLocked: another session has it.
            StoreReadOnly, DiskFull: the folder cannot be written.
        """
        with typed_os_errors():
            while self._descriptor is None:
                descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, PRIVATE)
                try:
                    _lock(descriptor)
                except OSError:
                    os.close(descriptor)
                    raise StoreLocked("another session") from None
                # Whoever had it may have removed the file between opening and locking.
                if self._is_current(descriptor):
                    self._descriptor = descriptor
                else:
                    os.close(descriptor)

    def _is_current(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the lock back and leave no file behind."""
        if self._descriptor is None:
            return
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(self._descriptor)
            self._path.unlink(missing_ok=True)
        else:
            self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
        self._descriptor = None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def on_network(path: Path) -> bool:
    """Tell whether a path lies on a network place or in a folder that is kept in step with one,
    where a write-ahead log is not safe.

    Known for Windows (remote drives, UNC paths, OneDrive) and Linux (mount table); False elsewhere.
    """
    place = path.expanduser().absolute()
    if is_synced(place, os.environ):
        return True
    if sys.platform == "win32":
        import ctypes

        if place.drive.startswith("\\\\"):
            return True
        kind = ctypes.windll.kernel32.GetDriveTypeW(place.anchor)
        return bool(kind == _WINDOWS_REMOTE_DRIVE)
    table = Path("/proc/self/mountinfo")
    if not table.exists():
        return False
    return filesystem_of(place.parent.resolve(), table.read_text()) in _NETWORK_TYPES


def filesystem_of(folder: Path, mountinfo: str) -> str:
    """Return the file system type of the mount that a folder lies on (proc(5), mountinfo)."""
    best, found = -1, ""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        mount = Path(left.split()[4].replace("\\040", " "))
        if folder.is_relative_to(mount) and len(mount.parts) >= best:
            best, found = len(mount.parts), right.split()[0]
    return found
