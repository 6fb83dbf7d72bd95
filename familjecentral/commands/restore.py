"""``familjecentral restore``: a store and its keys back from a copy, under a new name."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from db.backup import unpack
from db.files import keys_path, move_into_place, typed_os_errors
from familjecentral.access.keeping import verify_store
from familjecentral.clock import SystemClock
from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.demo import ENDING
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.errors import StoreDamaged, StoreExists, UnusableFile
from familjecentral.releases.public import note_restored

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "restore")
    parser.add_argument("copy", type=Path, metavar="KOPIA", help="NAMN.fcbackup")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="LAGER", help="lagret som görs, NAMN.fcdb"
    )
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Put the store back; 0 when it opens, is whole and lies in its place."""
    if args.out.suffix != ENDING:
        raise UnusableFile("not_a_store_name", args.out.name)
    with (
        _unpacked(args.copy, args.out) as making,
        opened_store(making, args, store_gate()) as store,
    ):
        if verify_store(store):
            raise StoreDamaged("the copy is not whole")
        with store.unit_of_work() as uow:
            note_restored(uow, SystemClock())
    if args.json:
        print(json.dumps({"store": str(args.out)}, ensure_ascii=False))
    else:
        print(f"Lagret är återställt: {args.out}")
        print(
            "Ingen period kan ges ut förrän en chef har angett numret på den senaste utgåvan, på"
            " Kvartalsrapport eller med familjecentral releases newest."
        )
    return 0


@contextmanager
def _unpacked(copy: Path, path: Path) -> Iterator[Path]:
    """Give the store of a copy in a folder of its own, and move it into place when all is done.

    Raises:
        StoreExists, StoreDamaged, DiskFull, StoreReadOnly; UnusableFile: there is no such copy.
    """
    if not copy.is_file():
        raise UnusableFile("unreadable", copy.name)
    if path.exists() or keys_path(path).exists():
        raise StoreExists("a file is there")
    folder = path.with_name(f".{path.stem}-aterstalls")
    making = folder / path.name
    shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
    try:
        with typed_os_errors():
            folder.mkdir(mode=0o700, parents=True)
            unpack(copy, making)
        yield making
        with typed_os_errors():
            move_into_place(keys_path(making), keys_path(path))
            move_into_place(making, path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
