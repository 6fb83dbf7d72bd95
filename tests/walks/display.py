"""Runs a test a second time on a real X display (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run_on_x(test: str) -> None:
    """Run a test (``FILE::NAME``) with windows that an X server draws and gives the focus to."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        command = [sys.executable, "-m", "pytest", "-q", "--no-cov", "-p", "no:cacheprovider", test]
        try:
            done = subprocess.run(
                command,
                env=os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
                cwd=Path(__file__).parents[2],
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.terminate()
    assert done.returncode == 0, done.stdout[-3000:]
