"""Which groups start at once, against labels dealt out within plans: chances that can be counted by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import pandas as pd
import pytest
from analysis_tables import frame
from hypothesis import given, settings
from hypothesis import strategies as st

from kyodo_analysis.analysis.schedule.schedule_groups import LEAST_MEASURES, compare_starts_by


def sequences(waits: dict[str, object]) -> pd.DataFrame:
    rows = [
        {"measure_id": name, "plan_id": name.split("/")[0], "years_to_implement": wait} for name, wait in waits.items()
    ]
    return pd.DataFrame(rows).astype({"years_to_implement": "Int64"})


def measures(waits: dict[str, object]) -> pd.DataFrame:
    rows = [{"measure_id": name, "plan_id": name.split("/")[0], "title": f"題{name}"} for name in waits]
    return frame("measures", rows)


def label(**groups: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [(name, group) for group, names in groups.items() for name in names], columns=["measure_id", "g"]
    )


def one_plan(size: int, at_once: int) -> dict[str, object]:
    return {f"ube/{number:02}": 0 if number < at_once else 1 for number in range(size)}


def test_shares_and_chances_are_those_of_drawing_without_return() -> None:
    """10 measures, 5 start at once; a group of 5 holds all of them: 1 way of 252, and as far on the other side."""
    waits = one_plan(10, 5)
    table = compare_starts_by(sequences(waits), measures(waits), label(a=list(waits)[:5], b=list(waits)[4:8]), ["g"])
    row = table.set_index("g").loc["a"]
    assert row[["count", "n", "waiting", "share", "expected"]].tolist() == [5, 5, 0, 1, pytest.approx(1 / 2)]
    assert row["p"] == pytest.approx(float(Fraction(2, comb(10, 5)))) == row["least_p"]
    assert bool(row["testable"]) and bool(row["beyond_null"]) and row["q"] == row["p"]
    assert row["measure_ids"].split() == list(waits)[:5] and row["waiting_ids"] == ""
    other = table.set_index("g").loc["b"]
    assert other[["count", "n"]].tolist() == [1, 4] and not other["testable"] and pd.isna(other["p"])
    # 4 of 10 measures, 5 of which start at once: all or none of them is 2 · 5 ways of 210, under .05; 1 or less, and as
    # far on the other side, 2 · (5 + 50) ways.
    assert other["least_p"] == pytest.approx(10 / 210) and pd.isna(other["q"])
    assert other["q_all"] == pytest.approx(110 / 210) and row["q_all"] == pytest.approx(2 * row["p"])


def test_labels_are_dealt_out_within_plans_only() -> None:
    """All of ube start at once, all of hagi wait: that a group stands in ube is the plan's doing, not the group's."""
    waits = {f"ube/{n}": 0 for n in range(6)} | {f"hagi/{n}": 2 for n in range(6)}
    group = label(a=[f"ube/{n}" for n in range(6)], b=[f"hagi/{n}" for n in range(6)])
    table = compare_starts_by(sequences(waits), measures(waits), group, ["g"]).set_index("g")
    assert table["expected"].to_dict() == {"a": 1, "b": 0} and table["least_p"].tolist() == [1, 1]
    assert not table["testable"].any() and not table["beyond_null"].any() and table["q_all"].isna().all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=7), st.integers(1, 6))
def test_chances_of_two_plans_are_those_of_all_ways_to_deal_out(units: list[tuple[bool, bool]], more: int) -> None:
    waits: dict[str, object] = {f"hagi/{n}": 0 if starts else 1 for n, (starts, _) in enumerate(units)}
    waits |= {f"ube/{n}": n % 2 for n in range(more)}
    members = [f"hagi/{n}" for n, (_, member) in enumerate(units) if member] + ["ube/0"]
    table = compare_starts_by(sequences(waits), measures(waits), label(a=members), ["g"])
    own = {plan: [name for name in waits if name.startswith(plan)] for plan in ("hagi", "ube")}
    sizes = {plan: sum(name.startswith(plan) for name in members) for plan in own}
    counts = [
        sum(waits[name] == 0 for name in (*one, *other))
        for one in combinations(own["hagi"], sizes["hagi"])
        for other in combinations(own["ube"], sizes["ube"])
    ]
    mean, least = Fraction(sum(counts), len(counts)), min
    far = [abs(count - mean) for count in counts]
    extreme = Fraction(sum(one == max(far) for one in far), len(far))
    assert table["expected"].iloc[0] == pytest.approx(float(mean) / len(members))
    assert table["least_p"].iloc[0] == pytest.approx(float(least(extreme, Fraction(1))))


def test_reprints_count_once_and_unknown_measures_not_at_all() -> None:
    waits = one_plan(6, 3)
    known = measures(waits)
    known.loc[known["measure_id"] == "ube/01", ["title", "reprint"]] = ["題ube/00", True]
    group = label(a=[*waits, "ube/99"])
    table = compare_starts_by(sequences(waits), known, group, ["g"])
    assert table[["count", "n"]].values.tolist() == [[2, 5]]


def test_a_measure_that_is_never_implemented_waits() -> None:
    waits = {"ube/0": pd.NA, "ube/1": 0}
    table = compare_starts_by(sequences(waits), measures(waits), label(a=list(waits)), ["g"])
    assert table[["count", "waiting", "waiting_ids"]].values.tolist() == [[1, 1, "ube/0"]]


def test_no_grid_or_no_labels_give_no_rows_with_all_columns() -> None:
    waits = one_plan(LEAST_MEASURES, 2)
    full = compare_starts_by(sequences(waits), measures(waits), label(a=list(waits)), ["g"])
    nothing = sequences(waits).iloc[:0]
    for given_sequences, labels in ((nothing, label(a=list(waits))), (sequences(waits), label())):
        table = compare_starts_by(given_sequences, measures(waits), labels, ["g"])
        assert table.empty and list(table) == list(full) and table["beyond_null"].dtype == "bool"
