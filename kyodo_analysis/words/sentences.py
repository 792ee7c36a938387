"""Sentences of a text, short enough for Janome.

A sentence ends at 。！？ and at every line end, but not inside 「」 or （）: what a plan quotes belongs to the sentence
that quotes it. Only brackets that close on the same line count: a bracket lost in print does not swallow the rest.
Janome cuts chunks of 500 characters and more in the middle of words (mocobeta/janome#36), so longer stretches
(lists without a stop) are cut before that, at the last comma, else at the last blank, else where they are full.

>>> [text for _, text in cut_sentences("「集う。話す。」場をつくります。随時（毎月！）開きます。")]
['「集う。話す。」場をつくります。', '随時（毎月！）開きます。']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

LONGEST_SENTENCE = 499

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_STOPS = "。！？!?"
_PAIRS = {"「": "」", "『": "』", "（": "）", "(": ")"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}


def cut_sentences(text: str) -> list[tuple[int, str]]:
    """(start, sentence) pairs in order; white space between sentences is left out, nothing else is."""
    found = []
    for line in _LINE.finditer(text):
        for start, end in _cut_line(line.group()):
            for first, last in _cut_long(line.group(), start, end):
                piece = line.group()[first:last]
                if piece.strip():
                    found.append((line.start() + first + len(piece) - len(piece.lstrip()), piece.strip()))
    return found


def _cut_line(line: str) -> Iterator[tuple[int, int]]:
    quoted = _inside_brackets(line)
    start = 0
    for index, character in enumerate(line):
        ends = character in _STOPS and not quoted[index]
        if ends and line[index + 1 : index + 2] not in tuple(_STOPS):
            yield start, index + 1
            start = index + 1
    if start < len(line):
        yield start, len(line)


def _inside_brackets(line: str) -> list[bool]:
    """For each character whether it stands in a bracket that closes on this line."""
    change = [0] * (len(line) + 1)
    open_at: dict[str, list[int]] = {opening: [] for opening in _PAIRS}
    for index, character in enumerate(line):
        if character in _PAIRS:
            open_at[character].append(index)
        elif character in _CLOSING and open_at[_CLOSING[character]]:
            change[open_at[_CLOSING[character]].pop()] += 1
            change[index] -= 1
    return [depth > 0 for depth in accumulate(change)]


def _cut_long(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        window = line[start : start + LONGEST_SENTENCE]
        comma = max(window.rfind(mark) for mark in "、，。")
        blank = max(window.rfind(mark) for mark in " \u3000\t")
        length = next((place + 1 for place in (comma, blank) if place > 0), LONGEST_SENTENCE)
        yield start, start + length
        start += length
    yield start, end
