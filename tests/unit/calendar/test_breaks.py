"""Breaks and closed days as a file."""

from __future__ import annotations

from familjecentral.calendar.breaks import read_breaks


def test_lines_without_anything_are_passed_over() -> None:
    """Spreadsheets leave empty lines behind."""
    lines = ("från;till;typ;namn", "2026-10-26;2026-10-30;lov;Höstlov", ";;;", "",
             "2026-11-02;;stängt;Inventering")  # fmt: skip
    assert [row.name for row in read_breaks("\n".join(lines).encode())] == [
        "Höstlov",
        "Inventering",
    ]
