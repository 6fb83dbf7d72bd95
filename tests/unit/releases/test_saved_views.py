"""Saved views: each person's own, by name, without a number."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import cast

import pytest

from familjecentral.access.model import Actor, CentreId, Role, StaffId
from familjecentral.commands.composition import guard
from familjecentral.errors import InvalidInput
from familjecentral.releases.saved_views import (
    MOST_VIEWS,
    SavedView,
    ViewsUnitOfWork,
    drop_view,
    list_views,
    save_view,
)
from familjecentral.statistics.projection import Compare, Pick

WHOLE_PICK = Pick(
    "11a", ("topic=sleep", "total"), ("level=universal",), Compare.BOTH, True, (("a", "b"),)
)


def own(kept: dict[str, str], number: int = 1) -> ViewsUnitOfWork:
    actor = Actor(
        StaffId(uuid.UUID(int=number)), frozenset({Role.READER}), CentreId(uuid.UUID(int=9))
    )
    settings = SimpleNamespace(get=kept.get, put=kept.__setitem__)
    made = SimpleNamespace(actor=actor, settings=settings, commit=lambda: None)
    return cast("ViewsUnitOfWork", made)


def test_a_view_comes_back_as_it_was_saved() -> None:
    """By name, in place of one of that name, and to nobody else."""
    kept: dict[str, str] = {}
    save_view(SavedView("  Mest  sedd ", Pick("3")), own(kept), guard())
    save_view(SavedView("Andelar", WHOLE_PICK), own(kept), guard())
    save_view(SavedView("mest sedd", Pick("4")), own(kept), guard())
    views = list_views(own(kept))
    assert views == (SavedView("Andelar", WHOLE_PICK), SavedView("mest sedd", Pick("4")))
    assert list_views(own(kept, 2)) == ()
    assert drop_view("Andelar", own(kept)) == views[1:]
    assert drop_view("Andelar", own(kept)) == views[1:]


@pytest.mark.parametrize("name", ["", "x" * 41, "191212121212"])
def test_a_name_is_short_and_nobodys(name: str) -> None:
    """The guard reads it as it reads every text."""
    kept: dict[str, str] = {}
    with pytest.raises(InvalidInput):
        save_view(SavedView(name, Pick("3")), own(kept), guard())
    assert kept == {}


def test_there_is_an_end_to_them() -> None:
    """A list that nobody can read helps nobody."""
    kept: dict[str, str] = {}
    for number in range(MOST_VIEWS):
        save_view(SavedView(f"Vy {number}", Pick("3")), own(kept), guard())
    with pytest.raises(InvalidInput, match="too_many"):
        save_view(SavedView("En till", Pick("3")), own(kept), guard())
    save_view(SavedView("Vy 3", Pick("5")), own(kept), guard())


@pytest.mark.parametrize("text", ["", "nonsense", "{}", '[{"name": 1}]', "[3]"])
def test_what_cannot_be_read_is_no_view(text: str) -> None:
    """An older or broken setting does not close the page."""
    kept = {f"staff.{uuid.UUID(int=1)}.views": text}
    assert list_views(own(kept)) == ()
