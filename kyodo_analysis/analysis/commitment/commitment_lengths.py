"""How much of what plans commit to depends on how long their paragraphs and bullets are.

The strongest clause of an element gives its code. A plan that writes paragraphs of four clauses has four chances at a
do in each, one that writes bullets a single one. So the plans are compared once more among elements of one clause and
of several, and among short and long elements apart. A finding of the ladder that holds in none of them may be one about
writing.

Clauses that bind are counted by the rules that give the codes: 検討 binds what hangs on it, so that an element of
considering has one such clause however long it is. Characters and verbs do not depend on the code; and elements coded
consider are left out once.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.commitment.commitments import CODES, reach_rungs, select_coded
from kyodo_analysis.analysis.statistics.shares import ALPHA, profile_shares, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import RESAMPLES, SEED, false_discovery_rate, upper_p

SUBSETS = (
    *("one clause", "several clauses", "short", "long", "few verbs", "many verbs"),
    *("without consider", "one clause, without consider"),
)

FEW_VERBS = 2

SHUFFLES = 5000

_TESTED = ("do", "promote")
_SIZES = ("median_characters", "median_clauses", "median_verbs")


def compare_lengths(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    evidence: pd.DataFrame,
    tokens: pd.DataFrame,
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The upper rungs of each plan's ladder among its elements of one length; reprints count once.

    Args:
        measures, elements: see `commitments.select_coded`. evidence: the table code_evidence, in which every clause
            that binds is a row of the scheme commitment. tokens: measure_id, field, position, pos, pos_detail.

    Returns:
        subset (one clause: at most one that binds; several clauses; short: no longer than the median element of all
        plans; long; few verbs: at most FEW_VERBS; many verbs; without consider: elements with another code; one clause,
        without consider), plan_id, rung (do; promote, which is promote or do), median_characters, median_clauses,
        median_verbs (of the plan's elements in the subset), others_n, others_characters (how many elements the other
        plans have in the subset, and their median length), then the columns of `shares.profile_shares` with n the
        plan's elements in the subset. The null deals out the measures of one subset; the false discovery rate is that
        of the whole table. A plan without an element of the subset has no row in it.
    """
    counted, coded = select_coded(measures, elements)
    sizes = measure_lengths(coded, evidence, tokens)
    one, short = sizes["clauses"] <= 1, sizes["characters"] <= sizes["characters"].median()
    few, other = sizes["verbs"] <= FEW_VERBS, coded["commitment"] != "consider"
    masks = (one, ~one, short, ~short, few, ~few, other, one & other)
    plan_of = counted.set_index("measure_id")["plan_id"]
    parts = []
    for subset, mask in zip(SUBSETS, masks, strict=True):
        own = coded[mask]
        counts = tabulate_kinds(own["measure_id"], own["commitment"], counted["measure_id"], CODES)
        # A measure without an element of this length takes no part: shuffled labels must not hand it to a plan.
        counts = counts[counts.sum(axis=1) > 0]
        plan_ids = plan_of.loc[counts.index]
        reached = reach_rungs(counts)[list(_TESTED)]
        table = profile_shares(reached, plan_ids, counts.sum(axis=1), resamples=resamples, shuffles=shuffles, seed=seed)
        plan_here = own["measure_id"].map(plan_of)
        medians = sizes[mask].groupby(plan_here).median().add_prefix("median_")
        others = {plan_id: sizes.loc[mask, "characters"][plan_here != plan_id] for plan_id in medians.index}
        table = table.rename(columns={"kind": "rung"})
        for place, name in enumerate(_SIZES, start=2):
            table.insert(place, name, table["plan_id"].map(medians[name]).astype("float64"))
        table.insert(5, "others_n", table["plan_id"].map({one: len(rest) for one, rest in others.items()}))
        lengths = {one: rest.median() for one, rest in others.items() if len(rest)}
        table.insert(6, "others_characters", table["plan_id"].map(lengths).astype("float64"))
        table.insert(0, "subset", subset)
        parts.append(table)
    whole = pd.concat(parts, ignore_index=True)
    q, q_upper = false_discovery_rate(whole["p"]), false_discovery_rate(upper_p(whole["p"], shuffles))
    return whole.assign(q=q, q_upper=q_upper, beyond_null=q_upper <= ALPHA)


def measure_lengths(elements: pd.DataFrame, evidence: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """How long elements are.

    Args:
        elements: measure_id, position, text. evidence, tokens: see `compare_lengths`.

    Returns:
        characters (blanks left out), clauses (that bind) and verbs (動詞,自立) of each element, on its index.
    """
    binding = evidence[evidence["scheme"] == "commitment"].groupby(["measure_id", "position"]).size()
    verb = tokens["pos"].eq("動詞") & tokens["pos_detail"].str.startswith("自立") & tokens["field"].eq("content")
    verbs = tokens[verb].groupby(["measure_id", "position"]).size()
    own = pd.MultiIndex.from_frame(elements[["measure_id", "position"]])
    return pd.DataFrame(
        {
            "characters": elements["text"].str.replace(r"\s+", "", regex=True).str.len().astype("int64"),
            "clauses": binding.reindex(own, fill_value=0).to_numpy(dtype="int64"),
            "verbs": verbs.reindex(own, fill_value=0).to_numpy(dtype="int64"),
        }
    )
