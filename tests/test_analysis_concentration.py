"""Concentration of namings: the definitions, the ends of the scales, and honest intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from analysis_tables import measures
from department_tables import named
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.department.concentration import concentrate, measure_concentration, vary_concentration
from kyodo_analysis.analysis.department.crosswalk import name_departments
from kyodo_analysis.tables import read
from kyodo_analysis.tables.crosswalk import read_crosswalk, read_functions

FAST = {"resamples": 300}


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12).filter(any))
def test_measures_of_concentration_agree_with_their_definitions(found: list[int]) -> None:
    values = concentrate(np.array([found], dtype=float))
    shares = np.array(found) / sum(found)
    pairwise = np.abs(shares[:, None] - shares[None, :]).sum() / (2 * len(shares) ** 2 * shares.mean())
    pairwise *= len(shares) / (len(shares) - 1)  # divided by its greatest value, which K departments limit
    assert values["gini"][0] == pytest.approx(pairwise, abs=1e-12)
    assert values["hhi"][0] == pytest.approx((shares**2).sum())
    logs = [share * np.log(share) for share in shares if share]
    assert values["entropy"][0] == pytest.approx(-sum(logs) / np.log(len(shares)), abs=1e-12)
    assert values["top_share"][0] == shares.max()


def test_ends_of_the_scales() -> None:
    even, one = (concentrate(np.array([row])) for row in ([2.0, 2.0, 2.0, 2.0], [5.0, 0.0, 0.0, 0.0]))
    assert [round(float(even[name][0]), 9) for name in ("hhi", "entropy", "gini", "top_share")] == [0.25, 1, 0, 0.25]
    assert [round(float(one[name][0]), 9) for name in ("hhi", "entropy", "gini", "top_share")] == [1, 0, 1, 1]
    assert concentrate(np.array([[3.0]]))["entropy"][0] == 0


def test_concentration_leaves_generic_names_out() -> None:
    table = measure_concentration(measures(), named(), **FAST).set_index(["counting", "statistic"])
    # 協働推進課 3, and 地域交流センター, 管財課, 広報広聴課 1 each, on three measures.
    assert table.loc[("whole", "top_share"), ["value", "departments", "n", "top"]].tolist() == [0.5, 4, 3, "協働推進課"]
    assert table.loc[("whole", "hhi"), "value"] == pytest.approx((9 + 3) / 36)
    # Fractions share each measure among the names that are not generic: 1/3 + 1 + 1/2 of 3.
    assert table.loc[("fractional", "top_share"), "value"] == pytest.approx((1 / 3 + 1 + 1 / 2) / 3)


def test_concentration_by_function_gathers_the_departments_of_each() -> None:
    table = measure_concentration(measures(), named(), by="function", **FAST).set_index(["counting", "statistic"])
    # desk 3, places 2, unassigned 1.
    assert table.loc[("whole", "hhi"), ["value", "departments"]].tolist() == [pytest.approx((9 + 4 + 1) / 36), 3]


def test_every_way_of_counting_has_its_rows_and_intervals_hold_their_value() -> None:
    tables = [read(name) for name in ("measures", "measure_departments", "plans")]
    rows = name_departments(*tables, read_crosswalk(), read_functions())
    table = vary_concentration(tables[0], rows, **FAST)
    assert (table["lower"] <= table["value"] + 1e-9).all() and (table["value"] <= table["upper"] + 1e-9).all()
    assert table["value"].between(0, 1 + 1e-9).all() and len(table) == table["plan_id"].nunique() * 8 * 4
    assert not table.duplicated(["by", "reprints", "plan_id", "counting", "statistic"]).any()


def test_a_plan_with_generic_names_only_has_no_concentration() -> None:
    none = named().assign(generic=True)
    assert measure_concentration(measures(), none, **FAST).empty
    empty = vary_concentration(measures(), none.iloc[:0], **FAST)
    assert empty.empty and isinstance(empty, pd.DataFrame) and "by" in empty
