"""What comes back in a grid, and whether the words that say how often agree."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import frame
from test_analysis_durations import states_of

from kyodo_analysis.analysis.schedule.cycles import VERDICTS, compare_cycles, find_recurrences
from kyodo_analysis.analysis.schedule.schedules import list_states
from kyodo_analysis.tables import read


@pytest.mark.parametrize(
    ("course", "period", "occurrences", "recurring"),
    [
        ("cinci", 3, 2, "consider implement"),
        ("inini", 2, 3, "implement"),
        ("ioxio", 3, 2, "implement"),
        ("ppcpp", 3, 2, "partly"),
        ("iniin", 2, 2, "implement"),
        ("ininni", None, 3, "implement"),
        ("cicni", None, 2, "consider implement"),
    ],
)
def test_the_period_is_the_distance_of_the_beginnings_where_it_is_one(
    course: str, period: int | None, occurrences: int, recurring: str
) -> None:
    (row,) = find_recurrences(states_of(one=course)).to_dict("records")
    assert (None if pd.isna(row["period"]) else row["period"]) == period
    assert (row["occurrences"], row["recurring"]) == (occurrences, recurring)


@pytest.mark.parametrize("course", ["ioooo", "cioio", "cpioo", "nnioo", "ioonn", "iiiii", "ppppi"])
def test_what_goes_on_or_stands_once_does_not_recur(course: str) -> None:
    """An arrow and a new 実施 behind an arrow prolong what runs: continue and implement are one state here."""
    assert find_recurrences(states_of(one=course)).empty


WORDS = [
    ("agree", "３年に１回"),
    ("differ", "隔年で"),
    ("yearly", "毎年度"),
    ("gap", "毎年度"),
    ("hidden", "３年に１回"),
    ("vague", "定期的に"),
    ("elsewhere", "年に２回"),
]


def compared() -> pd.DataFrame:
    courses = {"agree": "cinci", "differ": "cinci", "yearly": "ioooo", "gap": "noooo", "hidden": "ioooo"}
    states = states_of(**courses, vague="ioooo", alone="inini", plain="ioooo")
    names = [*courses, "vague", "alone", "plain", "elsewhere"]
    measures = frame(
        "measures", [{"measure_id": f"ube/{name}", "plan_id": "ube", "title": f"題{name}"} for name in names]
    )
    timing = frame(
        "measure_timing",
        [{"measure_id": f"ube/{name}", "position": 1, "printed": words, "kind": "recurrent"} for name, words in WORDS]
        + [{"measure_id": "ube/plain", "position": 1, "printed": "随時", "kind": "as_needed"}],
    )
    return compare_cycles(frame("plans", [{"plan_id": "hagi"}, {"plan_id": "ube"}]), measures, timing, states)


def test_words_and_grid_stand_side_by_side_with_a_verdict() -> None:
    table = compared().dropna(subset=["measure_id"]).set_index("measure_id")
    assert table["verdict"].to_dict() == {
        "ube/agree": "agree",
        "ube/differ": "differ",
        "ube/yearly": "every year",
        "ube/gap": "not in the grid",
        "ube/hidden": "not in the grid",
        "ube/vague": "no period named",
        "ube/alone": "grid only",
        "ube/elsewhere": "no grid",
    }
    assert set(table["verdict"]) == set(VERDICTS)
    assert table.loc["ube/agree", ["words_period", "grid_period", "title"]].tolist() == [3, 3, "題agree"]
    assert table.loc["ube/elsewhere", "words_period"] == 1 / 2


def test_a_plan_with_neither_stays_as_an_empty_row() -> None:
    row = compared().iloc[0]
    assert row["plan_id"] == "hagi" and row["measure_ids"] == "" and row[["printed", "verdict"]].isna().all()


def test_the_survey_of_every_third_year_is_found_in_grid_and_words() -> None:
    measures = read("measures")
    states = list_states(measures, read("measure_schedule"))
    table = compare_cycles(read("plans"), measures, read("measure_timing"), states)
    survey = table[table["measure_id"] == "yamaguchi-1/Ⅱ-(4)-②"]
    columns = ["printed", "words_period", "sequence", "recurring", "occurrences", "grid_period", "verdict"]
    assert survey[columns].values.tolist() == [
        ["３年に１回", 3, "consider implement none consider implement", "consider implement", 2, 3, "agree"]
    ]
    assert set(table["plan_id"]) == set(read("plans")["plan_id"])
