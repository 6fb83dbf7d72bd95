"""Choices of this computer's user: how it looks, and which store was opened last.

Nothing here says who works anywhere: it lies outside the encrypted store.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from familjecentral.synced import is_synced
from ui.widgets.theme import Scheme

TEXT_SIZES = (100, 110, 125, 150, 175, 200)
_SCHEMES: dict[str, Scheme] = {"system": "system", "light": "light", "dark": "dark"}


@dataclass(frozen=True, slots=True)
class Look:
    """Colour scheme, text size in per cent, and how the digits of the level field lie."""

    scheme: Scheme = "system"
    text_size: int = 100
    numeric_pad: bool = False


class Preferences:
    """Kept as a small file in the user's own folder."""

    def __init__(self, file: Path | None = None) -> None:
        """``file`` None: the usual place of the platform."""
        if file is None:
            place = QStandardPaths.writableLocation(
                QStandardPaths.StandardLocation.GenericConfigLocation
            )
            file = Path(place) / "familjecentral" / "window.ini"
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def look(self) -> Look:
        """Return how the window should look."""
        scheme = _SCHEMES.get(str(self._settings.value("look/scheme", "system")), "system")
        size = str(self._settings.value("look/text_size", "100"))
        digits = str(self._settings.value("look/digits", "telephone"))
        text_size = int(size) if size.isdigit() and int(size) in TEXT_SIZES else 100
        return Look(scheme, text_size, digits == "numeric_pad")

    def set_look(self, look: Look) -> None:
        """Keep how the window should look."""
        self._settings.setValue("look/scheme", look.scheme)
        self._settings.setValue("look/text_size", look.text_size)
        digits = "numeric_pad" if look.numeric_pad else "telephone"
        self._settings.setValue("look/digits", digits)
        self._settings.sync()

    def copy_folder(self) -> Path | None:
        """Return where the last copy of a store was written, if the folder can be reached."""
        text = str(self._settings.value("store/copies", ""))
        return Path(text) if text and Path(text).is_dir() else None

    def set_copy_folder(self, folder: Path) -> None:
        """Remember where copies are written."""
        self._settings.setValue("store/copies", str(folder))
        self._settings.sync()

    def last_store(self) -> Path | None:
        """Return the store that was opened last, if it is still there."""
        text = str(self._settings.value("store/last", ""))
        path = Path(text)
        return path if text and path.exists() else None

    def set_last_store(self, path: Path) -> None:
        """Remember the store that was opened."""
        self._settings.setValue("store/last", str(path))
        self._settings.sync()


def store_folder() -> Path:
    """Return where a new store is proposed: among the documents, unless these are kept in step
    with the cloud."""
    documents = documents_folder()
    synced = is_synced(documents, os.environ)
    return data_folder() if synced else documents / "Familjecentral"


def documents_folder() -> Path:
    """Return where files that the person chooses are looked for first."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place or Path.home())


def data_folder() -> Path:
    """Return the program's own folder, for error reports and the store of sample data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(place or Path.home()) / "familjecentral"
