"""How the codebook's rules fare on the plans: which never speak, which stand in each other's way, which mislead.

Each function takes tables and gives a new one, a row per finding. What is wrong with the tables of the codebook
themselves says `find_codebook_errors`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from kyodo_analysis.analysis.coding.coding_agreement import Record, list_commitments, list_decisions, list_main_themes
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.words.commitment import FOLLOW, Predicates, name_predicate
from kyodo_analysis.words.completion import CompletionRules
from kyodo_analysis.words.lexicons import COMMITMENT, THEMES, Lexicons
from kyodo_analysis.words.rule_firing import COUNTS
from kyodo_analysis.words.rule_language import MEASURE_FIELDS
from kyodo_analysis.words.theme_rules import NO_THEME, find_rule_errors

FIRST_LINE = 2
"""The line of the first row below the header, as a spreadsheet shows it."""

BASES = ("codebook", "usage")
"""What a rule can rest on beside the hand-coded measures of a plan."""

NEVER, SHADOWED = "never fires", "always covered"

_TOLD = ("ja", "en", "definition_en", "definition_ja", "examples", "version")


def list_plan_ids(measures: pd.DataFrame, codes: Sequence[Record]) -> list[str]:
    """The plans that a rule may name as its basis: those of the table measures and those that readers coded."""
    plan_ids = {str(measure_id).split("/")[0] for measure_id in measures["measure_id"]}
    return sorted(plan_ids | {str(record["document"]) for record in codes})


def find_codebook_errors(lexicons: Lexicons, plan_ids: Collection[str]) -> list[str]:
    """What makes the codebook unusable or incomplete, one line each; an empty list when nothing does.

    Named are rows of theme_rules, commitment and completion that cannot be read, or whose basis is empty or none of
    codebook, usage and the plans, and codes without a definition in one of the languages or without a rule. Lines are
    those of a spreadsheet: the header is line 1.
    """
    errors = find_rule_errors(lexicons)
    for compiled in (Predicates, CompletionRules):
        try:
            compiled.of_lexicons(lexicons)
        except ValueError as error:
            errors.append(str(error))
    for codes in (lexicons.codebook, lexicons.commitment_codes, lexicons.completion_codes):
        for cells in codes[["code", *_TOLD]].itertuples(index=False, name=None):
            missing = [name for name, cell in zip(_TOLD, cells[1:], strict=True) if not str(cell).strip()]
            errors += [f"codebook.csv: {cells[0]} has no {name}; write it" for name in missing]
    for code in lexicons.theme_codes:
        if code not in set(lexicons.theme_rules["code"]):
            errors.append(f"theme_rules.csv: no rule has the code {code}; write one or remove it from codebook.csv")
    tables = {name: getattr(lexicons, name) for name in ("theme_rules", "commitment", "completion")}
    for file, table in ((f"{name}.csv", table) for name, table in tables.items()):
        for line, basis in enumerate(table["basis"], FIRST_LINE):
            strange = [repr(word) for word in basis.split() if word not in {*BASES, *plan_ids}]
            if strange or not basis.split():
                problem = f"{', '.join(strange)} is no basis" if strange else "empty"
                known = ", ".join([*BASES, *sorted(plan_ids)])
                errors.append(f"{file}: line {line}, column basis: {problem}; write {known}")
    return errors


def list_dead_rules(firings: pd.DataFrame, theme_rules: pd.DataFrame) -> pd.DataFrame:
    """The rules that add nothing in any plan.

    Args:
        firings: see `rule_firing.list_firings`. theme_rules: the table of data/hand.

    Returns:
        line (of theme_rules.csv, the header is 1), code, rule, basis, fate: "never fires", or "always
        covered" when a longer hit stands, or a negative context holds, wherever the rule fires.
    """
    fires, counts = set(firings["row"]), set(firings.loc[firings["fate"] == COUNTS, "row"])
    table = theme_rules[["code", "rule", "basis"]].reset_index(drop=True)
    table.insert(0, "line", range(FIRST_LINE, len(table) + FIRST_LINE))
    rows = range(1, len(table) + 1)
    table["fate"] = [NEVER if row not in fires else SHADOWED for row in rows]
    return table[[row not in counts for row in rows]].reset_index(drop=True)


def list_dead_predicates(evidence: pd.DataFrame, commitment: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table commitment by which no clause of any plan is coded, but those that follow their noun.

    Args:
        evidence: see `commitment.find_commitment_evidence`. commitment: the table of data/hand.

    Returns:
        line (of commitment.csv, the header is 1), code, rule, object, basis.
    """
    fired = set(evidence.loc[evidence["scheme"] == COMMITMENT, "rule"])
    table = commitment[["code", "rule", "object", "basis"]].reset_index(drop=True)
    table.insert(0, "line", range(FIRST_LINE, len(table) + FIRST_LINE))
    names = [name_predicate(rule, thing) for rule, thing in zip(table["rule"], table["object"], strict=True)]
    dead = pd.Series(names, index=table.index, dtype="str").isin(sorted(fired)).eq(False)
    return table[dead & table["code"].ne(FOLLOW)].reset_index(drop=True)


def list_overlaps(firings: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rules that speak for different themes on the same characters of a measure's fields.

    Some are meant (円卓会議 is dialogue and networks); the others give one act two codes.

    Args:
        firings: see `rule_firing.list_firings`.

    Returns:
        code, rule, other_code, other_rule, places (in which they overlap), measure_ids; most frequent first.
    """
    speaking = (firings["fate"] == COUNTS) & (firings["code"] != NO_THEME) & (firings["weight"] > 0)
    place = ["measure_id", "field", "position"]
    hits = firings.loc[speaking & firings["field"].isin(MEASURE_FIELDS), [*place, "start", "end", "code", "rule"]]
    pairs = hits.merge(hits, on=place, suffixes=("", "_other"))
    touching = (pairs["start"] < pairs["end_other"]) & (pairs["start_other"] < pairs["end"])
    pairs = pairs[touching & (pairs["code"] < pairs["code_other"])]
    pairs = pairs.rename(columns={"code_other": "other_code", "rule_other": "other_rule"})
    return _count_places(pairs, ["code", "rule", "other_code", "other_rule"])


def list_misleading_rules(evidence: pd.DataFrame, codes: Sequence[Record]) -> pd.DataFrame:
    """The rules that helped to give a hand-coded measure a theme that its readers did not give.

    Args:
        evidence: see `themes.find_theme_evidence`. codes: what `tables.gold.read_theme_codes` gives; a theme that only
            one reader gave counts neither way.

    Returns:
        code, rule, right, wrong (measures in which the rule spoke for a theme that was taken), value (its mean
        contribution where wrong), measure_ids (where wrong); those that are wrong most often first.
    """
    read = {f"{record['document']}/{record['id']}": record for record in codes}
    keys = ["code", "rule"]
    spoke = evidence[(evidence["scheme"] == THEMES) & evidence["taken"] & evidence["value"].gt(0)]
    spoke = spoke[spoke["measure_id"].isin(list(read))]
    taken = spoke.groupby(["measure_id", *keys])["value"].sum().reset_index()
    pairs = list(zip(taken["measure_id"], taken["code"], strict=True))
    firm = [code not in read[measure].get("themes_one_coder", []) for measure, code in pairs]
    good = pd.Series([code in read[measure]["themes"] for measure, code in pairs], index=taken.index, dtype="bool")
    judged = taken.assign(good=good)[pd.Series(firm, index=taken.index, dtype="bool")]
    right = judged[judged["good"]].groupby(keys).size().rename("right").reset_index()
    bad = judged[~judged["good"]].groupby(keys)
    wrong = bad.agg(wrong=("measure_id", "size"), value=("value", "mean"), measure_ids=("measure_id", join_ids))
    table = wrong.reset_index().merge(right, on=keys, how="left", validate="one_to_one").fillna({"right": 0})
    table = table.astype({"right": "int64", "wrong": "int64", "value": "float64"})
    table = table.sort_values(["wrong", "right", *keys], ascending=[False, True, True, True], ignore_index=True)
    return table[[*keys, "right", "wrong", "value", "measure_ids"]]


def list_disagreements(
    measure_themes: pd.DataFrame, elements: pd.DataFrame, codes: Sequence[Record], themes: Sequence[str]
) -> pd.DataFrame:
    """What rules and readers code differently, measure by measure.

    Args:
        measure_themes: measure_id, rank, theme. elements: measure_id, position, commitment. codes: see
            `list_misleading_rules`. themes: all codes, in order.

    Returns:
        measure_id, unit (themes, main theme, or content and the position), rules_only, readers_only (codes joined by
        blanks), in the order of the readers' codes.
    """
    decisions = list_decisions(measure_themes, codes, themes)
    rows = []
    for measure_id, own in decisions[decisions["rules"] != decisions["readers"]].groupby("measure_id", sort=False):
        sides = [" ".join(own.loc[own[side], "theme"]) for side in ("rules", "readers")]
        rows.append((measure_id, "themes", *sides))
    mains = list_main_themes(measure_themes, codes).fillna("")
    mains = mains[mains["rules"] != mains["readers"]]
    columns = ["measure_id", "rules", "readers"]
    rows += [(measure, "main theme", *sides) for measure, *sides in mains[columns].itertuples(index=False, name=None)]
    coded = list_commitments(elements, codes).fillna("")
    coded = coded[coded["rules"] != coded["readers"]]
    for position, measure, *sides in coded[["position", *columns]].itertuples(index=False, name=None):
        rows.append((measure, f"content {position}", *sides))
    order = {f"{record['document']}/{record['id']}": number for number, record in enumerate(codes)}
    table = pd.DataFrame(rows, columns=["measure_id", "unit", "rules_only", "readers_only"], dtype="str")
    return table.sort_values("measure_id", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


def _count_places(pairs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    found = pairs.groupby(keys).agg(places=("measure_id", "size"), measure_ids=("measure_id", _join_once))
    return found.reset_index().sort_values(["places", *keys], ascending=[False, *[True] * len(keys)], ignore_index=True)


def _join_once(measure_ids: pd.Series) -> str:
    return join_ids(measure_ids.drop_duplicates())
