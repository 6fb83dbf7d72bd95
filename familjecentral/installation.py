"""Makes sure that the program's packages come from one installation.

Their names are short (``ui``, ``db``), so another package of the same name can come first on
the path; the window would then show one program's face on another's store.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

from familjecentral.errors import MixedInstallation

PACKAGES = ("familjecentral", "ui", "db", "resources")


def check_side_by_side(find: Callable[[str], ModuleSpec | None] = find_spec) -> None:
    """Check, without importing them, that the four packages lie in the same folder.

    Raises:
        MixedInstallation: names those that are missing or come from somewhere else.
    """
    folders = {name: _folder(find(name)) for name in PACKAGES}
    home = folders["familjecentral"]
    strangers = tuple(name for name in PACKAGES if home is None or folders[name] != home)
    if strangers:
        raise MixedInstallation(strangers)


def _folder(spec: ModuleSpec | None) -> Path | None:
    """Return the folder that holds a package, or None for one without ``__init__.py``."""
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).resolve().parent.parent
