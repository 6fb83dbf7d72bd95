"""The walks use the real store."""

from tests.fixtures_store import clock, gate, open_as, store, store_path, store_template

__all__ = ["clock", "gate", "open_as", "store", "store_path", "store_template"]
