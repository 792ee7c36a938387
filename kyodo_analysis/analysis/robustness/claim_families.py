"""The families of claims about plans that shuffled plan labels are held against, each with the test of its analysis.

A family repeats the statistic of its analysis and nothing else: intervals, sentences and tables stay where they are. A
test holds every family's claims about the plans against the column of its analysis that makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from kyodo_analysis.analysis.actor.actor_sharing import select_sharing
from kyodo_analysis.analysis.commitment.commitments import CODES, reach_rungs, select_coded
from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.robustness.planted_nulls import ClaimFamily, Labels
from kyodo_analysis.analysis.statistics.occurrences import tabulate_occurrences
from kyodo_analysis.analysis.statistics.shares import tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import Numbers, expected_shares, sum_shares
from kyodo_analysis.analysis.structure.word_maps import SHUFFLES as MAP_SHUFFLES
from kyodo_analysis.analysis.wording.keyness import LEAST_COUNT, LEAST_MEASURES
from kyodo_analysis.analysis.wording.keyness import SHUFFLES as WORD_SHUFFLES
from kyodo_analysis.analysis.wording.keyness_null import count_words
from kyodo_analysis.analysis.wording.keyness_statistics import prior_odds


def claim_shares(counts: pd.DataFrame, plan_ids: Sequence[str], sizes: Numbers | None = None) -> ClaimFamily:
    """The claims of `shares.profile_shares`: the share of each kind in each plan against shuffled labels.

    Args: as there, with the plans and sizes of the units as sequences.
    """
    values, plans = csr_array(counts.to_numpy(dtype=np.float64)), np.asarray(plan_ids, dtype=np.str_)
    out_of = np.ones(len(counts)) if sizes is None else sizes
    names = np.unique(plans).tolist() if out_of.sum() else []

    def share(labels: Labels) -> Numbers:
        return np.hstack([sum_shares(labels == number, values, out_of) for number in range(len(names))])

    middle = expected_shares(values, out_of)
    known = None if middle is None else np.tile(middle, len(names))
    return ClaimFamily(_cross(names, counts.columns.tolist()), plans, share, middle=known)


def claim_themes(materials: Materials, main: bool = False) -> ClaimFamily:
    """The claims of `themes.profile_themes`, with themes at any rank or main themes only."""
    has, plan_ids = _mark_themes(materials, main)
    return claim_shares(has, plan_ids)


def claim_main_themes(materials: Materials) -> ClaimFamily:
    """The claims of `themes.profile_themes` with main themes only."""
    return claim_themes(materials, main=True)


def claim_commitments(materials: Materials) -> ClaimFamily:
    """The claims of `commitments.share_commitments`."""
    counts, plan_ids = _count_codes(materials)
    return claim_shares(counts, plan_ids, counts.sum(axis=1).to_numpy(dtype=np.float64))


def claim_rungs(materials: Materials) -> ClaimFamily:
    """The claims of `commitments.share_ladder`."""
    counts, plan_ids = _count_codes(materials)
    return claim_shares(reach_rungs(counts), plan_ids, counts.sum(axis=1).to_numpy(dtype=np.float64))


def claim_sharing(materials: Materials) -> ClaimFamily:
    """The claims of `actor_sharing.share_sharing`."""
    kinds, plan_ids = select_sharing(*(materials.tables[name] for name in ("measures", "measure_actors", "passages")))
    # In one plan alone there is nothing to compare, and the analysis tests nothing.
    return claim_shares(kinds if plan_ids.nunique() > 1 else kinds.iloc[:0], plan_ids.tolist())


def claim_profiles(materials: Materials) -> ClaimFamily:
    """The claims of `themes.compare_profiles`: whether the profile of a plan as a whole differs from the others'."""
    has, plan_ids = _mark_themes(materials, main=False)
    values, plans = csr_array(has.to_numpy(dtype=np.float64)), np.asarray(plan_ids, dtype=np.str_)
    names = np.unique(plans).tolist()
    tests = _cross(names if len(names) > 1 else [], ["whole profile"])
    ones = np.ones(len(has))

    def distance(labels: Labels) -> Numbers:
        members = [labels == number for number in range(len(names))]
        apart = [sum_shares(one, values, ones) - sum_shares(~one, values, ones) for one in members]
        return np.column_stack([np.abs(differences).sum(axis=1) / 2 for differences in apart])

    return ClaimFamily(tests, plans, distance, two_sided=False)


def claim_keywords(materials: Materials) -> ClaimFamily:
    """The claims of `keyness.find_keywords`: the words that set a plan apart from all others."""
    return claim_words(materials.words)


def claim_words(words: pd.DataFrame) -> ClaimFamily:
    """The claims of `keyness.find_keywords` about what `keyness.select_words` gives.

    That analysis stops early for words that cannot become distinctive; here every word has all its shuffles.
    """
    table = count_words(words, LEAST_COUNT, LEAST_MEASURES, None)
    names = np.unique(table.plan_ids).tolist()
    tests = _cross(names if len(names) > 1 else [], table.words.tolist())
    counts, total = table.counts, np.asarray(table.counts.sum(axis=0))

    def z(labels: Labels) -> Numbers:
        parts = []
        for number in range(len(names)):
            members = (labels == number).astype(np.float64)
            count, n = np.asarray(members @ counts), (members @ table.sizes)[:, np.newaxis]
            rest_n = table.sizes.sum() - n
            delta, error = prior_odds(count, n, total - count, rest_n, table.prior, table.prior_size)
            parts.append(delta / error)
        return np.hstack(parts)

    return ClaimFamily(tests, table.plan_ids, z, positive=True, shuffles=WORD_SHUFFLES)


def claim_word_inertias(materials: Materials) -> ClaimFamily:
    """The claims of `word_maps.map_words` about plans: that their words lie farther from the average than by chance."""
    table = count_words(materials.words, LEAST_COUNT, LEAST_MEASURES, None)
    names = pd.DataFrame({"name": table.words})
    words = materials.words.rename(columns={"word": "name"})
    return claim_inertias(tabulate_occurrences(words, materials.counted, names), materials.counted["plan_id"].tolist())


def claim_theme_inertias(materials: Materials) -> ClaimFamily:
    """The claims of `word_maps.map_themes` about plans."""
    has, plan_ids = _mark_themes(materials, main=False)
    return claim_inertias(csr_array(has.to_numpy(dtype=np.float64)), plan_ids)


def claim_inertias(counts: csr_array, plan_ids: Sequence[str]) -> ClaimFamily:
    """The inertia of each plan in a correspondence analysis of plans by columns, one-sided.

    Args:
        counts: (units, columns). plan_ids: the plan of each unit.
    """
    plans, total = np.asarray(plan_ids, dtype=np.str_), counts.sum()
    shares = counts[:, np.asarray(counts.sum(axis=0)) > 0] / max(1.0, total)
    masses = np.asarray(shares.sum(axis=0))
    names = np.unique(plans).tolist() if len(masses) > 1 else []

    def inertia(labels: Labels) -> Numbers:
        values = []
        for number in range(len(names)):
            tally = np.asarray((labels == number).astype(np.float64) @ shares)
            expected = tally.sum(axis=1, keepdims=True) * masses
            square = np.divide((tally - expected) ** 2, expected, out=np.zeros_like(tally), where=expected > 0)
            values.append(square.sum(axis=1))
        return np.column_stack(values)

    tests = _cross(names if len(names) > 1 else [], ["inertia"])
    return ClaimFamily(tests, plans, inertia, two_sided=False, shuffles=MAP_SHUFFLES)


def _mark_themes(materials: Materials, main: bool) -> tuple[pd.DataFrame, list[str]]:
    given, counted = materials.tables["measure_themes"], materials.counted
    rows = given[given["rank"] == 1] if main else given
    codes = materials.lexicons.theme_codes
    has = tabulate_kinds(rows["measure_id"], rows["theme"], counted["measure_id"], codes).clip(upper=1)
    return has, counted["plan_id"].tolist()


def _count_codes(materials: Materials) -> tuple[pd.DataFrame, list[str]]:
    counted, coded = select_coded(materials.tables["measures"], materials.tables["elements"])
    counts = tabulate_kinds(coded["measure_id"], coded["commitment"], counted["measure_id"], CODES)
    return counts, counted["plan_id"].tolist()


def _cross(plans: Sequence[str], labels: Sequence[str]) -> pd.DataFrame:
    pairs = [(plan, label) for plan in plans for label in labels]
    return pd.DataFrame(pairs, columns=["plan_id", "label"], dtype="str")


CLAIM_FAMILIES: Mapping[str, Callable[[Materials], ClaimFamily]] = MappingProxyType(
    {
        "theme shares, any rank": claim_themes,
        "theme shares, main themes": claim_main_themes,
        "whole theme profiles": claim_profiles,
        "distinctive words": claim_keywords,
        "commitment shares": claim_commitments,
        "rungs of commitment": claim_rungs,
        "sharing of the work": claim_sharing,
        "plans on the map of words": claim_word_inertias,
        "plans on the map of themes": claim_theme_inertias,
    }
)
"""What the notebooks claim of plans, by name; a new kind of claim is a new entry."""

THEME_FAMILIES = tuple(name for name in CLAIM_FAMILIES if "theme" in name)
