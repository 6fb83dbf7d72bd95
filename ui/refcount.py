"""A guard against a reference-counting fault of PySide6 6.12 on Python 3.11."""

import sys


def hold_none() -> None:
    """Keep ``None`` alive however often Qt gives it away; call it before the first Qt object.

    PySide6 6.12.0 returns ``None`` without taking a reference (one lost for each call of a method
    without a result). From Python 3.12 on ``None`` is immortal and nothing happens; Python 3.11
    aborts with ``none_dealloc`` after about five thousand such calls. 6.11.3 is not affected.
    """
    if sys.version_info < (3, 12):
        import ctypes

        # The count is the first field of every object in a release build, as on Debian and Windows.
        ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40
