"""``NAME.fcbackup``: one file with the store, its keys of that moment and the public register.

A zip without compression (the store is encrypted anyway), so that everybody can take it apart.
The register is in it once more in the clear: it is public, and it is needed after a restore.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from db import sqlite
from db.encryption import DataKey
from db.files import create_private, keys_path, move_into_place, typed_os_errors
from familjecentral.errors import StoreDamaged
from familjecentral.releases.model import Release
from familjecentral.releases.register import canonical

FORMAT = 1
STORE, KEYS, REGISTER, MANIFEST = "store.fcdb", "keys.fckeys", "register.json", "manifest.json"
_BLOCK = 2**20
# Copies tell no time of day: zip wants one, this is the earliest it knows.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_backup(store: Path, target: Path, key: DataKey, register: Sequence[Release] = ()) -> None:
    """Copy a store whose write-ahead log is empty, read the copy back, then move it into place.

    Raises:
        DiskFull, StoreReadOnly; StoreDamaged: the copy is not what was copied, or does not open.
    """
    temporary = target.with_name(target.name + ".new")
    with typed_os_errors():
        temporary.unlink(missing_ok=True)
        create_private(temporary)
        try:
            _write(store, temporary, register)
            _read_back(temporary, key)
            move_into_place(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)


def _write(store: Path, temporary: Path, register: Sequence[Release]) -> None:
    entries = [json.loads(canonical(r)) | {"hash": r.hash, "status": r.status} for r in register]
    public = json.dumps({"releases": entries}, ensure_ascii=False, indent=1).encode()
    hashes = {}
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
        for name, source in ((STORE, store), (KEYS, keys_path(store))):
            with (
                source.open("rb") as file,
                archive.open(zipfile.ZipInfo(name, _NO_TIME), "w", force_zip64=True) as member,
            ):
                digest = hashlib.sha256()
                while block := file.read(_BLOCK):
                    digest.update(block)
                    member.write(block)
                hashes[name] = digest.hexdigest()
        hashes[REGISTER] = hashlib.sha256(public).hexdigest()
        manifest = json.dumps({"format": FORMAT, "sha256": hashes}).encode()
        archive.writestr(zipfile.ZipInfo(REGISTER, _NO_TIME), public)
        archive.writestr(zipfile.ZipInfo(MANIFEST, _NO_TIME), manifest)


def check_backup(path: Path) -> None:
    """Compare every part of a copy with the hash that was noted when it was written.

    Raises:
        StoreDamaged: it is not a copy, or a part of it differs.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            for name in (STORE, KEYS, REGISTER):
                digest = hashlib.sha256()
                with archive.open(name) as member:
                    while block := member.read(_BLOCK):
                        digest.update(block)
                if manifest["sha256"][name] != digest.hexdigest():
                    raise StoreDamaged(f"copy differs: {name}")
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise StoreDamaged("not a copy") from error


def unpack(path: Path, store: Path) -> None:
    """Write store and keys of a copy to new private files, the keys beside the store.

    Raises:
        DiskFull, StoreReadOnly; StoreDamaged: it is not a copy, or a part of it differs.
    """
    check_backup(path)
    _extract(path, STORE, store)
    _extract(path, KEYS, keys_path(store))


def opens_with(copy: Path, key: DataKey, *, beside: Path) -> bool:
    """Read a copy from end to end; tell whether a data key opens it. Needs the copy's room once
    more for a moment, ``beside`` the store: a copy may lie where nobody may write.

    Raises:
        DiskFull, StoreReadOnly; StoreDamaged: it is not a copy, a part of it differs, or its
        pages fail their check.
    """
    trial = beside.with_name(beside.name + ".trial")
    with typed_os_errors():
        check_backup(copy)
        trial.unlink(missing_ok=True)
        try:
            _extract(copy, STORE, trial)
            if not sqlite.opens(trial, key):
                return False
            if not sqlite.is_sound(trial, key):
                raise StoreDamaged("pages of the copy fail their check")
        finally:
            trial.unlink(missing_ok=True)
    return True


def _extract(path: Path, part: str, target: Path) -> None:
    with typed_os_errors(), zipfile.ZipFile(path) as archive, archive.open(part) as member:
        create_private(target)
        with target.open("wb") as file:
            while block := member.read(_BLOCK):
                file.write(block)


def _read_back(temporary: Path, key: DataKey) -> None:
    check_backup(temporary)
    trial = temporary.with_name(temporary.name + ".trial")
    trial.unlink(missing_ok=True)
    try:
        _extract(temporary, STORE, trial)
        if not sqlite.is_sound(trial, key):
            raise StoreDamaged("the copy does not open")
    finally:
        trial.unlink(missing_ok=True)
