"""How far indicators are to move: the change that each target asks for, in all and per year, in its unit."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

TRENDS = {"増加": 1, "増": 1, "上昇": 1, "向上": 1, "減少": -1, "減": -1, "低下": -1, "維持": 0, "現状維持": 0}
"""The direction that a printed trend asks for."""

NO_BASELINE, NO_TARGET, COMPLETE = "no baseline", "no target", "complete"
"""Whether the change can be reckoned, and what is missing where it cannot."""

_TOLERANCE = 1e-9
_PERCENT = ("％", "%", "パーセント")

_COLUMNS = (
    *("plan_id", "indicator_id", "position", "kind", "policy", "name", "unit", "change_unit", "state"),
    *("baseline_year", "baseline", "target_year", "target", "years", "change", "change_per_year", "relative_change"),
    *("trend", "agrees", "from_year", "from_value", "step_years", "step_change", "step_per_year"),
    *("line_value", "on_line", "targets"),
)


def reckon_targets(indicators: pd.DataFrame) -> pd.DataFrame:
    """Every target with the change that it asks for, and whether it lies between baseline and last target as on a line.

    Nothing is filled in: a baseline that is not printed (—) stays missing, and with it what rests on it; it is not 0.
    A change of a percentage is in percentage points; `relative_change` is the change by the baseline.

    Years are counted as printed, from the year of the baseline to that of the target. A target that is printed in whole
    numbers bends the pace of both stretches by its rounding; `on_line` tells whether it asks for more than that.

    Args:
        indicators: plan_id, indicator_id, position, kind, policy, name, unit, baseline_year, baseline, target_year,
            target, trend.

    Returns:
        Same rows, ordered by plan, indicator and target year: plan_id, indicator_id, position, kind, policy, name,
        unit, change_unit (percentage points for ％), state (complete, no baseline, no target), baseline_year, baseline,
        target_year, target, years (from the baseline), change, change_per_year, relative_change (missing for a baseline
        of 0), trend, agrees (the change has the sign of the trend; missing where either is unknown), from_year and
        from_value (the target before, or the baseline), step_years, step_change, step_per_year (from there),
        line_value (what a straight line from the baseline to the last target has in the target's year; missing for the
        last target and without a baseline), on_line (whether the target is line_value rounded to the digits of the
        indicator's targets; 80.0 has none), targets (of the indicator).
    """
    order = ["plan_id", "indicator_id", "target_year", "position"]
    table = indicators.sort_values(order, kind="stable", ignore_index=True)
    number = {name: table[name].astype("float64") for name in ("baseline_year", "baseline", "target_year", "target")}
    years = (number["target_year"] - number["baseline_year"]).where(lambda span: span > 0)
    change = number["target"] - number["baseline"]
    same = table["indicator_id"].eq(table["indicator_id"].shift())
    from_year = number["target_year"].shift().where(same, number["baseline_year"])
    from_value = number["target"].shift().where(same, number["baseline"])
    step_years = (number["target_year"] - from_year).where(lambda span: span > 0)
    step_change = number["target"] - from_value
    line = _follow_line(table, number)
    sign = table["trend"].map(TRENDS).astype("float64")
    known = change.notna() & sign.notna()
    agrees = pd.Series((change.round(9).gt(0) * 1.0 - change.round(9).lt(0)) == sign, dtype="boolean").where(known)
    table = table.assign(
        change_unit=["percentage points" if unit in _PERCENT else unit for unit in table["unit"]],
        state=[
            NO_TARGET if pd.isna(target) else NO_BASELINE if pd.isna(baseline) else COMPLETE
            for baseline, target in zip(number["baseline"], number["target"], strict=True)
        ],
        years=years.astype("Int64"),
        change=change,
        change_per_year=change / years,
        relative_change=change / number["baseline"].where(number["baseline"] != 0),
        agrees=agrees,
        from_year=from_year.astype("Int64"),
        from_value=from_value,
        step_years=step_years.astype("Int64"),
        step_change=step_change,
        step_per_year=step_change / step_years,
        line_value=line,
        on_line=((number["target"] - line).abs() <= _find_half_digit(table, number["target"]) + _TOLERANCE)
        .astype("boolean")
        .where(line.notna() & number["target"].notna()),
        targets=table.groupby("indicator_id")["indicator_id"].transform("size").astype("int64"),
    )
    return table[list(_COLUMNS)]


def _follow_line(table: pd.DataFrame, number: Mapping[str, pd.Series]) -> pd.Series:
    """The value of each target but the last on the line from its baseline to the last target of its indicator."""
    ids = table["indicator_id"]
    last_year, last = (number[name].groupby(ids).transform("last") for name in ("target_year", "target"))
    span = last_year - number["baseline_year"]
    passed = (number["target_year"] - number["baseline_year"]) / span.where(span > 0)
    values = number["baseline"] + (last - number["baseline"]) * passed
    return values.where(number["target_year"] < last_year)


def _find_half_digit(table: pd.DataFrame, targets: pd.Series) -> pd.Series:
    """Half of the last digit that the targets of an indicator use: 0.5 for whole numbers."""
    digits = pd.Series(
        [0 if pd.isna(target) else len(f"{target:.9f}".rstrip("0").split(".")[1]) for target in targets],
        table.index,
        dtype="int64",
    )
    return 0.5 * 10.0 ** -digits.groupby(table["indicator_id"]).transform("max").astype("float64")
