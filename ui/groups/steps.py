"""Undo and redo of what was done to groups, for the window's one pair of keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from familjecentral.changes import Changes
    from ui.desk import Desk


def undo_step(desk: Desk, done: Callable[[Changes], None]) -> None:
    """Take the newest step of a group back."""
    from familjecentral.groups.steps import undo_group

    desk.ask(lambda uow: undo_group(desk.group_undo, uow, desk.clock, desk.ids), done)


def redo_step(desk: Desk, done: Callable[[Changes], None]) -> None:
    """Do the newest undone step of a group again."""
    from familjecentral.groups.steps import redo_group

    desk.ask(lambda uow: redo_group(desk.group_undo, uow, desk.clock, desk.ids), done)
