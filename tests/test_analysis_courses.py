"""Courses of measures through the years of a grid: one row each, the commonest first, late ones on top."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import measures, schedule
from kyodo_project import ROOT

from kyodo_analysis.analysis.schedule.courses import count_sequences, order_grid, summarise_sequences
from kyodo_analysis.analysis.schedule.schedules import list_states
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables import read
from kyodo_analysis.tables.gold import read_gold


def states() -> pd.DataFrame:
    return list_states(measures(), schedule())


def test_sequences_tell_when_a_measure_starts_and_is_implemented() -> None:
    table = summarise_sequences(states()).set_index("measure_id")
    assert table.loc["ube/1-2", ["sequence", "start_state", "years_to_implement"]].tolist() == [
        "consider consider implement",
        "consider",
        2,
    ]
    assert table.loc["ube/1-1", ["years_to_implement", "has_arrow", "changes"]].tolist() == [0, True, 1]
    assert table.loc["ube/1-3", ["has_arrow", "changes"]].tolist() == [False, 2]


def test_a_measure_that_is_never_implemented_has_no_waiting_time() -> None:
    only = schedule().assign(phase="consider", printed="検討")
    table = summarise_sequences(list_states(measures(), only))
    assert table["years_to_implement"].isna().all() and table["start_year"].eq(2013).all()
    assert count_sequences(table, ("plan_id", "years_to_implement"))["count"].sum() == len(table)


def test_common_courses_come_first() -> None:
    table = count_sequences(summarise_sequences(states()))
    assert table["sequence"].iloc[0] == "implement continue continue"
    assert table.loc[0, ["count", "n", "share", "measure_ids"]].tolist() == [2, 4, 0.5, "ube/1-1 ube/2-1"]
    assert (table["lower"] < table["share"]).all() and (table["share"] < table["upper"]).all()


def test_the_grid_is_ordered_by_course() -> None:
    table = order_grid(states(), measures())
    places = table.drop_duplicates("measure_id").set_index("measure_id")["place"]
    assert places.to_dict() == {"ube/1-2": 0, "ube/1-1": 1, "ube/2-1": 2, "ube/1-3": 3}
    shared = table.drop_duplicates("measure_id").set_index("measure_id")["same_course"]
    assert shared.to_dict() == {"ube/1-2": 1, "ube/1-1": 2, "ube/2-1": 2, "ube/1-3": 1}
    assert table["n"].eq(4).all() and table["measure_ids"].eq(table["measure_id"]).all() and len(table) == 12


CARDS = "yamaguchi-1"


def hand_read_cards() -> dict[str, dict[int, str]]:
    """The marks of the cards that were read by hand, "" for an empty cell."""
    return {
        f"{CARDS}/{record['id']}": {1988 + int(year[1:]): mark for year, mark in record["schedule"].items()}
        for record in read_gold()
        if record["document"] == CARDS
    }


def grid_of_cards() -> dict[str, dict[int, str]]:
    cells = list_states(read("measures"), read("measure_schedule"))
    cells = cells[cells["plan_id"] == CARDS].assign(mark=lambda rows: rows["printed"].fillna(""))
    return {name: dict(zip(own["fiscal_year"], own["mark"], strict=True)) for name, own in cells.groupby("measure_id")}


def test_the_grid_of_the_project_is_the_one_that_was_read_by_hand_cell_for_cell() -> None:
    by_hand, grid = hand_read_cards(), grid_of_cards()
    assert len(by_hand) == 21 and all(len(years) == 5 for years in by_hand.values())
    assert {name: grid[name] for name in by_hand} == by_hand


@pytest.fixture(scope="module")
def published() -> SourceText:
    return read_published(ROOT / "data" / "raw")[CARDS]


def test_the_marks_of_every_card_stand_in_its_own_block_and_belong_to_no_other(published: SourceText) -> None:
    """Of all 46 cards, read by hand or not: five years each, every mark a whole run of the source, in year order."""
    spans = read("spans")
    spans = spans[(spans["table"] == "measure_schedule") & spans["row_id"].str.startswith(f"{CARDS}/")]
    blocks = read("measures").set_index("measure_id")[["first_line", "last_line"]]
    grid = grid_of_cards()
    taken: set[tuple[int, int]] = set()
    assert len(grid) == 46 and all(sorted(years) == [2013, 2014, 2015, 2016, 2017] for years in grid.values())
    for measure_id, years in grid.items():
        own = spans[spans["row_id"] == measure_id]
        first, last = blocks.loc[measure_id]
        assert own["line"].between(first, last).all()
        for year, mark in years.items():
            pieces = own[own["position"] == year].sort_values("piece")
            places = [
                (line, column)
                for line, start, end in pieces[["line", "start", "end"]].itertuples(index=False)
                for column in range(start, end)
            ]
            assert "".join(published.lines[line - 1][column] for line, column in places) == mark
            assert taken.isdisjoint(places)
            taken |= set(places)
            for line, start, end in pieces[["line", "start", "end"]].itertuples(index=False):
                text = published.lines[line - 1]
                around = text[start - 1 : start] + text[end : end + 1]
                assert not around.strip(), f"{measure_id}, {year}: {mark} is part of a longer run"
        for _, row in own.sort_values("position").groupby("line"):
            assert row["start"].is_monotonic_increasing, f"{measure_id}: the years of a line are out of order"


def test_most_cards_are_implemented_at_once_and_the_others_are_those_read_in_print() -> None:
    sequences = summarise_sequences(list_states(read("measures"), read("measure_schedule")))
    late = sequences[sequences["plan_id"].eq(CARDS) & sequences["years_to_implement"].gt(0)]
    assert set(late["measure_id"].str.split("/").str[1]) == {"Ⅰ-(2)-⑨", "Ⅰ-(5)-①", "Ⅰ-(5)-②", "Ⅱ-(4)-②", "Ⅲ-(2)-③"}
