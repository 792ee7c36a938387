"""The sections on trust: agreement with readers, errors carried on, and a second opinion to read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_materials import materials
from test_analysis_theme_study import rows_of

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.coding import coding_study
from kyodo_analysis.analysis.steps import STEPS, analyse_tables
from kyodo_analysis.tables.loading import read_all

# What readers might have given to one measure of ube and one of hagi: the first as the rules did, the second not.
CODES = [
    {"document": "ube", "id": "1-1", "themes": ["places"], "commitment": [["do"], ["promote"]]},
    {"document": "hagi", "id": "1", "themes": ["rules"], "commitment": [["do"], ["promote"]]},
]


@pytest.fixture(scope="module")
def small() -> Analyses:
    return Analyses(replace(materials(), codes=CODES), STEPS)


@pytest.fixture(scope="module")
def real() -> Analyses:
    return analyse_tables(read_all())


def test_known_and_left_out_agreement_stand_side_by_side(small: Analyses) -> None:
    section = coding_study.tabulate_validity(small)
    rows = {row[0].split(" ")[-1]: row for row in rows_of(section)}
    places, rules = rows["拠点・活動の場"], rows["制度・条例・ルール"]
    assert places[1] == rules[1] == "1" and places[7] == "1.00" and rules[7] == "0.00"
    assert places[9] in {"tentative", "not charted"} and rules[9] == "not charted"
    assert rows["together"][1] == "2" and rows["together"][9] == "–"
    assert "Charted from α 0.800; tentative from 0.667" in section


def test_themes_that_nobody_coded_have_no_numbers(small: Analyses) -> None:
    rows = {row[0].split(" ")[-1]: row for row in rows_of(coding_study.tabulate_validity(small))}
    assert rows["資金・財政支援"][1:] == ["0", *["–"] * 7, "not charted"]


def test_errors_are_told_plan_by_plan(small: Analyses) -> None:
    section = coding_study.tabulate_errors(small)
    rows = rows_of(section)
    assert [row[:3] for row in rows] == [["Ube (FY2013–15)", "1", "1.00"], ["Hagi (draft)", "1", "0.00"]]
    assert "in 1 of 2 measures (50%) of known plans" in section


def test_without_readers_the_sections_say_so() -> None:
    none = Analyses(materials(), STEPS)
    assert "No measure was coded by readers" in coding_study.tabulate_validity(none)
    assert "nobody coded one" in coding_study.tabulate_errors(none)
    assert coding_study.list_disagreements(none) == "Model and rules nowhere disagree."


def test_what_no_reader_decided_is_listed_first(real: Analyses) -> None:
    table = real["theme-disagreements"]
    unread = int(table["readers"].isna().sum())
    rows = rows_of(coding_study.list_disagreements(real, rows=unread + 2))
    assert [row[5] for row in rows[:unread]] == ["–"] * unread
    assert all(row[5] in {"yes", "no"} for row in rows[unread:])
    assert all({row[3], row[4]} == {"yes", "no"} for row in rows)
    assert rows[0][0] == table.loc[table["readers"].isna(), "measure_id"].iloc[0]


def test_the_verdicts_shown_are_those_of_left_out_plans(real: Analyses) -> None:
    scores = real["theme-validity"]
    themes = scores[(scores["sample"] == "left_out") & scores["verdict"].ne("")].reset_index(drop=True)
    rows = rows_of(coding_study.tabulate_validity(real))[: len(themes)]
    assert [row[9] for row in rows] == themes["verdict"].str.replace("_", " ").tolist()
    assert [row[5] for row in rows] == [f"{alpha:.3f}" for alpha in themes["alpha"]]


def test_the_part_of_the_plans_that_readers_coded_is_told(small: Analyses, real: Analyses) -> None:
    said = coding_study.tabulate_validity(small)
    assert "they are the first of each plan's measures in print (1 of 3 in Hagi (draft), 1 of 4 in Ube" in said
    none = Analyses(materials(), STEPS)
    assert coding_study.state_sample(none["hand-sample"]) == "Readers coded no measure of these plans"
    table = real["hand-sample"]
    assert table["coded"].sum() == len(real.materials.codes)
    assert all(f"{row.coded} of {row.measures} in" in coding_study.state_sample(table) for row in table.itertuples())


def test_decisions_of_one_reader_stand_beside_the_agreement(real: Analyses) -> None:
    section, table = coding_study.tabulate_one_reader(real), real["one-reader-decisions"]
    total = table[(table["theme"] == "all (micro)") & (table["sample"] == "left_out")].iloc[0]
    assert section.startswith(f"{total['one_reader']} decisions on which only one of two readers")
    rows = rows_of(section)
    assert rows[0][2:5] == [str(total["one_reader"]), f"{total['alpha']:.3f}", f"{total['alpha_if_wrong']:.3f}"]
    assert total["alpha_if_wrong"] < total["alpha"]
    scores = real["theme-validity"].set_index(["theme", "sample"])["alpha"]
    both = table.set_index(["theme", "sample"])["alpha"]
    assert (both - scores.reindex(both.index)).abs().max() < 1e-12  # the same agreement as in theme-validity
    assert "not charted" not in {row[5] for row in rows}


def test_without_readers_no_decision_is_left_out() -> None:
    section = coding_study.tabulate_one_reader(Analyses(materials(), STEPS))
    assert section.startswith("0 decisions") and "no charted theme" in section
