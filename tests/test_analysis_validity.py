"""Agreement of rules with readers by sample: counted by hand, in all its samples, and empty where nobody read."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import elements, themes

from kyodo_analysis.analysis.coding.coding_agreement import (
    MACRO,
    MICRO,
    list_commitments,
    list_decisions,
    list_main_themes,
)
from kyodo_analysis.analysis.coding.validity import (
    IN_SAMPLE,
    LEFT_OUT,
    score_commitment_codes,
    score_main_themes,
    score_plans,
    score_validity,
)
from kyodo_analysis.analysis.showing.labels import split_ids

CODEBOOK = ["places", "rules", "information", "staff", "youth"]
CODES = [
    {"document": "ube", "id": "1-1", "themes": ["places"], "commitment": [["do"], ["do", "promote"]]},
    {
        "document": "ube",
        "id": "1-2",
        "themes": ["places"],
        "themes_one_coder": ["rules"],
        "commitment": [["do"], ["do"]],
    },
    {"document": "ube", "id": "1-3", "themes": ["information"], "commitment": [["do"], ["promote"], ["do"]]},
    {"document": "hagi", "id": "1", "themes": ["staff"], "commitment": [["consider"], ["promote"]]},
    {"document": "hagi", "id": "9", "themes": ["staff"]},
]
FAST = {"resamples": 100}
LOST = themes().query("theme != 'staff'")
GIVEN = {IN_SAMPLE: themes(), LEFT_OUT: LOST}


def scores() -> pd.DataFrame:
    return score_validity(GIVEN, CODES, CODEBOOK, **FAST).set_index(["theme", "sample"])


def test_each_theme_stands_once_per_sample_in_the_order_of_the_codebook() -> None:
    table = scores().reset_index()
    assert table["theme"].drop_duplicates().tolist() == [*CODEBOOK, MICRO, MACRO]
    assert table["sample"].tolist() == [IN_SAMPLE, LEFT_OUT] * (len(CODEBOOK) + 2)


def test_agreement_is_counted_by_hand() -> None:
    table = scores()
    staff = table.loc[("staff", IN_SAMPLE)]
    assert staff[["n", "coded", "both", "rules_only", "readers_only"]].tolist() == [2, 5, 1, 0, 1]
    assert (staff["precision"], staff["recall"], staff["f1"]) == (1.0, 0.5, pytest.approx(2 / 3))
    # Ten codes, three of them yes, one measure in which they differ: 1 - 9 × 1 / (3 × 7).
    assert staff["alpha"] == pytest.approx(1 - 9 / 21)
    assert staff["readers_only_ids"] == "hagi/9"
    assert table.loc[("rules", IN_SAMPLE), "coded"] == 4, "what one of two readers gave is not judged"
    assert table.loc[("staff", LEFT_OUT), "readers_only_ids"] == "hagi/1 hagi/9"
    assert table.loc[(MICRO, IN_SAMPLE), ["n", "both", "coded"]].tolist() == [5, 4, 5]


def test_the_verdict_rests_on_left_out_plans() -> None:
    table = scores()
    assert table.loc["staff", "verdict"].tolist() == ["not_charted"] * 2
    assert table.loc["places", "verdict"].tolist() == ["tentative"] * 2, "two measures are too few to be sure"
    assert table.loc["youth", "verdict"].tolist() == ["not_charted"] * 2
    assert table.loc[MICRO, "verdict"].tolist() == [""] * 2
    uninformed = {IN_SAMPLE: themes(), LEFT_OUT: themes().query("theme != 'information'")}
    verdicts = {
        judged: score_validity(uninformed, CODES, CODEBOOK, judged=judged, **FAST).set_index("theme")["verdict"]
        for judged in (IN_SAMPLE, LEFT_OUT)
    }
    assert set(verdicts[IN_SAMPLE]["information"]) == {"tentative"}
    assert set(verdicts[LEFT_OUT]["information"]) == {"not_charted"}


def test_a_verdict_without_its_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="the sample left_out, which is not given; there is in_sample"):
        score_validity({IN_SAMPLE: themes()}, CODES, CODEBOOK, **FAST)


def test_intervals_hold_their_estimates() -> None:
    table = scores().dropna(subset=["alpha"])
    assert (table["alpha_lower"] <= table["alpha"] + 1e-9).all() and (
        table["alpha"] <= table["alpha_upper"] + 1e-9
    ).all()
    known = table.dropna(subset=["f1"])
    assert (known["f1_lower"] <= known["f1"] + 1e-9).all() and (known["f1"] <= known["f1_upper"] + 1e-9).all()


def test_a_theme_that_nobody_has_says_nothing() -> None:
    youth = scores().loc[("youth", IN_SAMPLE)]
    assert youth[["precision", "recall", "f1", "f1_lower", "alpha", "alpha_upper"]].isna().all()


def test_plans_are_scored_apart() -> None:
    table = score_plans(GIVEN, CODES, CODEBOOK, **FAST).set_index(["plan_id", "sample"])
    assert table.index.get_level_values("plan_id").unique().tolist() == ["ube", "hagi"]
    assert table.loc[("ube", LEFT_OUT), ["n", "both", "coded"]].tolist() == [3, 3, 3]
    assert table.loc[("hagi", LEFT_OUT), "both"] == 0


def test_main_themes_and_commitments_have_an_alpha_of_their_own() -> None:
    main = score_main_themes(GIVEN, CODES, CODEBOOK, **FAST).set_index("sample")
    assert main.loc[IN_SAMPLE, ["n", "right", "differing_ids"]].tolist() == [5, 4, "hagi/9"]
    assert main.loc[LEFT_OUT, "right"] == 3 and main.loc[LEFT_OUT, "alpha"] < main.loc[IN_SAMPLE, "alpha"] < 1
    firm = score_commitment_codes({IN_SAMPLE: elements()}, CODES, **FAST).iloc[0]
    assert firm[["n", "right"]].tolist() == [9, 7], "a third element that the table lacks is wrong"
    assert split_ids(firm["differing_ids"]) == ["ube/1-2", "ube/1-3"]


def test_either_of_two_readers_is_right_about_a_commitment() -> None:
    table = list_commitments(elements(), CODES).set_index(["measure_id", "position"])
    assert table.loc[("ube/1-1", 2)].tolist() == ["ube", "promote", "promote"]
    assert table.loc[("ube/1-2", 2)].tolist() == ["ube", "promote", "do"]
    assert pd.isna(table.loc[("ube/1-3", 3), "rules"])


def test_a_measure_without_a_theme_has_no_main_theme() -> None:
    table = list_main_themes(LOST, CODES).set_index("measure_id")
    assert pd.isna(table.loc["hagi/1", "rules"]) and table.loc["ube/1-2", "rules"] == "places"


def test_nobody_read_anything() -> None:
    table = score_validity(GIVEN, [], CODEBOOK, **FAST)
    assert table["n"].eq(0).all() and table["alpha"].isna().all() and table["rules_only_ids"].eq("").all()
    assert set(table["verdict"]) == {"not_charted", ""}
    assert score_plans(GIVEN, [], CODEBOOK).empty
    assert score_main_themes(GIVEN, [], CODEBOOK)["share"].isna().all()
    assert score_commitment_codes({IN_SAMPLE: elements()}, [])["alpha"].isna().all()
    assert list_decisions(themes(), [], CODEBOOK).empty


def test_the_order_of_codes_changes_no_number() -> None:
    again = score_validity(GIVEN, CODES[::-1], CODEBOOK, **FAST).drop(columns=["rules_only_ids", "readers_only_ids"])
    first = score_validity(GIVEN, CODES, CODEBOOK, **FAST).drop(columns=["rules_only_ids", "readers_only_ids"])
    pd.testing.assert_frame_equal(first, again)
