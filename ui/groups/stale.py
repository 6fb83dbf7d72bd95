"""Attendance and forms that somebody else filled in meanwhile: both versions, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from familjecentral.errors import StaleEdit
from familjecentral.groups.attendance import CountOnly, EnterRatings, MarkSeats
from familjecentral.groups.model import Mark
from ui.groups.grid import mark_words
from ui.groups.words import tr
from ui.versions import Line, VersionsDialog

if TYPE_CHECKING:
    from ui.groups.group_presenter import GroupPresenter

_COUNTED = ("present", "expected")


def attendance_dialog(
    error: StaleEdit, presenter: GroupPresenter, parent: QWidget
) -> VersionsDialog | None:
    """Return the dialog that settles squares, numbers or forms; None for other edits."""
    mine, theirs = error.mine, error.theirs
    if isinstance(mine, MarkSeats) and isinstance(theirs, Mapping):
        return _of_squares(mine, theirs, presenter, parent)
    if isinstance(mine, CountOnly) and isinstance(theirs, tuple):
        return _of_numbers(mine, theirs, presenter, parent)
    if isinstance(mine, EnterRatings) and (theirs is None or isinstance(theirs, int)):
        return _of_forms(mine, theirs, presenter, parent)
    return None


def _of_squares(
    mine: MarkSeats, theirs: Mapping[int, Mark | None], presenter: GroupPresenter, parent: QWidget
) -> VersionsDialog:
    words = mark_words()

    def word(mark: Mark | None) -> str:
        return words[mark] if mark else tr("inte ifylld")

    lines = [
        Line(f"seat_{n}", tr("Plats {n}").format(n=n), word(mine.marks[n]), word(theirs[n]))
        for n in sorted(theirs)
    ]
    title = tr("Någon annan fyllde i samma ruta.")
    dialog = VersionsDialog(title, lines, {line.key for line in lines}, parent)

    def settle(keys: frozenset[str]) -> None:
        chosen = {
            n: mark for n, mark in mine.marks.items() if n not in theirs or f"seat_{n}" in keys
        }
        if chosen:
            seen = {n: theirs.get(n, mine.seen.get(n)) for n in chosen}
            presenter.mark(mine.session_id, chosen, seen)

    dialog.chosen.connect(settle)
    return dialog


def _of_numbers(
    mine: CountOnly,
    theirs: tuple[int | None, int | None],
    presenter: GroupPresenter,
    parent: QWidget,
) -> VersionsDialog:
    names = dict(zip(_COUNTED, (tr("Närvarande"), tr("Av förväntade")), strict=True))
    pairs = dict(
        zip(_COUNTED, zip((mine.present, mine.expected), theirs, strict=True), strict=True)
    )
    lines = [
        Line(key, names[key], _word(own), _word(other))
        for key, (own, other) in pairs.items()
        if own != other
    ]
    title = tr("Någon annan skrev in ett antal.")
    dialog = VersionsDialog(title, lines, {line.key for line in lines}, parent)

    def settle(keys: frozenset[str]) -> None:
        present, expected = (
            own if key in keys or own == other else other for key, (own, other) in pairs.items()
        )
        if keys:
            presenter.count(mine.session_id, present or 0, expected, theirs)

    dialog.chosen.connect(settle)
    return dialog


def _of_forms(
    mine: EnterRatings, theirs: int | None, presenter: GroupPresenter, parent: QWidget
) -> VersionsDialog:
    line = Line("handed_out", tr("Utdelade formulär"), _word(mine.handed_out), _word(theirs))
    title = tr("Någon annan skrev in antalet formulär.")
    dialog = VersionsDialog(title, [line], {line.key}, parent)

    def settle(keys: frozenset[str]) -> None:
        chosen = mine.handed_out if keys else None  # None leaves the number that is kept
        presenter.rate(replace(mine, handed_out=chosen, seen=(theirs, theirs)))

    dialog.chosen.connect(settle)
    return dialog


def _word(number: int | None) -> str:
    return "–" if number is None else str(number)
