"""Running numbers of a file, remembered in little room: eight bytes for each thing known."""

from __future__ import annotations

import hashlib
from array import array


class _Known:
    """A set of 64-bit numbers in open addressing; 0 stands for a free place."""

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * 1024))
        self._count = 0

    def add(self, number: int) -> bool:
        """Add a number; tell whether it was new."""
        places, mask = self._places, len(self._places) - 1
        place = number & mask
        while places[place]:
            if places[place] == number:
                return False
            place = (place + 1) & mask
        places[place] = number
        self._count += 1
        if 2 * self._count > len(places):
            self._grow()
        return True

    def _grow(self) -> None:
        held = self._places
        self._places = array("Q", bytes(2 * 8 * len(held)))
        self._count = 0
        for number in held:
            if number:
                self.add(number)


class KnownNumbers:
    """Which running numbers of accepted rows have come, and with what content."""

    def __init__(self) -> None:
        self._numbers = _Known()
        self._contents = _Known()

    def is_repeated(self, number: str, digest: bytes) -> bool:
        """Tell whether a number has come before with the same content, and remember it."""
        return not self._contents.add(_print(number.encode() + b"\n" + digest))

    def is_known(self, number: str) -> bool:
        """Tell whether a number has come before, and remember it."""
        return not self._numbers.add(_print(number.encode()))


def _print(content: bytes) -> int:
    """A fingerprint: two rows in 500,000 share one with a probability of 1 in 100 million."""
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest()) or 1
