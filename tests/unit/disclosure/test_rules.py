"""The rules one by one, on tables small enough to read."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest
from generate import cell, cross, margins

from familjecentral.disclosure import protect as module
from familjecentral.disclosure import space
from familjecentral.disclosure.facts import place
from familjecentral.disclosure.history import history
from familjecentral.disclosure.policy import Policy, ThresholdRule
from familjecentral.disclosure.protect import protect, solve
from familjecentral.disclosure.safe import SafeTable, reopen
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet
from familjecentral.errors import Bug, Cancelled, NotPublishable, UnusableFile


def shown(safe, **codes):
    """Return what stands in the first cell with these codes."""
    pairs = tuple(sorted(codes.items()))
    return next(c.value for c in safe.tables.cells if c.key.codes == pairs)


def line(values, *, dimension="a", **keys):
    """Return a one-way table with its total."""
    cells = [cell(v, **keys, **{dimension: f"{dimension}{n}"}) for n, v in enumerate(values)]
    return [*cells, cell(sum(values), **keys)]


def test_a_small_number_takes_another_with_it():
    """Hidden alone it would be the total minus the rest."""
    safe = protect(TableSet(tuple(line([2, 9, 30]))), policy=Policy())
    values = [c.value for c in safe.tables.cells]
    assert values[0] is None
    assert sum(v is None for v in values) == 2
    assert safe.certificate.hidden_small == 1
    assert safe.certificate.hidden_other == 1
    assert safe.certificate.shown == 2
    assert safe.certificate.smallest_interval >= 4


def test_a_table_without_small_numbers_is_shown_whole():
    """Nothing is hidden without need."""
    safe = protect(TableSet(tuple(line([0, 5, 30]))), policy=Policy())
    assert [c.value for c in safe.tables.cells] == [0, 5, 30, 35]
    assert safe.certificate.smallest_interval is None


def test_things_are_never_small():
    """One activity is shown as one; contacts beside it are not."""
    cells = line([1, 2], measure="activities") + line([1, 20], measure="contacts")
    policy = Policy(kinds=MappingProxyType({"activities": "things"}))
    values = [c.value for c in protect(TableSet(tuple(cells)), policy=policy).tables.cells]
    assert values[:3] == [1, 2, 3]
    assert values[3] is None


def test_sensitive_codes_have_their_own_threshold():
    """Seven is small for violence, and its interval reaches ten."""
    rule = ThresholdRule("a", frozenset({"a0"}), 10)
    true = TableSet(tuple(line([7, 30, 40])))
    assert shown(protect(true, policy=Policy()), a="a0") == 7
    safe = solve(true, policy=Policy(rules=(rule,))).safe
    assert shown(safe, a="a0") is None
    assert safe.certificate.smallest_interval >= 9


def test_merged_codes_have_their_own_threshold():
    """To merge is the other way to guard sensitive codes; only the rule's own codes count."""
    inner = Hierarchy(MappingProxyType({"a": {"merged": ("violence", "drugs")}}))
    true = TableSet((cell(7, a="merged"), cell(30, a="play"), cell(37)), inner)
    parts = ThresholdRule("a", frozenset({"violence", "drugs"}), 10)
    assert shown(protect(true, policy=Policy(rules=(parts,))), a="merged") == 7
    whole = ThresholdRule("a", frozenset({"merged"}), 10)
    assert shown(protect(true, policy=Policy(rules=(whole,))), a="merged") is None


def test_an_inner_code_of_one_code_is_that_code():
    """A group of nothing but violence is violence under another name."""
    inner = Hierarchy(MappingProxyType({"a": {"hard": ("violence",), "sensitive": ("hard",)}}))
    true = TableSet((cell(7, a="sensitive"), cell(30, a="play"), cell(40, a="x"), cell(77)), inner)
    for name in ("violence", "hard"):
        policy = Policy(rules=(ThresholdRule("a", frozenset({name}), 10),))
        assert shown(protect(true, policy=policy), a="sensitive") is None


def test_a_cell_can_have_a_threshold_of_its_own():
    """Eight is small where the statistics say so."""
    true = TableSet(tuple(line([8, 30, 40])))
    policy = Policy(cells=MappingProxyType({true.cells[0].key: 9}))
    assert shown(protect(true, policy=policy), a="a0") is None


def test_sensitive_zeros_are_hidden():
    """A zero that tells of a whole group is treated like a small number."""
    true = TableSet(tuple(margins(np.array([[0, 12], [14, 16]]), ["a", "b"])))
    plain = protect(true, policy=Policy())
    assert shown(plain, a="a0", b="b0") == 0
    safe = protect(true, policy=Policy(zeros_sensitive=frozenset({"t"})))
    assert shown(safe, a="a0", b="b0") is None
    assert shown(safe, a="a0", b="b1") is None or shown(safe, a="a0") is None


def test_structural_zeros_are_public():
    """What cannot occur is known to everybody and is no secret to keep."""
    true = TableSet(tuple(margins(np.array([[0, 12], [2, 16]]), ["a", "b"])))
    policy = Policy(impossible=((("a", "a0"), ("b", "b0")),), zeros_sensitive=frozenset({"t"}))
    safe = protect(true, policy=policy)
    assert shown(safe, a="a0", b="b0") == 0
    assert {k.codes for k in safe.impossible} == {(("a", "a0"), ("b", "b0"))}
    assert shown(safe, a="a1", b="b0") is None


def test_an_impossible_cross_of_two_tables_is_known_to_the_attacker():
    """A structural zero between tables joins their dimensions in the model."""
    cells = line([2, 30, 9]) + line([2, 30, 9], dimension="b", table="u")
    policy = Policy(impossible=((("a", "a0"), ("b", "b0")), (("c", "c0"),)))
    safe = protect(TableSet(tuple(dict.fromkeys(cells))), policy=policy)
    assert shown(safe, a="a0") is None
    assert shown(safe, b="b0") is None


def test_an_impossible_number_above_zero_is_a_contradiction():
    """Nothing can be counted where nothing can occur."""
    with pytest.raises(UnusableFile) as refused:
        protect(TableSet(tuple(line([2, 9]))), policy=Policy(impossible=((("a", "a0"),),)))
    assert refused.value.reason == "contradiction_of_releases"


def test_dearer_tables_lose_fewer_cells():
    """Public weights decide which of equally many cells are hidden."""
    one = line([2, 9, 30], table="one")
    for dear in ("a1", "a2"):
        other = cell({"a1": 9, "a2": 30}[dear], a=dear, table="other")
        policy = Policy(weights=MappingProxyType({"other": 10}))
        safe = protect(TableSet((*one, other)), policy=policy)
        assert shown(safe, a=dear) is not None


def test_equal_numbers_are_hidden_together():
    """A sum with one part above zero is that part."""
    safe = protect(TableSet(tuple(line([3, 0]))), policy=Policy())
    assert [c.value for c in safe.tables.cells] == [None, 0, None]


def test_what_was_shown_stays_shown_and_what_was_hidden_stays_hidden():
    """Rule 3, also where nothing would have to be hidden any more."""
    true = TableSet(tuple(line([2, 9, 30, 8])))
    first = protect(true, policy=Policy())
    again = protect(true, policy=Policy(), earlier=[first.tables], earlier_truth=[true])
    assert again.tables.cells == first.tables.cells
    held = TableSet(tuple(Cell(c.key, None) for c in true.cells[:2]))
    later = protect(true, policy=Policy(), earlier=[held])
    assert [c.value for c in later.tables.cells[:2]] == [None, None]
    assert later.certificate.releases == 1


def test_a_shown_number_cannot_change():
    """One key, one value, in all releases and in what is said to be true."""
    true = TableSet(tuple(line([6, 9])))
    other = TableSet((cell(7, a="a0"),))
    for earlier, truth in (([other], ()), ((), [other])):
        with pytest.raises(UnusableFile) as refused:
            protect(true, policy=Policy(), earlier=earlier, earlier_truth=truth)
        assert refused.value.reason == "published_otherwise"
    with pytest.raises(UnusableFile) as refused:
        protect(TableSet((*true.cells, *other.cells)), policy=Policy())
    assert refused.value.reason == "contradiction"


def test_a_hidden_number_cannot_be_protected():
    """Protection needs the true numbers."""
    with pytest.raises(UnusableFile) as refused:
        protect(TableSet((Cell(cell(1).key, None),)), policy=Policy())
    assert refused.value.reason == "hidden_input"


def test_a_total_that_is_not_the_sum_is_named():
    """The rows that disagree are named, without their numbers."""
    cells = (*line([47, 58])[:2], cell(96))
    with pytest.raises(UnusableFile) as refused:
        protect(TableSet(cells), policy=Policy())
    assert refused.value.reason == "contradiction_of_releases"
    assert "a=a0" in refused.value.place
    assert not {"47", "58", "96"} & set(refused.value.place.replace(";", " ").split())


def test_equal_sums_with_two_values_contradict():
    """A code that is all there is of its dimension equals the total."""
    inner = Hierarchy(MappingProxyType({"a": {"all": ("a0", "a1")}}))
    cells = (*line([6, 9]), cell(14, a="all"))
    with pytest.raises(UnusableFile):
        protect(TableSet(cells, inner), policy=Policy())


def test_a_cell_hidden_as_at_least_one_cannot_be_zero():
    """What an earlier release says of a hidden cell binds."""
    true = TableSet(tuple(line([0, 9, 30])))
    held = TableSet((Cell(true.cells[0].key, None),))
    with pytest.raises(UnusableFile):
        protect(true, policy=Policy(), earlier=[held])
    safe = protect(true, policy=Policy(), earlier=[held], hidden_min=0)
    assert safe.tables.cells[0].value is None


def test_codes_of_another_measure_are_counted_only_where_needed():
    """A code that a measure never shows is left out, unless its total needs it."""
    full = line([20, 30, 40], measure="m")
    part = [*line([20, 30], measure="n")[:2], cell(53, measure="n")]
    safe = protect(TableSet((*full, *part)), policy=Policy())
    hidden = [c.value for c in safe.tables.cells[4:]]
    assert hidden.count(None) >= 1
    whole = protect(TableSet(tuple(full + line([20, 30], measure="n"))), policy=Policy())
    assert None not in [c.value for c in whole.tables.cells]


def test_a_year_does_not_give_a_quarter_away():
    """Three quarters out, one small cell hidden: the year hides what would give it."""
    done, truth = [], []
    for number, values in enumerate(([2, 9, 30], [20, 9, 30], [20, 9, 30], [20, 9, 30])):
        release = TableSet(tuple(line(values, period=f"2026Q{number + 1}")))
        done.append(protect(release, policy=Policy(), earlier=done, earlier_truth=truth).tables)
        truth.append(release)
    year = TableSet(tuple(line([62, 36, 120], period="2026")))
    safe = protect(year, policy=Policy(), earlier=done, earlier_truth=truth)
    assert shown(safe, a="a0") is None
    assert shown(safe) == 218


def test_a_small_growth_between_vintages_is_hidden():
    """Two late entries are a small number too."""
    first = TableSet(tuple(line([20, 30])))
    done = protect(first, policy=Policy())
    late = TableSet(tuple(line([22, 40], vintage=2)))
    safe = protect(late, policy=Policy(), earlier=[done.tables], earlier_truth=[first])
    assert shown(safe, a="a0") is None
    none = TableSet(tuple(line([20, 30], vintage=2)))
    same = protect(none, policy=Policy(), earlier=[done.tables], earlier_truth=[first])
    assert None not in [c.value for c in same.tables.cells]


def test_numbers_that_shrink_are_a_contradiction_unless_any_change_is_allowed():
    """``changes: any`` lets a later vintage take away, and guards small losses too."""
    first = TableSet(tuple(line([20, 30])))
    done = protect(first, policy=Policy())
    less = TableSet(tuple(line([18, 40], vintage=2)))
    with pytest.raises(UnusableFile):
        protect(less, policy=Policy(), earlier=[done.tables], earlier_truth=[first])
    policy = Policy(changes="any", impossible=((("a", "a0"), ("b", "b0")),))
    safe = protect(less, policy=policy, earlier=[done.tables], earlier_truth=[first])
    assert shown(safe, a="a0") is None


def test_any_change_with_two_way_tables():
    """Elementary counts that are not published are guarded in both directions."""
    policy = Policy(changes="any", impossible=((("a", "a0"), ("b", "b0")),))
    random = np.random.default_rng(3)
    first = TableSet(tuple(cross(random, mean=12.0, a=2, b=2)[1:]))
    policy = Policy(changes="any")
    done = protect(first, policy=policy)
    second = TableSet(tuple(line([40, 50], vintage=2, table="u")))
    safe = protect(second, policy=policy, earlier=[done.tables], earlier_truth=[first])
    assert len(safe.tables.cells) == 3


def test_what_was_lost_is_no_target_but_nothing_more_is_revealed():
    """A table that left the house with small numbers is listed, and does not get worse."""
    old = TableSet((cell(3, a="a0", table="old"), Cell(cell(1, a="a1").key, Bound(0, 4), "old")))
    true = TableSet(tuple(line([3, 2, 30, 20])))
    done = solve(true, policy=Policy(), earlier=[old])
    assert [(one.low, one.high, one.sure) for one in done.lost] == [(3, 3, True), (0, 4, True)]
    assert shown(done.safe, a="a0") == 3
    assert shown(done.safe, a="a1") is None
    hidden = [c.value is None for c in done.safe.tables.cells]
    assert sum(hidden) >= 2
    assert {one.key.codes for one in history([old], policy=Policy())} == {
        (("a", "a0"),),
        (("a", "a1"),),
    }


def test_a_new_cell_below_a_shown_sum_is_refused_and_not_called_lost():
    """Six in all are shown; written for the first time, a part with threshold ten has no room."""
    old = TableSet(tuple(line([6, 30])))
    true = TableSet((cell(2, a="a0", b="u"), cell(4, a="a0", b="v")))
    policy = Policy(rules=(ThresholdRule("b", frozenset({"u"}), 10),))
    for known in (0, 1):
        with pytest.raises(NotPublishable):
            protect(true, policy=policy, earlier=[old], hidden_min=known, advise=False)


def test_a_lost_interval_is_not_narrowed_from_below():
    """Two cells known as 0-4: their sum, 7, would show that each is at least 3."""
    old = [Cell(cell(1, a=f"a{n}").key, Bound(0, 4), "old") for n in range(2)]
    inner = Hierarchy(MappingProxyType({"a": {"g": ("a0", "a1")}}))
    true = TableSet((cell(7, a="g"), cell(30, a="a2"), cell(37)), inner)
    truth = [TableSet((cell(3, a="a0"), cell(4, a="a1")))]
    done = solve(true, policy=Policy(), earlier=[TableSet(tuple(old))], earlier_truth=truth)
    assert len(done.lost) == 2
    assert shown(done.safe, a="g") is None


def test_truth_that_no_cell_tells_apart_is_left_aside():
    """A month's truth says nothing of a quarter, a later vintage's nothing of the first."""
    true = TableSet(tuple(line([2, 9, 30])))
    truth = [TableSet((cell(1, period="2026-01", a="a0"), cell(2, a="a0", vintage=7)))]
    safe = protect(true, policy=Policy(), earlier_truth=truth)
    assert safe.tables == protect(true, policy=Policy()).tables


def test_a_zero_in_one_table_is_a_zero_in_the_others():
    """Tables that share a dimension share its zeros."""
    one = margins(np.array([[0, 0], [2, 30]]), ["a", "b"], table="one")
    two = [cell(v, a="a1", c=f"c{n}", table="two") for n, v in enumerate((3, 20, 9))]
    policy = Policy(impossible=((("a", "a0"), ("b", "b0")),))
    safe = protect(TableSet((*one, *two)), policy=policy)
    assert shown(safe, a="a0") == 0
    assert shown(safe, a="a1", b="b0") is None
    assert shown(safe, a="a1", c="c0") is None


def test_an_elementary_count_that_is_lost_is_named_by_its_codes():
    """Codes that no file names apart are joined by a plus sign in messages."""
    inner = Hierarchy(MappingProxyType({"a": {"g": ("a0", "a1", "a2"), "h": ("a2", "a3")}}))
    old = TableSet((cell(20, a="g"), cell(18, a="a2"), cell(40, a="h")), inner)
    lost = history([old], policy=Policy())
    assert {one.key.codes for one in lost} == {(("a", "a0+a1"),)}
    assert [(one.low, one.high, one.sure) for one in lost] == [(2, 2, False)]
    two = TableSet((cell(20, a="g"), cell(18, a="a1"), cell(0, a="a0")), inner)
    assert {one.key.codes for one in history([two], policy=Policy())} == {(("a", "a2"),)}


def test_two_bounds_of_one_cell_are_taken_together():
    """Whoever read both releases knows the narrower interval."""
    key = cell(1, a="a0").key
    old = [
        TableSet((Cell(key, Bound(0, 9)),)),
        TableSet((Cell(key, None),)),
        TableSet((Cell(key, Bound(2, 20)),)),
    ]
    (lost,) = history(old, policy=Policy(threshold=10), truth=[TableSet((cell(4, a="a0"),))])
    assert (lost.low, lost.high) == (2, 9)


def test_refusal_comes_with_a_proposal_that_works():
    """A year that was shown cannot be broken down into four small quarters."""
    year = TableSet((cell(6, period="2026", table="y"),))
    quarters = TableSet(
        tuple(cell(v, period=f"2026Q{n + 1}", table="q") for n, v in enumerate((1, 2, 1, 2)))
    )
    done = protect(year, policy=Policy())
    with pytest.raises(NotPublishable) as refused:
        protect(quarters, policy=Policy(), earlier=[done.tables], earlier_truth=[year])
    (step,) = refused.value.coarser
    assert (step.kind, step.table) == ("period", "q")
    assert step.period == tuple(f"2026-{m:02d}" for m in range(1, 13))
    assert refused.value.tables == ("q",)


def test_progress_is_told_and_can_stop_the_work():
    """Shares rise from 0 to 1; an exception from the listener ends it."""
    true = TableSet(tuple(cross(np.random.default_rng(1), a=3, b=4)))
    told: list[float] = []
    protect(true, policy=Policy(), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        protect(true, policy=Policy(), progress=stop)


def test_the_emergency_clock_leaves_a_safe_pattern(monkeypatch):
    """It is marked as interrupted and proved all the same."""
    monkeypatch.setattr(module, "EMERGENCY_SECONDS", -1.0)
    true = TableSet(tuple(cross(np.random.default_rng(1), a=3, b=4)))
    safe = protect(true, policy=Policy())
    assert safe.certificate.interrupted
    assert safe.certificate.proved
    assert safe.certificate.solver.endswith("heuristic")


def test_large_sets_take_the_heuristic(monkeypatch):
    """Above the reach of the exact search the pattern is safe, and near the best."""
    from familjecentral.disclosure import search

    true = TableSet(tuple(cross(np.random.default_rng(2), a=3, b=5)))
    best = protect(true, policy=Policy()).certificate
    monkeypatch.setattr(search, "EXACT_ROWS", 3)
    quick = protect(true, policy=Policy()).certificate
    assert quick.solver.endswith("heuristic")
    assert best.hidden_other <= quick.hidden_other <= best.hidden_other + 3


def test_a_search_that_runs_out_of_rounds_keeps_its_best(monkeypatch):
    """Rounds are bounded, not time, so the result is the same on every machine."""
    from familjecentral.disclosure import search

    monkeypatch.setattr(search, "_EXACT_ROUNDS", 0)
    true = TableSet(tuple(cross(np.random.default_rng(2), a=3, b=5)))
    assert protect(true, policy=Policy()).certificate.solver.endswith("heuristic")


def test_a_poor_first_guess_is_mended_by_the_search(monkeypatch):
    """The exact search comes to the same price from wherever it starts."""
    from familjecentral.disclosure import search

    for seed in range(12):
        true = TableSet(tuple(cross(np.random.default_rng(seed), a=4, b=5)))
        monkeypatch.setattr(search, "_RELAXED_ROUNDS", 25)
        best = protect(true, policy=Policy()).certificate
        monkeypatch.setattr(search, "_RELAXED_ROUNDS", 1)
        other = protect(true, policy=Policy()).certificate
        assert (other.hidden_other, other.solver) == (best.hidden_other, best.solver)


def test_a_pattern_that_fails_its_audit_is_a_fault(monkeypatch):
    """The last audit shares nothing with the search, so a fault of the search is caught."""
    monkeypatch.setattr(
        module, "find", lambda audit, late: module.Found(audit.part.hidden, 0.0, True)
    )
    with pytest.raises(Bug):
        protect(TableSet(tuple(line([2, 9, 30]))), policy=Policy())


def test_tables_that_cross_too_much_are_refused(monkeypatch):
    """A model that no office computer can hold is refused with a reason."""
    true = TableSet(tuple(cross(np.random.default_rng(2), a=2, b=3)))
    for limit in (5, 3):
        monkeypatch.setattr(space, "LARGEST_MODEL", limit)
        with pytest.raises(UnusableFile) as refused:
            protect(true, policy=Policy())
        assert refused.value.reason == "too_large"
    two = TableSet((cell(9, period="2026Q1"), cell(8, period="2026Q2")))
    monkeypatch.setattr(space, "LARGEST_MODEL", 1)
    with pytest.raises(UnusableFile):
        protect(two, policy=Policy())


def test_inner_codes_must_mean_one_thing():
    """Two files cannot take one inner code for two sums, and no code can contain itself."""
    one = Hierarchy(MappingProxyType({"a": {"g": ("a0", "a1")}}))
    other = Hierarchy(MappingProxyType({"a": {"g": ("a0", "a2")}}))
    circle = Hierarchy(MappingProxyType({"a": {"g": ("h",), "h": ("g",)}}))
    cells = tuple(line([20, 30, 40]))
    with pytest.raises(UnusableFile) as refused:
        protect(TableSet(cells, one), policy=Policy(), earlier=[TableSet((), other)])
    assert refused.value.place == "a/g"
    with pytest.raises(UnusableFile) as refused:
        protect(TableSet(cells, circle), policy=Policy())
    assert refused.value.reason == "circle"


def test_a_registered_release_is_sealed_again():
    """The frozen cells of a release come back as a SafeTable; nothing else makes one."""
    safe = protect(TableSet(tuple(line([2, 9, 30]))), policy=Policy())
    again = reopen(safe.tables, safe.certificate)
    assert (again.tables, again.certificate) == (safe.tables, safe.certificate)
    with pytest.raises(TypeError):
        SafeTable(safe.tables, safe.impossible, safe.certificate, object())


def test_places_name_cells_without_values():
    """Messages name measure, period, codes and vintage."""
    assert place(Key("m", ("2026-01",), 2, (("a", "x"),))) == "m 2026-01 a=x vintage=2"
    assert place(cell(1).key) == "2026-01:2026-03"
    assert place(cell(1, period="").key) == "TOTAL"
