"""What there is: the plans, the rows of every table, and grids of plans by fields that a page can show."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from kyodo_analysis.analysis.showing.labels import name_plan
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval
from kyodo_analysis.tables.schema import TABLES

_STATES = {"final": "final", "draft": "draft (素案)", "fragment": "one chapter only"}
_INFERRED = "inferred from places in the text, which names no city"
# What a reader writes where a plan has nothing to read; a measure that is no reprint is nothing printed either.
NOTHING = ("null", "[]", "{}", "false")


def describe_plans(plans: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The plans as a reader must know them, in the order of the table plans.

    Returns:
        plan (its English label), document (title as printed), title_en, municipality (it says so where it is inferred),
        period (fiscal years; missing where none is printed), state, layout, measures (how many), raw_chars,
        repaired_chars.
    """
    counted = measures.groupby("plan_id").size()
    rows = []
    for _, plan in plans.iterrows():
        city = "" if pd.isna(plan["municipality"]) else str(plan["municipality"])
        years = [str(year) for year in (plan["first_fiscal_year"], plan["last_fiscal_year"]) if not pd.isna(year)]
        rows.append(
            {
                "plan": name_plan(plan)[0],
                "document": plan["title"],
                "title_en": plan["title_en"],
                "municipality": f"{city} ({_INFERRED})" if plan["municipality_inferred"] else city,
                "period": "–".join(dict.fromkeys(years)) or None,
                "state": _STATES.get(str(plan["state"]), plan["state"]),
                "layout": plan["layout"],
                "measures": int(counted.get(plan["plan_id"], 0)),
                "raw_chars": int(plan["raw_chars"]),
                "repaired_chars": int(plan["repaired_chars"]),
            }
        )
    return pd.DataFrame(rows)


def count_rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """How many rows every table has, in all and per plan.

    Returns:
        table, grain (what one row is), rows, then one column per plan (its English label) with its rows; the columns of
        the plans add up to rows.
    """
    plans = [(plan["plan_id"], name_plan(plan)[0]) for _, plan in tables["plans"].iterrows()]
    counted = []
    for name, declared in TABLES.items():
        frame = tables[name]
        key = next(column for column in ("plan_id", "measure_id", "indicator_id", "row_id") if column in frame)
        per_plan = frame[key].str.split("/", n=1).str[0].value_counts()
        rows = {"table": name, "grain": declared.grain, "rows": len(frame)}
        counted.append(rows | {label: int(per_plan.get(plan_id, 0)) for plan_id, label in plans})
    return pd.DataFrame(counted)


def spread_coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Fields down, plans across, in each cell how many of the plan's measures have the field.

    A cell reads "32 of 46, 14 ambiguous"; a plan that never says it has a missing cell.

    Args:
        table: `coverage.field_coverage` with plan labels.

    Returns:
        field, then one column per plan (its English label).
    """
    wide = table.pivot(index=["field", "plan_en"], columns="status", values="count").join(
        table.groupby(["field", "plan_en"])["n"].first()
    )
    cells = pd.Series(list(map(_name_coverage, wide.to_dict("records"))), index=wide.index, dtype="str")
    return _spread(cells, table)


def spread_agreement(decisions: pd.DataFrame) -> pd.DataFrame:
    """Fields down, plans across, in each cell right by decisions with the Wilson interval.

    Args:
        decisions: `agreement.judge` with plan labels.

    Returns:
        field (the last row is "all"), then one column per plan (its English label) with cells such as "14/14
        (78–100%)", or "14/14 silent" where the readers found the field in none of the plan's measures.
    """
    own = decisions.assign(printed=~decisions["wanted"].isin(NOTHING))
    both = pd.concat([own, own.assign(field="all")])
    table = both.groupby(["field", "plan_en"], sort=False).agg(
        right=("right", "sum"), decisions=("right", "size"), printed=("printed", "any")
    )
    lower, upper = wilson_interval(table["right"], table["decisions"])
    table["interval"] = [f"({100 * start:.0f}–{100 * end:.0f}%)" for start, end in zip(lower, upper, strict=True)]
    table["interval"] = table["interval"].where(table["printed"], "silent")
    cells = table["right"].astype("str") + "/" + table["decisions"].astype("str") + " " + table["interval"]
    return _spread(cells, both)


def summarise_agreement(decisions: pd.DataFrame) -> pd.DataFrame:
    """How much the agreement with readers rests on: one row per plan, then one for all ("all").

    Args:
        decisions: what `agreement.judge` gives.

    Returns:
        plan_id, measures (read by hand), measures_right (in every field), decisions, right, lower, upper (Wilson,
        95 %), printed (decisions about something that is printed, not about a silent plan), printed_right,
        printed_lower, printed_upper, open (decisions in which the text allows several values and any of them is right).
    """
    own = decisions.assign(
        printed=~decisions["wanted"].isin(NOTHING),
        printed_right=~decisions["wanted"].isin(NOTHING) & decisions["right"],
        open=decisions["alternatives"].gt(0),
    )
    both = pd.concat([own, own.assign(plan_id="all")])
    table = (
        both.groupby("plan_id", sort=False)
        .agg(
            measures=("measure_id", "nunique"),
            decisions=("right", "size"),
            right=("right", "sum"),
            printed=("printed", "sum"),
            printed_right=("printed_right", "sum"),
            open=("open", "sum"),
        )
        .reset_index()
    )
    whole = both.groupby(["plan_id", "measure_id"])["right"].all().groupby("plan_id").sum()
    table["measures_right"] = table["plan_id"].map(whole)
    table["lower"], table["upper"] = wilson_interval(table["right"], table["decisions"])
    table["printed_lower"], table["printed_upper"] = wilson_interval(table["printed_right"], table["printed"])
    columns = ["plan_id", "measures", "measures_right", "decisions", "right", "lower", "upper"]
    return table[[*columns, "printed", "printed_right", "printed_lower", "printed_upper", "open"]]


def _name_coverage(row: Mapping[Hashable, int]) -> str | None:
    if row["silent"] == row["n"]:
        return None
    others = [f"{row[status]} {status}" for status in ("ambiguous", "unreadable") if row[status]]
    return ", ".join([f"{row['read']} of {row['n']}", *others])


def _spread(cells: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    wide = cells.unstack("plan_en")
    wide = wide.loc[table["field"].unique(), table["plan_en"].unique()]
    return wide.rename_axis(columns=None).reset_index()
