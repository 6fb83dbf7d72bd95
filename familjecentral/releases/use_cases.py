"""Draft and publish: protect against everything published before, prove, register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from familjecentral.access.model import Act, Centre, CentreId, require
from familjecentral.calendar.periods import Period
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.disclosure.safe import reopen
from familjecentral.errors import (
    Cancelled,
    DiskFull,
    FieldProblem,
    FilesNotPlaced,
    InvalidInput,
    NoRoomForFiles,
    NotFound,
    NotPublishable,
    OutputNotWritable,
    PeriodNotEnded,
    RegisterNotWritten,
    Stale,
)
from familjecentral.releases.counted_by import as_typed_then, set_of_release, sets_of, versions_of
from familjecentral.releases.draft import (
    Begin,
    Draft,
    Progress,
    Published,
    Reader,
    ReportScope,
    ReportWriter,
    Words,
)
from familjecentral.releases.known import Basis, read_basis, register_then, registered
from familjecentral.releases.late import late_to_tell
from familjecentral.releases.layout import Layout
from familjecentral.releases.model import (
    Release,
    ReleaseStatus,
    ReleaseStep,
)
from familjecentral.releases.placing import move, workplace
from familjecentral.releases.propose import propose, protected
from familjecentral.releases.proving import by_format, prove, read_back
from familjecentral.releases.public import write_public
from familjecentral.releases.register import GENESIS, broken_links, sealed
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.coarser import as_published
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.denominators import Frozen
from familjecentral.statistics.kept import mixed
from familjecentral.statistics.rule import policy_text
from familjecentral.statistics.standing import standing_set

CODES_VERSION = 1


def _ignore(_: float) -> None:
    """No progress is wanted."""


def make_draft(
    scope: ReportScope,
    begin: Begin,
    *,
    declared: DeclaredSet,
    clock: Clock,
    is_sample: bool = False,
    progress: Progress = _ignore,
) -> Draft:
    """Protect the table set of a locked period. What the draft shows counts as shown.

    Raises:
        NotAllowed, NotFound, PeriodOpen.
        NotPublishable: no safe pattern exists; ``coarser`` has been tried and works. Nothing is
            shown or kept.
        Cancelled: raised by ``progress``; nothing is kept.
    """
    with begin() as uow:
        require(uow.actor, Act.READ_PROTECTED)
        basis = read_basis(uow, scope, declared)
        uow.commit()
    progress(0.1)
    try:
        safe = protected(
            basis.declared,
            basis.counted,
            basis.known,
            lambda share: progress(0.1 + 0.8 * share),
        ).safe
    except NotPublishable as refused:
        steps = propose(
            basis.declared, basis.count, basis.known, lambda share: progress(0.2 + 0.8 * share)
        )
        raise NotPublishable(
            refused.reason, refused.tables, coarser=(*scope.coarser, *steps)
        ) from None
    period = scope.period
    with begin() as uow:
        ids = [c.id for c in basis.centres]
        waiting = uow.periods.late_entries(ids, period.months)
        late = late_to_tell(waiting + _left_out(uow, ids, period, basis.vintage))
        uow.releases.keep_shown(period, basis.keys, safe.tables)
        uow.steps.note(ReleaseStep.DRAFTED, period, basis.keys, clock.today())
        weeks = [w for i in ids for w in uow.periods.completeness(i, period.first, period.last)]
        draft = Draft(
            number=len(basis.releases) + 1,
            period=period,
            centres=basis.centres,
            vintage=basis.vintage,
            safe=safe,
            scope=replace(scope, vintage=basis.vintage),
            declared=standing_set(basis.declared, safe.tables),
            whole=declared,
            codes=uow.codes(),
            completeness=tuple(sorted(weeks, key=lambda w: w.part.first)),
            late=late,
            previous=registered(basis.releases, period.previous, basis.keys),
            year_before=registered(basis.releases, period.year_before, basis.keys),
            earlier_numbers=tuple(r.number for r in basis.releases),
            made_on=clock.today(),
            is_sample=is_sample,
            layout=uow.layouts.get(period, basis.keys) or Layout(),
            denominators=uow.definitions.denominators(),
            targets=uow.definitions.targets(),
            versions=versions_of(uow, declared),
            mixed=basis.mixed,
        )
        uow.commit()
    progress(1.0)
    return draft


def _left_out(
    uow: ReleasesUnitOfWork, centres: Sequence[CentreId], period: Period, vintage: int
) -> int:
    """Return how many kept counts of a period are of late entries that a state of the data lacks:
    those that an annual draft has counted do not wait, and are in no quarter all the same."""
    newest = max(uow.periods.counted(centres, period.months).values())
    kept = uow.counts.kept(centres, period.months, newest) if newest > vintage else ()
    return sum(row.vintage > vintage for row in kept)


def write_draft(
    draft: Draft,
    folder: Path,
    *,
    formats: Sequence[str],
    writer: ReportWriter,
    progress: Progress = _ignore,
    readers: Mapping[str, Reader] | None = None,
) -> tuple[Path, ...]:
    """Write a draft (marked *Utkast*) into a folder; the files appear together or not at all.

    With ``readers`` each file is read back first and must hold the draft's cells, nothing else.

    Raises:
        OutputNotWritable, DiskFull, Cancelled. Bug: a file does not hold the protected cells.
    """
    with workplace(folder) as work:
        files = writer(draft, work, formats, progress)
        for together in by_format(files if readers is not None else ()):
            read_back(draft, together, readers or {})
        return move(files, folder)


def publish(
    draft: Draft,
    folder: Path,
    begin: Begin,
    *,
    formats: Sequence[str],
    writer: ReportWriter,
    readers: Mapping[str, Reader],
    words: Words,
    clock: Clock,
    progress: Progress = _ignore,
) -> Published:
    """Write the release, prove the written files together with all earlier releases, register
    it and move the files into place.

    The files are written into a temporary folder beside their place and read back by
    ``readers`` (file ending → reader). Only when the attack finds nothing is the entry added. What
    it was made by, ``words`` too, is kept with it.

    Raises:
        NotAllowed, Stale: somebody published in between.
        PeriodNotEnded: the clock says so; it has been set back since the lock.
        NotPublishable: the proof failed; nothing was registered or moved.
        OutputNotWritable, DiskFull, Cancelled: nothing was registered.
        FilesNotPlaced, NoRoomForFiles: the release is registered, its files are not in place.
    """
    with begin() as uow:
        require(uow.actor, Act.PUBLISH)
        if clock.today() <= draft.period.last:
            raise PeriodNotEnded(str(draft.period))
        basis = read_basis(uow, draft.scope, draft.whole)
        if len(basis.releases) + 1 != draft.number:
            raise Stale("releases")
        release = _entry(draft, uow, clock, basis)
        uow.commit()
    final = replace(draft, release=release)
    with workplace(folder) as work:
        written = writer(final, work, formats, lambda share: progress(0.4 * share))
        prove(final, written, readers, basis, progress=lambda s: progress(0.4 + 0.5 * s))
        with begin() as uow:
            uow.releases.add(release)
            uow.definitions.freeze(release.number, _made_by(draft, words))
            uow.layouts.put(release.period, release.centres, draft.layout, release.number)
            uow.steps.note(
                ReleaseStep.PUBLISHED,
                release.period,
                release.centres,
                clock.today(),
                release.number,
            )
            uow.audit.done("publish", clock.today(), str(release.number))
            uow.commit()
        try:
            files = move(written, folder)
            with begin() as uow:
                write_public(uow, folder)
        except DiskFull as error:
            raise NoRoomForFiles from error
        except OutputNotWritable as error:
            raise FilesNotPlaced from error
    with suppress(Cancelled):  # too late: the release is registered and its files are in place
        progress(1.0)
    return Published(release, files)


def _made_by(draft: Draft, words: Words) -> Frozen:
    houses = tuple((c.key, c.name, c.municipality, c.region) for c in draft.centres)
    return Frozen(draft.denominators, draft.targets, words(draft), houses)


def review(draft: Draft, uow: ReleasesUnitOfWork, clock: Clock) -> None:
    """Note that a draft's pages have been read and its proof has held.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.PUBLISH)
    keys = [centre.key for centre in draft.centres]
    uow.steps.note(ReleaseStep.REVIEWED, draft.period, keys, clock.today())
    uow.commit()


def _entry(draft: Draft, uow: ReleasesUnitOfWork, clock: Clock, basis: Basis) -> Release:
    return sealed(
        Release(
            number=draft.number,
            period=draft.period,
            centres=tuple(c.key for c in draft.centres),
            vintage=draft.vintage,
            cells=draft.safe.tables,
            policy=policy_text(draft.declared),
            certificate=draft.safe.certificate,
            declared_version=draft.declared.version,
            codes_version=CODES_VERSION,
            published_on=clock.today(),
            published_by=uow.actor.staff_id,
            previous_hash=basis.releases[-1].hash if basis.releases else GENESIS,
            hash="",
            replaces=_replaced(draft, basis.releases),
            late=draft.late,
        )
    )


def _replaced(draft: Draft, releases: Sequence[Release]) -> int | None:
    """Return the number of the valid release that this one corrects, if any."""
    found = registered(releases, draft.period, [c.key for c in draft.centres])
    return found.number if found else None


def list_releases(uow: ReleasesUnitOfWork) -> tuple[Release, ...]:
    """Return the register in order of number.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_RELEASED)
    return uow.releases.all()


def verify_releases(uow: ReleasesUnitOfWork) -> tuple[int, ...]:
    """Return the numbers of entries that break the chain; empty when it holds.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_RELEASED)
    return broken_links(uow.releases.all())


def reopen_release(
    number: int, begin: Begin, *, declared: DeclaredSet, is_sample: bool = False
) -> Draft:
    """Return a registered release as it can be printed and exported again: cells as frozen, and
    the words and names too, where they were kept with it.

    Raises:
        NotAllowed, NotFound.
    """
    with begin() as uow:
        require(uow.actor, Act.READ_RELEASED)
        releases = uow.releases.all()
        if not 1 <= number <= len(releases):
            raise NotFound("release")
        release = releases[number - 1]
        before = register_then(uow, number)
        period = release.period
        made_by = uow.definitions.frozen(number) or as_typed_then(uow, release)
        named = {key: tuple(names) for key, *names in made_by.houses}
        centres = tuple(_named_then(c, named) for c in uow.centres() if c.key in release.centres)
        weeks = [
            w for c in centres for w in uow.periods.completeness(c.id, period.first, period.last)
        ]
        return Draft(
            number=number,
            period=period,
            centres=tuple(sorted(centres, key=lambda c: (len(c.key), c.key))),
            vintage=release.vintage,
            safe=reopen(release.cells, release.certificate),
            scope=ReportScope(period, None, release.vintage),
            declared=as_published(set_of_release(uow, declared, release), release.cells),
            whole=declared,
            codes=uow.codes(),
            completeness=tuple(sorted(weeks, key=lambda w: w.part.first)),
            late=release.late,
            previous=registered(before, period.previous, release.centres),
            year_before=registered(before, period.year_before, release.centres),
            earlier_numbers=tuple(r.number for r in before),
            made_on=release.published_on,
            is_sample=is_sample,
            release=release,
            denominators=made_by.denominators,
            targets=made_by.targets,
            layout=uow.layouts.get(period, release.centres, number) or Layout(),
            versions=versions_of(uow, declared),
            before=before,
            mixed=mixed([*sets_of(uow, declared, centres, period.months).values()]),
            words=made_by.words,
        )


def _named_then(centre: Centre, named: Mapping[str, tuple[str, ...]]) -> Centre:
    name, municipality, region = named.get(
        centre.key, (centre.name, centre.municipality, centre.region)
    )
    return replace(centre, name=name, municipality=municipality, region=region)


@dataclass(frozen=True, slots=True)
class NoteApproval:
    """Note what the signed paper says: approved by whom and when (None: today), or refused."""

    number: int
    approved: bool
    name: str
    on: dt.date | None = None


def note_approval(command: NoteApproval, uow: ReleasesUnitOfWork, clock: Clock) -> Changes:
    """Keep the region's answer; a refused release stays in the register, marked withdrawn for good.

    Whoever has taken it in from a file is told that it was withdrawn, and nothing could tell them
    that it counts again: all files and registers would have to be put in order. So what is to
    count after all is published anew, with the same cells and a number of its own, and reaches
    everybody as any release does.

    Raises:
        NotAllowed, NotFound. InvalidInput: approved without a name, before it was published, in
            the future, or after it was refused (``withdrawn``).
        RegisterNotWritten: the answer is kept, the public register does not tell it yet.
    """
    require(uow.actor, Act.PUBLISH)
    release = uow.releases.get(command.number)
    if release is None:
        raise NotFound("release")
    today = clock.today()
    day = command.on or today
    if command.approved:
        problems = [FieldProblem("name", "required")] if not command.name.strip() else []
        if release.status is ReleaseStatus.WITHDRAWN:
            problems.append(FieldProblem("approved", "withdrawn"))
        if day > today:
            problems.append(FieldProblem("on", "future_date"))
        elif day < release.published_on:
            problems.append(FieldProblem("on", "before_publication"))
        if problems:
            raise InvalidInput(tuple(problems))
    uow.releases.set_status(
        replace(
            release,
            status=ReleaseStatus.RELEASED if command.approved else ReleaseStatus.WITHDRAWN,
            approved_on=day if command.approved else None,
            approved_by=command.name if command.approved else "",
        )
    )
    step = ReleaseStep.APPROVED if command.approved else ReleaseStep.REFUSED
    uow.steps.note(step, release.period, release.centres, today, release.number)
    uow.audit.done("approval", today, str(command.number))
    uow.commit()
    try:
        write_public(uow)
    except (OutputNotWritable, DiskFull) as error:
        raise RegisterNotWritten from error
    return Changes(frozenset({Kind.RELEASES}))
