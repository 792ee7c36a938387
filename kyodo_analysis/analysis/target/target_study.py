"""What can be checked afterwards, section by section: sentences and tables made from the analyses, as Markdown."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.showing.labels import list_rows, note_plans, split_ids
from kyodo_analysis.analysis.showing.markdown import compose_markdown, tabulate_markdown
from kyodo_analysis.analysis.showing.readable import show_intervals, show_numbers, show_q, show_spans
from kyodo_analysis.analysis.target.checkability import CHECKABLE, INDIRECT, NOTHING, WAYS
from kyodo_analysis.analysis.target.checkability_shares import AS_PRINTED, IN_WORDS, READINGS, WITHOUT_STATES
from kyodo_analysis.analysis.target.completion_kinds import KINDS
from kyodo_analysis.analysis.target.fiscal_gap import FORMULA, PART, SUM
from kyodo_analysis.analysis.target.indicator_targets import NO_BASELINE
from kyodo_analysis.analysis.target.target_examples import SAMPLE_NAMES, list_counted, list_differing, show_examples
from kyodo_analysis.analysis.target.target_labels import BY_NAMES, KIND_NAMES, LEVEL_NAMES, READING_NAMES
from kyodo_analysis.analysis.target.target_texts import (
    name_missing,
    state_checkability,
    state_completion_kinds,
    state_completion_validity,
    state_gap,
    state_groups,
    state_organisations,
    state_targets,
)

_GROUPS = 8


def state_answer(of: Analyses) -> str:
    """The answer with its numbers, then the main caveat."""
    said = [
        state_completion_kinds(of["completion-kinds"]),
        state_targets(of["indicator-targets"]),
        state_groups(of["checkability-groups"]),
        state_gap(of["fiscal-gap"]),
    ]
    listed = "\n".join(f"- {sentence}." for sentence in said)
    caveat = (
        "A plan without a column for criteria or years is not a plan that avoids being checked, and a target is what a "
        f"plan asks for, not what came about. {state_completion_validity(of['completion-validity'])}."
    )
    notes = note_plans(of.table("plans")["plan_id"])
    answer = f"**Answer.** {state_checkability(of['checkability-shares'])}.\n\n{listed}"
    return f"{answer}\n\n**Main caveat.** {caveat} {notes}".rstrip()


def tabulate_materials(of: Analyses) -> str:
    """What each plan prints by which a measure could be checked: criteria, year columns, indicators, dates, numbers."""
    counted, targets = list_counted(of), of["indicator-targets"]
    shares = of["checkability-shares"].drop_duplicates("plan_id").set_index("plan_id")
    rows = [
        {
            "plan": shares.at[plan_id, "plan_en"],
            "measures": len(own),
            "criteria": int(own["completion"].isin(KINDS[:-1]).sum()),
            "year columns": int(own["states"].ne("").sum()),
            "dates in the words": int(own["date"].sum()),
            "how often in the words": int(own["frequency"].sum()),
            "numbers of things in the words": int(own["quantity"].sum()),
            "indicators with targets": targets.loc[targets["plan_id"] == plan_id, "indicator_id"].nunique(),
            "not printed or lost": ", ".join(
                name_missing(str(shares.at[plan_id, "silent"]), str(shares.at[plan_id, "unreadable"]))
            ),
        }
        for plan_id, own in counted.groupby("plan_id", sort=False)
    ]
    return tabulate_markdown(pd.DataFrame(rows))


def tabulate_kinds(of: Analyses) -> str:
    """How many measures of the plans that print criteria have one of each kind, with examples and what decides them."""
    table = of["completion-kinds"]
    printing = table[table["criteria"] > 0]
    shown = pd.DataFrame(
        {
            "plan": printing["plan_en"],
            "kind": [KIND_NAMES[kind][0] for kind in printing["kind"]],
            "measures": printing["count"],
            "by the readers": printing["read"],
            "of all measures": show_intervals(printing.rename(columns=_ENDS), "share", ends="share"),
            "of those with a criterion": show_intervals(printing, "criteria_share", ends="criteria"),
        }
    )
    return compose_markdown(state_completion_kinds(table), shown, show_examples(of["completion-criteria"]))


def tabulate_validity(of: Analyses) -> str:
    """How often two readers, and the readers and the rules, give the same kind, and where they do not."""
    table = of["completion-validity"]
    shown = pd.DataFrame(
        {
            "compared": table["sample"].map(SAMPLE_NAMES),
            "criteria": table["n"],
            "same kind": table["right"],
            "share": show_intervals(table.rename(columns=_ENDS), "share", ends="share"),
            "kappa": show_numbers(table["kappa"]),
            "alpha": show_intervals(table, "alpha", "{:.2f}"),
        }
    )
    return compose_markdown(state_completion_validity(table), shown, "Where they differ", list_differing(of))


def tabulate_targets(of: Analyses) -> str:
    """Each indicator with its baseline and targets, and the change that they ask for, in all and per year."""
    table = of["indicator-targets"]
    rows = []
    for indicator_id, own in table.groupby("indicator_id", sort=False):
        first, last = own.iloc[0], own.iloc[-1]
        points = [(first["baseline"], first["baseline_year"]), *zip(own["target"], own["target_year"], strict=True)]
        paces = show_numbers(own["step_per_year"], "{:+.2f}")
        rows.append(
            {
                "indicator": indicator_id,
                "name": last["name"],
                "unit": last["unit"],
                "baseline → targets (year)": " → ".join(_show_point(value, year) for value, year in points),
                "change in all": show_numbers(own["change"], "{:+.1f}")[-1],
                "of the baseline": show_numbers(own["relative_change"], "{:+.0%}")[-1],
                "years": ", then ".join(f"{years}" for years in own["step_years"]),
                "change per year": ", then ".join(pace or "unknown" for pace in paces),
                "on a straight line, printed": ", ".join(
                    f"{row.line_value:.2f} {'≈' if row.on_line else '≠'} {row.target:g}"
                    for row in list_rows(own[own["on_line"].notna()])
                ),
            }
        )
    return compose_markdown(state_targets(table), pd.DataFrame(rows, columns=_TARGETS))


def tabulate_checkability(of: Analyses) -> str:
    """How much of each plan can be checked, in each reading, and by what."""
    table = of["checkability-shares"]
    shares = show_intervals(table.rename(columns=_ENDS), "share", ends="share")
    cells = {
        (row.plan_id, row.reading, row.kind): f"{row.count_} = {interval}"
        for row, interval in zip(list_rows(table), shares, strict=True)
    }
    plans, counted = list_rows(table.drop_duplicates("plan_id")), list_counted(of)
    acting = counted[counted["level"].eq(NOTHING) & counted["acts"]].groupby("plan_id").size()
    shown = [
        {"plan": plan.plan_en, "measures": plan.n}
        | {name: cells[(plan.plan_id, *cell)] for name, cell in _CELLS.items()}
        | {"of these, with an act (do)": int(acting.get(plan.plan_id, 0))}
        for plan in plans
    ]
    ways = [
        {"plan": plan.plan_en}
        | {name: int(counted.loc[counted["plan_id"] == plan.plan_id, way].sum()) for way, name in _WAYS.items()}
        for plan in plans
    ]
    said = f"{state_checkability(table)}. {state_choices(of)}"
    return compose_markdown(said, pd.DataFrame(shown), "Measures by what they can be checked by", pd.DataFrame(ways))


def state_choices(of: Analyses) -> str:
    """What the shares rest on: indicators without a baseline, acts without a date, starts of new measures."""
    counted, targets = list_counted(of), of["indicator-targets"]
    without = set(targets.loc[targets["state"] == NO_BASELINE, "indicator_id"])
    indirect, nothing = (counted[counted["level"] == level] for level in (INDIRECT, NOTHING))
    resting = sum(set(split_ids(ids)) <= without for ids in indirect["indicator_ids"])
    fresh, left = int(counted["new_start"].sum()), int(nothing["new_start"].sum())
    said = [f"Of the {len(indirect)} that have an indicator only, {resting} have one without a baseline"] * bool(
        resting
    )
    said += [
        f"Of the {len(nothing)} with {LEVEL_NAMES[NOTHING][0]}, {int(nothing['acts'].sum())} have an element that "
        "commits the city to do something"
    ]
    said += [
        f"{fresh} new measures (新規) are implemented from the first year column on and only go on then, which is not "
        f"counted as a change; {left} of them are among these {len(nothing)}"
    ] * bool(fresh)
    return ". ".join(said)


def tabulate_groups(of: Analyses) -> str:
    """The functions, departments and themes whose share without anything to check by lies farthest from chance."""
    table = of["checkability-groups"]
    every = table[table["p"].notna()].sort_values(["p", "by", "group", "reading"], kind="stable")
    outside = int((~every["share"].between(every["null_lower"], every["null_upper"])).sum())
    tested = every.head(_GROUPS)
    shown = pd.DataFrame(
        {
            "by": [BY_NAMES[by][0] for by in tested["by"]],
            "group": tested["group_en"],
            "reading": [READING_NAMES[reading][0] for reading in tested["reading"]],
            LEVEL_NAMES[NOTHING][0]: [f"{row.count_} of {row.n}" for row in list_rows(tested)],
            "share": show_intervals(tested.rename(columns=_ENDS), "share", ends="share"),
            "expected": show_numbers(tested["expected"], "{:.0%}"),
            "95 % within plans": show_spans(tested, "null"),
            "p": [show_q(p) for p in tested["p"]],
            "q": [show_q(q) for q in tested["q_upper"]],
        }
    )
    said = (
        f"{state_groups(table)}. Shares outside their own 95 % range: {outside} of {len(every)}, where chance alone "
        f"gives up to {0.05 * len(every):.1f}"
    )
    return compose_markdown(said if len(every) else state_groups(table), shown)


def tabulate_gap(of: Analyses) -> str:
    """The fiscal gap of each year as printed and recomputed, and how the printed totals add up."""
    table, totals = of["fiscal-gap"], of["fiscal-totals"]
    years = pd.DataFrame(
        {
            "fiscal_year": table["fiscal_year"],
            "revenue": table["revenue"],
            "expenditure": table["expenditure"],
            "gap printed": show_numbers(table["gap"], "{:g}"),
            "gap recomputed": show_numbers(table["gap_recomputed"], "{:g}"),
            "gap as a share of revenue": show_numbers(table["gap_share"], "{:.1%}"),
            "drawn from funds": table["relief"],
            "gap left": show_numbers(table["gap_after"], "{:g}"),
            "largest difference": table["largest_difference"],
            "lines": [
                ", ".join(str(line) for line in lines if not pd.isna(line))
                for lines in zip(*map(table.get, _LINES), strict=True)
            ],
        }
    )
    named = totals.assign(size=totals["difference"].abs(), check=totals["check"].map(_CHECKS))
    checks = named.groupby(["item", "check", "parts"], sort=False)
    sums = checks["size"].agg(years="size", largest_difference="max").reset_index()
    return compose_markdown(state_gap(table), years, "Printed sums and formulas, recomputed", sums)


def tabulate_organisations(of: Analyses) -> str:
    """The counts of organisations as printed, with both numbers where two stand."""
    table = of["organisation-counts"]
    columns = ["plan_en", "item", "printed", "count", "in_brackets", "source", "line"]
    return compose_markdown(state_organisations(table), table[columns].rename(columns={"plan_en": "plan"}))


def list_broken_sums(of: Analyses) -> list[str]:
    """What does not add up, for the notebook's checks: an empty list when all does.

    Every measure is on one level in each reading; every criterion has a kind; no printed total differs from its rows.
    """
    shares, listed, totals = of["checkability-shares"], of["checkability"], of["fiscal-totals"]
    added = shares.groupby(["plan_id", "reading"], sort=False).agg(count=("count", "sum"), n=("n", "first"))
    broken = [f"{plan_id}, {reading}" for plan_id, reading in added.index[added["count"] != added["n"]]]
    broken += [f"{plan_id}: readings differ" for plan_id, n in shares.groupby("plan_id")["reading"].nunique().items()
               if n != len(READINGS)]  # fmt: skip
    coded = of["completion-criteria"]
    broken += coded.loc[~coded["kind"].isin(KINDS[:-1]), "measure_id"].tolist()
    wrong = totals[totals["difference"].abs() > 0]
    broken += [f"{row.item} FY{row.fiscal_year}: {row.difference:+g}" for row in list_rows(wrong)]
    return broken + listed.loc[listed["level"].isna(), "measure_id"].tolist()


_ENDS = {"lower": "share_lower", "upper": "share_upper"}
_LINES = ("revenue_line", "expenditure_line", "gap_line", "gap_after_line")
_CHECKS = {SUM: "sum of its rows", FORMULA: "printed formula", PART: "parts are no more than the whole"}
_TARGETS = [
    "indicator",
    "name",
    "unit",
    "baseline → targets (year)",
    "change in all",
    "of the baseline",
    "years",
    "change per year",
    "on a straight line, printed",
]
_CELLS = {
    "checkable by what the measure says": (AS_PRINTED, CHECKABLE),
    "the same without states": (WITHOUT_STATES, CHECKABLE),
    "the same by dates and numbers in the words": (IN_WORDS, CHECKABLE),
    "only by an indicator of its policy": (AS_PRINTED, INDIRECT),
    LEVEL_NAMES[NOTHING][0]: (AS_PRINTED, NOTHING),
}
_WAYS = dict(
    zip(
        WAYS,
        ("criterion", "date", "how often", "year columns that change", "number of things", "indicator of its policy"),
        strict=True,
    )
)


def _show_point(value: float, year: int) -> str:
    number = "none printed" if pd.isna(value) else f"{value:g}"
    return number if pd.isna(year) else f"{number} ({year})"
