"""All figures of the project: what each is called, the table it shows, and the function that draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from kyodo_analysis.analysis.steps import analyse_tables
from kyodo_analysis.figures.actors import plot_sharing, plot_sharing_by_theme
from kyodo_analysis.figures.biplots import plot_biplot
from kyodo_analysis.figures.checkability import plot_checkability, plot_completion_kinds
from kyodo_analysis.figures.combinations import plot_combinations
from kyodo_analysis.figures.commitment_ladders import plot_commitment_by_theme, plot_commitment_ladder
from kyodo_analysis.figures.comparisons import plot_keywords
from kyodo_analysis.figures.coverage import plot_coverage, plot_repairs, plot_schedule_coverage
from kyodo_analysis.figures.department_changes import plot_department_change, plot_function_themes
from kyodo_analysis.figures.department_networks import plot_department_network
from kyodo_analysis.figures.department_themes import plot_theme_matrix
from kyodo_analysis.figures.departments import plot_concentration, plot_department_loads
from kyodo_analysis.figures.finance import plot_fiscal_gap
from kyodo_analysis.figures.networks import plot_network
from kyodo_analysis.figures.schedules import plot_schedule_index, plot_schedule_states
from kyodo_analysis.figures.style import LANGUAGES, render
from kyodo_analysis.figures.targets import plot_targets
from kyodo_analysis.figures.theme_profiles import plot_theme_dots, plot_theme_heatmap
from kyodo_analysis.figures.timelines import plot_plan_timeline
from kyodo_analysis.figures.timing_words import plot_timing_words
from kyodo_analysis.figures.topic_figures import plot_stability
from kyodo_analysis.figures.word_plots import plot_words
from kyodo_analysis.tables.storage import write_file

Tables = Mapping[str, pd.DataFrame]
Report = Callable[[str, int, int], None]
KINDS = ("svg", "png")

# Sums of fractions may differ in their last digits from machine to machine; six digits are the same everywhere.
_FLOATS = "%.6g"


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure: the name of its files, the analysis whose table it shows, and what draws it in a language."""

    name: str
    analysis: str
    plot: Callable[[pd.DataFrame, str], Figure]


def draw_all(
    tables: Tables,
    out: Path,
    languages: Sequence[str] = LANGUAGES,
    report: Report | None = None,
    hand: Path | None = None,
) -> list[Path]:
    """Write every figure as SVG and PNG in each language, and its table as CSV; the same tables give the same bytes.

    Args:
        tables: all tables of data/processed by name. out: the folder, made where it is missing. languages: of the
            labels. report: is told the name of a figure, how many are done, and how many there are. hand: the folder of
            people's decisions (codebook, stop words); by default the project's.

    Returns:
        The files that were written, `<figure>.csv`, `<figure>-<language>.svg` and `.png`.

    Raises:
        InputError: when a file cannot be written or the hand-made tables are missing.
    """
    analyses = analyse_tables(tables, hand)
    written = []
    for done, entry in enumerate(FIGURES):
        if report is not None:
            report(f"drawing {entry.name}", done, len(FIGURES))
        for name, data in _draw(entry, analyses[entry.analysis], languages):
            write_file(out / name, data)
            written.append(out / name)
    if report is not None:
        report("done", len(FIGURES), len(FIGURES))
    return written


def _draw(entry: FigureEntry, table: pd.DataFrame, languages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    yield f"{entry.name}.csv", table.to_csv(index=False, lineterminator="\n", float_format=_FLOATS).encode("utf-8")
    for language in languages:
        figure = entry.plot(table, language)
        for kind in KINDS:
            yield f"{entry.name}-{language}.{kind}", render(figure, kind)


FIGURES: tuple[FigureEntry, ...] = (
    FigureEntry("coverage", "coverage", plot_coverage),
    FigureEntry("repairs", "repairs", plot_repairs),
    FigureEntry("theme-heatmap", "themes", plot_theme_heatmap),
    FigureEntry("themes", "themes", plot_theme_dots),
    FigureEntry("theme-map", "theme-map", plot_biplot),
    FigureEntry("theme-network", "theme-network", plot_network),
    FigureEntry("keywords", "keywords", plot_keywords),
    FigureEntry("word-plot", "keywords", plot_words),
    FigureEntry("word-map", "word-map", plot_biplot),
    FigureEntry("word-network", "word-network", plot_network),
    FigureEntry("stability", "stability", plot_stability),
    FigureEntry("commitments", "commitment-ladder", plot_commitment_ladder),
    FigureEntry("commitments-by-theme", "commitment-by-theme", plot_commitment_by_theme),
    FigureEntry("commitments-by-actor", "commitment-by-actor", plot_commitment_by_theme),
    FigureEntry("department-loads", "department-loads", plot_department_loads),
    FigureEntry("department-concentration", "department-concentration", plot_concentration),
    FigureEntry("department-by-theme", "department-by-theme", plot_function_themes),
    FigureEntry("department-change", "department-change", plot_department_change),
    FigureEntry("department-network", "department-network", plot_department_network),
    FigureEntry("department-themes", "department-theme-network", plot_theme_matrix),
    FigureEntry("actor-combinations", "actor-combinations", plot_combinations),
    FigureEntry("actor-sharing", "actor-sharing", plot_sharing),
    FigureEntry("sharing-by-theme", "sharing-by-theme", plot_sharing_by_theme),
    FigureEntry("schedule-coverage", "schedule-coverage", plot_schedule_coverage),
    FigureEntry("schedule-index", "schedule-index", plot_schedule_index),
    FigureEntry("schedule-states", "schedule-states", plot_schedule_states),
    FigureEntry("timing-words", "timing-words", plot_timing_words),
    FigureEntry("plan-timeline", "plan-timeline", plot_plan_timeline),
    FigureEntry("targets", "indicator-targets", plot_targets),
    FigureEntry("completion-kinds", "completion-kinds", plot_completion_kinds),
    FigureEntry("checkability", "checkability-shares", plot_checkability),
    FigureEntry("fiscal-gap", "fiscal-gap", plot_fiscal_gap),
)
