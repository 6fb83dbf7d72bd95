"""*Sparad vy*: what of a table somebody looks at often. Each person's own; it holds no number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from familjecentral.access.model import Act, Actor, require
from familjecentral.access.store import SettingsStore
from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.privacy import Reads
from familjecentral.releases.outside import checked_text
from familjecentral.statistics.projection import Compare, Pick

LONGEST_VIEW_NAME = 40
MOST_VIEWS = 30


@dataclass(frozen=True, slots=True)
class SavedView:
    """A part of a table under a name; it can be looked at in every period."""

    name: str
    pick: Pick


class ViewsUnitOfWork(Protocol):
    """The part of the unit of work that saved views use."""

    @property
    def actor(self) -> Actor: ...
    @property
    def settings(self) -> SettingsStore: ...
    def commit(self) -> None: ...


def list_views(uow: ViewsUnitOfWork) -> tuple[SavedView, ...]:
    """Return the actor's own views by name; none where what was kept cannot be read.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_RELEASED)
    try:
        kept = json.loads(uow.settings.get(_key(uow.actor)) or "[]")
        return tuple(SavedView(item["name"], _pick(item["pick"])) for item in kept)
    except (ValueError, KeyError, TypeError):
        return ()


def save_view(
    view: SavedView, uow: ViewsUnitOfWork, guard: Reads, *, confirmed: bool = False
) -> tuple[SavedView, ...]:
    """Keep a view, in place of one with the same name, and return all of them. ``confirmed``: the
    name looked like somebody's, and is nobody's.

    Raises:
        NotAllowed. InvalidInput: no name, a name that is too long or has personal data, or more
            than 30 views.
    """
    name = checked_text(view.name, "name", guard, LONGEST_VIEW_NAME, confirmed=confirmed)
    others = [v for v in list_views(uow) if v.name.casefold() != name.casefold()]
    if len(others) >= MOST_VIEWS:
        raise InvalidInput((FieldProblem("name", "too_many", MOST_VIEWS),))
    return _keep([*others, SavedView(name, view.pick)], uow)


def drop_view(name: str, uow: ViewsUnitOfWork) -> tuple[SavedView, ...]:
    """Take a view away and return the others; an unknown one changes nothing.

    Raises:
        NotAllowed.
    """
    return _keep([view for view in list_views(uow) if view.name != name], uow)


def _keep(views: Sequence[SavedView], uow: ViewsUnitOfWork) -> tuple[SavedView, ...]:
    ordered = tuple(sorted(views, key=lambda view: view.name.casefold()))
    kept = [{"name": view.name, "pick": asdict(view.pick)} for view in ordered]
    uow.settings.put(_key(uow.actor), json.dumps(kept, ensure_ascii=False))
    uow.commit()
    return ordered


def _key(actor: Actor) -> str:
    return f"staff.{actor.staff_id}.views"


def _pick(item: dict[str, Any]) -> Pick:
    return Pick(
        table=str(item["table"]),
        rows=tuple(item["rows"]),
        columns=tuple(item["columns"]),
        compare=Compare(item["compare"]),
        as_share=bool(item["as_share"]),
        merged=tuple(tuple(keys) for keys in item["merged"]),
    )
