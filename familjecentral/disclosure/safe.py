"""SafeTable: the only thing that writers accept, and only ``disclosure`` makes one."""

from __future__ import annotations

from dataclasses import dataclass

from familjecentral.disclosure.table import Key, TableSet

_SEAL = object()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proved about a protected table set.

    Attributes:
        rule: version of the rule, such as ``"1"``.
        threshold: default threshold T.
        shown, hidden_small, hidden_other: numbers of cells (hidden_small and hidden_other are
            never printed apart from each other; their sum is).
        smallest_interval: length U - L of the narrowest interval of a hidden small number, or
            None when there is none.
        solver: name and version of the solver, and ``exact`` or ``heuristic``.
        seconds: time of the search, not part of what is repeatable.
        proved: the audit of every target has been done.
        interrupted: an emergency clock stopped the search (the pattern is safe all the same).
        releases: how many earlier releases were taken into account.
    """

    rule: str
    threshold: int
    shown: int
    hidden_small: int
    hidden_other: int
    smallest_interval: int | None
    solver: str
    seconds: float
    proved: bool
    interrupted: bool
    releases: int


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A protected table set: every hidden cell's value is None, and nothing else is kept.

    Attributes:
        tables: the cells in the order they were given; hidden ones hold None.
        impossible: keys of structural zeros, written "." on paper.
        certificate: what was proved.
    """

    tables: TableSet
    impossible: frozenset[Key]
    certificate: Certificate
    _seal: object

    def __post_init__(self) -> None:
        if self._seal is not _SEAL:
            raise TypeError("only familjecentral.disclosure makes a SafeTable")


def seal(tables: TableSet, impossible: frozenset[Key], certificate: Certificate) -> SafeTable:
    """Make a SafeTable of a protected pattern. Called by ``disclosure`` alone."""
    return SafeTable(tables, impossible, certificate, _SEAL)


def reopen(cells: TableSet, certificate: Certificate) -> SafeTable:
    """Return the SafeTable of a registered release: its cells are frozen as they were shown."""
    return seal(cells, frozenset(), certificate)
