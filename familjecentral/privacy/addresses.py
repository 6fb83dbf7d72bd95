"""Addresses: street and number, flat, care of; street alone and postal code are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from familjecentral.privacy.model import Finding, Level
from familjecentral.privacy.scan import Note
from familjecentral.privacy.words import COMMON, FIRST, PLACE, ROOM, SURNAME, Lexicon, each

_STREETS: Final = (
    "gatan", "vägen", "stigen", "gränd", "gränden", "allén", "gata", "väg",
    "esplanaden", "stråket", "kajen", "leden", "brinken", "tvärgränd",
)  # fmt: skip
_SQUARES: Final = ("torget", "torg", "backen", "allen", "plats", "plan", "liden", "trappan", "bron")
# Many other names of streets are names of parks, rooms and districts too.
_OTHERS: Final = (
    "ringen", "slingan", "kroken", "höjden", "gången", "svängen", "terrassen", "vången", "vändan",
    "åsen", "dalen", "ängen", "hagen", "parken", "gården", "kullen", "rundan", "lyckan", "vreten",
    "strand", "promenaden", "backe", "stig", "hamnen", "berget", "gärdet", "udden", "tåget",
)  # fmt: skip
_ENDINGS: Final = (*_STREETS, *_SQUARES, *_OTHERS, "gatans")
_BARE: Final = frozenset((*_STREETS, *_SQUARES, *_OTHERS))
_NO_STREET: Final = each(
    "gångvägen cykelvägen motorvägen omvägen hemvägen utvägen genvägen gågatan tvärgatan bakgatan "
    "luftvägen urinvägen medelvägen landsvägen riksvägen halvvägen matvägen återvändsgränd "
    "inväg utväg omväg luftväg genväg hemväg gångväg cykelväg motorväg riksväg europaväg "
    "livsstigen barnvagnspromenaden barnvagnsvägen vandringsleden "
    "pilgrimsleden tipspromenaden kulturstråket förlossningsvägen kommunikationsvägen mittgången "
    "följetåget upptäcktsstigen fallskärmsallén karriärvägen motorleden ringleden"
)
# Ways that people take: streets only with a capital or a number.
_WAYS: Final = each(
    "skolvägen arbetsvägen infartsvägen tillfartsvägen grusvägen skogsvägen byvägen bilvägen "
    "promenadvägen rundvägen gångstigen skogsstigen naturstigen"
)
_NO_NAME_BEFORE: Final = each("hela halva den en längs via samma denna rätt fel ur")
_HOME: Final = each(
    "bor bodde bo adress adressen hemadress hemma hembesök flyttat flyttar flyttade gatuadress "
    "bostad lägenhet hämtas hämtar"
)
_FLAT: Final = each("lgh lght lägenhet lägenhetsnr lägenhetsnummer lghnr lgh-nr")
# The last letters of what an address can begin with: most words are passed over by them.
_MARKS: Final = frozenset(word[-3:] for word in (*_ENDINGS, *_FLAT, "c", "co"))
_SHORTEST_STREET: Final = 5
_SERVICE_NUMBERS: Final = frozenset({"11313", "11414"})


def find_addresses(note: Note, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield addresses, each with the level that its form gives."""
    words = note.words
    seen = -1
    for index, word in enumerate(words):
        if word[-3:] not in _MARKS or index <= seen:
            continue
        if word in _FLAT:
            found = _flat(note, index)
        elif word == "c":
            found = _care_of(note, index)
        elif word == "co":
            found = _care_of_short(note, index, lexicon)
        else:
            found = _street(note, index, lexicon) if word.endswith(_ENDINGS) else None
        if found:
            level, first, last = found
            seen = last
            yield Finding("address", level, note.starts[first], note.ends[last] - 1)
    for index in note.numbers:
        if index > 1 and words[index - 1] == "." and (found := _shortened(note, index, lexicon)):
            level, first, last = found
            yield Finding("address", level, note.starts[first], note.ends[last] - 1)
        if len(words[index]) in (3, 5) and (found := _postal(note, index)):
            level, first, last = found
            yield Finding("address", level, note.starts[first], note.ends[last] - 1)


def _shortened(note: Note, number: int, lexicon: Lexicon) -> tuple[Level, int, int] | None:
    """``Parkv. 3``, ``Hantverkarg. 12``: *vägen* and *gatan* cut to their first letter."""
    index = number - 2
    word = note.words[index]
    named = note.capital(index) and word[-1] in "gv" and len(word) >= _SHORTEST_STREET
    if not named or word.endswith("ing") or note.gap(index) or lexicon.common(word):
        return None
    if len(note.words[number]) > 3 or note.word(number + 1) in (".", ":"):
        return None
    return Level.BLOCK, index, number


def _flat(note: Note, index: int) -> tuple[Level, int, int] | None:
    at = index + 1
    while note.word(at) in (":", ".", "nr", "-"):
        at += 1
    return (Level.BLOCK, index, at) if note.word(at).isdecimal() else None


def _care_of(note: Note, index: int) -> tuple[Level, int, int] | None:
    at = index + 3
    named = note.words[index + 1 : at] == ["/", "o"] and note.word(at)[:1].isalpha()
    return (Level.BLOCK, index, at) if named else None


def _care_of_short(note: Note, index: int, lexicon: Lexicon) -> tuple[Level, int, int] | None:
    """``co Svensson``: care of without its stroke; ``& Co`` is a firm."""
    at = index + 1
    if note.word(index - 1) in ("&", "och", "+") or not note.word(at)[:1].isalpha():
        return None
    if note.gap(index) != " " or not note.capital(at):
        return None
    word = note.words[at]
    named = lexicon.of(word) & (SURNAME | FIRST) or lexicon.surname_shaped(word)
    return (Level.BLOCK, index, at) if named else None


def _postal(note: Note, index: int) -> tuple[Level, int, int] | None:
    """``123 45 Place``: five digits and a capital letter."""
    first, last = index, index
    code = note.words[index]
    if len(code) == 3 and len(note.word(index + 1)) == 2 and note.gap(index) == " ":
        last += 1
        code += note.words[last]
    place = last + 1
    if len(code) != 5 or not code.isdecimal() or code[0] == "0" or code in _SERVICE_NUMBERS:
        return None
    if place >= len(note.words) or not note.words[place][0].isalpha() or not note.capital(place):
        return None
    before = note.word(first - 1)
    alone = not before.isdecimal() and before not in ("+", "/")
    return (Level.WARN, first, place) if alone else None


def _street(note: Note, index: int, lexicon: Lexicon) -> tuple[Level, int, int] | None:
    word = note.words[index]
    stem = word.removesuffix("s") if word.endswith("gatans") else word
    kind = next(kind for kind in (_STREETS, _SQUARES, _OTHERS) if stem.endswith(kind))
    if word in _NO_STREET:
        return None
    first = index
    named = word not in _BARE and word.rpartition("-")[2] not in _NO_STREET
    if not named:  # "Fiktiva vägen", "Testarens gata"
        if not index or not note.capital(index - 1) or note.gap(index - 1) != " ":
            return None
        if note.words[index - 1] in _NO_NAME_BEFORE:
            return None
        first = index - 1
    last = _house_number(note, index)
    if last:
        return _numbered(note, first, index, last, kind, lexicon)
    is_way = word in _WAYS and not note.capital(index)
    if kind is not _STREETS or is_way or _is_common(note, first, index, lexicon):
        return None
    return Level.WARN, first, index


def _numbered(
    note: Note, first: int, index: int, last: int, kind: tuple[str, ...], lexicon: Lexicon
) -> tuple[Level, int, int] | None:
    if kind is _STREETS:
        return Level.BLOCK, first, last
    if not note.capital(first):
        return None
    before = note.word(first - 1)
    if kind is _SQUARES and note.words[index].endswith(("torget", "torg", "backen")):
        return Level.BLOCK, first, last
    if lexicon.of(before) & ROOM or lexicon.of(note.words[first]) & (PLACE | COMMON):
        return None
    lettered = not note.words[last].isdecimal()
    at_home = lettered or not _HOME.isdisjoint(note.words)
    return (Level.BLOCK if at_home else Level.WARN), first, last


def _is_common(note: Note, first: int, index: int, lexicon: Lexicon) -> bool:
    """A street without number is asked about only if it looks like the name of one."""
    word = note.words[index]
    if first != index:
        return lexicon.listed(note.words[first])
    return word.endswith(("leden", "stråket", "kajen")) or bool(lexicon.of(word) & (PLACE | COMMON))


def _house_number(note: Note, index: int) -> int:
    """Return the last token of a house number after a street, or 0."""
    at = index + 1
    numbered = at + 1 if note.word(at) == "," else at
    if note.word(numbered) in ("nr", "nummer"):
        at = numbered + 1
        if note.word(at) == ".":
            at += 1
    if note.word(at) == "," and note.word(at + 2) in ("", ".", ",", ";", ")"):
        at += 1
    number = note.word(at)
    if not number.isdecimal() or len(number) > 4 or _is_year(number):
        return 0
    if note.word(at + 1) in (".", ":") and note.gap(at) == "" and note.word(at + 2).isdecimal():
        flat = note.word(at + 1) == ":" and len(note.word(at + 2)) == 1
        return at + 2 if flat else 0  # else a time of day
    letter = note.word(at + 1)
    if len(letter) == 1 and letter in "abcdefghj" and note.starts[at + 1] - note.ends[at] <= 1:
        return at + 1
    return at


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")
