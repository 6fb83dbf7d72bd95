"""The guard with the product's word lists, made once."""

from __future__ import annotations

import pytest

from familjecentral.commands import composition
from familjecentral.privacy import Guard


@pytest.fixture(scope="session")
def guard() -> Guard:
    return composition.guard()
