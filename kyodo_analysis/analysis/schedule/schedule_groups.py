"""Which measures start at once and which wait, by department and by theme, against chance within each plan.

Labels (functions, names, themes) are dealt out at random among the measures of one plan: which plan a measure stands in
and how many measures start at once there stay as they are. The null is exact (see `exact_shuffles`).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.exact_shuffles import deal_within
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import false_discovery_rate, wilson_interval

LEAST_MEASURES = 5


def compare_starts_by(
    sequences: pd.DataFrame, measures: pd.DataFrame, labelled: pd.DataFrame, keys: Sequence[str]
) -> pd.DataFrame:
    """The share of each group's measures that are listed as running from the grid's first year on.

    A measure counts in each of its groups; reprints count once.

    Args:
        sequences: what `courses.summarise_sequences` gives. measures: see `reprints.drop_reprints`. labelled:
            measure_id and the keys. keys: the columns that make a group.

    Returns:
        keys (most measures first), count (measures that start at once), n (measures of the group with a grid), share,
        lower, upper (Wilson, 95 %), waiting (n - count), expected, null_lower, null_upper (mean and 95 % of shares with
        the labels dealt out within plans), least_p (the smallest p that so few measures can give), testable (n at least
        LEAST_MEASURES and least_p at most .05), p (two-sided; missing where not testable), q (among the tests),
        q_all (what q would be were all groups tested whose least_p is at most .05, however small), beyond_null (q at
        most .05), measure_ids (behind count), waiting_ids.
    """
    counted = drop_reprints(measures)[["measure_id"]]
    courses = sequences.merge(counted, on="measure_id", validate="one_to_one")
    courses = courses.assign(at_once=courses["years_to_implement"].eq(0).fillna(False).astype("bool"))
    sizes = courses.groupby("plan_id")["at_once"].agg(["size", "sum"])
    own = labelled[["measure_id", *keys]].drop_duplicates()
    found = courses[["plan_id", "measure_id", "at_once"]].merge(own, on="measure_id", validate="one_to_many")
    rows = []
    for names, group in found.groupby(list(keys), sort=True):
        at_once, members = group["at_once"], group.groupby("plan_id").size()
        count, n, own_sizes = int(at_once.sum()), len(group), sizes.loc[members.index]
        null = deal_within(count, own_sizes["sum"].tolist(), members.tolist(), own_sizes["size"].tolist())
        rows.append(
            {
                **dict(zip(keys, names, strict=True)),
                "count": count,
                "n": n,
                "share": count / n,
                "waiting": n - count,
                "expected": null.expected / n,
                "null_lower": null.lower / n,
                "null_upper": null.upper / n,
                "least_p": null.least_p,
                "p": null.p,
                "measure_ids": join_ids(group.loc[at_once, "measure_id"]),
                "waiting_ids": join_ids(group.loc[~at_once, "measure_id"]),
            }
        )
    table = pd.DataFrame(rows, columns=[*keys, *(name for name in _COLUMNS if name in _GIVEN)])
    table = table.astype({name: kind for name, kind in _GIVEN.items() if name in table})
    lower_end, upper_end = wilson_interval(table["count"], table["n"])
    testable = table["n"].ge(LEAST_MEASURES) & table["least_p"].le(ALPHA)
    p_tested = table["p"].where(testable)
    q, q_all = false_discovery_rate(p_tested), false_discovery_rate(table["p"].where(table["least_p"].le(ALPHA)))
    table = table.assign(lower=lower_end, upper=upper_end, testable=testable, p=p_tested)
    table = table.assign(q=q, q_all=q_all, beyond_null=q <= ALPHA)
    table = table.sort_values(["n", *keys], ascending=[False, *[True] * len(keys)], ignore_index=True)
    return table[[*keys, *_COLUMNS]]


_GIVEN = (
    dict.fromkeys(["count", "n", "waiting"], "int64")
    | dict.fromkeys(["share", "expected", "null_lower", "null_upper", "least_p", "p"], "float64")
    | dict.fromkeys(["measure_ids", "waiting_ids"], "str")
)
_COLUMNS = (
    *("count", "n", "share", "lower", "upper", "waiting", "expected", "null_lower", "null_upper"),
    *("least_p", "testable", "p", "q", "q_all", "beyond_null", "measure_ids", "waiting_ids"),
)
