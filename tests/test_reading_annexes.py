"""The annex tables: indicators, planning history, fiscal projection, counts of organisations."""

from collections import Counter

import pytest
from reading_plans import PLAN_IDS, reading_of, traced_lines

from kyodo_analysis.reading.finance import is_fiscal_table, printed_total_gaps, read_fiscal_table
from kyodo_analysis.reading.history import read_history
from kyodo_analysis.reading.indicators import read_indicators
from kyodo_analysis.reading.organisations import is_count_table, read_count_table
from kyodo_analysis.reading.records import AMBIGUOUS, READ
from kyodo_analysis.reading.table_rows import find_tables

# Typed from lines 1774-1842 and 2236-2387 of the second plan: name, then year and value of the start, and two targets.
INDICATORS = """
KGI-1 住んでいる地域へ愛着や誇りを感じている市民の割合
平成２９年 ７４．７％ ８０．０％ ８５．０％
KGI-2 地域行事や市民活動に積極的に参加している市民の割合
平成２９年 ５４．５％ ６０．０％ ６５．０％
KGI-3 日常生活に必要なサービスが確保されていると思う割合
平成２９年 ５８．２％ ６３．０％ ６７．０％
KPI-1 住んでいる地域の良さや課題が地域住民の間で共有されていると思う割合
平成２９年 ４２．８％ ４６．０％ ５０．０％
KPI-2 （仮称）地域コーディネーター制度における認定件数
平成２９年 — ４０人 ９０人
KPI-3 地域づくり協議会と市が連携して地域課題解決に向けて取り組んでいる事業数
平成２８年 ５７事業 ８０事業 １００事業
KPI-4 地域づくり協議会と連携して取組まれている生活支援サービス事業数
平成２８年 ５５事業 ７０事業 ９０事業
"""
POLICIES = [
    "地域づくりへの参画の意識づくり",
    "地域づくりの担い手の確保、育成の推進",
    "地域経営に向けた支援の充実と体制整備",
    "地域での豊かな暮らしの確保に向けた取組の推進",
]


def test_goals_and_performance_indicators_with_their_two_targets():
    found = reading_of("yamaguchi-2").indicators
    assert len(found) == 14
    typed = INDICATORS.split()
    for i, (first, second) in enumerate(zip(found[::2], found[1::2], strict=True)):
        number, name, year, baseline, *targets = typed[6 * i : 6 * i + 6]
        for record, target_year, target in ((first, "平成３４年", targets[0]), (second, "平成３９年", targets[1])):
            assert (record.number, record.kind, record.name.text) == (number, number[:3], name)
            assert (record.baseline_year.text, record.baseline.text) == (year, baseline)
            assert (record.target_year.text, record.target.text) == (target_year, target)
            assert record.trend.text == "増加"
    assert [record.policy.text if record.policy else None for record in found[::2]] == [None] * 3 + POLICIES


def test_indicators_of_another_town():
    text = """２ 情報の共有
＜成果指標（KPI）＞
○ 広報紙を読んでいる市民の割合
○ 出前講座の
開催回数
市の取組です。
現状値
（Ｒ２）
目標値
（Ｒ７）
６０％ ８０％ 増加
現状値
（2020年度）
目標値
（2025年度）
１０回 ２０回
"""
    first, second = read_indicators(traced_lines(text))[0]
    assert (first.number, first.policy.text, first.name.text) == ("KPI-1", "情報の共有", "広報紙を読んでいる市民の割合")
    assert (first.baseline_year.text, first.baseline.text, first.target.text, first.trend.text) == (
        "Ｒ２",
        "６０％",
        "８０％",
        "増加",
    )
    assert (second.name.text, second.target_year.text, second.target.text) == (
        "出前講座の開催回数",
        "2025年度",
        "２０回",
    )
    assert second.trend is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "基準値\n\n市民の意識を高めます。",
        "目標\n住み続けたいと思う市民の割合",
        "重要業績評価指標（ＫＰＩ）を設定します。\n◆市民",
    ],
)
def test_no_indicators(text):
    assert read_indicators(traced_lines(text)) == ((), ())


def test_planning_history_of_the_second_plan():
    events = reading_of("yamaguchi-2").history
    assert len(events) == 23
    assert (events[0].date, events[0].end_date) == ("2016-06-15", "2017-07-06")
    assert events[0].event.text == "いっしょに創る未来懇話会（全２１地域）"
    assert (events[-1].date, events[-1].end_date) == ("2018-03-08", None)
    assert events[-1].event.text.startswith("平成２９年度第３回山口市協働のまちづくり推進委員会")
    assert [event.date for event in events] == sorted(event.date for event in events)
    periods = {event.date: event.end_date for event in events if event.end_date}
    assert periods == {
        "2016-06-15": "2017-07-06",
        "2017-01-13": "2017-02-10",
        "2017-06-15": "2017-07-06",
        "2017-12-21": "2018-01-19",
        "2018-02-19": "2018-03-20",
    }


def history(text):
    events, _, problems = read_history(traced_lines("計画策定の経過\n" + text))
    return [(event.date, event.end_date, event.event.text) for event in events], [
        problem.reason for problem in problems
    ]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "令和元年\n５月１０日 第１回策定委員会\n・素案の検討\n６月１日～６月３０日 意見募集",
            [("2019-05-10", None, "第１回策定委員会・素案の検討"), ("2019-06-01", "2019-06-30", "意見募集")],
        ),
        (
            "平成28年5月10日（火） 第1回\n11月2日(水) 第2回\n1月20日 第3回",
            [("2016-05-10", None, "第1回"), ("2016-11-02", None, "第2回"), ("2017-01-20", None, "第3回")],
        ),
        (
            "平成28年12月20日～1月19日\n説明会\n平成29年\n2月1日 答申",
            [("2016-12-20", "2017-01-19", "説明会"), ("2017-02-01", None, "答申")],
        ),
        (
            "平成28年4月1日 会議\n- 素案について\n5月1日 会議",
            [("2016-04-01", None, "会議- 素案について"), ("2016-05-01", None, "会議")],
        ),
        (
            "平成28年度 計画\n平成28年4月1日 会議\n5月1日 会議\n第２章 体制\n6月1日 会議",
            [("2016-04-01", None, "会議"), ("2016-05-01", None, "会議")],
        ),
    ],
)
def test_dates_of_other_histories(text, events):
    assert history(text) == (events, [])


def test_a_date_that_never_was_is_a_problem():
    events, (reason,) = history("平成28年2月30日 会議\n3月1日 会議\n4月1日 答申")
    assert [date for date, _, _ in events] == ["2016-03-01", "2016-04-01"]
    assert "2月30日" in reason


@pytest.mark.parametrize(
    "text", ["本市では、平成20年に指針を策定しました。", "平成28年4月1日 会議", "市民の声\n平成の時代"]
)
def test_a_heading_about_history_over_prose_gives_no_events(text):
    assert history(text) == ([], [])


def test_fiscal_projection_of_koka():
    cells = reading_of("koka").finance
    assert len(cells) == 24 * 8
    assert {cell.fiscal_year for cell in cells} == set(range(2021, 2029))
    assert {cell.status for cell in cells} == {READ}
    items = [cell.item.text for cell in cells[::8]]
    assert len(items) == 24
    assert [cell.item.text for cell in cells] == [item for item in items for _ in range(8)]
    sides = Counter(cell.side for cell in cells[::8])
    assert sides == {"revenue": 11, "expenditure": 10, "balance": 3}
    parts = [(cell.item.text, cell.parent.text) for cell in cells[::8] if cell.parent]
    assert parts == [
        ("うち 住みよき基金分", "繰入金"),
        ("うち 財調基金分", "繰入金"),
        ("うち 臨時財政対策債", "市債"),
        ("うち 臨時財政対策債", "公債費"),
    ]
    taxes = {cell.fiscal_year: cell.amount for cell in cells if cell.item.text == "市税"}
    assert list(taxes.values()) == [142, 144, 145, 145, 146, 147, 147, 148]


def row(item):
    return {cell.fiscal_year: cell.amount for cell in reading_of("koka").finance if cell.item.text.startswith(item)}


def test_printed_totals_prove_the_reading():
    """Every printed total is the sum of its items, exactly; so no number has slid into another row or year."""
    gaps = printed_total_gaps(reading_of("koka").finance)
    years = range(2021, 2029)
    assert gaps == {(side, year): 0.0 for side in ("expenditure", "revenue") for year in years}


def test_shortfalls_follow_from_the_totals():
    revenue, expenditure, shortfall = row("歳入合計"), row("歳出合計"), row("財源不足額")
    drawn, left = row("財源調整のための基金取崩額"), row("充当後の財源不足額")
    assert len(revenue) == 8
    assert {year: revenue[year] - expenditure[year] for year in revenue} == shortfall  # (c) = (a) - (b)
    assert {year: shortfall[year] + drawn[year] for year in shortfall} == left  # (c) + (d)


def fiscal(text):
    (table,) = find_tables(traced_lines(text))
    assert is_fiscal_table(table)
    return read_fiscal_table(table)


def test_rows_with_too_few_numbers_are_ambiguous_and_bad_numbers_problems():
    cells, headings, (problem,) = fiscal("\t\tR3\tR4\n歳入\t市税\t10\t1,2,3\n\t市債\t5\n歳入合計\t15\t20\t\n")
    assert [(cell.item.text, cell.fiscal_year, cell.amount, cell.status) for cell in cells] == [
        ("市税", 2021, 10.0, READ),
        ("市税", 2022, None, READ),
        ("市債", 2021, 5.0, AMBIGUOUS),
        ("歳入合計", 2021, 15.0, READ),
        ("歳入合計", 2022, 20.0, READ),
    ]
    assert {cell.side for cell in cells} == {"revenue"}
    assert [heading.text for heading in headings] == ["R3", "R4", "歳入"]
    assert (problem.table, problem.text.text) == ("finance", "1,2,3")
    assert printed_total_gaps(cells) == {("revenue", 2021): 0.0, ("revenue", 2022): 20.0}


@pytest.mark.parametrize("text", ["歳入\t市税\t10", "\tR3\tR4\n市民\t10\t12", "項目\t内容"])
def test_other_tables_are_not_fiscal(text):
    (table,) = find_tables(traced_lines(text))
    assert not is_fiscal_table(table)


def test_organisations_of_koka_with_their_sources():
    found = [(count.item.text, count.count, count.printed.text) for count in reading_of("koka").organisations]
    assert found == [
        ("区・自治会", 203, "203団体"),
        ("自治振興会", 23, "23団体（25団体）"),
        ("NPO法人", 32, "32団体"),
        ("ボランティアグループ", 215, "215団体"),
    ]
    sources = [count.source.text for count in reading_of("koka").organisations]
    assert sources == ["甲賀市", "甲賀市", "滋賀県認証団体数", "甲賀市社会福祉協議会ボランティアセンター登録数"]


def test_counts_without_a_source_for_each_and_counts_that_are_none():
    lines = traced_lines("項目\t団体数\n自治会\t12団体\nNPO\t数団体ほど\n\n資料：総務課")
    (table,) = find_tables(lines)
    assert is_count_table(table)
    counts, headings, (problem,) = read_count_table(table, lines)
    assert [(count.item.text, count.count, count.source) for count in counts] == [("自治会", 12, None)]
    assert [heading.text for heading in headings] == ["項目", "団体数"]
    assert (problem.table, problem.text.text) == ("organisations", "数団体ほど")


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_no_plan_has_problems_or_annexes_of_another(plan_id):
    reading = reading_of(plan_id)
    assert reading.problems == ()
    counts = (len(reading.indicators), len(reading.history), len(reading.finance), len(reading.organisations))
    assert counts == {"yamaguchi-2": (14, 23, 0, 0), "koka": (0, 0, 192, 4)}.get(plan_id, (0, 0, 0, 0))
