"""The scores of a card page as arrays: how well values suit cards, and each other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]
"""Positions of values in the pools of their fields; a filling of a page is an array of cards × fields."""

NONE = -1
"""The position of no value. As an index it is the last one, which is what the arrays keep for it."""


class PageProblem:
    """The scores of a page: own[field] is cards × positions, pair[field, field] is positions × positions.

    `pools` gives the values that each field may take (indexes into the page's list). Fields with equal pools share
    their values: no value is used twice. `empty` is the score of a card's field without a value, where a pool has too
    few of them.
    """

    def __init__(
        self,
        cards: int,
        pools: Mapping[str, Sequence[int]],
        score: Callable[[int, str, int], float],
        pair_score: Callable[[str, int, str, int], float],
        empty: float,
    ) -> None:
        self.cards = cards
        self.pools = pools
        self.fields = tuple(pools)
        self.own: dict[str, Floats] = {}
        for name, values in pools.items():
            self.own[name] = np.array(
                [[*(score(card, name, value) for value in values), empty] for card in range(cards)]
            )
        self.pair: dict[tuple[str, str], Floats] = {}
        for one, two in itertools.combinations(self.fields, 2):
            table = np.zeros((len(pools[one]) + 1, len(pools[two]) + 1))
            for (i, a), (j, b) in itertools.product(enumerate(pools[one]), enumerate(pools[two])):
                table[i, j] = 0.0 if a == b else pair_score(one, a, two, b)
            self.pair[one, two], self.pair[two, one] = table, table.T

    def list_pools(self) -> list[tuple[list[int], int]]:
        """For each pool the fields that draw on it, as indexes, and its size."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for i, name in enumerate(self.fields):
            groups.setdefault(tuple(self.pools[name]), []).append(i)
        return [(fields, len(pool)) for pool, fields in groups.items()]

    def score_card(self, card: int, held: Positions) -> Floats:
        """The scores of a card for each way to hold values; held: ways × fields."""
        total = np.zeros(len(held))
        for i, name in enumerate(self.fields):
            total += self.own[name][card, held[:, i]]
        for (i, one), (j, two) in itertools.combinations(enumerate(self.fields), 2):
            total += self.pair[one, two][held[:, i], held[:, j]]
        return total

    def total(self, filling: Positions) -> float:
        """The score of a whole page."""
        return sum(float(self.score_card(card, filling[card : card + 1])[0]) for card in range(self.cards))
