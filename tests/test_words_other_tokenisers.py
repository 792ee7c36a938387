"""The words of the measures by SudachiPy: the columns of our own tokens, IPADIC's names, and no need to install it."""

from __future__ import annotations

import sys

import pandas as pd
import pytest
from analysis_tables import frame

from kyodo_analysis.words.other_tokenisers import TokeniserMissing, load_sudachi, name_part, sudachi_table
from kyodo_analysis.words.token_table import token_table


def _measures(**fields: str) -> pd.DataFrame:
    return frame("measures", [{"measure_id": "ube/1", "plan_id": "ube", "number": "1", **fields}])


def _elements(*texts: str) -> pd.DataFrame:
    return frame("elements", [{"measure_id": "ube/1", "position": n, "text": text} for n, text in enumerate(texts, 1)])


@pytest.mark.parametrize(
    ("own", "before", "name"),
    [
        (("名詞", "普通名詞", "一般"), (), "名詞,一般,*,*"),
        (("名詞", "普通名詞", "サ変可能"), (), "名詞,サ変接続,*,*"),
        (("名詞", "数詞", "*"), (), "名詞,数,*,*"),
        (("名詞", "普通名詞", "助数詞可能"), ("名詞", "数詞", "*"), "名詞,接尾,助数詞,*"),
        (("名詞", "普通名詞", "助数詞可能"), ("助詞", "格助詞", "*"), "名詞,一般,*,*"),
        (("代名詞", "*", "*"), (), "名詞,代名詞,*,*"),
        (("形状詞", "一般", "*"), (), "名詞,形容動詞語幹,*,*"),
        (("接尾辞", "名詞的", "一般"), (), "名詞,接尾,*,*"),
        (("接尾辞", "動詞的", "*"), (), "動詞,接尾,*,*"),
        (("動詞", "非自立可能", "*"), ("助詞", "接続助詞", "*"), "動詞,非自立,*,*"),
        (("動詞", "非自立可能", "*"), ("名詞", "普通名詞", "サ変可能"), "動詞,自立,*,*"),
        (("動詞", "一般", "*"), ("助詞", "接続助詞", "*"), "動詞,自立,*,*"),
        (("助詞", "格助詞", "*", "*", "*", "*"), (), "助詞,格助詞,*,*"),
    ],
)
def test_parts_of_speech_get_the_names_of_ipadic(own: tuple[str, ...], before: tuple[str, ...], name: str) -> None:
    assert name_part(own, before) == name


def test_without_sudachi_it_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sudachipy", None)
    with pytest.raises(TokeniserMissing, match=r"install kyodo_analysis\[sensitivity\]"):
        sudachi_table(_measures(title="協働の推進"), _elements())


def test_the_table_is_that_of_our_own_tokens() -> None:
    pytest.importorskip("sudachidict_small")
    measures = _measures(title="ＮＰＯ等への支援", purpose="市民の参画を進めます。")
    elements = _elements("説明会を開催します。資料を配ります。", "NPOと話し合う")
    made = sudachi_table(measures, elements)
    own = token_table(measures, elements, frame("passages", []))
    assert list(made.columns) == list(own.columns)
    keys = ["field", "position", "sentence"]
    joined = made.groupby(keys)["surface"].agg("".join)
    assert joined.to_dict() == own.groupby(keys)["surface"].agg("".join).to_dict()
    assert made["measure_id"].eq("ube/1").all() and made["passage_id"].isna().all()
    both = made[made["surface"].isin(["ＮＰＯ", "NPO"])]
    assert both["base_form"].tolist() == ["ＮＰＯ", "ＮＰＯ"], "one word in either width, named as IPADIC does"


def test_surfaces_stand_where_they_say() -> None:
    pytest.importorskip("sudachidict_small")
    text = "  平成30年度から、 「話し合い」の場をつくっていく。"
    made = sudachi_table(_measures(), _elements(text))
    content = made[made["field"] == "content"]
    assert [
        text[start : start + len(surface)] for surface, start in zip(content["surface"], content["start"], strict=True)
    ] == (content["surface"].tolist())
    named = content.set_index("surface")["pos_detail"].str.split(",").str[0]
    assert named["いく"] == "非自立" and named["つくっ"] == "自立"


def test_nothing_to_cut_gives_no_rows() -> None:
    pytest.importorskip("sudachidict_small")
    none = sudachi_table(frame("measures", []), frame("elements", []))
    assert none.empty and "base_form" in none


def test_a_sentence_is_the_sum_of_its_tokens() -> None:
    pytest.importorskip("sudachidict_small")
    sentence = "①市民が　NPOを知ってもらう 〜㌔"
    assert "".join(token.surface for token in load_sudachi()(sentence)) == sentence
