"""The joint report of several stores, made of what each of them has published."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, Centre, CentreId, require
from familjecentral.calendar.periods import Period
from familjecentral.clock import Clock
from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.joint import PLACE, joined
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.errors import NotFound, NotPublishable
from familjecentral.releases.counted_by import set_of_release
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.known import registered
from familjecentral.releases.model import OutsideKind, Release
from familjecentral.releases.public import release_of, require_newest
from familjecentral.releases.register import GENESIS, sealed
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.coarser import as_published
from familjecentral.statistics.declared import DeclaredSet

OWN = "S1"


@dataclass(frozen=True, slots=True)
class JointReport:
    """A joint report: its name, and the draft that writers print."""

    name: str
    draft: Draft


def make_joint(
    period: Period, uow: ReleasesUnitOfWork, *, declared: DeclaredSet, clock: Clock, is_sample: bool
) -> JointReport:
    """Join this store's release of a period with those taken in, and try to solve the whole.

    Raises:
        NotAllowed.
        NotFound: no release here, or none from another store.
        NotPublishable: the whole gives away more than its parts.
    """
    require(uow.actor, Act.PUBLISH)
    require_newest(uow)
    houses = sorted(uow.centres(), key=lambda c: (len(c.key), c.key))
    own = registered(uow.releases.all(), period, [c.key for c in houses])
    others = _newest(period, uow)
    if own is None or not others:
        raise NotFound("release")
    releases = {OWN: own}
    names = {OWN: ", ".join(c.name for c in houses)}
    for place, (name, release) in enumerate(sorted(others.items()), start=2):
        releases[f"S{place}"], names[f"S{place}"] = release, name
    parts = {key: whole_of(release) for key, release in releases.items()}
    by_place = {spec.key for spec in declared.tables if spec.by_centre}
    wanted = frozenset(
        cell.key for tables in parts.values() for cell in tables.cells if cell.table in by_place
    )
    certificate = replace(own.certificate, releases=len(releases), seconds=0.0)
    safe = joined(parts, certificate, wanted)
    _try(safe.tables, parts, own.policy)
    number = 1 + sum(o.kind is OutsideKind.JOINT for o in uow.outside.all())
    centres = tuple(
        Centre(CentreId(uuid.UUID(int=place)), key, name)
        for place, (key, name) in enumerate(names.items(), start=1)
    )
    entry = sealed(
        Release(
            number=number,
            period=period,
            centres=tuple(releases),
            vintage=1,
            cells=safe.tables,
            policy=own.policy,
            certificate=safe.certificate,
            declared_version=own.declared_version,
            codes_version=own.codes_version,
            published_on=clock.today(),
            published_by=uow.actor.staff_id,
            previous_hash=GENESIS,
            hash="",
        )
    )
    draft = Draft(
        number=number,
        period=period,
        centres=centres,
        vintage=1,
        safe=safe,
        scope=ReportScope(period),
        declared=as_published(set_of_release(uow, declared, own), safe.tables),
        whole=declared,
        codes=uow.codes(),
        completeness=(),
        late=None,
        previous=None,
        year_before=None,
        earlier_numbers=(),
        made_on=clock.today(),
        is_sample=is_sample,
        release=entry,
    )
    return JointReport(str(period), draft)


def whole_of(release: Release) -> TableSet:
    """Return a store's own numbers without its houses, in the first state of the data: what is
    added up is what each store says now."""
    alone = len(release.centres) == 1
    cells = []
    for cell in release.cells.cells:
        codes = dict(cell.key.codes)
        if alone:
            codes.pop(PLACE, None)
        if PLACE not in codes:
            key = Key(cell.key.measure, cell.key.period, 1, tuple(sorted(codes.items())))
            cells.append(Cell(key, cell.value, cell.table))
    return TableSet(tuple(cells), release.cells.hierarchy)


def _newest(period: Period, uow: ReleasesUnitOfWork) -> Mapping[str, Release]:
    """Return the newest release of the period from each other store, by the name of its key."""
    found: dict[str, Release] = {}
    names = {partner.public_key: partner.name for partner in uow.outside.partners()}
    for other in uow.outside.all():
        if other.kind is not OutsideKind.EXCHANGE:
            continue
        content = json.loads(other.content)
        release = release_of(json.loads(content["body"]), uow.actor.staff_id)
        name = names.get(content["sender"], "")
        if name and release.period == period:
            known = found.get(name)
            if known is None or known.number < release.number:
                found[name] = release
    return found


def _try(whole: TableSet, parts: Mapping[str, TableSet], policy: str) -> None:
    """Try to solve the joint report together with all its parts.

    Raises:
        NotPublishable: it gives away more than they do.
    """
    given: Sequence[TableSet] = [_placed(tables, name) for name, tables in parts.items()]
    report = attack([*given, whole], thresholds=read_policy(json.loads(policy)), given=given)
    if not report.safe:
        found = (*report.breaches, *report.unproven)
        raise NotPublishable("proof", tuple(sorted({t for f in found for t in f.tables})))


def _placed(tables: TableSet, name: str) -> TableSet:
    cells = (
        replace(c, key=replace(c.key, codes=tuple(sorted((*c.key.codes, (PLACE, name))))))
        for c in tables.cells
    )
    return TableSet(tuple(cells), tables.hierarchy)


def named_apart(tables: TableSet, prefix: str) -> TableSet:
    """Return foreign cells under measures of their own: another store's contacts add up with
    nothing here."""
    cells = (
        replace(cell, key=replace(cell.key, measure=f"{prefix}:{cell.key.measure}"))
        for cell in tables.cells
    )
    return TableSet(tuple(cells), tables.hierarchy)
