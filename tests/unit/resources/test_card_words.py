"""The words of which code words are made."""

from __future__ import annotations

from itertools import combinations

from resources import guard_words
from resources.card_words import card_words


def distance(one: str, other: str) -> int:
    """Return how many letters have to be changed, added or left out (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


def test_no_two_words_of_a_list_are_nearly_alike() -> None:
    """Two letters at least, so that open cards, which share no half, differ in four."""
    for words in card_words():
        assert len(words) >= 60
        for one, other in combinations(words, 2):
            assert distance(one, other) >= 2, (one, other)


def test_there_are_words_for_many_years_and_none_is_a_first_name() -> None:
    """Ten thousand pairs, short enough to say."""
    first, second = card_words()
    assert len(first) * len(second) > 10_000
    for word in (*first, *second):
        assert 2 <= len(word) <= 9
        assert word.isalpha()
        assert word == word.casefold()
        assert word not in guard_words()["first_names"]
