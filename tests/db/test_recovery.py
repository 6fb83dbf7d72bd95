"""The recovery key as it stands on paper and as it is typed back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.recovery import ALPHABET, new_recovery_key, read_recovery_key
from familjecentral.errors import InvalidInput


def test_a_key_is_eight_groups_without_misreadable_letters() -> None:
    """Four characters each; never I, L, O or U."""
    for _ in range(200):
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}", new_recovery_key())


@pytest.mark.parametrize("change", [str.lower, lambda t: t.replace("-", ""), lambda t: f" {t} "])
def test_spaces_hyphens_and_case_do_not_matter(change: object) -> None:
    """However it is typed, it is the same key."""
    key = new_recovery_key()
    assert read_recovery_key(change(key)) == key  # type: ignore[operator]
    assert read_recovery_key(change(key.replace("-", " "))) == key  # type: ignore[operator]


def test_letters_that_the_key_never_has_are_read_as_digits() -> None:
    """A 1 read as I or L and a 0 read as O do no harm."""
    key = next(k for k in iter(new_recovery_key, "") if "1" in k and "0" in k)
    assert read_recovery_key(key.replace("1", "L").replace("0", "O")) == key
    assert read_recovery_key(key.replace("1", "i").replace("0", "o")) == key


@given(place=st.integers(0, 31), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_names_its_group(place: int, other: str) -> None:
    """The group that does not fit is named, from 1, and no other."""
    key = new_recovery_key().replace("-", "")
    typed = key[:place] + other + key[place + 1 :]
    if typed == key:
        return
    with pytest.raises(InvalidInput) as caught:
        read_recovery_key(typed)
    assert [(p.problem, p.limit) for p in caught.value.problems] == [("group", place // 4 + 1)]


def test_two_groups_that_changed_places_are_found() -> None:
    """The check knows where its group stands."""
    groups = next(g for g in (new_recovery_key().split("-") for _ in range(99)) if g[2] != g[6])
    groups[2], groups[6] = groups[6], groups[2]
    with pytest.raises(InvalidInput) as caught:
        read_recovery_key("-".join(groups))
    assert {p.limit for p in caught.value.problems} == {3, 7}


@given(st.text(max_size=40))
def test_any_other_text_is_refused(text: str) -> None:
    """Whatever else is typed, the answer is a typed error that does not repeat the text."""
    with pytest.raises(InvalidInput) as caught:
        read_recovery_key(text)
    assert {p.field for p in caught.value.problems} == {"recovery_key"}
