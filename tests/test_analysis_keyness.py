"""Distinctive words: selection by hand, counts, formulas told from subjects, and silence under shuffled labels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from analysis_tables import elements, measures

from kyodo_analysis.analysis.showing.labels import label_plans, split_ids
from kyodo_analysis.analysis.statistics.uncertainty import shuffle_blocks
from kyodo_analysis.analysis.wording.keyness import compare_pairs, find_keywords, select_words
from kyodo_analysis.analysis.wording.keyness_null import FINER, FIRST_SHUFFLES, count_words, shuffle_words
from kyodo_analysis.analysis.wording.word_headlines import state_pairs, state_words

TOKENS = [
    "plan_id",
    "measure_id",
    "field",
    "position",
    "start",
    "base_form",
    "pos",
    "pos_detail",
    "stop",
    "administrative",
]


def tokens(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=TOKENS)


def occurrences(texts: dict[str, list[str]]) -> pd.DataFrame:
    """Words as `select_words` gives them."""
    rows = [
        (one.split("/")[0], one, "content", 1, start, word, "名詞", False)
        for one, words in texts.items()
        for start, word in enumerate(words)
    ]
    return pd.DataFrame(
        rows, columns=["plan_id", "measure_id", "field", "position", "start", "word", "pos", "administrative"]
    )


def test_words_are_content_words_of_titles_and_contents_that_count_once() -> None:
    given_tokens = tokens(
        ("ube", "ube/1-1", "title", 0, 0, "地域", "名詞", "一般,*,*", False, False),
        ("ube", "ube/1-1", "content", 1, 4, "推進", "名詞", "サ変接続,*,*", False, True),
        ("ube", "ube/1-1", "content", 1, 6, "する", "動詞", "自立,*,*", True, False),
        ("ube", "ube/1-1", "content", 1, 8, "者", "名詞", "接尾,一般,*", False, False),
        ("ube", "ube/1-1", "content", 1, 9, "を", "助詞", "格助詞,一般,*", False, False),
        ("ube", "ube/1-1", "purpose", 0, 0, "目的", "名詞", "一般,*,*", False, False),
        ("ube", "ube/2-1", "title", 0, 0, "講座", "名詞", "一般,*,*", False, False),
        ("ube", None, "passage", 0, 0, "協働", "名詞", "サ変接続,*,*", False, False),
    )
    words = select_words(given_tokens, measures(), elements())
    assert words["word"].tolist() == ["地域", "推進"] and words["administrative"].tolist() == [False, True]


def test_words_of_a_reprinted_bullet_are_left_out_and_those_beside_it_stay() -> None:
    rows = [
        ("ube", "ube/1-1", "content", position, 0, word, "名詞", "一般,*,*", False, False)
        for position, word in ((1, "基金"), (2, "情報"))
    ]
    again = elements().assign(text=lambda table: table["text"].mask(table["position"].eq(2), "検討します。【再掲】"))
    given_tokens = tokens(("ube", "ube/1-1", "title", 0, 0, "地域", "名詞", "一般,*,*", False, False), *rows)
    assert select_words(given_tokens, measures(), again)["word"].tolist() == ["地域", "基金"]


TEXTS = {
    **{f"a/{number}": ["地域", "福祉", "福祉", "支援"] for number in range(12)},
    **{f"b/{number}": ["地域", "講座", "支援", "広報"] for number in range(12)},
    **{f"c/{number}": ["地域", "広報", "支援", "市民"] for number in range(12)},
}


def test_counts_stand_beside_the_statistics() -> None:
    table = find_keywords(occurrences(TEXTS), shuffles=499).set_index(["plan_id", "word"])
    row = table.loc[("a", "福祉")]
    assert row[["count", "words", "rest_count", "rest_words", "measures", "rest_measures"]].tolist() == [
        24,
        48,
        0,
        96,
        12,
        0,
    ]
    assert row["per_1000"] == 500 and row["lower"] < row["log_odds"] < row["upper"]
    assert row["g2"] > 0 and table.loc[("b", "福祉"), "g2"] < 0
    assert row["measure_ids"].split(" ") == [f"a/{number}" for number in [0, 1, 10, 11, *range(2, 10)]]


def test_a_word_of_one_plan_is_distinctive_and_a_common_one_is_not() -> None:
    table = find_keywords(occurrences(TEXTS), shuffles=999).set_index(["plan_id", "word"])
    assert table.loc[("a", "福祉"), "distinctive"] and table.loc[("b", "講座"), "distinctive"]
    assert not table.loc[("a", "地域"), "distinctive"]
    assert not table.loc[("b", "福祉"), "distinctive"], "a word that a plan avoids does not set it apart"
    assert table.loc[("a", "地域"), "null_lower"] <= table.loc[("a", "地域"), "null_upper"]


def test_a_word_that_one_measure_repeats_is_not_distinctive() -> None:
    texts = {one: [*words, "市民"] for one, words in TEXTS.items()}
    texts["a/0"] = ["条例"] * 30
    texts["b/0"] = [*texts["b/0"], "条例"]
    texts["c/0"] = [*texts["c/0"], "条例"]
    table = find_keywords(occurrences(texts), shuffles=999).set_index(["plan_id", "word"])
    assert table.loc[("a", "条例"), "q_words"] < 0.05, "taken one by one its words look distinctive"
    assert not table.loc[("a", "条例"), "distinctive"]


def test_rare_words_are_not_tested_but_count_among_the_words() -> None:
    texts = {**TEXTS, "a/99": ["希少"] * 4}
    table = find_keywords(occurrences(texts), shuffles=99)
    assert "希少" not in set(table["word"]) and table.loc[table["plan_id"] == "a", "words"].iloc[0] == 52


def test_the_order_of_occurrences_does_not_matter() -> None:
    words = occurrences(TEXTS)
    pd.testing.assert_frame_equal(find_keywords(words, shuffles=99), find_keywords(words.iloc[::-1], shuffles=99))


def test_shuffled_plans_have_hardly_any_distinctive_words() -> None:
    generator = np.random.default_rng(3)
    vocabulary = [f"語{number}" for number in range(30)]
    claims = tests = 0
    for run in range(15):
        texts = {
            f"{generator.choice(list('abc'))}/{number}": generator.choice(vocabulary, size=12).tolist()
            for number in range(60)
        }
        table = find_keywords(occurrences(texts), shuffles=1999, seed=run)
        claims, tests = claims + int(table["distinctive"].sum()), tests + len(table)
    assert tests > 1000 and claims / tests <= 0.01


@pytest.mark.parametrize("words", [occurrences({}), occurrences({f"a/{n}": ["地域"] for n in range(9)})])
def test_no_words_and_one_plan_give_an_honest_empty_table(words: pd.DataFrame) -> None:
    for table in (find_keywords(words, shuffles=9), compare_pairs(words, shuffles=9)):
        assert table.empty and {"distinctive", "measure_ids", "percent_diff"} <= set(table.columns)


def test_a_plan_with_one_measure_is_compared_but_cannot_stand_out_by_it() -> None:
    texts = {one: words for one, words in TEXTS.items() if not one.startswith("a/")} | {"a/0": ["福祉"] * 9 + ["地域"]}
    table = find_keywords(occurrences(texts), least_measures=1, shuffles=99).set_index(["plan_id", "word"])
    assert table.loc[("a", "福祉"), "count"] == 9 and not table.loc["a", "distinctive"].any()


def test_a_corpus_of_one_single_word_has_no_odds_and_no_claim() -> None:
    texts = {f"{plan}/{number}": ["地域"] for plan in "ab" for number in range(6)}
    for table in (find_keywords(occurrences(texts), shuffles=49), compare_pairs(occurrences(texts), shuffles=49)):
        assert table["z"].isna().all() and table["p"].isna().all() and not table["distinctive"].any()


def test_effect_sizes_stand_beside_z() -> None:
    table = find_keywords(occurrences(TEXTS), shuffles=49).set_index(["plan_id", "word"])
    assert np.isnan(table.loc[("a", "福祉"), "percent_diff"]), "no other plan has the word"
    assert table.loc[("b", "広報"), "percent_diff"] == pytest.approx(100)  # 12 of 48 words against 12 of 96
    assert table.loc[("a", "広報"), "percent_diff"] == -100


def test_every_row_names_the_measures_that_have_the_word() -> None:
    words = occurrences(TEXTS)
    for _, row in find_keywords(words, shuffles=49).iterrows():
        own = words[(words["plan_id"] == row["plan_id"]) & (words["word"] == row["word"])]
        assert set(split_ids(row["measure_ids"])) == set(own["measure_id"])
        assert row["measures"] == own["measure_id"].nunique()


def test_pairs_compare_two_plans_at_a_time() -> None:
    table = compare_pairs(occurrences(TEXTS), shuffles=999).set_index(["plan_id", "other_plan_id", "word"])
    assert set(table.index.droplevel("word")) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert ("a", "b", "市民") not in table.index, "neither of the two plans has the word"
    row = table.loc[("b", "c", "講座")]
    assert row[["count", "words", "rest_count", "rest_words"]].tolist() == [12, 48, 0, 48]
    assert row["distinctive"] and row["commoner_in"] == "b"
    assert table.loc[("b", "c", "市民"), "commoner_in"] == "c" and table.loc[("b", "c", "市民"), "z"] < 0
    level = table.loc[("b", "c", "広報")]
    assert level["z"] == pytest.approx(0) and not level["distinctive"] and pd.isna(level["commoner_in"])
    assert len(split_ids(level["measure_ids"])) == 24


def test_a_pair_has_the_prior_of_all_plans() -> None:
    counts = count_words(occurrences(TEXTS), 1, 1, None)
    pair = counts.keep_plans(["a", "b"], 1, 1)
    assert pair.prior_size == counts.prior_size == 48
    place = counts.words.tolist().index("広報")
    assert pair.prior[pair.words.tolist().index("広報")] == counts.prior[place] == pytest.approx(48 * 24 / 144)


def test_words_near_the_limit_get_more_shuffles_than_others() -> None:
    generator = np.random.default_rng(12)
    texts = {
        f"{plan}/{number}": ["福祉"] * (plan == "a" and number < 9)
        + ["講座"] * int(generator.poisson(0.9 if plan == "b" else 0.3))
        + ["地域", "支援"]
        for plan in "abc"
        for number in range(14)
    }
    few = FIRST_SHUFFLES + 500
    table = find_keywords(occurrences(texts), shuffles=few).set_index(["plan_id", "word"])
    # Every measure has 地域 once: no shuffle changes it. No shuffle reaches 福祉, some reach 講座.
    assert table.loc[("a", "地域"), "shuffles"] == FIRST_SHUFFLES and table.loc[("a", "地域"), "p"] > 0.05
    assert table.loc[("a", "福祉"), ["shuffles", "p"]].tolist() == [few, 1 / (few + 1)]
    near = table.loc[("b", "講座")]
    assert near["shuffles"] == FINER * few and 1 / few < near["p"] < 0.005


@pytest.mark.parametrize(("plan", "word"), [("b", "講座"), ("c", "講座"), ("a", "講座")])
def test_p_in_steps_is_p_of_all_shuffles_together(plan: str, word: str) -> None:
    generator = np.random.default_rng(8)
    texts = {
        f"{plan}/{number}": ["講座"] * int(generator.poisson(1.0 if plan == "b" else 0.3)) + ["地域"]
        for plan in "abc"
        for number in range(12)
    }
    counts = count_words(occurrences(texts), 5, 3, None)
    few, place = FIRST_SHUFFLES + 300, counts.words.tolist().index(word)
    found = shuffle_words(counts, [plan], few, seed=5)[plan]
    made = int(found.shuffles[place])
    steps = {FIRST_SHUFFLES: [FIRST_SHUFFLES], few: [FIRST_SHUFFLES, 300]}
    drawn = steps.get(made, [FIRST_SHUFFLES, 300, (FINER - 1) * few])
    assert sum(drawn) == made
    dealt = [block for seed, number in enumerate(drawn, 5) for block in shuffle_blocks(counts.plan_ids, number, seed)]
    members = (np.concatenate(dealt) == "abc".index(plan)).astype(float)
    y, n = (members @ counts.counts.toarray())[:, place], members @ counts.sizes
    rest, rest_n = counts.counts.sum(axis=0)[place] - y, counts.sizes.sum() - n
    a, size = counts.prior[place], counts.prior_size
    delta = np.log((y + a) / (n + size - y - a)) - np.log((rest + a) / (rest_n + size - rest - a))
    null = np.abs(delta / np.sqrt(1 / (y + a) + 1 / (rest + a)))
    assert found.p[place] == pytest.approx(((null >= abs(found.z[place]) - 1e-9).sum() + 1) / (made + 1))


def test_formulas_are_told_from_subject_matter() -> None:
    words = occurrences(TEXTS)
    repeated = words["word"].eq("講座") | (words["word"].eq("福祉") & words["start"].eq(1))
    table = find_keywords(words.assign(boilerplate=repeated), shuffles=499).set_index(["plan_id", "word"])
    assert table.loc[("b", "講座"), ["distinctive", "boilerplate_share", "formula"]].tolist() == [True, 1.0, True]
    assert table.loc[("a", "福祉"), ["distinctive", "boilerplate_share", "formula"]].tolist() == [True, 0.5, False]
    assert np.isnan(table.loc[("a", "講座"), "boilerplate_share"]) and not table.loc[("a", "講座"), "formula"]
    unmarked = find_keywords(words, shuffles=49)
    assert unmarked["boilerplate_share"].isna().all() and not unmarked["formula"].any()


PLANS = pd.DataFrame({"plan_id": list("abc"), "municipality": ["宇部市", "萩市", "下松市"]}).assign(
    municipality_inferred=False, first_fiscal_year=pd.NA, last_fiscal_year=pd.NA, state=None
)


def test_the_sentence_tells_subjects_and_habits_apart() -> None:
    words = occurrences(TEXTS).assign(boilerplate=lambda table: table["word"].eq("講座"))
    table = label_plans(find_keywords(words, shuffles=499), PLANS)
    assert state_words(table) == (
        "Of 6 words tested, 1 sets A apart (福祉); 2 set B apart (広報, by habit of wording 講座); "
        "2 set C apart (市民, 広報)"
    )
    assert "宇部市の主題の語「福祉」、萩市の主題の語「広報」と定型句の語「講座」、" in state_words(table, "ja")
    nothing = table.assign(distinctive=False)
    assert state_words(nothing).startswith("None of 6 words") and "一つもない" in state_words(nothing, "ja")


def test_the_sentence_of_pairs_counts_them() -> None:
    table = label_plans(compare_pairs(occurrences(TEXTS), shuffles=499), PLANS)
    names = dict(zip(PLANS["plan_id"], PLANS["municipality"], strict=True))
    table = table.assign(
        other_plan_en=table["other_plan_id"].str.upper(), other_plan_ja=table["other_plan_id"].map(names)
    )
    assert state_pairs(table) == (
        "In 3 of 3 pairs of plans the frequency of a word differs beyond chance, most often between A and B (3 words)"
    )
    assert "3組の計画のうち3組" in state_pairs(table, "ja")
    assert state_pairs(table.assign(distinctive=False)).startswith("In none of 3 pairs")
