"""How varied courses are: entropy, turbulence, complexity, transition rates, time in each state.

Pure functions of an array of codes (see `sequences`) and of the number of states that there could be. Numbers are those
of the R package TraMineR, whose function is named at each; tests compare them to 1e-9.

Sources: Gabadinho, A., Ritschard, G., Müller, N. S. & Studer, M. (2011), Analyzing and visualizing state sequences in R
with TraMineR, Journal of Statistical Software 40(4), 1-37; Elzinga, C. H. & Liefbroer, A. C. (2007),
De-standardization of family-life trajectories of young adults, European Journal of Population 23, 225-250 (turbulence);
Gabadinho, A., Ritschard, G., Studer, M. & Müller, N. S. (2010), Indice de complexité pour le tri et la comparaison de
séquences catégorielles, Revue des nouvelles technologies de l'information E-19, 61-66 (complexity).
"""

from __future__ import annotations

import numpy as np

from kyodo_analysis.analysis.schedule.sequences import VOID, Codes, check_codes, find_spells, measure_lengths
from kyodo_analysis.analysis.statistics.uncertainty import Numbers


def count_states(codes: Codes, alphabet: int) -> Numbers:
    """How many positions each sequence spends in each state: (sequences, alphabet) (TraMineR: seqistatd).

    >>> count_states(np.array([[0, 0, 1], [1, VOID, VOID]]), 2).tolist()
    [[2.0, 1.0], [0.0, 1.0]]
    """
    check_codes(codes, alphabet)
    return _count(codes, alphabet, axis=1)


def count_positions(codes: Codes, alphabet: int) -> Numbers:
    """How many sequences are in each state at each position: (positions, alphabet).

    >>> count_positions(np.array([[0, 0, 1], [1, VOID, VOID]]), 2).tolist()
    [[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    """
    check_codes(codes, alphabet)
    return _count(codes, alphabet, axis=0)


def _count(codes: Codes, alphabet: int, axis: int) -> Numbers:
    return np.stack([(codes == state).sum(axis=axis) for state in range(alphabet)], axis=1).astype(np.float64)


def measure_entropy(counts: Numbers, *, normalise: bool = True) -> Numbers:
    """Shannon entropy of each row of counts; of `count_states` it is TraMineR's seqient, of `count_positions` seqstatd.

    Source: Shannon, C. E. (1948), A mathematical theory of communication, Bell System Technical Journal 27, 379-423.

    Args:
        counts: (rows, alphabet). normalise: divide by the entropy of all states being equally frequent.

    Returns:
        Natural logarithms, or 0 to 1 if normalised; NaN for a row without counts, and, if normalised, for an alphabet
        of one state, which leaves nothing to vary.

    >>> measure_entropy(np.array([[2.0, 2.0, 0.0, 0.0], [4.0, 0.0, 0.0, 0.0]])).tolist()
    [0.5, 0.0]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = counts / counts.sum(axis=1, keepdims=True)
        entropy = -np.where(shares == 0, 0.0, shares * np.log(np.where(shares > 0, shares, 1.0))).sum(axis=1)
        entropy = np.where(counts.sum(axis=1) > 0, entropy, np.nan) + 0.0
        return entropy / np.log(counts.shape[1]) if normalise else entropy


def count_changes(codes: Codes) -> Codes:
    """How often the state changes in each sequence (TraMineR: seqtransn); 0 for an empty one."""
    changes: Codes = np.maximum((find_spells(codes).states != VOID).sum(axis=1) - 1, 0).astype(np.intp)
    return changes


def count_subsequences(codes: Codes, alphabet: int) -> Numbers:
    """How many different sequences are left when positions are deleted, all and none of them included.

    Of distinct successive states this is the phi of turbulence (TraMineR: seqsubsn).

    Source: Elzinga, C. H., Rahmann, S. & Wang, H. (2008), Algorithms for subsequence combinatorics, Theoretical
    Computer Science 409, 394-404.

    >>> count_subsequences(np.array([[0, 1, 0], [0, 1, 2]]), 3).tolist()
    [7.0, 8.0]
    """
    check_codes(codes, alphabet)
    rows = np.arange(len(codes))
    total = np.ones(len(codes))
    # What a state had been appended to when it was last met: those endings would come twice.
    before = np.zeros((len(codes), alphabet))
    for column in codes.T:
        given = column != VOID
        doubled = np.where(given, 2 * total - before[rows, column], total)
        before[rows[given], column[given]] = total[given]
        total = doubled
    return total


def measure_turbulence(codes: Codes, alphabet: int, *, normalise: bool = False) -> Numbers:
    """How many ways through its states a sequence has, and how unequal the spells are (TraMineR: seqST, type 1).

    log2(phi (s²max + 1) / (s² + 1)) with phi the distinct subsequences of the successive states, s² the variance of the
    durations (divided by their number) and s²max what it would be if all spells but one lasted one position.

    Args:
        normalise: from 0 to about 1: (T - 1) / (Tmax - 1), with Tmax that of a sequence as long as the longest that
            runs through the alphabet over and over, and 0 below.

    Returns:
        At least 1; NaN for an empty sequence, and where nothing could vary (one state, or one position).

    >>> measure_turbulence(np.array([[0, 0, 0, 0], [0, 0, 1, 1]]), 2).round(6).tolist()
    [1.0, 3.0]
    """
    check_codes(codes, alphabet)
    turbulence = _turbulence(codes, alphabet)
    if not normalise or not codes.size:
        return turbulence
    longest = int(measure_lengths(codes).max())
    most = _turbulence((np.arange(longest, dtype=np.intp) % alphabet)[np.newaxis], alphabet)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled: Numbers = (turbulence - 1) / (most - 1)
        return np.where(turbulence < 1, 0.0, scaled)


def _turbulence(codes: Codes, alphabet: int) -> Numbers:
    spells = find_spells(codes)
    number, lengths = (spells.states != VOID).sum(axis=1), measure_lengths(codes)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = lengths / number
        deviations = np.where(spells.states != VOID, spells.durations - mean[:, np.newaxis], 0.0)
        variance, most = (deviations**2).sum(axis=1) / number, (number - 1) * (1 - mean) ** 2
        turbulence: Numbers = np.log2(count_subsequences(spells.states, alphabet) * (most + 1) / (variance + 1))
    return turbulence


def measure_complexity(codes: Codes, alphabet: int) -> Numbers:
    """The geometric mean of the share of positions that change the state and of the entropy (TraMineR: seqici).

    Returns:
        0 to 1; NaN for a sequence of one position or none, and for an alphabet of one state.

    >>> measure_complexity(np.array([[0, 0, 0, 0], [0, 1, 0, 1]]), 2).tolist()
    [0.0, 1.0]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        changes = count_changes(codes) / (measure_lengths(codes) - 1)
        complexity: Numbers = np.sqrt(changes * measure_entropy(count_states(codes, alphabet)))
    return np.where(measure_lengths(codes) > 1, complexity, np.nan)


def count_steps(codes: Codes, alphabet: int) -> Numbers:
    """From which state to which sequences pass: (positions - 1, from, to), staying included.

    >>> count_steps(np.array([[0, 0, 1], [0, VOID, VOID]]), 2).tolist()
    [[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]]
    """
    check_codes(codes, alphabet)
    steps = np.zeros((max(codes.shape[1] - 1, 0), alphabet, alphabet))
    rows, positions = np.nonzero(codes[:, 1:] != VOID)
    np.add.at(steps, (positions, codes[rows, positions], codes[rows, positions + 1]), 1)
    return steps


def measure_rates(codes: Codes, alphabet: int, *, by_position: bool = False) -> Numbers:
    """Transition rates: of those in a state that go on, the share in each state a position later (TraMineR: seqtrate).

    Args:
        by_position: rates of every step of its own instead of all together.

    Returns:
        (from, to), or (positions - 1, from, to) by position; zeros for a state that nothing leaves.

    >>> measure_rates(np.array([[0, 0, 1], [0, 1, 1]]), 2).round(6).tolist()
    [[0.333333, 0.666667], [0.0, 1.0]]
    """
    steps = count_steps(codes, alphabet)
    counts = steps if by_position else steps.sum(axis=0)
    left = counts.sum(axis=-1, keepdims=True)
    rates: Numbers = np.divide(counts, left, out=np.zeros_like(counts), where=left > 0)
    return rates
