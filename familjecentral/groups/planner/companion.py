"""A second search in a process of its own: another seed on another core, the better plan wins."""

from __future__ import annotations

import multiprocessing
import os
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
ENDLESS = 10**9


class Companion:
    """The other process, seen from the first. Without one, everything here does nothing."""

    def __init__(self, problem: Problem, left_out: Collection[int], seed: int) -> None:
        """Start it. Where no process can be had, the first search goes on alone."""
        self._near: Connection | None = None
        self._process = None
        if (os.cpu_count() or 1) < 2:
            return
        spawn = multiprocessing.get_context("spawn")  # a fork would copy the window's threads
        near, far = spawn.Pipe()
        process = spawn.Process(
            target=_accompany, args=(far, problem, tuple(left_out), seed), daemon=True
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

    def tell(self, found: Found) -> None:
        """Give it a plan to go on from."""
        if self._near is not None:
            try:
                self._near.send(found)
            except OSError:
                self.close()

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


def _accompany(far: Connection, problem: Problem, left_out: tuple[int, ...], seed: int) -> None:
    """Search until the first process hangs up; tell of every better plan."""
    term = Term(problem)
    rng = Random(seed)  # noqa: S311 - repeatable search, no secret
    search = Search(term, make_specs(term), left_out, rng)
    told = problem.weights.unplanned * (len(problem.groups) + 1)

    def stop() -> bool:
        try:
            while far.poll():
                search.adopt(*far.recv())
        except (EOFError, OSError):
            return True
        return False

    def tell() -> None:
        nonlocal told
        if search.best_cost < told:
            told = search.best_cost
            far.send((search.best_cost, search.best))

    try:
        search.construct(stop)
        tell()
        search.run(stop, tell, ENDLESS, 0)
    except OSError:  # the first process is gone: there is nobody to search for
        pass
    finally:
        far.close()
