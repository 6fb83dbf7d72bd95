"""Checks the wheel: builds it, installs it away from the sources, and starts it there.

Run by ``start.py check``. Prints what is wrong and returns 1. The new environment sees the
dependencies of the present one, and of the product only what the wheel brought.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("familjecentral", "ui", "db", "resources")
SOURCES = (*PACKAGES, "docs", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
WASTE = shutil.ignore_patterns("__pycache__", "*.py[cod]", ".*")

START = """
import importlib.metadata as metadata, pathlib, sys
import familjecentral, ui, db, resources
from familjecentral.installation import check_side_by_side
check_side_by_side()
here = pathlib.Path(sys.prefix).resolve()
for package in (familjecentral, ui, db, resources):
    assert here in pathlib.Path(package.__file__).resolve().parents, package.__file__
owners = metadata.packages_distributions()
for name in ("familjecentral", "ui", "db", "resources"):
    assert set(owners[name]) == {"familjecentral"}, (name, owners[name])
"""


def strangers(names: list[str]) -> list[str]:
    """Return the names in a wheel that are none of ours: nothing may come along by accident."""
    wrong = []
    for name in names:
        path = PurePosixPath(name)
        known = path.parts[0] in PACKAGES or path.parts[0].endswith(".dist-info")
        if not known or "__pycache__" in path.parts or "tests" in path.parts:
            wrong.append(name)
    return wrong


def missing(names: list[str], sources: Path) -> list[str]:
    """Return the files of the four packages that the wheel lacks."""
    files = (p for package in PACKAGES for p in (sources / package).rglob("*") if p.is_file())
    return sorted({p.relative_to(sources).as_posix() for p in files} - set(names))


def call(*command: str | Path, cwd: Path) -> int:
    """Run a command quietly in a folder; its output is shown only when it fails."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(cwd)}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    return done.returncode


def shows_window(command: tuple[str | Path, ...], work: Path) -> bool:
    """Start the program on a screen of its own and wait for its window (Linux)."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        display = f":{os.read(read, 16).decode().strip()}"
        environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(work),
        }
        program = subprocess.Popen([str(c) for c in command], cwd=work, env=environment)
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Familjecentral"]
        try:
            found = subprocess.run(
                search, env=environment, check=False, capture_output=True, timeout=120
            )
            return found.returncode == 0 and program.poll() is None
        except subprocess.TimeoutExpired:
            return False
        finally:
            program.terminate()
            program.wait(30)
    finally:
        os.close(read)
        server.terminate()
        server.wait(30)


def build(work: Path) -> Path:
    """Build the wheel from a copy of the sources and move the copy away."""
    sources = work / "sources"
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, sources / name, ignore=WASTE)
        else:
            sources.mkdir(exist_ok=True)
            shutil.copy2(source, sources / name)
    command = (
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        work,
        sources,
    )
    if call(*command, cwd=work) != 0:
        raise SystemExit("Paketet gick inte att bygga.")
    wheel = next(work.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    wrong, gone = strangers(names), missing(names, sources)
    if wrong or gone:
        raise SystemExit(f"Paketets innehåll är fel. För mycket: {wrong}. Saknas: {gone}.")
    shutil.rmtree(sources)
    return wheel


def main() -> int:
    """Build, install, start; returns 0 when all of it works."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        work = Path(folder)
        wheel = build(work)
        venv = work / "elsewhere"
        scripts = venv / ("Scripts" if os.name == "nt" else "bin")
        python = scripts / ("python.exe" if os.name == "nt" else "python")
        pip = (sys.executable, "-m", "pip", "-q", "--disable-pip-version-check")
        steps: list[tuple[str | Path, ...]] = [
            (sys.executable, "-m", "venv", "--without-pip", venv),
            (*pip, "--python", python, "install", "--no-deps", "--no-index", wheel),
        ]
        for step in steps:
            if call(*step, cwd=work) != 0:
                print("Paketet gick inte att installera.")
                return 1
        # A path line brings the dependencies; .pth files over there are not followed, so the
        # editable installation of the sources stays out of sight.
        inside = next(venv.rglob("site-packages"))
        inside.joinpath("dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
        for step in (
            (python, "-c", START),
            (scripts / "familjecentral", "--version"),
            (scripts / "familjecentral", "--help"),
            (python, "-m", "familjecentral", "--version"),
        ):
            if call(*step, cwd=work) != 0:
                print(f"Det installerade programmet startar inte: {step[-1]}")
                return 1
        if sys.platform == "linux" and not shows_window((scripts / "familjecentral-window",), work):
            print("Det installerade programmet visar inget fönster.")
            return 1
    print("Paketet innehåller rätt filer och startar utan källmapparna.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
