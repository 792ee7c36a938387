"""All analyses of the project by name, in the order in which they are written and shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from kyodo_analysis.analysis.actor.actor_steps import ACTOR_STEPS
from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.commitment.commitment_steps import COMMITMENT_STEPS
from kyodo_analysis.analysis.department.department_network_steps import DEPARTMENT_NETWORK_STEPS
from kyodo_analysis.analysis.department.department_steps import DEPARTMENT_STEPS
from kyodo_analysis.analysis.materials import gather_materials
from kyodo_analysis.analysis.plan_steps import PLAN_STEPS
from kyodo_analysis.analysis.robustness.robustness_steps import ROBUSTNESS_STEPS
from kyodo_analysis.analysis.schedule.schedule_steps import SCHEDULE_STEPS
from kyodo_analysis.analysis.schedule.sequence_steps import SEQUENCE_STEPS
from kyodo_analysis.analysis.target.target_steps import TARGET_STEPS
from kyodo_analysis.analysis.theme.theme_steps import THEME_STEPS
from kyodo_analysis.analysis.wording.word_steps import WORD_STEPS
from kyodo_analysis.source.corpus import SourceText

STEPS: Mapping[str, Step] = {
    **THEME_STEPS,
    **WORD_STEPS,
    **COMMITMENT_STEPS,
    **ROBUSTNESS_STEPS,
    **PLAN_STEPS,
    **DEPARTMENT_STEPS,
    **DEPARTMENT_NETWORK_STEPS,
    **ACTOR_STEPS,
    **SCHEDULE_STEPS,
    **SEQUENCE_STEPS,
    **TARGET_STEPS,
}

CHAINS: tuple[tuple[str, ...], ...] = (
    (
        *THEME_STEPS,
        "commitment-by-theme",
        *ACTOR_STEPS,
        "schedule-by-theme",
        "department-by-theme",
        "department-theme-network",
        "checkability-groups",
        "planted-nulls",
        "planted-claims",
    ),
    ("sensitivity", "sensitivity-summary"),
    ("stability", "measure-clusters", "clustered-measures", "clusters-and-plans", "word-clusters", "topics"),
    ("findings-without-a-plan", *(name for name in COMMITMENT_STEPS if name != "commitment-by-theme")),
    ("keyword-pairs",),
    ("keywords",),
    ("boilerplate", "formulas", "word-map", "word-network", *PLAN_STEPS),
    tuple(name for name in DEPARTMENT_STEPS if name != "department-by-theme"),
    ("department-network", "department-bridges"),
    (*(name for name in SCHEDULE_STEPS if name != "schedule-by-theme"), *SEQUENCE_STEPS),
    tuple(name for name in TARGET_STEPS if name != "checkability-groups"),
)
"""The analyses in groups that need nothing of each other and can be made at once, those that take longest first."""

NETWORKS = ("department-network", "department-theme-network", "theme-network", "word-network")
"""The analyses that are graphs, written as GraphML too."""


def analyse_tables(
    tables: Mapping[str, pd.DataFrame], hand: Path | None = None, published: Mapping[str, SourceText] | None = None
) -> Analyses:
    """The analyses of tables, none of them made yet: `analyse_tables(read_all())["themes"]` makes the one asked for.

    Args:
        tables: all tables of the schema by name. hand: the folder of people's decisions; by default the project's.
        published: the texts as published by plan_id, which one of the sensitivity checks counts on.

    Raises:
        InputError: when the folder or one of its files is missing or broken.
    """
    return Analyses(gather_materials(tables, hand, published), STEPS)
