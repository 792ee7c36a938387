"""Theme profiles against whole programs (推進施策) dealt out at random: what is left when measures are not independent.

Measures of one program are alike, because a program was written about one thing. Plan labels shuffled over single
measures scatter what stands together and so make too little of chance; shuffled over whole programs, they keep it.
There are far fewer programs than measures, so these tests find less even where a plan does differ.

Source of the idea: Gail, M. H., Mark, S. D., Carroll, R. J., Green, S. B. & Pee, D. (1996), On design considerations
and randomization-based inference for community intervention trials, Statistics in Medicine 15, 1069-1092 (groups that
belong together are permuted as wholes).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.shares import ALPHA, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import (
    SEED,
    SHUFFLES,
    Numbers,
    false_discovery_rate,
    permutation_null,
    shuffle_blocks,
    sum_shares,
    upper_p,
)

_SHARES = ("plan_id", "theme", "count", "n", "programs_with", "programs", "share")
_TESTS = ("p", "q", "q_upper", "beyond_null")


def number_programs(measures: pd.DataFrame) -> pd.Series:
    """The program of each measure as a number, in the order of the plans; same index.

    Where no program is printed the policy stands in its place, and where there is none either the measure itself: what
    the plan does not put together is not taken to belong together.

    Args:
        measures: measure_id, plan_id, policy, program.

    >>> rows = [("p/1", "p", "A", "x"), ("p/2", "p", "A", "x"), ("p/3", "p", "B", "x"), ("p/4", "p", None, None)]
    >>> number_programs(pd.DataFrame(rows, columns=["measure_id", "plan_id", "policy", "program"])).tolist()
    [0, 0, 1, 2]
    """
    headings = measures[["policy", "program"]].fillna("")
    alone = measures["measure_id"].where((headings == "").all(axis=1), "")
    keys = headings.assign(plan_id=measures["plan_id"], alone=alone)
    return keys.groupby(["plan_id", "policy", "program", "alone"], sort=False).ngroup()


def shuffle_programs(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of each plan's measures that has each theme, beside what whole programs dealt out at random would show.

    Every plan keeps its number of programs, so its number of measures varies with those it is dealt.

    Args:
        measures: measure_id, plan_id, policy, program, title, reprint; reprints count once. measure_themes: measure_id,
            theme. themes: the codes that are tested together, in order.

    Returns:
        plan_id (in the order of the measures), theme, count (measures with it), n (measures), programs_with (programs
        of the plan with such a measure), programs, share, null_lower, null_upper (95 %), p (two-sided), q (false
        discovery rate among all rows), q_upper (upper end of its 99 % Monte Carlo interval), beyond_null (q_upper at
        most .05), measure_ids. No row where fewer than two plans have measures or there are no themes.
    """
    counted = drop_reprints(measures)
    values, sizes, labels, has = _count_programs(counted, measure_themes, themes)
    plans = counted["plan_id"].unique()
    if len(plans) < 2 or not len(themes):
        return pd.DataFrame(columns=[*_SHARES, "null_lower", "null_upper", *_TESTS, "measure_ids"])
    null = permutation_null(values, sizes, labels.tolist(), shuffles, seed)
    ids, plan_ids, parts = counted["measure_id"].to_numpy(), counted["plan_id"].to_numpy(), []
    for plan_id in plans:
        mine, own = plan_ids == plan_id, labels == plan_id
        columns = {
            "plan_id": plan_id,
            "theme": list(themes),
            "count": values[own].sum(axis=0).astype("int64"),
            "n": int(mine.sum()),
            "programs_with": (values[own] > 0).sum(axis=0),
            "programs": int(own.sum()),
            "measure_ids": [join_ids(ids[mine][has[mine][:, column] > 0]) for column in range(len(themes))],
        }
        tested = null.loc[null["group"] == plan_id, ["share", "null_lower", "null_upper", "p"]].reset_index(drop=True)
        parts.append(pd.concat([pd.DataFrame(columns), tested], axis=1))
    table = _judge(pd.concat(parts, ignore_index=True), shuffles)
    return table[[*_SHARES, "null_lower", "null_upper", *_TESTS, "measure_ids"]]


def compare_profiles_by_program(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Whether the theme profile of each plan as a whole differs from the others', with whole programs dealt out.

    The distance is that of `themes.compare_profiles`: half the sum over themes of the absolute differences between the
    mean numbers of measures with the theme.

    Args: see `shuffle_programs`.

    Returns:
        plan_id (sorted), n (measures), programs, distance, null_median, null_upper (95th percentile), p (one-sided), q
        (false discovery rate among the plans), q_upper, beyond_null. No row where fewer than two plans have
        measures or there are no themes.
    """
    counted = drop_reprints(measures)
    values, sizes, labels, _ = _count_programs(counted, measure_themes, themes)
    names, rows = np.unique(labels), []
    if len(names) > 1 and len(themes):
        null = np.empty((len(names), shuffles))
        done = 0
        for dealt in shuffle_blocks(labels, shuffles, seed):
            for number in range(len(names)):
                null[number, done : done + len(dealt)] = _distance(dealt == number, values, sizes)
            done += len(dealt)
        for name, draws in zip(names, null, strict=True):
            own = labels == name
            distance = float(_distance(own[np.newaxis], values, sizes)[0])
            p = ((draws >= distance - 1e-9).sum() + 1) / (shuffles + 1)
            ends = (np.median(draws), np.quantile(draws, 0.95))
            rows.append((str(name), int(sizes[own].sum()), int(own.sum()), distance, *ends, p))
    columns = ["plan_id", "n", "programs", "distance", "null_median", "null_upper", "p"]
    return _judge(pd.DataFrame(rows, columns=columns), shuffles)


def _count_programs(
    counted: pd.DataFrame, measure_themes: pd.DataFrame, themes: Sequence[str]
) -> tuple[Numbers, Numbers, npt.NDArray[np.str_], Numbers]:
    """Of each program its measures with each theme, its measures, and its plan; then the themes of each measure."""
    given = measure_themes[measure_themes["theme"].isin(list(themes))]
    has = tabulate_kinds(given["measure_id"], given["theme"], counted["measure_id"], themes)
    marks = has.clip(upper=1).to_numpy(dtype=np.float64)
    programs = number_programs(counted).to_numpy(dtype=np.intp)
    number = int(programs.max()) + 1 if len(programs) else 0
    values = np.zeros((number, len(themes)))
    np.add.at(values, programs, marks)
    first = np.unique(programs, return_index=True)[1]
    labels = counted["plan_id"].to_numpy(dtype=np.str_)[first]
    return values, np.bincount(programs, minlength=number).astype(np.float64), labels, marks


def _distance(members: npt.NDArray[np.bool_], values: Numbers, sizes: Numbers) -> Numbers:
    apart: Numbers = np.abs(sum_shares(members, values, sizes) - sum_shares(~members, values, sizes)).sum(axis=1) / 2
    return apart


def mark_by_program(table: pd.DataFrame, by_program: pd.DataFrame) -> pd.DataFrame:
    """The table with what whole programs dealt out say of its rows, same rows in the same order.

    Args:
        table: with plan_id, or plan_id and theme. by_program: what `compare_profiles_by_program` or `shuffle_programs`
            gives of the same plans (and themes).

    Returns:
        The columns of the table, then q_by_program, q_upper_by_program (NaN where the row was not tested),
        beyond_by_program (false there).
    """
    keys = [name for name in ("plan_id", "theme") if name in by_program and name in table]
    tested = by_program[[*keys, "q", "q_upper", "beyond_null"]].rename(
        columns={"q": "q_by_program", "q_upper": "q_upper_by_program", "beyond_null": "beyond_by_program"}
    )
    kinds = {"q_by_program": "float64", "q_upper_by_program": "float64"} | dict.fromkeys(keys, "str")
    marked = table.merge(tested.astype(kinds), on=keys, how="left", validate="one_to_one")
    return marked.assign(beyond_by_program=marked["beyond_by_program"].eq(True))


def _judge(table: pd.DataFrame, shuffles: int) -> pd.DataFrame:
    q, q_upper = false_discovery_rate(table["p"]), false_discovery_rate(upper_p(table["p"], shuffles))
    return table.assign(q=q, q_upper=q_upper, beyond_null=q_upper <= ALPHA)
