"""An invented quarter with 187 contacts, as a draft and as a release, for the tests of reports."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import random
import tomllib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import resources
from familjecentral.access.model import Centre, CentreId, StaffId
from familjecentral.calendar.periods import Period, week_parts
from familjecentral.codes import Code, CodeBook
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.disclosure.safe import Certificate, SafeTable, seal
from familjecentral.disclosure.table import MISSING, Key, TableSet
from familjecentral.export.paper import Fonts
from familjecentral.export.report_input import ReportInput, ReportWords
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.model import Release, WeekCompleteness
from familjecentral.releases.register import GENESIS
from familjecentral.statistics.cells import tables_of
from familjecentral.statistics.declared import CountRow, DeclaredSet
from familjecentral.statistics.labels import SetLabels, labels_of
from familjecentral.statistics.load import declared_from
from resources.wording import key_figures, report_texts

ROOT = Path(resources.__file__).parent
FONTS = Fonts(
    *(ROOT / "fonts" / f"SourceSans3-{name}.ttf" for name in ("Regular", "Semibold", "Bold", "It"))
)
EKEN = Centre(
    CentreId(uuid.UUID(int=1)), "C1", "Familjecentralen Eken", "Ekeby kommun", "Region Norrvik"
)
QUARTER = Period.parse("2026-Q3")
LEVELS = {"contacts": (104, 62, 21), "sessions": (21, 8, 0), "activities": (6, 4, 1),
          "groups_started": (4, 2, 0), "group_places": (43, 20, 0), "groups_due": (5, 3, 0),
          "group_participants": (30, 14, 0), "group_attendance": (200, 90, 0),
          "group_forms": (20, 9, 0), "group_forms_before": (21, 10, 0),
          "consultations": (3, 1, 0)}  # fmt: skip
VISITS = {"open_days": (41, 0, 0), "visits": (300, 0, 0), "new_visitors": (30, 0, 0)}
WEIGHTS = {
    "topic": [37, 26, 24, 22, 21, 14, 13, 19, 11],
    "form": [89, 34, 46, 18],
    "visit": [1, 1, 1],  # as the form says
    "arena": [62, 71, 54],
    "initiative": [95, 74, 14, 4],
    "age": [31, 52, 48, 50, 6],
    "interpreter": [22, 165],
    "ordinal": [77, 21, 83, 6],
    "participants.mother": [150, 37],
    "participants.father_or_co_parent": [39, 137, 11],
    "participants.child_present": [96, 91],
    "visitor": [60, 40, 9, 0],
    "consulted.child_health": [50, 50],
    "consulted.open_preschool": [30, 70],
    "consulted.school": [40, 60],
    "consulted.social_services": [30, 70],
    "consulted.care": [10, 90],
    "consulted.other": [10, 80, 10],
    "referral.any": [51, 136],
    "referral.health": [27, 160],
    "referral.warm": [1, 1],  # as being guided on says
    "referral.social_services": [19, 168],
}
LEVEL_CODES = ("universal", "selective", "indicated")


def book() -> CodeBook:
    """Return the shipped code lists as a store would hold them."""
    return CodeBook(
        {
            name: {
                code.key: Code(name, code.key, code.sv, code.en, code.definition, order)
                for order, code in enumerate(found.codes)
            }
            for name, found in resources.code_lists().items()
        }
    )


def table_data() -> Mapping[str, object]:
    return tomllib.loads((ROOT / "table_set.toml").read_text("utf-8"))


def declared_set() -> DeclaredSet:
    return declared_from(table_data(), book())


def labels(declared: DeclaredSet, centres: Sequence[Centre] = (EKEN,)) -> SetLabels:
    merged = tomllib.loads((ROOT / "table_labels.toml").read_text("utf-8"))["labels"]
    return labels_of(
        declared,
        book(),
        words=tomllib.loads((ROOT / "texts" / "tables_sv.toml").read_text("utf-8")),
        merged=merged,
        centres={centre.key: centre.name for centre in centres},
        proposed={code: one.levels[0] for code, one in resources.programmes().items()},
    )


def words(declared: DeclaredSet, centres: Sequence[Centre] = (EKEN,)) -> ReportWords:
    texts = report_texts()
    return ReportWords(
        labels(declared, centres), texts.text, texts.protection, tuple(key_figures().values())
    )


def visit_of(form: str, number: int) -> str:
    """Return the code of a visit that its form allows: every third is joint."""
    return ("joint" if number % 3 == 0 else "alone") if form == "home_visit" else "other"


def count_rows(
    declared: DeclaredSet,
    period: Period,
    seed: int,
    levels: Mapping[str, tuple[int, int, int]] = LEVELS,
    centres: Sequence[Centre] = (EKEN,),
) -> list[CountRow]:
    """Return kept counts as if contacts had been logged with random codes, a few missing."""
    draw = random.Random(seed)
    weights = {
        d.key: WEIGHTS.get(d.key)
        or [0.05 if c == MISSING else draw.choice((1, 2, 4)) for c in d.codes]
        for d in declared.dimensions
    }
    found: Counter[tuple[str, str, str, tuple[str, ...]]] = Counter()
    for measure, sizes in levels.items():
        for level, size in zip(LEVEL_CODES, sizes, strict=True):
            for _ in range(size):
                centre = draw.choice(centres).key
                month = str(draw.choice(period.months))
                drawn = {"level": level}  # a dimension of several tables has one code
                for spec in declared.tables:
                    if spec.measure != measure:
                        continue
                    for key in spec.counted:
                        if key == "visit":
                            drawn[key] = visit_of(drawn["form"], len(found))
                        elif key == "referral.warm":  # of those who were guided on, every other
                            is_warm = drawn["referral.any"] == "yes" and len(found) % 2
                            drawn[key] = "yes" if is_warm else "no"
                        elif key not in drawn:
                            chosen = draw.choices(declared.dimension(key).codes, weights[key])
                            drawn[key] = chosen[0]
                    codes = tuple(drawn[key] for key in spec.counted)
                    found[centre, month, spec.id, codes] += 1
    return [
        CountRow(centre, month, 1, table, codes, n, n, n)
        for (centre, month, table, codes), n in found.items()
    ]


def hide(tables: TableSet, declared: DeclaredSet) -> SafeTable:
    """Hide small counts of people and, in their lines of the table, one more; not a proof."""
    people = {m.key for m in declared.measures if m.kind == "people"}
    high = {(r.dimension, c): r.threshold for r in declared.sensitive for c in r.codes}

    def limit(key: Key) -> int:
        return max([declared.threshold, *(high.get(pair, 0) for pair in key.codes)])

    numbers = {cell.key: cell.value for cell in tables.cells}
    hidden = {
        key
        for key, value in numbers.items()
        if key.measure in people and isinstance(value, int) and 0 < value < limit(key)
    }
    lines: dict[tuple[object, ...], set[Key]] = {}
    for key in numbers:
        inner = [pair for pair in key.codes if pair[0] != "centre"]
        if len(inner) == 2:
            for kept, other in itertools.permutations(inner):
                lines.setdefault((key.measure, kept, other[0]), set()).add(key)
    for _ in range(4):
        for line in lines.values():
            shown = sorted(
                (key for key in line - hidden if numbers[key]), key=lambda key: key.codes
            )
            if len(line & hidden) == 1 and shown:
                hidden.add(shown[0])
    return sealed(tables, frozenset(hidden))


def sealed(
    tables: TableSet, hidden: frozenset[Key], impossible: frozenset[Key] = frozenset()
) -> SafeTable:
    cells = tuple(
        dataclasses.replace(cell, value=None) if cell.key in hidden else cell
        for cell in tables.cells
    )
    certificate = Certificate(
        rule="1",
        threshold=5,
        shown=len({c.key for c in cells if c.value is not None}),
        hidden_small=len(hidden),
        hidden_other=0,
        smallest_interval=5,
        solver="none",
        seconds=0.0,
        proved=False,
        interrupted=False,
        releases=0,
    )
    return seal(TableSet(cells), impossible, certificate)


def release_of(
    period: Period,
    cells: TableSet,
    safe: SafeTable,
    number: int,
    centres: Sequence[Centre] = (EKEN,),
    replaces: int | None = None,
) -> Release:
    return Release(
        number=number,
        period=period,
        centres=tuple(c.key for c in centres),
        vintage=1,
        cells=cells,
        policy="{}",
        certificate=safe.certificate,
        declared_version=declared_set().version,
        codes_version=1,
        published_on=dt.date(2026, 10, 12),
        published_by=StaffId(uuid.UUID(int=2)),
        previous_hash=GENESIS,
        hash=GENESIS,
        replaces=replaces,
    )


def weeks(period: Period) -> tuple[WeekCompleteness, ...]:
    closed, lacking = {28, 29, 30}, {39}
    return tuple(
        WeekCompleteness(
            EKEN.id,
            part,
            WeekStatus.NOTHING
            if part.week in closed
            else WeekStatus.MISSING
            if part.week in lacking
            else WeekStatus.REPORTED,
        )
        for part in week_parts(period.first, period.last)
    )


def safe_of(
    declared: DeclaredSet,
    period: Period,
    seed: int,
    levels: Mapping[str, tuple[int, int, int]] = LEVELS,
    centres: Sequence[Centre] = (EKEN,),
) -> SafeTable:
    counted = tables_of(
        count_rows(declared, period, seed, levels, centres),
        declared=declared,
        period=period,
        vintage=1,
        centres=[c.key for c in centres],
    )
    return hide(counted.tables, declared)


def sample_draft(*, released: bool, with_earlier: bool = True) -> Draft:
    """Return the invented third quarter of 2026, with two earlier releases."""
    declared = declared_set()
    safe = safe_of(declared, QUARTER, 7)
    earlier: dict[Period, Release] = {}
    sizes = {
        QUARTER.previous: (112, 58, 24),
        QUARTER.year_before: (91, 55, 19),
    }
    for number, (period, contacts) in enumerate(sizes.items(), start=6):
        before = safe_of(
            declared,
            period,
            number,
            {"contacts": contacts, "sessions": (28, 12, 0), "activities": (7, 3, 2)},
        )
        earlier[period] = release_of(period, before.tables, before, number)
    return Draft(
        number=8,
        period=QUARTER,
        centres=(EKEN,),
        vintage=1,
        safe=safe,
        scope=ReportScope(QUARTER),
        declared=declared,
        whole=declared,
        codes=book(),
        completeness=weeks(QUARTER),
        late=None,
        previous=earlier[QUARTER.previous] if with_earlier else None,
        year_before=earlier[QUARTER.year_before] if with_earlier else None,
        earlier_numbers=(6, 7) if with_earlier else (),
        made_on=dt.date(2026, 10, 10),
        is_sample=True,
        release=release_of(QUARTER, safe.tables, safe, 8) if released else None,
    )


def sample_report(*, released: bool = True, with_earlier: bool = True) -> ReportInput:
    draft = sample_draft(released=released, with_earlier=with_earlier)
    return ReportInput(draft, words(draft.declared))
