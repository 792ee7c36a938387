"""Correspondence analysis: published numbers, SVD by hand, resampled and shuffled measures, tables with nothing in."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from scipy.stats import chi2, chi2_contingency

from kyodo_analysis.analysis.statistics.resampling import resample_within
from kyodo_analysis.analysis.structure.correspondence import (
    contribute,
    decompose_counts,
    fit_ellipse,
    resample_places,
    shuffle_inertias,
)
from kyodo_analysis.analysis.structure.word_map_texts import state_map, warn_map
from kyodo_analysis.analysis.structure.word_maps import map_themes, map_words

# Greenacre, M. (1984), Theory and applications of correspondence analysis, and the R package ca: data smoke. Rows:
# senior and junior managers, senior and junior employees, secretaries; columns: none, light, medium, heavy.
SMOKE = [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]]
SMOKE_ROWS = [[-0.0658, -0.1937], [0.2590, -0.2433], [-0.3806, -0.0107], [0.2330, 0.0577], [-0.2011, 0.0789]]
SMOKE_COLUMNS = [[-0.3933, -0.0305], [0.0995, 0.1411], [0.1963, 0.0074], [0.2938, -0.1978]]


def test_smoking_data_of_greenacre() -> None:
    found = decompose_counts(SMOKE)
    assert found.inertias == pytest.approx([0.0748, 0.0100, 0.0004], abs=5e-5)
    assert found.inertias.sum() == pytest.approx(0.0852, abs=5e-5)
    # The signs of axes are free: the published ones are turned to ours.
    turn = np.sign(found.rows[:, :2] * SMOKE_ROWS)[2]
    assert found.rows[:, :2] == pytest.approx(np.array(SMOKE_ROWS) * turn, abs=1e-4)
    assert found.columns[:, :2] == pytest.approx(np.array(SMOKE_COLUMNS) * turn, abs=1e-4)


def test_total_inertia_is_chi_square_by_n() -> None:
    found = decompose_counts(SMOKE)
    assert found.inertias.sum() == pytest.approx(chi2_contingency(SMOKE).statistic / np.sum(SMOKE))


def test_contributions_of_the_smoking_data() -> None:
    found = decompose_counts(SMOKE)
    contributions, cosines = contribute(found.row_masses, found.rows, found.inertias)
    # summary(ca(smoke)) prints them in thousandths: senior employees make 512 of axis 1, which shows 999 of them.
    assert (1000 * contributions[2, 0], 1000 * cosines[2, 0]) == pytest.approx((512, 999), abs=0.5)
    assert contributions.sum(axis=0) == pytest.approx(1) and cosines.sum(axis=1) == pytest.approx(1)


COUNTS = arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 6)), elements=st.integers(0, 9))


@given(COUNTS)
def test_a_row_profile_times_standard_coordinates_is_the_row(table: np.ndarray) -> None:
    found = decompose_counts(table)
    own = table.sum(axis=1) > 0
    profiles = table[own] / table[own].sum(axis=1, keepdims=True)
    assert found.rows[own] == pytest.approx(profiles @ np.nan_to_num(found.standard), abs=1e-6)
    assert np.isnan(found.rows[~own]).all()


@given(COUNTS)
def test_distances_between_rows_are_chi_square_distances(table: np.ndarray) -> None:
    table = table + 1
    found = decompose_counts(table)
    difference = table[0] / table[0].sum() - table[1] / table[1].sum()
    assert ((found.rows[0] - found.rows[1]) ** 2).sum() == pytest.approx(
        (difference**2 / found.column_masses).sum(), abs=1e-9
    )


def test_the_sign_of_an_axis_does_not_depend_on_the_order_of_columns() -> None:
    turned = decompose_counts(np.array(SMOKE)[:, ::-1])
    assert turned.rows == pytest.approx(decompose_counts(SMOKE).rows, abs=1e-9)


@pytest.mark.parametrize("table", [np.zeros((0, 3)), np.zeros((3, 2)), [[1, 2, 3]], [[1], [2]], [[0, 0], [1, 2]]])
def test_tables_without_two_rows_and_two_columns_have_no_axes(table: object) -> None:
    assert decompose_counts(table).inertias.size == 0  # type: ignore[arg-type]


def test_equal_profiles_have_no_inertia_and_stand_in_the_middle() -> None:
    found = decompose_counts([[1, 2], [2, 4]])
    assert found.inertias.tolist() == [0.0] and not found.rows.any() and not found.columns.any()


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        decompose_counts([[1, -1], [1, 1]])


def test_an_ellipse_holds_95_percent_of_normal_points() -> None:
    draws = np.random.default_rng(1).multivariate_normal([1, 2], [[4, 1], [1, 1]], 40_000)
    found = fit_ellipse(draws)
    values = np.linalg.eigvalsh([[4, 1], [1, 1]])
    assert (found.centre_x, found.centre_y) == pytest.approx((1, 2), abs=0.05)
    assert (found.half_short, found.half_long) == pytest.approx(np.sqrt(values * chi2.ppf(0.95, 2)), rel=0.02)
    turn = np.radians(found.angle)
    along = (draws - [1, 2]) @ [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    inside = ((along / [found.half_long, found.half_short]) ** 2).sum(axis=1) <= 1
    assert inside.mean() == pytest.approx(0.95, abs=0.01)


def test_a_plan_with_one_measure_has_an_ellipse_without_extent() -> None:
    found = decompose_counts([[3, 1], [1, 3]])
    drawn = resample_places(sparse.csr_array([[3.0, 1.0], [1.0, 3.0]]), ["a", "b"], found.standard, resamples=5)
    assert drawn["a"] == pytest.approx(np.repeat(found.rows[[0]], 5, axis=0))


def test_samples_without_a_count_are_left_out() -> None:
    counts = sparse.csr_array([[2.0, 1.0], [0.0, 0.0], [1.0, 2.0]])
    drawn = resample_places(counts, ["a", "a", "b"], decompose_counts([[2, 1], [1, 2]]).standard, resamples=200)
    assert 0 < len(drawn["a"]) < 200 and np.isfinite(drawn["a"]).all() and len(drawn["b"]) == 200


def test_the_size_of_blocks_changes_no_resample() -> None:
    whole = np.concatenate(list(resample_within(["a", "b", "b"], 7, seed=3)))
    pieces = np.concatenate(list(resample_within(["a", "b", "b"], 7, seed=3, cells=6)))
    assert whole.tolist() == pieces.tolist() and set(whole[:, 1:].sum(axis=1)) == {2.0}


def test_shuffled_inertias_add_up_and_are_those_of_the_shuffled_table() -> None:
    counts = np.random.default_rng(2).integers(0, 4, (8, 5)).astype(float)
    groups = ["a"] * 3 + ["b"] * 5
    ((axes, rows),) = shuffle_inertias(sparse.csr_array(counts), groups, shuffles=300, seed=1)
    assert axes.sum(axis=1) == pytest.approx(rows.sum(axis=1))
    possible = {
        round(
            decompose_counts([counts[list(own)].sum(axis=0), np.delete(counts, own, axis=0).sum(axis=0)]).inertias[0], 9
        )
        for own in combinations(range(8), 3)
    }
    assert {round(value, 9) for value in axes[:, 0]} <= possible


def corpus(texts: dict[str, list[str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Words as `select_words` gives them, and the measures that count."""
    rows = [(one.split("/")[0], one, word, False) for one, words in texts.items() for word in words]
    words = pd.DataFrame(rows, columns=["plan_id", "measure_id", "word", "administrative"])
    measures = pd.DataFrame({"measure_id": list(texts), "plan_id": [one.split("/")[0] for one in texts]})
    return words, measures.astype("str")


TEXTS = {
    **{f"ube/{number}": ["地域", "福祉", "福祉", "支援"] for number in range(8)},
    **{f"hagi/{number}": ["地域", "講座", "支援", "広報"] for number in range(8)},
    **{f"iki/{number}": ["地域", "広報", "支援", "市民"] for number in range(8)},
}


def test_a_map_places_words_towards_the_plans_that_have_them() -> None:
    table = map_words(*corpus(TEXTS), resamples=50, shuffles=199)
    points = table.set_index("name")
    assert points.loc["福祉", ["count", "measures"]].tolist() == [16, 8]
    assert np.sign(points.loc["福祉", "x"]) == np.sign(points.loc["ube", "x"]) != np.sign(points.loc["hagi", "x"])
    assert points.loc["福祉", "measure_ids"] == points.loc["ube", "measure_ids"]
    assert table.loc[table["kind"] == "axis", "share"].sum() == pytest.approx(1)
    assert table.loc[table["kind"] == "plan", "share"].sum() == pytest.approx(1)
    assert table.loc[table["kind"] == "word", "share"].sum() == pytest.approx(1)
    assert points.loc["total", "beyond_null"] and (table["measure_ids"] != "").all()


def test_two_axes_that_show_everything_by_construction_are_said_to() -> None:
    table = map_words(*corpus(TEXTS), resamples=20, shuffles=99)
    assert table.set_index("name").loc["total", "warning"] == "all" and "100 %" in warn_map(table)


def test_with_shuffled_words_plans_do_not_differ() -> None:
    generator = np.random.default_rng(5)
    vocabulary = ["地域", "福祉", "支援", "講座", "広報", "市民", "情報"]
    texts = {f"{plan}/{one}": generator.choice(vocabulary, 5).tolist() for plan in "abcde" for one in range(12)}
    table = map_words(*corpus(texts), resamples=20, shuffles=499)
    assert not table["beyond_null"].any()
    assert table.set_index("name").loc["total", "warning"] == "half"
    labelled = table.assign(plan_en=table["plan_id"], plan_ja=table["plan_id"])
    assert "do not differ beyond chance" in state_map(labelled)
    assert "at least 50%" in warn_map(table) and "50%以上" in warn_map(table, "ja")


def test_one_plan_no_words_and_rare_words_give_an_empty_map() -> None:
    only = {one: words for one, words in TEXTS.items() if one.startswith("ube")}
    for texts in (only, {}, {"ube/1": ["地域"], "hagi/1": ["福祉"]}):
        assert map_words(*corpus(texts), resamples=5, shuffles=9).empty


def test_a_plan_without_any_of_the_words_stays_without_a_place() -> None:
    words, counted = corpus(TEXTS)
    more = pd.concat([counted, pd.DataFrame({"measure_id": ["abu/1"], "plan_id": ["abu"]})], ignore_index=True)
    row = map_words(words, more, resamples=20, shuffles=99).set_index("name").loc["abu"]
    assert row["count"] == 0 and row["n"] == 1 and row["measure_ids"] == "" and np.isnan(row["x"])


def test_two_plans_lie_on_one_line() -> None:
    words, counted = corpus({one: words for one, words in TEXTS.items() if not one.startswith("iki")})
    table = map_words(words, counted, resamples=20, shuffles=99)
    points = table[table["kind"].isin(["plan", "word"])]
    assert (points["y"] == 0).all() and points["x"].notna().all() and (table["kind"] == "axis").sum() == 1
    assert "only 1 axis" in warn_map(table)


def test_themes_count_once_per_measure_and_one_that_occurs_nowhere_keeps_its_row() -> None:
    measures = pd.DataFrame(
        {
            "measure_id": ["ube/1", "ube/2", "hagi/1"],
            "plan_id": ["ube", "ube", "hagi"],
            "title": ["い", "ろ", "は"],
            "reprint": False,
        }
    )
    themes = pd.DataFrame({"measure_id": ["ube/1", "ube/1", "ube/2", "hagi/1"], "theme": ["a", "b", "a", "b"]})
    codebook = pd.DataFrame({"code": ["a", "b", "c"], "en": ["A", "B", "C"], "ja": ["ア", "イ", "ウ"]})
    table = map_themes(measures, themes, codebook, resamples=10, shuffles=19).set_index("name")
    assert table.loc[["a", "b", "c"], "count"].tolist() == [2, 2, 0]
    assert np.isnan(table.loc["c", "x"]) and table.loc["c", "measure_ids"] == "" and table.loc["a", "name_ja"] == "ア"
    # ube has a:2 b:1, hagi b:1: chi-square of [[2, 1], [0, 1]] by 4 is 1/3.
    assert table.loc["total", "inertia"] == pytest.approx(1 / 3)
