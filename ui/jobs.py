"""Work beside the window: one database thread, answers on the window's own thread.

Widgets and presenters never wait. Nothing here knows what the work is.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from familjecentral.errors import FamiljecentralError

T = TypeVar("T")
Failed = Callable[["FamiljecentralError"], None]


class Job:
    """One piece of work under way."""

    def __init__(self, done: Callable[[Any], None], failed: Failed) -> None:
        self.done = done
        self.failed = failed
        self.dropped = False
        self.stop_asked = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self.stop_asked = True

    def drop(self) -> None:
        """Let nobody hear of the outcome: whoever asked is gone."""
        self.dropped = True


class Jobs(QObject):
    """One thread for everything that touches the store, in the order in which it is asked."""

    busy_changed = Signal(bool)
    _finished = Signal(object, object, object)
    _moved = Signal(object, object)

    def __init__(self, report: Callable[[BaseException], object], parent: QObject) -> None:
        """``report`` gets what nobody foresaw, on the database thread."""
        super().__init__(parent)
        self._report = report
        self._under_way = 0
        self._executor: ThreadPoolExecutor | None = None
        self._beside: ThreadPoolExecutor | None = None
        self._long: Job | None = None

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> Job:
        """Do ``work`` on the database thread."""
        job = Job(done, failed)
        self._begin(job, work)
        return job

    def run_long(
        self,
        work: Callable[[Callable[[float], None]], T],
        done: Callable[[T], None],
        failed: Failed,
        moved: Callable[[float], None],
    ) -> Job:
        """Do work that reports its progress (0–1) and can be cancelled; then ``failed`` gets
        :class:`Cancelled`."""
        job = Job(done, failed)

        from familjecentral.errors import Cancelled

        def progress(share: float) -> None:
            if job.stop_asked:
                raise Cancelled
            self._moved.emit((job, moved), share)

        self._begin(job, lambda: work(progress))
        return job

    def run_beside(
        self,
        work: Callable[[Callable[[object], None], Callable[[], bool]], T],
        done: Callable[[T], None],
        failed: Failed,
        moved: Callable[[Any], None],
    ) -> Job:
        """Do work that needs no store on a thread of its own, so that saving goes on.

        ``work`` gets a function that takes what it has found so far (brought to ``moved``), and
        one that tells whether to stop; it then returns what it has.
        """
        job = Job(done, failed)
        if self._beside is None:
            from concurrent.futures import ThreadPoolExecutor

            self._beside = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._thread()
        self._long = job

        def found(what: object) -> None:
            self._moved.emit((job, moved), what)

        self._begin(job, lambda: work(found, lambda: job.stop_asked), self._beside)
        return job

    def _begin(
        self, job: Job, work: Callable[[], object], on: ThreadPoolExecutor | None = None
    ) -> None:
        self._under_way += 1
        if self._under_way == 1:
            # A collection on the database thread could take Qt objects apart there, which only
            # their own thread may do: there is none while that thread works.
            gc.disable()
            self.busy_changed.emit(True)
        future = (on or self._thread()).submit(work)
        future.add_done_callback(lambda ended: self._hand_over(job, ended))

    def _thread(self) -> ThreadPoolExecutor:
        """Return the one thread, begun with the first job: the first frame waits for neither."""
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            from PySide6.QtCore import Qt

            queued = Qt.ConnectionType.QueuedConnection
            self._finished.connect(self._on_finished, queued)
            self._moved.connect(self._on_moved, queued)
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="store")
        return self._executor

    def _hand_over(self, job: Job, ended: Future[Any]) -> None:
        """Bring the outcome to the window's thread."""
        from familjecentral.errors import Bug, FamiljecentralError

        if ended.cancelled():
            return
        error = ended.exception()
        if error is not None and not isinstance(error, FamiljecentralError):
            self._report(error)
            error = Bug("unforeseen")
        self._finished.emit(job, None if error else ended.result(), error)

    @Slot(object, object, object)
    def _on_finished(self, job: Job, result: object, error: object) -> None:
        self._under_way -= 1
        if self._under_way == 0:
            gc.enable()
            self.busy_changed.emit(False)
        if job.dropped:
            return
        if error is None:
            job.done(result)
        else:
            job.failed(cast("FamiljecentralError", error))

    @Slot(object, object)
    def _on_moved(self, whom: tuple[Job, Callable[[Any], None]], what: object) -> None:
        job, moved = whom
        if not job.dropped:
            moved(what)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._under_way > 0

    def close(self, last: Callable[[], None] | None = None) -> None:
        """Drop what waits, finish what runs, do ``last`` on the same thread, end the thread."""
        gc.disable()
        try:
            if self._beside is not None:
                if self._long is not None:
                    self._long.cancel()
                self._beside.shutdown(wait=True, cancel_futures=True)
            if last is not None:
                self._thread().submit(last)
            if self._executor is not None:
                self._executor.shutdown(wait=True, cancel_futures=last is None)
        finally:
            gc.enable()


class Scope:
    """The jobs of one page: when it goes, nobody answers it any more."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._mine: list[Job] = []

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> Job:
        """Do ``work`` on the database thread."""
        job = self._jobs.run(work, done, failed)
        self._mine = [*self._mine[-20:], job]
        return job

    def run_long(
        self,
        work: Callable[[Callable[[float], None]], T],
        done: Callable[[T], None],
        failed: Failed,
        moved: Callable[[float], None],
    ) -> Job:
        """Do work that reports its progress (0–1) and can be cancelled."""
        job = self._jobs.run_long(work, done, failed, moved)
        self._mine = [*self._mine[-20:], job]
        return job

    def run_beside(
        self,
        work: Callable[[Callable[[object], None], Callable[[], bool]], T],
        done: Callable[[T], None],
        failed: Failed,
        moved: Callable[[Any], None],
    ) -> Job:
        """Do work that needs no store on a thread of its own."""
        job = self._jobs.run_beside(work, done, failed, moved)
        self._mine = [*self._mine[-20:], job]
        return job

    def close(self) -> None:
        """Let all outcomes fall, and stop what would go on."""
        for job in self._mine:
            job.drop()
            job.cancel()
