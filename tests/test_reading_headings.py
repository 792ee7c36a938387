import pytest
from reading_plans import PLAN_IDS, line, repaired_plan

from kyodo_analysis.reading.headings import DIVISIONS, LEVEL_WORDS, RANK, parse_heading, plain_number


@pytest.mark.parametrize(
    ("text", "kind", "word", "number", "title"),
    [
        (
            "推進方針 Ⅰ 参加しやすく、活動しやすい環境づくりを進めます",
            "named",
            "推進方針",
            "Ⅰ",
            "参加しやすく、活動しやすい環境づくりを進めます",
        ),
        ("推進施策 (1) 活動（交流）拠点の充実", "named", "推進施策", "1", "活動（交流）拠点の充実"),
        ("基本施策１ 地域づくりへの参画の意識づくり", "named", "基本施策", "1", "地域づくりへの参画の意識づくり"),
        ("【基本事業１】 地域の情報発信の強化", "named", "基本事業", "1", "地域の情報発信の強化"),
        (
            "【基本事業２】「話し合い」による地域資源や課題の共有の促進",
            "named",
            "基本事業",
            "2",
            "「話し合い」による地域資源や課題の共有の促進",
        ),
        ("施策1:協働(共働)の意識を高める", "named", "施策", "1", "協働(共働)の意識を高める"),
        ("施策3: 市民活動を活性化する", "named", "施策", "3", "市民活動を活性化する"),
        (
            "アクション1. 人づくりと推進体制 ～学ぶ、育む～",
            "named",
            "アクション",
            "1",
            "人づくりと推進体制 ～学ぶ、育む～",
        ),
        ("第１節 計画の概要", "section", "", "1", "計画の概要"),
        ("第 ３ 章", "chapter", "", "3", ""),
        ("第4章 協働の理念 ～協働を進める時の考え方～", "chapter", "", "4", "協働の理念 ～協働を進める時の考え方～"),
        ("第二部 基本計画", "part", "", "二", "基本計画"),
        ("１ 協働を担う人材育成", "number", "", "1", "協働を担う人材育成"),
        ("2. 協働のしくみ", "number", "", "2", "協働のしくみ"),
        ("1-2 情報の共有", "hyphenated", "", "1-2", "情報の共有"),
        ("（１） 市民意識の変革", "paren", "", "1", "市民意識の変革"),
        ("⑵ 職員の育成", "paren", "", "2", "職員の育成"),
        ("ア 地域の住みやすさ", "kana", "", "ア", "地域の住みやすさ"),
        ("② 市民活動の拠点の検討", "circled", "", "②", "市民活動の拠点の検討"),
        (
            "■多様な機会を通して協働(共働)の啓発に努めます",
            "square",
            "",
            "",
            "多様な機会を通して協働(共働)の啓発に努めます",
        ),
        ("◆◆自治会・町内会と地域づくり協議会◆◆", "diamond", "", "", "自治会・町内会と地域づくり協議会"),
        ("【具体的事例】", "bracket", "", "", "具体的事例"),
        ("は じ め に", "unnumbered", "", "", "は じ め に"),
        ("資料編", "unnumbered", "", "", "資料編"),
        ("## 人材の育成 ##", "markup", "", "", "人材の育成"),
        ("<h3 class='x'>情報の共有</h3>", "markup", "", "", "情報の共有"),
        ("## 基本方針1 人材の育成", "named", "基本方針", "1", "人材の育成"),
        ("<h2>第２章 協働の背景</h2>", "chapter", "", "2", "協働の背景"),
    ],
)
def test_headings(text, kind, word, number, title):
    heading = parse_heading(line(text, 5))
    assert heading is not None
    assert (heading.kind, heading.word, heading.number, heading.title.text) == (kind, word, number, title)
    assert heading.title.first_line in (5, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "施策を推進します。",
        "基本施策に取り組みます",
        "施策１つにつき",
        "目標値",
        "第３章に基づき、施策を進めるものとし",
        "第４章までの内容",
        "第１部局",
        "２８年３月に策定した",
        "１ 月",
        "５ ％",
        "1 → 2",
        "① 市民は、まちづくりに参加します。",
        "（仮称）地域活性化センター",
        "項目\t内容\t主体",
        "市民と行政が協働するまちづくり",
        "<p>定期的な情報提供</p>",
        "□市民 ■行政",
        "■市民 ■地域コミュニティ □行政",
        "基本施策１ " + "長い題" * 80,
    ],
)
def test_no_headings(text):
    assert parse_heading(line(text)) is None


def test_a_named_level_may_be_a_sentence_of_its_own():
    assert parse_heading(line("推進方針１ 情報の共有を進めます。")).title.text == "情報の共有を進めます。"


def test_ranks_follow_the_nesting_of_official_documents():
    order = ["part", "chapter", "section", "named", "number", "paren", "circled", "square"]
    assert [RANK[kind] for kind in order] == sorted(RANK[kind] for kind in order)
    deeper = parse_heading(line("### 職員の育成"))
    higher = parse_heading(line("## 人材の育成"))
    assert RANK["named"] < higher.rank < deeper.rank < RANK["number"]


@pytest.mark.parametrize(("printed", "plain"), [("（１０）", "10"), ("⑾", "11"), ("Ａ", "A"), ("㉑", "㉑"), ("Ⅳ", "Ⅳ")])
def test_plain_numbers(printed, plain):
    assert plain_number(printed) == plain


def test_every_level_word_is_recognised_with_a_number():
    for word in LEVEL_WORDS.split():
        heading = parse_heading(line(f"{word}２ 市民参画"))
        assert heading is not None
        assert (heading.word, heading.title.text) == (word, "市民参画")


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_titles_of_the_plans_headings_stand_where_they_were_printed(plan_id):
    lines = repaired_plan(plan_id).lines
    found = [(printed, heading) for printed in lines if (heading := parse_heading(printed)) is not None]
    assert found
    for printed, heading in found:
        assert heading.title.text in printed.text
        assert set(heading.title.places) <= set(printed.places)
        assert heading.kind in RANK
    assert set(DIVISIONS) < set(RANK)
