"""Which store, period and centre a command is about."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from familjecentral.access.model import Centre, CentreId
from familjecentral.calendar.periods import Period
from familjecentral.errors import UnusableFile


def add_scope_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare period, store and centre."""
    parser.add_argument("period", metavar="PERIOD", help="2026-Q3, 2026-H1, 2026, 2026-07 …")
    parser.add_argument("--store", type=Path, required=True, metavar="LAGER", help="NAMN.fcdb")
    parser.add_argument("--centre", metavar="C", help="en familjecentral (annars alla i lagret)")


def period_named(text: str) -> Period:
    """Return the period that an argument names.

    Raises:
        UnusableFile: ``not_a_period``.
    """
    try:
        return Period.parse(text)
    except ValueError as error:
        raise UnusableFile("not_a_period", text) from error


def centre_named(text: str | None, centres: Iterable[Centre]) -> CentreId | None:
    """Return the centre with this key or name; None when none was asked for.

    Raises:
        UnusableFile: ``no_such_centre``.
    """
    if text is None:
        return None
    wanted = text.casefold()
    for centre in centres:
        if wanted in (centre.key.casefold(), centre.name.casefold()):
            return centre.id
    raise UnusableFile("no_such_centre", text)
