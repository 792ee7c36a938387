"""Inputs that leave little or nothing to analyse, and what is made of them: each analysis once for all tests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import analysis_tables
import pandas as pd
from kyodo_project import ROOT

from kyodo_analysis.analyse import prepare_analyses
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables.loading import read_all
from kyodo_analysis.tables.schema import TABLES, empty

Tables = Mapping[str, pd.DataFrame]

PLAN, OTHER = "koka", "nichinan"
"""Two of the project's plans: with as few as two, analyses take seconds."""


@cache
def project_tables() -> Tables:
    """The project's tables."""
    return read_all(ROOT / "data" / "processed")


def keep_plans(tables: Tables, plan_ids: Collection[str]) -> Tables:
    """The tables of some plans."""
    kept = keep_measures(tables, [name for name in _ids(tables) if name.split("/")[0] in plan_ids])
    return {name: _keep(table, "plan_id", plan_ids) for name, table in kept.items()}


def keep_measures(tables: Tables, measure_ids: Collection[str]) -> Tables:
    """The tables with some measures; plans stay, those without measures too."""
    indicators = tables["indicators"]["indicator_id"]
    kept = {name: _keep(table, "measure_id", measure_ids) for name, table in tables.items()}
    return kept | {"spans": _keep(tables["spans"], "row_id", {*measure_ids, *indicators})}


def _ids(tables: Tables) -> list[str]:
    return list(tables["measures"]["measure_id"])


def _keep(table: pd.DataFrame, column: str, values: Collection[str]) -> pd.DataFrame:
    kept = table[table[column].isin(list(values))] if column in table else table
    return kept.reset_index(drop=True)


def _empty_plan() -> Tables:
    """koka stays among the plans, but nothing was read of it."""
    tables = keep_plans(project_tables(), {PLAN, OTHER})
    return keep_measures(tables, [name for name in _ids(tables) if name.startswith(OTHER)])


def _plan_with_one_measure() -> Tables:
    tables = keep_plans(project_tables(), {PLAN, OTHER})
    ids = _ids(tables)
    return keep_measures(tables, [name for name in ids if name.startswith(OTHER)] + ids[:1])


def _one_measure() -> Tables:
    tables = keep_plans(project_tables(), {PLAN})
    return keep_measures(tables, _ids(tables)[:1])


SMALL = {
    "small": analysis_tables.all_tables,
    "small, an empty plan": lambda: keep_measures(
        analysis_tables.all_tables(), [name for name in _ids(analysis_tables.all_tables()) if "hagi" not in name]
    ),
    "small, one plan": lambda: keep_plans(analysis_tables.all_tables(), {"ube"}),
    "small, one measure": lambda: keep_measures(keep_plans(analysis_tables.all_tables(), {"hagi"}), {"hagi/1"}),
    "small, no measures": lambda: keep_measures(analysis_tables.all_tables(), ()),
    "nothing": lambda: {name: empty(table) for name, table in TABLES.items()},
}
"""Without words, in a second."""

REAL = {
    "two plans": lambda: keep_plans(project_tables(), {PLAN, OTHER}),
    "an empty plan": _empty_plan,
    "a plan with one measure": _plan_with_one_measure,
    "one plan": lambda: keep_plans(project_tables(), {PLAN}),
    "one measure": _one_measure,
    "no measures": lambda: keep_measures(project_tables(), ()),
}
"""With words and readers' codes."""

ALONE = ("small, one plan", "small, one measure", "one plan", "one measure", "an empty plan")
"""Inputs in which one plan at most has measures: nothing may be called a difference of plans."""


@cache
def tables_of(case: str) -> Tables:
    """The tables of a case by its name."""
    return (SMALL | REAL)[case]()


@cache
def analyses_of(case: str) -> Analyses:
    """The analyses of a case; each is made when it is first asked for."""
    published = read_published(ROOT / "data" / "raw") if case in REAL else None
    return prepare_analyses(tables_of(case), ROOT / "data" / "hand", published)


@cache
def project_analyses() -> Analyses:
    """The analyses of all plans of the project."""
    return prepare_analyses(project_tables(), ROOT / "data" / "hand", read_published(ROOT / "data" / "raw"))
