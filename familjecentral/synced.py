"""Folders that are copied to the cloud while somebody writes in them.

A store's journal does not stand that: the copies of store and journal are of different moments.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# OneDrive names its folders, private and of the employer, in the environment of Windows.
_NAMES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def is_synced(path: Path, environment: Mapping[str, str]) -> bool:
    """Tell whether a path lies in a folder that OneDrive keeps in step; others are not known."""
    folders = (environment.get(name, "") for name in _NAMES)
    return any(folder and path.is_relative_to(folder) for folder in folders)
