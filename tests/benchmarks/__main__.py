"""``python -m tests.benchmarks [NAME …]``: print the ratios; exit code 1 if a limit is missed."""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module

NAMES = (
    "first_frame",
    "saving",
    "ready",
    "counting",
    "pdf",
    "shown",
    "protection",
    "loss",
    "breaches",
    "guard",
    "planning",
    "importing",
    "calendar",
    "listing",
)


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all of them."""
    if unknown := [name for name in names if name not in NAMES]:
        print(f"no such benchmark: {unknown[0]}; there are {', '.join(NAMES)}")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    missed = 0
    for name in names or NAMES:
        begun = time.perf_counter()
        for figure in import_module(f"tests.benchmarks.{name}").measure():
            print(figure, flush=True)
            missed += not figure.holds
        print(f"  ({name}: {time.perf_counter() - begun:.0f} s)", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
