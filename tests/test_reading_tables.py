import pytest
from reading_plans import line, repaired_plan, traced_lines

from kyodo_analysis.reading.table_columns import find_columns, header_fields, is_header, is_lead, years_of
from kyodo_analysis.reading.table_rows import find_tables, list_items, plain_cell, row_kind


def cells_of(text):
    """The texts of the cells of all tables of a text: table, row, cell."""
    return [
        [[plain_cell(cell).text for cell in row.cells] for row in table.rows]
        for table in find_tables(traced_lines(text))
    ]


def rows_of(text):
    (table,) = find_tables(traced_lines(text))
    return table.rows


def test_lines_with_tabs_that_follow_one_another_are_one_table():
    assert cells_of("項目\t内容\nA\tB\n\nC\tD\nなし") == [[["項目", "内容"], ["A", "B"]], [["C", "D"]]]


def test_pipe_tables_lose_their_rules():
    text = "| 取組 | 担当課 |\n|:---|---:|\n| 広報 | 総務課 |\n| a\\|b | c |"
    assert cells_of(text) == [[["取組", "担当課"], ["広報", "総務課"], ["a\\|b", "c"]]]


def test_html_tables_over_one_line_and_over_many():
    on_one = "<table><tr><th>事業名</th><th>主体</th></tr><tr><td>広報</td><td><ul><li>市</li></ul></td></tr></table>"
    on_many = (
        "前\n<TABLE class='x'>\n<tr>\n<th>事業名</th>\n<th>主体</th></tr>\n<tr><td>広\n報<td>市\n</tr>\n</table>\n後"
    )
    assert cells_of(on_one) == [[["事業名", "主体"], ["広報", "市"]]]
    assert cells_of(on_many) == [[["事業名", "主体"], ["広報", "市"]]]


def test_html_cells_keep_their_places():
    (_, row) = rows_of("<table><tr><td>事業名</td></tr>\n<tr><td>広\n報</td></tr></table>")
    assert [(run.line, run.start, run.end) for run in row.cells[0].runs()] == [(2, 8, 9), (3, 0, 1)]


@pytest.mark.parametrize("text", ["", "市民と行政", "a | b", "|", "<td>広報</td>", "\t" * 500, "|" * 500])
def test_no_tables(text):
    assert find_tables(traced_lines(text)) == []


def test_row_kinds():
    assert [row_kind(text) for text in ("a\tb", " | a | b |", "a", "|", "||")] == ["tabs", "pipes", "", "", ""]


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        (
            '<ul style="list-style-type: none"> ・ 協働マニュアルを用いた職員研修 ・ 協働の視点での事業構築 ',
            ["協働マニュアルを用いた職員研修", "協働の視点での事業構築"],
        ),
        (
            "・補助金、助成金情報の提供 ・補助金申請等の事務の支援",
            ["補助金、助成金情報の提供", "補助金申請等の事務の支援"],
        ),
        ("各種団体や活動を調整・連携する。・研修", ["各種団体や活動を調整・連携する。", "研修"]),
        ("<ul><li>広報紙の充実</li><li>ホームページ</li></ul>", ["広報紙の充実", "ホームページ"]),
        ("一行目<br/>二行目", ["一行目", "二行目"]),
        ("  ", []),
    ],
)
def test_items_of_a_cell(cell, items):
    found, marks = list_items(line(cell))
    assert [item.text for item in found] == items
    claimed = {place for text in (*found, *marks) for place in text.places}
    assert {place for place, character in zip(line(cell).places, cell, strict=True) if character.isalnum()} <= claimed


@pytest.mark.parametrize(("text", "lead"), [("★ ◎", True), ("●", True), ("◎市", False), ("", False), (" ", False)])
def test_lead_marks(text, lead):
    assert is_lead(text) is lead


TSUSHIMA = """{0}
★ ●\t市民活動コミュニティ組織立ち上げの支援\t必要な情報の提供等を行います。(随時)\t地域再生推進本部 関係各部
●\t初期資金に対する支援の検討\t支援等を提供し、支援のあり方を検討します。\t地域再生推進本部 関係各部"""
FIELDS = {"lead": 0, "title": 1, "content": 2, "departments": 3}


@pytest.mark.parametrize(
    "header",
    [
        "\t項目\tアクションプランの内容\t関係部署",
        "項目\tアクションプランの内容\t関係部署\t",
        "項目\tアクションプランの内容\t\t関係部署",
    ],
)
def test_shifted_headers_are_laid_on_the_cells_that_read_like_them(header):
    assert dict(find_columns(rows_of(TSUSHIMA.format(header)), None).fields) == FIELDS


def test_a_table_without_a_header_goes_on_with_the_columns_before_it():
    before = find_columns(rows_of(TSUSHIMA.format("\t項目\tアクションプランの内容\t関係部署")), None)
    rows = rows_of("★ ◎\tコミュニティサロンの設置\t公民館等を活用するための検討を行います。\t地域再生推進本部 関係各部")
    assert dict(find_columns(rows, before).fields) == FIELDS
    assert find_columns(rows, None) is None
    assert find_columns(rows_of("自治会\t203団体\nNPO法人\t32団体"), before) is None
    assert find_columns(rows_of("\t市税\t142\t144\n\t市債\t25\t40"), before) is None


@pytest.mark.parametrize("header", ["項目\t団体数", "項目", "年度\tR3\tR4", "内容\t主体", "項目\t内容"])
def test_other_tables_have_no_columns(header):
    assert find_columns(rows_of(header + "\t"), None) is None


def test_years_in_the_header():
    columns = find_columns(rows_of("取組\t取組内容\tR4\tR5\n研修\t研修を実施します。\t検討\t実施"), None)
    assert dict(columns.fields) == {"title": 0, "content": 1}
    assert {year: (heading.text, place) for year, (heading, place) in columns.years.items()} == {
        2022: ("R4", 2),
        2023: ("R5", 3),
    }


def test_years_in_a_second_header_row_that_slid_to_the_left():
    rows = rows_of("取組\t取組内容\t年次計画\nR4\tR5\n研修\t研修を実施します。\t検討\t実施")
    assert is_header(rows[1])
    columns = find_columns(rows, None)
    assert dict(columns.fields) == {"title": 0, "content": 1}
    assert {year: place for year, (_, place) in columns.years.items()} == {2022: 2, 2023: 3}


def test_header_fields():
    first, second = rows_of("項目\t内容\t主体\n研修\t内容\t市")
    assert header_fields(first) == [("title", 0), ("content", 1), ("actors", 2)]
    assert header_fields(second) == []
    assert not is_header(second)
    assert years_of(rows_of("\t平成33年度\t平成34年度\tそのほか\t35")[0]).keys() == {2021, 2022}


def test_every_measure_table_of_koka_has_its_columns():
    tables = find_tables(repaired_plan("koka").lines)
    found = [columns for table in tables if (columns := find_columns(table.rows[1:], None))]
    assert len(found) == 10
    assert {tuple(columns.fields) for columns in found} == {("title", "content", "actors")}
