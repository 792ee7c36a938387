"""Keyness by its formulas: against published numbers, published programs, scipy and tables worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from kyodo_analysis.analysis.wording.keyness_statistics import (
    log_likelihood_ratio,
    log_odds,
    log_ratio,
    percent_difference,
    prior_odds,
)

# Words of a plan and of four others, the last number all further words; the prior has their sums as its shape.
PLAN = np.array([74.0, 23.0, 16.0, 10.0, 4.0, 840.0])
OTHERS = np.array([58.0, 9.0, 2.0, 31.0, 0.0, 2016.0])
PRIOR = 616.6 * (PLAN + OTHERS) / (PLAN + OTHERS).sum()

# bayes_compare_language of fighting_words_py3.py in github.com/jmhessel/FightingWords, commit 829033152ef0, on these
# counts and this prior, the counts given as texts, rounded to 6 digits.
FIGHTING_WORDS_Z = [5.100814, 3.831587, 3.774790, -0.791804, 1.937750, -23.463231]

# LogOddsRatioInformativeDirichletPrior(prior, sigma=616.6, scale_type="word") of scattertext 0.2.2 on these counts. It
# takes the variance with all four terms (equation 19 of the paper), not its short form.
SCATTERTEXT_Z = [4.982085211, 3.812152906, 3.766545909, -0.786879444, 1.937086083, -6.616138319]

# Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics 19, table
# of bigrams ranked by log-likelihood ratio: the swiss, can be, previous year, mineral water, as k(AB), k(A~B), k(~AB),
# k(~A~B) and the printed value.
DUNNING = [
    (110, 2442, 111, 29114, 270.72),
    (29, 13, 123, 31612, 263.90),
    (31, 23, 139, 31584, 256.84),
    (10, 0, 3, 31764, 167.23),
]


def test_log_odds_follow_the_formula_of_the_paper() -> None:
    # Monroe, Colaresi & Quinn (2008) written out for one word: 9 of 100 words against 20 of 900, prior 3 of 50.
    delta, error = log_odds([9, 91], 100, [20, 880], 900, [3, 47])
    assert delta[0] == pytest.approx(math.log(12 / (150 - 12)) - math.log(23 / (950 - 23)))
    assert error[0] == pytest.approx(math.sqrt(1 / 12 + 1 / 23))


def test_z_is_that_of_fighting_words() -> None:
    delta, error = log_odds(PLAN, PLAN.sum(), OTHERS, OTHERS.sum(), PRIOR)
    assert (delta / error).tolist() == pytest.approx(FIGHTING_WORDS_Z, abs=1e-6)


def test_log_odds_are_those_of_scattertext() -> None:
    delta, error = log_odds(PLAN, PLAN.sum(), OTHERS, OTHERS.sum(), PRIOR)
    other_words = [counts.sum() + PRIOR.sum() - counts - PRIOR for counts in (PLAN, OTHERS)]
    whole_error = np.sqrt(error**2 + 1 / other_words[0] + 1 / other_words[1])
    assert (delta / whole_error).tolist() == pytest.approx(SCATTERTEXT_Z, abs=1e-8)


def test_log_odds_with_the_corpus_as_prior_are_those_of_tidylo() -> None:
    # tidylo::bind_log_odds (informative): y1 = n_wi + n_w, y2 = (n_w - n_wi) + n_w, totals with the whole corpus added.
    counts = np.array([[12.0, 3.0, 5.0], [4.0, 9.0, 17.0]])
    alpha, total = counts.sum(axis=0), counts.sum()
    delta, error = log_odds(counts[0], counts[0].sum(), counts[1], counts[1].sum(), alpha)
    for word in range(3):
        y1, y2 = counts[0, word] + alpha[word], alpha[word] - counts[0, word] + alpha[word]
        n1, n2 = counts[0].sum() + total, total - counts[0].sum() + total
        expected = math.log(y1 / (n1 - y1)) - math.log(y2 / (n2 - y2))
        assert delta[word] / error[word] == pytest.approx(expected / math.sqrt(1 / y1 + 1 / y2))


def test_some_of_the_words_have_the_log_odds_that_they_have_among_all() -> None:
    whole = log_odds(PLAN, PLAN.sum(), OTHERS, OTHERS.sum(), PRIOR)
    some = prior_odds(PLAN[:2], PLAN.sum(), OTHERS[:2], OTHERS.sum(), PRIOR[:2], PRIOR.sum())
    assert [part.tolist() for part in some] == [part[:2].tolist() for part in whole]


def test_the_only_word_there_is_has_no_odds() -> None:
    delta, _ = log_odds([5], 5, [7], 7, [3])
    assert np.isnan(delta).all()


@pytest.mark.parametrize(("both", "first", "second", "neither", "printed"), DUNNING)
def test_g2_is_dunnings(both: int, first: int, second: int, neither: int, printed: float) -> None:
    assert float(log_likelihood_ratio(both, both + first, second, second + neither)) == pytest.approx(
        printed, abs=0.005
    )


def test_g2_ranks_words_as_quanteda_does() -> None:
    # quanteda.textstats, test-textstat_keyness.R, "basic textstat_keyness lr works on two rows": measure = "lr",
    # correction = "none", target the first text.
    one, other = list("aaabbccccccdefghh"), list("aabccddddefh")
    words = list("abcdefgh")
    g2 = log_likelihood_ratio(
        [one.count(word) for word in words], len(one), [other.count(word) for word in words], len(other)
    )
    assert [words[place] for place in np.argsort(-g2, kind="stable")] == ["c", "g", "b", "h", "a", "e", "f", "d"]


@given(st.integers(0, 60), st.integers(1, 400), st.integers(0, 60), st.integers(1, 900))
def test_g2_is_scipys(count: int, others: int, rest: int, rest_others: int) -> None:
    if count + rest == 0:
        count = 1
    g2 = float(log_likelihood_ratio(count, count + others, rest, rest + rest_others))
    table = [[count, others], [rest, rest_others]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert abs(g2) == pytest.approx(expected, abs=1e-8)
    if abs(g2) > 1e-6:
        assert (g2 > 0) == (count / (count + others) > rest / (rest + rest_others))


def test_g2_of_a_table_worked_by_hand() -> None:
    # Observed 10 of 100 and 5 of 200; 2 * sum(O * ln(O / E)) over the four cells with E = 5, 95, 10, 190.
    by_hand = 2 * (10 * math.log(2) + 90 * math.log(90 / 95) + 5 * math.log(0.5) + 195 * math.log(195 / 190))
    assert float(log_likelihood_ratio(10, 100, 5, 200)) == pytest.approx(by_hand)


def test_percent_difference_is_the_difference_of_frequencies_by_that_of_the_rest() -> None:
    # 60 of 1,000 and 20 of 1,000: 40 more per 1,000, which is twice the 20 of the rest.
    assert percent_difference([60, 20, 5], 1000, [20, 20, 10], 1000).tolist() == pytest.approx([200, 0, -50])
    assert percent_difference(0, 1000, 3, 1000) == -100
    assert np.isnan(percent_difference(3, 1000, 0, 1000)) and np.isnan(percent_difference(0, 1000, 0, 1000))
    assert np.isnan(percent_difference(0, 0, 3, 1000))


@given(st.integers(1, 500), st.integers(1, 500), st.integers(500, 10**6), st.integers(500, 10**6))
def test_percent_difference_and_log_ratio_say_the_same(count: int, rest: int, total: int, rest_total: int) -> None:
    # Without the half occurrence, %DIFF = 100 * (2 ** log ratio - 1): a word is as many times as frequent either way.
    times = 2 ** float(log_ratio(count - 0.5, total - 0.5, rest - 0.5, rest_total - 0.5))
    assert float(percent_difference(count, total, rest, rest_total)) == pytest.approx(100 * (times - 1), abs=1e-6)


def test_log_ratio_counts_doublings_and_is_defined_for_absent_words() -> None:
    assert float(log_ratio(99.5, 999.5, 24.5, 999.5)) == pytest.approx(2)
    assert float(log_ratio(0, 100, 0, 100)) == 0 and float(log_ratio(3, 100, 0, 100)) > 0
