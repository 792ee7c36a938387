"""Timing words in prose: how often, from when, until when, how soon.

| kind | says | fiscal years |
|---|---|---|
| as_needed | when it is called for (随時, 適宜, 必要に応じて) | none |
| recurrent | again and again (毎年度, 定期的に, 年1回, ３年に１回) | none |
| stepwise | one after another (順次, 段階的に) | none |
| interval | within years (平成20年度, 前期（平成30～34年度）, 前期) | first and last, where printed |
| start | from a year on (平成20年4月21日から掲載) | first |
| deadline | up to a year (平成26年度までに, 令和7年度を目途に) | last |
| soon | shortly (早急に, 速やかに) | none |
| horizon | some day (今後, 将来的に) | none |

A timing runs over the words that belong to it: the date, its particle, the verb that says what happens then. The
document's own year in a name (20年度アクションプラン, 第2次…計画（平成29年6月策定）) is no timing of the measure.

How often (３年に１回, 平成20年5月号～3回程度) is in `times` and `every_years`, see `frequency`. 前期 and 後期 have
years only where they are printed beside them. Years that can not be read (a backward range, 令和0年度, 元年度末までに
without an era) leave the timing without years and with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kyodo_analysis.values.fiscal_years import parse_fiscal_years
from kyodo_analysis.values.frequency import COUNTED_MONTHS, NUMBER, TIMES, parse_frequency
from kyodo_analysis.values.width import narrow_digits_and_letters

AS_NEEDED, RECURRENT, STEPWISE, INTERVAL = "as_needed", "recurrent", "stepwise", "interval"
START, DEADLINE, SOON, HORIZON = "start", "deadline", "soon", "horizon"
TIMING_KINDS: Final = (AS_NEEDED, RECURRENT, STEPWISE, INTERVAL, START, DEADLINE, SOON, HORIZON)

_WORDS: Final = (
    (AS_NEEDED, r"随時|適宜|適時|必要に応じ(?:て)?|必要な時に|必要の都度|その都度|都度|状況に応じて"),
    (
        RECURRENT,
        rf"{NUMBER}{COUNTED_MONTHS}[年月]に{TIMES}(?:程度)?|{NUMBER}{COUNTED_MONTHS}[年月](?:ごと|毎|おき)(?:に)?"
        rf"|(?<![0-9元])(?:毎年度|毎年|年間|年|毎月|月|毎週|週|四半期)(?:に)?{TIMES}(?:程度|以上)?"
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
    rf"|(?P<half>[前中後]期[（(][^（）()]*[0-9][^（）()]*[)）])"
    rf"|(?P<open>{_DATE}(?:～|〜)(?:[0-9]+回程度|[0-9]+回|随時|継続)?)"
    rf"|(?P<start>{_DATE}(?:から(?![0-9])|より|以降)(?:、)?{_VERB}?)"
    rf"|(?P<deadline>(?:～|〜)?{_DATE}(?:末)?(?:までに|まで|以前|を(?:目途|目処|めど|目標)(?:に|として|とし)))"
    rf"|(?P<event>{_DATE}に(?P<verb>[一-龥]{{2,4}}(?:した|する|予定)))"
    rf"|(?P<within>{_DATE}(?:に|中に|内に)(?![つお]))"
)
_SHAPES: Final = ("range", "half", "open", "start", "deadline", "event", "within")
_WITHOUT_ERA: Final = re.compile(
    r"(?:(?<![0-9成和昭HRS第年])[0-9]{1,2}|(?<![一-龥0-9HRS])(?P<opening>元))年度(?P<part>末|当初)?"
    r"(?P<open>以降|から|～|〜)?(?P<deadline>までに|まで)?"
)
"""元 opens an era: it is not the plan's own era that names it."""
_WITHIN: Final = re.compile(r"に(?![つお])|中|内")
_BEGINNING: Final = ("開始", "発足", "着手", "始動", "施行")


@dataclass(frozen=True, slots=True)
class Timing:
    """A timing expression at [start, end) of the text, with the fiscal years that it bounds and how often, if any.

    `reason` says why printed years could not be read.
    """

    start: int
    end: int
    printed: str
    kind: str
    first_fiscal_year: int | None = None
    last_fiscal_year: int | None = None
    times: int | None = None
    every_years: float | None = None
    reason: str = ""


def find_timings(text: str, era: str | None = None) -> list[Timing]:
    """The timing expressions of a text in order, none inside another; `era` resolves years printed without one.

    >>> [(timing.printed, timing.kind) for timing in find_timings("順次、改修します。データベースは毎年度更新します。")]
    [('順次', 'stepwise'), ('毎年度', 'recurrent')]
    >>> find_timings("掲載を行います。(平成20年4月から掲載)")[0].first_fiscal_year
    2008
    """
    copy = narrow_digits_and_letters(text)
    found: list[Timing] = _dated(text, copy) + _without_era(text, copy, era)
    for kind, pattern in _WORDS:
        for match in re.finditer(pattern, copy):
            found.append(_timing(text, match, kind))
    kept: list[Timing] = []
    for timing in sorted(found, key=lambda timing: (timing.start, -timing.end)):
        if not kept or timing.start >= kept[-1].end:
            kept.append(timing)
    return kept


def _dated(text: str, copy: str) -> list[Timing]:
    found = []
    for match in _DATED.finditer(copy):
        shape = next(name for name in _SHAPES if match[name])
        kind = {"open": START, "start": START, "deadline": DEADLINE}.get(shape, INTERVAL)
        if shape == "event" and match["verb"].startswith(_BEGINNING):
            kind = START
        found.append(_timing(text, match, kind, match[0]))
    return found


def _without_era(text: str, copy: str, era: str | None) -> list[Timing]:
    found = []
    for match in _WITHOUT_ERA.finditer(copy):
        if not (match["part"] or match["open"] or match["deadline"] or _WITHIN.match(copy, match.end())):
            continue
        if era is None and not (match["opening"] or match["part"]):
            continue
        kind = START if match["open"] else DEADLINE if match["deadline"] else INTERVAL
        found.append(_timing(text, match, kind, match[0], None if match["opening"] else era))
    return found


def _timing(text: str, match: re.Match[str], kind: str, years: str = "", era: str | None = None) -> Timing:
    """The timing at a match, with the fiscal years that `years` names."""
    first = last = None
    reason = ""
    if years:
        try:
            named = parse_fiscal_years(years, era)
            first, last = named.first, named.last
        except ValueError as error:
            reason = str(error)
    first, last = None if kind == DEADLINE else first, None if kind == START else last
    often = parse_frequency(re.sub(_DATE, "", match[0]))
    printed = text[match.start() : match.end()]
    return Timing(match.start(), match.end(), printed, kind, first, last, often.times, often.every_years, reason)
