"""By which version of the table set months were counted, and a release was made."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from familjecentral.access.model import Centre, CentreId
from familjecentral.calendar.periods import Month
from familjecentral.releases.model import Release
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.declared import DeclaredSet, SensitiveRule
from familjecentral.statistics.denominators import Frozen
from familjecentral.statistics.kept import KeptSet, everything, in_force, is_own


def set_for_lock(uow: ReleasesUnitOfWork, shipped: DeclaredSet, today: dt.date) -> DeclaredSet:
    """Return the set in force and keep its version, if it is not kept yet."""
    kept = uow.definitions.table_sets()
    now = in_force(kept, shipped)
    if all(one.version != now.version for one in kept):
        uow.definitions.add_table_set(KeptSet(now.version, now, is_own(kept), today))
    return now


def sets_of(
    uow: ReleasesUnitOfWork,
    shipped: DeclaredSet,
    centres: Sequence[Centre],
    months: Sequence[Month],
) -> Mapping[tuple[CentreId, Month], DeclaredSet]:
    """Return the set that each locked month of each centre was counted by; the shipped one where
    the month was locked before versions were kept."""
    kept = {one.version: one.declared for one in uow.definitions.table_sets()}
    counted = uow.definitions.counted_by()
    return {
        (centre.id, month): kept.get(counted.get((centre.key, str(month)), 0), shipped)
        for centre in centres
        for month in months
    }


def every_set(uow: ReleasesUnitOfWork, shipped: DeclaredSet) -> DeclaredSet:
    """Return all tables of all versions, under the highest threshold that any of them had."""
    return everything([*(one.declared for one in uow.definitions.table_sets()), shipped])


def versions_of(uow: ReleasesUnitOfWork, shipped: DeclaredSet) -> tuple[DeclaredSet, ...]:
    """Return every version of the table set, the kept ones first."""
    return (*(one.declared for one in uow.definitions.table_sets()), shipped)


def set_of_release(uow: ReleasesUnitOfWork, shipped: DeclaredSet, release: Release) -> DeclaredSet:
    """Return the set that a release was made by, with the thresholds of its own policy."""
    kept = {one.version: one.declared for one in uow.definitions.table_sets()}
    found = kept.get(release.declared_version, shipped)
    policy = json.loads(release.policy)
    return replace(
        found,
        version=release.declared_version,
        threshold=policy.get("threshold", found.threshold),
        sensitive=tuple(
            SensitiveRule(rule["dimension"], tuple(rule["codes"]), rule["threshold"])
            for rule in policy.get("thresholds", ())
        ),
    )


def as_typed_then(uow: ReleasesUnitOfWork, release: Release) -> Frozen:
    """Return what is left of what a release was made by, where that was not kept with it: what
    was typed later was not known then."""
    day = release.published_on
    return Frozen(
        tuple(d for d in uow.definitions.denominators() if d.noted_on <= day),
        tuple(t for t in uow.definitions.targets() if t.noted_on <= day),
    )
