"""All figures of the project: what each is called, the table it shows, and the function that draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from kyodo_analysis.analysis.commitments import share_commitments
from kyodo_analysis.analysis.coverage import count_repairs, count_silence, field_coverage, keep_all_plans
from kyodo_analysis.analysis.keyness import find_keywords, select_words
from kyodo_analysis.analysis.labels import label_plans, label_themes
from kyodo_analysis.analysis.schedules import (
    describe_grids,
    distribute_states,
    keep_readable_grids,
    list_states,
    order_grid,
)
from kyodo_analysis.analysis.themes import profile_themes
from kyodo_analysis.analysis.workload import load_departments, measure_concentration
from kyodo_analysis.figures.comparisons import plot_commitments, plot_keywords, plot_themes
from kyodo_analysis.figures.coverage import plot_coverage, plot_repairs, plot_schedule_coverage
from kyodo_analysis.figures.departments import plot_concentration, plot_department_loads
from kyodo_analysis.figures.schedules import plot_schedule_grid, plot_schedule_states
from kyodo_analysis.figures.style import LANGUAGES, render
from kyodo_analysis.tables.hand import find_hand
from kyodo_analysis.tables.storage import write_file
from kyodo_analysis.words.lexicons import Lexicons, mark_tokens, read_lexicons

Tables = Mapping[str, pd.DataFrame]
Report = Callable[[str, int, int], None]
KINDS = ("svg", "png")

# Sums of fractions may differ in their last digits from machine to machine; six digits are the same everywhere.
_FLOATS = "%.6g"


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure: the name of its files, what makes its table, and what draws the table in a language."""

    name: str
    tabulate: Callable[[Tables, Lexicons], pd.DataFrame]
    plot: Callable[[pd.DataFrame, str], Figure]

    def make_table(self, tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
        """The table behind the figure, with plan labels; every mark of the figure is a row of it."""
        return label_plans(self.tabulate(tables, lexicons), tables["plans"])


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
    lexicons = read_lexicons(find_hand(hand))
    written = []
    for done, entry in enumerate(FIGURES):
        if report is not None:
            report(f"drawing {entry.name}", done, len(FIGURES))
        for name, data in _draw(entry, tables, lexicons, languages):
            write_file(out / name, data)
            written.append(out / name)
    if report is not None:
        report("done", len(FIGURES), len(FIGURES))
    return written


def _draw(
    entry: FigureEntry, tables: Tables, lexicons: Lexicons, languages: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    table = entry.make_table(tables, lexicons)
    yield f"{entry.name}.csv", table.to_csv(index=False, lineterminator="\n", float_format=_FLOATS).encode("utf-8")
    for language in languages:
        figure = entry.plot(table, language)
        for kind in KINDS:
            yield f"{entry.name}-{language}.{kind}", render(figure, kind)


def _coverage(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return field_coverage(tables["field_status"], tables["plans"])


def _repairs(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return count_repairs(tables["repairs"], tables["plans"])


def _themes(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    themes = lexicons.codebook["code"].tolist()
    profile = profile_themes(tables["measures"], tables["measure_themes"], themes)
    return label_themes(profile[profile["counting"] == "any"], lexicons.codebook)


def _keywords(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return find_keywords(select_words(mark_tokens(tables["tokens"], lexicons), tables["measures"], tables["elements"]))


def _commitments(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return share_commitments(tables["measures"], tables["elements"])


def _department_loads(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    loads = load_departments(tables["measures"], tables["measure_departments"], tables["field_status"])
    return keep_all_plans(loads, _silence(tables))


def _concentration(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return keep_all_plans(measure_concentration(tables["measures"], tables["measure_departments"]), _silence(tables))


def _silence(tables: Tables) -> pd.DataFrame:
    return count_silence(tables["field_status"], tables["plans"], "departments")


def _grids(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return describe_grids(tables["field_status"], tables["plans"], tables["indicators"])


def _readable_states(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    states = list_states(tables["measures"], tables["measure_schedule"])
    return keep_readable_grids(states, _grids(tables, lexicons))


def _schedule_grid(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return order_grid(_readable_states(tables, lexicons), tables["measures"])


def _schedule_states(tables: Tables, lexicons: Lexicons) -> pd.DataFrame:
    return distribute_states(_readable_states(tables, lexicons))


FIGURES: tuple[FigureEntry, ...] = (
    FigureEntry("coverage", _coverage, plot_coverage),
    FigureEntry("repairs", _repairs, plot_repairs),
    FigureEntry("themes", _themes, plot_themes),
    FigureEntry("keywords", _keywords, plot_keywords),
    FigureEntry("commitments", _commitments, plot_commitments),
    FigureEntry("department-loads", _department_loads, plot_department_loads),
    FigureEntry("department-concentration", _concentration, plot_concentration),
    FigureEntry("schedule-coverage", _grids, plot_schedule_coverage),
    FigureEntry("schedule-grid", _schedule_grid, plot_schedule_grid),
    FigureEntry("schedule-states", _schedule_states, plot_schedule_states),
)
