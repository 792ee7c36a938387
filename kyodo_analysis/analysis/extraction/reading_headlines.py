"""What was read, repaired, lost and left open, in sentences made from the tables' numbers, English or Japanese.

The companion of `headlines` for the reading itself: notebooks and the README take their answers from here, so that no
sentence can drift from its numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from kyodo_analysis.analysis.extraction.agreement import Record, judge
from kyodo_analysis.analysis.extraction.losses import measure_unclaimed
from kyodo_analysis.analysis.extraction.overviews import NOTHING, summarise_agreement
from kyodo_analysis.analysis.showing.labels import list_rows


def state_corpus(tables: Mapping[str, pd.DataFrame], language: str = "en") -> str:
    """How many measures of how many plans of how many municipalities, over which years, from how much text."""
    plans, measures = tables["plans"], tables["measures"]
    cities, chars = plans["municipality"].nunique(), int(plans["repaired_chars"].sum())
    first, last = int(plans["first_fiscal_year"].min()), int(plans["last_fiscal_year"].max())
    without = int(plans["first_fiscal_year"].isna().sum())
    if language == "ja":
        return (
            f"{cities}市の{len(plans)}計画、修復後の本文{chars:,}字から{len(measures)}施策を読み取った。印刷された計画期間は"
            f"{first}年度から{last}年度にわたり、{without}計画は期間を記していない"
        )
    return (
        f"{len(measures)} measures of {len(plans)} plans of {cities} municipalities were read from {chars:,} "
        f"characters of repaired text; the printed periods run from FY{first} to FY{last}, {without} plans print none"
    )


def state_reading(tables: Mapping[str, pd.DataFrame], gold: Sequence[Record], language: str = "en") -> str:
    """The whole of the reading: fields by status, agreement with hand-read measures, unclaimed text."""
    counts = tables["field_status"]["status"].value_counts()
    read, ambiguous, unreadable, silent = (
        int(counts.get(status, 0)) for status in ("read", "ambiguous", "unreadable", "silent")
    )
    row = list_rows(summarise_agreement(judge(tables, gold)))[-1]
    most = float(measure_unclaimed(tables["unclaimed"], tables["plans"])["share"].max())
    # "At least" is rounded down, "no more than" up: either must stay true.
    least, share = f"{math.floor(1000 * row.lower) / 10:.1f}", f"{math.ceil(10_000 * most) / 100:.2f}"
    total, measures = len(tables["field_status"]), len(tables["measures"])
    if language == "ja":
        return (
            f"{measures}施策の延べ{total:,}項目のうち、{read:,}項目は読めた。{silent:,}項目は計画に記載がなく、{unreadable}項目は"
            f"原文で失われ、{ambiguous}項目は原文からは一つに決まらない。人が読んだ{row.measures}施策とは{row.decisions}判断中"
            f"{row.right}で一致し（ウィルソン95%区間の下限{least}%）、どの表にも入らなかった文字は最も多い計画でも"
            f"{share}%以下である"
        )
    return (
        f"Of the {total:,} fields of {measures} measures {read:,} were read; in {silent:,} the plan is silent, "
        f"{unreadable} were lost in the text, {ambiguous} are left open by it. The tables agree with people's readings "
        f"in {row.right} of {row.decisions} decisions on {row.measures} measures (at least {least}%, Wilson "
        f"95%), and in no plan is more than {share}% of the text left over"
    )


def state_agreement(decisions: pd.DataFrame, field_status: pd.DataFrame) -> str:
    """Of `agreement.judge`: what the agreement rests on, and how wide it is for a single field of a single plan.

    Args:
        field_status: tells which of the fields that the readers left empty the tables hold for lost, not silent.
    """
    lost = field_status.loc[field_status["status"] == "unreadable", ["measure_id", "field"]]
    ids = lost["measure_id"].str.replace(r"\s+", "", regex=True)
    nothing = decisions[decisions["wanted"].isin(NOTHING)]
    unreadable = len(
        set(zip(nothing["measure_id"], nothing["field"], strict=True)) & set(zip(ids, lost["field"], strict=True))
    )
    reprints = int((decisions["field"].eq("reprint") & decisions["wanted"].eq("true")).sum())
    wrong = decisions[~decisions["right"]]
    apart = f" ({', '.join(f'{row.measure_id} in {row.field}' for row in list_rows(wrong))})" if len(wrong) else ""
    summary = list_rows(summarise_agreement(decisions))
    row, plans = summary[-1], summary[:-1]
    sizes = sorted(plan.measures for plan in plans)
    return (
        f"{row.right} of {row.decisions} decisions agree ({row.lower:.1%}–{row.upper:.1%}), "
        f"{len(wrong)} differ{'s' * (len(wrong) == 1)}{apart}. "
        f"In {row.decisions - row.printed} of them the readers found nothing to read ({unreadable} of these are fields "
        f"that the tables call unreadable; reprints among the measures: {reprints}); of the {row.printed} about "
        f"something printed, {row.printed_right} agree ({row.printed_lower:.1%}–{row.printed_upper:.1%}). "
        f"Taken measure by measure, {row.measures_right} of {row.measures} are right in every field. In {row.open} "
        "decisions the readers hold several values for possible and any of these counts as right. A single field of a "
        f"single plan rests on {sizes[0]} to {sizes[-1]} measures, so its interval stays wide"
    )


def state_overprint(repairs: pd.DataFrame) -> str:
    """Of `coverage.count_repairs` with plan labels: how many lines were overprinted, and how much of the text."""
    hit = repairs[(repairs["fixer"] == "overprint") & (repairs["steps"] > 0)]
    parts = [
        f"{row.lines} lines of {row.plan_en}, where the copies made up {row.removed_chars / row.raw_chars:.0%} of the "
        "published characters"
        for row in list_rows(hit.sort_values("removed_chars", ascending=False))
    ]
    return f"Overprinting was undone in {' and in '.join(parts)}" if parts else "No line was printed several times over"


def state_ambiguous(ambiguous: pd.DataFrame, decisions: pd.DataFrame) -> str:
    """Of `losses.list_ambiguous` and `agreement.judge`: what is open, and whether it is open to the readers too."""
    counts = ambiguous["field"].value_counts()
    fields = " and ".join(f"{count} of {field}" for field, count in counts.items())
    marked = set(zip(ambiguous["measure_id"], ambiguous["field"], strict=True))
    own = pd.Series(
        [pair in marked for pair in zip(decisions["measure_id"], decisions["field"], strict=True)],
        index=decisions.index,
    )
    open_to_readers = decisions["alternatives"].gt(0)
    return (
        f"{len(ambiguous)} fields of {ambiguous['measure_id'].nunique()} measures are ambiguous ({fields}). Of the "
        f"{int(open_to_readers.sum())} fields that the readers left open, the program marks "
        f"{int((own & open_to_readers).sum())}; it marks {int((own & ~open_to_readers).sum())} more that the readers "
        "decided"
    )


def state_totals(totals: pd.DataFrame, shifted: pd.DataFrame) -> str:
    """Of `losses.read_by_column` and `losses.find_shifted_rows`: how far the printed totals prove the reading."""
    by_column = totals["gap_by_column"].abs() <= totals["rounding"]
    exact = int((totals["gap"] == 0).sum())
    return (
        f"{len(shifted)} rows are shifted. As read, {int(totals['holds'].sum())} of {len(totals)} printed totals equal "
        f"the sum of their items within rounding, {exact} of them exactly; read by the headings above them, exactly "
        f"equal would be {int((totals['gap_by_column'] == 0).sum())} and within rounding {int(by_column.sum())}"
    )


def state_unclaimed(unclaimed: pd.DataFrame) -> str:
    """Of `losses.measure_unclaimed`: how much of the text went nowhere."""
    return (
        f"{int(unclaimed['left'].sum())} of {int(unclaimed['chars'].sum()):,} characters of repaired text went nowhere "
        f"({int(unclaimed['furniture'].sum()):,} of running titles and page numbers were taken out before)"
    )


def state_typos(found: pd.DataFrame) -> str:
    """Of `losses.find_typos`: how many slips of the source are known, and that the tables hold them as printed."""
    kept = int(found["stands_in"].ne("").sum())
    rest = "so none was corrected on the way" if kept == len(found) else "the others stand in text that no table holds"
    return (
        f"{len(found)} slips of the source are listed with their likely reading; {kept} of them stand in the tables as "
        f"printed, {rest}"
    )
