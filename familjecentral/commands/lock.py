"""``familjecentral lock``: lock the months of a period that are still open."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from familjecentral.clock import SystemClock, SystemIds
from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.commands.scope import add_scope_arguments, centre_named, period_named
from familjecentral.errors import UnusableFile

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers
    from familjecentral.releases.lock import PeriodState


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "lock")
    add_scope_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="lås utan att fråga")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Lock the period in one centre or in all; 0 when every month of it is locked."""
    from familjecentral.commands.reporting import declared_set
    from familjecentral.releases.lock import LockPeriod, lock_period, period_state

    period = period_named(args.period)
    with opened_store(args.store, args, store_gate()) as store:
        with store.unit_of_work() as uow:
            centre = centre_named(args.centre, uow.centres())
            state = period_state(period, centre, uow, SystemClock())
            declared = declared_set(uow.codes())
        if not state.is_locked and not args.yes and not _confirmed(str(period)):
            print("Inget låstes." if args.lang == "sv" else "Nothing was locked.", file=sys.stderr)
            return 1
        with store.unit_of_work() as uow:
            lock_period(
                LockPeriod(period, centre), uow, declared=declared, clock=SystemClock(),
                ids=SystemIds(),
            )  # fmt: skip
    print(_as_json(state) if args.json else _as_text(state))
    return 0


def _confirmed(period: str) -> bool:
    """Ask for the period to be typed: a lock cannot be undone.

    Raises:
        UnusableFile: nobody is there to be asked.
    """
    if not sys.stdin.isatty():
        raise UnusableFile("not_confirmed")
    print(f"Låsningen går inte att ångra. Skriv {period} för att låsa: ", end="", file=sys.stderr)
    sys.stderr.flush()
    return sys.stdin.readline().strip().upper() == period


def _as_text(state: PeriodState) -> str:
    if state.is_locked:
        return f"{state.period} var redan låst."
    months = ", ".join(str(month) for month in state.open_months)
    return f"{state.period} är låst. Nya låsta månader: {months}."


def _as_json(state: PeriodState) -> str:
    months = [str(month) for month in state.open_months]
    return json.dumps({"period": str(state.period), "locked_months": months}, ensure_ascii=False)
