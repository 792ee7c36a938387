"""Which actors are named together, beside what would be were each named without regard to the others.

Source of the picture: Lex, A., Gehlenborg, N., Strobelt, H., Vuillemot, R. & Pfister, H. (2014), UpSet: visualization
of intersecting sets, IEEE Transactions on Visualization and Computer Graphics 20, 1983-1992.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain, combinations
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.actor.acting import bound_counts
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import (
    BLOCK_CELLS,
    SEED,
    SHUFFLES,
    Numbers,
    false_discovery_rate,
    percentile_interval,
    two_sided_p,
    upper_p,
    wilson_interval,
)

COMBINATION, ACTOR, SIZE = "combination", "actor", "size"
"""What a row counts: measures with exactly these actors, with this actor among others, with this number of actors."""

Codes = npt.NDArray[np.integer[Any]]

_COLUMNS = (
    *(
        "plan_id",
        "kind",
        "actors",
        "size",
        "count",
        "count_least",
        "count_most",
        "n",
        "share",
        "wilson_lower",
        "wilson_upper",
        "expected",
    ),
    *("null_lower", "null_upper", "p", "q", "q_upper", "beyond_null", "measure_ids"),
)


def combine_actors(
    has: pd.DataFrame,
    plan_ids: pd.Series,
    alternatives: pd.DataFrame | None = None,
    allowed: Mapping[str, Collection[frozenset[str]]] = MappingProxyType({}),
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The sets of actors that occur in each plan, the actors one by one, and how many are named at once.

    The null keeps how often each actor is named in the plan and deals each out among its measures by itself. Tests are
    made for every set that the plan's actors allow, also those that do not occur, and for every number of actors.

    Args:
        has, plan_ids: see `acting.select_acting`. alternatives: see `acting.list_alternatives`; none by default.
        allowed: sets of actors that the legend of a plan allows (see `acting.list_allowed`), kept where none occurs.

    Returns:
        plan_id, kind (combination, actor or size), actors (codes, blanks between; empty for sizes), size (how many
        actors), count (measures), count_least, count_most (see `acting.bound_counts`), n (measures that name any
        actor), share, wilson_lower, wilson_upper, expected, null_lower, null_upper (mean and middle 95 % of count), p
        (two-sided), q (among the rows of one kind, all plans), q_upper, beyond_null, measure_ids. Combinations and
        actors with the most measures come first, sizes in order. Actors by themselves are the margins that the null
        keeps: nothing is tested.
    """
    parts = []
    for plan_id in plan_ids.unique():
        own = has[plan_ids == plan_id]
        own = own[own.columns[own.any()]]
        parts.append(_combine(own, shuffles, seed).assign(plan_id=plan_id, n=len(own)))
    if not parts:
        return pd.DataFrame(columns=list(_COLUMNS))
    table = pd.concat(parts, ignore_index=True)
    kinds = table.groupby("kind", sort=False)["p"]
    table["q"] = kinds.transform(false_discovery_rate)
    table["q_upper"] = kinds.transform(lambda p: false_discovery_rate(upper_p(p, shuffles)))
    table["beyond_null"] = table["q_upper"] <= ALPHA
    # What neither occurs, nor is missing, nor has a sign of its own is no row; it has done its part among the tests.
    own_sign = [
        kind == COMBINATION and frozenset(actors.split()) in allowed.get(plan_id, ())
        for plan_id, kind, actors in table[["plan_id", "kind", "actors"]].itertuples(index=False)
    ]
    table = table[table["count"].gt(0) | table["beyond_null"] | np.array(own_sign, dtype=np.bool_)]
    others = has.iloc[:0] if alternatives is None else alternatives
    named = _name_kinds(has).reindex(columns=sorted({*_name_kinds(has), *_name_kinds(others)}), fill_value=0)
    bounds = bound_counts(named, _name_kinds(others), plan_ids)
    keys = table["kind"] + " " + table["actors"].where(table["actors"] != "", table["size"].astype("str"))
    table = table.assign(key=keys).merge(
        bounds.rename(columns={"kind": "key"}), "left", ["plan_id", "key"], validate="many_to_one"
    )
    # A set that nobody reads anywhere has no bounds but 0.
    ends = {name: table[name].fillna(0).astype("int64") for name in ("count_least", "count_most")}
    table = table.assign(**ends)
    lower, upper = wilson_interval(table["count"], table["n"])
    share = table["count"] / table["n"]
    return table.assign(share=share, wilson_lower=lower, wilson_upper=upper)[list(_COLUMNS)]


def _name_kinds(has: pd.DataFrame) -> pd.DataFrame:
    """0 and 1 per measure and row that `combine_actors` may have, named by its kind and its actors or size."""
    names, marks = has.columns.to_numpy(), has.to_numpy() > 0
    parts = [
        [f"{COMBINATION} {' '.join(names[row])}", f"{SIZE} {row.sum()}", *(f"{ACTOR} {name}" for name in names[row])]
        for row in marks
    ]
    columns = sorted({name for part in parts for name in part})
    return pd.DataFrame([[int(name in part) for name in columns] for part in parts], has.index, columns, dtype="int64")


def _combine(has: pd.DataFrame, shuffles: int, seed: int) -> pd.DataFrame:
    names, ids = has.columns.tolist(), has.index.to_numpy()
    marks = has.to_numpy(dtype=np.int64)
    bits = 1 << np.arange(len(names), dtype=np.int64)
    sets = list(chain.from_iterable(combinations(range(len(names)), size) for size in range(1, len(names) + 1)))
    codes, lengths = np.array([bits[list(one)].sum() for one in sets]), np.array([len(one) for one in sets])
    rates = marks.mean(axis=0)
    chances = np.array([np.prod([rates[i] if i in one else 1 - rates[i] for i in range(len(names))]) for one in sets])
    if ((rates > 0) & (rates < 1)).sum() < 2:
        # With one actor that is named here and not there, or none, the margins settle every set.
        dealt: Codes = np.bincount(marks @ bits, minlength=1 << len(names))[np.newaxis]
        chances = np.where(np.isin(codes, marks @ bits), chances, 0.0)
    else:
        dealt = deal_out_actors(marks, bits, shuffles, seed)
    sizes = range(1, len(names) + 1)
    combined = _judge([marks @ bits == code for code in codes], dealt, [[code] for code in codes], chances, ids)
    combined = combined.assign(
        kind=COMBINATION, actors=[" ".join(names[place] for place in one) for one in sets], size=lengths
    )
    of_size = [codes[lengths == size].tolist() for size in sizes]
    summed = np.array([chances[lengths == size].sum() for size in sizes])
    counted = _judge([marks.sum(axis=1) == size for size in sizes], dealt, of_size, summed, ids)
    counted = counted.assign(kind=SIZE, actors="", size=list(sizes))
    named = [marks[:, place] > 0 for place in range(len(names))]
    single = _count(named, ids).assign(kind=ACTOR, actors=names, size=1)
    ranked = [part.sort_values("count", ascending=False, kind="stable") for part in (combined, single)]
    return pd.concat([*ranked, counted], ignore_index=True)


def _count(members: Sequence[npt.NDArray[np.bool_]], ids: npt.NDArray[np.str_]) -> pd.DataFrame:
    counts = np.array([mask.sum() for mask in members], dtype=np.int64)
    empty = dict.fromkeys(["expected", "null_lower", "null_upper", "p"], np.nan)
    return pd.DataFrame({"count": counts, "measure_ids": [join_ids(ids[mask]) for mask in members]} | empty)


def _judge(
    members: Sequence[npt.NDArray[np.bool_]],
    dealt: Codes,
    codes: Sequence[Sequence[int]],
    chances: Numbers,
    ids: npt.NDArray[np.str_],
) -> pd.DataFrame:
    """Each row beside what is dealt out.

    Args:
        members: which measures each row counts. dealt: see `deal_out_actors`. codes: the sets that each row takes
            together. chances: that a measure is of these sets; nothing is tested where there is none, or no other.
    """
    table = _count(members, ids)
    expected = chances * len(ids)
    ends, p = np.full((2, len(codes)), np.nan), np.full(len(codes), np.nan)
    for place, own in enumerate(codes):
        null = dealt[:, list(own)].sum(axis=1, dtype=np.float64)[:, np.newaxis]
        ends[:, [place]] = percentile_interval(null)
        if len(dealt) > 1 and chances[place] > 0:
            observed = table["count"].to_numpy(dtype=np.float64)[[place]]
            p[place] = two_sided_p(null, observed, expected[[place]])[0]
    return table.assign(expected=expected, null_lower=ends[0], null_upper=ends[1], p=p)


def deal_out_actors(marks: Codes, bits: Codes, shuffles: int, seed: int) -> Codes:
    """How often each set occurs with every actor dealt out by itself: (shuffles, sets), the set's code is its place."""
    generator = np.random.default_rng(seed)
    measures, sets = len(marks), 1 << len(bits)
    rows = max(1, BLOCK_CELLS // max(measures, sets))
    found = np.empty((shuffles, sets), dtype=np.int32)
    for start in range(0, shuffles, rows):
        block = min(rows, shuffles - start)
        codes = np.zeros((block, measures), dtype=np.int64)
        for column, bit in zip(marks.T, bits, strict=True):
            codes += generator.permuted(np.broadcast_to(column * bit, (block, measures)), axis=1)
        places = codes + np.arange(block)[:, np.newaxis] * sets
        found[start : start + block] = np.bincount(places.ravel(), minlength=block * sets).reshape(block, sets)
    return found
