"""What of each measure somebody could check afterwards, and by what: a criterion, a date, year columns, a number.

A measure is *checkable* when the plan itself says of this measure something that can be found true or false later:

- a completion criterion that is countable, an event or a state (see `data/hand/codebook.csv`, scheme completion);
- a date in its words: a deadline, an interval of years, or a start within the plan's own years, unless they say that
  it is past (…に制定した);
- how often something is done, in an element that commits the city (毎年度更新する, ３年に１回);
- year columns in which its state changes, ends or pauses (実施 → → says that it goes on, and no more);
- a number of things in an element that commits the city (年3回, 20件).

It is *indirect* when it has none of these but its policy has an indicator with a target: what is counted then is the
policy, and the measure may succeed or fail without moving it. Else *nothing* can be checked. That may be the layout: a
plan without columns for criteria or years is not a plan that avoids being checked. So `in_words` asks only what any
plan could write, a date or a number (of things or of times), and `unreadable` names what was printed and lost.

Words of content are read by dates and numbers only: 規約を制定する is an event in a criterion and counts for nothing in
the content, where nobody says that the measure ends with it. `acts` tells which measures commit to doing something.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.target.completion_kinds import CHECKABLE_KINDS
from kyodo_analysis.analysis.target.quantities import find_quantities

CHECKABLE, INDIRECT, NOTHING = "checkable", "indirect", "nothing"
LEVELS = (CHECKABLE, INDIRECT, NOTHING)

WAYS = ("criterion", "date", "frequency", "year_columns", "quantity", "indicator")
IN_WORDS_WAYS = ("date", "frequency", "quantity")
"""By what a measure can be checked; all but the last are of the measure itself, three of them in its words."""

_DATED, _STARTS, _ACTS = ("deadline", "interval"), "start", "do"
_PAST = ("た", "だ")
_NEW = "新規"
_SEVERAL = " | "

_COLUMNS = (
    *("plan_id", "measure_id", "title", "reprint", "level", "in_words", "without_states", "ways"),
    *("completion", *WAYS, "date_printed", "frequency_printed", "states", "quantity_printed", "indicator_ids"),
    *("acts", "new_start", "silent", "unreadable"),
)


def list_checkability(
    plans: pd.DataFrame,
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    measure_completion: pd.DataFrame,
    measure_timing: pd.DataFrame,
    states: pd.DataFrame,
    indicators: pd.DataFrame,
    field_status: pd.DataFrame,
) -> pd.DataFrame:
    """Each measure with what of it can be checked; reprints too.

    Args:
        plans: plan_id, first_fiscal_year, last_fiscal_year (missing where none is printed). measures: measure_id,
            plan_id, title, policy, status (新規 for new ones), reprint. elements: measure_id, position, text,
            commitment (an element that commits to nothing describes; its numbers do not count). measure_completion:
            measure_id, kind. measure_timing: measure_id, element (its position), printed, first_fiscal_year,
            last_fiscal_year, kind, times, every_years. states: the readable year columns (`schedules.list_states`),
            measure_id, fiscal_year, state. indicators: plan_id, indicator_id, policy, target. field_status: measure_id,
            field, status.

    Returns:
        plan_id, measure_id, title, reprint, level (checkable, indirect, nothing), in_words (level with dates,
        frequencies and numbers alone: checkable or nothing), without_states (level when a criterion that is a state
        does not count), ways (the ways that hold, blanks between), completion (its kind; missing where it was not
        coded), criterion, date, frequency, year_columns, quantity, indicator (whether each holds), date_printed,
        frequency_printed, states (of the year columns, blanks between), quantity_printed, indicator_ids, acts (whether
        an element has the commitment do), new_start (whether it is new and goes on from the first year column, which is
        not counted as a change), silent and unreadable (of completion and schedule, the fields that the plan does not
        print of the measure, or that the text lost).
    """
    ids = measures["measure_id"]
    kinds = ids.map(measure_completion.set_index("measure_id")["kind"])
    dated = measure_timing[_find_dates(measure_timing, measures, plans)]
    dates = _gather(dated["measure_id"], dated["printed"], ids)
    courses = states.sort_values(["measure_id", "fiscal_year"], kind="stable").groupby("measure_id")["state"].agg(list)
    own_courses = [courses.get(measure_id, []) for measure_id in ids]
    binding = elements[elements["commitment"].ne("none")]
    repeated = _list_repeated(measure_timing, binding)
    frequencies = _gather(repeated["measure_id"], repeated["printed"], ids)
    found = [(measure_id, text) for measure_id, text in zip(binding["measure_id"], binding["text"], strict=True)]
    numbers = [(measure_id, number) for measure_id, text in found for number in find_quantities(text)]
    quantities = _gather([one for one, _ in numbers], [number for _, number in numbers], ids)
    table = measures[["plan_id", "measure_id", "title", "reprint"]].assign(
        completion=kinds,
        criterion=kinds.isin(CHECKABLE_KINDS),
        date=dates.ne(""),
        frequency=frequencies.ne(""),
        year_columns=[_changes(course) for course in own_courses],
        quantity=quantities.ne(""),
        indicator_ids=_find_indicators(measures, indicators),
        date_printed=dates,
        frequency_printed=frequencies,
        states=[" ".join(course) for course in own_courses],
        quantity_printed=quantities,
        acts=ids.isin(elements.loc[elements["commitment"].eq(_ACTS), "measure_id"]),
        new_start=[_starts_new(*pair) for pair in zip(measures["status"], own_courses, strict=True)],
        silent=_name_fields(field_status, ids, "silent"),
        unreadable=_name_fields(field_status, ids, "unreadable"),
    )
    table["indicator"] = table["indicator_ids"].ne("")
    words = table[list(IN_WORDS_WAYS)].any(axis=1)
    firm = words | table["year_columns"]
    table["level"] = _judge(firm | table["criterion"], table["indicator"])
    table["in_words"] = _judge(words, words)
    table["without_states"] = _judge(firm | table["criterion"] & kinds.ne("state"), table["indicator"])
    table["ways"] = [" ".join(way for way in WAYS if row[way]) for row in table[list(WAYS)].to_dict("records")]
    return table[list(_COLUMNS)].reset_index(drop=True)


def _find_dates(measure_timing: pd.DataFrame, measures: pd.DataFrame, plans: pd.DataFrame) -> pd.Series:
    """Which timings date an act that is to come: what was enacted in 2011 (平成２３年４月に制定した) is done."""
    number = {name: measure_timing[f"{name}_fiscal_year"].astype("float64") for name in ("first", "last")}
    plan_of = measure_timing["measure_id"].map(measures.set_index("measure_id")["plan_id"])
    years = plans.set_index("plan_id")[["first_fiscal_year", "last_fiscal_year"]].astype("float64")
    begin, end = (plan_of.map(years[name]).astype("float64") for name in years)
    # Where a plan prints no period nobody can tell whether a start is one of its own.
    starts = measure_timing["kind"].eq(_STARTS) & number["first"].between(begin, end)
    ends = measure_timing["kind"].isin(_DATED) & number["last"].notna()
    return (starts | ends) & ~measure_timing["printed"].str.endswith(_PAST)


def _list_repeated(measure_timing: pd.DataFrame, binding: pd.DataFrame) -> pd.DataFrame:
    """The timings that say how many times or every how many years, in elements that commit to something."""
    counted = measure_timing["times"].notna() | measure_timing["every_years"].notna()
    of_element = set(zip(binding["measure_id"], binding["position"], strict=True))
    own = [pair in of_element for pair in zip(measure_timing["measure_id"], measure_timing["element"], strict=True)]
    return measure_timing[counted & pd.Series(own, measure_timing.index, dtype="bool")]


def _judge(direct: pd.Series, indirect: pd.Series) -> pd.Series:
    levels = pd.Series(NOTHING, direct.index, dtype="str").mask(indirect.astype("bool"), INDIRECT)
    return levels.mask(direct.astype("bool"), CHECKABLE)


def _gather(measure_ids: Iterable[str], printed: Iterable[str], ids: pd.Series) -> pd.Series:
    """What belongs to each measure in one cell, empty for nothing."""
    rows = pd.DataFrame({"measure_id": list(measure_ids), "printed": list(printed)}, dtype="str")
    joined = rows.groupby("measure_id")["printed"].agg(lambda texts: _SEVERAL.join(dict.fromkeys(texts)))
    return _look_up(ids, joined)


def _changes(course: list[str]) -> bool:
    """Whether year columns say more than that the measure goes on: that something begins, changes, pauses or ends."""
    running = ["implement" if state == "continue" else state for state in course]
    return len(set(running)) > 1 or (bool(running) and running[-1] == "pause")


def _starts_new(status: object, course: list[str]) -> bool:
    """Whether a new measure (新規) is implemented from its first year column on, and nothing changes then."""
    return status == _NEW and course[:1] == ["implement"] and not _changes(course)


def _find_indicators(measures: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """The indicators with a target whose policy is the measure's; those of a whole plan belong to no measure."""
    own = indicators[indicators["policy"].notna() & indicators["target"].notna()]
    of_policy = own.groupby(["plan_id", "policy"])["indicator_id"].agg(join_ids).to_dict()
    pairs = zip(measures["plan_id"], measures["policy"], strict=True)
    return pd.Series([of_policy.get(pair, "") for pair in pairs], measures.index, dtype="str")


def _name_fields(field_status: pd.DataFrame, ids: pd.Series, status: str) -> pd.Series:
    own = field_status[field_status["status"].eq(status) & field_status["field"].isin(["completion", "schedule"])]
    named = own.sort_values(["measure_id", "field"]).groupby("measure_id")["field"].agg(" ".join)
    return _look_up(ids, named)


def _look_up(ids: pd.Series, cells: pd.Series) -> pd.Series:
    """The cell of each measure, empty where it has none."""
    known = cells.to_dict()
    return pd.Series([known.get(measure_id, "") for measure_id in ids], ids.index, dtype="str")
