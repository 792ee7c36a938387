"""Japanese eras and numerals."""

from __future__ import annotations

from typing import Final

from kyodo_analysis.values.width import narrow_digits_and_letters

ERA_BASES: Final = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The western year before the first year of each era."""
ERA_LIGATURES: Final = {"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"}
ERA_SHORT_NAMES: Final = {
    "M": "明治",
    "T": "大正",
    "S": "昭和",
    "H": "平成",
    "R": "令和",
    "昭": "昭和",
    "平": "平成",
    "令": "令和",
}
FIRST_YEAR, LAST_YEAR = 1868, 2199
"""Years outside are no years of a plan: a misread number, not a date."""
LEAP_YEAR: Final = 2000
"""Stands for any year where a day of the month is checked: 29 February is never refused."""

_KANJI_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_POWERS: Final = {"十": 10, "百": 100}


def era_base(era: str) -> int:
    """The western year before an era's first, for its name, its letter or its ligature.

    >>> [era_base(name) for name in ("平成", "Ｈ", "h.", "㋿", "昭")]
    [1988, 1988, 1988, 2018, 1925]

    Raises ValueError for an era that plans do not use.
    """
    name = narrow_digits_and_letters(era).strip().rstrip(".．").upper()
    name = ERA_LIGATURES.get(name, ERA_SHORT_NAMES.get(name, name))
    if name not in ERA_BASES:
        raise ValueError(f"unknown era {era!r}: give one of {', '.join(ERA_BASES)} or M, T, S, H, R")
    return ERA_BASES[name]


def parse_numeral(printed: str) -> int:
    """A whole number in digits or kanji; 元 is 1.

    >>> [parse_numeral(text) for text in ("25", "２５", "二十五", "三〇", "十", "百五", "元")]
    [25, 25, 25, 30, 10, 105, 1]

    Raises ValueError for anything else.
    """
    text = narrow_digits_and_letters(printed)
    if text == "元":
        return 1
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or not set(text) <= _KANJI_DIGITS.keys() | _KANJI_POWERS.keys():
        raise ValueError(f"no number: {printed!r}")
    if not set(text) & _KANJI_POWERS.keys():
        return int("".join(str(_KANJI_DIGITS[digit]) for digit in text))
    total = pending = 0
    last_power = 1000
    for character in text:
        if character in _KANJI_DIGITS:
            if pending:
                raise ValueError(f"no number: {printed!r}")
            pending = _KANJI_DIGITS[character]
            continue
        power = _KANJI_POWERS[character]
        if power >= last_power:
            raise ValueError(f"no number: {printed!r}")
        total += (pending or 1) * power
        pending, last_power = 0, power
    return total + pending
