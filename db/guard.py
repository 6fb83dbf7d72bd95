"""The roles once more, in front of the tables: a use case that forgot to ask is stopped here."""

from __future__ import annotations

from familjecentral.access.model import Act, Actor
from familjecentral.errors import NotAllowed


def guard(actor: Actor, *acts: Act) -> None:
    """Stop unless the actor may do one of the acts.

    Raises:
        NotAllowed: none of the roles gives any of them; names the first.
    """
    if not any(actor.may(act) for act in acts):
        raise NotAllowed(acts[0].value)
