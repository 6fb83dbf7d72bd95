"""Files appear whole or not at all, and a full disk is told as one."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from familjecentral import whole
from familjecentral.errors import DiskFull, OutputNotWritable
from familjecentral.releases.placing import move, workplace
from familjecentral.whole import make_folder, not_written, write_whole

LONG_AGO = 1_000_000_000.0


@pytest.fixture
def no_room() -> Iterator[None]:
    """Let the system itself refuse files of more than a few bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    said = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, said)


def held(folder: Path) -> list[tuple[str, str]]:
    return sorted((path.name, path.read_text("utf-8")) for path in folder.iterdir())


def test_a_disk_that_takes_no_more_leaves_the_old_file(tmp_path: Path, no_room: None) -> None:
    """It is told as a full disk, and nothing half written stays beside."""
    path = tmp_path / "o.csv"
    write_whole(path, b"old")
    with pytest.raises(DiskFull):
        write_whole(path, b"new" * 100)
    assert held(tmp_path) == [("o.csv", "old")]


def test_bytes_that_do_not_reach_the_disk_leave_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place changes only after the disk has taken everything."""
    path = tmp_path / "o.csv"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.os, "fsync", full)
    with pytest.raises(DiskFull):
        write_whole(path, b"new")
    assert held(tmp_path) == [("o.csv", "old")]
    monkeypatch.undo()
    write_whole(path, b"new")
    assert held(tmp_path) == [("o.csv", "new")]


def test_a_place_that_is_none_is_told_as_such(tmp_path: Path) -> None:
    """A missing folder, or a file where a folder should be, is no full disk."""
    with pytest.raises(OutputNotWritable):
        write_whole(tmp_path / "none" / "o.csv", b"new")
    (tmp_path / "fil").write_text("x", "utf-8")
    with pytest.raises(OutputNotWritable):
        make_folder(tmp_path / "fil" / "mapp")
    assert isinstance(not_written(OSError(28, ""), "o.csv"), DiskFull)


def test_what_a_killed_process_left_is_cleared_when_it_is_old(tmp_path: Path) -> None:
    """A younger one may be at work; a file that is named otherwise is somebody's own."""
    old, young, other = ".o.csv.0123abcd", ".o.csv.4567abcd", ".o.csv.notahash"
    for name in (old, young, other):
        (tmp_path / name).write_text("half", "utf-8")
    for name in (old, other):
        os.utime(tmp_path / name, (LONG_AGO, LONG_AGO))
    write_whole(tmp_path / "o.csv", b"new")
    assert {name for name, _ in held(tmp_path)} == {"o.csv", young, other}


def test_moving_and_the_place_of_work_tell_what_is_wrong(tmp_path: Path) -> None:
    """A folder in the way of a file, a file in the way of a folder."""
    made = tmp_path / "a.csv"
    made.write_text("x", "utf-8")
    (tmp_path / "ut" / "a.csv").mkdir(parents=True)
    with pytest.raises(OutputNotWritable):
        move([made], tmp_path / "ut")
    with pytest.raises(OutputNotWritable), workplace(made):
        pass
