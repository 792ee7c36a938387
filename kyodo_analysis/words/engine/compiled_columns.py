"""Tokens as dictionary codes, compiled: which values occur, numbered in the order in which they come."""

from __future__ import annotations

import numpy as np

from kyodo_analysis.words.engine.compiled_lattice import FIRST_UNKNOWN, NONE, Array, at
from kyodo_analysis.words.engine.compiled_settings import compiled


@compiled
def intern_texts(
    word: Array, start: Array, end: Array, code_points: Array, slots: Array, texts: Array, firsts: Array
) -> int:
    """Numbers the distinct texts of unknown words in the order in which they come; how many there are.

    An open hash table over code points (FNV-1a, linear probing).

    Args:
        word, start, end: the tokens (see `compiled_search.Found`). slots: int32, a power of two greater than the number
            of unknown tokens, all NONE.
        texts: int32 (tokens), written for unknown tokens: the number of the text. firsts: int32 (unknown tokens),
            written: the first token with each text.
    """
    mask = len(slots) - 1
    made = 0
    for token in range(len(word)):
        if word[at(token)] > FIRST_UNKNOWN:
            continue
        length = end[at(token)] - start[at(token)]
        mixed = np.uint32(2166136261)
        for place in range(start[at(token)], end[at(token)]):
            mixed = np.uint32((mixed ^ np.uint32(code_points[at(place)])) * np.uint32(16777619))
        slot = np.int64(mixed ^ (mixed >> np.uint32(15))) & mask
        while slots[at(slot)] != NONE:
            other = firsts[at(slots[at(slot)])]
            if end[at(other)] - start[at(other)] == length:
                same = 0
                while same < length and (
                    code_points[at(start[at(other)] + same)] == code_points[at(start[at(token)] + same)]
                ):
                    same += 1
                if same == length:
                    break
            slot = (slot + 1) & mask
        if slots[at(slot)] == NONE:
            slots[at(slot)] = made
            firsts[at(made)] = token
            made += 1
        texts[at(token)] = slots[at(slot)]
    return made


@compiled
def number_values(
    column: int,
    word: Array,
    numbers: Array,
    values: Array,
    user_values: Array,
    unknown_values: Array,
    texts: Array,
    first_text: int,
    remap: Array,
    codes: Array,
    used: Array,
) -> int:
    """Gives the values of one column codes in the order in which they come; how many values occur.

    Args:
        column: which column of the values. word: the tokens. numbers, values, unknown_values: see `layout.Layout`.
        user_values: int32 (rows of the user dictionary, columns): codes of its words, behind those of the pool.
        texts: int32 (tokens): the text of an unknown word (see `intern_texts`); its value is first_text + text where
            unknown_values has -1.
        remap: int32, NONE everywhere, as many as there are values; NONE everywhere again at the end.
        codes: int32 (tokens), written. used: int32 (tokens), written: the value of each code.
    """
    count = 0
    for token in range(len(word)):
        row = word[at(token)]
        if row <= FIRST_UNKNOWN:
            value = unknown_values[at(FIRST_UNKNOWN - row), at(column)]
            if value < 0:
                value = first_text + texts[at(token)]
        elif row < len(numbers):
            value = values[at(numbers[at(row)]), at(column)]
        else:
            value = user_values[at(row - len(numbers)), at(column)]
        code = remap[at(value)]
        if code == NONE:
            code = count
            remap[at(value)] = code
            used[at(code)] = value
            count += 1
        codes[at(token)] = code
    for code in range(count):
        remap[at(used[at(code)])] = NONE
    return count
