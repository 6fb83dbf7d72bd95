"""True values of numbers that nobody wrote, where finer numbers add up to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from familjecentral.disclosure.space import Number, Space


class Known:
    """Looks up true values, and adds up finer ones.

    Args:
        space: whose classes and period parts the numbers are made of.
        values: what is known outright.
    """

    def __init__(self, space: Space, values: Mapping[Number, int]) -> None:
        self._space = space
        self._values: dict[Number, int | None] = dict(values)
        self._more: dict[tuple[str, ...], tuple[str, ...]] = {}

    def value(self, number: Number) -> int | None:
        """Return the true value, None where no sum gives it."""
        if number not in self._values:
            self._values[number] = next(self._sums(number), None)
        return self._values[number]

    def _sums(self, number: Number) -> Iterator[int]:
        for parts in self._split(number):
            total = 0
            for part in parts:
                value = self.value(part)
                if value is None:
                    break
                total += value
            else:
                yield total

    def _split(self, number: Number) -> Iterator[Iterator[Number]]:
        """Yield ways to make the number of finer ones: by period part, or by one dimension."""
        codes, parts, vintage = number.codes, number.parts, number.vintage
        if len(parts) > 1:
            yield (Number(codes, (part,), vintage) for part in parts)
        given = dict(codes)
        every = ((name, range(len(self._space.classes[name]))) for name in self._open(number))
        for name, classes in (*((n, c) for n, c in codes if len(c) > 1), *every):
            yield (
                Number(tuple(sorted({**given, name: (n,)}.items())), parts, vintage)
                for n in classes
            )

    def _open(self, number: Number) -> tuple[str, ...]:
        """Return the dimensions that are crossed with all those of the number."""
        names = tuple(name for name, _ in number.codes)
        if names not in self._more:
            cliques = [set(c) for c in self._space.elementary if set(names) <= set(c)]
            found = set().union(*cliques) - set(names)
            self._more[names] = tuple(sorted(n for n in found if len(self._space.classes[n]) > 1))
        return self._more[names]
