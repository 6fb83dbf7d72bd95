"""What nobody foresaw goes to a scrubbed report."""

from __future__ import annotations

import datetime as dt
import platform
import sys
import traceback
from itertools import count
from pathlib import Path

from PySide6.QtCore import qVersion


class BugReports:
    """Writes what went wrong to a file: kinds and places in the code, never values.

    The text of an exception can hold what somebody typed, so only its class is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, error: BaseException) -> Path | None:
        """Write a report; None when not even that is possible."""
        lines = [
            "Felrapport från Familjecentral",
            f"dag {dt.date.today().isoformat()}",  # noqa: DTZ011 - the day on the machine
            f"python {platform.python_version()}, qt {qVersion()}, {sys.platform}",
        ]
        seen: BaseException | None = error
        while seen is not None:
            lines.append(type(seen).__name__)
            lines += [
                f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(seen.__traceback__)
            ]
            seen = seen.__cause__ or seen.__context__
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            names = (self._folder / f"felrapport-{number}.txt" for number in count(1))
            path = next(path for path in names if not path.exists())
            path.write_text("\n".join(lines) + "\n", "utf-8")
        except OSError:
            return None
        return path
