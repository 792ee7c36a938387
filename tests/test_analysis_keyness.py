"""Distinctive words: formulas against independent ones, selection by hand, and silence under shuffled labels."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from analysis_tables import elements, measures
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from kyodo_analysis.analysis.keyness import find_keywords, log_likelihood_ratio, log_odds, select_words

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


def test_log_odds_follow_the_formula_of_the_paper() -> None:
    # Monroe, Colaresi & Quinn (2008) written out for one word: 9 of 100 words against 20 of 900, prior 3 of 50.
    delta, error = log_odds([9, 91], 100, [20, 880], 900, [3, 47])
    assert delta[0] == pytest.approx(math.log(12 / (150 - 12)) - math.log(23 / (950 - 23)))
    assert error[0] == pytest.approx(math.sqrt(1 / 12 + 1 / 23))


def test_log_odds_with_the_corpus_as_prior_are_those_of_tidylo() -> None:
    # tidylo::bind_log_odds (informative): y1 = n_wi + n_w, y2 = (n_w - n_wi) + n_w, totals with the whole corpus added.
    counts = np.array([[12.0, 3.0, 5.0], [4.0, 9.0, 17.0]])
    alpha, total = counts.sum(axis=0), counts.sum()
    delta, error = log_odds(counts[0], counts[0].sum(), counts[1], counts[1].sum(), alpha)
    for word in range(3):
        y1, y2 = counts[0, word] + alpha[word], alpha[word] - counts[0, word] + alpha[word]
        n1, n2 = counts[0].sum() + total, total - counts[0].sum() + total
        expected = math.log(y1 / (n1 - y1)) - math.log(y2 / (n2 - y2))
        assert delta[word] / error[word] == pytest.approx(expected / math.sqrt(1 / y1 + 1 / y2))


@given(st.integers(0, 60), st.integers(1, 400), st.integers(0, 60), st.integers(1, 900))
def test_g2_is_scipys(count: int, others: int, rest: int, rest_others: int) -> None:
    if count + rest == 0:
        count = 1
    g2 = float(log_likelihood_ratio(count, count + others, rest, rest + rest_others))
    table = [[count, others], [rest, rest_others]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert abs(g2) == pytest.approx(expected, abs=1e-8)
    if abs(g2) > 1e-6:
        assert (g2 > 0) == (count / (count + others) > rest / (rest + rest_others))


def test_g2_of_a_worked_example() -> None:
    # Observed 10 of 100 and 5 of 200; by hand 2 * sum(O * ln(O / E)) over the four cells with E = 5, 95, 10, 190.
    by_hand = 2 * (10 * math.log(2) + 90 * math.log(90 / 95) + 5 * math.log(0.5) + 195 * math.log(195 / 190))
    assert float(log_likelihood_ratio(10, 100, 5, 200)) == pytest.approx(by_hand)


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
    table = find_keywords(words, shuffles=9)
    assert table.empty and "distinctive" in table.columns
