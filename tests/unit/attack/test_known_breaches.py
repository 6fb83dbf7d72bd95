"""Ways in which published tables have given small counts away, one test each."""

from __future__ import annotations

import pytest

from familjecentral.disclosure.attack import AttackReport, attack
from familjecentral.disclosure.attack_policy import AttackPolicy, read_policy
from familjecentral.disclosure.attack_solve import Sum, System, Unsettled
from familjecentral.disclosure.table import Bound, Cell, TableSet, period_atoms
from familjecentral.errors import Cancelled, UnusableFile


def found(report: AttackReport) -> list[tuple[str, dict[str, str], int, int]]:
    return [(f.kind, dict(f.key.codes), f.low, f.high) for f in report.breaches]


def test_total_minus_the_only_hidden_cell(tables) -> None:
    """A lone hidden cell is what its total leaves."""
    report = attack([tables("a,value x,.. y,20 TOTAL,23")], thresholds=5)
    assert found(report) == [("cell", {"a": "x"}, 3, 3)]
    assert not report.safe


def test_small_count_in_clear(tables) -> None:
    """Rule 1: a small count is never shown."""
    report = attack([tables("a,value x,3 y,20 z,0 TOTAL,23")], thresholds=5)
    assert found(report) == [("shown", {"a": "x"}, 3, 3)]


def test_year_minus_three_quarters(tables) -> None:
    """The fourth quarter was never written and is known all the same."""
    report = attack(
        [tables("period,value 2026Q1,10 2026Q2,10 2026Q3,12"), tables("period,value 2026,34")],
        thresholds=5,
    )
    assert [(f.kind, f.key.period, f.low, f.high) for f in report.breaches] == [
        ("behind", period_atoms("2026Q4"), 2, 2)
    ]
    assert report.releases == 2
    assert report.cells == 4
    assert report.sums == 1


def test_quarters_and_year_to_date(tables) -> None:
    """Year-to-date minus what was hidden in one of its quarters."""
    report = attack(
        [tables("period,value 2026Q1,30 2026Q2,.. 2026Q3,20 2026YTD3,52")], thresholds=5
    )
    assert [(f.key.period, f.low, f.high) for f in report.breaches] == [
        (period_atoms("2026Q2"), 2, 2)
    ]


@pytest.mark.parametrize(("hidden_min", "ends"), [(1, (1, 1)), (0, (0, 2))])
def test_hidden_pair_with_sum_two(tables, hidden_min: int, ends: tuple[int, int]) -> None:
    """Whoever knows that zeros are shown knows that both are one."""
    report = attack(
        [tables("a,value x,.. y,.. z,20 TOTAL,22")], thresholds=5, hidden_min=hidden_min
    )
    assert found(report) == [("cell", {"a": "x"}, *ends), ("cell", {"a": "y"}, *ends)]


def test_three_tables_in_a_cycle(tables) -> None:
    """A×B, B×C and A×C show no small count, and together bound one of A×B×C below five."""
    behind: dict[tuple[str, ...], int] = {
        **{("1", "1", "1"): 8, ("1", "1", "2"): 2, ("1", "2", "1"): 6, ("1", "2", "2"): 8},
        **{("2", "1", "1"): 6, ("2", "1", "2"): 8, ("2", "2", "1"): 1, ("2", "2", "2"): 20},
    }
    releases = []
    for total in range(3):
        sums: dict[tuple[str, ...], int] = {}
        for codes, value in behind.items():
            margin = tuple("TOTAL" if n == total else c for n, c in enumerate(codes))
            sums[margin] = sums.get(margin, 0) + value
        rows = [",".join((*codes, str(value))) for codes, value in sums.items()]
        releases.append(tables(" ".join(("a,b,c,value", *rows))))
    assert min(c.value for r in releases for c in r.cells) >= 5
    report = attack(releases, thresholds=5)
    assert report.safe
    one = {"a": "1", "b": "1", "c": "2"}
    assert (one, 0, 3) in [(dict(f.key.codes), f.low, f.high) for f in report.doubtful]
    truth = tables(" ".join(["a,b,c,value", *(",".join((*c, str(n))) for c, n in behind.items())]))
    assert ("behind", one, 0, 3) in found(attack(releases, thresholds=5, truth=truth))
    for two in (releases[:2], releases[1:]):
        assert attack(two, thresholds=5, truth=truth).safe


def test_change_between_two_issues(tables) -> None:
    """Two late entries stand out when both issues are shown."""
    report = attack(
        [tables("period,value 2026Q1,10"), tables("period,vintage,value 2026Q1,2,12")],
        thresholds=5,
    )
    assert [(f.kind, f.since, f.low, f.high) for f in report.breaches] == [("change", 1, 2, 2)]


@pytest.mark.parametrize("written", [True, False])
def test_a_change_has_the_thresholds_of_cells_that_are_written(tables, written: bool) -> None:
    """A cell's own threshold goes with the cell: with both issues, not with a sum behind them."""
    first = "2026Q1,1,20 2026Q2,1,20" + (" 2026H1,1,40" if written else "")
    releases = [
        tables(f"period,vintage,value {first}"),
        tables("period,vintage,value 2026H1,2,47"),
    ]
    own = AttackPolicy(by_cell={releases[1].cells[0].key: 10})
    changes = {f.key.period for f in attack(releases, thresholds=own).breaches}
    assert (period_atoms("2026H1") in changes) == written


@pytest.mark.parametrize(("changes", "low"), [("grow", 10), ("any", 1)])
def test_growth_narrows_a_later_issue(tables, changes: str, low: int) -> None:
    """A later state is at least the earlier one, unless the policy says otherwise."""
    releases = [
        tables("period,vintage,a,value 2026Q1,1,x,10 2026Q1,1,y,9 2026Q1,1,TOTAL,19"),
        tables("period,vintage,a,value 2026Q1,2,x,.. 2026Q1,2,y,.. 2026Q1,2,TOTAL,30"),
    ]
    report = attack(releases, thresholds=1000, changes=changes, strict=True)
    cells = {f.key.codes: f.low for f in report.breaches if f.kind == "cell"}
    assert cells[(("a", "x"),)] == low


def test_a_change_of_any_sign_is_small_both_ways(tables) -> None:
    """Where rows may be taken away, two fewer is as telling as two more."""
    releases = [
        tables("period,a,value 2026Q1,x,10 2026Q1,y,30"),
        tables("period,vintage,a,value 2026Q1,2,x,8 2026Q1,2,y,40"),
    ]
    report = attack(releases, thresholds=AttackPolicy(changes="any"), strict=True)
    assert [(f.kind, f.low, f.high) for f in report.breaches] == [("change", -2, -2)]


def test_late_entries_of_a_year_against_its_quarters(tables) -> None:
    """The year in a later state, minus its quarters, is the number of late entries."""
    rows = " ".join(f"2026Q{q},1,20" for q in range(1, 5))
    report = attack([tables(f"period,vintage,value {rows} 2026,2,83")], thresholds=5)
    assert ("change", period_atoms("2026"), 3, 3) in {
        (f.kind, f.key.period, f.low, f.high) for f in report.breaches
    }


def test_remaining_child_of_an_inner_code(tables) -> None:
    """A child that no table names is what its siblings leave of the inner code."""
    report = attack(
        [tables("a,value g,12 x,10 z,30", a={"g": ["x", "y"]})],
        thresholds=5,
    )
    assert found(report) == [("behind", {"a": "y"}, 2, 2)]


def test_two_groupings_of_one_list(tables) -> None:
    """Groups that overlap are solved against each other."""
    text = "a,value g,.. h,20 x,10 y,.. z,10 TOTAL,.."
    report = attack([tables(text, a={"g": ["x", "y"], "h": ["y", "z"]})], thresholds=20)
    assert ("cell", {"a": "y"}, 10, 10) in found(report)


def test_bound_is_no_protection(tables) -> None:
    """``<5`` tells that the cell is small."""
    report = attack([tables("a,value x,<5 y,20")], thresholds=5)
    assert found(report) == [("cell", {"a": "x"}, 0, 4)]


def test_bound_and_sign_in_two_releases_are_joined(tables) -> None:
    """A cell that one file bounds and another hides is at least one."""
    releases = [tables("a,value x,<5 y,20"), tables("a,value x,.. y,20")]
    assert found(attack(releases, thresholds=5)) == [("cell", {"a": "x"}, 1, 4)]


def test_doubtful_without_truth_is_a_breach_when_strict(tables) -> None:
    """A short interval around the threshold gives a number away if it is small."""
    releases = [tables("a,value x,.. y,.. TOTAL,30"), tables("a,value x,3-6")]
    report = attack([releases[0]], thresholds=5)
    assert report.safe
    assert not report.doubtful
    releases = [releases[0], TableSet((Cell(releases[0].cells[0].key, Bound(3, 6)),))]
    report = attack(releases, thresholds=5)
    assert report.safe
    assert [(f.kind, f.low, f.high) for f in report.doubtful] == [("cell", 3, 6)]
    strict = attack(releases, thresholds=5, strict=True)
    assert strict.breaches == report.doubtful
    assert not strict.doubtful


@pytest.mark.parametrize(("x", "safe"), [(4, False), (6, True)])
def test_truth_decides_what_is_small(tables, x: int, safe: bool) -> None:
    """A large number that is nearly known is no breach; a small one in its place is."""
    release = tables("a,value x,.. y,.. TOTAL,30")
    narrowed = TableSet((Cell(release.cells[0].key, Bound(3, 6)),))
    truth = tables(f"a,value x,{x} y,{30 - x} TOTAL,30")
    assert attack([release, narrowed], thresholds=5, truth=truth).safe == safe
    assert attack([release], thresholds=5, truth=truth).safe


def test_truth_reaches_sums_that_were_never_written(tables) -> None:
    """The total of a table without total is judged by the sum of its true cells."""
    release = tables("a,b,value x,u,.. x,v,.. y,u,30 y,v,30 TOTAL,TOTAL,63")
    truth = tables("a,b,value x,u,1 x,v,2 y,u,30 y,v,30 TOTAL,TOTAL,63")
    report = attack([release], thresholds=5, truth=truth)
    assert ("behind", {"a": "x"}, 3, 3) in found(report)


def test_true_sums_come_from_any_complete_table(tables) -> None:
    """A table that lacks a row says nothing of a sum; a finer complete one does."""
    release = tables("a,b,c,value x,TOTAL,TOTAL,.. y,TOTAL,TOTAL,20 TOTAL,TOTAL,TOTAL,23")
    truth = tables(
        "a,b,c,value x,u,TOTAL,3 y,TOTAL,TOTAL,20 x,TOTAL,p,2 x,TOTAL,q,1 y,v,q,5 TOTAL,TOTAL,p,9"
    )
    assert found(attack([release], thresholds=5, truth=truth)) == [("cell", {"a": "x"}, 3, 3)]


def test_true_sums_keep_to_their_period(tables) -> None:
    """Rows of another period are no part of a sum."""
    release = tables("period,a,value 2026Q1,x,.. 2026Q1,y,20 2026Q1,TOTAL,23")
    truth = tables("period,a,b,value 2026Q1,x,u,3 2026Q1,y,u,20 2026,x,u,9 2026,y,u,90")
    assert found(attack([release], thresholds=5, truth=truth)) == [("cell", {"a": "x"}, 3, 3)]


def test_elementary_truth_counts_what_is_absent_as_zero(tables) -> None:
    """A file of finest codes alone needs no zeros written."""
    cells = "a,b,value x,u,.. x,v,0 y,u,.. y,v,9 TOTAL,TOTAL,14"
    truth = tables("a,b,c,value x,u,1,3 y,u,1,1 y,u,2,1 y,v,1,9")
    report = attack([tables(cells)], thresholds=5, truth=truth)
    assert {(f.kind, f.key.codes) for f in report.breaches} >= {
        ("cell", (("a", "x"), ("b", "u"))),
        ("cell", (("a", "y"), ("b", "u"))),
    }


def test_true_sums_are_inferred_where_they_are_not_written(tables) -> None:
    """What the true margins force is true, even where no row and no sum says it."""
    release = tables("a,b,value x,u,.. x,v,.. y,u,.. y,v,.. TOTAL,u,12 TOTAL,v,12 x,TOTAL,12")
    truth = tables("a,b,value x,u,3 y,v,3 TOTAL,u,12 TOTAL,v,12 x,TOTAL,12 y,TOTAL,12")
    assert attack([release], thresholds=5, truth=truth).safe


def test_what_the_truth_leaves_open_is_judged_as_without_it(tables) -> None:
    """Margins do not tell a cell that may be nearly anything."""
    margins = "x,TOTAL,20 y,TOTAL,20 TOTAL,u,20 TOTAL,v,20"
    release = tables(f"a,b,value {margins} x,u,..")
    truth = tables(f"a,b,value {margins}")
    narrowed = TableSet((Cell(release.cells[-1].key, Bound(3, 6)),))
    report = attack([release, narrowed], thresholds=5, truth=truth)
    assert report.safe
    assert ("cell", 3, 6) in [(f.kind, f.low, f.high) for f in report.doubtful]


def test_truth_that_differs_from_what_was_shown_is_refused(tables) -> None:
    """Judging by other tables' truth would say nothing."""
    with pytest.raises(UnusableFile, match="contradiction_of_truth"):
        attack([tables("a,value x,7")], thresholds=5, truth=tables("a,value x,8"))


def test_truth_that_contradicts_itself_is_refused(tables) -> None:
    """A true total that is not the sum of its parts."""
    release = tables("a,b,value x,u,.. y,u,.. TOTAL,u,20 TOTAL,v,20 x,TOTAL,..")
    truth = tables("a,b,value x,u,8 y,u,8 TOTAL,u,20 TOTAL,v,20")
    with pytest.raises(UnusableFile, match="contradiction_of_truth"):
        attack([release], thresholds=5, truth=truth)


@pytest.mark.parametrize(
    "texts",
    [
        ["a,value x,7 y,7 TOTAL,15"],
        ["a,value x,7 y,.. z,.. TOTAL,5"],
        ["a,value x,7 y,.. TOTAL,7"],
        ["a,value x,7", "a,value x,8"],
        ["a,value x,<5", "a,value x,8"],
        ["a,value x,.. TOTAL,0 y,0"],
        ["a,b,value x,TOTAL,3 y,TOTAL,3 TOTAL,u,3 TOTAL,v,4"],
        ["a,value x,3 x,3 y,5-9 TOTAL,7"],
        ["a,b,value x,u,.. x,v,.. y,u,.. y,v,.. x,TOTAL,9 y,TOTAL,9 TOTAL,u,9 TOTAL,v,8"],
    ],
)
def test_releases_that_contradict_each_other_are_refused(tables, texts: list[str]) -> None:
    """What cannot be true together cannot be proved safe."""
    with pytest.raises(UnusableFile, match="contradiction_of_releases"):
        attack([tables(text) for text in texts], thresholds=5)


def test_hierarchies_that_contradict_each_other_are_refused(tables) -> None:
    """One code cannot be two sums; the order of its parts does not matter."""
    first = tables("a,value g,9", a={"g": ["x", "y"]})
    same = tables("a,value g,9", a={"g": ["y", "x"]})
    other = tables("a,value g,9", a={"g": ["x", "z"]})
    assert attack([first, same], thresholds=5).safe
    with pytest.raises(UnusableFile, match="contradiction_of_hierarchies"):
        attack([first, other], thresholds=5)


def test_circles_in_joined_hierarchies_are_refused(tables) -> None:
    """Two files may be sound and their union not."""
    first = tables("a,value g,9", a={"g": ["x", "y"]})
    other = tables("a,value x,9", a={"x": ["g", "z"]})
    with pytest.raises(UnusableFile, match="circle"):
        attack([first, other], thresholds=5)


def test_nothing_read_is_an_error() -> None:
    """An empty proof is none."""
    with pytest.raises(UnusableFile, match="nothing_read"):
        attack([TableSet(())], thresholds=5)


def test_things_are_no_targets(tables) -> None:
    """Counts of things are never small."""
    release = tables("measure,a,value sessions,x,3 contacts,x,3")
    policy = read_policy({"measures": {"sessions": {"kind": "things"}, "contacts": {}}})
    report = attack([release], thresholds=policy)
    assert [f.key.measure for f in report.breaches] == ["contacts"]


def test_thresholds_of_codes_and_cells_only_raise(tables) -> None:
    """The highest threshold that applies to a cell counts."""
    release = tables("topic,value violence,7 other,7 TOTAL,14")
    rule = {"dimension": "topic", "codes": ["violence"], "threshold": 10}
    by_code = attack([release], thresholds=read_policy({"thresholds": [rule]}))
    assert found(by_code) == [("shown", {"topic": "violence"}, 7, 7)]
    own = {release.cells[1].key: 10, release.cells[2].key: 3}
    by_cell = attack([release], thresholds=AttackPolicy(by_cell=own))
    assert found(by_cell) == [("shown", {"topic": "other"}, 7, 7)]


def test_impossible_cells_are_known_to_be_zero(tables) -> None:
    """A structural zero takes its unknown out, across tables that do not cross it."""
    text = "a,b,value x,TOTAL,.. y,TOTAL,.. TOTAL,u,.. TOTAL,v,20 TOTAL,TOTAL,26"
    policy = read_policy({"impossible": [{"a": "y", "b": "v"}]})
    free = attack([tables(text)], thresholds=AttackPolicy(threshold=1000), strict=True)
    bound = attack(
        [tables(text)],
        thresholds=AttackPolicy(threshold=1000, impossible=policy.impossible),
        strict=True,
    )
    highs = [{f.key.codes: f.high for f in r.breaches}[(("a", "y"),)] for r in (free, bound)]
    assert highs == [25, 6]


def test_impossible_cells_hold_beside_other_tables(tables) -> None:
    """A structural zero binds the tables that it belongs to, and no others."""
    text = "a,b,c,value x,u,TOTAL,.. y,u,TOTAL,0 x,v,TOTAL,9 TOTAL,TOTAL,p,20 TOTAL,TOTAL,q,9"
    policy = read_policy({"threshold": 10, "impossible": [{"a": "y", "b": "v"}]})
    report = attack([tables(text)], thresholds=policy)
    assert {(f.kind, f.key.codes) for f in report.breaches} == {
        ("shown", (("a", "x"), ("b", "v"))),
        ("behind", (("b", "v"),)),
        ("shown", (("c", "q"),)),
    }
    report = attack([tables(text)], thresholds=AttackPolicy(threshold=25), strict=True)
    narrow = {f.key.codes: (f.low, f.high) for f in report.breaches}
    assert narrow[(("a", "x"), ("b", "u"))] == (1, 20)


def test_impossible_cells_of_other_measures_and_dimensions_say_nothing(tables) -> None:
    """A structural zero belongs to the measure that it names."""
    text = "measure,a,value m,x,.. m,y,.. m,TOTAL,26"
    impossible = [{"a": "x", "measure": "other"}, {"a": "x", "nowhere": "q"}]
    report = attack([tables(text)], thresholds=read_policy({"impossible": impossible}))
    assert report.safe


def test_sensitive_zero_is_hidden_like_a_small_count(tables) -> None:
    """In such a table zero is not shown, so a hidden cell may be zero and must not be known."""
    policy = read_policy({"zeros_sensitive": [{"table": "t3"}]})
    shown = tables("table,a,value t3,x,0 t3,y,9")
    assert found(attack([shown], thresholds=policy)) == [("shown", {"a": "x"}, 0, 0)]
    known = tables("table,a,value t3,x,.. t3,y,9 t3,TOTAL,9")
    assert found(attack([known], thresholds=policy)) == [("cell", {"a": "x"}, 0, 0)]
    elsewhere = tables("table,a,value t1,x,0 t1,y,9")
    assert attack([elsewhere], thresholds=policy).safe
    implied = tables("table,a,b,value t1,x,TOTAL,0 t1,y,TOTAL,9 t3,x,u,0")
    assert attack([implied], thresholds=policy).safe


def test_what_was_lost_before_is_listed_and_may_not_get_worse(tables) -> None:
    """Earlier releases cannot be taken back; nothing further may be revealed."""
    old = tables("a,value x,.. y,.. z,30 TOTAL,36")
    policy = AttackPolicy(threshold=6)
    before = attack([old], thresholds=policy)
    assert [(f.low, f.high) for f in before.breaches] == [(1, 5), (1, 5)]
    again = attack([old, old], thresholds=policy, given=[old])
    assert again.safe
    assert again.lost == before.breaches
    narrowed = TableSet((Cell(old.cells[0].key, Bound(1, 2)),))
    assert not attack([old, narrowed], thresholds=policy, given=[old]).safe
    assert attack([old], thresholds=3, given=[old]).lost == ()


def test_a_number_may_be_lost_before_anybody_writes_of_it(tables) -> None:
    """Whoever shows a total of four has bounded every part of it, whatever is published later."""
    old = tables("a,value x,4 y,30")
    new = tables("a,b,value TOTAL,u,.. TOTAL,v,.. x,u,.. x,v,.. y,u,.. y,v,..")
    rule = {"dimension": "b", "codes": ["u"], "threshold": 10}
    policy = read_policy({"threshold": 3, "thresholds": [rule]})
    report = attack([old, new], thresholds=policy, given=[old])
    assert {f.key.codes for f in report.lost} == set()
    part = (("a", "x"), ("b", "u"))
    assert [(f.key.codes, f.low, f.high) for f in report.breaches] == [(part, 1, 3)]
    without = TableSet(new.cells[:2])
    assert attack([old, without], thresholds=policy, given=[old]).safe


def test_codes_that_are_not_printed_are_known_all_the_same(tables) -> None:
    """Where only *yes* is printed, the rest of the total is *no*."""
    printed = tables("flag,value yes,20 TOTAL,23")
    with pytest.raises(UnusableFile, match="contradiction_of_releases"):
        attack([printed], thresholds=5)
    report = attack([printed], thresholds=5, lists=[tables("flag,value yes,7 no,7")])
    assert found(report) == [("behind", {"flag": "no"}, 3, 3)]


def test_a_search_without_result_makes_nothing_lost(
    tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is known to have been given away before is excused."""
    release = tables("a,value x,.. y,.. z,20 TOTAL,22")
    old = TableSet(release.cells[:1])
    asked = System.highest

    def highest(system: System, sum_: Sum) -> int:
        if system.cap == 1000:  # nothing but one hidden cell is known
            raise Unsettled
        return asked(system, sum_)

    monkeypatch.setattr(System, "highest", highest)
    report = attack([old, release], thresholds=5, given=[old])
    assert not report.unproven
    assert {f.key.codes for f in report.breaches} == {(("a", "x"),), (("a", "y"),)}


def test_progress_is_told_and_may_stop_the_work(tables) -> None:
    """A caller's cancel comes through."""
    release = tables("a,value x,.. y,.. TOTAL,30")
    steps: list[tuple[int, int]] = []
    attack([release], thresholds=5, progress=lambda done, every: steps.append((done, every)))
    assert steps == [(1, 2), (2, 2)]

    def stop(done: int, every: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        attack([release], thresholds=5, progress=stop)


def test_report_is_the_same_in_every_row_order(tables) -> None:
    """Nothing depends on how the rows stand in the files."""
    text = "a,b,value x,u,.. x,v,.. y,u,.. y,v,9 x,TOTAL,7 y,TOTAL,.. TOTAL,u,8 TOTAL,v,.."
    release = tables(text)
    backwards = TableSet(tuple(reversed(release.cells)))
    assert attack([release], thresholds=7) == attack([backwards], thresholds=7)


def test_unbounded_cells_are_safe(tables) -> None:
    """A hidden cell without any total may be anything."""
    report = attack([tables("a,value x,.. y,..")], thresholds=5, strict=True)
    assert report.safe
    assert report.smallest_interval > 100


def test_the_truth_of_another_measure_is_not_mixed_in(tables) -> None:
    """Each measure is judged on its own, also where a sum behind the tables must be inferred."""
    truth = tables(
        "measure,a,b,value"
        " n,x,TOTAL,9 n,y,TOTAL,11 n,TOTAL,z,13 n,TOTAL,w,7 n,TOTAL,TOTAL,20"
        " m,x,TOTAL,1 m,y,TOTAL,2 m,TOTAL,TOTAL,3"
    )
    policy = read_policy({"measures": {"m": {"kind": "things"}}})
    report = attack([truth], thresholds=policy, truth=truth)
    assert report.safe
    assert report.cells == 8
