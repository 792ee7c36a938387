"""The findings of the plans in one table, whatever analysis they come from, so that they can be asked for again.

A finding is a share of themes or of commitments beyond what shuffled plan labels show, or a distinctive word. It is one
where its false discovery rate q is at most .05. The tables of the analyses are stricter: they call a difference only
what is one by the upper end of q's Monte Carlo interval, which with few shuffles nothing reaches. Here the same
findings are looked for many times over, each time with the same few shuffles, so the plain q decides on both sides and
what another seed alone would change is measured, not guessed (see `sensitivity`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.commitment.commitments import share_commitments, share_ladder
from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import SEED
from kyodo_analysis.analysis.theme.themes import profile_themes
from kyodo_analysis.analysis.wording.keyness import find_keywords

KINDS = ("theme", "word", "commitment", "rung")
SHUFFLES = 5000

_NO_INTERVALS = 1
_RUNGS = ("promote",)
"""The rungs that say what no single code does: do is a code, strive or more is all but consider (and none)."""

_COLUMNS = ("finding_id", "kind", "plan_id", "label", "direction", "value", "q", "found", "measure_ids")


def list_findings(
    materials: Materials,
    kinds: Sequence[str] = KINDS,
    *,
    counting: str = "any",
    prior_factor: float = 1.0,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Every test of some kinds of findings, with whether it is one.

    Args:
        kinds: some of KINDS. counting: whether a theme counts at any rank ("any") or as the main one only ("main").
        prior_factor: how many times the average plan the prior of the words is as large.

    Returns:
        finding_id (kind:plan_id:label:direction), kind, plan_id, label (theme, word, commitment or rung; of the
        rungs only promote, that is promote or do, the others being a single code or its complement), direction
        (above or below the other plans; words are only found above), value (a share, 0 to 1; for words the log-odds in
        natural-log units), q, found, measure_ids (those that have it in the plan).
    """
    parts = []
    if "theme" in kinds:
        measures, themes = materials.tables["measures"], materials.tables["measure_themes"]
        codes = materials.lexicons.theme_codes
        profile = profile_themes(measures, themes, codes, resamples=_NO_INTERVALS, shuffles=shuffles, seed=seed)
        parts.append(_of_shares(profile[profile["counting"] == counting], "theme"))
    if "word" in kinds:
        size = materials.words.groupby("plan_id").size().mean() if len(materials.words) else 0.0
        words = find_keywords(materials.words, prior_words=prior_factor * size, shuffles=shuffles, seed=seed)
        parts.append(_of_words(words))
    if "commitment" in kinds:
        measures, elements = materials.tables["measures"], materials.tables["elements"]
        shares = share_commitments(measures, elements, resamples=_NO_INTERVALS, shuffles=shuffles, seed=seed)
        parts.append(_of_shares(shares, "commitment"))
    if "rung" in kinds:
        measures, elements = materials.tables["measures"], materials.tables["elements"]
        ladder = share_ladder(measures, elements, resamples=_NO_INTERVALS, shuffles=shuffles, seed=seed)
        parts.append(_of_shares(ladder[ladder["rung"].isin(_RUNGS)], "rung"))
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(_COLUMNS)).astype({"found": "bool", "value": "float64", "q": "float64"})
    table = pd.concat(filled, ignore_index=True)
    keys = [table["kind"], table["plan_id"], table["label"], table["direction"]]
    table["finding_id"] = [":".join(key) for key in zip(*keys, strict=True)]
    return table.sort_values(["kind", "plan_id", "label"], ignore_index=True)[list(_COLUMNS)]


def leave_plans_out(find: Callable[[Materials], pd.DataFrame], materials: Materials) -> pd.DataFrame:
    """Whether the findings of all plans together are still findings when one of the other plans is left out.

    A finding that one other plan makes is about that plan as much as about its own. But fewer measures also show less:
    a finding may be lost with its value unchanged. A finding about the plan that is left out is not asked for.

    Args:
        find: gives the columns of `list_findings`, for example that with some kinds only.

    Returns:
        left_out (plan_id), finding_id, kind, plan_id, label, direction, kept, base_value, value, base_q, q (value and q
        are missing where the test is no longer made), measure_ids.
    """
    base = find(materials)
    base = base[base["found"]].rename(columns={"value": "base_value", "q": "base_q"})
    parts = []
    for left_out in sorted(materials.tables["measures"]["plan_id"].unique()):
        asked = base[base["plan_id"] != left_out].drop(columns="found")
        again = find(leave_out(materials, left_out))
        parts.append(match_findings(asked, again).assign(left_out=left_out))
    return pd.concat(parts, ignore_index=True)[list(_LEFT_OUT)] if parts else pd.DataFrame(columns=list(_LEFT_OUT))


def match_findings(asked: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """Findings with what another list says about them: the same rows with value and q of that list, and kept.

    kept says that the other list found the same, on the same side. A test that it does not make has no value.
    """
    tests = again[["kind", "plan_id", "label", "value", "q"]]
    matched = asked.merge(tests, on=["kind", "plan_id", "label"], how="left", validate="many_to_one")
    return matched.assign(kept=matched["finding_id"].isin(again.loc[again["found"], "finding_id"]))


def leave_out(materials: Materials, plan_id: str) -> Materials:
    """The materials without one plan; tables that speak of no plan stay as they are."""
    measures = materials.tables["measures"]
    own = set(measures.loc[measures["plan_id"] == plan_id, "measure_id"])
    tables = {}
    for name, table in materials.tables.items():
        if "plan_id" in table:
            tables[name] = table[table["plan_id"] != plan_id]
        elif "measure_id" in table:
            tables[name] = table[~table["measure_id"].isin(own)]
        else:
            tables[name] = table
    return replace(materials, tables=tables)


def _of_shares(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    side = np.where(table["share"] >= table["overall_share"], "above", "below")
    found = table["q"] <= ALPHA
    return pd.DataFrame(
        {"kind": kind, "plan_id": table["plan_id"], "label": table[kind], "direction": side, "value": table["share"]}
        | {"q": table["q"], "found": found, "measure_ids": table["measure_ids"]}
    )


def _of_words(table: pd.DataFrame) -> pd.DataFrame:
    side = np.where(table["z"] > 0, "above", "below")
    found = (table["q"] <= ALPHA) & (table["z"] > 0)
    return pd.DataFrame(
        {"kind": "word", "plan_id": table["plan_id"], "label": table["word"], "direction": side}
        | {"value": table["log_odds"], "q": table["q"], "found": found, "measure_ids": table["measure_ids"]}
    )


_LEFT_OUT = (
    *("left_out", "finding_id", "kind", "plan_id", "label", "direction", "kept"),
    *("base_value", "value", "base_q", "q", "measure_ids"),
)
