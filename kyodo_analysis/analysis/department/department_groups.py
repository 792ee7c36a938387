"""What the measures of a function are about, and how far they bind the city, apart from how each plan writes.

A plan that writes of one theme makes every office that it names look busy with it. So the nulls here deal the labels
out among the measures of one plan only: what is left belongs to the function and not to the plan.

All pairs of function and theme are tested, whatever their numbers. A threshold below which none is tested would be ours
to choose, and the choice decides: what `vary_thresholds` shows beyond one threshold is gone beyond the next.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.commitment.commitment_groups import share_ladder_by_actor
from kyodo_analysis.analysis.department.workload import list_ambiguous, select_namings
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.exact_shuffles import deal_within
from kyodo_analysis.analysis.statistics.shares import ALPHA, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import SEED, SHUFFLES, false_discovery_rate, wilson_interval

LEAST_MEASURES = 5
"""Below it a share says little: such rows are tested like all others, and figures do not shade them."""

THRESHOLDS = tuple(range(1, 9))

_COLUMNS = (
    *("function", "function_en", "function_ja", "theme", "count", "n", "share", "lower", "upper"),
    *("expected", "null_lower", "null_upper", "least_p", "p", "q", "q_upper", "beyond_null"),
    *("few", "ambiguous", "plans", "measure_ids"),
)


def share_themes_by_function(
    measures: pd.DataFrame,
    named: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    field_status: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The share of each function's measures that has each theme, all plans that name departments together.

    A measure counts for each of its functions and themes (any rank); reprints count once. The null deals the functions
    out among the measures of each plan that name a department; it is exact (see `exact_shuffles`).

    Args:
        measures, named: see `workload.load_departments`. measure_themes: measure_id, theme. themes: those that may be
            shown, in their order; others are left out. field_status: where given, measures whose departments are
            ambiguous are counted apart.

    Returns:
        function (most measures first), function_en, function_ja, theme, count (measures with both), n (measures that
        name the function), share, lower, upper (Wilson), expected (share), null_lower, null_upper (95 %), least_p (the
        smallest p that these numbers of measures can give), p (two-sided), q (false discovery rate among all pairs),
        q_upper (q itself: the null is exact), beyond_null (q_upper at most .05), few (n under LEAST_MEASURES),
        ambiguous (measures of count whose departments the text leaves open), plans (that name the function, blanks
        between), measure_ids (behind count). No rows without namings or themes.
    """
    rows = select_namings(measures, named, by="function", reprints=False)
    if rows.empty or not len(themes):
        return pd.DataFrame(columns=list(_COLUMNS))
    units = rows.drop_duplicates("measure_id")
    labels = rows.drop_duplicates("function").set_index("function")
    shown = measure_themes[measure_themes["theme"].isin(themes)]
    shown = shown[shown["measure_id"].isin(units["measure_id"])]
    does = tabulate_kinds(rows["measure_id"], rows["function"], units["measure_id"], sorted(labels.index)).gt(0)
    has = tabulate_kinds(shown["measure_id"], shown["theme"], units["measure_id"], themes).gt(0)
    plan_ids, ids = units["plan_id"].to_numpy(), units["measure_id"].to_numpy()
    unsure = np.isin(ids, list_ambiguous(field_status))
    groups = [plan_ids == plan_id for plan_id in dict.fromkeys(plan_ids)]
    sizes = [int(own.sum()) for own in groups]
    parts = []
    for function in does:
        label = does[function].to_numpy()
        n, of_groups = int(label.sum()), [int(label[own].sum()) for own in groups]
        for theme in has:
            thing = has[theme].to_numpy()
            both = label & thing
            null = deal_within(int(both.sum()), [int(thing[own].sum()) for own in groups], of_groups, sizes)
            parts.append(
                {
                    "function": function,
                    "theme": theme,
                    "count": int(both.sum()),
                    "n": n,
                    "expected": null.expected / n,
                    "null_lower": null.lower / n,
                    "null_upper": null.upper / n,
                    "least_p": null.least_p,
                    "p": null.p,
                    "ambiguous": int((both & unsure).sum()),
                    "plans": " ".join(dict.fromkeys(plan_ids[label])),
                    "measure_ids": join_ids(ids[both]),
                }
            )
    table = pd.DataFrame(parts)
    lower, upper = wilson_interval(table["count"], table["n"])
    q = false_discovery_rate(table["p"])
    table = table.assign(share=table["count"] / table["n"], lower=lower, upper=upper, few=table["n"] < LEAST_MEASURES)
    table = table.assign(q=q, q_upper=q, beyond_null=q <= ALPHA)
    table = table.join(labels[["function_en", "function_ja"]], on="function")
    return table.sort_values(["n", "function"], ascending=[False, True], kind="stable", ignore_index=True)[
        list(_COLUMNS)
    ]


def vary_thresholds(table: pd.DataFrame, thresholds: Sequence[int] = THRESHOLDS) -> pd.DataFrame:
    """What would lie beyond the null were only pairs tested that could reach it at all, of functions large enough.

    Tests of which even the most extreme count cannot reach .05 say nothing and may be left out beforehand (Gilbert, P.
    B. (2005), A modified false discovery rate multiple-comparisons procedure for discrete data, Journal of the Royal
    Statistical Society C 54, 143-158; Tarone, R. E. (1990), A modified Bonferroni method for discrete data, Biometrics
    46, 515-522). How many measures are enough on top of that is anybody's choice: a finding that stands at one
    threshold alone is none.

    Args:
        table: what `share_themes_by_function` gives. thresholds: least numbers of measures of the function.

    Returns:
        threshold, tests, least_q (missing without tests), beyond (tests with q at most .05).

    >>> table = pd.DataFrame({"n": [2, 6], "least_p": [0.01, 0.01], "p": [0.9, 0.04]})
    >>> vary_thresholds(table, [1, 5, 9])[["tests", "beyond"]].values.tolist()
    [[2, 0], [1, 1], [0, 0]]
    """
    rows = []
    for threshold in thresholds:
        p = table.loc[table["n"].ge(threshold) & table["least_p"].le(ALPHA), "p"]
        q = pd.Series(false_discovery_rate(p))
        rows.append({"threshold": threshold, "tests": len(p), "least_q": q.min(), "beyond": int(q.le(ALPHA).sum())})
    return pd.DataFrame(rows, columns=["threshold", "tests", "least_q", "beyond"])


def share_ladder_by_function(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    named: pd.DataFrame,
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of the elements of each function's measures that reaches each rung of commitment or a higher one.

    Rests on the plans that name departments. The null deals the functions out among the measures of each plan.

    Args:
        measures, elements: see `commitments.select_coded`. named: see `workload.load_departments`.

    Returns:
        function, function_en, function_ja, then the columns of `commitment_groups.share_ladder_by_theme` behind theme.
    """
    labels = named.drop_duplicates("function").set_index("function")[["function_en", "function_ja"]]
    carrying = named[["measure_id", "function"]].rename(columns={"function": "actor"})
    ladder = share_ladder_by_actor(measures, elements, carrying, shuffles=shuffles, seed=seed)
    ladder = ladder.rename(columns={"actor": "function"})
    for place, column in enumerate(labels, start=1):
        ladder.insert(place, column, ladder["function"].map(labels[column]))
    return ladder
