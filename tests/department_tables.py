"""Decisions about the departments of the small plans, and namings with them, for the tests of departments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import analysis_tables
import pandas as pd
from analysis_tables import frame

from kyodo_analysis.analysis.department.crosswalk import name_departments

Decision = tuple[str, str, str, str, bool, int | None, int | None]


def functions() -> pd.DataFrame:
    """Four functions of departments."""
    rows = [
        ("desk", "desk", "協働担当", "the desk"),
        ("places", "places", "拠点", "centres and property"),
        ("others", "others", "関係課", "those concerned"),
        ("everyone", "everyone", "全庁", "all"),
    ]
    return pd.DataFrame(rows, columns=["code", "label_en", "label_ja", "definition"])


def crosswalk(rows: Sequence[Decision] | None = None) -> pd.DataFrame:
    """Decisions about all names of ube but 広報広聴課, or those given: printed, canonical, municipality, function,
    generic, since, until."""
    own: Sequence[Decision] = [
        ("協働推進課", "協働推進課", "宇部市", "desk", False, None, None),
        ("地域交流センター", "地域交流センター", "宇部市", "places", False, None, None),
        ("管財課", "管財課", "宇部市", "places", False, None, None),
        ("関係課", "関係課", "宇部市", "others", True, None, None),
        ("全所属", "全所属", "宇部市", "everyone", True, None, None),
    ]
    given = own if rows is None else rows
    table = pd.DataFrame(
        given, columns=["printed", "canonical", "municipality", "function", "generic", "since", "until"]
    )
    table = table.astype({"since": "Int64", "until": "Int64", "generic": bool})
    table = table.astype(dict.fromkeys(["printed", "canonical", "municipality", "function"], "str"))
    return table.assign(note="because", line=range(2, len(table) + 2))


def namings(given: Iterable[tuple[str, Sequence[str]]]) -> pd.DataFrame:
    """The table measure_departments with these names for these measures; 関係課 and 全所属 are generic."""
    return frame(
        "measure_departments",
        [
            {"measure_id": measure_id, "position": position, "printed": name, "department": name}
            | {"generic": name in {"関係課", "全所属"}, "in_charge": False}
            for measure_id, names in given
            for position, name in enumerate(names, start=1)
        ],
    )


def named(
    measures: pd.DataFrame | None = None,
    departments: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    plans: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The namings of the small plans, or those given, with the decisions."""
    return name_departments(
        analysis_tables.measures() if measures is None else measures,
        analysis_tables.departments() if departments is None else departments,
        analysis_tables.plans() if plans is None else plans,
        crosswalk() if decisions is None else decisions,
        functions(),
    )
