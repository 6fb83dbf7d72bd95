"""A term of twelve groups laid up by keys alone, in an empty term of a furnished house."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.grouping import LEILA, make_groups
from tests.ui.stage import Stage

MOST_KEYS = 90
KINDS = (  # letters that find the programme, how many alike
    (("i",), "3"),
    (("a", "b", "c"), "2"),
    (("f",), "2"),
    (("t",), "2"),
    (("b", "a", "r", "n", "f"), "1"),
)


def by_keys(stage: Stage, *presses: str) -> int:
    return stage.keys(*presses)


def alike(stage: Stage, letters: tuple[str, ...], many: str) -> int:
    """Lay up several groups of one programme."""
    return by_keys(stage, "Ctrl+N", *letters, "Tab", many, "Return")


def with_series(stage: Stage, letters: tuple[str, ...], day: str, clock: str) -> int:
    """Lay up one group with its series: the letters, eight fields on, day and time."""
    return by_keys(stage, "Ctrl+N", *letters, *["Tab"] * 9, *day, "Tab", *clock, "Return")


def test_twelve_groups_take_at_most_ninety_keys(
    make_stage: Callable[..., Stage], tmp_path_factory: object
) -> None:
    """Several alike in one go, two with a whole series; every press is counted."""
    folder = tmp_path_factory.mktemp("termin")  # type: ignore[attr-defined]
    stage = make_stage(make_groups(folder, plans=()))
    stage.log_in(LEILA)
    pressed = by_keys(stage, "Ctrl+4", "Alt+Right")
    for letters, many in KINDS:
        pressed += alike(stage, letters, many)
    page = stage.window.shell.page
    assert sum(int(many) for _, many in KINDS) == 10
    assert len(page.model.rows) == 10
    assert page._presenter.term == "2027-VT"
    pressed += alike(stage, ("b", "i"), "2")
    assert len(page.model.rows) == 12
    assert pressed <= MOST_KEYS
    with stage.window.shell.desk.store.unit_of_work() as uow:
        kept = uow.groups.in_term("2027-VT")
    assert len({group.title for group in kept}) == 12
    assert all(group.values.sessions and group.seats for group in kept)


def test_one_group_with_its_series_is_laid_by_keys(
    make_stage: Callable[..., Stage], tmp_path_factory: object
) -> None:
    """What the calendar closes is left out without a question; the rest is asked about."""
    folder = tmp_path_factory.mktemp("serie")  # type: ignore[attr-defined]
    stage = make_stage(make_groups(folder, plans=()))
    stage.log_in(LEILA)
    by_keys(stage, "Ctrl+4", "Alt+Right")
    with_series(stage, ("t",), "19/1", "13")
    dialog = stage.window.findChild(object, "clash_dlg")
    assert dialog is not None  # neither room nor leaders yet: each session needs a decision
    for _ in dialog.lines:
        stage.keys("a", "a", "Return")  # accept, another leader takes over, next line
    stage.key("Ctrl+Return")
    with stage.window.shell.desk.store.unit_of_work() as uow:
        (group,) = uow.groups.in_term("2027-VT")
    assert len(group.course) == 8
    assert str(group.first_day) == "2027-01-19"
    assert all(session.accepted for session in group.course)
