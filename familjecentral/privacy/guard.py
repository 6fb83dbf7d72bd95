"""The guard: reads short Swedish text and says what in it looks like personal data.

A safety net, not a proof: it catches what has a form. Nothing of a text is kept or shown.
"""

from __future__ import annotations

from bisect import bisect_left

from familjecentral.privacy.addresses import find_addresses
from familjecentral.privacy.marks import find_marks
from familjecentral.privacy.model import Finding, Level, Reading
from familjecentral.privacy.names import NameReader
from familjecentral.privacy.numbers import find_numbers
from familjecentral.privacy.phones import find_accounts, find_phones
from familjecentral.privacy.scan import Note, scan
from familjecentral.privacy.words import Words, lexicon


class Guard:
    """Reads texts against the word lists that it is handed. Takes time in proportion to a text."""

    def __init__(self, words: Words) -> None:
        self._lexicon = lexicon(words)

    def read(self, text: str) -> Reading:
        """Return the level of a text and what was found in it, in the order of the text."""
        note = scan(text)
        if not note.words:
            return Reading(Level.OK)
        found = self._read(note)
        found.sort(key=lambda finding: (finding.first, finding.last))
        if note.places:
            found = [_as_written(finding, note.places) for finding in found]
        levels = {finding.level for finding in found}
        level = next((each for each in (Level.BLOCK, Level.WARN) if each in levels), Level.OK)
        return Reading(level, tuple(found))

    def _read(self, note: Note) -> list[Finding]:
        found: list[Finding] = []
        used: set[int] = set()
        found.extend(find_accounts(note))
        numbers, used = find_numbers(note)
        phones = [*find_phones(note, used)]
        called = {phone.first for phone in phones}
        found.extend(n for n in numbers if n.level is Level.BLOCK or n.first not in called)
        found.extend(phones)
        found.extend(find_marks(note, self._lexicon))
        found.extend(find_addresses(note, self._lexicon))
        found.extend(NameReader(note, self._lexicon, _covered(note, found)).findings())
        return found


def _covered(note: Note, found: list[Finding]) -> set[int]:
    """Return the tokens that lie in findings."""
    covered: set[int] = set()
    index = 0
    for finding in sorted(found, key=lambda each: each.first):
        index = max(index, bisect_left(note.starts, finding.first))
        while index < len(note.starts) and note.starts[index] <= finding.last:
            covered.add(index)
            index += 1
    return covered


def _as_written(finding: Finding, places: list[int]) -> Finding:
    return Finding(finding.kind, finding.level, places[finding.first], places[finding.last])
