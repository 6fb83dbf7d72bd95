"""Which rows on places and attendance may stand beside the participants of groups.

Places bound participants from above, and attendance over all sessions is participants times
sessions less absences, of people whose way through the course is told in another table. The proof
takes each measure by itself, so these relations must never tell anything. They do not where a row
is a cell only under conditions that everybody can check on what is published (ADR 14); else it is
no cell of the table at all. The numbers themselves decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from familjecentral.disclosure.table import Key, TableSet, Value
from familjecentral.statistics.cells import CENTRE, Counted
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.rule import policy_of

PARTICIPANTS, PLACES, ATTENDANCE = "group_participants", "group_places", "group_attendance"
BESIDE = (PLACES, ATTENDANCE)
"""Measures whose rows are decided on when the participants have been protected"""
COURSE = "course"  # field of the dimension that tells how somebody came through
_PRESENT = "present"

Codes = tuple[tuple[str, str], ...]
Atoms = frozenset[tuple[str, str]]  # of a centre and a month
Told = Mapping[tuple[str, Codes], Value]


@dataclass(frozen=True, slots=True)
class _Region:
    """What earlier releases say of the groups that ended in some months in some centres."""

    atoms: Atoms
    told: Told


class Standing:
    """Decides for one release: its counted tables next to everything published before."""

    def __init__(
        self, declared: DeclaredSet, counted: Counted, earlier: Sequence[TableSet]
    ) -> None:
        self._counted = counted
        self._policy = policy_of(declared, counted)
        self._course = {d.key for d in declared.dimensions if d.field == COURSE}
        self._present = {d.key for d in declared.dimensions if d.field == _PRESENT}
        self._earlier = self._regions(earlier)

    @cached_property
    def first(self) -> TableSet:
        """What is protected first: everything but the rows that are decided on afterwards.

        Left out too is how people came through the course, where attendance of a longer period or
        of more centres has been published: it would tell of the parts.
        """
        return self._only(
            key
            for key in self._keys()
            if key.measure not in BESIDE
            and not (self._is_of_course(key.codes) and self._would_be_told(key))
        )

    def second(self, first: TableSet) -> TableSet:
        """Return the rows that may stand next to the protected first part."""
        told: dict[tuple[str, ...], Told] = {}
        for cell in first.cells:
            if cell.key.measure == PARTICIPANTS:
                place, codes = _split(cell.key)
                held = dict(told.get((place, *cell.key.period), {}))
                held[PARTICIPANTS, codes] = cell.value
                told[place, *cell.key.period] = held
        rows: dict[Key, list[Key]] = {}
        for key in self._keys():
            if key.measure in BESIDE:
                rows.setdefault(self._row(key), []).append(key)
        chosen: set[Key] = set()
        for row, keys in rows.items():
            place, codes = _split(row)
            if codes:
                continue  # comes with the sum of the table that it stands in
            now = told.get((place, *row.period), {})
            inner = [r for r in rows if _is_part(r, row)]
            if row.measure == ATTENDANCE:
                standing = [r for r in inner if self._may_stand(r, now)]
                chosen.update(key for r in standing for key in rows[r])
                is_whole = not any(self._is_small(key) for r in standing for key in rows[r])
            else:
                standing = [r for r in inner if (PARTICIPANTS, _split(r)[1]) in _shown(now)]
                is_whole = (PARTICIPANTS, ()) in _shown(now)
                chosen.update(key for r in standing for key in rows[r] if standing == inner)
            # A sum stands for all codes that occur, so in a table with rows it needs all of them.
            if is_whole and (standing == inner or row.measure == PLACES):
                chosen.update(keys)
        return self._only(chosen)

    def _may_stand(self, row: Key, now: Told) -> bool:
        """Tell whether a row of attendance may stand: it is a sum of rows that are shown, or it
        says nothing of participants and its absences cannot be worked out (ADR 14)."""
        place, codes = _split(row)
        own = self._atoms(place, row.period)
        near = [r for r in self._earlier if r.atoms & own]
        inside = [r for r in near if r.atoms < own]
        if _covers(own, [r.atoms for r in inside if self._is_shown(r.told, codes)]):
            return True
        if any(not r.atoms >= own or self._tells_other_ways(r.told, now) for r in near):
            return False
        same = [r.told for r in near if r.atoms == own]
        if not all(self._is_open(told, codes) for told in (now, *same)):
            return False
        people = now[PARTICIPANTS, codes]
        ways = self._counted.held.get(row, frozenset())
        if people == 0:
            return True
        if not isinstance(people, int) or len(ways) != 1:
            return False
        (way,) = ways
        held, enough = (int(number) for number in way.split(":"))
        return carries(people, held, enough, self._policy.threshold_of(row))

    def _is_open(self, told: Told, codes: Codes) -> bool:
        """Tell whether the participants of a row are shown, and how all of them came through."""
        through = [
            value
            for (measure, own), value in told.items()
            if measure == PARTICIPANTS and self._is_of_course(own)
        ]
        return (
            isinstance(told.get((PARTICIPANTS, codes)), int)
            and bool(through)
            and all(isinstance(value, int) for value in through)
        )

    def _is_shown(self, told: Told, codes: Codes) -> bool:
        """Tell whether an earlier row of attendance is known: shown, or of nobody."""
        if told.get((PARTICIPANTS, codes)) == 0:
            return True
        parts = [
            value
            for (measure, own), value in told.items()
            if measure == ATTENDANCE and self._without_present(own) == codes
        ]
        return bool(parts) and all(isinstance(value, int) for value in parts)

    def _would_be_told(self, key: Key) -> bool:
        place, _ = _split(key)
        own = self._atoms(place, key.period)
        near = [r for r in self._earlier if r.atoms & own]
        now: Told = {
            (k.measure, _split(k)[1]): None for k in self._keys() if k.period == key.period
        }
        if any(_has_attendance(r) and self._tells_other_ways(r.told, now) for r in near):
            return True
        said = [
            value
            for r in near
            if r.atoms == own
            for (measure, codes), value in r.told.items()
            if measure == PARTICIPANTS and self._is_of_course(codes)
        ]
        if said and all(isinstance(value, int) for value in said):
            return False
        return any(not r.atoms <= own and _has_attendance(r) for r in near)

    def _tells_other_ways(self, then: Told, now: Told) -> bool:
        """Tell whether both tell how people came through, by other codes: attendance is harmless
        beside ways that are all shown, and would tell of finer ones that are not."""
        ways = [
            {
                codes
                for measure, codes in told
                if measure == PARTICIPANTS and self._is_of_course(codes)
            }
            for told in (then, now)
        ]
        return all(ways) and ways[0] != ways[1]

    def _regions(self, earlier: Sequence[TableSet]) -> tuple[_Region, ...]:
        found: dict[Atoms, dict[tuple[str, Codes], Value]] = {}
        for cell in (cell for tables in earlier for cell in tables.cells):
            if cell.key.measure not in (PARTICIPANTS, ATTENDANCE):
                continue
            place, codes = _split(cell.key)
            told = found.setdefault(self._atoms(place, cell.key.period), {})
            named = cell.key.measure, codes
            # Hidden in one state of the data is not shown.
            told[named] = None if told.get(named, 0) is None else cell.value
        return tuple(_Region(atoms, told) for atoms, told in found.items())

    def _atoms(self, place: str, period: tuple[str, ...]) -> Atoms:
        """Return the months of the centres. All centres together are more than a single one."""
        centres = self._counted.centres
        places = (place,) if place else (*centres, *(("",) if len(centres) == 1 else ()))
        return frozenset((centre, month) for centre in places for month in period)

    def _is_of_course(self, codes: Codes) -> bool:
        return any(name in self._course for name, _ in codes)

    def _row(self, key: Key) -> Key:
        return replace(key, codes=self._without_present(key.codes))

    def _without_present(self, codes: Codes) -> Codes:
        return tuple(pair for pair in codes if pair[0] not in self._present)

    def _is_small(self, key: Key) -> bool:
        value = self._values[key]
        return isinstance(value, int) and 0 < value < self._policy.threshold_of(key)

    @cached_property
    def _values(self) -> Mapping[Key, Value]:
        return {cell.key: cell.value for cell in self._counted.tables.cells}

    def _keys(self) -> Iterable[Key]:
        return self._values

    def _only(self, keys: Iterable[Key]) -> TableSet:
        wanted = set(keys)
        tables = self._counted.tables
        return replace(tables, cells=tuple(cell for cell in tables.cells if cell.key in wanted))


def carries(people: int, held: int, enough: int, threshold: int) -> bool:
    """Tell whether a small number of absences stays hidden even from somebody who knows how each
    of the participants came through the course.

    Who completed missed at most ``held - enough`` sessions, who came to the first alone ``held -
    1``, anybody else something between. Whatever way they came through, as long as the absences can
    be few, the interval must reach the threshold and be ``threshold - 1`` wide.
    """

    def is_open(only_first: int, other: int) -> bool:
        low = only_first * (held - 1) + other * (held - enough + 1)
        completed = people - only_first - other
        high = (only_first + other) * (held - 1) + completed * (held - enough)
        cannot_be_few = low >= threshold
        return cannot_be_few or (high >= threshold and high - max(low, 1) >= threshold - 1)

    few = range(min(people, threshold) + 1)  # each of them misses a session at least
    return all(is_open(one, other) for one in few for other in few if one + other <= people)


def standing_set(declared: DeclaredSet, cells: TableSet) -> DeclaredSet:
    """Return the table set without the tables of which nothing stands."""
    found: dict[tuple[str, str], set[frozenset[str]]] = {}
    for cell in cells.cells:
        names = frozenset(name for name, _ in _split(cell.key)[1])
        found.setdefault((cell.table, cell.key.measure), set()).add(names)
    return replace(
        declared,
        tables=tuple(
            spec
            for spec in declared.tables
            for held in (found.get((spec.key, spec.measure), set()),)
            if frozenset(spec.dimensions) in held or held == {frozenset()}
        ),
    )


def standing_in_all(parts: Mapping[str, TableSet]) -> dict[str, TableSet]:
    """Return the sets of several stores with only those rows beside participants that stand in
    all of them: a row that is lacking somewhere has no sum, not even a hidden one."""
    keys = [{cell.key for cell in tables.cells} for tables in parts.values()]
    common = set.intersection(*keys)
    return {
        name: replace(
            tables,
            cells=tuple(c for c in tables.cells if c.key.measure not in BESIDE or c.key in common),
        )
        for name, tables in parts.items()
    }


def _has_attendance(region: _Region) -> bool:
    return any(measure == ATTENDANCE for measure, _ in region.told)


def _is_part(row: Key, whole: Key) -> bool:
    """Tell whether a row is one of those that a row without codes is the sum of."""
    place, codes = _split(row)
    return (
        bool(codes)
        and (row.measure, row.period) == (whole.measure, whole.period)
        and place == _split(whole)[0]
    )


def _shown(told: Told) -> set[tuple[str, Codes]]:
    return {named for named, value in told.items() if isinstance(value, int)}


def _split(key: Key) -> tuple[str, Codes]:
    """Return the centre of a cell ("" for all together) and its other codes."""
    place = next((code for name, code in key.codes if name == CENTRE), "")
    return place, tuple(pair for pair in key.codes if pair[0] != CENTRE)


def _covers(whole: Atoms, parts: Sequence[Atoms]) -> bool:
    """Tell whether some of the parts make up the whole, none of them overlapping."""
    if not whole:
        return True
    first = min(whole)
    return any(
        first in part and part <= whole and _covers(whole - part, parts) for part in set(parts)
    )
