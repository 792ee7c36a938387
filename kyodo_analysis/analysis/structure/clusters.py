"""Clusters of measures by their words, and of words by their measures, with how stable they are.

k-means on the first ten singular vectors of the weights (latent semantic analysis), rows of length 1, so that distance
is that of cosines. On the weights themselves, where most rows have next to no word in common, it is less stable still.
It is scipy's, which uses no threads and so gives the same everywhere. Hierarchical methods would need memory that grows
with the square of the measures.

Source: Deerwester, S. et al. (1990), Indexing by latent semantic analysis, Journal of the American Society for
Information Science 41, 391-407.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.cluster.vq import kmeans2
from scipy.sparse import csr_array
from sklearn.decomposition import TruncatedSVD
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.preprocessing import normalize

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import SEED, SHUFFLES, Numbers, shuffle_blocks
from kyodo_analysis.analysis.structure.stability import (
    BOOTSTRAPS,
    LEAST_RAND,
    NUMBERS_OF_GROUPS,
    Assessment,
    Draw,
    Indexes,
    assess,
    compare_partitions,
    draw_runs,
    number_by_size,
)
from kyodo_analysis.analysis.structure.word_weights import WordWeights

MEASURES, WORDS = "clusters of measures", "clusters of words"

# Many starts are compared after a few rounds, by when most of the spread is gone, and the best ones go on.
_STARTS, _ROUNDS = 20, 3
_KEPT, _MORE_ROUNDS = 4, 12
# As many as there can be groups at most, so that so many can be told apart.
_AXES = max(NUMBERS_OF_GROUPS)
_SHOWN_WORDS = 8
STABILITY_COLUMNS = (
    *("method", "k", "criterion", "statistic", "value", "lower", "upper", "cosine", "runs", "threshold"),
    *("weakest", "verdict", "chosen", "measure_ids"),
)
_CLUSTERS = ("cluster", "count", "n", "share", "jaccard", "stable", "words", "plans", "measure_ids")


@dataclass(frozen=True, slots=True)
class Clustering:
    """Three tables.

    stability: method, k, criterion, statistic, value (mean over the runs), lower, upper (lowest and highest run),
        cosine (missing), runs, threshold, weakest, verdict, chosen (see `stability.assess`), measure_ids.
    clusters: one row per cluster at the chosen k, the largest first: cluster (from 1), count, n (all that were
        clustered), share, jaccard (see `stability.assess`), stable (and no more than half of all: what is left beside
        the other clusters is like itself by its size alone), words (the most typical ones, blanks between), plans
        (how many of its measures are whose), measure_ids.
    members: measure_id, plan_id (or word, measures), cluster, stable, measure_ids.
    """

    stability: pd.DataFrame
    clusters: pd.DataFrame
    members: pd.DataFrame


def cluster_measures(weights: WordWeights, *, bootstraps: int = BOOTSTRAPS, seed: int = SEED) -> Clustering:
    """Measures that use the same words, at the number of clusters from 2 to 10 that is most stable.

    Args:
        weights: what `word_weights.weigh_words` gives.
    """
    whole = weights.weights

    def fit(run: Draw) -> Callable[[int], Indexes | None]:
        return partial(_cluster, _reduce(whole[run.rows], run.seed), run.rows, whole.shape[0], run.seed)

    runs = draw_runs(weights.plan_ids, bootstraps=bootstraps, seed=seed)
    found = assess(fit, compare_partitions, runs, LEAST_RAND)
    ids = np.asarray(weights.measure_ids, dtype=object)
    members = pd.DataFrame({"measure_id": ids, "plan_id": weights.plan_ids}).astype("str")
    if found is None:
        return _nothing(members)
    members = _put_clusters(members, found).assign(measure_ids=ids)
    contrast = _contrast(whole, found.model)
    rows = []
    for number in range(len(found.parts)):
        mine = found.model == number
        plans = pd.Series(weights.plan_ids[mine]).value_counts().sort_index()
        typical = np.lexsort((np.arange(len(weights.words)), -contrast[number]))[:_SHOWN_WORDS]
        rows.append(
            {
                "words": " ".join(weights.words[column] for column in typical if contrast[number, column] > 0),
                "plans": ", ".join(f"{plan_id} {count}" for plan_id, count in plans.items()),
                "measure_ids": join_ids(ids[mine]),
            }
        )
    return Clustering(
        describe_stability(found.table, MEASURES, "adjusted Rand index", ids),
        _describe(found, pd.DataFrame(rows)),
        members,
    )


def cluster_words(weights: WordWeights, *, bootstraps: int = BOOTSTRAPS, seed: int = SEED) -> Clustering:
    """Words that stand in the same measures, at the number of clusters from 2 to 10 that is most stable.

    The measure is left out or drawn here too; a word that is then in no measure takes no part in the run. In another
    row order it is the words that change places.

    Args:
        weights: what `word_weights.weigh_words` gives.
    """
    whole = weights.weights

    def fit(run: Draw) -> Callable[[int], Indexes | None]:
        profiles = csr_array(whole[run.rows].T)
        present = np.flatnonzero(np.diff(profiles.indptr))
        if run.criterion == "row order":
            present = np.random.default_rng(run.rows).permutation(present)
        return partial(_cluster, _reduce(profiles[present], run.seed), present, whole.shape[1], run.seed)

    runs = draw_runs(weights.plan_ids, bootstraps=bootstraps, seed=seed)
    found = assess(fit, compare_partitions, runs, LEAST_RAND)
    ids = np.asarray(weights.measure_ids, dtype=object)
    by_word = whole.tocsc()
    having = [by_word.indices[by_word.indptr[column] : by_word.indptr[column + 1]] for column in range(whole.shape[1])]
    members = pd.DataFrame({"word": weights.words, "measures": [len(rows) for rows in having]})
    if found is None:
        return _nothing(members)
    members = _put_clusters(members, found).assign(measure_ids=[join_ids(ids[np.sort(rows)]) for rows in having])
    weight = np.asarray(whole.sum(axis=0)).ravel()
    rows = []
    for number in range(len(found.parts)):
        mine = np.flatnonzero(found.model == number)
        heaviest = mine[np.lexsort((mine, -weight[mine].round(6)))][:_SHOWN_WORDS]
        behind = np.unique(np.concatenate([having[column] for column in mine]))
        plans = pd.Series(weights.plan_ids[behind]).value_counts().sort_index()
        rows.append(
            {
                "words": " ".join(weights.words[column] for column in heaviest),
                "plans": ", ".join(f"{plan_id} {count}" for plan_id, count in plans.items()),
                "measure_ids": join_ids(ids[behind]),
            }
        )
    return Clustering(
        describe_stability(found.table, WORDS, "adjusted Rand index", ids),
        _describe(found, pd.DataFrame(rows)),
        members,
    )


def compare_with_plans(members: pd.DataFrame, *, shuffles: int = SHUFFLES // 10, seed: int = SEED) -> pd.DataFrame:
    """Whether clusters of measures merely reproduce the plans in which the measures stand.

    Source: Vinh, N. X., Epps, J. & Bailey, J. (2010), Information theoretic measures for clusterings comparison,
    Journal of Machine Learning Research 11, 2837-2854: adjusted mutual information, 0 where clusters and plans have no
    more in common than chance gives, 1 where they are the same.

    Args:
        members: measure_id, plan_id and cluster.

    Returns:
        One row (none without members): k (clusters), plans, n (measures), ami, p (shuffled plan labels, one-sided),
        largest_share (mean over the measures: the share of the cluster's commonest plan), measure_ids.
    """
    columns = ["k", "plans", "n", "ami", "p", "largest_share", "measure_ids"]
    if members.empty:
        return pd.DataFrame(columns=columns)
    plans = members["plan_id"].to_numpy(dtype=np.str_)
    clusters = np.unique(members["cluster"], return_inverse=True)[1]
    names, codes = np.unique(plans, return_inverse=True)
    k = int(clusters.max()) + 1

    def shared(dealt: Indexes) -> Numbers:
        """n log n summed over the cells, in which alone the mutual information of shuffled labels differs."""
        rows = np.arange(len(dealt))[:, np.newaxis]
        cells = np.bincount(((rows * len(names) + dealt) * k + clusters).ravel(), minlength=rows.size * len(names) * k)
        logs: Numbers = (cells * np.log(np.maximum(cells, 1))).reshape(len(dealt), -1).sum(axis=1)
        return logs

    observed = shared(codes[np.newaxis, :])[0]
    reached = sum(int((shared(dealt) >= observed - 1e-9).sum()) for dealt in shuffle_blocks(plans, shuffles, seed))
    row = {
        "k": k,
        "plans": len(names),
        "n": len(members),
        "ami": round(float(adjusted_mutual_info_score(plans, clusters)), 6),
        "p": (reached + 1) / (shuffles + 1),
        "largest_share": float(pd.crosstab(clusters, plans).max(axis=1).sum() / len(members)),
        "measure_ids": join_ids(members["measure_id"]),
    }
    return pd.DataFrame([row], columns=columns)


def describe_stability(table: pd.DataFrame, method: str, statistic: str, measure_ids: np.ndarray) -> pd.DataFrame:
    """The table of an assessment with its method, its statistic and the measures behind it."""
    own = table.assign(method=method, statistic=statistic, measure_ids=join_ids(measure_ids))
    return own[list(STABILITY_COLUMNS)]


def _reduce(rows: csr_array, seed: int) -> Numbers:
    """The rows on their first singular vectors, of length 1 again."""
    axes = min(_AXES, min(rows.shape) - 1)
    if axes < 1:
        return np.zeros((rows.shape[0], 1))
    with np.errstate(invalid="ignore"):  # where all rows are one, no axis explains any share of a variance of 0
        placed: Numbers = normalize(TruncatedSVD(axes, random_state=seed).fit_transform(rows))
    return placed


def _cluster(places: Numbers, rows: Indexes, size: int, seed: int, k: int) -> Indexes | None:
    """The cluster of each of `size` things, -1 for those without a place; None where there are not even k + 1 places.

    Args:
        places: one row for each of `rows`, which are the numbers of the things (some perhaps several times).
    """
    if len(np.unique(places.round(6), axis=0)) <= k:
        return None
    generator = np.random.default_rng(seed)

    def spread(start: tuple[Numbers, Indexes]) -> float:
        centres, found = start
        return round(float(((places - centres[found]) ** 2).sum()), 6)

    with warnings.catch_warnings():
        # A start may leave a cluster empty; another one will have the smaller spread.
        warnings.simplefilter("ignore", UserWarning)
        starts = [kmeans2(places, k, iter=_ROUNDS, minit="++", rng=generator) for _ in range(_STARTS)]
        kept = sorted(starts, key=spread)[:_KEPT]
        ends = [kmeans2(places, centres, iter=_MORE_ROUNDS, minit="matrix") for centres, _ in kept]
    labels = np.full(size, -1)
    labels[rows] = min(ends, key=spread)[1]
    return number_by_size(labels)


def _contrast(weights: csr_array, labels: Indexes) -> np.ndarray:
    """Mean weight of each word inside a cluster minus outside it: (clusters, words)."""
    inside = (labels[:, np.newaxis] == np.arange(labels.max() + 1)).astype(np.float64)
    sums, size = inside.T @ weights, inside.sum(axis=0)[:, np.newaxis]
    rest = np.maximum(len(labels) - size, 1)
    contrast: np.ndarray = sums / np.maximum(size, 1) - (np.asarray(weights.sum(axis=0)).ravel() - sums) / rest
    return contrast.round(6)


def _put_clusters(members: pd.DataFrame, found: Assessment[Indexes]) -> pd.DataFrame:
    return members.assign(cluster=found.model + 1, stable=_say_stable(found)[found.model])


def _say_stable(found: Assessment[Indexes]) -> npt.NDArray[np.bool_]:
    counts = np.bincount(found.model)
    stable: npt.NDArray[np.bool_] = found.stable_parts & (counts <= len(found.model) / 2)
    return stable


def _describe(found: Assessment[Indexes], described: pd.DataFrame) -> pd.DataFrame:
    counts = np.bincount(found.model)
    table = described.assign(
        cluster=np.arange(1, len(counts) + 1),
        count=counts,
        n=len(found.model),
        share=counts / len(found.model),
        jaccard=found.parts,
        stable=_say_stable(found),
    )
    return table[list(_CLUSTERS)]


def _nothing(members: pd.DataFrame) -> Clustering:
    none = members.iloc[:0].assign(
        cluster=np.array([], dtype=np.int64), stable=np.array([], dtype=bool), measure_ids=""
    )
    return Clustering(pd.DataFrame(columns=list(STABILITY_COLUMNS)), pd.DataFrame(columns=list(_CLUSTERS)), none)
