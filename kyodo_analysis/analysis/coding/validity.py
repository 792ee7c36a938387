"""How valid the rules' codes are: agreement with readers on known plans and on plans that the rules did not know.

Every table has one block of rows per sample, a sample being a set of codes for the measures that readers coded:
"in_sample", the codes of the full rules, which were written with these very measures in view, and "left_out", where the
measures of each plan were coded by rules that rest on other plans (see `recoding`). What a plan that nobody has seen
will fare like is better told by the second; verdicts rest on it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.coding.coding_agreement import (
    MACRO,
    MICRO,
    Record,
    list_commitments,
    list_decisions,
    list_main_themes,
    score_decisions,
    summarise_right,
)
from kyodo_analysis.analysis.coding.reliability import (
    Level,
    alpha_interval,
    alpha_of_pairs,
    f1_interval,
    judge_alpha,
    resample_tables,
)
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import RESAMPLES, SEED, Numbers, percentile_interval
from kyodo_analysis.words.commitment import STRENGTH

IN_SAMPLE, LEFT_OUT = "in_sample", "left_out"

_ENDS = ("f1_lower", "f1_upper", "alpha", "alpha_lower", "alpha_upper")
_ORDER = ("n", "both", "rules_only", "readers_only", "precision", "recall", "f1", *_ENDS)
_IDS = ("rules_only_ids", "readers_only_ids")


def score_validity(
    given: Mapping[str, pd.DataFrame],
    codes: Sequence[Record],
    themes: Sequence[str],
    *,
    judged: str = LEFT_OUT,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Agreement of rules with readers on each theme: precision, recall, F1, Krippendorff's alpha of yes and no.

    Args:
        given: the sample's name and its table of measure_id, theme. codes: what `tables.gold.read_theme_codes` gives.
        themes: all codes, in order. judged: the sample that the verdict rests on.

    Returns:
        For each theme, then for all decisions together ("all (micro)") and the mean of the themes that readers used
        ("all (macro)"), one row per sample: theme, sample, n (measures with the theme by the readers), coded (measures
        that readers coded, those with one reader's code left out), both, rules_only, readers_only, precision, recall,
        f1, f1_lower, f1_upper, alpha, alpha_lower, alpha_upper (95 %, measures resampled), verdict
        (`reliability.judge_alpha` of the judged sample, the same in all rows of a theme; "" for the summaries),
        rules_only_ids, readers_only_ids. What cannot be told is NaN.

    Raises:
        ValueError: when the judged sample is not given.
    """
    if judged not in given:
        raise ValueError(f"verdicts rest on the sample {judged}, which is not given; there is {', '.join(given)}")
    parts = []
    for sample, table in given.items():
        decisions = list_decisions(table, codes, themes)
        scores = score_decisions(decisions, themes)
        ends = pd.DataFrame(_measure_reliability(decisions, themes, resamples, seed), columns=list(_ENDS))
        coded = scores["theme"].map(decisions["theme"].value_counts())
        coded = coded.mask(scores["theme"].isin([MICRO, MACRO]), decisions["measure_id"].nunique()).fillna(0)
        parts.append(scores.join(ends).assign(sample=sample, coded=coded.astype("int64")))
    complete = pd.concat(parts)
    rows = complete[complete["sample"] == judged]
    verdicts = {theme: judge_alpha(a, n) for theme, a, n in rows[["theme", "alpha", "n"]].itertuples(index=False)}
    verdicts |= {MICRO: "", MACRO: ""}
    complete = complete.assign(verdict=complete["theme"].map(verdicts).astype("str"))
    order = ["theme", "sample", "n", "coded", *_ORDER[1:], "verdict", *_IDS]
    table = complete.sort_index(kind="stable")[order].reset_index(drop=True)
    return table.astype(dict.fromkeys(_IDS, "str"))


def score_plans(
    given: Mapping[str, pd.DataFrame],
    codes: Sequence[Record],
    themes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Agreement on all themes of the measures of each plan together.

    Returns:
        plan_id (in the order of the codes), sample, then the columns of `score_validity` but for verdict, coded being
        the plan's measures that readers coded.
    """
    rows = []
    for plan_id in dict.fromkeys(record["document"] for record in codes):
        records = [record for record in codes if record["document"] == plan_id]
        for sample, table in given.items():
            decisions = list_decisions(table, records, themes)
            scores = score_decisions(decisions, themes)
            cells = _tabulate_pairs(decisions, themes).sum(axis=1)
            ends = _bound(cells.sum(axis=0), resample_tables(cells, resamples, seed))
            row = {"plan_id": plan_id, "sample": sample, "coded": len(cells)} | dict(zip(_ENDS, ends, strict=True))
            rows.append(scores[scores["theme"] == MICRO].assign(**row))
    order = ["plan_id", "sample", "n", "coded", *_ORDER[1:], *_IDS]
    return pd.concat(rows, ignore_index=True)[order] if rows else pd.DataFrame(columns=order)


def score_main_themes(
    given: Mapping[str, pd.DataFrame],
    codes: Sequence[Record],
    themes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """How often the first theme by rules is the first by readers; alpha over all themes (nominal).

    Args:
        given: by sample, measure_id, rank, theme.

    Returns:
        One row per sample: sample, n (measures), right, share, lower, upper (Wilson), alpha, alpha_lower, alpha_upper,
        differing_ids (measures). A measure without any theme by the rules has a value of its own.
    """
    # The value "" stands for no theme at all.
    lists = {sample: list_main_themes(table, codes).fillna({"rules": ""}) for sample, table in given.items()}
    return _compare_codes(lists, ["", *themes], "nominal", resamples, seed)


def score_commitment_codes(
    given: Mapping[str, pd.DataFrame],
    codes: Sequence[Record],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """How often the commitment of an element is the readers'; alpha in the order of strength (ordinal).

    Args:
        given: by sample, measure_id, position, commitment.

    Returns:
        The columns of `score_main_themes`, n being elements. Elements that the tables lack are wrong; alpha, which
        needs two codes, leaves them out. Whole measures are resampled.
    """
    lists = {sample: list_commitments(table, codes) for sample, table in given.items()}
    return _compare_codes(lists, STRENGTH, "ordinal", resamples, seed)


def _measure_reliability(
    decisions: pd.DataFrame, themes: Sequence[str], resamples: int, seed: int
) -> list[tuple[float, ...]]:
    """The columns _ENDS for each theme and the two summaries; all of them from the same resampled measures."""
    cells = _tabulate_pairs(decisions, themes)
    pairs, draws = cells.sum(axis=0), resample_tables(cells, resamples, seed)
    rows = [_bound(one, own) for one, own in zip(pairs, draws.swapaxes(0, 1), strict=True)]
    rows.append(_bound(pairs.sum(axis=0), draws.sum(axis=1)))
    used = pairs[:, :, 1].sum(axis=1) > 0
    return [*rows, (*_macro(_f1_of, pairs, draws, used)[1:], *_macro(alpha_of_pairs, pairs, draws, used))]


def _bound(pairs: Numbers, draws: Numbers) -> tuple[float, ...]:
    """The columns _ENDS of one table of yes and no."""
    interval = f1_interval(pairs[1, 1], pairs[0, 1] + pairs[1, 0], draws)
    return (*interval, float(alpha_of_pairs(pairs)), *alpha_interval(pairs, draws))


def _macro(
    statistic: Callable[[Numbers], Numbers], pairs: Numbers, draws: Numbers, used: npt.NDArray[np.bool_]
) -> tuple[float, ...]:
    """The mean of a statistic over the themes that readers used, and its interval; undefined themes count as 0."""
    if not used.any():
        return (float("nan"),) * 3
    estimate = np.nan_to_num(statistic(pairs[used])).mean()
    values = statistic(draws[:, used])
    present = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        means = np.nan_to_num(values).sum(axis=1) / present.sum(axis=1)
    return (float(estimate), *(float(end) for end in percentile_interval(np.nan_to_num(means))))


def _f1_of(pairs: Numbers) -> Numbers:
    with np.errstate(invalid="ignore"):
        f1: Numbers = 2 * pairs[..., 1, 1] / (pairs[..., 1, :].sum(axis=-1) + pairs[..., :, 1].sum(axis=-1))
    return f1


def _tabulate_pairs(decisions: pd.DataFrame, themes: Sequence[str]) -> Numbers:
    """For each coded measure and theme a table of rules by readers, no before yes: (measures, themes, 2, 2)."""
    measures, measure_ids = pd.factorize(decisions["measure_id"])
    cells = np.zeros((len(measure_ids), len(themes), 2, 2))
    places = pd.Index(list(themes), dtype="str").get_indexer(pd.Index(decisions["theme"]))
    np.add.at(cells, (measures, places, decisions["rules"].astype(int), decisions["readers"].astype(int)), 1)
    return cells


def _compare_codes(
    lists: Mapping[str, pd.DataFrame], values: Sequence[str], level: Level, resamples: int, seed: int
) -> pd.DataFrame:
    rows = []
    for sample, decisions in lists.items():
        known = decisions.dropna(subset=["rules"])
        measures, measure_ids = pd.factorize(known["measure_id"])
        cells = np.zeros((len(measure_ids), len(values), len(values)))
        order = pd.Index(list(values), dtype="str")
        rules, readers = (order.get_indexer(pd.Index(known[name])) for name in ("rules", "readers"))
        np.add.at(cells, (measures, rules, readers), 1)
        pairs = cells.sum(axis=0)
        lower, upper = alpha_interval(pairs, resample_tables(cells, resamples, seed), level)
        ends = {"alpha": float(alpha_of_pairs(pairs, level)), "alpha_lower": lower, "alpha_upper": upper}
        differing = join_ids(decisions.loc[decisions["rules"].ne(decisions["readers"]), "measure_id"])
        rows.append(summarise_right(decisions).assign(sample=sample, **ends, differing_ids=differing))
    columns = ["sample", "n", "right", "share", "lower", "upper", *_ENDS[2:], "differing_ids"]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)
