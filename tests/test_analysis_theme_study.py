"""The study of themes: its tables made once, and sections that say what their tables say."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from analysis_tables import elements, frame, measures, plans, themes

from kyodo_analysis.analysis.theme_study import (
    ThemeStudy,
    count_materials,
    quote_commitments,
    quote_distinctive,
    quote_farthest,
    rank_shares,
    state_answer,
    state_sensitivity,
    study_themes,
    tabulate_agreement,
    tabulate_counted,
    tabulate_distinctive,
    tabulate_farthest,
    tabulate_whole,
)
from kyodo_analysis.paths import hand_folder
from kyodo_analysis.tables import read
from kyodo_analysis.tables.gold import read_theme_codes
from kyodo_analysis.words.lexicons import read_lexicons

# What readers might have given to one measure of ube and one of hagi: the first as the rules did, the second not.
CODES = [
    {"document": "ube", "id": "1-1", "themes": ["places"], "commitment": [["do"], ["promote"]]},
    {"document": "hagi", "id": "1", "themes": ["rules"], "commitment": [["do"], ["promote"]]},
]


def tokens() -> pd.DataFrame:
    """Two nouns in the title of each measure: one that all plans use, one of the plan alone."""
    rows = [
        {"plan_id": plan_id, "measure_id": measure_id, "field": "title", "position": 0, "start": start}
        | {"surface": word, "base_form": word, "pos": "名詞", "pos_detail": "一般,*,*"}
        for measure_id, plan_id in measures()[["measure_id", "plan_id"]].itertuples(index=False)
        for start, word in enumerate(["講座", {"ube": "地域", "hagi": "職員", "kudamatsu": "広報"}[plan_id]])
    ]
    return frame("tokens", rows)


@pytest.fixture(scope="module")
def study() -> ThemeStudy:
    return study_themes(plans(), measures(), elements(), themes(), tokens(), read_lexicons(hand_folder()))


@pytest.fixture(scope="module")
def real() -> ThemeStudy:
    names = ("plans", "measures", "elements", "measure_themes", "tokens")
    return study_themes(*map(read, names), read_lexicons(hand_folder()))


def test_materials_are_counted_without_reprints(study: ThemeStudy) -> None:
    table = count_materials(study).set_index("plan_id")
    assert table.loc["ube", ["measures", "counted_once", "elements", "words", "without_theme"]].tolist() == [
        4,
        3,
        6,
        6,
        0,
    ]
    assert table.loc["kudamatsu", ["measures", "counted_once", "without_theme"]].tolist() == [2, 2, 1]
    shown = tabulate_counted(study).splitlines()
    assert shown[0] == "| plan | measures | counted once | elements | words | without theme |"
    assert "| Kudamatsu (inferred) | 2 | 2 | 4 | 4 | 1 |" in shown and len(shown) == 2 + 3


def test_the_countings_are_kept_apart(study: ThemeStudy) -> None:
    assert len(study.any_rank) == len(study.main_only) == 3 * len(study.themes)
    assert study.any_rank["count"].sum() == len(themes()) - 1  # without the theme of the reprint
    assert study.main_only["count"].sum() == len(study.counted) - 1  # one measure has no theme


def test_the_farthest_share_comes_first_and_leads_back_to_its_measures(study: ThemeStudy) -> None:
    ranked = rank_shares(study)
    assert len(ranked) == 8 and ranked["p"].is_monotonic_increasing
    assert ranked["p"].iloc[0] == study.any_rank["p"].min()
    assert len(tabulate_farthest(study).splitlines()) == 2 + 8
    first, quoted = ranked.iloc[0], quote_farthest(study, CODES)
    assert quoted.startswith(f"*{first['theme_en']} ({first['theme_ja']}) in {first['plan_en']}.")
    assert [one for one in first["measure_ids"].split(" ") if one not in quoted] == []


def test_agreement_says_which_measures_differ(study: ThemeStudy) -> None:
    shown = tabulate_agreement(study, CODES)
    assert "| places | 1 | 0 | 0 | 100% | 100% | 100% |" in shown
    assert "| rules | 1 | 0 | 1 | – | 0% | 0% |" in shown and "| staff | 0 | 1 | 0 | 0% | – | 0% |" in shown
    assert "the readers' in 1 of 2 measures (50%" in shown and "a reader's code in 3 of 4 elements (75%" in shown


def test_whole_profiles_have_a_row_each_and_a_sentence(study: ThemeStudy) -> None:
    *rows, blank, said = tabulate_whole(study).splitlines()
    assert len(rows) == 2 + 3 and blank == "" and said.endswith(".")


def test_words_without_a_finding_are_said_to_be_none(study: ThemeStudy) -> None:
    none = replace(study, keywords=study.keywords.assign(distinctive=False))
    assert tabulate_distinctive(none) == "No word lies beyond chance." and quote_distinctive(none) == ""


def test_a_distinctive_word_is_quoted_from_its_own_measures(study: ThemeStudy) -> None:
    own = study.keywords["plan_id"].eq("hagi") & study.keywords["word"].eq("講座")
    found = replace(study, keywords=study.keywords.assign(distinctive=own))
    assert tabulate_distinctive(found).splitlines()[2].startswith("| Hagi (draft) | 講座 | no | 3 | 3 | ")
    rows = quote_distinctive(found, most=1).splitlines()
    assert len(rows) == 3 and rows[2].startswith("| Hagi (draft) | 講座 | hagi/1 | 職員の意識改革 | ")


def test_a_commitment_share_of_nothing_has_no_example(study: ThemeStudy) -> None:
    hagi = study.commitments["plan_id"].eq("hagi") & study.commitments["commitment"].isin(["do", "consider"])
    rows = quote_commitments(replace(study, commitments=study.commitments.assign(beyond_null=hagi))).splitlines()[2:]
    assert sorted(row.split(" | ")[1:4] for row in rows) == [["consider", "3", "6"], ["do", "0", "6"]]
    assert [row.endswith("| – | – |") for row in rows if "| do |" in row] == [True]
    assert [row.endswith("| hagi/1 | 職員の意識改革を進めます。 |") for row in rows if "| consider |" in row] == [True]


def test_the_answer_on_the_plans_agrees_with_its_tables(real: ThemeStudy) -> None:
    answer, beyond = state_answer(real), real.any_rank[real.any_rank["beyond_null"]]
    assert answer.startswith(f"**Answer.** Of {len(real.any_rank)} plan-by-theme shares")
    assert [name for name in beyond["theme_en"] if name not in answer] == []
    assert f"by main theme, {real.main_only['beyond_null'].sum()} of {len(real.main_only)} do." in answer
    assert "FY2018–2027" in answer and f"Of {real.keywords['word'].nunique()} words tested" in answer
    assert count_materials(real)["counted_once"].sum() == len(real.counted)
    known = set(real.measures["measure_id"])
    quoted = [row.split(" | ")[2] for row in quote_distinctive(real).splitlines() if "/" in row]
    assert quoted and set(quoted) <= known
    assert quote_farthest(real, read_theme_codes()).count("\n| ") == 1 + rank_shares(real, rows=1)["count"].iloc[0]


def test_other_choices_are_counted_anew(real: ThemeStudy) -> None:
    lines = state_sensitivity(real).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "- Main theme only",
        "- Prior half as strong",
        "- Prior twice as strong",
    ]
    assert lines[1].split(": ")[1] != lines[2].split(": ")[1]
