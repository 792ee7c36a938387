"""Who is to act, section by section: sentences and tables made from the analyses of actors, as Markdown."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.actor.actor_combinations import COMBINATION, SIZE
from kyodo_analysis.analysis.actor.actor_family_texts import state_families, state_signs, state_sizes
from kyodo_analysis.analysis.actor.actor_sharing import SHARINGS
from kyodo_analysis.analysis.actor.actor_texts import (
    ASKED,
    GIVING_NAMES,
    SHARING_NAMES,
    name_actors,
    state_actors,
    state_combinations,
    state_giving,
    state_sharing,
    state_sharing_groups,
)
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.commitment.commitment_tables import mark_beyond, show_fractions
from kyodo_analysis.analysis.showing.labels import list_rows, split_ids
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.showing.readable import show_numbers, show_q, show_spans, show_theme

_SETS, _GROUPS = 6, 8


def state_actor_answer(of: Analyses) -> str:
    """Which plans say who is to act, whether the work is shared, what goes with it, and the caveat."""
    said = [
        state_sharing(of["actor-sharing"]),
        state_sharing_groups(of["sharing-by-theme"]),
        ASKED[0],
        state_signs(of["actor-vocabulary"]),
    ]
    listed = "\n".join(f"- {sentence}." for sentence in said if sentence)
    return f"**And who is to act?** {state_giving(of['actor-shares'])}.\n\n{listed}"


def tabulate_forms(of: Analyses) -> str:
    """Every printed form, the actors that it stands for, and how often; plans that print none stay."""
    key = ["plan_en", "state", "printed", "count", "n"]
    forms = of["actor-vocabulary"].groupby(key, sort=False, dropna=False)["actor_en"]
    table = forms.agg(lambda names: " + ".join(names.dropna())).reset_index()
    shown = pd.DataFrame(
        {
            "plan": table["plan_en"],
            "who acts": [GIVING_NAMES[state][0] for state in table["state"]],
            "printed": table["printed"],
            "actor": table["actor_en"],
            "measures": _fractions(table),
        }
    )
    signs = state_signs(of["actor-vocabulary"])
    return compose_markdown(state_giving(of["actor-shares"]), shown, *([signs] if signs else []))


def tabulate_shares(of: Analyses) -> str:
    """The share of measures that name each actor, with what other readings of unclear lists and chance would give."""
    table = of["actor-shares"]
    own = table[table["printed_in_plan"].eq(True)]
    shown = pd.DataFrame(
        {
            "plan": own["plan_en"],
            "actor": own["actor_en"],
            "measures": _fractions(own),
            "share": mark_beyond(_intervals(own), own["beyond_both"].eq(True)),
            "as unclear lists and marks may be read": _bounds(own),
            "plans compared": own["compared"].str.count(r"\S+"),
            "shuffled labels": show_spans(own, "null"),
            "q": own["q"].map(show_q),
        }
    )
    return compose_markdown(
        f"{state_actors(table)}. ◆ marks what lies beyond chance under both readings of marks. {ASKED[0]}", shown
    )


def tabulate_sharing(of: Analyses) -> str:
    """The city alone, with others, others without it: per plan, with intervals, bounds and shuffled plan labels."""
    table = of["actor-sharing"]
    own = table[table["sharing"].notna()]
    shown = pd.DataFrame(
        {
            "plan": own["plan_en"],
            "who acts": own["sharing_en"],
            "measures": _fractions(own),
            "share": mark_beyond(_intervals(own), own["beyond_both"].eq(True)),
            "as unclear lists and marks may be read": _bounds(own),
            "shuffled labels": show_spans(own, "null"),
            "q": own["q"].map(show_q),
        }
    )
    return compose_markdown(f"{state_sharing(table)}. {ASKED[0]}", shown)


def tabulate_sharing_by(of: Analyses, key: str) -> str:
    """How the work is shared in each theme or commitment, all plans together, those farthest from chance first.

    Args:
        key: "theme" or "commitment".
    """
    table = of[f"sharing-by-{key}"]
    pooled = table[table["plan_id"].isna() & ~table["few"].astype(bool)]
    ranked = pooled.sort_values(["p", key], kind="stable").head(_GROUPS)
    shown = pd.DataFrame(
        {
            key: [show_theme(row) for row in list_rows(ranked)] if key == "theme" else ranked[key].to_numpy(),
            "who acts": ranked["sharing_en"].to_numpy(),
            "measures": _fractions(ranked),
            "plans": ranked["plans"].str.count(r"\S+").to_numpy(),
            "share": mark_beyond(_intervals(ranked), ranked["beyond_both"].astype(bool)),
            "expected": show_numbers(ranked["expected"], "{:.0%}"),
            f"{key}s dealt out": show_spans(ranked, "null"),
            "q": ranked["q"].map(show_q).to_numpy(),
        }
    )
    said = [state_families(one) for one in (table, of["actor-by-theme"])] if key == "theme" else []
    return compose_markdown(state_sharing_groups(table), shown, *said)


def state_sets(of: Analyses) -> str:
    """The commonest sets of actors, and how many are named at once."""
    table = of["actor-combinations"]
    return f"{state_combinations(table)}. {state_sizes(table)}."


def tabulate_combinations(of: Analyses) -> str:
    """The commonest sets of actors, and how many actors are named at once, beside what chance would give."""
    table = of["actor-combinations"]
    sets = table[table["kind"].eq(COMBINATION)].groupby("plan_id", sort=False).head(_SETS)
    parts = []
    for own, name in ((sets, "actors"), (table[table["kind"].eq(SIZE)], "number of actors")):
        said = [name_actors(cell) for cell in own["actors"]] if name == "actors" else own["size"].to_numpy()
        parts.append(
            pd.DataFrame(
                {
                    "plan": own["plan_en"].to_numpy(),
                    name: said,
                    "measures": mark_beyond(_fractions(own), own["beyond_both"].eq(True)),
                    "expected": show_numbers(own["expected"], "{:.1f}"),
                    "each dealt out": show_spans(own, "null", "{:.0f}"),
                    "q": own["q"].map(show_q).to_numpy(),
                }
            )
        )
    return compose_markdown(state_combinations(table), parts[0], "**How many actors a measure names**", parts[1])


def quote_sharing(of: Analyses) -> str:
    """The first measure of each plan and kind of sharing, quoted with its lines."""
    table = of["actor-sharing"]
    shown = table[table["count"].gt(0)].sort_values("sharing", key=lambda codes: codes.map(SHARINGS.index))
    firsts = [split_ids(cell)[0] for cell in shown["measure_ids"]]
    quoted = quote_measures(of.table("measures").drop_duplicates("measure_id"), firsts)
    names = [SHARING_NAMES[code][0] for code in shown["sharing"]]
    return compose_markdown(quoted.assign(who_acts=names)[["who_acts", *quoted.columns]])


def _fractions(table: pd.DataFrame) -> list[str]:
    return [cell if n else "" for cell, n in zip(show_fractions(table), table["n"], strict=True)]


def _intervals(table: pd.DataFrame) -> list[str | None]:
    spans = show_spans(table, "wilson")
    return [
        None if pd.isna(share) else f"{share:.0%} ({span})" for share, span in zip(table["share"], spans, strict=True)
    ]


def _bounds(table: pd.DataFrame) -> list[str]:
    return [
        "as read" if row.count_least == row.count_most else f"{row.count_least} to {row.count_most}"
        for row in list_rows(table)
    ]
