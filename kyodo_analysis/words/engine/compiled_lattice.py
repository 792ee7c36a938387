"""What the compiled search reads and writes: named groups of arrays, and the numbers in them.

Places count characters from the start of a chunk. A node is a row of `Nodes`; the word behind it is a number: from 0 up
the rows of the system's entries, behind these the rows of the user dictionary's; START_OF_TEXT; and from FIRST_UNKNOWN
down the rows of the unknown words.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Elements become machine integers in compiled code: their types stand in the comments.
Array = NDArray[Any]

at = np.uintp

NONE = -1
START_OF_TEXT = -1
FIRST_UNKNOWN = -2


class System(NamedTuple):
    """What the search reads of a `layout.Layout`; shapes and meanings stand there."""

    trie: Array
    entries: Array
    numbers: Array
    connections: Array
    characters: Array
    classes: Array
    categories: Array
    unknowns: Array


class UserWords(NamedTuple):
    """A user dictionary in the same form: trie, entries (int64, costs may be harsh), numbers, codes of characters.

    Without a user dictionary there are no numbers.
    """

    trie: Array
    entries: Array
    numbers: Array
    characters: Array


class Nodes(NamedTuple):
    """The lattice of a chunk: one row per word that may stand somewhere.

    total (int64): the word's own cost, then that of the cheapest way from the start of the chunk to the node's end.
    left, right (uint32): context ids. word (int32): see above. start (int32): first place of the word. back (int32):
    the node before on the cheapest way. following (int32): the next node with the same end, in order of creation.
    """

    total: Array
    left: Array
    right: Array
    word: Array
    start: Array
    back: Array
    following: Array


class Ends(NamedTuple):
    """First and last node (int32) of the chain that ends at each place (Lattice.enodes in janome/lattice.py)."""

    first: Array
    last: Array


class Before(NamedTuple):
    """The nodes that end at the present place, side by side: total (int64), right id (uint32), node (int32)."""

    total: Array
    right: Array
    node: Array


class Cheapest(NamedTuple):
    """Per left id, the cheapest way to the present place for a word with it: place for which it holds, total, node."""

    tick: Array
    total: Array
    node: Array


class Work(NamedTuple):
    """Arrays to work in, of one thread: `nodes` and `before` sized by proof (see `compiled_arrays.make_work`)."""

    nodes: Nodes
    ends: Ends
    before: Before
    cheapest: Cheapest
    run_ends: Array


class Found(NamedTuple):
    """The tokens of all texts one behind the other: what `compiled_search.search_words` writes.

    word (int32): see above. start, end (int32): in the code points of all texts. bounds (int64,
    texts + 1): the tokens of text i are [bounds[i], bounds[i + 1]).
    """

    word: Array
    start: Array
    end: Array
    bounds: Array
