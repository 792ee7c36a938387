"""How much commoner a word is in one text than in another, from four counts: its occurrences and all words, twice.

Significance (z, G²) says how sure a difference is, an effect size (log ratio, %DIFF) how large; neither stands for the
other. All functions take arrays that broadcast with each other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kyodo_analysis.analysis.statistics.uncertainty import Numbers


def log_odds(
    count: npt.ArrayLike, total: npt.ArrayLike, rest: npt.ArrayLike, rest_total: npt.ArrayLike, prior: npt.ArrayLike
) -> tuple[Numbers, Numbers]:
    """Difference of the log-odds of words in two texts under a Dirichlet prior, and its standard error.

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
    return prior_odds(count, total, rest, rest_total, prior, np.asarray(prior, dtype=np.float64).sum())


def prior_odds(
    count: npt.ArrayLike,
    total: npt.ArrayLike,
    rest: npt.ArrayLike,
    rest_total: npt.ArrayLike,
    prior: npt.ArrayLike,
    prior_size: float,
) -> tuple[Numbers, Numbers]:
    """What `log_odds` gives, for some of the words only: the size of the prior is that of all words.

    NaN for a word that is the only one there is.
    """
    y_i, n_i, y_j, n_j, a = (np.asarray(each, dtype=np.float64) for each in (count, total, rest, rest_total, prior))
    with_i, with_j = y_i + a, y_j + a
    # One logarithm of a quotient of products: half the time of two logarithms, and there are millions to take.
    with np.errstate(divide="ignore", invalid="ignore"):
        delta: Numbers = np.log(with_i * (n_j + prior_size - with_j) / (with_j * (n_i + prior_size - with_i)))
    return delta, np.sqrt(1 / with_i + 1 / with_j)


def log_likelihood_ratio(
    count: npt.ArrayLike, total: npt.ArrayLike, rest: npt.ArrayLike, rest_total: npt.ArrayLike
) -> Numbers:
    """G² of the table word / other words × text / rest (four cells), negative where the word is rarer in the text.

    Source: Dunning, T. (1993), Accurate methods for the statistics of surprise and coincidence, Computational
    Linguistics 19, 61-74. Rayson & Garside (2000) leave out the two cells of other words.

    >>> log_likelihood_ratio(10, 100, 5, 200).round(3).item()
    7.33
    """
    y_i, n_i, y_j, n_j = (np.asarray(each, dtype=np.float64) for each in (count, total, rest, rest_total))
    observed = np.stack(np.broadcast_arrays(y_i, n_i - y_i, y_j, n_j - y_j))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (y_i + y_j) / (n_i + n_j)
        expected = np.stack(np.broadcast_arrays(n_i * share, n_i * (1 - share), n_j * share, n_j * (1 - share)))
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    g2: Numbers = 2 * terms.sum(axis=0) * np.where(observed[0] >= expected[0], 1, -1)
    return g2


def log_ratio(count: npt.ArrayLike, total: npt.ArrayLike, rest: npt.ArrayLike, rest_total: npt.ArrayLike) -> Numbers:
    """Base-2 logarithm of how many times as frequent a word is; 1 is twice, -1 half as frequent.

    Half an occurrence and half a word are added on both sides, so that a word which one side lacks has a ratio as well.

    Source: Hardie, A. (2014), Log Ratio: an informal introduction, ESRC Centre for Corpus Approaches to Social Science.

    >>> log_ratio(30, 1000, 7, 1000).round(2).item()
    2.02
    """
    y_i, n_i, y_j, n_j = (np.asarray(each, dtype=np.float64) for each in (count, total, rest, rest_total))
    ratio: Numbers = np.log2((y_i + 0.5) / (n_i + 0.5)) - np.log2((y_j + 0.5) / (n_j + 0.5))
    return ratio


def percent_difference(
    count: npt.ArrayLike, total: npt.ArrayLike, rest: npt.ArrayLike, rest_total: npt.ArrayLike
) -> Numbers:
    """%DIFF: by how many per cent the frequency of a word exceeds its frequency in the rest; -100 where it is absent.

    NaN where the rest lacks the word. The authors divide by 10⁻¹⁸ there, which gives a number of some twenty digits
    that says no more than the count of 0 beside it.

    Source: Gabrielatos, C. & Marchi, A. (2011), Keyness: matching metrics to definitions, Corpus Linguistics in the
    South 1, University of Portsmouth.

    >>> percent_difference([30, 5, 0, 4], 1000, [20, 20, 3, 0], 2000).round(6).tolist()
    [200.0, -50.0, -100.0, nan]
    """
    y_i, n_i, y_j, n_j = (np.asarray(each, dtype=np.float64) for each in (count, total, rest, rest_total))
    with np.errstate(divide="ignore", invalid="ignore"):
        frequency, rest_frequency = np.broadcast_arrays(y_i / n_i, y_j / n_j)
        percent = 100 * (frequency - rest_frequency) / rest_frequency
    return np.where(rest_frequency > 0, percent, np.nan)
