"""What the agreement with readers rests on: which measures they coded, and which decisions only one of them made.

The hand-coded measures are no random sample of their plans, and decisions on which two readers differed are left out
of the agreement. Both are choices that numbers do not show by themselves; here they are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.coding.coding_agreement import MICRO, Record, list_decisions
from kyodo_analysis.analysis.coding.reliability import alpha_of_pairs
from kyodo_analysis.analysis.showing.labels import join_ids

FIRST, LAST, SCATTERED, NONE = "first", "last", "scattered", "none"


def locate_coded(measures: pd.DataFrame, codes: Sequence[Record]) -> pd.DataFrame:
    """Where in each plan the measures stand that readers coded.

    Args:
        measures: measure_id, plan_id, in the order of the plans. codes: what `tables.gold.read_theme_codes` gives.

    Returns:
        plan_id, measures (of the plan, reprints included), coded (of them by hand), part: first or last (the coded ones
        are the first or the last of the plan, without a gap), scattered, or none; all of them coded counts as
        scattered, since nothing is left out. measure_ids (coded).

    >>> table = pd.DataFrame({"measure_id": ["p/1", "p/2", "p/3"], "plan_id": ["p"] * 3})
    >>> locate_coded(table, [{"document": "p", "id": "1", "themes": []}])["part"].tolist()
    ['first']
    """
    by_hand = {f"{record['document']}/{record['id']}" for record in codes}
    rows = []
    for plan_id, own in measures.groupby("plan_id", sort=False):
        marks = own["measure_id"].isin(by_hand)
        number, coded = len(own), int(marks.sum())
        part = SCATTERED
        if not coded:
            part = NONE
        elif coded < number and marks.iloc[:coded].all():
            part = FIRST
        elif coded < number and marks.iloc[-coded:].all():
            part = LAST
        rows.append((plan_id, number, coded, part, join_ids(own.loc[marks, "measure_id"])))
    return pd.DataFrame(rows, columns=["plan_id", "measures", "coded", "part", "measure_ids"])


def weigh_one_reader(given: Mapping[str, pd.DataFrame], codes: Sequence[Record], themes: Sequence[str]) -> pd.DataFrame:
    """Agreement of rules and readers if every decision on which only one reader gave the theme went against the rules.

    `validity.score_validity` leaves these decisions out, since there is no readers' answer to hold the rules against.
    They are the hard ones, so agreement without them flatters; counted as wrong one and all, they give its lower end.

    Args: see `validity.score_validity`.

    Returns:
        For each theme, then for all decisions together ("all (micro)"), one row per sample: theme, sample, n (measures
        with the theme by both readers), one_reader (decisions left out), alpha (without them), alpha_if_wrong (with
        them, the rules wrong in each; NaN where only one value was given), one_reader_ids (measures of the decisions
        left out).
    """
    rows = []
    for sample, table in given.items():
        decisions = _list_all(table, codes, themes)
        for theme in [*themes, MICRO]:
            own = decisions if theme == MICRO else decisions[decisions["theme"] == theme]
            agreed = own[~own["one_reader"]]
            left_out = own.loc[own["one_reader"], "measure_id"]
            alphas = _alpha(agreed), _alpha(own)
            rows.append((theme, sample, int(agreed["readers"].sum()), len(left_out), *alphas, join_ids(left_out)))
    columns = ["theme", "sample", "n", "one_reader", "alpha", "alpha_if_wrong", "one_reader_ids"]
    table = pd.DataFrame(rows, columns=columns)
    order = {theme: place for place, theme in enumerate([*themes, MICRO])}
    return table.sort_values("theme", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)


def _list_all(table: pd.DataFrame, codes: Sequence[Record], themes: Sequence[str]) -> pd.DataFrame:
    """`list_decisions` with those of one reader as well, in which the readers' answer is what the rules do not say."""
    alone = {
        (f"{record['document']}/{record['id']}", theme)
        for record in codes
        for theme in record.get("themes_one_coder", [])
    }
    decisions = list_decisions(table, [{**record, "themes_one_coder": []} for record in codes], themes)
    pairs = zip(decisions["measure_id"], decisions["theme"], strict=True)
    one_reader = np.array([pair in alone for pair in pairs], dtype=np.bool_)
    readers = decisions["readers"].where(~one_reader, ~decisions["rules"])
    return decisions.assign(one_reader=one_reader, readers=readers.astype("bool"))


def _alpha(decisions: pd.DataFrame) -> float:
    pairs = np.zeros((2, 2))
    np.add.at(pairs, (decisions["rules"].astype(int), decisions["readers"].astype(int)), 1)
    return float(alpha_of_pairs(pairs))
