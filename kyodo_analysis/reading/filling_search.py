"""The search for the best filling of a card page that has too many fillings to look at all.

With the other fields given, the values of one pool are a linear assignment problem (scipy's modified Jonker-Volgenant
solver, Crouse 2016). The pools are solved in turn; then two cards may exchange any set of their fields, and fields of
one pool their values; and so on until the page's total no longer grows. The search starts anew from several orders of
the first field's values and keeps the best page. It may miss the very best one.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from kyodo_analysis.reading.page_problem import NONE, Floats, PageProblem, Positions

_FORBIDDEN = -1e6
_SAME = 1e-9
_MOST_STARTS = 24


@dataclass(frozen=True, slots=True)
class _Demand:
    """A card's field (by index) that must hold one of these positions."""

    card: int
    field: int
    allowed: frozenset[int]

    def breaks(self, filling: Positions) -> bool:
        return int(filling[self.card, self.field]) not in self.allowed


class FillingSearch:
    """Searches for the best filling."""

    def __init__(self, problem: PageProblem) -> None:
        self._problem = problem
        self._pools = problem.list_pools()
        self._best = max((self._climb(start, None) for start in self._list_starts()), key=lambda found: found[0])
        self._improve()

    def solve(self) -> tuple[float, Positions]:
        """The total of the best filling found, and the filling."""
        return self._best

    def best_with(self, card: int, field: int, allowed: Collection[int]) -> float:
        """The total of the best filling found in which the card's field holds one of these positions."""
        return self._climb(self._best[1], _Demand(card, field, frozenset(allowed)))[0]

    def _improve(self) -> None:
        """Where the page gets better by forbidding one choice, the search has missed a better page: take that."""
        improved = True
        while improved:
            improved = False
            for card, field in np.ndindex(self._best[1].shape):
                size = len(self._problem.pools[self._problem.fields[field]])
                others = frozenset(range(size)) - {int(self._best[1][card, field])}
                total, filling = self._climb(self._best[1], _Demand(card, field, others))
                if total > self._best[0] + _SAME:
                    self._best, improved = (total, filling), True

    def _list_starts(self) -> list[Positions]:
        """Empty pages with several orders of the first field's values."""
        cards, size = self._problem.cards, len(self._problem.pools[self._problem.fields[0]])
        starts = []
        for order in itertools.islice(itertools.permutations(range(size), min(cards, size)), _MOST_STARTS):
            filling = np.full((cards, len(self._problem.fields)), NONE)
            filling[: len(order), 0] = order
            starts.append(filling)
        return starts

    def _climb(self, filling: Positions, demand: _Demand | None) -> tuple[float, Positions]:
        """Solve the pools in turn and let cards exchange values until the total stops growing."""
        best, kept = self._total(filling, demand), filling
        while True:
            filling = kept.copy()
            for fields, size in self._pools:
                self._solve_pool(filling, fields, size, demand)
            self._exchange(filling, demand)
            total = self._total(filling, demand)
            if total <= best + _SAME:
                return best, kept
            best, kept = total, filling

    def _total(self, filling: Positions, demand: _Demand | None) -> float:
        return self._problem.total(filling) + (_FORBIDDEN if demand and demand.breaks(filling) else 0.0)

    def _solve_pool(self, filling: Positions, fields: list[int], size: int, demand: _Demand | None) -> None:
        """Fill the fields of one pool as well as can be, given the other fields."""
        problem = self._problem
        slots = list(itertools.product(range(problem.cards), fields))
        gain: Floats = np.empty((len(slots), size + len(slots)))  # values, then one way to stay empty for each slot
        for row, (card, i) in enumerate(slots):
            name = problem.fields[i]
            scores = problem.own[name][card].copy()
            for j, other in enumerate(problem.fields):
                if j not in fields:
                    scores += problem.pair[name, other][:, filling[card, j]]
            if size >= len(slots):
                scores[NONE] = _FORBIDDEN
            if demand and (card, i) == (demand.card, demand.field):
                scores[[at for at in range(size) if at not in demand.allowed]] += _FORBIDDEN
            gain[row, :size], gain[row, size:] = scores[:NONE], scores[NONE]
        rows, columns = linear_sum_assignment(gain, maximize=True)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            filling[slots[row]] = column if column < size else NONE

    def _exchange(self, filling: Positions, demand: _Demand | None) -> None:
        """Let two cards exchange the set of fields that gains most, and two fields of one pool their values."""
        width = len(self._problem.fields)
        subsets = np.array(list(itertools.product((False, True), repeat=width)))
        pairs = [
            pair for fields, _ in self._pools for pair in itertools.product(fields, repeat=2) if pair[0] != pair[1]
        ]
        improved = True
        while improved:
            improved = False
            for a, b in itertools.combinations_with_replacement(range(self._problem.cards), 2):
                first = np.where(subsets, filling[b], filling[a])
                second = np.where(subsets, filling[a], filling[b])
                for i, j in pairs:
                    swapped = filling.copy()
                    swapped[a, i], swapped[b, j] = filling[b, j], filling[a, i]
                    first, second = np.vstack([first, swapped[a]]), np.vstack([second, swapped[b]])
                totals = self._score(a, first, demand) + (self._score(b, second, demand) if a != b else 0.0)
                best = int(totals.argmax())
                if totals[best] > totals[0] + _SAME:
                    filling[a], filling[b] = first[best], second[best]
                    improved = True

    def _score(self, card: int, held: Positions, demand: _Demand | None) -> Floats:
        scores = self._problem.score_card(card, held)
        if demand and demand.card == card:
            scores[~np.isin(held[:, demand.field], list(demand.allowed))] += _FORBIDDEN
        return scores
