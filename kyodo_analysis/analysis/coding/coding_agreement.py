"""How far the codes that rules gave agree with those of readers: themes of measures, commitment of elements.

The readers' half of the measures is the half on which the rules were made, so what stands here is agreement on known
measures unless the codes come from rules that did not know the plan (see `validity`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval

MICRO, MACRO = "all (micro)", "all (macro)"

_COUNTS = ("n", "both", "rules_only", "readers_only")
_RATIOS = ("precision", "recall", "f1")
_IDS = ("rules_only_ids", "readers_only_ids")

Record = Mapping[str, Any]


def list_decisions(measure_themes: pd.DataFrame, codes: Sequence[Record], themes: Sequence[str]) -> pd.DataFrame:
    """Every yes or no of rules and readers, theme by theme; what only one of two readers gave is left out.

    Args:
        measure_themes: measure_id, theme. codes: what `tables.gold.read_theme_codes` gives. themes: all codes.

    Returns:
        theme, plan_id, measure_id, rules, readers (bool): a row per theme and measure that readers coded, in the order
        of the themes and of the codes.
    """
    given = set(zip(measure_themes["measure_id"], measure_themes["theme"], strict=True))
    rows = []
    for theme in themes:
        for record in codes:
            if theme not in record.get("themes_one_coder", []):
                measure_id = _name(record)
                rules, readers = (measure_id, theme) in given, theme in record["themes"]
                rows.append((theme, record["document"], measure_id, rules, readers))
    types = {"theme": "str", "plan_id": "str", "measure_id": "str", "rules": "bool", "readers": "bool"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def score_decisions(decisions: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """Precision, recall and F1 of each theme.

    Args:
        decisions: what `list_decisions` gives.

    Returns:
        One row per theme, then one for all decisions together ("all (micro)") and one for the mean of the themes that
        readers used ("all (macro)"): theme, n (measures with the theme by the readers), both, rules_only, readers_only
        (measures), precision, recall, f1 (NaN where there is nothing to divide by), rules_only_ids, readers_only_ids.
    """
    rules, readers = decisions["rules"], decisions["readers"]
    marks = {"n": readers, "both": rules & readers, "rules_only": rules & ~readers, "readers_only": readers & ~rules}
    index = pd.Index(list(themes), name="theme", dtype="str")
    counts = pd.DataFrame(marks).groupby(decisions["theme"]).sum().reindex(index, fill_value=0).astype("int64")
    for name in _IDS:
        own = decisions[marks[name.removesuffix("_ids")]].groupby("theme")["measure_id"].agg(join_ids)
        counts[name] = own.reindex(index).astype("str").fillna("")
    table = _with_ratios(counts.reset_index())
    sums = pd.DataFrame([table[list(_COUNTS)].sum()])
    used = table.loc[table["n"] > 0, list(_RATIOS)].fillna(0)
    summary = [_with_ratios(sums).assign(theme=MICRO), sums.join(used.mean().to_frame().T).assign(theme=MACRO)]
    complete = pd.concat([table, *summary], ignore_index=True)
    return complete[["theme", *_COUNTS, *_RATIOS, *_IDS]].fillna(dict.fromkeys(_IDS, ""))


def score_themes(measure_themes: pd.DataFrame, codes: Sequence[Record], themes: Sequence[str]) -> pd.DataFrame:
    """`score_decisions` of `list_decisions`, whose arguments these are."""
    return score_decisions(list_decisions(measure_themes, codes, themes), themes)


def list_main_themes(measure_themes: pd.DataFrame, codes: Sequence[Record]) -> pd.DataFrame:
    """The first theme by rules and by readers: plan_id, measure_id, rules (missing where there is none), readers."""
    first = measure_themes.sort_values("rank").drop_duplicates("measure_id").set_index("measure_id")["theme"]
    rows = [(record["document"], _name(record), first.get(_name(record)), record["themes"][0]) for record in codes]
    return pd.DataFrame(rows, columns=["plan_id", "measure_id", "rules", "readers"], dtype="str")


def list_commitments(elements: pd.DataFrame, codes: Sequence[Record]) -> pd.DataFrame:
    """The commitment of every element that readers coded, by rules and by readers.

    Where two readers differ both are right: the readers' code is then the one that the rules gave, else the first.

    Args:
        elements: measure_id, position, commitment. codes: see `list_decisions`; records without commitment are left
            out.

    Returns:
        plan_id, measure_id, position (from 1), rules (missing where the table lacks the element), readers.
    """
    ordered = elements.sort_values(["measure_id", "position"])
    given = ordered.groupby("measure_id")["commitment"].agg(list).to_dict()
    rows = []
    for record in codes:
        found = given.get(_name(record), [])
        for place, allowed in enumerate(record.get("commitment") or []):
            rules = found[place] if place < len(found) else None
            readers = rules if rules in allowed else allowed[0]
            rows.append((record["document"], _name(record), place + 1, rules, readers))
    types = {"plan_id": "str", "measure_id": "str", "position": "int64", "rules": "str", "readers": "str"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def score_commitments(elements: pd.DataFrame, codes: Sequence[Record]) -> pd.DataFrame:
    """How often the commitment of an element is one that the readers gave it: n, right, share, lower, upper."""
    return summarise_right(list_commitments(elements, codes))


def summarise_right(decisions: pd.DataFrame) -> pd.DataFrame:
    """How often rules and readers are the same, missing codes being wrong: n, right, share, lower, upper (Wilson)."""
    n, right = len(decisions), int(decisions["rules"].eq(decisions["readers"]).sum())
    lower, upper = wilson_interval(right, n)
    share = right / n if n else float("nan")
    return pd.DataFrame([{"n": n, "right": right, "share": share, "lower": float(lower), "upper": float(upper)}])


def _name(record: Record) -> str:
    return f"{record['document']}/{record['id']}"


def _with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    ruled = (table["both"] + table["rules_only"]).astype("float64")
    read = (table["both"] + table["readers_only"]).astype("float64")
    return table.assign(
        precision=table["both"] / ruled.where(ruled > 0),
        recall=table["both"] / read.where(read > 0),
        f1=2 * table["both"] / (ruled + read).where(ruled + read > 0),
    )
