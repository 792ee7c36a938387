"""Which findings change when the words are cut, the text is read or the measures are counted in another way.

Each variant changes one decision and leaves all others as they are. The first one changes nothing but the seed of the
shuffles: what it loses and finds anew is what the rest must be measured by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.robustness.findings import KINDS, SHUFFLES, list_findings, match_findings
from kyodo_analysis.analysis.robustness.other_readings import (
    on_raw_text,
    with_other_tokeniser,
    with_reprints,
    without_user_dictionary,
)
from kyodo_analysis.analysis.statistics.uncertainty import SEED
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.words.other_tokenisers import TokeniserMissing

NOT_INSTALLED, NOT_GIVEN = "not installed", "no published text"

Published = Mapping[str, SourceText]


class NotGiven(LookupError):
    """The published texts are needed and were not given."""


@dataclass(frozen=True)
class Variant:
    """A decision made otherwise: in words, the kinds of findings that it touches, and what it makes of the materials.

    options go to `findings.list_findings`; seed_step is added to its seed.
    """

    meaning: str
    kinds: Sequence[str] = KINDS
    change: Callable[[Materials, Published | None], Materials] = lambda materials, _: materials
    options: Mapping[str, Any] = field(default_factory=dict)
    seed_step: int = 0


def _read_raw(materials: Materials, published: Published | None) -> Materials:
    if published is None:
        raise NotGiven
    return on_raw_text(materials, published)


VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {
        "another seed": Variant("nothing but other shuffles", seed_step=1),
        "no user dictionary": Variant(
            "words, themes and commitments with IPADIC alone",
            change=lambda materials, _: without_user_dictionary(materials),
        ),
        "SudachiPy": Variant(
            "words cut by SudachiPy, split mode C, SudachiDict-small",
            ("word",),
            lambda materials, _: with_other_tokeniser(materials),
        ),
        "raw text": Variant("the lines as published, nothing repaired", change=_read_raw),
        "main themes only": Variant(
            "only the first theme of a measure counts", ("theme",), options={"counting": "main"}
        ),
        "prior half": Variant("the prior of the words half as strong", ("word",), options={"prior_factor": 0.5}),
        "prior double": Variant("the prior of the words twice as strong", ("word",), options={"prior_factor": 2.0}),
        "reprints counted": Variant(
            "measures and bullets count as often as printed", change=lambda materials, _: with_reprints(materials)
        ),
    }
)
"""Decisions that could have been made otherwise, by name."""


def check_sensitivity(
    materials: Materials,
    published: Published | None = None,
    variants: Mapping[str, Variant] = VARIANTS,
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The findings of the materials under other decisions.

    Args:
        published: the texts as published by plan_id (see `source.published.read_published`); without them the variant
            that reads them is not made.

    Returns:
        One row per variant and finding of the kinds it touches: finding_id, kind, plan_id, label, direction (see
        `findings.list_findings`), variant, status (kept, lost, new), base_value, value, base_q, q (missing where a test
        is not made), shuffles, measure_ids (with the decisions of the project; for what is new, with those of the
        variant). A variant that cannot be made has one row with the reason for its status and nothing else.
    """
    base = list_findings(materials, shuffles=shuffles, seed=seed)
    parts = []
    for name, variant in variants.items():
        try:
            changed = variant.change(materials, published)
        except (TokeniserMissing, NotGiven) as error:
            reason = NOT_INSTALLED if isinstance(error, TokeniserMissing) else NOT_GIVEN
            parts.append(pd.DataFrame({"variant": [name], "status": [reason]}))
            continue
        found = list_findings(
            changed, variant.kinds, shuffles=shuffles, seed=seed + variant.seed_step, **variant.options
        )
        parts.append(compare_findings(base[base["kind"].isin(list(variant.kinds))], found).assign(variant=name))
    table = pd.concat([_EMPTY, *parts], ignore_index=True) if parts else _EMPTY.copy()
    texts = ["finding_id", "kind", "plan_id", "label", "direction", "measure_ids"]
    return table.assign(shuffles=shuffles, **table[texts].fillna(""))[list(_COLUMNS)]


def compare_findings(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Which findings of one list another one keeps, loses and adds; both are what `findings.list_findings` gives.

    Returns:
        finding_id, kind, plan_id, label, direction, status, base_value, value, base_q, q, measure_ids, sorted.
    """
    old = match_findings(base[base["found"]].rename(columns=_AS_BASE), other)
    old["status"] = np.where(old["kept"], "kept", "lost")
    added = other[other["found"] & ~other["finding_id"].isin(old["finding_id"])]
    before = base[["kind", "plan_id", "label", "value", "q"]].rename(columns=_AS_BASE)
    new = added.merge(before, on=["kind", "plan_id", "label"], how="left", validate="many_to_one")
    both = [part for part in (old, new.assign(status="new")) if len(part)]
    table = pd.concat(both, ignore_index=True) if both else old
    columns = [name for name in _COLUMNS if name not in ("variant", "shuffles")]
    return table[columns].sort_values(["status", "finding_id"], ignore_index=True)


def summarise_sensitivity(table: pd.DataFrame, variants: Mapping[str, Variant] = VARIANTS) -> pd.DataFrame:
    """How many findings each variant keeps, loses and adds.

    Args:
        table: what `check_sensitivity` gives. variants: those it was made with.

    Returns:
        variant, meaning, kinds (joined by blanks), note (why a variant was not made, else empty), shuffles, base (how
        many findings of its kinds there are with the decisions of the project), kept, lost, new, jaccard (kept by kept,
        lost and new together; missing where there is none); the counts are missing where a variant was not made.
    """
    rows = []
    for name, variant in variants.items():
        own = table.loc[table["variant"] == name, "status"]
        kept, lost, new = (int((own == status).sum()) for status in ("kept", "lost", "new"))
        note = next((reason for reason in (NOT_INSTALLED, NOT_GIVEN) if (own == reason).any()), "")
        union = kept + lost + new
        numbers = (kept + lost, kept, lost, new, kept / union if union else np.nan)
        rows.append((name, variant.meaning, " ".join(variant.kinds), note, *((np.nan,) * 5 if note else numbers)))
    summary = pd.DataFrame(rows, columns=["variant", "meaning", "kinds", "note", *_COUNTED, "jaccard"])
    shuffles = int(table["shuffles"].iloc[0]) if len(table) else 0
    summary.insert(4, "shuffles", shuffles)
    return summary.astype(dict.fromkeys(_COUNTED, "Int64"))


_AS_BASE = {"value": "base_value", "q": "base_q"}
_COUNTED = ("base", "kept", "lost", "new")
_COLUMNS = (
    *("finding_id", "kind", "plan_id", "label", "direction", "variant", "status"),
    *("base_value", "value", "base_q", "q", "shuffles", "measure_ids"),
)
_EMPTY = pd.DataFrame(
    {
        name: pd.Series(dtype="float64" if name in ("base_value", "value", "base_q", "q") else "str")
        for name in _COLUMNS
        if name != "shuffles"
    }
)
