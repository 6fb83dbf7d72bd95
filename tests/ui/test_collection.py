"""Qt objects are taken apart by the window's own thread and no other."""

from __future__ import annotations

import gc
from collections.abc import Callable

from tests.ui.stage import Sample, Stage


def test_nothing_is_collected_on_the_database_thread(
    make_stage: Callable[..., Stage], empty_sample: Sample
) -> None:
    """While it works the collector is off; afterwards it is on again."""
    stage = make_stage(empty_sample)
    seen: list[bool] = []
    stage.jobs.run(gc.isenabled, seen.append, lambda error: None)
    stage.settle()
    assert seen == [False]
    assert gc.isenabled()
    stage.jobs.close()
    assert gc.isenabled()
