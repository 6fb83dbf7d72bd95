"""A signed file says what it is made of: whatever else stands in it is not taken in."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.errors import UnusableFile
from familjecentral.releases.exchange import Received, read_file
from familjecentral.releases.model import ReleaseStatus
from familjecentral.releases.register import GENESIS, canonical
from familjecentral.releases.sound import sound
from tests.unit.releases.test_register import entry

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RELEASE = entry(2, "ab" * 32, replaces=1)
BODY: dict[str, Any] = json.loads(canonical(RELEASE))
JOINT: dict[str, Any] = {
    "name": "2026-Q1",
    "parts": [["ab" * 32, 1, "cd" * 32]],
    "hierarchy": BODY["hierarchy"],
    "cells": BODY["cells"],
}
ODD = (
    *(None, "", "x", "2026-01", "9" * 99, "2026-13", -1, 0, 1, 2.5, 10**30, True, float("nan")),
    *([], {}, ["a"], [["a", "b"]], {"a": ["a"]}, {"a": {"b": ["b"]}}),
)


def signed(kind: str, held: dict[str, Any], **outside: object) -> str:
    """Return a file that its sender really signed; a release's hash fits what it holds."""
    content = dict(held)
    if kind == "release":
        own = {name: value for name, value in content.items() if name != "status"}
        exact = json.dumps(own, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        content["hash"] = hashlib.sha256(exact.encode()).hexdigest()
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    sender = SIGNER.public_key().public_bytes_raw().hex()
    signature = SIGNER.sign(f"1:{kind}:{text}".encode()).hex()
    file = {"format": 1, "kind": kind, "sender": sender, "body": text, "signature": signature}
    return json.dumps(file | outside)


def places(inside: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value of a JSON text."""
    if above:
        yield above
    pairs = inside.items() if isinstance(inside, dict) else enumerate(inside)  # type: ignore[arg-type]
    for name, value in pairs if isinstance(inside, (dict, list)) else ():
        if isinstance(value, (dict, list)):
            yield from places(value, (*above, name))
        else:
            yield (*above, name)


def changed(body: dict[str, Any], place: tuple[Any, ...], value: object) -> dict[str, Any]:
    found = copy.deepcopy(body)
    holder: Any = found
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return found


def test_a_release_comes_out_as_it_went_in() -> None:
    """Entry, cells and sender; a withdrawn one says so under the same hash."""
    found = read_file(signed("release", BODY))
    assert found.release is not None
    by = found.release.published_by
    assert found.release == dataclasses.replace(RELEASE, published_by=by)
    assert (found.name, found.number) == ("2026-Q1 (2)", 2)
    back = read_file(signed("release", BODY | {"status": "withdrawn"}))
    assert back.release is not None
    assert back.release.status is ReleaseStatus.WITHDRAWN
    assert back.release.hash == RELEASE.hash
    assert back.name == "2026-Q1 (2) withdrawn"
    assert read_file(signed("joint", JOINT)).parts[0].number == 1


@given(st.data())
def test_whatever_else_stands_in_a_signed_file_is_refused_or_whole(data: st.DataObject) -> None:
    """One value of another kind: the file is refused in words, or what it says can be used."""
    kind, body = data.draw(st.sampled_from((("release", BODY), ("joint", JOINT))))
    place = data.draw(st.sampled_from(tuple(places(body))))
    text = signed(kind, changed(body, place, data.draw(st.sampled_from(ODD))))
    with suppress(UnusableFile):
        used(read_file(text))


def used(found: Received) -> None:
    """Do with a file what is done with it later."""
    assert sorted(cell.key for cell in found.cells.cells)
    for cell in found.cells.cells:
        assert cell.key.vintage >= 1
        for name, code in cell.key.codes:
            assert found.cells.hierarchy.leaves(name, code)
    for part in found.parts:
        assert part.number >= 1
    if found.release is not None:
        release = found.release
        assert release.number + release.vintage + release.certificate.shown > 0
        assert all(isinstance(centre, str) for centre in release.centres)
        assert len(release.previous_hash) == len(release.hash) == len(GENESIS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{" * 40_000,
        "[" * 40_000 + "]" * 40_000,
        signed("release", BODY)[:-400],
        signed("release", BODY, sender="12"),
        signed("release", BODY, body=7),
    ],
)
def test_a_damaged_file_is_no_signed_file(text: str) -> None:
    """Cut off, empty, endlessly deep: said in words, never a fault of the program."""
    with pytest.raises(UnusableFile, match=r"not_an_exchange_file|bad_signature"):
        read_file(text)


def test_a_release_tells_of_its_own_period_and_no_number_twice() -> None:
    """Cells of another period, or two values of the same number, belong to no release."""
    elsewhere = changed(BODY, ("cells", 0, 2), ["2026-04"])
    with pytest.raises(UnusableFile, match="not_an_exchange_file"):
        read_file(signed("release", elsewhere))
    key = Key("contacts", ("2026-01",), 1, ())
    with pytest.raises(ValueError, match="two values"):
        sound(TableSet((Cell(key, 7, "t1"), Cell(key, 8, "t2"))))
