"""Actors of cells, ticked lists, legends and running text."""

from __future__ import annotations

import re

import pytest

from kyodo_analysis.values.actors import (
    ACTOR_WORDS,
    ACTORS,
    parse_actor,
    parse_lead_legend,
    parse_lead_marks,
    split_actor_spans,
)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("市民", "citizens"),
        ("市民の皆さん", "citizens"),
        ("住民", "citizens"),
        ("地域コミュニティ", "community_associations"),
        ("自治会・町内会", "community_associations"),
        ("地域づくり協議会", "community_associations"),
        ("区", "community_associations"),
        ("市民活動団体", "civic_groups"),
        ("市民活動団\n体", "civic_groups"),
        ("ＮＰＯ", "civic_groups"),
        ("NPO法人", "civic_groups"),
        ("ﾎﾞﾗﾝﾃｨｱ団体", "civic_groups"),
        ("事業者", "businesses"),
        ("企業等", "businesses"),
        ("教育機関", "schools"),
        ("大学", "schools"),
        ("市", "city"),
        ("行政", "city"),
        ("市（行政）", "city"),
        ("職員", "city"),
        ("市民活動支援センター", "support_centres"),
        ("中間支援組織", "support_centres"),
        ("県", "other_public"),
        ("社会福祉協議会", "other_public"),
        ("すべての主体", "everyone"),
        ("■行政", "city"),
    ],
)
def test_actors(printed: str, code: str) -> None:
    assert parse_actor(printed) == code


@pytest.mark.parametrize("printed", ["", "拠点", "協働推進課", "市民と行政", "主体"])
def test_unknown_actors_raise(printed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(printed))):
        parse_actor(printed)


@pytest.mark.parametrize(
    ("cell", "actors"),
    [
        ("■市民 ■地域コミュニティ ■市民活動団体 □事業者 □教育機関 ■行政", "市民 地域コミュニティ 市民活動団体 行政"),
        ("□市民 □地域コミュニティ ■市民活動団体 □事業者 □教育機関 □行政", "市民活動団体"),
        ("□市民　■地域コミュニティ\n□市民活動団体", "地域コミュニティ"),
        ("☑市民 ☐事業者", "市民"),
        ("□市民 □行政", ""),
        ("市、市民活動団体、事業者", "市 市民活動団体 事業者"),
        ("市", "市"),
        ("市民・事業者・行政", "市民 事業者 行政"),
        ("市民／事業者／行政", "市民 事業者 行政"),
        ("市民及び事業者", "市民 事業者"),
        ("市民 事業者", "市民 事業者"),
        ("市民\n事業者", "市民 事業者"),
        ("市、市民活動団\n体、事業者", "市 市民活動団体 事業者"),
        ("●市民 ○事業者", "市民"),
        ("○市民 ○事業者", "市民 事業者"),
        ("◎市民 ○行政", "市民 行政"),
    ],
)
def test_actor_cells(cell: str, actors: str) -> None:
    found = [re.sub(r"\s", "", cell[start:end]) for start, end in split_actor_spans(cell)]
    assert found == actors.split()


@pytest.mark.parametrize("cell", ["", " ", "■ □", "、"])
def test_cells_without_actors_raise(cell: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(cell))):
        split_actor_spans(cell)


def test_legend_and_marks() -> None:
    legend = parse_lead_legend("★市民が主体 ●市が主体 ◎市民と市が主体")
    assert legend == {"★": ("citizens",), "●": ("city",), "◎": ("citizens", "city")}
    assert parse_lead_marks("◎", legend) == ("citizens", "city")
    assert parse_lead_marks("★ ●", legend) == ("citizens", "city")
    assert parse_lead_marks("★ ◎", legend) == ("citizens", "city")


def test_another_plan_may_explain_its_marks_otherwise() -> None:
    assert parse_lead_legend("◎：行政が中心　○：市民活動団体が主体") == {"◎": ("city",), "○": ("civic_groups",)}


@pytest.mark.parametrize("marks", ["", "☆", "★☆"])
def test_marks_without_a_legend_raise(marks: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(marks))):
        parse_lead_marks(marks, {"★": ("citizens",)})


@pytest.mark.parametrize("line", ["市民が主体", "★拠点が主体"])
def test_lines_that_are_no_legend_raise(line: str) -> None:
    with pytest.raises(ValueError, match=r"legend|拠点"):
        parse_lead_legend(line)


def test_the_vocabulary_is_one_of_codes() -> None:
    assert set(ACTOR_WORDS.values()) == set(ACTORS)
    assert all(parse_actor(word) == code for word, code in ACTOR_WORDS.items())
