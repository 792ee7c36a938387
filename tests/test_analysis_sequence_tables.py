"""Tables and sentences of courses: numbers by hand, intervals, reprints, plans without a grid, nothing at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from analysis_inputs import analyses_of, project_analyses

from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.sequence_courses import compare_courses, list_courses
from kyodo_analysis.analysis.schedule.sequence_export import export_spells, export_states
from kyodo_analysis.analysis.schedule.sequence_steps import SEQUENCE_STEPS
from kyodo_analysis.analysis.schedule.sequence_tables import (
    average_years,
    describe_sequences,
    rate_transitions,
    spread_by_year,
)
from kyodo_analysis.analysis.schedule.sequence_texts import state_running_years, state_turbulence, state_types
from kyodo_analysis.analysis.schedule.sequences import PlanSequences

NAMES = {"i": "implement", "c": "continue", "s": "consider", "n": "none"}


def plan(*rows: str, plan_id: str = "p") -> PlanSequences:
    """Measures p/1, p/2 … from 2013 on, one letter per year."""
    codes = np.array([[STATES.index(NAMES[letter]) for letter in row] for row in rows], dtype=np.intp)
    ids = tuple(f"{plan_id}/{number}" for number in range(1, len(rows) + 1))
    return PlanSequences(plan_id, ids, tuple(range(2013, 2013 + codes.shape[1])), codes)


FOUR = plan("icc", "icc", "sic", "sss")


def test_each_measure_is_described() -> None:
    table = describe_sequences([FOUR]).set_index("measure_id")
    assert table["successive_states"].tolist() == ["implement continue"] * 2 + [
        "consider implement continue",
        "consider",
    ]
    assert table["spells"].tolist() == [2, 2, 3, 1]
    assert table["changes"].tolist() == [1, 1, 2, 0]
    assert table["subsequences"].tolist() == [4, 4, 8, 2]
    # Durations 1 and 2: variance 1/4, at most (2 - 1)(1 - 3/2)² = 1/4.
    assert table["turbulence"].tolist() == [2, 2, 3, 1]
    assert table["entropy"].tolist() == pytest.approx(
        [(np.log(3) - 2 / 3 * np.log(2)) / np.log(7)] * 2 + [np.log(3) / np.log(7), 0]
    )
    assert table["years_to_implement"].tolist() == [0, 0, 1, pd.NA]
    assert set(table["n"]) == {4}


def test_mean_years_add_up_to_the_year_columns() -> None:
    table = average_years([FOUR], resamples=200).set_index("state")
    assert table["years"].to_dict() == {"consider": 4 / 4, "implement": 3 / 4, "continue": 5 / 4}
    assert table["years"].sum() == 3
    assert table["count"].tolist() == [2, 3, 3]
    assert table.loc["consider", "measure_ids"] == "p/3 p/4"
    assert (table["lower"] < table["years"]).all() and (table["years"] < table["upper"]).all()


def test_entropy_of_years_and_their_commonest_state() -> None:
    table = spread_by_year([FOUR], resamples=200)
    assert table["entropy"].tolist() == pytest.approx(
        [np.log(2) / np.log(7), 3 / 2 * np.log(2) / np.log(7), (2 * np.log(2) - 3 / 4 * np.log(3)) / np.log(7)]
    )
    assert table["states"].tolist() == [2, 3, 2]
    # Of two states with two measures each the earlier one.
    assert table[["state", "count", "measure_ids"]].to_numpy().tolist() == [
        ["consider", 2, "p/3 p/4"],
        ["continue", 2, "p/1 p/2"],
        ["continue", 3, "p/1 p/2 p/3"],
    ]
    assert ((table["lower"] <= table["entropy"]) & (table["entropy"] <= table["upper"])).all()


def test_one_measure_has_no_interval() -> None:
    for table in (average_years([plan("sic")]), spread_by_year([plan("sic")])):
        assert table[["lower", "upper"]].isna().all(axis=None)


def test_transitions_of_all_years_and_of_each() -> None:
    table = rate_transitions([FOUR])
    both = table[table["fiscal_year"].isna()]
    assert both[["from_state", "to_state", "count"]].to_numpy().tolist() == [
        ["consider", "consider", 2],
        ["consider", "implement", 1],
        ["implement", "continue", 3],
        ["continue", "continue", 2],
    ]
    assert both[["n", "share", "measures", "measure_ids"]].iloc[0].tolist() == [
        3,
        2 / 3,
        1,
        "p/4",
    ]
    year = table[table["fiscal_year"] == 2014]
    assert year[["from_state", "to_state", "count", "n"]].to_numpy().tolist() == [
        ["consider", "consider", 1, 1],
        ["implement", "continue", 1, 1],
        ["continue", "continue", 2, 2],
    ]
    assert table.groupby("fiscal_year", dropna=False)["count"].sum().tolist() == [4, 4, 8]
    assert ((table["lower"] <= table["share"]) & (table["share"] <= table["upper"])).all()


def test_different_courses_are_listed_with_the_reason_why_they_form_no_types() -> None:
    table = list_courses([FOUR])
    assert table["sequence"].tolist() == [
        "implement continue continue",
        "consider consider consider",
        "consider implement continue",
    ]
    assert table[["count", "n", "courses"]].to_numpy().tolist() == [[2, 4, 3], [1, 4, 3], [1, 4, 3]]
    assert set(table["verdict"]) == {"too few courses"}
    assert table[["type", "types", "silhouette", "stability"]].isna().all(axis=None)


def test_types_are_given_to_the_courses() -> None:
    table = list_courses([plan(*["icccccc"] * 6, *["siicccc"] * 5, *["sssssss"] * 4, *["ssssssn"] * 3)])
    assert table["type"].tolist() == [1, 1, 2, 2]
    assert set(table["verdict"]) == {"types"} and set(table["types"]) == {2}


def test_pairs_of_courses_with_their_distances() -> None:
    table = compare_courses([FOUR])
    chosen = table["sequence"].eq("implement continue continue") & table["other_sequence"].str.startswith("consider i")
    pair = table[chosen].iloc[0]
    assert pair[["count", "other_count", "optimal_matching", "hamming"]].tolist() == [2, 1, 2, 2]
    # consider → implement 1/3, implement → continue 1: substitutions cost 5/3, 1; the shift costs two indels of 1.
    assert pair["optimal_matching_by_rates"] == pytest.approx(2)
    # In 2013 implement for consider at 4 - 2 · 1/2, in 2014 continue for implement at 4 - 1 - 1.
    assert pair["dynamic_hamming"] == pytest.approx(3 + 2)
    assert pair["measure_ids"] == "p/1 p/2 p/3"
    assert len(table) == 3


def test_only_the_commonest_courses_are_compared() -> None:
    table = compare_courses([FOUR], most=2)
    assert table[["sequence", "other_sequence"]].to_numpy().tolist() == [
        ["implement continue continue", "consider consider consider"]
    ]


def test_the_export_gives_reprints_no_weight() -> None:
    counted = pd.DataFrame({"measure_id": ["p/1", "p/3", "p/4"]})
    sts, sps = export_states([FOUR], counted), export_spells([FOUR], counted)
    assert sts["weight"].tolist() == sps["weight"].tolist() == [1, 0, 1, 1]
    assert sts["sts"].tolist()[2:] == ["consider-implement-continue", "consider-consider-consider"]
    assert sps["sps"].tolist()[2:] == ["(consider,1)-(implement,1)-(continue,1)", "(consider,3)"]
    assert sts[["first_year", "last_year", "positions"]].drop_duplicates().to_numpy().tolist() == [[2013, 2015, 3]]
    assert set(sts["alphabet"]) == {" ".join(STATES)}


@pytest.mark.parametrize(
    "make", [describe_sequences, average_years, spread_by_year, rate_transitions, list_courses, compare_courses]
)
def test_no_plans_give_no_rows_but_all_columns(make: object) -> None:
    assert callable(make)
    table = make([])
    assert len(table) == 0
    assert list(table) == list(make([FOUR]))


def test_two_plans_are_kept_apart() -> None:
    other = replace(plan("ic", plan_id="q"), years=(2020, 2021))
    assert average_years([FOUR, other]).groupby("plan_id")["years"].sum().to_dict() == {"p": 3, "q": 2}
    assert rate_transitions([other])["fiscal_year"].tolist() == [pd.NA, 2020]
    assert len(compare_courses([other])) == 0


@pytest.mark.parametrize("name", [name for name in SEQUENCE_STEPS if not name.startswith(("sequences", "sequence-d"))])
def test_plans_without_a_grid_stay_visible(name: str) -> None:
    table = analyses_of("small")[name]
    assert set(table["plan_id"]) == {"ube", "hagi", "kudamatsu"}
    assert table.loc[table["plan_id"] == "kudamatsu", "grid"].tolist() == ["unreadable"]


def test_reprints_count_once_and_are_exported_without_weight() -> None:
    analyses = project_analyses()
    counted = set(analyses.materials.counted["measure_id"])
    described = analyses["sequence-measures"]
    assert set(described["measure_id"].dropna()) <= counted
    exported = analyses["sequences-sts"].set_index("measure_id")["weight"]
    assert exported.to_dict() == {measure_id: int(measure_id in counted) for measure_id in exported.index}


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(plan_en="Plan", plan_ja="計画")


def test_sentences() -> None:
    assert state_types(labelled(list_courses([FOUR]))) == (
        "Plan has 3 different courses of 4 measures, 2 of a single measure: fewer than four courses need no types"
    )
    assert state_types(labelled(list_courses([FOUR])), "ja") == (
        "計画の4施策の経過は3種類（1施策だけのものは2種類）、4種類に満たず類型化しない"
    )
    described, years = labelled(describe_sequences([FOUR])), labelled(average_years([FOUR]))
    assert state_turbulence(described) == (
        "1 of 4 measures of Plan change state more than once (turbulence: median 2.0, highest 3.0)"
    )
    assert state_turbulence(described, "ja") == (
        "計画で状態が2回以上変わるのは4施策中1施策（タービュランスの中央値2.0、最大3.0）"
    )
    assert state_running_years(years) == (
        "A measure of Plan is listed as implemented or continued in 2.0 of 3 years on average"
    )
    assert state_running_years(years, "ja") == "計画の施策は3年のうち平均2.0年で実施・継続"


@pytest.mark.parametrize(
    ("verdict", "english", "japanese"),
    [
        ("types", "2 types", "2類型に分かれる"),
        (
            "unclear types",
            "no clear types (silhouette 0.61 with each course once, more than 0.70 needed)",
            "明確な類型に分かれない（経過ごとのシルエット0.61、基準0.70超）",
        ),
        (
            "unstable types",
            "no types, since 2 groups are not stable (agreement 0.52, 0.80 needed)",
            "2群に分けても安定しないため類型とはしない（一致度0.52、基準0.80）",
        ),
    ],
)
def test_verdicts_in_words(verdict: str, english: str, japanese: str) -> None:
    table = labelled(list_courses([FOUR])).assign(verdict=verdict, types=2, silhouette=0.61, stability=0.52)
    assert state_types(table).endswith(f": {english}")
    assert state_types(table, "ja").endswith(f"、{japanese}")


@pytest.mark.parametrize(
    ("state", "table"),
    [
        (state_types, list_courses([])),
        (state_turbulence, describe_sequences([])),
        (state_running_years, average_years([])),
    ],
)
def test_without_grids_the_sentences_say_so(state: object, table: pd.DataFrame) -> None:
    assert callable(state)
    assert state(labelled(table)) == "No plan has year columns that can be read"
    assert state(labelled(table), "ja") == "年次計画を読める計画がない"
