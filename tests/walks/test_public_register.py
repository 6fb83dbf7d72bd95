"""A public register that is cut off, emptied, another house's or older: told, and never lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from db.store import SqlStore
from familjecentral.calendar.periods import Period
from familjecentral.commands.messages import sentence
from familjecentral.errors import (
    FolderHoldsDamagedRegister,
    NoRoomForFiles,
    OutputNotWritable,
    RegisterBehind,
    RegisterDamaged,
    RegisterNotWritten,
    UnusableFile,
)
from familjecentral.releases import public
from familjecentral.releases.public import FILE_NAME, FOLDER, choose_folder, confirm_newest
from familjecentral.releases.register import GENESIS, sealed
from familjecentral.releases.use_cases import NoteApproval, note_approval
from tests.factories import FixedClock, staff
from tests.unit.releases.test_register import chain, entry

CLOCK = FixedClock(dt.date(2026, 10, 8))
ELSEWHERE = Period.parse("2025-Q1")


def keep(store: SqlStore, count: int) -> None:
    """Give the store releases of its own, without making reports."""
    with store.unit_of_work() as uow:
        for release in chain(count):
            uow.releases.add(replace(release, published_by=staff().id))
        uow.commit()


@pytest.fixture
def shared(store: SqlStore, tmp_path: Path) -> Path:
    """Return the folder of the register, with the register of two releases in it."""
    keep(store, 2)
    folder = tmp_path / "register"
    with store.unit_of_work() as uow:
        choose_folder(str(folder), uow, CLOCK)
    return folder


def damaged(text: str) -> list[bytes]:
    """Return a register cut off, emptied, with a release changed, and what never was one."""
    whole = text.encode()
    changed = text.replace('"number": 1', '"number": 5').encode()
    return [whole[: len(whole) // 2], b"", changed, b"\xff\xfe\x00", b"[]"]


@pytest.mark.parametrize("kind", range(5))
def test_a_damaged_register_is_named_with_the_way_out(
    store: SqlStore, shared: Path, kind: int
) -> None:
    """Publishing stops; the file is named, nobody is told to delete it. A whole copy in its place
    opens publishing again."""
    place = shared / FILE_NAME
    text = place.read_text("utf-8")
    place.write_bytes(damaged(text)[kind])
    with store.unit_of_work() as uow:
        with pytest.raises(RegisterDamaged) as stopped:
            public.require_newest(uow)
        with pytest.raises(RegisterDamaged):
            public.newest_needed(uow, CLOCK)
    for language in ("sv", "en"):
        said = sentence(stopped.value, language)
        assert str(place) in said
        assert "releases newest" in said
    assert "Ta inte bort filen" in sentence(stopped.value, "sv")
    place.write_text(text, "utf-8")
    with store.unit_of_work() as uow:
        public.require_newest(uow)


@pytest.mark.parametrize("kind", range(5))
def test_the_newest_number_writes_the_register_anew_beside_the_damaged_one(
    store: SqlStore, shared: Path, kind: int
) -> None:
    """The damaged file may be another house's: it stays as it is. A wrong number opens nothing,
    for the store may lack releases; damaged anew, it is asked for anew."""
    place = shared / FILE_NAME
    text = place.read_text("utf-8")
    data = damaged(text)[kind]
    place.write_bytes(data)
    with store.unit_of_work() as uow:
        with pytest.raises(RegisterBehind):
            confirm_newest(uow, CLOCK, number=3)
        with pytest.raises(UnusableFile, match="older_than_store"):
            confirm_newest(uow, CLOCK, number=1)
        with pytest.raises(RegisterDamaged):
            public.require_newest(uow)
        confirm_newest(uow, CLOCK, number=2)
        public.require_newest(uow)
    (own,) = shared.glob("familjecentral-utgavor-*.json")
    assert own.read_text("utf-8") == text
    assert place.read_bytes() == data
    own.write_bytes(data)
    with store.unit_of_work() as uow:
        with pytest.raises(RegisterDamaged, match="damaged"):
            public.require_newest(uow)
        confirm_newest(uow, CLOCK, text=text)
        public.require_newest(uow)
    assert own.read_text("utf-8") == text
    place.write_bytes(data + b" ")
    with store.unit_of_work() as uow, pytest.raises(RegisterDamaged):
        public.require_newest(uow)


def test_another_houses_register_and_an_older_one_stop_nothing(
    store: SqlStore, shared: Path
) -> None:
    """The other house's stays under the plain name; an older one of the store's own is replaced
    with the next writing."""
    place = shared / FILE_NAME
    other = public.text_of([entry(1, GENESIS, period=ELSEWHERE)])
    place.write_text(other, "utf-8")
    with store.unit_of_work() as uow:
        public.require_newest(uow)
        public.write_public(uow)
        (own,) = shared.glob("familjecentral-utgavor-*.json")
        newest = own.read_text("utf-8")
        assert place.read_text("utf-8") == other
        own.unlink()
        for older in (public.text_of(chain(1)), public.text_of([])):
            place.write_text(older, "utf-8")
            public.require_newest(uow)
            public.write_public(uow)
            assert place.read_text("utf-8") == newest


def test_a_register_that_goes_on_otherwise_stops_publishing(store: SqlStore, shared: Path) -> None:
    """One of two copies of the store has published by itself; the file is named."""
    first, _ = chain(2)
    second = sealed(entry(2, first.hash, period=ELSEWHERE))
    (shared / FILE_NAME).write_text(public.text_of([first, second]), "utf-8")
    with store.unit_of_work() as uow, pytest.raises(UnusableFile) as stopped:
        public.require_newest(uow)
    assert "Ta inte bort filen" in sentence(stopped.value, "sv")
    assert (stopped.value.reason, stopped.value.place) == (
        "parted_register",
        str(shared / FILE_NAME),
    )


def test_a_folder_with_a_damaged_register_is_not_chosen(store: SqlStore, tmp_path: Path) -> None:
    """Nothing is kept, and nothing there is touched, by a store without releases either."""
    place = tmp_path / FILE_NAME
    place.write_text("{", "utf-8")
    for count in (0, 2):
        keep(store, count)
        with store.unit_of_work() as uow, pytest.raises(FolderHoldsDamagedRegister) as stopped:
            choose_folder(str(tmp_path), uow, CLOCK)
        assert str(place) in sentence(stopped.value, "sv")
        with store.unit_of_work() as uow:
            assert not uow.settings.get(FOLDER)
    assert [path.name for path in tmp_path.glob("*.json")] == [FILE_NAME]


def test_without_releases_a_damaged_register_is_answered_for_and_kept(
    store: SqlStore, tmp_path: Path
) -> None:
    """There is nothing to write yet; the first release gets a name of its own beside it."""
    place = tmp_path / FILE_NAME
    with store.unit_of_work() as uow:
        choose_folder(str(tmp_path), uow, CLOCK)
    place.write_text("{", "utf-8")
    with store.unit_of_work() as uow:
        confirm_newest(uow, CLOCK, number=0)
        public.require_newest(uow)
    assert place.read_text("utf-8") == "{"
    keep(store, 1)
    with store.unit_of_work() as uow:
        public.require_newest(uow)
        public.write_public(uow)
    assert place.read_text("utf-8") == "{"
    assert len(list(tmp_path.glob("familjecentral-utgavor-*.json"))) == 1


def test_a_register_that_cannot_be_opened_is_named(store: SqlStore, shared: Path) -> None:
    """The system's refusal tells nothing of what it holds."""
    place = shared / FILE_NAME
    with store.unit_of_work() as uow, pytest.MonkeyPatch.context() as refused:
        refused.setattr(Path, "read_bytes", _denied)
        with pytest.raises(UnusableFile) as stopped:
            public.require_newest(uow)
    assert (stopped.value.reason, stopped.value.place) == ("unreadable", str(place))


def _denied(_: Path) -> bytes:
    raise PermissionError


def test_an_answer_is_kept_where_the_register_cannot_be_written(
    store: SqlStore, shared: Path
) -> None:
    """What is said is true: the answer is in the store, the register lies behind."""
    (shared / FILE_NAME).unlink()
    shared.rmdir()
    shared.write_text("in the way", "utf-8")
    answer = NoteApproval(2, approved=False, name="")
    with store.unit_of_work() as uow, pytest.raises(RegisterNotWritten) as stopped:
        note_approval(answer, uow, CLOCK)
    assert isinstance(stopped.value.__cause__, OutputNotWritable)
    assert "Svaret är noterat" in sentence(stopped.value, "sv")
    with store.unit_of_work() as uow:
        assert uow.releases.all()[1].status == "withdrawn"


def test_a_full_disk_after_the_entry_is_told_as_both() -> None:
    """The release is registered, and the disk is what is wrong."""
    said = sentence(NoRoomForFiles(), "sv")
    assert "registrerad" in said
    assert "disken är full" in said
