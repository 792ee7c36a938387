"""The copy of a text that is tokenised: the same length, in the width that IPADIC is written in.

IPADIC knows Latin words and symbols in full width only: it has ＮＰＯ and （ but not NPO and (, and takes an unknown
( for a noun that can be a verb. Digits are the other way round: it cuts ２０１８ into four words and leaves 2018 one.
So letters and symbols go to full width and digits to half width, one character for one, and every index into the copy
is an index into the stored text. Nothing else is touched: ～, ①, kanji variants and blanks stay.

>>> fold_width("NPO等(H３０年度～)")
'ＮＰＯ等（Ｈ30年度～）'
"""

from __future__ import annotations

_TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum() or chr(code).isalpha()}
_TO_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_WIDTHS = _TO_FULL_WIDTH | _TO_HALF_WIDTH


def fold_width(text: str) -> str:
    """The text with letters and symbols in full width and digits in half width."""
    return text.translate(_WIDTHS)
