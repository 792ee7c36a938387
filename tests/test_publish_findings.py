"""The index of findings: complete, made from the tables, and in step with the notebooks that are there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from analysis_inputs import project_analyses
from kyodo_project import ROOT

from kyodo_analysis.analysis.steps import STEPS, analyse_tables
from kyodo_analysis.publish.findings import QUESTIONS, answer_in_short, index_notebooks, tabulate_answers
from kyodo_analysis.tables.loading import read_all
from kyodo_analysis.tables.schema import TABLES


@pytest.fixture(scope="module")
def tables(all_tables: Path) -> dict[str, pd.DataFrame]:
    return read_all(all_tables)


def test_every_notebook_but_the_index_has_a_question() -> None:
    notebooks = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert ["00-overview", *(question.notebook for question in QUESTIONS)] == notebooks


def test_questions_name_tables_and_analyses_that_exist() -> None:
    assert {table for question in QUESTIONS for table in question.tables} <= set(TABLES)
    assert {name for question in QUESTIONS for name, _ in question.answers} <= set(STEPS)


def test_the_index_links_every_notebook_and_tells_its_finding(tables: dict[str, pd.DataFrame]) -> None:
    index = index_notebooks(tabulate_answers(project_analyses()))
    assert index.loc[0, "notebook"] == "[01-reading-the-plans](01-reading-the-plans.ipynb)"
    assert index["finding"].str.endswith(".").all()
    assert f"{len(tables['repairs']):,} repair steps" in index.loc[0, "finding"]


def test_the_short_answer_follows_the_tables(tables: dict[str, pd.DataFrame]) -> None:
    departments = tables["measure_departments"]
    named = departments.merge(tables["measures"][["measure_id", "plan_id"]], on="measure_id")
    plans = named["plan_id"].nunique()
    assert f"of the {plans} plans that name departments" in answer_in_short(tabulate_answers(project_analyses()))
    (silenced, *_), gone = sorted(named["plan_id"].unique()), {}
    gone["measure_departments"] = departments[~departments["measure_id"].str.startswith(f"{silenced}/")]
    status = tables["field_status"]
    lost = status["measure_id"].str.startswith(f"{silenced}/") & status["field"].eq("departments")
    gone["field_status"] = status.assign(status=status["status"].mask(lost, "silent"))
    assert f"of the {plans - 1} plans that name departments" in answer_in_short(
        tabulate_answers(analyse_tables(tables | gone))
    )
