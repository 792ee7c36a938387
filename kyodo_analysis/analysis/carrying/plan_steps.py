"""The analyses of what was read, of departments and of schedules, by name."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.carrying.schedules import (
    describe_grids,
    distribute_states,
    keep_readable_grids,
    list_states,
    order_grid,
)
from kyodo_analysis.analysis.carrying.workload import load_departments, measure_concentration
from kyodo_analysis.analysis.extraction.coverage import count_repairs, count_silence, field_coverage, keep_all_plans


def _coverage(of: Analyses) -> pd.DataFrame:
    return field_coverage(of.table("field_status"), of.table("plans"))


def _repairs(of: Analyses) -> pd.DataFrame:
    return count_repairs(of.table("repairs"), of.table("plans"))


def _department_loads(of: Analyses) -> pd.DataFrame:
    loads = load_departments(of.table("measures"), of.table("measure_departments"), of.table("field_status"))
    return keep_all_plans(loads, _silence(of))


def _concentration(of: Analyses) -> pd.DataFrame:
    return keep_all_plans(measure_concentration(of.table("measures"), of.table("measure_departments")), _silence(of))


def _silence(of: Analyses) -> pd.DataFrame:
    return count_silence(of.table("field_status"), of.table("plans"), "departments")


def _grids(of: Analyses) -> pd.DataFrame:
    return describe_grids(of.table("field_status"), of.table("plans"), of.table("indicators"))


def _readable_states(of: Analyses) -> pd.DataFrame:
    return keep_readable_grids(list_states(of.table("measures"), of.table("measure_schedule")), _grids(of))


def _schedule_grid(of: Analyses) -> pd.DataFrame:
    return order_grid(_readable_states(of), of.table("measures"))


def _schedule_states(of: Analyses) -> pd.DataFrame:
    return distribute_states(_readable_states(of))


PLAN_STEPS: Mapping[str, Step] = {
    "coverage": Step("plan × field × status", "計画 × 欄 × 状態", _coverage),
    "repairs": Step("plan × kind of repair", "計画 × 修復の種類", _repairs),
    "department-loads": Step("plan × department", "計画 × 部署", _department_loads),
    "department-concentration": Step("plan × counting × statistic", "計画 × 数え方 × 統計量", _concentration),
    "schedule-coverage": Step("plan", "計画", _grids),
    "schedule-grid": Step("measure × fiscal year", "施策 × 年度", _schedule_grid),
    "schedule-states": Step("plan × fiscal year × state", "計画 × 年度 × 状態", _schedule_states),
}
