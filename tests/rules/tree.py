"""What the project consists of: its files, its Python modules and their syntax trees."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("familjecentral", "ui", "db", "resources")


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is, or would be, part of a commit.

    Without git (a copied folder on a bare machine) what .gitignore names is left out by hand.
    """
    command = ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"]
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        paths = [ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name]
    else:
        ignored = [
            line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
        ] + [".git"]
        paths = sorted(
            path
            for path in ROOT.rglob("*")
            if not any(
                fnmatch(part, pattern)
                for part in path.relative_to(ROOT).parts
                for pattern in ignored
            )
        )
    return tuple(path for path in paths if path.is_file())


def names() -> Iterator[tuple[str, Path]]:
    """Yield (path inside the project with slashes, file)."""
    for path in files():
        yield path.relative_to(ROOT).as_posix(), path


def text_of(path: Path) -> str | None:
    """Return the text of a file, or None for one that is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield (path inside the project, syntax tree) of the Python files below the folders."""
    for name, path in names():
        if name.endswith(".py") and name.startswith(tuple(f"{folder}/" for folder in folders)):
            yield name, ast.parse(path.read_text(encoding="utf-8"), filename=name)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield (last part of the called name, call) for every call in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield every literal text of a tree that is not a docstring or bare comment text."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node
