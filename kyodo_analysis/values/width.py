"""Narrow folds of character width, for parsing copies only.

NFKC and its relatives are not used: they turn ① into 1 and ～ into ~ and so destroy the structure that is to be read.
"""

from __future__ import annotations

from typing import Final

_DIGITS_AND_LETTERS: Final = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}
_HALF_KATAKANA: Final = dict(
    zip(
        "ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ",
        "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜",
        strict=True,
    )
)
_KATAKANA: Final = str.maketrans(_HALF_KATAKANA)
_PLAIN, _WITH_MARK = "ウカキクケコサシスセソタチツテトハヒフヘホ", "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボ"
_VOICED: Final = {f"{plain}゛": voiced for plain, voiced in zip(_PLAIN, _WITH_MARK, strict=True)} | {
    f"{plain}゜": voiced for plain, voiced in zip("ハヒフヘホ", "パピプペポ", strict=True)
}
_ASCII: Final = {code: code - 0xFEE0 for code in range(ord("！"), ord("～") + 1)}


def narrow_digits_and_letters(text: str) -> str:
    """Full-width digits and Latin letters as ASCII, one character for one; everything else stays.

    >>> narrow_digits_and_letters("Ｈ２５～①（ＮＰＯ）")
    'H25～①（NPO）'
    """
    return text.translate(_DIGITS_AND_LETTERS)


def narrow_ascii(text: str) -> str:
    """All full-width forms of ASCII as ASCII, one character for one; ① and kanji stay.

    >>> narrow_ascii("（Ｒ５．４～①）")
    '(R5.4~①)'
    """
    return text.translate(_ASCII)


def widen_katakana(text: str) -> str:
    """Half-width katakana as full width, one character for one (a voicing mark stays a character of its own).

    >>> widen_katakana("地域ｾﾝﾀｰ")
    '地域センター'
    """
    return text.translate(_KATAKANA)


def join_voicing_marks(text: str) -> str:
    """Voicing marks that stand alone joined with the katakana before them.

    >>> join_voicing_marks(widen_katakana("ｸﾞﾙｰﾌﾟ"))
    'グループ'
    """
    if "゛" not in text and "゜" not in text:
        return text
    for apart, voiced in _VOICED.items():
        text = text.replace(apart, voiced)
    return text
