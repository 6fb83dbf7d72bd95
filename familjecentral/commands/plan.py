"""``familjecentral plan``: a term of groups from a file, planned into a file."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.commands import add_command, require_apart
from familjecentral.export.ics import write_calendars
from familjecentral.groups.plan import Plan, to_json
from familjecentral.groups.planner import Progress, plan_term
from familjecentral.groups.problem_json import read_problem
from familjecentral.readers.parse import read_json
from familjecentral.whole import make_folder, write_whole

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "plan")
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="terminen som planeras")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PLAN.json", help="planen skrivs hit"
    )
    parser.add_argument(
        "--ics", type=Path, metavar="MAPP", help="kalenderfiler för ledare, lokaler och grupper"
    )
    parser.add_argument(
        "--seconds", type=_seconds, default=60.0, metavar="S", help="längsta tid i sekunder (60)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="slumpfrö (0)")


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 86_400:
        raise ValueError
    return number


def run(args: argparse.Namespace) -> int:
    """Plan the term; 0 if every group is planned, 1 if some group could not be."""
    require_apart((args.out,), (args.problem,))
    problem = read_problem(read_json(args.problem))
    swedish = args.lang == "sv"
    plan = plan_term(
        problem,
        seconds=args.seconds,
        seed=args.seed,
        on_progress=lambda progress: _tell(progress, swedish=swedish),
    )
    written = to_json(plan)
    make_folder(args.out.parent)
    write_whole(args.out, (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode())
    if args.ics is not None:
        make_folder(args.ics)
        write_calendars(args.ics, problem, plan, stamp=datetime.now().astimezone())
    if args.json:
        print(json.dumps(written, ensure_ascii=False))
    else:
        print(_summary(plan, swedish=swedish))
    for left in plan.unplanned:
        print(left.text, file=sys.stderr)
    return 1 if plan.unplanned else 0


def _tell(progress: Progress, *, swedish: bool) -> None:
    said = (
        f"{progress.planned} av {progress.total} grupper, {progress.objective} poäng"
        if swedish
        else f"{progress.planned} of {progress.total} groups, {progress.objective} points"
    )
    print(said, file=sys.stderr)


def _summary(plan: Plan, *, swedish: bool) -> str:
    planned, total = len(plan.groups), len(plan.groups) + len(plan.unplanned)
    if swedish:
        proved = ", bevisat bäst" if plan.proven_optimal else ""
        return f"Planerat {planned} av {total} grupper, {plan.total} poäng{proved}."
    proved = ", proven best" if plan.proven_optimal else ""
    return f"Planned {planned} of {total} groups, {plan.total} points{proved}."
