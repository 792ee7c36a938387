"""What yardstick the completion criteria of each plan give, and what the plans that print none leave open."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval

KINDS = ("countable", "event", "state", "vague", "none")
"""The kinds of the codebook, the firmest yardstick first."""

CHECKABLE_KINDS = ("countable", "event", "state")
"""Kinds that somebody outside the city hall could check."""

READ, LOST, SILENT = "read", "lost", "silent"
"""What a plan prints of a field: something that was read, only what the text lost, nothing."""

_LOST_STATUSES = ("unreadable",)
_READ_STATUSES = ("read", "ambiguous")
_NUMBERS = ("share", "lower", "upper", "criteria_share", "criteria_lower", "criteria_upper")


def find_field_states(field_status: pd.DataFrame, plans: pd.DataFrame, field: str) -> pd.Series:
    """What each plan prints of a field: read, lost or silent, by plan_id in the order of the plans.

    One measure that was read makes a field read. Where some are read and most are lost, the field is lost: what is left
    says nothing of the plan as a whole.

    Args:
        field_status: measure_id, field, status. plans: plan_id.
    """
    own = field_status[field_status["field"] == field]
    plan_of = own["measure_id"].str.split("/", n=1).str[0]
    read = own["status"].isin(_READ_STATUSES).groupby(plan_of).sum()
    lost = own["status"].isin(_LOST_STATUSES).groupby(plan_of).sum()
    states = {
        plan_id: LOST if lost.get(plan_id, 0) > read.get(plan_id, 0) else READ if read.get(plan_id, 0) else SILENT
        for plan_id in plans["plan_id"]
    }
    return pd.Series(states, dtype="str")


def share_completion_kinds(
    measures: pd.DataFrame,
    measure_completion: pd.DataFrame,
    field_status: pd.DataFrame,
    plans: pd.DataFrame,
    read: pd.Series | None = None,
) -> pd.DataFrame:
    """How many measures of each plan have a criterion of each kind; reprints count once.

    A plan without a column for criteria has only the kind none. That says how the plan is laid out, and not that the
    city would rather not be checked: read `field` first.

    Args:
        measures: measure_id, plan_id, title, reprint. measure_completion: measure_id, kind. field_status: measure_id,
            field, status. plans: plan_id. read: the kinds that readers gave, by measure_id
            (`completion_agreement.list_agreed`).

    Returns:
        plan_id (in the order of plans, those with measures), kind, count, n (measures), share, lower, upper (Wilson, 95
        %), criteria (measures with a criterion), criteria_share, criteria_lower, criteria_upper (among those; missing
        for none and without any), read (measures whose criterion has the kind by the readers; missing for none, and
        unless they coded all criteria of the plan), field (see `find_field_states`), measure_ids.
    """
    counted = drop_reprints(measures)[["measure_id", "plan_id"]]
    coded = counted.merge(measure_completion, on="measure_id", how="left", validate="one_to_one")
    fields = find_field_states(field_status, plans, "completion")
    rows: list[dict[str, Any]] = []
    for plan_id in plans["plan_id"]:
        own = coded[coded["plan_id"] == plan_id]
        coded_ids = own.loc[own["kind"].isin(KINDS[:-1]), "measure_id"]
        criteria = len(coded_ids)
        readings = pd.Series(dtype="str") if read is None else read.reindex(coded_ids)
        all_read = read is not None and criteria > 0 and bool(readings.notna().all())
        for kind in KINDS if len(own) else ():
            having = own.loc[own["kind"] == kind, "measure_id"]
            rows.append(
                {
                    "plan_id": plan_id,
                    "kind": kind,
                    "count": len(having),
                    "n": len(own),
                    "criteria": criteria,
                    "read": int(readings.eq(kind).sum()) if all_read and kind != KINDS[-1] else None,
                    "among": criteria if kind != KINDS[-1] else 0,
                    "field": fields[plan_id],
                    "measure_ids": join_ids(having),
                }
            )
    whole = ["count", "n", "criteria", "among"]
    table = pd.DataFrame(rows, columns=["plan_id", "kind", *whole, "read", "field", "measure_ids"])
    table = table.astype(dict.fromkeys(whole, "int64") | dict.fromkeys(["plan_id", "kind", "field"], "str"))
    table["read"] = table["read"].astype("Int64")
    table["share"] = table["count"] / table["n"]
    table["lower"], table["upper"] = wilson_interval(table["count"], table["n"])
    within = table["count"].where(table["among"] > 0, 0)
    table["criteria_share"] = within / table["among"].where(table["among"] > 0)
    table["criteria_lower"], table["criteria_upper"] = wilson_interval(within, table["among"])
    columns = ["plan_id", "kind", "count", "n", "share", "lower", "upper", "criteria", *_NUMBERS[3:]]
    return table[[*columns, "read", "field", "measure_ids"]]


def list_criteria(
    measures: pd.DataFrame, measure_completion: pd.DataFrame, code_evidence: pd.DataFrame
) -> pd.DataFrame:
    """Every criterion that is printed, with its kind and what the kind rests on; reprints too.

    Args:
        measures: measure_id, plan_id, title, completion, reprint. measure_completion: measure_id, kind, evidence.
            code_evidence: measure_id, scheme, taken, rule, line.

    Returns:
        plan_id, measure_id, title, criterion (as printed), kind, evidence (the words that decide), rule (of
        completion.csv), line (of these words in the source), reprint; the kinds in their order.
    """
    decides = code_evidence[code_evidence["scheme"].eq("completion") & code_evidence["taken"]]
    printed = measures.loc[measures["completion"].notna(), ["plan_id", "measure_id", "title", "completion", "reprint"]]
    table = printed.merge(measure_completion, on="measure_id", validate="one_to_one")
    table = table.merge(decides[["measure_id", "rule", "line"]], on="measure_id", how="left", validate="one_to_one")
    table = table.rename(columns={"completion": "criterion"})
    order = table.assign(rank=table["kind"].map({kind: rank for rank, kind in enumerate(KINDS)}))
    order = order.sort_values(["plan_id", "rank"], kind="stable", ignore_index=True)
    columns = ["plan_id", "measure_id", "title", "criterion", "kind", "evidence", "rule", "line", "reprint"]
    return order[columns]
