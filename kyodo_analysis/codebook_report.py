"""What `kyodo codebook check` prints of a codebook without errors: how its rules fare on the plans and with readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from kyodo_analysis.analysis.coding.codebook_checks import (
    list_dead_predicates,
    list_dead_rules,
    list_disagreements,
    list_misleading_rules,
    list_overlaps,
)
from kyodo_analysis.analysis.coding.coding_agreement import MICRO, Record, score_commitments, score_themes
from kyodo_analysis.coding import Coding
from kyodo_analysis.words.commitment import name_predicate
from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.rule_firing import list_firings


def report_codebook(
    coding: Coding,
    tables: Mapping[str, pd.DataFrame],
    lexicons: Lexicons,
    codes: Sequence[Record],
    brief: bool = False,
) -> Iterator[str]:
    """Lines of seven parts, each list with its number of findings; the summary is last, where a terminal shows it.

    They are: dead rules, dead predicates (both left out if `brief`), overlaps, rules against the readers,
    disagreements with the readers measure by measure, agreement per code, and the summary with all numbers.

    Args:
        tables: measures and elements. codes: what `tables.gold.read_theme_codes` gives; those of other measures are
            left out.
    """
    known = set(tables["measures"]["measure_id"])
    codes = [record for record in codes if f"{record['document']}/{record['id']}" in known]
    firings = list_firings(tables["measures"], tables["elements"], lexicons)
    dead = list_dead_rules(firings, lexicons.theme_rules)
    silent = list_dead_predicates(coding.evidence, lexicons.commitment)
    overlaps = list_overlaps(firings)
    misleading = list_misleading_rules(coding.evidence, codes)
    differing = list_disagreements(coding.themes, coding.elements, codes, lexicons.theme_codes)
    parts: list[_Part] = [
        ("dead rules / 働いていない規則", f"{len(dead)} of {len(lexicons.theme_rules)}", _show_dead_rules(dead)),
        ("dead predicates / 働いていない述語", f"{len(silent)} of {len(lexicons.commitment)}", _show_silent(silent)),
        ("two codes on the same words / 同じ語に二つのコード", str(len(overlaps)), _show_overlaps(overlaps)),
        (
            "rules that speak against the readers / 読み手に反する規則",
            str(len(misleading)),
            _show_misleading(misleading),
        ),
        (
            "disagreements with the readers / 読み手との不一致",
            f"{len(differing)} on {len(codes)} measures",
            _show_differing(differing),
        ),
    ]
    for title, number, lines in parts[2:] if brief else parts:
        yield f"{title}: {number}"
        yield from lines
        yield ""
    yield f"agreement per code / コード別の一致度: {len(codes)} measures"
    agreement = list(_show_agreement(coding, codes, lexicons.theme_codes))
    yield from agreement
    yield ""
    yield "summary / まとめ"
    yield from (f"  {title}: {number}" for title, number, _ in parts)
    yield from [line for line in agreement if line.startswith((f"  {MICRO}", f"  {_COMMITMENT}"))] or agreement


_Part = tuple[str, str, Iterator[str]]
_COMMITMENT = "commitment"


def _show_dead_rules(dead: pd.DataFrame) -> Iterator[str]:
    for line, code, rule, basis, fate in dead.itertuples(index=False, name=None):
        yield f"  theme_rules.csv, line {line}: {code} {rule} ({basis}): {fate}"


def _show_silent(silent: pd.DataFrame) -> Iterator[str]:
    for line, code, rule, thing, basis in silent.itertuples(index=False, name=None):
        yield f"  commitment.csv, line {line}: {code} {name_predicate(rule, thing)} ({basis})"


def _show_overlaps(overlaps: pd.DataFrame) -> Iterator[str]:
    for code, rule, other_code, other_rule, places, measure_ids in overlaps.itertuples(index=False, name=None):
        yield f"  {code} {rule} × {other_code} {other_rule}: {places} ({measure_ids})"


def _show_misleading(misleading: pd.DataFrame) -> Iterator[str]:
    for code, rule, right, wrong, value, measure_ids in misleading.itertuples(index=False, name=None):
        yield f"  {code} {rule}: wrong {wrong}, right {right}, {value:+.2f} ({measure_ids})"


def _show_differing(differing: pd.DataFrame) -> Iterator[str]:
    for measure_id, unit, rules_only, readers_only in differing.itertuples(index=False, name=None):
        yield f"  {measure_id}, {unit}: rules {rules_only or '–'}, readers {readers_only or '–'}"


def _show_agreement(coding: Coding, codes: Sequence[Record], themes: Sequence[str]) -> Iterator[str]:
    if not codes:
        yield "  no measure of these tables was coded by readers / 読み手がコードを付けた施策がない"
        return
    scores = score_themes(coding.themes, codes, themes)[["theme", "n", "precision", "recall", "f1"]]
    for theme, n, *ratios in scores.itertuples(index=False, name=None):
        shown = "  ".join(f"{ratio:.3f}" for ratio in ratios)
        yield f"  {theme:<16} n {n:>3}  precision, recall, F1  {shown}"
    firm = score_commitments(coding.elements, codes).iloc[0]
    yield f"  {_COMMITMENT:<16} n {firm['n']:>3.0f}  right {firm['right']:.0f}"
