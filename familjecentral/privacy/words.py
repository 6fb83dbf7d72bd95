"""The word lists that the guard is handed, and what is known of one word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

# What a word can be; most words are none of it or several. Plain numbers: each word of each text
# is asked for them.
FIRST: Final = 1  # a first name
SURNAME: Final = 2
ORDINARY: Final = 4  # a word of the language, or a name that is one
FUNCTION: Final = 8  # a particle, month or numeral: not a name unless a surname follows
PLACE: Final = 16
INSTITUTION: Final = 32  # makes an organisation of the name before it
ROOM: Final = 64  # makes a room or a house of the name after it
TERM: Final = 128  # a harmless term begins here


def each(text: str) -> frozenset[str]:
    """Return the words of a text, parted by spaces."""
    return frozenset(text.split())


COMMON: Final = ORDINARY | FUNCTION | INSTITUTION | ROOM

_LONGEST_WORD = 40  # of a longer "word" only the beginning is looked up
_SHORTEST_TAIL = 4
_SHORTEST_STEM = 3
# Definite forms, plurals and past tenses of the language; long ones first.
_INFLECTIONS = each(
    "arnas ernas ornas arna erna orna ande ende ades ningen ningar ning ens ets ade are het "
    "en et ar er or an na as es de te t n a r s e"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists in small letters. ``harmless`` terms may have several words, parted by spaces;
    ``surname_endings`` stand after at least two other letters."""

    first_names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    surname_endings: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    function_words: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    harmless: frozenset[str] = frozenset()

    def extended(self, *, first_names: Iterable[str] = (), harmless: Iterable[str] = ()) -> Words:
        """Return the lists with a centre's own names and harmless terms, in any case."""
        return replace(
            self,
            first_names=self.first_names | {name.casefold() for name in first_names},
            harmless=self.harmless | {" ".join(term.lower().split()) for term in harmless},
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists turned around: from a word to what it is. Nothing of a text is kept."""

    flags: Mapping[str, int]
    terms: Mapping[str, tuple[tuple[str, ...], ...]]
    endings: frozenset[str] = field(repr=False)
    longest_ending: int

    def of(self, word: str) -> int:
        """Return the flags of a word in small letters; a genitive counts as its name."""
        flags = self.flags.get(word, 0)
        if not flags and word[-1:] == "s":
            flags = self.flags.get(word[:-1].rstrip("'’"), 0) & ~TERM
        return flags

    def first_name(self, word: str) -> int:
        """Return the flags of a word if it is a first name or a double one, else 0."""
        flags = self.of(word)
        if flags & FIRST:
            return flags
        if "-" in word and not flags:
            parts = [self.of(part) for part in word.split("-")]
            if all(part & FIRST for part in parts):
                return FIRST
        return 0

    def surname_shaped(self, word: str) -> bool:
        """Say whether a word, or its genitive, ends as surnames do."""
        word = word[:_LONGEST_WORD]
        for form in (word, word[:-1].rstrip("'’")) if word[-1:] == "s" else (word,):
            for part in form.split("-"):
                most = min(self.longest_ending, len(part) - 2)
                if any(part[-length:] in self.endings for length in range(2, most + 1)):
                    return True
        return False

    def common(self, word: str) -> bool:
        """Say whether a word, its stem or the end of its compound is of the language."""
        word = word[:_LONGEST_WORD]
        if self.listed(word):
            return True
        last = word.rpartition("-")[2]
        if last != word and self.listed(last):
            return True
        tails = range(2, len(last) - _SHORTEST_TAIL + 1)
        return any(self.listed(last[start:], _SHORTEST_TAIL, ORDINARY) for start in tails)

    def listed(self, word: str, shortest: int = _SHORTEST_STEM, wanted: int = COMMON) -> bool:
        """Say whether a word or its stem is listed as of the language."""
        get = self.flags.get
        if get(word, 0) & wanted:
            return True
        for ending in _INFLECTIONS:
            if word.endswith(ending) and len(word) - len(ending) >= shortest:
                stem = word[: -len(ending)]
                if (get(stem, 0) | get(stem + "a", 0)) & wanted:
                    return True
        return False


def lexicon(words: Words) -> Lexicon:
    """Return the lists, turned around."""
    flags: dict[str, int] = {}
    terms: dict[str, list[tuple[str, ...]]] = {}
    for listed, flag in (
        (words.first_names, FIRST),
        (words.surnames, SURNAME),
        (words.ordinary, ORDINARY),
        (words.function_words, FUNCTION),
        (words.places, PLACE),
        (words.institutions, INSTITUTION),
        (words.rooms, ROOM),
    ):
        for word in listed:
            flags[word] = flags.get(word, 0) | flag
    for term in (*words.harmless, *(place for place in words.places if " " in place)):
        first, *rest = term.split()
        terms.setdefault(first, []).append(tuple(rest))
        flags[first] = flags.get(first, 0) | TERM
    return Lexicon(
        flags=flags,
        terms={
            first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in terms.items()
        },
        endings=words.surname_endings,
        longest_ending=max(map(len, words.surname_endings), default=0),
    )
