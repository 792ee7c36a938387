"""Sentences about the reading: every number in them comes from the tables."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import all_tables as hand_made_tables
from analysis_tables import frame, plans

from kyodo_analysis.analysis.extraction.agreement import judge
from kyodo_analysis.analysis.extraction.coverage import count_repairs
from kyodo_analysis.analysis.extraction.losses import list_ambiguous, measure_unclaimed
from kyodo_analysis.analysis.extraction.reading_headlines import (
    state_agreement,
    state_ambiguous,
    state_corpus,
    state_overprint,
    state_reading,
    state_totals,
    state_typos,
    state_unclaimed,
)
from kyodo_analysis.analysis.showing.labels import label_plans

# Two hand-read measures of ube: the second one's title is not what the table holds; its departments are open.
GOLD = [
    {"document": "ube", "id": "1-1", "policy": None, "program": None, "title": "地域交流センターの整備"}
    | {
        "content": ["地域交流センターの整備を進めます。", "協働を推進します。"],
        "schedule": {"H25": "実施", "H26": "→", "H27": "→"},
    }
    | {"departments": ["協働推進課", "地域交流センター", "管財課", "関係課"]},
    {"document": "ube", "id": "1-2", "policy": None, "program": None, "title": "拠点の整備"}
    | {
        "content": ["市民活動の拠点の検討を進めます。", "協働を推進します。"],
        "schedule": {"H25": "検討", "H26": "→", "H27": "実施"},
    }
    | {"departments": ["管財課"], "either": {"departments": [["協働推進課"]]}},
]


@pytest.fixture
def decisions() -> pd.DataFrame:
    return judge(hand_made_tables(), GOLD)


def test_the_corpus_is_counted_in_both_languages() -> None:
    english = state_corpus(hand_made_tables())
    assert english.startswith("9 measures of 3 plans of 3 municipalities were read from 2,700 characters")
    assert english.endswith("run from FY2013 to FY2015, 2 plans print none")
    assert "3市の3計画、修復後の本文2,700字から9施策" in state_corpus(hand_made_tables(), "ja")


def test_the_reading_tells_silence_loss_and_doubt_apart() -> None:
    tables = hand_made_tables()
    counts = tables["field_status"]["status"].value_counts()
    english, japanese = state_reading(tables, GOLD), state_reading(tables, GOLD, "ja")
    assert f"Of the 36 fields of 9 measures {counts['read']} were read" in english
    assert f"in {counts['silent']} the plan is silent, 2 were lost in the text, 1 are left open by it" in english
    assert (
        f"{counts['silent']}項目は計画に記載がなく、2項目は原文で失われ、1項目は原文からは一つに決まらない" in japanese
    )


def test_the_reading_counts_a_wrong_title_as_wrong() -> None:
    right = int(judge(hand_made_tables(), GOLD)["right"].sum())
    assert right < 26
    assert f"{right} of 26 decisions on 2 measures" in state_reading(hand_made_tables(), GOLD)


def test_agreement_separates_what_is_printed_from_silence(decisions: pd.DataFrame) -> None:
    said = state_agreement(decisions, hand_made_tables()["field_status"])
    right = int(decisions["right"].sum())
    assert said.startswith(f"{right} of 26 decisions agree (") and "differs (ube/1-2 in title)" in said
    assert "In 18 of them the readers found nothing to read (0 of these are fields that the tables call" in said
    assert "of the 8 about something printed, 7 agree" in said


def test_what_was_lost_is_not_called_silent_and_reprints_are_counted(decisions: pd.DataFrame) -> None:
    lost = pd.DataFrame({"measure_id": ["ube/1-1", "ube/1-2"], "field": ["timing", "title"], "status": "unreadable"})
    assert "(1 of these are fields that the tables call unreadable; reprints among the measures: 0)" in state_agreement(
        decisions, lost
    )
    again = judge(hand_made_tables(), [GOLD[0] | {"reprint": True}])
    assert "reprints among the measures: 1)" in state_agreement(again, lost)


def test_agreement_says_on_how_little_it_rests(decisions: pd.DataFrame) -> None:
    said = state_agreement(decisions, hand_made_tables()["field_status"])
    assert "In 1 decisions the readers hold several values for possible" in said
    assert "rests on 2 to 2 measures" in said


def test_open_fields_are_compared_with_those_that_the_program_marks(decisions: pd.DataFrame) -> None:
    ambiguous = list_ambiguous(hand_made_tables()["field_status"])
    assert state_ambiguous(ambiguous, decisions) == (
        "1 fields of 1 measures are ambiguous (1 of departments). Of the 1 fields that the readers left open, the "
        "program marks 1; it marks 0 more that the readers decided"
    )
    assert "the program marks 0;" in state_ambiguous(ambiguous.iloc[:0], decisions)


def test_overprinting_is_told_per_plan_that_has_it() -> None:
    steps = [
        {"plan_id": "hagi", "line": 1, "fixer": "overprint", "before": "協協協協働働働働", "after": "協働"},
        {"plan_id": "ube", "line": 1, "fixer": "outer_blanks", "before": " 協働", "after": "協働"},
    ]
    table = label_plans(count_repairs(frame("repairs", steps), plans()), plans())
    assert state_overprint(table) == (
        "Overprinting was undone in 1 lines of Hagi (draft), where the copies made up 1% of the published characters"
    )
    blanks = label_plans(count_repairs(frame("repairs", steps[1:]), plans()), plans())
    assert state_overprint(blanks) == "No line was printed several times over"


def test_totals_say_what_each_reading_would_give() -> None:
    totals = pd.DataFrame(
        {"holds": [True, True, False], "gap": [0.0, 1.0, 9.0], "rounding": [1.5] * 3}
        | {"gap_by_column": [24.0, float("nan"), 1.0]}
    )
    said = state_totals(totals, pd.DataFrame({"line": [102]}))
    assert said.startswith("1 rows are shifted. As read, 2 of 3 printed totals equal")
    assert "1 of them exactly" in said
    assert said.endswith("exactly equal would be 0 and within rounding 1")


def test_unclaimed_text_and_slips_are_counted() -> None:
    left = measure_unclaimed(
        frame("unclaimed", [{"plan_id": "ube", "kind": "symbol", "text": "||", "characters": 2}]), plans()
    )
    assert state_unclaimed(left).startswith("2 of 2,700 characters of repaired text went nowhere (0 of running titles")
    assert state_typos(pd.DataFrame({"stands_in": ["measures.title"]})).endswith("so none was corrected on the way")
    assert "1 of them stand in the tables as printed, the others" in state_typos(
        pd.DataFrame({"stands_in": ["measures.title", ""]})
    )
