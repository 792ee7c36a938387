"""Criteria, indicators and what can be checked: small tables with values reckoned by hand, and the project's plans."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from analysis_inputs import REAL, SMALL, analyses_of, project_analyses
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from kyodo_analysis.analysis.target.checkability import LEVELS, list_checkability
from kyodo_analysis.analysis.target.checkability_shares import READINGS, share_checkability, share_nothing_by_group
from kyodo_analysis.analysis.target.completion_kinds import KINDS, find_field_states, share_completion_kinds
from kyodo_analysis.analysis.target.indicator_targets import reckon_targets
from kyodo_analysis.analysis.target.quantities import find_quantities
from kyodo_analysis.analysis.target.target_steps import TARGET_STEPS
from kyodo_analysis.analysis.target.target_study import (
    list_broken_sums,
    state_answer,
    tabulate_checkability,
    tabulate_gap,
    tabulate_groups,
    tabulate_kinds,
    tabulate_materials,
    tabulate_organisations,
    tabulate_targets,
    tabulate_validity,
)
from kyodo_analysis.analysis.target.target_texts import state_completion_kinds

PLANS = pd.DataFrame({"plan_id": ["ube", "hagi"], "first_fiscal_year": [2008, None], "last_fiscal_year": [2012, None]})


def measures(*ids: str, **columns: object) -> pd.DataFrame:
    plan_ids = [one.split("/")[0] for one in ids]
    table = {
        "measure_id": ids,
        "plan_id": plan_ids,
        "title": ids,
        "policy": "p",
        "status": None,
        "reprint": False,
    } | columns
    return pd.DataFrame(table)


def statuses(field: str, **status: str) -> pd.DataFrame:
    rows = [(name.replace("_", "/"), field, one) for name, one in status.items()]
    return pd.DataFrame(rows, columns=["measure_id", "field", "status"])


def test_kinds_are_shared_among_all_measures_and_among_criteria() -> None:
    own = measures("ube/1", "ube/2", "ube/3", "ube/4", "hagi/1")
    kinds = pd.DataFrame({"measure_id": own["measure_id"], "kind": ["event", "vague", "vague", "none", "none"]})
    status = statuses("completion", ube_1="read", ube_2="read", ube_3="read", ube_4="silent", hagi_1="silent")
    table = share_completion_kinds(own, kinds, status, PLANS).set_index(["plan_id", "kind"])
    vague = table.loc[("ube", "vague")]
    assert (vague["count"], vague["n"], vague["criteria"]) == (2, 4, 3)
    assert (vague["share"], vague["criteria_share"]) == (2 / 4, 2 / 3)
    assert vague["measure_ids"] == "ube/2 ube/3" and vague["field"] == "read"
    assert math.isnan(table.loc[("ube", "none"), "criteria_share"])
    assert table.loc[("hagi", "none"), ["share", "field"]].tolist() == [1.0, "silent"]
    assert table.loc["hagi", "criteria_share"].isna().all()
    assert list(table.loc["ube"].index) == list(KINDS)


def test_kinds_by_the_readers_stand_beside_those_of_the_rules() -> None:
    own = measures("ube/1", "ube/2", "ube/3")
    kinds = pd.DataFrame({"measure_id": own["measure_id"], "kind": ["event", "vague", "none"]})
    status = statuses("completion", ube_1="read", ube_2="read", ube_3="silent")
    read = pd.Series({"ube/1": "event", "ube/2": "state"})
    table = share_completion_kinds(own, kinds, status, PLANS, read).set_index("kind")
    assert table["read"].drop("none").to_dict() == {"countable": 0, "event": 1, "state": 1, "vague": 0}
    assert pd.isna(table.at["none", "read"])
    labelled = table.reset_index().assign(plan_en="Ube", plan_ja="宇部市")
    assert "1 (50%) give no yardstick by the rules, 0 by the readers" in state_completion_kinds(labelled)
    assert "規則では1（50%）、読み手では0が尺度を示さない" in state_completion_kinds(labelled, "ja")
    half = share_completion_kinds(own, kinds, status, PLANS, read.iloc[:1])
    assert half["read"].isna().all()
    assert "readers" not in state_completion_kinds(half.assign(plan_en="Ube", plan_ja="宇部市"))


def test_a_reprint_counts_once() -> None:
    own = measures("ube/1", "ube/2", title=["講座", "講座"], reprint=[False, True])
    kinds = pd.DataFrame({"measure_id": own["measure_id"], "kind": ["event", "event"]})
    table = share_completion_kinds(own, kinds, statuses("completion", ube_1="read", ube_2="read"), PLANS)
    assert table["n"].tolist() == [1] * 5


def test_a_field_of_which_most_is_lost_is_lost() -> None:
    status = statuses("schedule", ube_1="read", ube_2="unreadable", ube_3="unreadable", hagi_1="ambiguous")
    assert find_field_states(status, PLANS, "schedule").to_dict() == {"ube": "lost", "hagi": "read"}
    assert find_field_states(status, PLANS, "completion").to_dict() == {"ube": "silent", "hagi": "silent"}


def indicator(**columns: object) -> dict[str, object]:
    given_ = {"plan_id": "ube", "indicator_id": "ube/KPI-1", "position": 1, "kind": "KPI", "policy": "p", "name": "x"}
    return given_ | {"unit": "％", "baseline_year": 2016, "target_year": 2020, "trend": "増加"} | columns


def test_targets_ask_for_a_change_in_all_and_per_year() -> None:
    rows = [
        indicator(baseline=40.0, target=50.0, target_year=2020),
        indicator(position=2, baseline=40.0, target=53.0, target_year=2022),
    ]
    one, two = reckon_targets(pd.DataFrame(rows)).to_dict("records")
    assert (one["years"], one["change"], one["change_per_year"]) == (4, 10.0, 10 / 4)
    assert one["relative_change"] == 10 / 40 and one["change_unit"] == "percentage points"
    assert (two["from_year"], two["from_value"], two["step_years"]) == (2020, 50.0, 2)
    assert two["step_per_year"] == 3 / 2
    # 13 in six years are 13 × 4/6 in four: 48.67, not 50.
    assert one["line_value"] == pytest.approx(40 + 13 * 4 / 6) and one["on_line"] is False
    assert math.isnan(two["line_value"]) and pd.isna(two["on_line"])
    assert one["agrees"] is True and two["targets"] == 2


def test_a_missing_baseline_is_not_zero() -> None:
    rows = [
        indicator(unit="人", baseline=None, target=40.0),
        indicator(unit="人", position=2, baseline=None, target=90.0, target_year=2025),
    ]
    one, two = reckon_targets(pd.DataFrame(rows)).to_dict("records")
    assert one["state"] == two["state"] == "no baseline"
    assert all(math.isnan(one[name]) for name in ("change", "change_per_year", "relative_change", "step_per_year"))
    assert two["step_per_year"] == 10.0 and pd.isna(one["on_line"]) and pd.isna(one["agrees"])


def test_a_target_against_its_trend_a_baseline_of_zero_and_a_date_before_it() -> None:
    rows = [
        indicator(indicator_id="a", baseline=5.0, target=4.0),
        indicator(indicator_id="b", baseline=0.0, target=4.0),
        indicator(indicator_id="c", baseline=1.0, target=4.0, target_year=2016),
        indicator(indicator_id="d", baseline=1.0, target=1.0, trend="維持"),
        indicator(indicator_id="e", baseline=1.0, target=None, trend=None),
        indicator(indicator_id="f", baseline=9.0, target=4.0, trend="減少"),
    ]
    table = reckon_targets(pd.DataFrame(rows)).set_index("indicator_id")
    assert table["agrees"].tolist()[:4] == [False, True, True, True] and table.loc["f", "agrees"]
    assert math.isnan(table.loc["b", "relative_change"])
    assert pd.isna(table.loc["c", "years"]) and math.isnan(table.loc["c", "change_per_year"])
    assert table.loc["e", "state"] == "no target" and pd.isna(table.loc["e", "agrees"])


def test_the_second_half_of_the_projects_targets() -> None:
    """KGI-1: 74.7 → 80 in five years is 1.06 points a year, 80 → 85 in the next five 1."""
    table = project_analyses()["indicator-targets"].set_index(["indicator_id", "position"])
    first, second = (table.loc[("yamaguchi-2/KGI-1", position)] for position in (1, 2))
    assert (round(first["step_per_year"], 9), round(second["step_per_year"], 9)) == (1.06, 1.0)
    # (74.7 + 85) / 2 = 79.85, which is 80 in whole numbers: the two paces differ by rounding only.
    assert first["line_value"] == pytest.approx(79.85) and first["on_line"] and pd.isna(second["on_line"])
    # 55 + 35 × 6/11 = 74.09; printed is 70.
    late = table.loc[("yamaguchi-2/KPI-4", 1)]
    assert late["line_value"] == pytest.approx(55 + 35 * 6 / 11) and not late["on_line"]
    lost = table.loc["yamaguchi-2/KPI-2"]
    assert lost["state"].tolist() == ["no baseline"] * 2 and lost["change"].isna().all()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年３回程度発行します。", ["３回程度"]),
        ("20件以上、５か所、８０％", ["20件以上", "５か所", "８０％"]),
        ("1,000人が参加する", ["1,000人"]),
        ("二回開催する", ["二回"]),
        ("平成26年度までに、4月21日から、第２次計画、第3回", []),
        ("市民一人ひとり、1人ひとり、八戸市、十分に、二人三脚、三名称", []),
        ("", []),
    ],
)
def test_numbers_of_things_and_no_dates(text: str, found: list[str]) -> None:
    assert find_quantities(text) == found


def check(given_measures: pd.DataFrame | None = None, **changes: pd.DataFrame) -> pd.DataFrame:
    """Two measures, of which nothing can be checked but for what is changed."""
    own = measures("ube/1", "ube/2") if given_measures is None else given_measures
    ids = list(own["measure_id"])
    given_ = {
        "elements": elements(["推進します。"] * 2, ["promote"] * 2),
        "measure_completion": pd.DataFrame({"measure_id": ids, "kind": ["none", "vague"]}),
        "measure_timing": pd.DataFrame([], columns=list(timing("", "")), dtype="str"),
        "states": pd.DataFrame(columns=["measure_id", "fiscal_year", "state"], dtype="str"),
        "indicators": pd.DataFrame(columns=["plan_id", "indicator_id", "policy", "target"], dtype="str"),
        "field_status": statuses("completion", ube_1="silent", ube_2="read"),
    } | changes
    return list_checkability(PLANS, own, **given_)


def elements(texts: list[str], commitments: list[str]) -> pd.DataFrame:
    """An element of each of the two measures."""
    return pd.DataFrame(
        {"measure_id": ["ube/1", "ube/2"], "position": [1, 1], "text": texts, "commitment": commitments}
    )


def timing(kind: str, printed: str, **columns: object) -> dict[str, object]:
    row = {"measure_id": "ube/1", "element": 1, "printed": printed, "kind": kind}
    return row | dict.fromkeys(("first_fiscal_year", "last_fiscal_year", "times", "every_years")) | columns


def test_nothing_is_checkable_where_nothing_is_said() -> None:
    table = check()
    assert table["level"].tolist() == table["in_words"].tolist() == ["nothing", "nothing"]
    assert table["ways"].tolist() == ["", ""] and table["silent"].tolist() == ["completion", ""]


@pytest.mark.parametrize(
    ("kind", "level", "without_states"),
    [
        ("countable", "checkable", "checkable"),
        ("event", "checkable", "checkable"),
        ("state", "checkable", "nothing"),
        ("vague", "nothing", "nothing"),
        ("none", "nothing", "nothing"),
    ],
)
def test_criteria_with_a_yardstick_are_checkable(kind: str, level: str, without_states: str) -> None:
    row = check(measure_completion=pd.DataFrame({"measure_id": ["ube/1"], "kind": [kind]})).iloc[0]
    assert (row["level"], row["without_states"], row["in_words"]) == (level, without_states, "nothing")


@pytest.mark.parametrize(
    ("kind", "printed", "first", "last", "level"),
    [
        ("deadline", "平成26年度までに", None, 2014, "checkable"),
        ("interval", "20年度", 2008, 2008, "checkable"),
        ("interval", "平成23年4月に制定した", 2011, 2011, "nothing"),
        ("interval", "前期", None, None, "nothing"),
        ("start", "平成20年度から", 2008, None, "checkable"),
        ("start", "平成20年4月21日から掲載", 2008, None, "checkable"),
        ("start", "平成24年度から", 2012, None, "checkable"),
        ("start", "平成19年度から", 2007, None, "nothing"),  # before the plan
        ("start", "平成25年度から", 2013, None, "nothing"),  # after it
        ("start", "平成20年6月に開始した", 2008, None, "nothing"),
        ("as_needed", "随時", None, None, "nothing"),
        ("recurrent", "定期的に", None, None, "nothing"),
    ],
)
def test_dates_that_are_to_come_are_checkable(
    kind: str, printed: str, first: int | None, last: int | None, level: str
) -> None:
    rows = pd.DataFrame([timing(kind, printed, first_fiscal_year=first, last_fiscal_year=last)])
    row = check(measure_timing=rows).iloc[0]
    assert row["level"] == row["in_words"] == level and row["ways"] == ("date" if level == "checkable" else "")
    assert row["date_printed"] == (printed if level == "checkable" else "")


def test_a_start_in_a_plan_without_years_is_no_date() -> None:
    ids = ("ube/1", "hagi/1")
    rows = [timing("start", "平成20年度から", first_fiscal_year=2008, measure_id=one) for one in ids]
    table = check(measures(*ids), measure_timing=pd.DataFrame(rows))
    assert table["date"].tolist() == [True, False] and table["in_words"].tolist() == ["checkable", "nothing"]


@pytest.mark.parametrize(
    ("printed", "columns", "commitment", "level"),
    [
        ("毎年度", {"every_years": 1.0}, "do", "checkable"),
        ("３年に１回", {"times": 1, "every_years": 3.0}, "strive", "checkable"),
        ("年2回", {"times": 2}, "promote", "checkable"),
        ("毎年度", {"every_years": 1.0}, "none", "nothing"),  # it describes what is
        ("定期的に", {}, "do", "nothing"),
    ],
)
def test_how_often_counts_where_the_element_commits(
    printed: str, columns: dict[str, object], commitment: str, level: str
) -> None:
    rows = pd.DataFrame([timing("recurrent", printed, **columns)])
    table = check(measure_timing=rows, elements=elements(["推進します。"] * 2, [commitment, "promote"]))
    row = table.iloc[0]
    assert row["in_words"] == level and row["frequency"] == (level == "checkable")
    assert row["frequency_printed"] == (printed if level == "checkable" else "")
    assert table["acts"].tolist() == [commitment == "do", False]


@pytest.mark.parametrize(
    ("status", "course", "fresh"),
    [
        ("新規", ["implement", "continue"], True),
        ("新規", ["consider", "implement"], False),  # that is a change
        ("継続", ["implement", "continue"], False),
        (None, ["implement", "continue"], False),
        ("新規", [], False),
    ],
)
def test_new_measures_that_start_at_once_are_told_apart(status: str | None, course: list[str], fresh: bool) -> None:
    own = measures("ube/1", "ube/2", status=[status, None])
    states = pd.DataFrame({"measure_id": "ube/1", "fiscal_year": range(2008, 2008 + len(course)), "state": course})
    row = check(own, states=states).iloc[0]
    assert row["new_start"] == fresh and row["level"] == ("checkable" if "consider" in course else "nothing")


@pytest.mark.parametrize(
    ("course", "level"),
    [
        (["implement", "continue", "continue"], "nothing"),  # it goes on
        (["consider", "implement", "continue"], "checkable"),
        (["implement", "pause", "pause"], "checkable"),
        (["none", "implement", "continue"], "checkable"),
        (["consider", "consider"], "nothing"),
    ],
)
def test_year_columns_that_change_are_checkable(course: list[str], level: str) -> None:
    rows = {"measure_id": "ube/1", "fiscal_year": range(2013, 2013 + len(course)), "state": course}
    row = check(states=pd.DataFrame(rows)).iloc[0]
    assert row["level"] == level and row["in_words"] == "nothing" and row["states"] == " ".join(course)


def test_numbers_count_where_the_element_commits_to_something() -> None:
    table = check(elements=elements(["年2回開催します。", "203団体があります。"], ["do", "none"]))
    assert table["in_words"].tolist() == ["checkable", "nothing"] and table["quantity_printed"].tolist() == ["2回", ""]


def test_an_indicator_of_the_policy_is_indirect_and_one_of_the_plan_is_none() -> None:
    rows = {"plan_id": "ube", "indicator_id": ["ube/KGI-1", "ube/KPI-1"], "policy": [None, "p"], "target": [1.0, 2.0]}
    table = check(indicators=pd.DataFrame(rows))
    assert table["level"].tolist() == ["indirect"] * 2 and table["indicator_ids"].tolist() == ["ube/KPI-1"] * 2
    other = check(indicators=pd.DataFrame(rows).assign(policy=[None, "q"]))
    assert other["level"].tolist() == ["nothing"] * 2
    untold = check(indicators=pd.DataFrame(rows).assign(target=[1.0, None]))
    assert untold["level"].tolist() == ["nothing"] * 2


def levels(**given_: str) -> pd.DataFrame:
    """Measures with their level in every reading; n, c and i for nothing, checkable, indirect."""
    names = {"n": "nothing", "c": "checkable", "i": "indirect"}
    rows = [
        (f"{plan_id}/{number}", plan_id, names[letter])
        for plan_id, own in given_.items()
        for number, letter in enumerate(own)
    ]
    table = pd.DataFrame(rows, columns=["measure_id", "plan_id", "level"])
    words = table["level"].replace("indirect", "nothing")
    return table.assign(without_states=table["level"], in_words=words, silent="completion", unreadable="")


def test_shares_of_levels_have_exact_nulls() -> None:
    """Of 4 + 4 measures 4 have nothing, all of ube: one of C(8,4) = 70 ways, and one more is as far off."""
    table = levels(ube="nnnn", hagi="cccc")
    shares = share_checkability(table, table, PLANS).set_index(["plan_id", "reading", "kind"])
    row = shares.loc[("ube", "as printed", "nothing")]
    assert (row["count"], row["n"], row["share"], row["expected"]) == (4, 4, 1.0, 0.5)
    assert row["p"] == pytest.approx(2 / 70) and row["silent"] == "completion"
    assert row["measure_ids"] == "ube/0 ube/1 ube/2 ube/3"
    assert ("ube", "in words", "indirect") not in shares.index


def test_one_plan_alone_is_not_tested() -> None:
    table = levels(ube="nc")
    assert share_checkability(table, table, PLANS)["p"].isna().all()


def label(**groups: list[str]) -> pd.DataFrame:
    rows = [(one, group, group, group) for group, ids in groups.items() for one in ids]
    return pd.DataFrame(rows, columns=["measure_id", "group", "group_en", "group_ja"])


def test_groups_are_compared_within_their_plans() -> None:
    """The layout of a plan falls on all its groups: where all measures have nothing there is nothing to test."""
    table = levels(ube="nnnnnnnnnn", hagi="cccccccccc")
    all_of = {plan_id: list(own) for plan_id, own in table.groupby("plan_id")["measure_id"]}
    shares = share_nothing_by_group(table, table, {"theme": label(a=all_of["ube"][:5], b=all_of["hagi"])})
    assert shares["p"].isna().all() and not shares["beyond_null"].any()
    assert shares["expected"].tolist() == shares["share"].tolist()


def test_a_planted_group_is_found_and_a_small_one_is_not_tested() -> None:
    table = levels(ube="n" * 10 + "c" * 10)
    ids = list(table["measure_id"])
    labels = {"theme": label(open=ids[:10], shut=ids[10:], few=ids[:4])}
    shares = share_nothing_by_group(table, table, labels).set_index(["group", "reading"])
    row = shares.loc[("open", "as printed")]
    assert row["p"] == pytest.approx(2 / math.comb(20, 10)) and row["beyond_null"] and row["count"] == 10
    assert shares.loc["few", "p"].isna().all() and shares.loc["few", "few"].all()
    assert shares.loc[("shut", "in words"), "measure_ids"] == ""


def test_chance_is_not_called_a_difference() -> None:
    table = levels(ube="nc" * 20)
    ids = list(table["measure_id"])
    shares = share_nothing_by_group(table, table, {"theme": label(even=ids[:20], odd=ids[20:])})
    assert shares["p"].tolist() == pytest.approx([1.0] * 6) and not shares["beyond_null"].any()


@settings(max_examples=40, deadline=None)
@given(st.text("nci", max_size=9), st.text("nci", max_size=9))
def test_levels_add_up_in_every_reading(one: str, other: str) -> None:
    table = levels(ube=one, hagi=other)
    shares = share_checkability(table, table, PLANS)
    added = shares.groupby(["plan_id", "reading"])[["count", "n"]].agg({"count": "sum", "n": "first"})
    assert (added["count"] == added["n"]).all()
    assert_frame_equal(shares, share_checkability(table.sample(frac=1, random_state=1).sort_index(), table, PLANS))


def test_the_projects_measures_are_on_one_level_each() -> None:
    of = project_analyses()
    listed = of["checkability"]
    assert listed["measure_id"].tolist() == of.table("measures")["measure_id"].tolist()
    assert set(listed["level"]) == set(LEVELS) and set(READINGS.values()) <= set(listed.columns)
    assert list_broken_sums(of) == []
    shares = of["checkability-shares"]
    silent = shares.drop_duplicates("plan_id").set_index("plan_id")["silent"]
    assert silent["koka"] == "completion schedule" and silent["yamaguchi-1"] == ""
    assert shares.set_index("plan_id").loc["tsushima", "unreadable"].eq("schedule").all()


def test_every_section_of_the_study_can_be_written() -> None:
    of = project_analyses()
    said = state_answer(of)
    assert "**Answer.**" in said and "not a plan that avoids being checked" in said and "Two readers" in said
    sections = (tabulate_materials, tabulate_kinds, tabulate_validity, tabulate_targets, tabulate_checkability)
    for section in (*sections, tabulate_groups, tabulate_gap, tabulate_organisations):
        assert "|:---|" in section(of)
    assert "none printed (2017)" in tabulate_targets(of)


@pytest.mark.parametrize("case", [*SMALL, *REAL])
@pytest.mark.parametrize("name", TARGET_STEPS)
def test_poor_inputs_give_honest_tables(name: str, case: str) -> None:
    table = analyses_of(case)[name]
    whole = analyses_of("small")[name]
    assert table.columns.tolist() == whole.columns.tolist()
    if "beyond_null" in table and case.endswith(("one plan", "one measure")):
        assert not table.loc[table.get("by", pd.Series("", table.index)).eq(""), "beyond_null"].any()
