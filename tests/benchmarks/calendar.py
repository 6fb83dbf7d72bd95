"""Dragging in a term of 60 groups × 12 sessions: a repaint, and the clash marks of a move."""

from __future__ import annotations

import datetime as dt
import os
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from familjecentral.groups.model import SessionId
from familjecentral.groups.series import Move, move_session
from tests.benchmarks.figures import ROUNDS, Figure, seconds
from tests.unit.ui.calendar_terms import TODAY, big_term
from ui.calendar.cells import GridData, term_grid, week_grid
from ui.calendar.draft import Draft
from ui.calendar.grid import CalendarGrid
from ui.refcount import hold_constants
from ui.widgets.theme import LIGHT, palette_for

REPAINT_MS, MARKS_MS = 33.0, 100.0
SIZE = 1400, 860


def measure() -> Iterator[Figure]:
    """Repaint week and term while a card is in the air; mark clashes of a move."""
    hold_constants()
    app = QApplication.instance() or QApplication(["calendar"])
    assert isinstance(app, QApplication)
    app.setPalette(palette_for(LIGHT))
    draft = Draft(big_term())
    period = dt.date(2026, 8, 1), dt.date(2026, 12, 31)
    grids = {
        "week by room": week_grid(draft, dt.date(2026, 9, 28), "room", TODAY),
        "term by group": term_grid(draft, *period, "group", TODAY, "Grupp"),
    }
    for name, grid in grids.items():
        ours, whole, baseline = _repaint(grid)
        note = f"empty cells {baseline:.1f} ms"
        yield Figure(f"repaint while dragging, {name}, ms", ours, REPAINT_MS, note)
        yield Figure(f"repaint while dragging / empty cells, {name}", ours / baseline)
        yield Figure(f"whole repaint, {name}, ms", whole, REPAINT_MS, note)
    yield from _marks(draft, grids["week by room"])
    del app


def _median(act: Callable[[], object]) -> float:
    act()
    return statistics.median(seconds(act) for _ in range(ROUNDS)) * 1000


def _repaint(grid: GridData) -> tuple[float, float, float]:
    """Return milliseconds of a repaint with a card lifted, without, and with empty cells."""
    view = CalendarGrid(lambda card, origin, to: "Lokalen upptagen")
    view.resize(*SIZE)
    view.show()
    view.show_grid(grid)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    whole = _median(lambda: view.viewport().render(image))
    view.lift()
    lifted = view.lifted
    assert lifted is not None
    view.hover(replace(lifted.target, column=lifted.target.column + 1))
    assert view.viewport().width() > 1000
    ours = _median(lambda: view.viewport().render(image))
    empty = replace(
        grid, rows=tuple(replace(row, cells=tuple(() for _ in row.cells)) for row in grid.rows)
    )
    bare = CalendarGrid(lambda card, origin, to: "")
    bare.resize(*SIZE)
    bare.show()
    bare.show_grid(empty)
    return ours, whole, _median(lambda: bare.viewport().render(image))


def _marks(draft: Draft, grid: GridData) -> Iterator[Figure]:
    """Time the marks under a hovering card, those after it is put down, and judging anew."""
    card = next(c for row in grid.rows for cell in row.cells for c in cell if c.moves)
    assert card.group_id is not None
    group = draft.now.groups[card.group_id]
    days = iter(range(1, 1000))

    def moved() -> None:
        day = card.day + dt.timedelta(days=next(days) % 4)
        draft.put([move_session(group, SessionId(card.id), Move(day=day, start=card.start + 15))])

    def hover() -> None:
        day = card.day + dt.timedelta(days=next(days) % 4)
        draft.preview(move_session(group, SessionId(card.id), Move(day=day)), SessionId(card.id))

    def shown() -> None:
        moved()
        week_grid(draft, dt.date(2026, 9, 28), "room", TODAY)

    whole = _median(lambda: Draft(draft.saved))
    hovering = _median(hover)
    put = _median(shown)
    yield Figure("clash marks under a hovering card, ms", hovering, MARKS_MS)
    yield Figure("clash marks after a move, ms", put, MARKS_MS)
    yield Figure("a move / judging the whole term anew", put / whole, None, f"{whole:.1f} ms")
