"""Signs of the rule language in the wrong width: a Japanese keyboard writes （ for ( and ＯＲ for or.

Read as words they would turn a rule into another one without a sound, so they are refused; brackets in the middle of a
phrase, as in 活動（交流）拠点, belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kyodo_analysis.words.rule_nodes import fold_letters

OPERATORS = ("and", "or", "not")

_NARROW = dict(zip("（）［］｜＆！，／＂“”", '()[]|&!,/"""', strict=True))
_WIDE = re.compile("[（）［］｜＆！，＂“”]|^／")
_ASIDE = re.compile(r"(?<=[\w）])（\w+）")


def find_wide_sign(word: str, names: Collection[str]) -> tuple[int, str] | None:
    """The index of the first sign in a word that must be in half width, and what to write; None when there is none.

    `names` are the words that are no phrase here.

    >>> find_wide_sign("集会所）", ["or"])
    (3, '） is full width; write ) in half width, or put the phrase in quotation marks')
    >>> find_wide_sign("ＯＲ", ["or"])
    (0, 'ＯＲ is full width; write or in half width, or put the phrase in quotation marks')
    >>> find_wide_sign("活動（交流）拠点", ["or"]) is None
    True
    """
    folded = fold_letters(word).casefold()
    if folded in names and not word.isascii():
        return 0, _say(word, folded)
    calls = re.compile(rf"(?:^|[^a-z])(?:{'|'.join(names)})$")
    meant = {
        place
        for aside in _ASIDE.finditer(word)
        if not calls.search(folded[: aside.start()])
        for place in (aside.start(), aside.end() - 1)
    }
    for sign in _WIDE.finditer(word):
        if sign.start() not in meant:
            return sign.start(), _say(sign.group(), _NARROW[sign.group()])
    return None


def _say(wide: str, narrow: str) -> str:
    return f"{wide} is full width; write {narrow} in half width, or put the phrase in quotation marks"
