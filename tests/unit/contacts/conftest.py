"""The real store beside the fake one."""

from tests.fixtures_store import clock, gate, store, store_path, store_template

__all__ = ["clock", "gate", "store", "store_path", "store_template"]
