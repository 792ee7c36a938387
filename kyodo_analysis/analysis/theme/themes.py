"""Theme profile of each plan: which share of its measures has which theme, and whether chance would show as much."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.coding.reliability import NOT_CHARTED
from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.shares import ALPHA, profile_shares, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import (
    RESAMPLES,
    SEED,
    SHUFFLES,
    Numbers,
    false_discovery_rate,
    permutation_null,
    shuffle_blocks,
    upper_p,
)

COUNTINGS = ("any", "main")


def profile_themes(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of each plan's measures that has each theme, among all its measures; reprints count once.

    Counted twice: with the theme at any rank (counting "any"), where the shares of a plan add up to more than 1, and
    with the theme as the main one ("main"). The null and the false discovery rate are those of one counting.

    Args:
        measures: measure_id, plan_id, title, reprint. measure_themes: measure_id, rank, theme.
        themes: the codes, in the order of the codebook; a theme that no measure has keeps its rows.

    Returns:
        counting, plan_id, theme, then the columns of `shares.profile_shares` with n the measures of the plan.

    Raises:
        ValueError: when a measure has a theme that is not among `themes`.
    """
    counted = drop_reprints(measures)
    _refuse_unknown(measure_themes, themes)
    parts = []
    for counting in COUNTINGS:
        rows = measure_themes if counting == "any" else measure_themes[measure_themes["rank"] == 1]
        has = tabulate_kinds(rows["measure_id"], rows["theme"], counted["measure_id"], themes).clip(upper=1)
        table = profile_shares(has, counted["plan_id"], resamples=resamples, shuffles=shuffles, seed=seed)
        table.insert(0, "counting", counting)
        parts.append(table.rename(columns={"kind": "theme"}))
    return pd.concat(parts, ignore_index=True)


def compare_profiles(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Whether the theme profile of each plan as a whole differs from that of all other plans together.

    One test per plan instead of one per theme: a plan may lean a little in many themes without any one standing out.
    The distance is half the sum over themes of the absolute differences between the mean numbers of measures with the
    theme. Small plans lie far from the rest by chance alone, which is why the distance means nothing without its null.

    Args: see `profile_themes`.

    Returns:
        plan_id, n (measures), distance, null_median, null_upper (95th percentile with shuffled plan labels), p
        (one-sided), q (false discovery rate among the plans), q_upper (upper end of its 99 % Monte Carlo interval),
        beyond_null (q_upper at most .05). Empty where there is one plan or no theme to compare by.
    """
    counted = drop_reprints(measures)
    _refuse_unknown(measure_themes, themes)
    values, labels = _mark_themes(counted, measure_themes, themes), counted["plan_id"].to_numpy(dtype=np.str_)
    names = np.unique(labels)
    if len(names) < 2 or not len(themes):
        names = names[:0]
    observed = {name: _distance((labels == name)[np.newaxis, :], values)[0] for name in names}
    null: dict[str, list[Numbers]] = {name: [] for name in names}
    for dealt in shuffle_blocks(labels, shuffles, seed) if len(names) else ():
        for number, name in enumerate(names):
            null[name].append(_distance(dealt == number, values))
    rows = []
    for name in names:
        distances = np.concatenate(null[name])
        p = ((distances >= observed[name] - 1e-9).sum() + 1) / (shuffles + 1)
        ends = (np.median(distances), np.quantile(distances, 0.95))
        rows.append((str(name), int((labels == name).sum()), observed[name], *ends, p))
    table = pd.DataFrame(rows, columns=["plan_id", "n", "distance", "null_median", "null_upper", "p"])
    q, q_upper = false_discovery_rate(table["p"]), false_discovery_rate(upper_p(table["p"], shuffles))
    return table.assign(q=q, q_upper=q_upper, beyond_null=q_upper <= ALPHA)


def leave_plans_out(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Which shares lie beyond the null when one of the other plans is left out of the comparison.

    A share that stands out only while one other plan is there says as much of that plan as of its own.

    Args: see `profile_themes`; themes count at any rank.

    Returns:
        For each plan left out, plan that stays, and theme: left_out_plan, plan_id, theme, count, n, share, rest_share
        (of the other plans that stay), p, q and q_upper (false discovery rate among the rows of the same left-out
        plan), beyond_null, measure_ids. Empty where fewer than three plans have measures, since two must stay, and
        where there are no themes.
    """
    counted = drop_reprints(measures)
    _refuse_unknown(measure_themes, themes)
    values, plan_ids = _mark_themes(counted, measure_themes, themes), counted["plan_id"].to_numpy()
    ids, plans, parts = counted["measure_id"].to_numpy(), counted["plan_id"].unique(), []
    for left_out in plans if len(plans) > 2 and len(themes) else ():
        stays = plan_ids != left_out
        own, labels = values[stays], plan_ids[stays]
        null = permutation_null(own, np.ones(len(own)), labels.tolist(), shuffles, seed)
        p_of = null.pivot(index="group", columns="column", values="p")
        rows = []
        for plan_id in plans[plans != left_out]:
            mine = labels == plan_id
            count, rest = own[mine].sum(axis=0), own[~mine].mean(axis=0)
            columns = {"plan_id": plan_id, "theme": list(themes), "count": count.astype("int64"), "n": int(mine.sum())}
            behind = [join_ids(ids[stays][mine][own[mine][:, column] > 0]) for column in range(len(themes))]
            columns |= {"share": count / mine.sum(), "rest_share": rest}
            columns |= {"p": p_of.loc[plan_id].to_numpy(), "measure_ids": behind}
            rows.append(pd.DataFrame(columns))
        table = pd.concat(rows, ignore_index=True)
        q, q_upper = false_discovery_rate(table["p"]), false_discovery_rate(upper_p(table["p"], shuffles))
        parts.append(table.assign(left_out_plan=left_out, q=q, q_upper=q_upper, beyond_null=q_upper <= ALPHA))
    order = ["left_out_plan", "plan_id", "theme", "count", "n", "share", "rest_share", "p", "q", "q_upper"]
    order += ["beyond_null", "measure_ids"]
    return pd.concat(parts, ignore_index=True)[order] if parts else pd.DataFrame(columns=order)


def mark_verdicts(profile: pd.DataFrame, validity: pd.DataFrame) -> pd.DataFrame:
    """The profile with how far its themes are coded as readers code them, same rows in the same order.

    Args:
        profile: any table with theme. validity: the rows of the judged sample of `validity.score_validity`.

    Returns:
        The columns of the profile, then alpha, coded_n (hand-coded measures with the theme), verdict (charted,
        tentative, not_charted; not_charted where the theme was never judged).
    """
    known = validity.set_index("theme").reindex(pd.Index(profile["theme"]))
    return profile.assign(
        alpha=known["alpha"].to_numpy(dtype=np.float64),
        coded_n=known["n"].fillna(0).to_numpy(dtype=np.int64),
        verdict=known["verdict"].fillna(NOT_CHARTED).to_numpy(),
    )


def _mark_themes(counted: pd.DataFrame, measure_themes: pd.DataFrame, themes: Sequence[str]) -> Numbers:
    """1 where a measure has a theme: (measures, themes)."""
    has = tabulate_kinds(measure_themes["measure_id"], measure_themes["theme"], counted["measure_id"], themes)
    return has.clip(upper=1).to_numpy(dtype=np.float64)


def _distance(members: npt.NDArray[np.bool_], values: Numbers) -> Numbers:
    inside, outside = members.sum(axis=1, keepdims=True), (~members).sum(axis=1, keepdims=True)
    differences = members @ values / inside - ~members @ values / outside
    distance: Numbers = np.abs(differences).sum(axis=1) / 2
    return distance


def _refuse_unknown(measure_themes: pd.DataFrame, themes: Sequence[str]) -> None:
    unknown = sorted(set(measure_themes["theme"]) - set(themes))
    if unknown:
        raise ValueError(f"theme {unknown[0]} is not in the codebook, which has {', '.join(themes)}")
