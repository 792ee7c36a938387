"""Fixers of one line each, one defect each. Every one gives back the very same object where nothing is to be done."""

from __future__ import annotations

import re
from array import array

from kyodo_analysis.text.characters import (
    BLANKS,
    COMPOSED_KANA,
    ENUMERATIONS,
    IDEOGRAPHS,
    LETTER_SPACED,
    MEANINGLESS,
)
from kyodo_analysis.text.traced import Traced

_MEANINGLESS = re.compile(f"[{MEANINGLESS}]")
_IDEOGRAPHS = str.maketrans(IDEOGRAPHS)
_BROKEN_IDEOGRAPH = re.compile(f"[{''.join(IDEOGRAPHS)}]")
_VOICE_MARK = re.compile("[\u3099\u309a]")
_SPACED = re.compile(rf"(?<!\S)(?:第 [0-9]|[{LETTER_SPACED}])(?: [{LETTER_SPACED}])+(?!\S)")
_SPACED_CELL = re.compile(rf"(?<![^\t])[{LETTER_SPACED}](?:\u3000[{LETTER_SPACED}])+(?![^\t])")
_ONE_LETTER_BEFORE = re.compile(rf"(?<!\S)[{LETTER_SPACED}][^\S\t]+$")
_ONE_LETTER_AFTER = re.compile(rf"[^\S\t]+[{LETTER_SPACED}](?!\S)")
_WIDEST_GAP = 20


def fix_control_characters(line: Traced) -> Traced:
    """Takes out characters that print nothing or nothing known.

    Extraction leaves controls, a byte order mark, soft hyphens, zero-width blanks and codes of a font's private use.
    A form feed goes too; the runner has noted the page that it starts. Tabs stay: they separate cells. The
    replacement character � stays: it says that something is lost.

    >>> fix_control_characters(Traced.of_line("\\ufeff市\\u200b民\\x07\\r", 1)).text
    '市民'
    >>> fix_control_characters(Traced.of_line("項目\\t内容", 1)).text
    '項目\\t内容'
    """
    return line.without(_MEANINGLESS.pattern) if _MEANINGLESS.search(line.text) else line


def fix_ideographs(line: Traced) -> Traced:
    """Puts the ideograph in place of a radical or a duplicate that looks the same.

    A font draws 民 and the radical ⺠ with one outline; extraction picks either code. NFKC does not know the radicals
    of the supplement and makes 戶 of ⼾, so the table is our own. Nothing else is folded.

    >>> fix_ideographs(Traced.of_line("市⺠と⾏政、⼾⻑、①Ａ～㎡", 1)).text
    '市民と行政、戸長、①Ａ～㎡'
    """
    if not _BROKEN_IDEOGRAPH.search(line.text):
        return line
    return line.with_text(line.text.translate(_IDEOGRAPHS))


def fix_decomposed_kana(line: Traced) -> Traced:
    """Makes one kana of a kana and a combining voice mark; it stands where the kana stood.

    File names and some PDF writers keep か and its mark apart. A mark after anything else stays.

    >>> fix_decomposed_kana(Traced.of_line("か\\u3099は\\u309a", 1)).text
    'がぱ'
    """
    if not _VOICE_MARK.search(line.text):
        return line
    characters: list[str] = []
    places = array("q")
    for character, place in zip(line.text, line.places, strict=True):
        whole = COMPOSED_KANA.get(characters[-1] + character) if characters else None
        if whole:
            characters[-1] = whole
        else:
            characters.append(character)
            places.append(place)
    return Traced("".join(characters), places) if len(characters) < len(line) else line


def fix_letter_spacing(line: Traced) -> Traced:
    """Closes up words that are set wide: single characters with one blank between each.

    Headings are spaced out to look longer (は じ め に, 目 的). A run of single characters counts when it is a word of
    its own: not next to a further single character at a wider gap (実 施 日   内 容), not the heads of narrow columns
    (月 火 水), not one character again and again. All other blanks are gaps between words or columns and stay.

    >>> fix_letter_spacing(Traced.of_line("整理番号 Ⅰ - (1) - ① 種 別 新規 担当課", 1)).text
    '整理番号 Ⅰ - (1) - ① 種別 新規 担当課'
    >>> fix_letter_spacing(Traced.of_line("実施 → → →", 1)).text
    '実施 → → →'
    """
    for pattern in (_SPACED, _SPACED_CELL):
        dropped = [
            index
            for match in pattern.finditer(line.text)
            if _is_word_set_wide(line.text, match)
            for index in range(*match.span())
            if line.text[index].isspace()
        ]
        if dropped:
            line = line.keep(sorted(set(range(len(line))).difference(dropped)))
    return line


def _is_word_set_wide(text: str, match: re.Match[str]) -> bool:
    letters = set(match.group().split())
    if len(letters) == 1 or any(letters <= enumeration for enumeration in ENUMERATIONS):
        return False
    before = text[max(match.start() - _WIDEST_GAP, 0) : match.start()]
    after = text[match.end() : match.end() + _WIDEST_GAP]
    return not (_ONE_LETTER_BEFORE.search(before) or _ONE_LETTER_AFTER.match(after))


def fix_outer_blanks(line: Traced) -> Traced:
    """Cuts blanks at both ends of a line; a line of blanks alone becomes empty.

    Extraction pads lines. Indents are cut too: the column of the first character still tells them. Tabs stay, since
    an empty first or last cell is a cell.

    >>> fix_outer_blanks(Traced.of_line("   ●地域　の ", 1)).text
    '●地域　の'
    """
    start = len(line) - len(line.text.lstrip(BLANKS))
    stop = len(line.text.rstrip(BLANKS))
    return line if start == 0 and stop == len(line) else line[start : max(start, stop)]
