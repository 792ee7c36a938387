"""Words that set a plan apart: log-odds with an informative Dirichlet prior, checked by shuffling whole measures.

The usual z of a word takes every word for an independent draw. Words of a measure are not: a measure about the
ordinance says 条例 five times. So z is also computed with the measures dealt out to the plans at random, which keeps
the words of a measure together, and a word is distinctive only where its z lies beyond what that shows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from kyodo_analysis.analysis.labels import join_ids
from kyodo_analysis.analysis.reprints import drop_reprints, find_reprinted
from kyodo_analysis.analysis.shares import ALPHA
from kyodo_analysis.analysis.uncertainty import (
    CONFIDENCE,
    SEED,
    Numbers,
    false_discovery_rate,
    percentile_interval,
    shuffle_labels,
    two_sided_p,
    upper_p,
)

PARTS_OF_SPEECH = ("名詞", "動詞", "形容詞")
FIELDS = ("title", "content")
LEAST_COUNT = 5
LEAST_MEASURES = 3
SHUFFLES = 40_000

# Nouns that are no words of their own: suffixes (者, 会), dependent nouns (こと, ため), numerals, pronouns.
_BOUND_NOUNS = ("接尾", "非自立", "数", "代名詞", "特殊")
_BOUND_VERBS = ("接尾", "非自立")


def select_words(
    tokens: pd.DataFrame,
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    fields: Sequence[str] = FIELDS,
    parts_of_speech: Sequence[str] = PARTS_OF_SPEECH,
) -> pd.DataFrame:
    """The words of the measures that carry meaning: one row per occurrence, in the order of the tokens.

    Titles and contents are taken, because every plan has them; purposes and completion criteria stand in one plan only,
    and their formulas (…を完了とします) would look like its own words. Stop words are left out, administrative verbs
    are marked and kept, and reprints count once, both whole measures and single paragraphs and bullets.

    Args:
        tokens: the table tokens with stop and administrative (see `words.lexicons.mark_tokens`).
        measures: measure_id, plan_id, title, reprint. elements: measure_id, position, text.

    Returns:
        plan_id, measure_id, field, position, start, word (base form), pos, administrative.
    """
    counted = drop_reprints(measures)["measure_id"]
    again = pd.MultiIndex.from_frame(find_reprinted(elements, measures)[["measure_id", "position"]])
    own = pd.MultiIndex.from_frame(tokens[["measure_id", "position"]])
    bound = tokens["pos_detail"].str.split(",").str[0]
    kept = (
        tokens["measure_id"].isin(counted)
        & tokens["field"].isin(list(fields))
        & ~(tokens["field"].eq("content") & own.isin(again))
        & tokens["pos"].isin(list(parts_of_speech))
        & ~tokens["stop"].astype(bool)
        & ~(tokens["pos"].eq("名詞") & bound.isin(_BOUND_NOUNS))
        & ~(tokens["pos"].eq("動詞") & bound.isin(_BOUND_VERBS))
    )
    columns = ["plan_id", "measure_id", "field", "position", "start", "base_form", "pos", "administrative"]
    return tokens.loc[kept, columns].rename(columns={"base_form": "word"}).reset_index(drop=True)


def log_odds(
    count: npt.ArrayLike, total: npt.ArrayLike, rest: npt.ArrayLike, rest_total: npt.ArrayLike, prior: npt.ArrayLike
) -> tuple[Numbers, Numbers]:
    """Difference of the log-odds of a word in two texts under a Dirichlet prior, and its standard error.

    Source: Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008), Fightin' Words: lexical feature selection and
    evaluation for identifying the content of political conflict, Political Analysis 16, 372-403; the variance in the
    paper's short form, 1 / (y_i + a) + 1 / (y_j + a).

    Args:
        count, rest: occurrences in the one text and the other, words along the last axis. total, rest_total: words of
            the texts. prior: (words,), pseudo-counts that add up to the size of the prior.

    Returns:
        The difference in natural-log units, positive where the word is commoner in the first text, and its standard
        error; z is the one by the other.

    >>> delta, error = log_odds([10, 0], 20, [5, 15], 40, prior=[1.5, 1.5])
    >>> (delta / error).round(2).tolist()
    [3.52, -2.57]
    """
    y_i, n_i, y_j, n_j, a = (np.asarray(each, dtype=np.float64) for each in (count, total, rest, rest_total, prior))
    size = a.sum()
    delta = np.log((y_i + a) / (n_i + size - y_i - a)) - np.log((y_j + a) / (n_j + size - y_j - a))
    return delta, np.sqrt(1 / (y_i + a) + 1 / (y_j + a))


def log_likelihood_ratio(
    count: npt.ArrayLike, total: npt.ArrayLike, rest: npt.ArrayLike, rest_total: npt.ArrayLike
) -> Numbers:
    """G² of the table word / other words × text / rest (four cells), negative where the word is rarer in the text.

    Source: Dunning, T. (1993), Accurate methods for the statistics of surprise and coincidence, Computational
    Linguistics 19, 61-74.

    >>> log_likelihood_ratio(10, 100, 5, 200).round(3).item()
    7.33
    """
    y_i, n_i, y_j, n_j = (np.asarray(each, dtype=np.float64) for each in (count, total, rest, rest_total))
    observed = np.stack(np.broadcast_arrays(y_i, n_i - y_i, y_j, n_j - y_j))
    share = (y_i + y_j) / (n_i + n_j)
    expected = np.stack(np.broadcast_arrays(n_i * share, n_i * (1 - share), n_j * share, n_j * (1 - share)))
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    g2: Numbers = 2 * terms.sum(axis=0) * np.where(observed[0] >= expected[0], 1, -1)
    return g2


def find_keywords(
    words: pd.DataFrame,
    *,
    least_count: int = LEAST_COUNT,
    least_measures: int = LEAST_MEASURES,
    prior_words: float | None = None,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Every frequent word in every plan against all other plans together.

    Args:
        words: what `select_words` gives.
        least_count, least_measures: words that occur more rarely, over all plans, are not tested: no number of shuffles
            could tell them from chance. They count among the words of their plan all the same.
        prior_words: size of the prior in words; by default the average plan. Its shape is that of all plans together.

    Returns:
        One row per plan and word, the most distinctive first: plan_id, word, pos, administrative, count, words (all of
        the plan), rest_count, rest_words, measures, rest_measures (that have the word), per_1000, rest_per_1000,
        log_ratio (base 2, half an occurrence added on both sides), log_odds, lower, upper (95 %), z, g2, q_words
        (false discovery rate of z with every word taken for independent), null_lower, null_upper (z with shuffled
        labels, 95 %), p (two-sided, by shuffling), q, q_upper (upper end of the 99 % Monte Carlo interval of q),
        distinctive (q_upper at most .05 and z above 0), measure_ids.
    """
    labels = words.drop_duplicates("measure_id").set_index("measure_id")["plan_id"].sort_index()
    kinds = words.drop_duplicates("word").set_index("word")[["pos", "administrative"]]
    counts = pd.crosstab(words["measure_id"], words["word"]) if len(words) else pd.DataFrame()
    frequent = counts.columns[(counts.sum() >= least_count) & (counts.gt(0).sum() >= least_measures)]
    if labels.nunique() < 2 or not len(frequent):
        return pd.DataFrame(columns=list(_COLUMNS))
    sizes = counts.sum(axis=1).to_numpy(dtype=np.float64)
    values = counts[frequent].to_numpy(dtype=np.float64)
    prior_size = prior_words if prior_words is not None else sizes.sum() / labels.nunique()
    # Rare words share one cell at the end, so that prior and counts add up to all words.
    values = np.column_stack([values, sizes - values.sum(axis=1)])
    prior = prior_size * values.sum(axis=0) / sizes.sum()
    prior, values = prior[prior > 0], values[:, prior > 0]
    names, dealt = shuffle_labels(labels.to_numpy(), shuffles, seed)
    parts = []
    for number, name in enumerate(names):
        mine = (labels == name).to_numpy()
        null_z = _z_of(dealt == number, values, prior)[:, : len(frequent)]
        table = _describe(values, mine, prior, len(frequent))
        table["null_lower"], table["null_upper"] = percentile_interval(null_z)
        table["p"] = two_sided_p(null_z, table["z"].to_numpy())
        having = values[:, : len(frequent)] > 0
        ids = labels.index.to_numpy()
        table["measure_ids"] = [join_ids(ids[mine & having[:, column]]) for column in range(len(frequent))]
        parts.append(table.assign(plan_id=name, word=frequent))
    table = pd.concat(parts, ignore_index=True).merge(kinds, left_on="word", right_index=True, validate="many_to_one")
    table["q_words"] = false_discovery_rate(2 * norm.sf(table["z"].abs()))
    table["q"] = false_discovery_rate(table["p"])
    table["q_upper"] = false_discovery_rate(upper_p(table["p"], shuffles))
    table["distinctive"] = (table["q_upper"] <= ALPHA) & (table["z"] > 0)
    ordered = table.sort_values(["plan_id", "z", "word"], ascending=[True, False, True], ignore_index=True)
    return ordered[list(_COLUMNS)]


_COLUMNS = (
    *("plan_id", "word", "pos", "administrative", "count", "words", "rest_count", "rest_words"),
    *("measures", "rest_measures", "per_1000", "rest_per_1000", "log_ratio", "log_odds", "lower", "upper", "z"),
    *("g2", "q_words", "null_lower", "null_upper", "p", "q", "q_upper", "distinctive", "measure_ids"),
)


def _z_of(members: npt.NDArray[np.bool_], values: Numbers, prior: Numbers) -> Numbers:
    """z of each word for each set of measures against the others: (sets, words)."""
    count = members @ values
    rest = values.sum(axis=0) - count
    delta, error = log_odds(count, count.sum(axis=1, keepdims=True), rest, rest.sum(axis=1, keepdims=True), prior)
    z: Numbers = delta / error
    return z


def _describe(values: Numbers, mine: npt.NDArray[np.bool_], prior: Numbers, shown: int) -> pd.DataFrame:
    count, rest = values[mine].sum(axis=0), values[~mine].sum(axis=0)
    n, rest_n = count.sum(), rest.sum()
    delta, error = log_odds(count, n, rest, rest_n, prior)
    half = norm.ppf(0.5 + CONFIDENCE / 2) * error
    table = pd.DataFrame(
        {
            "count": count.astype("int64"),
            "words": int(n),
            "rest_count": rest.astype("int64"),
            "rest_words": int(rest_n),
            "measures": (values[mine] > 0).sum(axis=0),
            "rest_measures": (values[~mine] > 0).sum(axis=0),
            "per_1000": 1000 * count / n,
            "rest_per_1000": 1000 * rest / rest_n,
            "log_ratio": np.log2((count + 0.5) / (n + 0.5)) - np.log2((rest + 0.5) / (rest_n + 0.5)),
            "log_odds": delta,
            "lower": delta - half,
            "upper": delta + half,
            "z": delta / error,
            "g2": log_likelihood_ratio(count, n, rest, rest_n),
        }
    )
    return table.iloc[:shown].reset_index(drop=True)
