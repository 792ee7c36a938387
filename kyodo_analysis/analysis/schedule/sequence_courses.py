"""The different courses of each plan: who follows each, whether they form types, how far apart they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.schedule.courses import count_sequences
from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.sequence_distances import (
    cost_by_position,
    cost_by_rates,
    cost_constantly,
    match_optimally,
    measure_hamming,
)
from kyodo_analysis.analysis.schedule.sequence_types import find_types
from kyodo_analysis.analysis.schedule.sequences import PlanSequences, spell_out
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import SEED
from kyodo_analysis.analysis.structure.stability import BOOTSTRAPS

MOST_COMPARED = 50
"""The pairs of more courses would fill a table that nobody reads; the commonest ones are compared."""

_ALPHABET = len(STATES)

_TYPES = (
    *("plan_id", "sequence", "count", "n", "share", "lower", "upper", "courses", "type", "types"),
    *("silhouette", "silhouette_by_measure", "stability", "verdict", "measure_ids"),
)
_DISTANCES = (
    *("plan_id", "sequence", "other_sequence", "count", "other_count", "optimal_matching", "optimal_matching_by_rates"),
    *("hamming", "dynamic_hamming", "positions", "measure_ids"),
)


def list_courses(plans: Sequence[PlanSequences], *, bootstraps: int = BOOTSTRAPS, seed: int = SEED) -> pd.DataFrame:
    """The different courses of each plan, the commonest first, and the types they form, if they form any.

    Args:
        plans: what `sequences.arrange_sequences` gives.

    Returns:
        plan_id, sequence, count (measures with this course), n (measures of the plan's grid), share, lower, upper
        (Wilson, 95 %), courses (how many different ones the plan has), type (from 1 for the largest; missing where the
        courses form none), types, silhouette,
        silhouette_by_measure, stability (of the best partition that was found; missing where there was
        none to judge), verdict (see `sequence_types`), measure_ids.
    """
    parts = []
    for plan in plans:
        courses = spell_out(plan.codes)
        found = find_types(plan.codes, bootstraps=bootstraps, seed=seed)
        rows = pd.DataFrame({"plan_id": plan.plan_id, "sequence": courses, "measure_id": list(plan.measure_ids)})
        counted = count_sequences(rows)
        of_course = {} if found.types is None else dict(zip(courses, found.types + 1, strict=True))
        parts.append(
            counted.assign(
                courses=len(counted),
                type=pd.array([of_course.get(course, pd.NA) for course in counted["sequence"]], dtype="Int64"),
                types=pd.array([pd.NA if found.k is None else found.k] * len(counted), dtype="Int64"),
                silhouette=found.silhouette,
                silhouette_by_measure=found.silhouette_by_measure,
                stability=found.stability,
                verdict=found.verdict,
            )
        )
    return pd.concat(parts, ignore_index=True)[list(_TYPES)] if parts else pd.DataFrame(columns=list(_TYPES))


def compare_courses(plans: Sequence[PlanSequences], *, most: int = MOST_COMPARED) -> pd.DataFrame:
    """How far the different courses of a plan are from each other, by four distances.

    Costs that rest on transition rates are computed from all measures of the plan.

    Args:
        plans: what `sequences.arrange_sequences` gives. most: how many of the commonest courses are compared.

    Returns:
        plan_id, sequence, other_sequence, count, other_count (measures with each), optimal_matching (substitutions 2,
        insertions and deletions 1), optimal_matching_by_rates (substitutions by transition rates, insertions and
        deletions half of the dearest), hamming (years that differ), dynamic_hamming (substitutions by the transition
        rates of the year, 0 to 4), positions (year columns), measure_ids (of both).
    """
    rows: list[tuple[object, ...]] = []
    for plan in plans:
        members: dict[str, list[int]] = {}
        for row, course in enumerate(spell_out(plan.codes)):
            members.setdefault(course, []).append(row)
        kept = sorted(members, key=lambda course: (-len(members[course]), course))[:most]
        codes = plan.codes[[members[course][0] for course in kept]]
        ids = [[plan.measure_ids[row] for row in members[course]] for course in kept]
        distances = (
            match_optimally(codes, cost_constantly(_ALPHABET)),
            match_optimally(codes, cost_by_rates(plan.codes, _ALPHABET)),
            measure_hamming(codes, cost_constantly(_ALPHABET, 1)),
            measure_hamming(codes, cost_by_position(plan.codes, _ALPHABET)),
        )
        for one, other in zip(*np.triu_indices(len(kept), k=1), strict=True):
            pair = plan.plan_id, kept[one], kept[other], len(ids[one]), len(ids[other])
            apart = (table[one, other] for table in distances)
            rows.append((*pair, *apart, len(plan.years), join_ids(ids[one] + ids[other])))
    return pd.DataFrame(rows, columns=list(_DISTANCES))
