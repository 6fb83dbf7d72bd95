"""A real store for tests: built once a session by the migrations, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.cost import KeyCost
from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.gate import NewStore
from tests.factories import PASSPHRASE, FixedClock, SeededIds, centre, seed_codes, staff
from tests.groups_factory import PROGRAMMES

CHEAP = KeyCost(memory_kib=64, iterations=1, lanes=1)


@dataclass(frozen=True)
class Template:
    """A closed store that nobody writes to, and its recovery key."""

    path: Path
    recovery_key: str


def make_gate(clock: FixedClock | None = None, **changes: object) -> SqlStoreGate:
    """Return a gate with cheap keys and a clock that stands still."""
    arguments: dict[str, object] = {
        "key_cost": CHEAP,
        "is_network": lambda path: False,
        "seed_programmes": PROGRAMMES,
    }
    return SqlStoreGate(
        clock or FixedClock(),
        SeededIds(),
        seed_codes(),
        **arguments | changes,  # type: ignore[arg-type]
    )


def copy_store(source: Path, target: Path) -> Path:
    """Copy a closed store and its keys; return where the store is."""
    for ending in (".fcdb", ".fckeys"):
        shutil.copy2(source.with_suffix(ending), target.with_suffix(ending))
    return target


@pytest.fixture(scope="session")
def store_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Return a store with the first user, made by the real way in."""
    path = tmp_path_factory.mktemp("template") / "mall.fcdb"
    store, recovery_key = make_gate().create(path, NewStore(centre(), staff()), PASSPHRASE)
    store.close()
    return Template(path, recovery_key)


@pytest.fixture
def clock() -> FixedClock:
    """Return the clock of this test's store."""
    return FixedClock()


@pytest.fixture
def gate(clock: FixedClock) -> SqlStoreGate:
    """Return the way in."""
    return make_gate(clock)


@pytest.fixture
def store_path(store_template: Template, tmp_path: Path) -> Path:
    """Return a closed store of this test's own."""
    folder = tmp_path / "lager"
    folder.mkdir()
    return copy_store(store_template.path, folder / "linden.fcdb")


@pytest.fixture
def store(gate: SqlStoreGate, store_path: Path) -> Iterator[SqlStore]:
    """Return an open store, in the name of the first user."""
    opened = gate.open(store_path, staff().login_name, PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def open_as(gate: SqlStoreGate, store: SqlStore) -> Iterator[Callable[[Staff], SqlStore]]:
    """Return a function that gives a colleague an account and continues in her name."""
    handed_on: list[SqlStore] = []

    def become(person: Staff) -> SqlStore:
        store.add_account(person, PASSPHRASE)
        handed_on.append(store.switch(person.login_name, PASSPHRASE))
        return handed_on[-1]

    yield become
    for opened in handed_on:
        opened.close()
