"""The window outlives more Qt calls than Python has references to ``None``."""

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject
from ui.refcount import hold_constants
hold_constants()
thing = QObject()
for _ in range(100_000):
    thing.setObjectName("x")
print("alive")
"""


def test_a_hundred_thousand_calls_without_result_do_no_harm():
    """A day's worth of Qt calls leaves the interpreter alive."""
    done = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr[:200]
