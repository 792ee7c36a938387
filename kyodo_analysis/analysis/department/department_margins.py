"""Tables of who is named where, dealt out anew: each department keeps its measures' number, each measure its names'."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from kyodo_analysis.analysis.statistics.uncertainty import BLOCK_CELLS, SEED

SHUFFLES = 8_000

Table = npt.NDArray[np.bool_]

# Chains start at the table itself and forget it after some 25 rounds on the plans' tables; of draws eight rounds apart
# one says hardly anything of the next.
_CHAINS = 250
_BURN_IN = 40
_BETWEEN = 8


def shuffle_margins(
    has: Table, shuffles: int = SHUFFLES, seed: int = SEED, cells: int = BLOCK_CELLS
) -> Iterator[Table]:
    """Tables drawn evenly from all tables of 0 and 1 with the same sums of rows and of columns, in blocks.

    Many chains run side by side. In a round each chain pairs its rows at random; two rows that are paired deal out
    among themselves the columns that only one of them has, each keeping its number.

    Sources: Strona, G., Nappo, D., Boccacci, F., Fattorini, S. & San-Miguel-Ayanz, J. (2014), A fast and unbiased
    procedure to randomize ecological binary matrices with fixed row and column totals, Nature Communications 5, 4114
    (the trade, curveball); Carstens, C. J. (2015), Proof of uniform sampling of binary matrices with fixed row sums and
    column sums for the fast curveball algorithm, Physical Review E 91, 042812; Carstens, C. J., Hamann, M., Meyer, U.,
    Penschuck, M., Tran, H. & Wagner, D. (2018), Parallel and I/O-efficient randomisation of massive networks using
    global curveball trades, European Symposium on Algorithms, LIPIcs 112, 11 (all rows paired at once).

    Args:
        has: (rows, columns). The fewer rows, the faster. cells: numbers that a block may have.

    Yields:
        (draws of the block, rows, columns); `shuffles` draws in all.

    >>> (block,) = shuffle_margins(np.eye(3, dtype=bool), shuffles=4, seed=1)
    >>> block.shape, bool((block.sum(axis=1) == 1).all() and (block.sum(axis=2) == 1).all())
    ((4, 3, 3), True)
    """
    generator = np.random.default_rng(seed)
    chains = min(_CHAINS, max(1, cells // max(1, has.size)), shuffles)
    tables = np.repeat(has[np.newaxis], chains, axis=0)
    done = 0
    while done < shuffles:
        for _ in range(_BETWEEN if done else _BURN_IN):
            _trade(tables, generator)
        block = tables[: shuffles - done].copy()
        done += len(block)
        yield block


def _trade(tables: Table, generator: np.random.Generator) -> None:
    """One round of all chains, in place."""
    chains, rows, columns = tables.shape
    if rows < 2 or not columns:
        return
    order = np.argsort(generator.random((chains, rows), dtype=np.float32), axis=1)
    chain, one, other = np.arange(chains)[:, np.newaxis], order[:, 0 : rows - 1 : 2], order[:, 1::2]
    mine, yours = tables[chain, one], tables[chain, other]
    both, either = mine & yours, mine ^ yours
    kept = mine.sum(axis=2) - both.sum(axis=2)
    # A random number for each column that is dealt out, the column itself in its last bits so that no two are alike.
    last = np.uint32(2 ** columns.bit_length() - 1)
    keys = (generator.integers(0, 2**32, either.shape, dtype=np.uint32) & ~last) | np.arange(columns, dtype=np.uint32)
    keys[~either] = np.iinfo(np.uint32).max
    limit = np.take_along_axis(np.sort(keys, axis=2), np.maximum(kept - 1, 0)[..., np.newaxis], axis=2)
    dealt = either & (keys <= limit) & (kept > 0)[..., np.newaxis]
    tables[chain, one] = both | dealt
    tables[chain, other] = both | (either & ~dealt)
