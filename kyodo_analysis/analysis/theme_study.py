"""What the themes, words and commitments of the plans come to: their tables made once, and each section ready to show.

A section is Markdown: the sentences, and the tables with the columns that people read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kyodo_analysis.analysis.coding_agreement import Record, score_commitments, score_main_theme, score_themes
from kyodo_analysis.analysis.commitments import share_commitments
from kyodo_analysis.analysis.headlines import state_commitments, state_keywords, state_profiles, state_themes
from kyodo_analysis.analysis.keyness import find_keywords, select_words
from kyodo_analysis.analysis.labels import label_plans, label_themes, note_plans, present_columns, split_ids
from kyodo_analysis.analysis.markdown import tabulate_markdown
from kyodo_analysis.analysis.quotations import quote_measures
from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.themes import compare_profiles, profile_themes
from kyodo_analysis.words.lexicons import Lexicons, mark_tokens

_THEME_COLUMNS = ("plan_en", "theme_en", "theme_ja", "count", "n", "share", "null_lower", "null_upper", "p", "q")
_WORD_COLUMNS = ("plan_en", "word", "administrative", "count", "measures", "rest_count", "rest_measures", "z", "g2")


@dataclass(frozen=True, slots=True)
class ThemeStudy:
    """The tables that the study of themes starts from, and those that it makes, with plans and themes labelled.

    plans, measures, elements and measure_themes are those of the schema and themes the codes in the order of the
    codebook. counted: the measures without reprints. any_rank, main_only: `themes.profile_themes` by counting. whole:
    `themes.compare_profiles`. words: `keyness.select_words`. keywords: `keyness.find_keywords`. commitments:
    `commitments.share_commitments`.
    """

    plans: pd.DataFrame
    measures: pd.DataFrame
    elements: pd.DataFrame
    measure_themes: pd.DataFrame
    themes: list[str]
    counted: pd.DataFrame
    any_rank: pd.DataFrame
    main_only: pd.DataFrame
    whole: pd.DataFrame
    words: pd.DataFrame
    keywords: pd.DataFrame
    commitments: pd.DataFrame


def study_themes(
    plans: pd.DataFrame,
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    measure_themes: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicons: Lexicons,
) -> ThemeStudy:
    """All tables of the study, from tables of the schema and the lists of words.

    Raises:
        ValueError: when a theme or a commitment code is not in the codebook.
    """
    themes = lexicons.codebook["code"].tolist()
    profile = label_themes(profile_themes(measures, measure_themes, themes), lexicons.codebook)
    profile = label_plans(profile, plans)
    words = select_words(mark_tokens(tokens, lexicons), measures, elements)
    return ThemeStudy(
        plans=plans,
        measures=measures,
        elements=elements,
        measure_themes=measure_themes,
        themes=themes,
        counted=drop_reprints(measures),
        any_rank=profile[profile["counting"] == "any"],
        main_only=profile[profile["counting"] == "main"],
        whole=label_plans(compare_profiles(measures, measure_themes, themes), plans),
        words=words,
        keywords=label_plans(find_keywords(words), plans),
        commitments=label_plans(share_commitments(measures, elements), plans),
    )


def state_answer(study: ThemeStudy) -> str:
    """The answer in a paragraph: themes by both countings, whole profiles, words, commitments; then notes on plans."""
    main_only = study.main_only
    return (
        f"**Answer.** {state_themes(study.any_rank)}; counted by main theme, {int(main_only['beyond_null'].sum())} of "
        f"{len(main_only)} do. {state_profiles(study.whole)}. {state_keywords(study.keywords)}. "
        f"{state_commitments(study.commitments)}.\n\n{note_plans(study.plans['plan_id'])}"
    )


def count_materials(study: ThemeStudy) -> pd.DataFrame:
    """What stands behind the shares of each plan.

    Returns:
        plan_id, plan_en, plan_ja, measures (all), counted_once (without reprints), elements (coded ones, without
        reprints), words, without_theme (measures counted once that have none of the themes).
    """
    plan_ids, counted = study.plans["plan_id"], study.counted
    themeless = ~counted["measure_id"].isin(study.measure_themes["measure_id"])
    numbers = {
        "measures": study.measures["plan_id"].value_counts(),
        "counted_once": counted["plan_id"].value_counts(),
        "elements": study.commitments.drop_duplicates("plan_id").set_index("plan_id")["n"],
        "words": study.words["plan_id"].value_counts(),
        "without_theme": themeless.groupby(counted["plan_id"]).sum(),
    }
    rows = study.plans[["plan_id"]].assign(**{name: plan_ids.map(number) for name, number in numbers.items()})
    return label_plans(rows, study.plans)


def tabulate_counted(study: ThemeStudy) -> str:
    """`count_materials` for people to read."""
    columns = ["plan_en", "measures", "counted_once", "elements", "words", "without_theme"]
    return tabulate_markdown(present_columns(count_materials(study), columns))


def tabulate_agreement(study: ThemeStudy, codes: Sequence[Record]) -> str:
    """How far the rules agree with readers on each theme, then on main themes and on commitments.

    Args:
        codes: what `tables.gold.read_theme_codes` gives.
    """
    scores = score_themes(study.measure_themes, codes, study.themes)
    main, firm = score_main_theme(study.measure_themes, codes).iloc[0], score_commitments(study.elements, codes).iloc[0]
    said = (
        f"Main theme: the readers' in {main['right']:.0f} of {main['n']:.0f} measures ({main['share']:.0%}, 95 % "
        f"interval {main['lower']:.0%}–{main['upper']:.0%}). Commitment: a reader's code in {firm['right']:.0f} of "
        f"{firm['n']:.0f} elements ({firm['share']:.0%}, {firm['lower']:.0%}–{firm['upper']:.0%})."
    )
    columns = ["theme", "n", "rules_only", "readers_only", "precision", "recall", "f1"]
    return f"{tabulate_markdown(present_columns(scores, columns, columns[-3:]))}\n\n{said}"


def rank_shares(study: ThemeStudy, rows: int = 8) -> pd.DataFrame:
    """The rows of any_rank that lie farthest from what shuffled plan labels show, the farthest first."""
    return study.any_rank.sort_values(["p", "plan_id", "theme"]).head(rows)


def tabulate_farthest(study: ThemeStudy) -> str:
    """`rank_shares` for people to read."""
    columns = [*_THEME_COLUMNS, "q_upper"]
    return tabulate_markdown(present_columns(rank_shares(study), columns, ["share", "null_lower", "null_upper"]))


def tabulate_whole(study: ThemeStudy) -> str:
    """How far the whole profile of each plan lies from the others, and the sentence that says it."""
    columns = ["plan_en", "n", "distance", "null_median", "null_upper", "p", "q"]
    return f"{tabulate_markdown(present_columns(study.whole, columns))}\n\n{state_profiles(study.whole)}."


def quote_farthest(study: ThemeStudy, codes: Sequence[Record]) -> str:
    """The measures behind the share that lies farthest from chance, with the terms that gave them their theme.

    Args:
        codes: what `tables.gold.read_theme_codes` gives; a sentence says how many of them back the theme.
    """
    farthest = rank_shares(study, rows=1).iloc[0]
    known = score_themes(study.measure_themes, codes, [farthest["theme"]]).iloc[0]
    behind = quote_measures(study.measures, split_ids(farthest["measure_ids"]))
    of_theme = study.measure_themes["theme"] == farthest["theme"]
    evidence = study.measure_themes.loc[of_theme, ["measure_id", "evidence"]]
    return (
        f"*{farthest['theme_en']} ({farthest['theme_ja']}) in {farthest['plan_en']}. Of the visible hand-coded "
        f"measures {known['n']:.0f} have this theme; the rules agree with the readers on {known['both']:.0f}.*\n\n"
        + tabulate_markdown(behind.merge(evidence, on="measure_id", validate="one_to_one"))
    )


def tabulate_distinctive(study: ThemeStudy) -> str:
    """The words that set a plan apart, or a sentence where there is none."""
    found = study.keywords[study.keywords["distinctive"]]
    if found.empty:
        return "No word lies beyond chance."
    return tabulate_markdown(present_columns(found, [*_WORD_COLUMNS, "log_ratio", "q", "q_upper"]))


def quote_distinctive(study: ThemeStudy, most: int = 2) -> str:
    """For each plan that has distinctive words, the first of them in its first measures: one table per plan.

    Args:
        most: how many measures of a word are quoted.
    """
    top = study.keywords[study.keywords["distinctive"]].drop_duplicates("plan_id")
    quoted = [
        quote_measures(study.measures, split_ids(row["measure_ids"])[:most], around=row["word"]).assign(
            word=row["word"], plan=row["plan_en"]
        )
        for _, row in top.iterrows()
    ]
    columns = ["plan", "word", "measure_id", "title", "quotation", "lines"]
    return "\n\n".join(tabulate_markdown(one[columns]) for one in quoted)


def quote_commitments(study: ThemeStudy) -> str:
    """The commitment shares beyond chance, each with one element that has the code, where the plan has one."""
    clear = study.commitments[study.commitments["beyond_null"]].sort_values(["q", "plan_id", "commitment"])
    first = clear.assign(measure_id=clear["measure_ids"].map(split_ids).str[0])
    own = study.elements.drop_duplicates(["measure_id", "commitment"])[["measure_id", "commitment", "text"]]
    shown = first.merge(own, on=["measure_id", "commitment"], how="left", validate="many_to_one")
    columns = ["plan_en", "commitment", "count", "n", "share", "q", "measure_id", "text"]
    return tabulate_markdown(present_columns(shown, columns, ["share"]))


def state_sensitivity(study: ThemeStudy) -> str:
    """The findings under other choices: main themes only, and the words with a prior half and twice as strong."""
    size = study.words.groupby("plan_id").size().mean()
    weaker, stronger = (
        label_plans(find_keywords(study.words, prior_words=size * factor), study.plans) for factor in (0.5, 2)
    )
    return (
        f"- Main theme only: {state_themes(study.main_only)}.\n- Prior half as strong: {state_keywords(weaker)}.\n"
        f"- Prior twice as strong: {state_keywords(stronger)}."
    )
