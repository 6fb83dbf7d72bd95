"""The word lists themselves, and the command that reads a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from familjecentral import __main__ as program
from resources import guard_words


def test_lists_are_wide_and_in_small_letters() -> None:
    """A name that is not in the list is not found; case is for the reader to fold."""
    lists = guard_words()
    assert len(lists["first_names"]) >= 1500
    for name, words in lists.items():
        assert words, name
        assert {word for word in words if word != word.lower() or word != word.strip()} == set()


@pytest.mark.parametrize(
    "name",
    [
        "agneta",
        "björn",
        "fatima",
        "mohammed",
        "fadumo",
        "abdi",
        "narges",
        "reza",
        "shilan",
        "baran",
        "jasmina",
        "mirza",
        "agnieszka",
        "piotr",
        "aino",
        "jukka",
        "selam",
        "tesfay",
        "mehmet",
        "zeynep",
        "linh",
        "besnik",
        "olena",
        "ioana",
        "juan",
        "blessing",
    ],
)
def test_names_of_many_languages_are_listed(name: str) -> None:
    """Families come from many places; a short list would protect some of them only."""
    assert name in guard_words()["first_names"]


@pytest.mark.parametrize("word", ["maj", "dag", "hans", "per"])
def test_names_that_are_particles_are_known_as_both(word: str) -> None:
    """They are names beside a surname only."""
    assert word in guard_words()["first_names"] & guard_words()["function_words"]


def test_command_writes_levels_and_kinds_and_no_text(tmp_path: Path, capsys) -> None:
    """Other columns and the texts stay where they are."""
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        'other;text;id\nx;"ring 0701740605; a@example.com";1\ny;med Gunilla;2\n\nz;v. 36;3\n',
        encoding="utf-8-sig",
    )
    assert program.main(["guard", str(source), "--out", str(out)]) == 0
    assert out.read_bytes() == b"id;level;kinds\n1;block;phone,email\n2;warn;first_name\n3;ok;\n"
    assert "Texter: 3. Stoppas: 1. Frågas om: 1. Inget funnet: 1." in capsys.readouterr().out
    assert program.main(["guard", str(source), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": 1, "warn": 1, "block": 1}
    assert program.main(["guard", str(source), "--out", str(out), "--lang", "en"]) == 0
    assert "Blocked: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id;note\n1;a\n", "Kolumnen saknas: text."),
        (b"", "Kolumnen saknas: id."),
        (b"id;text;text\n1;a;b\n", "Kolumnen finns två gånger: text."),
        (b"id;text\n1;a\n2;Eva;Exempelsson\n", "Raden har ett annat antal fält"),
        (b'id;text\n1;"Eva\n', "Raden är inte riktig CSV"),
        (b"id;text\n1;\xff\n", "Filen är inte skriven i UTF-8"),
    ],
)
def test_unusable_files_are_refused_without_their_text(
    tmp_path: Path, capsys, content: bytes, said: str
) -> None:
    """The place is said, what stands there is not."""
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    assert program.main(["guard", str(source), "--out", str(tmp_path / "out.csv")]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Eva" not in error
    assert not (tmp_path / "out.csv").exists()


def test_missing_file_and_unwritable_answer(tmp_path: Path, capsys) -> None:
    """What cannot be read or written is said."""
    source = tmp_path / "in.csv"
    assert program.main(["guard", str(source), "--out", str(tmp_path / "out.csv")]) == 2
    source.write_text("id;text\n1;a\n", encoding="utf-8")
    assert program.main(["guard", str(source), "--out", str(tmp_path)]) == 3
    assert "går inte att" in capsys.readouterr().err
