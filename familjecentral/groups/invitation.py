"""What a centre says on the invitation to a group, in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from familjecentral.errors import FieldProblem
from familjecentral.groups.model import Group
from familjecentral.groups.rules import Reads, text_problems

LONGEST = {
    "title": 60,
    "intro": 320,
    "sign_up": 50,
    "sign_up_text": 110,
    "phone": 24,
    "parties": 90,
}
"""Characters that fit on the poster."""
_MAY_BE_EMPTY = frozenset({"sign_up_text", "phone", "parties"})


@dataclass(frozen=True, slots=True)
class Invitation:
    """The words of a poster. They are typed for this one print and kept nowhere.

    Attributes:
        sign_up, sign_up_text: how to come along, in large and in small type.
        phone: of the house. parties: both principals.
        logo: PNG or JPEG of the centre; None: the program's mark.
    """

    title: str
    intro: str
    sign_up: str
    sign_up_text: str = ""
    phone: str = ""
    parties: str = ""
    logo: bytes | None = None


def invitation_problems(
    said: Invitation, guard: Reads, *, confirmed: frozenset[str] = frozenset()
) -> Iterator[FieldProblem]:
    """Yield what is wrong with the words: missing, too long, or personal data of somebody.

    The telephone number of the house is no family's, so the guard does not read it.

    Args:
        confirmed: fields whose warning somebody has confirmed.
    """
    for field in fields(said):
        text = getattr(said, field.name)
        if field.name == "logo" or (not text.strip() and field.name in _MAY_BE_EMPTY):
            continue
        if field.name == "phone":
            if len(text.strip()) > LONGEST["phone"]:
                yield FieldProblem("phone", "out_of_range", LONGEST["phone"])
            continue
        yield from text_problems(
            field.name, text, guard, confirmed=field.name in confirmed, longest=LONGEST[field.name]
        )


def first_words(group: Group, *, times: str, opens: str) -> Invitation:
    """Return what a poster starts from, before anybody has changed it.

    Args:
        times: how many sessions, in words. opens: first day of registration in words, or "".
    """
    return Invitation(
        title=group.title,
        intro=f"Kom och träffa andra föräldrar. Vi träffas {times}, pratar och delar erfarenheter.",
        sign_up=f"Anmäl dig från {opens}" if opens else "Anmäl dig till oss",
        sign_up_text="Prata med oss i öppna förskolan, eller ring",
    )
