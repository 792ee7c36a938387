"""How often something recurs: printed frequency to a number of times within a period.

Decisions:

- The period is in years: 毎年度 is 1, ３年に１回 is 3, 隔年 is 2, 四半期ごと is 0.25, 毎月 is 1/12, 毎週 is 1/52.
- `times` is how often within the period, or in all where no period is printed (平成20年5月号～3回程度).
- 毎年度, ごと and 隔年 alone say the period and no number: once is what they mean, but it is not printed.
- A month without か (6月に1回) is that month of the calendar, no period.
- おき skips: 2年おき is every third year.
- 定期的に, 数年に1回 and 年2～3回 leave open what they do not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kyodo_analysis.values.era import parse_numeral
from kyodo_analysis.values.width import narrow_digits_and_letters

NUMBER: Final = r"(?:[0-9]+|[一二三四五六七八九十]+|数)"
"""A number of years or times as sentences print it; 数 is several."""
TIMES: Final = rf"{NUMBER}(?:[～〜~・‐－-]{NUMBER})?[回度]"
COUNTED_MONTHS: Final = r"(?:[かヶカケヵ箇個](?=[年月])|(?=年|半|四|週|日|月[ご毎お]))"
"""What stands between a number and a unit of time that is counted: 3か月に1回 is a period, 3月に1回 is March."""
UNITS: Final = {
    "年度": Fraction(1),
    "年": Fraction(1),
    "半期": Fraction(1, 2),
    "四半期": Fraction(1, 4),
    "月": Fraction(1, 12),
    "週": Fraction(1, 52),
    "週間": Fraction(1, 52),
    "日": Fraction(1, 365),
}
"""The length of each unit in years."""
_UNIT: Final = "|".join(sorted(UNITS, key=len, reverse=True))
_TIMES: Final = re.compile(rf"({NUMBER})([～〜~・‐－-]{NUMBER})?[回度](?!目)")
_PERIODS: Final = (
    re.compile(r"(?P<unit>四半期)"),
    re.compile(rf"(?P<skip>隔)(?P<unit>{_UNIT})"),
    re.compile(
        rf"(?P<count>{NUMBER}){COUNTED_MONTHS}(?P<unit>{_UNIT})(?:間)?(?:に(?={NUMBER})|ごと|毎|(?P<skip>おき))"
    ),
    re.compile(
        rf"(?:毎|各)(?P<unit>{_UNIT})|(?<![0-9一二三四五六七八九十数])(?P<each>{_UNIT})(?:ごと|毎|間?に?{NUMBER})"
    ),
)
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Frequency:
    """`times` within each `every_years` years; None where the words do not say."""

    times: int | None = None
    every_years: float | None = None


def parse_frequency(printed: str) -> Frequency:
    """The frequency that an expression says; empty when it says none.

    >>> parse_frequency("３年に１回"), parse_frequency("毎年度")
    (Frequency(times=1, every_years=3.0), Frequency(times=None, every_years=1.0))
    >>> parse_frequency("年２回"), parse_frequency("平成20年5月号～3回程度"), parse_frequency("定期的に")
    (Frequency(times=2, every_years=1.0), Frequency(times=3, every_years=None), Frequency(times=None, every_years=None))
    """
    text = narrow_digits_and_letters(printed)
    said = _TIMES.search(text)
    times = None if said is None or said[2] or said[1] == "数" else parse_numeral(said[1])
    return Frequency(times, _period_of(text))


def _period_of(text: str) -> float | None:
    for pattern in _PERIODS:
        if match := pattern.search(text):
            found = match.groupdict()
            if found.get("count") == "数":
                return None
            count = parse_numeral(found["count"]) if found.get("count") else 1
            length = (count + bool(found.get("skip"))) * UNITS[found["unit"] or found["each"]]
            return round(float(length), _DIGITS)
    return None
