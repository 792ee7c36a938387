"""The way back from the commitment ladder to the words: readers' codes, the verbs that bind, measures to read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.coding.coding_agreement import list_commitments
from kyodo_analysis.analysis.coding.recoding import recode_commitments_left_out
from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT
from kyodo_analysis.analysis.commitment.commitment_robustness import say_tested
from kyodo_analysis.analysis.commitment.commitment_texts import find_rungs, name_rung
from kyodo_analysis.analysis.commitment.commitments import CODES, RUNGS, select_coded
from kyodo_analysis.analysis.showing.exemplars import quote_extremes
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.showing.readable import show_intervals

_SAMPLES = {IN_SAMPLE: "rules as they are", LEFT_OUT: "without what the plan itself suggested"}
_COMMONEST = 3


def tabulate_validity(of: Analyses) -> str:
    """How often rules and readers give the same code, and every element on which they differ."""
    scores = of["commitment-validity"]
    table = pd.DataFrame(
        {
            "rules": scores["sample"].map(_SAMPLES),
            "elements": scores["n"],
            "same code": scores["right"],
            "share": show_intervals(scores.rename(columns={"lower": "share_lower", "upper": "share_upper"}), "share"),
            "ordinal α": show_intervals(scores, "alpha", "{:.2f}"),
        }
    )
    return compose_markdown(table, *_say_double_codes(of), *_list_differing(of))


def tabulate_verbs(of: Analyses) -> str:
    """The commonest predicates behind each code of each plan, the first of them quoted with its line."""
    verbs, said = of["commitment-verbs"], []
    for code in CODES:
        own = verbs[verbs["commitment"] == code]
        if own.empty:
            continue
        total, top = own.groupby("verb")["count"].sum(), int(own.drop_duplicates("plan_id")["n"].sum())
        first = total.sort_values(ascending=False, kind="stable").head(1)
        listed = "".join(f", most often {verb} in {count}" for verb, count in first.items())
        predicates = f"{len(total)} predicate{'s' * (len(total) != 1)}"
        said.append(f"**{code}** rests on {predicates} in {top} element{'s' * (top != 1)}{listed}")
    rows = []
    for _, own in verbs.groupby(["plan_id", "commitment"], sort=False):
        first, shown = own.iloc[0], own.dropna(subset="verb").head(_COMMONEST)
        others = own["verb"].nunique() - len(shown)
        names = [f"{row.verb} {row.count_}" for row in list_rows(shown)] + ([f"{others} more"] if others else [])
        measure_id = first["measure_ids"].split(" ")[0]
        rows.append(
            {
                "plan": first["plan_en"],
                "code": first["commitment"],
                "n": int(first["n"]),
                "predicates": ", ".join(names),
                "measure_id": measure_id,
                "line": first["line"],
                "first element with it": cut_at_clause(first["quotation"], first["printed"]),
            }
        )
    return compose_markdown("; ".join(said), pd.DataFrame(rows)) if rows else compose_markdown("No element is coded")


def quote_rungs(of: Analyses) -> str:
    """The typical, the deviant and the opposite measure of each finding, quoted at their strongest clause.

    Where a plan reaches a rung more often, its measures that reach it are compared, and the opposite is sought among
    the measures of other plans that do not; where it reaches the rung less often, the other way round.
    """
    counted, coded = select_coded(of.table("measures"), of.table("elements"))
    parts: list[str | pd.DataFrame] = []
    for row in list_rows(find_rungs(of["commitment-ladder"])):
        reaches = counted["measure_id"].isin(
            coded.loc[coded["commitment"].isin(RUNGS[: RUNGS.index(row.rung) + 1]), "measure_id"]
        )
        coded_ones = counted["measure_id"].isin(coded["measure_id"])
        above, own = row.share > row.overall_share, counted["plan_id"] == row.plan_id
        same = (reaches if above else ~reaches) & coded_ones
        ids, others = (counted.loc[mask, "measure_id"].tolist() for mask in (same & own, ~same & coded_ones & ~own))
        chosen = quote_extremes(counted, of.materials.words, ids, others=others)
        often = "reach" if above else "do not reach"
        parts.append(
            f"**{name_rung(row)}** ({row.count_} of {row.n} elements; all plans {row.overall_share:.0%}). {len(ids)} "
            f"measures of the plan {often} the rung. {say_tested(of, row)}"
        )
        if len(chosen):
            strongest = _quote_strongest(of, chosen["measure_id"].tolist(), coded)
            parts.append(chosen[["role", "measure_id", "title"]].merge(strongest, on="measure_id", validate="m:1"))
            parts.append(f"`kyodo code --explain {chosen['measure_id'].iloc[0]}` says which clause gave which code")
    return compose_markdown(*parts) if parts else compose_markdown("No rung differs beyond chance")


def _say_double_codes(of: Analyses) -> list[str]:
    given = [allowed for record in of.materials.codes for allowed in record.get("commitment") or []]
    double = sum(len(allowed) > 1 for allowed in given)
    if not double:
        return []
    return [f"Two readers differed on {double} of the {len(given)} elements; there either code counts as the same"]


def _list_differing(of: Analyses) -> list[str | pd.DataFrame]:
    """The elements whose code by either sample of rules is not the readers', with their text."""
    elements, measures = of.table("elements"), of.table("measures")
    left_out = recode_commitments_left_out(measures, elements, of.materials.lexicons)
    parts = [
        list_commitments(table, of.materials.codes).query("rules != readers").assign(sample=_SAMPLES[sample])
        for sample, table in ((IN_SAMPLE, elements), (LEFT_OUT, left_out))
    ]
    differing = pd.concat(parts, ignore_index=True)
    if differing.empty:
        return []
    texts = elements[["measure_id", "position", "text"]]
    shown = differing.merge(texts, how="left", on=["measure_id", "position"], validate="many_to_one")
    known = measures.drop_duplicates("measure_id")
    lines = quote_measures(known, [one for one in shown["measure_id"] if one in set(known["measure_id"])])
    shown["lines"] = shown["measure_id"].map(lines.set_index("measure_id")["lines"])
    shown["by the rules"] = shown["rules"]
    return ["Where they differ", shown[["sample", "measure_id", "lines", "by the rules", "readers", "text"]]]


def _quote_strongest(of: Analyses, measure_ids: Sequence[str], coded: pd.DataFrame) -> pd.DataFrame:
    """The strongest element of each measure: measure_id, lines, code, quotation (around the clause that gave it)."""
    evidence = of.table("code_evidence")
    taken = evidence[(evidence["scheme"] == "commitment") & evidence["taken"].astype("bool")]
    own = coded[coded["measure_id"].isin(measure_ids)].assign(order=lambda table: table["commitment"].map(CODES.index))
    own = own.sort_values(["order", "position"]).drop_duplicates("measure_id")
    keys = ["measure_id", "position"]
    own = own.merge(taken[[*keys, "printed"]], how="left", on=keys, validate="one_to_one")
    quoted = quote_measures(of.table("measures"), own["measure_id"])
    own["quotation"] = [cut_at_clause(row.text, row.printed) for row in list_rows(own)]
    return quoted[["measure_id", "lines"]].merge(
        own.rename(columns={"commitment": "code"})[["measure_id", "code", "quotation"]], validate="one_to_one"
    )


def cut_at_clause(text: str, around: object, characters: int = 60) -> str:
    """A text, or where it is long the piece that ends with a clause, with … where it was cut.

    >>> cut_at_clause("事業を検討し、講座を開催します。", "開催します", 8)
    '…座を開催します。'
    """
    plain = " ".join(text.split())
    place = plain.find(around) + len(around) + 1 if isinstance(around, str) and around in plain else characters
    end = max(place, characters)
    start = max(0, end - characters)
    return ("…" if start else "") + plain[start:end] + ("…" if end < len(plain) else "")
