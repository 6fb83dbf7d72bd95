"""Identifiers with a form of their own: e-mail, profiles, registry numbers and vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from familjecentral.privacy.model import Finding, Level
from familjecentral.privacy.scan import Note
from familjecentral.privacy.words import Lexicon, each

# Every quantifier is bounded or meets a sign that it cannot read itself.
_LOCAL: Final = re.compile(r"[\w.+%'-]{0,64}\Z")
_DOMAIN: Final = re.compile(r" ?[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}")
_SPACED_DOMAIN: Final = re.compile(r" [\w-]{1,63}(?: ?\. ?[\w-]{2,63}){1,4}")
_AT: Final = r"(?:[\(\[{<] ?(?:at|a|ät|snabel-?a) ?[\)\]}>]|(?<= )(?:at|snabel[- ]?a)(?= ))"
_DOT: Final = r"(?: ?[\(\[{<]? ?(?:dot|punkt|\.) ?[\)\]}>]? ?)"
_SPELLED: Final = re.compile(
    rf"[\w.+-]{{1,64}} ?{_AT} ?[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{0,4}}", re.IGNORECASE
)
_ENGLISH_AT: Final = re.compile(r" at [\w-]{1,63}(?: |\Z)", re.IGNORECASE)
_SPELLING: Final = each("at a ät snabel snabela snabel-a")
_HANDLE: Final = re.compile(r"@[\w.-]{2,64}")
_PROFILE: Final = re.compile(
    r"(?:instagram\.com|facebook\.com|fb\.com|fb\.me|m\.me|tiktok\.com|snapchat\.com|t\.me|wa\.me|"
    r"linkedin\.com|twitter\.com|x\.com|threads\.net|messenger\.com|youtube\.com|discord\.gg|"
    r"discord\.com|vk\.com|twitch\.tv|pinterest\.com|ask\.fm|kik\.me|telegram\.me|reddit\.com)"
    r"/[\w@./?=&%+-]{1,200}",
    re.IGNORECASE,
)
_NETWORKS: Final = each(
    "insta instagram ig snap snapchat fb facebook messenger tiktok discord telegram kik twitter "
    "skype viber signal instan snapen instagramkonto snapchatkonto tiktokkonto facebookprofil "
    "discordnamn insta-konto snapkonto instakonto instanamn snapnamn"
)
_SAID: Final = each(": = / heter är namn konto kontot användarnamn användare nick - @ profil")
_HANDLE_BODY: Final = re.compile(r"@?[^\W\d]\w*(?:[.#-]\w+){0,5}")
_CASE: Final = each(
    "dnr diarienr diarienummer dnr. ärende ärendet ärendenr ärendenummer akt akten aktnr "
    "aktnummer personakt personakten barnakt mål målet målnr målnummer utredning utredningen "
    "utredningsnr utredningsnummer lma lma-nummer lma-nr lma-kort lma-kortet dossiernr "
    "dossiernummer journalnr journalnummer patientnr ärende-id ärendeid beteckning"
)
_STRICT_CASE: Final = each("mål målet akt akten utredning utredningen ärende ärendet")
_IN_CASE: Final = each("nr nummer nr. : . # = id med är -")
_CASE_NUMBER: Final = re.compile(r"(?:[A-Za-zÅÄÖåäö]{1,6}[ .:/-]?)?(?:\d[\d/:.-]*\d|\d)")
_REGISTRY: Final = re.compile(
    r"(?<![\w/(-])([A-ZÅÄÖ]{1,8})[ :./-]?((?:19|20)\d\d)( ?[/:.-] ?)(\d{1,7})(?![\w-])"
)
_PUBLISHED: Final = each(
    "SFS SOSFS HSLF FS PROP BET SOU DS DIR SKR RSKR EU EG EES AFS SKOLFS FFS MFS MSBFS LVFS TSFS "
    "NFS BFS SSMFS KSFS HT VT NR ISO SS EN ISBN ISSN ART UPPL VER V LÄSÅR ÅR MIS HFD NJA RÅ JO Q "
    "KV T P LAG KAP"
)
_PLATE: Final = re.compile(
    r"(?<![\w-])([A-HJ-PR-UWXYZ]{3}) ?(\d\d[\dA-HJ-PR-UWXYZ])(?![\w-]|[:.,]\d)"
)
_PLATE_SAID: Final = re.compile(
    r"(?<!\w)(?:reg|regnr|regnummer|registreringsnummer|registreringsnr|bil|bilen|skylt|skylten|"
    r"nummerskylt|bilnummer|bilnr)[ .:]{0,3}(?:nr|nummer)?[ .:]{0,2}"
    r"([a-hj-pr-uwxyz]{3}[ -]?\d\d[\da-hj-pr-uwxyz])(?!\w)",
    re.IGNORECASE,
)
_PLATE_WORDS: Final = each(
    "reg regnr regnummer registreringsnummer registreringsnr bil bilen skylt skylten nummerskylt "
    "bilnummer bilnr"
)
_NO_PLATES: Final = each(
    "SAL RUM HUS HBT SEK EUR USD DKK NOK GBP SFS SOU LSS LSP SOL SKR AFS KBT BUP APT HLR "
    "NPF UMO SFI RAM BUF SAM SOC PLA BOX TEL FAX ISO"
)
_COUNTED: Final = re.compile(r" (?!(?:reg|bil(?!d)|skylt))[a-zåäö%]")


def find_marks(note: Note, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield e-mail addresses, profiles, registry numbers and vehicles."""
    text = note.text
    mailed = set()
    for first, after in (*_mails(text), *_spelled(note)):
        mailed.add(text.find("@", first, after))
        yield Finding("email", Level.BLOCK, first, after - 1)
    if "@" in text:
        for match in _HANDLE.finditer(text):
            if match.start() not in mailed:
                yield Finding("social", Level.BLOCK, match.start(), match.end() - 1)
    if "/" in text:
        for match in _PROFILE.finditer(text):
            yield Finding("social", Level.BLOCK, match.start(), match.end() - 1)
    yield from _handles(note, lexicon)
    yield from _cases(note)
    if note.numbers:
        if "20" in text or "19" in text:
            yield from _registry(text)
        yield from _vehicles(note)


def _mails(text: str) -> Iterator[tuple[int, int]]:
    place = text.find("@")
    while place >= 0:
        end = place
        if text[max(0, place - 1) : place + 2] == " @ ":
            end -= 1
        local = _LOCAL.search(text, max(0, end - 64), end)
        domain = _DOMAIN.match(text, place + 1)
        spaced = text[place + 1 : place + 2] == " "
        if spaced and domain and "." not in domain[0]:
            domain = _SPACED_DOMAIN.match(text, place + 1)
        if local and local[0] and domain and ("." in domain[0] or not spaced):
            yield local.start(), domain.end()
        place = text.find("@", place + 1)


def _spelled(note: Note) -> Iterator[tuple[int, int]]:
    if _SPELLING.isdisjoint(note.words):
        return
    for match in _SPELLED.finditer(note.text):
        bare = _ENGLISH_AT.search(match[0])
        if not (bare and bare.end() == len(match[0])) and not match[0].lower().endswith(" at"):
            yield match.span()


def _handles(note: Note, lexicon: Lexicon) -> Iterator[Finding]:
    """A network's name and then what can only be a handle."""
    words = note.words
    if _NETWORKS.isdisjoint(words):
        return
    for index, word in enumerate(words):
        if word not in _NETWORKS:
            continue
        at, said = index + 1, False
        while at < len(words) and at - index <= 3 and words[at] in _SAID:
            said = True
            at += 1
        match = _HANDLE_BODY.match(note.text, note.starts[at]) if at < len(words) else None
        if note.word(index - 1) == "på" and (first := _handle_before(note, index - 1)) >= 0:
            yield Finding("social", Level.BLOCK, first, note.ends[index] - 1)
        elif match and _is_handle(match[0], said=said, lexicon=lexicon):
            yield Finding("social", Level.BLOCK, note.starts[index], match.end() - 1)


def _handle_before(note: Note, index: int) -> int:
    """Return where a name with digits or an underscore begins, before ``på insta``; or -1."""
    end = note.starts[index] - 1
    first = note.text.rfind(" ", max(0, end - 64), max(0, end)) + 1
    body = note.text[first : max(0, end)]
    letters = any(sign.isalpha() for sign in body)
    marked = "_" in body or any(sign.isdecimal() for sign in body)
    return first if letters and marked and not body[0].isdecimal() else -1


def _is_handle(body: str, *, said: bool, lexicon: Lexicon) -> bool:
    if any(sign.isdecimal() or sign == "_" for sign in body) or "." in body.rstrip("."):
        return len(body) > 2
    small = body.lower()
    if lexicon.of(small) or lexicon.listed(small) or "-" in body:
        return False
    if said:
        return True
    return not lexicon.common(small) and (
        body == small and not small.endswith(("ades", "des", "des", "at", "ts", "as"))
    )


def _cases(note: Note) -> Iterator[Finding]:
    words = note.words
    if _CASE.isdisjoint(words) and "nr" not in words:
        return
    for index, word in enumerate(words):
        parted = word == "nr" and (note.word(index - 2), note.word(index - 1)) == ("d", ".")
        if word not in _CASE and not parted:
            continue
        at, said = index + 1, word.endswith(("nr", "nummer", "id"))
        while at < len(words) and at - index <= 4 and words[at] in _IN_CASE:
            said = said or words[at] in ("nr", "nummer", "#", "id")
            at += 1
        match = _CASE_NUMBER.match(note.text, note.starts[at]) if at < len(words) else None
        if match and _is_case(word, match[0], said=said):
            yield Finding("case_number", Level.BLOCK, note.starts[index], match.end() - 1)


def _is_case(word: str, number: str, *, said: bool) -> bool:
    """Agenda items and goals have small numbers; cases have long ones, or two parts."""
    digits = sum(sign.isdecimal() for sign in number)
    if word in _STRICT_CASE and not said:
        year_alone = number.isdecimal() and len(number) == 4 and number[:2] in ("19", "20")
        parts = len([part for part in re.split(r"[/:-]", number) if part]) > 1
        return digits >= 3 and (parts or (number.isdecimal() and not year_alone) or digits > 4)
    return digits >= 2 or not word.startswith(("lma", "akt", "mål", "ärende", "utred"))


def _registry(text: str) -> Iterator[Finding]:
    for match in _REGISTRY.finditer(text):
        prefix, year, parter, number = match.groups()
        if prefix in _PUBLISHED or (parter == ":" and prefix.endswith("FS")):
            continue
        school_year = len(number) == 2 and int(number) == (int(year) + 1) % 100
        month = parter == "-" and len(number) <= 2
        if not (school_year or month):
            yield Finding("case_number", Level.BLOCK, match.start(), match.end() - 1)


def _vehicles(note: Note) -> Iterator[Finding]:
    text = note.text
    for match in _PLATE.finditer(text):
        counted = match[2].isdecimal() and _COUNTED.match(text, match.end())
        if match[1] not in _NO_PLATES and not (counted and " " in match[0]):
            yield Finding("vehicle", Level.BLOCK, match.start(), match.end() - 1)
    for match in () if _PLATE_WORDS.isdisjoint(note.words) else _PLATE_SAID.finditer(text):
        yield Finding("vehicle", Level.BLOCK, match.start(1), match.end(1) - 1)
