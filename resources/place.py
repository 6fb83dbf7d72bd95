"""Where the files of this package lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

# Wheels are always unpacked, and ``importlib.resources`` costs as much to import as all the rest
# of this package before the first window is painted.
ROOT: Final = Path(__file__).parent


def read_text(name: str) -> str:
    """Return a text file of the package; ``name`` is its path with forward slashes."""
    return (ROOT / name).read_text("utf-8")


def read_toml(name: str) -> dict[str, Any]:
    """Return a TOML file of the package as plain values."""
    import tomllib  # late: the unlock screen needs fonts and icons only

    return tomllib.loads(read_text(name))
