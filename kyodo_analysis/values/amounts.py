"""Printed amounts (▲ 31, ７４．７％, 3億2,000万円, 23団体（25団体）) to numbers with units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kyodo_analysis.values.width import narrow_ascii

MAGNITUDES: Final = {"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "億": 1e8, "兆": 1e12}
BOUNDS: Final = {
    "以上": "at_least",
    "以下": "at_most",
    "以内": "at_most",
    "未満": "under",
    "を超える": "over",
    "超": "over",
}
_NOTHING: Final = re.compile(r"[-ー―—–−‐─…*]+|該当なし|なし|不明|未定")
_QUALIFIER: Final = r"延べ|のべ|年間|年|月|週|全|計|合計|累計|総数|最大|最低|平均|各|毎年"
_APPROXIMATE: Final = r"約|およそ|おおよそ|概ね|おおむね|ほぼ"
_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT: Final = re.compile(
    rf"(?P<approximate>{_APPROXIMATE})?(?P<qualifier>{_QUALIFIER})?(?P<also>{_APPROXIMATE})?(?P<sign>[▲△+−-])?"
    rf"(?P<number>(?:{_DIGITS})(?:(?:兆|億|百万|万|千|百)(?:{_DIGITS})?)*)(?P<unit>[^\d()]*?)"
    rf"(?P<loose>程度|前後|ほど|余り|余|強|弱)?(?P<bound>{'|'.join(BOUNDS)})?(?P<note>\(.*\))?"
)
_PART: Final = re.compile(rf"({_DIGITS})(兆|億|百万|万|千|百)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit; `value` is None where the text says that there is none (—).

    Magnitudes are multiplied out (1,234千円 is 1,234,000 円). `bound` is at_least, at_most, over, under or empty;
    `qualifier` is a word before the number (年, 延べ), `note` what stands in brackets after it.
    """

    value: float | None
    unit: str
    approximate: bool = False
    bound: str = ""
    qualifier: str = ""
    note: str = ""


def parse_amount(printed: str) -> Amount:
    """The amount that a cell or phrase says.

    >>> parse_amount("▲ 31").value, parse_amount("７４．７％").unit, parse_amount("3億2,000万円").value
    (-31.0, '％', 320000000.0)
    >>> parse_amount("23団体（25団体）")
    Amount(value=23.0, unit='団体', approximate=False, bound='', qualifier='', note='25団体')
    >>> parse_amount("—").value is None
    True

    Raises ValueError with the text when it is empty or no single amount.
    """
    text = re.sub(r"\s+", "", narrow_ascii(printed))
    if text and _NOTHING.fullmatch(text):
        return Amount(None, "")
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise ValueError(f"no amount: {printed!r}")
    value = sum(
        float(digits.replace(",", "")) * MAGNITUDES.get(magnitude, 1)
        for digits, magnitude in _PART.findall(match["number"])
    )
    return Amount(
        -value if match["sign"] and match["sign"] != "+" else value,
        match["unit"].replace("%", "％"),
        any(match[name] for name in ("approximate", "also", "loose")),
        BOUNDS.get(match["bound"] or "", ""),
        match["qualifier"] or "",
        (match["note"] or "()")[1:-1],
    )
