"""Departments of small plans made by hand, for the tests of their networks and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kyodo_analysis.analysis.department.department_bridges import measure_bridges
from kyodo_analysis.analysis.department.department_networks import connect_departments
from kyodo_analysis.analysis.department.department_themes_network import connect_department_themes
from kyodo_analysis.analysis.department.department_ties import PlanNetwork, deal_out, gather_networks
from kyodo_analysis.analysis.showing.labels import label_plans, label_themes

GENERIC = {"関係課", "全所属"}
CODEBOOK = pd.DataFrame({"code": ["a", "b", "c"], "en": ["A", "B", "C"], "ja": ["ア", "イ", "ウ"]})

# 協働推進課 shares a measure with three others; two of these share one; 財政課 stands alone but for a generic name.
UBE = {
    "ube/1": ["協働推進課", "職員課"],
    "ube/2": ["協働推進課", "職員課", "学校教育課"],
    "ube/3": ["協働推進課", "総合支所", "関係課"],
    "ube/4": ["協働推進課"],
    "ube/5": ["財政課", "全所属"],
}
STAR = {f"ube/{number}": ["協働推進課", name] for number, name in enumerate(["職員課", "総合支所", "財政課"])}


def networks(named: Mapping[str, Sequence[str]], reprints: Sequence[str] = ()) -> list[PlanNetwork]:
    rows = [(measure_id, name, name in GENERIC) for measure_id, names in named.items() for name in names]
    table = pd.DataFrame(rows, columns=["measure_id", "canonical", "generic"]).astype({"generic": "bool"})
    table = table.assign(function="f", function_en="F", function_ja="機能")
    ids = list(named)
    measures = pd.DataFrame({"measure_id": ids, "plan_id": [one.split("/")[0] for one in ids]}).astype("str")
    titles = [f"{one.split('/')[0]} {'同じ' if one in (*reprints, 'ube/1') else one}" for one in ids]
    measures = measures.assign(title=pd.Series(titles, dtype="str"), reprint=[one in reprints for one in ids])
    policies = ["方針１" if one < "ube/3" else "方針２" for one in ids]
    return gather_networks(table, measures.assign(policy=policies, program=pd.Series(None, dtype="str")))


def silence(*plan_ids: str) -> pd.DataFrame:
    return pd.DataFrame({"plan_id": plan_ids, "state": "read"}).astype("str")


def label(table: pd.DataFrame) -> pd.DataFrame:
    names = {"municipality": ["宇部市", "萩市"], "municipality_inferred": False, "state": None}
    plans = pd.DataFrame({"plan_id": ["ube", "hagi"], **names, "first_fiscal_year": pd.NA, "last_fiscal_year": pd.NA})
    return label_plans(table, plans)


def connect(named: Mapping[str, Sequence[str]], shuffles: int = 200, plans: Sequence[str] = ("ube",)) -> pd.DataFrame:
    own = networks(named)
    return label(connect_departments(own, deal_out(own, shuffles), silence(*plans)))


def bridges(named: Mapping[str, Sequence[str]], resamples: int = 100) -> pd.DataFrame:
    own = networks(named)
    return label(measure_bridges(own, deal_out(own, 50), resamples))


def themes(given_themes: Mapping[str, Sequence[str]], named: Mapping[str, Sequence[str]] = UBE) -> pd.DataFrame:
    rows = [(measure_id, theme) for measure_id, codes in given_themes.items() for theme in codes]
    table = pd.DataFrame(rows, columns=["measure_id", "theme"]).astype("str")
    own = connect_department_themes(networks(named), table, CODEBOOK, ["a", "b"], silence("hagi", "ube"))
    return label(label_themes(own, CODEBOOK))


GIVEN = {"ube/1": ["a"], "ube/2": ["a", "b"], "ube/3": ["b", "c"], "ube/5": ["c"]}
