"""Which blank years are a reading, what the terms mean, and starts that are weaker in words than in the grid."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import frame, measures, plans

from kyodo_analysis.analysis.schedule import grid_texts
from kyodo_analysis.analysis.schedule.courses import order_grid
from kyodo_analysis.analysis.schedule.inferred import flag_inferred, list_inferred_years
from kyodo_analysis.analysis.schedule.schedules import list_states
from kyodo_analysis.analysis.showing.labels import label_plans

YEARS = (2013, 2014, 2015)


def grid(**rows: tuple[str | None, ...]) -> pd.DataFrame:
    """States of ube's measures by number, from the marks of the years."""
    phases = {"実施": "implement", "→": "continue", "検討": "consider", "検討・実施": "implement"}
    cells = [
        {"measure_id": f"ube/{name}", "fiscal_year": year, "printed": mark, "phase": phases.get(str(mark), "none")}
        for name, marks in rows.items()
        for year, mark in zip(YEARS, marks, strict=True)
    ]
    return list_states(measures(), frame("measure_schedule", cells))


def place(states: pd.DataFrame, loose: int | None) -> pd.DataFrame:
    """Spans of the marks: a line for each measure, and one of its own for each mark of the loose year."""
    printed = states.dropna(subset=["printed"])
    rows = [
        {"table": "measure_schedule", "row_id": measure_id, "field": "printed", "position": year}
        | {"line": 500 + number if year == loose else sum(map(ord, measure_id))}
        for number, (measure_id, year) in enumerate(printed[["measure_id", "fiscal_year"]].itertuples(index=False))
    ]
    return frame("spans", rows)


MARKS: dict[str, tuple[str | None, ...]] = {
    "1-1": ("実施", "→", "→"),
    "1-2": ("検討", None, "実施"),
    "1-3": ("実施", None, None),
}


def test_a_blank_in_a_column_that_came_loose_is_inferred_and_no_other_blank_is() -> None:
    states = grid(**MARKS)
    flagged = flag_inferred(states, place(states, loose=2014))
    blanks = flagged.loc[flagged["inferred"], ["measure_id", "fiscal_year"]].to_numpy().tolist()
    assert blanks == [["ube/1-2", 2014], ["ube/1-3", 2014]]
    assert list_inferred_years(flagged).to_dict() == {"ube/1-2": "2014", "ube/1-3": "2014"}
    assert not flag_inferred(states, place(states, loose=None))["inferred"].any()


def test_a_single_mark_does_not_stand_apart_from_a_row() -> None:
    states = grid(**{"1-1": ("実施", None, None), "1-2": ("実施", None, None)})
    assert not flag_inferred(states, place(states, loose=2013))["inferred"].any()


def test_no_cells_and_no_spans_are_no_blanks() -> None:
    nothing = grid(**MARKS).iloc[:0]
    flagged = flag_inferred(nothing, frame("spans", []))
    assert flagged.empty and flagged["inferred"].dtype == "bool" and list_inferred_years(flagged).empty
    assert not flag_inferred(grid(**MARKS), frame("spans", []))["inferred"].any()


def shown(loose: int | None) -> pd.DataFrame:
    states = grid(**MARKS | {"2-1": MARKS["1-3"]})
    return label_plans(order_grid(flag_inferred(states, place(states, loose)), measures()), plans())


def test_inferred_blanks_are_said() -> None:
    said = grid_texts.state_inferred(shown(2014))
    assert said.startswith("3 blank years are inferred") and "`ube/1-2` FY2014" in said
    assert grid_texts.state_inferred(shown(None)) == "No blank year of a grid is inferred"


def test_terms_name_the_rows_and_the_reprints_among_them() -> None:
    said = grid_texts.state_terms(shown(None))
    assert "has 4 rows, 1 of them reprints" in said and said.endswith("stand on 3")
    assert grid_texts.state_terms(shown(None).iloc[:0]) == ""


CODES = {"ube/1-1": ["consider", "consider"], "ube/1-2": ["consider"], "ube/1-3": ["consider", "do"]}


def elements() -> pd.DataFrame:
    rows = [
        {"measure_id": name, "position": number, "commitment": code}
        for name, codes in CODES.items()
        for number, code in enumerate(codes, start=1)
    ]
    return frame("elements", rows)


def test_starts_at_once_are_held_to_contents_and_mark() -> None:
    states = grid(**MARKS | {"2-1": ("検討・実施", "→", "→")})
    table = grid_texts.weigh_starts(states, elements()).set_index("measure_id")
    assert table["only_considers"].to_dict() == {"ube/1-1": True, "ube/1-3": False, "ube/2-1": False}
    assert table["mixed"].to_dict() == {"ube/1-1": False, "ube/1-3": False, "ube/2-1": True}
    said = grid_texts.state_at_once(label_plans(table.reset_index(), plans()))
    assert said == (
        "Of the 3 measures of Ube (FY2013–15) that are listed as implemented at once, 1 only consider (検討) in all of "
        "their contents (`ube/1-1`), and 1 have a first mark that names a weaker state too (`ube/2-1`)"
    )


@pytest.mark.parametrize("rows", [0, 1])
def test_without_a_start_at_once_that_is_said(rows: int) -> None:
    states = grid(**{"1-2": ("検討", "検討", "実施")}).iloc[: 3 * rows]
    table = label_plans(grid_texts.weigh_starts(states, elements()), plans())
    assert grid_texts.state_at_once(table) == "No measure is listed as implemented at once"
