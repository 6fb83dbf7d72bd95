"""Prints groups: what the window is handed for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.calendar.names import MONTHS
from familjecentral.groups.house import House
from familjecentral.groups.invitation import Invitation, first_words
from familjecentral.groups.model import Group
from familjecentral.groups.on_paper import RoomOnPaper
from familjecentral.groups.programme import Programme
from resources import font_paths

if TYPE_CHECKING:
    from familjecentral.export.paper import Fonts
    from familjecentral.export.sheets import SheetFrame
    from familjecentral.groups.invitations import Feed


@dataclass(frozen=True, slots=True)
class Sheets:
    """Writes the sheets of one house.

    Attributes:
        centre: its name. printed: today. sample: the store holds *Exempeldata*.
    """

    centre: str
    printed: dt.date
    sample: bool

    def attendance(self, path: Path, group: Group, house: House) -> None:
        """Write the attendance sheet of a group as PDF.

        Raises:
            OutputNotWritable, DiskFull: nothing was written.
        """
        from familjecentral.export.attendance_pdf import write_attendance
        from familjecentral.export.group_sheets import attendance_sheet

        write_attendance(path, attendance_sheet(group, house, frame=self._frame()), fonts=_fonts())

    def poster(
        self, path: Path, group: Group, house: House, said: Invitation, programme: Programme | None
    ) -> None:
        """Write the invitation to a group as PDF.

        Raises:
            OutputNotWritable, DiskFull: nothing was written.
        """
        from familjecentral.export.group_sheets import poster
        from familjecentral.export.poster_pdf import write_poster

        sheet = poster(group, house, said, programme=programme, frame=self._frame())
        write_poster(path, sheet, fonts=_fonts())

    def programme(
        self,
        path: Path,
        term: str,
        groups: Iterable[Group],
        house: House,
        programmes: Mapping[str, Programme],
        sign_up: str = "",
    ) -> None:
        """Write the programme of a term for the notice board as PDF.

        Raises:
            OutputNotWritable, DiskFull: nothing was written.
        """
        from familjecentral.export.group_sheets import term_programme
        from familjecentral.export.programme_pdf import write_programme

        sheet = term_programme(
            term, groups, house, programmes=programmes, sign_up=sign_up, frame=self._frame()
        )
        write_programme(path, sheet, fonts=_fonts())

    def room(self, path: Path, found: RoomOnPaper) -> None:
        """Write who has a room between two days as PDF, for its door.

        Raises:
            OutputNotWritable, DiskFull: nothing was written.
        """
        from familjecentral.export.group_sheets import room_sheet
        from familjecentral.export.programme_pdf import write_room

        write_room(path, room_sheet(found, frame=self._frame()), fonts=_fonts())

    def _frame(self) -> SheetFrame:
        from familjecentral.export.sheets import SheetFrame

        return SheetFrame(self.centre, self.printed, self.sample)


def sheets(centre: str, printed: dt.date, *, sample: bool) -> Sheets:
    """Return the writer of the sheets of a house."""
    return Sheets(centre, printed, sample)


def clean_logo(path: Path) -> bytes:
    """Return a centre's logo as PNG without metadata.

    Raises:
        UnusableFile: it is no PNG or JPEG, or too big.
    """
    from familjecentral.export.logo import clean_logo as clean

    return clean(path)


def write_calendars(folder: Path, feeds: Sequence[Feed], *, stamp: dt.datetime) -> tuple[Path, ...]:
    """Write calendars into a folder and return the files.

    Raises:
        OutputNotWritable, DiskFull: files written before stay; none is half written.
    """
    from familjecentral.export.ics_groups import write_feeds

    return write_feeds(folder, feeds, stamp=stamp)


def invitation_to(group: Group) -> Invitation:
    """Return the words that the poster of a group starts from."""
    from familjecentral.export.words import number_word

    number = group.values.sessions
    times = "en gång" if number == 1 else f"{number_word(number)} gånger"
    day = group.opens_on
    return first_words(
        group, times=times, opens=f"{day.day} {MONTHS[day.month - 1]}" if day else ""
    )


def _fonts() -> Fonts:
    from familjecentral.export.paper import Fonts

    regular, _, semibold, bold, italic = font_paths()
    return Fonts(regular, semibold, bold, italic)
