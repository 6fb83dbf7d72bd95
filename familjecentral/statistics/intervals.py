"""Between which numbers hidden sums lie, said as they stand on paper: row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from familjecentral.calendar.names import capital
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Bound, Key
from familjecentral.statistics.labels import TOTAL_LABEL
from familjecentral.statistics.printed import PART, Line, Shape

_Place = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]


def interval_words(
    printed: Sequence[Shape],
    bounds: Mapping[Key, Bound],
    period: Period,
    number: Callable[[int], str],
) -> tuple[str, ...]:
    """Return one line a table: ``Tabell 3: Annat: totalt 3–48, Selektiv 5–9; Ekonomi: …``.

    Rows and columns come in the order of the table, each number once. What has no place on paper,
    such as what is left of a total, is not said.

    Args:
        number: writes a number as the tables do.
    """
    left = {
        _place(key): f"{number(bound.low)}–{number(bound.high)}" for key, bound in bounds.items()
    }
    lines = []
    for shape in printed:
        rows = [said for line in shape.rows if (said := _row(shape, line, left, period))]
        if rows:
            lines.append(f"Tabell {shape.number}: {'; '.join(rows)}.")
    return tuple(lines)


def _place(key: Key) -> _Place:
    return key.measure, key.period, tuple(sorted(key.codes))


def _row(shape: Shape, line: Line, left: dict[_Place, str], period: Period) -> str:
    """Return what is known of the hidden numbers of a row, or ""; it is not said again."""
    found = [(head, left.pop(at)) for head, at in _places(shape, line, period) if at in left]
    label = line.label
    if label.startswith(PART):
        label = capital(label.removeprefix(PART))
    if len(shape.columns) == 1:
        return "".join(f"{label} {ends}" for _, ends in found)
    told = ", ".join(f"{head} {ends}" for head, ends in found)
    return f"{label}: {told}" if told else ""


def _places(shape: Shape, line: Line, period: Period) -> Iterator[tuple[str, _Place]]:
    """Yield the cells of a row, each with the head of its column."""
    months = [str(month) for month in period.months]
    if line.month:
        months = [str(month) for month in period.months if month.month == line.month]
    for column in shape.columns:
        measure = line.measure or column.measure or shape.measure
        head = column.label.lower() if column.label == TOTAL_LABEL else column.label
        codes = {**dict(line.codes), **dict(column.codes)}
        yield head, (measure, tuple(months), tuple(sorted(codes.items())))
