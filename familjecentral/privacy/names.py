"""Names of persons: whole ones, with an age beside them, and first names alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from familjecentral.privacy.ages import age_after, age_before, is_aged
from familjecentral.privacy.dates import MONTHS
from familjecentral.privacy.model import Finding, Kind, Level
from familjecentral.privacy.scan import Note
from familjecentral.privacy.words import (
    COMMON,
    FIRST,
    FUNCTION,
    INSTITUTION,
    PLACE,
    ROOM,
    SURNAME,
    TERM,
    Lexicon,
    each,
)

_PARTICLES: Final = each(
    "von af de la le van der den el al bin ibn abu da dos das del della di av du ben bint ter ten "
    "mac mc o' d' zu zur st"
)
_PERSONS: Final = each("familjen fru herr fröken makarna syskonen paret bröderna systrarna dr")
_MEANT: Final = each("maj mai per hans jan tor tim dan max inga")
"""Particles and months that, with a capital before another name, are names more often than not."""
_CERTAIN_ENDINGS: Final = ("sson", "ssons", "dotter", "dotters")
_MOST_GIVEN: Final = 5
_SHORTEST_SMALL: Final = 4  # first names in small letters are words of the language too often
_UNKNOWN_FLAGS: Final = COMMON | FIRST | PLACE | TERM


class NameReader:
    """Reads the names of one note; ``used`` are tokens that already belong to a finding."""

    def __init__(self, note: Note, lexicon: Lexicon, used: set[int]) -> None:
        self.note = note
        self.lexicon = lexicon
        self.used = used
        self.known: set[int] = set()  # names that are harmless when they stand alone
        self.flags = [lexicon.flags.get(word, 0) for word in note.words]
        self._pass_over_terms()
        self.names = self._first_names()
        self.capitals = [i for i, start in enumerate(note.starts) if note.text[start].isupper()]

    def findings(self) -> Iterator[Finding]:
        """Yield what is found, whole names before their parts."""
        for index in self.names:
            if index not in self.used and (found := self._full(index)):
                yield self._take_full(*found)
        known = {index for index in self.names if self._is_name(index)}
        for index in sorted(known - self.used):
            yield from self._aged(index, known)
        for index in self.capitals:
            if index not in self.used and (found := self._without_first_name(index)):
                yield self._take("full_name", *found)
        for index in self.names:
            if index not in self.used and self._alone(index):
                yield self._take("first_name", Level.WARN, index, index)

    def _pass_over_terms(self) -> None:
        """Use up what is known to be harmless: organisations, programmes, books."""
        words = self.note.words
        for index, flags in enumerate(self.flags):
            if not flags & TERM:
                continue
            for rest in self.lexicon.terms[words[index]]:
                after = index + 1 + len(rest)
                if not _same_term(words[index + 1 : after], rest):
                    continue
                if rest or not flags & FIRST:
                    self.used.update(range(index, after))
                else:
                    self.known.add(index)
                break

    def _first_names(self) -> dict[int, int]:
        """Return the tokens that are first names, with what else they are."""
        names = {}
        for index, (word, known) in enumerate(zip(self.note.words, self.flags, strict=True)):
            flags = known
            if not known and (word[-1] == "s" or "-" in word):
                flags = self.lexicon.first_name(word)
            if flags & FIRST and len(word) > 1 and index not in self.used:
                names[index] = flags
        return names

    def _take(self, kind: Kind, level: Level, first: int, last: int) -> Finding:
        self.used.update(range(first, last + 1))
        return Finding(kind, level, self.note.starts[first], self.note.ends[last] - 1)

    def _take_full(self, level: Level, first: int, last: int) -> Finding:
        """Take a whole name; one that is only asked about is somebody when an age stands by."""
        if level is Level.WARN and self._surname(last):
            after = age_after(self.note, last, names=set(self.names), bare=False)
            before = age_before(self.note, first)
            if after or before:
                return self._take("name_age", Level.BLOCK, first - before, after or last)
        return self._take("full_name", level, first, last)

    def _beside(self, index: int) -> bool:
        """Say whether only a space, or a sign that stands for one, follows a token."""
        if index + 1 >= len(self.note.words):
            return False
        between = self.note.text[self.note.ends[index] : self.note.starts[index + 1]]
        return between != "" and not between.strip(" ")

    def _institution(self, index: int) -> bool:
        """Say whether the word after a token makes an organisation of what stands before."""
        if not self._beside(index):
            return False
        word = self.note.words[index + 1]
        if self.flags[index + 1] & INSTITUTION:
            return True
        return any(
            self.lexicon.flags.get(word[start:], 0) & INSTITUTION
            for start in range(3, min(len(word) - 4, 20))
        )

    def _room(self, index: int) -> bool:
        before = index - 1
        if before >= 0 and self.note.words[before] in "\"'”":
            before -= 1
        return before >= 0 and bool(self.flags[before] & ROOM)

    def _surname(self, index: int) -> bool:
        """Say whether a word is listed as a surname or ends as one."""
        word = self.note.words[index]
        parts = word.split("-")
        listed = any(self.lexicon.of(part) & SURNAME for part in parts)
        return listed or self.lexicon.surname_shaped(word)

    def _strange(self, index: int) -> bool:
        """Say whether a word is in no list and not of the language."""
        word = self.note.words[index]
        flags = self.lexicon.of(word)
        if len(word) < 2 or flags & _UNKNOWN_FLAGS:
            return False
        return word.endswith(_CERTAIN_ENDINGS) or not self.lexicon.common(word)

    def _full(self, index: int) -> tuple[Level, int, int] | None:
        """Return level, first and last token of the whole name that holds this first name."""
        if self.names[index] & FUNCTION and not self.note.capital(index):
            return None
        return self._surname_after(index) or self._surname_before(index)

    def _surname_after(self, index: int) -> tuple[Level, int, int] | None:
        note, words = self.note, self.note.words
        capital = note.capital(index)
        certain = not self.names[index] & COMMON or (
            capital and not note.begins_sentence(index) and not self.names[index] & FUNCTION
        )
        last, given, particle = index, 1, False
        while self._beside(last) and last - index < _MOST_GIVEN + 2:
            at = last + 1
            word = words[at]
            if word in _PARTICLES and at + 1 < len(words) and words[at + 1][0].isalpha():
                particle, last = True, at
                continue
            if len(word) == 1 and note.capital(at) and given:
                last = at + 1 if note.word(at + 1) == "." else at
                continue
            if not word[0].isalpha():
                return None
            if self._institution(at) and (note.capital(at) or self._institution(index)):
                self.used.update(range(index, at + 2))
                return None
            if not note.capital(at):
                return self._small_surname(index, at, certain=certain)
            if at in self.names and not self._surname(at):
                given, last = given + 1, at
                continue
            return self._capital_surname(index, at, certain=certain, sure=particle or given > 2)
        return (Level.BLOCK, index, last) if given > 2 and capital else None

    def _capital_surname(
        self, index: int, at: int, *, certain: bool, sure: bool
    ) -> tuple[Level, int, int] | None:
        word = self.note.words[at]
        flags = self.lexicon.of(word)
        listed = bool(flags & SURNAME)
        if flags & PLACE and not listed:
            return None
        if not listed and not self.lexicon.surname_shaped(word):
            if flags & COMMON or self.lexicon.listed(word):
                if not self._word_as_surname(index, at, flags):
                    return None
            elif not certain:
                return Level.WARN, index, at
        elif not sure and flags & COMMON and self.names[index] & FUNCTION:
            return self._asked_about(index, at) if self.note.words[index] in _MEANT else None
        return Level.BLOCK, index, self._longest(at)

    def _asked_about(self, index: int, at: int) -> tuple[Level, int, int] | None:
        """``Maj Lind``: two words of the language that are also names, with nothing after them
        that would make a heading or a sentence of them, or with an age."""
        follows = self.note.word(at + 1)
        aged = age_after(self.note, at, names=set(), bare=False)
        ends = not follows or not follows[0].isalnum() or aged
        return (Level.WARN, index, at) if ends and not self.note.written(at).isupper() else None

    def _word_as_surname(self, index: int, at: int, flags: int) -> bool:
        """Say whether an ordinary word with a capital stands as a surname, not as part of a
        heading: ``Emelie Trast`` but not ``Emelie Läser Sagor``."""
        if flags & (FUNCTION | INSTITUTION | ROOM) or self.names[index] & COMMON:
            return False
        heading = self._beside(at) and self.note.capital(at + 1)
        return not heading and not self.note.written(at).isupper()

    def _longest(self, at: int) -> int:
        """Return the last of several surnames."""
        while self._beside(at) and self.note.words[at + 1][0].isalpha():
            if not (self.note.capital(at + 1) and self._surname(at + 1)):
                break
            at += 1
        return at

    def _small_surname(
        self, index: int, at: int, *, certain: bool
    ) -> tuple[Level, int, int] | None:
        word = self.note.words[at]
        flags = self.lexicon.of(word)
        if not certain or flags & (COMMON | PLACE | TERM) or self.lexicon.listed(word):
            return None
        return (Level.WARN, index, at) if self._surname(at) else None

    def _surname_before(self, index: int) -> tuple[Level, int, int] | None:
        """``Efternamn, Förnamn`` and ``Efternamn Förnamn``."""
        note, words = self.note, self.note.words
        comma = note.word(index - 1) == ","
        at = index - 2 if comma else index - 1
        if at < 0 or not words[at][0].isalpha() or at in self.used or not note.capital(at):
            return None
        if not note.capital(index) or not (comma or self._beside(at)):
            return None
        flags = self.lexicon.of(words[at])
        if flags & FIRST or flags & (PLACE | SURNAME) == PLACE or not self._surname(at):
            return None
        if flags & COMMON or self.lexicon.listed(words[at]):
            sure = words[at].endswith(_CERTAIN_ENDINGS)
            if not (sure or (comma and note.begins_sentence(at) and index + 1 == len(words))):
                return None
        return Level.BLOCK, at, index

    def _is_name(self, index: int) -> bool:
        """Say whether a first name is meant as one, as far as its writing and place tell."""
        flags = self.names[index]
        capital = self.note.capital(index)
        if index in self.used or self._room(index) or self._institution(index):
            return False
        if flags & FUNCTION:
            signed = self.note.word(index + 1) in (",", "(")
            inside = signed or not self.note.begins_sentence(index)
            return capital and (inside or is_aged(self.note, index))
        return capital or not flags & (COMMON | PLACE)

    def _aged(self, index: int, known: set[int]) -> Iterator[Finding]:
        flags = self.names[index]
        signed = self.note.word(index + 1) in (",", "(")
        bare = self.note.capital(index) and (not flags & (COMMON | PLACE) or signed)
        last = age_after(self.note, index, names=known, bare=bare)
        back = 0 if last else age_before(self.note, index)
        if last or back:
            yield self._take("name_age", Level.BLOCK, index - back, last or index)

    def _without_first_name(self, index: int) -> tuple[Level, int, int] | None:
        """Initial and surname, family and surname, two words that are in no list."""
        note = self.note
        if index in self.names:
            return None
        if len(note.words[index]) == 1:
            at = index + 2 if note.word(index + 1) == "." else index + 1
            beside = self._beside(index) if at == index + 1 else self._beside(index + 1)
            if not beside or at in self.used or note.word(index - 1).isdecimal():
                return None
            return (Level.WARN, index, at) if self._named_so(at) else None
        if note.word(index - 1) in _PERSONS and self._named_so(index):
            return Level.WARN, index - 1, index
        return self._two_strangers(index)

    def _named_so(self, at: int) -> bool:
        word = self.note.words[at]
        if not word[0].isalpha() or len(word) < 2 or not self.note.capital(at):
            return False
        flags = self.lexicon.of(word)
        return self._surname(at) and not flags & PLACE and not self._institution(at)

    def _two_strangers(self, index: int) -> tuple[Level, int, int] | None:
        note = self.note
        at = index + 1
        if not self._beside(index) or at in self.used or at in self.names:
            return None
        if not note.words[at][0].isalpha() or not note.capital(at) or self._room(index):
            return None
        upper = note.written(index).isupper()
        if self._institution(at) or upper != note.written(at).isupper():
            return None
        shaped = self._surname(index) or self._surname(at)
        inside = not upper and not note.begins_sentence(index)
        strange = (shaped or inside) and self._strange(index) and self._strange(at)
        return (Level.WARN, index, at) if strange else None

    def _alone(self, index: int) -> bool:
        """Say whether a first name by itself is asked about."""
        flags = self.names[index]
        word = self.note.words[index]
        if index in self.known or self._room(index) or self._institution(index):
            return False
        if not self.note.capital(index):
            small = flags & (COMMON | PLACE | SURNAME) == 0 and len(word) >= _SHORTEST_SMALL
            return small and not self.lexicon.common(word)
        if not flags & (COMMON | PLACE):
            return True
        if self.note.begins_sentence(index) or flags & PLACE or word in MONTHS:
            return word == "maj" and self.note.word(index - 1) in ("med", "och", "hos")
        previous = index - 1
        titled = self.note.words[previous][0].isalpha() and self.note.capital(previous)
        return not titled


def _same_term(here: list[str], rest: tuple[str, ...]) -> bool:
    """Say whether words are those of a term; the last may be a genitive or begin a compound."""
    if len(here) != len(rest) or tuple(here[:-1]) != rest[:-1]:
        return False
    return not rest or rest[-1] in (here[-1], here[-1].partition("-")[0], here[-1].rstrip("s"))
