"""The walks use the real store and the real window."""

from tests.fixtures_store import clock, gate, open_as, store, store_path, store_template
from tests.ui.conftest import dress, make_stage

__all__ = [
    "clock",
    "dress",
    "gate",
    "make_stage",
    "open_as",
    "store",
    "store_path",
    "store_template",
]
