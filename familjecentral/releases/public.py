"""The public register: what everybody may read of it, and the way back into a store.

It goes out with every release. A store that was restored from an older copy lies behind it: until
the missing entries have been given, nothing is published, for protection needs them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from familjecentral.access.model import Act, StaffId, require
from familjecentral.calendar.periods import Period
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.disclosure.safe import Certificate
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet, Value
from familjecentral.errors import (
    FolderHoldsDamagedRegister,
    RegisterBehind,
    RegisterDamaged,
    UnusableFile,
)
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.releases.register import broken_links, canonical
from familjecentral.releases.sound import sound_release
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.whole import make_folder, write_whole

FILE_NAME = "familjecentral-utgavor.json"
FOLDER, RESTORED = "releases.public_folder", "releases.restored"
ANSWERED = "releases.damaged_register"
"""Checksum of a damaged register under the plain name, after the newest release was given."""


def text_of(releases: Sequence[Release]) -> str:
    """Return the register as JSON, without the names of who published."""
    entries = [
        json.loads(canonical(r)) | {"hash": r.hash, "status": r.status.value} for r in releases
    ]
    return json.dumps({"releases": entries}, ensure_ascii=False, indent=1) + "\n"


def releases_of(text: str, by: StaffId) -> tuple[Release, ...]:
    """Return the register that a text holds; ``by`` stands for who published.

    Raises:
        UnusableFile: ``not_a_register``; ``broken_chain``: an entry was changed.
    """
    try:
        entries = json.loads(text)["releases"]
        found = tuple(release_of(entry, by) for entry in entries)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableFile("not_a_register") from error
    if broken := broken_links(found):
        raise UnusableFile("broken_chain", str(broken[0]))
    return found


def release_of(entry: Mapping[str, Any], by: StaffId) -> Release:
    """Return the release that an entry in its canonical form holds."""
    return Release(
        number=entry["number"],
        period=Period.parse(entry["period"]),
        centres=tuple(entry["centres"]),
        vintage=entry["vintage"],
        cells=cells_of(entry),
        policy=entry["policy"],
        certificate=Certificate(**entry["certificate"]),
        declared_version=entry["declared_version"],
        codes_version=entry["codes_version"],
        published_on=dt.date.fromisoformat(entry["published_on"]),
        published_by=by,
        previous_hash=entry["previous_hash"],
        hash=entry["hash"],
        replaces=entry["replaces"],
        late=entry["late"],
        status=ReleaseStatus(entry.get("status", "released")),
    )


def cells_of(entry: Mapping[str, Any]) -> TableSet:
    """Return the cells of an entry in its canonical form."""
    inner = {
        name: {code: tuple(children) for code, children in codes.items()}
        for name, codes in entry["hierarchy"].items()
    }
    return TableSet(tuple(_cell(*cell) for cell in entry["cells"]), Hierarchy(inner))


def _cell(
    table: str,
    measure: str,
    period: list[str],
    vintage: int,
    codes: list[list[str]],
    value: int | list[int] | None,
) -> Cell:
    key = Key(measure, tuple(period), vintage, tuple((d, c) for d, c in codes))
    known: Value = Bound(*value) if isinstance(value, list) else value
    return Cell(key, known, table)


def require_newest(uow: ReleasesUnitOfWork) -> None:
    """Stop where the store may lie behind what has been published.

    Raises:
        RegisterBehind: it was restored and the newest release has not been given, or the public
            register holds entries that the store lacks.
        RegisterDamaged: the public register is cut off, changed or no register at all. It may
            have held more than the store does.
        UnusableFile: ``unreadable``: it cannot be opened; ``parted_register``: it begins as the
            store's own and goes on otherwise; one of two copies has published by itself.
    """
    known = uow.releases.all()
    if uow.settings.get(RESTORED):
        raise RegisterBehind(len(known))
    folder = uow.settings.get(FOLDER)
    for path in _own_names(Path(folder), known) if folder else ():
        if not path.is_file():
            continue
        data = _read(path)
        try:
            public = _releases_in(data, uow.actor.staff_id)
        except UnusableFile as error:
            if path.name == FILE_NAME and _checksum(data) == uow.settings.get(ANSWERED):
                continue  # what it may have held is known; this store's is written beside
            raise RegisterDamaged(len(known), str(path)) from error
        if not _goes_on(public, known):
            if public[0].hash == known[0].hash:
                raise UnusableFile("parted_register", str(path))
            continue  # of another house; this store's is written beside
        if len(public) > len(known):
            raise RegisterBehind(len(known))


def _own_names(folder: Path, known: Sequence[Release]) -> tuple[Path, ...]:
    """Return where the register of a store can lie in a folder: under the plain name, or, where
    another house's has that, under one of its own."""
    plain = folder / FILE_NAME
    return (plain, plain.with_stem(f"{plain.stem}-{known[0].hash[:8]}")) if known else (plain,)


def _goes_on(one: Sequence[Release], other: Sequence[Release]) -> bool:
    """Tell whether one of two registers is the beginning of the other."""
    return all(a.hash == b.hash for a, b in zip(one, other, strict=False))


def _place_in(folder: Path, known: Sequence[Release], by: StaffId) -> Path:
    """Return under which name a store's register is written: never over one that may be another
    house's."""
    plain, *apart = _own_names(folder, known)
    try:
        free = not plain.is_file() or _goes_on(_releases_in(_read(plain), by), known)
    except UnusableFile:
        free = False
    return plain if free or not apart else apart[0]


def write_public(uow: ReleasesUnitOfWork, *folders: Path) -> None:
    """Write the public register into the folder of the settings and into others.

    Raises:
        OutputNotWritable, DiskFull: what lies there is as it was.
    """
    chosen = uow.settings.get(FOLDER)
    known = uow.releases.all()
    text = text_of(known)
    for folder in dict.fromkeys((*folders, *((Path(chosen),) if chosen else ()))):
        place = _place_in(folder, known, uow.actor.staff_id)
        make_folder(folder)
        write_whole(place, text.encode())


def choose_folder(folder: str, uow: ReleasesUnitOfWork, clock: Clock) -> Changes:
    """Keep where the public register is written with every release ("": nowhere), and write it.

    Raises:
        NotAllowed; OutputNotWritable, DiskFull: nothing was kept. RegisterBehind: the register
            that lies there knows more releases than the store. FolderHoldsDamagedRegister:
            nobody can tell what the one that lies there knows.
    """
    require(uow.actor, Act.PUBLISH)
    uow.settings.put(FOLDER, folder)
    try:
        require_newest(uow)
    except RegisterDamaged as damaged:
        raise FolderHoldsDamagedRegister(damaged.number, damaged.place) from damaged
    write_public(uow)
    uow.audit.done("public_folder", clock.today())
    uow.commit()
    return Changes(frozenset({Kind.RELEASES}))


def newest_needed(uow: ReleasesUnitOfWork, clock: Clock) -> int | None:
    """Return the newest number that the store knows while publishing is locked after a restore,
    None when it is open.

    A store that lies behind its public register is a copy that was put back: it is marked, so that
    the lock holds where the register's folder cannot be reached later.

    Raises:
        NotAllowed. RegisterDamaged, UnusableFile: the public register that lies there cannot be
            read.
    """
    require(uow.actor, Act.PUBLISH)
    try:
        require_newest(uow)
    except RegisterBehind as behind:
        if not uow.settings.get(RESTORED):
            mark_restored(uow)
            uow.audit.done("restored", clock.today())
            uow.commit()
        return behind.number
    return None


def mark_restored(uow: ReleasesUnitOfWork) -> None:
    """Lock publishing until the newest release has been given: the store is a restored copy."""
    uow.settings.put(RESTORED, "1")


def note_restored(uow: ReleasesUnitOfWork, clock: Clock) -> None:
    """Lock publishing in a store that is being put back from a copy, and note it.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.BACK_UP)
    mark_restored(uow)
    uow.audit.done("restored", clock.today())
    uow.commit()


def confirm_newest(
    uow: ReleasesUnitOfWork, clock: Clock, *, number: int | None = None, text: str = ""
) -> Changes:
    """Open publishing after a restore: by the number of the newest release on paper, or by the
    public register, from which missing entries are taken over as they were.

    A damaged register in the folder of the settings counts as answered for by the same: it stays
    as it is, for it may be another house's, and this store's is written anew.

    Raises:
        NotAllowed.
        RegisterBehind: the number is higher than what the store knows; the register is needed.
        UnusableFile: the text is no register, not of this store, or the register or the number is
            older than the store (``older_than_store``).
    """
    require(uow.actor, Act.PUBLISH)
    known = uow.releases.all()
    if text:
        public = releases_of(text, uow.actor.staff_id)
        if not _goes_on(public, known):
            raise UnusableFile("another_register")
        number = len(public)
        _take_over(public, known, uow)
        known = uow.releases.all()
    if number is None or number > len(known):
        raise RegisterBehind(len(known))
    if number < len(known):
        raise UnusableFile("older_than_store", str(number))
    uow.settings.put(RESTORED, "")
    if damaged := _damaged(uow, known):
        uow.settings.put(ANSWERED, damaged.get(FILE_NAME, ""))
    uow.audit.done("newest_release", clock.today(), str(number))
    uow.commit()
    if damaged and known:  # without releases there is nothing to tell, and no name of its own
        write_public(uow)
    return Changes(frozenset({Kind.RELEASES}))


def _take_over(
    public: Sequence[Release], known: Sequence[Release], uow: ReleasesUnitOfWork
) -> None:
    """Add the entries that the store lacks, and mark what was withdrawn since it was copied.

    Raises:
        UnusableFile: ``not_a_register``: a part of an entry cannot be used.
    """
    for told, own in zip(public, known, strict=False):
        if told.status is ReleaseStatus.WITHDRAWN and told.status is not own.status:
            uow.releases.set_status(replace(own, status=told.status))
    for release in public[len(known) :]:
        try:
            uow.releases.add(sound_release(release))
        except ValueError as error:
            raise UnusableFile("not_a_register") from error


def _damaged(uow: ReleasesUnitOfWork, known: Sequence[Release]) -> dict[str, str]:
    """Return the damaged registers in the folder of the settings: name → checksum."""
    folder = uow.settings.get(FOLDER)
    found = {}
    for path in _own_names(Path(folder), known) if folder else ():
        if path.is_file():
            data = _read(path)
            try:
                _releases_in(data, uow.actor.staff_id)
            except UnusableFile:
                found[path.name] = _checksum(data)
    return found


def _releases_in(data: bytes, by: StaffId) -> tuple[Release, ...]:
    """Return what :func:`releases_of` finds in the bytes of a file."""
    try:
        return releases_of(data.decode("utf-8-sig"), by)
    except UnicodeDecodeError as error:
        raise UnusableFile("not_a_register") from error


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableFile("unreadable", str(path)) from error
