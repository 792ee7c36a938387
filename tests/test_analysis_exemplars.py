"""Measures under a finding: typical, deviant and opposite ones by hand, and none where there are too few."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kyodo_analysis.analysis.showing.exemplars import quote_extremes

WORDS = {
    "a/1": "基金 創設 市民",
    "a/2": "基金 創設 市民",
    "a/3": "基金 創設 寄附",
    "a/4": "基金 広報",
    "b/1": "講座 広報",
    "b/2": "基金 講座",
    "c/1": "",
}


def words(texts: dict[str, str] = WORDS) -> pd.DataFrame:
    rows = [(one, word) for one, text in texts.items() for word in text.split()]
    return pd.DataFrame(rows, columns=["measure_id", "word"]).astype("str")


def measures(texts: dict[str, str] = WORDS) -> pd.DataFrame:
    rows = [
        (one, one.split("/")[0], f"題 {one}", f"{text.replace(' ', '')}について検討します。", 10 * n, 10 * n + 1)
        for n, (one, text) in enumerate(texts.items(), 1)
    ]
    return pd.DataFrame(rows, columns=["measure_id", "plan_id", "title", "content", "first_line", "last_line"])


FUNDS = ["a/1", "a/2", "a/3", "a/4"]


def test_the_three_measures_with_their_quotations() -> None:
    table = quote_extremes(measures(), words(), FUNDS, around="基金")
    assert table[["role", "measure_id", "plan_id", "n"]].values.tolist() == [
        ["typical", "a/1", "a", 4],
        ["deviant", "a/4", "a", 4],
        ["opposite", "b/2", "b", 4],
    ]
    assert table["lines"].tolist() == ["10–11", "40–41", "60–61"]
    assert table["quotation"].iloc[2] == "基金講座について検討します。" and table["title"].iloc[0] == "題 a/1"
    assert table["similarity"].iloc[0] > table["similarity"].iloc[1]


def test_the_similarity_is_the_cosine_of_tf_idf_with_the_others_of_the_finding() -> None:
    texts = {"a/1": "基金 創設", "a/2": "基金", "b/1": "創設"}
    table = quote_extremes(measures(texts), words(texts), ["a/1", "a/2"]).set_index("role")
    # Both words stand in two of three measures: equal weights, so the vectors are (1, 1) / √2, (1, 0) and (0, 1).
    assert table.loc["typical", "similarity"] == pytest.approx(1 / math.sqrt(2))
    # The sum of the finding is (1 / √2 + 1, 1 / √2).
    total = math.hypot(1 / math.sqrt(2) + 1, 1 / math.sqrt(2))
    assert table.loc["opposite", "similarity"] == pytest.approx(1 / math.sqrt(2) / total)
    assert "deviant" not in table.index, "of two measures neither deviates more than the other"


def test_one_measure_is_not_typical_of_itself() -> None:
    table = quote_extremes(measures(), words(), ["a/4"])
    assert table["role"].tolist() == ["opposite"] and table["n"].tolist() == [1]


def test_the_opposite_is_sought_where_it_is_said() -> None:
    table = quote_extremes(measures(), words(), FUNDS, others=["b/1", "a/1"]).set_index("role")
    assert table.loc["opposite", "measure_id"] == "b/1", "a measure of the finding is not its opposite"
    everywhere = quote_extremes(measures(), words(), ["a/1", "b/2", "c/1"]).set_index("role")
    assert everywhere.loc["opposite", "measure_id"] == "a/2", "where all plans are touched, all other measures count"


@pytest.mark.parametrize(("found", "texts"), [([], WORDS), (["c/1"], WORDS), (["a/1"], {"a/1": ""})])
def test_no_measure_with_words_gives_an_empty_table(found: list[str], texts: dict[str, str]) -> None:
    table = quote_extremes(measures(texts), words(texts), found)
    assert table.empty and {"role", "measure_id", "quotation", "lines"} <= set(table.columns)


def test_an_unknown_measure_is_named() -> None:
    with pytest.raises(KeyError, match="z/9"):
        quote_extremes(measures(), words(), ["a/1", "z/9"])


def test_the_order_of_words_does_not_matter() -> None:
    one, other = words(), words().sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        quote_extremes(measures(), one, FUNDS), quote_extremes(measures(), other, FUNDS), check_exact=False
    )
