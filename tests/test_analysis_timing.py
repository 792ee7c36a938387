"""Words of time: how many measures have them, and which years they name."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import frame, measures, plans

from kyodo_analysis.analysis.schedule.timing import ANY, count_timing, date_timing
from kyodo_analysis.tables import read


def test_words_of_time_are_counted_once_per_measure() -> None:
    rows = [("ube/1-1", "随時", "as_needed"), ("ube/1-1", "適宜", "as_needed"), ("ube/1-2", "毎年度", "recurrent")]
    rows += [("ube/2-1", "随時", "as_needed")]
    timing = frame(
        "measure_timing",
        [
            {"measure_id": one, "position": place, "printed": printed, "kind": kind}
            for place, (one, printed, kind) in enumerate(rows, start=1)
        ],
    )
    table = count_timing(measures(), timing).set_index(["plan_id", "kind"])
    assert table.loc[("ube", ANY), ["count", "n", "printed"]].tolist() == [2, 3, "随時、適宜、毎年度"]
    assert table.loc[("ube", "as_needed"), ["count", "measure_ids"]].tolist() == [1, "ube/1-1"]
    assert table.loc[("hagi", "recurrent"), ["count", "share"]].tolist() == [0, 0]
    assert table.loc[("hagi", ANY), "upper"] > 0.5


def test_kinds_come_in_the_order_of_the_schema_after_all_together() -> None:
    rows = [("ube/1-1", "今後", "horizon"), ("ube/1-2", "随時", "as_needed"), ("hagi/1", "毎年度", "recurrent")]
    timing = frame(
        "measure_timing",
        [
            {"measure_id": one, "position": place, "printed": printed, "kind": kind}
            for place, (one, printed, kind) in enumerate(rows, start=1)
        ],
    )
    assert count_timing(measures(), timing)["kind"].unique().tolist() == [ANY, "as_needed", "recurrent", "horizon"]


def dated(*rows: tuple[str, str, str, int | None, int | None]) -> pd.DataFrame:
    names = ("measure_id", "printed", "kind", "first_fiscal_year", "last_fiscal_year")
    return frame(
        "measure_timing",
        [dict(zip(names, row, strict=True)) | {"position": place} for place, row in enumerate(rows, start=1)],
    )


def test_expressions_become_intervals_with_open_ends() -> None:
    timing = dated(
        ("ube/1-1", "平成20年4月21日から掲載", "start", 2008, None),
        ("ube/1-1", "平成２６年度までに", "deadline", None, 2014),
        ("ube/1-2", "平成２３年４月に制定した", "interval", 2011, 2011),
        ("ube/1-3", "随時", "as_needed", None, None),
    )
    table = date_timing(measures(), timing, plans())
    own = table[table["plan_id"] == "ube"].set_index("printed")
    columns = ["first", "last", "open_start", "open_end", "measure_ids"]
    assert own.loc["平成２３年４月に制定した", columns].tolist() == [2011, 2011, False, False, "ube/1-2"]
    assert own.loc["平成20年4月21日から掲載", "first"] == 2008 and pd.isna(own.loc["平成20年4月21日から掲載", "last"])
    assert own["open_start"].tolist() == [False, True, False] and own["open_end"].tolist() == [True, False, False]
    assert "随時" not in own.index


def test_what_is_done_a_number_of_times_ends_and_what_recurs_does_not() -> None:
    timing = dated(
        ("ube/1-1", "平成20年5月号～3回程度", "start", 2008, None),
        ("ube/1-2", "平成20年度から年2回", "start", 2008, None),
    )
    timing = timing.assign(times=pd.array([3, 2], "Int64"), every_years=[None, 1.0])
    own = date_timing(measures(), timing, plans()).dropna(subset=["measure_id"])
    assert own["open_end"].tolist() == [False, True]
    assert own["times"].fillna(0).tolist() == [3, 0], "a number of times a year is none in all"


def test_a_plan_that_names_no_year_stays_as_an_empty_row() -> None:
    table = date_timing(measures(), dated(("ube/1-1", "平成20年度", "interval", 2008, 2008)), plans())
    assert table["plan_id"].tolist() == plans()["plan_id"].tolist()
    silent = table[table["plan_id"] != "ube"]
    assert silent["measure_ids"].eq("").all() and silent["first"].isna().all()


def test_an_expression_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="平成26～24年度 of ube/1-1 ends in FY2012 before FY2014"):
        date_timing(measures(), dated(("ube/1-1", "平成26～24年度", "interval", 2014, 2012)), plans())


def test_the_dated_words_of_the_project_keep_their_open_ends() -> None:
    table = date_timing(read("measures"), read("measure_timing"), read("plans")).set_index("measure_id")
    assert set(table["plan_id"]) == set(read("plans")["plan_id"])
    columns = ["first", "open_start", "open_end"]
    assert table.loc["tsushima/1-1-3", columns].tolist() == [2008, False, True]
    assert table.loc["tsushima/1-1-4", [*columns, "times"]].tolist() == [2008, False, False, 3]
    assert "tsushima/5-1-1" not in table.index, "20年度 is part of a plan's name"
    assert table.loc["nichinan/3-2", ["last", "open_start"]].tolist() == [2014, True]
