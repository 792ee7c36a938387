"""How far courses are from each other: optimal matching, Hamming and dynamic Hamming distances.

Pure functions of an array of codes (see `sequences`); costs and distances are those of the R package TraMineR
(seqcost, seqdist), and tests compare them to 1e-9. Every different course is compared once with every other one, the
pairs in blocks: memory for the work does not grow with their number, only the table of distances does.

Sources: Studer, M. & Ritschard, G. (2016), What matters in differences between life trajectories: a comparative review
of sequence dissimilarity measures, Journal of the Royal Statistical Society A 179, 481-511; Lesnard, L. (2010), Setting
cost in optimal matching to uncover contemporaneous socio-temporal patterns, Sociological Methods & Research 38, 389-419
(dynamic Hamming).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kyodo_analysis.analysis.schedule.sequence_measures import measure_rates
from kyodo_analysis.analysis.schedule.sequences import VOID, Codes, check_codes, measure_lengths
from kyodo_analysis.analysis.statistics.uncertainty import BLOCK_CELLS, Numbers

SUBSTITUTION = 2.0
"""Twice an insertion or deletion: one state in place of another is then as far as one taken out and another put in."""

_DYNAMIC_SUBSTITUTION = 4.0


def cost_constantly(alphabet: int, cost: float = SUBSTITUTION) -> Numbers:
    """One cost for every substitution: (alphabet, alphabet) (TraMineR: seqcost, CONSTANT)."""
    return cost * (1.0 - np.eye(alphabet))


def cost_by_rates(codes: Codes, alphabet: int, cost: float = SUBSTITUTION) -> Numbers:
    """Substitutions are the cheaper the more often one state follows the other (TraMineR: seqcost, TRATE).

    >>> cost_by_rates(np.array([[0, 0, 1], [0, 1, 1]]), 2).round(6).tolist()
    [[0.0, 1.333333], [1.333333, 0.0]]
    """
    rates = measure_rates(codes, alphabet)
    return (cost - rates - rates.T) * (1.0 - np.eye(alphabet))


def cost_by_position(codes: Codes, alphabet: int, cost: float = _DYNAMIC_SUBSTITUTION) -> Numbers:
    """Costs of each position from the transitions to it and from it (TraMineR: seqcost, TRATE, time.varying).

    The first and the last position have but one neighbour, whose transitions count twice. Never below 0.

    Returns:
        (positions, alphabet, alphabet)
    """
    rates = measure_rates(codes, alphabet, by_position=True)
    both = rates + rates.transpose(0, 2, 1)
    spared = np.zeros((codes.shape[1], alphabet, alphabet))
    spared[:-1] += both
    spared[1:] += both
    if len(spared):
        spared[[0, -1]] *= 2
    return np.maximum(cost - spared, 0.0) * (1.0 - np.eye(alphabet))


def match_optimally(
    codes: Codes, costs: Numbers, indel: float | None = None, *, by_length: bool = False, cells: int = BLOCK_CELLS
) -> Numbers:
    """The least cost of turning one course into the other by insertions, deletions and substitutions.

    Optimal matching (TraMineR: seqdist, method OM).

    Source: Needleman, S. B. & Wunsch, C. D. (1970), A general method applicable to the search for similarities in the
    amino acid sequence of two proteins, Journal of Molecular Biology 48, 443-453.

    Args:
        codes: (sequences, positions). costs: (alphabet, alphabet), of substitutions. indel: cost of an insertion or
            deletion; by default half of the highest substitution cost. by_length: divide by the length of the longer
            one (TraMineR: norm maxlength). cells: how many numbers are worked on at once.

    Returns:
        (sequences, sequences)

    >>> match_optimally(np.array([[0, 1, 1], [1, 1, 1]]), cost_constantly(2)).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    check_codes(codes, len(costs))
    gap = costs.max() / 2 if indel is None else indel

    def compare(first: Codes, second: Codes) -> Numbers:
        return _align(first, second, costs, float(gap))

    # Rows of three tables of one cell per position are held for each pair.
    return _compare_pairs(codes, compare, by_length, max(1, cells // (3 * (codes.shape[1] + 1))))


def measure_hamming(codes: Codes, costs: Numbers, *, by_length: bool = False, cells: int = BLOCK_CELLS) -> Numbers:
    """The sum of the substitution costs position by position, nothing being moved (TraMineR: seqdist, HAM and DHD).

    With costs of 1 (`cost_constantly(alphabet, 1)`) it counts the positions that differ; with those of
    `cost_by_position` it is the dynamic Hamming distance.

    Source: Hamming, R. W. (1950), Error detecting and error correcting codes, Bell System Technical Journal 29,
    147-160; Lesnard (2010).

    Args:
        costs: (alphabet, alphabet), or (positions, alphabet, alphabet).

    Raises:
        ValueError: when sequences are of unequal length.

    >>> measure_hamming(np.array([[0, 1, 1], [1, 1, 0]]), cost_constantly(2, 1)).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    check_codes(codes, costs.shape[-1])
    if (codes == VOID).any():
        raise ValueError("Hamming distances need sequences of one length")
    layers = np.broadcast_to(costs, (codes.shape[1], *costs.shape[-2:]))
    positions = np.arange(codes.shape[1])

    def compare(first: Codes, second: Codes) -> Numbers:
        total: Numbers = layers[positions, first, second].sum(axis=1)
        return total

    return _compare_pairs(codes, compare, by_length, max(1, cells // max(1, codes.shape[1])))


def _compare_pairs(codes: Codes, compare: Callable[[Codes, Codes], Numbers], by_length: bool, at_once: int) -> Numbers:
    distinct, place = np.unique(codes, axis=0, return_inverse=True) if len(codes) else (codes, np.zeros(0, np.intp))
    table = np.zeros((len(distinct), len(distinct)))
    first, second = np.triu_indices(len(distinct), k=1)
    lengths = measure_lengths(distinct)
    for start in range(0, len(first), at_once):
        one, other = first[start : start + at_once], second[start : start + at_once]
        found = compare(distinct[one], distinct[other])
        if by_length:
            found = found / np.maximum(lengths[one], lengths[other])
        table[one, other] = table[other, one] = found
    return table[np.ix_(place.ravel(), place.ravel())]


def _align(first: Codes, second: Codes, costs: Numbers, gap: float) -> Numbers:
    """Pairs of rows in columns of one table: what is computed for a cell is computed for all pairs."""
    pairs, positions = first.shape
    lengths, others = measure_lengths(first), measure_lengths(second)
    above = np.repeat(gap * np.arange(positions + 1.0)[:, np.newaxis], pairs, axis=1)
    everywhere = np.arange(pairs)
    found = np.where(lengths == 0, above[others, everywhere], 0.0)
    for row in range(1, positions + 1):
        here = np.empty_like(above)
        here[0] = row * gap
        for column in range(1, positions + 1):
            # Behind the end of a sequence the cost of some state is taken; no cell that is read depends on it.
            changed = above[column - 1] + costs[first[:, row - 1], second[:, column - 1]]
            here[column] = np.minimum(changed, np.minimum(above[column], here[column - 1]) + gap)
        found = np.where(lengths == row, here[others, everywhere], found)
        above = here
    return found
