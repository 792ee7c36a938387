"""Measures by words as TF-IDF weights, from which clusters and topics are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

LEAST_MEASURES = 3


@dataclass(frozen=True, slots=True)
class WordWeights:
    """Sparse weights (measures × words), every row of length 1, with the names of rows and columns in sorted order."""

    measure_ids: Sequence[str]
    plan_ids: npt.NDArray[np.str_]
    words: Sequence[str]
    weights: csr_array


def weigh_words(words: pd.DataFrame, least_measures: int = LEAST_MEASURES, administrative: bool = False) -> WordWeights:
    """What each word weighs in each measure: 1 + ln of its count, times its inverse document frequency.

    Source: Manning, C. D., Raghavan, P. & Schütze, H. (2008), Introduction to information retrieval, 117-127, in the
    smoothed form of scikit-learn's TfidfTransformer.

    Args:
        words: what `keyness.select_words` gives; the order of its rows does not matter. least_measures: words of fewer
            measures are left out, since they join nothing. administrative: whether verbs of administration (実施, 推進)
            are kept; they say how a measure is carried out and not what it is about.

    Returns:
        The weights; a measure that has none of the words that are left has no row.
    """
    own = words if administrative else words[~words["administrative"].astype(bool)]
    spread = own.groupby("word")["measure_id"].nunique()
    own = own[own["word"].isin(spread.index[spread >= least_measures])]
    measures, columns = (pd.Categorical(own[name], sorted(own[name].unique())) for name in ("measure_id", "word"))
    shape = (len(measures.categories), len(columns.categories))
    counts = csr_array((np.ones(len(own)), (measures.codes, columns.codes)), shape=shape)
    counts.sum_duplicates()
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts) if len(own) else counts
    plan_of = own.drop_duplicates("measure_id").set_index("measure_id")["plan_id"]
    plan_ids = plan_of.loc[measures.categories].to_numpy(dtype=np.str_)
    return WordWeights(measures.categories.tolist(), plan_ids, columns.categories.tolist(), csr_array(weights))
