"""Reading of single values: codes, dates, counts, minutes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.commands.composition import first_codes, synonyms
from familjecentral.contacts.importing.values import (
    BadCount,
    band_of_minutes,
    is_empty,
    plain,
    read_count,
    read_date,
    read_month,
    text_of,
)
from familjecentral.contacts.importing.words import CodeReader, How, edits

BOOK = first_codes()


def reader(name: str, own: dict[str, str] | None = None) -> CodeReader:
    return CodeReader(BOOK.lists[name].values(), synonyms()[name], own or {})


def key(name: str, text: object) -> str | None:
    found = reader(name).read(text)
    return found.key if found else None


SYNONYMS = [
    ("prevention_level", "universal", "univ, allmän, generell"),
    ("prevention_level", "selective", "sel, riktad"),
    ("prevention_level", "indicated", "ind"),
    ("working_level", "individual", "individ, individuell, enskilt"),
    ("working_level", "group", "grupp"),
    ("working_level", "structural", "struktur, samhällsnivå"),
    ("contact_form", "booked_talk", "bokat, bokade samtal, enskilt samtal"),
    ("contact_form", "drop_in_talk", "spontansamtal, drop-in"),
    ("contact_form", "phone", "telefon, tel, tfn"),
    ("contact_form", "video", "teams, digitalt, video samtal"),
    ("contact_form", "home_visit", "hb"),
    ("contact_form", "joint_home_visit", "hembesök m BVC"),
    ("contact_form", "joint_talk", "gemensamt samtal"),
    ("contact_form", "co_parent_talk", "samarbetssamtal"),
    ("contact_form", "other", "övrigt"),
    ("topic", "parenting", "gränssättning"),
    ("topic", "attachment", "anknytning"),
    ("topic", "routines", "sömn"),
    ("topic", "separation", "separation"),
    ("topic", "becoming_parent", "nybliven förälder"),
    ("topic", "parent_mental_health", "psykisk ohälsa"),
    ("topic", "network", "nätverk"),
    ("topic", "society_guide", "samhällsguidning"),
    ("structural_activity_type", "consultation", "konsultation"),
    ("structural_activity_type", "open_talk", "föreläsning"),
]


@pytest.mark.parametrize(("name", "code", "texts"), SYNONYMS)
def test_the_built_in_synonyms_are_read(name: str, code: str, texts: str) -> None:
    """Short forms that people write in their own sheets."""
    for text in texts.split(", "):
        found = reader(name).read(text)
        assert found is not None
        assert (found.key, found.how) == (code, How.EXACT)


@pytest.mark.parametrize("name", sorted(BOOK.lists))
def test_every_key_and_label_reads_as_its_code(name: str) -> None:
    """In any case, with spaces around and a full stop behind."""
    reads = CodeReader(BOOK.lists[name].values(), {}, {})
    for code in BOOK.lists[name].values():
        for text in (code.key, code.label, f"  {code.label.upper()} . "):
            found = reads.read(text)
            assert found is not None
            assert found.how is How.EXACT
            assert BOOK.lists[name][found.key].label == code.label


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("contact_form", "Telefonsamtla", "phone"),  # two neighbours swapped
        ("contact_form", "telfon", "phone"),
        ("contact_form", "hembesk", "home_visit"),
        ("contact_form", "Gemensammt hembesk med BVH", None),  # three edits
        ("contact_form", "tl", None),  # too short to guess
        ("contact_form", "telepati", None),
        ("topic", "Samspel och anknytnig", "attachment"),
        ("topic", "", None),
        ("child_age_band", "0-11 mån", "m0_11"),
        ("child_age_band", "0 — 11mån.", "m0_11"),
        ("child_age_band", "1−2år", "y1_2"),
        ("duration_band", "15-30", "m15_30"),
        ("prevention_level", 1, None),
    ],
)
def test_slips_of_the_keyboard_are_read_but_never_guessed(
    name: str, text: object, expected: str | None
) -> None:
    """One edit from five letters, two from nine, and only if a single code is nearest."""
    assert key(name, text) == expected


def test_two_codes_equally_near_are_unknown() -> None:
    """The program does not choose between them."""
    listed = list(BOOK.lists["arena"].values())[:2]
    reads = CodeReader(listed, {listed[0].key: ["alfax"], listed[1].key: ["alfay"]}, {})
    assert reads.read("alfaz") is None
    assert reads.read("alfax") is not None


def test_own_values_of_the_file_are_read_before_built_in_ones() -> None:
    """A mapping says what a centre's own words mean, numbers included."""
    reads = reader("prevention_level", {"1": "universal", "ind": "selective"})
    assert reads.read(1.0).key == "universal"
    assert reads.read("Ind.").key == "selective"


def test_what_was_read_once_is_read_alike_again() -> None:
    """Remembered answers are the same answers."""
    reads = reader("contact_form")
    assert [reads.read("telfon"), reads.read("nix")] == [reads.read("telfon"), reads.read("nix")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sömn, mat, rutiner", ["routines"]),
        ("Sömn, mat, rutiner, Ekonomi", ["routines", "economy"]),
        (
            "Ekonomi|Separation, vårdnad, boende, umgänge | Boende",
            ["economy", "separation", "housing"],
        ),
        ("Boende,, Boende", ["housing"]),
        ("separation,society_guide,attachment", ["separation", "society_guide", "attachment"]),
        ("Sömn, mat, rutinner, Ekonomi", ["routines", "economy"]),
        ("Ekonomi, hemligheter", None),
        ("|", []),
        ("," * 101, None),
    ],
)
def test_several_values_stand_in_one_cell(text: str, expected: list[str] | None) -> None:
    """A label that itself contains commas is tried before the cell is cut at them."""
    found = reader("topic").read_several(text)
    assert (None if found is None else [r.key for r in found]) == expected


def test_codes_are_put_in_the_order_of_their_list() -> None:
    """Whatever order somebody ticked them in."""
    assert reader("participants").in_order(["child_present", "mother"]) == (
        "mother",
        "child_present",
    )


DAY = dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "20260305",
        "5/3 2026",
        "5/3-26",
        "5.3.2026",
        "05/03/2026",
        "5 mars 2026",
        "5 mar. 2026",
        " 2026-03-05 00:00 ",
        "2026-03-05T00:00:00",
        "2026–03–05",
        dt.datetime.combine(DAY, dt.time()),
        dt.date(2026, 3, 5),
        20260305,
        46086,
        46086.0,
    ],
)
def test_a_date_is_read_in_every_writing(text: object) -> None:
    """Days come before months, always."""
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "31/4 2026",
        "1999-12-31",
        dt.datetime.combine(DAY, dt.time(14, 30)),
        "2026-03-05 14:30",
        "5/3",
        "5 mars",
        "5 smars 2026",
        "i går",
        "12/25/2026",
        46086.5,
        12,
        True,
        dt.time(5, 3),
        None,
    ],
)
def test_what_is_no_day_from_2000_on_is_none(text: object) -> None:
    """A time of day is no date either."""
    assert read_date(text) is None


def test_the_mapping_completes_dates_without_a_year() -> None:
    """Sheets of one year often leave it out."""
    assert read_date("5/3", 2026) == read_date("5 mars", 2026) == DAY
    assert read_date("5/3-25", 2026) == dt.date(2025, 3, 5)
    assert read_date("29/2", 2026) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_writing(day: dt.date) -> None:
    """No day of the century is lost between the forms."""
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day}/{day.month}-{day:%y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d/%m/%Y}",
    ):
        assert read_date(text) == day


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (None, 1),
        (" ", 1),
        ("3", 3),
        (3, 3),
        (3.0, 3),
        ("3,0", 3),
        ("2,00", 2),
        ("3 st", 3),
        ("3 st.", 3),
        ("200", 200),
        ("0", 0),
        ("-", 0),
        ("–", 0),
        ("xxx", 3),
        ("|||| ||", 6),
        ("X", 1),
    ],
)
def test_counts_and_ticks_are_read(cell: object, count: int) -> None:
    """Whole numbers up to 200, or as many as there are marks."""
    assert read_count(cell) == count


@pytest.mark.parametrize(
    "cell", ["2,5", "-1", "ca 5", "3-4", "många", "1000", 201, 2.5, -1, True, "iii"]
)
def test_a_count_is_never_guessed(cell: object) -> None:
    """About five is not five."""
    with pytest.raises(BadCount):
        read_count(cell)


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        (0, "lt15"),
        (14.9, "lt15"),
        (15, "m15_30"),
        ("30,0", "m15_30"),
        ("30,5", "m31_60"),
        ("60 min", "m31_60"),
        ("61 minuter", "gt60"),
        ("en timme", None),
        (-5, None),
        (True, None),
    ],
)
def test_minutes_fall_into_bands(cell: object, band: str | None) -> None:
    """Under 15, to 30, to 60, above."""
    assert band_of_minutes(cell) == band


def slow_edits(one: str, other: str) -> int:
    """The definition, straight as a recursion."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        slow_edits(one[1:], other) + 1,
        slow_edits(one, other[1:]) + 1,
        slow_edits(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        best = min(best, slow_edits(one[2:], other[2:]) + 1)
    return best


SHORT = st.text("abå", max_size=5)


@given(SHORT, SHORT)
def test_the_edit_distance_follows_its_definition(one: str, other: str) -> None:
    """Insert, delete, replace, swap two neighbours: one each."""
    assert edits(one, other) == slow_edits(one, other) == edits(other, one)


@given(st.text(max_size=40))
def test_any_text_is_either_read_or_not(text: str) -> None:
    """No text, however odd, makes the reading fail."""
    for name in ("topic", "contact_form"):
        found = reader(name).read_several(text)
        assert found is None or all(BOOK.has(name, r.key) for r in found)
    read_date(text, 2026)
    band_of_minutes(text)


@given(st.text("aåÅ. \t\u00a0", max_size=12))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    """Capitals, spaces around and inside, full stops behind: gone at once and for good."""
    found = plain(text)
    assert plain(found) == found
    assert found == found.strip(". \u00a0").lower() or found.startswith(".")


def test_cells_are_read_as_text() -> None:
    """Whole numbers lose the decimals that a spreadsheet gives them."""
    assert [text_of(c) for c in (None, 3.0, 2.5, "a")] == ["", "3", "2.5", "a"]
    assert text_of(dt.datetime.combine(DAY, dt.time())) == "2026-03-05 00:00:00"
    assert [is_empty(c) for c in (None, " ", 0, "x")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("jan", 1), ("Febr.", 2), ("MARS", 3), ("Sept", 9), ("december", 12), (" juni ", 6),
        ("ju", None), ("", None), ("januarix", None), ("Totalt", None), ("maj 2026", None),
    ],
)  # fmt: skip
def test_months_are_read_by_three_letters_or_more(text: str, month: int | None) -> None:
    """In full or by their beginning."""
    assert read_month(text) == month


@given(SHORT, SHORT, st.integers(0, 3))
def test_a_distance_is_exact_as_far_as_it_is_asked_for(one: str, other: str, most: int) -> None:
    """Beyond, it is only known to be more."""
    found = edits(one, other, most)
    true = slow_edits(one, other)
    assert found == true if true <= most else found > most


def test_very_long_texts_are_no_codes() -> None:
    """They are not searched for a slip."""
    reads = reader("topic")
    assert reads.read("boende" * 100) is None
    assert reads.read_several("x" * 50_000) is None


def test_more_texts_than_are_remembered_are_read_alike() -> None:
    """The memory is emptied, not the understanding."""
    reads = reader("contact_form")
    for n in range(2100):
        assert reads.words.exactly(f"nix {n}") is None
    assert reads.read("hb").key == "home_visit"


def test_more_ticks_than_a_row_may_hold_are_no_count() -> None:
    """As for numbers."""
    assert read_count("x" * 200) == 200
    with pytest.raises(BadCount):
        read_count("x" * 201)
