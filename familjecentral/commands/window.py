"""Puts the window together: the way in, and the sample store that can be tried without risk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral import __version__

if TYPE_CHECKING:
    from familjecentral.gate import OpenedStore, StoreGate
    from familjecentral.privacy import Guard
    from ui.kit import ImportKit, PaperKit, ReportKit

SAMPLE_STORE = "exempeldata.fcdb"
SAMPLE_USER = "kurator1"
# Two years of a small house: enough for earlier columns, ready within a minute.
SAMPLE_CONTACTS, SAMPLE_YEARS = 1500, 2


def open_window(*, store: Path | None = None, sample: bool = False) -> int:
    """Open the window and return its exit code.

    Args:
        store: the store to unlock; None: the one opened last, or the first start.
        sample: go straight to the store of *Exempeldata*, made if it is not there.

    Raises:
        MissingLibrary: the system lacks a library that Qt needs.
    """
    try:
        from ui.app import run_window
    except ImportError as error:
        # The loader's message begins with the library's name: "libGL.so.1: cannot open …".
        library = str(error).partition(":")[0]
        if ".so" not in library and "DLL" not in str(error):
            raise
        from familjecentral.errors import MissingLibrary

        raise MissingLibrary(library) from error

    return run_window(
        _gate,
        guard=guard,
        store=store,
        sample=open_sample,
        sample_first=sample,
        report_kit=report_kit,
        import_kit=import_kit,
        paper_kit=paper_kit,
        version=__version__,
    )


def _gate() -> StoreGate:
    """Return the way in; imported after the first frame, not before."""
    from familjecentral.commands.composition import store_gate

    return store_gate()


def guard() -> Guard:
    """Return what finds personal data in texts; imported when one is typed, not before."""
    from familjecentral.commands import composition

    return composition.guard()


def report_kit() -> ReportKit:
    """Return the parts of a report; imported when somebody is let in, not before."""
    from familjecentral.commands import reporting

    return reporting


def import_kit() -> ImportKit:
    """Return the parts of an import; imported when somebody is let in, not before."""
    from familjecentral.commands import importing

    return importing


def paper_kit() -> PaperKit:
    """Return what writes sheets and calendars; imported when somebody is let in, not before."""
    from familjecentral.commands import paper

    return paper


def open_sample(progress: Callable[[float], None]) -> OpenedStore:
    """Return the sample store open as a counsellor; it is made the first time.

    Raises:
        Cancelled: by ``progress``; nothing is left behind.
        StoreLocked, StoreReadOnly, DiskFull.
    """
    from familjecentral.commands.demo import PASSPHRASE, make_demo
    from familjecentral.demo.plan import DemoParameters
    from ui.preferences import data_folder

    path = data_folder() / SAMPLE_STORE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        make_demo(path, DemoParameters(SAMPLE_CONTACTS, SAMPLE_YEARS), progress=progress)
    return _gate().open(path, SAMPLE_USER, PASSPHRASE)
