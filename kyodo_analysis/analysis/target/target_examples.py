"""Criteria and dated measures quoted from the plans, with what decided about them and the lines on which they stand."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.showing.markdown import tabulate_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.target.checkability import IN_WORDS_WAYS
from kyodo_analysis.analysis.target.completion_agreement import IN_SAMPLE, LEFT_OUT, READERS
from kyodo_analysis.analysis.target.target_labels import KIND_NAMES

SAMPLE_NAMES = {
    IN_SAMPLE: "rules as they are",
    LEFT_OUT: "without rules that the plan may have suggested",
    READERS: "second reader, with the first",
}
"""What is compared with the kinds of the readers: two sets of rules, and the second reader with the first."""

_EXAMPLES = 2
_QUOTED = 12


def list_counted(of: Analyses) -> pd.DataFrame:
    """What can be checked of the measures that count, reprints once."""
    listed = of["checkability"]
    return listed[listed["measure_id"].isin(of.materials.counted["measure_id"])]


def show_examples(criteria: pd.DataFrame) -> pd.DataFrame:
    """Some criteria of each kind with the words that decide."""
    shown = criteria[~criteria["reprint"].astype("bool")].groupby("kind", sort=False).head(_EXAMPLES)
    return pd.DataFrame(
        {
            "kind": [KIND_NAMES[kind][0] for kind in shown["kind"]],
            "measure_id": shown["measure_id"],
            "criterion": shown["criterion"],
            "decided by": shown["evidence"],
            "line": shown["line"],
        }
    )


def list_differing(of: Analyses) -> pd.DataFrame:
    """How often which kind was taken for which, with the first criterion of each."""
    listed = [
        (sample, *found.split(": ", 1))
        for sample, differing in of["completion-validity"][["sample", "differing"]].itertuples(index=False, name=None)
        for found in differing.split(" | ")
        if found
    ]
    table = pd.DataFrame(listed, columns=["sample", "measure_id", "kinds"], dtype="str")
    found = table.merge(of["completion-criteria"][["measure_id", "criterion", "line"]], validate="many_to_one")
    first = found.groupby(["sample", "kinds"], sort=False).agg(
        criteria=("measure_id", "size"), example=("measure_id", "first"), line=("line", "first"),
        criterion=("criterion", "first"),
    )  # fmt: skip
    shown = first.reset_index()
    pairs = [kinds.split(", ") for kinds in shown["kinds"]]
    shown.insert(0, "compared", shown["sample"].map(SAMPLE_NAMES))
    shown.insert(1, "reader", [KIND_NAMES[reader][0] for reader, _ in pairs])
    shown.insert(2, "other kind", [KIND_NAMES[other][0] for _, other in pairs])
    return shown.drop(columns=["sample", "kinds"])


def quote_dated(of: Analyses) -> str:
    """The measures that can be checked by dates, numbers or their year columns, with their lines in the source."""
    counted = list_counted(of)
    dated = counted[counted[[*IN_WORDS_WAYS, "year_columns"]].any(axis=1)].head(_QUOTED)
    lines = quote_measures(of.table("measures"), dated["measure_id"])
    shown = pd.DataFrame(
        {
            "measure_id": dated["measure_id"],
            "lines": lines["lines"].tolist(),
            "title": dated["title"],
            "date": dated["date_printed"],
            "how often": dated["frequency_printed"],
            "number of things": dated["quantity_printed"],
            "year columns that change": dated["states"]
            .where(dated["year_columns"], "")
            .astype("str")
            .str.replace(" ", ", "),
            "completion": [KIND_NAMES[kind][0] if kind in KIND_NAMES else "" for kind in dated["completion"]],
        }
    )
    return tabulate_markdown(shown)
