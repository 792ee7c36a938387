import pytest
from reading_plans import reading_of, text_of, traced_lines, values_of

from kyodo_analysis.reading.grids import fit_grids, is_grid, read_grid, usual_era
from kyodo_analysis.reading.markup import detect_markup, read_markup
from kyodo_analysis.reading.records import UNREADABLE, Measure
from kyodo_analysis.reading.table_rows import find_tables

PIPES = """# 第3次協働推進計画

## 基本方針1 人材の育成

### 職員の意識改革

| 取組 | 取組内容 | 担当課 | R4 | R5 | R6 |
|---|---|---|---|---|---|
| 職員研修の実施 | 協働に関する職員研修を実施します。 | 市民協働課 | 実施 | → | → |
| 協働推進員の配置 | 各課に協働推進員を配置します。 | 市民協働課、各課 | 検討 | 実施 | → |

### 市民の意識啓発

| 取組 | 取組内容 | 担当課 | R4 | R5 | R6 |
|---|---|---|---|---|---|
| 講演会の開催（再掲） | 協働をテーマにした講演会を開催します。 | 市民協働課 | 実施 | | |
"""

HTML = """<h2>基本方針2 情報の共有</h2>
<table><tr><th>事業名</th><th>事業内容</th><th>実施主体</th></tr>
<tr><td>広報の充実</td><td><ul><li>広報紙の充実</li><li>ホームページの充実</li></ul></td><td>市</td></tr>
<tr><td>市民活動情報の収集</td><td>市民活動団体の情報を集めて公開します。</td><td>市、市民活動団体</td></tr></table>
"""


def read(text):
    return [values_of(measure) for measure in read_markup(text_of(text))]


def test_pipe_tables_under_headings():
    program = {"policy": "人材の育成", "program": "職員の意識改革"}
    assert read(PIPES) == [
        {
            "number": "1-1-1",
            **program,
            "title": "職員研修の実施",
            "departments": ["市民協働課"],
            "content": ["協働に関する職員研修を実施します。"],
            "schedule": {2022: "実施", 2023: "→", 2024: "→"},
        },
        {
            "number": "1-1-2",
            **program,
            "title": "協働推進員の配置",
            "departments": ["市民協働課", "各課"],
            "content": ["各課に協働推進員を配置します。"],
            "schedule": {2022: "検討", 2023: "実施", 2024: "→"},
        },
        {
            "number": "1-2-1",
            "policy": "人材の育成",
            "program": "市民の意識啓発",
            "title": "講演会の開催",
            "departments": ["市民協働課"],
            "content": ["協働をテーマにした講演会を開催します。"],
            "schedule": {2022: "実施", 2023: "", 2024: ""},
            "reprint": True,
        },
    ]


def test_html_tables():
    assert read(HTML) == [
        {
            "number": "2-1-1",
            "policy": "情報の共有",
            "title": "広報の充実",
            "actors": ["市"],
            "content": ["広報紙の充実", "ホームページの充実"],
        },
        {
            "number": "2-1-2",
            "policy": "情報の共有",
            "title": "市民活動情報の収集",
            "actors": ["市", "市民活動団体"],
            "content": ["市民活動団体の情報を集めて公開します。"],
        },
    ]


def test_captions_are_programs_and_marks_are_leads():
    text = """施策1:意識を高める

■啓発に努めます\t\t\t
\t項目\tアクションプランの内容\t関係部署
★ ◎\t自治会、地域で\t自治会等への出前による説明会を開催します。(随時)\t地域再生推進本部 関係各課
●\t広報紙の利用\t概要版を掲載します。(再掲)\t－
■学習会を開催します\t\t\t
●\t学習会\t市民活動団体とともに学習会を開催します。\t関係各部
"""
    first, second, third = read(text)
    assert (first["number"], first["lead"], first["program"]) == ("1-1-1", "★◎", "啓発に努めます")
    assert first["departments"] == ["地域再生推進本部", "関係各課"]
    assert (second["number"], second["reprint"]) == ("1-1-2", True)
    assert "departments" not in second
    assert (third["number"], third["program"], third["title"]) == ("1-2-1", "学習会を開催します", "学習会")


def test_tables_under_plain_headings_count_their_policies():
    text = """# 計画

## 人材の育成

### 職員

| 取組 | 担当課 |
| 研修 | 職員課 |

## 情報の共有

### 広報

| 取組 | 担当課 |
| 広報紙 | 秘書課 |
"""
    assert [(m["number"], m["policy"], m["program"]) for m in read(text)] == [
        ("1-1-1", "人材の育成", "職員"),
        ("2-1-1", "情報の共有", "広報"),
    ]


def test_printed_numbers_of_programs_count():
    text = "基本目標２ 参画\n\n（３） 情報の共有\n\n取組\t取組内容\n広報\t広報紙を発行します。\n"
    assert [(m["number"], m["policy"], m["program"]) for m in read(text)] == [("2-3-1", "参画", "情報の共有")]


def test_tables_without_any_heading():
    assert [m["number"] for m in read("取組\t担当課\n広報\t秘書課\n\n取組\t担当課\n研修\t職員課")] == ["1-1", "2-1"]


@pytest.mark.parametrize(("printed", "number"), [("③ ", "③"), ("（４）", "4"), ("5. ", "5"), ("６．", "6")])
def test_a_number_printed_before_a_title_counts(printed, number):
    (measure,) = read(f"基本目標1 人材\n\n職員の育成\t\n取組\t担当課\n{printed}職員研修の実施\t職員課\n")
    assert (measure["number"], measure["title"]) == (f"1-1-{number}", "職員研修の実施")


def test_a_number_inside_a_title_stays():
    (measure,) = read("施策5:進行管理\n\n項目\t関係部署\n20年度アクションプランの策定\t関係各部\n")
    assert (measure["number"], measure["title"]) == ("5-1-1", "20年度アクションプランの策定")


def test_a_plan_with_one_level_of_headings():
    table = "\n\n| 取組 | 担当課 |\n| 広報 | 秘書課 |\n\n"
    found = read(f"# 計画\n\n## 情報の共有{table}## 人材{table}")
    assert [(m["number"], m["policy"]) for m in found] == [("1-1-1", "情報の共有"), ("2-1-1", "人材")]


def test_a_column_headed_for_actors_may_hold_departments():
    (measure,) = read("取組\t取組内容\t実施主体\n研修\t研修を実施します。\t職員課・市民協働課\n")
    assert measure["departments"] == ["職員課", "市民協働課"]
    assert "actors" not in measure


def test_a_row_without_a_title_goes_on_with_the_row_above():
    text = "取組\t取組内容\t担当課\n研修\t職員研修を実施します。\t職員課\n\t市民向けの講座を開きます。\t市民協働課\n"
    (measure,) = read(text)
    assert measure["content"] == ["職員研修を実施します。", "市民向けの講座を開きます。"]
    assert measure["departments"] == ["職員課", "市民協働課"]


def test_a_table_over_two_pages_is_one_program():
    text = "基本方針1 人材\n\n取組\t担当課\n研修\t職員課\n\n取組\t担当課\n講座\t職員課\n"
    assert [m["number"] for m in read("基本方針1 人材\n\n職員の育成\t\n" + text.split("\n\n", 1)[1])] == [
        "1-1-1",
        "1-1-2",
    ]


def test_a_cell_that_names_no_departments_is_noted():
    (measure,) = read_markup(text_of("取組\t取組内容\t担当課\n研修\t研修を実施します。\t市長が別に定める。"))
    assert [(note.field, note.status) for note in measure.notes] == [("departments", UNREADABLE)]


@pytest.mark.parametrize(
    "text", ["", "市民と行政が協働します。", "項目\t団体数\n自治会\t203団体", "<table><tr><td>広報</td></tr></table>"]
)
def test_texts_without_measure_tables(text):
    assert detect_markup(text_of(text)) == 0.0
    assert read_markup(text_of(text)) == ()


def test_detection():
    assert detect_markup(text_of(PIPES)) == 1.0
    assert detect_markup(text_of(PIPES + "\n自治会\t203団体\n\n市税\t3\n")) < 1.0


GRID = """備考つき\t20年度\t\t\t備考
\t21年度\t22年度\t24年度以降\t
情報共有のための連絡会議\t●\t\t○\t
研修\t\t\t\t
"""


def grid_rows(text):
    return find_tables(traced_lines(text))[0].rows


def test_grids_are_known_by_their_years():
    assert is_grid(grid_rows(GRID), "平成")
    assert not is_grid(grid_rows(GRID), None)
    assert not is_grid(grid_rows("項目\t20年度\t21年度\t22年度\n会議\t●\t\t"), "平成")
    assert not is_grid(grid_rows("市税\tH33\tH34\tH35\n市民税\t142\t144\t145"), "平成")
    assert not is_grid(grid_rows("会議\t20年度\t21年度"), "平成")


def test_marks_of_a_grid_fall_into_the_year_whose_columns_begin_before_them():
    text = "\t20年度\t\t\t\t21年度\t22年度\t備考\n連絡調整会議\t●\t\t\t\t●\t\t\n"
    grid = read_grid(grid_rows(text), "", "平成")
    assert [year for year, _ in grid.years] == [2008, 2009, 2010]
    assert [(row.text.text, [(year, mark.text) for year, mark in row.marks]) for row in grid.rows] == [
        ("連絡調整会議", [(2008, "●"), (2009, "●")])
    ]


@pytest.mark.parametrize(
    ("header", "cells", "marks", "unplaced"),
    [
        ("20年度\t21年度\t22年度", "●\t→\t→", [(2008, "●"), (2009, "→"), (2010, "→")], []),
        ("20年度\t21年度\t22年度", "●\t→\t→\t→", [], ["●", "→", "→", "→"]),
        ("20年度\t21年度\t22年度\t", "●\t\t\t→", [], ["●", "→"]),
        ("20年度\t21年度\t22年度\t備考", "●\t→\t→\t→", [], ["●", "→", "→", "→"]),
        ("20年度\t21年度\t22年度\t備考", "●\t→\t→\t継続", [(2008, "●"), (2009, "→"), (2010, "→")], []),
        ("20年度\t\t21年度\t\t22年度\t", "●\t\t\t→\t\t→", [(2008, "●"), (2009, "→"), (2010, "→")], []),
        ("20年度\t\t\n\t21年度\t22年度\t", "\t●\t\t", [(2009, "●")], []),
        ("20年度\t\t\n21年度\t22年度\t", "●\t→\t", [], ["●", "→"]),
    ],
    ids=["fits", "more marks", "blank heading", "sign as remark", "remark", "merged years", "two rows", "shifted rows"],
)
def test_marks_that_no_year_of_a_grid_stands_over_join_no_year(header, cells, marks, unplaced):
    rows = grid_rows("\t" + header.replace("\n", "\n\t") + f"\n連絡調整会議\t{cells}\n")
    row = next(row for row in read_grid(rows, "", "平成").rows if row.text.text == "連絡調整会議")
    assert [(year, mark.text) for year, mark in row.marks] == marks
    assert [mark.text for mark in row.unplaced] == unplaced


def test_a_grid_row_with_more_marks_than_years_is_unreadable_with_its_marks():
    titles = traced_lines("連絡調整会議\n広報紙の発行")
    grid = read_grid(grid_rows("\t20年度\t21年度\t22年度\n連絡調整会議\t●\t→\t→\t→\n"), "", "平成")
    measure, _ = fit_grids([Measure(str(number), title) for number, title in enumerate(titles)], [grid])
    (note,) = measure.notes
    assert measure.schedule == ()
    assert (note.field, note.status, note.reason) == ("schedule", UNREADABLE, "a mark stands under no year of the grid")
    assert note.printed is not None and note.printed.text == "● → → →"


def test_grids_are_fitted_by_wording_and_policy():
    titles = traced_lines("連絡調整会議\n広報紙の発行\n情報を共有する\n活動を支える")
    grid = read_grid(grid_rows("\t20年度\t21年度\t22年度\n■ 連絡調整会議（再掲）\t●\t\t\n"), "活動を支える", "平成")
    other, own, lost = fit_grids(
        [
            Measure("1", titles[0], policy=titles[2]),
            Measure("2", titles[0], policy=titles[3]),
            Measure("3", titles[1], policy=titles[3]),
        ],
        [grid],
    )
    assert [(cell.fiscal_year, cell.mark.text) for cell in own.schedule] == [(2008, "●")]
    assert [measure.notes[0].status for measure in (other, lost)] == [UNREADABLE] * 2
    assert "20年度・21年度・22年度" in lost.notes[0].reason
    assert fit_grids([other], []) == (other,)


def test_usual_era():
    assert usual_era(traced_lines("昭和40年\n平成20年度 平成21年度")) == "平成"
    assert usual_era(traced_lines("2008年")) is None


def test_the_grids_of_tsushima_lost_all_marks_but_two():
    measures = reading_of("tsushima").measures
    marked = {measure.number: measure for measure in measures if measure.schedule}
    assert list(marked) == ["3-1-1"]
    (cell,) = marked["3-1-1"].schedule  # both marks stand in the four columns of the first year
    assert (cell.fiscal_year, cell.mark.text) == (2008, "●●")
    assert [run.line for run in cell.mark.runs()] == [184, 184]
    for measure in measures:
        schedules = [note for note in measure.notes if note.field == "schedule"]
        assert [note.status for note in schedules] == ([] if measure.number == "3-1-1" else [UNREADABLE])


def test_koka_prints_no_schedule_at_all():
    assert all(not measure.schedule and not measure.notes for measure in reading_of("koka").measures)


SURPLUS = """| 番号 | 取組 | 取組内容 | 担当課 | R7 | R8 | R9 | 完了の目安 | 備考 |
|---|---|---|---|---|---|---|---|---|
| 1 | 職員研修の実施 | 研修を実施します。 | 市民協働課 | 検討 | 実施 | → | 研修の定着をもって完了とします。 | 新規 |
| 2 | 広報紙の発行 | 広報紙で協働の事例を紹介します。 | 秘書課 | {} |
| 3 | 講演会の開催 | 講演会を開きます。 | 市民協働課 | 実施 | → | → | 毎年の開催をもって完了とします。 | 新規 |
"""
UNCLEAR = {"schedule": UNREADABLE, "completion": UNREADABLE}
ANYWHERE = {"title": "ambiguous", "content": UNREADABLE, "departments": UNREADABLE, **UNCLEAR}
CRITERION = "特集が組まれたときに完了とします。"


@pytest.mark.parametrize("kind", ["pipes", "tabs"])
@pytest.mark.parametrize(
    ("cells", "completion", "statuses"),
    [
        (f"検討 | 実施 | → | 実施 | {CRITERION} | 継続事業の再編", CRITERION, {"schedule": UNREADABLE}),
        (f"検討 | 実施 | → | 実施 | {CRITERION} | ", None, UNCLEAR),
        (f"検討 | 実施 | → | 実施 | {CRITERION} | 継続", None, UNCLEAR),
        (f"総務課 | 検討 | 実施 | → | {CRITERION} | 新規", None, ANYWHERE),
        (f"検討 | 実施 | → | {CRITERION} | 新規 | 特になし", None, ANYWHERE),
        (f"検討 | 実施 | → | {CRITERION} | 新規 | ", CRITERION, {}),
        (f"検討 | 実施 | → | {CRITERION} | 新規", CRITERION, {}),
    ],
    ids=["marks", "blank remark", "remark like a mark", "department", "at the end", "blank at the end", "fits"],
)
def test_a_row_with_more_cells_than_headings_is_not_shifted_silently(kind, cells, completion, statuses):
    text = SURPLUS.format(cells)
    if kind == "tabs":
        rows = [row.strip("|").split("|") for row in text.splitlines() if "---" not in row]
        text = "\n".join("\t".join(cell.strip() for cell in row) for row in rows)
    first, measure, third = read_markup(text_of(text))
    assert values_of(measure).get("completion") == completion
    assert {note.field: note.status for note in measure.notes} == statuses
    assert [note.reason for note in measure.notes] == ["10 cells under 9 headings"] * len(statuses)
    printed = [note.printed for note in measure.notes if note.printed]
    assert len(printed) == min(1, len(statuses))
    for row in printed:
        assert row.first_line == (4 if kind == "pipes" else 3)
        assert row.text == " ".join(
            f"2 広報紙の発行 広報紙で協働の事例を紹介します。 秘書課 {cells}".replace("|", "").split()
        )
    assert bool(measure.schedule) is not bool(statuses)
    is_before_known = statuses != ANYWHERE
    assert [each.text for each in measure.departments] == (["秘書課"] if is_before_known else [])
    assert [each.text for each in measure.content] == (["広報紙で協働の事例を紹介します。"] if is_before_known else [])
    for other, criterion in (
        (first, "研修の定着をもって完了とします。"),
        (third, "毎年の開催をもって完了とします。"),
    ):
        assert (other.notes, str(other.completion), len(other.schedule)) == ((), criterion, 3)


def test_rows_that_agree_on_more_cells_than_headings_have_a_heading_lost_to_merged_cells():
    text = "取組\t取組内容\t担当課\n研修\t研修を実施します。\t職員課\t新規\n広報\t広報紙を発行します。\t秘書課\t継続\n"
    first, second = measures = read_markup(text_of(text))
    assert [str(each) for measure in measures for each in measure.departments] == ["職員課", "秘書課"]
    assert first.notes == second.notes == ()


def test_years_below_one_heading_are_columns_of_their_own():
    text = "取組\t取組内容\t年次計画\nR4\tR5\n研修\t研修を実施します。\t検討\t実施\n"
    (measure,) = read_markup(text_of(text))
    assert (len(measure.schedule), measure.notes) == (2, ())


def test_the_only_row_of_a_table_may_have_more_marks_than_years():
    header = "取組\t取組内容\t担当課\tR7\tR8\tR9\t完了の目安\n"
    text = header + f"研修\t研修を実施します。\t職員課\t検討\t実施\t→\t→\t{CRITERION}\n"
    (measure,) = read_markup(text_of(text))
    assert (str(measure.completion), measure.schedule) == (CRITERION, ())
    (note,) = measure.notes
    assert (note.field, note.alternatives) == ("schedule", ("検討", "実施", "→", "→"))


def test_marks_of_the_lead_without_a_heading_do_not_shift_the_years():
    text = "項目\t内容\t担当課\tR7\tR8\n" + "".join(
        f"★\t{title}\t{title}を実施します。\t{department}\t実施\t→\n"
        for title, department in (("研修", "職員課"), ("広報", "秘書課"))
    )
    for measure in read_markup(text_of(text)):
        assert measure.schedule == ()
        assert ("schedule", UNREADABLE, "6 cells under 5 headings") in [
            (note.field, note.status, note.reason) for note in measure.notes
        ]
