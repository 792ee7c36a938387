"""How far the plans bind themselves, section by section: sentences and tables made from the analyses, as Markdown."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.coding.coding_agreement import list_commitments
from kyodo_analysis.analysis.commitment.commitment_lengths import SUBSETS, measure_lengths
from kyodo_analysis.analysis.commitment.commitment_robustness import state_decisions, state_left_out
from kyodo_analysis.analysis.commitment.commitment_tables import mark_beyond, show_fractions, widen
from kyodo_analysis.analysis.commitment.commitment_texts import (
    RUNG_NAMES,
    find_rungs,
    name_rung,
    state_actor_coverage,
    state_code_validity,
    state_ladder,
    state_ladder_groups,
    state_lengths,
)
from kyodo_analysis.analysis.commitment.commitments import CODES, RUNGS, select_coded
from kyodo_analysis.analysis.showing.labels import label_plans, list_rows, note_plans
from kyodo_analysis.analysis.showing.markdown import compose_markdown, tabulate_markdown
from kyodo_analysis.analysis.showing.readable import (
    show_intervals,
    show_numbers,
    show_q,
    show_spans,
    show_test,
    show_theme,
)

_CANNOT = "cannot be told"


def state_answer(of: Analyses) -> str:
    """The answer, what equal lengths and other plans leave of it, themes and actors, and how far to trust the codes."""
    naming = of["actor-coverage"]["count"].gt(0)
    said = [
        state_lengths(of["commitment-lengths"]),
        state_left_out(of),
        state_decisions(of),
        state_ladder_groups(of["commitment-by-theme"]),
        f"{state_ladder_groups(of['commitment-by-actor'])}; {int(naming.sum())} of {len(naming)} plans name actors",
    ]
    listed = "\n".join(f"- {sentence}." for sentence in said)
    notes = note_plans(of.table("plans")["plan_id"])
    caveat = f"{state_code_validity(of['commitment-validity'])}. A code is about the words of a plan, not about deeds."
    answer = f"**Answer.** {state_ladder(of['commitment-ladder'])}.\n\n{listed}"
    return f"{answer}\n\n**Main caveat.** {caveat} {notes}".rstrip()


def count_materials(of: Analyses) -> pd.DataFrame:
    """What stands behind the ladder of each plan.

    Returns:
        plan_id, plan_en, plan_ja, measures (all), counted_once (without reprints), elements (that count), by_hand
        (elements that readers coded), median_characters (of an element), one_clause (elements with at most one clause
        that binds), several_clauses.
    """
    counted, coded = select_coded(of.table("measures"), of.table("elements"))
    plan_of = coded["measure_id"].map(counted.set_index("measure_id")["plan_id"])
    sizes = measure_lengths(coded, of.table("code_evidence"), of.materials.tokens)
    plans = of.table("plans")
    rows = pd.DataFrame(
        {
            "plan_id": plans["plan_id"],
            "measures": _place(of.table("measures")["plan_id"].value_counts(), plans),
            "counted_once": _place(counted["plan_id"].value_counts(), plans),
            "elements": _place(plan_of.value_counts(), plans),
            "by_hand": _place(
                list_commitments(of.table("elements"), of.materials.codes)["plan_id"].value_counts(), plans
            ),
            "median_characters": plans["plan_id"].map(sizes["characters"].groupby(plan_of).median()),
            "one_clause": _place(plan_of[sizes["clauses"] <= 1].value_counts(), plans),
            "several_clauses": _place(plan_of[sizes["clauses"] > 1].value_counts(), plans),
        }
    )
    return label_plans(rows, plans)


def tabulate_counted(of: Analyses) -> str:
    """`count_materials` for people to read."""
    shown = count_materials(of).drop(columns=["plan_id", "plan_ja"]).rename(columns={"plan_en": "plan"})
    return tabulate_markdown(shown)


def tabulate_ladder(of: Analyses) -> str:
    """The share of each plan's elements at each rung or above and with each very code, and the tests farthest out."""
    ladder, codes = of["commitment-ladder"], of["commitments"]
    cells = ladder.assign(cell=mark_beyond(show_intervals(ladder, "share", ends="shown"), ladder["beyond_null"]))
    wide = widen(cells, "rung", RUNGS).rename(columns={rung: RUNG_NAMES[rung][0] for rung in RUNGS})
    ranked = ladder.sort_values(["p", "plan_id"], kind="stable").drop_duplicates(["plan_id", "count"]).head(6)
    tests = pd.DataFrame(
        {
            "plan": ranked["plan_en"],
            "rung": [RUNG_NAMES[rung][0] for rung in ranked["rung"]],
            "elements": show_fractions(ranked),
            "all plans": show_numbers(ranked["overall_share"], "{:.0%}"),
            "shuffled labels": show_spans(ranked, "null"),
            "q": ranked["q"].map(show_q),
            "q_upper": ranked["q_upper"].map(show_q),
        }
    )
    exact = mark_beyond([f"{row.count_} ({row.share:.0%})" for row in list_rows(codes)], codes["beyond_null"])
    return compose_markdown(
        f"{state_ladder(ladder)}. ◆ marks what lies beyond chance",
        wide,
        "**Elements with this very code**",
        widen(codes.assign(cell=exact), "commitment", CODES),
        "**The rungs that lie farthest from chance**",
        tests,
    )


def tabulate_groups(of: Analyses, key: str, rows: int = 6) -> str:
    """The shares of themes or actors that lie farthest from what the writing of their plans explains.

    Args:
        key: "theme" or "actor".
    """
    table = of[f"commitment-by-{key}"]
    if table.empty:
        return compose_markdown(state_ladder_groups(table))
    many = table[~table["few"]].sort_values(["p", key], kind="stable")
    ranked = many.drop_duplicates([key, "count"]).head(rows)  # a rung that adds nothing to the one above says no more
    named = ranked.rename(columns={f"{key}_en": "theme_en", f"{key}_ja": "theme_ja"})
    ranked_table = pd.DataFrame(
        {
            key: [show_theme(row) for row in list_rows(named)],
            "rung": [RUNG_NAMES[rung][0] for rung in ranked["rung"]],
            "elements": show_fractions(ranked),
            "measures": ranked["measures"].astype("int64"),
            "plans": ranked["plans"].str.count(" ") + 1,
            "share": show_intervals(ranked, "share", ends="shown"),
            "expected": show_numbers(ranked["expected"], "{:.0%}"),
            f"{key}s dealt out": show_spans(ranked, "null"),
            "q": ranked["q"].map(show_q),
            "q_upper": ranked["q_upper"].map(show_q),
        }
    )
    return compose_markdown(state_ladder_groups(table), ranked_table)


def tabulate_actors(of: Analyses) -> str:
    """Which plans name actors and which actors, and the shares farthest from what the writing of the plans explains."""
    table = of["actor-coverage"]
    shown = pd.DataFrame(
        {
            "plan": table["plan_en"],
            "measures that name actors": show_fractions(table),
            "elements of these": table["elements"],
            "actors": table["actors"].str.replace(" ", ", ").str.replace("_", " "),
        }
    )
    return f"{compose_markdown(state_actor_coverage(table), shown)}\n\n{tabulate_groups(of, 'actor')}"


def tabulate_lengths(of: Analyses) -> str:
    """The share of do among elements of equal length, and what is left there of the findings of the ladder."""
    lengths = of["commitment-lengths"]
    parts: list[str | pd.DataFrame] = [state_lengths(lengths)]
    for rung in ("do", "promote"):
        own = lengths[lengths["rung"] == rung]
        cells = [f"{row.count_} of {row.n} ({row.share:.0%})" for row in list_rows(own)]
        wide = widen(own.assign(cell=mark_beyond(cells, own["beyond_null"])), "subset", SUBSETS)
        parts += [f"**{RUNG_NAMES[rung][0]}** (◆ beyond chance)", wide]
    left = compare_findings(of)
    if len(left):
        parts += [
            "**What is left of the findings of the ladder** (yes: beyond chance; cannot be told: shuffled labels alone "
            "would carry the plan as far from the others as it stands on the whole ladder)",
            left.drop(columns=["plan_id", "rung"]),
        ]
    return compose_markdown(*parts)


def compare_findings(of: Analyses) -> pd.DataFrame:
    """What is left of each finding of the ladder on do and promote among elements of equal length.

    Returns:
        A row for each finding and subset: plan_id, rung, finding, among (the subset), still (yes, no, cannot be told or
        no such element, with q_upper), share (of how many elements of the plan), all plans, characters (median),
        others' n, others' characters.
    """
    lengths = of["commitment-lengths"]
    rows: list[dict[str, object]] = []
    found = find_rungs(of["commitment-ladder"])
    for row in list_rows(found[found["rung"].isin(lengths["rung"])]):
        again = lengths[(lengths["plan_id"] == row.plan_id) & (lengths["rung"] == row.rung)].set_index("subset")
        for subset in SUBSETS:
            compared = again[again.index == subset]
            cells = _compare(row, list_rows(compared)[0]) if len(compared) else {"still": "no such element"}
            rows.append({"plan_id": row.plan_id, "rung": row.rung, "finding": name_rung(row), "among": subset, **cells})
    return pd.DataFrame(rows)


def _compare(finding: Any, again: Any) -> dict[str, object]:
    """A finding of the ladder beside the same rung and plan in one subset of the elements."""
    expected = again.overall_share + finding.share - finding.overall_share
    test = show_test(again.beyond_null, again.q_upper)
    told = again.beyond_null or not again.null_lower <= expected <= again.null_upper
    return {
        "still": test if told else test.replace("no", _CANNOT, 1),
        "share": f"{again.share:.0%} of {again.n}",
        "all plans": f"{again.overall_share:.0%}",
        "characters": f"{again.median_characters:g}",
        "others' n": again.others_n,
        "others' characters": f"{again.others_characters:g}",
    }


def _place(counts: pd.Series, plans: pd.DataFrame) -> pd.Series:
    return plans["plan_id"].map(counts).fillna(0).astype("int64")
