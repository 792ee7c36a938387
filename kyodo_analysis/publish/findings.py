"""The findings of the project in one list: which question, which notebook answers it, from which tables, and how.

Every finding is a sentence made from the table behind a figure, so the index and the figures say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from kyodo_analysis.analysis import headlines
from kyodo_analysis.analysis.actor import actor_texts
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.commitment import commitment_texts
from kyodo_analysis.analysis.department import department_network_texts, department_texts
from kyodo_analysis.analysis.schedule import schedule_texts, sequence_texts
from kyodo_analysis.analysis.schedule.schedules import RUNNING
from kyodo_analysis.analysis.structure import stability_texts, word_map_texts
from kyodo_analysis.analysis.target import target_texts
from kyodo_analysis.analysis.theme import theme_texts
from kyodo_analysis.analysis.wording import word_headlines

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the notebook that answers it, the tables it reads, and the figures whose headlines are the answer."""

    notebook: str
    question: str
    tables: tuple[str, ...]
    answers: tuple[tuple[str, Callable[[pd.DataFrame, str], str]], ...]


QUESTIONS: tuple[Question, ...] = (
    Question(
        "01-reading-the-plans",
        "Can plans be read from damaged text, and what do they give at all?",
        ("field_status", "repairs", "spans", "unclaimed"),
        (("coverage", headlines.state_coverage), ("repairs", headlines.state_repairs)),
    ),
    Question(
        "02-themes",
        "What are the plans about, and how reliably can that be told?",
        ("measure_themes", "code_evidence", "measures"),
        (
            ("themes", theme_texts.state_theme_ranks),
            ("themes", theme_texts.state_themes),
            ("theme-profiles", theme_texts.state_profiles),
            ("theme-validity", theme_texts.state_validity),
        ),
    ),
    Question(
        "03-words",
        "How do the plans say it: which words set them apart, and which wording comes again?",
        ("tokens", "measures", "elements"),
        (
            ("keywords", word_headlines.state_words),
            ("boilerplate", word_headlines.state_boilerplate),
            ("word-map", word_map_texts.state_map),
            ("stability", stability_texts.state_stability),
        ),
    ),
    Question(
        "04-commitment",
        "How far do the plans bind themselves?",
        ("elements", "measures", "code_evidence", "measure_themes", "measure_actors"),
        (
            ("commitment-ladder", commitment_texts.state_ladder),
            ("commitment-lengths", commitment_texts.state_lengths),
            ("commitment-by-theme", commitment_texts.state_ladder_groups),
            ("actor-coverage", commitment_texts.state_actor_coverage),
            ("commitment-validity", commitment_texts.state_code_validity),
        ),
    ),
    Question(
        "05-department-loads",
        "Which departments are named to carry the measures, and who is to act?",
        ("measure_departments", "measure_actors", "field_status", "measures", "measure_themes"),
        (
            ("department-loads", department_texts.state_loads),
            ("department-concentration", department_texts.state_concentration),
            ("department-network", department_network_texts.state_network),
            ("department-change", department_texts.state_change),
            ("actor-sharing", actor_texts.state_sharing),
        ),
    ),
    Question(
        "06-schedule-patterns",
        "When are the measures carried out?",
        ("measure_schedule", "measure_timing", "field_status", "indicators"),
        (
            ("schedule-coverage", schedule_texts.state_grids),
            ("schedule-states", schedule_texts.state_years),
            ("sequence-types", sequence_texts.state_types),
            ("schedule-cycles", schedule_texts.state_cycles),
            ("plan-timeline", schedule_texts.state_timeline),
        ),
    ),
    Question(
        "07-targets",
        "What could be checked afterwards, and by what?",
        ("measures", "measure_completion", "indicators", "measure_timing", "finance", "organisations"),
        (
            ("checkability-shares", target_texts.state_checkability),
            ("completion-kinds", target_texts.state_completion_kinds),
            ("completion-validity", target_texts.state_completion_validity),
            ("indicator-targets", target_texts.state_targets),
            ("checkability-groups", target_texts.state_groups),
            ("fiscal-gap", target_texts.state_gap),
        ),
    ),
)


def tabulate_answers(analyses: Analyses) -> dict[str, pd.DataFrame]:
    """The tables behind the figures that answer the questions, by the name of the figure."""
    answering = sorted({name for question in QUESTIONS for name, _ in question.answers})
    return {name: analyses[name] for name in answering}


def answer_in_short(answers: Tables) -> str:
    """What the plans list, who is named to carry it and when it runs, in two sentences without the last full stop.

    Args:
        answers: what `tabulate_answers` gives.
    """
    shares, loads, states = answers["themes"], answers["department-loads"], answers["schedule-states"]
    top = loads[loads["rank"].eq(1)].drop_duplicates("plan_id")["share"]
    begun = states[states["fiscal_year"].eq(states.groupby("plan_id")["fiscal_year"].transform("min"))]
    at_once = begun[begun["state"].isin(RUNNING)].groupby("plan_id")["share"].sum()
    return (
        f"{theme_texts.state_themes(shares)}. The department named most stands in {_range(top)} of the measures with a "
        f"department of the {len(top)} plans that name departments, and {_range(at_once)} of the measures with year "
        f"columns that can be read ({len(at_once)} {'plan' if len(at_once) == 1 else 'plans'}) are listed as running "
        "from the first year on"
    )


def index_notebooks(answers: Tables) -> pd.DataFrame:
    """One row per notebook: notebook (a Markdown link), question, tables (that it reads), finding.

    Args:
        answers: what `tabulate_answers` gives.
    """
    return pd.DataFrame(
        [
            {
                "notebook": f"[{question.notebook}]({question.notebook}.ipynb)",
                "question": question.question,
                "tables": ", ".join(question.tables),
                "finding": " ".join(f"{state(answers[name], 'en')}." for name, state in question.answers),
            }
            for question in QUESTIONS
        ]
    )


def _range(shares: pd.Series) -> str:
    ends = [f"{share:.0%}" for share in (shares.min(), shares.max())]
    return " to ".join(dict.fromkeys(ends))
