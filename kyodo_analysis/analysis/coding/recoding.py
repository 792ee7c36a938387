"""Measures coded anew: by rules that did not know their plan, and from the words that people copied by hand.

The first tells what the rules are worth on a plan that nobody has seen, the second what slips in reading the plans'
text do to the codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.coding.coding_agreement import Record
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval
from kyodo_analysis.words.commitment import code_elements
from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.rule_firing import list_firings
from kyodo_analysis.words.theme_rules import drop_basis, drop_suggested
from kyodo_analysis.words.themes import code_measures

_TEXTS = ("title", "purpose", "completion", "policy", "program")


def recode_left_out(
    measures: pd.DataFrame, elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto"
) -> pd.DataFrame:
    """The themes of every measure by the rules that its own plan cannot have suggested.

    Left out are rules that rest on this plan's hand-coded measures alone, and rules of general usage that fire in this
    plan and in no other (see `words.theme_rules.drop_suggested`). Weights, limits and the user dictionary were settled
    with all plans in view, so even this is kinder than a plan that nobody has seen.

    Args:
        measures: the table measures. elements: measure_id, position, text. lexicons: with theme_rules and its column
            basis (see `words.theme_rules.drop_basis`).

    Returns:
        The table measure_themes: measure_id, rank, theme, evidence.
    """
    plan_of = measures.set_index("measure_id")["plan_id"]
    firings = list_firings(measures, elements, lexicons, engine)
    plans: dict[int, set[str]] = {}
    for row, plan_id in zip(firings["row"], firings["measure_id"].map(plan_of), strict=True):
        plans.setdefault(row, set()).add(plan_id)
    parts = []
    for plan_id, own in measures.groupby("plan_id"):
        known = replace(lexicons, theme_rules=drop_suggested(lexicons.theme_rules, str(plan_id), plans))
        parts.append(code_measures(own, elements[elements["measure_id"].isin(own["measure_id"])], known, engine))
    return _stack(parts, code_measures(measures.iloc[:0], elements.iloc[:0], lexicons, engine))


def recode_commitments_left_out(
    measures: pd.DataFrame, elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto"
) -> pd.DataFrame:
    """The elements with the commitment by predicates that rest on more than their own plan's hand-coded measures.

    Args: see `recode_left_out`.

    Returns:
        measure_id, position, text, commitment, commitment_evidence, in the order of the elements.
    """
    plan_ids = elements["measure_id"].map(measures.set_index("measure_id")["plan_id"])
    texts = elements[["measure_id", "position", "text"]]
    parts = []
    for plan_id, own in texts.groupby(plan_ids):
        known = replace(lexicons, commitment=drop_basis(lexicons.commitment, str(plan_id)))
        parts.append(code_elements(own, known, engine))
    return _stack(parts, code_elements(texts.iloc[:0], lexicons, engine)).sort_index()


def recode_hand_read(gold: Sequence[Mapping[str, Any]], lexicons: Lexicons, engine: str = "auto") -> pd.DataFrame:
    """The themes that the rules give to measures as people copied them by hand: the table measure_themes.

    Args:
        gold: what `tables.gold.read_gold` gives.
    """
    ids = [f"{record['document']}/{record['id']}" for record in gold]
    columns = {name: pd.Series([record.get(name) for record in gold], dtype="str") for name in _TEXTS}
    measures = pd.DataFrame({"measure_id": pd.Series(ids, dtype="str")} | columns)
    contents = [
        (measure_id, position, text)
        for measure_id, record in zip(ids, gold, strict=True)
        for position, text in enumerate(record.get("content") or [], start=1)
    ]
    elements = pd.DataFrame(contents, columns=["measure_id", "position", "text"])
    return code_measures(measures, elements, lexicons, engine)


def count_reading_shifts(
    measure_themes: pd.DataFrame, hand_read: pd.DataFrame, gold: Sequence[Record], themes: Sequence[str]
) -> pd.DataFrame:
    """How many themes hang on how the plans' text was read: the rules' codes from tables and from hand-made copies.

    Args:
        measure_themes: by the rules from the tables. hand_read: by the same rules from the copies, what
            `recode_hand_read` gives. gold: the copies. themes: all codes.

    Returns:
        One row: measures, decisions (measures × themes), changed, share, lower, upper (Wilson, 95 %), measure_ids
        (where a theme differs). The share is the most by which slips of reading move a share on average.
    """
    ids = [f"{record['document']}/{record['id']}" for record in gold]
    sets = []
    for table in (measure_themes, hand_read):
        own = table[table["measure_id"].isin(ids)]
        sets.append(set(zip(own["measure_id"], own["theme"], strict=True)))
    changed = sorted(sets[0] ^ sets[1])
    n = len(ids) * len(themes)
    lower, upper = wilson_interval(len(changed), n)
    share = len(changed) / n if n else float("nan")
    row = {"measures": len(ids), "decisions": n, "changed": len(changed), "share": share}
    ends = {"lower": float(lower), "upper": float(upper)}
    return pd.DataFrame([row | ends]).assign(measure_ids=join_ids(one for one, _ in changed))


def _stack(parts: Sequence[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    """The parts one below the other; without any, a table with the same columns."""
    return pd.concat(parts) if parts else empty
