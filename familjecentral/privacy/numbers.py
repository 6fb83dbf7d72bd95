"""Numbers of persons: personnummer, coordination numbers, masked ones, dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from personnummer import personnummer

from familjecentral.privacy.dates import birth_part, date_at, real_date, time_of_day
from familjecentral.privacy.model import Finding, Kind, Level
from familjecentral.privacy.scan import Note
from familjecentral.privacy.words import each

_PARTERS: Final = frozenset(" -./+_")
_LONGEST_GAP: Final = 3
# How people divide a number, as lengths of its groups.
_SHAPES: Final = {
    (6, 4), (8, 4), (2, 2, 2, 4), (4, 2, 2, 4), (2, 6, 4), (4, 4, 4), (2, 4, 4), (4, 2, 4),
    (2,) * 5, (2,) * 6, (2, 2, 2, 2, 4), (4, 2, 2, 2, 2), (6, 2, 2), (8, 2, 2), (1,) * 10,
    (1,) * 12,
}  # fmt: skip
_FIRST_LENGTHS: Final = frozenset({1, 2, 3, 4, 6, 8, 10, 12})
_UNITS: Final = each("kr sek kronor st personer besök deltagare barn vuxna % tkr euro")
_NUMBER_WORDS: Final = each(
    "personnummer personnr pnr persnr samordningsnummer samordningsnr samnr födelsenummer "
    "födelsenr reservnummer reservnr personnumret"
)
_LAST_FOUR: Final = each("fyra siffrorna siffror 4")
_MASK: Final = re.compile(r"(?: ?[-+/_] ?|[ .]?)([\w*?#.]{1,4})(?!\w)")
_MASKED_DIGITS: Final = frozenset("0123456789*?#_")
_MASKED_DATE: Final = re.compile(r"(?<![^\W\d_])\d{0,6}[*xX?]{2,8}[-+ ]?\d{4}(?!\d)")
_BORN: Final = each(
    "född fött födda föddes f födelsedatum födelsedag födelsedagen födelsetid födelsedata "
    "födseldatum födelsedat fött bf bfdatum bf-datum bf-dag beräknad beräknat "
    "förlossningsdatum fdatum födelse fd föd dob"
)
_AFTER_BORN: Final = each(
    ": . = - ( , / d den är i på dag datum dat det var blev till ca cirka förlossning födsel "
    "nedkomst bf blir 's"
)
_SPAN: Final = each("- till tom t")
_FILLERS_AFTER_BORN: Final = 5


def find_numbers(note: Note) -> tuple[list[Finding], set[int]]:
    """Return the findings, and the tokens that they and single dates use up."""
    found: list[Finding] = []
    used: set[int] = set()
    after = 0
    for index in note.numbers:
        length = len(note.words[index])
        alone = length < 6 and index not in note.next_number
        if index < after or alone or length not in _FIRST_LENGTHS:
            continue
        finding, after = _number_at(note, index)
        if finding:
            found.append(finding)
            if finding.level is Level.WARN and note.words[index][0] == "0":
                continue  # it may be a telephone number instead
        elif not _after_area_code(note, index):
            after = date_at(note, index)
        used.update(range(index, after))
    return [*found, *_births(note), *_named(note), *_masked_dates(note)], used


def _number_at(note: Note, index: int) -> tuple[Finding | None, int]:
    """Return the number that begins at a token, and the token after it."""
    digits, lengths, at = note.words[index], [len(note.words[index])], index
    best: tuple[Finding | None, int] = (None, 0)
    if len(digits) == 1 and len(note.word(_next_group(note, index))) != 1:
        return best
    while len(digits) <= 12:
        if len(digits) in (6, 8) and not best[0]:
            best = _masked(note, index, at, digits)
        if len(digits) in (10, 12):
            level, kind = _judged(note, at, digits, tuple(lengths))
            if level is not Level.OK:
                return _finding(note, kind, level, index, at), at + 1
        after = _next_group(note, at)
        if not after:
            break
        at = after
        digits += note.words[at]
        lengths.append(len(note.words[at]))
    return best


def _after_area_code(note: Note, index: int) -> bool:
    """Say whether six digits that could be a date are the end of a telephone number."""
    before = note.word(index - 2)
    joined = index > 1 and note.text[note.ends[index - 2] : note.starts[index]] in ("-", "/")
    return joined and len(note.words[index]) == 6 and before.isdecimal() and before[0] == "0"


def _next_group(note: Note, at: int) -> int:
    """Return the next run of digits if only a parter lies between, or 0."""
    after, between = note.next_number.get(at, (0, ""))
    return after if len(between) <= _LONGEST_GAP and _PARTERS.issuperset(between) else 0


def _judged(note: Note, at: int, digits: str, lengths: tuple[int, ...]) -> tuple[Level, Kind]:
    kind = _birth_kind(digits[:-4])
    if not kind or _goes_on(note, at, lengths):
        return Level.OK, "personnummer"
    right = bool(personnummer.valid(digits))
    if len(lengths) == 1 and len(digits) == 10:
        return (Level.BLOCK if right else Level.WARN), kind
    if len(lengths) == 1 or right:
        return Level.BLOCK, kind
    spaced = lengths[-1] == 4 and note.text[note.starts[at] - 1] == " "
    if lengths not in _SHAPES or (spaced and _amount_or_time(note, at)):
        return Level.OK, kind
    return Level.BLOCK, kind


def _birth_kind(digits: str) -> Kind | None:
    kind = birth_part(digits)
    if kind == "personnummer":
        return "personnummer"
    return "samordningsnummer" if kind else None


def _goes_on(note: Note, at: int, lengths: tuple[int, ...]) -> bool:
    """Say whether the digits are part of something longer, such as a span of dates."""
    if len(lengths) == 1 or lengths[-1] != 4:
        return False
    if len(lengths) >= 3 and date_at(note, at):
        return True
    after, between = note.next_number.get(at, (0, ""))
    following = note.words[after] if after else ""
    hours = len(following) == 4 and time_of_day(note.words[at]) and time_of_day(following)
    return hours and between in ("-", " - ")


def _amount_or_time(note: Note, at: int) -> bool:
    """``2026-10-01 1200 kr`` or ``2026-10-01 1330``: the last group is no part of a number."""
    if note.word(at + 1) in _UNITS:
        return True
    four = note.words[at]
    iso = note.text[max(0, note.starts[at] - 11) : note.starts[at] - 1]
    return (
        iso[4:5] == iso[7:8] == "-"
        and iso[:4] >= "2020"
        and time_of_day(four)
        and (four[-1] in "05")
    )


def _masked(note: Note, index: int, at: int, digits: str) -> tuple[Finding | None, int]:
    """A date of birth and then letters or signs in place of the last digits."""
    if not birth_part(digits):
        return None, 0
    match = _MASK.match(note.text, note.ends[at])
    if not match or not _is_mask(match[1], match[0][: -len(match[1])]):
        return None, 0
    after = at + 1
    while after < len(note.words) and note.starts[after] < match.end():
        after += 1
    return (
        Finding("masked", Level.BLOCK, note.starts[index], match.end() - 1),
        after,
    )


def _is_mask(piece: str, parter: str) -> bool:
    tight = parter in ("-", "+")
    letters = piece.lstrip("0123456789")
    if not letters:
        return False
    signs = set(letters.lower())
    if signs <= set("*?#_x."):
        return len(piece) == 4 or (signs != {"."} and len(piece) >= (1 if tight else 3))
    if len(piece) != 4 or not piece.isalnum():
        return len(piece) == 4 and _MASKED_DIGITS.issuperset(piece)
    if len(signs) == 1:
        return letters.isalpha()
    return tight and (
        letters != piece or any(sign.isdecimal() for sign in piece) or piece.isupper()
    )


def _masked_dates(note: Note) -> Iterator[Finding]:
    if "x" in note.text.lower() or "*" in note.text or "?" in note.text:
        for match in _MASKED_DATE.finditer(note.text):
            yield Finding("masked", Level.BLOCK, match.start(), match.end() - 1)


def _named(note: Note) -> Iterator[Finding]:
    """Digits that are said to be a personal number, or the end of one."""
    words = note.words
    if _NUMBER_WORDS.isdisjoint(words) and "sista" not in words:
        return
    for index, word in enumerate(words):
        if word in _NUMBER_WORDS:
            for at in range(index + 1, min(index + 5, len(words))):
                digits = words[at]
                if digits.isdecimal() and (len(digits) in (10, 12) or real_numbers(digits)):
                    yield _finding(note, "personnummer", Level.BLOCK, at, at)
        elif word in _LAST_FOUR and "sista" in (note.word(index - 1), note.word(index + 1)):
            for at in range(index + 1, min(index + 5, len(words))):
                if words[at].isdecimal() and len(words[at]) == 4:
                    yield _finding(note, "masked", Level.BLOCK, at, at)


def real_numbers(digits: str) -> bool:
    """Say whether six or eight digits are the date of birth of a number."""
    return len(digits) in (6, 8) and bool(birth_part(digits))


def _births(note: Note) -> Iterator[Finding]:
    """A full date right after a word for birth; ``BF`` with day and month only is asked about."""
    words = note.words
    if _BORN.isdisjoint(words):
        return
    for index, word in enumerate(words):
        if word not in _BORN:
            continue
        at = index + 1
        while at < len(words) and at - index <= _FILLERS_AFTER_BORN and words[at] in _AFTER_BORN:
            at += 1
        if at >= len(words) or not words[at].isdecimal():
            continue
        after = date_at(note, at)
        if after and not _span_follows(note, after):
            yield _finding(note, "birth_date", Level.BLOCK, index, after - 1)
        elif not after and word.startswith(("bf", "beräkna")) and _day_and_month(note, at):
            yield _finding(note, "birth_date", Level.WARN, index, at + 2)


def _day_and_month(note: Note, at: int) -> bool:
    day, month = note.words[at], note.word(at + 2)
    return (
        note.word(at + 1) == "/"
        and month.isdecimal()
        and real_date(f"2024{month:0>2}{day:0>2}"[:8])
    )


def _span_follows(note: Note, after: int) -> bool:
    if note.word(after) not in _SPAN:
        return False
    later = range(after + 1, min(after + 6, len(note.words)))
    return any(date_at(note, at) for at in later)


def _finding(note: Note, kind: Kind, level: Level, index: int, last: int) -> Finding:
    return Finding(kind, level, note.starts[index], note.ends[last] - 1)
