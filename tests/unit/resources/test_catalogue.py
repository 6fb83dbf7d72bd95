"""The catalogue of programmes proposes; what is not known stays empty."""

from dataclasses import fields

import pytest

from resources import Programme, Range, code_lists, programmes

RANGES = ("sessions", "minutes", "interval_weeks", "size", "leaders", "ages")


def test_the_catalogue_is_complete():
    """Every programme of the field reference has a row, the local group comes last."""
    assert list(programmes()) == [
        "ICDP", "ICDP_NEWLAND", "ABC_0_2", "ABC_3_12", "ABC_TEEN", "FOS", "AF_2_12", "AF_1_4",
        "AF_TEEN", "COSP", "OPP", "KOMET_3_11", "KOMET_12_18", "COPE_3_12", "COPE_TEEN",
        "IY_BASIC", "CONNECT", "BIFF", "CHILD_SEP", "CHILD_SUPPORT", "BRA_START", "HOMEVISIT_EXT",
        "MARTE_MEO", "LOCAL",
    ]  # fmt: skip


@pytest.mark.parametrize("programme", programmes().values(), ids=lambda p: p.code)
def test_a_programme_is_sound(programme):
    """Ranges run upwards, levels and assumed fields exist, and the source is named."""
    for name in RANGES:
        value = getattr(programme, name)
        assert value is None or 0 <= value.low <= value.high
    assert programme.minutes is None or 15 <= programme.minutes.low <= programme.minutes.high <= 240
    assert programme.ages is None or programme.ages.high <= 18
    known = {code.key for code in code_lists()["prevention_level"].codes}
    assert programme.levels
    assert set(programme.levels) <= known
    assert set(programme.assumed) <= {field.name for field in fields(Programme)}
    for name in programme.assumed:
        assert getattr(programme, name) is not None
    assert programme.source
    assert programme.short


def test_an_unknown_number_is_left_out():
    """Nobody confirmed the size of the groups for new parents in the country, so there is none."""
    assert programmes()["ICDP_NEWLAND"].size is None
    assert programmes()["LOCAL"].sessions is None


def test_numbers_of_the_field_are_kept():
    """Samples of the catalogue, with what is custom only marked as such."""
    abc = programmes()["ABC_3_12"]
    assert (abc.sessions, abc.minutes, abc.size) == (Range(4, 4), Range(150, 150), Range(10, 14))
    assert "interval_weeks" in abc.assumed
    assert programmes()["BIFF"].sessions == Range(3, 3)
    assert programmes()["COSP"].levels == ("universal", "selective", "indicated")
    assert programmes()["MARTE_MEO"].working_level == "individual"
