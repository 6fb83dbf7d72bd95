"""A dressed application and a window on a real store, for every test of the window."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import Sample, Stage, make_sample
from ui.app import Dresser
from ui.preferences import Look, Preferences


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with invented rows."""
    return make_sample(tmp_path_factory.mktemp("sample"), random.Random(7))


@pytest.fixture(scope="session")
def empty_sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store without rows."""
    return make_sample(tmp_path_factory.mktemp("empty"), random.Random(7), rows=0)


@pytest.fixture
def dress(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Preferences]]:
    """Return a function that gives the application a look and returns where it is kept."""
    preferences = Preferences(tmp_path / "window.ini")
    dresser = Dresser(qapp, preferences)
    dresser.load_fonts()

    def wear(**look: object) -> Preferences:
        preferences.set_look(Look(**look))  # type: ignore[arg-type]
        dresser.dress()
        return preferences

    yield wear
    preferences.set_look(Look())
    dresser.dress()


@pytest.fixture
def make_stage(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, dress: Callable[..., Preferences]
) -> Iterator[Callable[..., Stage]]:
    """Return a function that puts a window on a copy of a store."""
    made: list[Stage] = []

    def make(
        store: Sample | None, *, width: int = 1440, height: int = 900, **look: object
    ) -> Stage:
        stage = Stage(store, tmp_path, dress(**look), qapp)
        stage.window.resize(width, height)
        made.append(stage)
        return stage

    yield make
    for stage in made:
        stage.close()


@pytest.fixture
def stage(make_stage: Callable[..., Stage], sample: Sample) -> Stage:
    """Return a window on a store with rows, unlocked by the first user."""
    opened = make_stage(sample)
    opened.log_in()
    return opened


@pytest.fixture
def empty_stage(make_stage: Callable[..., Stage], empty_sample: Sample) -> Stage:
    """Return a window on a store without rows, unlocked by the first user."""
    opened = make_stage(empty_sample)
    opened.log_in()
    return opened
