"""Statistics and distances of sequences are those of TraMineR, to 1e-9, on the project's own export and on others.

tests/traminer_check.R computed the numbers; the first line of traminer_reference.csv says with what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from analysis_inputs import project_analyses
from kyodo_project import ROOT

from kyodo_analysis.analysis.schedule.sequence_distances import (
    cost_by_position,
    cost_by_rates,
    cost_constantly,
    match_optimally,
    measure_hamming,
)
from kyodo_analysis.analysis.schedule.sequence_measures import (
    count_changes,
    count_positions,
    count_states,
    count_subsequences,
    measure_complexity,
    measure_entropy,
    measure_rates,
    measure_turbulence,
)
from kyodo_analysis.analysis.schedule.sequences import VOID, Codes, find_spells
from kyodo_analysis.analysis.statistics.uncertainty import Numbers

FOLDER = Path(__file__).parent
TOLERANCE = 1e-9
SETS = ("yamaguchi-1", "random", "unequal")


@cache
def reference() -> pd.DataFrame:
    """set, statistic, first, second, value."""
    return pd.read_csv(FOLDER / "traminer_reference.csv", comment="#", dtype={"first": "str", "second": "str"})


@cache
def sequences() -> pd.DataFrame:
    """set, id, alphabet, sts."""
    return pd.read_csv(FOLDER / "traminer_sequences.csv", dtype="str")


def read_set(name: str) -> tuple[list[str], Codes, Codes, int]:
    """The ids, all sequences, those that count (a reprint has the weight 0), the number of states."""
    rows = sequences()[sequences()["set"] == name]
    states = rows["alphabet"].iloc[0].split()
    cells = [[states.index(state) for state in sts.split("-")] for sts in rows["sts"]]
    longest = max(map(len, cells))
    codes = np.array([row + [VOID] * (longest - len(row)) for row in cells], dtype=np.intp)
    return rows["id"].tolist(), codes, codes[rows["weight"].eq("1")], len(states)


def expected(name: str, statistic: str) -> Numbers:
    rows = reference()
    values = rows.loc[(rows["set"] == name) & (rows["statistic"] == statistic), "value"].to_numpy()
    assert len(values), statistic
    return values


def assert_equal(found: Numbers, name: str, statistic: str) -> None:
    np.testing.assert_allclose(found, expected(name, statistic), rtol=0, atol=TOLERANCE)


OF_SEQUENCES: Mapping[str, Callable[[Codes, int], Numbers]] = {
    "entropy": lambda codes, states: measure_entropy(count_states(codes, states)),
    "entropy in nats": lambda codes, states: measure_entropy(count_states(codes, states), normalise=False),
    "turbulence": measure_turbulence,
    "turbulence, normalised": lambda codes, states: measure_turbulence(codes, states, normalise=True),
    "complexity": measure_complexity,
    "changes": lambda codes, states: count_changes(codes).astype(np.float64),
    "subsequences": lambda codes, states: count_subsequences(find_spells(codes).states, states),
}

OF_SETS: Mapping[str, Callable[[Codes, int], Numbers]] = {
    "mean time": lambda codes, states: count_states(codes, states).mean(axis=0),
    "entropy of positions": lambda codes, states: measure_entropy(count_positions(codes, states)),
    "rate": lambda codes, states: measure_rates(codes, states).T.ravel(),
}

OF_PAIRS: Mapping[str, Callable[[Codes, Codes, int], Numbers]] = {
    "OM, constant": lambda codes, _, states: match_optimally(codes, cost_constantly(states)),
    "OM, constant, by length": lambda codes, _, states: match_optimally(codes, cost_constantly(states), by_length=True),
    "OM, rates": lambda codes, of, states: match_optimally(codes, cost_by_rates(of, states)),
    "OM, rates, indel 0.7": lambda codes, of, states: match_optimally(codes, cost_by_rates(of, states), 0.7),
    "HAM": lambda codes, _, states: measure_hamming(codes, cost_constantly(states, 1)),
    "HAM, rates": lambda codes, of, states: measure_hamming(codes, cost_by_rates(of, states)),
    "DHD": lambda codes, of, states: measure_hamming(codes, cost_by_position(of, states)),
    "DHD, by length": lambda codes, of, states: measure_hamming(codes, cost_by_position(of, states), by_length=True),
}
"""Distances of all sequences, with costs from those that count."""


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("statistic", OF_SEQUENCES)
def test_statistics_are_those_of_traminer(name: str, statistic: str) -> None:
    _, codes, _, states = read_set(name)
    assert_equal(OF_SEQUENCES[statistic](codes, states), name, statistic)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("statistic", OF_SETS)
def test_statistics_of_sets_are_those_of_traminer(name: str, statistic: str) -> None:
    _, _, counted, states = read_set(name)
    assert_equal(OF_SETS[statistic](counted, states), name, statistic)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("metric", OF_PAIRS)
def test_distances_are_those_of_traminer(name: str, metric: str) -> None:
    ids, codes, counted, states = read_set(name)
    if (codes == VOID).any() and not metric.startswith("OM"):
        with pytest.raises(ValueError, match="one length"):
            OF_PAIRS[metric](codes, counted, states)
        return
    distances = OF_PAIRS[metric](codes, counted, states)
    kept = np.sort(np.unique(codes, axis=0, return_index=True)[1])
    pairs = list(combinations(kept, 2))
    rows = reference()
    rows = rows[(rows["set"] == name) & (rows["statistic"] == metric)]
    assert [(ids[one], ids[other]) for one, other in pairs] == list(zip(rows["first"], rows["second"], strict=True))
    assert_equal(np.array([distances[pair] for pair in pairs]), name, metric)


def test_all_reference_numbers_are_compared() -> None:
    assert set(reference()["statistic"]) == {*OF_SEQUENCES, *OF_SETS, *OF_PAIRS}
    assert set(reference()["set"]) == set(SETS)
    assert reference()["value"].notna().all()


def test_the_plans_sequences_are_those_of_the_projects_export() -> None:
    export = project_analyses()["sequences-sts"].rename(columns={"measure_id": "id"})
    columns = ["id", "alphabet", "weight", "sts"]
    for plan_id, of_plan in export.groupby("plan_id"):
        given = sequences()[sequences()["set"] == plan_id]
        assert given[columns].to_numpy().tolist() == of_plan[columns].astype("str").to_numpy().tolist()


PUBLISHED = ("entropy", "turbulence", "complexity", "changes", "subsequences")


def test_the_published_statistics_of_the_plan_are_those_of_traminer() -> None:
    """data/analysis/sequence-measures.csv, which leaves reprints out and has six significant digits."""
    published = pd.read_csv(ROOT / "data" / "analysis" / "sequence-measures.csv")
    published = published[published["plan_id"] == "yamaguchi-1"].set_index("measure_id")
    rows = reference()[reference()["set"] == "yamaguchi-1"]
    for statistic in PUBLISHED:
        numbers = rows[rows["statistic"] == statistic].set_index("first")["value"]
        assert len(published) == 44 and set(published.index) < set(numbers.index)
        np.testing.assert_allclose(published[statistic], numbers.loc[published.index], rtol=5e-6, atol=0)


def test_both_notations_of_the_export_say_the_same() -> None:
    sts, sps = project_analyses()["sequences-sts"], project_analyses()["sequences-sps"]
    assert len(sts) > 0
    assert sts["measure_id"].tolist() == sps["measure_id"].tolist()
    assert sts["sts"].tolist() == [read_spells(cell) for cell in sps["sps"]]


def read_spells(cell: str) -> str:
    """STS of SPS, read as the user's guide of TraMineR describes it."""
    spells = [spell.split(",") for spell in cell.strip("()").split(")-(")]
    return "-".join("-".join([state] * int(years)) for state, years in spells)


def test_the_file_says_where_its_numbers_come_from() -> None:
    first = (FOLDER / "traminer_reference.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# ") and "TraMineR" in first
