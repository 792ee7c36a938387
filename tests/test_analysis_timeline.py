"""All plans on one axis: what is printed has its years, what is not printed is said, every mark leads back."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import all_tables, frame, schedule
from kyodo_project import ROOT

from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.timeline import lay_out_plans
from kyodo_analysis.analysis.schedule.timeline_marks import KINDS, MOST_COURSES, mark_courses
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables.loading import read_all
from kyodo_analysis.values.fiscal_years import parse_fiscal_years

NAMES = (
    *("plans", "measures", "measure_schedule", "field_status", "measure_timing", "indicators"),
    *("history", "finance", "sections", "passages", "spans"),
)
LINE_OF = {"history": "line", "finance": "line", "passages": "first_line"}
KEY_OF = {"plans": "plan_id", "history": "position", "finance": "position", "passages": "passage_id"}


def lay_out(**changed: pd.DataFrame) -> pd.DataFrame:
    tables = all_tables() | changed
    return lay_out_plans(*(tables[name] for name in NAMES))


def of(table: pd.DataFrame, plan_id: str, kind: str) -> pd.DataFrame:
    return table[(table["plan_id"] == plan_id) & (table["kind"] == kind)]


def years(rows: pd.DataFrame) -> list[tuple[int | None, int | None]]:
    return [
        (None if pd.isna(first) else int(first), None if pd.isna(last) else int(last))
        for first, last in zip(rows["first"], rows["last"], strict=True)
    ]


def test_periods_are_printed_or_said_not_to_be() -> None:
    table = lay_out()
    assert years(of(table, "ube", "period")) == [(2013, 2015)]
    assert years(of(table, "hagi", "period")) == years(of(table, "kudamatsu", "period")) == [(None, None)]


def test_measures_of_one_course_are_one_lane_with_a_mark_per_run_of_a_state() -> None:
    marks = of(lay_out(), "ube", "course")
    lanes = {
        lane: [(row.state, row.first, row.last) for row in own.itertuples()] for lane, own in marks.groupby("lane")
    }
    assert list(lanes.values()) == [
        [("implement", 2013, 2013), ("continue", 2014, 2015)],
        [("consider", 2013, 2014), ("implement", 2015, 2015)],
        [("implement", 2013, 2013), ("none", 2014, 2014), ("implement", 2015, 2015)],
    ]
    assert marks["measure_ids"].iloc[0] == "ube/1-1 ube/2-1" and marks["count"].iloc[0] == 2


def test_rare_courses_of_many_are_drawn_together() -> None:
    number = MOST_COURSES + 3
    rows = [
        {"plan_id": "ube", "measure_id": f"ube/{course:02}", "fiscal_year": 2000 + year, "plan_year": year + 1}
        | {"state": "implement" if year == course else "none", "carried": False, "printed": None}
        for course in range(number)
        for year in range(number)
    ]
    marks = pd.DataFrame(mark_courses(pd.DataFrame(rows)))
    assert marks.loc[marks["kind"] == "course", "group"].nunique() == MOST_COURSES - 1
    (rest,) = marks[marks["kind"] == "other courses"].to_dict("records")
    assert rest["count"] == 4 and (rest["first"], rest["last"]) == (2000 + MOST_COURSES - 1, 2000 + number - 1)
    assert sorted({one for ids in marks["measure_ids"] for one in split_ids(ids)}) == sorted(
        {r["measure_id"] for r in rows}
    )


def label_rows(texts: list[str], section: str = "s1") -> list[dict[str, object]]:
    return [
        {"plan_id": "kudamatsu", "passage_id": f"{section}-{number}", "section_id": section, "kind": "label"}
        | {"text": text, "first_line": 90 + number, "last_line": 90 + number}
        for number, text in enumerate(texts)
    ]


def test_a_lost_grid_reaches_over_the_years_of_its_headings() -> None:
    rows = label_rows(["20年度", "21年度", "22年度", "24年度以降", "備考"])
    rows += label_rows(["平成30年度"], "s2")
    rows.append({"plan_id": "kudamatsu", "passage_id": "t", "kind": "paragraph", "text": "平成20年度の計画です。"})
    (mark,) = of(lay_out(passages=frame("passages", rows)), "kudamatsu", "lost").to_dict("records")
    assert (mark["first"], mark["last"], mark["open_end"]) == (2008, 2012, True), "平成30年度 alone heads no grid"
    assert mark["measure_ids"] == "kudamatsu/1 kudamatsu/2" and mark["source_lines"] == "90 91 92 93"


def test_a_lost_grid_without_headings_has_no_years_and_stays() -> None:
    (mark,) = of(lay_out(), "kudamatsu", "lost").to_dict("records")
    assert mark["count"] == 2 and pd.isna(mark["first"]) and mark["source_ids"] == ""


def test_a_silent_plan_says_so_with_its_measures() -> None:
    (mark,) = of(lay_out(), "hagi", "silent").to_dict("records")
    assert mark["measure_ids"] == "hagi/1 hagi/2 hagi/3" and pd.isna(mark["first"]) and mark["label"] == ""


@pytest.mark.parametrize(
    ("headings", "stage"),
    [
        ([(1, "前期推進計画", 5), (2, "施策別計画", 6), (1, "資料編", 40)], "前期推進計画"),
        ([(1, "基本計画", 1), (2, "第１期実施計画", 9)], "第１期実施計画"),
        ([(1, "前期推進計画", 5), (1, "後期推進計画", 15)], ""),
        ([(1, "前期推進計画の期間", 5), (1, "資料編", 40)], ""),
        ([], ""),
    ],
)
def test_the_part_of_a_period_is_named_only_if_all_measures_stand_in_it(
    headings: list[tuple[int, str, int]], stage: str
) -> None:
    """hagi's measures stand on the lines 14 to 17."""
    rows = [
        {"plan_id": "hagi", "section_id": f"s{place}", "level": level, "title": title, "line": line}
        for place, (level, title, line) in enumerate(headings)
    ]
    (mark,) = of(lay_out(sections=frame("sections", rows)), "hagi", "silent").to_dict("records")
    assert mark["label"] == stage


def test_targets_events_amounts_and_words_have_their_years() -> None:
    indicator = {"plan_id": "hagi", "baseline_year": 2017, "indicator_id": "hagi/KGI-1"}
    timing = [("hagi/1", "平成２６年度までに", None, 2014), ("hagi/2", "随時", None, None)]
    table = lay_out(
        indicators=frame(
            "indicators",
            [indicator | {"position": place, "target_year": year} for place, year in enumerate((2022, 2027), start=1)]
            + [{"plan_id": "hagi", "indicator_id": "hagi/KGI-2", "target_year": 2020}],
        ),
        history=frame(
            "history",
            [
                {"plan_id": "hagi", "position": place, "date": date, "line": 50 + place}
                for place, date in enumerate(["2017-03-28", "2017-04", "2018-03-31"], start=1)
            ],
        ),
        finance=frame("finance", [{"plan_id": "hagi", "position": n, "fiscal_year": 2020 + n} for n in (1, 2)]),
        measure_timing=frame(
            "measure_timing",
            [
                {"measure_id": one, "position": 1, "printed": words, "kind": "deadline" if last else "as_needed"}
                | {"first_fiscal_year": first, "last_fiscal_year": last}
                for one, words, first, last in timing
            ],
        ),
    )
    targets = of(table, "hagi", "target")
    assert years(targets) == [(2017, 2022), (2017, 2027), (None, 2020)]
    assert targets["lane"].nunique() == 2 and targets["open_start"].tolist() == [False, False, True]
    history = of(table, "hagi", "history")
    assert years(history) == [(2016, 2016), (2017, 2017)] and history["source_ids"].tolist() == ["1", "2 3"]
    assert years(of(table, "hagi", "finance")) == [(2021, 2022)]
    (dated,) = of(table, "hagi", "dated").to_dict("records")
    assert (dated["last"], dated["open_start"], dated["measure_ids"]) == (2014, True, "hagi/1")
    assert of(table, "hagi", "undated")["label"].tolist() == ["随時"]


def test_the_years_of_the_text_place_a_plan_without_a_period_and_only_such_a_one() -> None:
    rows = [
        {"plan_id": plan, "passage_id": "p1", "kind": "paragraph", "text": text, "first_line": 7}
        for plan, text in (("hagi", "基本条例（平成28年3月29日施行）と令和0年度"), ("ube", "平成28年4月"))
    ]
    table = lay_out(passages=frame("passages", rows))
    assert years(of(table, "hagi", "named")) == [(2015, 2015)] and of(table, "ube", "named").empty


def test_two_cells_of_one_year_are_refused() -> None:
    cell = schedule()[lambda rows: rows["measure_id"].eq("ube/1-2") & rows["fiscal_year"].eq(2014)]
    with pytest.raises(ValueError, match="ube/1-2 has two cells in FY2014"):
        lay_out(measure_schedule=pd.concat([schedule(), cell], ignore_index=True))


def test_no_plans_have_no_marks() -> None:
    none = {name: table.iloc[:0] for name, table in all_tables().items()}
    table = lay_out(**none)
    assert table.empty and {"lane", "first", "open_end", "source_lines"} <= set(table)


@pytest.fixture(scope="module")
def known() -> dict[str, pd.DataFrame]:
    return read_all()


@pytest.fixture(scope="module")
def marks(known: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return lay_out_plans(*(known[name] for name in NAMES))


def test_all_plans_stand_on_the_axis_with_all_their_measures(
    known: dict[str, pd.DataFrame], marks: pd.DataFrame
) -> None:
    assert set(marks["plan_id"]) == set(known["plans"]["plan_id"]) and set(marks["kind"]) <= set(KINDS)
    assert set(marks["state"].dropna()) <= set(STATES)
    columns = marks[marks["kind"].isin(["course", "other courses", "lost", "silent"])]
    named = {one for ids in columns["measure_ids"] for one in split_ids(ids)}
    assert named == set(known["measures"]["measure_id"]), "no measure drops out of sight"


def test_the_five_plans_are_dated_as_they_are_printed(marks: pd.DataFrame) -> None:
    assert years(of(marks, "yamaguchi-1", "period")) == [(2013, 2017)]
    assert years(of(marks, "yamaguchi-2", "period")) == [(2018, 2027)]
    for plan_id in ("koka", "nichinan"):
        assert years(of(marks, plan_id, "period")) == [(None, None)]
    (lost,) = of(marks, "tsushima", "lost").to_dict("records")
    assert (lost["count"], lost["first"], lost["last"], lost["open_end"]) == (27, 2008, 2012, True)
    assert years(of(marks, "koka", "finance")) == [(2021, 2028)]
    assert set(years(of(marks, "yamaguchi-2", "target"))) == {(2016, 2022), (2016, 2027), (2017, 2022), (2017, 2027)}
    assert of(marks, "yamaguchi-2", "history")["count"].sum() == 23
    assert of(marks, "yamaguchi-2", "silent")["label"].tolist() == ["前期推進計画"]
    ends = of(marks, "tsushima", "dated").set_index("measure_ids")["open_end"]
    assert ends.to_dict() == {"tsushima/1-1-3": True, "tsushima/1-1-4": False}, "three issues come to an end"


def test_marks_that_are_not_of_measures_lead_back_to_rows_and_lines(
    known: dict[str, pd.DataFrame], marks: pd.DataFrame
) -> None:
    published = read_published(ROOT / "data" / "raw")
    others = marks[marks["source_ids"] != ""]
    assert set(others["source_table"]) == {"plans", "indicators", "history", "finance", "passages"}
    for row in others.to_dict("records"):
        name, ids = row["source_table"], row["source_ids"].split(" ")
        source = known[name][known[name]["plan_id"] == row["plan_id"]]
        key = KEY_OF.get(name, "indicator_id")
        own = source[source[key].astype("str").isin(ids)]
        assert set(own[key].astype("str")) == set(ids)
        lines = {int(line) for line in row["source_lines"].split(" ") if line}
        assert lines <= set(range(1, len(published[row["plan_id"]].lines) + 1))
        if name in LINE_OF:
            assert lines == set(own[LINE_OF[name]])
        if not row["measure_ids"]:
            assert row["count"] == len(ids)


def test_the_lines_of_a_lost_grid_print_its_years(marks: pd.DataFrame) -> None:
    published = read_published(ROOT / "data" / "raw")["tsushima"]
    (lost,) = of(marks, "tsushima", "lost").to_dict("records")
    for line in lost["source_lines"].split(" "):
        cells = [cell for cell in published.lines[int(line) - 1].split("\t") if cell.endswith(("年度", "以降"))]
        assert cells and all(2008 <= parse_fiscal_years(cell, "平成").years[0] <= 2012 for cell in cells)
