"""Which measure has what how often, as a sparse table, and the way back from its columns to the measures."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from kyodo_analysis.analysis.showing.labels import join_ids


def tabulate_occurrences(occurrences: pd.DataFrame, counted: pd.DataFrame, names: pd.DataFrame) -> sparse.csr_array:
    """How often each measure has each name: (measures, names); only what occurs takes up memory.

    Args:
        occurrences: measure_id, name; one row per occurrence. counted: measure_id of the measures that count, in the
            order of the rows. names: name, in the order of the columns. What is in neither is left out.

    >>> rows = pd.DataFrame({"measure_id": ["p/1", "p/1", "p/3"], "name": ["地域", "地域", "地域"]})
    >>> counted, names = pd.DataFrame({"measure_id": ["p/1", "p/2"]}), pd.DataFrame({"name": ["地域", "情報"]})
    >>> tabulate_occurrences(rows, counted, names).toarray().tolist()
    [[2.0, 0.0], [0.0, 0.0]]
    """
    rows = pd.Index(counted["measure_id"]).get_indexer(pd.Index(occurrences["measure_id"]))
    columns = pd.Index(names["name"]).get_indexer(pd.Index(occurrences["name"]))
    known = (rows >= 0) & (columns >= 0)
    shape = (len(counted), len(names))
    return sparse.csr_array((np.ones(int(known.sum())), (rows[known], columns[known])), shape=shape)


def gather_measures(has: sparse.csr_array, measure_ids: pd.Series) -> pd.DataFrame:
    """For each column of such a table, how many measures have anything in it, and which.

    Args:
        has: (measures, columns). measure_ids: of the rows.

    Returns:
        measures, measure_ids (see `labels.join_ids`), a row per column.

    >>> gather_measures(sparse.csr_array([[1.0, 0.0], [2.0, 0.0]]), pd.Series(["p/1", "p/2"])).values.tolist()
    [[2, 'p/1 p/2'], [0, '']]
    """
    columns, ids = has.tocsc(), measure_ids.to_numpy()
    columns.eliminate_zeros()
    starts = columns.indptr
    cells = [np.sort(columns.indices[starts[one] : starts[one + 1]]) for one in range(columns.shape[1])]
    return pd.DataFrame(
        {
            "measures": pd.Series([len(rows) for rows in cells], dtype="int64"),
            "measure_ids": pd.Series([join_ids(ids[rows]) for rows in cells], dtype="str"),
        }
    )
