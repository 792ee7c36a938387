"""The answer and the tables of the study of departments, as its notebook shows them, section by section.

What is counted and tested stands in the analyses of `department_steps`; here their tables are arranged for a page.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.commitment.commitment_tables import mark_beyond
from kyodo_analysis.analysis.department.crosswalk import UNUSED
from kyodo_analysis.analysis.department.department_change import FIRST_ONLY
from kyodo_analysis.analysis.department.department_network_texts import state_bridges, state_network
from kyodo_analysis.analysis.department.department_texts import (
    state_change,
    state_concentration,
    state_crosswalk,
    state_farthest_pairs,
    state_function_ladder,
    state_function_themes,
    state_growth,
    state_lead,
    state_loads,
    state_rank_stability,
)
from kyodo_analysis.analysis.extraction.coverage import count_silence
from kyodo_analysis.analysis.showing.labels import label_plans, list_rows, note_plans
from kyodo_analysis.analysis.showing.markdown import compose_markdown, tabulate_markdown
from kyodo_analysis.analysis.showing.readable import show_intervals, show_numbers, show_q, show_spans, show_theme


def state_answer(of: Analyses) -> str:
    """The answer with its numbers: who is named most, how far that gathers, what is stable, and what cannot be said."""
    said = [
        state_concentration(of["department-concentration"]),
        state_rank_stability(of["department-rank-stability"]),
        state_network(of["department-network"]),
        state_function_themes(of["department-by-theme"]),
        state_change(of["department-change"]),
    ]
    listed = "\n".join(f"- {sentence}." for sentence in said if sentence)
    notes = note_plans(of.table("plans")["plan_id"])
    caveat = (
        "A plan names departments; it says neither how much work a measure is nor who does most of it. "
        f"{state_lead(of['department-loads'])}. {state_crosswalk(of['department-crosswalk-coverage'])}."
    )
    first = [state_loads(of["department-loads"]), state_growth(of["department-loads"], of["department-change"])]
    named = " ".join(f"{sentence}." for sentence in first if sentence)
    return f"**Answer.** {named}\n\n{listed}\n\n**Main caveat.** {caveat} {notes}".rstrip()


def tabulate_naming(of: Analyses) -> str:
    """One row per plan, silent ones too: what became of its departments, and how many names were read."""
    return tabulate_markdown(count_naming(of).drop(columns=["plan_id", "plan_ja"]).rename(columns={"plan_en": "plan"}))


def count_naming(of: Analyses) -> pd.DataFrame:
    """What became of the departments of each plan.

    Returns:
        plan_id, plan_en, plan_ja, n (measures), read, ambiguous, unreadable, silent (measures with that status), names
        (namings), generic (those of them that stand for no single department), per_measure (namings by measures that
        have any).
    """
    table = count_silence(of.table("field_status"), of.table("plans"), "departments").drop(columns="state")
    named = of.materials.departments.groupby("plan_id")
    for column, counted in (("names", named.size()), ("generic", named["generic"].sum())):
        table[column] = table["plan_id"].map(counted).fillna(0).astype(int)
    table["per_measure"] = table["names"] / table["plan_id"].map(named["measure_id"].nunique())
    return label_plans(table, of.table("plans"))


def tabulate_crosswalk(of: Analyses) -> str:
    """What the reviewed decisions change: names brought together, functions given, and where people overrule marks."""
    table = of["department-crosswalk"]
    used = table[table["decision"] != UNUSED]
    changed = used[used["canonical"].ne(used["printed"]) | used["agree"].eq(False).fillna(False)]
    shown = pd.DataFrame(
        {
            "plan": changed["plan_en"],
            "printed": changed["printed"],
            "canonical": changed["canonical"],
            "function": changed["function_en"],
            "generic": changed["generic_hand"].map({True: "yes", False: "no"}),
            "namings": changed["count"],
            "reason": changed["note"],
        }
    )
    functions = (
        used.groupby(["function_en", "function_ja"], sort=False)["canonical"]
        .agg(lambda names: "、".join(dict.fromkeys(names)))
        .reset_index(name="departments")
        .rename(columns={"function_en": "function", "function_ja": "in Japanese"})
    )
    return compose_markdown(
        state_crosswalk(of["department-crosswalk-coverage"]),
        functions,
        "**Decisions that change a name, or what the program takes for generic**",
        shown,
    )


def tabulate_loads(of: Analyses, ranks: int = 3) -> str:
    """The departments of each plan that are named most, down to a rank; ties share a rank, so all are kept."""
    table = of["department-loads"]
    return compose_markdown(_arrange_loads(table, "department", ranks), state_lead(table))


def tabulate_functions(of: Analyses, ranks: int = 3) -> str:
    """The same by function, which compares across cities better than names do."""
    table = of["department-function-loads"]
    return compose_markdown("**The same by function**", _arrange_loads(table, "function_en", ranks))


def tabulate_concentration(of: Analyses) -> str:
    """Each measure of concentration by name and by function, reprints as printed and once; whole counts.

    A plan that names one department has no row: of one department all measures have the same value.
    """
    table = of["department-concentration-variants"]
    own = table[(table["counting"] == "whole") & (table["departments"] > 1)]
    shown = show_intervals(own.assign(value_lower=own["lower"], value_upper=own["upper"]), "value", "{:.2f}")
    cells = own.assign(cell=pd.Series(shown, own.index, dtype="str"))
    key = ["plan_en", "by", "reprints", "departments", "n"]
    wide = cells.pivot(index=key, columns="statistic", values="cell").reset_index().rename_axis(columns=None)
    order = own.drop_duplicates(key)[key].merge(wide, on=key, how="left", validate="one_to_one")
    order = order.assign(reprints=order["reprints"].map({True: "as printed", False: "once"}))
    names = {"plan_en": "plan", "departments": "named", "hhi": "HHI", "gini": "Gini", "top_share": "share of the first"}
    return compose_markdown(state_concentration(of["department-concentration"]), order.rename(columns=names))


def tabulate_stability(of: Analyses, ranks: int = 6) -> str:
    """The rank of each department, and in how many runs it holds when each measure is left out in turn.

    Args:
        ranks: the last one that has a row; the sentences are about all.
    """
    table = of["department-rank-stability"]
    own = table[(table["counting"] == "whole") & table["rank"].le(ranks)]
    shown = pd.DataFrame(
        {
            "plan": own["plan_en"],
            "department": own["department"],
            "load": own["load"],
            "rank": own["rank"],
            "tied with": own["tied"],
            "ranks in the runs": [
                str(row.best) if row.best == row.worst else f"{row.best}–{row.worst}" for row in list_rows(own)
            ],
            "holds in": [f"{row.held} of {row.n}" for row in list_rows(own)],
            "becomes a tie in": own["joined"],
        }
    )
    return compose_markdown(
        state_rank_stability(table),
        shown,
        f"By fractional counts: {state_rank_stability(table, counting='fractional')}",
    )


def tabulate_themes(of: Analyses, rows: int = 8) -> str:
    """The pairs of function and theme that lie farthest from what shuffling within plans shows; those beyond have ◆."""
    table = of["department-by-theme"]
    ranked = table.sort_values(["p", "function", "theme"], kind="stable").head(rows)
    shown = pd.DataFrame(
        {
            "function": ranked["function_en"],
            "theme": [show_theme(row) for row in list_rows(ranked)],
            "measures": [f"{row.count_} of {row.n}" for row in list_rows(ranked)],
            "plans": ranked["plans"].str.count(" ") + 1,
            "ambiguous": ranked["ambiguous"],
            "share": mark_beyond(
                show_intervals(ranked.assign(share_lower=ranked["lower"], share_upper=ranked["upper"]), "share"),
                ranked["beyond_null"].astype("bool"),
            ),
            "expected": show_numbers(ranked["expected"], "{:.0%}"),
            "times expected": show_numbers(ranked["share"] / ranked["expected"], "{:.1f}"),
            "functions dealt out": show_spans(ranked, "null"),
            "q": ranked["q"].map(show_q),
        }
    )
    ladder = state_function_ladder(of["department-by-commitment"])
    return compose_markdown(state_function_themes(table), shown, state_farthest_pairs(table), ladder)


def tabulate_network(of: Analyses, rows: int = 6) -> str:
    """The pairs of departments that share measures least by chance, and who alone links others."""
    table = of["department-network"]
    edges = table[table["kind"].eq("edge") & table["p"].notna()]
    ranked = edges.sort_values(["p", "plan_id", "label"], kind="stable").head(rows)
    shown = pd.DataFrame(
        {
            "plan": ranked["plan_en"],
            "pair": ranked["label"],
            "measures of each": ranked["n_a"].astype("str") + " and " + ranked["n_b"].astype("str"),
            "of both": ranked["n_ab"],
            "by chance": show_numbers(ranked["expected"], "{:.1f}"),
            "q": ranked["q"].map(show_q),
            "beyond chance": ranked["beyond_null"].astype("bool"),
        }
    )
    return compose_markdown(state_network(table), shown, state_bridges(of["department-bridges"]))


def tabulate_change(of: Analyses, by: str = "department") -> str:
    """The shares of what two plans of one municipality both name, and below it what only one of them names.

    Args:
        by: "department" or "function".
    """
    table = of["department-change"]
    own = table[table["by"] == by]
    both, alone = own[own["standing"] == "both"], own[own["standing"] != "both"]
    shares = {
        "name": both["name_en"],
        "earlier plan": [f"{row.count_} of {row.n} ({row.share:.0%})" for row in list_rows(both)],
        "later plan": [f"{row.other_count} of {row.other_n} ({row.other_share:.0%})" for row in list_rows(both)],
        "difference": show_intervals(both, "difference"),
        "labels shuffled": show_spans(both, "null"),
        "q": both["q"].map(show_q),
        "ambiguous": both["ambiguous"] + both["other_ambiguous"],
    }
    single = alone.assign(
        plan=alone["plan_en"].where(alone["standing"] == FIRST_ONLY, alone["other_plan_en"]),
        named=[f"{row.name_en} {row.count_ + row.other_count}" for row in list_rows(alone)],
    )
    parts: list[str | pd.DataFrame] = [state_change(table, by=by)]
    if len(both):
        parts.append(pd.DataFrame(shares))
    if len(alone):
        listed = single.groupby("plan")["named"].agg("、".join).reset_index()
        names = {"plan": "named only in", "named": f"{by}s, with their measures"}
        parts += ["**Named in one plan only, and so not compared**", listed.rename(columns=names)]
    return compose_markdown(*parts)


def _arrange_loads(table: pd.DataFrame, name: str, ranks: int) -> pd.DataFrame:
    top = table[table["rank"].le(ranks).fillna(False)]
    return pd.DataFrame(
        {
            "plan": top["plan_en"],
            name.removesuffix("_en"): top[name],
            "whole": show_intervals(top, "whole", "{:.0f}"),
            "fractional": show_intervals(top, "fractional", "{:.1f}"),
            "share of n": show_intervals(top, "share"),
            "n": top["n"],
            "ambiguous": top["ambiguous"],
        }
    )
