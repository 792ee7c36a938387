"""Wording that comes again: runs of tokens by hand, the longest ones only, and what is left without them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.showing.labels import label_plans, split_ids
from kyodo_analysis.analysis.wording.boilerplate import (
    compare_without,
    find_boilerplate,
    list_formulas,
    mark_boilerplate,
    share_boilerplate,
)
from kyodo_analysis.analysis.wording.word_headlines import state_boilerplate

_POS = {
    "を": "助詞",
    "の": "助詞",
    "に": "助詞",
    "について": "助詞",
    "ます": "助動詞",
    "、": "記号",
    "する": "動詞",
    "ため": "助詞",
}


def tokens(texts: dict[str, str]) -> pd.DataFrame:
    """Tokens of measures written with blanks between base forms, sentences ended by 。 as a word of its own."""
    rows = []
    for measure_id, text in texts.items():
        sentence, start = 1, 0
        for number, form in enumerate(text.split(), 1):
            pos = "記号" if form == "。" else _POS.get(form, "名詞")
            plan_id = measure_id.split("/")[0]
            rows.append((plan_id, measure_id, "content", 1, sentence, number, form, form, pos, start))
            start += len(form)
            sentence += form == "。"
    names = ["plan_id", "measure_id", "field", "position", "sentence", "token", "surface", "base_form", "pos", "start"]
    return pd.DataFrame(rows, columns=names)


PLANS = {
    "a/1": "拠点 の 充実 について 検討 する ます 。",
    "a/2": "制度 の 充実 について 検討 する ます 。",
    "a/3": "制度 の 充実 について 検討 する ます 。",
    "b/1": "講座 を 開催 する ます 。 制度 の 充実 について 話し合い",
    "b/2": "市民 の 活動",
}


def test_runs_of_two_measures_are_found_and_only_the_longest() -> None:
    formulas = list_formulas(find_boilerplate(tokens(PLANS))).set_index("formula")
    whole = formulas.loc["制度 の 充実 について 検討 する ます"]
    assert whole[["tokens", "count", "measures", "plans", "kind"]].tolist() == [7, 2, 2, 1, "within"]
    shared = formulas.loc["の 充実 について 検討 する ます"]
    assert shared[["count", "measures"]].tolist() == [3, 3] and split_ids(shared["measure_ids"]) == [
        "a/1",
        "a/2",
        "a/3",
    ]
    assert shared["text"] == "の充実について検討するます"
    assert set(formulas.index) == {whole.name, shared.name}, "no run that is everywhere part of a longer one"


def test_shorter_runs_are_found_when_asked_for() -> None:
    found = find_boilerplate(tokens(PLANS), least_tokens=4)
    across = list_formulas(found).set_index("formula").loc["制度 の 充実 について"]
    assert across[["count", "plans", "plan_ids", "kind"]].tolist() == [3, 2, "a b", "across"]
    b = found[found["measure_id"] == "b/1"]
    assert b.loc[b["boilerplate"], "base_form"].tolist() == ["制度", "の", "充実", "について"]
    assert b["across"].tolist() == b["boilerplate"].tolist() and not b["within"].any()


def test_what_one_measure_repeats_is_no_boilerplate() -> None:
    found = find_boilerplate(tokens({"a/1": f"{PLANS['a/1']} {PLANS['a/1']}", "a/2": "市民 の 活動"}))
    assert not found["boilerplate"].any() and list_formulas(found).empty


def test_grammar_is_no_boilerplate() -> None:
    found = find_boilerplate(tokens({"a/1": "支援 する ため に ます の", "a/2": "検討 する ため に ます の"}), 4)
    assert not found["boilerplate"].any(), "one verb and particles"


def test_runs_do_not_cross_sentences_and_marks_do_not_matter() -> None:
    texts = {"a/1": "講座 を 開催 。 情報 を 発信", "a/2": "講座 を 開催 。 情報 を 発信"}
    assert not find_boilerplate(tokens(texts))["boilerplate"].any()
    listed = find_boilerplate(tokens({"a/1": "講座 、 情報 の 発信 について", "a/2": "講座 情報 の 、 発信 について"}))
    assert listed["boilerplate"].all() and len(listed) == 10


def test_shares_are_counted_by_plan() -> None:
    table = share_boilerplate(find_boilerplate(tokens(PLANS), least_tokens=4)).set_index("plan_id")
    # a: 3 × 7 tokens without 。, all but 拠点 repeated. b: 10 and 3 tokens, of which 制度 の 充実 について.
    assert table.loc["a", ["tokens", "boilerplate", "within", "across", "measures"]].tolist() == [21, 20, 20, 8, 3]
    assert table.loc["b", ["tokens", "boilerplate", "within", "across", "measures"]].tolist() == [13, 4, 0, 4, 1]
    assert (table["lower"] <= table["share"]).all() and (table["share"] <= table["upper"]).all()
    # Resampled, a is at worst its first measure thrice (6 of 7), b at worst the second twice (nothing).
    assert table["lower"].tolist() == pytest.approx([6 / 7, 0]) and table["upper"].tolist() == pytest.approx([1, 0.4])
    assert table["share"].tolist() == [20 / 21, 4 / 13] and table.loc["b", "measure_ids"] == "b/1"


@given(st.lists(st.lists(st.sampled_from("地域市民活動"), min_size=0, max_size=12), min_size=0, max_size=6))
def test_every_repeated_run_is_found(texts: list[list[str]]) -> None:
    own = {f"{'ab'[number % 2]}/{number}": " ".join(words) for number, words in enumerate(texts)}
    found = find_boilerplate(tokens(own), least_tokens=3)
    grams: dict[tuple[str, ...], set[str]] = {}
    for measure_id, words in zip(own, texts, strict=True):
        for start in range(len(words) - 2):
            grams.setdefault(tuple(words[start : start + 3]), set()).add(measure_id)
    expected = []
    for words in texts:
        covered = [False] * len(words)
        for start in range(len(words) - 2):
            if len(grams[tuple(words[start : start + 3])]) > 1:
                covered[start : start + 3] = [True] * 3
        expected += covered
    assert found["boilerplate"].tolist() == expected
    for _, formula in list_formulas(found).iterrows():
        assert formula["measures"] > 1 and formula["count"] >= formula["measures"]
        assert len(split_ids(formula["measure_ids"])) == formula["measures"]


def words_of(texts: dict[str, str]) -> pd.DataFrame:
    own = tokens(texts)
    kept = own[own["pos"].isin(["名詞", "動詞"])].rename(columns={"base_form": "word"})
    return kept[["plan_id", "measure_id", "field", "position", "start", "word", "pos"]].assign(administrative=False)


def test_words_know_whether_they_stand_in_boilerplate() -> None:
    marked = mark_boilerplate(words_of(PLANS), find_boilerplate(tokens(PLANS)))
    first = marked[marked["measure_id"] == "a/1"]
    assert dict(zip(first["word"], first["boilerplate"], strict=True)) == {
        "拠点": False,
        "充実": True,
        "検討": True,
        "する": True,
    }
    with pytest.raises(KeyError, match="市民 of b/2"):
        mark_boilerplate(words_of(PLANS), find_boilerplate(tokens({one: PLANS[one] for one in list(PLANS)[:4]})))


def test_a_habit_of_wording_is_not_distinctive_without_it() -> None:
    texts = {f"a/{number}": f"語{number} の 充実 について 検討 する ます" for number in range(12)}
    texts |= {f"b/{number}": f"活動 話{number}" for number in range(12)}
    table = compare_without(mark_boilerplate(words_of(texts), find_boilerplate(tokens(texts))), shuffles=499)
    habit = table[(table["plan_id"] == "a") & (table["word"] == "充実")].iloc[0]
    assert habit["distinctive"] and habit["formula"] and not habit["distinctive_without"]
    assert pd.isna(habit["count_without"]) and pd.isna(habit["z_without"])
    subject = table[(table["plan_id"] == "b") & (table["word"] == "活動")].iloc[0]
    assert subject["distinctive"] and not subject["formula"] and subject["count_without"] == 12


def test_nothing_to_compare_gives_empty_tables_with_their_columns() -> None:
    found = find_boilerplate(tokens({}))
    assert found.empty and {"boilerplate", "within", "across", "run"} <= set(found.columns)
    assert list_formulas(found).empty and share_boilerplate(found).empty
    assert mark_boilerplate(words_of({}), found).empty and compare_without(words_of({}).assign(boilerplate=False)).empty
    single = find_boilerplate(tokens({"a/1": PLANS["a/1"]}))
    assert share_boilerplate(single)["share"].tolist() == [0.0] and share_boilerplate(single)["lower"].isna().all()


def test_at_equal_length_a_plan_repeats_what_its_drawn_measures_have_in_common() -> None:
    texts = {f"a/{one}": "市民 の 講座 を 開催" for one in range(4)} | {"b/1": "情報 を 広く 市 民 に 発信 する"}
    found = find_boilerplate(tokens(texts), least_tokens=4)
    table = share_boilerplate(found, least_tokens=4).set_index("plan_id")
    # Of four measures of 5 tokens only one fits into the 8 of b, and it has none beside it to repeat.
    assert table["share"].to_dict() == {"a": 1.0, "b": 0.0}
    assert table["share_at_equal_length"].to_dict() == {"a": 0.0, "b": 0.0}
    alone = found[found["plan_id"] == "a"]
    assert share_boilerplate(alone, least_tokens=4)["share_at_equal_length"].tolist() == [1.0]


def test_the_sentence_ranks_no_plan_by_its_whole_length() -> None:
    plans = pd.DataFrame({"plan_id": ["a", "b"], "municipality": ["宇部市", "萩市"], "municipality_inferred": False})
    plans = plans.assign(first_fiscal_year=pd.NA, last_fiscal_year=pd.NA, state=None)
    table = label_plans(share_boilerplate(find_boilerplate(tokens(PLANS), least_tokens=4)), plans)
    assert state_boilerplate(table).startswith("71% of the tokens of all plans stand in wording that comes again")
    assert "95%" not in state_boilerplate(table) and "全計画の語の71%は" in state_boilerplate(table, "ja")
    assert state_boilerplate(table.head(1)) == "95% of the tokens of all plans stand in wording that comes again"
    assert state_boilerplate(table.head(0)) == "There is no plan to compare"
