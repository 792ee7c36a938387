"""Whole programs dealt to the plans: shares and distances by hand, and what repeats itself is no evidence."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from analysis_tables import frame

from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.theme.program_nulls import (
    compare_profiles_by_program,
    mark_by_program,
    number_programs,
    shuffle_programs,
)
from kyodo_analysis.analysis.theme.themes import compare_profiles, profile_themes

# Two plans of two programs each; all four measures of program A have the theme "people", and no other measure has.
PROGRAMS = {"p": {"A": 4, "B": 2}, "q": {"C": 3, "D": 3}}


def measures() -> pd.DataFrame:
    rows = []
    for plan_id, programs in PROGRAMS.items():
        for program, number in programs.items():
            for place in range(1, number + 1):
                measure_id = f"{plan_id}/{program}-{place}"
                rows.append({"measure_id": measure_id, "plan_id": plan_id, "policy": "I", "program": program})
                rows[-1] |= {"number": f"{program}-{place}", "title": measure_id}
    return frame("measures", rows)


def themes(program: str = "A") -> pd.DataFrame:
    ids = [one for one in measures()["measure_id"] if one.split("/")[1].startswith(program)]
    return frame("measure_themes", [{"measure_id": one, "rank": 1, "theme": "people"} for one in ids])


def test_shares_and_programs_are_counted() -> None:
    table = shuffle_programs(measures(), themes(), ["people", "rules"], shuffles=99).set_index(["plan_id", "theme"])
    own = table.loc[("p", "people")]
    assert own[["count", "n", "programs_with", "programs"]].tolist() == [4, 6, 1, 2]
    assert own["share"] == pytest.approx(4 / 6)
    assert split_ids(own["measure_ids"]) == ["p/A-1", "p/A-2", "p/A-3", "p/A-4"]
    assert table.loc[("q", "rules"), ["count", "programs_with", "measure_ids"]].tolist() == [0, 0, ""]


def test_p_is_the_share_of_all_ways_to_deal_four_programs() -> None:
    sizes = np.array([4, 2, 3, 3])
    ways = {tuple(sorted(way[:2])) for way in permutations(range(4))}
    # Program A is in the plan or not: its share is 4 by the measures of A and its fellow, else 0.
    shares = np.array([4 / sizes[list(way)].sum() if 0 in way else 0.0 for way in ways])
    exact = np.mean(np.abs(shares - shares.mean()) >= abs(4 / 6 - shares.mean()) - 1e-9)
    table = shuffle_programs(measures(), themes(), ["people"], shuffles=4000)
    assert table["p"].iloc[0] == pytest.approx(exact, abs=0.04)


def test_what_one_program_repeats_is_beyond_chance_only_while_measures_are_shuffled() -> None:
    rows = [
        {"measure_id": f"{plan_id}/{number}", "plan_id": plan_id, "policy": "I", "program": str(number // 8)}
        | {"number": str(number), "title": f"{plan_id}/{number}"}
        for plan_id in ("p", "q", "r")
        for number in range(24)
    ]
    table = frame("measures", rows)
    given = frame("measure_themes", [{"measure_id": f"p/{n}", "rank": 1, "theme": "people"} for n in range(8)])
    single = profile_themes(table, given, ["people"], resamples=20, shuffles=999).query("counting == 'any'")
    assert single.set_index("plan_id").loc["p", "beyond_null"]
    assert not shuffle_programs(table, given, ["people"], shuffles=999)["beyond_null"].any()
    whole = compare_profiles_by_program(table, given, ["people"], shuffles=999)
    assert compare_profiles(table, given, ["people"], shuffles=999)["beyond_null"].any()
    assert not whole["beyond_null"].any() and whole["programs"].tolist() == [3, 3, 3]


def test_the_distance_is_that_of_the_measures() -> None:
    whole = compare_profiles_by_program(measures(), themes(), ["people"], shuffles=99)
    assert whole["distance"].tolist() == pytest.approx([(4 / 6 - 0) / 2] * 2)
    assert (
        whole["distance"].tolist()
        == compare_profiles(measures(), themes(), ["people"], shuffles=9)["distance"].tolist()
    )


def test_measures_without_a_heading_stand_alone_and_those_of_a_policy_together() -> None:
    table = measures()
    assert number_programs(table).max() + 1 == 4
    assert number_programs(table.assign(program=pd.NA)).nunique() == 2
    alone = table.assign(program=pd.NA, policy=pd.NA)
    assert number_programs(alone).tolist() == list(range(12))
    with_each = shuffle_programs(alone, themes(), ["people"], shuffles=199)
    assert with_each["programs"].tolist() == [6, 6] and with_each["programs_with"].tolist() == [4, 0]


def test_little_or_nothing_gives_no_row_and_no_claim() -> None:
    one = measures().query("plan_id == 'p'")
    for table, codes in ((measures().iloc[:0], ["people"]), (one, ["people"]), (measures(), [])):
        assert shuffle_programs(table, themes().iloc[:0], codes, shuffles=9).empty
    assert compare_profiles_by_program(one, themes(), ["people"], shuffles=9).empty
    assert compare_profiles_by_program(measures(), themes(), [], shuffles=9).empty
    nobody = shuffle_programs(measures(), themes().iloc[:0], ["people"], shuffles=99)
    assert nobody["share"].tolist() == [0.0, 0.0] and not nobody["beyond_null"].any()


def test_marks_keep_rows_and_say_nothing_of_what_was_not_tested() -> None:
    by_program = shuffle_programs(measures(), themes(), ["people"], shuffles=99)
    table = pd.DataFrame({"plan_id": ["q", "p", "p"], "theme": ["people", "rules", "people"], "share": [0, 1, 2]})
    marked = mark_by_program(table, by_program.assign(beyond_null=[True, False]))
    assert marked["share"].tolist() == [0, 1, 2] and marked["beyond_by_program"].tolist() == [False, False, True]
    assert marked["q_by_program"].isna().tolist() == [False, True, False]
    empty = mark_by_program(table, shuffle_programs(one_plan(), themes(), ["people"], shuffles=9))
    assert empty["q_upper_by_program"].isna().all() and not empty["beyond_by_program"].any()


def one_plan() -> pd.DataFrame:
    return measures().query("plan_id == 'p'")
