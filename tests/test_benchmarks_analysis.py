"""What `python -m benchmarks.analysis` measures and how it says so."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pytest
from analysis_tables import all_tables
from sample_materials import materials

from benchmarks.analysis import GROWING, Growth, Whole, copy_measures, describe, forget_peak, read_peak

WHOLE = Whole(parts={"themes": 1.5, "keywords": 2.5}, peak=300.0)


def _grown(most: float) -> dict[str, dict[int, Growth]]:
    return {"keywords": {1: Growth(157, 0.1, 200.0, 10.0), 100: Growth(15_700, 8.0, 400.0, most)}}


def test_copies_are_measures_of_their_own_in_the_same_plans() -> None:
    tables = all_tables()
    copied = copy_measures(tables, 3)
    for name in ("measures", "elements", "measure_themes", "measure_departments", "measure_schedule"):
        assert len(copied[name]) == 3 * len(tables[name]), name
    measures = copied["measures"]
    assert measures["measure_id"].is_unique
    assert (measures["plan_id"].value_counts() == 3 * tables["measures"]["plan_id"].value_counts()).all()
    assert set(copied["elements"]["measure_id"]) == set(measures["measure_id"])
    assert len(copied["plans"]) == len(tables["plans"])


def test_one_copy_is_the_measures_themselves() -> None:
    tables = all_tables()
    assert all(copy_measures(tables, 1)[name].equals(table) for name, table in tables.items())


def test_words_of_copies_count_as_often_and_shares_stay() -> None:
    own = materials()
    copied = replace(own, tables=copy_measures(own.tables, 2))
    reprints = own.tables["measures"]["reprint"].sum()
    assert len(copied.words) == 2 * len(own.words)
    assert len(copied.counted) == 2 * (len(own.tables["measures"]) - reprints)


def test_every_growing_step_runs_on_copies() -> None:
    own = materials()
    copied = replace(own, tables=copy_measures(own.tables, 2))
    for name, step in GROWING.items():
        assert len(step(copied)), name  # type: ignore[arg-type]


@pytest.mark.parametrize(("most", "said"), [(990.0, "99.0 × | < 100 × | pass"), (1000.0, "100.0 × | < 100 × | FAIL")])
def test_memory_that_grows_with_the_copies_is_named(most: float, said: str) -> None:
    lines = list(describe(WHOLE, 5.0, _grown(most)))
    (line,) = [line for line in lines if line.startswith("| memory of keywords")]
    assert said in line
    tables = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in tables} == {3, 4, 5}


@pytest.mark.parametrize(("wall", "verdict"), [(19.9, "pass"), (20.1, "FAIL")])
def test_the_whole_analysis_is_judged(wall: float, verdict: str) -> None:
    (line,) = [line for line in describe(WHOLE, wall, _grown(20.0)) if line.startswith("| kyodo analyse")]
    assert line.endswith(f"| {wall:.2f} s | ≤ 20 s | {verdict} |")


def test_the_peak_is_that_since_it_was_forgotten() -> None:
    assert run_alone(grow_since_forgotten) >= 45


def run_alone(measure: Callable[[], float]) -> float:
    """What a function gives in a new process: parts of one that has grown large may be swapped out meanwhile."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
        return alone.submit(measure).result()


def grow_since_forgotten() -> float:
    before = forget_peak()
    block = bytearray(50 * 1024 * 1024)
    block[::4096] = b"x" * len(block[::4096])
    return read_peak() - before
