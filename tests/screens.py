"""Draws every page and dialog with sample data: ``python tests/screens.py --out DIR``.

Everything shown is invented. The store is a real one, made in a folder that goes away.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SCREEN = {"name": "screen", "x": 0, "y": 0, "width": 1920, "height": 1200}
_SCREEN |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
_CONFIG = Path(tempfile.mkdtemp()) / "screen.json"
_CONFIG.write_text(json.dumps({"screens": [_SCREEN]}), "utf-8")
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_CONFIG}"
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QLocale, QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.stage import Stage, make_sample
from ui.app import Dresser
from ui.preferences import Look, Preferences
from ui.refcount import hold_constants


@dataclass(frozen=True)
class View:
    """One way to look: its name, size in pixels, text size in per cent, scheme."""

    name: str
    width: int
    height: int
    text_size: int = 100
    scheme: str = "light"


VIEWS = (
    View("1280x800", 1280, 800),
    View("1440x900", 1440, 900),
    View("150", 1440, 900, text_size=150),
    View("mork", 1440, 900, scheme="dark"),
    View("960x600", 960, 600),
)


class Camera:
    """Saves pictures of a stage."""

    def __init__(self, stage: Stage, folder: Path, view: View) -> None:
        self.stage = stage
        self._folder = folder
        self._view = view

    def shoot(self, name: str, *, settled: bool = True) -> Path:
        """Save what the window shows, with the popup over it if one is open.

        ``settled``: wait first until nothing is under way; else what is seen meanwhile.
        """
        if settled:
            self.stage.settle()
        picture = self.stage.window.grab()
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if popup is not None:
            from PySide6.QtGui import QPainter

            place = popup.mapToGlobal(QPoint(0, 0)) - self.stage.window.mapToGlobal(QPoint(0, 0))
            painter = QPainter(picture)
            painter.drawPixmap(place, popup.grab())
            painter.end()
        path = self._folder / f"{name}-{self._view.name}.png"
        if not picture.save(str(path)):
            raise OSError(f"not written: {path}")
        return path

    def keep(self, name: str, image: QImage) -> None:
        """Save a picture that was drawn elsewhere, such as a printed page; once for all views."""
        path = self._folder / f"{name}.png"
        if not image.save(str(path)):
            raise OSError(f"not written: {path}")


def scenes() -> Iterator[tuple[str, Callable[[Camera], None]]]:
    """Yield the scenes, each with its own window."""
    from tests.ui import scenes as played

    yield from played.SCENES.items()


def draw(folder: Path, views: tuple[View, ...], only: str = "") -> list[Path]:
    """Draw all scenes in all views; return the pictures."""
    hold_constants()
    QLocale.setDefault(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
    app = QApplication.instance() or QApplication(["screens"])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        template = make_sample(Path(home), random.Random(7))
        dresser = Dresser(app, Preferences(Path(home) / "window.ini"))
        dresser.load_fonts()
        for view in views:
            for name, play in scenes():
                if only and only not in name:
                    continue
                preferences = Preferences(Path(home) / "window.ini")
                preferences.set_look(Look(view.scheme, view.text_size))  # type: ignore[arg-type]
                dresser.dress()
                stage = Stage(template, Path(home), preferences, app)
                stage.window.look_changed.connect(dresser.dress)
                stage.window.resize(view.width, view.height)
                play(Camera(stage, folder, view))
                stage.close()
                print(f"{name} {view.name}", flush=True)
    return sorted(folder.glob("*.png"))


def main() -> int:
    """Draw, say how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="part of a scene's name")
    parser.add_argument("--view", default="", help="name of one view")
    args = parser.parse_args()
    views = tuple(view for view in VIEWS if args.view in ("", view.name))
    pictures = draw(args.out, views, args.only)
    print(f"{len(pictures)} bilder")
    return 0


if __name__ == "__main__":
    sys.exit(main())
