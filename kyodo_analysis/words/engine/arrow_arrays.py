"""Arrow arrays of numbers and texts, made and read without `pyarrow.array` and `to_numpy`.

These two import pandas, which takes half a second and 60 MB that an engine's start cannot afford.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def make_integers(values: NDArray[np.int32]) -> pa.Int32Array:
    """The values as an Arrow array that shares their memory.

    >>> make_integers(np.array([3, 1], np.int32)).to_pylist()
    [3, 1]
    """
    whole = np.ascontiguousarray(values, np.int32)
    return pa.Array.from_buffers(pa.int32(), len(whole), [None, pa.py_buffer(whole)])


def make_strings(texts: Sequence[str]) -> pa.StringArray:
    """Texts as an Arrow array.

    >>> make_strings(["市民", "", "の"]).to_pylist()
    ['市民', '', 'の']
    """
    encoded = [text.encode() for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, encoded), np.int32, len(encoded)), out=offsets[1:])
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def read_integers(array: pa.Int32Array) -> NDArray[np.int32]:
    """The values of an Arrow array without nulls, not copied.

    >>> read_integers(make_integers(np.array([3, 1, 2], np.int32))[1:]).tolist()
    [1, 2]
    """
    return np.frombuffer(array.buffers()[1] or b"", np.int32)[array.offset : array.offset + len(array)]
