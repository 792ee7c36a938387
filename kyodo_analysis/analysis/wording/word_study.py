"""How the plans say it, section by section: sentences and tables made from the analyses, ready to show as Markdown."""

from __future__ import annotations

from typing import Any

import pandas as pd
from scipy.stats import chi2, norm

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.showing.exemplars import TYPICAL, quote_extremes
from kyodo_analysis.analysis.showing.labels import label_plans, list_rows, note_plans, split_ids
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.showing.readable import show_intervals, show_numbers, show_q, show_test
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import CONFIDENCE, false_discovery_rate
from kyodo_analysis.analysis.structure.word_structure_study import state_groupings
from kyodo_analysis.analysis.wording.keyness import LEAST_COUNT, LEAST_MEASURES
from kyodo_analysis.analysis.wording.word_headlines import state_boilerplate, state_pairs, state_words

_MOST_NAMED = 6
_AROUND = 12


def state_answer(of: Analyses) -> str:
    """The answer in a paragraph, with how much of it is habit of wording and what the plans' labels leave out."""
    said = [state_words(of["keywords"]), *_say_without(of), state_boilerplate(of["boilerplate"])]
    said.append(state_groupings(of))
    notes = note_plans(of.table("plans")["plan_id"])
    caveat = f"{state_lasting(of)}. {notes}".rstrip()
    return f"**Answer.** {'. '.join(said)}.\n\n**Main caveat.** {caveat}"


def find_distinctive(of: Analyses) -> pd.DataFrame:
    """The rows of keywords that set a plan apart, by plan and then by z, the highest first."""
    table = of["keywords"]
    return table[table["distinctive"].astype("bool")].reset_index(drop=True)


def state_lasting(of: Analyses) -> str:
    """How many distinctive words remain when all repeated wording is left out, and how many cannot be asked."""
    found = find_distinctive(of)
    if found.empty:
        return "No word sets a plan apart, so none can be a habit of wording"
    lasting, rare = found["distinctive_without"].astype("bool"), found["count_without"].isna()
    names = ", ".join(found.loc[lasting, "word"])
    return (
        f"With all repeated wording left out, {int(lasting.sum())} of {len(found)} words still set a plan apart"
        f"{f' ({names})' if names else ''}; {int(rare.sum())} become too rare to be tested"
    )


def count_materials(of: Analyses) -> pd.DataFrame:
    """What stands behind the words of each plan.

    Returns:
        plan_id, plan_en, plan_ja, measures (all), counted_once (without reprints), words (occurrences), different
        (words), tested (occurrences of words that are frequent enough to be tested).
    """
    words, plans = of.materials.words, of.table("plans")
    tested = words[words["word"].isin(of["keywords"]["word"])]
    numbers = {
        "measures": of.table("measures")["plan_id"].value_counts(),
        "counted_once": of.materials.counted["plan_id"].value_counts(),
        "words": words["plan_id"].value_counts(),
        "different": words.groupby("plan_id")["word"].nunique(),
        "tested": tested["plan_id"].value_counts(),
    }
    columns = {name: plans["plan_id"].map(number).fillna(0).astype("int64") for name, number in numbers.items()}
    return label_plans(plans[["plan_id"]].assign(**columns), plans)


def tabulate_counted(of: Analyses) -> str:
    """`count_materials` for people to read, and how few of all words are tested."""
    table, tested = count_materials(of), of["keywords"]["word"].nunique()
    different = of.materials.words["word"].nunique()
    return compose_markdown(
        table.drop(columns=["plan_id", "plan_ja"]).rename(columns={"plan_en": "plan"}),
        f"Of {different:,} different words {tested} occur at least {LEAST_COUNT} times in at least {LEAST_MEASURES} "
        f"measures and are tested; they make up {int(table['tested'].sum()):,} of {int(table['words'].sum()):,} "
        "occurrences",
    )


def tabulate_distinctive(of: Analyses) -> str:
    """The words that set each plan apart with their counts and statistics, one table per plan; then the other test."""
    table, found = of["keywords"], find_distinctive(of)
    parts: list[str | pd.DataFrame] = []
    for plan, own in found.groupby("plan_en", sort=False):
        parts += [f"**{plan}**, {own['words'].iloc[0]:,} words", _show_words(own)]
    parts += [*_say_without(of), state_lasting(of)]
    return compose_markdown(*parts, *_say_other_tests(table))


def quote_distinctive(of: Analyses) -> str:
    """For each plan that has distinctive words, measures that have the first: typical, deviant, and one without it.

    The first is the one with the highest z that is no habit of wording, where there is one. The opposite measure is
    sought among those of the other plans that lack the word.
    """
    measures, counted, words = of.table("measures"), of.materials.counted, of.materials.words
    parts: list[str | pd.DataFrame] = []
    for _, own in find_distinctive(of).sort_values("formula", kind="stable").groupby("plan_en"):
        row = list_rows(own)[0]
        ids, having = split_ids(row.measure_ids), words.loc[words["word"] == row.word, "measure_id"]
        elsewhere = counted["plan_id"].ne(row.plan_id) & ~counted["measure_id"].isin(having)
        others = counted.loc[elsewhere, "measure_id"].tolist()
        chosen = _quote_word(quote_extremes(measures, words, ids, others=others), of, row.word)
        n = int(counted["plan_id"].eq(row.plan_id).sum())
        parts.append(
            f"**{row.word}, {row.plan_en}**: {row.count_} times in {row.measures} of {n} measures; in all other plans "
            + (f"{row.rest_count} times in {row.rest_measures} measures" if row.rest_count else "never")
        )
        parts.append(chosen[["role", "measure_id", "lines", "title", "quotation"]])
        typical = chosen.loc[chosen["role"] == TYPICAL, "measure_id"]
        parts += [f"`kyodo trace {one} content` shows the whole text and its lines" for one in typical]
    return compose_markdown(*parts) if parts else compose_markdown("No word sets a plan apart")


def tabulate_plan_pairs(of: Analyses) -> str:
    """The words in which two plans differ, one row per pair of plans, with the occurrences in the one and the other."""
    names = _plan_names(of)
    table = of["keyword-pairs"]
    table = table.assign(
        **{f"other_{name}": table["other_plan_id"].map(names[name]) for name in ("plan_en", "plan_ja")}
    )
    rows = []
    for _, own in table.groupby(["plan_id", "other_plan_id"], sort=True):
        one, other = own["plan_id"].iloc[0], own["other_plan_id"].iloc[0]
        row = {"first plan": own["plan_en"].iloc[0], "second plan": own["other_plan_en"].iloc[0], "tested": len(own)}
        for side, plan_id in (("first", one), ("second", other)):
            commoner = list_rows(own[own["commoner_in"] == plan_id])
            row[f"commoner in the {side}"] = ", ".join(
                f"{word.word} {word.count_} : {word.rest_count}" for word in commoner
            )
        rows.append(row)
    return compose_markdown(state_pairs(table), *([pd.DataFrame(rows)] if rows else []))


def tabulate_sensitivity(of: Analyses) -> str:
    """Whether the distinctive words stay so under other decisions, and what shuffled plan labels make distinctive.

    The other decisions are checked with fewer shuffles (column shuffles of the analysis), and by q itself.
    """
    checked, decisions, found = of["sensitivity"], of["sensitivity-summary"], find_distinctive(of)
    decisions = decisions[["word" in kinds.split(" ") for kinds in decisions["kinds"]]]
    own = checked[checked["kind"] == "word"]
    made = decisions.loc[decisions["note"] == "", "variant"].tolist()
    holds = set(own.loc[own["status"] != "lost", ["plan_id", "label", "variant"]].itertuples(index=False, name=None))
    rows = [
        {"word": row.word, "plan": row.plan_en}
        | {name: "yes" if (row.plan_id, row.word, name) in holds else "no" for name in made}
        for row in list_rows(found)
    ]
    always = [str(row["word"]) for row in rows if "no" not in row.values()]
    said = (
        f"Of {len(found)} distinctive words {len(always)} stay so whichever decision is changed"
        f"{f' ({_join_some(always)})' if always else ''}"
    )
    changes = pd.DataFrame([_describe_change(row, own) for row in list_rows(decisions)])
    fewer = (
        f"These checks rest on {int(decisions['shuffles'].max()):,} shuffles and on q itself, not on the upper end of "
        f"its interval, so words near the limit may be kept or lost by that alone. {_say_near(of['keywords'])}"
    )
    return compose_markdown(said, *([pd.DataFrame(rows)] if rows else []), changes, fewer, *_say_nulls(of))


def _say_other_tests(table: pd.DataFrame) -> list[str]:
    """How many comparisons other tests would list at the same false discovery rate, and how far shuffled z spreads."""
    if table.empty:
        return []
    distinctive, above = table["distinctive"].astype("bool"), table["z"] > 0
    usual = above & (table["q_words"] <= ALPHA)
    ratio = above & (false_discovery_rate(chi2.sf(table["g2"], 1)) <= ALPHA)
    # The 95 % interval of a normal variable is that many standard deviations wide.
    spread = float(((table["null_upper"] - table["null_lower"]) / (2 * norm.ppf(0.5 + CONFIDENCE / 2))).median())
    reason = (
        "less than the 1 that the usual z takes for granted, because the prior holds z back"
        if spread < 1
        else "not less than the 1 that the usual z takes for granted"
    )
    both, too = int((usual & distinctive).sum()), int((ratio & distinctive).sum())
    return [
        f"{int(distinctive.sum())} of {len(table)} comparisons lie beyond chance with whole measures shuffled, "
        f"{int(usual.sum())} by the usual z, which takes every word for an independent draw ({both} by both), "
        f"{int(ratio.sum())} by G², which does so too and knows no prior ({too} by shuffling as well), all at a false "
        f"discovery rate of {ALPHA:g}",
        f"With shuffled plan labels z has a standard deviation of about {spread:.2f} in the median comparison (from "
        f"the width of its 95 % interval), {reason}",
    ]


def _say_near(table: pd.DataFrame) -> str:
    """Which words q itself would add to those that its upper end lets through."""
    near = table[(table["z"] > 0) & (table["q"] <= ALPHA) & ~table["distinctive"].astype("bool")]
    if near.empty:
        return "In the findings themselves both give the same words"
    named = ", ".join(
        f"{row.word} ({row.plan_en}: q {show_q(row.q)}, upper end {show_q(row.q_upper)})" for row in list_rows(near)
    )
    return f"In the findings themselves q alone would add {len(near)} word{'s' * (len(near) != 1)}: {named}"


def _quote_word(chosen: pd.DataFrame, of: Analyses, word: str) -> pd.DataFrame:
    """The measures with quotations that show the word where it is counted: 地域 in 地域活動, one token, is not."""
    words, measures = of.materials.words, of.table("measures")
    places = words[words["word"].eq(word) & words["field"].eq("content")].drop_duplicates("measure_id")
    told = places.merge(of.table("elements"), on=["measure_id", "position"], validate="one_to_one")
    around = {row.measure_id: row.text[row.start :][:_AROUND].split()[0] for row in list_rows(told)}
    quoted = [quote_measures(measures, [one], around=around.get(one)) for one in chosen["measure_id"]]
    return chosen.assign(quotation=[one["quotation"].iloc[0] for one in quoted])


def _say_without(of: Analyses) -> list[str]:
    """Which plans no word sets apart; nothing where every plan has one."""
    table, found = of["keywords"], find_distinctive(of)
    none = table.loc[~table["plan_id"].isin(found["plan_id"]), "plan_en"].unique()
    return [f"No word sets {' or '.join(none)} apart"] if len(none) and len(found) else []


def _show_words(own: pd.DataFrame) -> pd.DataFrame:
    without = [
        "too rare" if pd.isna(row.count_without) else show_test(row.distinctive_without, row.q_upper_without)
        for row in list_rows(own)
    ]
    ends = own.rename(columns={"lower": "log_odds_lower", "upper": "log_odds_upper"})
    return pd.DataFrame(
        {
            "word": own["word"],
            "marks": [_mark(row) for row in list_rows(own)],
            "in_the_plan": [_say_times(row.count_, row.measures) for row in list_rows(own)],
            "in_all_others": [_say_times(row.rest_count, row.rest_measures) for row in list_rows(own)],
            "log-odds": show_intervals(ends, "log_odds", "{:.2f}"),
            "z": show_numbers(own["z"]),
            "G²": show_numbers(own["g2"], "{:.1f}"),
            "%DIFF": show_numbers(own["percent_diff"], "{:+,.0f}"),
            "q (upper end)": [f"{show_q(row.q)} ({show_q(row.q_upper)})" for row in list_rows(own)],
            "repeated": [f"{share:.0%}" for share in own["boilerplate_share"]],
            "without_repeated_wording": without,
        }
    )


def _mark(row: Any) -> str:
    marks = {"habit of wording": row.formula, "administrative": row.administrative}
    return ", ".join(name for name, given in marks.items() if given)


def _say_times(count: int, measures: int) -> str:
    """How often, and in how many measures.

    >>> _say_times(7, 5), _say_times(0, 0)
    ('7 in 5', '0')
    """
    return f"{count} in {measures}" if count else "0"


def _plan_names(of: Analyses) -> pd.DataFrame:
    plans = of.table("plans")
    return label_plans(plans[["plan_id"]], plans).set_index("plan_id")


def _describe_change(decision: Any, checked: pd.DataFrame) -> dict[str, object]:
    """What a decision made otherwise keeps, loses and adds; nothing where it could not be made."""
    own = checked[checked["variant"] == decision.variant]
    new = own[own["status"] == "new"].sort_values(["value", "label"], ascending=[False, True])["label"].tolist()
    counts = [None if decision.note else str(int((own["status"] == name).sum())) for name in ("kept", "lost", "new")]
    numbers = dict(zip(("kept", "lost", "new"), counts, strict=True))
    return {
        "decision": decision.variant,
        "what is changed": decision.note or decision.meaning,
        **numbers,
        "new words": _join_some(new),
    }


def _join_some(words: list[str]) -> str:
    """The first words of a list, and how many more there are.

    >>> _join_some(["市", "周知"]), _join_some(list("市区町村県道府"))
    ('市, 周知', '市, 区, 町, 村, 県, 道 and 1 more')
    """
    more = len(words) - _MOST_NAMED
    return ", ".join(words[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _say_nulls(of: Analyses) -> list[str]:
    """How many shuffles of the plan labels make any word distinctive, with the interval of that share."""
    nulls = of["planted-nulls"]
    return [
        f"In {row.shuffles_with_any_claim} of {row.shuffles} shuffles of the plan labels any word is distinctive "
        f"(95 % interval of the share {row.lower:.0%}–{row.upper:.0%})"
        for row in list_rows(nulls[nulls["family"] == "distinctive words"])
    ]
