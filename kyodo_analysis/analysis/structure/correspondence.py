"""Correspondence analysis of a table of counts, and where a resampled row would fall in the same space.

Rows and columns are placed so that rows with similar profiles stand near each other and a column stands in the
direction of the rows that have more than their share of it. Distances between a row and a column mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.stats import chi2

from kyodo_analysis.analysis.statistics.resampling import resample_within
from kyodo_analysis.analysis.statistics.uncertainty import (
    BLOCK_CELLS,
    CONFIDENCE,
    RESAMPLES,
    SEED,
    SHUFFLES,
    Numbers,
    shuffle_blocks,
)

# An axis whose inertia is this share of 1 or less holds rounding errors only, and would have no certain direction.
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A table of counts decomposed: masses, inertia of the axes, principal coordinates of rows and columns.

    Coordinates are (points, axes), NaN for rows and columns without a count. There are min(rows, columns) - 1 axes, not
    counting empty rows and columns; `standard` are the columns' coordinates before they are shrunk to the inertia of
    the axis: a row profile times these is the place of the row.
    """

    row_masses: Numbers
    column_masses: Numbers
    inertias: Numbers
    rows: Numbers
    columns: Numbers
    standard: Numbers


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Where 95 % of resampled points fall if they scatter normally: half axes, and the long one's angle in degrees."""

    centre_x: float
    centre_y: float
    half_long: float
    half_short: float
    angle: float


def decompose_counts(counts: npt.ArrayLike) -> Correspondence:
    """Correspondence analysis by the singular values of the standardised residuals.

    The sign of an axis is free; it is set so that the first of the rows that shape it most lies on the positive side.

    Source: Greenacre, M. (2017), Correspondence analysis in practice, 3rd ed., appendix A, 253-260.

    Args:
        counts: (rows, columns), none negative.

    Raises:
        ValueError: when a count is negative.

    >>> decompose_counts([[2, 1], [1, 2]]).inertias.round(4).tolist()
    [0.1111]
    """
    table = np.asarray(counts, dtype=np.float64)
    if (table < 0).any():
        raise ValueError("correspondence analysis needs counts of 0 or more")
    total = table.sum()
    r, c = (table.sum(axis=axis) / total if total else np.zeros(table.shape[1 - axis]) for axis in (1, 0))
    own, other = r > 0, c > 0
    axes = max(0, min(int(own.sum()), int(other.sum())) - 1)
    rows, columns = (np.full((len(masses), axes), np.nan) for masses in (r, c))
    standard = columns.copy()
    if not axes:
        return Correspondence(r, c, np.zeros(0), rows, columns, standard)
    expected = np.outer(r[own], c[other])
    left, values, right = np.linalg.svd(
        (table[np.ix_(own, other)] / total - expected) / np.sqrt(expected), full_matrices=False
    )
    left, values, right = left[:, :axes], values[:axes], right[:axes].T
    values = np.where(values**2 > _NOTHING, values, 0.0)
    signs = np.sign(left[(np.abs(left) >= np.abs(left).max(axis=0) - 1e-9).argmax(axis=0), np.arange(axes)])
    signs = np.where(values > 0, signs, 0.0)
    standard[other] = right * signs / np.sqrt(c[other])[:, np.newaxis]
    rows[own] = left * signs * values / np.sqrt(r[own])[:, np.newaxis]
    columns[other] = standard[other] * values
    return Correspondence(r, c, values**2, rows, columns, standard)


def contribute(masses: Numbers, places: Numbers, inertias: Numbers) -> tuple[Numbers, Numbers]:
    """How much each point makes of each axis, and how much each axis shows of each point, as shares of 1.

    Source: Greenacre (2017), chapter 11, 81-88.

    Args:
        masses: (points,). places: (points, axes), principal coordinates on all axes. inertias: (axes,).

    Returns:
        The contributions (columns add up to 1) and the squared cosines (rows add up to 1), NaN where there is nothing
        to share.
    """
    squares = places**2
    with np.errstate(invalid="ignore", divide="ignore"):
        contributions: Numbers = masses[:, np.newaxis] * squares / inertias
        cosines: Numbers = squares / squares.sum(axis=1, keepdims=True)
    return contributions, cosines


def resample_places(
    counts: sparse.csr_array, groups: npt.ArrayLike, standard: Numbers, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Numbers]:
    """Where each group falls when its units are resampled, as supplementary points of the fixed space.

    The partial bootstrap: the axes stay those of the full table, so what is shown is how far the point of a group
    depends on its units, not how far the axes do.

    Source: Greenacre (2017), chapter 29, 225-232; Lebart, L. (2007), Which bootstrap for principal axes methods?, in
    Selected contributions in data analysis and classification, 581-588.

    Args:
        counts: (units, columns). groups: the group of each unit. standard: (columns, axes), see `Correspondence`.

    Returns:
        For each group (resamples, axes); samples in which a group has no count at all are left out.
    """
    labels = np.asarray(groups, dtype=np.str_)
    # A profile times the columns is a sum over units by a sum over units: no table of resamples and columns is needed.
    sums, sizes = counts @ np.nan_to_num(standard), counts.sum(axis=1)
    names = np.unique(labels).tolist()
    drawn: dict[str, list[Numbers]] = {name: [] for name in names}
    for weights in resample_within(labels, resamples, seed):
        for name in names:
            mine = labels == name
            size = weights[:, mine] @ sizes[mine]
            drawn[name].append((weights[size > 0][:, mine] @ sums[mine]) / size[size > 0][:, np.newaxis])
    return {name: np.concatenate(parts) for name, parts in drawn.items()}


def fit_ellipse(places: Numbers, confidence: float = CONFIDENCE) -> Ellipse:
    """The ellipse of resampled points in the plane, from their mean and covariance.

    Args:
        places: (points, 2).

    >>> fit_ellipse(np.array([[0.0, 0.0], [2.0, 2.0], [1.0, 1.0]])).angle
    45.0
    """
    if len(places) < 2:
        return Ellipse(*[float("nan")] * 5)
    values, vectors = np.linalg.eigh(np.cov(places, rowvar=False))
    short, long = np.sqrt(np.clip(values, 0.0, None) * chi2.ppf(confidence, 2))
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))) % 180
    # A point has no direction, and 180 degrees are 0.
    angle = 0.0 if long < 1e-9 or angle > 180 - 1e-9 else round(angle, 9)
    return Ellipse(float(places[:, 0].mean()), float(places[:, 1].mean()), float(long), float(short), angle)


def shuffle_inertias(
    counts: sparse.csr_array, groups: npt.ArrayLike, shuffles: int = SHUFFLES, seed: int = SEED
) -> Iterator[tuple[Numbers, Numbers]]:
    """Inertia of the axes and of the groups when units are dealt out to groups at random, every group keeping its size.

    Units stay whole, so the columns of a unit stay together.

    Args:
        counts: (units, columns). groups: the group of each unit.

    Yields:
        In blocks of shuffles: the inertias of the axes, the largest first (shuffles, axes), and those of the groups in
        sorted order (shuffles, groups); both add up to the total inertia.
    """
    labels = np.asarray(groups, dtype=np.str_)
    names = np.unique(labels)
    total, masses = counts.sum(), counts.sum(axis=0) / counts.sum()
    kept = counts[:, masses > 0]
    masses = masses[masses > 0]
    axes = max(0, min(len(names), len(masses)) - 1)
    tables = len(names) * len(masses)
    for dealt in shuffle_blocks(labels, shuffles, seed, cells=max(1, BLOCK_CELLS * len(labels) // max(tables, 1) // 4)):
        rows = (np.arange(len(dealt))[:, np.newaxis] * len(names) + dealt).ravel()
        units = np.broadcast_to(np.arange(len(labels)), dealt.shape).ravel()
        members = sparse.csr_array((np.ones(rows.size), (rows, units)), shape=(len(dealt) * len(names), len(labels)))
        tallies = (members @ kept).toarray().reshape(len(dealt), len(names), len(masses)) / total
        r = tallies.sum(axis=2, keepdims=True)
        expected = r * masses
        residuals = np.divide(tallies - expected, np.sqrt(expected), out=np.zeros_like(tallies), where=expected > 0)
        gram = (
            residuals @ residuals.transpose(0, 2, 1)
            if len(names) <= len(masses)
            else residuals.transpose(0, 2, 1) @ residuals
        )
        values = np.clip(np.linalg.eigvalsh(gram)[:, ::-1][:, :axes], 0.0, None)
        yield values, (residuals**2).sum(axis=2)
