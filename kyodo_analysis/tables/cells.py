"""From traced text to the cell of a table."""

from __future__ import annotations

from kyodo_analysis.text.traced import Traced


def tidy(printed: Traced) -> Traced:
    """A printed text as tables hold it: without blanks at its ends and without the blanks of wraps.

    A stretch of blanks in which the source line changes is a wrap: the lines are joined with nothing between them, or
    with one blank where both neighbours are ASCII letters or digits. Other stretches of blanks keep their first blank.
    Everything else stays as it is, full width and typos too.

    >>> tidy(Traced.join([Traced.of_line("支援を行 ", 8), Traced.of_line(" います。", 9)], "\\n")).text
    '支援を行います。'
    >>> tidy(Traced.of_line("人づくりと推進体制  ～学ぶ、育む～", 3)).text
    '人づくりと推進体制 ～学ぶ、育む～'
    """
    printed = printed.strip()
    text = printed.text
    kept: list[int] = []
    index = 0
    while index < len(text):
        if not text[index].isspace():
            kept.append(index)
            index += 1
            continue
        after = index
        while text[after].isspace():
            after += 1
        words_meet = _is_word(text[index - 1]) and _is_word(text[after])
        if words_meet or not _is_wrap(printed, index, after):
            kept.append(index)
        index = after
    return _with_plain_blanks(printed.keep(kept))


def tidy_mark(printed: Traced) -> Traced:
    """A short printed value (a mark, a name, an amount) without any blanks but those between ASCII words.

    >>> tidy_mark(Traced.of_line(" 増 加 ", 12)).text
    '増加'
    """
    printed = tidy(printed)
    text = printed.text
    return printed.keep(
        index
        for index, character in enumerate(text)
        if not character.isspace() or (_is_word(text[index - 1]) and _is_word(text[index + 1]))
    )


def cell(printed: Traced | None) -> str | None:
    """The text of a tidied value; None for nothing, because tables hold no empty text."""
    return printed.text or None if printed is not None else None


def count_characters(text: str) -> int:
    """The number of characters of a text, blanks apart.

    >>> count_characters(" 目　的\\n")
    2
    """
    return len("".join(text.split()))


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_wrap(printed: Traced, start: int, end: int) -> bool:
    """Whether the blanks [start, end) hold a line end or stand between two source lines."""
    before, after = printed.place(start - 1), printed.place(end)
    changes_line = before is not None and after is not None and before[0] != after[0]
    return changes_line or any(character in "\r\n" for character in printed.text[start:end])


def _with_plain_blanks(printed: Traced) -> Traced:
    """A blank that stands for a line end, tab or page break becomes a plain one: cells are single lines."""
    text = "".join(
        " " if character in "\t\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029" else character for character in printed.text
    )
    return printed if text == printed.text else printed.with_text(text)
