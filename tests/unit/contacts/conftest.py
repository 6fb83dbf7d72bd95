"""The real store beside the fake one."""

from tests.fixtures_store import clock, gate, store, store_path, store_template
from tests.unit.contacts.both import house

__all__ = ["clock", "gate", "house", "store", "store_path", "store_template"]
