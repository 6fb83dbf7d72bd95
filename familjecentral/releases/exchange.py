"""Exchange between houses without a shared store: signed files of protected cells, and a joint
report that is protected as a whole.

A file is JSON: ``format``, ``kind`` (``release`` or ``joint``), ``sender`` (public key, hex),
``body`` (canonical text of what is sent) and ``signature`` (Ed25519 over the body, hex). Whose key
it is was compared on paper, by its fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from familjecentral.access.model import Act, StaffId, require
from familjecentral.calendar.periods import Period
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.disclosure.attack_bounds import public_bounds
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.joint import PLACE
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import (
    FieldProblem,
    InvalidInput,
    NotFound,
    RegisterBehind,
    UnknownSender,
    UnusableFile,
)
from familjecentral.privacy import Reads
from familjecentral.releases.joint import (
    JointReport,
    Part,
    can_join,
    named_apart,
    sent_by,
    whole_of,
)
from familjecentral.releases.known import registered
from familjecentral.releases.model import Outside, OutsideKind, Partner, Release, ReleaseStatus
from familjecentral.releases.outside import LONGEST_NAME, checked_text
from familjecentral.releases.public import cells_of, mark_restored, release_of, require_newest
from familjecentral.releases.register import canonical, cells_text
from familjecentral.releases.sound import sound, sound_release
from familjecentral.releases.store import ReleasesUnitOfWork

FORMAT = 1
_KEY = "secret.signing_key"
_NOBODY = StaffId(uuid.UUID(int=0))
# What reading a text that is no such file can raise; too deep a text has no end for the reader.
_NO_FILE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Received:
    """A signed file that has been checked.

    Attributes:
        sender: public key, hex. fingerprint: its short form to compare on paper.
        name: the period, and after the import who sent it.
        release: of a file with one; ``parts``: what a joint report was made of.
    """

    kind: str
    sender: str
    fingerprint: str
    name: str
    cells: TableSet
    release: Release | None = None
    parts: tuple[Part, ...] = ()

    @property
    def number(self) -> int:
        """Of the release, 0 for a joint report."""
        return self.release.number if self.release is not None else 0


def fingerprint(public_key: str) -> str:
    """Return the short form of a public key: eight groups of four, as on paper."""
    head = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32].upper()
    return "-".join(head[place : place + 4] for place in range(0, len(head), 4))


def own_key(uow: ReleasesUnitOfWork) -> str:
    """Return the store's public key (hex); the pair is made the first time.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.PUBLISH)
    return _signer(uow).public_key().public_bytes_raw().hex()


def _signer(uow: ReleasesUnitOfWork) -> Ed25519PrivateKey:
    kept = uow.settings.get(_KEY)
    if kept:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept))
    made = Ed25519PrivateKey.generate()
    uow.settings.put(_KEY, made.private_bytes_raw().hex())
    uow.commit()
    return made


@dataclass(frozen=True, slots=True)
class Overview:
    """What a manager sees of the exchange.

    Attributes:
        fingerprint: of this store's key, for paper. files: what has been taken in.
        periods: for which a joint report can be made, the newest first.
    """

    fingerprint: str
    partners: tuple[Partner, ...]
    files: tuple[Outside, ...]
    releases: tuple[Release, ...]
    periods: tuple[Period, ...]


def overview(uow: ReleasesUnitOfWork) -> Overview:
    """Return keys, files and releases of the exchange.

    Raises:
        NotAllowed.
    """
    own = fingerprint(own_key(uow))
    releases = uow.releases.all()
    partners = uow.outside.partners()
    believed = {partner.public_key for partner in partners}
    theirs: dict[Period, set[str]] = {}
    for sender, release in sent_by(uow):
        if sender in believed and release.status is ReleaseStatus.RELEASED:
            theirs.setdefault(release.period, set()).add(sender)
    houses = [c.key for c in sorted(uow.centres(), key=lambda c: (len(c.key), c.key))]
    periods = {
        period
        for period, senders in theirs.items()
        if can_join(registered(releases, period, houses), releases, len(senders))
    }
    files = tuple(f for f in uow.outside.all() if f.kind is not OutsideKind.BEFORE)
    return Overview(
        own,
        tuple(sorted(partners, key=lambda p: p.name.casefold())),
        tuple(sorted(files, key=lambda f: (f.noted_on, f.name), reverse=True)),
        tuple(reversed(releases)),
        tuple(sorted(periods, key=lambda p: (p.last, p.first), reverse=True)),
    )


def export_release(number: int, uow: ReleasesUnitOfWork) -> str:
    """Return the signed file of a release: its entry in the register, protected cells only. The
    file of one that was withdrawn says so, and takes it back where it was taken in.

    Raises:
        NotAllowed, NotFound.
    """
    require(uow.actor, Act.PUBLISH)
    release = uow.releases.get(number)
    if release is None:
        raise NotFound("release")
    return _signed("release", _entry(release), uow)


def export_joint(report: JointReport, uow: ReleasesUnitOfWork) -> str:
    """Return the signed file of a joint report, which every house takes into its register.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.PUBLISH)
    own = own_key(uow)
    body = {
        "name": report.name,
        "parts": [[part.sender or own, part.number, part.hash] for part in report.parts],
        **json.loads(cells_text(report.draft.safe.tables)),
    }
    return _signed("joint", json.dumps(body, ensure_ascii=False, sort_keys=True), uow)


def keep_joint(report: JointReport, uow: ReleasesUnitOfWork, clock: Clock) -> str:
    """Take a joint report of this store into its register and return the signed file for the
    others. The same report once more changes nothing.

    Raises:
        NotAllowed, RegisterBehind.
    """
    text = export_joint(report, uow)
    if _id_of(text) not in {other.id for other in uow.outside.all()}:
        import_file(text, uow, clock)
    return text


def _entry(release: Release) -> str:
    content = json.loads(canonical(release)) | {"hash": release.hash}
    if release.status is ReleaseStatus.WITHDRAWN:
        content["status"] = release.status.value
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _signed(kind: str, body: str, uow: ReleasesUnitOfWork) -> str:
    signer = _signer(uow)
    content = {
        "format": FORMAT,
        "kind": kind,
        "sender": signer.public_key().public_bytes_raw().hex(),
        "body": body,
        "signature": signer.sign(f"{FORMAT}:{kind}:{body}".encode()).hex(),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_file(text: str) -> Received:
    """Check the form, the version, the signature and the hash of a file, and that everything in
    it can be used: what is taken in is never taken out again.

    Raises:
        UnusableFile: ``not_an_exchange_file``, ``newer_format``, ``bad_signature``, ``bad_hash``,
            ``same_release``: a joint report that counts a release twice.
    """
    try:
        content = json.loads(text)
        version, kind, sender = content["format"], content["kind"], content["sender"]
        body, signature = content["body"], bytes.fromhex(content["signature"])
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(sender))
    except _NO_FILE as error:
        raise UnusableFile("not_an_exchange_file") from error
    if version != FORMAT or kind not in ("release", "joint"):
        raise UnusableFile("newer_format", str(version))
    try:
        key.verify(signature, f"{FORMAT}:{kind}:{body}".encode())
    except InvalidSignature:
        raise UnusableFile("bad_signature") from None
    sender = sender.lower()
    try:
        entry = json.loads(body)
        if kind == "joint":
            name = str(Period.parse(entry["name"]))
            parts = tuple(_part(*part) for part in entry.get("parts", ()))
            cells = sound(cells_of(entry))
            found = Received(kind, sender, fingerprint(sender), name, cells, parts=parts)
            return _each_once(found)
        release = sound_release(release_of(entry, _NOBODY))
        read_policy(json.loads(release.policy))
        wanted, _ = entry.pop("hash"), entry.pop("status", None)
        exact = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except _NO_FILE as error:
        raise UnusableFile("not_an_exchange_file") from error
    if hashlib.sha256(exact.encode()).hexdigest() != wanted:
        raise UnusableFile("bad_hash")
    name = f"{release.period} ({release.number})"
    if release.status is ReleaseStatus.WITHDRAWN:
        name = f"{name} {release.status.value}"
    return Received(kind, sender, fingerprint(sender), name, release.cells, release)


def _part(sender: object, number: object, entry: object) -> Part:
    if type(sender) is not str or type(number) is not int or type(entry) is not str or number < 1:
        raise ValueError("no part")
    return Part(sender, number, entry)


def _each_once(joint: Received) -> Received:
    if len({part.sender for part in joint.parts}) < len(joint.parts) or len(
        {part.hash for part in joint.parts}
    ) < len(joint.parts):
        raise UnusableFile("same_release", joint.name)
    return joint


@dataclass(frozen=True, slots=True)
class ConfirmPartner:
    """Believe a key whose fingerprint was compared on paper; typed once more to be sure.

    Attributes:
        replaces: the house of this name has a new key, and its old one is believed no more.
        confirmed: the name looked like somebody's, and the person said that it is nobody's.
    """

    public_key: str
    name: str
    typed: str
    replaces: bool = False
    confirmed: bool = False


def confirm_partner(
    command: ConfirmPartner, uow: ReleasesUnitOfWork, clock: Clock, guard: Reads
) -> Changes:
    """Keep whose key it is.

    Raises:
        NotAllowed; InvalidInput: no name, or one that has another key (``taken``).
        UnusableFile: ``fingerprint``: what was typed is not the key's; ``own_key``.
    """
    require(uow.actor, Act.PUBLISH)
    name = checked_text(command.name, "name", guard, LONGEST_NAME, confirmed=command.confirmed)
    wanted = fingerprint(command.public_key).replace("-", "")
    if "".join(c for c in command.typed.upper() if c.isalnum()) != wanted:
        raise UnusableFile("fingerprint")
    if command.public_key == own_key(uow):
        raise UnusableFile("own_key")
    same = [p for p in uow.outside.partners() if p.name.casefold() == name.casefold()]
    if any(p.public_key != command.public_key for p in same) and not command.replaces:
        raise InvalidInput((FieldProblem("name", "taken"),))
    for partner in same:
        uow.outside.drop_partner(partner.public_key)
    uow.outside.add_partner(Partner(command.public_key, name, clock.today()))
    uow.audit.done("partner", clock.today())
    uow.commit()
    return Changes(frozenset({Kind.RELEASES}))


def import_file(text: str, uow: ReleasesUnitOfWork, clock: Clock) -> Received:
    """Take a signed file in. Its cells are known outside from now on: every later release of
    this store is protected against them too.

    Raises:
        NotAllowed; UnknownSender: nobody has compared the fingerprint yet.
        RegisterBehind: the file knows a release of this store that the store lacks. Publishing is
            locked until the newest has been given.
        UnusableFile: of :func:`read_file`; ``known_file``; ``own_release``; ``same_release``:
            sent by two keys; ``older_release``: a newer one of the period has been taken in;
            ``another_register``: other releases have these numbers; ``sum_of_hidden``;
            ``wrong_day``: published in the future or before its period ended;
            ``contradicts_itself``: its sums are wrong. Nothing was kept.
    """
    require(uow.actor, Act.PUBLISH)
    require_newest(uow)
    found = read_file(text)
    own = own_key(uow)
    partner = next((p for p in uow.outside.partners() if p.public_key == found.sender), None)
    if partner is None and found.sender != own:
        raise UnknownSender(found.fingerprint)
    if _id_of(text) in {other.id for other in uow.outside.all()}:
        raise UnusableFile("known_file", found.name)
    kind = OutsideKind.JOINT if found.kind == "joint" else OutsideKind.EXCHANGE
    if found.release is not None:
        _require_possible_day(found.release, clock)
        _require_new(found.release, found.sender, own, uow)
        _require_consistent(found.release)
    else:
        _require_own_part(found.parts, own, uow)
        _require_sums_of_shown(found.cells, uow)
    cells = named_apart(found.cells, f"{found.kind}-{found.sender[:8]}")
    name = f"{partner.name}: {found.name}" if partner is not None else found.name
    uow.outside.add(Outside(_id_of(text), kind, name, cells, clock.today(), text))
    uow.audit.done("exchange", clock.today())
    uow.commit()
    return replace(found, name=name, cells=cells)


def _id_of(text: str) -> str:
    """Return what a file is known by: what was signed and by whom, however it is written down."""
    content = json.loads(text)
    known = f"{content['kind']}:{content['sender'].lower()}:{content['body']}"
    return hashlib.sha256(known.encode()).hexdigest()


def _require_possible_day(release: Release, clock: Clock) -> None:
    """Stop a release that was published by a wrong clock, or is read by one.

    Raises:
        UnusableFile: ``wrong_day``.
    """
    if not release.period.last < release.published_on <= clock.today():
        raise UnusableFile("wrong_day", release.published_on.isoformat())


def _require_own_part(parts: Sequence[Part], own: str, uow: ReleasesUnitOfWork) -> None:
    """Compare what a file says of this store's own releases with the register.

    Raises:
        RegisterBehind, UnusableFile.
    """
    known = uow.releases.all()
    for part in parts:
        if part.sender == own and part.number > len(known):
            mark_restored(uow)
            uow.commit()
            raise RegisterBehind(len(known))
        if part.sender == own and known[part.number - 1].hash != part.hash:
            raise UnusableFile("another_register")


def _require_new(release: Release, sender: str, own: str, uow: ReleasesUnitOfWork) -> None:
    """Stop a release that is this store's own, sent by two keys, or older than what is known.

    Raises:
        RegisterBehind, UnusableFile.
    """
    if sender == own:
        _require_own_part((Part(own, release.number, release.hash),), own, uow)
    if sender == own or release.hash in {known.hash for known in uow.releases.all()}:
        raise UnusableFile("own_release", str(release.number))
    believed = {partner.public_key for partner in uow.outside.partners()}
    is_back = release.status is ReleaseStatus.WITHDRAWN
    for other, known in sent_by(uow):
        is_valid = known.status is ReleaseStatus.RELEASED
        if other == sender and known.number == release.number and known.hash != release.hash:
            raise UnusableFile("another_register")
        if other == sender and known.hash == release.hash and not (is_back and is_valid):
            raise UnusableFile("known_file", f"{release.period} ({known.number})")
        if other in believed - {sender} and known.hash == release.hash:
            raise UnusableFile("same_release", str(release.period))
        same = known.period == release.period and known.centres == release.centres
        newer = is_valid and not is_back and known.number > release.number
        if other == sender and same and newer:
            raise UnusableFile("older_release", f"{release.period} ({known.number})")


def _require_consistent(release: Release) -> None:
    """Stop a release whose numbers do not add up: no joint report could ever be made of it.

    Raises:
        UnusableFile: ``contradicts_itself``.
    """
    try:
        public_bounds(whole_of(release), read_policy(json.loads(release.policy)))
    except UnusableFile as error:
        raise UnusableFile("contradicts_itself", str(release.period)) from error


def _require_sums_of_shown(joint: TableSet, uow: ReleasesUnitOfWork) -> None:
    """Stop a joint report that shows a sum of which this store's part is hidden: it would tell
    of the hidden number. Sums of shown numbers tell nothing, so the rest needs no linking.

    Raises:
        UnusableFile: ``sum_of_hidden``, with the table.
    """
    hidden = {
        cell.key
        for release in uow.releases.all()
        for cell in whole_of(release).cells
        if cell.value is None
    }
    told = {
        cell.key
        for release in uow.releases.all()
        for cell in whole_of(release).cells
        if cell.value is not None
    }
    for cell in joint.cells:
        total = PLACE not in dict(cell.key.codes)
        if total and cell.value is not None and cell.key in hidden - told:
            raise UnusableFile("sum_of_hidden", cell.table)
