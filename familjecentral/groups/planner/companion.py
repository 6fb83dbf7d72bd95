"""More searches in processes of their own: other seeds on other cores, the best plan wins."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Collection
from multiprocessing.connection import Connection
from random import Random

from familjecentral.groups.planner.occupancy import Placed
from familjecentral.groups.planner.search import Search
from familjecentral.groups.planner.spec import make_specs
from familjecentral.groups.planner.term import Term
from familjecentral.groups.problem import Problem

Found = tuple[int, list[Placed | None]]
"""(objective, plan by position of the group)"""
MOST = 3
"""Companions at most: the person at the computer wants to go on working"""


class Companion:
    """Another process, seen from the first. Where none can be had, it tells of nothing."""

    def __init__(
        self, problem: Problem, left_out: Collection[int], seed: int, until: float
    ) -> None:
        """Start it; ``until`` by :func:`time.perf_counter`, which all processes share."""
        self._near: Connection | None = None
        self._process = None
        spawn = multiprocessing.get_context("spawn")  # a fork would copy the window's threads
        near, far = spawn.Pipe(duplex=False)
        process = spawn.Process(
            target=_accompany, args=(far, problem, tuple(left_out), seed, until), daemon=True
        )
        try:
            process.start()
        except OSError:  # too little memory, or forbidden here
            near.close()
        else:
            self._near, self._process = near, process
        finally:
            far.close()

    def heard(self) -> Found | None:
        """Return the last plan it told of since it was asked last."""
        found: Found | None = None
        while self._near is not None:
            try:
                if not self._near.poll():
                    break
                found = self._near.recv()
            except (EOFError, OSError):
                self.close()
        return found

    def close(self) -> None:
        """End it at once; nothing of it is needed any more."""
        if self._near is not None:
            self._near.close()
            self._near = None
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process.close()
            self._process = None


def companions_of(
    problem: Problem, left_out: Collection[int], seed: int, until: float
) -> list[Companion]:
    """Start a companion for every core to spare, each with a seed of its own."""
    count = min((os.cpu_count() or 1) - 1, MOST)
    return [Companion(problem, left_out, seed + 1 + i, until) for i in range(count)]


def _accompany(
    far: Connection, problem: Problem, left_out: tuple[int, ...], seed: int, until: float
) -> None:
    """Search until the time is out or the first process is gone; tell of every better plan."""
    began = time.perf_counter()
    term = Term(problem)
    rng = Random(seed)  # noqa: S311 - repeatable search, no secret
    search = Search(term, make_specs(term), left_out, rng)

    def passed() -> float:
        return (time.perf_counter() - began) / max(until - began, 0.001)

    def tell() -> None:
        far.send((search.best_cost, search.best))

    try:
        search.construct(lambda: False)
        tell()
        search.run_until(lambda: passed() > 1.0, tell, passed)
    except OSError:  # the first process is gone: there is nobody to search for
        pass
    finally:
        far.close()
