"""The analyses of targets by name: criteria and indicators, what can be checked, what a plan prints as context."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.schedule.schedule_steps import list_readable_states
from kyodo_analysis.analysis.target.checkability import list_checkability
from kyodo_analysis.analysis.target.checkability_shares import share_checkability, share_nothing_by_group
from kyodo_analysis.analysis.target.completion_agreement import list_agreed, score_completion
from kyodo_analysis.analysis.target.completion_kinds import list_criteria, share_completion_kinds
from kyodo_analysis.analysis.target.fiscal_gap import reckon_gap, recompute_totals
from kyodo_analysis.analysis.target.indicator_targets import reckon_targets
from kyodo_analysis.analysis.target.organisation_counts import list_organisations
from kyodo_analysis.analysis.theme.theme_steps import keep_charted

_GROUP = ("group", "group_en", "group_ja")


def _kinds(of: Analyses) -> pd.DataFrame:
    measures, kinds, status, plans = (
        of.table(name) for name in ("measures", "measure_completion", "field_status", "plans")
    )
    return share_completion_kinds(measures, kinds, status, plans, list_agreed(measures, of.materials.completion_codes))


def _criteria(of: Analyses) -> pd.DataFrame:
    return list_criteria(of.table("measures"), of.table("measure_completion"), of.table("code_evidence"))


def _validity(of: Analyses) -> pd.DataFrame:
    materials = of.materials
    return score_completion(
        of.table("measures"), of.table("measure_completion"), materials.completion_codes, materials.lexicons
    )


def _checkability(of: Analyses) -> pd.DataFrame:
    return list_checkability(
        of.table("plans"),
        of.table("measures"),
        of.table("elements"),
        of.table("measure_completion"),
        of.table("measure_timing"),
        list_readable_states(of),
        of.table("indicators"),
        of.table("field_status"),
    )


def _shares(of: Analyses) -> pd.DataFrame:
    return share_checkability(of["checkability"], of.materials.counted, of.table("plans"))


def _groups(of: Analyses) -> pd.DataFrame:
    named = of.materials.departments
    single = named[~named["generic"].astype("bool")]
    codebook = of.materials.lexicons.codebook.rename(columns={"code": "theme", "en": "group_en", "ja": "group_ja"})
    themes = keep_charted(of).merge(codebook[["theme", "group_en", "group_ja"]], on="theme", validate="many_to_one")
    labelled = {
        "function": named.assign(group=named["function"], group_en=named["function_en"], group_ja=named["function_ja"]),
        "department": single.assign(
            group=single["canonical"], group_en=single["canonical"], group_ja=single["canonical"]
        ),
        "theme": themes.assign(group=themes["theme"]),
    }
    kept = {by: rows[["measure_id", *_GROUP]].drop_duplicates() for by, rows in labelled.items()}
    return share_nothing_by_group(of["checkability"], of.materials.counted, kept)


TARGET_STEPS: Mapping[str, Step] = {
    "completion-kinds": Step("plan × kind of criterion", "計画 × 完了の目安の種類", _kinds),
    "completion-criteria": Step("measure with a criterion", "完了の目安のある施策", _criteria),
    "completion-validity": Step("sample", "標本", _validity),
    "indicator-targets": Step("indicator × target", "指標 × 目標", lambda of: reckon_targets(of.table("indicators"))),
    "checkability": Step("measure", "施策", _checkability),
    "checkability-shares": Step("plan × reading × level", "計画 × 読み方 × 水準", _shares),
    "checkability-groups": Step("kind of label × label × reading", "分類 × 区分 × 読み方", _groups),
    "fiscal-gap": Step("plan × fiscal year", "計画 × 年度", lambda of: reckon_gap(of.table("finance"))),
    "fiscal-totals": Step("total × fiscal year", "合計 × 年度", lambda of: recompute_totals(of.table("finance"))),
    "organisation-counts": Step(
        "count of organisations", "団体数", lambda of: list_organisations(of.table("organisations"))
    ),
}
