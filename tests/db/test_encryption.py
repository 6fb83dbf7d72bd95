"""The key file: who gets in, and what it does not tell."""

from __future__ import annotations

import math
from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.cost import KeyCost
from db.encryption import MAGIC, RECOVERY, SLOTS, DataKey, KeyFile
from familjecentral.errors import KeysMissing
from tests.factories import uuid_of
from tests.fixtures_store import CHEAP

ANNA = uuid_of(1)
BEA = uuid_of(2)


class Heard:
    """A connection that only remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def execute(self, sql: str) -> None:
        self.told.append(sql)


def told(key: DataKey) -> str:
    """Return what a connection is told of a key: equal for equal keys."""
    heard = Heard()
    key.unlock(heard)
    return heard.told[0]


def file_with(*people: tuple[str, str, UUID], key: DataKey) -> KeyFile:
    """Return a key file with a slot for each (login name, passphrase, id)."""
    keys, used = KeyFile.new(CHEAP), set()
    for name, passphrase, user in people:
        secret = keys.derive(passphrase, name)
        keys, public = keys.with_slot(secret, user, key, frozenset(used))
        used.add(public)
    return keys


def test_everybody_with_a_slot_gets_the_same_data_key() -> None:
    """Two people, two passphrases, one key; each slot names its own user."""
    key = DataKey.fresh()
    keys = file_with(("anna", "ett två tre fyra", ANNA), ("bea", "fem sex sju", BEA), key=key)
    for name, passphrase, user in (("anna", "ett två tre fyra", ANNA), ("bea", "fem sex sju", BEA)):
        opened = keys.unlock(keys.derive(passphrase, name))
        assert opened is not None
        assert opened.user == user
        assert [told(k) for k in opened.keys] == [told(key)]


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [
        ("anna", "ett två tre fyrA"),
        ("bea", "ett två tre fyra"),
        ("", "ett två tre fyra"),
        ("anna", ""),
    ],
)
def test_both_name_and_passphrase_must_fit(name: str, passphrase: str) -> None:
    """A slot opens for its own login name with its own passphrase only."""
    keys = file_with(("anna", "ett två tre fyra", ANNA), key=DataKey.fresh())
    assert keys.unlock(keys.derive(passphrase, name)) is None


@pytest.mark.parametrize("name", ["ÅSA", " åsa ", "a\u030asa", "Åsa"])
def test_login_names_are_compared_casefolded_and_composed(name: str) -> None:
    """How the keyboard composes å, and capitals, do not matter."""
    keys = file_with(("åsa", "lösen för Åsa", ANNA), key=DataKey.fresh())
    assert keys.unlock(keys.derive("lo\u0308sen fo\u0308r A\u030asa", name)) is not None


def test_a_recovery_key_is_no_login_name() -> None:
    """The recovery slot opens with the recovery derivation only."""
    keys = KeyFile.new(CHEAP)
    text = "0000-1111"
    keys, _ = keys.with_slot(keys.derive_recovery(text), RECOVERY, DataKey.fresh(), frozenset())
    assert keys.unlock(keys.derive_recovery(text)) is not None
    assert keys.unlock(keys.derive(text, "recovery")) is None


def test_the_file_has_the_same_size_however_many_work_there() -> None:
    """Thirty-two slots, used or not; nothing in the size tells how many people there are."""
    one = file_with(("a", "p", ANNA), key=DataKey.fresh())
    many = file_with(*((f"n{i}", "p", uuid_of(i)) for i in range(9)), key=DataKey.fresh())
    assert len(one.to_bytes()) == len(many.to_bytes()) == len(KeyFile.new(CHEAP).to_bytes())
    assert len(one.slots) == SLOTS >= 32


def test_more_than_thirty_two_people_get_another_block_of_slots() -> None:
    """The file grows by whole blocks, and everybody still gets in."""
    key = DataKey.fresh()
    people = [(f"n{i}", "p", uuid_of(i)) for i in range(33)]
    keys = file_with(*people, key=key)
    assert len(keys.slots) == 2 * SLOTS
    for name, passphrase, user in people:
        opened = keys.unlock(keys.derive(passphrase, name))
        assert opened is not None
        assert opened.user == user


def test_nothing_in_the_file_is_readable() -> None:
    """Neither names nor ids stand in it, and its bytes are as even as random ones."""
    people = [(f"kurator{i}", "p", uuid_of(i)) for i in range(20)]
    content = file_with(*people, key=DataKey.fresh()).to_bytes()
    for name, _, user in people:
        assert name.encode() not in content
        assert user.bytes not in content
        assert user.hex.encode() not in content
    counts = Counter(content[60:])
    total = sum(counts.values())
    entropy = -sum(n / total * math.log2(n / total) for n in counts.values())
    assert entropy > 7.9


def test_used_and_unused_slots_cannot_be_told_apart_by_their_points() -> None:
    """Every public key, used or not, is a point that a real key pair has (Curve25519: on the
    curve, not on its twist, and without the top bit)."""
    p = 2**255 - 19
    keys = file_with(("a", "p", ANNA), key=DataKey.fresh())
    for slot in keys.slots:
        for encoded in (slot.public, slot.first[:32]):
            x = int.from_bytes(encoded, "little")
            assert x < p
            assert pow(x**3 + 486662 * x**2 + x, (p - 1) // 2, p) == 1


def test_slots_are_taken_in_random_places() -> None:
    """The first person does not sit in the first slot."""
    places = set()
    for _ in range(40):
        empty = KeyFile.new(CHEAP)
        secret = empty.derive("p", "a")
        keys, public = empty.with_slot(secret, ANNA, DataKey.fresh(), frozenset())
        places.add([slot.public for slot in keys.slots].index(public))
    assert len(places) > 8


@given(st.binary(max_size=200))
def test_no_other_file_is_taken_for_a_key_file(content: bytes) -> None:
    """Anything else is refused with one typed error."""
    with pytest.raises(KeysMissing):
        KeyFile.parse(content)


@given(st.integers(0, 9999))
def test_a_key_file_cut_short_is_refused(length: int) -> None:
    """Half a file is none."""
    content = KeyFile.new(CHEAP).to_bytes()
    with pytest.raises(KeysMissing):
        KeyFile.parse(content[: length % len(content)])


def test_a_tampered_cost_does_not_swallow_the_machine() -> None:
    """A header that asks for sixteen gibibytes is refused before the derivation."""
    content = KeyFile(KeyCost(2**24, 3, 1), b"s" * 32, KeyFile.new(CHEAP).slots).to_bytes()
    with pytest.raises(KeysMissing):
        KeyFile.parse(content)


def test_the_file_reads_back_as_it_was_written() -> None:
    """Bytes and back; the magic comes first."""
    keys = file_with(("a", "p", ANNA), key=DataKey.fresh())
    assert KeyFile.parse(keys.to_bytes()) == keys
    assert keys.to_bytes().startswith(MAGIC)


def test_renewal_seals_to_the_known_slots_only() -> None:
    """Who is left gets both keys, old first; who is not, and a foreign public key that somebody
    slipped into the file, gets neither."""
    old, new = DataKey.fresh(), DataKey.fresh()
    keys = file_with(("anna", "p", ANNA), ("bea", "q", BEA), key=old)
    anna = keys.unlock(keys.derive("p", "anna"))
    assert anna is not None
    both = keys.sealed_anew({anna.public: ANNA}, old, new)
    opened = both.unlock(both.derive("p", "anna"))
    assert opened is not None
    assert [told(k) for k in opened.keys] == [told(old), told(new)]
    assert both.unlock(both.derive("q", "bea")) is None
    only_new = both.sealed_anew({anna.public: ANNA}, new)
    opened = only_new.unlock(only_new.derive("p", "anna"))
    assert opened is not None
    assert [told(k) for k in opened.keys] == [told(new)]


def test_a_passphrase_changes_without_the_data_key() -> None:
    """The own slot is wrapped anew; the old passphrase no longer opens it."""
    keys = file_with(("anna", "old", ANNA), key=DataKey.fresh())
    before = keys.unlock(keys.derive("old", "anna"))
    assert before is not None
    secrets = keys.derive("old", "anna"), keys.derive("new", "anna")
    changed = keys.rewrapped(*secrets, before.public)
    assert changed is not None
    assert changed.unlock(changed.derive("old", "anna")) is None
    assert changed.unlock(changed.derive("new", "anna")) is not None
    assert keys.rewrapped(keys.derive("no", "anna"), secrets[1], before.public) is None


def test_keys_do_not_show_in_reprs() -> None:
    """Nothing that ends up in a log or a traceback says a key."""
    keys = file_with(("anna", "p", ANNA), key=DataKey.fresh())
    secret = keys.derive("p", "anna")
    opened = keys.unlock(secret)
    assert opened is not None
    for thing in (secret, opened, opened.keys[0]):
        assert repr(thing).endswith("(…)")


def test_a_second_box_that_is_no_point_does_no_harm() -> None:
    """Whatever stands in the box that is not in use, the slot opens with the one that is."""
    keys = file_with(("anna", "p", ANNA), key=DataKey.fresh())
    content = bytearray(keys.to_bytes())
    for slot in keys.slots:
        start = bytes(content).index(slot.second)
        content[start : start + len(slot.second)] = bytes(len(slot.second))
    read = KeyFile.parse(bytes(content))
    opened = read.unlock(read.derive("p", "anna"))
    assert opened is not None
    assert len(opened.keys) == 1
