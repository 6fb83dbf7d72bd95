"""The recovery key on paper: eight groups of four characters, each with a check of its own.

Crockford's alphabet has no I, L, O or U. A group is three random characters and one check
character that also depends on the group's place, so that a slip or two groups that changed places
are found and named. 8 × 15 = 120 random bits; behind Argon2id that cannot be searched.
"""

from __future__ import annotations

import secrets

from familjecentral.errors import FieldProblem, InvalidInput

GROUPS = 8
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_RANDOM = 3


def _check(characters: str, group: int) -> str:
    # Odd weights are invertible modulo 32: any one wrong character changes the sum.
    weights = (1, 3, 7)
    total = sum(w * ALPHABET.index(c) for w, c in zip(weights, characters, strict=True))
    return ALPHABET[(total + 11 * group) % len(ALPHABET)]


def new_recovery_key() -> str:
    """Return a fresh key as it is printed: eight groups with hyphens between."""
    groups = []
    for number in range(1, GROUPS + 1):
        characters = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
        groups.append(characters + _check(characters, number))
    return "-".join(groups)


def read_recovery_key(text: str) -> str:
    """Return a typed key in its normal form; spaces, hyphens and case do not matter.

    Raises:
        InvalidInput: field ``recovery_key``; problem ``length``, or ``group`` with the number of
            each group that does not fit.
    """
    typed = "".join(c for c in text.upper() if c.isalnum()).translate(_LOOKALIKES)
    size = _RANDOM + 1
    if len(typed) != GROUPS * size:
        raise InvalidInput((FieldProblem("recovery_key", "length", GROUPS * size),))
    groups = [typed[n * size : (n + 1) * size] for n in range(GROUPS)]
    wrong = tuple(
        FieldProblem("recovery_key", "group", number)
        for number, group in enumerate(groups, 1)
        if not set(group) <= set(ALPHABET) or _check(group[:_RANDOM], number) != group[_RANDOM]
    )
    if wrong:
        raise InvalidInput(wrong)
    return "-".join(groups)
