"""Swedish for numbers: plurals, number words, lists."""

from __future__ import annotations

from familjecentral.export.figures import NO_BREAK, grouped

# Words for one (common gender) to twelve; larger numbers are written with digits.
_WORDS = (
    *("noll", "en", "två", "tre", "fyra", "fem", "sex"),
    *("sju", "åtta", "nio", "tio", "elva", "tolv"),
)


def number_word(number: int, *, neuter: bool = False) -> str:
    """Return a number in words up to twelve, else in digits; ``ett`` for neuter."""
    if number == 1 and neuter:
        return "ett"
    return _WORDS[number] if 0 <= number < len(_WORDS) else grouped(number)


def counted(number: int, one: str, many: str) -> str:
    """Return ``1 kontakt``, ``187 kontakter``, ``inga kontakter``."""
    if number == 0:
        return f"inga {many}"
    return f"{grouped(number)}{NO_BREAK}{one if number == 1 else many}"
