"""A view leaves lines of a table out and never makes new ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from familjecentral.statistics.printed import Shape, shapes
from familjecentral.statistics.projection import Pick, can_merge, key_of, project
from tests.unit.export.sample import declared_set, labels

DECLARED = declared_set()
SHAPES = shapes(DECLARED, labels(DECLARED), ("C1", "C2"))


def test_keys_tell_the_lines_of_a_table_apart() -> None:
    """No two rows, and no two columns, share a key."""
    for shape in SHAPES:
        for lines in (shape.rows, shape.columns):
            keys = [key_of(line) for line in lines]
            assert len(set(keys)) == len(keys)
    matrix = next(shape for shape in SHAPES if shape.is_matrix)
    assert key_of(matrix.columns[0]) == "contacts:total"
    assert key_of(matrix.rows[0]) == "level=universal"


@given(st.sampled_from(SHAPES), st.data())
def test_a_projection_holds_the_picked_lines_in_printed_order(
    shape: Shape, data: st.DataObject
) -> None:
    """Whatever is picked, in whatever order."""
    rows = data.draw(st.lists(st.sampled_from([key_of(line) for line in shape.rows]), min_size=1))
    seen = project(shape, Pick(shape.number, rows=tuple(rows)))
    assert [key_of(line) for line in seen.rows] == [
        key_of(line) for line in shape.rows if key_of(line) in rows
    ]
    assert seen.columns == shape.columns
    assert set(seen.rows) <= set(shape.rows)


def test_lines_that_a_table_lacks_leave_it_whole() -> None:
    """A release may be coarser than the one that the choice was made for."""
    shape = SHAPES[1]
    assert project(shape, Pick(shape.number, ("level=unheard_of",), ("nothing",))) == shape


@given(st.sampled_from(SHAPES), st.data())
def test_merged_rows_stand_as_one_in_the_place_of_the_first(
    shape: Shape, data: st.DataObject
) -> None:
    """Where each occasion is in one row; the total, and what is not picked, is never merged."""
    keys = [key_of(line) for line in shape.rows]
    merged = data.draw(st.lists(st.sampled_from(keys), min_size=2, unique=True))
    picked = data.draw(st.lists(st.sampled_from(keys), unique=True))
    pick = Pick(shape.number, rows=tuple(picked), merged=(tuple(merged),))
    seen = project(shape, pick)
    whole = project(shape, Pick(shape.number, rows=tuple(picked)))
    flat = [part for line in seen.rows for part in line.parts or (line,)]
    assert sorted(map(key_of, flat)) == sorted(map(key_of, whole.rows))
    together = [line for line in seen.rows if line.parts]
    own = [x for x in whole.rows if key_of(x) in merged and not x.is_total]
    if can_merge(shape) and len(own) > 1:
        (line,) = together
        assert line.parts == tuple(own)
        assert key_of(line) == "|".join(map(key_of, own))
        assert [key_of(x) for x in seen.rows].index(key_of(line)) == whole.rows.index(own[0])
    else:
        assert together == []
