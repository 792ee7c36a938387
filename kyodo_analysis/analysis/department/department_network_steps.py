"""The analyses of the networks of departments by name: who shares measures, who links whom, who is named for what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.department.department_bridges import measure_bridges
from kyodo_analysis.analysis.department.department_networks import connect_departments
from kyodo_analysis.analysis.department.department_themes_network import connect_department_themes
from kyodo_analysis.analysis.department.department_ties import NullNetwork, PlanNetwork, deal_out, gather_networks
from kyodo_analysis.analysis.extraction.coverage import count_silence
from kyodo_analysis.analysis.theme.theme_steps import list_charted


def _networks(of: Analyses) -> list[PlanNetwork]:
    return of.keep(
        "networks of departments", lambda own: gather_networks(own.materials.departments, own.table("measures"))
    )


def _nulls(of: Analyses) -> list[NullNetwork]:
    return of.keep("networks of departments by chance", lambda own: deal_out(_networks(own)))


def _silence(of: Analyses) -> pd.DataFrame:
    return count_silence(of.table("field_status"), of.table("plans"), "departments")


def _network(of: Analyses) -> pd.DataFrame:
    return connect_departments(_networks(of), _nulls(of), _silence(of))


def _bridges(of: Analyses) -> pd.DataFrame:
    return measure_bridges(_networks(of), _nulls(of))


def _themes(of: Analyses) -> pd.DataFrame:
    given = _networks(of), of.table("measure_themes"), of.materials.lexicons.codebook
    return connect_department_themes(*given, list_charted(of), _silence(of))


DEPARTMENT_NETWORK_STEPS: Mapping[str, Step] = {
    "department-network": Step(
        "plan × network, department or pair of departments", "計画 × ネットワーク・部署・部署の組", _network
    ),
    "department-bridges": Step("plan × department that is not generic", "計画 × 部署（総称を除く）", _bridges),
    "department-theme-network": Step(
        "plan × network, department, theme or pair of both", "計画 × ネットワーク・部署・テーマ・両者の組", _themes
    ),
}
