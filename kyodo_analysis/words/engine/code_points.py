"""Texts as one array of code points: what the compiled search reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def join_code_points(texts: Sequence[str]) -> tuple[str, NDArray[np.int32], NDArray[np.int64]]:
    """All texts one behind the other: as a string, as code points, and (texts + 1) the places where they begin and end.

    Raises:
        ValueError: when a text holds half a surrogate pair; the text and the place in it are named.

    >>> joined, code_points, bounds = join_code_points(["市民", "の"])
    >>> joined, code_points.tolist(), bounds.tolist()
    ('市民の', [24066, 27665, 12398], [0, 2, 3])
    >>> join_code_points(["市民", "の\\ud83d"])
    Traceback (most recent call last):
    ValueError: half a surrogate pair at index 1 of 'の\\ud83d'; decode the file with the right encoding
    """
    joined = "".join(texts)
    try:
        code_points = np.frombuffer(joined.encode("utf-32-le"), np.int32)
    except UnicodeEncodeError:
        raise _half_pair(texts) from None
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=bounds[1:])
    return joined, code_points, bounds


def check_code_points(text: str) -> None:
    """ValueError, with the text and the place, for a text with half a surrogate pair: Janome cannot read it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        place = f"at index {error.start} of {text[:20]!r}"
        raise ValueError(f"half a surrogate pair {place}; decode the file with the right encoding") from None


def _half_pair(texts: Sequence[str]) -> ValueError:
    for text in texts:
        try:
            check_code_points(text)
        except ValueError as error:
            return error
    return ValueError("half a surrogate pair; decode the file with the right encoding")
