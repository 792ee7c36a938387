import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.reading.filling_search import FillingSearch
from kyodo_analysis.reading.matching import Enumeration, count_fillings, match_page
from kyodo_analysis.reading.page_problem import NONE, PageProblem

EMPTY = -2.0


def random_problem(seed, cards=None, fields=None, size=None):
    """A page with random scores; fields may share a pool, pools may have too few values or too many."""
    rng = random.Random(seed)
    cards = cards or rng.randint(1, 3)
    names = "abcdef"[: fields or rng.randint(1, 3)]
    pools, first = {}, 0
    for i, name in enumerate(names):
        if i and size is None and rng.random() < 0.3:
            pools[name] = pools[names[i - 1]]
            continue
        count = size or rng.randint(1, 4)
        pools[name] = list(range(first, first + count))
        first += count
    return PageProblem(cards, pools, lambda *_: rng.gauss(0, 2), lambda *_: rng.gauss(0, 2), EMPTY)


def list_fillings(problem):
    """Every way to give the pools' values to the cards, written down without the arrays of the program."""
    per_pool = []
    for fields, size in problem.list_pools():
        slots = list(itertools.product(range(problem.cards), fields))
        ways = set(itertools.permutations([*range(size), *[NONE] * max(len(slots) - size, 0)], len(slots)))
        per_pool.append([dict(zip(slots, way, strict=True)) for way in sorted(ways)])
    for ways in itertools.product(*per_pool):
        held = {slot: value for way in ways for slot, value in way.items()}
        yield np.array([[held[card, field] for field in range(len(problem.fields))] for card in range(problem.cards)])


def add_up(problem, filling):
    """The total of a filling, score by score."""
    total = 0.0
    for number, card in enumerate(filling.tolist()):
        held = [(name, value) for name, value in zip(problem.fields, card, strict=True) if value != NONE]
        total += EMPTY * (len(card) - len(held))
        total += sum(problem.own[name][number, value] for name, value in held)
        total += sum(problem.pair[one, two][a, b] for (one, a), (two, b) in itertools.combinations(held, 2))
    return total


def differ(one, two):
    return one == two


@given(st.integers(0, 10**6))
def test_the_reading_is_the_best_of_all_fillings(seed):
    problem = random_problem(seed)
    totals = [add_up(problem, filling) for filling in list_fillings(problem)]
    best, filling = Enumeration(problem).solve()
    assert best == pytest.approx(max(totals))
    assert problem.total(filling) == pytest.approx(best)
    assert count_fillings(problem) == len(totals)


@given(st.integers(0, 10**6))
def test_margins_are_what_the_best_filling_loses_without_a_choice(seed):
    problem = random_problem(seed)
    fillings = [(add_up(problem, filling), filling) for filling in list_fillings(problem)]
    best = max(total for total, _ in fillings)
    ties = dict.fromkeys(problem.fields, 1.0)
    for card, match in enumerate(match_page(problem, differ, ties)):
        for field, name in enumerate(problem.fields):
            pool = problem.pools[name]
            if match.chosen[name] == NONE or len(pool) == 1:
                assert name not in match.margins
                continue
            own = pool.index(match.chosen[name])
            with_value = {
                value: max((total for total, filling in fillings if filling[card, field] == value), default=-np.inf)
                for value in range(len(pool))
                if value != own
            }
            assert match.margins[name] == pytest.approx(best - max(with_value.values()))
            assert match.margins[name] >= 0
            near = {pool[value] for value, total in with_value.items() if best - total < 1.0}
            assert set(match.alternatives.get(name, ())) == near


@given(st.integers(0, 10**6))
def test_the_search_gives_a_real_filling_and_never_more_than_the_best(seed):
    problem = random_problem(seed)
    total, filling = FillingSearch(problem).solve()
    assert add_up(problem, filling) == pytest.approx(total)
    for fields, _ in problem.list_pools():
        held = [int(value) for value in filling[:, fields].ravel() if value != NONE]
        assert len(held) == len(set(held))
    assert total <= max(add_up(problem, way) for way in itertools.chain(list_fillings(problem), [filling])) + 1e-9


def test_the_search_nearly_always_finds_the_best():
    problems = [random_problem(seed, size=3, cards=3) for seed in range(100)]
    missed = sum(FillingSearch(problem).solve()[0] < Enumeration(problem).solve()[0] - 1e-9 for problem in problems)
    assert missed <= 3


def test_a_page_too_large_to_enumerate_is_searched():
    problem = random_problem(5, cards=4, fields=6, size=4)
    assert count_fillings(problem) > 8_000_000
    matches = match_page(problem, differ, dict.fromkeys(problem.fields, 0.5))
    for name in problem.fields:
        assert sorted(match.chosen[name] for match in matches) == sorted(problem.pools[name])
    assert all(margin >= 0 for match in matches for margin in match.margins.values())


def test_values_that_read_the_same_do_not_contradict_each_other():
    scores = {(0, 0): 5.0, (0, 1): 5.0, (1, 0): 5.0, (1, 1): 5.0, (0, 2): 1.0, (1, 2): 1.0}
    problem = PageProblem(
        2, {"departments": [0, 1, 2]}, lambda card, _, value: scores[card, value], lambda *_: 0.0, EMPTY
    )
    apart = match_page(problem, differ, {"departments": 1.0})
    same = match_page(problem, lambda one, two: one == two or {one, two} == {0, 1}, {"departments": 1.0})
    assert [match.margins["departments"] for match in apart] == [0.0, 0.0]
    assert [set(match.alternatives["departments"]) for match in apart] == [{1}, {0}]
    assert [match.margins["departments"] for match in same] == [4.0, 4.0]
    assert [match.alternatives for match in same] == [{}, {}]


def test_a_card_stays_empty_where_values_are_few():
    problem = PageProblem(2, {"title": [7]}, lambda card, *_: float(card), lambda *_: 0.0, EMPTY)
    first, second = match_page(problem, differ, {"title": 1.0})
    assert (first.chosen["title"], second.chosen["title"]) == (NONE, 7)
    assert first.margins == {}


def test_one_value_never_serves_two_fields():
    problem = PageProblem(
        1, {"purpose": [0, 1], "content": [0, 1]}, lambda *_: 0.0, lambda _, a, __, b: float(a < b), EMPTY
    )
    (match,) = match_page(problem, differ, {"purpose": 0.5, "content": 0.5})
    assert match.chosen == {"purpose": 0, "content": 1}
    assert match.margins == {"purpose": 1.0, "content": 1.0}
