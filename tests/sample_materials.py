"""Materials of small plans made by hand, for the tests of findings and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
from analysis_tables import all_tables, frame
from kyodo_project import ROOT

from kyodo_analysis.analysis.materials import Materials, gather_materials
from kyodo_analysis.tables.schema import TABLES, empty
from kyodo_analysis.words.token_table import token_table


@cache
def _no_plans() -> Materials:
    return gather_materials({name: empty(table) for name, table in TABLES.items()}, ROOT / "data" / "hand")


def materials(**tables: pd.DataFrame) -> Materials:
    """The hand-made tables with their tokens, some of them replaced; rows of no measure are left out."""
    made = all_tables() | tables
    for name in ("elements", "measure_departments"):
        made[name] = made[name][made[name]["measure_id"].isin(made["measures"]["measure_id"])]
    dictionary = _no_plans().lexicons.user_dictionary
    made["tokens"] = token_table(made["measures"], made["elements"], made["passages"], user_dictionary=dictionary)
    return replace(_no_plans(), tables=made)


def two_plans(size: int = 12) -> Materials:
    """ube builds places and says so in every measure, hagi considers rules."""
    said = {
        "ube": ("地域交流センターの整備", "地域交流センターを整備します。", "places", "do"),
        "hagi": ("条例の検討", "条例の見直しについて検討します。", "rules", "consider"),
    }
    measures, elements, themes = [], [], []
    for plan_id, (title, text, theme, code) in said.items():
        for number in range(size):
            measure_id = f"{plan_id}/{number:02}"
            measures.append(
                {"measure_id": measure_id, "plan_id": plan_id, "number": str(number), "title": title, "content": text}
            )
            elements.append({"measure_id": measure_id, "position": 1, "text": text, "commitment": code})
            themes.append({"measure_id": measure_id, "rank": 1, "theme": theme, "evidence": theme})
    return materials(
        measures=frame("measures", measures),
        elements=frame("elements", elements),
        measure_themes=frame("measure_themes", themes),
    )
