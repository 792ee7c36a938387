"""Wording that comes again: runs of tokens that two measures of a plan, or two plans, have in common.

What a plan says over and over (…について検討します) or takes over from another is a habit of wording, not the subject
of a measure. Words that stand mostly in such runs are told apart from words that a plan chose anew each time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import RESAMPLES, SEED, percentile_interval, resample_blocks
from kyodo_analysis.analysis.wording.keyness import find_counted, find_keywords, select_words

LEAST_TOKENS = 5
LEAST_WORDS = 2
DRAWS = 100

_MARKS = "記号"
_CONTENT = ("名詞", "動詞", "形容詞", "副詞")
_TEXT = ["plan_id", "measure_id", "field", "position"]
_PLACE = [*_TEXT, "start"]

_FORMULA_DTYPES = {
    **{"formula": "str", "text": "str", "tokens": "int64", "count": "int64", "measures": "int64", "plans": "int64"},
    **{"plan_ids": "str", "kind": "str", "measure_ids": "str"},
}
_SHARE_DTYPES = {
    **{"plan_id": "str", "tokens": "int64", "boilerplate": "int64"},
    **{"share": "float64", "lower": "float64", "upper": "float64"},
    **{"within": "int64", "across": "int64", "share_at_equal_length": "float64"},
    **{"measures": "int64", "measure_ids": "str"},
}

Indices = npt.NDArray[np.intp]


def find_boilerplate(tokens: pd.DataFrame, least_tokens: int = LEAST_TOKENS) -> pd.DataFrame:
    """Which tokens stand in a run of base forms that another measure has as well.

    A run lies within a sentence and is at least `least_tokens` long, marks (、・「) apart, which may differ. It has at
    least two nouns, verbs, adjectives or adverbs, since ため に は is grammar. The longest run from each token counts.

    Args:
        tokens: the tokens of measures in the order of the table tokens, reprints left out (`keyness.find_counted`):
            plan_id, measure_id, field, position, sentence, base_form, pos, surface, start.

    Returns:
        The tokens that are no marks, in their order: plan_id, measure_id, field, position, sentence, start, base_form,
        surface, boilerplate (bool), within (in a run that another measure of the same plan has), across (in one that
        another plan has), run (how many tokens from this one on are repeated by another measure; 0 for none), wordy
        (whether it is a noun, verb, adjective or adverb).
    """
    columns = [*_TEXT, "sentence", "start", "base_form", "surface"]
    rows = tokens.loc[tokens["pos"] != _MARKS]
    kept = rows[columns].reset_index(drop=True)
    sentence = rows.groupby([*_TEXT, "sentence"], sort=False).ngroup().to_numpy().astype(np.intp)
    forms = pd.factorize(kept["base_form"])[0].astype(np.intp)
    wordy = rows["pos"].isin(_CONTENT).to_numpy()
    measure, plan = (pd.factorize(kept[name])[0].astype(np.intp) for name in ("measure_id", "plan_id"))
    spread = {
        "boilerplate": _repeat_runs(forms, sentence, measure, np.zeros_like(plan)),
        "within": _repeat_runs(forms, sentence, measure, plan),
        "across": _repeat_runs(forms, sentence, plan, np.zeros_like(plan)),
    }
    spread = {name: _drop_short(runs, wordy, least_tokens) for name, runs in spread.items()}
    covered = {name: _cover(runs) for name, runs in spread.items()}
    return kept.assign(**covered, run=spread["boilerplate"], wordy=wordy)


def list_formulas(found: pd.DataFrame) -> pd.DataFrame:
    """The repeated runs themselves, the most frequent first: only those that somewhere are not part of a longer one.

    Args:
        found: what `find_boilerplate` gives.

    Returns:
        formula (base forms with blanks between them), text (as it stands in the first place), tokens, count (places, in
        longer runs too), measures, plans, plan_ids, kind (across where two plans have it, else within), measure_ids.
    """
    run = found["run"].to_numpy()
    before = np.concatenate([[0], run[:-1]]) if len(run) else run
    # A run that the token before begins as well, one longer, is the rest of that one.
    starts = np.flatnonzero((run > 0) & (run >= before))
    forms, surfaces = found["base_form"].tolist(), found["surface"].tolist()
    distinct: dict[tuple[str, ...], int] = {}
    for start in starts.tolist():
        distinct.setdefault(tuple(forms[start : start + run[start]]), start)
    places = _locate(distinct, forms, run)
    measures, plans = found["measure_id"].tolist(), found["plan_id"].tolist()
    rows = []
    for formula, first in distinct.items():
        at = places[formula]
        in_measures, in_plans = (list(dict.fromkeys(names[one] for one in at)) for names in (measures, plans))
        kind = "across" if len(in_plans) > 1 else "within"
        text = "".join(surfaces[first : first + len(formula)])
        numbers = (len(formula), len(at), len(in_measures), len(in_plans))
        rows.append((" ".join(formula), text, *numbers, join_ids(in_plans), kind, join_ids(in_measures)))
    table = pd.DataFrame(rows, columns=list(_FORMULA_DTYPES)).astype(_FORMULA_DTYPES)
    by = ["measures", "tokens", "formula"]
    return table.sort_values(by, ascending=[False, False, True], ignore_index=True)


def share_boilerplate(
    found: pd.DataFrame,
    *,
    least_tokens: int = LEAST_TOKENS,
    resamples: int = RESAMPLES,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """How much of each plan is boilerplate.

    A longer plan has more measures that can repeat each other, so shares of plans of unequal length say how much is
    repeated, not how much the plan tends to repeat itself. That is asked of measures drawn from each plan, each once,
    until they are as long as the shortest plan.

    Args:
        found: what `find_boilerplate` gives, for the same `least_tokens`. draws: of measures, for the equal length.

    Returns:
        plan_id, tokens (marks apart), boilerplate (tokens in repeated runs), share, lower, upper (95 %, measures
        resampled with what is repeated in each; missing for a single measure), within, across (tokens repeated by the
        same plan and by another; a token may count in both), share_at_equal_length (mean share of tokens that the drawn
        measures of the plan repeat among themselves), measures (that have such a run), measure_ids.
    """
    rows = []
    length = int(found["plan_id"].value_counts().min()) if len(found) else 0
    for plan_id, own in found.groupby("plan_id", sort=True):
        having = own.loc[own["boilerplate"], "measure_id"].unique()
        repeated = int(own["boilerplate"].sum())
        ends = _resample_share(own, resamples, seed)
        both = (int(own["within"].sum()), int(own["across"].sum()))
        equal = _share_at_length(own, length, least_tokens, draws, seed)
        numbers = (len(own), repeated, repeated / len(own), *ends, *both, equal)
        rows.append((plan_id, *numbers, len(having), join_ids(having)))
    return pd.DataFrame(rows, columns=list(_SHARE_DTYPES)).astype(_SHARE_DTYPES)


def _resample_share(own: pd.DataFrame, resamples: int, seed: int) -> tuple[float, float]:
    counts = own.groupby("measure_id", sort=True)["boilerplate"].agg(["sum", "size"]).to_numpy(dtype=np.float64)
    if len(counts) < 2:
        return np.nan, np.nan
    sums = np.concatenate([weights @ counts for weights in resample_blocks(len(counts), resamples, seed)])
    lower, upper = percentile_interval(sums[:, 0] / sums[:, 1])
    return float(lower), float(upper)


def _share_at_length(own: pd.DataFrame, length: int, least_tokens: int, draws: int, seed: int) -> float:
    """The mean share of tokens that measures of a plan repeat among themselves, drawn until they have `length` tokens.

    The last measure is left out where its tokens would be too many, so that no draw is longer than the shortest plan.
    """
    measure, forms = (pd.factorize(own[name], sort=True)[0].astype(np.intp) for name in ("measure_id", "base_form"))
    sentence = own.groupby([*_TEXT, "sentence"], sort=False).ngroup().to_numpy().astype(np.intp)
    wordy = own["wordy"].to_numpy()
    sizes = np.bincount(measure)
    generator = np.random.default_rng(seed)
    shares = []
    for _ in range(draws):
        order = generator.permutation(len(sizes))
        drawn = order[np.cumsum(sizes[order]) <= length]
        rows = np.isin(measure, drawn)
        if rows.any():
            unit = measure[rows]
            runs = _repeat_runs(forms[rows], sentence[rows], unit, np.zeros_like(unit))
            shares.append(float(_cover(_drop_short(runs, wordy[rows], least_tokens)).mean()))
        if len(drawn) == len(sizes):
            break  # the shortest plan is drawn whole every time
    return float(np.mean(shares)) if shares else np.nan


def mark_boilerplate(words: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The words, same rows in the same order, with the column boilerplate: whether the occurrence is repeated wording.

    Args:
        words: what `keyness.select_words` gives. found: what `find_boilerplate` gives for the same measures.

    Raises:
        KeyError: when a word is not among the tokens found.
    """
    marked = words.merge(found[[*_PLACE, "boilerplate"]], on=_PLACE, how="left", validate="one_to_one")
    if marked["boilerplate"].isna().any():
        lost = marked.loc[marked["boilerplate"].isna()].iloc[0]
        raise KeyError(f"{lost['word']} of {lost['measure_id']} is not among the tokens searched for boilerplate")
    return words.assign(boilerplate=marked["boilerplate"].to_numpy(dtype=bool))


def select_marked_words(tokens: pd.DataFrame, measures: pd.DataFrame, elements: pd.DataFrame) -> pd.DataFrame:
    """What `keyness.select_words` gives, with boilerplate: each word told whether it stands in repeated wording.

    Args: see `keyness.select_words`.
    """
    found = find_boilerplate(tokens[find_counted(tokens, measures, elements)])
    return mark_boilerplate(select_words(tokens, measures, elements), found)


def compare_without(words: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """The keywords, beside what they would be if all boilerplate were left out: which findings are habits of wording?

    With fewer occurrences fewer words can stand out, so a word that is lost is not thereby a formula: see its share.

    Args:
        words: what `mark_boilerplate` gives. options: those of `keyness.find_keywords`.

    Returns:
        The rows and columns of `keyness.find_keywords`, then count_without, z_without, q_upper_without (missing for
        words that are too rare then) and distinctive_without.
    """
    table = find_keywords(words, **options)
    again = find_keywords(words[~words["boilerplate"]], **options)
    beside = again[["plan_id", "word", "count", "z", "q_upper", "distinctive"]]
    beside = beside.rename(columns={name: f"{name}_without" for name in ("count", "z", "q_upper", "distinctive")})
    merged = table.merge(beside, on=["plan_id", "word"], how="left", validate="one_to_one")
    lasting = merged["distinctive_without"].eq(True)
    return merged.assign(count_without=merged["count_without"].astype("Int64"), distinctive_without=lasting)


def _repeat_runs(forms: Indices, sentence: Indices, unit: Indices, group: Indices) -> Indices:
    """From each token on, the length of the longest run that two units of one group have.

    Runs of n tokens become runs of n + 1 by joining the numbers of two neighbours, so that each step looks only at the
    places that are still repeated.
    """
    longest = np.zeros(len(forms), dtype=np.intp)
    places, numbers = np.arange(len(forms)), _number(group, forms)
    while len(places):
        places, numbers = _keep_shared(places, numbers, unit)
        longest[places] += 1
        # The run at a place grows by the run at the next place, if that one is repeated too and in the same sentence.
        grows = np.flatnonzero((np.diff(places) == 1) & (sentence[places[:-1]] == sentence[places[1:]]))
        places, numbers = places[grows], _number(numbers[grows], numbers[grows + 1])
    return longest


def _drop_short(runs: Indices, wordy: npt.NDArray[np.bool_], least_tokens: int) -> Indices:
    """The lengths of runs, 0 for those that are too short or have too few words that say something."""
    words = np.concatenate([[0], np.cumsum(wordy)])
    at = np.arange(len(runs))
    kept: Indices = np.where((runs >= least_tokens) & (words[at + runs] - words[at] >= LEAST_WORDS), runs, 0)
    return kept


def _keep_shared(places: Indices, numbers: Indices, unit: Indices) -> tuple[Indices, Indices]:
    """The places whose number comes in at least two units."""
    units = int(unit.max()) + 1
    pairs = np.unique(numbers.astype(np.int64) * units + unit[places])
    shared = np.bincount(pairs // units)[numbers] > 1
    return places[shared], numbers[shared]


def _number(one: Indices, other: Indices) -> Indices:
    """Equal pairs get equal numbers, from 0 on."""
    if not len(one):
        return one
    joined = one.astype(np.int64) * (int(other.max()) + 1) + other
    numbers: Indices = np.unique(joined, return_inverse=True)[1].astype(np.intp)
    return numbers


def _cover(runs: Indices) -> npt.NDArray[np.bool_]:
    """Whether each token stands in a run that begins at it or before it."""
    if not len(runs):
        return np.zeros(0, dtype=bool)
    at = np.arange(len(runs))
    covered: npt.NDArray[np.bool_] = np.maximum.accumulate(at + runs) > at
    return covered


def _locate(formulas: dict[tuple[str, ...], int], forms: list[str], run: Indices) -> dict[tuple[str, ...], list[int]]:
    """All places of each formula: where it begins, a run at least as long begins as well."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for formula in formulas:
        by_first.setdefault(formula[0], []).append(formula)
    # Runs that read alike are compared with the formulas once.
    alike: dict[tuple[str, ...], list[int]] = {}
    for start in np.flatnonzero(run > 0).tolist():
        alike.setdefault(tuple(forms[start : start + run[start]]), []).append(start)
    places: dict[tuple[str, ...], list[int]] = {formula: [] for formula in formulas}
    for here, starts in alike.items():
        for formula in by_first.get(here[0], ()):
            if here[: len(formula)] == formula:
                places[formula] += starts
    return {formula: sorted(starts) for formula, starts in places.items()}
