"""What a plan prints more than once (再掲) and statistics should count once: measures, and single bullets of them."""

from __future__ import annotations

import pandas as pd

_MARKED = r"[【（(]\s*再\s*掲\s*[】）)]\s*。?\s*$"


def drop_reprints(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures without those that repeat another one of the same plan; order and index are kept.

    A measure marked 再掲 repeats the one of its plan that has the same title (blanks apart) without the mark. Where all
    measures of that title are marked, the first one stays: the mark says that there is another, and were it not read,
    the measure would be lost.

    Args:
        measures: plan_id, title and reprint, in the order of the plan.

    >>> columns = {"plan_id": ["p"] * 3, "title": ["講座の 充実", "推進員の配置", "講座の充実"]}
    >>> drop_reprints(pd.DataFrame(columns | {"reprint": [False, True, True]}))["title"].tolist()
    ['講座の 充実', '推進員の配置']
    """
    same = pd.DataFrame(
        {
            "plan_id": measures["plan_id"],
            "title": measures["title"].fillna("").str.replace(r"\s+", "", regex=True),
            "marked": measures["reprint"].astype(bool),
        }
    )
    # The unmarked first, else the first in print: that one stays, and with it whatever is not marked.
    first = same.sort_values("marked", kind="stable").groupby(["plan_id", "title"], sort=False)["marked"].head(1).index
    return measures.loc[~same["marked"] | measures.index.isin(first)]


def find_reprinted(elements: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The paragraphs and bullets whose text ends with the mark of a reprint, in measures that are none themselves.

    Whether a measure that is marked as a whole counts is for `drop_reprints` to say; where that keeps it, it keeps its
    contents too.

    Args:
        elements: measure_id and text. measures: measure_id and reprint.

    >>> texts = ["検討します。【再掲】", "再掲します。", "支援(再掲)"]
    >>> elements = pd.DataFrame({"measure_id": ["p/1", "p/1", "p/2"], "text": texts})
    >>> find_reprinted(elements, pd.DataFrame({"measure_id": ["p/1", "p/2"], "reprint": [False, True]})).index.tolist()
    [0]
    """
    whole = measures.loc[measures["reprint"].astype(bool), "measure_id"]
    return elements[elements["text"].fillna("").str.contains(_MARKED) & ~elements["measure_id"].isin(whole)]
