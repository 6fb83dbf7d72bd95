"""Tables written as text, read as the product reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from familjecentral.disclosure.table import TableSet
from familjecentral.readers.tables_csv import read_hierarchy, read_tables


@pytest.fixture
def tables(tmp_path: Path) -> Callable[..., TableSet]:
    """Return a function that reads CSV text (rows parted by spaces) and inner codes."""

    def read(text: str, **inner: dict[str, list[str]]) -> TableSet:
        path, codes = tmp_path / "t.csv", tmp_path / "h.json"
        path.write_text("\n".join(text.split()), encoding="utf-8")
        codes.write_text(json.dumps(inner), encoding="utf-8")
        return read_tables(path, hierarchy=read_hierarchy(codes)).tables

    return read
