"""The role table in the documentation is the one that the program follows."""

from __future__ import annotations

import re
import uuid

from familjecentral.access.model import Act, Actor, CentreId, Role, StaffId
from tests.rules.tree import ROOT

WORDS = {
    "socialrådgivare": Role.COUNSELLOR,
    "samordnare": Role.COORDINATOR,
    "chef": Role.MANAGER,
    "systemansvarig": Role.ADMINISTRATOR,
    "pinnare": Role.TALLY,
    "läsare": Role.READER,
}
ROW = re.compile(r"^\| [^|]+ \| `(\w+)` \| ([^|]+) \|$", re.M)


def test_the_documented_rights_are_those_of_the_code() -> None:
    """Every act, with exactly the roles that give it."""
    text = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    documented = {
        act: {WORDS[word] for word in re.split(", ", roles)} for act, roles in ROW.findall(text)
    }
    one = uuid.UUID(int=1)
    given = {
        act.value: {
            role for role in Role if Actor(StaffId(one), frozenset({role}), CentreId(one)).may(act)
        }
        for act in Act
    }
    assert documented == given
