"""A thousand random histories, published and attacked through files."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.stories import live, story

HISTORIES = 1000


def measure() -> Iterator[Figure]:
    """Count histories in which the attack finds a small number."""
    breaches = published = refused = hidden = longest = 0
    for seed in range(HISTORIES):
        told = story(seed)
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as quiet:
            quiet.enter_context(contextlib.redirect_stdout(io.StringIO()))
            quiet.enter_context(contextlib.redirect_stderr(io.StringIO()))
            ended = live(told, Path(folder))
        breaches += ended.code != 0
        published += ended.published
        refused += ended.refused
        hidden += ended.hidden
        longest = max(longest, ended.published)
    note = (
        f"{HISTORIES} histories, {published} releases (up to {longest} in one), "
        f"{refused} refused, {hidden} hidden cells"
    )
    yield Figure("histories with a breach", breaches, 0, note)
