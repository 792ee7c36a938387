"""Values that can not be taken: a build keeps each as a problem with its reason, and nothing moves to another year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from kyodo_project import run_kyodo
from reading_plans import text_of

from kyodo_analysis.reading.cards import read_cards
from kyodo_analysis.reading.markup import read_markup
from kyodo_analysis.tables import read

SENTENCE = "市民協働課が中心となり関係課と調整して進めます。"
BACKWARDS = "令和9年度から令和5年度まで"
TABLE = """# 第3次協働推進計画

## 基本方針1 人材の育成

| 取組 | 取組内容 | 担当課 | {years} |
|---|---|---|---|---|---|
"""
ROW = "| {title} | {content} | {departments} | {marks} |\n"
SOUND = {
    "title": "職員研修の実施",
    "content": "職員研修を実施します。",
    "departments": "総務課",
    "marks": "検討 | 実施 | →",
}
"""Cells of a row in which there is nothing to complain about."""
CARD = """基本目標1 市民が主役のまちづくり
基本施策(1) 情報の共有

事業番号 1-1-1 区分 継続
事業名 広報紙の発行
担当課 秘書広報課
目的
市政情報を市民に分かりやすく伝えます。
事業内容
広報紙を毎月発行し、全世帯に配布
します。
{years}
{marks}

第３章 計画の推進
計画は、市民会議が毎年評価します。
"""


def print_table(*rows: dict[str, str], years: str = "R4 | R5 | R6") -> str:
    """A plan of one table; cells that a row does not give are sound."""
    return TABLE.format(years=years) + "".join(ROW.format(**{**SOUND, **row}) for row in rows)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """The tables that `kyodo read` writes for a plan with one bad cell in every row but the last."""
    folder = tmp_path_factory.mktemp("bad cells")
    bad = [
        {"title": "協働推進員の配置", "departments": SENTENCE},
        {"title": "相談窓口の開設", "departments": "未定"},
        {"title": "講座の開催", "content": f"{BACKWARDS}講座を開催します。"},
        {"title": "情報誌の発行", "marks": "検討 | 実施 | → | →"},
        {"title": "交流会の開催", "content": "年2回開催し、随時広報します。", "marks": "検討 | 毎回 | →"},
    ]
    (folder / "plan.txt").write_text(print_table(*bad, {}), encoding="utf-8")
    answer = run_kyodo("read", folder / "plan.txt", "--out", folder / "tables")
    assert answer.exit_code == 0, answer.stderr
    names = ("measures", "problems", "field_status", "measure_departments", "measure_schedule", "measure_timing")
    return {name: read(name, folder / "tables") for name in names}


def test_every_value_that_can_not_be_taken_is_a_problem(tables: dict[str, pd.DataFrame]) -> None:
    problems = tables["problems"][["table", "line", "printed", "reason"]]
    assert list(problems.itertuples(index=False, name=None)) == [
        ("measure_departments", 7, SENTENCE, f"a sentence, not departments: {SENTENCE!r}"),
        ("measure_departments", 8, "未定", "no department in '未定'"),
        ("measure_timing", 9, BACKWARDS, f"no fiscal year in {BACKWARDS!r}: the range runs backwards"),
        (
            *("measure_schedule", 10, "情報誌の発行 職員研修を実施します。 総務課 検討 実施 → →"),
            "7 cells under 6 headings",
        ),
        ("measure_schedule", 11, "毎回", "unknown mark '毎回'"),
    ]


def test_a_sentence_is_no_department_and_says_so(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["measure_departments"]["department"].tolist() == ["総務課"] * 4
    status = tables["field_status"]
    departments = status.loc[status["field"] == "departments", "status"]
    assert departments.tolist() == ["unreadable", "unreadable", "read", "read", "read", "read"]
    schedules = status.loc[status["field"] == "schedule", "status"]
    assert schedules.tolist() == ["read", "read", "read", "unreadable", "read", "read"]


def test_timings_keep_how_often_they_recur(tables: dict[str, pd.DataFrame]) -> None:
    backwards, yearly, any_time = tables["measure_timing"].itertuples()
    assert (backwards.printed, yearly.printed, any_time.printed) == (BACKWARDS, "年2回", "随時")
    assert pd.isna(backwards.first_fiscal_year) and pd.isna(backwards.last_fiscal_year)
    assert (yearly.times, yearly.every_years) == (2, 1.0)
    assert pd.isna(any_time.times) and pd.isna(any_time.every_years)


def test_an_unknown_mark_leaves_its_year_empty(tables: dict[str, pd.DataFrame]) -> None:
    schedule = tables["measure_schedule"].merge(tables["measures"][["measure_id", "title"]], on="measure_id")
    own = schedule[schedule["title"] == "交流会の開催"]
    assert own["fiscal_year"].tolist() == [2022, 2023, 2024]
    assert own["phase"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("years", "marks", "status", "reason"),
    [
        ("R4 | R5 | R6", "検討 | 実施 | → | →", "unreadable", "7 cells under 6 headings"),
        ("R4 | R4 | R6", "検討 | 実施 | →", "ambiguous", "years: 2, marks: 3"),
    ],
    ids=["more marks than years", "a year twice"],
)
def test_a_row_whose_marks_do_not_fit_the_years(years: str, marks: str, status: str, reason: str) -> None:
    (measure,) = read_markup(text_of(print_table({"marks": marks}, years=years)))
    (note,) = measure.notes
    assert (note.field, note.status, note.reason) == ("schedule", status, reason)
    assert note.alternatives == tuple(marks.split(" | "))


def test_a_row_with_fewer_marks_than_years_has_empty_years_at_its_end() -> None:
    (measure,) = read_markup(text_of(print_table({"marks": "検討 | 実施"})))
    assert [(cell.fiscal_year, cell.mark and cell.mark.text) for cell in measure.schedule] == [
        (2022, "検討"),
        (2023, "実施"),
        (2024, None),
    ]


@pytest.mark.parametrize(
    ("years", "marks", "status", "reason"),
    [
        ("R3 R4 R5", "実施 → → →", "unreadable", "years: 3, marks: 4"),
        ("R3 R4 R5", "検討 実施", "unreadable", "years: 3, marks: 2"),
        ("R3 R3 R4", "検討 実施 →", "ambiguous", "a year is printed twice"),
    ],
)
def test_a_card_whose_marks_do_not_fit_its_years(years: str, marks: str, status: str, reason: str) -> None:
    (card,) = read_cards(text_of(CARD.format(years=years, marks=marks)))
    (note,) = card.notes
    assert (note.field, note.status, note.reason) == ("schedule", status, reason)
    assert note.printed is not None and note.printed.text == marks
    if status == "unreadable":
        assert all(cell.mark is None for cell in card.schedule)


@pytest.mark.parametrize(("years", "marks"), [("R3 R4 R5", "実施 → →"), ("R3 R4 R5", "")])
def test_a_card_whose_marks_fit_has_no_note(years: str, marks: str) -> None:
    (card,) = read_cards(text_of(CARD.format(years=years, marks=marks)))
    assert card.notes == ()
    assert [cell.fiscal_year for cell in card.schedule] == [2021, 2022, 2023]


LEADS = [
    ("◎協働推進課、○財政課", [("協働推進課", True, None), ("財政課", False, None)]),
    ("【主】協働推進課、【副】財政課", [("協働推進課", True, None), ("財政課", False, None)]),
    ("協働推進課（主）、財政課（副）", [("協働推進課", True, None), ("財政課", False, None)]),
    ("主管：協働推進課、関係：財政課", [("協働推進課", True, None), ("財政課", False, None)]),
    ("福祉部（高齢福祉課、障がい福祉課）", [("高齢福祉課", False, "福祉部"), ("障がい福祉課", False, "福祉部")]),
]
LINES = """基本目標1 市民が主役のまちづくり
基本施策(1) 情報の共有

事業番号 1-1-1 区分 継続
事業名 広報紙の発行
担当課：{departments}
目的：市政情報を市民に分かりやすく伝えます。
内容：元年度末までに検討

事業番号 1-1-2 区分 継続
事業名 広報紙の配布
担当課：総務課
目的：市政情報を市民に分かりやすく伝えます。
内容：広報紙を配布
"""


@pytest.mark.parametrize("layout", ["table", "label line"])
@pytest.mark.parametrize(("departments", "expected"), LEADS, ids=[printed for printed, _ in LEADS])
def test_a_cell_says_who_is_in_charge_and_whose_sections_they_are(
    departments: str, expected: list[tuple[str, bool, str | None]], layout: str, tmp_path: Path
) -> None:
    plan = print_table({"departments": departments}, {}) if layout == "table" else LINES.format(departments=departments)
    (tmp_path / "plan.txt").write_text(plan, encoding="utf-8")
    answer = run_kyodo("read", tmp_path / "plan.txt", "--out", tmp_path / "tables")
    assert answer.exit_code == 0, answer.stderr
    named = read("measure_departments", tmp_path / "tables")
    rows = named[["department", "in_charge", "parent"]].itertuples(index=False, name=None)
    found = [(name, in_charge, None if pd.isna(parent) else parent) for name, in_charge, parent in rows]
    assert found == [*expected, ("総務課", False, None)]
    left = "".join(read("passages", tmp_path / "tables")["text"])
    assert not set("◎○【】（）、副") & set(left)
    if layout == "label line":
        timing = read("measure_timing", tmp_path / "tables")
        assert timing[["printed", "kind"]].to_numpy().tolist() == [["元年度末までに", "deadline"]]
        assert timing[["first_fiscal_year", "last_fiscal_year"]].isna().all(axis=None)
        (problem,) = read("problems", tmp_path / "tables").itertuples()
        assert (problem.table, problem.printed) == ("measure_timing", "元年度末までに")
        assert "no era" in problem.reason
