"""Two houses and a municipality that share no store, each at its own command line.

Run as a program it is one of them at work, killed at a moment (see ``test_apart.py``).
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from familjecentral import __main__ as program
from familjecentral.calendar.periods import Period
from tests.factories import PASSPHRASE, FixedClock, staff
from tests.fixtures_store import make_gate

Q1 = Period.parse("2026-Q1")
SOUTH, NORTH, TOWN = range(3)
HOUSES = ("Södra huset", "Norra huset", "Kommunen")
_WITH_STORE = ("report", "releases", "exchange")
_WITH_CLOCK = ("report", "knowing", "exchange")


@dataclass(frozen=True)
class Apart:
    """The folder of the stores, and the clock that all of them see."""

    folder: Path
    clock: FixedClock

    def at_hand(self, put: Callable[[object, str, object], None]) -> None:
        """Let the commands use this clock and keys that cost nothing."""
        for name in _WITH_STORE:
            put(import_module(f"familjecentral.commands.{name}"), "store_gate", make_gate)
        for name in _WITH_CLOCK:
            put(import_module(f"familjecentral.commands.{name}"), "SystemClock", lambda: self.clock)
        os.environ["FAMILJECENTRAL_PASSPHRASE"] = PASSPHRASE

    def store(self, place: int) -> Path:
        return self.folder / f"hus{place}.fcdb"

    def out(self, place: int) -> Path:
        return self.folder / f"ut{place}"

    def call(self, place: int, *words: object) -> tuple[int, str, str]:
        """Return what a command on one of the stores ends with."""
        return self.run(*words, "--store", self.store(place), "--user", staff().login_name)

    def run(self, *words: object) -> tuple[int, str, str]:
        """Return the exit code of a command, and what it said on either stream."""
        said, refused = io.StringIO(), io.StringIO()
        with redirect_stdout(said), redirect_stderr(refused):
            try:
                code = program.main([str(word) for word in words])
            except SystemExit as left:
                code = int(left.code or 0)
        return code, said.getvalue(), refused.getvalue()

    def done(self, place: int, *words: object) -> str:
        """Return the answer of a command that does what it is asked to."""
        code, said, refused = self.call(place, *words)
        assert code == 0, refused
        return said

    def key(self, place: int) -> tuple[str, str]:
        """Return a store's public key and its fingerprint."""
        key, fingerprint = self.done(place, "exchange", "key").split()
        return key, fingerprint

    def publish(self, place: int) -> None:
        self.done(place, "report", Q1, "--out", self.out(place), "--format", "csv", "--publish")

    def send(self, place: int, number: int = 1) -> Path:
        """Write the signed file of a release."""
        self.done(place, "exchange", "export", number, "--out", self.out(place))
        return self.out(place) / f"utgava-{number}.fcutgava.json"

    def believe(self, place: int, other: int, file: Path) -> None:
        told = ("--name", HOUSES[other], "--fingerprint", self.key(other)[1])
        self.done(place, "exchange", "partner", file, *told)

    def join(self, place: int) -> tuple[int, str, str]:
        words = ("exchange", "joint", Q1, "--out", self.out(place), "--format", "csv")
        return self.call(place, *words)


def work(at: Apart) -> None:
    """Publish, take the neighbour's file in, and report together; what is done stays done."""
    code, _, refused = at.call(
        SOUTH, "report", Q1, "--out", at.out(SOUTH), "--format", "csv", "--publish"
    )
    if code:
        assert "redan fastställd" in refused, refused
        at.done(SOUTH, "releases", "write", 1, "--out", at.out(SOUTH), "--format", "csv")
    at.send(SOUTH)
    sent = at.out(NORTH) / "utgava-1.fcutgava.json"
    code, _, refused = at.call(SOUTH, "exchange", "import", sent)
    if code == 1:
        at.believe(SOUTH, NORTH, sent)
        code, _, refused = at.call(SOUTH, "exchange", "import", sent)
    assert code == 0 or "redan inläst" in refused, refused
    code, _, refused = at.join(SOUTH)
    assert code == 0, refused


class Moments:
    """Counts what changes a store or puts a file into place; dies before or after one of them."""

    def __init__(self, last: int) -> None:
        self.seen, self._last = 0, last

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **more: Any) -> Any:
            self._pass()
            found = act(*given, **more)
            self._pass()
            return found

        return counted

    def _pass(self) -> None:
        self.seen += 1
        if self.seen == self._last:
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def main(folder: str, last: str) -> None:
    """Do the work of the first house and say how many moments it had, or die at one."""
    from db.unit_of_work import SqlUnitOfWork

    moments = Moments(int(last))
    at = Apart(Path(folder), FixedClock())
    at.at_hand(setattr)
    SqlUnitOfWork.commit = moments.around(SqlUnitOfWork.commit)  # type: ignore[method-assign]
    Path.replace = moments.around(Path.replace)  # type: ignore[method-assign]
    work(at)
    print(moments.seen)


if __name__ == "__main__":
    main(*sys.argv[1:])
