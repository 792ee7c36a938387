"""Who is to act (対象主体, 主体, ★●◎) in one vocabulary for all plans.

| code | Japanese |
|---|---|
| citizens | 市民, 住民, 個人 |
| community_associations | 自治会・町内会, 地域づくり協議会, 地域コミュニティ (bound to a place) |
| civic_groups | 市民活動団体, NPO, ボランティア団体 (bound to a theme) |
| businesses | 事業者, 企業, 経済団体 |
| schools | 学校, 大学, 教育機関 |
| city | 市, 行政, 職員 (the municipality itself) |
| support_centres | 市民活動支援センター, 中間支援組織 |
| other_public | 国, 県, 社会福祉協議会, 警察, 議会 |
| everyone | すべての主体 |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kyodo_analysis.values.width import join_voicing_marks, narrow_digits_and_letters, widen_katakana

CITIZENS, COMMUNITY, CIVIC, BUSINESSES = "citizens", "community_associations", "civic_groups", "businesses"
SCHOOLS, CITY, SUPPORT, PUBLIC, EVERYONE = "schools", "city", "support_centres", "other_public", "everyone"
ACTORS: Final = (CITIZENS, COMMUNITY, CIVIC, BUSINESSES, SCHOOLS, CITY, SUPPORT, PUBLIC, EVERYONE)

# fmt: off
_WORDS: Final = {
    CITIZENS: (
        "市民", "町民", "村民", "区民", "県民", "住民", "地域住民", "市民一人ひとり", "市民一人一人", "住民一人ひとり",
        "個人", "家庭", "世帯", "若者", "子ども", "こども", "高齢者", "保護者", "生徒", "学生", "転入者", "市民等",
        "地域の住民",
    ),
    COMMUNITY: (
        "地域コミュニティ", "コミュニティ", "地域", "自治会", "町内会", "自治会等", "自治会・町内会", "区・自治会",
        "区", "行政区", "自治区", "区長", "区長会", "区長連合会", "自治会長", "連合自治会", "自治会連合会",
        "自治連合会", "自治振興会", "地域づくり協議会", "まちづくり協議会", "地域協議会", "コミュニティ協議会",
        "コミュニティ推進協議会", "地区協議会", "地域自治組織", "住民自治組織", "自治組織", "地域運営組織", "地縁団体",
        "地縁組織", "地縁型団体", "地域団体", "地域組織", "地域づくり団体", "自治公民館", "集落", "地区", "老人クラブ",
        "婦人会", "女性会", "子ども会", "消防団", "民生委員", "地域連携組織", "市民活動コミュニティ",
        "地域活動団体", "コミュニティ組織", "コミュニティ団体",
    ),
    CIVIC: (
        "市民活動団体", "市民団体", "市民公益活動団体", "公益活動団体", "NPO", "NPO法人", "NPO等", "NPO団体",
        "特定非営利活動法人", "非営利団体", "非営利組織", "ボランティア", "ボランティア団体", "ボランティアグループ",
        "市民グループ", "テーマ型団体", "テーマ型コミュニティ", "活動団体", "各種団体", "団体", "関係団体", "サークル",
        "市民活動団体等", "社会教育団体",
    ),
    BUSINESSES: (
        "事業者", "事業所", "企業", "民間企業", "民間事業者", "民間", "会社", "法人", "商店", "商店街", "店舗",
        "商工会", "商工会議所", "経済団体", "観光協会", "農協", "漁協", "JA", "青年会議所", "企業等", "事業者等",
        "金融機関", "生産者", "地元企業",
    ),
    SCHOOLS: (
        "学校", "教育機関", "大学", "大学等", "短期大学", "専門学校", "高校", "高等学校", "小学校", "中学校",
        "小中学校", "小・中学校", "幼稚園", "保育園", "保育所", "研究機関", "学校等", "大学生", "PTA", "学識経験者",
    ),
    CITY: (
        "市", "町", "村", "行政", "市役所", "役場", "町役場", "職員", "市職員", "町職員", "行政職員", "庁内", "市長",
        "担当課", "関係課", "各課", "行政機関", "市(行政)", "市行政", "地域担当職員", "教育委員会", "本市", "当市",
        "市町村", "自治体", "地方自治体",
    ),
    SUPPORT: (
        "市民活動支援センター", "市民活動センター", "市民活動サポートセンター", "中間支援組織", "中間支援団体",
        "中間支援機関", "中間支援センター", "支援センター", "ボランティアセンター", "まちづくりセンター",
        "協働センター", "市民協働センター", "NPOセンター", "NPOサポートセンター", "地域活性化センター",
        "(仮称)地域活性化センター",
    ),
    PUBLIC: (
        "国", "県", "都", "道", "府", "国・県", "警察", "警察署", "消防", "消防署", "議会", "市議会", "町議会", "議員",
        "社会福祉協議会", "社協", "市社会福祉協議会", "他自治体", "近隣市町", "関係機関", "公共機関", "公的機関",
        "保健所",
    ),
    EVERYONE: (
        "全員", "全て", "すべて", "全主体", "すべての主体", "全ての主体", "多様な主体", "様々な主体", "みんな",
        "すべての人", "全ての人", "各主体", "全体", "共通",
    ),
}
# fmt: on
ACTOR_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {word: code for code, words in _WORDS.items() for word in words}
)
"""Words of text and of actor cells to codes. Match whole words, the longest first: 市 and 区 stand inside many."""
TICKED_BOXES, EMPTY_BOXES = "■☑☒✓✔▣◼⬛🗹", "□☐◻⬜"
_CIRCLES: Final = "◎○◯〇●★☆"
_MARKS: Final = TICKED_BOXES + EMPTY_BOXES + _CIRCLES
_SEPARATORS: Final = re.compile(rf"[、，,､;；・･/／\s{_MARKS}]+|及び|および|並びに|又は|または")
_LEGEND: Final = re.compile(rf"([{_CIRCLES}△▲◇◆□■])\s*[:：=＝…]?\s*([^{_CIRCLES}△▲◇◆□■]+)")
_IN_CHARGE: Final = re.compile(r"(?:が|を)?(?:主体|主役|中心|実施主体|主導|担う|行う|取り組む|実施).*$")
_POLITE: Final = re.compile(r"(?:の皆さん|の皆様|のみなさん|さん|など|等|自身|側)+$")


def parse_actor(printed: str) -> str:
    """The code of an actor as printed.

    >>> [parse_actor(text) for text in ("市民活動団体", "ＮＰＯ法人", "行政", "町内会等")]
    ['civic_groups', 'civic_groups', 'city', 'community_associations']

    Raises ValueError for a word that is not in the vocabulary.
    """
    name = re.sub(r"\s+", "", join_voicing_marks(widen_katakana(narrow_digits_and_letters(printed))))
    name = name.replace("（", "(").replace("）", ")").strip(_MARKS)
    for candidate in (name, _POLITE.sub("", name), re.sub(r"\(.*\)$", "", name)):
        if candidate in ACTOR_WORDS:
            return ACTOR_WORDS[candidate]
    raise ValueError(f"unknown actor {printed!r}")


def split_actor_spans(printed: str) -> list[tuple[int, int]]:
    """Where the actors of a cell stand, as half-open ranges in order; of ticked lists only the ticked ones.

    Boxes: ■ ☑ ✓ are ticked, □ ☐ are not. Circles: where ● and ○ both stand, ○ is not ticked; otherwise every circle
    only opens an item. A line end inside a word does not divide it.

    >>> cell = "□市民 ■地域コミュニティ ■市民活動団体"
    >>> [cell[start:end] for start, end in split_actor_spans(cell)]
    ['地域コミュニティ', '市民活動団体']
    >>> [cell[start:end] for cell in ("市民・事業者・行政",) for start, end in split_actor_spans(cell)]
    ['市民', '事業者', '行政']

    Raises ValueError when the cell names no actor at all; a list with nothing ticked gives an empty list.
    """
    spans: list[tuple[int, int]] = []
    position, mark, found = 0, "", False
    for separator in [*_SEPARATORS.finditer(printed), None]:
        stop = separator.start() if separator else len(printed)
        if position < stop:
            found = True
            if _is_ticked(mark, printed):
                spans.append((position, stop))
        if separator:
            marks = [sign for sign in separator[0] if sign in _MARKS]
            divides = bool(separator[0].strip())
            mark = marks[-1] if marks else ("" if divides and mark not in EMPTY_BOXES else mark)
            position = separator.end()
    if not found:
        raise ValueError(f"no actor in {printed!r}")
    return _join_wrapped(printed, spans)


def _is_ticked(mark: str, text: str) -> bool:
    if mark and mark in EMPTY_BOXES:
        return False
    return not (mark and mark in "○◯〇" and "●" in text)


def _join_wrapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins what blanks or a line end cut inside one word: only the two parts together are an actor."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            before, last = joined[-1][0], text[start:end]
            if _is_actor(text[before:end]) and not (_is_actor(text[before : joined[-1][1]]) and _is_actor(last)):
                joined[-1] = (before, end)
                continue
        joined.append((start, end))
    return joined


def _is_actor(text: str) -> bool:
    try:
        parse_actor(text)
    except ValueError:
        return False
    return True


def parse_lead_legend(text: str) -> dict[str, tuple[str, ...]]:
    """The meaning of the marks in a legend line.

    >>> parse_lead_legend("★市民が主体 ●市が主体 ◎市民と市が主体")
    {'★': ('citizens',), '●': ('city',), '◎': ('citizens', 'city')}

    Raises ValueError when there is no mark or an unknown actor.
    """
    legend: dict[str, tuple[str, ...]] = {}
    for mark, words in _LEGEND.findall(text):
        actors = re.split(r"と|・|、|及び", _IN_CHARGE.sub("", words.strip()))
        legend[mark] = tuple(dict.fromkeys(parse_actor(actor) for actor in actors))
    if not legend:
        raise ValueError(f"no legend of marks in {text!r}")
    return legend


def parse_lead_marks(printed: str, legend: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The actors that marks such as "★ ◎" name, by the plan's own legend, each once.

    >>> parse_lead_marks("★ ◎", {"★": ("citizens",), "◎": ("citizens", "city")})
    ('citizens', 'city')

    Raises ValueError when there is no mark, or one that the legend does not explain.
    """
    marks = re.sub(r"\s+", "", printed)
    unknown = [mark for mark in marks if mark not in legend]
    if not marks or unknown:
        raise ValueError(f"marks without a legend in {printed!r}; the legend has {''.join(legend) or 'none'}")
    return tuple(dict.fromkeys(actor for mark in marks for actor in legend[mark]))
