#!/usr/bin/env python3
"""The one command: sets everything up, then starts the program, its tests or its checks.

Standard library only, so that it runs before anything is installed. What is installed is
pinned with hashes; a set-up that was cut off is done again, never taken for whole.
Exit codes: 0 done · 1 tests or checks failed · 2 unusable call · 3 the environment stops it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "familjecentral.stamp"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
PINS = {"run": "requirements.txt", "test": "requirements-test.txt"}

USAGE = """Användning: python3 start.py [KOMMANDO]

  (inget)          gör i ordning allt och öppnar programmet på ett lager med exempeldata
  test [VAL …]     gör i ordning allt och kör testerna (VAL går vidare till pytest)
  check            stil, typer, importregler och installationspaket
  bench [VAL …]    mäter tider och skriver ut kvoter
  setup            gör bara i ordning"""

# What the window needs of a Debian system: shared library → package that brings it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# What the tests call beside it: program → package.
TOOLS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "convert": "imagemagick",
    "xwd": "x11-apps",
    "pdftotext": "poppler-utils",
}


class Stop(Exception):
    """Something outside the program has to be done first; carries the Swedish message."""


def say(text: str) -> None:
    """Print one message at once, so that it stands before the output of what is called."""
    print(text, flush=True)


def missing_packages(*, tests: bool) -> list[str]:
    """Return the Debian packages that bring what this system lacks, in a fixed order."""
    found: list[str] = []
    if not (PYTHON.exists() or importlib.util.find_spec("ensurepip")):
        found.append(f"python3.{sys.version_info.minor}-venv")
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            found.append(package)
    if tests:
        found += [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    return found


def prepare_system(*, tests: bool) -> None:
    """Install missing Debian packages when this user may, otherwise name the line to run.

    Raises:
        Stop: packages are missing and could not be installed.
    """
    if not sys.platform.startswith("linux"):
        return
    packages = missing_packages(tests=tests)
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise Stop(
            "Systemet saknar delar som programmet behöver. På Debian heter de:\n\n"
            f"    {names}\n\nInstallera motsvarande och kör sedan samma kommando igen."
        )
    rights = apt_rights()
    if rights is None:
        raise Stop(
            "Systemet saknar delar som programmet behöver. Kör den här raden (eller be er IT),\n"
            "och sedan samma kommando igen:\n\n"
            f"    sudo apt-get update && sudo apt-get install -y {names}"
        )
    say(f"Installerar systemdelar: {names}")
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for step in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        if subprocess.call([*rights, *environment, "apt-get", *step]) != 0:
            raise Stop(
                "Det gick inte att installera systemdelarna. Kontrollera nätet och kör:\n\n"
                f"    sudo apt-get update && sudo apt-get install -y {names}"
            )


def apt_rights() -> list[str] | None:
    """Return what to put before ``apt-get``, or None when this user may not install."""
    if os.geteuid() == 0:
        return []
    silent = ["sudo", "-n", "true"]
    if shutil.which("sudo") and subprocess.call(silent, stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def stamp_line(kind: str) -> str:
    """Return what the stamp says after a whole installation of ``kind`` for this tree."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in (PINS[kind], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return f"{kind} {digest.hexdigest()}"


def prepare_python(kind: str) -> None:
    """Make ``.venv`` hold the pinned packages of ``kind`` and the program itself.

    The stamp is taken away first and written last; a ``.venv`` without one is made anew.

    Raises:
        Stop: the virtual environment or its packages could not be made.
    """
    try:
        stamp = STAMP.read_text(encoding="utf-8").splitlines()
    except OSError:
        stamp = []
    wanted = stamp_line(kind)
    if wanted in stamp and PYTHON.exists():
        return
    if not stamp or not PYTHON.exists():
        say("Gör i ordning en egen Python-miljö i .venv …")
        shutil.rmtree(VENV, ignore_errors=True)
        if subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
            raise Stop("Det gick inte att skapa .venv. Läs raderna ovanför, rätta och försök igen.")
    STAMP.unlink(missing_ok=True)
    say("Hämtar och installerar programmets delar (första gången några minuter) …")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    # The pins are complete (tests/rules says so): pip has nothing to look for, and a release
    # that came out today cannot make it stumble over a package it is not to install.
    exact = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    pinned = [*pip, *exact, "-r", str(ROOT / PINS[kind])]
    # The build back end is among the pins, so the program itself needs nothing from outside.
    program = [*pip, "--no-deps", "--no-index", "--no-build-isolation", "-e", str(ROOT)]
    for step in (pinned, program):
        if subprocess.call(step, cwd=ROOT) != 0:
            raise Stop(
                "Delarna kunde inte installeras. Inget annat på datorn har ändrats.\n"
                "Kontrollera nätet och ledigt utrymme (1 GB) och kör samma kommando igen."
            )
    kinds = ("run", "test") if kind == "test" else ("run",)
    STAMP.write_text("".join(f"{stamp_line(k)}\n" for k in kinds), encoding="utf-8")


def run(*arguments: str) -> int:
    """Run the environment's Python with ``arguments`` in the project folder."""
    try:
        return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)
    except KeyboardInterrupt:
        return 130


def open_window() -> int:
    """Open the program on the demo store; returns its exit code.

    Raises:
        Stop: there is no screen to show it on.
    """
    linux = sys.platform.startswith("linux")
    if linux and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        raise Stop(
            "Allt är installerat, men här finns ingen skärm att visa fönstret på.\n"
            "Logga in på skrivbordet och kör samma kommando, eller sätt DISPLAY."
        )
    return run("-m", "familjecentral", "--demo")


def run_tests(arguments: list[str]) -> int:
    """Run pytest; without arguments the whole suite and the gate on covered rules."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Many tests start the program anew: each would translate all of its source again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if arguments:
        return run("-m", "pytest", *arguments)
    workers = str(max(2, min(os.cpu_count() or 2, 8)))
    parallel = ["-n", workers, "--dist", "worksteal"]
    return run("-m", "pytest", *parallel, "--cov", "--cov-report=term-missing:skip-covered")


def run_checks() -> int:
    """Run every check that is not a test; all of them, also when one fails."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = []
    for name, command in (
        ("stil", ["-m", "ruff", "check", "."]),
        ("form", ["-m", "ruff", "format", "--check", "."]),
        ("typer", ["-m", "mypy"]),
        ("importregler", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("installationspaket", ["-m", "tests.rules.wheel"]),
    ):
        say(f"== {name}")
        if run(*command) != 0:
            failed.append(name)
    say(f"Underkänt: {', '.join(failed)}" if failed else "Allt godkänt.")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Set up what the command needs and run it; returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the very check that tells the user
        say(f"Programmet behöver Python 3.11 eller senare. Här finns {sys.version.split()[0]}.")
        return 3
    command, rest = (arguments[0], arguments[1:]) if arguments else ("window", [])
    commands: dict[str, Callable[[], int]] = {
        "window": open_window,
        "setup": lambda: 0,
        "test": lambda: run_tests(rest),
        "check": run_checks,
        "bench": lambda: run("-m", "tests.benchmarks", *rest),
    }
    if command not in commands or (rest and command not in ("test", "bench")):
        say(USAGE)
        return 0 if command in ("-h", "--help") else 2
    tests = command in ("test", "check", "bench")
    try:
        prepare_system(tests=tests)
        prepare_python("test" if tests else "run")
        return commands[command]()
    except Stop as stop:
        say(f"\n{stop}\n")
        return 3
    except KeyboardInterrupt:
        say("\nAvbrutet. Kör samma kommando igen, så fortsätter det.")
        return 130


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
