"""Overprinting line by line: a page drawn k times as a whole gives every line k times, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kyodo_analysis.text.overprint_units import COPIES
from kyodo_analysis.text.traced import Traced

_FEWEST_GROUPS = 4
_FEWEST_CHARACTERS = 30
_SHARE = 0.8


def collapse_repeated_lines(lines: Sequence[Traced]) -> list[Traced]:
    """Keeps one line of each k equal lines, where a long stretch of lines comes that way.

    Two equal lines are common in a real text (two captions, two cells), even several pairs; so a stretch counts when
    at least four groups in a row, and four fifths of all groups in it, are a multiple of k long. Superfluous lines
    are emptied, none is taken out.
    """
    groups = [list(group) for _, group in groupby(_visible(lines), key=lambda item: item[1])]
    sizes = [len(group) for group in groups]
    emptied: set[int] = set()
    for copies in COPIES:
        for first, last in _stretches(sizes, copies):
            stretch = groups[first:last]
            if sum(len(group[0][1]) for group in stretch) < _FEWEST_CHARACTERS:
                continue
            for group in stretch:
                if len(group) % copies == 0:
                    emptied.update(index for index, _ in group[len(group) // copies :])
            sizes[first:last] = [1] * (last - first)
    return [line[:0] if index in emptied else line for index, line in enumerate(lines)]


def _visible(lines: Sequence[Traced]) -> list[tuple[int, str]]:
    texts = ((index, "".join(line.text.split())) for index, line in enumerate(lines))
    return [(index, text) for index, text in texts if text]


def _stretches(sizes: Sequence[int], copies: int) -> list[tuple[int, int]]:
    """Longest stretches [first, last) of groups that begin and end with a group of k and are mostly groups of k.

    Found as the best-scoring stretches: a fitting group scores 1, any other -4, which is the share of four fifths.
    """
    penalty = round(_SHARE / (1 - _SHARE))
    found: list[tuple[int, int]] = []
    first, score, best, best_end = 0, 0, 0, 0
    for index, size in enumerate([*sizes, 1]):
        fits = size % copies == 0 and index < len(sizes)
        score += 1 if fits else -penalty
        if score > best:
            best, best_end = score, index + 1
        if score <= 0 or index == len(sizes):
            if best >= _FEWEST_GROUPS:
                found.append((first, best_end))
            first, score, best = index + 1, 0, 0
    return found
