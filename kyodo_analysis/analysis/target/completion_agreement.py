"""How far two readers give completion criteria the same kind, and how far the rules give the kind of the readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.coding.reliability import alpha_interval, alpha_of_pairs, resample_tables
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import SEED, wilson_interval
from kyodo_analysis.words.completion import FRAME, KINDS, code_completions
from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.theme_rules import CODEBOOK

IN_SAMPLE, LEFT_OUT, READERS = "in_sample", "left_out", "readers"
"""The kinds by all rules, by those that the judged plan cannot have suggested, and by a second reader."""

_COLUMNS = {
    "sample": "str",
    "n": "int64",
    "right": "int64",
    "share": "float64",
    "lower": "float64",
    "upper": "float64",
    "kappa": "float64",
    "alpha": "float64",
    "alpha_lower": "float64",
    "alpha_upper": "float64",
    "differing": "str",
    "measure_ids": "str",
}


def score_completion(
    measures: pd.DataFrame,
    measure_completion: pd.DataFrame,
    readers: Sequence[Mapping[str, Any]],
    lexicons: Lexicons,
    engine: str = "auto",
    seed: int = SEED,
) -> pd.DataFrame:
    """How many criteria have the same kind by two readers, and by readers and rules.

    The rules are held against the kinds on which the readers agree; criteria on which they differ have no right kind
    and are left out there. Reader 1 wrote the rules. Reader 2 saw neither the rules nor the kinds of reader 1 before
    coding, but the definitions and the order of decisions, which quote some of these criteria: how readers who know
    nothing of the project would agree is not measured.

    Sources: Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement
    20, 37-46 (kappa); `coding.reliability` (alpha and its interval).

    Args:
        measures: measure_id, completion. measure_completion: measure_id, kind. readers: what
            `tables.gold.read_completion_codes` gives; reader 1 is the first, all others are the second.

    Returns:
        sample (in_sample; left_out: see `recode_left_out`; readers: reader 2 beside reader 1, where both coded), n
        (criteria that are compared), right (of the same kind), share, lower, upper (Wilson, 95 %), kappa (missing where
        all criteria have one kind), alpha, alpha_lower, alpha_upper (criteria resampled, 95 %), differing (measure,
        the readers' or reader 1's kind, the other kind), measure_ids (all n). No rows without readings.
    """
    first, second = (_list_kinds(readers, measures, of_first) for of_first in (True, False))
    given = list_agreed(measures, readers)
    sides = [
        (IN_SAMPLE, given, measure_completion.set_index("measure_id")["kind"]),
        (LEFT_OUT, given, recode_left_out(measures, lexicons, engine).set_index("measure_id")["kind"]),
        (READERS, first, second),
    ]
    rows = [_score(sample, one, other, seed) for sample, one, other in sides]
    return pd.DataFrame([row for row in rows if row["n"]], columns=list(_COLUMNS)).astype(_COLUMNS)


def list_agreed(measures: pd.DataFrame, readers: Sequence[Mapping[str, Any]]) -> pd.Series:
    """The kinds by measure_id on which the readers agree, or that the only reader of a criterion gave.

    Args: see `score_completion`.
    """
    first, second = (_list_kinds(readers, measures, of_first) for of_first in (True, False))
    alone = second[~second.index.isin(first.index)]
    agreed: pd.Series = pd.concat([first[second.reindex(first.index).fillna(first).eq(first)], alone])
    return agreed


def recode_left_out(measures: pd.DataFrame, lexicons: Lexicons, engine: str = "auto") -> pd.DataFrame:
    """The kinds of each plan's criteria without the rules that this plan may have suggested.

    Left out are rules whose basis is this plan alone, and rules of the basis usage that fire in its criteria and in no
    other plan's. As criteria are rare, that is a hard test: most words of a plan with the only criteria go. Frames stay
    (…ときに完了とします): they give no kind, and without them the frame itself would be read as what is to be reached.

    Args:
        measures: measure_id, plan_id, completion.

    Returns:
        measure_id, kind.
    """
    parts = []
    _, evidence = code_completions(measures, lexicons, engine)
    fired = evidence.assign(plan_id=evidence["measure_id"].str.split("/", n=1).str[0])
    plans_of = fired.groupby("rule")["plan_id"].agg(set)
    table = lexicons.completion
    for plan_id, own in measures.groupby("plan_id", sort=True):
        stays = [
            use == FRAME
            or (
                set(basis.split()) != {plan_id}
                and (basis in {"", CODEBOOK} or rule == "*" or plans_of.get(rule, set()) != {plan_id})
            )
            for use, basis, rule in table[["use", "basis", "rule"]].itertuples(index=False, name=None)
        ]
        parts.append(code_completions(own, _with_rules(lexicons, table[stays].reset_index(drop=True)), engine)[0])
    kinds = pd.concat(parts) if parts else pd.DataFrame(columns=["measure_id", "kind"])
    return kinds[["measure_id", "kind"]].reset_index(drop=True)


def _with_rules(lexicons: Lexicons, completion: pd.DataFrame) -> Lexicons:
    return replace(lexicons, completion=completion)


def _list_kinds(readers: Sequence[Mapping[str, Any]], measures: pd.DataFrame, of_first: bool) -> pd.Series:
    """The kinds that the first reader, or the second, gave to criteria of these measures."""
    kinds = {
        f"{record['document']}/{record['id']}": str(record["completion"])
        for record in readers
        if (record.get("reader", 1) == 1) == of_first
    }
    given = pd.Series(kinds, dtype="str")
    return given[given.index.isin(measures["measure_id"])]


def _score(sample: str, given: pd.Series, other: pd.Series, seed: int) -> dict[str, Any]:
    both = pd.DataFrame({"reader": given, "other": other.reindex(given.index)}).dropna()
    right = int(both["reader"].eq(both["other"]).sum())
    lower, upper = wilson_interval(right, len(both))
    alpha, alpha_lower, alpha_upper = _measure_alpha(both, seed)
    differing = both[both["reader"] != both["other"]]
    return {
        "sample": sample,
        "n": len(both),
        "right": right,
        "share": right / len(both) if len(both) else float("nan"),
        "lower": float(lower),
        "upper": float(upper),
        "kappa": _measure_kappa(both),
        "alpha": alpha,
        "alpha_lower": alpha_lower,
        "alpha_upper": alpha_upper,
        "differing": " | ".join(f"{row.Index}: {row.reader}, {row.other}" for row in differing.itertuples()),
        "measure_ids": join_ids(both.index),
    }


def _measure_alpha(both: pd.DataFrame, seed: int) -> tuple[float, float, float]:
    """Krippendorff's alpha (nominal) of two columns with its interval; NaN where only one kind was given."""
    units = np.zeros((len(both), len(KINDS), len(KINDS)))
    codes = (both[name].map(KINDS.index).to_numpy(dtype=np.intp) for name in ("reader", "other"))
    units[np.arange(len(both)), *codes] = 1
    pairs = units.sum(axis=0)
    return float(alpha_of_pairs(pairs)), *alpha_interval(pairs, resample_tables(units, seed=seed))


def _measure_kappa(both: pd.DataFrame) -> float:
    """Cohen's kappa of two columns; NaN where chance alone agrees always."""
    one, other = (both[name].value_counts(normalize=True) for name in both)
    chance = float(one.mul(other, fill_value=0.0).sum())
    return float((both["reader"].eq(both["other"]).mean() - chance) / (1 - chance)) if chance < 1 else float("nan")
