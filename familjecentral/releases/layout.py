"""How a report is set out: its sections, their order, the manager's comments, names and a mark.

A layout never touches a number. It can leave a section out of the paper and the web page; the
statistics files of a release always hold every cell.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from familjecentral.access.model import Act, Actor, require
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.changes import Changes, Kind
from familjecentral.errors import FieldProblem, InvalidInput, NotAllowed
from familjecentral.privacy.counts import numbers_in
from familjecentral.privacy.texts import Reads, text_problems
from familjecentral.statistics.declared import DeclaredSet

if TYPE_CHECKING:
    from familjecentral.releases.draft import Draft

LONGEST_COMMENT, LONGEST_NAME = 1500, 80
LONGEST_OWN, MOST_OWN = 4000, 12
LARGEST_MARK = 300_000  # bytes
WIDEST_MARK = 1200  # pixels
NUMBER_NOT_SHOWN = "number_not_shown"
BRIEF = "brief"
"""The comment of the first page, which is always there."""


_NAMES = ("municipality", "region")
_OWN = "own"


class Section(StrEnum):
    """What can be left out, moved and commented on, in its usual order."""

    CONTACTS = "contacts"
    TOPICS = "topics"
    FORMS = "forms"
    PEOPLE = "people"
    ONWARD = "onward"
    STRUCTURAL = "structural"
    GROUPS = "groups"
    PRESCHOOL = "preschool"
    CHARTS = "charts"
    DEFINITIONS = "definitions"


_OF_FIELD = {
    "topic": Section.TOPICS,
    "child_age_band": Section.TOPICS,
    "contact_form": Section.FORMS,
    "arena": Section.FORMS,
    "initiative_taker": Section.FORMS,
    "contact_ordinal": Section.PEOPLE,
    "interpreter": Section.PEOPLE,
    "participants": Section.PEOPLE,
    "referral_target": Section.ONWARD,
    "handover": Section.ONWARD,
    "structural_activity_type": Section.STRUCTURAL,
    "consulted": Section.STRUCTURAL,
    "programme": Section.GROUPS,
    "cancel_reason": Section.GROUPS,
    "course": Section.GROUPS,
    "visitor": Section.PRESCHOOL,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A section: whether it is printed, and the manager's comment."""

    section: Section
    is_on: bool = True
    comment: str = ""


@dataclass(frozen=True, slots=True)
class OwnText:
    """A section of the house's own words, such as *Året som gått*; ``text`` holds paragraphs,
    one a line. It stands before a section, or last."""

    title: str
    text: str
    before: Section | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole report.

    Attributes:
        parts: the sections in order; those that are not named follow in their usual order.
        brief: the comment of the first page.
        municipality, region: names of the two principals; "": as the centre has them.
        is_story: an annual report is called *Verksamhetsberättelse*.
        mark: logo as a plain PNG, or nothing.
        own: sections of words alone, in order.
    """

    parts: tuple[Part, ...] = ()
    brief: str = ""
    municipality: str = ""
    region: str = ""
    is_story: bool = False
    mark: bytes = b""
    own: tuple[OwnText, ...] = ()

    @property
    def in_order(self) -> tuple[Part, ...]:
        """Every section once."""
        named = {part.section for part in self.parts}
        return (*self.parts, *(Part(section) for section in Section if section not in named))

    def part(self, section: Section) -> Part:
        """Return one section."""
        return next(part for part in self.in_order if part.section is section)


def section_of(declared: DeclaredSet, table: str) -> Section:
    """Return the section of a printed table, by the first field that its rows tell apart."""
    for spec in declared.tables:
        if spec.key == table:
            for name in spec.dimensions:
                found = _OF_FIELD.get(declared.dimension(name).field)
                if found is not None:
                    return found
    return Section.CONTACTS


def left_out(layout: Layout, declared: DeclaredSet) -> frozenset[str]:
    """Return the keys of the tables that the paper leaves out."""
    off = {part.section for part in layout.parts if not part.is_on}
    return frozenset(spec.key for spec in declared.tables if section_of(declared, spec.key) in off)


def to_text(layout: Layout) -> str:
    """Return a layout as JSON, without its mark."""
    return json.dumps(
        {
            "parts": [[part.section, part.is_on, part.comment] for part in layout.parts],
            "brief": layout.brief,
            "municipality": layout.municipality,
            "region": layout.region,
            "story": layout.is_story,
            "own": [[own.title, own.text, own.before] for own in layout.own],
        },
        ensure_ascii=False,
    )


def from_text(text: str, mark: bytes) -> Layout:
    """Return the layout that :func:`to_text` wrote; sections unknown to this program are left."""
    raw = json.loads(text)
    known = {section.value for section in Section}
    return Layout(
        tuple(
            Part(Section(section), bool(is_on), str(comment))
            for section, is_on, comment in raw["parts"]
            if section in known
        ),
        str(raw["brief"]),
        str(raw["municipality"]),
        str(raw["region"]),
        bool(raw["story"]),
        mark,
        tuple(
            OwnText(str(title), str(words), Section(before) if before in known else None)
            for title, words, before in raw.get("own", ())
        ),
    )


class LayoutStore(Protocol):
    """Layouts of drafts, and of releases for good."""

    def put(
        self, period: Period, centres: Sequence[str], layout: Layout, number: int | None = None
    ) -> None:
        """Keep the layout of a draft (``number`` None), or of a release once and for all."""

    def get(
        self, period: Period, centres: Sequence[str], number: int | None = None
    ) -> Layout | None:
        """Return a layout, None where nobody has set one."""


class LayoutUnitOfWork(Protocol):
    """The part of the unit of work that the editor uses."""

    @property
    def actor(self) -> Actor: ...
    @property
    def layouts(self) -> LayoutStore: ...
    def commit(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SaveLayout:
    """Keep how a draft is set out. ``confirmed``: fields whose doubt has been answered; a
    field's name followed by ``.numbers`` answers that of its numbers."""

    draft: Draft
    layout: Layout
    confirmed: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"SaveLayout(number={self.draft.number})"


def save_layout(command: SaveLayout, uow: LayoutUnitOfWork, *, guard: Reads) -> Changes:
    """Keep a layout with its draft; the next draft of the same period and centres has it too.

    Raises:
        NotAllowed: by role, or the draft is a release already.
        InvalidInput: ``personal_data`` and ``personal_data_possible`` of the guard,
            ``number_not_shown``, ``out_of_range``, ``unusable`` (the mark).
    """
    require(uow.actor, Act.PUBLISH)
    draft, layout = command.draft, command.layout
    if draft.release is not None:
        raise NotAllowed(Act.PUBLISH.value)
    texts = texts_of(layout)
    problems = text_problems(texts, guard, command.confirmed)
    problems += [
        FieldProblem(field, "out_of_range", limit)
        for field, text in texts.items()
        if len(text) > (limit := _longest(field))
    ]
    problems += [
        FieldProblem(f"{_OWN}{place}.title", "required")
        for place, own in enumerate(layout.own, start=1)
        if own.text.strip() and not own.title.strip()
    ]
    if len(layout.own) > MOST_OWN:
        problems.append(FieldProblem(f"{_OWN}{MOST_OWN + 1}.title", "too_many", MOST_OWN))
    problems += [
        FieldProblem(field, NUMBER_NOT_SHOWN)
        for field, text in texts.items()
        if f"{field}.numbers" not in command.confirmed and unshown_numbers(text, draft)
    ]
    if layout.mark and plain_png(layout.mark) != layout.mark:
        problems.append(FieldProblem("mark", "unusable"))
    if problems:
        raise InvalidInput(tuple(problems))
    uow.layouts.put(draft.period, [centre.key for centre in draft.centres], layout)
    uow.commit()
    return Changes(frozenset({Kind.RELEASES}))


def texts_of(layout: Layout) -> dict[str, str]:
    """Return every text that was typed, by field."""
    found = {"brief": layout.brief, "municipality": layout.municipality, "region": layout.region}
    found |= {part.section.value: part.comment for part in layout.parts}
    for place, own in enumerate(layout.own, start=1):
        found |= {f"{_OWN}{place}.title": own.title, f"{_OWN}{place}.text": own.text}
    return {field: text for field, text in found.items() if text.strip()}


def _longest(field: str) -> int:
    if field in _NAMES or field.endswith(".title"):
        return LONGEST_NAME
    return LONGEST_OWN if field.startswith(_OWN) else LONGEST_COMMENT


def may_be_story(period: Period) -> bool:
    """Tell whether a report can be an annual story."""
    return period.type is PeriodType.YEAR


def unshown_numbers(text: str, draft: Draft) -> tuple[int, ...]:
    """Return the numbers in a comment that no shown cell holds: they may tell a hidden one."""
    shown = {0, *_shown(draft)}
    return tuple(n for n in numbers_in(text) if n not in shown)


def _shown(draft: Draft) -> Iterator[int]:
    earlier = (release.cells for release in (draft.previous, draft.year_before) if release)
    for tables in (draft.safe.tables, *earlier):
        yield from (cell.value for cell in tables.cells if isinstance(cell.value, int))


# --- the mark -----------------------------------------------------------------------------------

_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND")


def plain_png(data: bytes) -> bytes:
    """Return a PNG with nothing but its picture: no texts, times or places; b"" if it is none
    that can be printed (too large, with transparency, or damaged)."""
    if not data.startswith(_PNG) or len(data) > LARGEST_MARK:
        return b""
    kept, place = [], len(_PNG)
    while place + 12 <= len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        check = data[place + 8 + length : place + 12 + length]
        if check != struct.pack(">I", zlib.crc32(kind + body)):
            return b""
        if kind in _KEPT:
            kept.append(data[place : place + 12 + length])
        place += 12 + length
        if kind == b"IEND":
            break
    kinds = [chunk[4:8] for chunk in kept]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return b""
    width, height, _, colour = struct.unpack(">IIBB", kept[0][8:18])
    if not 0 < max(width, height) <= WIDEST_MARK or colour not in (0, 2, 3):
        return b""
    return _PNG + b"".join(kept)


def size_of(mark: bytes) -> tuple[int, int]:
    """Return width and height of a plain PNG in pixels."""
    width, height = struct.unpack(">II", mark[16:24])
    return int(width), int(height)
