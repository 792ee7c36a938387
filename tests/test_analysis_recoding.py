"""Measures coded anew: by rules that did not know their plan, and from the copies that people made by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from analysis_tables import elements, measures

from kyodo_analysis.analysis.coding.recoding import (
    count_reading_shifts,
    recode_commitments_left_out,
    recode_hand_read,
    recode_left_out,
)
from kyodo_analysis.paths import hand_folder
from kyodo_analysis.words.lexicons import Lexicons, read_lexicons
from kyodo_analysis.words.themes import code_measures


@pytest.fixture(scope="module")
def lexicons() -> Lexicons:
    """The project's words with one rule for places, which rests on ube, and one for awareness, which rests on two."""
    known = read_lexicons(hand_folder())
    rows = [("places", "拠点", "ube"), ("awareness", "セミナー", "hagi ube"), ("staff", "職員", "codebook")]
    rules = pd.DataFrame(rows, columns=["code", "rule", "basis"]).assign(where="", unless="", weight="1", note="-")
    return replace(known, theme_rules=rules[known.theme_rules.columns])


def test_a_rule_that_rests_on_one_plan_does_not_code_that_plan(lexicons: Lexicons) -> None:
    full = set(code_measures(measures(), elements(), lexicons)[["measure_id", "theme"]].itertuples(index=False))
    left = set(recode_left_out(measures(), elements(), lexicons)[["measure_id", "theme"]].itertuples(index=False))
    assert {tuple(row) for row in full - left} == {("ube/1-2", "places")}
    assert ("hagi/3", "awareness") in {tuple(row) for row in left}, "a rule with two plans behind it stays"


def test_a_plan_that_no_rule_rests_on_is_coded_as_ever(lexicons: Lexicons) -> None:
    own = measures().query("plan_id == 'hagi'")
    pd.testing.assert_frame_equal(
        recode_left_out(own, elements(), lexicons),
        code_measures(own, elements()[elements()["measure_id"].isin(own["measure_id"])], lexicons),
    )


def test_commitments_keep_their_elements_in_order(lexicons: Lexicons) -> None:
    known = replace(lexicons, commitment=lexicons.commitment.assign(basis="usage"))
    again = recode_commitments_left_out(measures(), elements(), known)
    assert again[["measure_id", "position"]].values.tolist() == elements()[["measure_id", "position"]].values.tolist()
    assert again.set_index(["measure_id", "position"]).loc[("hagi/1", 2), "commitment"] == "promote", "推進します"
    # Without its row 推進 is a noun like any other that is done: a concrete act.
    bases = ["hagi" if rule == "推進" else "usage" for rule in known.commitment["rule"]]
    without = replace(known, commitment=known.commitment.assign(basis=bases))
    changed = recode_commitments_left_out(measures(), elements(), without).set_index(["measure_id", "position"])
    assert changed.loc[("hagi/1", 2), "commitment"] == "do" and changed.loc[("ube/1-1", 2), "commitment"] == "promote"


def test_no_measures_give_empty_tables(lexicons: Lexicons) -> None:
    assert recode_left_out(measures().iloc[:0], elements().iloc[:0], lexicons).columns.tolist() == [
        "measure_id",
        "rank",
        "theme",
        "evidence",
    ]
    assert recode_commitments_left_out(measures().iloc[:0], elements().iloc[:0], lexicons).empty
    shifts = count_reading_shifts(recode_hand_read([], lexicons), recode_hand_read([], lexicons), [], ["places"])
    assert shifts.loc[0, "decisions"] == 0 and pd.isna(shifts.loc[0, "share"])


def test_a_slip_of_reading_that_changes_a_theme_is_counted(lexicons: Lexicons) -> None:
    gold = [
        {"document": "ube", "id": "1-2", "title": "市民活動の拠点の検討", "content": ["検討します。"]},
        {"document": "hagi", "id": "1", "title": "織員の意識改革", "content": None},
    ]
    read = code_measures(measures(), elements(), lexicons)
    copied = recode_hand_read(gold, lexicons)
    assert copied[["measure_id", "theme"]].values.tolist() == [["ube/1-2", "places"]]
    row = count_reading_shifts(read, copied, gold, ["places", "staff", "awareness"]).iloc[0]
    assert (row["measures"], row["decisions"], row["changed"], row["share"]) == (2, 6, 1, 1 / 6)
    assert row["measure_ids"] == "hagi/1"
