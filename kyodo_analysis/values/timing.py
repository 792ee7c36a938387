"""Timing words in prose: how often, from when, until when, how soon.

| kind | says | fiscal years |
|---|---|---|
| as_needed | when it is called for (随時, 適宜, 必要に応じて) | none |
| recurrent | again and again (毎年度, 定期的に, 年1回, ３年に１回) | none |
| stepwise | one after another (順次, 段階的に) | none |
| interval | within years (平成20年度, 平成２３年４月に制定した, 前期) | first and last, where years are printed |
| start | from a year on (平成20年4月21日から掲載) | first |
| deadline | up to a year (平成26年度までに) | last |
| soon | shortly (早急に, 速やかに) | none |
| horizon | some day (今後, 将来的に) | none |

A timing runs over the words that belong to it: the date, its particle, the verb that says what happens then. The
document's own year in a name (20年度アクションプラン, 第2次…計画（平成29年6月策定）) is no timing of the measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kyodo_analysis.values.fiscal_years import parse_fiscal_years
from kyodo_analysis.values.width import narrow_digits_and_letters

AS_NEEDED, RECURRENT, STEPWISE, INTERVAL = "as_needed", "recurrent", "stepwise", "interval"
START, DEADLINE, SOON, HORIZON = "start", "deadline", "soon", "horizon"
TIMING_KINDS: Final = (AS_NEEDED, RECURRENT, STEPWISE, INTERVAL, START, DEADLINE, SOON, HORIZON)

_NUMBER: Final = r"(?:[0-9]+|[一二三四五六七八九十]+|数)"
_WORDS: Final = (
    (AS_NEEDED, r"随時|適宜|適時|必要に応じ(?:て)?|必要な時に|必要の都度|その都度|都度|状況に応じて"),
    (
        RECURRENT,
        rf"{_NUMBER}(?:か|ヶ|カ|箇)?[年月]に{_NUMBER}[回度](?:程度)?|{_NUMBER}(?:か|ヶ|カ|箇)?[年月](?:ごと|毎|おき)(?:に)?"
        rf"|(?:毎年度|毎年|年間|年|毎月|月|毎週|週|四半期)(?:に)?{_NUMBER}[回度](?:程度|以上)?"
        r"|毎年度|毎年(?!度)|毎月|毎週|毎日|四半期ごと(?:に)?|半期ごと(?:に)?|年度ごと(?:に)?|隔年(?:で|に)?|隔月(?:で|に)?"
        r"|定期的(?:に|な)|定期に|常時|日常的に",
    ),
    (STEPWISE, r"順次(?!ぐ)|段階的(?:に|な)|逐次"),
    (
        SOON,
        r"早急に|至急|速やかに|すみやかに|早期に|直ちに|可能な限り早(?:く|期に)|できる(?:だけ|限り)早(?:く|期に)|近日中に",
    ),
    (
        HORIZON,
        r"今後(?=[、はも])|将来的(?:に|な)|将来(?:は|に(?!わた))|当面(?:の間|は)?|当分の間|中長期的(?:に|な)|中期的(?:に|な)"
        r"|長期的(?:に|な)|短期的(?:に|な)|いずれは",
    ),
    (
        INTERVAL,
        r"(?:[前中後]期|[上下]半期|[上下]期)(?=[にはで、。）)]|$)|(?:今|本|来|翌)?年度(?:内|中|末|当初)(?:に)?(?=.)",
    ),
)
_YEAR: Final = (
    r"(?:(?:平成|令和|昭和|[HRS])(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:年度|年)?|(?:19|20)[0-9]{2}(?:年度|年))"
    r"(?:[（(][^（()）]{2,10}[)）](?:年度)?)?"
)
_DATE: Final = rf"{_YEAR}(?:[0-9]{{1,2}}月(?:号)?)?(?:[0-9]{{1,2}}日)?(?:末|中|内|当初|頃|[上下]半期)?"
_DAY_OR_MONTH: Final = r"[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{1,2}日"
_TO: Final = rf"(?:{_DATE}|[0-9]{{1,2}}年度?(?:{_DAY_OR_MONTH})?|{_DAY_OR_MONTH})"
_VERB: Final = r"(?:[一-龥]{2,4}(?:した|する|予定|開始|済み?)?(?![一-龥ァ-ヶー]))"
_DATED: Final = re.compile(
    rf"(?P<range>{_DATE}(?:から|～|〜|~|－|-){_TO}(?:まで(?:に|の[0-9]+年間)?)?)"
    rf"|(?P<open>{_DATE}(?:～|〜)(?:[0-9]+回程度|[0-9]+回|随時|継続)?)"
    rf"|(?P<start>{_DATE}(?:から(?![0-9])|より|以降)(?:、)?{_VERB}?)"
    rf"|(?P<deadline>(?:～|〜)?{_DATE}(?:末)?(?:までに|まで|以前))"
    rf"|(?P<event>{_DATE}に(?P<verb>[一-龥]{{2,4}}(?:した|する|予定)))"
    rf"|(?P<within>{_DATE}(?:に|中に|内に)(?![つお]))"
)
_WITHOUT_ERA: Final = re.compile(
    r"(?<![0-9成和昭HRS第年])(?P<year>[0-9]{1,2}年度)(?P<open>以降|から|～|〜)?(?P<deadline>までに|まで)?"
)
_BEGINNING: Final = ("開始", "発足", "着手", "始動", "施行")


@dataclass(frozen=True, slots=True)
class Timing:
    """A timing expression at [start, end) of the text, with the fiscal years that it bounds, if any."""

    start: int
    end: int
    printed: str
    kind: str
    first_fiscal_year: int | None = None
    last_fiscal_year: int | None = None


def find_timings(text: str, era: str | None = None) -> list[Timing]:
    """The timing expressions of a text in order, none inside another; `era` resolves years printed without one.

    >>> [(timing.printed, timing.kind) for timing in find_timings("順次、改修します。データベースは毎年度更新します。")]
    [('順次', 'stepwise'), ('毎年度', 'recurrent')]
    >>> find_timings("掲載を行います。(平成20年4月から掲載)")[0].first_fiscal_year
    2008
    """
    copy = narrow_digits_and_letters(text)
    found: list[Timing] = _dated(text, copy)
    if era is not None:
        found += _without_era(text, copy, era)
    for kind, pattern in _WORDS:
        for match in re.finditer(pattern, copy):
            found.append(Timing(match.start(), match.end(), text[match.start() : match.end()], kind))
    kept: list[Timing] = []
    for timing in sorted(found, key=lambda timing: (timing.start, -timing.end)):
        if not kept or timing.start >= kept[-1].end:
            kept.append(timing)
    return kept


def _dated(text: str, copy: str) -> list[Timing]:
    found = []
    for match in _DATED.finditer(copy):
        shape = match.lastgroup or ""
        try:
            years = parse_fiscal_years(match[0])
        except ValueError:
            continue
        kind = {"open": START, "start": START, "deadline": DEADLINE}.get(shape, INTERVAL)
        first, last = years.first, years.last
        if shape == "event" and match["verb"].startswith(_BEGINNING):
            kind, last = START, None
        found.append(Timing(match.start(), match.end(), text[match.start() : match.end()], kind, first, last))
    return found


def _without_era(text: str, copy: str, era: str) -> list[Timing]:
    found = []
    for match in _WITHOUT_ERA.finditer(copy):
        if not (match["open"] or match["deadline"] or copy[match.end() : match.end() + 1] in ("に", "中", "内")):
            continue
        years = parse_fiscal_years(match[0], era)
        kind = START if match["open"] else DEADLINE if match["deadline"] else INTERVAL
        printed = text[match.start() : match.end()]
        found.append(Timing(match.start(), match.end(), printed, kind, years.first, years.last))
    return found
