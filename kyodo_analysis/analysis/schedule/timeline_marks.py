"""Everything in a plan that has a place in time, as marks: period, courses of the grid, words, targets, events.

Every function gives the marks of one plan, each with the columns of MARKS but plan_id. A mark leads back by its
measures, or by the rows of the table from which it comes and the lines on which these stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.schedule.courses import summarise_sequences
from kyodo_analysis.analysis.schedule.durations import ACTIVE
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.values.fiscal_years import parse_fiscal_years

PERIOD, COURSE, OTHER_COURSES, LOST, SILENT = "period", "course", "other courses", "lost", "silent"
DATED, UNDATED, TARGET, HISTORY, FINANCE, NAMED = "dated", "undated", "target", "history", "finance", "named"
KINDS = (PERIOD, COURSE, OTHER_COURSES, LOST, SILENT, DATED, UNDATED, TARGET, HISTORY, FINANCE, NAMED)
"""The kinds of marks in the order in which a plan's are shown."""

Mark = dict[str, object]
MARKS = {
    **dict.fromkeys(("plan_id", "kind"), "str"),
    **dict.fromkeys(("first", "last"), "Int64"),
    **dict.fromkeys(("open_start", "open_end"), "bool"),
    **dict.fromkeys(("group", "label", "state"), "str"),
    "count": "Int64",
    **dict.fromkeys(("measure_ids", "source_table", "source_ids", "source_lines"), "str"),
}

MOST_COURSES = 8
_LEAST_COLUMNS = 3
_ERAS = re.compile("昭和|平成|令和")
_NAMED_YEAR = re.compile(r"(?:昭和|平成|令和)(?:元|[0-9０-９]{1,2})年度?(?:[0-9０-９]{1,2}月)?")


def mark_period(plan: pd.Series) -> list[Mark]:
    """The printed period of a plan; one without any has a mark without years."""
    first, last = plan["first_fiscal_year"], plan["last_fiscal_year"]
    return [_row(PERIOD, first, last, count=1, table="plans", ids=[plan["plan_id"]])]


def mark_courses(states: pd.DataFrame) -> list[Mark]:
    """A mark per run of one state for each course that measures share, the commonest courses first.

    Beyond MOST_COURSES, the rarest are drawn together from the first to the last year in which any is active.

    Args:
        states: what `schedules.list_states` gives for the plan.
    """
    sequences = summarise_sequences(states)
    sizes = sequences.groupby("sequence", sort=False).size().sort_values(ascending=False, kind="stable")
    shown = sizes.index if len(sizes) <= MOST_COURSES else sizes.index[: MOST_COURSES - 1]
    rows: list[Mark] = []
    for sequence in shown:
        ids = sequences.loc[sequences["sequence"] == sequence, "measure_id"].tolist()
        cells = states[states["measure_id"] == ids[0]]
        run = cells["state"].ne(cells["state"].shift()).cumsum()
        for _, years in cells.groupby(run):
            first, last, state = years["fiscal_year"].min(), years["fiscal_year"].max(), years["state"].iloc[0]
            rows.append(
                _row(COURSE, first, last, group=sequence, label=sequence, state=state, measures=ids)
                | {"source_table": "measure_schedule"}
            )
    rest = sequences[~sequences["sequence"].isin(shown)]["measure_id"]
    if len(rest):
        active = states[states["measure_id"].isin(rest) & states["state"].isin(ACTIVE)]["fiscal_year"]
        rows.append(
            _row(OTHER_COURSES, active.min(), active.max(), measures=rest) | {"source_table": "measure_schedule"}
        )
    return rows


def mark_gridless(field_status: pd.DataFrame, passages: pd.DataFrame, year: Any, stage: str = "") -> list[Mark]:
    """The measures of a plan whose year columns were lost or never stood in the text, two marks at most.

    A lost grid reaches over the years of its headings, which stand among the passages as labels (20年度, 24年度以降).

    Args:
        field_status: measure_id, field, status, of the plan. passages: passage_id, section_id, kind, text, first_line,
            of the plan. year: the plan's first fiscal year, in whose era headings without one are read; may be missing.
            stage: what `stages.name_stage` gives.
    """
    found = field_status[field_status["field"] == "schedule"]
    lost, silent = (found.loc[found["status"] == status, "measure_id"] for status in ("unreadable", "silent"))
    rows: list[Mark] = []
    if len(lost):
        heads = _year_headings(passages, year)
        years = [head.years for head in heads["years"]]
        row = _row(
            LOST,
            min((min(each) for each in years), default=pd.NA),
            max((max(each) for each in years), default=pd.NA),
            measures=lost,
        )
        row |= {"open_end": any(head.open_end for head in heads["years"])}
        rows.append(row | _source("passages", heads["passage_id"], heads["first_line"]))
    if len(silent):
        rows.append(_row(SILENT, pd.NA, pd.NA, label=stage, measures=silent) | {"source_table": "field_status"})
    return rows


def mark_timing(dated: pd.DataFrame, timing: pd.DataFrame) -> list[Mark]:
    """A mark per kind and interval of dated words, and one without years for all words that name none.

    Args:
        dated: what `timing.date_timing` gives, timing: measure_id, printed, first_fiscal_year, last_fiscal_year; both
            of the plan.
    """
    rows: list[Mark] = []
    keys = ["kind", "first", "last", "open_end"]
    spans: Any = dated.dropna(subset=["measure_id"]).groupby(keys, dropna=False, sort=True)
    for (kind, first, last, open_end), group in spans:
        words = "、".join(dict.fromkeys(group["printed"]))
        row = _row(
            DATED, first, last, group=f"{kind} {first} {last} {open_end}", label=words, measures=group["measure_id"]
        )
        rows.append(row | {"open_start": pd.isna(first), "open_end": bool(open_end), "source_table": "measure_timing"})
    open_ = timing[timing["first_fiscal_year"].isna() & timing["last_fiscal_year"].isna()]
    if len(open_):
        words = "、".join(dict.fromkeys(open_["printed"]))
        row = _row(UNDATED, pd.NA, pd.NA, label=words, measures=open_["measure_id"])
        rows.append(row | {"source_table": "measure_timing"})
    return rows


def mark_targets(indicators: pd.DataFrame, spans: pd.DataFrame) -> list[Mark]:
    """A mark from the baseline to the target year of all indicators that share both; a lane for each baseline year.

    Args:
        indicators: indicator_id, baseline_year, target_year, of the plan. spans: table, row_id, line.
    """
    own_spans = spans[spans["row_id"].isin(indicators["indicator_id"])]
    lines = own_spans[own_spans["table"] == "indicators"].groupby("row_id")["line"].agg(["min", "max"])
    rows: list[Mark] = []
    years: Any = indicators.groupby(["baseline_year", "target_year"], dropna=False, sort=True)
    for (first, last), group in years:
        ids = list(dict.fromkeys(group["indicator_id"]))
        own = lines.loc[lines.index.isin(ids)]
        row = _row(TARGET, first, last, count=len(ids), group=f"{first}")
        row |= {"open_start": pd.isna(first), "open_end": pd.isna(last)}
        rows.append(row | _source("indicators", ids, own.to_numpy().ravel()))
    return rows


def mark_history(history: pd.DataFrame) -> list[Mark]:
    """A mark per fiscal year with the events that began in it.

    Args:
        history: position, date (ISO; a year alone is taken for the fiscal year), line, of the plan.
    """
    rows: list[Mark] = []
    history = history.dropna(subset=["date"])
    years = history["date"].map(_fiscal_year).astype("Int64")
    for year, group in history.groupby(years, sort=True):
        days = group["date"].sort_values()
        label = "–".join(dict.fromkeys([days.iloc[0], days.iloc[-1]]))
        row = _row(HISTORY, year, year, count=len(group), label=label)
        rows.append(row | _source("history", group["position"], group["line"]))
    return rows


def mark_finance(finance: pd.DataFrame) -> list[Mark]:
    """A mark for the years of a fiscal table.

    Args:
        finance: position, item, fiscal_year, line, of the plan.
    """
    if finance.empty:
        return []
    years = finance["fiscal_year"]
    row = _row(FINANCE, years.min(), years.max(), count=len(finance), label="、".join(dict.fromkeys(finance["item"])))
    return [row | _source("finance", finance["position"], finance["line"])]


def mark_named_years(passages: pd.DataFrame) -> list[Mark]:
    """A mark per fiscal year that the running text names with its era, all that places a plan without a period in time.

    Args:
        passages: passage_id, kind, text, first_line, of the plan; headings of columns (labels) are left out.
    """
    prose = passages[passages["kind"] != "label"]
    found = [
        (year, match[0], passage_id, line)
        for passage_id, text, line in zip(prose["passage_id"], prose["text"], prose["first_line"], strict=True)
        for match in _NAMED_YEAR.finditer(str(text))
        for year in _read_years(match[0])
    ]
    table = pd.DataFrame(found, columns=["year", "printed", "passage_id", "line"])
    rows: list[Mark] = []
    for year, group in table.groupby("year", sort=True):
        words = "、".join(dict.fromkeys(group["printed"]))
        row = _row(NAMED, year, year, count=group["passage_id"].nunique(), label=words)
        rows.append(row | _source("passages", group["passage_id"], group["line"]))
    return rows


def _fiscal_year(date: str) -> int:
    """The fiscal year (April to March) of an ISO date; a year alone is taken for the fiscal year.

    >>> _fiscal_year("2017-03-28"), _fiscal_year("2017-04"), _fiscal_year("2017")
    (2016, 2017, 2017)
    """
    year, *month = (int(part) for part in date.split("-")[:2])
    return year - any(part < 4 for part in month)


def _read_years(printed: str) -> tuple[int, ...]:
    """The fiscal years of a printed year; none where it cannot be (平成0年).

    >>> _read_years("平成31年度"), _read_years("平成0年")
    ((2019,), ())
    """
    try:
        return parse_fiscal_years(printed).years
    except ValueError:
        return ()


def _year_headings(passages: pd.DataFrame, year: Any) -> pd.DataFrame:
    """The labels that are years and nothing else, in sections with three of them or more (fewer make no grid).

    Those that no era resolves, and years before the plan's own, are left out.
    """
    eras = _ERAS.findall("".join(passages["text"]))
    era = max(sorted(set(eras)), key=eras.count, default=None)
    labels = passages.loc[passages["kind"] == "label", ["passage_id", "section_id", "text", "first_line"]]
    rows = []
    for passage_id, section_id, text, line in labels.itertuples(index=False):
        try:
            years = parse_fiscal_years(str(text), era)
        except ValueError:
            continue
        if pd.isna(year) or all(each >= year for each in years.years):
            rows.append((section_id, passage_id, line, years))
    table = pd.DataFrame(rows, columns=["section_id", "passage_id", "first_line", "years"])
    return table[table.groupby("section_id")["passage_id"].transform("size").ge(_LEAST_COLUMNS)]


def _row(
    kind: str,
    first: object,
    last: object,
    *,
    count: int = 0,
    group: str = "",
    label: str = "",
    state: str | None = None,
    measures: Iterable[str] = (),
    table: str = "",
    ids: Iterable[object] = (),
) -> Mark:
    """A mark with closed ends; marks of one kind and group stand in one lane. count is that of measures, if any."""
    given = list(dict.fromkeys(measures))
    return {
        **{"kind": kind, "first": first, "last": last, "open_start": False, "open_end": False},
        **{"group": group, "label": label, "state": state, "count": len(given) or count},
        **{"measure_ids": join_ids(given), **_source(table, ids, ())},
    }


def _source(table: str, ids: Iterable[object], lines: Iterable[object]) -> Mark:
    numbers = sorted({int(str(line)) for line in lines})
    return {
        "source_table": table,
        "source_ids": " ".join(dict.fromkeys(str(one) for one in ids)),
        "source_lines": " ".join(str(line) for line in numbers),
    }
