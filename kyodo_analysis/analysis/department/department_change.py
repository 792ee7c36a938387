"""What became of a department or a function between two plans of one municipality, and what cannot be said of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.department.workload import BY, count_namings, list_ambiguous, select_namings
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.exact_shuffles import deal_within
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import Numbers, false_discovery_rate, wilson_interval

BOTH, FIRST_ONLY, SECOND_ONLY = "both", "first_only", "second_only"

_COLUMNS = (
    *("by", "plan_id", "other_plan_id", "name", "name_en", "name_ja", "generic", "standing"),
    *("count", "n", "share", "share_lower", "share_upper", "other_count", "other_n", "other_share"),
    *("other_share_lower", "other_share_upper", "difference", "difference_lower", "difference_upper"),
    *(
        "null_lower",
        "null_upper",
        "least_p",
        "testable",
        "p",
        "q",
        "q_upper",
        "beyond_null",
        "ambiguous",
        "other_ambiguous",
        "warning",
    ),
    *("measure_ids", "other_measure_ids"),
)


def compare_plans(
    plans: pd.DataFrame, measures: pd.DataFrame, named: pd.DataFrame, field_status: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The share of measures that name each department, and each function, in every two plans of one municipality.

    Only what both plans name is compared and tested: a name that stands in one plan only was founded, renamed, merged,
    divided or lost its work, and the plans do not tell which. Such rows have shares and a warning, no difference.

    Args:
        plans: plan_id, municipality_code, municipality, first_fiscal_year (earlier plans come first; a plan without
            years stands behind). measures, named, field_status: see `workload.load_departments`. Reprints count once.

    Returns:
        by (department, function), plan_id (the earlier plan), other_plan_id, name, name_en, name_ja, generic, standing
        (both, first_only, second_only), count (measures that name it), n (measures with a department), share,
        share_lower, share_upper (Wilson), the same with other_ for the later plan, difference (later minus earlier),
        difference_lower, difference_upper (95 %, hybrid score interval: Newcombe, R. G. (1998), Interval estimation for
        the difference between independent proportions, Statistics in Medicine 17, 873-890, method 10), null_lower,
        null_upper (of the difference, plan labels shuffled), least_p (the smallest p that so many measures can give),
        testable (both name it and least_p at most .05), p (two-sided, exact; missing where not testable), q (false
        discovery rate among the tests of one pair of plans and one key), q_upper (q itself: the null is exact),
        beyond_null, ambiguous and other_ambiguous (measures of the count whose departments the text leaves open),
        warning (in English), measure_ids (behind count), other_measure_ids (behind other_count).
    """
    unsure = set(list_ambiguous(field_status))
    parts = []
    for earlier, later in pair_plans(plans):
        for by, shown in BY.items():
            rows = select_namings(measures, named, by=by, reprints=False)
            own, other = (rows[rows["plan_id"] == plan_id] for plan_id in (earlier, later))
            if own.empty or other.empty:
                continue
            table = _compare_pair(own, other, by, unsure)
            parts.append(table.assign(by=shown, plan_id=earlier, other_plan_id=later))
    if not parts:
        return pd.DataFrame(columns=list(_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(_COLUMNS)]


def pair_plans(plans: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Every two plans of one municipality, the earlier one first.

    Args:
        plans: see `compare_plans`.
    """
    place = plans["municipality_code"].fillna(plans["municipality"]).fillna(plans["plan_id"])
    ordered = plans.assign(place=place).sort_values(["first_fiscal_year", "plan_id"], na_position="last")
    for _, own in ordered.groupby("place", sort=True):
        yield from combinations(own["plan_id"], 2)


def _compare_pair(own: pd.DataFrame, other: pd.DataFrame, by: str, unsure: set[str]) -> pd.DataFrame:
    both = pd.concat([own, other])
    names = both.groupby("name", sort=True).agg(
        generic=("generic", "all"), name_en=("function_en", "first"), name_ja=("function_ja", "first")
    )
    if by != "function":
        names = names.assign(name_en=names.index, name_ja=names.index)
    sides = []
    for rows in (own, other):
        counts, _ = count_namings(rows)
        has = counts.reindex(columns=names.index, fill_value=0).to_numpy() > 0
        doubtful = np.isin(counts.index.to_numpy(), list(unsure))
        sides.append((has, counts.index.to_numpy(), doubtful))
    (has, ids, doubtful), (other_has, other_ids, other_doubtful) = sides
    n, m = len(has), len(other_has)
    count, other_count = has.sum(axis=0), other_has.sum(axis=0)
    table = names.reset_index().assign(count=count, n=n, other_count=other_count, other_n=m)
    table["standing"] = np.select([other_count == 0, count == 0], [FIRST_ONLY, SECOND_ONLY], BOTH)
    for prefix, counted, size in (("", count, n), ("other_", other_count, m)):
        lower, upper = wilson_interval(counted, size)
        table[f"{prefix}share"] = counted / size
        table[f"{prefix}share_lower"], table[f"{prefix}share_upper"] = lower, upper
    table["ambiguous"], table["other_ambiguous"] = has[doubtful].sum(axis=0), other_has[other_doubtful].sum(axis=0)
    for prefix, having, whose in (("", has, ids), ("other_", other_has, other_ids)):
        table[f"{prefix}measure_ids"] = [join_ids(whose[having[:, column]]) for column in range(len(names))]
    table["warning"] = [_warn(row) for row in table.to_dict("records")]
    return _test_difference(table).sort_values(
        ["tested", "generic", "most", "name"], ascending=[False, True, False, True], ignore_index=True
    )


def _test_difference(table: pd.DataFrame) -> pd.DataFrame:
    """The difference of the later plan's share and the earlier one's where both name it, with interval and null."""
    tested = (table["standing"] == BOTH).to_numpy()
    difference = (table["other_share"] - table["share"]).to_numpy()
    lower, upper = _difference_interval(table)
    nulls: Numbers = np.full((len(table), 4), np.nan)
    for place in np.flatnonzero(tested):
        row = table.iloc[place]
        n, m, all_ = int(row["n"]), int(row["other_n"]), int(row["count"] + row["other_count"])
        null = deal_within(int(row["other_count"]), [all_], [m], [n + m])
        ends = [count / m - (all_ - count) / n for count in (null.lower, null.upper)]
        nulls[place] = (*ends, null.p, null.least_p)
    testable = nulls[:, 3] <= ALPHA
    p = np.where(testable, nulls[:, 2], np.nan)
    q = false_discovery_rate(p)
    return table.assign(
        difference=np.where(tested, difference, np.nan),
        difference_lower=np.where(tested, lower, np.nan),
        difference_upper=np.where(tested, upper, np.nan),
        null_lower=nulls[:, 0],
        null_upper=nulls[:, 1],
        least_p=nulls[:, 3],
        testable=testable,
        p=p,
        q=q,
        q_upper=q,
        beyond_null=q <= ALPHA,
        tested=tested,
        most=table[["share", "other_share"]].max(axis=1),
    )


def _difference_interval(table: pd.DataFrame) -> tuple[Numbers, Numbers]:
    one, two = table["share"].to_numpy(), table["other_share"].to_numpy()
    below = (two - table["other_share_lower"]) ** 2 + (table["share_upper"] - one) ** 2
    above = (table["other_share_upper"] - two) ** 2 + (one - table["share_lower"]) ** 2
    return two - one - np.sqrt(below.to_numpy()), two - one + np.sqrt(above.to_numpy())


def _warn(row: Mapping[Hashable, Any]) -> str:
    said = []
    if row["standing"] != BOTH:
        plan = "earlier" if row["standing"] == FIRST_ONLY else "later"
        said.append(
            f"named in the {plan} plan only: founded, renamed, merged, divided or without work, the plans do not tell"
        )
    for prefix, plan in (("", "earlier"), ("other_", "later")):
        if row[f"{prefix}ambiguous"]:
            said.append(
                f"the text allows other departments in {row[f'{prefix}ambiguous']} of the {row[f'{prefix}count']} "
                f"measures of the {plan} plan"
            )
    return "; ".join(said)
