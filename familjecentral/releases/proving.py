"""The proof: written files are read back, compared, and attacked as a stranger would."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from familjecentral.disclosure.attack import AttackReport, attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import Bug, NotPublishable
from familjecentral.releases.draft import Draft, Progress, Reader
from familjecentral.releases.known import Basis
from familjecentral.releases.layout import left_out
from familjecentral.releases.model import PARTS_ENDING, RULE_ENDING, WHOLE_ENDINGS
from familjecentral.statistics.printed import is_on_paper
from familjecentral.statistics.rule import policy_text


def _ignore(_: float) -> None:
    """No progress is wanted."""


def prove(
    draft: Draft,
    files: Sequence[Path],
    readers: Mapping[str, Reader],
    basis: Basis,
    *,
    progress: Progress = _ignore,
) -> AttackReport:
    """Attack the written files as a stranger would, and judge by the truth.

    Every file must give back exactly the cells of the draft, shown or hidden.

    Raises:
        NotPublishable: a hidden number can be worked out; the tables are named.
        Bug: a file does not hold the protected cells.
    """
    read = [read_back(draft, together, readers) for together in by_format(files)]
    written = {cell.key for cell in draft.safe.tables.cells}
    truth = replace(
        basis.counted.tables,
        cells=(
            # What is no cell of the release is no part of its sums either.
            *(cell for cell in basis.counted.tables.cells if cell.key in written),
            *(cell for tables in basis.known.truth for cell in tables.cells),
        ),
    )
    policy = read_policy(json.loads(policy_text(draft.declared)), by_cell=basis.counted.thresholds)

    report = attack(
        [*basis.known.earlier, *read],
        thresholds=policy,
        truth=truth,
        # What was given away before this release can no longer be protected, only not worsened.
        given=basis.known.earlier,
        progress=lambda done, of: progress(done / of),
    )
    if not report.safe:
        found = (*report.breaches, *report.unproven)
        raise NotPublishable("proof", tuple(sorted({t for f in found for t in f.tables})))
    return report


def by_format(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """Yield what holds a whole release: a file, or the files of a format that has one a table."""
    parts = [file for file in files if file.suffix == PARTS_ENDING]
    if parts:
        yield parts
    for file in files:
        if file not in parts and not file.name.endswith(RULE_ENDING):
            yield (file,)


def read_back(draft: Draft, files: Sequence[Path], readers: Mapping[str, Reader]) -> TableSet:
    """Read what was written and compare it with what it should hold, cell by cell.

    Statistics files hold every cell. On paper the *no* of a yes/no dimension is left out, and
    sections that the layout leaves out; columns repeat registered releases.

    Raises:
        Bug: a cell is missing, too many or another.
    """
    suffix = files[0].suffix
    reader = readers.get(suffix)
    if reader is None:
        raise Bug(f"no reader for {suffix}")
    wanted = {cell.key: cell.value for cell in draft.safe.tables.cells}
    known = dict(wanted)
    for release in (draft.previous, draft.year_before):
        if release is not None:
            known.update((cell.key, cell.value) for cell in release.cells.cells)
    found = TableSet(
        tuple(cell for file in files for cell in reader(file).cells), draft.safe.tables.hierarchy
    )
    held = {cell.key: cell.value for cell in found.cells}
    away = left_out(draft.layout, draft.declared)
    printed = (cell.key for cell in draft.safe.tables.cells if cell.table not in away)
    on_paper = {key for key in printed if is_on_paper(draft.declared, key)}
    needed = set(wanted) if suffix in WHOLE_ENDINGS else on_paper
    if not needed <= held.keys() or any(
        key not in known or known[key] != value for key, value in held.items()
    ):
        raise Bug(f"a {suffix} file does not hold the protected cells")
    return found
