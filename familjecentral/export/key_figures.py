"""Key figures from shown cells: only those whose codes the table set holds exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familjecentral.disclosure.table import MISSING as MISSING_CODE
from familjecentral.export.figures import Cells, Figure, less, share, total
from familjecentral.export.report_input import KeyFigureText
from familjecentral.statistics.declared import DeclaredSet, Dimension, DimensionKind
from familjecentral.statistics.labels import SetLabels
from familjecentral.statistics.printed import LEVEL_FIELD

TOTAL_CONTACTS = "kpi_contacts_total"
_STRUCTURAL_FIELDS = ("structural_activity_type",)
_OF_LEVEL = {
    "universal": "Andel universella kontakter",
    "selective": "Andel selektiva kontakter",
    "indicated": "Andel indikerade kontakter",
}


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells of one dimension added up: reporting codes, or every occasion for an empty tuple."""

    measure: str
    dimension: str = ""
    codes: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    def of(self, cells: Cells) -> Figure:
        """Return the sum, from its parts or as the total without the others."""
        whole = cells.get(self.measure, {})
        if not self.codes:
            return whole
        added = total(self._each(cells, self.codes))
        if added.known is not None or not self.rest:
            return added
        others = less(whole, total(self._each(cells, self.rest)))
        return others if others.known is not None else added

    def _each(self, cells: Cells, codes: Sequence[str]) -> Iterator[Figure]:
        return (cells.get(self.measure, {self.dimension: code}) for code in codes)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A key figure that can be counted: its words, numerator, and base (None: it is a count)."""

    code: str
    label: str
    text: KeyFigureText
    part: Sum
    base: Sum | None

    def figure(self, cells: Cells) -> Figure:
        """Return the key figure of a release."""
        part = self.part.of(cells)
        return part if self.base is None else share(part, self.base.of(cells))


def countable(
    texts: Sequence[KeyFigureText], declared: DeclaredSet, labels: SetLabels
) -> tuple[KeyFigure, ...]:
    """Return the key figures that the table set can tell, in order.

    The share by level becomes one key figure for each level. A figure whose codes do not
    coincide with reporting codes is left out: it would need counts that nobody published.
    """
    by_level = {m.working_level: m.key for m in declared.measures}
    contacts = by_level.get("individual")
    if contacts is None:
        return ()
    found: list[KeyFigure] = []
    for text in texts:
        if text.code == TOTAL_CONTACTS:
            found.append(KeyFigure(text.code, text.sv, text, Sum(contacts), None))
            continue
        if text.measure:
            found.extend(_of_measure(text, declared))
            continue
        measure = contacts
        if text.dimension in _STRUCTURAL_FIELDS:
            measure = by_level.get("structural", "")
        told = (
            tuple(_of(text, dimension, declared, measure, labels))
            for dimension in declared.dimensions
            if measure and dimension.field == text.dimension
        )
        found.extend(next(filter(None, told), ()))
    return tuple(found)


def _of_measure(text: KeyFigureText, declared: DeclaredSet) -> Iterator[KeyFigure]:
    """Yield a key figure of a measure that it names, by reporting codes."""
    specs = [spec for spec in declared.tables if spec.measure == text.measure]
    if text.unit not in ("count", "share"):
        return  # a rate: by a number that is typed or counted beside it
    if not text.dimension:
        of = text.denominator_measure
        if specs and (not of or any(spec.measure == of for spec in declared.tables)):
            base = Sum(of) if of else None
            yield KeyFigure(text.code, text.sv, text, Sum(text.measure), base)
        return
    of = text.denominator_dimension or text.dimension
    told = {name for spec in specs for name in spec.dimensions}
    if {text.dimension, of} <= told:
        part = _sum(text.measure, declared.dimension(text.dimension), text.numerator_codes)
        whole = Sum(text.measure)
        if text.denominator_codes:
            whole = _sum(text.measure, declared.dimension(of), text.denominator_codes)
        yield KeyFigure(text.code, text.sv, text, part, whole)


def _of(
    text: KeyFigureText,
    dimension: Dimension,
    declared: DeclaredSet,
    measure: str,
    labels: SetLabels,
) -> Iterator[KeyFigure]:
    if not any(s.measure == measure and dimension.key in s.dimensions for s in declared.tables):
        return
    if dimension.field == LEVEL_FIELD:
        for code in dimension.codes:
            label = _OF_LEVEL.get(code, labels.code(dimension.key, code))
            part = _sum(measure, dimension, (code,))
            yield KeyFigure(f"{text.code}.{code}", label, text, part, Sum(measure))
        return
    part_codes = _reporting(dimension, text.numerator_codes)
    if not part_codes:
        return
    base: Sum | None = Sum(measure)
    if text.unit != "share":
        base = None
    elif text.denominator_codes:
        base_codes = _known(dimension, text.denominator_codes)
        if not base_codes:
            return
        base = _sum(measure, dimension, base_codes)
    yield KeyFigure(text.code, text.sv, text, _sum(measure, dimension, part_codes), base)


def _sum(measure: str, dimension: Dimension, codes: tuple[str, ...]) -> Sum:
    rest = tuple(code for code in dimension.codes if code not in codes)
    return Sum(measure, dimension.key, codes, rest)


def _reporting(dimension: Dimension, stored: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reporting codes that hold exactly the stored codes, or nothing."""
    if dimension.kind is DimensionKind.FLAG:
        return ("yes",) if set(dimension.any_of) == set(stored) else ()
    if not stored:
        return ()
    if not dimension.groups:
        return tuple(code for code in dimension.codes if code in stored)
    codes = tuple(code for code, members in dimension.groups.items() if set(members) & set(stored))
    held = {member for code in codes for member in dimension.groups[code]}
    return codes if held == set(stored) else ()


def _known(dimension: Dimension, stored: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reporting codes of a base; for a flag those that are known."""
    if dimension.kind is DimensionKind.FLAG:
        return ("yes", "no") if MISSING_CODE in dimension.codes else ()
    return _reporting(dimension, stored)
