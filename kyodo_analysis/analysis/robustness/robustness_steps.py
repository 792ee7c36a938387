"""The analyses of what the findings hang on: other decisions, other plans, no difference at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.robustness.claim_families import CLAIM_FAMILIES
from kyodo_analysis.analysis.robustness.findings import leave_plans_out, list_findings
from kyodo_analysis.analysis.robustness.group_families import plant_group_families
from kyodo_analysis.analysis.robustness.planted_nulls import Planted, list_survivors, plant_nulls, summarise_nulls
from kyodo_analysis.analysis.robustness.sensitivity import check_sensitivity, summarise_sensitivity


def _sensitivity(of: Analyses) -> pd.DataFrame:
    return check_sensitivity(of.materials, of.materials.published)


def _sensitivity_summary(of: Analyses) -> pd.DataFrame:
    return summarise_sensitivity(of["sensitivity"])


def _findings_without_a_plan(of: Analyses) -> pd.DataFrame:
    return leave_plans_out(partial(list_findings, kinds=("word", "commitment", "rung")), of.materials)


def _planted(of: Analyses) -> dict[str, Planted]:
    of_plans = {name: plant_nulls(claim(of.materials)) for name, claim in CLAIM_FAMILIES.items()}
    return of_plans | plant_group_families(of)


def _nulls(of: Analyses) -> pd.DataFrame:
    return summarise_nulls(of.keep("planted", _planted))


def _survivors(of: Analyses) -> pd.DataFrame:
    return list_survivors(of.keep("planted", _planted))


ROBUSTNESS_STEPS: Mapping[str, Step] = {
    "sensitivity": Step("decision made otherwise × finding", "変えた判断 × 所見", _sensitivity),
    "sensitivity-summary": Step("decision made otherwise", "変えた判断", _sensitivity_summary),
    "findings-without-a-plan": Step("plan left out × finding", "除いた計画 × 所見", _findings_without_a_plan),
    "planted-nulls": Step("kind of claim", "主張の種類", _nulls),
    "planted-claims": Step("claim", "主張", _survivors),
}
