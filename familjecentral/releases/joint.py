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
from familjecentral.disclosure.attack_bounds import public_bounds
from familjecentral.disclosure.attack_policy import AttackPolicy, read_policy
from familjecentral.disclosure.joint import PLACE, bounded_sums, joined
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet
from familjecentral.errors import NotFound, NotPublishable
from familjecentral.releases.counted_by import set_of_release
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.known import registered
from familjecentral.releases.model import OutsideKind, Partner, Release, ReleaseStatus
from familjecentral.releases.public import release_of, require_newest
from familjecentral.releases.register import GENESIS, sealed
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.coarser import as_published
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.standing import standing_in_all


@dataclass(frozen=True, slots=True)
class Part:
    """A release that went into a joint report.

    Attributes:
        sender: public key (hex) of its store; "" for this one. hash: of its entry.
    """

    sender: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Bounded:
    """A hidden sum, and the interval that everybody can work out of its published parts."""

    table: str
    key: Key
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class JointReport:
    """A joint report: its name (the period), the draft that writers print, and what it is of.

    Attributes:
        bounded: sums with hidden parts, and what everybody can work out of them.
    """

    name: str
    draft: Draft
    parts: tuple[Part, ...]
    bounded: tuple[Bounded, ...] = ()


def make_joint(
    period: Period, uow: ReleasesUnitOfWork, *, declared: DeclaredSet, clock: Clock, is_sample: bool
) -> JointReport:
    """Join this store's release of a period with those taken in, and try to solve the whole.

    Raises:
        NotAllowed.
        NotFound: no release here, or none from another store (see :func:`can_join`).
        NotPublishable: the whole gives away more than its parts.
    """
    require(uow.actor, Act.PUBLISH)
    require_newest(uow)
    houses = sorted(uow.centres(), key=lambda c: (len(c.key), c.key))
    register = uow.releases.all()
    own = registered(register, period, [c.key for c in houses])
    others = _newest(period, uow)
    if not can_join(own, register, len(others)):
        raise NotFound("release")
    given = [(partner.public_key, partner.name, release) for partner, release in others]
    if own is not None:
        given.insert(0, ("", ", ".join(c.name for c in houses), own))
    first = given[0][2]
    releases = {f"S{place}": release for place, (_, _, release) in enumerate(given, start=1)}
    names = {f"S{place}": name for place, (_, name, _) in enumerate(given, start=1)}
    made_of = [Part(sender, release.number, release.hash) for sender, _, release in given]
    parts = standing_in_all({key: whole_of(release) for key, release in releases.items()})
    by_place = {spec.key for spec in declared.tables if spec.by_centre}
    wanted = frozenset(
        cell.key for tables in parts.values() for cell in tables.cells if cell.table in by_place
    )
    certificate = replace(first.certificate, releases=len(releases), seconds=0.0)
    safe = joined(parts, certificate, wanted)
    policies = {name: read_policy(json.loads(r.policy)) for name, r in releases.items()}
    bounded = _bounded(safe.tables, parts, policies)
    if bounded and _given_away(_with_bounds(safe.tables, bounded), parts, policies):
        bounded = ()
    if not bounded and (found := _given_away(safe.tables, parts, policies)):
        raise NotPublishable("proof", found)
    hashes = [part.hash for part in made_of]
    number = 1 + sum(of != (str(period), hashes) for of in _joined_before(uow))
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
            policy=first.policy,
            certificate=safe.certificate,
            declared_version=first.declared_version,
            codes_version=first.codes_version,
            published_on=clock.today(),
            published_by=uow.actor.staff_id,
            previous_hash=GENESIS,
            hash="",
        )
    )
    # The numbers of versions are each store's own; 0 is nobody's.
    by = set_of_release(uow, declared, own or replace(first, declared_version=0))
    draft = Draft(
        number=number,
        period=period,
        centres=centres,
        vintage=1,
        safe=safe,
        scope=ReportScope(period),
        declared=as_published(by, safe.tables),
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
        joint=tuple(names.values()),
    )
    return JointReport(str(period), draft, tuple(made_of), bounded)


def can_join(own: Release | None, register: Sequence[Release], others: int) -> bool:
    """Tell whether there is something to join: this store's release of the period and another's.
    A store that publishes nothing, as a municipality's, joins those of two others."""
    if own is None:
        return not register and others > 1
    return others > 0


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


def sent_by(uow: ReleasesUnitOfWork) -> tuple[tuple[str, Release], ...]:
    """Return every release taken in from other stores, with the public key (hex) of its store;
    one of which a later file says that it was withdrawn is withdrawn for good."""
    contents = [
        json.loads(other.content)
        for other in uow.outside.all()
        if other.kind is OutsideKind.EXCHANGE
    ]
    by = uow.actor.staff_id
    sent = [(c["sender"].lower(), release_of(json.loads(c["body"]), by)) for c in contents]
    back = {release.hash for _, release in sent if release.status is ReleaseStatus.WITHDRAWN}
    return tuple(
        (sender, replace(r, status=ReleaseStatus.WITHDRAWN) if r.hash in back else r)
        for sender, r in sent
    )


def _newest(period: Period, uow: ReleasesUnitOfWork) -> tuple[tuple[Partner, Release], ...]:
    """Return the release of the period from each other store, by the name of its key: the one
    that covers most of its houses, the newest of those; no release twice."""
    partners = {partner.public_key: partner for partner in uow.outside.partners()}
    found: dict[str, Release] = {}
    for sender, release in sent_by(uow):
        valid = release.status is ReleaseStatus.RELEASED
        if sender in partners and release.period == period and valid:
            known = found.get(sender)
            if known is None or _rank(known) < _rank(release):
                found[sender] = release
    once = {release.hash: sender for sender, release in sorted(found.items())}
    chosen = [(partners[sender], found[sender]) for sender in once.values()]
    return tuple(sorted(chosen, key=lambda pair: pair[0].name))


def _joined_before(uow: ReleasesUnitOfWork) -> list[tuple[str, list[str]]]:
    """Return the period and the hashes of the parts of every joint report that is known."""
    bodies = [
        json.loads(json.loads(other.content)["body"])
        for other in uow.outside.all()
        if other.kind is OutsideKind.JOINT
    ]
    return [(body["name"], [part[2] for part in body.get("parts", ())]) for body in bodies]


def _rank(release: Release) -> tuple[int, int]:
    return len(release.centres), release.number


def _bounded(
    whole: TableSet, parts: Mapping[str, TableSet], policies: Mapping[str, AttackPolicy]
) -> tuple[Bounded, ...]:
    """Return the hidden sums that everybody can bound, by the strictest rule of the stores."""
    found = bounded_sums(
        parts,
        {name: public_bounds(tables, policies[name]) for name, tables in parts.items()},
        lambda key: max(policy.threshold_of(key) for policy in policies.values()),
    )
    once = {cell.key: cell for cell in reversed(whole.cells) if cell.key in found}
    return tuple(
        Bounded(once[key].table, key, found[key].low, found[key].high) for key in sorted(once)
    )


def _with_bounds(whole: TableSet, bounded: Sequence[Bounded]) -> TableSet:
    ends = {one.key: Bound(one.low, one.high) for one in bounded}
    cells = (replace(c, value=ends.get(c.key)) if c.value is None else c for c in whole.cells)
    return TableSet(tuple(cells), whole.hierarchy)


def _given_away(
    whole: TableSet, parts: Mapping[str, TableSet], policies: Mapping[str, AttackPolicy]
) -> tuple[str, ...]:
    """Try to solve the joint report together with all its parts; return the tables to blame."""
    given: Sequence[TableSet] = [_placed(tables, name) for name, tables in parts.items()]
    blamed: set[str] = set()
    rules = list(policies.values())
    for policy in (rule for place, rule in enumerate(rules) if rule not in rules[:place]):
        report = attack([*given, whole], thresholds=policy, given=given)
        blamed.update(t for f in (*report.breaches, *report.unproven) for t in f.tables)
    return tuple(sorted(blamed))


def _placed(tables: TableSet, name: str) -> TableSet:
    cells = (
        replace(c, key=replace(c.key, codes=tuple(sorted((*c.key.codes, (PLACE, name))))))
        for c in tables.cells
    )
    return TableSet(tuple(cells), tables.hierarchy)


def named_apart(tables: TableSet, prefix: str) -> TableSet:
    """Return foreign cells under measures and dimensions of their own: another store's contacts
    add up with none of ours, and its codes are no codes of ours. A code that only another store
    uses would else be one more place where our own contacts could be, for protection and proof.
    """
    cells = (
        replace(
            cell,
            key=replace(
                cell.key,
                measure=f"{prefix}:{cell.key.measure}",
                codes=tuple((f"{prefix}:{name}", code) for name, code in cell.key.codes),
            ),
        )
        for cell in tables.cells
    )
    inner = {f"{prefix}:{name}": codes for name, codes in tables.hierarchy.children.items()}
    return TableSet(tuple(cells), Hierarchy(inner))
