"""How many measures can be checked, by plan, by who is in charge and by theme, against chance.

What labels dealt out at random would give is counted exactly (`statistics.exact_shuffles`), so q needs no Monte Carlo
interval: q_upper is q.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.exact_shuffles import deal_within
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import false_discovery_rate, wilson_interval
from kyodo_analysis.analysis.target.checkability import INDIRECT, LEVELS, NOTHING

AS_PRINTED, WITHOUT_STATES, IN_WORDS = "as printed", "without states", "in words"
READINGS: Mapping[str, str] = {AS_PRINTED: "level", WITHOUT_STATES: "without_states", IN_WORDS: "in_words"}
"""The readings and their columns in `checkability.list_checkability`: all that is printed; without criteria that are
states; only what every plan could write, so that plans with and without columns for criteria and years compare."""

LEAST_MEASURES = 5

_TESTED = ("count", "n", "share", "lower", "upper", "expected", "null_lower", "null_upper", "p", "q", "q_upper")
_PLAN_COLUMNS = ("plan_id", "reading", "kind", *_TESTED, "beyond_null", "silent", "unreadable", "measure_ids")
_GROUP_COLUMNS = (
    *("by", "group", "group_en", "group_ja", "reading", *_TESTED, "beyond_null", "few", "plans", "measure_ids"),
)


def share_checkability(checkability: pd.DataFrame, counted: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """The share of each plan's measures that are checkable, indirectly so, or not at all, in each reading.

    The null deals the plans' names out among all measures. A plan that prints no column for criteria and no year
    columns has them not to be checked by; `silent` and `unreadable` say so beside every share.

    Args:
        checkability: what `checkability.list_checkability` gives. counted: measure_id of the measures that count
            (reprints once). plans: plan_id.

    Returns:
        plan_id (in the order of plans; those with measures), reading, kind (the level), count, n (measures), share,
        lower, upper (Wilson, 95 %), expected, null_lower, null_upper (mean and 95 % of shares with the plans' names
        dealt out), p (two-sided, exact; missing where one plan has all measures, or for indirect in the words, which
        cannot be), q (false discovery rate among all rows), q_upper (q itself), beyond_null (q_upper at most .05),
        silent, unreadable (of completion and schedule, the fields that no measure of the plan has, and those of which
        most were lost; blanks between), measure_ids.
    """
    own = checkability[checkability["measure_id"].isin(counted["measure_id"])]
    names = [plan_id for plan_id in plans["plan_id"] if (own["plan_id"] == plan_id).any()]
    rows: list[dict[str, Any]] = []
    for plan_id in names:
        mine = own["plan_id"] == plan_id
        fields = {name: _name_most(own.loc[mine, name]) for name in ("silent", "unreadable")}
        for reading, column in READINGS.items():
            for level in LEVELS:
                if (reading, level) == (IN_WORDS, INDIRECT):
                    continue
                having = own[column].eq(level)
                both, totals = having & mine, (int(having.sum()), int(mine.sum()), len(own))
                rows.append(
                    {"plan_id": plan_id, "reading": reading, "kind": level, "n": totals[1]}
                    | _test(int(both.sum()), [totals[0]], [totals[1]], [totals[2]], totals[1], len(names) > 1)
                    | fields
                    | {"measure_ids": join_ids(own.loc[both, "measure_id"])}
                )
    return _judge(pd.DataFrame(rows, columns=[name for name in _PLAN_COLUMNS if name not in _ADDED]), _PLAN_COLUMNS)


def share_nothing_by_group(
    checkability: pd.DataFrame, counted: pd.DataFrame, labelled: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """The share of measures on the level nothing in each group, apart from how each plan is laid out.

    Only measures count that have a label of the kind at all, and the null deals the labels out among these within each
    plan: that a plan has no column for criteria falls on all its groups alike. Of a plan in which all measures, or
    none, are on this level it learns nothing.

    Args:
        checkability, counted: see `share_checkability`. labelled: for each kind of label (function, department, theme)
            measure_id, group, group_en, group_ja; a measure may have several.

    Returns:
        by (the kind of label), group (most measures first), group_en, group_ja, reading, count (measures on the
        level nothing), n (measures of the group), share, lower, upper (Wilson, 95 %), expected, null_lower, null_upper
        (mean and 95 % of shares with the labels dealt out within plans), p (two-sided, exact; missing for fewer than 5
        measures, and where chance can give one number only), q (false discovery rate among all rows), q_upper (q
        itself), beyond_null (q_upper at most .05), few (n under 5), plans (of the group's measures, blanks between),
        measure_ids (behind count).
    """
    rows: list[dict[str, Any]] = []
    of_counted = checkability[checkability["measure_id"].isin(counted["measure_id"])]
    for by, labels in labelled.items():
        units = of_counted[of_counted["measure_id"].isin(labels["measure_id"])]
        plan_ids = list(dict.fromkeys(units["plan_id"]))
        sizes = _count_within(units["plan_id"], plan_ids)
        for (group, english, japanese), members in labels.groupby(["group", "group_en", "group_ja"], sort=True):
            mine = units["measure_id"].isin(members["measure_id"])
            n = int(mine.sum())
            for reading, column in READINGS.items() if n else ():
                nothing = units[column].eq(NOTHING)
                things, own = (_count_within(units.loc[one, "plan_id"], plan_ids) for one in (nothing, mine))
                open_ = any(0 < t < u and 0 < g < u for t, g, u in zip(things, own, sizes, strict=True))
                rows.append(
                    {"by": by, "group": group, "group_en": english, "group_ja": japanese, "reading": reading, "n": n}
                    | _test(int((nothing & mine).sum()), things, own, sizes, n, open_ and n >= LEAST_MEASURES)
                    | {"few": n < LEAST_MEASURES, "plans": " ".join(dict.fromkeys(units.loc[mine, "plan_id"]))}
                    | {"measure_ids": join_ids(units.loc[nothing & mine, "measure_id"])}
                )
    table = pd.DataFrame(rows, columns=[name for name in _GROUP_COLUMNS if name not in _ADDED])
    ordered = table.sort_values(["by", "n", "group"], ascending=[True, False, True], kind="stable", ignore_index=True)
    return _judge(ordered.astype({"few": "bool"}), _GROUP_COLUMNS)


_ADDED = ("share", "lower", "upper", "q", "q_upper", "beyond_null")


def _test(
    both: int, things: Sequence[int], labels: Sequence[int], units: Sequence[int], n: int, tested: bool
) -> dict[str, Any]:
    """A count with what chance gives, as shares of n; p only where it is tested."""
    null = deal_within(both, things, labels, units)
    return {
        "count": both,
        "expected": null.expected / n,
        "null_lower": null.lower / n,
        "null_upper": null.upper / n,
        "p": null.p if tested else float("nan"),
    }


def _judge(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    numbers = dict.fromkeys(["expected", "null_lower", "null_upper", "p"], "float64")
    table = table.astype(numbers | dict.fromkeys(["count", "n"], "int64"))
    lower, upper = wilson_interval(table["count"], table["n"])
    q = false_discovery_rate(table["p"])
    table = table.assign(share=table["count"] / table["n"], lower=lower, upper=upper)
    return table.assign(q=q, q_upper=q, beyond_null=q <= ALPHA)[list(columns)]


def _count_within(plan_of: pd.Series, plan_ids: Sequence[str]) -> list[int]:
    counts = plan_of.value_counts()
    return [int(counts.get(plan_id, 0)) for plan_id in plan_ids]


def _name_most(fields: pd.Series) -> str:
    """The fields that most of the measures name."""
    named = fields.str.split().explode().dropna()
    counts = named.value_counts()
    return " ".join(sorted(str(name) for name, count in counts.items() if 2 * count > len(fields)))
