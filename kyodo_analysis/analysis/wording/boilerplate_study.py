"""What the plans repeat word for word: how much of each, and the runs themselves where they stand, as Markdown."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.showing.labels import list_rows, split_ids
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.showing.readable import show_intervals
from kyodo_analysis.analysis.wording.boilerplate import LEAST_TOKENS
from kyodo_analysis.analysis.wording.word_headlines import state_boilerplate

_QUOTED = 2


def tabulate_boilerplate(of: Analyses) -> str:
    """How much of each plan comes again word for word, and the longest run of each plan where it stands."""
    shares, formulas = of["boilerplate"], of["formulas"]
    if shares.empty:
        return compose_markdown(state_boilerplate(shares))
    counted = of.materials.counted["plan_id"].value_counts()
    table = pd.DataFrame(
        {
            "plan": shares["plan_en"],
            "tokens": shares["tokens"],
            "come again": show_intervals(
                shares.rename(columns={"lower": "share_lower", "upper": "share_upper"}), "share"
            ),
            "in the plan itself": shares["within"],
            "the same at equal length": [
                "–" if pd.isna(share) else f"{share:.0%}" for share in shares["share_at_equal_length"]
            ],
            "in another plan": shares["across"],
            "measures with such a run": [f"{row.measures} of {counted[row.plan_id]}" for row in list_rows(shares)],
            "run in most measures": [_name_commonest(formulas, plan_id) for plan_id in shares["plan_id"]],
        }
    )
    longest = [_quote_longest(of, row.plan_id, row.plan_en) for row in list_rows(shares)]
    quoted = [part for part in longest if len(part)]
    number = f"{len(formulas)} different run{'s' * (len(formulas) != 1)} of {LEAST_TOKENS} tokens or more"
    said = [f"{number} can be found again; the longest of each plan follows"] if len(formulas) else []
    return compose_markdown(state_boilerplate(shares), table, *said, *([pd.concat(quoted)] if quoted else []))


def _of_plan(formulas: pd.DataFrame, plan_id: str) -> pd.DataFrame:
    return formulas[[plan_id in ids.split(" ") for ids in formulas["plan_ids"]]]


def _name_commonest(formulas: pd.DataFrame, plan_id: str) -> str | None:
    """The repeated run of a plan that stands in most measures, of several the longest."""
    own = list_rows(_of_plan(formulas, plan_id).head(1))
    return f"{own[0].text} ({own[0].measures})" if own else None


def _quote_longest(of: Analyses, plan_id: str, plan: str) -> pd.DataFrame:
    """The longest repeated run of a plan in a measure of that plan and in another that has it."""
    formulas = _of_plan(of["formulas"], plan_id)
    if formulas.empty:
        return formulas
    by = ["tokens", "measures", "formula"]
    longest = list_rows(formulas.sort_values(by, ascending=[False, False, True]))[0]
    ids = sorted(split_ids(longest.measure_ids), key=lambda one: not one.startswith(f"{plan_id}/"))[:_QUOTED]
    quoted = quote_measures(of.table("measures"), ids, around=longest.text)
    table = quoted.assign(plan=plan, longest_run=longest.text, run_tokens=longest.tokens)
    return table[["plan", "longest_run", "run_tokens", "measure_id", "lines", "quotation"]]
