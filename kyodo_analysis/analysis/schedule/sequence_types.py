"""Whether the courses of a plan fall into types, or whether a list of the courses says all there is to say.

Types of courses are found by partitioning around medoids, on optimal matching distances with one cost for all
substitutions: costs taken from transition rates would be estimated from the very courses that are to be told apart.
Courses that many measures share count as often as they occur, but are held and compared once.

A partition is called types only if it says more than the list of the courses and comes again:

- every type holds at least two different courses (else the type is a course, and counting the courses is enough) and
  at least three measures (the fewest of which two may differ and the third decide);
- the average silhouette width of the courses is more than .70, from which a structure is called strong: halves of
  courses that begin evenly in all years are told apart by more than .50, and are no types; each course counts once
  here, since measures with the same course are near each other whatever the types are;
- the partition is found again from other starting points, in another order, and when measures are drawn with
  replacement (see `structure.stability`).

Sources: Kaufman, L. & Rousseeuw, P. J. (1990), Finding groups in data, Wiley, chapter 2 (medoids; silhouette widths and
their limits); Studer, M. (2013), WeightedCluster library manual, LIVES Working Papers 24 (weights).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from sklearn.metrics import silhouette_score

from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.sequence_distances import cost_constantly, match_optimally
from kyodo_analysis.analysis.schedule.sequences import Codes
from kyodo_analysis.analysis.statistics.uncertainty import SEED, Numbers
from kyodo_analysis.analysis.structure.stability import (
    BOOTSTRAPS,
    LEAST_RAND,
    Draw,
    Indexes,
    assess,
    compare_partitions,
    draw_runs,
    number_by_size,
)

LEAST_COURSES, LEAST_MEASURES, LEAST_SILHOUETTE = 2, 3, 0.70

MOST_COURSES = 500
"""Beyond this many different courses their distances to each other are not computed."""

TYPES = "types"
FEW, MANY, SMALL = "too few courses", "too many courses", "no types of two courses and three measures"
UNCLEAR, UNSTABLE = "unclear types", "unstable types"

_LEAST_GAIN = 1e-9


@dataclass(frozen=True, slots=True)
class Typology:
    """What was found in the courses of a plan.

    Attributes:
        verdict: TYPES, or why there are none (FEW, MANY, SMALL, UNCLEAR, UNSTABLE).
        types: for each measure the number of its type, from 0 for the largest; None unless the verdict is TYPES.
        k: number of types of the best partition; None where there was none to judge.
        silhouette, silhouette_by_measure, stability: of the best partition (average width with each course once, and
            with each measure once; least adjusted Rand index); NaN where none.
    """

    verdict: str
    types: Indexes | None = None
    k: int | None = None
    silhouette: float = float("nan")
    stability: float = float("nan")
    silhouette_by_measure: float = float("nan")


def find_types(codes: Codes, *, bootstraps: int = BOOTSTRAPS, seed: int = SEED) -> Typology:
    """Types of courses at the number from 2 to 10 that is most stable, or the reason why there are none.

    Args:
        codes: (measures, years), places in `schedules.STATES`.
    """
    distinct, course = np.unique(codes, axis=0, return_inverse=True) if len(codes) else (codes, np.zeros(0, np.intp))
    if len(distinct) < 2 * LEAST_COURSES:
        return Typology(FEW)
    if len(distinct) > MOST_COURSES:
        return Typology(MANY)
    course = course.ravel()
    distances = match_optimally(distinct, cost_constantly(len(STATES)))
    runs = draw_runs(["one plan"] * len(codes), bootstraps=bootstraps, seed=seed)

    def fit(run: Draw) -> Callable[[int], Indexes | None]:
        return partial(_partition_run, distances, course, run)

    found = assess(fit, compare_partitions, runs, LEAST_RAND)
    if found is None:
        return Typology(SMALL)
    of_course = np.full(len(distinct), -1)
    of_course[course] = found.model
    width = float(silhouette_score(distances, of_course, metric="precomputed"))
    each = np.ix_(course, course)
    by_measure = float(silhouette_score(distances[each], found.model, metric="precomputed"))
    least = found.table[(found.table["k"] == found.chosen) & found.table["weakest"]].iloc[0]
    stability = float(least["value"])
    if not width > LEAST_SILHOUETTE:
        return Typology(UNCLEAR, None, found.chosen, width, stability, by_measure)
    if stability < LEAST_RAND:
        return Typology(UNSTABLE, None, found.chosen, width, stability, by_measure)
    return Typology(TYPES, found.model, found.chosen, width, stability, by_measure)


def partition_around_medoids(
    distances: Numbers, weights: Numbers, k: int, start: Indexes | None = None
) -> tuple[Indexes, Indexes]:
    """k things such that all things, as often as they weigh, are near one of them; and whose each thing is.

    The first is the one nearest to all, each further one that which brings all nearest; then they are exchanged for
    others as long as that helps (BUILD and SWAP of Kaufman & Rousseeuw).

    Args:
        distances: (things, things). weights: (things,). start: k things to start from instead.

    Returns:
        The medoids in ascending order, and for each thing the place of its medoid among them.

    >>> line = np.abs(np.subtract.outer([0.0, 1.0, 5.0, 6.0], [0.0, 1.0, 5.0, 6.0]))
    >>> medoids, near = partition_around_medoids(line, np.array([9.0, 1.0, 1.0, 1.0]), 2)
    >>> medoids.tolist(), near.tolist()
    ([0, 2], [0, 0, 1, 1])
    """
    medoids = _build(distances, weights, k) if start is None else np.sort(start)
    cost = float(weights @ distances[:, medoids].min(axis=1))
    while True:
        best, exchanged = cost, medoids
        for place in range(k):
            rest = np.delete(medoids, place)
            nearest = distances[:, rest].min(axis=1) if len(rest) else np.full(len(distances), np.inf)
            costs = weights @ np.minimum(nearest[:, np.newaxis], distances)
            # Of equals the first: rounding must not decide.
            candidate = int(costs.round(9).argmin())
            if costs[candidate] < best - _LEAST_GAIN:
                best, exchanged = float(costs[candidate]), np.sort(np.append(rest, candidate))
        if exchanged is medoids:
            return medoids, distances[:, medoids].argmin(axis=1)
        cost, medoids = best, exchanged


def _partition_run(distances: Numbers, course: Indexes, run: Draw, k: int) -> Indexes | None:
    """The type of each measure, -1 for those that are not in the run; None where there is too little for k types."""
    courses, first, counts = np.unique(course[run.rows], return_index=True, return_counts=True)
    if len(courses) <= k:
        return None
    order = np.argsort(first)
    courses, weights = courses[order], counts[order].astype(np.float64)
    start = None
    if run.criterion == "seeds":
        start = np.random.default_rng(run.seed).choice(len(courses), k, replace=False)
    _, near = partition_around_medoids(distances[np.ix_(courses, courses)], weights, k, start)
    if run.criterion == "reference" and not _says_more(near, weights, k):
        return None
    of_course = np.full(len(distances), -1)
    of_course[courses] = near
    labels = np.full(len(course), -1)
    labels[run.rows] = of_course[course[run.rows]]
    return number_by_size(labels)


def _says_more(near: Indexes, weights: Numbers, k: int) -> bool:
    courses, measures = np.bincount(near, minlength=k), np.bincount(near, weights, minlength=k)
    return bool((courses >= LEAST_COURSES).all() and (measures >= LEAST_MEASURES).all())


def _build(distances: Numbers, weights: Numbers, k: int) -> Indexes:
    nearest = np.full(len(distances), np.inf)
    medoids: list[int] = []
    for _ in range(k):
        costs = weights @ np.minimum(nearest[:, np.newaxis], distances)
        costs[medoids] = np.inf
        medoids.append(int(costs.round(9).argmin()))
        nearest = np.minimum(nearest, distances[:, medoids[-1]])
    return np.sort(np.array(medoids, dtype=np.intp))
