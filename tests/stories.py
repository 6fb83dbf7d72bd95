"""Random histories of publication, as files: a log, releases counted from it one after the other.

Everything goes through the command line: what is written is what a stranger gets to read.
"""

from __future__ import annotations

import csv
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from familjecentral.__main__ import main

TOTAL = "TOTAL"
KINDS = (
    "single",
    "linked",
    "hierarchical",
    "cyclic",
    "quarters",
    "to_date",
    "breakdown",
    "reissue",
)
# Period → its months; a month stands for its quarter, so that a log stays small.
PERIODS = {
    "2026Q1": ("02",),
    "2026Q2": ("05",),
    "2026Q3": ("08",),
    "2026Q4": ("11",),
    "2026H1": ("02", "05"),
    "2026H2": ("08", "11"),
    "2026YTD2": ("02", "05"),
    "2026YTD3": ("02", "05", "08"),
    "2026": ("02", "05", "08", "11"),
}
QUARTERS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
# Each line is a history: releases in order, each of one or several periods.
HISTORIES = {
    "quarters": (
        (("2026Q1",), ("2026Q2",), ("2026H1",)),
        (*((q,) for q in QUARTERS), ("2026",)),
        (("2026Q1",), ("2026Q2",), ("2026H1",), ("2026Q3",), ("2026Q4",), ("2026H2",), ("2026",)),
    ),
    "to_date": (
        (("2026Q1",), ("2026YTD2",), ("2026YTD3",), ("2026",)),
        (("2026Q1",), ("2026Q2",), ("2026Q3",), ("2026YTD3",), ("2026Q4", "2026")),
    ),
    "breakdown": ((("2026H1",), ("2026Q1", "2026Q2")), (("2026",), ("2026H1",), QUARTERS)),
    "reissue": (
        (("2026Q1",), ("2026Q1",)),
        (("2026Q1",), ("2026Q2",), ("2026Q1",), ("2026Q2",), ("2026H1",)),
        (("2026Q1",), *((q,) for q in QUARTERS), ("2026H1",), ("2026Q2",), ("2026",)),
    ),
}


@dataclass
class Story:
    """One history.

    Attributes:
        dims: dimension → codes. inner: dimension → inner code → children.
        log: rows of (month, vintage in which it came, codes by dimension).
        releases: lists of rows of a true table file. policy: as in a policy file.
    """

    seed: int
    kind: str
    dims: dict[str, tuple[str, ...]]
    inner: dict[str, dict[str, tuple[str, ...]]]
    log: list[tuple[str, int, dict[str, str]]]
    policy: dict[str, object]
    hidden_min: int
    releases: list[list[dict[str, str]]] = field(default_factory=list)

    def count(self, period: str, vintage: int, codes: dict[str, str]) -> int:
        """Count the log for a period, as it stood at a vintage."""
        leaves = {name: self._leaves(name, code) for name, code in codes.items()}
        return sum(
            month in PERIODS[period] and came <= vintage
            and all(row[name] in leaves[name] for name in codes)
            for month, came, row in self.log
        )  # fmt: skip

    def _leaves(self, name: str, code: str) -> frozenset[str]:
        children = self.inner.get(name, {}).get(code)
        if children is None:
            return frozenset({code})
        return frozenset().union(*(self._leaves(name, child) for child in children))

    def table(self, period: str, vintage: int, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Yield the rows of a table with all margins and inner codes."""
        choices = [(*self.dims[n], *self.inner.get(n, {}), TOTAL) for n in names]
        for picked in itertools.product(*choices):
            codes = {n: c for n, c in zip(names, picked, strict=True) if c != TOTAL}
            yield self._row(period, vintage, "_".join(names), codes)

    def _row(self, period: str, vintage: int, table: str, codes: dict[str, str]) -> dict[str, str]:
        value = str(self.count(period, vintage, codes))
        key = {"table": table, "period": period, "vintage": str(vintage)}
        return key | {n: codes.get(n, TOTAL) for n in self.dims} | {"value": value}

    def behind(self) -> Iterator[dict[str, str]]:
        """Yield the elementary counts: what the proof judges by."""
        vintages = sorted({row["vintage"] for release in self.releases for row in release})
        for period, vintage in itertools.product(QUARTERS, vintages):
            for picked in itertools.product(*self.dims.values()):
                yield self._row(
                    period, int(vintage), "e", dict(zip(self.dims, picked, strict=True))
                )


def story(seed: int) -> Story:
    """Return the history of a seed; kinds take turns."""
    dice = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    count = {"linked": dice.choice((3, 4)), "cyclic": 3}.get(kind, dice.choice((1, 2)))
    few = count > 2
    dims = {
        f"d{n}": tuple(f"{'abcd'[n]}{k}" for k in range(dice.choice((2, 3) if few else (2, 3, 4))))
        for n in range(count)
    }
    inner: dict[str, dict[str, tuple[str, ...]]] = {}
    if kind == "hierarchical" or dice.random() < 0.15:
        codes = dims.setdefault("d0", ())
        dims["d0"] = codes = codes if len(codes) > 2 else (*codes, "a8", "a9")
        inner["d0"] = {"g1": codes[:2]}
        if len(codes) > 3 and dice.random() < 0.6:
            inner["d0"]["g2"] = codes[1:3] if dice.random() < 0.5 else ("g1", codes[2])
    log = [_contact(dice, dims, kind) for _ in range(dice.choice((10, 30, 60, 120)))]
    told = Story(seed, kind, dims, inner, log, _policy(dice, dims), dice.choice((1, 1, 0)))
    _publish(told, dice)
    return told


def _contact(
    dice: random.Random, dims: dict[str, tuple[str, ...]], kind: str
) -> tuple[str, int, dict[str, str]]:
    months = ("02", "05", "08", "11") if kind in HISTORIES else ("02",)
    came = 2 if kind == "reissue" and dice.random() < 0.15 else 1
    skew = dice.choice((0.5, 1.2))
    codes = {
        name: values[min(int(dice.expovariate(skew)), len(values) - 1)]
        for name, values in dims.items()
    }
    return dice.choice(months), came, codes


def _policy(dice: random.Random, dims: dict[str, tuple[str, ...]]) -> dict[str, object]:
    policy: dict[str, object] = {"threshold": dice.choice((5, 5, 3, 4, 7, 10))}
    if dice.random() < 0.3:
        name = dice.choice(sorted(dims))
        own = {"dimension": name, "codes": [dice.choice(dims[name])], "threshold": 10}
        policy["thresholds"] = [own]
    return policy


def _publish(told: Story, dice: random.Random) -> None:
    names = tuple(told.dims)
    tables = [names]
    if told.kind == "linked":
        tables = [(names[0], other) for other in names[1:]]
    elif told.kind == "cyclic":
        tables = [("d0", "d1"), ("d1", "d2"), ("d0", "d2")]
    elif len(names) == 2 and dice.random() < 0.3:
        tables = [("d0",), ("d1",)]
    history = dice.choice(HISTORIES.get(told.kind, ((("2026Q1",),),)))
    issued: set[str] = set()
    for periods in history:
        rows = []
        for period in periods:
            vintage = 2 if issued & _within(period) and told.kind == "reissue" else 1
            # Later breakdowns: what came out as one margin comes out in full.
            full = period in issued or told.kind != "reissue" or dice.random() < 0.7
            for table in tables if full else [names[:1]]:
                rows += told.table(period, vintage, table)
            issued.add(period)
        unique = {
            tuple(v for k, v in row.items() if k not in ("table", "value")): row for row in rows
        }
        told.releases.append(list(unique.values()))


def _within(period: str) -> set[str]:
    months = set(PERIODS[period])
    return {other for other, own in PERIODS.items() if set(own) <= months}


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows as a table file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass(frozen=True, slots=True)
class Ended:
    """How a history ended: exit code of the attack, releases published and refused, hidden."""

    code: int
    published: int
    refused: int
    hidden: int


def live(told: Story, folder: Path) -> Ended:
    """Publish release by release with ``protect``; let ``attack`` read all that was written."""
    policy = folder / "policy.json"
    policy.write_text(json.dumps(told.policy), "utf-8")
    rule = ["--policy", str(policy), "--hidden-min", str(told.hidden_min)]
    if told.inner:
        (folder / "codes.json").write_text(json.dumps(told.inner), "utf-8")
        rule += ["--hierarchy", str(folder / "codes.json")]
    out: list[str] = []
    true: list[dict[str, str]] = []
    refused = hidden = 0
    for number, rows in enumerate(told.releases, 1):
        given = write(folder / f"true{number}.csv", rows)
        target = folder / f"release{number}.csv"
        before = ["--earlier", *out] if out else []
        code = main(["protect", str(given), "--out", str(target), *rule, *before])
        assert code in (0, 1), (told.seed, code)
        if code:
            refused += 1
            continue
        out.append(str(target))
        true += rows
        with target.open(encoding="utf-8", newline="") as file:
            hidden += sum(row["value"] == ".." for row in csv.DictReader(file))
    if not out:
        return Ended(0, 0, refused, 0)
    truth = write(folder / "truth.csv", [*true, *told.behind()])
    code = main(["attack", *out, "--truth", str(truth), *rule])
    return Ended(code, len(out), refused, hidden)
