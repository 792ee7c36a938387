"""What each plan is about, section by section: sentences and tables made from the analyses, ready to show as Markdown.

No section speaks of a theme that rules and readers code too differently to be charted, except to say so.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.coding.reliability import LEAST_CODED, NOT_CHARTED
from kyodo_analysis.analysis.coding.validity import LEFT_OUT
from kyodo_analysis.analysis.robustness.claim_families import THEME_FAMILIES
from kyodo_analysis.analysis.robustness.robustness_texts import state_nulls
from kyodo_analysis.analysis.showing.exemplars import TYPICAL, quote_extremes
from kyodo_analysis.analysis.showing.labels import label_plans, label_themes, list_rows, note_plans, split_ids
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.showing.readable import (
    show_intervals,
    show_numbers,
    show_q,
    show_spans,
    show_test,
    show_theme,
)
from kyodo_analysis.analysis.structure.map_tables import show_pairs, show_plans
from kyodo_analysis.analysis.structure.word_map_texts import state_map, state_network, warn_communities, warn_map
from kyodo_analysis.analysis.theme.theme_texts import (
    state_by_program,
    state_left_out,
    state_profiles,
    state_theme_ranks,
    state_themes,
    state_validity,
)
from kyodo_analysis.analysis.theme.themes import mark_verdicts

_SHAPERS = 3


def state_answer(of: Analyses) -> str:
    """The answer in a paragraph, with how far its codes can be trusted and what the plans' labels leave out."""
    main, complete = charted_shares(of, "main"), of["theme-profiles-of-all"]
    of_all = complete.loc[complete["beyond_null"].astype("bool"), "plan_en"]
    by_main = f"{int(main['beyond_null'].sum())} of {len(main)}"
    said = [
        f"**Answer.** {state_theme_ranks(of['themes'])}.",
        f"{state_themes(of['themes'])}; counted by main theme alone, {by_main} lie beyond chance.",
        f"{state_profiles(of['theme-profiles'])}; with those not charted, measures shuffled: "
        f"{', '.join(of_all) or 'none'}.",
    ]
    notes = note_plans(of.table("plans")["plan_id"])
    return " ".join(said) + f"\n\n**Main caveat.** {state_validity(of['theme-validity'])}. {notes}".rstrip()


def count_materials(of: Analyses) -> pd.DataFrame:
    """What stands behind the shares of each plan.

    Returns:
        plan_id, plan_en, plan_ja, measures (all), counted_once (without reprints), coded_by_hand (measures that readers
        coded), themes (given by the rules to measures counted once), without_theme (of these, the measures that have
        none).
    """
    counted = of.materials.counted
    given = of.table("measure_themes").merge(
        counted[["measure_id", "plan_id"]], on="measure_id", validate="many_to_one"
    )
    numbers = {
        "measures": of.table("measures")["plan_id"].value_counts(),
        "counted_once": counted["plan_id"].value_counts(),
        "coded_by_hand": pd.Series([code["document"] for code in of.materials.codes], dtype="str").value_counts(),
        "themes": given["plan_id"].value_counts(),
        "without_theme": counted.loc[~counted["measure_id"].isin(given["measure_id"]), "plan_id"].value_counts(),
    }
    plans = of.table("plans")
    columns = {name: plans["plan_id"].map(number).fillna(0).astype("int64") for name, number in numbers.items()}
    return label_plans(plans[["plan_id"]].assign(**columns), plans)


def tabulate_counted(of: Analyses) -> str:
    """`count_materials` for people to read, and what kind of documents the plans are."""
    table = count_materials(of).drop(columns=["plan_id", "plan_ja"]).rename(columns={"plan_en": "plan"})
    return compose_markdown(table, state_plans(of))


def state_plans(of: Analyses) -> str:
    """How many plans of how many municipalities there are, in which state, and whose municipality is inferred."""
    plans = of.table("plans")
    named = label_plans(plans, plans)
    cities = int(plans["municipality_code"].fillna(plans["plan_id"]).nunique())
    said = f"{_count(len(plans), 'plan')} of {_count(cities, 'municipality', 'municipalities')}"
    states = [f"{number} {state}" for state, number in plans["state"].value_counts().sort_index().items()]
    said += f" ({', '.join(states)})" if states else ""
    inferred = named.loc[named["municipality_inferred"].astype("bool"), "plan_en"]
    return said + "".join(f"; {name}: the text names no city" for name in inferred)


def charted_shares(of: Analyses, counting: str = "any") -> pd.DataFrame:
    """The rows of theme-shares of one counting whose themes are charted, with their verdicts."""
    if counting == "any":
        shares = of["themes"]
    else:
        shares = of["theme-shares"]
        shares = mark_verdicts(shares[shares["counting"] == counting], _judged(of))
    return shares[shares["verdict"] != NOT_CHARTED].reset_index(drop=True)


def rank_shares(of: Analyses, rows: int = 8) -> pd.DataFrame:
    """The charted shares that lie farthest from what shuffled plan labels show, the farthest first."""
    return charted_shares(of).sort_values(["p", "plan_id", "theme"], ignore_index=True).head(rows)


def tabulate_farthest(of: Analyses) -> str:
    """`rank_shares` for people to read, with both intervals."""
    ranked = rank_shares(of)
    table = pd.DataFrame(
        {
            "plan": ranked["plan_en"],
            "theme": [show_theme(row) for row in list_rows(ranked)],
            "by_hand": ranked["coded_n"],
            "measures": [f"{row.count_} of {row.n}" for row in list_rows(ranked)],
            "share": show_intervals(ranked, "share", ends="shown"),
            "errors_taken_out": show_intervals(ranked, "corrected"),
            "shuffled_labels": show_spans(ranked, "null"),
            "q": ranked["q"].map(show_q),
            "q_upper": ranked["q_upper"].map(show_q),
            "programs": _show_programs(ranked, of["themes-by-program"]),
            "q_upper by program": ranked["q_upper_by_program"].map(show_q),
        }
    )
    return compose_markdown(state_themes(of["themes"]), table, state_by_program(of["themes-by-program"]))


def tabulate_whole(of: Analyses) -> str:
    """How far the whole profile of each plan lies from the others, with the charted themes alone and with all."""
    whole, complete = of["theme-profiles"], of["theme-profiles-of-all"].set_index("plan_id")
    table = pd.DataFrame(
        {
            "plan": whole["plan_en"],
            "n": whole["n"],
            "distance": show_numbers(whole["distance"]),
            "95 % of shuffles below": show_numbers(whole["null_upper"]),
            "q": whole["q"].map(show_q),
            "beyond_chance": whole["beyond_null"].astype("bool"),
            "q_upper by program": whole["q_upper_by_program"].map(show_q),
            "q, all themes": whole["plan_id"].map(complete["q"]).map(show_q),
            "all themes, by program": whole["plan_id"].map(complete["q_upper_by_program"]).map(show_q),
        }
    )
    return compose_markdown(state_profiles(whole), table)


def tabulate_left_out(of: Analyses) -> str:
    """The findings with each of the other plans left out in turn."""
    marked = mark_verdicts(of["themes-without-a-plan"], _judged(of))
    plans, found = of.table("plans"), find_claims(of)
    names = label_plans(plans[["plan_id"]], plans).set_index("plan_id")["plan_en"]
    rows = []
    for claim in list_rows(found):
        own = marked[(marked["plan_id"] == claim.plan_id) & (marked["theme"] == claim.theme)]
        cells = {
            f"without {names[row.left_out_plan]}": show_test(row.beyond_null, row.q_upper) for row in list_rows(own)
        }
        rows.append({"finding": f"{show_theme(claim)}, {claim.plan_en}", "by hand": claim.coded_n} | cells)
    said = state_left_out(marked)
    return compose_markdown(said, pd.DataFrame(rows)) if rows else compose_markdown(said)


def tabulate_map(of: Analyses) -> str:
    """What the map of themes shows in words, what its axes are worth, and which plans lie off the average."""
    table = of["theme-map"]
    if table.empty:
        return compose_markdown("There is no map: it takes two plans with themes")
    themes = table[table["kind"] == "theme"].sort_values(["inertia", "name"], ascending=[False, True])
    coded = of["themes"].drop_duplicates("theme").set_index("theme")["coded_n"]
    shapers = ", ".join(
        f"'{row.name_en}' ({row.share:.0%} of the inertia{_warn_few(int(coded.get(row.name, LEAST_CODED)))})"
        for row in list_rows(themes.head(_SHAPERS))
    )
    said: list[str | pd.DataFrame] = [state_map(table), show_plans(table), f"The map is shaped most by {shapers}"]
    warning = warn_map(table).rstrip(".")
    return compose_markdown(*said, *([warning] if warning else []))


def tabulate_pairs(of: Analyses) -> str:
    """What the network of themes shows in words, and the pairs that come back when measures are resampled."""
    table = of["theme-network"]
    edges = table[(table["kind"] == "edge") & table["stable"].eq(True)].sort_values(["q", "source", "target"])
    said = [state_network(table), warn_communities(table).rstrip(".")]
    if len(edges):
        return compose_markdown(*filter(None, said), show_pairs(edges, table[table["kind"] == "node"]))
    return compose_markdown(*filter(None, said))


def find_claims(of: Analyses) -> pd.DataFrame:
    """The charted shares that lie beyond what shuffled plan labels show, the farthest first."""
    charted = charted_shares(of)
    return charted[charted["beyond_null"].astype("bool")].sort_values(["p", "plan_id", "theme"], ignore_index=True)


def quote_findings(of: Analyses) -> str:
    """The typical, the deviant and the opposite measure of each finding, quoted with the terms that gave the theme.

    The opposite one is sought among the measures of the other plans that have not the theme. Where there is no finding,
    the share that lies farthest out stands in its place.
    """
    claims, measures, given = find_claims(of), of.table("measures"), of.table("measure_themes")
    coded, counted = len(of.materials.codes), of.materials.counted
    parts: list[str | pd.DataFrame] = [] if len(claims) else ["No share lies beyond chance; this one lies farthest out"]
    for claim in list_rows(claims if len(claims) else rank_shares(of, rows=1)):
        has = given[given["theme"] == claim.theme]
        elsewhere = counted["plan_id"].ne(claim.plan_id) & ~counted["measure_id"].isin(has["measure_id"])
        others, ids = counted.loc[elsewhere, "measure_id"].tolist(), split_ids(claim.measure_ids)
        chosen = quote_extremes(measures, of.materials.words, ids, others=others, characters=70)
        if TYPICAL not in set(chosen["role"]):
            chosen = pd.concat([quote_measures(measures, ids, characters=70).assign(role="itself"), chosen])
        chosen = chosen.merge(has[["measure_id", "evidence"]], on="measure_id", how="left", validate="many_to_one")
        often = "more" if claim.share >= claim.overall_share else "less"
        parts.append(
            f"**{show_theme(claim)}, {claim.plan_en}**: {claim.count_} of {claim.n} measures by the rules, {often} "
            f"often than all plans together ({claim.overall_share:.0%}); readers gave the theme to {claim.coded_n} of "
            f"the {coded} measures that they coded"
        )
        if len(chosen):
            columns = ["role", "measure_id", "lines", "title", "quotation", "evidence"]
            parts.append(chosen[columns])
            parts.append(f"`kyodo code --explain {chosen['measure_id'].iloc[0]}` says which rule fired where")
    return compose_markdown(*parts)


def tabulate_sensitivity(of: Analyses) -> str:
    """The findings of charted themes under other decisions, and how many claims shuffled plan labels make."""
    decisions, nulls = of["sensitivity-summary"], of["planted-nulls"]
    decisions = decisions[decisions["kinds"].str.split(" ").map(lambda kinds: "theme" in kinds)]
    variants = decisions.loc[decisions["note"] == "", "variant"].tolist()
    main = state_themes(charted_shares(of, "main"))
    said = [f"Counted by main theme alone, with all shuffles: {main[:1].lower()}{main[1:]}"]
    said += [f"Not made: {row.variant} ({row.note})" for row in list_rows(decisions[decisions["note"] != ""])]
    families = nulls[nulls["family"].isin(THEME_FAMILIES)]
    said.append(state_nulls(families))
    claimed = list_rows(families[families["claims_observed"] > 0])
    if claimed:
        kinds = [f"{row.family}, {row.claims_observed}" for row in claimed]
        said.append(f"These claims, of all themes whether charted or not, are: {'; '.join(kinds)}")
    checked, codes = of["sensitivity"], charted_shares(of)["theme"]
    coded = charted_shares(of).drop_duplicates("theme").set_index("theme")["coded_n"]
    own = checked[checked["kind"].eq("theme") & checked["label"].isin(codes)]
    if own.empty:
        return compose_markdown(*said, "No charted theme is a finding under any of the other decisions")
    rows = []
    for _, finding in label_themes(own.rename(columns={"label": "theme"}), of.materials.lexicons.codebook).groupby(
        "finding_id", sort=True
    ):
        first = list_rows(finding)[0]
        base = show_test(bool((finding["status"] != "new").any()), first.base_q)
        cells = {row.variant: show_test(row.status != "lost", row.q) for row in list_rows(finding)}
        row = {"finding": f"{show_theme(first)}, {first.plan_en}, {first.direction}", "by hand": coded[first.theme]}
        row |= {"as decided": base}
        rows.append(row | {name: cells.get(name, "no") for name in variants})
    return compose_markdown(*said, pd.DataFrame(rows))


def _show_programs(shares: pd.DataFrame, by_program: pd.DataFrame) -> list[str | None]:
    """In how many programs of the plan a theme stands, for each row of shares."""
    counts = {(row.plan_id, row.theme): f"{row.programs_with} of {row.programs}" for row in list_rows(by_program)}
    return [counts.get((row.plan_id, row.theme)) for row in list_rows(shares)]


def _warn_few(coded: int) -> str:
    return f", on {_count(coded, 'hand-coded measure')}" if coded < LEAST_CODED else ""


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def _judged(of: Analyses) -> pd.DataFrame:
    scores = of["theme-validity"]
    return scores[scores["sample"] == LEFT_OUT]
