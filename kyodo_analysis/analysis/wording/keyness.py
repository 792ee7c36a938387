"""Words that set a plan apart: log-odds with an informative Dirichlet prior, checked by shuffling whole measures.

The usual z of a word takes every word for an independent draw. Words of a measure are not: a measure about the
ordinance says 条例 five times. So z is also computed with the measures dealt out to the plans at random, which keeps
the words of a measure together, and a word is distinctive only where its z lies beyond what that shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from kyodo_analysis.analysis.reprints import drop_reprints, find_reprinted
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import CONFIDENCE, SEED, false_discovery_rate
from kyodo_analysis.analysis.wording.keyness_null import ShuffledWords, WordCounts, count_words, shuffle_words
from kyodo_analysis.analysis.wording.keyness_statistics import (
    log_likelihood_ratio,
    log_ratio,
    percent_difference,
    prior_odds,
)

PARTS_OF_SPEECH = ("名詞", "動詞", "形容詞")
FIELDS = ("title", "content")
LEAST_COUNT = 5
LEAST_MEASURES = 3
SHUFFLES = 40_000
MOSTLY = 0.5
"""A word with a greater share of its occurrences in repeated wording is a formula."""

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
    bound = tokens["pos_detail"].str.split(",").str[0]
    kept = (
        find_counted(tokens, measures, elements, fields)
        & tokens["pos"].isin(list(parts_of_speech))
        & ~tokens["stop"].astype(bool)
        & ~(tokens["pos"].eq("名詞") & bound.isin(_BOUND_NOUNS))
        & ~(tokens["pos"].eq("動詞") & bound.isin(_BOUND_VERBS))
    )
    columns = ["plan_id", "measure_id", "field", "position", "start", "base_form", "pos", "administrative"]
    return tokens.loc[kept, columns].rename(columns={"base_form": "word"}).reset_index(drop=True)


def find_counted(
    tokens: pd.DataFrame, measures: pd.DataFrame, elements: pd.DataFrame, fields: Sequence[str] = FIELDS
) -> pd.Series:
    """Whether each token stands in one of the fields of a measure, what is printed again (再掲) left out."""
    again = pd.MultiIndex.from_frame(find_reprinted(elements, measures)[["measure_id", "position"]])
    own = pd.MultiIndex.from_frame(tokens[["measure_id", "position"]])
    counted: pd.Series = (
        tokens["measure_id"].isin(drop_reprints(measures)["measure_id"])
        & tokens["field"].isin(list(fields))
        & ~(tokens["field"].eq("content") & own.isin(again))
    )
    return counted


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
        words: what `select_words` gives; with the column boilerplate of `boilerplate.mark_boilerplate`, formulas are
            told from subject matter.
        least_count, least_measures: words that occur more rarely, over all plans, are not tested: no number of shuffles
            could tell them from chance. They count among the words of their plan all the same.
        prior_words: size of the prior in words; by default the average plan. Its shape is that of all plans together.
        shuffles: for words whose p is at most .05 after the first 2,000, and five times as many where p is then at most
            .005 (see `keyness_null.shuffle_words`); the column shuffles says how many p rests on.

    Returns:
        One row per plan and word, the most distinctive first: plan_id, word, pos, administrative, count, words (all of
        the plan), rest_count, rest_words, measures, rest_measures (that have the word), per_1000, rest_per_1000,
        log_ratio (base 2, half an occurrence added on both sides), percent_diff (%DIFF; missing where the rest lacks
        the word), log_odds, lower, upper (95 %), z, g2, q_words (false discovery rate of z with every word taken for
        independent), null_lower, null_upper (z with shuffled labels, 95 %), p (two-sided, by shuffling), shuffles, q,
        q_upper (upper end of the 99 % Monte Carlo interval of q), distinctive (q_upper at most .05 and z above 0),
        boilerplate_share (of the word's occurrences in the plan; missing where it has none or nothing was marked),
        formula (more than half of them are boilerplate: a habit of wording, not subject matter), measure_ids.
    """
    counts = count_words(words, least_count, least_measures, prior_words)
    names = np.unique(counts.plan_ids).tolist()
    if len(names) < 2 or not len(counts.words):
        return pd.DataFrame(columns=list(_COLUMNS))
    shuffled = shuffle_words(counts, names, shuffles, seed)
    parts = []
    for name in names:
        mine = counts.plan_ids == name
        having = _join_having(counts, mine)
        parts.append(_describe(counts, mine, shuffled[name]).assign(plan_id=name, measure_ids=having))
    table = _judge(pd.concat(parts, ignore_index=True), words)
    table["distinctive"] &= table["z"] > 0
    table["boilerplate_share"] = _share_boilerplate(table, words)
    table["formula"] = table["boilerplate_share"] > MOSTLY
    ordered = table.sort_values(["plan_id", "z", "word"], ascending=[True, False, True], ignore_index=True)
    return ordered[list(_COLUMNS)]


def compare_pairs(
    words: pd.DataFrame,
    *,
    least_count: int = LEAST_COUNT,
    least_measures: int = LEAST_MEASURES,
    prior_words: float | None = None,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Every word that is frequent in two plans together, in the one against the other, for all pairs of plans.

    Labels are shuffled within the pair. The prior is that of all plans, and the false discovery rate that of all pairs.

    Args: see `find_keywords`.

    Returns:
        One row per pair and word, by pair and then by z: plan_id, other_plan_id, word, then the columns of
        `find_keywords` up to q_upper, with rest_ for the other plan; distinctive (q_upper at most .05, in either
        direction), commoner_in (the plan in which it is commoner, where distinctive), measure_ids (of both plans).
    """
    counts = count_words(words, 1, 1, prior_words)
    parts = []
    for pair in combinations(np.unique(counts.plan_ids).tolist(), 2):
        of_pair = counts.keep_plans(pair, least_count, least_measures)
        if not len(of_pair.words):
            continue
        mine = of_pair.plan_ids == pair[0]
        shuffled = shuffle_words(of_pair, pair[:1], shuffles, seed)[pair[0]]
        having = _join_having(of_pair, np.ones(len(mine), dtype=bool))
        parts.append(
            _describe(of_pair, mine, shuffled).assign(plan_id=pair[0], other_plan_id=pair[1], measure_ids=having)
        )
    if not parts:
        return pd.DataFrame(columns=list(_PAIR_COLUMNS))
    table = _judge(pd.concat(parts, ignore_index=True), words)
    commoner = table["plan_id"].where(table["z"] > 0, table["other_plan_id"])
    table["commoner_in"] = commoner.where(table["distinctive"])
    by, rising = ["plan_id", "other_plan_id", "z", "word"], [True, True, False, True]
    return table.sort_values(by, ascending=rising, ignore_index=True)[list(_PAIR_COLUMNS)]


_COUNT_COLUMNS = (
    *("word", "pos", "administrative", "count", "words", "rest_count", "rest_words", "measures", "rest_measures"),
    *("per_1000", "rest_per_1000", "log_ratio", "percent_diff", "log_odds", "lower", "upper", "z", "g2", "q_words"),
    *("null_lower", "null_upper", "p", "shuffles", "q", "q_upper", "distinctive"),
)
_COLUMNS = ("plan_id", *_COUNT_COLUMNS, "boilerplate_share", "formula", "measure_ids")
_PAIR_COLUMNS = ("plan_id", "other_plan_id", *_COUNT_COLUMNS, "commoner_in", "measure_ids")


def _describe(counts: WordCounts, mine: npt.NDArray[np.bool_], shuffled: ShuffledWords) -> pd.DataFrame:
    """All numbers of the words of one side against the other, one row per word, in the order of the words."""
    own, other = counts.counts[mine], counts.counts[~mine]
    count, rest = np.asarray(own.sum(axis=0)), np.asarray(other.sum(axis=0))
    n, rest_n = counts.sizes[mine].sum(), counts.sizes[~mine].sum()
    delta, error = prior_odds(count, n, rest, rest_n, counts.prior, counts.prior_size)
    half = norm.ppf(0.5 + CONFIDENCE / 2) * error
    return pd.DataFrame(
        {
            "word": counts.words,
            "count": count.astype("int64"),
            "words": int(n),
            "rest_count": rest.astype("int64"),
            "rest_words": int(rest_n),
            "measures": np.bincount(own.indices, minlength=len(count)),
            "rest_measures": np.bincount(other.indices, minlength=len(count)),
            "per_1000": 1000 * count / n,
            "rest_per_1000": 1000 * rest / rest_n,
            "log_ratio": log_ratio(count, n, rest, rest_n),
            "percent_diff": percent_difference(count, n, rest, rest_n),
            "log_odds": delta,
            "lower": delta - half,
            "upper": delta + half,
            "z": shuffled.z,
            "g2": log_likelihood_ratio(count, n, rest, rest_n),
            "null_lower": shuffled.null_lower,
            "null_upper": shuffled.null_upper,
            "p": shuffled.p,
            "p_upper": shuffled.p_upper,
            "shuffles": shuffled.shuffles,
        }
    )


def _judge(table: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """The rows with what each word is, the false discovery rates among all rows, and distinctive."""
    kinds = words.drop_duplicates("word").set_index("word")[["pos", "administrative"]]
    judged = table.merge(kinds, left_on="word", right_index=True, how="left", validate="many_to_one")
    judged["q_words"] = false_discovery_rate(2 * norm.sf(judged["z"].abs()))
    judged["q"] = false_discovery_rate(judged["p"])
    judged["q_upper"] = false_discovery_rate(judged["p_upper"])
    return judged.assign(distinctive=judged["q_upper"] <= ALPHA)


def _join_having(counts: WordCounts, rows: npt.NDArray[np.bool_]) -> list[str]:
    """For each word the measures among these rows that have it."""
    by_word, ids = counts.counts[rows].tocsc(), counts.measure_ids[rows]
    by_word.sort_indices()
    return [join_ids(ids[by_word.indices[a:b]]) for a, b in zip(by_word.indptr, by_word.indptr[1:], strict=False)]


def _share_boilerplate(table: pd.DataFrame, words: pd.DataFrame) -> pd.Series:
    if "boilerplate" not in words.columns:
        return pd.Series(np.nan, index=table.index)
    shares = words.groupby(["plan_id", "word"])["boilerplate"].mean().rename("share").reset_index()
    merged = table[["plan_id", "word"]].merge(shares, on=["plan_id", "word"], how="left", validate="one_to_one")
    return pd.Series(merged["share"].to_numpy(dtype=np.float64), index=table.index)
