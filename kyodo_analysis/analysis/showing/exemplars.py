"""Measures to read under a finding: the one that stands for it, the one that fits worst, and the nearest without it.

A share says how many; reading says what. Which measures to read is not left to taste: words decide, weighted by how few
measures have them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.statistics.uncertainty import Numbers

TYPICAL, DEVIANT, OPPOSITE = "typical", "deviant", "opposite"

_COLUMNS = ["role", "plan_id", "measure_id", "similarity", "n", "title", "quotation", "lines"]
_LEAST_FOR_DEVIANT = 3


def quote_extremes(
    measures: pd.DataFrame,
    words: pd.DataFrame,
    measure_ids: Iterable[str],
    *,
    others: Collection[str] | None = None,
    around: str | None = None,
    characters: int = 60,
) -> pd.DataFrame:
    """The typical, the deviant and the opposite measure of a finding, quoted with their lines.

    A measure is compared with the mean of the *other* measures of the finding, so that it does not stand for itself: by
    the cosine of TF-IDF vectors (Salton, G. & Buckley, C. 1988, Term-weighting approaches in automatic text retrieval,
    Information Processing & Management 24, 513-523). The typical one has the highest cosine, the deviant one the
    lowest. The opposite one is, among `others`, the closest to the mean of the finding: it speaks of the same, yet has
    not what was found. One measure has no typical, fewer than three have no deviant one.

    Args:
        measures: measure_id, plan_id, title, content, first_line, last_line. words: `keyness.select_words`.
        measure_ids: of the finding. others: the measures among which the opposite one is sought; by default those of
            the plans that the finding does not touch, or where it touches all, all measures outside it.
        around, characters: see `quotations.quote_measures`.

    Returns:
        role (typical, deviant, opposite), plan_id, measure_id, similarity (cosine, 0 to 1), n (measures of the finding
        that were compared), title, quotation, lines; at most one row per role. Measures without words are left out.

    Raises:
        KeyError: for a measure that is not among the measures.
    """
    found = list(dict.fromkeys(measure_ids))
    unknown = sorted(set(found) - set(measures["measure_id"]))
    if unknown:
        raise KeyError(f"{unknown[0]} is not among the measures")
    ids, vectors = _weigh(words, measures["measure_id"])
    inside = np.isin(ids, found)
    n = int(inside.sum())
    total = np.asarray(vectors[inside].sum(axis=0)).ravel() if n else np.zeros(vectors.shape[1])
    chosen: list[tuple[str, str, float]] = []
    if n > 1:
        own = _similarity_to_others(vectors[inside], total)
        chosen.append((TYPICAL, str(ids[inside][own.argmax()]), float(own.max())))
        if n >= _LEAST_FOR_DEVIANT:
            chosen.append((DEVIANT, str(ids[inside][own.argmin()]), float(own.min())))
    sought = np.isin(ids, _outside(measures, found) if others is None else list(others)) & ~inside
    if n and sought.any():
        near = vectors[sought] @ (total / np.linalg.norm(total))
        chosen.append((OPPOSITE, str(ids[sought][near.argmax()]), float(near.max())))
    table = pd.DataFrame(chosen, columns=["role", "measure_id", "similarity"]).astype({"measure_id": "str"})
    if table.empty:
        return pd.DataFrame(columns=_COLUMNS)
    quoted = quote_measures(measures, table["measure_id"], around=around, characters=characters)
    named = quoted.merge(measures[["measure_id", "plan_id"]], on="measure_id", validate="one_to_one")
    return table.merge(named, on="measure_id", validate="many_to_one").assign(n=n)[_COLUMNS]


def _weigh(words: pd.DataFrame, order: pd.Series) -> tuple[np.ndarray, sparse.csr_matrix]:
    """The measures that have words, in the order given, and their TF-IDF vectors of length 1."""
    having = set(words["measure_id"])
    ids = np.array([one for one in order if one in having], dtype=np.str_)
    if not len(ids):
        return ids, sparse.csr_matrix((0, 1))
    place = pd.Series(np.arange(len(ids)), index=ids)
    own = words[words["measure_id"].isin(ids)]
    columns, names = pd.factorize(own["word"], sort=True)
    rows = own["measure_id"].map(place).to_numpy()
    counts = sparse.csr_matrix((np.ones(len(own)), (rows, columns)), shape=(len(ids), len(names)))
    return ids, TfidfTransformer().fit_transform(counts)


def _similarity_to_others(vectors: sparse.csr_matrix, total: Numbers) -> Numbers:
    """The cosine of each vector with the sum of all others."""
    rest = normalize(np.asarray(total[np.newaxis] - vectors.toarray()))
    cosine: Numbers = np.asarray(vectors.multiply(rest).sum(axis=1)).ravel()
    return cosine


def _outside(measures: pd.DataFrame, found: Collection[str]) -> list[str]:
    touched = measures.loc[measures["measure_id"].isin(found), "plan_id"].unique()
    elsewhere: list[str] = measures.loc[~measures["plan_id"].isin(touched), "measure_id"].tolist()
    return elsewhere or measures.loc[~measures["measure_id"].isin(found), "measure_id"].tolist()
