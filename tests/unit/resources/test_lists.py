"""The code lists as data: what every list must keep so that stores and imports can rely on it."""

import itertools
import subprocess
import sys
import tomllib
from datetime import date

import pytest

from resources import code_lists, label, levels
from resources.place import ROOT

EXPECTED = {
    "action_given", "arena", "attendance_status", "cancel_reason", "cell_status",
    "certification_status", "child_age_band", "clash_reason", "completeness", "contact_form",
    "contact_ordinal", "day_type", "duration_band", "equipment", "group_status",
    "initiative_taker", "interpreter", "language", "leader_role",
    "open_group", "participants", "partner", "period_type", "prevention_level",
    "recruitment_source", "referral_target", "report_status", "session_kind", "session_status",
    "structural_activity_type", "tally_occasion", "topic", "user_role", "waiting_alias",
    "working_level",
}  # fmt: skip
EVERY_CODE = [
    pytest.param(item.key, code, id=f"{item.key}.{code.key}")
    for item in code_lists().values()
    for code in item.codes
]


def test_every_list_of_the_model_is_there():
    """The model's lists are complete, and the ones not in use stay away."""
    assert set(code_lists()) == EXPECTED


def test_file_names_equal_list_keys():
    """A list is found in the file that carries its name."""
    for path in (ROOT / "codes").glob("*.toml"):
        assert tomllib.loads(path.read_text("utf-8"))["list"] == path.stem


@pytest.mark.parametrize("key", sorted(EXPECTED))
def test_codes_of_a_list_are_told_apart(key):
    """Keys and labels are unique within a list, in both languages."""
    codes = code_lists()[key].codes
    assert len({c.key for c in codes}) == len(codes) > 1
    if key != "cell_status":  # primary and secondary hiding must read the same
        for texts in ([c.sv for c in codes], [c.en for c in codes], [c.short for c in codes]):
            assert len(set(texts)) == len(texts)


def _reading(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


@pytest.mark.parametrize("key", sorted(EXPECTED - {"cell_status"}))
def test_an_import_never_reads_one_text_as_two_codes(key):
    """Keys, labels and synonyms of different codes never collide, capitals and spaces aside."""
    readings = {
        code.key: {_reading(text) for text in (code.key, code.sv, code.en, *code.synonyms)}
        for code in code_lists()[key].codes
    }
    for (one, texts), (other, others) in itertools.combinations(readings.items(), 2):
        assert not texts & others, (one, other)


@pytest.mark.parametrize(("list_key", "code"), EVERY_CODE)
def test_a_code_is_whole(list_key, code):
    """A code has an ASCII key, texts without stray spaces, a sentence and an ordered validity."""
    assert code.key.isascii()
    assert code.key.isidentifier()
    assert code.key == code.key.lower()
    for text in (code.sv, code.en, code.short, code.definition, *code.synonyms):
        assert text
        assert text == text.strip()
    assert code.definition.endswith(".")
    assert len(code.definition) > len(code.key)
    assert code.valid_from <= (code.valid_to or date.max)


def test_lists_name_version_source_and_day():
    """Where a list comes from and when can be printed."""
    for item in code_lists().values():
        assert item.version >= 1
        assert len(item.source) > 10
        assert item.as_of >= date(2026, 1, 1)


def test_codes_stand_in_the_order_of_the_trade():
    """Order carries meaning (levels, ages, lengths) and is not the alphabet's."""
    lists = code_lists()
    assert [c.key for c in lists["prevention_level"].codes] == [
        "universal",
        "selective",
        "indicated",
    ]
    assert [c.key for c in lists["duration_band"].codes] == ["lt15", "m15_30", "m31_60", "gt60"]
    for item in lists.values():
        assert item.codes[-1].key in {"other", "unknown"} or not {"other", "unknown"} & {
            c.key for c in item.codes
        }


def test_sensitive_topics_are_marked():
    """Violence, substances, mental health and disability carry the higher threshold."""
    marked = {c.key for c in code_lists()["topic"].codes if c.sensitive}
    assert marked == {"parent_mental_health", "violence", "substance_gambling", "disability"}


def test_partners_and_referral_targets_share_their_codes():
    """The same service has the same key and label whether one works with it or guides to it."""
    lists = code_lists()
    assert [(c.key, c.sv) for c in lists["partner"].codes] == [
        (c.key, c.sv) for c in lists["referral_target"].codes
    ]


def test_labels_by_language_and_width():
    """A label is Swedish by default, English or short on demand."""
    assert label("contact_form", "joint_home_visit") == "Gemensamt hembesök med BHV"
    assert label("contact_form", "joint_home_visit", short=True) == "Hembesök med BHV"
    assert label("prevention_level", "universal", short=True) == "Universell"
    assert label("working_level", "group", "en") == "Group level"
    with pytest.raises(KeyError):
        label("topic", "no_such_code")


def test_old_spellings_lead_to_their_code():
    """Built-in synonyms of old logs stand with the code they mean."""
    forms = code_lists()["contact_form"]
    assert "tfn" in forms["phone"].synonyms
    assert "hembesök m BVC" in forms["joint_home_visit"].synonyms
    assert "0-11 mån" in code_lists()["child_age_band"]["m0_11"].synonyms
    with pytest.raises(KeyError):
        forms["no_such_code"]


def test_the_nine_cells_cover_the_field_in_digit_order():
    """Digits 1-9 run by rows over every pair of levels."""
    lists = code_lists()
    pairs = [
        (row.key, column.key)
        for row in lists["prevention_level"].codes
        for column in lists["working_level"].codes
    ]
    cells = levels().cells
    assert [(c.prevention_level, c.working_level) for c in cells] == pairs
    assert [c.digit for c in cells] == list(range(1, 10))
    assert len({c.title for c in cells}) == 9
    assert [p.key for p in levels().prevention] == [c.key for c in lists["prevention_level"].codes]
    assert levels().cell("selective", "group").digit == 5
    with pytest.raises(KeyError):
        levels().cell("selective", "nowhere")


def test_importing_the_door_does_no_work():
    """Import neither parses nor reads data files."""
    code = "import sys, resources; print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"
