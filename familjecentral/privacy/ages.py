"""Ages, school classes and years of birth beside a first name."""

from __future__ import annotations

import re
from typing import Final

from familjecentral.privacy.scan import Note
from familjecentral.privacy.words import each

_NUMBERS: Final = each(
    "ett en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton "
    "arton nitton tjugo halvt halv halvtannat"
)
_COMPOUND: Final = re.compile(
    r"(?:halv|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|"
    r"sjutton)-?(?:åring|årig|årsdag|årskalas|årskontroll|månaders|årsbesök|veckors)"
)
_UNITS: Final = re.compile(r"år|mån|veck|dagar|dygn")
_SHORT_UNITS: Final = each("v mo yo m dgr å årsåldern")
_NO_UNITS: Final = re.compile(
    r"år(?:endet|ende|et|ets|en|lig|ligen|skurs|gång|tal)|månd|veckos|åren"
)
_CLASSES: Final = each("åk årskurs klass årsk")
_FORMS: Final = each(
    "förskoleklass förskoleklassen f-klass sexårs ettan tvåan trean fyran femman sexan sjuan åttan "
    "nian mellanstadiet lågstadiet högstadiet"
)
_FORMS_ALONE: Final = each("förskoleklass förskoleklassen f-klass")
"""Forms that stand right after a name and can hardly be anything else."""
_AFTER: Final = each(
    ", ( : ; - / = är som fyller fyllde fyllt blir blev blivit har nu snart ca cirka typ nästan "
    "bara precis på i en ett hon han hen går gick börjar började åldern ålder och & + idag ung "
    "gammal gamla då var redan strax dotter son barnet sonen dottern flicka pojke flickan pojken "
    "tjej kille åldrarna hans hennes runt drygt knappt just"
)
_BEFORE: Final = each(
    "heter vid namn pojken flickan sonen dottern barnet pojke flicka son dotter gammal gamla gamle "
    "lilla lille och ( ) : - / som kallad kallas bebisen tvillingarna syskonen"
)
_TURNS: Final = each("fyller fyllde fyllt är blir blev snart nu redan nyss")
_LONGEST_AFTER: Final = 8
_LONGEST_BEFORE: Final = 4
_STOPS: Final = frozenset({"", ".", ",", ";", ")", "!", "?", "och", "&", "/", "+", "]"})


def age_after(note: Note, index: int, *, names: set[int], bare: bool) -> int:
    """Return the last token of an age that belongs to the name ending at a token, or 0.

    ``names`` are all tokens that are first names: of siblings, each may stand between. ``bare``
    lets a number stand without unit.
    """
    words = note.words
    at = index + 1
    while at < len(words) and at - index <= _LONGEST_AFTER:
        last = _age_at(note, at) or _born_year(note, at)
        if last:
            return last
        word = words[at]
        if at == index + 1 and word in _FORMS_ALONE:
            return at
        if bare and at - index <= 2 and _bare_age(note, at):
            return at
        if words[at - 1] in _TURNS and _counts_years(note, at):
            return at
        if word not in _AFTER and at not in names:
            return 0
        at += 1
    return 0


def is_aged(note: Note, index: int) -> bool:
    """Say whether years or months of age follow a token at once: no month is followed by them."""
    last = _age_at(note, index + 1) if index + 1 < len(note.words) else 0
    return bool(last) and note.words[last].startswith(("år", "mån"))


def age_before(note: Note, index: int) -> int:
    """Return how many tokens before a name an age begins: ``4-åriga Elsa``; 0 if none does."""
    at = index - 1
    while at > 0 and index - at <= _LONGEST_BEFORE and note.words[at] in _BEFORE:
        at -= 1
    if at == index - 1 and note.word(at) == "," and note.word(index + 1) in _STOPS:
        at -= 1
    if at < 0 or note.word(at) in _BEFORE:
        return 0
    if _COMPOUND.match(note.words[at]):
        return index - at
    for first in (at - 1, at - 2):
        if first >= 0 and _age_at(note, first) == at and note.word(first - 1) not in ("barn", "-"):
            return index - first
    return 0


def _age_at(note: Note, at: int) -> int:
    """Return the last token of an age with unit, or of a class, that begins here; or 0."""
    word = note.words[at]
    if word.isdecimal() or word in _NUMBERS:
        return _with_unit(note, at)
    if word in _CLASSES:
        after = at + 2 if note.word(at + 1) == "." else at + 1
        named = note.word(after)
        return after if (named.isdecimal() and len(named) == 1) or named == "f" else 0
    if _COMPOUND.match(word) or (word in _FORMS and note.word(at - 1) in ("i", "går", ",", "(")):
        return at
    return 0


def _with_unit(note: Note, at: int) -> int:
    if len(note.words[at]) > 2 and note.words[at].isdecimal():
        return 0
    if note.word(at - 1) == "-" and note.word(at - 2).isdecimal():
        return 0  # the end of a span of ages
    after = at + 1
    if note.word(after).isdecimal() and note.word(after + 1) == "/":
        after += 3  # "2 1/2"
    if note.word(after) == "-" and note.word(at).isdecimal() and note.word(after + 1).isdecimal():
        # "3-4 år" is a child of whom it is not sure; a wider span is a group.
        after += 2 if int(note.word(after + 1)) - int(note.word(at)) == 1 else 0
    while note.word(after) in (",", ".", "och", "/", "&", "+", "resp", "ett", "halvt"):
        following = note.word(after + 1)
        after += 1
        if following.isdecimal() and len(following) <= 2:
            after += 1
    if note.word(after) == "-":
        after += 1
    unit = note.word(after)
    if unit in _SHORT_UNITS or (_UNITS.match(unit) and not _NO_UNITS.match(unit)):
        return after
    return 0


def _born_year(note: Note, at: int) -> int:
    if note.words[at] not in ("född", "f", "född:"):
        return 0
    after = at + 1
    while note.word(after) in (".", "-", ":", "år", "'"):
        after += 1
    year = note.word(after)
    return after if year.isdecimal() and len(year) in (2, 4) else 0


def _counts_years(note: Note, at: int) -> bool:
    """``fyller fyra``: a number that stands for years without saying so."""
    word = note.words[at]
    small = word in _NUMBERS or (word.isdecimal() and int(word) <= 18)
    return small and note.word(at + 1) in (*_STOPS, "på", "i", "nu", "snart", "idag", "imorgon")


def _bare_age(note: Note, at: int) -> bool:
    """``Elsa, 4``, ``Elsa 2,5``: a small number and then nothing that could be counted."""
    word = note.words[at]
    if not word.isdecimal() or len(word) > 2 or int(word) > 18:
        return False
    after = note.word(at + 1)
    following = note.word(at + 2)
    if after and following.isdecimal() and note.gap(at + 1) == "":
        tenth = after in (",", ".") and len(following) == 1
        return tenth and note.word(at + 3) in _STOPS - {","}
    return after in _STOPS
