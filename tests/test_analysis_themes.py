"""Theme profiles and commitments: counted by hand on small tables, and quiet where labels mean nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from analysis_tables import elements, measures, themes

from kyodo_analysis.analysis.commitment.commitments import CODES, share_commitments
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.statistics.shares import profile_shares, tabulate_kinds
from kyodo_analysis.analysis.theme.themes import (
    COUNTINGS,
    compare_profiles,
    leave_plans_out,
    mark_verdicts,
    profile_themes,
)
from kyodo_analysis.tables import read
from kyodo_analysis.words.commitment import STRENGTH

CODEBOOK = ("places", "funding", "information", "awareness", "staff", "rules", "youth")
FAST = {"resamples": 200, "shuffles": 199}


def profile(**changes: int) -> pd.DataFrame:
    return profile_themes(measures(), themes(), CODEBOOK, **{**FAST, **changes}).set_index(
        ["counting", "plan_id", "theme"]
    )


def test_shares_are_of_all_measures_and_reprints_count_once() -> None:
    table = profile()
    assert table.loc[("any", "ube", "places"), ["count", "n"]].tolist() == [2, 3]
    assert table.loc[("any", "ube", "information"), ["count", "n"]].tolist() == [1, 3]
    assert table.loc[("any", "kudamatsu", "information"), "share"] == 1 / 2
    assert table.loc[("any", "ube", "places"), "overall_share"] == 2 / 8
    assert table.loc[("any", "ube", "places"), "measure_ids"] == "ube/1-1 ube/1-2"


def test_a_second_theme_counts_at_any_rank_only() -> None:
    table = profile()
    assert table.loc[("any", "ube", "rules"), "count"] == 1
    assert table.loc[("main", "ube", "rules"), "count"] == 0


def test_a_theme_that_nobody_has_keeps_its_rows() -> None:
    youth = profile().xs("youth", level="theme")
    assert len(youth) == 3 * len(COUNTINGS) and youth["count"].eq(0).all() and youth["p"].eq(1).all()
    assert youth["shown_upper"].gt(0.3).all(), "a share of nothing has an interval"


def test_intervals_and_nulls_hold_what_they_must() -> None:
    table = profile().reset_index()
    assert (table["wilson_lower"] <= table["share"]).all() and (table["share"] <= table["wilson_upper"]).all()
    assert (table["null_lower"] <= table["null_upper"]).all()
    assert table["p"].between(0, 1).all() and (table["q"] >= table["p"] - 1e-12).all()
    assert table["shown_lower"].tolist() == table["wilson_lower"].tolist()


def test_the_same_seed_gives_the_same_table_and_the_order_of_rows_does_not_matter() -> None:
    first = profile_themes(measures(), themes(), CODEBOOK, **FAST)
    again = profile_themes(measures(), themes().iloc[::-1], CODEBOOK, **FAST)
    pd.testing.assert_frame_equal(first, again)
    other = profile_themes(measures(), themes(), CODEBOOK, **FAST, seed=1)
    assert first["share"].equals(other["share"]) and not first["p"].equals(other["p"])


def test_a_theme_outside_the_codebook_is_refused() -> None:
    with pytest.raises(ValueError, match="theme staff is not in the codebook, which has places"):
        profile_themes(measures(), themes(), ("places", "funding", "information", "awareness", "rules"), **FAST)


def planted(has: np.ndarray, labels: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = [f"{label}/{number}" for number, label in enumerate(labels)]
    table = pd.DataFrame({"measure_id": ids, "plan_id": labels, "title": ids, "reprint": False})
    rows = [(one, rank + 1, f"t{theme}") for one, row in zip(ids, has, strict=True) for rank, theme in enumerate(row)]
    return table, pd.DataFrame(rows, columns=["measure_id", "rank", "theme"])


def test_a_theme_of_one_plan_alone_is_found() -> None:
    labels = np.repeat(["a", "b", "c"], 20)
    has = [[0] if label == "a" else [1] for label in labels]
    table, rows = planted(np.array(has, dtype=object), labels)
    found = profile_themes(table, rows, ["t0", "t1"], **FAST)
    any_rank = found[found["counting"] == "any"].set_index(["plan_id", "theme"])
    assert any_rank.loc[("a", "t0"), "beyond_null"]
    assert compare_profiles(table, rows, ["t0", "t1"], shuffles=199).set_index("plan_id").loc["a", "q"] <= 0.05


def test_a_share_that_rests_on_one_other_plan_falls_when_that_plan_is_left_out() -> None:
    labels = np.repeat(["a", "b", "c"], 20)
    # a and b have the same theme, c alone has another: without c nothing sets a apart.
    table, rows = planted(np.array([[1] if label == "c" else [0] for label in labels], dtype=object), labels)
    left = leave_plans_out(table, rows, ["t0", "t1"], shuffles=999).set_index(["left_out_plan", "plan_id", "theme"])
    assert left.loc[("b", "a", "t0"), ["share", "rest_share", "beyond_null"]].tolist() == [1.0, 0.0, True]
    assert left.loc[("c", "a", "t0"), ["share", "rest_share", "beyond_null"]].tolist() == [1.0, 1.0, False]
    assert len(left) == 3 * 2 * 2


def test_leaving_out_a_plan_leaves_its_measures_out() -> None:
    left = leave_plans_out(measures(), themes(), CODEBOOK, shuffles=99)
    assert (left["left_out_plan"] != left["plan_id"]).all()
    assert [len(split_ids(ids)) for ids in left["measure_ids"]] == left["count"].tolist()
    row = left.set_index(["left_out_plan", "plan_id", "theme"]).loc[("ube", "kudamatsu", "information")]
    assert (row["count"], row["n"], row["share"], row["rest_share"]) == (1, 2, 1 / 2, 0)


@pytest.mark.parametrize("plans", [[], ["ube"], ["ube", "hagi"]])
def test_two_plans_must_stay_when_one_is_left_out(plans: list[str]) -> None:
    left = leave_plans_out(measures().query("plan_id in @plans"), themes(), CODEBOOK, shuffles=9)
    assert left.empty and "beyond_null" in left.columns


def test_verdicts_stand_beside_every_share_of_their_theme() -> None:
    validity = pd.DataFrame({"theme": ["places"], "alpha": [0.9], "n": [5], "verdict": ["charted"]})
    marked = mark_verdicts(profile().reset_index(), validity).set_index("theme")
    assert marked.loc["places", ["alpha", "coded_n", "verdict"]].drop_duplicates().values.tolist() == [
        [0.9, 5, "charted"]
    ]
    assert set(marked.loc["youth", "verdict"]) == {"not_charted"} and marked.loc["youth", "alpha"].isna().all()


def test_shuffled_plan_labels_give_hardly_any_claims() -> None:
    generator = np.random.default_rng(7)
    claims = tests = wholes = 0
    for run in range(60):
        labels = generator.permutation(np.repeat(["a", "b", "c"], 20))
        has = [generator.choice(4, size=generator.integers(1, 3), replace=False) for _ in labels]
        table, rows = planted(has, labels)
        found = profile_themes(table, rows, ["t0", "t1", "t2", "t3"], resamples=20, shuffles=499, seed=run)
        any_rank = found[found["counting"] == "any"]
        claims, tests = claims + int(any_rank["beyond_null"].sum()), tests + len(any_rank)
        wholes += int(
            (compare_profiles(table, rows, ["t0", "t1", "t2", "t3"], shuffles=199, seed=run)["q"] <= 0.05).any()
        )
    assert claims / tests <= 0.05
    assert wholes / 60 <= 0.1


def test_no_measures_give_an_honest_empty_table() -> None:
    found = profile_themes(measures().iloc[:0], themes().iloc[:0], CODEBOOK, **FAST)
    assert found.empty and "share" in found.columns
    assert compare_profiles(measures().iloc[:0], themes().iloc[:0], CODEBOOK, shuffles=9).empty


def test_one_plan_alone_has_nothing_to_differ_from() -> None:
    own = measures()[measures()["plan_id"] == "ube"]
    found = profile_themes(own, themes(), CODEBOOK, **FAST)
    assert found["p"].eq(1).all() and not found["beyond_null"].any()
    assert compare_profiles(own, themes(), CODEBOOK, shuffles=9).empty


def test_commitments_are_shares_of_elements() -> None:
    table = share_commitments(measures(), elements(), **FAST).set_index(["plan_id", "commitment"])
    assert table.loc[("ube", "do"), ["count", "n", "share"]].tolist() == [3, 6, 0.5]
    assert table.loc[("hagi", "consider"), ["count", "n"]].tolist() == [3, 6]
    assert table.groupby("plan_id")["share"].sum().tolist() == pytest.approx([1, 1, 1])
    assert table.loc[("hagi", "do"), "measure_ids"] == ""


def test_commitment_codes_are_those_of_the_words_room() -> None:
    assert set(CODES) == set(STRENGTH)
    with pytest.raises(ValueError, match="commitment promise is not in the codebook"):
        share_commitments(measures(), elements().assign(commitment="promise"), **FAST)


def test_elements_without_a_code_are_left_out() -> None:
    some = elements().assign(commitment=lambda table: table["commitment"].where(table["position"] == 1))
    table = share_commitments(measures(), some, **FAST)
    assert table.drop_duplicates("plan_id")["n"].tolist() == [3, 2, 3]


def test_bullets_of_one_measure_stay_together_in_the_intervals() -> None:
    ids = [f"a/{number}" for number in range(10)]
    sizes = pd.Series(10, index=ids)
    together = pd.DataFrame({"do": [10] * 5 + [0] * 5}, index=ids)
    spread = pd.DataFrame({"do": [5] * 10}, index=ids)
    plan_ids = pd.Series("a", index=ids)
    wide, narrow = (profile_shares(counts, plan_ids, sizes, **FAST).iloc[0] for counts in (together, spread))
    assert wide["share"] == narrow["share"] == 0.5
    assert wide["shown_upper"] - wide["shown_lower"] > 0.5 and narrow["shown_upper"] - narrow["shown_lower"] == 0
    assert wide["wilson_lower"] == narrow["wilson_lower"]


def test_kinds_are_counted_for_every_measure_in_order() -> None:
    table = tabulate_kinds(pd.Series(["b", "b", "z"]), pd.Series(["x", "x", "y"]), pd.Series(["c", "b"]), ["y", "x"])
    assert table.index.tolist() == ["c", "b"] and table.to_numpy().tolist() == [[0, 0], [0, 2]]


def test_profile_of_the_project_rests_on_the_measures_it_names() -> None:
    known, coded = read("measures"), read("measure_themes")
    table = profile_themes(known, coded, sorted(coded["theme"].unique()), **FAST)
    themes_of = coded.groupby("measure_id")["theme"].agg(set)
    for row in table[table["counting"] == "any"].itertuples():
        ids = split_ids(row.measure_ids)
        assert len(ids) == row[table.columns.get_loc("count") + 1]
        assert all(one.startswith(f"{row.plan_id}/") and row.theme in themes_of[one] for one in ids)
