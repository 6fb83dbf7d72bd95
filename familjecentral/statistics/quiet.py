"""Where no group of a programme ended: everybody knows, so nobody of it took part there.

Which groups there are stands on the notice board, and how many ended is published. Between two
releases, such as a quarter and the half-year around it, that tells of participants: they are
protected as if the zeros had been released.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.statistics.cells import CENTRE
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.standing import PARTICIPANTS

PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Ended:
    """What the calendar says.

    Attributes:
        groups: centre, month and programme of groups that ended.
        months: centre and month of which that is known.
    """

    groups: frozenset[tuple[str, str, str]] = frozenset()
    months: frozenset[tuple[str, str]] = frozenset()


def told_by_calendar(
    declared: DeclaredSet, new: TableSet, earlier: Sequence[TableSet], ended: Ended
) -> tuple[TableSet, ...]:
    """Return the earlier releases with the zeros that the calendar adds to them; the same
    releases where none of them tells of participants."""
    before = [cell.key for tables in earlier for cell in tables.cells if _is_asked(cell)]
    if not before:
        return tuple(earlier)
    keys = {*before, *(cell.key for cell in new.cells if _is_asked(cell))}
    zeros = tuple(_zeros(declared, keys, ended))
    *others, last = earlier
    return (*others, TableSet((*last.cells, *zeros), last.hierarchy))


def _is_asked(cell: Cell) -> bool:
    return cell.key.measure == PARTICIPANTS


def _zeros(declared: DeclaredSet, keys: set[Key], ended: Ended) -> Iterator[Cell]:
    everywhere = tuple(sorted({centre for centre, _ in ended.months}))
    programmes = declared.dimension(PROGRAMME).codes
    places = {_place(key) for key in keys}
    places.update(everywhere if "" in places else ())
    for months in _told_apart({key.period for key in keys}):
        for place in sorted(places):
            centres = (place,) if place else everywhere
            where = {(centre, month) for centre in centres for month in months}
            if not where <= ended.months:
                continue
            held = {name for centre, month, name in ended.groups if (centre, month) in where}
            for name in programmes:
                if name not in held:
                    codes = (*(((CENTRE, place),) if place else ()), (PROGRAMME, name))
                    for vintage in sorted({key.vintage for key in keys}):
                        yield Cell(Key(PARTICIPANTS, months, vintage, codes), 0)


def _place(key: Key) -> str:
    return next((code for name, code in key.codes if name == CENTRE), "")


def _told_apart(periods: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the months that no period tells from each other, together."""
    ordered = sorted(periods)
    found: dict[tuple[bool, ...], list[str]] = {}
    for month in sorted({month for period in ordered for month in period}):
        found.setdefault(tuple(month in period for period in ordered), []).append(month)
    return [tuple(months) for months in found.values()]
