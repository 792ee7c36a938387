"""The analyses of what was read, by name."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.extraction.coverage import count_repairs, field_coverage


def _coverage(of: Analyses) -> pd.DataFrame:
    return field_coverage(of.table("field_status"), of.table("plans"))


def _repairs(of: Analyses) -> pd.DataFrame:
    return count_repairs(of.table("repairs"), of.table("plans"))


PLAN_STEPS: Mapping[str, Step] = {
    "coverage": Step("plan × field × status", "計画 × 欄 × 状態", _coverage),
    "repairs": Step("plan × kind of repair", "計画 × 修復の種類", _repairs),
}
