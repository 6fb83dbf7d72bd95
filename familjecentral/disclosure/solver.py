"""HiGHS as the protection uses it: silent, one thread, the same answer on every run."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

INFINITY = float(highspy.kHighsInf)
# A target is reached only where one was set: then nothing better was asked for.
_FOUND = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget)
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def new_solver(**options: bool | float | str) -> highspy.Highs:
    """Return a solver with these options besides the fixed ones."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **options}.items():
        highs.setOptionValue(name, value)
    return highs


def solver_name() -> str:
    """Return name and version, for certificates."""
    return f"HiGHS {new_solver().version()}"


def program(
    *,
    cost: Floats,
    columns: tuple[Floats, Floats],
    rows: tuple[Floats, Floats],
    entries: tuple[Ints, Ints, Floats],
    whole: bool = False,
) -> highspy.HighsLp:
    """Return a linear programme.

    Args:
        cost: by column; columns, rows: lower and upper bounds.
        entries: row, column and value of each entry, in any order.
        whole: all columns are whole numbers.
    """
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(rows[0])
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = columns
    lp.row_lower_, lp.row_upper_ = rows
    row, column, value = entries
    order = np.argsort(row, kind="stable")
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    counts = np.bincount(row, minlength=len(rows[0]))
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(counts)))
    lp.a_matrix_.index_ = column[order]
    lp.a_matrix_.value_ = value[order]
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    return lp


def bind(highs: highspy.Highs, columns: tuple[Floats, Floats], rows: tuple[Floats, Floats]) -> None:
    """Set the bounds of all columns and rows."""
    number = np.arange(len(columns[0]), dtype=np.int32)
    highs.changeColsBounds(len(number), number, *columns)
    if len(rows[0]):
        number = np.arange(len(rows[0]), dtype=np.int32)
        highs.changeRowsBounds(len(number), number, *rows)  # type: ignore[attr-defined]


def aim(highs: highspy.Highs, columns: Ints, signs: Floats, size: int) -> None:
    """Set the sum to make as small as possible."""
    cost = np.zeros(size)
    cost[columns] = signs
    highs.changeColsCost(size, np.arange(size, dtype=np.int32), cost)


def solved(highs: highspy.Highs) -> bool:
    """Solve; tell whether an optimum (or what was enough) was found (for sure: or nothing fits)."""
    highs.run()
    status = highs.getModelStatus()
    if status not in (*_FOUND, highspy.HighsModelStatus.kInfeasible):
        # A basis handed on from the last programme can lead astray; begin from nothing.
        highs.clearSolver()
        highs.run()
        status = highs.getModelStatus()
    return status in _FOUND
