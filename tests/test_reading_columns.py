import pytest
from reading_plans import line, reading_of, repaired_plan, text_of, traced_lines, values_of

from kyodo_analysis.reading.column_style import find_style, is_table_header
from kyodo_analysis.reading.columns import detect_columns, read_columns
from kyodo_analysis.reading.records import UNREADABLE

TWO_ROWS = """基本目標１ みんなで話し合うまち

取組項目 取組内容 担当課

{0}市民ワーク
ショップの開催

{2}市の計画を作るときに、無作為に
選んだ市民によるワークショップを
開催します。

{2}結果を公表します。

{3}企画政策課
{3}市民協働課

{1}出前講座の充実
{2}職員が地域に出向いて説明する出
前講座を充実します。
{3}生涯学習課
"""
"""Two rows; to be filled in: the numbers of the rows, the bullet, the mark of departments."""

WORKSHOP = {
    "policy": "みんなで話し合うまち",
    "title": "市民ワークショップの開催",
    "departments": ["企画政策課", "市民協働課"],
    "content": [
        "市の計画を作るときに、無作為に選んだ市民によるワークショップを開催します。",
        "結果を公表します。",
    ],
}
LECTURES = {
    "policy": "みんなで話し合うまち",
    "title": "出前講座の充実",
    "departments": ["生涯学習課"],
    "content": ["職員が地域に出向いて説明する出前講座を充実します。"],
}


def read(text):
    return [values_of(measure) for measure in read_columns(text_of(text))]


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ("①", "② ", ("1-①", "1-②")),
        ("(1) ", "(2) ", ("1-1", "1-2")),
        ("1. ", "2. ", ("1-1", "1-2")),
        ("１．", "２．", ("1-1", "1-2")),
        ("", "", ("1-1", "1-2")),
    ],
)
@pytest.mark.parametrize("bullet", ["●", "○", "◆ ", "■", "- ", "▼"])
@pytest.mark.parametrize("dot", ["・", ""])
def test_rows_under_any_marks(first, second, numbers, bullet, dot):
    assert read(TWO_ROWS.format(first, second, bullet, dot)) == [
        {"number": numbers[0], **WORKSHOP},
        {"number": numbers[1], **LECTURES},
    ]


@pytest.mark.parametrize("dot", ["・", ""])
def test_dots_mark_the_content_where_nothing_else_does(dot):
    assert read(TWO_ROWS.format("① ", "② ", "・", dot)) == [
        {"number": "1-①", **WORKSHOP},
        {"number": "1-②", **LECTURES},
    ]


def test_content_may_be_numbered_otherwise_than_rows():
    text = TWO_ROWS.format("① ", "② ", "●", "").replace("●結果", "(1)結果")
    assert read(text) == [{"number": "1-①", **WORKSHOP}, {"number": "1-②", **LECTURES}]


def test_bullets_without_full_stops():
    text = """施策１ 情報の共有
事業名 事業内容 担当課
① 広報の充実
○広報紙の充実
○ホームページによる行政情報の
提供の拡大
秘書広報課
② 会議の公開
○審議会の公開
総務課
"""
    assert read(text) == [
        {
            "number": "1-①",
            "policy": "情報の共有",
            "title": "広報の充実",
            "departments": ["秘書広報課"],
            "content": ["広報紙の充実", "ホームページによる行政情報の提供の拡大"],
        },
        {
            "number": "1-②",
            "policy": "情報の共有",
            "title": "会議の公開",
            "departments": ["総務課"],
            "content": ["審議会の公開"],
        },
    ]


def test_what_is_open_goes_on_behind_the_page():
    text = """基本施策１ 意識づくり
推進項目 推進内容 担当部署
①地域に飛び出す職員の育成
●市職員が地域づくりや市民活動に参加しやすい環境を整え、地域で
・協働推進課
・地域交流セ

活躍する職員を増やします。
ンター
②次の取組
●研修を行います。
・職員課
"""
    first, second = read(text)
    assert first["content"] == [
        "市職員が地域づくりや市民活動に参加しやすい環境を整え、地域で活躍する職員を増やします。"
    ]
    assert first["departments"] == ["協働推進課", "地域交流センター"]
    assert second["title"] == "次の取組"


def test_headings_of_other_kinds_where_no_level_is_named():
    text = """第３章 取組
１ 情報の共有
取組項目 取組内容 担当課
① 広報
●広報紙を発行します。
・秘書課
２ 人材の育成
取組項目 取組内容 担当課
① 研修【再掲】
●研修を行います。
・職員課
"""
    first, second = read(text)
    assert (first["number"], first["policy"], first["program"]) == ("3-1-①", "取組", "情報の共有")
    assert (second["number"], second["program"], second["title"]) == ("3-2-①", "人材の育成", "研修")
    assert second["reprint"] is True


def test_a_wide_line_ends_the_table():
    text = TWO_ROWS.format("① ", "② ", "●", "・")
    text += "コラムでは、市民ワークショップに参加した方々の声を、写真とともに広く紹介しています。\n・総務課\n"
    assert read(text)[1]["departments"] == ["生涯学習課"]


def test_a_row_without_a_title_is_noted():
    (measure,) = read_columns(text_of("取組項目 取組内容 担当課\n①\n●広報紙を発行します。\n・秘書課"))
    assert [(note.field, note.status) for note in measure.notes] == [("title", UNREADABLE)]


@pytest.mark.parametrize(
    ("text", "is_header"),
    [
        ("推進項目    推進内容    担当部署", True),
        ("取組名 担当課", True),
        ("項目\t内容\t主体", False),
        ("推進項目", False),
        ("推進内容 担当部署", False),
        ("推進項目 市民ワークショップ 担当課 企画課", False),
        ("項目の内容と担当課を示します。", False),
    ],
)
def test_table_headers(text, is_header):
    assert is_table_header(line(text)) is is_header


def test_detection_wants_rows_under_the_headers():
    assert detect_columns(text_of(TWO_ROWS.format("① ", "② ", "●", "・"))) == 1.0
    assert detect_columns(text_of("取組項目 取組内容 担当課\n\n市民と行政が協働します。")) == 0.0
    assert detect_columns(text_of("市民と行政が協働します。")) == 0.0


def test_style_of_the_second_plan():
    style = find_style(repaired_plan("yamaguchi-2").lines)
    assert (style.item, style.dots, style.stops) == ("circled", False, True)
    assert 15 <= style.width <= 20
    assert find_style(traced_lines("市民")).item == ""


def test_rows_of_the_second_plan_across_pages():
    by_number = {measure.number: values_of(measure) for measure in reading_of("yamaguchi-2").measures}
    assert by_number["3-2-④"]["departments"] == [
        "協働推進課",
        "総合支所",
        "地域交流センター",
        "健康福祉部",
        "社会教育課",
    ]
    assert by_number["4-2-①"]["title"] == "「小さな拠点」づくりに向けた推進体制及び支援制度の検討"
    assert by_number["4-2-③"]["reprint"] is True
    assert by_number["3-1-③"]["content"][1].endswith("検討します。【再掲】")
