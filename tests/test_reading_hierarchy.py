import pytest
from reading_plans import line

from kyodo_analysis.reading.headings import parse_heading
from kyodo_analysis.reading.hierarchy import Hierarchy, LevelRanks, cut_reprint


def walk(*headings):
    hierarchy = Hierarchy()
    for text in headings:
        hierarchy.enter(parse_heading(line(text)))
    titles = [level.title.text if level else None for level in (hierarchy.policy, hierarchy.program)]
    return (*titles, hierarchy.number("①"))


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ([], (None, None, "①")),
        (["基本施策１ 意識づくり"], ("意識づくり", None, "1-①")),
        (["基本施策１ 意識づくり", "【基本事業２】 話し合い"], ("意識づくり", "話し合い", "1-2-①")),
        (["基本施策１ 意識づくり", "【基本事業２】 話し合い", "基本施策２ 担い手"], ("担い手", None, "2-①")),
        (["基本施策１ 意識づくり", "第３章 推進", "（１）現状"], ("意識づくり", None, "1-①")),
        (["１ 情報の共有"], ("情報の共有", None, "1-①")),
        (["第３章 取組", "１ 情報の共有"], ("取組", "情報の共有", "3-1-①")),
        (["第３章 取組", "１ 情報の共有", "２ 人材の育成"], ("取組", "人材の育成", "3-2-①")),
        (["第３章 取組", "１ 情報", "（２） 広報", "第４章 推進"], ("推進", None, "4-①")),
    ],
)
def test_levels(headings, found):
    assert walk(*headings) == found


def test_named_levels_rank_in_the_order_in_which_they_come():
    ranks = LevelRanks()
    policy, program, again, chapter, number = (
        ranks.rank(parse_heading(line(text)))
        for text in ("基本施策１ 甲", "基本事業１ 乙", "基本施策２ 丙", "第１章 丁", "１ 戊")
    )
    assert chapter < policy == again < program < number


@pytest.mark.parametrize(
    ("title", "bare", "mark"),
    [
        ("社会教育事業による人材育成の強化【再掲】", "社会教育事業による人材育成の強化", "【再掲】"),
        ("お気軽講座の充実 （再掲） ", "お気軽講座の充実", "（再掲）"),
        ("お気軽講座(再掲)", "お気軽講座", "(再掲)"),
        ("再掲の施策", "再掲の施策", None),
        ("【再掲】を除く施策", "【再掲】を除く施策", None),
    ],
)
def test_reprint_marks(title, bare, mark):
    found, cut = cut_reprint(line(title))
    assert (found.text, cut.text if cut else None) == (bare, mark)
