"""What a report is built from: a protected draft, its words, and what was registered before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from familjecentral.calendar.names import period_short
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import TableSet, period_atoms
from familjecentral.export.figures import NOTHING, Cells
from familjecentral.releases.draft import Draft
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.statistics.kept import counts_the_same
from familjecentral.statistics.labels import SetLabels
from familjecentral.statistics.printed import CENTRE


class KeyFigureText(Protocol):
    """What a key figure divides by what, in words and in stored codes.

    ``dimension`` is a field of the contact; no numerator codes means any code, no denominator
    codes every occasion, missing values included. With a ``measure``, all are the table set's own,
    and the base may be the whole of another one, or codes of another dimension.
    """

    @property
    def code(self) -> str: ...
    @property
    def sv(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def numerator(self) -> str: ...
    @property
    def denominator(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def dimension(self) -> str: ...
    @property
    def numerator_codes(self) -> tuple[str, ...]: ...
    @property
    def denominator_codes(self) -> tuple[str, ...]: ...
    @property
    def denominator_measure(self) -> str: ...
    @property
    def denominator_dimension(self) -> str: ...


class TitledText(Protocol):
    """A paragraph with its heading; ``str.format`` fields in braces."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The fixed Swedish words: labels, texts by dotted key, the page on protection, key figures."""

    labels: SetLabels
    text: Mapping[str, str]
    protection: Sequence[TitledText]
    key_figures: Sequence[KeyFigureText]


@dataclass(frozen=True, slots=True)
class ReportInput:
    """A draft (or release) with its words.

    Attributes:
        history: registered releases for the chart over time, in any order; the earlier columns
            come from the draft itself.
        cells: the protected cells; numbers that a correction changes know it.
        previous, year_before: the cells of the period before and of the same period one year
            earlier, as registered; none without a release.
    """

    draft: Draft
    words: ReportWords
    history: tuple[Release, ...] = ()
    cells: Cells = field(init=False)
    previous: Cells = field(init=False)
    year_before: Cells = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", self._present())
        object.__setattr__(self, "previous", self.earlier(self.draft.previous))
        object.__setattr__(self, "year_before", self.earlier(self.draft.year_before))

    @property
    def centre_keys(self) -> tuple[str, ...]:
        """Keys of the centres covered, in order."""
        return tuple(centre.key for centre in self.draft.centres)

    @property
    def scope(self) -> tuple[tuple[str, str], ...]:
        """The codes that every cell carries: the centre, when it is one."""
        keys = self.centre_keys
        return ((CENTRE, keys[0]),) if len(keys) == 1 else ()

    def _present(self) -> Cells:
        release = self.draft.release
        replaced = None
        if release is not None and release.replaces is not None:
            before = next((r for r in self.history if r.number == release.replaces), None)
            replaced = None if before is None else Cells.released(before, self.scope)
        return Cells.of(
            self.draft.safe,
            period=period_atoms(self.draft.period.file_text),
            scope=self.scope,
            replaced=replaced,
        )

    def earlier(self, release: Release | None) -> Cells:
        """Return the numbers of an earlier release that count the same, by whichever version of
        the table set; those counted by other definitions are as if there were none."""
        if release is None:
            return NOTHING
        version, now = release.declared_version, self.draft.declared
        if version == now.version:
            return Cells.released(release, self.scope)
        then = next((one for one in self.draft.versions if one.version == version), None)
        if then is None:
            return NOTHING
        same = tuple(c for c in release.cells.cells if counts_the_same(then, now, c.key))
        if not same:
            return NOTHING
        return Cells.released(replace(release, cells=TableSet(same)), self.scope)

    def series(self) -> tuple[tuple[Period, Cells], ...]:
        """Return up to eight periods with a registered release, oldest first, and this one."""
        draft = self.draft
        found: dict[Period, Release] = {}
        known = (*self.history, *(r for r in (draft.previous, draft.year_before) if r))
        for release in sorted(known, key=lambda r: r.number):
            if (
                release.period.type is draft.period.type
                and release.period.first < draft.period.first
                and release.centres == self.centre_keys
                and release.status is ReleaseStatus.RELEASED
                and self.earlier(release) is not NOTHING
            ):
                found[release.period] = release
        earlier = sorted(found.items(), key=lambda item: item[0].first)[-7:]
        return (
            *((period, self.earlier(release)) for period, release in earlier),
            (draft.period, self.cells),
        )

    @property
    def heads(self) -> tuple[str, str, str]:
        """Heads of the columns of this period, the one before and the same last year."""
        period = self.draft.period
        return (
            period_short(period),
            period_short(period.previous),
            period_short(period.year_before),
        )

    @property
    def beside(self) -> tuple[tuple[str, Cells], ...]:
        """Head and numbers of the periods that stand beside this one: the one before, and the
        same last year; of a year both are the same and stand once."""
        _, before, last_year = self.heads
        found = ((before, self.previous), (last_year, self.year_before))
        return found[: 1 if self.draft.period.previous == self.draft.period.year_before else 2]

    def say(self, key: str, **parts: object) -> str:
        """Return a fixed text with its fields filled in (KeyError if it lacks)."""
        return self.words.text[key].format(**parts)
