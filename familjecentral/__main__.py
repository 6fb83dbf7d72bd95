"""Where the parts meet: the window without arguments, otherwise one command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from familjecentral.commands import COMMANDS, Parser
from familjecentral.errors import EnvironmentProblem, FamiljecentralError, UnusableFile

DONE, REFUSED, UNUSABLE, ENVIRONMENT = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without one, open the window.

    0 done, 1 refused, 2 unusable call or input, 3 environment. Answers go to standard output,
    sentences about errors to standard error.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments:
        return window()
    named = next((word for word in arguments if word in COMMANDS), None)
    parser = Parser(
        prog="familjecentral",
        description="Utan kommando öppnas fönstret.",
    )
    subparsers = parser.add_subparsers(
        title="kommandon", dest="command", metavar="KOMMANDO", prog="familjecentral", required=True
    )
    for name, command in COMMANDS.items():
        if name == named:
            import_module(command.module).register(subparsers)
        else:
            subparsers.add_parser(name, help=command.help)
    args = parser.parse_args(arguments)
    try:
        return int(import_module(COMMANDS[args.command].module).run(args))
    except FamiljecentralError as error:
        from familjecentral.commands.messages import sentence

        print(sentence(error, args.lang), file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        print("Avbrutet." if args.lang == "sv" else "Cancelled.", file=sys.stderr)
        return REFUSED


def exit_code(error: FamiljecentralError) -> int:
    """Return the exit code that tells a script what kind of error it was."""
    if isinstance(error, UnusableFile):
        return UNUSABLE
    return ENVIRONMENT if isinstance(error, EnvironmentProblem) else REFUSED


def window() -> int:
    """Open the window and return its exit code."""
    return int(import_module("ui.app").run_window())


if __name__ == "__main__":
    sys.exit(main())
