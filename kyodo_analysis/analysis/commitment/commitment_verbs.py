"""The words of the plans that stand behind each commitment code, each with a quotation and its line."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.commitment.commitments import CODES, select_coded
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.resampling import resample_ratios
from kyodo_analysis.analysis.statistics.uncertainty import RESAMPLES, SEED, percentile_interval

_COLUMNS = (
    *("plan_id", "commitment", "verb", "count", "n", "share", "lower", "upper", "measures"),
    *("printed", "quotation", "line", "measure_ids"),
)
_KEY = ["measure_id", "position"]
_UNKNOWN = "*"


def name_predicates(evidence: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """The clause that decides the code of each element, with the predicate it is counted under.

    That is the row of the commitment table that the clause fired, so that 支援します, 支援を行います and a bullet that
    ends in 支援 are one predicate, 支援, and a verb with the object that its row asks for is つくる（場）. A word that
    only the row * covers stands for itself: a noun where the clause is coded do, else the verb.

    Args:
        evidence: the table code_evidence; rows of other schemes and clauses that did not decide are passed over.
        tokens: measure_id, field, position, start, surface, base_form, pos, pos_detail.

    Returns:
        measure_id, position, code, verb, printed (the clause as it stands), line; sorted.
    """
    taken = evidence["scheme"].eq("commitment") & evidence["taken"].astype(bool)
    found = evidence[taken].sort_values(_KEY, ignore_index=True)
    unknown = found[found["rule"] == _UNKNOWN]
    own = unknown.merge(tokens, on=[*_KEY, "field"], suffixes=("", "_of_token"))
    own = own[own["start_of_token"].ge(own["start"]) & own["start_of_token"].lt(own["end"])]
    words = {key: _name_unknown(clause) for key, clause in own.groupby(_KEY)}
    named = [
        words.get(tuple(key), rule) if rule == _UNKNOWN else rule
        for rule, key in zip(found["rule"], found[_KEY].itertuples(index=False), strict=True)
    ]
    return found.assign(verb=pd.Series(named, index=found.index, dtype="str"))[
        [*_KEY, "code", "verb", "printed", "line"]
    ]


def count_verbs(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    evidence: pd.DataFrame,
    tokens: pd.DataFrame,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Which predicates stand behind each commitment code of each plan, and how often; reprints count once.

    Args:
        measures: measure_id, plan_id, title, reprint. elements: see `commitments.select_coded`. evidence, tokens: see
            `name_predicates`.

    Returns:
        plan_id, commitment, verb (missing where no clause binds), count (elements), n (elements of the plan with this
        code), share (count by n), lower, upper (95 %, measures resampled; missing where n rests on one measure),
        measures (how many), printed (the clause, in the first element of the plan that has the verb), quotation (that
        element), line (of the source file, on which the clause begins), measure_ids. Plans in the order of the
        measures, the strongest code and the commonest verb first.
    """
    counted, coded = select_coded(measures, elements)
    if coded.empty:
        return pd.DataFrame(columns=list(_COLUMNS))
    predicates = name_predicates(evidence, tokens)
    found = coded.merge(predicates, "left", _KEY, validate="one_to_one")
    # An element that was coded anew by hand no longer rests on the clause that the coder took.
    found.loc[found["code"] != found["commitment"], ["verb", "printed", "line"]] = None
    order = pd.Series(range(len(counted)), counted["measure_id"])
    found = found.assign(
        plan_id=found["measure_id"].map(counted.set_index("measure_id")["plan_id"]),
        place=found["measure_id"].map(order),
    ).sort_values(["place", "position"], ignore_index=True)
    parts = [
        _count_of_code(own, resamples, seed).assign(plan_id=plan_id, commitment=code)
        for plan_id in found["plan_id"].unique()
        for code in CODES
        if len(own := found[(found["plan_id"] == plan_id) & (found["commitment"] == code)])
    ]
    table = pd.concat(parts, ignore_index=True)
    firsts = found.loc[table.pop("first"), ["printed", "text", "line"]].set_axis(table.index)
    return pd.concat([table, firsts.rename(columns={"text": "quotation"})], axis=1)[list(_COLUMNS)]


def _count_of_code(own: pd.DataFrame, resamples: int, seed: int) -> pd.DataFrame:
    """The verbs of the elements of one plan and code; `first` is the index of the first element with the verb."""
    verbs = own["verb"].fillna("")
    counts = pd.crosstab(own["measure_id"], verbs)
    values = counts.to_numpy(dtype=np.float64)
    lower, upper = percentile_interval(resample_ratios(values, values.sum(axis=1), resamples, seed))
    if len(counts) < 2:
        lower = upper = np.full(counts.shape[1], np.nan)
    groups = own.groupby(verbs)
    table = pd.DataFrame(
        {
            "verb": pd.Series([verb or None for verb in counts.columns], dtype="str"),
            "count": values.sum(axis=0).astype("int64"),
            "n": len(own),
            "share": values.sum(axis=0) / len(own),
            "lower": lower,
            "upper": upper,
            "measures": (values > 0).sum(axis=0),
            "first": [groups.groups[verb][0] for verb in counts.columns],
            "measure_ids": groups["measure_id"].agg(join_ids).to_numpy(),
        }
    )
    return table.sort_values(["count", "verb"], ascending=[False, True])


def _name_unknown(clause: pd.DataFrame) -> str:
    """The word of a clause that no row of the table has, from the tokens of the clause."""
    own = clause.sort_values("start_of_token")
    detail = own["pos_detail"].str.split(",").str[0]
    nouns = own[own["pos"].eq("名詞") & ~detail.isin(["非自立", "代名詞"])]
    verbs = own[own["pos"].eq("動詞") & detail.eq("自立") & own["base_form"].ne("する")]
    if own["code"].iloc[0] != "do" and len(verbs):
        return str(verbs["base_form"].iloc[-1])
    # データベース化 is one word: a suffix does not stand alone.
    suffix = detail[nouns.index].eq("接尾").to_numpy()
    first = len(nouns) - 1
    while first > 0 and suffix[first]:
        first -= 1
    return "".join(nouns["surface"].iloc[first:]) if len(nouns) else str(own["base_form"].iloc[0])
