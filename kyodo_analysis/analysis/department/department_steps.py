"""The analyses of departments by name: what was decided about their names, who is named how often, for what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.coding.validity import LEFT_OUT
from kyodo_analysis.analysis.department.concentration import measure_concentration, vary_concentration
from kyodo_analysis.analysis.department.crosswalk import cover_names, list_decisions
from kyodo_analysis.analysis.department.department_change import compare_plans
from kyodo_analysis.analysis.department.department_groups import share_ladder_by_function, share_themes_by_function
from kyodo_analysis.analysis.department.rank_stability import leave_measures_out
from kyodo_analysis.analysis.department.workload import load_departments, vary_loads
from kyodo_analysis.analysis.extraction.coverage import count_silence, keep_all_plans
from kyodo_analysis.analysis.showing.labels import label_plans, name_others
from kyodo_analysis.analysis.theme.theme_steps import list_charted
from kyodo_analysis.analysis.theme.themes import mark_verdicts


def _decisions(of: Analyses) -> pd.DataFrame:
    materials = of.materials
    given = of.table("measures"), of.table("measure_departments"), of.table("plans")
    return list_decisions(*given, materials.crosswalk, materials.functions)


def _covered(of: Analyses) -> pd.DataFrame:
    return cover_names(of.materials.departments, of.table("plans"))


def _silence(of: Analyses) -> pd.DataFrame:
    return count_silence(of.table("field_status"), of.table("plans"), "departments")


def _loads(of: Analyses) -> pd.DataFrame:
    loads = load_departments(of.table("measures"), of.materials.departments, of.table("field_status"))
    return keep_all_plans(loads, _silence(of))


def _function_loads(of: Analyses) -> pd.DataFrame:
    given = of.table("measures"), of.materials.departments, of.table("field_status")
    return keep_all_plans(load_departments(*given, by="function"), _silence(of))


def _load_variants(of: Analyses) -> pd.DataFrame:
    return vary_loads(of.table("measures"), of.materials.departments)


def _concentration(of: Analyses) -> pd.DataFrame:
    return keep_all_plans(measure_concentration(of.table("measures"), of.materials.departments), _silence(of))


def _concentration_variants(of: Analyses) -> pd.DataFrame:
    return vary_concentration(of.table("measures"), of.materials.departments)


def _rank_stability(of: Analyses) -> pd.DataFrame:
    return leave_measures_out(of.table("measures"), of.materials.departments)


def _by_theme(of: Analyses) -> pd.DataFrame:
    given = of.table("measures"), of.materials.departments, of.table("measure_themes"), list_charted(of)
    scores = of["theme-validity"]
    table = mark_verdicts(
        share_themes_by_function(*given, of.table("field_status")), scores[scores["sample"] == LEFT_OUT]
    )
    naming = of.materials.departments["plan_id"]
    return name_others(table, of.table("plans"), naming)


def _by_commitment(of: Analyses) -> pd.DataFrame:
    return share_ladder_by_function(of.table("measures"), of.table("elements"), of.materials.departments)


def _change(of: Analyses) -> pd.DataFrame:
    given = of.table("plans"), of.table("measures"), of.materials.departments, of.table("field_status")
    table = label_plans(compare_plans(*given), of.table("plans"))
    names = {f"plan_{suffix}": f"other_plan_{suffix}" for suffix in ("id", "en", "ja")}
    later = label_plans(table[["other_plan_id"]].rename(columns={"other_plan_id": "plan_id"}), of.table("plans"))
    place = table.columns.tolist().index("other_plan_id")
    for step, (column, named) in enumerate(list(names.items())[1:], start=1):
        table.insert(place + step, named, later[column].to_numpy())
    return table


DEPARTMENT_STEPS: Mapping[str, Step] = {
    "department-crosswalk": Step(
        "plan × printed name, then decisions that no name needs", "計画 × 印刷された部署名", _decisions
    ),
    "department-crosswalk-coverage": Step("plan", "計画", _covered),
    "department-loads": Step("plan × department", "計画 × 部署", _loads),
    "department-function-loads": Step("plan × function", "計画 × 機能", _function_loads),
    "department-load-variants": Step(
        "by × reprints × plan × department or function", "集計単位 × 再掲 × 計画 × 部署または機能", _load_variants
    ),
    "department-concentration": Step("plan × counting × statistic", "計画 × 数え方 × 統計量", _concentration),
    "department-concentration-variants": Step(
        "by × reprints × plan × counting × statistic",
        "集計単位 × 再掲 × 計画 × 数え方 × 統計量",
        _concentration_variants,
    ),
    "department-rank-stability": Step("plan × counting × department", "計画 × 数え方 × 部署", _rank_stability),
    "department-by-commitment": Step("function × rung", "機能 × 段", _by_commitment),
    "department-change": Step(
        "by × two plans of one municipality × department or function",
        "集計単位 × 同じ自治体の二計画 × 部署または機能",
        _change,
    ),
    "department-by-theme": Step("function × charted theme", "機能 × 図示するテーマ", _by_theme),
}
