"""How far the tables agree with measures that people read by hand (data/hand/gold, fields in SCHEMA.md there).

Every field of every hand-read measure is one decision. It is right when the table holds the same value, or one of the
values that the reader lists as equally possible ("either"); blanks and the composition of characters do not count, the
order of lists does. A measure that the tables lack makes all its fields wrong.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval
from kyodo_analysis.values.fiscal_years import parse_fiscal_years

_TEXTS = ("policy", "program", "title", "status", "lead", "purpose", "completion")
_LISTS = {"actors": ("measure_actors", "printed"), "departments": ("measure_departments", "printed")}
_LISTS |= {"content": ("elements", "text"), "timing": ("measure_timing", "printed")}
FIELDS = (*_TEXTS, *_LISTS, "reprint", "schedule")

Record = Mapping[str, Any]


def judge(tables: Mapping[str, pd.DataFrame], gold: Sequence[Record]) -> pd.DataFrame:
    """One row per decision: a field of a hand-read measure.

    Args:
        tables: measures, elements, measure_actors, measure_departments, measure_timing, measure_schedule.
            gold: records of SCHEMA.md.

    Returns:
        plan_id, measure_id, field, right, missing (the tables lack the measure), alternatives (values beside the chosen
        one that would be right too), found and wanted (as JSON, without blanks).
    """
    found = _records_of_tables(tables)
    rows = []
    for record in gold:
        measure_id = f"{record['document']}/{_squash(record['id'])}"
        own = found.get(measure_id)
        for field in FIELDS:
            wanted = _wanted(field, record.get(field))
            choices = [wanted, *(_wanted(field, value) for value in (record.get("either") or {}).get(field, []))]
            value = None if own is None else own[field]
            right = own is not None and value in choices
            texts = (_show(value), _show(wanted))
            rows.append((record["document"], measure_id, field, right, own is None, len(choices) - 1, *texts))
    columns = ["plan_id", "measure_id", "field", "right", "missing", "alternatives", "found", "wanted"]
    return pd.DataFrame(rows, columns=columns)


def compare(tables: Mapping[str, pd.DataFrame], gold: Sequence[Record]) -> pd.DataFrame:
    """The agreement per plan and field, and over all fields of each plan (field "all").

    Returns:
        plan_id, field, decisions, right, share, lower, upper (Wilson, 95 %), measure_ids (where they differ).
    """
    decisions = judge(tables, gold)
    both = pd.concat([decisions, decisions.assign(field="all")])
    ids = both["measure_id"].where(~both["right"])
    table = (
        both.assign(ids=ids)
        .groupby(["plan_id", "field"], sort=False)
        .agg(
            decisions=("right", "size"),
            right=("right", "sum"),
            measure_ids=("ids", lambda differing: join_ids(differing.dropna())),
        )
        .reset_index()
    )
    table["share"] = table["right"] / table["decisions"]
    table["lower"], table["upper"] = wilson_interval(table["right"], table["decisions"])
    return table[["plan_id", "field", "decisions", "right", "share", "lower", "upper", "measure_ids"]]


def list_differences(tables: Mapping[str, pd.DataFrame], gold: Sequence[Record]) -> pd.DataFrame:
    """The decisions in which the tables and the reader differ: plan_id, measure_id, field, found, wanted."""
    decisions = judge(tables, gold)
    columns = ["plan_id", "measure_id", "field", "found", "wanted"]
    return decisions.loc[~decisions["right"], columns].reset_index(drop=True)


def list_spurious(measures: pd.DataFrame, gold: Sequence[Record]) -> pd.DataFrame:
    """Measures under a heading that was read by hand in full, which the reader does not know: plan_id, measure_id."""
    groups = {(record["document"], _squash(record["policy"]), _squash(record["program"])) for record in gold}
    known = {f"{record['document']}/{_squash(record['id'])}" for record in gold}
    under = [
        (row.plan_id, _squash(row.policy), _squash(row.program)) in groups and _squash(row.measure_id) not in known
        for row in measures[["plan_id", "policy", "program", "measure_id"]].itertuples()
    ]
    return measures.loc[under, ["plan_id", "measure_id"]].reset_index(drop=True)


def _records_of_tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, Any]]:
    measures = tables["measures"]
    records: dict[str, dict[str, Any]] = {}
    for row in measures[["measure_id", "reprint", *_TEXTS]].to_dict("records"):
        record = {field: _squash(row[field]) for field in _TEXTS}
        empty: dict[str, Any] = {field: [] for field in _LISTS} | {"schedule": {}, "reprint": bool(row["reprint"])}
        records["".join(row["measure_id"].split())] = record | empty
    for field, (name, column) in _LISTS.items():
        rows = tables[name].sort_values(["measure_id", "position"])
        for measure_id, text in rows[["measure_id", column]].itertuples(index=False):
            records["".join(measure_id.split())][field].append(_squash(text))
    schedule = tables["measure_schedule"][["measure_id", "fiscal_year", "printed"]]
    for measure_id, year, mark in schedule.itertuples(index=False):
        if _squash(mark):
            records["".join(measure_id.split())]["schedule"][int(year)] = _squash(mark)
    return records


def _wanted(field: str, value: Any) -> Any:
    """A reader's value in the form in which values are compared."""
    if field in _LISTS:
        return [_squash(item) for item in value or []]
    if field == "reprint":
        return bool(value)
    if field == "schedule":
        return {
            parse_fiscal_years(year).years[0]: _squash(mark) for year, mark in (value or {}).items() if _squash(mark)
        }
    return _squash(value)


def _squash(text: Any) -> str | None:
    """A printed value without blanks, characters composed; None for nothing."""
    if not isinstance(text, str):
        return None
    return "".join(unicodedata.normalize("NFC", text).split()) or None


def _show(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
