"""A guard against a reference-counting fault of PySide6 6.12 on Python 3.11."""

import sys


def hold_constants() -> None:
    """Keep ``None``, ``True`` and ``False`` alive however often Qt gives them away; call it before
    the first Qt object.

    PySide6 6.12.0 returns ``None`` without taking a reference (one lost for each call of a method
    without a result). From Python 3.12 on they are immortal and nothing happens; Python 3.11
    aborts with ``none_dealloc`` after about five thousand such calls. An abort with
    ``bool_dealloc`` was seen once, so the truth values are held as well. 6.11.3 is not affected.
    """
    if sys.version_info < (3, 12):
        import ctypes

        # The count is the first field of every object in a release build, as on Debian and Windows.
        for constant in (None, True, False):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40
