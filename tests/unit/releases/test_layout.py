"""How a report is set out: never a number less in the register, never one that tells a hidden."""

from __future__ import annotations

import dataclasses
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period
from familjecentral.commands import composition
from familjecentral.errors import InvalidInput, NotAllowed
from familjecentral.export.build import build
from familjecentral.export.document import Cover, Heading, Prose, Signatures
from familjecentral.export.report_input import ReportInput
from familjecentral.releases.layout import (
    LARGEST_MARK,
    Layout,
    OwnText,
    Part,
    SaveLayout,
    Section,
    from_text,
    left_out,
    may_be_story,
    plain_png,
    save_layout,
    section_of,
    size_of,
    texts_of,
    to_text,
    unshown_numbers,
)
from tests.unit.export.sample import declared_set, sample_draft, sample_report
from tests.unit.fakes import actor

GUARD = composition.guard()
DRAFT = sample_draft(released=False)


def chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def png(width: int = 2, height: int = 2, colour: int = 2, *, more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    rows = (b"\0" + b"\x20\x90\x80" * width) * height
    data = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + data + chunk(b"IEND", b"")


class Unit:
    """A unit of work that keeps layouts in memory."""

    def __init__(self, role: Role) -> None:
        self.actor = actor(role)
        self.kept: dict[tuple[Period, tuple[str, ...], int | None], Layout] = {}
        self.committed = False

    @property
    def layouts(self) -> Unit:
        return self

    def put(self, period, centres, layout, number=None) -> None:
        self.kept[period, tuple(centres), number] = layout

    def get(self, period, centres, number=None) -> Layout | None:
        return self.kept.get((period, tuple(centres), number))

    def commit(self) -> None:
        self.committed = True


def save(layout: Layout, *confirmed: str, role: Role = Role.MANAGER, draft=DRAFT) -> Unit:
    unit = Unit(role)
    save_layout(SaveLayout(draft, layout, frozenset(confirmed)), unit, guard=GUARD)
    return unit


def problems(layout: Layout, *confirmed: str) -> set[str]:
    with pytest.raises(InvalidInput) as caught:
        save(layout, *confirmed)
    return {f"{p.field}:{p.problem}" for p in caught.value.problems}


@pytest.mark.parametrize("role", Role)
def test_only_a_manager_sets_a_report_out(role: Role) -> None:
    """Every other role is refused."""
    if role is Role.MANAGER:
        unit = save(Layout(brief="Som vanligt."))
        assert unit.get(DRAFT.period, ["C1"]) == Layout(brief="Som vanligt.")
        assert unit.committed
    else:
        with pytest.raises(NotAllowed):
            save(Layout(), role=role)


def test_a_release_stands_as_it_is() -> None:
    """Only drafts are set out anew."""
    with pytest.raises(NotAllowed):
        save(Layout(), draft=sample_draft(released=True))


def test_comments_and_names_go_through_the_guard() -> None:
    """What names somebody is refused, what may do so is asked about."""
    comment = Layout((Part(Section.TOPICS, comment="Ring 070-174 06 50 till henne"),))
    assert "topics:personal_data" in problems(comment, "topics", "topics.numbers")
    doubt = Layout(municipality="Fatimas hus")
    assert problems(doubt) == {"municipality:personal_data_possible"}
    assert save(doubt, "municipality").kept
    assert problems(Layout(brief="x" * 1501), "brief") == {"brief:out_of_range"}
    assert problems(Layout(region="y" * 81), "region") == {"region:out_of_range"}
    assert "Ring" not in repr(SaveLayout(DRAFT, comment))


def test_a_number_that_no_table_shows_is_asked_about() -> None:
    """Digits and words; what the report shows may stand."""
    layout = Layout(brief="Vi mötte 7431 familjer.")
    assert problems(layout) == {"brief:number_not_shown"}
    assert save(layout, "brief.numbers").kept
    assert save(Layout(brief="Kontakterna blev 187.")).kept


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Av 187 kontakter var 104 universella", ()),
        ("under kvartal 3 2026, vecka 39 och tabell 11", ()),
        ("beslut 2026-09-30 och mars 2025", ()),
        ("1\u202f234 och 1 235", (1234, 1235)),
        ("8888 av dem, 8888 till", (8888,)),
        ("ungefär 9731,5", (9731,)),
        ("rum B12 och a5b", ()),
        ("en av dem", ()),
        ("", ()),
    ],
)
def test_numbers_are_found_in_running_text(text: str, numbers: tuple[int, ...]) -> None:
    """Years, dates, weeks and tables are no counts."""
    assert unshown_numbers(text, DRAFT) == numbers


def test_words_for_numbers_count_too() -> None:
    """Two to twelve in letters: a hidden number is small."""
    shown = {c.value for c in DRAFT.safe.tables.cells}
    earlier = [r.cells for r in (DRAFT.previous, DRAFT.year_before) if r]
    shown |= {c.value for tables in earlier for c in tables.cells}
    names = ["två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]
    words = dict(zip(range(2, 13), names, strict=True))
    for number, word in words.items():
        assert unshown_numbers(f"{word.capitalize()} av dem", DRAFT) == (
            () if number in shown else (number,)
        )
    alone = dataclasses.replace(DRAFT, previous=None, year_before=None)
    assert set(unshown_numbers("2 3 4", alone)) >= set(unshown_numbers("2 3 4", DRAFT))


@given(
    st.permutations(tuple(Section)),
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.text(max_size=20),
    st.booleans(),
)
def test_a_layout_is_read_as_it_was_written(order, flags, text, story) -> None:
    """Order, marks, texts; and every section stands once."""
    parts = tuple(
        Part(section, flag, text) for section, flag in zip(order[:6], flags, strict=False)
    )
    own = (OwnText("Året", text, order[0]), OwnText("Framåt", "rad\nrad"))
    layout = Layout(parts, text, "A", "B", is_story=story, mark=b"m", own=own)
    assert from_text(to_text(layout), b"m") == layout
    assert sorted(p.section for p in layout.in_order) == sorted(Section)
    assert layout.part(order[7]) in layout.in_order


def test_a_section_that_the_program_does_not_know_is_left() -> None:
    """A newer store may hold more."""
    text = to_text(Layout((Part(Section.TOPICS),))).replace("topics", "weather")
    assert from_text(text, b"").parts == ()
    assert texts_of(Layout((Part(Section.TOPICS, comment=" "),))) == {}


def test_every_table_has_a_section() -> None:
    """By what its rows tell apart; the table of levels stands first."""
    declared = declared_set()
    assert section_of(declared, "t1") is Section.CONTACTS
    assert section_of(declared, "t3") is Section.TOPICS
    assert section_of(declared, "unheard_of") is Section.CONTACTS
    layout = Layout((Part(Section.TOPICS, is_on=False), Part(Section.FORMS)))
    away = left_out(layout, declared)
    assert "t3" in away
    assert "t1" not in away
    assert left_out(Layout(), declared) == frozenset()


def set_out(layout: Layout, period: Period | None = None):
    report = sample_report(released=False)
    draft = dataclasses.replace(report.draft, layout=layout)
    if period is not None:
        draft = dataclasses.replace(draft, period=period)
    return build(ReportInput(draft, report.words, report.history))


def test_sections_stand_in_their_order_with_their_comments() -> None:
    """What is off is not printed; a comment follows its heading; signatures stay."""
    usual = [b.text for b in set_out(Layout()).blocks if isinstance(b, Heading)]
    layout = Layout(
        (
            Part(Section.CHARTS, comment="Se Tabell 3."),
            Part(Section.FORMS, comment="Mest samtal."),
            Part(Section.TOPICS, is_on=False),
            Part(Section.DEFINITIONS, is_on=False),
        ),
        brief="Som vanligt.",
        municipality="Ekeby",
        region="Norrvik",
        mark=png(),
    )
    document = set_out(layout)
    heads = [b.text for b in document.blocks if isinstance(b, Heading)]
    moved = [h for h in usual if h not in ("Vad kontakterna handlar om", "Definitioner")]
    assert sorted(heads) == sorted(moved)
    assert heads.index("Diagram") < heads.index("Hur och var kontakterna sker")
    assert heads.index("Hur och var kontakterna sker") < heads.index("Kontakter och insatser")
    comments = [b.text for b in document.blocks if isinstance(b, Prose) and b.lead == "Kommentar."]
    assert comments == ["Som vanligt.", "Se Tabell\u202f3.", "Mest samtal."]
    cover = next(b for b in document.blocks if isinstance(b, Cover))
    assert (cover.parties, cover.mark) == ("Ekeby och Norrvik", png())
    signed = next(b for b in document.blocks if isinstance(b, Signatures))
    assert signed.titles == ("Ekeby", "Norrvik")
    assert not any(table.key == "t3" for table in document.tables)


def test_only_a_year_is_told_as_a_story() -> None:
    """*Verksamhetsberättelse* is the annual report under another name."""
    year = Period.parse("2026")
    assert may_be_story(year)
    document = set_out(Layout(is_story=True), year)
    assert document.title.startswith("Verksamhetsberättelse 2026")
    assert document.file_name == "verksamhetsberattelse-2026-utkast"
    assert set_out(Layout(is_story=True)).title.startswith("Kvartalsrapport")


def test_a_mark_is_nothing_but_its_picture() -> None:
    """Texts and times in the file go; what cannot be printed is refused."""
    plain = png()
    assert plain_png(plain) == plain
    assert size_of(plain) == (2, 2)
    noted = png(more=chunk(b"tEXt", b"Author\0Anna") + chunk(b"tIME", b"\x07\xea\x01\x01\0\0\0"))
    assert plain_png(noted) == plain
    assert plain_png(plain + b"after the end") == plain
    for bad in (
        b"GIF89a",
        b"",
        plain[:20],
        plain[:-3],
        png(colour=6),
        png(width=1201),
        png(width=0, height=0),
        plain[:40] + b"x" + plain[41:],
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
        plain + b"x" * LARGEST_MARK,
    ):
        assert plain_png(bad) == b""
    assert save(Layout(mark=plain)).kept
    assert problems(Layout(mark=noted)) == {"mark:unusable"}


def test_own_sections_stand_where_they_were_put_paragraph_by_paragraph() -> None:
    """Before a section, also one that is off, or last; never as the caption of a table."""
    layout = Layout(
        (Part(Section.CONTACTS), Part(Section.TOPICS, is_on=False)),
        own=(
            OwnText("Året som gått", "Ett.\n\n  Två  ord.", Section.CONTACTS),
            OwnText("Om Tabell 3.", "Tre.", Section.TOPICS),
            OwnText("Framåt", "Fyra."),
        ),
    )
    blocks = [b for b in set_out(layout).blocks if isinstance(b, Heading | Prose)]
    texts = [b.text for b in blocks]
    first = texts.index("Året som gått")
    assert texts[first : first + 3] == ["Året som gått", "Ett.", "Två ord."]
    assert first < texts.index("Kontakter och insatser") < texts.index("Om Tabell\u202f3.")
    assert texts.index("Om Tabell\u202f3.") < texts.index("Hur och var kontakterna sker")
    assert texts.index("Diagram") < texts.index("Framåt")
    started = [b.new_page for b in blocks if isinstance(b, Heading) and b.text == "Året som gått"]
    assert started == [True]
    after = next(b for b in blocks if b.text == "Kontakter och insatser")
    assert isinstance(after, Heading)
    assert not after.new_page, "the tables follow on the same page"


def test_own_sections_are_read_like_every_other_text() -> None:
    """The guard, the numbers, the length, a heading, and not too many."""
    person = Layout(own=(OwnText("Året", "Ring 070-174 06 50 till henne"),))
    assert "own1.text:personal_data" in problems(person, "own1.text.numbers")
    number = Layout(own=(OwnText("Vi mötte 7431 familjer", "Ord."),))
    assert problems(number) == {"own1.title:number_not_shown"}
    assert problems(Layout(own=(OwnText("", "Ord."),))) == {"own1.title:required"}
    long = Layout(own=(OwnText("x" * 81, "y" * 4001),))
    assert problems(long) == {"own1.title:out_of_range", "own1.text:out_of_range"}
    many = Layout(own=(OwnText("Ord", "Ord."),) * 13)
    assert problems(many) == {"own13.title:too_many"}
