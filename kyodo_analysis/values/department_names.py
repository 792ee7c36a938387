"""How names of Japanese municipal offices end, what stands above what, and which names name nobody in particular."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kyodo_analysis.values.department_words import (
    ADMINISTRATIVE_BODIES,
    BARE_ENDINGS,
    BUREAU_SUFFIXES,
    DIRECTIONS,
    GENERIC_WORDS,
    KINDS_OF_OFFICES,
    LOOK_ALIKE_ENDINGS,
    OFFICE_SUFFIXES,
    PLACE_WORDS,
    RELATED_OFFICES,
    SECTION_SUFFIXES,
    STRONG_MODIFIERS,
    SUBSECTION_SUFFIXES,
    SUFFIXES,
    UNITS,
    WEAK_MODIFIERS,
)

_REMEMBERED: Final = 4096
_WEAK, _STRONG = "|".join(WEAK_MODIFIERS), "|".join(STRONG_MODIFIERS)
_GENERIC: Final = re.compile(
    rf"(?:{_WEAK})*(?:{_STRONG})(?:{_STRONG}|{_WEAK})*(?:{'|'.join(UNITS)})+(?:長|共通)?|(?:庁内|本庁|全庁)(?:部局|部署|課|組織)"
    rf"|(?:各)?関係(?:する)?各?(?:{'|'.join(RELATED_OFFICES)})"
)
_TOPIC_GENERIC: Final = re.compile(
    r".+を(?:行う|実施する|交付する|管理する|有する|持つ|設置する|開催する|[^を]+している)各?(?:課|部署|部局|所属)"
    r"|.+(?:を?(?:所管|担当|主管|所轄)(?:する)?(?:各|の)?|関係(?:する)?各?|関連(?:する)?各?|各|(?<![安保健完万])全|実施)"
    r"(?:部課室|部課|課室|課|部局|部署|所属|部)"
)
_NAMED_RELATION: Final = re.compile(r".*(?:国際|渉外|人間|公聴|議会|労使|対外)関係課")
_UNITS_AFTER_DOT: Final = re.compile(r"・(?:[課室係局部所班館署園校]|区(?![^・]))")
_WORD_GOES_ON: Final = re.compile(
    r"課(?:[題程金目標]|税(?![務政制収])|外(?!国)|員|長(?!寿)|後児童)"
    r"|部(?:活動|落|品|隊|門|会(?:議|長)?$|署|局|分|下(?!水)|屋|材|長(?!寿)|課|員)|室(?:内|長(?!寿)|外(?!国))"
    r"|局(?:長(?!寿)|地(?![域籍方])|面|所|部|員)|所(?:長(?!寿)|属|管(?![財理])|得|有|蔵|在|轄)|館(?:長(?!寿)|内|外(?!国))"
    r"|会(?:計(?!画)|議(?!会)|長(?!寿)|館|社(?!会)|員|場|話)"
    r"|校(?:区|長(?!寿)|舎|庭|務|正)|園(?:長(?!寿)|芸|児|地(?![域籍方]))|区(?:画|分|域|長(?!寿)|間|民)|院(?:長|内|生)|署(?:長|名)"
    r"|担当(?:課|者|部|室|係|職)|センター長"
)


@lru_cache(maxsize=_REMEMBERED)
def is_complete_name(name: str) -> bool:
    """Whether a text, blanks apart, ends as names of offices, bodies and roles end and is more than that ending.

    >>> [is_complete_name(name) for name in ("協働推進課", "地域交流セ", "関係各課", "中央公園", "センター")]
    [True, False, True, False, False]
    """
    if is_generic_name(name):
        return True
    name = name.removesuffix("）")
    last_word = name.rpartition("・")[2]
    if last_word in DIRECTIONS or name in PLACE_WORDS or name in BARE_ENDINGS or name.endswith(LOOK_ALIKE_ENDINGS):
        return False
    ending = ending_of(name)
    return bool(ending) and (name != ending or len(name) > 1)


def ending_of(name: str) -> str:
    """The longest known ending of an office's name, empty when there is none."""
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")


@lru_cache(maxsize=_REMEMBERED)
def is_generic_name(name: str) -> bool:
    """Whether a name names nobody in particular: 関係課, 各課, 全所属, 庁内全課, 補助金所管課, 市民部各課.

    Each office of a named kind (各支所, 各地域交流センター, 全小学校) is somebody and not generic.

    >>> [is_generic_name(name) for name in ("関係各部", "全所属", "その他関係課", "各支所", "交通安全課")]
    [True, True, True, False, False]
    """
    name = _UNITS_AFTER_DOT.sub("", name)
    if name in GENERIC_WORDS or _GENERIC.fullmatch(name):
        return True
    return bool(_TOPIC_GENERIC.fullmatch(name)) and not _NAMED_RELATION.fullmatch(name)


def rank_of(name: str) -> int:
    """The level of an office by the ending of its name: 1 bureau, 2 section or office, 3 part of a section, 0 none.

    >>> [rank_of(name) for name in ("市民部", "教育委員会", "協働推進課", "市民センター", "協働係", "関係課")]
    [1, 1, 2, 2, 3, 0]
    """
    if is_generic_name(name):
        return 0
    ending = ending_of(name)
    if ending in BUREAU_SUFFIXES:
        return 1
    if ending in SUBSECTION_SUFFIXES:
        return 3
    return 2 if ending in SECTION_SUFFIXES or ending in OFFICE_SUFFIXES or name in ADMINISTRATIVE_BODIES else 0


def governs(upper: str, lower: str) -> bool:
    """Whether the second name, printed right after the first, is an office inside it (市民部 協働推進課).

    Kinds of offices without a name of their own (各支所, 公民館) stand beside a bureau, and a headquarters set up for a
    purpose (推進本部) has no sections.

    >>> governs("市民部", "協働推進課"), governs("総務課", "人事係"), governs("総務課", "財政課")
    (True, True, False)
    """
    if is_generic_name(upper) or is_generic_name(lower) or not is_complete_name(lower) or lower[0] in "各全":
        return False
    upper_ending, lower_ending = ending_of(upper), ending_of(lower)
    inner = (*SECTION_SUFFIXES, *SUBSECTION_SUFFIXES)
    if upper_ending == "本部" and not upper.endswith("消防本部"):
        return False
    if upper_ending in ("部", "局", "教育委員会", "本部") or upper.endswith("教育委員会事務局"):
        named_office = lower_ending in ("センター", "事務局", "事務所", "館", "所") and lower not in KINDS_OF_OFFICES
        nested = upper_ending in ("局", "教育委員会") and lower_ending == "部"
        return lower_ending in inner or (named_office and upper_ending != "本部") or nested
    if rank_of(upper) == 1 or upper in ("各区", "全区"):
        return lower_ending in inner
    return rank_of(upper) == 2 and lower_ending in SUBSECTION_SUFFIXES


def bureau_within(name: str) -> str:
    """The office above, when a name has it in front without a gap; empty when there is none.

    >>> bureau_within("市民部協働推進課"), bureau_within("地域課題対策室"), bureau_within("健康・福祉部福祉課")
    ('市民部', '', '健康・福祉部')
    """
    for cut in range(len(name) - 2, 1, -1):
        upper, lower = name[:cut], name[cut:]
        if upper != ending_of(upper) or len(upper) > 2:
            ending = ending_of(upper)
            if ending and not goes_on(upper, lower) and is_complete_name(upper) and governs(upper, lower):
                return upper
    return ""


def goes_on(left: str, right: str) -> bool:
    """Whether what looks like an ending at the end of `left` belongs to a word that `right` continues (課|題)."""
    start = max(len(left) - 4, 0)
    return any(
        match.start() + start < len(left) < match.end() + start
        for match in _WORD_GOES_ON.finditer((left + right)[start:])
    )
