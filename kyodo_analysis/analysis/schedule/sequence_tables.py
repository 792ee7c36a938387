"""Tables of the courses of each plan: how varied each is, how the states are spread, which follows which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.schedule.schedules import RUNNING, STATES
from kyodo_analysis.analysis.schedule.sequence_measures import (
    count_changes,
    count_positions,
    count_states,
    count_steps,
    count_subsequences,
    measure_complexity,
    measure_entropy,
    measure_turbulence,
)
from kyodo_analysis.analysis.schedule.sequences import VOID, Codes, PlanSequences, find_spells, spell_out
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import (
    RESAMPLES,
    SEED,
    Numbers,
    bias_corrected_interval,
    percentile_interval,
    resample_blocks,
    wilson_interval,
)

_ALPHABET = len(STATES)

_MEASURES = (
    *("plan_id", "measure_id", "sequence", "successive_states", "spells", "changes", "subsequences", "entropy"),
    *("turbulence", "turbulence_normalised", "complexity", "years_to_implement", "n", "measure_ids"),
)
_YEARS = ("plan_id", "state", "years", "lower", "upper", "positions", "count", "n", "measure_ids")
_POSITIONS = (
    *("plan_id", "fiscal_year", "plan_year", "entropy", "lower", "upper", "states", "state", "count", "n"),
    "measure_ids",
)
_TRANSITIONS = (
    *("plan_id", "fiscal_year", "from_state", "to_state", "count", "n", "share", "lower", "upper", "measures"),
    "measure_ids",
)


def describe_sequences(plans: Sequence[PlanSequences]) -> pd.DataFrame:
    """How varied the course of each measure is, by the usual statistics of state sequences.

    Args:
        plans: what `sequences.arrange_sequences` gives.

    Returns:
        plan_id, measure_id, sequence (the states of the year columns, blanks between them), successive_states (without
        repetition), spells (their number), changes, subsequences (of successive_states), entropy (0 to 1), turbulence,
        turbulence_normalised, complexity (see `sequence_measures`; the alphabet is all of `schedules.STATES`),
        years_to_implement (from the first year column to the first cell that says implement or continue; missing where
        none does), n (measures of the plan's grid), measure_ids.
    """
    parts = []
    for plan in plans:
        codes, spells = plan.codes, find_spells(plan.codes)
        running = np.isin(codes, [STATES.index(state) for state in RUNNING])
        years = np.array(plan.years)[running.argmax(axis=1)] - plan.years[0]
        waits = pd.Series(years, dtype="Int64").where(pd.Series(running.any(axis=1)))
        parts.append(
            pd.DataFrame(
                {
                    "plan_id": plan.plan_id,
                    "measure_id": list(plan.measure_ids),
                    "sequence": spell_out(codes),
                    "successive_states": spell_out(spells.states),
                    "spells": (spells.states != VOID).sum(axis=1),
                    "changes": count_changes(codes),
                    "subsequences": count_subsequences(spells.states, _ALPHABET).astype(np.int64),
                    "entropy": measure_entropy(count_states(codes, _ALPHABET)),
                    "turbulence": measure_turbulence(codes, _ALPHABET),
                    "turbulence_normalised": measure_turbulence(codes, _ALPHABET, normalise=True),
                    "complexity": measure_complexity(codes, _ALPHABET),
                    "years_to_implement": waits,
                    "n": len(codes),
                    "measure_ids": list(plan.measure_ids),
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(_MEASURES))


def average_years(plans: Sequence[PlanSequences], *, resamples: int = RESAMPLES, seed: int = SEED) -> pd.DataFrame:
    """How many year columns a measure spends in each state on average, with what resampled measures show.

    Returns:
        plan_id, state (those that occur), years (mean over the plan's measures), lower, upper (95 %, measures
        resampled; missing for a single measure), positions (year columns), count (measures that are ever in the state),
        n, measure_ids (those of count). The means of a plan add up to its year columns.
    """
    rows: list[tuple[object, ...]] = []
    for plan in plans:
        counts = count_states(plan.codes, _ALPHABET)
        draws = _resample(counts, resamples, seed) / len(counts)
        lower, upper = _bounds(percentile_interval(draws), len(counts))
        for state in np.flatnonzero(counts.sum(axis=0)):
            having = np.flatnonzero(counts[:, state])
            ends = counts[:, state].mean(), lower[state], upper[state]
            behind = join_ids(plan.measure_ids[row] for row in having)
            rows.append((plan.plan_id, STATES[state], *ends, len(plan.years), len(having), len(counts), behind))
    return pd.DataFrame(rows, columns=list(_YEARS))


def spread_by_year(plans: Sequence[PlanSequences], *, resamples: int = RESAMPLES, seed: int = SEED) -> pd.DataFrame:
    """How evenly the measures of a plan are spread over the states in each year: the entropy of the year's states.

    Returns:
        plan_id, fiscal_year, plan_year, entropy (0: all in one state, 1: as many in each of `schedules.STATES`), lower,
        upper (95 %, measures resampled, bias-corrected; missing for a single measure), states (how many occur), state
        (the commonest, of equals the earlier one), count (measures in it), n, measure_ids (those of count).
    """
    rows: list[tuple[object, ...]] = []
    for plan in plans:
        counts, years = count_positions(plan.codes, _ALPHABET), len(plan.years)
        one_hot = (plan.codes[:, :, np.newaxis] == np.arange(_ALPHABET)).reshape(len(plan.codes), -1)
        drawn = _resample(one_hot.astype(np.float64), resamples, seed).reshape(-1, _ALPHABET)
        entropy = measure_entropy(counts)
        draws = measure_entropy(drawn).reshape(-1, years)
        lower, upper = _bounds(bias_corrected_interval(draws, entropy), len(plan.codes))
        for place, year in enumerate(plan.years):
            state = int(counts[place].argmax())
            behind = join_ids(plan.measure_ids[row] for row in np.flatnonzero(plan.codes[:, place] == state))
            spread = entropy[place], lower[place], upper[place], int((counts[place] > 0).sum())
            number = int(counts[place, state])
            when = plan.plan_id, year, year - plan.years[0] + 1
            rows.append((*when, *spread, STATES[state], number, len(plan.codes), behind))
    return pd.DataFrame(rows, columns=list(_POSITIONS))


def rate_transitions(plans: Sequence[PlanSequences]) -> pd.DataFrame:
    """Transition rates between neighbouring year columns, all years together and year by year.

    The pairs of years of one measure were planned together, so the intervals of all years together are narrower than
    they would be if each pair stood for itself; measures says how many measures are behind them.

    Returns:
        plan_id, fiscal_year (of the earlier year; missing for all years together), from_state, to_state, count (pairs
        of years), n (pairs that start in from_state), share (count / n), lower, upper (Wilson, 95 %), measures
        (distinct ones of count), measure_ids. Pairs of states that do not occur have no row.
    """
    rows: list[tuple[object, ...]] = []
    for plan in plans:
        steps = count_steps(plan.codes, _ALPHABET)
        rows += _list_pairs(plan, pd.NA, steps.sum(axis=0), plan.codes[:, :-1], plan.codes[:, 1:])
        for place, year in enumerate(plan.years[:-1]):
            columns = plan.codes[:, [place]], plan.codes[:, [place + 1]]
            rows += _list_pairs(plan, year, steps[place], *columns)
    table = pd.DataFrame(rows, columns=[name for name in _TRANSITIONS if name not in ("share", "lower", "upper")])
    table = table.astype({"fiscal_year": "Int64", "count": "int64", "n": "int64"})
    lower, upper = wilson_interval(table["count"], table["n"])
    return table.assign(share=table["count"] / table["n"], lower=lower, upper=upper)[list(_TRANSITIONS)]


def _list_pairs(
    plan: PlanSequences, year: object, counts: Numbers, earlier: Codes, later: Codes
) -> Iterator[tuple[object, ...]]:
    for one, other in np.argwhere(counts):
        having = np.flatnonzero(((earlier == one) & (later == other)).any(axis=1))
        pair = STATES[one], STATES[other], int(counts[one, other]), int(counts[one].sum())
        yield plan.plan_id, year, *pair, len(having), join_ids(plan.measure_ids[row] for row in having)


def _resample(values: Numbers, resamples: int, seed: int) -> Numbers:
    """The column sums of values over resampled rows: (resamples, columns)."""
    return np.concatenate([weights @ values for weights in resample_blocks(len(values), resamples, seed)])


def _bounds(ends: tuple[Numbers, Numbers], n: int) -> tuple[Numbers, Numbers]:
    """A single measure resampled is always itself: that is no interval."""
    lower, upper = ends
    return (lower, upper) if n > 1 else (np.full_like(lower, np.nan), np.full_like(upper, np.nan))
