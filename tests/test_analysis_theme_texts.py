"""Sentences of the tables of themes: their numbers in either language, and nothing of what is not charted."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import measures, plans, themes

from kyodo_analysis.analysis.coding.interval_simulation import simulate_coverage
from kyodo_analysis.analysis.coding.misclassification import correct_shares, estimate_misclassification
from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT, score_validity
from kyodo_analysis.analysis.showing.labels import label_plans, label_themes
from kyodo_analysis.analysis.theme.theme_texts import (
    state_by_program,
    state_corrections,
    state_cross_check,
    state_left_out,
    state_profiles,
    state_reading_shifts,
    state_simulation,
    state_theme_ranks,
    state_themes,
    state_validity,
)
from kyodo_analysis.analysis.theme.themes import compare_profiles, leave_plans_out, mark_verdicts, profile_themes

CODEBOOK = pd.DataFrame(
    {
        "code": ["places", "funding", "information", "awareness", "staff", "rules"],
        "en": ["Places", "Money", "Information", "Awareness", "Staff", "Rules"],
        "ja": ["拠点", "資金", "情報", "意識", "職員", "制度"],
    }
)
VERDICTS = ["charted", "tentative", "charted", "charted", "charted", "not_charted"]
VALIDITY = pd.DataFrame({"theme": CODEBOOK["code"], "alpha": 0.9, "n": 5, "verdict": VERDICTS})
FAST = {"resamples": 50, "shuffles": 99}


def label(table: pd.DataFrame) -> pd.DataFrame:
    return label_plans(label_themes(mark_verdicts(table, VALIDITY), CODEBOOK), plans())


def profile() -> pd.DataFrame:
    table = profile_themes(measures(), themes(), CODEBOOK["code"].tolist(), **FAST)
    return label(table[table["counting"] == "any"])


def test_the_commonest_themes_are_named_and_ties_of_many_are_not() -> None:
    english, japanese = (state_theme_ranks(profile(), language) for language in ("en", "ja"))
    assert english == (
        "Commonest of the charted themes: 3 themes alike in Hagi (draft) (1 of 3 each); 'Information' in Kudamatsu "
        "(inferred) (1 of 2); 'Places' and 'Information' alike in Ube (FY2013–15) (2 or 1 of 3). 1 theme is "
        "coded too unreliably to be shown"
    )
    assert "宇部市（2013–15年度）（3施策中2・1）では「拠点」と「情報」（ほぼ同数）" in japanese
    assert "ほぼ同数の3テーマ" in japanese
    assert "符号化の一致が足りない1テーマ" in japanese


def test_plans_with_the_same_commonest_theme_stand_together() -> None:
    table = profile()
    table.loc[(table["plan_id"] == "ube") & (table["theme"] == "information"), "count"] = 4
    assert "'Information' in Kudamatsu (inferred) (1 of 2) and Ube (FY2013–15) (4 of 3)" in state_theme_ranks(table)
    hidden = table.assign(verdict="not_charted")
    assert state_theme_ranks(hidden) == "No theme can be shown. 6 themes are coded too unreliably to be shown"
    assert state_theme_ranks(hidden, "ja").startswith("示せるテーマがない")


def test_no_claim_is_made_of_a_theme_that_is_not_charted() -> None:
    table = profile().assign(beyond_null=False)
    assert state_themes(table) == "None of 15 plan-by-theme shares lies beyond what shuffled plan labels show"
    assert "15比較" in state_themes(table, "ja")
    rules = table.assign(beyond_null=(table["theme"] == "rules"))
    assert state_themes(rules) == state_themes(table)
    money = table.assign(beyond_null=(table["theme"] == "funding") & (table["plan_id"] == "hagi"))
    assert "only 'Money' [tentative] in Hagi (draft) (1 of 3 measures) lies beyond" in state_themes(money)
    assert "萩市（素案）の「資金」〔暫定〕（3施策中1）だけである" in state_themes(money, "ja")
    few = state_themes(money.assign(coded_n=1)), state_themes(money.assign(coded_n=1), "ja")
    assert "'Money' [tentative, on 1 hand-coded measure] in Hagi" in few[0] and "〔暫定、読み手の例1施策〕" in few[1]
    both = table.assign(beyond_null=table["theme"].isin(["funding", "places"]) & (table["count"] > 0))
    assert " lie beyond" in state_themes(both)


def test_claims_are_counted_again_with_whole_programs_shuffled() -> None:
    table = profile().assign(q_upper_by_program=0.3, beyond_by_program=False)
    money = table.assign(beyond_null=(table["theme"] == "funding") & (table["plan_id"] == "hagi"))
    assert state_themes(money).endswith("; with whole programs (推進施策) shuffled, 0 of 1 remains (lowest q = 0.300)")
    assert "1件中0件（最小のq = 0.300）" in state_themes(money, "ja")
    kept = state_themes(money.assign(beyond_by_program=True, q_upper_by_program=0.02))
    assert kept.endswith("1 of 1 remains (lowest q = 0.020)")
    assert "programs" not in state_themes(table.assign(beyond_null=False))

    tested = table[["plan_en", "plan_ja", "theme_en", "theme_ja"]].head(3).assign(beyond_null=False, q_upper=0.095)
    assert "none of 3 plan-by-theme shares lies beyond chance (lowest q = 0.095)" in state_by_program(tested)
    one = tested.assign(beyond_null=[True, False, False], q_upper=[0.02, 0.5, 0.5])
    assert "'Places' in " in state_by_program(one) and "(q = 0.020) of 3 plan-by-theme shares lies" in state_by_program(
        one
    )
    assert "「拠点」（q = 0.020）である" in state_by_program(one, "ja") and "ない（最小" in state_by_program(
        tested, "ja"
    )
    assert state_by_program(tested.iloc[:0]) == "No share can be tested by whole programs"


def test_whole_profiles_and_plans_left_out() -> None:
    whole = label_plans(compare_profiles(measures(), themes(), CODEBOOK["code"].tolist(), shuffles=99), plans())
    quiet, one = whole.assign(beyond_null=False), whole.assign(beyond_null=whole["plan_id"] == "ube", q=0.012)
    assert state_profiles(quiet) == "All charted themes taken together, no plan differs from the others"
    assert "計画はない" in state_profiles(quiet, "ja")
    again = one.assign(beyond_by_program=True, q_upper_by_program=0.03)
    assert "shuffled, 1 of 1 remains (lowest q = 0.030)" in state_profiles(again)
    assert "Ube (FY2013–15) (q = 0.012) differs from the other plans" in state_profiles(one)
    assert "宇部市（2013–15年度）（q = 0.012）" in state_profiles(one, "ja")

    left = label(leave_plans_out(measures(), themes(), CODEBOOK["code"].tolist(), shuffles=99))
    assert state_left_out(left).startswith("No share lies beyond chance") and "ない" in state_left_out(left, "ja")
    own = (left["plan_id"] == "ube") & (left["theme"] == "places") & (left["left_out_plan"] == "hagi")
    assert state_left_out(left.assign(beyond_null=own)).endswith("lies 'Places' in Ube (FY2013–15) in 1 of 2 cases")
    assert "宇部市（2013–15年度）の「拠点」は2通り中1通り" in state_left_out(left.assign(beyond_null=own), "ja")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_validity_gives_both_samples_or_says_that_nobody_read(language: str) -> None:
    codes = [
        {"document": "ube", "id": "1-1", "themes": ["places"]},
        {"document": "hagi", "id": "1", "themes": ["staff"]},
    ]
    given = {IN_SAMPLE: themes(), LEFT_OUT: themes().query("theme != 'staff'")}
    table = score_validity(given, codes, CODEBOOK["code"].tolist(), resamples=50)
    said = state_validity(table, language)
    assert "F1 1.00" in said and "F1 0.67" in said
    nobody = score_validity(given, [], CODEBOOK["code"].tolist(), resamples=50)
    assert {"en": "No measure was coded by readers", "ja": "読み手の符号がない"}[language] in state_validity(
        nobody, language
    )


def test_corrections_say_how_far_shares_move() -> None:
    scores = pd.DataFrame({"theme": ["places"], "n": [10], "coded": [40], "both": [5], "rules_only": [0]})
    table = correct_shares(profile(), estimate_misclassification(scores))
    # Two of three measures by rules that find half of them: more than all, cut to 1.
    assert "up to 33 points ('Places' in Ube (FY2013–15), 67% to 100%)" in state_corrections(table)
    assert "4 themes cannot be corrected" in state_corrections(table)
    assert "最大で33ポイント" in state_corrections(table, "ja")
    nothing = correct_shares(profile(), estimate_misclassification(scores.assign(n=2, both=2)))
    assert state_corrections(nothing).startswith("No theme has enough") and "ない" in state_corrections(nothing, "ja")


def test_simulation_reading_and_model_give_their_numbers() -> None:
    simulated = simulate_coverage((0.2,), (28,), ((0.8, 0.98),), runs=40, draws=20)
    for language in ("en", "ja"):
        assert f"{simulated.loc[0, 'corrected']:.0%}" in state_simulation(simulated, language)
    shifts = pd.DataFrame({"measures": [78], "decisions": [1248], "changed": [0], "share": [0.0], "upper": [0.00307]})
    assert "0 of 1,248 decisions of the same rules change (at most 0.3%" in state_reading_shifts(shifts)
    assert "1,248判断のうち0" in state_reading_shifts(shifts, "ja")
    assert state_reading_shifts(shifts.assign(decisions=0)) == "No measure was read by hand"
    row = {"theme": "all (micro)", "model_alpha": 0.34, "disagreements": 9, "disagreements_coded": 4, "model_right": 1}
    summary = pd.DataFrame([row])
    assert "α 0.34; it contradicts the rules in 9 decisions, and of the 4" in state_cross_check(summary)
    assert "不一致9件" in state_cross_check(summary.assign(model_alpha=float("nan")), "ja")
