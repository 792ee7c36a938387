"""Maps of plans by words and of plans by themes: correspondence analysis with ellipses and what chance would show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import pandas as pd
from scipy import sparse

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.statistics.occurrences import gather_measures, tabulate_occurrences
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import RESAMPLES, SEED, Numbers, false_discovery_rate, upper_p
from kyodo_analysis.analysis.structure.correspondence import (
    contribute,
    decompose_counts,
    fit_ellipse,
    resample_places,
    shuffle_inertias,
)
from kyodo_analysis.analysis.wording.keyness import LEAST_COUNT, LEAST_MEASURES

SHUFFLES = 5000
LABELLED = 30
CERTAIN_SHARE = 0.5
"""When two axes show at least this share of any table whatever, the share says little and a warning stands by it."""

_SHOWN = 2

_DTYPES = (
    {"kind": "str", "name": "str", "name_en": "str", "name_ja": "str", "plan_id": "str"}
    | dict.fromkeys(["count", "measures", "n"], "int64")
    | dict.fromkeys(["mass", "inertia", "share", "cumulative", "null_cumulative", "x", "y"], "float64")
    | dict.fromkeys(["contribution_x", "contribution_y", "contribution", "cos2_x", "cos2_y"], "float64")
    | dict.fromkeys(["centre_x", "centre_y", "half_long", "half_short", "angle"], "float64")
    | dict.fromkeys(["null_median", "null_upper", "p", "q", "q_upper"], "float64")
    | {"beyond_null": "bool", "labelled": "bool", "warning": "str", "measure_ids": "str"}
)


def map_words(
    words: pd.DataFrame,
    counted: pd.DataFrame,
    *,
    least_count: int = LEAST_COUNT,
    least_measures: int = LEAST_MEASURES,
    labelled: int = LABELLED,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Correspondence analysis of plans by frequent words: occurrences counted, measures resampled and shuffled.

    Args:
        words: plan_id, measure_id, word (see `keyness.select_words`). counted: measure_id and plan_id of all measures,
            reprints counted once. least_count, least_measures: what a word must have over all plans to be on the map.

    Returns:
        See `map_columns`; kind is "word" for words.
    """
    tally = words.groupby("word", sort=True)["measure_id"].agg(["size", "nunique"])
    frequent = tally.index[(tally["size"] >= least_count) & (tally["nunique"] >= least_measures)].tolist()
    names = pd.DataFrame({"name": frequent, "name_en": frequent, "name_ja": frequent}, dtype="str")
    return map_columns(
        words.rename(columns={"word": "name"})[["measure_id", "name"]],
        counted,
        names,
        "word",
        labelled=labelled,
        resamples=resamples,
        shuffles=shuffles,
        seed=seed,
    )


def map_themes(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    codebook: pd.DataFrame,
    *,
    labelled: int = LABELLED,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Correspondence analysis of plans by themes: measures that have the theme at any rank, reprints counted once.

    Args:
        measures: measure_id, plan_id, title, reprint. measure_themes: measure_id, theme. codebook: code, en, ja.

    Returns:
        See `map_columns`; kind is "theme" for themes, in the order of the codebook.
    """
    rows = measure_themes.drop_duplicates(["measure_id", "theme"]).rename(columns={"theme": "name"})
    names = codebook.rename(columns={"code": "name", "en": "name_en", "ja": "name_ja"})
    return map_columns(
        rows[["measure_id", "name"]],
        drop_reprints(measures),
        names[["name", "name_en", "name_ja"]],
        "theme",
        labelled=labelled,
        resamples=resamples,
        shuffles=shuffles,
        seed=seed,
    )


def map_columns(
    occurrences: pd.DataFrame,
    counted: pd.DataFrame,
    names: pd.DataFrame,
    kind: str,
    *,
    labelled: int = LABELLED,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Correspondence analysis of plans by whatever measures have; the measure is what is resampled and shuffled.

    The null deals whole measures out to the plans at random; `p` is one-sided (as much inertia or more), `q` its false
    discovery rate among the rows of one kind, `q_upper` the upper end of q's 99 % Monte Carlo interval, `beyond_null`
    says that q_upper is at most .05. Of the later axes the null is strict: it spreads all inertia evenly, though the
    first axis has taken its part.

    Args:
        occurrences: measure_id, name; one row per occurrence. counted: measure_id and plan_id of the measures that
            count. names: name, name_en, name_ja of what is counted, in the order of the rows; others are left out.
        kind: what they are called in the column kind. labelled: how many of them to name in a figure, at most.

    Returns:
        One row for the table as a whole (kind "total"), each axis ("axis", name 1, 2, …), each plan ("plan", plan_id
        given) and each name (`kind`). Empty when fewer than two plans and two names have a count. All rows: kind, name,
        name_en, name_ja, plan_id, inertia, share (of the total), count (occurrences), measures (that have any), n
        (measures that count: of the plan, or all), measure_ids (of those that have any). Total, axes and plans:
        null_median, null_upper (95th percentile with shuffled labels), p, q, q_upper, beyond_null. Axes: cumulative
        (share of the axes so far), null_cumulative (its median with shuffled labels). Points: mass, x, y (principal
        coordinates on axes 1 and 2, y 0 where there is one axis), contribution_x, contribution_y, contribution (to the
        plane), cos2_x, cos2_y; NaN where a point has no count. Plans: centre_x, centre_y, half_long, half_short, angle
        (degrees) of the 95 % ellipse of resampled measures (see `correspondence.resample_places`). Names: labelled
        (all if they are few, else those that contribute most and more than the average). Total:
        warning ("all" when there are at most two axes and two show everything by construction, "half" when two show at
        least half of any table, else "").
    """
    counts = tabulate_occurrences(occurrences, counted, names)
    groups, ids = counted["plan_id"].to_numpy(dtype=np.str_), counted["measure_id"]
    plans, codes = np.unique(groups, return_inverse=True)
    members = sparse.csr_array((np.ones(len(ids)), (np.arange(len(ids)), codes)), shape=(len(ids), len(plans)))
    tallies = (members.T @ counts).toarray()
    found = decompose_counts(tallies)
    if not len(found.inertias):
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in _DTYPES.items()})
    of_axes, of_plans = (
        np.concatenate(blocks) for blocks in zip(*shuffle_inertias(counts, groups, shuffles, seed), strict=True)
    )
    having = sparse.csr_array((counts.sum(axis=1) > 0).astype(np.float64)[:, np.newaxis])
    general = _describe_axes(found.inertias, of_axes, shuffles).assign(
        count=counts.sum(), n=len(ids), **gather_measures(having, ids).iloc[0]
    )
    own = _place(found.row_masses, found.rows, found.inertias)
    own = own.assign(
        kind="plan",
        **dict.fromkeys(("name", "name_en", "name_ja", "plan_id"), plans),
        count=tallies.sum(axis=1),
        n=members.sum(axis=0),
        **gather_measures(having * members, ids),
        **_compare(own["inertia"].to_numpy(), of_plans, shuffles),
        **_enclose(resample_places(counts, groups, found.standard[:, :2], resamples, seed)),
    )
    others = _place(found.column_masses, found.columns, found.inertias)
    others = others.assign(
        kind=kind,
        **{name: names[name].to_numpy() for name in ("name", "name_en", "name_ja")},
        count=tallies.sum(axis=0),
        n=len(ids),
        **gather_measures(counts, ids),
        labelled=_choose(others["contribution"], labelled),
    )
    parts = [part.reindex(columns=list(_DTYPES)) for part in (general, own, others)]
    table = pd.concat([part.astype("object") for part in parts], ignore_index=True)
    total = found.inertias.sum()
    table["share"] = table["inertia"].astype("float64") / total if total else np.nan
    return table.fillna({"beyond_null": False, "labelled": False}).astype(_DTYPES)


def _describe_axes(inertias: Numbers, null: Numbers, shuffles: int) -> pd.DataFrame:
    """The row of the table as a whole and one for each axis."""
    axes, total, null_total = len(inertias), inertias.sum(), null.sum(axis=1, keepdims=True)
    # A plan without any of the names may be dealt a measure with some, and then there is an axis more.
    null = null[:, :axes]
    with np.errstate(invalid="ignore", divide="ignore"):
        cumulative, null_cumulative = inertias.cumsum() / total, np.median(null.cumsum(axis=1) / null_total, axis=0)
    # Of two axes at least half, of three at least two thirds of everything lies on the first two, whatever the table.
    warning = "all" if axes <= _SHOWN else "half" if _SHOWN / axes >= CERTAIN_SHARE else ""
    whole = {"kind": "total", "name": "total", "inertia": [total], "warning": warning}
    each = {"kind": "axis", "name": [str(axis + 1) for axis in range(axes)], "inertia": inertias}
    shares = {"cumulative": cumulative, "null_cumulative": null_cumulative}
    return pd.concat(
        [
            pd.DataFrame(whole | _compare(np.array([total]), null_total, shuffles)),
            pd.DataFrame(each | shares | _compare(inertias, null, shuffles)),
        ]
    )


def _place(masses: Numbers, places: Numbers, inertias: Numbers) -> pd.DataFrame:
    """Mass, inertia and place of each point, with what it makes of the axes and they show of it."""
    contributions, cosines = contribute(masses, places, inertias)
    shown = np.column_stack([np.zeros((len(places), 2)), np.nan_to_num(contributions * inertias)])[:, 2:4]
    with np.errstate(invalid="ignore", divide="ignore"):
        plane = shown.sum(axis=1) / inertias[:_SHOWN].sum()
    table = pd.DataFrame({"mass": masses, "inertia": np.nan_to_num(masses * (places**2).sum(axis=1))})
    for number, axis in enumerate(("x", "y")):
        # Where all plans lie on one line the second axis has nothing to show.
        there = number < len(inertias)
        blank = np.where(masses > 0, 0.0, np.nan)
        table[axis] = places[:, number] if there else blank
        table[f"contribution_{axis}"] = contributions[:, number] if there else np.nan
        table[f"cos2_{axis}"] = cosines[:, number] if there else blank
    return table.assign(contribution=plane)


def _compare(observed: Numbers, null: Numbers, shuffles: int) -> dict[str, Numbers]:
    """Inertias beside those of shuffled labels; the observed one counts as one of the draws (see `two_sided_p`)."""
    # Sums of fractions differ in their last digits with the order of adding; that must not decide a tie.
    p = ((null >= observed - 1e-9).sum(axis=0) + 1) / (len(null) + 1)
    q_upper = false_discovery_rate(upper_p(p, shuffles))
    ends = {"null_median": np.median(null, axis=0), "null_upper": np.quantile(null, 0.95, axis=0)}
    return ends | {"p": p, "q": false_discovery_rate(p), "q_upper": q_upper, "beyond_null": q_upper <= ALPHA}


def _enclose(drawn: Mapping[str, Numbers]) -> pd.DataFrame:
    """The ellipse of each group's resampled places, on one axis a line."""
    flat = (np.column_stack([places, np.zeros((len(places), 2))])[:, :_SHOWN] for places in drawn.values())
    return pd.DataFrame([asdict(fit_ellipse(places)) for places in flat])


def _choose(contributions: pd.Series, most: int) -> pd.Series:
    """All points if they are few, else those that contribute most to the plane and more than the average."""
    there = contributions.notna()
    order = contributions.rank(method="first", ascending=False)
    return there & ((there.sum() <= most) | ((order <= most) & (contributions > 1 / max(1, there.sum()))))
