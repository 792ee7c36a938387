"""Which value belongs to which card: one assignment problem per page, with the margin of every choice.

A page holds n cards and, for each field, a pool of values that lost their cards; purpose and content draw on one pool.
A value scores for the card itself and for how well it suits the values that the card holds in its other fields, so the
fields cannot be solved one by one. A page of three cards has about a million fillings: their totals are summed up at
once in one array with an axis per pool, whose maximum is the reading and whose maxima along the axes give the best page
for every single choice. Larger pages are searched (`filling_search`).

The margin of a choice is what the best page loses when that value is forbidden for that card: 0 means that another
reading of the page is just as good.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kyodo_analysis.reading.filling_search import FillingSearch
from kyodo_analysis.reading.page_problem import NONE, Floats, PageProblem, Positions

_MOST_FILLINGS = 8_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """The values of one card by field: the value's index (NONE: none), the margin, and what else the text allows."""

    chosen: Mapping[str, int]
    margins: Mapping[str, float]
    alternatives: Mapping[str, tuple[int, ...]]


class Solver(Protocol):
    """Finds the best filling of a page, and how good a page is that must make one choice differently."""

    def solve(self) -> tuple[float, Positions]:
        """The total of the best filling, and the filling (cards × fields)."""

    def best_with(self, card: int, field: int, allowed: Collection[int]) -> float:
        """The total of the best filling in which the card's field holds one of these positions."""


def match_page(problem: PageProblem, same_value: Callable[[int, int], bool], ties: Mapping[str, float]) -> list[Match]:
    """One Match per card.

    `same_value` says whether two values read the same (then they cannot contradict each other). Where the margin of a
    field is below its tie, the alternatives are all values with which the page loses less than that.
    """
    solver: Solver = Enumeration(problem) if count_fillings(problem) <= _MOST_FILLINGS else FillingSearch(problem)
    best, filling = solver.solve()
    matches = []
    for card in range(problem.cards):
        chosen: dict[str, int] = {}
        margins: dict[str, float] = {}
        alternatives: dict[str, tuple[int, ...]] = {}
        for field, name in enumerate(problem.fields):
            pool, own = problem.pools[name], int(filling[card, field])
            chosen[name] = NONE if own == NONE else pool[own]
            rivals = [group for group in _group_readings(pool, same_value) if own not in group]
            if own == NONE or not rivals:
                continue
            margin = max(best - solver.best_with(card, field, list(itertools.chain(*rivals))), 0.0)
            margins[name] = margin
            if margin < ties[name]:
                alternatives[name] = tuple(
                    pool[group[0]] for group in rivals if best - solver.best_with(card, field, group) < ties[name]
                )
        matches.append(Match(chosen, margins, alternatives))
    return matches


def _group_readings(pool: Sequence[int], same_value: Callable[[int, int], bool]) -> list[list[int]]:
    """The positions of a pool's values, those that read the same together."""
    groups: list[list[int]] = []
    for position, value in enumerate(pool):
        group = next((group for group in groups if same_value(pool[group[0]], value)), None)
        if group is None:
            groups.append([position])
        else:
            group.append(position)
    return groups


def count_fillings(problem: PageProblem) -> int:
    """In how many ways the pools' values can be given to the cards, as many as possible of each pool."""
    sizes = [(problem.cards * len(fields), size) for fields, size in problem.list_pools()]
    return math.prod(math.perm(max(pair), min(pair)) for pair in sizes)


class Enumeration:
    """All fillings of a page and their totals."""

    def __init__(self, problem: PageProblem) -> None:
        pools, cards = problem.list_pools(), range(problem.cards)
        self._held: dict[int, Positions] = {}  # field → states of its pool × cards
        self._axis: dict[int, int] = {}
        for axis, (fields, size) in enumerate(pools):
            states = np.array(list(_list_states(problem.cards * len(fields), size)), dtype=np.int64)
            for number, field in enumerate(fields):
                self._held[field] = states.reshape(len(states), len(fields), problem.cards)[:, number]
                self._axis[field] = axis
        self._totals = np.zeros([len(self._held[fields[0]]) for fields, _ in pools])
        self._best_by_state: dict[int, Floats] = {}
        for field, name in enumerate(problem.fields):
            own = [problem.own[name][card, self._held[field][:, card]] for card in cards]
            self._add(np.sum(own, axis=0), self._axis[field])
        for (i, one), (j, two) in itertools.combinations(enumerate(problem.fields), 2):
            table = problem.pair[one, two]
            held = [(self._held[i][:, card], self._held[j][:, card]) for card in cards]
            if self._axis[i] == self._axis[j]:
                self._add(np.sum([table[pair] for pair in held], axis=0), self._axis[i])
            else:
                self._add(np.sum([table[np.ix_(*pair)] for pair in held], axis=0), self._axis[i], self._axis[j])

    def _add(self, scores: Floats, *axes: int) -> None:
        """Add scores that depend on the states of one or two pools."""
        shape = [self._totals.shape[axis] if axis in axes else 1 for axis in range(self._totals.ndim)]
        self._totals += (scores if axes == tuple(sorted(axes)) else scores.T).reshape(shape)

    def solve(self) -> tuple[float, Positions]:
        """The total of the best filling, and the filling (cards × fields)."""
        best = np.unravel_index(self._totals.argmax(), self._totals.shape)
        columns = [self._held[field][best[self._axis[field]]] for field in sorted(self._held)]
        return float(self._totals[best]), np.stack(columns, axis=1)

    def best_with(self, card: int, field: int, allowed: Collection[int]) -> float:
        """The total of the best filling in which the card's field holds one of these positions; -inf if none does."""
        axis = self._axis[field]
        if axis not in self._best_by_state:
            others = tuple(other for other in range(self._totals.ndim) if other != axis)
            self._best_by_state[axis] = self._totals.max(axis=others)
        fits = np.isin(self._held[field][:, card], list(allowed))
        return float(self._best_by_state[axis][fits].max(initial=-math.inf))


def _list_states(slots: int, size: int) -> Iterator[Sequence[int]]:
    """Every way to put `size` values into slots, as many as fit: for each slot the value's position, or NONE."""
    if size >= slots:
        yield from itertools.permutations(range(size), slots)
        return
    for places in itertools.permutations(range(slots), size):
        held = [NONE] * slots
        for value, place in enumerate(places):
            held[place] = value
        yield held
