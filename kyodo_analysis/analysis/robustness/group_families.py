"""The claims about groups within plans that planted nulls are held against, each with the tests of its analysis.

Functions, departments and themes are dealt out among the measures of each plan, and the two plans of a municipality
exchange their measures with each other. A family repeats the tests of its analysis and the rule which of them are made;
a test holds every family's claims about the plans against the column of its analysis that makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.actor.actor_groups import LEAST_MEASURES as LEAST_OF_ACTORS
from kyodo_analysis.analysis.actor.actor_sharing import classify_sharing, find_strongest, keep_with_city
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.commitment.commitments import select_coded
from kyodo_analysis.analysis.department.department_change import pair_plans
from kyodo_analysis.analysis.department.department_ties import LEAST_MEASURES as LEAST_OF_TIES
from kyodo_analysis.analysis.department.department_ties import gather_networks
from kyodo_analysis.analysis.department.workload import select_namings
from kyodo_analysis.analysis.robustness.drawn_families import (
    plant_actors,
    plant_combinations,
    plant_ladder,
    plant_pairs,
    plant_sizes,
    select_acting_of,
)
from kyodo_analysis.analysis.robustness.planted_groups import Judge, Margins, lay_out_tests, plant_groups
from kyodo_analysis.analysis.robustness.planted_nulls import Planted
from kyodo_analysis.analysis.schedule.schedule_groups import LEAST_MEASURES as LEAST_OF_STARTS
from kyodo_analysis.analysis.schedule.schedule_steps import list_sequences
from kyodo_analysis.analysis.statistics.exact_shuffles import weigh_counts
from kyodo_analysis.analysis.statistics.shares import ALPHA, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import Numbers
from kyodo_analysis.analysis.target.checkability import INDIRECT, LEVELS, NOTHING
from kyodo_analysis.analysis.target.checkability_shares import IN_WORDS, READINGS
from kyodo_analysis.analysis.target.checkability_shares import LEAST_MEASURES as LEAST_OF_CHECKS
from kyodo_analysis.analysis.theme.theme_steps import keep_charted, list_charted


def judge_testable(least: int) -> Judge:
    """Two-sided p where enough measures have the label and p can reach the level at all."""

    def judge(margins: Margins) -> Numbers | None:
        if sum(margins.labels) < least:
            return None
        chances, p = weigh_counts(margins.things, margins.labels, margins.units)
        return p if p[chances > 0].min() <= ALPHA else None

    return judge


def judge_open(least: int, plans: int = 1) -> Judge:
    """Two-sided p where something is left to chance in plans enough; a plan counts if it has the thing and the label.

    Args:
        least: measures with the label in these plans. plans: how many there must be.
    """

    def judge(margins: Margins) -> Numbers | None:
        cells = [
            cell for cell in zip(margins.things, margins.labels, margins.units, strict=True) if cell[0] and cell[1]
        ]
        if len(cells) < plans or sum(cell[1] for cell in cells) < least:
            return None
        chances, p = weigh_counts(*zip(*cells, strict=True))
        return p if p[chances > 0].min() < 1 else None

    return judge


def judge_checks(margins: Margins) -> Numbers | None:
    """Two-sided p where a plan has measures with and without the thing, and with and without the label."""
    cells = list(zip(margins.things, margins.labels, margins.units, strict=True))
    left_open = any(0 < thing < unit and 0 < label < unit for thing, label, unit in cells)
    if not left_open or sum(margins.labels) < LEAST_OF_CHECKS:
        return None
    return weigh_counts(margins.things, margins.labels, margins.units)[1]


def judge_all(margins: Margins) -> Numbers:
    """Two-sided p whatever the numbers."""
    return weigh_counts(margins.things, margins.labels, margins.units)[1]


def judge_change(margins: Margins) -> Numbers | None:
    """Two-sided p of a name that both plans have; the count is that of the later one."""
    all_, (later,), (unit,) = margins.things[0], margins.labels, margins.units
    chances, p = weigh_counts(margins.things, margins.labels, margins.units)
    if p[chances > 0].min() > ALPHA:
        return None
    counts = np.arange(len(p))
    in_both = (counts > 0) & (counts < all_) & (later < unit)
    return np.where(in_both, p, np.nan)


def judge_upper(margins: Margins) -> Numbers | None:
    """One-sided p of a department and a theme that meet as often or more often."""
    if min(margins.things[0], margins.labels[0]) < LEAST_OF_TIES:
        return None
    chances, _ = weigh_counts(margins.things, margins.labels, margins.units)
    upper: Numbers = np.minimum(1.0, chances[::-1].cumsum()[::-1])
    return upper


def plant_change(of: Analyses, by: str) -> Planted:
    """Departments or functions in two plans of one municipality (`department_change.compare_plans`).

    Labels are shuffled among these two plans only. A name that stands in one of them is not compared, so a deal that
    leaves it to one plan makes no test of it.
    """
    rows = select_namings(of.table("measures"), of.materials.departments, by=by, reprints=False)
    families = []
    for earlier, later in pair_plans(of.table("plans")):
        own = rows[rows["plan_id"].isin([earlier, later])]
        if own["plan_id"].nunique() < 2:
            continue
        has = _mark(own["measure_id"], own["name"], own["measure_id"])
        plan_of = own.drop_duplicates("measure_id").set_index("measure_id")["plan_id"]
        is_later = (plan_of == later).astype("int64").to_frame(later)
        part = lay_out_tests(has, is_later, [earlier] * len(has), single=judge_change)
        families.append([part])
    return plant_groups(families)


def plant_checks_by_plan(of: Analyses) -> Planted:
    """What can be checked, by plan (`checkability_shares.share_checkability`); plan labels are shuffled."""
    own = _checked(of)
    kinds = {
        f"{reading}, {level}": own[column].eq(level).astype("int64")
        for reading, column in READINGS.items()
        for level in LEVELS
        if (reading, level) != (IN_WORDS, INDIRECT)
    }
    plans = _mark(own.index.to_series(), own["plan_id"], own.index.to_series())
    # One plan that has all measures has nothing to be told from.
    judge = judge_all if plans.shape[1] > 1 else None
    part = lay_out_tests(pd.DataFrame(kinds), plans, [""] * len(own), pooled=judge)
    kind, plan = part.columns.T
    tests = part.tests.assign(plan_id=plans.columns[plan], label=np.array(list(kinds), dtype=np.str_)[kind])
    return plant_groups([[replace(part, tests=tests)]])


def plant_checks(of: Analyses) -> Planted:
    """What has nothing checkable, by function, department, theme (`checkability_shares.share_nothing_by_group`)."""
    own, named = _checked(of), of.materials.departments
    single = named[~named["generic"].astype("bool")]
    themes = keep_charted(of)
    parts = []
    for measure_ids, groups in (
        (named["measure_id"], named["function"]),
        (single["measure_id"], single["canonical"]),
        (themes["measure_id"], themes["theme"]),
    ):
        units = own[own.index.isin(measure_ids)]
        things = {reading: units[column].eq(NOTHING).astype("int64") for reading, column in READINGS.items()}
        labels = _mark(measure_ids, groups, units.index.to_series())
        parts.append(lay_out_tests(pd.DataFrame(things), labels, units["plan_id"].tolist(), pooled=judge_checks))
    return plant_groups([parts])


def plant_function_themes(of: Analyses) -> Planted:
    """Functions and themes (`department_groups.share_themes_by_function`)."""
    rows = select_namings(of.table("measures"), of.materials.departments, by="function", reprints=False)
    functions = _mark(rows["measure_id"], rows["function"], rows["measure_id"])
    plan_of = rows.drop_duplicates("measure_id")["plan_id"].tolist()
    tests = lay_out_tests(_themes(of, functions), functions, plan_of, pooled=judge_all)
    return plant_groups([[tests]])


def plant_department_themes(of: Analyses) -> Planted:
    """Departments and themes of each plan (`department_themes_network.connect_department_themes`)."""
    parts = []
    for network in gather_networks(of.materials.departments, of.table("measures")):
        labels = network.departments["label"].iloc[: network.named]
        own = pd.DataFrame(network.own.toarray(), pd.Index(network.measures["measure_id"]), labels.tolist())
        parts.append(lay_out_tests(_themes(of, own), own, [network.plan_id] * len(own), single=judge_upper))
    return plant_groups([parts])


def plant_crossed(of: Analyses, cross: Callable[[Analyses], Crossed], single: bool) -> Planted:
    """Kinds and groups of `actor_groups.cross_groups`, in all plans together or in single ones."""
    kinds, groups, plan_ids = cross(of)
    judge = judge_open(LEAST_OF_ACTORS, plans=1 if single else 2)
    given = {"single": judge} if single else {"pooled": judge}
    return plant_groups([[lay_out_tests(kinds, groups, plan_ids.tolist(), **given)]])


Crossed = tuple[pd.DataFrame, pd.DataFrame, pd.Series]


def _cross_actors(of: Analyses) -> Crossed:
    has, plan_ids = select_acting_of(of)
    return has, _themes(of, has), plan_ids


def _cross_sharing(of: Analyses) -> Crossed:
    has, plan_ids = select_acting_of(of)
    kept = keep_with_city(has, plan_ids)
    kinds, plan_ids = classify_sharing(has[kept]), plan_ids[kept]
    return kinds, _themes(of, kinds), plan_ids


def _cross_commitment(of: Analyses) -> Crossed:
    kinds, _, plan_ids = _cross_sharing(of)
    coded = select_coded(of.table("measures"), of.table("elements"))[1]
    return kinds, find_strongest(coded, kinds.index), plan_ids


def plant_starts(of: Analyses, by: str) -> Planted:
    """Which measures start at once, by function, department or theme (`schedule_groups.compare_starts_by`)."""
    named = of.materials.departments
    single = named[~named["generic"].astype("bool")]
    themes = keep_charted(of)
    rows, groups = {
        "function": (named, named["function"]),
        "department": (single, single["function"] + " " + single["canonical"]),
        "theme": (themes, themes["theme"]),
    }[by]
    sequences = list_sequences(of)
    courses = sequences[sequences["measure_id"].isin(of.materials.counted["measure_id"])].set_index("measure_id")
    at_once = courses["years_to_implement"].eq(0).fillna(False).astype("int64").to_frame("at once")
    labels = _mark(rows["measure_id"], groups, courses.index.to_series())
    tests = lay_out_tests(at_once, labels, courses["plan_id"].tolist(), pooled=judge_testable(LEAST_OF_STARTS))
    return plant_groups([[tests]])


def _checked(of: Analyses) -> pd.DataFrame:
    table = of["checkability"]
    return table[table["measure_id"].isin(of.materials.counted["measure_id"])].set_index("measure_id")


def _themes(of: Analyses, units: pd.DataFrame) -> pd.DataFrame:
    rows = keep_charted(of)
    return tabulate_kinds(rows["measure_id"], rows["theme"], units.index.to_series(), list_charted(of)).clip(upper=1)


def _mark(measure_ids: pd.Series, names: pd.Series, units: pd.Series) -> pd.DataFrame:
    """0 and 1 per measure of units (each once) and name, names in sorted order."""
    kept = measure_ids.isin(units)
    return tabulate_kinds(measure_ids[kept], names[kept], units.drop_duplicates(), sorted(names[kept].unique())).clip(
        upper=1
    )


GROUP_FAMILIES: Mapping[str, Callable[[Analyses], Planted]] = MappingProxyType(
    {
        "actors by plan": plant_actors,
        "checkability by plan": plant_checks_by_plan,
        "departments in two plans of one municipality": partial(plant_change, by="canonical"),
        "functions in two plans of one municipality": partial(plant_change, by="function"),
        "functions and themes": plant_function_themes,
        "rungs of commitment by function": plant_ladder,
        "departments and themes": plant_department_themes,
        "pairs of departments": plant_pairs,
        "actors and themes, all plans": partial(plant_crossed, cross=_cross_actors, single=False),
        "actors and themes, single plans": partial(plant_crossed, cross=_cross_actors, single=True),
        "sharing and themes, all plans": partial(plant_crossed, cross=_cross_sharing, single=False),
        "sharing and themes, single plans": partial(plant_crossed, cross=_cross_sharing, single=True),
        "sharing and commitment, all plans": partial(plant_crossed, cross=_cross_commitment, single=False),
        "sharing and commitment, single plans": partial(plant_crossed, cross=_cross_commitment, single=True),
        "combinations of actors": plant_combinations,
        "numbers of actors": plant_sizes,
        "starts by function": partial(plant_starts, by="function"),
        "starts by department": partial(plant_starts, by="department"),
        "starts by theme": partial(plant_starts, by="theme"),
        "checkability by function, department and theme": plant_checks,
    }
)
"""What the notebooks claim of groups, by name; a new kind of claim is a new entry."""


def plant_group_families(of: Analyses) -> dict[str, Planted]:
    """What each family claims of groups, and of labels dealt out within each plan, by the family's name."""
    return {name: plant(of) for name, plant in GROUP_FAMILIES.items()}
