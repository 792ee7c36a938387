import pytest
from reading_plans import line

from kyodo_analysis.reading.labels import FIELD_LABELS, name_field, parse_label_line


def parts(text):
    return [(part.field, part.label.text, part.value.text) for part in parse_label_line(line(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推進項目", [("title", "推進項目", "")]),
        ("目 的", [("purpose", "目 的", "")]),
        ("完了の目安", [("completion", "完了の目安", "")]),
        (
            "整理番号 Ⅰ - (1) - ① 種 別 新規 担当課",
            [("number", "整理番号", "Ⅰ - (1) - ①"), ("status", "種 別", "新規"), ("departments", "担当課", "")],
        ),
        (
            "推進項目    推進内容    担当部署",
            [("title", "推進項目", ""), ("content", "推進内容", ""), ("departments", "担当部署", "")],
        ),
        ("担当課：市民協働課", [("departments", "担当課", "市民協働課")]),
        ("【事業名】 広報紙の発行", [("title", "事業名", "広報紙の発行")]),
        ("■取組内容", [("content", "取組内容", "")]),
        ("項目\t内容\t主体", [("title", "項目", ""), ("content", "内容", ""), ("actors", "主体", "")]),
        ("No. 12 事業名 出前講座", [("number", "No.", "12"), ("title", "事業名", "出前講座")]),
    ],
)
def test_label_lines(text, found):
    assert parts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "目的を達成するため、協働を推進します。",
        "事業者は、まちづくりに参加します。",
        "市民 目的 内容",
        "対象主体別の役割",
        "担当課長",
    ],
)
def test_no_label_lines(text):
    assert parts(text) == []


def test_values_keep_their_places():
    _, status, _ = parse_label_line(line("  整理番号 Ⅰ - (1) - ① 種 別 新規 担当課", 8))
    assert [(run.line, run.start, run.end) for run in status.value.runs()] == [(8, 23, 25)]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("アクションプランの内容", "content"),
        ("関係部署", "departments"),
        ("担当課（室）", "departments"),
        ("＜目　的＞", "purpose"),
        ("実施主体：", "actors"),
        ("備考", "remarks"),
        ("", None),
        ("職員研修の実施", None),
        ("アクションプランの内容を検討", None),
    ],
)
def test_field_names(label, name):
    assert name_field(label) == name


def test_no_label_names_two_fields():
    labels = [label for labels in FIELD_LABELS.values() for label in labels.split()]
    assert len(labels) == len(set(labels))
