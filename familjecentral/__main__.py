"""Where the parts meet: the window without arguments, otherwise one command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO, TextIOWrapper
from multiprocessing import freeze_support
from pathlib import Path
from traceback import extract_tb

from familjecentral import __version__
from familjecentral.commands import COMMANDS, Parser
from familjecentral.errors import EnvironmentProblem, FamiljecentralError, UnusableFile
from familjecentral.installation import check_side_by_side

DONE, REFUSED, UNUSABLE, ENVIRONMENT = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without one, open the window.

    0 done, 1 refused, 2 unusable call or input, 3 environment. Answers go to standard output,
    sentences about errors to standard error.
    """
    for stream in (sys.stdout, sys.stderr):  # None where there is no console
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console lacks some of the signs
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments == ["--demo"]:
        return _guarded(lambda: window(sample=bool(arguments)), "sv")
    named = next((word for word in arguments if word in COMMANDS), None)
    parser = Parser(
        prog="familjecentral",
        description="Utan kommando öppnas fönstret.",
    )
    subparsers = parser.add_subparsers(
        title="kommandon", dest="command", metavar="KOMMANDO", prog="familjecentral", required=True
    )
    parser.add_argument("--version", action="version", version=f"Familjecentral {__version__}")
    parser.add_argument("--demo", action="store_true", help="öppna fönstret på exempeldata")
    for name, command in COMMANDS.items():
        if name == named:
            import_module(command.module).register(subparsers)
        else:
            subparsers.add_parser(name, help=command.help)
    args = parser.parse_args(arguments)
    run = import_module(COMMANDS[args.command].module).run
    return _answered(lambda: _guarded(lambda: int(run(args)), args.lang), args.lang)


def _answered(act: Callable[[], int], language: str) -> int:
    """Return what ``act`` returns, and write its answer when it is over: a reader that has gone
    or a full disk never stops a command half-way."""
    answer = StringIO()
    with redirect_stdout(answer):
        code = act()
    try:
        print(answer.getvalue(), end="", flush=True)
    except OSError as error:
        # What is left in the buffer would be tried, and fail, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader has heard enough
            return code
        said = (
            "Kommandot är utfört, men svaret gick inte att skriva."
            if language == "sv"
            else "The command is done, but its answer could not be written."
        )
        print(said, file=sys.stderr)
        return ENVIRONMENT
    return code


def _guarded(act: Callable[[], int], language: str) -> int:
    """Return what ``act`` returns; turn what it raises into a sentence and an exit code."""
    try:
        check_side_by_side()
        return act()
    except FamiljecentralError as error:
        from familjecentral.commands.messages import sentence

        print(sentence(error, language), file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        print("Avbrutet." if language == "sv" else "Cancelled.", file=sys.stderr)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - its text could hold content of rows
        step = extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__}, {Path(step.filename).name}:{step.lineno}"
        said = "Internt fel" if language == "sv" else "Internal error"
        print(f"{said} ({place}).", file=sys.stderr)
        return REFUSED


def exit_code(error: FamiljecentralError) -> int:
    """Return the exit code that tells a script what kind of error it was."""
    if isinstance(error, UnusableFile):
        return UNUSABLE
    return ENVIRONMENT if isinstance(error, EnvironmentProblem) else REFUSED


def window(*, sample: bool = False) -> int:
    """Open the window and return its exit code; with ``sample``, on *Exempeldata*."""
    return int(import_module("familjecentral.commands.window").open_window(sample=sample))


if __name__ == "__main__":
    freeze_support()  # in a frozen program the planner's second process comes this way
    sys.exit(main())
