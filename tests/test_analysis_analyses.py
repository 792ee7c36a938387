"""Every analysis of tables that leave little to analyse: honest rows or none, never a traceback or a warning."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from _pytest.mark import ParameterSet
from analysis_inputs import ALONE, REAL, SMALL, analyses_of, tables_of

from kyodo_analysis.analysis.columns import declare_analysis, type_columns
from kyodo_analysis.analysis.materials import gather_materials
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.steps import NETWORKS, STEPS, analyse_tables

# What these compare is not plans with plans, so one plan may show something.
WITHIN_PLANS = {*NETWORKS, "department-bridges", "commitment-by-theme", "commitment-by-actor"} | {
    *("actor-by-theme", "actor-combinations", "sharing-by-theme", "sharing-by-commitment")
}

# A simulation, which no table changes: once is enough.
SIMULATED = "interval-coverage"


def every(cases: Iterable[str], names: Iterable[str]) -> list[ParameterSet]:
    """Each case with each analysis; those with real words are slow."""
    return [
        pytest.param(case, name, id=f"{case}: {name}", marks=[pytest.mark.slow] if case in REAL else [])
        for case in cases
        for name in names
        if name != SIMULATED or case == "small"
    ]


@pytest.mark.parametrize(("case", "name"), every([*SMALL, *REAL], STEPS))
def test_an_analysis_of_little_is_honest(case: str, name: str) -> None:
    analyses, tables = analyses_of(case), tables_of(case)
    table = analyses[name]
    declared = declare_analysis(name, STEPS[name], table)
    typed = type_columns(declared, table)
    assert list(typed) == list(analyses_of("small")[name]), "columns do not depend on the input"
    numbers = [column.name for column in declared.columns if column.kind == "number"]
    assert not np.isinf(typed[numbers].to_numpy(dtype=np.float64)).any()
    if "measure_ids" in typed:
        named = {one for cell in typed["measure_ids"] for one in split_ids(cell)}
        by_hand = {f"{record['document']}/{record['id']}" for record in analyses.materials.gold}
        assert named <= set(tables["measures"]["measure_id"]) | (by_hand if name == "reading-shifts" else set())
    if "plan_id" in typed:
        assert set(typed["plan_id"].dropna()) - {""} <= set(tables["plans"]["plan_id"])


@pytest.mark.parametrize(("case", "name"), every(ALONE, [name for name in STEPS if name not in WITHIN_PLANS]))
def test_one_plan_alone_differs_from_nothing(case: str, name: str) -> None:
    table = analyses_of(case)[name]
    for column in ("beyond_null", "distinctive"):
        if column in table:
            assert not table[column].fillna(False).astype(bool).any()


@pytest.mark.parametrize("name", [name for name in STEPS if name != SIMULATED])
def test_tables_without_rows_give_no_finding(name: str) -> None:
    table = analyses_of("nothing")[name]
    for column in ("count", "measures", "claims_observed", "disagreements"):
        if column in table:
            assert not table[column].fillna(0).any()


def test_an_analysis_is_made_once_and_labelled() -> None:
    analyses = analyses_of("small")
    themes = analyses["themes"]
    assert analyses["themes"] is themes
    assert [name for name in themes if name.startswith(("plan", "theme"))] == [
        *("plan_id", "plan_en", "plan_ja"),
        *("theme", "theme_en", "theme_ja"),
    ]
    assert themes.loc[0, "plan_ja"] == "萩市（素案）"


def test_what_several_analyses_rest_on_is_made_once() -> None:
    analyses, made = analyse_tables(tables_of("small")), []
    assert [analyses.keep("something", lambda of: made.append(of) or len(made)) for _ in range(2)] == [1, 1]


def test_an_analysis_that_does_not_exist_is_named() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        analyses_of("small")["nonsense"]


def test_codes_of_plans_that_are_not_in_the_tables_are_left_out() -> None:
    assert gather_materials(tables_of("small")).codes == []


def test_steps_say_what_a_row_is_in_both_languages() -> None:
    assert all(step.grain.isascii() or "×" in step.grain for step in STEPS.values())
    assert all(not step.grain_ja.isascii() for step in STEPS.values())
    assert set(NETWORKS) <= set(STEPS)
