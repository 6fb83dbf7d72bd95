"""The schema step by step: up, down, again, with data; and equal to the models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db import migrate, schema, sqlite
from db.backup import check_backup, unpack
from db.encryption import DataKey
from db.files import create_private
from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.errors import Bug
from tests.db.pictures import picture
from tests.factories import PASSPHRASE, FixedClock, contact, staff
from tests.fixtures_store import make_gate

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "r9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("setting", sa.Column("note", sa.Text))
    {more}


def downgrade():
    with op.batch_alter_table("setting") as table:
        table.drop_column("note")
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    """Return an encrypted file without tables."""
    path = tmp_path / "tom.fcdb"
    create_private(path)
    found = sqlite.make_engine(path, DataKey.fresh())
    yield found
    found.dispose()


def described(connection: sa.Connection) -> dict[str, str]:
    """Return every table, index and trigger by name, blanks evened out."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    )
    return {name: " ".join(sql.split()) for name, sql in rows}


def upgraded(engine: sa.Engine) -> dict[str, str]:
    """Bring a file to the newest step and describe it."""
    with engine.begin() as connection:
        migrate.migrate(connection)
    with engine.connect() as connection:
        return described(connection)


def test_the_steps_make_what_the_models_say(engine: sa.Engine) -> None:
    """Every table, index and constraint word for word (Alembic's own check misses a forgotten
    CHECK); only the triggers are in the steps alone."""
    made = upgraded(engine)
    plain = sa.create_engine("sqlite://")
    with plain.begin() as connection:
        schema.metadata.create_all(connection)
        wanted = described(connection)
    plain.dispose()
    triggers = {name for name in made if name.startswith("tr_")}
    assert {name: sql for name, sql in made.items() if name not in triggers} == wanted
    assert triggers == {"tr_release_frozen", "tr_release_kept"}


def test_the_trigger_freezes_every_column_that_may_not_change(engine: sa.Engine) -> None:
    """A column that is added to the register is frozen too, or is named as one that changes."""
    text = upgraded(engine)["tr_release_frozen"]
    match = re.search(r"UPDATE OF (.*) ON release", text)
    assert match is not None
    frozen = set(match[1].split(", "))
    every = {column.name for column in schema.release.columns}
    assert frozen == every - set(schema.RELEASE_CAN_CHANGE)


def test_every_constraint_has_a_name() -> None:
    """A constraint without a name cannot be changed by a later step."""
    for table in schema.metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, table.name


def test_up_down_up_gives_the_same_schema(engine: sa.Engine) -> None:
    """Going back leaves nothing, going forward again gives the same."""
    first = upgraded(engine)
    with engine.begin() as connection:
        migrate.migrate(connection, "base")
    with engine.connect() as connection:
        assert described(connection) == {}
    assert upgraded(engine) == first


def test_the_program_knows_its_own_newest_step(engine: sa.Engine) -> None:
    """The number that is compared at every opening is that of the last step."""
    upgraded(engine)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert migrate.revision_of(raw) == migrate.HEAD == migrate.KNOWN[-1]
    names = sorted(path.name[:5] for path in Path(migrate.__file__).parent.rglob("r[0-9]*.py"))
    assert tuple(names) == migrate.KNOWN


def test_no_type_of_one_database_only() -> None:
    """The models' types are the general ones, and compile for PostgreSQL too."""
    from sqlalchemy.dialects import postgresql

    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            assert type(column.type).__module__.startswith("sqlalchemy.sql"), column
        assert "CREATE TABLE" in str(
            sa.schema.CreateTable(table).compile(dialect=postgresql.dialect())
        )


def step_into(monkeypatch: pytest.MonkeyPatch, folder: Path, more: str = "") -> None:
    """Let the program be one step newer than the stores of these tests."""
    (folder / "r9999_note.py").write_text(STEP.format(more=more or "pass", head=migrate.HEAD))
    real = migrate.migrate

    def with_step(connection: sa.Connection, target: str = "head", **rest: Any) -> None:
        real(connection, target, versions=str(folder))

    monkeypatch.setattr(migrate, "migrate", with_step)
    monkeypatch.setattr(migrate, "KNOWN", (*migrate.KNOWN, "r9999"))
    monkeypatch.setattr(migrate, "HEAD", "r9999")


def test_an_older_store_is_copied_then_migrated_with_its_data(
    gate: SqlStoreGate,
    store: SqlStore,
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The copy holds the store as it was and opens with the older program; the rows are there
    after the step; the second opening migrates nothing."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.commit()
    store.close()
    before, newest = store_path.read_bytes(), migrate.HEAD
    steps = tmp_path / "steg"
    steps.mkdir()
    step_into(monkeypatch, steps)
    opened = gate.open(store_path, staff().login_name, PASSPHRASE)
    with opened.unit_of_work() as uow:
        assert uow.contacts.get(contact().id) == contact()
        uow.connection.exec_driver_sql("SELECT note FROM setting")
    assert opened.verify() == ()
    opened.close()
    copy = store_path.with_name(f"linden-{newest}.fcbackup")
    check_backup(copy)
    unpack(copy, tmp_path / "gammal.fcdb")
    assert (tmp_path / "gammal.fcdb").read_bytes() == before
    copy.unlink()
    gate.open(store_path, staff().login_name, PASSPHRASE).close()
    assert not copy.exists()


def test_a_step_that_fails_leaves_the_store_as_it_was(
    gate: SqlStoreGate, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: half a step is none; the copy stays beside."""
    before, newest = picture(store_path.parent), migrate.HEAD
    steps = tmp_path / "steg"
    steps.mkdir()
    step_into(monkeypatch, steps, 'op.execute("INSERT INTO nowhere VALUES (1)")')
    with pytest.raises(Bug):
        gate.open(store_path, staff().login_name, PASSPHRASE)
    after = picture(store_path.parent)
    assert after.pop(f"linden-{newest}.fcbackup")
    assert {name: content for name, (content, *_) in after.items()} == {
        name: content for name, (content, *_) in before.items()
    }


def test_a_step_that_breaks_a_reference_is_not_kept(
    gate: SqlStoreGate, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """References are off while tables are rebuilt, and checked before the commit."""
    steps = tmp_path / "steg"
    steps.mkdir()
    step_into(monkeypatch, steps, 'op.execute("DELETE FROM centre")')
    with pytest.raises(Bug, match="reference"):
        gate.open(store_path, staff().login_name, PASSPHRASE)
    monkeypatch.undo()
    opened = make_gate(FixedClock()).open(store_path, staff().login_name, PASSPHRASE)
    assert opened.verify() == ()
    opened.close()


def test_new_codes_reach_an_old_store_and_edited_labels_stay(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """Seeding adds what is missing and touches nothing else."""
    from familjecentral.codes import Code
    from tests.factories import seed_codes

    with store.unit_of_work() as uow:
        edited = uow.codes().lists["topic"]["routines"]
        uow.replace_code(Code(edited.list, edited.key, "Egen etikett", "Own", "", edited.order))
        uow.commit()
    store.close()
    new = (
        Code("topic", "chess", "Schack", "Chess", "", 99),
        Code("weather", "rain", "Regn", "Rain", "", 0),
    )
    newer = SqlStoreGate(
        FixedClock(), gate._ids, (*seed_codes(), *new), is_network=lambda path: False
    )
    opened = newer.open(store_path, staff().login_name, PASSPHRASE)
    with opened.unit_of_work() as uow:
        book = uow.codes()
        assert book.label("topic", "routines") == "Egen etikett"
        assert book.label("weather", "rain") == "Regn"
        uow.contacts.add(contact(topics=("chess",)))
        assert uow.contacts.get(contact().id) == contact(topics=("chess",))
    opened.close()
