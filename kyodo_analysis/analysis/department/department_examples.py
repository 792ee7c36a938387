"""The way back from loads to the words of the plans: a typical, an opposite and a deviant measure of each plan."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.department.workload import list_ambiguous, load_departments
from kyodo_analysis.analysis.showing.markdown import tabulate_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures

EXAMPLES = ("typical", "opposite", "deviant")
"""Names only the most named department; does not name it; has the most names of its plan."""


def choose_examples(measures: pd.DataFrame, named: pd.DataFrame, field_status: pd.DataFrame) -> pd.DataFrame:
    """For each plan the first measure of each kind in `EXAMPLES`, as far as the plan has one.

    Measures whose departments are ambiguous are left out, and plans with none but generic names. Where several
    departments are named most, the first of them in `workload.load_departments` counts.

    Args: see `workload.load_departments`.

    Returns:
        example, measure_id, departments (as printed, with ・ between), in the order of the plans and of `EXAMPLES`.
    """
    loads = load_departments(measures, named, resamples=1)
    top = loads[loads["rank"].eq(1).fillna(False)].drop_duplicates("plan_id")[["plan_id", "department"]]
    order = measures[["measure_id"]].merge(named, on="measure_id", validate="one_to_many")
    rows = order[~order["measure_id"].isin(list_ambiguous(field_status))]
    rows = rows.merge(top.rename(columns={"department": "top"}), on="plan_id", validate="many_to_one")
    rows["has_top"] = rows["canonical"].eq(rows["top"])
    names = rows.groupby(["plan_id", "measure_id"], sort=False).agg(
        size=("printed", "size"), departments=("printed", "・".join), has_top=("has_top", "any")
    )
    names = names.reset_index()
    found = {
        "typical": names[names["has_top"] & names["size"].eq(1)],
        "opposite": names[~names["has_top"].astype(bool)],
        "deviant": names.sort_values("size", ascending=False, kind="stable"),
    }
    chosen = [found[example].drop_duplicates("plan_id").assign(example=example) for example in EXAMPLES]
    table = pd.concat(chosen, ignore_index=True)
    places = {plan_id: place for place, plan_id in enumerate(names["plan_id"].unique())}
    ordered = table["plan_id"].map(places).sort_values(kind="stable").index
    return table.loc[ordered, ["example", "measure_id", "departments"]].reset_index(drop=True)


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


def tabulate_examples(of: Analyses) -> str:
    """The examples of all plans, quoted."""
    measures = of.table("measures")
    chosen = choose_examples(measures, of.materials.departments, of.table("field_status"))
    return tabulate_markdown(quote_examples(chosen, measures))
