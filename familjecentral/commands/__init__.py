"""The command line: one module a command, imported only when it is named.

A module has ``register(subparsers)``, which declares its arguments, and ``run(args)``, which
does the work and returns the exit code. Errors are left to ``__main__``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from familjecentral.errors import UnusableFile

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


@dataclass(frozen=True, slots=True)
class Command:
    """A command's module and the line that the overview shows for it."""

    module: str
    help: str


COMMANDS = {
    "protect": Command("familjecentral.commands.protect", "dölj små tal i tabeller"),
    "attack": Command("familjecentral.commands.attack", "försök räkna fram små tal ur filer"),
    "demo": Command("familjecentral.commands.demo", "fyll ett nytt lager med exempeldata"),
    "import": Command("familjecentral.commands.import_", "läs in en gammal logg"),
    "lock": Command("familjecentral.commands.lock", "lås månaderna i en period"),
    "report": Command("familjecentral.commands.report", "skriv eller fastställ en rapport"),
    "releases": Command("familjecentral.commands.releases", "visa och pröva utgåvorna"),
    "exchange": Command("familjecentral.commands.exchange", "lämna och ta emot signerade utgåvor"),
    "guard": Command("familjecentral.commands.guard", "leta efter personuppgifter i texter"),
    "plan": Command("familjecentral.commands.plan", "planera en termins grupper"),
    "verify": Command("familjecentral.commands.verify", "kontrollera att ett lager är helt"),
    "log": Command("familjecentral.commands.log", "visa vem som läste och ändrade vad"),
    "weed": Command("familjecentral.commands.weed", "gallra det som inte får finnas kvar"),
    "backup": Command("familjecentral.commands.backup", "skriv en säkerhetskopia"),
    "restore": Command("familjecentral.commands.restore", "återställ ett lager från en kopia"),
}

# argparse speaks English; these are the sentences that a wrong call can meet.
_SWEDISH = (
    (r"the following arguments are required: (.+)", r"argument saknas: {0}"),
    (r"unrecognized arguments: (.+)", r"okända argument: {0}"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"{0}: {1} går inte, välj {2}"),
    (r"argument (.+): expected one argument", r"{0}: ett värde saknas"),
    (r"argument (.+): expected at least one argument", r"{0}: minst ett värde saknas"),
    (r"argument (.+): not allowed with argument (.+)", r"{0} går inte ihop med {1}"),
    (r"argument (.+): ignored explicit argument (.+)", r"{0} tar inget värde"),
    (r"argument (.+): invalid (?:.+) value: (.+)", r"{0}: {1} är inte ett giltigt värde"),
    (r"one of the arguments (.+) is required", r"ett av argumenten {0} krävs"),
    (r"ambiguous option: (.+) could match (.+)", r"{0} är tvetydigt: {1}"),
)


class Parser(argparse.ArgumentParser):
    """argparse in Swedish. A wrong call ends with exit code 2."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self._positionals.title = "argument"
        self._optionals.title = "val"
        self.add_argument("-h", "--help", action="help", help="visa den här hjälpen")

    def error(self, message: str) -> NoReturn:
        for pattern, swedish in _SWEDISH:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                message = swedish.format(*match.groups())
                break
        self.exit(2, f"{self.format_usage()}{self.prog}: {message}\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Sequence[argparse.Action],  # type: ignore[override]
        groups: Sequence[argparse._MutuallyExclusiveGroup],  # type: ignore[override]
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "användning: ")


def add_command(subparsers: Subparsers, name: str) -> argparse.ArgumentParser:
    """Return the parser of a command, with the options that all commands have."""
    parser = subparsers.add_parser(name, description=COMMANDS[name].help.capitalize() + ".")
    parser.add_argument("--json", action="store_true", help="svara i JSON på standard ut")
    parser.add_argument("--lang", choices=("sv", "en"), default="sv", help="språk (sv)")
    return parser


def require_apart(written: Iterable[Path | None], used: Iterable[Path | None]) -> None:
    """Stop before an answer would be written over a file that the command uses.

    Args:
        written: where answers go. used: what is read, or must stay as it is. None: not given.

    Raises:
        UnusableFile: ``same_file``; nothing was written.
    """
    taken = {path.resolve() for path in used if path is not None}
    for path in written:
        if path is None:
            continue
        if path.resolve() in taken:
            raise UnusableFile("same_file", path.name)
        taken.add(path.resolve())


def shown_progress(share: float) -> None:
    """Show progress where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if share >= 1 else ""
        print(f"\r{share:4.0%}", end=end, file=sys.stderr, flush=True)


def threshold(text: str) -> int:
    """Read ``--threshold``: 3 to 10."""
    number = int(text)
    if not 3 <= number <= 10:
        raise ValueError
    return number
