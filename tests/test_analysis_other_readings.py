"""The materials read, cut or counted in another way."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import frame
from kyodo_project import ROOT
from sample_materials import materials

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.robustness.other_readings import (
    find_lines,
    on_raw_text,
    with_other_tokeniser,
    with_reprints,
    without_user_dictionary,
)
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables import read


def _published(text: str) -> dict[str, SourceText]:
    return {"ube": SourceText(tuple(text.split("\n")), "utf-8", (), "0" * 64)}


def _one(title: str, content: str, first: int, last: int, measure_id: str = "ube/1") -> dict[str, object]:
    plan_id, number = measure_id.split("/")
    own = {"title": title, "content": content, "first_line": first, "last_line": last}
    return {"measure_id": measure_id, "plan_id": plan_id, "number": number} | own


def _span(measure_id: str, field: str, line: int) -> dict[str, object]:
    table = "elements" if field == "text" else "measures"
    place = {"position": 1, "piece": 1, "line": line, "start": 0, "end": 4}
    return {"table": table, "row_id": measure_id, "field": field} | place


def test_without_the_user_dictionary_the_word_of_the_field_is_none() -> None:
    own = materials()
    plain = without_user_dictionary(own)
    assert "協働" in set(own.words["word"]) and "協働" not in set(plain.words["word"])
    assert plain.lexicons.user_dictionary is None and own.lexicons.user_dictionary is not None
    assert set(plain.tables["elements"]["commitment"]) <= {"do", "promote", "strive", "consider", "none"}


def test_another_tokeniser_changes_words_alone() -> None:
    pytest.importorskip("sudachidict_small")
    own = materials()
    other = with_other_tokeniser(own)
    assert set(other.words["word"]) >= {"協働", "センター"} and set(other.words["plan_id"]) == set(own.words["plan_id"])
    pd.testing.assert_frame_equal(other.tables["measure_themes"], own.tables["measure_themes"])


def test_reprints_are_counted_as_often_as_printed() -> None:
    elements = frame(
        "elements",
        [
            {"measure_id": "ube/1", "position": 1, "text": "講座を開きます。", "commitment": "do"},
            {"measure_id": "ube/1", "position": 2, "text": "広報を行います。【再掲】", "commitment": "do"},
            {"measure_id": "ube/2", "position": 1, "text": "講座を開きます。", "commitment": "do"},
        ],
    )
    rows = [_one("講座の充実", "-", 1, 1), _one("講座の充実", "-", 2, 2, "ube/2") | {"reprint": True}]
    own = materials(measures=frame("measures", rows), elements=elements)
    again = with_reprints(own)
    assert own.counted["measure_id"].tolist() == ["ube/1"] and len(again.counted) == 2
    count = {name: one.words["word"].eq("講座").sum() for name, one in (("own", own), ("again", again))}
    assert count == {"own": 2, "again": 4}
    assert own.words["word"].eq("広報").sum() == 0 and again.words["word"].eq("広報").sum() == 1


def test_raw_lines_are_those_between_title_and_content_as_printed() -> None:
    text = (
        "整理番号 ①\n推進項目 講座の充実\n\n担当課 協働推進課\n推進内容 講座を開き\nます。\n完了の目安 開かれたとき\n"
    )
    spans = frame("spans", [_span("ube/1", "title", 2), _span("ube/1", "text", 5), _span("ube/1", "text", 6)])
    spans = pd.concat([spans, frame("spans", [_span("ube/1", "completion", 7)])])
    own = materials(measures=frame("measures", [_one("講座の充実", "講座を開きます。", 1, 7)]), spans=spans)
    raw = on_raw_text(own, _published(text))
    assert raw.tables["elements"]["text"].tolist() == [
        "推進項目 講座の充実",
        "担当課 協働推進課",
        "推進内容 講座を開き",
        "ます。",
    ]
    assert {"担当", "推進"} <= set(raw.words["word"]) and "完了" not in set(raw.words["word"])
    assert raw.tables["measures"]["title"].isna().all(), "no line is known to be a title"


def test_overprinted_text_counts_as_often_as_printed() -> None:
    spans = frame("spans", [_span("ube/1", "title", 1), _span("ube/1", "text", 2)])
    own = materials(
        measures=frame("measures", [_one("条例", "条例の見直し", 1, 2)]), elements=frame("elements", []), spans=spans
    )
    raw = on_raw_text(own, _published("条例、条例、条例、条例\n条例の見直し。" + "条例の見直し。" * 3))
    assert own.words["word"].eq("条例").sum() == 1
    assert raw.words["word"].eq("条例").sum() == 8


def test_a_shared_line_counts_for_both_measures_and_a_reprint_for_none() -> None:
    rows = [
        _one("条例", "条例の見直し", 1, 1),
        _one("講座", "講座の開催", 1, 2, "ube/2"),
        _one("条例", "条例の見直し", 3, 3, "ube/3") | {"reprint": True},
    ]
    own = materials(measures=frame("measures", rows), spans=frame("spans", []))
    raw = on_raw_text(own, _published("条例と講座\n講座の開催\n条例"))
    assert raw.tables["elements"][["measure_id", "text"]].to_numpy().tolist() == [
        ["ube/1", "条例と講座"],
        ["ube/2", "条例と講座"],
        ["ube/2", "講座の開催"],
    ]


def test_a_plan_without_its_published_text_is_named() -> None:
    with pytest.raises(ValueError, match="the published text of hagi is not given"):
        on_raw_text(materials(), _published("-"))


def test_no_measures_read_no_lines() -> None:
    own = materials(measures=frame("measures", []), elements=frame("elements", []))
    assert on_raw_text(own, {}).words.empty and without_user_dictionary(own).words.empty


def test_the_raw_lines_of_every_measure_hold_its_title_and_content() -> None:
    measures = drop_reprints(read("measures"))
    places = find_lines(measures, read("spans")).merge(measures, on=["measure_id", "plan_id"])
    published = read_published(ROOT / "data" / "raw")
    assert (places["first"] <= places["last"]).all()
    for row in places.itertuples():
        printed = set("".join(published[row.plan_id].lines[row.first - 1 : row.last]))
        assert {one for one in f"{row.title}{row.content}" if not one.isspace()} <= printed, row.measure_id
