"""Names of plans and themes, lists of measures in a cell, reprints counted once, and quotations."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import measures, plans
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.reprints import drop_reprints, find_reprinted
from kyodo_analysis.analysis.showing.labels import (
    join_ids,
    label_plans,
    label_themes,
    name_plan,
    note_plans,
    present_columns,
    split_ids,
)
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.tables import read


def test_labels_say_what_a_reader_must_know() -> None:
    labelled = label_plans(plans()[["plan_id"]], plans())
    assert labelled["plan_en"].tolist() == ["Hagi (draft)", "Kudamatsu (inferred)", "Ube (FY2013–15)"]
    assert labelled["plan_ja"].tolist() == ["萩市（素案）", "下松市（推定）", "宇部市（2013–15年度）"]


def test_an_inferred_city_is_never_shown_without_saying_so() -> None:
    known = read("plans")
    labels = label_plans(known[["plan_id", "municipality_inferred"]], known)
    inferred = labels[labels["municipality_inferred"].astype(bool)]
    assert inferred["plan_id"].tolist() == ["nichinan"]
    assert inferred["plan_en"].tolist() == ["Nichinan (inferred)"]
    assert inferred["plan_ja"].tolist() == ["日南市（推定）"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"municipality": None, "first_fiscal_year": 2008, "last_fiscal_year": 2008}, "Ube (FY2008)"),
        ({"first_fiscal_year": 1999, "last_fiscal_year": 2004}, "Ube (FY1999–2004)"),
        ({"state": "draft"}, "Ube (FY2013–15, draft)"),
        ({"first_fiscal_year": pd.NA, "last_fiscal_year": pd.NA, "state": "final"}, "Ube"),
        ({"first_fiscal_year": pd.NA, "last_fiscal_year": pd.NA, "state": "fragment"}, "Ube (fragment)"),
    ],
)
def test_names_of_plans(changes: dict[str, object], expected: str) -> None:
    plan = plans().set_index("plan_id", drop=False).loc["ube"]
    assert name_plan(pd.Series(plan.to_dict() | changes))[0] == expected


def test_labels_keep_rows_and_their_order_and_show_the_code_where_there_is_no_name() -> None:
    codebook = pd.DataFrame({"code": ["places"], "en": ["Places"], "ja": ["拠点"]})
    table = pd.DataFrame({"theme": ["rules", "places", "rules"], "share": [1, 2, 3]})
    labelled = label_themes(table, codebook)
    assert labelled.columns.tolist() == ["theme", "theme_en", "theme_ja", "share"]
    assert labelled["theme_en"].tolist() == ["rules", "Places", "rules"] and labelled["share"].tolist() == [1, 2, 3]


def test_a_plan_that_stands_twice_is_refused() -> None:
    with pytest.raises(pd.errors.MergeError):
        label_plans(measures(), pd.concat([plans(), plans()]))


_NUMBERS = st.sampled_from(["Ⅰ-(1)-①", "Ⅰ-(1)-① (2)", "1-2-3", "2-(1)-1", "おわりに-1", "1 (3)"])


@given(st.lists(_NUMBERS.map("koka/{}".format), unique=True))
def test_joined_measures_can_be_split_again(measure_ids: list[str]) -> None:
    assert split_ids(join_ids(measure_ids)) == measure_ids


def test_all_measures_of_the_project_survive_joining() -> None:
    known = read("measures")["measure_id"].tolist()
    assert split_ids(join_ids(known)) == known
    assert split_ids("") == split_ids(None) == []


def test_present_columns_leaves_missing_shares_missing() -> None:
    table = pd.DataFrame({"plan_en": ["Ube", "Hagi"], "share": [0.125, None]})
    shown = present_columns(table, ["plan_en", "share"], ["share"])
    assert shown.columns.tolist() == ["plan", "share"]
    assert shown["share"].tolist()[0] == "12%" and shown["share"].isna().tolist() == [False, True]


def test_a_reprint_goes_and_its_original_stays() -> None:
    assert drop_reprints(measures())["measure_id"].tolist() == [
        one for one in measures()["measure_id"] if one != "ube/2-1"
    ]


def test_a_marked_measure_without_original_stays_once() -> None:
    table = pd.DataFrame(
        {
            "plan_id": ["a", "a", "a", "b"],
            "title": ["講座", "講座", "広報", "講座"],
            "reprint": [True, True, False, True],
        }
    )
    assert drop_reprints(table).index.tolist() == [0, 2, 3]


def test_equal_titles_without_the_mark_are_different_measures() -> None:
    table = pd.DataFrame({"plan_id": ["a", "a"], "title": ["講座", "講座"], "reprint": [False, False]})
    assert len(drop_reprints(table)) == 2


def test_quotations_are_the_plans_own_words_with_their_lines() -> None:
    known = read("measures")
    quoted = quote_measures(known, ["yamaguchi-1/Ⅰ-(1)-①", "koka/1-1-1"], around="拠点")
    assert quoted["measure_id"].tolist() == ["yamaguchi-1/Ⅰ-(1)-①", "koka/1-1-1"]
    assert "地域づくり拠点" in quoted["quotation"][0]
    plain = "".join(known.set_index("measure_id").loc["yamaguchi-1/Ⅰ-(1)-①", "content"].split())
    assert quoted["quotation"][0].strip("…") in plain
    assert quoted["lines"].tolist() == ["8–113", "484"]


def test_a_quotation_begins_at_the_beginning_where_the_word_is_missing() -> None:
    quoted = quote_measures(measures(), ["hagi/1"], around="自治会", characters=6)
    assert quoted["quotation"].tolist() == ["職員の意識改…"]
    with pytest.raises(KeyError):
        quote_measures(measures(), ["hagi/9"])


def test_a_note_says_that_the_measures_of_a_plan_are_those_of_its_first_half() -> None:
    note = note_plans(["koka", "yamaguchi-2", "yamaguchi-2"])
    assert "前期推進計画, FY2018–2022" in note and note.count("前期推進計画") == 1
    assert "前期推進計画（2018–2022年度）" in note_plans(["yamaguchi-2"], "ja")
    assert note_plans(["yamaguchi-1"]) == ""


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("新たな財政支援制度を検討します。【再掲】", True),
        ("ホームページに掲載します。(再掲)", True),
        ("基盤の構築について検討します（再掲）。", True),
        ("【再掲】の項目を見直します。", False),
        ("情報を再掲する", False),
    ],
)
def test_bullets_that_end_with_the_mark_are_reprints(text: str, marked: bool) -> None:
    own = pd.DataFrame({"measure_id": ["ube/1-1", "ube/1-1"], "position": [1, 2], "text": ["地域を支援します。", text]})
    assert find_reprinted(own, measures())["position"].tolist() == [2] * marked
    whole = measures().assign(reprint=True)
    assert find_reprinted(own, whole).empty, "the measure is marked, which drop_reprints judges"


def test_the_reprinted_bullets_of_the_project_are_those_of_the_second_yamaguchi_plan() -> None:
    found = find_reprinted(read("elements"), read("measures"))
    assert len(found) == 3 and found["measure_id"].str.startswith("yamaguchi-2/").all()
