"""Whether groups that a method finds are in the texts or in the method: the same again under other circumstances.

A method finds groups in anything. Here it is run again and again: from other starting points ("seeds"), with the rows
in another order ("row order"), without one plan ("left-out plan"), and on measures drawn with replacement
("bootstrap"). What the runs agree on is a finding; if they agree on nothing, that is the finding.

The number of groups is the one at which the weakest of the four agreements is strongest. It is not chosen by eye, and
being the best of nine it flatters itself a little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from kyodo_analysis.analysis.statistics.uncertainty import SEED, Numbers

CRITERIA = ("seeds", "row order", "left-out plan", "bootstrap")
NUMBERS_OF_GROUPS = tuple(range(2, 11))
SEEDS, ORDERS, LEFT_OUT, BOOTSTRAPS = 4, 2, 10, 10

LEAST_RAND = 0.80
"""Adjusted Rand index from which two partitions agree well: Steinley, D. (2004), Properties of the Hubert-Arabie
adjusted Rand index, Psychological Methods 9, 386-396 (.90 excellent, .80 good, .65 moderate)."""

LEAST_JACCARD = 0.75
"""Mean Jaccard similarity from which a cluster is valid and stable: Hennig, C. (2007), Cluster-wise assessment of
cluster stability, Computational Statistics & Data Analysis 52, 258-271, with the manual of his R package fpc
(clusterboot). Topics have no limit of their own in the literature; the same is taken for their sets of top words."""

_DIGITS = 6

Indexes = npt.NDArray[np.intp]
Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class Draw:
    """One run: which measures (row numbers, in their order, some perhaps several times) and which starting point."""

    criterion: str
    rows: Indexes
    seed: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well a run agrees with the reference: as a whole, and for each group of the reference (NaN if absent)."""

    value: float
    parts: Numbers
    cosine: float = float("nan")


@dataclass(frozen=True, slots=True)
class Assessment(Generic[Model]):
    """Stability at each number of groups (see `assess`), the chosen number, its groups and how stable each one is."""

    table: pd.DataFrame
    chosen: int
    model: Model
    parts: Numbers

    @property
    def stable_parts(self) -> npt.NDArray[np.bool_]:
        """The groups that come again under every circumstance, whatever becomes of the others."""
        return self.parts >= LEAST_JACCARD


def draw_runs(
    plan_ids: Sequence[str] | npt.NDArray[np.str_],
    *,
    seeds: int = SEEDS,
    orders: int = ORDERS,
    bootstraps: int = BOOTSTRAPS,
    seed: int = SEED,
) -> list[Draw]:
    """The reference run (criterion "reference") first, then the others by criterion.

    Each plan is left out once, alone where there are no more than ten, else with others.

    >>> runs = draw_runs(["a", "b", "b"], seeds=1, orders=1, bootstraps=1, seed=1)
    >>> [(run.criterion, len(run.rows)) for run in runs]
    [('reference', 3), ('seeds', 3), ('row order', 3), ('left-out plan', 2), ('left-out plan', 1), ('bootstrap', 3)]
    """
    labels, whole = np.asarray(plan_ids, dtype=np.str_), np.arange(len(plan_ids))
    generator = np.random.default_rng(seed)
    start = seed % 2**31
    runs = [Draw("reference", whole, start)]
    runs += [Draw("seeds", whole, start + number) for number in range(1, seeds + 1)]
    runs += [Draw("row order", generator.permutation(whole), start) for _ in range(orders)]
    names = np.unique(labels)
    if len(names) > 1:
        folds = np.array_split(names, min(len(names), LEFT_OUT))
        runs += [Draw("left-out plan", np.flatnonzero(~np.isin(labels, fold)), start) for fold in folds]
    runs += [Draw("bootstrap", np.sort(generator.choice(whole, len(whole))), start) for _ in range(bootstraps)]
    return runs


def assess(
    fit: Callable[[Draw], Callable[[int], Model | None]],
    compare: Callable[[Model, Model], Agreement],
    runs: Sequence[Draw],
    threshold: float,
    numbers: Iterable[int] = NUMBERS_OF_GROUPS,
) -> Assessment[Model] | None:
    """Run a method at each number of groups and under each circumstance; None where it can be run at no number.

    Args:
        fit: prepares a run and gives what finds so many groups in it, or None where it has too little for so many.
        compare: how well the second agrees with the first, the reference. threshold: from which a value is stable.

    Returns:
        table: k, criterion, value (mean over the runs), lower, upper (lowest and highest run), cosine (mean; missing
        where `compare` gives none), runs, threshold, weakest (the criterion with the least value at this k, the one
        that counts), verdict (stable or unstable), chosen. parts: for each group of the chosen model the mean of its
        agreement under the criterion that is hardest on it.
    """
    reference = fit(runs[0])
    models = {k: model for k in numbers if (model := reference(k)) is not None}
    found: dict[tuple[int, str], list[Agreement]] = {}
    for run in runs[1:]:
        find = fit(run)
        for k, model in models.items():
            other = find(k)
            if other is not None:
                found.setdefault((k, run.criterion), []).append(compare(model, other))
    rows = [
        (k, criterion, *_summarise(found[k, criterion]), len(found[k, criterion]), threshold)
        for k in models
        for criterion in CRITERIA
        if (k, criterion) in found
    ]
    columns = ["k", "criterion", "value", "lower", "upper", "cosine", "runs", "threshold"]
    if not rows:
        return None
    table = pd.DataFrame(rows, columns=columns)
    weakest = table.loc[table.groupby("k")["value"].idxmin()]
    chosen = int(weakest.sort_values(["value", "k"], ascending=[False, True])["k"].iloc[0])
    table["weakest"] = table.index.isin(weakest.index)
    table["verdict"] = np.where(table["value"] >= threshold, "stable", "unstable")
    table["chosen"] = table["k"] == chosen
    parts = np.min([_mean_parts(own) for (k, _), own in sorted(found.items()) if k == chosen], axis=0)
    return Assessment(table, chosen, models[chosen], parts)


def compare_partitions(reference: Indexes, other: Indexes) -> Agreement:
    """The adjusted Rand index of two partitions, and for each cluster of the first the best Jaccard in the second.

    Things that one of the runs did not have (label -1) are left out of both.

    Source: Hubert, L. & Arabie, P. (1985), Comparing partitions, Journal of Classification 2, 193-218; Hennig (2007).

    >>> found = compare_partitions(np.array([0, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 1]))
    >>> round(found.value, 3), found.parts.round(3).tolist()
    (0.167, [0.667, 0.667])
    """
    both = (reference >= 0) & (other >= 0)
    own, its = reference[both], other[both]
    table = np.zeros((reference.max() + 1, max(int(its.max(initial=0)), 0) + 1))
    np.add.at(table, (own, its), 1)
    union = table.sum(axis=1, keepdims=True) + table.sum(axis=0) - table
    with np.errstate(invalid="ignore"):
        parts = np.where(table.sum(axis=1) > 0, (table / np.where(union > 0, union, 1)).max(axis=1), np.nan)
    return Agreement(float(adjusted_rand_score(own, its)), parts)


def number_by_size(labels: Indexes) -> Indexes:
    """Clusters numbered from the largest, equal ones by their first member; -1 stays.

    >>> number_by_size(np.array([2, 0, 0, -1, 1])).tolist()
    [1, 0, 0, -1, 2]
    """
    names, first, counts = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = names[np.lexsort((first, -counts))]
    places = np.full(int(labels.max(initial=-1)) + 2, -1)
    places[order] = np.arange(len(order))
    return places[labels]


def _summarise(found: Sequence[Agreement]) -> tuple[float, float, float, float]:
    values = [agreement.value for agreement in found]
    numbers = (np.mean(values), min(values), max(values), np.mean([agreement.cosine for agreement in found]))
    mean, lower, upper, cosine = (round(float(number), _DIGITS) for number in numbers)
    return mean, lower, upper, cosine


def _mean_parts(found: Sequence[Agreement]) -> Numbers:
    """The mean of each part over the runs that had it; 0 where no run had it."""
    stacked = np.array([agreement.parts for agreement in found])
    given = ~np.isnan(stacked)
    means: Numbers = np.where(given, stacked, 0.0).sum(axis=0) / np.maximum(given.sum(axis=0), 1)
    return means.round(_DIGITS)
