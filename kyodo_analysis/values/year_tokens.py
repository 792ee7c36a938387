"""The words of a printed year expression: points in time, range signs, list signs and what stands around them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from kyodo_analysis.values.era import ERA_LIGATURES, LEAP_YEAR, era_base, parse_numeral
from kyodo_analysis.values.width import narrow_ascii

YEAR, BARE, RELATIVE, MONTHS, DAY = "year", "bare", "relative", "months", "day"
DURATION, PAREN, RANGE, FROM, UNTIL, LIST = "duration", "paren", "range", "from", "until", "list"
BACKWARD, MODIFIER, PART, SAME_YEAR, WORD = "backward", "modifier", "part of a year", "same year", "word"
NO_PART: Final = -1

_PAREN_FIRST: Final = 0xE000
_PAREN: Final = "[\ue000-\uf8ff]"
_NUMBER: Final = r"(?:\d+|[〇零一二三四五六七八九十百]+)"
_COUNTERS: Final = (
    "人|件|回|団|箇|個|カ|ヶ|ヵ|か所|戸|世帯|台|号|点|本|冊|名|社|校|館|円|千|万|億|%|㎡|m|km|kg|時|分|秒|歳|番"
    "|地区|票|施設|講座|倍|課|割|位"
)
_AMOUNTS: Final = r"[千万億]|円|%|人(?![権事材口員])|件|回(?![収答])|[かカヶケヵ箇]所|歳"
"""Counters after an era and a number (令和5億円): unlike 本 or 校, they begin no word about what is done that year."""
_SYMBOLS: Final = (
    (r"[＜<〈]([^＜<〈＞>〉]*)[＞>〉]", r"(\1)"),
    (r"[〜～∼〰…‥]+|[･・•]{2,}", "~"),
    (r"[⇒➡⟶➔➜⇨＞>▶►]+", "→"),
    (r"[‐‑‒–—―─━−ｰ]+", "-"),
    (r"[’‘´′＇`｀ʼ‵]", "'"),
    (r"､", "、"),
    (r"[･·•]", "・"),
    (r"[（〔［【《「『\[]", "("),
    (r"[）〕］】》」』\]]", ")"),
)
_DOTTED_LIST: Final = re.compile(r"(?<=[HRS成和])(\d{1,2}(?:\.(?:1[3-9]|[2-9]\d))+)(?![\d.])")  # H25.26: no months
_BRACKETED_MONTHS: Final = re.compile(r"(?<=年)(度?)\((\d+月[^()年]*)\)")  # 令和5年度（4月～6月）
_KANJI_WESTERN: Final = re.compile(r"[一二][〇零一二三四五六七八九]{3}(?=年)")
_PROLONGED_DASH: Final = re.compile(r"(?<=[\d度年月日頃末期元)])\s*ー+\s*(?=[\d平令昭大明HRSTM'(元]|$)")
_BLANK_IN_DIGITS: Final = re.compile(rf"(\d+)\s+(?=(\d+)({_COUNTERS}|[月日])?)")
_BRACKETED_ERA: Final = re.compile(r"\((平成|令和|昭和|大正|明治|[HRS])\)(?=\d|元)")  # (平成)25年度
_DEFECTS: Final = (
    (
        "a placeholder for a year",
        re.compile(
            r"(?:平成|令和|昭和|大正|明治)(?:[○◯●×Xx*?_□△]|年)|\d[○◯●×Xx*?_□△]+年"
            r"|(?<![A-Za-z])[HRS][○◯●×x*?_□△]|[~→-](?:平成|令和|昭和|[HRS])$"
        ),
    ),
    ("a quarter that there is not", re.compile(r"(?:第|年度)(?:0|[5-9]|\d\d)四半期")),
    ("a decade", re.compile(r"\d年代")),
    (
        "an era that plans do not use",
        re.compile(r"(?:慶応|元治|文久|万延|安政|嘉永|天保|皇紀|紀元)[\d元一二三四五六七八九十]"),
    ),
    ("a year left out", re.compile(r"(?:年度?|月|末|日)(?:を除|以外|未満|より前|の前|前まで)")),
)
_INNER: Final = rf"(?:(?P<inner>{_PAREN})(?=年))?"
_ERA_YEAR: Final = re.compile(
    rf"(?P<era>平成|令和|昭和|大正|明治|(?<![A-Za-z])(?:[HSRhsr]|[MT](?=\.?\d+年))\.?|[平令昭](?=\.?[\d元]))\.?"
    rf"(?P<number>元|\d{{1,3}}(?!\d)|[〇零一二三四五六七八九十百]{{1,5}}){_INNER}(?P<unit>年度|年)?"
    rf"(?!(?!FY|[HRSTM]\.?[\d元])[A-Za-z])(?(unit)|(?!{_AMOUNTS}))"
)
_WESTERN_YEAR: Final = re.compile(
    rf"(?<![\d.A-Za-z第'])(?:西暦|(?P<fy>FY|CY)'?)?(?P<number>(?:18|19|20|21)\d\d|(?(fy)\d\d|(?!)))(?!\d)"
    rf"{_INNER}(?P<unit>年度|年|FY)?(?!,\d{{3}}(?!\d))(?(unit)|(?!{_COUNTERS}))"
)
_APOSTROPHE_YEAR: Final = re.compile(rf"'(?P<number>\d\d)(?!\d){_INNER}(?P<unit>年度|年)?")
_BARE: Final = re.compile(
    rf"(?<![\d.A-Za-z第'〇一二三四五六七八九十百千])(?P<number>\d{{1,2}}|(?:元|[〇零一二三四五六七八九十]{{1,4}})(?=年)|(?<![一-龥])元(?=[~・、,-]\d))(?!\d)"
    rf"{_INNER}(?P<unit>年度|年)?(?(unit)|(?!{_COUNTERS}|[月日次期章.]))"
)
_BARE_DATES: Final = (
    re.compile(r"(?<![\d.A-Za-z'/])(?P<number>\d{1,2})(?=([./])\d{1,2}\2\d{1,2}(?![\d./]))"),
    re.compile(r"(?<=[~-])(?P<number>\d{1,2})(?=\.\d{1,2}(?![\d.]))"),
)
_DATE_TAIL: Final = re.compile(r"(?P<sign>[./-])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?(?![\d年])")
_PATTERNS: Final = (
    (PAREN, re.compile(_PAREN)),
    (
        DURATION,
        re.compile(
            rf"(?:約|概ね|おおむね)?(?:(?P<years>{_NUMBER})(?:[かカヶケヵ箇個]年(?:間|計画|程度|度)?|年(?:間|計画|程度))"
            rf"|(?P<months>{_NUMBER})[かカヶケヵ箇個]月間?)"
        ),
    ),
    (PART, re.compile(rf"第?{_NUMBER}四半期")),
    (
        WORD,
        re.compile(
            rf"第{_NUMBER}(?:次|期|回|段階|章|節|条|年度|年次|年|号)?|毎年度?(?:{_NUMBER}月)?|毎月|{_NUMBER}日間"
            rf"|{_NUMBER}年(?:ごと|毎|に{_NUMBER}[回度]|おき|後(?!期|半)|前(?!期|半|倒)|以内|以上|未満|目|次|生|連続|祭|超)"
        ),
    ),
    (MONTHS, re.compile(rf"(?:{_NUMBER}[~・、,-])*{_NUMBER}月号?(?!間|に\d)")),
    (DAY, re.compile(rf"{_NUMBER}日")),
    (RELATIVE, re.compile(r"(?P<step>翌々|翌|同|次)年(?P<unit>度)?")),
    (SAME_YEAR, re.compile(r"年度(?:末|内|中)|年[末内]|通年")),
    (PART, re.compile(r"[上下]半?期|[前後]半期?|[前後中]期|[春夏秋冬](?:頃|ごろ)?|年明け|末日|末頃|末")),
    (UNTIL, re.compile(r"までに?|迄に?|以前")),
    (
        FROM,
        re.compile(r"から|より(?!良|よ|も)|以降|以後|以来|を(?:初年度?|開始年度|始期|起点)と(?:する|した|して)"),
    ),
    (BACKWARD, re.compile(r"を(?:最終年度?|目標年度|終期)と(?:する|した|して)")),
    (RANGE, re.compile(r"[~→-]+|至|ないし")),
    (LIST, re.compile(r"[、,・/&+;；]|及び|および|並びに|ならびに|又は|または|若しくは|もしくは|と|や")),
    (
        MODIFIER,
        re.compile(
            r"当初|初め|始め|初頭|早々|中旬|上旬|下旬|途中|頃|ころ|ごろ|いっぱい|以内|中|内|の|分|現在|時点|くらい|ぐらい|度"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression.

    A year token carries the western year before its era's first (`base`; a century for western years) and the number
    printed after it; `dated` says that month and day were written with signs (H20.4.1). `number` is also the length of
    a duration in months and the step of 翌年度; `inner` counts the bracketed parts.
    """

    kind: str
    text: str
    base: int = 0
    number: int = 0
    fiscal: bool = False
    inner: int = NO_PART
    months: tuple[int, ...] = ()
    dated: bool = False


def prepare_expression(printed: str) -> str:
    """One spelling for every sign: ASCII digits and brackets, ~ for waves, - for dashes, → for arrows, no blanks.

    >>> prepare_expression("Ｈ２５ － ㍻29")
    'H25-平成29'

    Raises ValueError where two single digits stand apart (2 5年: twenty-five, or two years?), for placeholders such as
    平成○年度, for decades, and for exclusions.
    """
    text = printed
    for ligature, era in ERA_LIGATURES.items():
        text = text.replace(ligature, era)
    for signs, sign in _SYMBOLS:
        text = re.sub(signs, sign, text)
    text = _PROLONGED_DASH.sub("-", narrow_ascii(text))
    for match in _BLANK_IN_DIGITS.finditer(text):
        if min(len(match[1]), len(match[2])) < 2 and not match[3]:
            raise ValueError("digits apart, one number or two?")
    text = re.sub(r"\s+", "", _BLANK_IN_DIGITS.sub(r"\1、", text))
    text = _DOTTED_LIST.sub(lambda match: match[1].replace(".", "、"), text)
    text = _BRACKETED_ERA.sub(r"\1", text)
    text = _BRACKETED_MONTHS.sub(r"\1\2", text)
    text = _KANJI_WESTERN.sub(lambda match: str(parse_numeral(match[0])), text)
    for defect, shape in _DEFECTS:
        if shape.search(text):
            raise ValueError(defect)
    return text


def fold_parentheses(text: str) -> tuple[str, list[str]]:
    """The text with one private-use character for each bracketed part, and the parts (which may hold such characters).

    >>> fold_parentheses("平成30(2018)年度(予定)")[1]
    ['2018', '予定']
    """
    parts: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        parts.append(match[1])
        return chr(_PAREN_FIRST + len(parts) - 1)

    while True:
        folded = re.sub(r"\(([^()]*)\)", put_aside, text)
        if folded == text:
            return re.sub(r"[()]", "", text), parts
        text = folded


def tokenise_expression(text: str) -> list[Token]:
    """The tokens of a prepared text without brackets.

    >>> [token.kind for token in tokenise_expression("平成25~29年度実施")]
    ['year', 'range', 'bare', 'word', 'word']

    Raises ValueError for an era year 0 and for a number that may be a month or a year (R3/4).
    """
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        token, position = _token_at(text, position)
        tokens.append(token)
    return tokens


def _token_at(text: str, position: int) -> tuple[Token, int]:
    for pattern in (_ERA_YEAR, _WESTERN_YEAR, _APOSTROPHE_YEAR):
        if match := pattern.match(text, position):
            return _year_token(text, match)
    for kind, pattern in _PATTERNS:
        match = pattern.match(text, position)
        if match and (token := _plain_token(kind, match)):
            return token, match.end()
    for pattern in _BARE_DATES:
        if match := pattern.match(text, position):
            months, end = _date_tail(text, match.end())
            if months:
                return Token(BARE, text[position:end], number=int(match[1]), months=months, dated=True), end
    if match := _BARE.match(text, position):
        number = parse_numeral(match["number"])
        return Token(BARE, match[0], number=number, fiscal=match["unit"] == "年度", inner=_part_of(match)), match.end()
    return Token(WORD, text[position]), position + 1


def _part_of(match: re.Match[str]) -> int:
    return ord(match["inner"]) - _PAREN_FIRST if match["inner"] else NO_PART


def _plain_token(kind: str, match: re.Match[str]) -> Token | None:
    if kind == MONTHS:
        months = tuple(parse_numeral(number) for number in re.findall(_NUMBER, match[0]))
        if not 1 <= months[-1] <= 12:
            raise ValueError(f"{match[0]} is no month")
        return Token(kind, match[0], months=months) if all(1 <= month <= 12 for month in months) else None
    if kind == DAY:
        return Token(kind, match[0], number=parse_numeral(match[0][:-1]))
    if kind == PAREN:
        return Token(kind, match[0], inner=ord(match[0]) - _PAREN_FIRST)
    if kind == RELATIVE:
        return Token(kind, match[0], number={"同": 0, "翌々": 2}.get(match["step"], 1), fiscal=bool(match["unit"]))
    if kind == DURATION:
        months_long = 12 * parse_numeral(match["years"]) if match["years"] else parse_numeral(match["months"])
        return Token(kind, match[0], number=months_long)
    return Token(kind, match[0])


def _year_token(text: str, match: re.Match[str]) -> tuple[Token, int]:
    printed, unit = match["number"], match["unit"]
    number, western = parse_numeral(printed), None
    if match.re is _ERA_YEAR:
        base = era_base(match["era"])
        if number == 0:
            raise ValueError("an era has no year 0")
    else:
        if len(printed) == 2:
            base = 1900 if number >= 70 else 2000
        else:
            base, number = number // 100 * 100, number % 100
        western = number
    months: tuple[int, ...] = ()
    end = match.end()
    if unit is None:
        months, end = _date_tail(text, end, western, era_year=number)
    fiscal = unit in ("年度", "FY") or (match.re is _WESTERN_YEAR and match["fy"] == "FY")
    printed = text[match.start() : end]
    return Token(YEAR, printed, base, number, fiscal, _part_of(match), months, bool(months)), end


def _date_tail(text: str, position: int, western: int | None = None, era_year: int = 0) -> tuple[tuple[int, ...], int]:
    """Month (and day) written with signs after a year: R5.4.1, 2019/10, 2019-04; nothing when it is a range or a list.

    A dash alone makes a date only with a day or, after a western year, with a month that can not be a later year.
    """
    tail = _DATE_TAIL.match(text, position)
    if not tail:
        return (), position
    sign, month, day = tail["sign"], int(tail["month"]), tail["day"]
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= monthrange(LEAP_YEAR, month)[1]):
        if (day and sign == ".") or (western is not None and (day or sign == "/")):
            raise ValueError(f"{tail[0]} is no {'day' if day else 'month'}")
        return (), position
    if not day:
        if sign == "-" and (western is None or len(tail["month"]) == 1 or month > western):
            return (), position
        if sign == "/" and month == era_year + 1:
            raise ValueError(f"{tail[0]} is a month or the next year")
    return (month,), tail.end()
