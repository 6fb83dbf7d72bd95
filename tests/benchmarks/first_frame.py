"""Process start to first painted frame, against a bare window with one label and the same font."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import ROUNDS, Figure, ratio

ROOT = Path(__file__).parents[2]
PAINTED = "painted"

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
for path in sys.argv[1:]:
    QFontDatabase.addApplicationFont(path)
app.setFont(QFont("Source Sans 3", 11))
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print("painted", time.time(), flush=True)
    app.quit()
window = Window()
window.setCentralWidget(QLabel("Familjecentral"))
window.resize(1280, 800)
window.show()
app.exec()
"""

OURS = """
import sys, time
from pathlib import Path
from familjecentral.commands import window
from ui.app import run_window
from PySide6.QtWidgets import QApplication
def painted():
    print("painted", time.time(), flush=True)
    QApplication.instance().quit()
store = Path(sys.argv[1]) if len(sys.argv) > 1 else None
sys.exit(run_window(window._gate, guard=window.guard, store=store, painted=painted))
"""


def measure() -> Iterator[Figure]:
    """Compare the first start and the unlock screen with a bare window."""
    fonts = [str(ROOT / "resources" / "fonts" / f"SourceSans3-{n}.ttf") for n in ("Regular",)]
    with tempfile.TemporaryDirectory() as home:
        store = Path(home) / "linden.fcdb"
        store.write_bytes(b"\0")
        sides = {"bare": (BARE, fonts), "first": (OURS, []), "unlock": (OURS, [str(store)])}
        times: dict[str, list[float]] = {name: [] for name in sides}
        for turn in range(ROUNDS + 1):
            for name, (code, arguments) in sides.items():
                taken = _painted(code, arguments, home)
                if turn:  # the first turn warms the disk's cache
                    times[name].append(taken)
    middle = {name: statistics.median(found) for name, found in times.items()}
    yield ratio("first frame: first start / bare window", middle["first"], middle["bare"], 1.5)
    yield ratio("first frame: unlock / bare window", middle["unlock"], middle["bare"], 1.5)


def _painted(code: str, arguments: list[str], home: str) -> float:
    """Return the seconds from the start of a process to its first painted frame."""
    environment = os.environ | {"HOME": home, "PYTHONPATH": str(ROOT)}
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    for line in done.stdout.splitlines():
        if line.startswith(PAINTED):
            return float(line.split()[1]) - begun
    raise RuntimeError(f"no frame was painted: {done.stderr[-500:]}")
