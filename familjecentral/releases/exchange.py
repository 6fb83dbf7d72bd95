"""Exchange between houses without a shared store: signed files of protected cells, and a joint
report that is protected as a whole.

A file is JSON: ``format``, ``kind`` (``release`` or ``joint``), ``sender`` (public key, hex),
``body`` (canonical text of what is sent) and ``signature`` (Ed25519 over the body, hex). Whose key
it is was compared on paper, by its fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from familjecentral.access.model import Act, require
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.disclosure.joint import PLACE
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import NotFound, UnknownSender, UnusableFile
from familjecentral.privacy import Guard
from familjecentral.releases.joint import JointReport, named_apart, whole_of
from familjecentral.releases.model import Outside, OutsideKind, Partner, Release
from familjecentral.releases.outside import LONGEST_NAME, checked_text
from familjecentral.releases.public import cells_of, require_newest
from familjecentral.releases.register import canonical, cells_text
from familjecentral.releases.store import ReleasesUnitOfWork

FORMAT = 1
_KEY = "secret.signing_key"


@dataclass(frozen=True, slots=True)
class Received:
    """A signed file that has been checked.

    Attributes:
        sender: public key, hex. fingerprint: its short form to compare on paper.
        number: of the release, 0 for a joint report.
    """

    kind: str
    sender: str
    fingerprint: str
    name: str
    number: int
    cells: TableSet


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


def export_release(number: int, uow: ReleasesUnitOfWork) -> str:
    """Return the signed file of a release: its entry in the register, protected cells only.

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
    body = {"name": report.name, **json.loads(cells_text(report.draft.safe.tables))}
    return _signed("joint", json.dumps(body, ensure_ascii=False, sort_keys=True), uow)


def _entry(release: Release) -> str:
    return json.dumps(
        json.loads(canonical(release)) | {"hash": release.hash}, ensure_ascii=False, sort_keys=True
    )


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
    """Check the form, the version, the signature and the hash of a file.

    Raises:
        UnusableFile: ``not_an_exchange_file``, ``newer_format``, ``bad_signature``, ``bad_hash``.
    """
    try:
        content = json.loads(text)
        version, kind, sender = content["format"], content["kind"], content["sender"]
        body, signature = content["body"], bytes.fromhex(content["signature"])
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(sender))
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableFile("not_an_exchange_file") from error
    if version != FORMAT or kind not in ("release", "joint"):
        raise UnusableFile("newer_format", str(version))
    try:
        key.verify(signature, f"{FORMAT}:{kind}:{body}".encode())
    except InvalidSignature:
        raise UnusableFile("bad_signature") from None
    try:
        entry = json.loads(body)
        cells = cells_of(entry)
        if kind == "joint":
            return Received(kind, sender, fingerprint(sender), str(entry["name"]), 0, cells)
        number, period = int(entry["number"]), str(entry["period"])
        wanted = entry.pop("hash")
        exact = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableFile("not_an_exchange_file") from error
    if hashlib.sha256(exact.encode()).hexdigest() != wanted:
        raise UnusableFile("bad_hash")
    return Received(kind, sender, fingerprint(sender), f"{period} ({number})", number, cells)


@dataclass(frozen=True, slots=True)
class ConfirmPartner:
    """Believe a key whose fingerprint was compared on paper; typed once more to be sure."""

    public_key: str
    name: str
    typed: str


def confirm_partner(
    command: ConfirmPartner, uow: ReleasesUnitOfWork, clock: Clock, guard: Guard
) -> Changes:
    """Keep whose key it is.

    Raises:
        NotAllowed; InvalidInput: no name.
        UnusableFile: ``fingerprint``: what was typed is not the key's.
    """
    require(uow.actor, Act.PUBLISH)
    name = checked_text(command.name, "name", guard, LONGEST_NAME)
    wanted = fingerprint(command.public_key).replace("-", "")
    if "".join(c for c in command.typed.upper() if c.isalnum()) != wanted:
        raise UnusableFile("fingerprint")
    uow.outside.add_partner(Partner(command.public_key, name, clock.today()))
    uow.audit.done("partner", clock.today())
    uow.commit()
    return Changes(frozenset({Kind.RELEASES}))


def import_file(text: str, uow: ReleasesUnitOfWork, clock: Clock) -> Received:
    """Take a signed file in. Its cells are known outside from now on: every later release of
    this store is protected against them too.

    Raises:
        NotAllowed; UnusableFile; UnknownSender: nobody has compared the fingerprint yet.
    """
    require(uow.actor, Act.PUBLISH)
    require_newest(uow)
    found = read_file(text)
    own = own_key(uow)
    partner = next((p for p in uow.outside.partners() if p.public_key == found.sender), None)
    if partner is None and found.sender != own:
        raise UnknownSender(found.fingerprint)
    kind = OutsideKind.JOINT if found.kind == "joint" else OutsideKind.EXCHANGE
    owner = partner.name if partner is not None else ""
    if kind is OutsideKind.JOINT:
        _require_sums_of_shown(found.cells, uow)
    cells = named_apart(found.cells, f"{found.kind}-{found.sender[:8]}")
    name = f"{owner}: {found.name}" if owner else found.name
    uow.outside.add(
        Outside(hashlib.sha256(text.encode()).hexdigest(), kind, name, cells, clock.today(), text)
    )
    uow.audit.done("exchange", clock.today())
    uow.commit()
    return replace(found, name=name, cells=cells)


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
