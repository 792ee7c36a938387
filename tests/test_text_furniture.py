"""Page furniture: page starts, running titles and page numbers, and the numbers and labels that are none."""

from pathlib import Path

import pytest

from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.furniture import fix_page_furniture, is_double_spaced, note_page_starts
from kyodo_analysis.text.repair import lines_of, repair_lines

RAW = Path(__file__).parent.parent / "data" / "raw"
PROSE = [
    "市民活動支援センター（さぽらんて）や地域交流センターなど、市民活動団体の活動拠点の充実に",
    "ついて検討します。また、市域全体を捉えた中で適正・効率的な市民活動の支援が行えるよう、拠点",
    "施設のあり方やその機能について検討します。",
    "自治会等の財政基盤は脆弱であることから、地域活動にかかる経費について交付金による支援を行",
    "い、最も基礎的な住民組織である自治会（町内会）の活動の活発化を図ります。また、自治会活動に",
]


def without_furniture(text: str) -> RepairedText:
    return fix_page_furniture(note_page_starts(RepairedText(tuple(lines_of(text)))))


def found(text: RepairedText) -> list[tuple[str, int, str]]:
    return [(item.kind, item.text.first_line, item.text.text) for item in text.furniture]


def plan(name: str) -> RepairedText:
    return repair_lines(lines_of((RAW / f"{name}.txt").read_text("utf-8")))


def test_furniture_of_yamaguchi_2() -> None:
    text = plan("yamaguchi-2")
    kinds = {kind: [item for item in found(text) if item[0] == kind] for kind in ("page_number", "running_title")}
    assert kinds["page_number"] == [("page_number", 1295, "19"), ("page_number", 3567, "47")]
    titles = {title for _, _, title in kinds["running_title"]}
    assert titles == {
        "第二次山口市協働推進プラン",
        "第１章 計画策定の背景",
        "第２章 基本方針",
        "第３章 前期推進計画",
    }
    left = [line.text for line in text.lines if line.text in titles]
    assert left == []
    assert text.lines[304].text == "" and 305 in text.page_starts
    assert {1298, 2087, 2161, 3570, 4849, 5496} <= set(text.page_starts)


@pytest.mark.parametrize("name", ["koka", "tsushima", "nichinan"])
def test_plans_without_furniture_keep_everything(name: str) -> None:
    text = plan(name)
    assert text.furniture == () and text.page_starts == ()


def test_labels_and_page_tops_of_yamaguchi_1_stay() -> None:
    text = plan("yamaguchi-1")
    assert text.furniture == ()
    assert text.page_starts[:4] == (114, 220, 326, 433)
    assert sum(line.text == "推進項目" for line in text.lines) == 46
    assert text.lines[113].text == "整理番号 Ⅰ - (2) - ② 種別 新規 担当課"


def test_numbers_of_headings_in_koka_stay() -> None:
    text = plan("koka")
    assert [text.lines[number - 1].text for number in (45, 52, 71, 79, 117, 360)] == ["1", "2", "1", "2", "3", "5"]


def test_form_feeds_start_pages() -> None:
    text = note_page_starts(RepairedText(tuple(lines_of("表紙\n\f目次\n本文\f\n次の頁"))))
    assert text.page_starts == (2, 4)


def test_double_spacing_needs_more_than_one_line() -> None:
    assert not is_double_spaced(lines_of("目的"))
    assert not is_double_spaced(lines_of("目的\n本市では\n協働を"))


def test_titles_and_numbers_between_form_feeds() -> None:
    pages = "\f".join("\n".join(["第２章 基本方針", "", *PROSE, "", f"{n}", ""]) for n in range(7, 12))
    text = without_furniture(pages)
    assert [item[2] for item in found(text)] == [part for n in range(7, 12) for part in ("第２章 基本方針", str(n))]
    assert [line.text for line in text.lines if line.text.strip()] == PROSE * 5


@pytest.mark.parametrize("form", ["- {} -", "－{}－", "― {} ―", "{}/12", "P.{}", "{}ページ"])
def test_marked_page_numbers_need_no_form_feeds(form: str) -> None:
    pages = "\n".join("\n".join([*PROSE[:2], form.format(n)]) for n in range(3, 7))
    text = without_furniture(pages)
    assert [item[0] for item in found(text)] == ["page_number"] * 4
    assert text.page_starts == (4, 7, 10)


def test_a_single_number_between_dashes_is_a_page_number() -> None:
    text = without_furniture("地域コミュ\n- 12 -\nニティ")
    assert found(text) == [("page_number", 2, "- 12 -")]


def test_bare_numbers_that_break_into_sentences_are_page_numbers() -> None:
    pages = "\n".join("\n".join([*PROSE[:2], str(n)]) for n in range(3, 8))
    assert [item[2] for item in found(without_furniture(pages))] == ["3", "4", "5", "6", "7"]


def test_a_running_title_next_to_page_numbers_needs_no_page_starts() -> None:
    pages = "\n".join("\n".join([*PROSE[:2], str(n), "甲賀市協働のまちづくりの指針"]) for n in range(3, 8))
    assert {item[0] for item in found(without_furniture(pages))} == {"page_number", "running_title"}


def test_a_title_with_its_page_number() -> None:
    pages = "\f".join("\n".join([f"協働推進プラン {n}", *PROSE[:2], ""]) for n in range(3, 7))
    assert [item[2] for item in found(without_furniture(pages))] == [f"協働推進プラン {n}" for n in range(3, 7)]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"{n}\n\n{word}\n\n{PROSE[2]}" for n, word in enumerate(("目的", "位置づけ", "期間", "構成"), 1)),
        "項目\n12\n13\n14\n15\n16\n合計",
        "平成20年度\n142\n357\n60",
        "（１）\n（２）\n（３）",
        "推進項目\n\n対象主体\n\n推進項目\n\n対象主体\n\n推進項目\n\n対象主体",
        "１２Ｐ参照\nP12",
    ],
)
def test_other_numbers_and_labels_stay(text: str) -> None:
    fixed = without_furniture(text)
    assert fixed.furniture == ()
    assert "\n".join(line.text for line in fixed.lines) == text


def test_the_head_of_a_table_repeated_on_each_page_stays() -> None:
    pages = "\f".join("\n".join(["推進項目 推進内容 担当部署", f"①{word}", *PROSE[:1], ""]) for word in "東西南北")
    assert without_furniture(pages).furniture == ()
