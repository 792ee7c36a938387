"""Whether what is said of the department named most hangs on our way of counting: each way beside the others."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.department.department_change import BOTH, compare_plans
from kyodo_analysis.analysis.department.workload import list_ambiguous, load_departments
from kyodo_analysis.analysis.showing.labels import label_plans, list_rows
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.readable import show_intervals, show_numbers, show_q

_PAIR = ["plan_id", "department"]
ALL, CERTAIN = "reprints once", "without ambiguous"
"""Ways of counting a change: all measures, or only those whose departments the text settles."""


def tabulate_variants(of: Analyses) -> str:
    """The departments named most under each way of counting, alone and from one plan of a municipality to the next."""
    change = vary_change(of)
    shown = pd.DataFrame(
        {
            "department": change["name"],
            "counting": change["counting"],
            "earlier plan": [f"{row.count_} of {row.n} ({row.share:.0%})" for row in list_rows(change)],
            "later plan": [f"{row.other_count} of {row.other_n} ({row.other_share:.0%})" for row in list_rows(change)],
            "difference": show_intervals(change, "difference"),
            "p": show_numbers(change["p"], "{:.3f}"),
            "q": change["q"].map(show_q),
        }
    )
    said = state_certain_change(change)
    parts: list[str | pd.DataFrame] = (
        ["**The change of the department named most**", shown, said] if len(change) else []
    )
    return compose_markdown(vary_decisions(of), *parts)


def vary_decisions(of: Analyses) -> pd.DataFrame:
    """As printed; reprints (再掲) counted once; without measures whose departments are ambiguous; by fractions.

    Returns:
        plan, department, then for each of as_printed, reprints_once, without_ambiguous the share (as text; missing
        where no measure that counts names the department) and n_… (measures with a department that it is taken of);
        fractional (its fractional load as a share of n_as_printed, as text), rank_by_fractions (among the names of the
        plan that are not generic).
    """
    measures, named = of.table("measures"), of.materials.departments
    unsure = list_ambiguous(of.table("field_status"))
    certain = measures[~measures["measure_id"].isin(unsure)]
    variants = {
        "as_printed": load_departments(measures, named, resamples=1),
        "reprints_once": load_departments(measures, named, reprints=False, resamples=1),
        "without_ambiguous": load_departments(certain, named[~named["measure_id"].isin(unsure)], resamples=1),
    }
    first = variants["as_printed"]
    table = first.loc[first["rank"].eq(1).fillna(False), _PAIR]
    for name, loads in variants.items():
        shares = loads[[*_PAIR, "share"]].rename(columns={"share": name})
        table = table.merge(shares, on=_PAIR, how="left", validate="one_to_one")
        table[name] = pd.Series(show_numbers(table[name].astype("float64"), "{:.0%}"), table.index, dtype="str")
        table[f"n_{name}"] = table["plan_id"].map(loads.groupby("plan_id")["n"].first()).astype("Int64")
    named_alone = first[~first["generic"].astype("bool")]
    places = named_alone.groupby("plan_id")["fractional"].rank(ascending=False, method="min").astype("Int64")
    parts = pd.Series(show_numbers(first["fractional"] / first["n"], "{:.0%}"), first.index, dtype="str")
    by_fractions = first[_PAIR].assign(fractional=parts, rank_by_fractions=places)
    table = table.merge(by_fractions, on=_PAIR, how="left", validate="one_to_one")
    labelled = label_plans(table, of.table("plans")).drop(columns=["plan_id", "plan_ja"])
    return labelled.rename(columns={"plan_en": "plan"})


def vary_change(of: Analyses) -> pd.DataFrame:
    """The change of the department that either of two plans of a municipality names most, where both name it.

    Returns:
        counting (ALL, CERTAIN), then the columns of `department_change.compare_plans`; q is that among all names that
        are tested in this way of counting.
    """
    plans, measures, named = of.table("plans"), of.table("measures"), of.materials.departments
    status = of.table("field_status")
    unsure = list_ambiguous(status)
    loads = of["department-loads"]
    first = loads.loc[loads["rank"].eq(1).fillna(False), "department"]
    certain = named[~named["measure_id"].isin(unsure)]
    parts = []
    for counting, rows in ((ALL, named), (CERTAIN, certain)):
        table = compare_plans(plans, measures, rows, status)
        own = table[table["by"].eq("department") & table["standing"].eq(BOTH) & table["name"].isin(first)]
        parts.append(own.assign(counting=counting))
    return pd.concat(parts, ignore_index=True)


def state_certain_change(table: pd.DataFrame, language: str = "en") -> str:
    """Of `vary_change`: what becomes of each change without the measures whose departments the text leaves open."""
    parts = []
    for row in list_rows(table[table["counting"] == CERTAIN]):
        points = [
            f"{100 * value:+.0f}".replace("-", "−")
            for value in (row.difference, row.difference_lower, row.difference_upper)
        ]
        before, after = f"{row.count_} / {row.n}", f"{row.other_count} / {row.other_n}"
        test = "" if pd.isna(row.p) else f"p = {row.p:.3f}"
        if language == "ja":
            beyond = "偶然を超える" if row.beyond_null else "偶然を超えない"
            parts.append(
                f"{row.name}は{before}から{after}（{points[0]}ポイント、区間{points[1]}～{points[2]}、{test}）で{beyond}"
            )
        else:
            verdict = "lies beyond" if row.beyond_null else "does not lie beyond"
            parts.append(
                f"{row.name} {before} and {after}, {points[0]} points ({points[1]} to {points[2]}{', ' * bool(test)}"
                f"{test}), which {verdict} shuffled plan labels"
            )
    if language == "ja":
        return f"部署があいまいな施策を除くと、{'、'.join(parts)}" if parts else ""
    return f"Without the measures whose departments are ambiguous: {'; '.join(parts)}" if parts else ""
