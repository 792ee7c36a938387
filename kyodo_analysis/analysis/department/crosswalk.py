"""Printed names of departments, what people decided about each, and what no decision covers.

The decisions stand in data/hand/departments.csv (see `tables.crosswalk`). They make plans comparable that name their
offices differently; the name as printed stays beside them, and a name without a decision stays under its own name.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.tables.crosswalk import UNASSIGNED

USED, MISSING, UNUSED = "used", "missing", "unused"
"""Whether there is a decision about a name, none, or a decision about a name that no plan prints."""

_UNASSIGNED_LABELS = {"en": "not assigned", "ja": "未分類"}
_ORDER = (
    *("plan_id", "measure_id", "position", "printed", "department", "canonical"),
    *("function", "function_en", "function_ja", "generic", "in_charge", "parent", "covered"),
)


def name_departments(
    measures: pd.DataFrame,
    measure_departments: pd.DataFrame,
    plans: pd.DataFrame,
    crosswalk: pd.DataFrame,
    functions: pd.DataFrame,
) -> pd.DataFrame:
    """Every naming with what was decided about its name, same rows in the same order.

    A decision is looked up by the name as printed (blanks apart), then by the department read from it, among those of
    the plan's municipality that hold in the plan's first fiscal year. For a plan without a year a decision counts if it
    is the only one about the name. What no decision covers keeps its name and the program's `generic`.

    Args:
        measures: measure_id, plan_id. measure_departments: measure_id, position, printed, department, generic,
            in_charge, parent. plans: plan_id, municipality_code, municipality, first_fiscal_year. crosswalk, functions:
            see `tables.crosswalk`.

    Returns:
        plan_id, measure_id, position, printed, department, canonical (printed where nothing was read or decided),
        function (UNASSIGNED where nothing was decided), function_en, function_ja, generic (by hand where covered),
        in_charge, parent, covered (bool).

    Raises:
        ValueError: when a measure of the namings is not among the measures, or two decisions hold for one name of a
            plan (which can happen where one gives the municipality by name and the other by code).
    """
    return _decide(measures, measure_departments, plans, crosswalk, functions)[list(_ORDER)]


def list_decisions(
    measures: pd.DataFrame,
    measure_departments: pd.DataFrame,
    plans: pd.DataFrame,
    crosswalk: pd.DataFrame,
    functions: pd.DataFrame,
) -> pd.DataFrame:
    """One row per plan and printed name with its decision, then one per decision that no printed name needs.

    Args: see `name_departments`.

    Returns:
        plan_id (missing for decisions that are not used), printed, department, canonical, function, function_en,
        function_ja, generic_program, generic_hand (missing where nothing was decided), agree (of these two), covered,
        decision (used, missing, unused), count (namings), note, measure_ids. The plans in the order of the measures,
        the names of a plan by count.
    """
    rows = _decide(measures, measure_departments, plans, crosswalk, functions)
    key = ["plan_id", "printed"]
    names = rows.drop_duplicates(key).drop(columns="measure_id")
    counted = rows.groupby(key, sort=False)["measure_id"].agg(count="size", measure_ids=join_ids).reset_index()
    names = names.merge(counted, on=key, validate="one_to_one")
    names["generic_hand"] = names["generic"].astype("boolean").where(names["covered"])
    names["decision"] = names["covered"].map({True: USED, False: MISSING})
    places = {plan_id: place for place, plan_id in enumerate(names["plan_id"].unique())}
    order = names.assign(place=names["plan_id"].map(places), most=-names["count"])
    names = order.sort_values(["place", "most", "printed"])
    names = names.assign(covered=names["covered"].astype("boolean"))
    unused = crosswalk[~crosswalk["line"].isin(rows["line"])]
    labels = _label_functions(functions)
    spare = unused.assign(
        generic_hand=unused["generic"].astype("boolean"), decision=UNUSED, count=0, measure_ids=""
    ).merge(labels, on="function", how="left", validate="many_to_one")
    table = pd.concat([names, spare], ignore_index=True) if len(spare) else names.reset_index(drop=True)
    table["generic_program"] = table["generic_program"].astype("boolean")
    table["agree"] = table["generic_program"].eq(table["generic_hand"])
    columns = ["plan_id", "printed", "department", "canonical", "function", "function_en", "function_ja"]
    columns += ["generic_program", "generic_hand", "agree", "covered", "decision", "count", "note", "measure_ids"]
    return table[columns]


def cover_names(named: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """How many namings and names of each plan a decision covers; plans that name nobody stay with zeros.

    Args:
        named: what `name_departments` gives. plans: plan_id; its order is kept.

    Returns:
        plan_id, names (printed ones), names_covered, names_uncovered, namings, namings_covered, namings_uncovered,
        share (of the namings, covered; missing without any), uncovered (the names without a decision, " | " between),
        measure_ids (of the namings without one).
    """
    rows = []
    for plan_id in plans["plan_id"]:
        own = named[named["plan_id"] == plan_id]
        open_, names = own[~own["covered"]], own.drop_duplicates("printed")
        rows.append(
            {
                "plan_id": plan_id,
                "names": len(names),
                "names_covered": int(names["covered"].sum()),
                "names_uncovered": int((~names["covered"]).sum()),
                "namings": len(own),
                "namings_covered": len(own) - len(open_),
                "namings_uncovered": len(open_),
                "share": 1 - len(open_) / len(own) if len(own) else float("nan"),
                "uncovered": " | ".join(dict.fromkeys(open_["printed"])),
                "measure_ids": join_ids(open_["measure_id"]),
            }
        )
    columns = ["plan_id", "names", "names_covered", "names_uncovered", "namings", "namings_covered"]
    return pd.DataFrame(rows, columns=[*columns, "namings_uncovered", "share", "uncovered", "measure_ids"])


def _decide(
    measures: pd.DataFrame,
    measure_departments: pd.DataFrame,
    plans: pd.DataFrame,
    crosswalk: pd.DataFrame,
    functions: pd.DataFrame,
) -> pd.DataFrame:
    """The namings with the decision on each: its line (missing without one), note, and generic_program."""
    stray = measure_departments.loc[~measure_departments["measure_id"].isin(measures["measure_id"]), "measure_id"]
    if len(stray):
        raise ValueError(f"departments of {stray.iloc[0]} are given, which is not among the measures")
    plan_of = measures.set_index("measure_id")["plan_id"]
    rows = measure_departments.assign(plan_id=measure_departments["measure_id"].map(plan_of))
    rows = rows.rename(columns={"generic": "generic_program"}).reset_index(drop=True)
    lines = pd.Series(pd.NA, rows.index, dtype="Int64")
    for plan in plans.to_dict("records"):
        decided = _choose_decisions(crosswalk, plan)
        own = rows[rows["plan_id"] == plan["plan_id"]]
        by_print = _bare(own["printed"]).map(decided)
        # The bare values: pandas 3.1 fails to set a series with missing ones on rows that do not begin at 0.
        found = by_print.fillna(_bare(own["department"]).map(decided)).astype("Int64")
        lines.loc[own.index] = found.array
    columns = ["line", "canonical", "function", "generic", "note"]
    rows = rows.assign(line=lines).merge(
        crosswalk[columns].astype({"line": "Int64"}), on="line", how="left", validate="many_to_one"
    )
    covered = rows["line"].notna()
    rows["canonical"] = rows["canonical"].fillna(rows["department"]).fillna(rows["printed"])
    rows["function"] = rows["function"].fillna(UNASSIGNED)
    rows["generic"] = rows["generic"].where(covered, rows["generic_program"]).astype(bool)
    rows = rows.assign(covered=covered)
    return rows.merge(_label_functions(functions), on="function", how="left", validate="many_to_one")


def _choose_decisions(crosswalk: pd.DataFrame, plan: Mapping[Hashable, Any]) -> dict[str, int]:
    """The line of the decision that holds for each name, blanks apart, in a plan."""
    places = [str(plan[name]) for name in ("municipality", "municipality_code") if not pd.isna(plan[name])]
    own = crosswalk[crosswalk["municipality"].isin(places)]
    own = own.assign(name=_bare(own["printed"]))
    year = plan["first_fiscal_year"]
    if pd.isna(year):
        own = own[~own["name"].duplicated(keep=False)]
    else:
        own = own[own["since"].fillna(year).le(year) & own["until"].fillna(year).ge(year)]
    twice = own[own["name"].duplicated(keep=False)]
    if len(twice):
        first, second = twice[twice["name"] == twice["name"].iloc[0]]["line"].iloc[:2]
        raise ValueError(
            f"lines {first} and {second} of the crosswalk both decide {twice['printed'].iloc[0]} for the plan "
            f"{plan['plan_id']}; keep one row"
        )
    return dict(zip(own["name"], own["line"], strict=True))


def _label_functions(functions: pd.DataFrame) -> pd.DataFrame:
    labels = functions.rename(columns={"code": "function", "label_en": "function_en", "label_ja": "function_ja"})
    names = {f"function_{language}": [label] for language, label in _UNASSIGNED_LABELS.items()}
    last = pd.DataFrame({"function": [UNASSIGNED]} | names)
    return pd.concat([labels[last.columns], last], ignore_index=True)


def _bare(names: pd.Series) -> pd.Series:
    return names.astype("str").str.replace(r"\s+", "", regex=True)
