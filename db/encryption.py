"""The key file ``NAME.fckeys``: who may unlock the data key, without saying who or how many.

The file is a header (magic, version, number of slots, one Argon2id cost and salt) and equal slots
in random order. A slot holds an X25519 public key in the clear, its private key wrapped under
HKDF(Argon2id(passphrase, salt), casefolded login name), and two boxes sealed to the public key
(ephemeral X25519, HKDF, ChaCha20-Poly1305) with the data key and the user's id. The second box
holds the next data key while the store is being renewed. An unused slot is a public key whose
private key was thrown away, and random bytes: nothing tells it from a used one.

Which public keys count is kept in the store itself, so nobody can slip a key of his own into the
file and have the next data key sealed to it. No key leaves this module: a :class:`DataKey` is
handed out closed and can only be put on a connection.
"""

from __future__ import annotations

import secrets
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.cost import KeyCost
from familjecentral.errors import KeysMissing

MAGIC = b"FCKEYS\r\n"
VERSION = 1
SLOTS = 32
RECOVERY = UUID(int=0)

_HEADER = struct.Struct(">8sHHIII32s")
_KEY, _NONCE, _TAG, _ID = 32, 12, 16, 16
_STEP = 512  # what is sealed to a person is as long as a multiple of this
_WRAPPED = _NONCE + _KEY + _TAG
_BOX = _KEY + _NONCE + _ID + _KEY + _TAG
_SLOT = _KEY + _WRAPPED + 2 * _BOX
# Beyond this a tampered header could make the machine swap for minutes.
_MOST_MEMORY_KIB, _MOST_ITERATIONS, _MOST_LANES = 2**20, 64, 16


class _Connection(Protocol):
    def execute(self, sql: str, /) -> object: ...


class DataKey:
    """The random 256-bit key of the store, closed: it can be put on a connection, not read."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def fresh(cls) -> Self:
        """Return a new random key."""
        return cls(secrets.token_bytes(_KEY))

    def unlock(self, connection: _Connection) -> None:
        """Give the key to a connection that has not read anything yet."""
        # PRAGMA takes no parameters; hexadecimal of own bytes cannot break out of the quotes.
        connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")

    def rekey(self, connection: _Connection) -> None:
        """Encrypt the open file anew under this key."""
        connection.execute(f"PRAGMA rekey = \"x'{self._key.hex()}'\"")

    def __repr__(self) -> str:
        return "DataKey(…)"


class PersonalKey:
    """A person's own key, closed. It follows from the private key of her slot, so it stays when
    she changes her passphrase, and is lost when only the recovery key lets her in."""

    __slots__ = ("_cipher",)

    def __init__(self, private: bytes) -> None:
        derived: bytes = HKDF(SHA256(), _KEY, salt=None, info=b"familjecentral personal 1").derive(
            private
        )
        self._cipher = ChaCha20Poly1305(derived)

    def seal(self, content: bytes, bound_to: bytes) -> bytes:
        """Return content that only this key opens, padded so that its length tells little."""
        padded = len(content).to_bytes(4, "big") + content
        padded += bytes(-len(padded) % _STEP)
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, padded, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes | None:
        """Return what was sealed, None if it was not sealed by this key to this place."""
        padded = _open(self._cipher, sealed, bound_to)
        return None if padded is None else padded[4 : 4 + int.from_bytes(padded[:4], "big")]

    def __repr__(self) -> str:
        return "PersonalKey(…)"


@dataclass(frozen=True, slots=True)
class Secret:
    """What a person typed, after the one Argon2id derivation of an attempt."""

    _root: bytes
    _label: bytes

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A slot that opened.

    Attributes:
        public: its public key, the slot's name in the store. user: id of its owner,
            :data:`RECOVERY` for the recovery slot.
        keys: one data key; two (old, new) when a renewal was interrupted.
        own: the owner's own key.
    """

    public: bytes
    user: UUID
    keys: tuple[DataKey, ...]
    own: PersonalKey

    def __repr__(self) -> str:
        return "Unlocked(…)"


@dataclass(frozen=True, slots=True)
class _Slot:
    public: bytes
    wrapped: bytes
    first: bytes
    second: bytes

    def to_bytes(self) -> bytes:
        return self.public + self.wrapped + self.first + self.second


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """The key file as a value; every change returns a new one."""

    cost: KeyCost
    salt: bytes
    slots: tuple[_Slot, ...]

    @classmethod
    def new(cls, cost: KeyCost) -> KeyFile:
        """Return a file of unused slots with a fresh salt."""
        return cls(cost, secrets.token_bytes(32), tuple(_unused() for _ in range(SLOTS)))

    @classmethod
    def parse(cls, content: bytes) -> KeyFile:
        """Read a file's bytes.

        Raises:
            KeysMissing: they are not a key file of a version that is known.
        """
        if len(content) < _HEADER.size:
            raise KeysMissing("too short")
        magic, version, count, memory, iterations, lanes, salt = _HEADER.unpack_from(content)
        if magic != MAGIC or version != VERSION or len(content) != _HEADER.size + count * _SLOT:
            raise KeysMissing("not a key file")
        if not (
            8 * lanes <= memory <= _MOST_MEMORY_KIB
            and 1 <= iterations <= _MOST_ITERATIONS
            and 1 <= lanes <= _MOST_LANES
        ):
            raise KeysMissing("cost out of range")
        slots = []
        for start in range(_HEADER.size, len(content), _SLOT):
            part = content[start : start + _SLOT]
            boxes = _KEY + _WRAPPED
            slots.append(
                _Slot(part[:_KEY], part[_KEY:boxes], part[boxes : boxes + _BOX], part[-_BOX:])
            )
        return cls(KeyCost(memory, iterations, lanes), salt, tuple(slots))

    def to_bytes(self) -> bytes:
        """Return the file's bytes."""
        cost = self.cost
        header = _HEADER.pack(
            MAGIC,
            VERSION,
            len(self.slots),
            cost.memory_kib,
            cost.iterations,
            cost.lanes,
            self.salt,
        )
        return header + b"".join(slot.to_bytes() for slot in self.slots)

    @property
    def public_keys(self) -> frozenset[bytes]:
        """The public keys of all slots, used or not."""
        return frozenset(slot.public for slot in self.slots)

    def derive(self, passphrase: str, login_name: str) -> Secret:
        """Derive the secret of a person: the one slow step of an attempt."""
        return self._derive(passphrase, b"person " + fold(login_name).encode())

    def derive_recovery(self, recovery_key: str) -> Secret:
        """Derive the secret of the recovery slot from a key in its normal form."""
        return self._derive(recovery_key, b"recovery")

    def _derive(self, text: str, label: bytes) -> Secret:
        cost = self.cost
        root = Argon2id(
            salt=self.salt,
            length=_KEY,
            iterations=cost.iterations,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive(unicodedata.normalize("NFC", text).encode())
        return Secret(root, label)

    def unlock(self, secret: Secret) -> Unlocked | None:
        """Try every slot; return the one that opens, or None."""
        wrapping = ChaCha20Poly1305(_wrapping_key(secret))
        for slot in self.slots:
            private = _open(wrapping, slot.wrapped, slot.public)
            if private is None:
                continue
            contents = [_unseal(private, box) for box in (slot.first, slot.second)]
            found = [content for content in contents if content is not None]
            if found:
                keys = tuple(DataKey(content[_ID:]) for content in found)
                user = UUID(bytes=found[0][:_ID])
                return Unlocked(slot.public, user, keys, PersonalKey(private))
        return None

    def with_slot(
        self, secret: Secret, user: UUID, key: DataKey, in_use: frozenset[bytes]
    ) -> tuple[KeyFile, bytes]:
        """Return the file with one more used slot, in a random unused place, and its name.

        ``in_use``: public keys of the slots that must stay.
        """
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        slots = list(self.slots)
        places = [n for n, slot in enumerate(slots) if slot.public not in in_use]
        if not places:
            slots += [_unused() for _ in range(SLOTS)]
            places = list(range(len(self.slots), len(slots)))
        slots[secrets.choice(places)] = _Slot(
            public,
            _wrap(secret, private, public),
            _seal(public, user, key),
            secrets.token_bytes(_BOX),
        )
        return replace(self, slots=tuple(slots)), public

    def rewrapped(self, old: Secret, new: Secret, public: bytes) -> KeyFile | None:
        """Return the file with one slot's private key under a new secret, or None if the old one
        does not open it."""
        slots = list(self.slots)
        for place, slot in enumerate(slots):
            if slot.public == public:
                private = _open(ChaCha20Poly1305(_wrapping_key(old)), slot.wrapped, public)
                if private is None:
                    return None
                known = X25519PrivateKey.from_private_bytes(private)
                slots[place] = replace(slot, wrapped=_wrap(new, known, public))
                return replace(self, slots=tuple(slots))
        return None

    def only(self, in_use: frozenset[bytes]) -> KeyFile:
        """Return the file with random content in every slot but those named."""
        slots = tuple(slot if slot.public in in_use else _unused() for slot in self.slots)
        return replace(self, slots=slots)

    def sealed_anew(self, owners: Mapping[bytes, UUID], *keys: DataKey) -> KeyFile:
        """Return the file with one data key, or two (old, new), sealed to the owners' slots.

        Every box of every slot changes, so that the change does not tell which are used.
        """
        slots = []
        for slot in self.slots:
            user = owners.get(slot.public)
            if user is None:
                slots.append(_unused())
                continue
            boxes = [_seal(slot.public, user, key) for key in keys]
            boxes += [secrets.token_bytes(_BOX)] * (2 - len(boxes))
            slots.append(replace(slot, first=boxes[0], second=boxes[1]))
        return replace(self, slots=tuple(slots))


def fold(login_name: str) -> str:
    """Return a login name as it is compared: trimmed, composed, casefolded."""
    return unicodedata.normalize("NFC", login_name.strip()).casefold()


def _hkdf(secret: bytes, info: bytes) -> bytes:
    derived: bytes = HKDF(SHA256(), _KEY, salt=None, info=info).derive(secret)
    return derived


def _wrapping_key(secret: Secret) -> bytes:
    return _hkdf(secret._root, b"familjecentral slot 1 " + secret._label)


def _wrap(secret: Secret, private: X25519PrivateKey, public: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    box = ChaCha20Poly1305(_wrapping_key(secret))
    return nonce + box.encrypt(nonce, private.private_bytes_raw(), public)


def _open(box: ChaCha20Poly1305, sealed: bytes, bound_to: bytes) -> bytes | None:
    try:
        return box.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except InvalidTag:
        return None


def _box_cipher(shared: bytes, ephemeral: bytes, public: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_hkdf(shared, b"familjecentral seal 1 " + ephemeral + public))


def _seal(public: bytes, user: UUID, key: DataKey) -> bytes:
    ephemeral = X25519PrivateKey.generate()
    sender = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    nonce = secrets.token_bytes(_NONCE)
    cipher = _box_cipher(shared, sender, public)
    return sender + nonce + cipher.encrypt(nonce, user.bytes + key._key, None)


def _unseal(private: bytes, box: bytes) -> bytes | None:
    own = X25519PrivateKey.from_private_bytes(private)
    sender = box[:_KEY]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    except ValueError:  # random bytes that are a point of small order
        return None
    cipher = _box_cipher(shared, sender, own.public_key().public_bytes_raw())
    return _open(cipher, box[_KEY:], b"")


def _point() -> bytes:
    # Half of all random strings are no public key; a real one cannot be told from the others.
    return X25519PrivateKey.generate().public_key().public_bytes_raw()


def _unused() -> _Slot:
    first = _point() + secrets.token_bytes(_BOX - _KEY)
    return _Slot(_point(), secrets.token_bytes(_WRAPPED), first, secrets.token_bytes(_BOX))
