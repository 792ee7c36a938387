"""How far the codes that rules gave agree with those of readers: themes of measures, commitment of elements.

The readers' half of the measures is the half on which the rules were made, so what stands here is agreement on known
measures, not a promise for others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.labels import join_ids
from kyodo_analysis.analysis.uncertainty import wilson_interval

MICRO, MACRO = "all (micro)", "all (macro)"

_COUNTS = ("n", "both", "rules_only", "readers_only")
_RATIOS = ("precision", "recall", "f1")

Record = Mapping[str, Any]


def score_themes(measure_themes: pd.DataFrame, codes: Sequence[Record], themes: Sequence[str]) -> pd.DataFrame:
    """Precision, recall and F1 of each theme on the measures that readers coded.

    A theme that only one of two readers gave counts neither as right nor as wrong.

    Args:
        measure_themes: measure_id, theme. codes: what `tables.gold.read_theme_codes` gives. themes: all codes.

    Returns:
        One row per theme, then one for all decisions together ("all (micro)") and one for the mean of the themes that
        readers used ("all (macro)"): theme, n (measures with the theme by the readers), both, rules_only, readers_only
        (measures), precision, recall, f1 (NaN where there is nothing to divide by), rules_only_ids, readers_only_ids.
    """
    given = measure_themes.groupby("measure_id")["theme"].agg(set).to_dict()
    rows = []
    for theme in themes:
        judged = [record for record in codes if theme not in record.get("themes_one_coder", [])]
        ids = [f"{record['document']}/{record['id']}" for record in judged]
        read = {one for one, record in zip(ids, judged, strict=True) if theme in record["themes"]}
        ruled = {one for one in ids if theme in given.get(one, set())}
        only = (sorted(ruled - read, key=ids.index), sorted(read - ruled, key=ids.index))
        rows.append((theme, len(read), len(read & ruled), *map(len, only), *map(join_ids, only)))
    columns = [*_COUNTS, "rules_only_ids", "readers_only_ids"]
    table = _with_ratios(pd.DataFrame(rows, columns=["theme", *columns]))
    sums = pd.DataFrame([table[list(_COUNTS)].sum()])
    used = table.loc[table["n"] > 0, list(_RATIOS)].fillna(0)
    summary = [_with_ratios(sums).assign(theme=MICRO), sums.join(used.mean().to_frame().T).assign(theme=MACRO)]
    complete = pd.concat([table, *summary], ignore_index=True)
    return complete[["theme", *_COUNTS, *_RATIOS, *columns[-2:]]].fillna(dict.fromkeys(columns[-2:], ""))


def score_main_theme(measure_themes: pd.DataFrame, codes: Sequence[Record]) -> pd.DataFrame:
    """How often the rules' first theme is the readers' first: one row with n, right, share, lower, upper (Wilson)."""
    first = measure_themes.sort_values("rank").drop_duplicates("measure_id").set_index("measure_id")["theme"]
    right = [first.get(f"{record['document']}/{record['id']}") == record["themes"][0] for record in codes]
    return _summarise(right)


def score_commitments(elements: pd.DataFrame, codes: Sequence[Record]) -> pd.DataFrame:
    """How often the commitment code of an element is one that the readers gave it: n, right, share, lower, upper.

    Args:
        elements: measure_id, position, commitment. codes: see `score_themes`; records without commitment are left out.
    """
    ordered = elements.sort_values(["measure_id", "position"])
    given = ordered.groupby("measure_id")["commitment"].agg(list).to_dict()
    right = []
    for record in codes:
        found = given.get(f"{record['document']}/{record['id']}", [])
        for place, allowed in enumerate(record.get("commitment") or []):
            right.append(place < len(found) and found[place] in allowed)
    return _summarise(right)


def _with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    ruled = (table["both"] + table["rules_only"]).astype("float64")
    read = (table["both"] + table["readers_only"]).astype("float64")
    return table.assign(
        precision=table["both"] / ruled.where(ruled > 0),
        recall=table["both"] / read.where(read > 0),
        f1=2 * table["both"] / (ruled + read).where(ruled + read > 0),
    )


def _summarise(right: Sequence[bool]) -> pd.DataFrame:
    n, hits = len(right), sum(right)
    lower, upper = wilson_interval(hits, n)
    share = hits / n if n else float("nan")
    return pd.DataFrame([{"n": n, "right": hits, "share": share, "lower": float(lower), "upper": float(upper)}])
