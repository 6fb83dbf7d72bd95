"""Telephone numbers and numbers of accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import pairwise
from typing import Final

from familjecentral.privacy.dates import date_at, time_of_day
from familjecentral.privacy.model import Finding, Level
from familjecentral.privacy.scan import Note
from familjecentral.privacy.words import each

_PARTERS: Final = frozenset(" -/.()")
_FEWEST, _MOST = 8, 11  # digits with the leading 0
_FEWEST_AFTER: Final = 6  # behind an area code, where the digits could be an amount
# Swedish area codes of two and three digits; all others have four.
_SHORT_CODES: Final = each(
    "08 010 011 013 016 018 019 021 023 026 031 033 035 036 040 042 044 046 054 060 063 070 072 "
    "073 074 076 079 090"
)
_MOBILES: Final = frozenset({"70", "72", "73", "76", "79"})
_MOBILE_GROUPS: Final = frozenset({(2, 3, 2, 2), (2, 2, 2, 3), (2, 2, 3, 2), (2, 3, 4), (2, 7)})
_SERVICE: Final = ("020", "0771", "0770", "0900", "0939", "0944", "099")
_DIGIT_WORDS: Final = each("noll ett två tre fyra fem sex sju åtta nio")
_MONEY: Final = each("kr sek kronor tkr euro")
_SPOKEN: Final = 7
_CALLED: Final = each(
    "tel tfn telefon telefonnr telefonnummer tele mobil mobilen mobilnr mobilnummer mob ring "
    "ringa sms sms:a smsa nås"
)
_ACCOUNT: Final = each(
    "konto kontot kontonr kontonummer bankkonto bankkontot lönekonto sparkonto clearing clearingnr "
    "clearingnummer iban swish swisha swishnummer swishnr swishar bankgiro bankgironr bg plusgiro "
    "plusgironr pg postgiro autogiro kortnummer kortnr"
)
_IN_ACCOUNT: Final = each(
    "nr nummer numret konto kontonr kontonummer kontot clearing clearingnr clearingnummer till på "
    "är : - , . ; / ( ) = och i via bank banken se swedbank nordea handelsbanken seb"
)
_FEWEST_OF_ACCOUNT: Final = 9
_LONGEST_ACCOUNT: Final = 40  # tokens
_IBAN: Final = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?\d{4}){3,6}(?: ?\d{1,4})?\b")


def find_phones(note: Note, used: Set[int]) -> Iterator[Finding]:
    """Yield telephone numbers outside the tokens that dates and personal numbers use."""
    done = 0
    called = not _CALLED.isdisjoint(note.words)
    for index in note.numbers:
        if index < done or index in used:
            continue
        first = note.words[index]
        if not called and first[0] != "0" and len(first) < 8 and note.word(index - 1) != "+":
            continue
        level, after = _phone_at(note, index, used)
        if after:
            done = after
            yield Finding("phone", level, note.starts[index], note.ends[after - 1] - 1)
    yield from _spoken(note)


def _phone_at(note: Note, index: int, used: Set[int]) -> tuple[Level, int]:
    """Return the level of the number that begins at a token and the token after it, or 0."""
    words, text = note.words, note.text
    first = words[index]
    groups = _groups(note, index, used)
    before = text[note.starts[index] - 1 : note.starts[index]] if note.starts[index] else ""
    digits = "".join(words[at] for at in groups)
    if before != "+" and _part_of_longer(note, index):
        return Level.OK, 0
    if before == "+" or first.startswith("00") or _without_plus(first):
        return _abroad(note, groups, digits)
    if first[0] == "0" and len(first) > 1 and first[1] != "0":
        return _with_area_code(note, groups, digits)
    if first == "0":
        return _mobile_apart(note, groups)
    called = {note.word(index - back) for back in (1, 2, 3)} & _CALLED
    if called and 6 <= len(digits) <= 10 and len(first) > 1:
        mobile = digits[0] == "7" and len(digits) == 9
        return (Level.BLOCK if mobile else Level.WARN), groups[-1] + 1
    return Level.OK, 0


def _without_plus(digits: str) -> bool:
    plain = digits.lstrip("0")
    return plain.startswith("467") and len(plain) == 11 and len(digits) < 13


def _groups(note: Note, index: int, used: Set[int]) -> list[int]:
    """Return the tokens of the runs of digits that follow, up to the digits of a long number."""
    groups, total = [index], len(note.words[index])
    while total < 15:
        after, between = note.next_number.get(groups[-1], (0, ""))
        if not after or after in used or not _PARTERS.issuperset(between):
            break
        groups.append(after)
        total += len(note.words[after])
    return groups


def _abroad(note: Note, groups: list[int], digits: str) -> tuple[Level, int]:
    plain = digits.lstrip("0") if digits.startswith("00") else digits
    foreign = digits[:2] == "00" or digits[0] != "0" or _without_plus(digits)
    if len(plain) < _FEWEST or digits.startswith("000") or not foreign:
        return Level.OK, 0
    return Level.BLOCK, _until(note, groups, 13) + 1


def _until(note: Note, groups: list[int], most: int) -> int:
    """Return the last group with which the number has no more than ``most`` digits."""
    total, last = 0, groups[0]
    for at in groups:
        total += len(note.words[at])
        if total > most:
            break
        last = at
    return last


def _part_of_longer(note: Note, index: int) -> bool:
    """Say whether digits stand tight before, as in a decimal number, a span or an amount."""
    if not index:
        return False
    previous = index - 1
    tight = note.starts[index] == note.ends[previous]
    if tight and note.words[previous] in ("-", ".", ",", ":", "/"):
        return note.word(index - 2).isdecimal() and note.starts[previous] == note.ends[index - 2]
    thousands = len(note.words[index]) == 3 and len(note.words[previous]) <= 3
    return (
        thousands
        and note.words[previous].isdecimal()
        and note.gap(previous) == " "
        and not _begins_anew(note, index)
    )


def _begins_anew(note: Note, index: int) -> bool:
    """``kl 10 070-174 06 05``: after an area code more follows than groups of three."""
    first = note.words[index]
    rest = _groups(note, index, frozenset())[1:]
    in_threes = all(len(note.words[at]) == 3 and note.gap(at - 1) == " " for at in rest)
    is_code = first[0] == "0" != first[1]
    is_money = bool(rest) and note.word(rest[-1] + 1) in _MONEY
    return (
        is_code
        and not in_threes
        and not is_money
        and sum(len(note.words[at]) for at in rest) >= _FEWEST_AFTER
    )


def _with_area_code(note: Note, groups: list[int], digits: str) -> tuple[Level, int]:
    words = note.words
    lengths = [len(words[at]) for at in groups]
    if len(digits) < _FEWEST or digits.startswith(_SERVICE) or date_at(note, groups[0]):
        return Level.OK, 0
    if _hours(note, groups) or _counted(note, groups):
        return Level.OK, 0
    code = len(words[groups[0]])
    last = _until(note, groups, _MOST)
    total = sum(len(words[at]) for at in groups if at <= last)
    pairs = set(lengths) == {2} and total > _FEWEST
    if not _FEWEST <= total <= _MOST or (code == 2 and digits[:2] != "08" and not pairs):
        return Level.OK, 0
    known = code != 3 or digits[:3] in _SHORT_CODES
    return (Level.BLOCK if known else Level.WARN), last + 1


def _mobile_apart(note: Note, groups: list[int]) -> tuple[Level, int]:
    """``0 73 123 45 67``: a mobile number whose 0 stands by itself."""
    lengths = tuple(len(note.words[at]) for at in groups[1:5])
    fits = next((n for n in (4, 3, 2) if lengths[:n] in _MOBILE_GROUPS), 0)
    if not fits or note.words[groups[1]] not in _MOBILES or note.word(groups[0] - 1).isdecimal():
        return Level.OK, 0
    return Level.BLOCK, groups[fits] + 1


def _hours(note: Note, groups: list[int]) -> bool:
    """``0800-1000``, ``08.00-10.00 13.00-15.30``, ``08-10 12-14``: times of day."""
    words = note.words
    times = 0
    at = 0
    while at < len(groups):
        word = words[groups[at]]
        two = at + 1 < len(groups) and note.next_number[groups[at]][1] == "."
        if len(word) == 4 and time_of_day(word):
            at += 1
        elif two and len(word) <= 2 and len(words[groups[at + 1]]) == 2:
            if not time_of_day(word.zfill(2) + words[groups[at + 1]]):
                return False
            at += 2
        elif len(word) <= 2 and int(word) <= 24 and _spans_hours(note, groups, at):
            at += 1
        else:
            return False
        times += 1
    return times > 1


def _spans_hours(note: Note, groups: list[int], at: int) -> bool:
    """Say whether a two-digit group is one end of a span such as ``08-10``."""
    first, last = at - at % 2, at - at % 2 + 1
    if last >= len(groups):
        return False
    between = note.text[note.ends[groups[first]] : note.starts[groups[last]]]
    ends = note.words[groups[first]], note.words[groups[last]]
    rises = int(ends[0]) < int(ends[1]) <= 24 and len(ends[1]) <= 2
    parted = first == 0 or note.text[note.ends[groups[first - 1]]] != "-"
    return between.strip() == "-" and rises and parted


def _counted(note: Note, groups: list[int]) -> bool:
    """``08 09 10 11``: weeks or years one after the other."""
    numbers = [int(note.words[at]) for at in groups]
    return len(numbers) > 2 and all(b - a == 1 for a, b in pairwise(numbers))


def _spoken(note: Note) -> Iterator[Finding]:
    """Seven or more digits in words, one after the other."""
    if _DIGIT_WORDS.isdisjoint(note.words):
        return
    start = count = 0
    for index, word in enumerate((*note.words, "")):
        if word in _DIGIT_WORDS:
            start = start if count else index
            count += 1
        elif count and word in ("-", ","):
            continue
        else:
            if count >= _SPOKEN:
                yield Finding("phone", Level.BLOCK, note.starts[start], note.ends[index - 1] - 1)
            count = 0


def find_accounts(note: Note) -> Iterator[Finding]:
    """Yield accounts: nine digits or more after a word for an account, and IBAN."""
    for match in _IBAN.finditer(note.text) if note.numbers else ():
        yield Finding("account", Level.BLOCK, match.start(), match.end() - 1)
    words = note.words
    if _ACCOUNT.isdisjoint(words):
        return
    seen = -1
    for index, word in enumerate(words):
        if word not in _ACCOUNT or index <= seen:
            continue
        digits, last, at = 0, index, index + 1
        while at < len(words) and at - index <= _LONGEST_ACCOUNT:
            if words[at].isdecimal():
                digits += len(words[at])
                last = at
            elif words[at] not in _IN_ACCOUNT:
                break
            at += 1
        seen = last
        if digits >= _FEWEST_OF_ACCOUNT:
            yield Finding("account", Level.BLOCK, note.starts[index], note.ends[last] - 1)
