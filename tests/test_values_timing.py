"""Timing words in the sentences of the plans."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.values.timing import TIMING_KINDS, find_timings

GOLD = Path(__file__).parent.parent / "data" / "hand" / "gold"
SENTENCES = [
    ("自治会等への出前による協働についての説明会を開催します。(随時)", [("随時", "as_needed", None, None)]),
    (
        "市民協働推進指針のホームページへの掲載を行います。 (平成20年4月21日から掲載)",
        [("平成20年4月21日から掲載", "start", 2008, None)],
    ),
    ("本編の掲載します。(平成20年5月号～3回程度)", [("平成20年5月号～3回程度", "start", 2008, None)]),
    ("ホームページへの掲載（平成20年5月から掲載予定）", [("平成20年5月から掲載予定", "start", 2008, None)]),
    (
        "平成２３年６月に開始した「地域担当者制度」の適切な運用に努めます。",
        [("平成２３年６月に開始した", "start", 2011, None)],
    ),
    (
        "そこで、平成２３年４月に制定した「協働のまちづくり条例」に基づき",
        [("平成２３年４月に制定した", "interval", 2011, 2011)],
    ),
    ("市では、平成２６年度までに市内全地区に設置します。", [("平成２６年度までに", "deadline", None, 2014)]),
    (
        "平成30年度から平成34年度まで実施します。",
        [("平成30年度から平成34年度まで", "interval", 2018, 2022)],
    ),
    ("平成29年1月13日から2月10日まで募集し、", [("平成29年1月13日から2月10日まで", "interval", 2016, 2016)]),
    ("平成24年度以降拡充します。", [("平成24年度以降拡充", "start", 2012, None)]),
    ("令和5年度中に結論を得ます。", [("令和5年度中に", "interval", 2023, 2023)]),
    ("順次、改築・改修していきます。", [("順次", "stepwise", None, None)]),
    ("データベースは毎年度更新します。", [("毎年度", "recurrent", None, None)]),
    ("進捗状況について、毎年度、広報「つしま」を利用して公表します。", [("毎年度", "recurrent", None, None)]),
    ("定期的に市民活動団体を紹介します。", [("定期的に", "recurrent", None, None)]),
    ("実態調査を３年に１回実施します。", [("３年に１回", "recurrent", None, None)]),
    (
        "説明会を年1回開催し、会議を月１回程度開きます。",
        [("年1回", "recurrent", None, None), ("月１回程度", "recurrent", None, None)],
    ),
    (
        "隔年で調査し、四半期ごとに報告します。",
        [("隔年で", "recurrent", None, None), ("四半期ごとに", "recurrent", None, None)],
    ),
    ("また、適宜市報の紙面構成を見直し、", [("適宜", "as_needed", None, None)]),
    ("必要に応じて部会を立ち上げ、", [("必要に応じて", "as_needed", None, None)]),
    ("実施に向けた取り組みを早急に行います。", [("早急に", "soon", None, None)]),
    (
        "また、将来的には地域交流センターで定期的な",
        [("将来的に", "horizon", None, None), ("定期的な", "recurrent", None, None)],
    ),
    ("今後、部会の再編等を検討します。", [("今後", "horizon", None, None)]),
    ("前期に検討し、後期に実施します。", [("前期", "interval", None, None), ("後期", "interval", None, None)]),
    ("段階的に移譲を進めます。", [("段階的に", "stepwise", None, None)]),
    (
        "前期（平成30～34年度）に検討し、後期に実施します。",
        [("前期（平成30～34年度）", "interval", 2018, 2022), ("後期", "interval", None, None)],
    ),
    ("令和7年度を目途に整備します。", [("令和7年度を目途に", "deadline", None, 2025)]),
    ("年２～３回、会議を開きます。", [("年２～３回", "recurrent", None, None)]),
    ("３か月に１回、集まります。", [("３か月に１回", "recurrent", None, None)]),
]
NO_TIMINGS = [
    "今後のまちづくりの施策の方向性を検討します。",
    "後期高齢者への支援を行います。",
    "前期推進計画を策定します。",
    "後期計画の見直しを行います。",
    "地域の将来ビジョンを共有します。",
    "将来にわたって安心して暮らせる",
    "継続的な活動を支援します。",
    "一定期間協力し合いながら事業を行う",
    "地域の課題を計画的に解決します。",
    "第2次甲賀市総合計画（平成29年6月策定）に掲げる",
    "年齢に応じた研修を行います。",
    "6月に1回開催します。",
    "",
]


@pytest.mark.parametrize(("sentence", "timings"), SENTENCES, ids=[case[0][:20] for case in SENTENCES])
def test_timings(sentence: str, timings: list[tuple[str, str, int | None, int | None]]) -> None:
    found = find_timings(sentence)
    assert [(one.printed, one.kind, one.first_fiscal_year, one.last_fiscal_year) for one in found] == timings
    assert all(sentence[one.start : one.end] == one.printed and one.kind in TIMING_KINDS for one in found)


@pytest.mark.parametrize("sentence", NO_TIMINGS)
def test_words_that_only_look_like_timings(sentence: str) -> None:
    assert find_timings(sentence) == []


# (sentence, times, every_years) of its only timing
FREQUENCIES = [
    ("本編を掲載します。(平成20年5月号～3回程度)", 3, None),
    ("実態調査を３年に１回実施します。", 1, 3.0),
    ("データベースは毎年度更新します。", None, 1.0),
    ("説明会を年２回開催します。", 2, 1.0),
    ("隔年で調査します。", None, 2.0),
    ("四半期ごとに報告します。", None, 0.25),
    ("平成20年度から毎年実施する。", None, 1.0),
    ("平成２３年６月に開始した制度です。", None, None),
    ("定期的に紹介します。", None, None),
    ("随時受け付けます。", None, None),
]


@pytest.mark.parametrize(("sentence", "times", "every_years"), FREQUENCIES, ids=[case[0] for case in FREQUENCIES])
def test_how_often(sentence: str, times: int | None, every_years: float | None) -> None:
    (timing,) = find_timings(sentence)
    assert (timing.times, timing.every_years) == (times, every_years)


@pytest.mark.parametrize(
    ("sentence", "printed", "words"),
    [
        ("平成30年度から平成28年度まで実施し、随時見直します。", "平成30年度から平成28年度まで", "backwards"),
        ("令和0年度に開催し、随時見直します。", "令和0年度に", "no year 0"),
        ("0年度に開催し、随時見直します。", "0年度", "0年度 is no year"),
    ],
)
def test_years_that_can_not_be_read_leave_a_timing_without_years(sentence: str, printed: str, words: str) -> None:
    unread, read = find_timings(sentence, era="平成")
    assert (unread.printed, unread.first_fiscal_year, unread.last_fiscal_year) == (printed, None, None)
    assert words in unread.reason and printed in unread.reason
    assert (read.printed, read.kind, read.reason) == ("随時", "as_needed", "")


def test_years_without_an_era_need_the_plans_era() -> None:
    named = "20年度アクションプランを策定します。20年度における計画を策定します。"
    sentence = f"24年度以降に拡充し、22年度までに整備します。{named}"
    assert find_timings(sentence) == []
    found = find_timings(sentence, era="平成")
    assert [(one.printed, one.kind, one.first_fiscal_year, one.last_fiscal_year) for one in found] == [
        ("24年度以降", "start", 2012, None),
        ("22年度までに", "deadline", None, 2010),
    ]


@pytest.mark.parametrize("era", [None, "平成", "令和"])
@pytest.mark.parametrize(
    ("sentence", "printed", "kind"),
    [
        ("元年度末までに検討", "元年度末までに", "deadline"),
        ("本事業は、元年度から実施します。", "元年度から", "start"),
        ("元年度当初に公表します。", "元年度当初", "interval"),
    ],
)
def test_the_first_year_of_an_unnamed_era_is_whole_and_has_no_years(
    sentence: str, printed: str, kind: str, era: str | None
) -> None:
    (found,) = find_timings(sentence, era)
    assert (found.printed, found.kind, found.first_fiscal_year, found.last_fiscal_year) == (printed, kind, None, None)
    assert "no era for 元年度" in found.reason


def test_the_end_of_a_year_without_an_era_is_whole() -> None:
    (unread,) = find_timings("5年度末までに検討")
    assert (unread.printed, unread.kind, unread.last_fiscal_year) == ("5年度末までに", "deadline", None)
    assert "no era for 5年度" in unread.reason
    (read,) = find_timings("5年度末までに検討", era="令和")
    assert (read.printed, read.kind, read.last_fiscal_year, read.reason) == ("5年度末までに", "deadline", 2023, "")


@pytest.mark.parametrize(
    ("sentence", "printed", "reason"),
    [
        ("令和元年度末までに検討", ["令和元年度末までに"], ""),
        ("今年度末までに検討", ["今年度末"], ""),
        ("多次元年度別に整理", [], ""),
    ],
)
def test_a_first_year_with_an_era_or_inside_a_word_needs_none(sentence: str, printed: list[str], reason: str) -> None:
    found = find_timings(sentence)
    assert [one.printed for one in found] == printed
    assert all(one.reason == reason for one in found)


@pytest.mark.parametrize("plan", ["koka", "nichinan", "tsushima", "yamaguchi-1", "yamaguchi-2"])
def test_every_timing_that_readers_cut_is_found_as_they_cut_it(plan: str) -> None:
    checked = 0
    for line in (GOLD / f"{plan}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found = [timing.printed for element in record["content"] for timing in find_timings(element)]
        assert [printed for printed in found if printed in record["timing"]] == record["timing"]
        checked += len(record["timing"])
    assert checked or plan == "yamaguchi-2"


@given(st.text(alphabet="平成令和０2０5年度月日から～まで毎随時１回に、。今後順次 開始した", max_size=40))
def test_timings_never_overlap(text: str) -> None:
    found = find_timings(text, era="平成")
    assert all(text[one.start : one.end] == one.printed for one in found)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
