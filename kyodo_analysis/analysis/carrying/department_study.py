"""The tables and sentences of the study of departments: what of the loads is shown, and how it is labelled.

What is counted and tested stands in `workload`; here its results are arranged for a page.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.carrying.workload import load_departments
from kyodo_analysis.analysis.extraction.coverage import count_silence
from kyodo_analysis.analysis.showing.labels import label_plans, present_columns
from kyodo_analysis.analysis.showing.quotations import quote_measures

EXAMPLES = ("typical", "opposite", "deviant")
"""Names only the most named department; does not name it; has the most names of its plan."""

_PAIR = ["plan_id", "department"]


def tabulate_naming(
    plans: pd.DataFrame, measures: pd.DataFrame, measure_departments: pd.DataFrame, field_status: pd.DataFrame
) -> pd.DataFrame:
    """One row per plan, silent ones too: what became of its departments, and how many names were read.

    Returns:
        plan, n (measures), read, ambiguous, unreadable, silent (measures with that status), names (rows of
        measure_departments), generic (those of them that stand for no single department).
    """
    table = label_plans(count_silence(field_status, plans, "departments"), plans)
    generic = _name_plans(measures, measure_departments).groupby("plan_id")["generic"]
    for column, counted in (("names", generic.size()), ("generic", generic.sum())):
        table[column] = table["plan_id"].map(counted).fillna(0).astype(int)
    columns = ["plan_en", "n", "read", "ambiguous", "unreadable", "silent", "names", "generic"]
    return present_columns(table, columns)


def list_most_named(loads: pd.DataFrame, plans: pd.DataFrame, ranks: int = 3) -> pd.DataFrame:
    """The departments of each plan that are named most, without generic names; ties share a rank, so all are kept.

    Args:
        loads: what `workload.load_departments` gives. ranks: down to which rank.

    Returns:
        plan, department, whole, whole_lower, whole_upper, fractional, n, share (as text), ambiguous.
    """
    top = label_plans(loads, plans)
    top = top[top["rank"].le(ranks).fillna(False)]
    columns = ["plan_en", "department", "whole", "whole_lower", "whole_upper", "fractional", "n", "share", "ambiguous"]
    return present_columns(top, columns, ["share"])


def present_change(change: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """The shares of each department in the plans compared, one below the other.

    Args:
        change: what `workload.compare_departments` gives.

    Returns:
        plan, department, count, n, share, shown_lower, shown_upper (these three as text), p, q.
    """
    ordered = label_plans(change, plans).sort_values(["department", "plan_id"])
    percent = ["share", "shown_lower", "shown_upper"]
    return present_columns(ordered, ["plan_en", "department", "count", "n", *percent, "p", "q"], percent)


def state_change(change: pd.DataFrame) -> str:
    """Of `workload.compare_departments` with two plans: how many departments lie beyond shuffled plan labels.

    >>> names = ["職員課", "職員課", "財政課", "財政課"]
    >>> print(state_change(pd.DataFrame({"department": names, "beyond_null": [True, True, False, False]})))
    1 of 2 departments have shares beyond what shuffled plan labels show; with two plans, the two shares of a department
    are one test.
    """
    beyond = change.groupby("department")["beyond_null"].any()
    return (
        f"{int(beyond.sum())} of {len(beyond)} departments have shares beyond what shuffled plan labels show; "
        "with two plans, the two shares of a department are one test."
    )


def vary_decisions(
    plans: pd.DataFrame, measures: pd.DataFrame, measure_departments: pd.DataFrame, field_status: pd.DataFrame
) -> pd.DataFrame:
    """The share of the most named departments of each plan under each way of counting measures.

    As printed; with reprints (再掲) counted once; and without the measures whose departments are ambiguous.

    Returns:
        plan, department, then for each of as_printed, reprints_once, without_ambiguous the share (as text; missing
        where no measure that counts names the department) and n_… (measures with a department that it is taken of).
    """
    certain = measures[~measures["measure_id"].isin(_list_ambiguous(field_status))]
    certain_names = measure_departments[measure_departments["measure_id"].isin(certain["measure_id"])]
    variants = {
        "as_printed": load_departments(measures, measure_departments),
        "reprints_once": load_departments(measures, measure_departments, reprints=False),
        "without_ambiguous": load_departments(certain, certain_names),
    }
    table = _most_named(variants["as_printed"])
    columns = ["plan_en", "department"]
    for name, loads in variants.items():
        shares = loads[[*_PAIR, "share"]].rename(columns={"share": name})
        table = table.merge(shares, on=_PAIR, how="left", validate="one_to_one")
        table[f"n_{name}"] = table["plan_id"].map(loads.groupby("plan_id")["n"].first())
        columns += [name, f"n_{name}"]
    return present_columns(label_plans(table, plans), columns, list(variants))


def choose_examples(
    measures: pd.DataFrame, measure_departments: pd.DataFrame, field_status: pd.DataFrame
) -> pd.DataFrame:
    """For each plan the first measure of each kind in `EXAMPLES`, as far as the plan has one.

    Measures whose departments are ambiguous are left out, and plans with none but generic names. Where several
    departments are named most, the first of them in `workload.load_departments` counts.

    Returns:
        example, measure_id, departments (as printed, with ・ between), in the order of the plans and of `EXAMPLES`.
    """
    top = _most_named(load_departments(measures, measure_departments)).drop_duplicates("plan_id")
    rows = _name_plans(measures, measure_departments)
    rows = rows[~rows["measure_id"].isin(_list_ambiguous(field_status))]
    rows = rows.merge(top.rename(columns={"department": "top"}), on="plan_id", validate="many_to_one")
    rows["has_top"] = rows["department"].fillna(rows["printed"]).eq(rows["top"])
    names = rows.groupby(["plan_id", "measure_id"], sort=False).agg(
        size=("printed", "size"), departments=("printed", "・".join), has_top=("has_top", "any")
    )
    names = names.reset_index()
    found = {
        "typical": names[names["has_top"] & names["size"].eq(1)],
        "opposite": names[~names["has_top"]],
        "deviant": names.sort_values("size", ascending=False, kind="stable"),
    }
    chosen = [found[example].drop_duplicates("plan_id").assign(example=example) for example in EXAMPLES]
    table = pd.concat(chosen, ignore_index=True)
    places = {plan_id: place for place, plan_id in enumerate(names["plan_id"].unique())}
    order = table["plan_id"].map(places).sort_values(kind="stable").index
    return table.loc[order, ["example", "measure_id", "departments"]].reset_index(drop=True)


def quote_examples(examples: pd.DataFrame, measures: pd.DataFrame, characters: int = 40) -> pd.DataFrame:
    """The examples beside the beginnings of their texts, by measure and example.

    Args:
        examples: what `choose_examples` gives. characters: length of a quotation.

    Returns:
        example, measure_id, departments, title, quotation, lines.
    """
    quoted = quote_measures(measures, examples["measure_id"], characters=characters)
    table = examples.merge(quoted, on="measure_id", validate="many_to_one")
    return table.sort_values(["measure_id", "example"], ignore_index=True)


def _name_plans(measures: pd.DataFrame, measure_departments: pd.DataFrame) -> pd.DataFrame:
    """The namings with the plan of their measure, in the order of the measures."""
    return measures[["measure_id", "plan_id"]].merge(measure_departments, on="measure_id", validate="one_to_many")


def _list_ambiguous(field_status: pd.DataFrame) -> pd.Series:
    unsure = (field_status["field"] == "departments") & (field_status["status"] == "ambiguous")
    return field_status.loc[unsure, "measure_id"]


def _most_named(loads: pd.DataFrame) -> pd.DataFrame:
    return loads.loc[loads["rank"].eq(1).fillna(False), _PAIR]
