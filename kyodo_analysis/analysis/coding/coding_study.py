"""Whether the codes of themes can be trusted, section by section: sentences and tables, ready to show as Markdown."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.coding.coding_agreement import MACRO, MICRO
from kyodo_analysis.analysis.coding.hand_sample import FIRST, LAST, NONE, SCATTERED
from kyodo_analysis.analysis.coding.reliability import (
    CHARTED,
    LEAST_CODED,
    LEAST_RELIABLE,
    RELIABLE,
    TENTATIVE,
    judge_alpha,
)
from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.readable import show_intervals, show_numbers, show_spans, show_theme
from kyodo_analysis.analysis.theme.theme_texts import (
    state_corrections,
    state_cross_check,
    state_reading_shifts,
    state_simulation,
    state_validity,
)

_NEAREST = 4
_PARTS = {FIRST: "the first", LAST: "the last", SCATTERED: "scattered", NONE: "none"}
_SUMMARIES = {MICRO: "all decisions together", MACRO: "mean of the themes"}


def tabulate_validity(of: Analyses) -> str:
    """Agreement of rules and readers on each theme, on known plans and on those left out, and what follows from it."""
    known, unknown = _split_samples(of["theme-validity"])
    table = pd.DataFrame(
        {
            "theme": [_SUMMARIES.get(row.theme) or f"{row.theme_en} {row.theme_ja}" for row in list_rows(unknown)],
            "readers": unknown["n"],
            "precision": show_numbers(unknown["precision"]),
            "recall": show_numbers(unknown["recall"]),
            "F1": show_numbers(unknown["f1"]),
            "α": show_numbers(unknown["alpha"], "{:.3f}"),
            "95 %": show_spans(unknown, "alpha", "{:.2f}"),
            "known F1": show_numbers(known["f1"]),
            "known α": show_intervals(known, "alpha", "{:.2f}"),
            "verdict": unknown["verdict"].str.replace("_", " "),
        }
    )
    rule = (
        f"Charted from α {RELIABLE:.3f}; tentative from {LEAST_RELIABLE:.3f}, or where readers found the theme in "
        f"fewer than {LEAST_CODED} measures; else not charted"
    )
    return compose_markdown(state_validity(of["theme-validity"]), table, rule, state_sample(of["hand-sample"]))


def state_sample(table: pd.DataFrame) -> str:
    """Of `hand_sample.locate_coded`: which part of each plan readers coded, and what must be taken for granted then."""
    coded = table[table["coded"] > 0]
    if coded.empty:
        return "Readers coded no measure of these plans"
    parts = []
    for part, own in coded.groupby("part", sort=False):
        where = ", ".join(f"{row.coded} of {row.measures} in {row.plan_en}" for row in list_rows(own))
        parts.append(f"{_PARTS[str(part)]} of each plan's measures in print ({where})")
    sample = "are no random sample" if set(coded["part"]) & {FIRST, LAST} else "were not drawn at random"
    return (
        f"The hand-coded measures {sample}: they are {'; '.join(parts)}. Intervals, corrections and verdicts take "
        "them to stand for the whole plan"
    )


def tabulate_one_reader(of: Analyses) -> str:
    """What agreement would be if the decisions that only one of two readers made went against the rules.

    All decisions together come first, then the charted themes whose alpha lies nearest to a limit.
    """
    table, scores = of["one-reader-decisions"], of["theme-validity"]
    judged = table[table["sample"] == LEFT_OUT]
    verdicts = scores[scores["sample"] == LEFT_OUT].set_index("theme")["verdict"]
    total = judged[judged["theme"] == MICRO]
    shown = judged[judged["theme"].map(verdicts).isin([CHARTED, TENTATIVE])]
    away = pd.concat([(shown["alpha"] - limit).abs() for limit in (LEAST_RELIABLE, RELIABLE)], axis=1).min(axis=1)
    listed = pd.concat([total, shown.loc[away.sort_values(kind="stable").index[:_NEAREST]]])
    again = [judge_alpha(row.alpha_if_wrong, row.n) for row in list_rows(listed)]
    cells = pd.DataFrame(
        {
            "theme": [_SUMMARIES.get(row.theme) or show_theme(row) for row in list_rows(listed)],
            "readers": listed["n"],
            "one_reader": listed["one_reader"],
            "α": show_numbers(listed["alpha"], "{:.3f}"),
            "α, one_reader wrong": show_numbers(listed["alpha_if_wrong"], "{:.3f}"),
            "verdict": listed["theme"].map(verdicts).str.replace("_", " "),
            "verdict then": [
                "" if row.theme == MICRO else then.replace("_", " ")
                for row, then in zip(list_rows(listed), again, strict=True)
            ],
        }
    )
    number = int(total["one_reader"].sum())
    fallen = [row.theme_en for row in list_rows(shown) if judge_alpha(row.alpha_if_wrong, row.n) != verdicts[row.theme]]
    said = (
        f"{number} decisions on which only one of two readers gave a theme are left out of all these numbers; with the "
        f"rules counted as wrong in each, the verdict changes for {', '.join(map(repr, fallen)) or 'no charted theme'}"
    )
    return compose_markdown(said, cells)


def tabulate_errors(of: Analyses) -> str:
    """How agreement varies from plan to plan, and how far errors of coding and of reading move the shares."""
    known, unknown = _split_samples(of["theme-validity-by-plan"])
    table = pd.DataFrame({"plan": unknown["plan_en"], "coded_by_hand": unknown["coded"]})
    for name, own in (("known", known), ("left out", unknown)):
        table[f"F1 {name}"] = show_numbers(own["f1"])
        table[f"α {name}"] = show_intervals(own, "alpha", "{:.2f}")
    main = of["main-theme-validity"]
    said = [
        f"in {row.right} of {row.n} measures ({row.share:.0%}) of {'known' if row.sample == IN_SAMPLE else 'left-out'} "
        "plans"
        for row in list_rows(main[main["n"] > 0])
    ]
    return compose_markdown(
        table,
        f"The rules' main theme is the readers' {', '.join(said) or '– nobody coded one'}",
        state_corrections(of["themes"]),
        state_reading_shifts(of["reading-shifts"]),
        state_simulation(of["interval-coverage"]),
    )


def list_disagreements(of: Analyses, rows: int = 8) -> str:
    """What the model comes to, and the measures to read: those on which it contradicts the rules most, unread first.

    Args:
        rows: how many disagreements are listed; the analysis theme-disagreements has all.
    """
    table = of["theme-disagreements"]
    if table.empty:
        return compose_markdown("Model and rules nowhere disagree")
    table = table.assign(read=table["readers"].notna()).sort_values("read", kind="stable").head(rows)
    listed = pd.DataFrame(
        {
            "measure_id": table["measure_id"],
            "title": table["measure_id"].map(of.table("measures").set_index("measure_id")["title"]),
            "theme": [show_theme(row) for row in list_rows(table)],
            "rules": table["rules"].astype("bool"),
            "model": table["model"].astype("bool"),
            "readers": table["readers"].map({True: "yes", False: "no"}),
            "words_of_the_model": table["words"],
        }
    )
    return compose_markdown(state_cross_check(of["theme-model"]), listed)


def _split_samples(scores: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the full rules and those of rules without what the plan alone taught, in the same order."""
    known, unknown = (scores[scores["sample"] == sample].reset_index(drop=True) for sample in (IN_SAMPLE, LEFT_OUT))
    return known, unknown
