"""Who opens which store: the arguments that commands share, and where a passphrase comes from."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from familjecentral.errors import UnusableFile
from familjecentral.gate import OpenedStore, StoreGate

PASSPHRASE_VARIABLE = "FAMILJECENTRAL_PASSPHRASE"  # noqa: S105 - a name


def add_passphrase_argument(parser: argparse.ArgumentParser) -> None:
    """Declare where the passphrase may come from; it is never an argument itself."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FIL",
        help=f"fil med lösenfrasen (annars {PASSPHRASE_VARIABLE} eller en fråga)",
    )


def add_user_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare who opens the store."""
    parser.add_argument("--user", metavar="NAMN", help="inloggningsnamn (annars en fråga)")
    add_passphrase_argument(parser)


@contextmanager
def opened_store(path: Path, args: argparse.Namespace, gate: StoreGate) -> Iterator[OpenedStore]:
    """Give the store open in the person's name, and close it after.

    Raises:
        UnusableFile: ``no_user``, ``no_passphrase``: nobody is there to be asked;
        and what opening a store raises.
    """
    user = args.user or _asked("Inloggningsnamn: ", "no_user")
    store = gate.open(path, user, passphrase(args))
    try:
        yield store
    finally:
        store.close()


def passphrase(args: argparse.Namespace) -> str:
    """Return the passphrase from the file, the environment or a question, in this order.

    Raises:
        UnusableFile: ``unreadable`` (the file), ``no_passphrase`` (nobody to ask).
    """
    found = given_passphrase(args)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise UnusableFile("no_passphrase")
    return getpass.getpass("Lösenfras: ")


def given_passphrase(args: argparse.Namespace) -> str | None:
    """Return the passphrase from the file or the environment, None if neither gives one.

    Raises:
        UnusableFile: ``unreadable``.
    """
    file: Path | None = args.passphrase_file
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableFile("unreadable", file.name) from error
    return os.environ.get(PASSPHRASE_VARIABLE)


def _asked(question: str, reason: str) -> str:
    if not sys.stdin.isatty():
        raise UnusableFile(reason)
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
