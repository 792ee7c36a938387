"""Topics of the measures by non-negative matrix factorisation, with how stable they are."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import SEED, Numbers
from kyodo_analysis.analysis.structure.clusters import STABILITY_COLUMNS, describe_stability
from kyodo_analysis.analysis.structure.stability import (
    BOOTSTRAPS,
    LEAST_JACCARD,
    Agreement,
    Draw,
    assess,
    draw_runs,
)
from kyodo_analysis.analysis.structure.word_weights import WordWeights

TOPICS = "topics"
TOP_WORDS = 10

_TOPICS = ("topic", "rank", "word", "weight", "count", "jaccard", "stable", "measure_ids")
_MEMBERS = ("measure_id", "plan_id", "cluster", "weight", "stable", "measure_ids")
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Topics:
    """Three tables.

    stability: as in `clusters.Clustering`; the value is the mean Jaccard similarity of matched topics' top words,
        cosine that of their weights.
    topics: one row per topic (the one that leads most measures first) and top word, heaviest first: topic (from 1),
        rank, word, weight (1 for the heaviest word), count (measures that the topic leads and that have the word),
        jaccard (mean, under the criterion that is hardest on the topic), stable, measure_ids.
    members: measure_id, plan_id, cluster (the topic that leads it), weight (its share of all topics in the measure),
        stable, measure_ids. A measure in which no topic is found has no row.
    """

    stability: pd.DataFrame
    topics: pd.DataFrame
    members: pd.DataFrame


def find_topics(weights: WordWeights, *, bootstraps: int = BOOTSTRAPS, seed: int = SEED) -> Topics:
    """Topics as sets of words that go together, at the number from 2 to 10 that is most stable.

    The reference starts from the singular vectors (NNDSVD), which involves no chance; "seeds" are random starts, and so
    ask whether another start would have found the same topics.

    Source: Greene, D., O'Callaghan, D. & Cunningham, P. (2014), How many topics? Stability analysis for topic models,
    ECML PKDD 2014, LNAI 8724, 498-513, with the plain Jaccard index of the top words; start: Boutsidis, C. &
    Gallopoulos, E. (2008), SVD based initialization, Pattern Recognition 41, 1350-1362.

    Args:
        weights: what `word_weights.weigh_words` gives.
    """
    whole = weights.weights

    def fit(run: Draw) -> Callable[[int], Numbers | None]:
        rows = whole[run.rows]

        def factorise(k: int) -> Numbers | None:
            return None if min(rows.shape) <= k else _factorise(rows, k, run.seed, random=run.criterion == "seeds")[1]

        return factorise

    runs = draw_runs(weights.plan_ids, bootstraps=bootstraps, seed=seed)
    found = assess(fit, match_topics, runs, LEAST_JACCARD)
    ids = np.asarray(weights.measure_ids, dtype=object)
    if found is None:
        nothing = pd.DataFrame(columns=list(STABILITY_COLUMNS))
        return Topics(nothing, pd.DataFrame(columns=list(_TOPICS)), pd.DataFrame(columns=list(_MEMBERS)))
    loads, _ = _factorise(whole, found.chosen, runs[0].seed, random=False)
    led = loads.sum(axis=1) > 0
    leading = np.where(led, loads.argmax(axis=1), -1)
    order = np.lexsort((np.arange(found.chosen), -np.bincount(leading[led], minlength=found.chosen)))
    places = np.append(np.argsort(order), -1)
    rows = []
    for number, topic in enumerate(order):
        component = found.model[topic]
        for rank, column in enumerate(_top_words(component), start=1):
            behind = (leading == topic) & (whole[:, [column]].toarray().ravel() > 0)
            rows.append(
                {
                    "topic": number + 1,
                    "rank": rank,
                    "word": weights.words[column],
                    "weight": component[column],
                    "count": int(behind.sum()),
                    "jaccard": found.parts[topic],
                    "stable": found.stable_parts[topic],
                    "measure_ids": join_ids(ids[behind]),
                }
            )
    members = pd.DataFrame(
        {
            "measure_id": ids[led],
            "plan_id": weights.plan_ids[led],
            "cluster": places[leading[led]] + 1,
            "weight": (loads[led].max(axis=1) / loads[led].sum(axis=1)).round(_DIGITS),
            "stable": found.stable_parts[leading[led]],
            "measure_ids": ids[led],
        }
    )
    stability = describe_stability(found.table, TOPICS, "Jaccard of top words", ids)
    return Topics(stability, pd.DataFrame(rows, columns=list(_TOPICS)), members)


def match_topics(reference: Numbers, other: Numbers) -> Agreement:
    """How alike two sets of topics are when each topic is paired with its best counterpart.

    Args:
        reference, other: (topics, words), both of the same words.

    Returns:
        The mean Jaccard similarity of the paired topics' top words, that of each topic of the first, and the mean
        cosine of the pairs.

    >>> one, other = np.eye(2, 30), np.eye(2, 30)[::-1]
    >>> match_topics(one, other).value, match_topics(one, other).cosine
    (1.0, 1.0)
    """
    sets, others = ([set(_top_words(topic)) for topic in topics] for topics in (reference, other))
    jaccard = np.array([[len(one & two) / max(len(one | two), 1) for two in others] for one in sets])
    rows, columns = linear_sum_assignment(jaccard, maximize=True)
    own, its = reference[rows], other[columns]
    lengths = np.linalg.norm(own, axis=1) * np.linalg.norm(its, axis=1)
    cosines = (own * its).sum(axis=1) / np.where(lengths > 0, lengths, 1)
    parts = jaccard[rows, columns]
    return Agreement(float(parts.mean()), parts, float(cosines.mean()))


def _factorise(rows: Numbers, k: int, seed: int, *, random: bool) -> tuple[Numbers, Numbers]:
    """Loads of the topics in the measures, and their components with 1 for the heaviest word."""
    model = NMF(k, init="random" if random else "nndsvda", random_state=seed, tol=1e-3, max_iter=200)
    # The error of a perfect fit may come out a hair below 0, of which scikit-learn takes the root.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        # What has not settled after 200 rounds is compared as it stands.
        warnings.simplefilter("ignore", ConvergenceWarning)
        loads = model.fit_transform(rows)
    heaviest = np.maximum(model.components_.max(axis=1), np.finfo(float).tiny)
    # Rounded, so that other sums of the same fractions cannot reorder words or measures.
    return (loads * heaviest).round(_DIGITS), (model.components_ / heaviest[:, np.newaxis]).round(_DIGITS)


def _top_words(topic: Numbers) -> list[int]:
    """The columns of the heaviest words, equal ones in the order of the words; words without weight are none."""
    order = np.lexsort((np.arange(len(topic)), -topic))[:TOP_WORDS]
    return [int(column) for column in order if topic[column] > 0]
