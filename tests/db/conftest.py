"""The store's own fixtures."""

import sys

from tests.fixtures_store import (
    clock,
    gate,
    open_as,
    store,
    store_path,
    store_template,
)

collect_ignore = ["test_modes.py"] if sys.platform == "win32" else []

__all__ = ["clock", "gate", "open_as", "store", "store_path", "store_template"]
