"""What a measure acts on: themes by coding rules and by where in the sentence their words stand.

Every hit of a rule (see `words.rule_firing`) is weighed:

- by the field: title 3, content 2, purpose 1, completion 0.5; what stands before a title's last hit counts 0.9;
- by its part in the sentence (`words.sentence_parts`): acted on 1, another object 0.5, merely mentioned 0.25;
- by the rule: its weight in the table; a negative weight speaks against the theme in that sentence, and rules of the
  code none are phrases that only look like a theme (暮らしやすい): what they cover counts for nothing.

Naming a thing twice does not make it twice the theme: of several hits of a theme in a sentence, and of several
sentences of a field, each counts half as much as the one before. The highest sum is the main theme. Another is taken
when its sum reaches 1.5 and either a third of the highest or 2, which is one act of its own among many others; three at
the most, the highest first, of equal ones the one that is named first. Policy and program headings add nothing by
themselves: they are only asked when the measure itself has no hit that counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kyodo_analysis.words.evidence import Evidence, tabulate_evidence
from kyodo_analysis.words.lexicons import THEMES, Lexicons
from kyodo_analysis.words.rule_firing import (
    COUNTS,
    Hit,
    MeasureSentences,
    Sentence,
    Texts,
    describe_match,
    find_hits,
    texts_of_measures,
)
from kyodo_analysis.words.rule_language import HEADINGS, MEASURE_FIELDS
from kyodo_analysis.words.sentence_parts import ACTED_ON, MENTIONED, OTHER_OBJECT
from kyodo_analysis.words.theme_rules import NO_THEME, ThemeRules

MOST_THEMES = 3
LEAST_SUM = 1.5
LEAST_SHARE = 1 / 3
OWN_ACT = 2.0

_FIELD_WEIGHTS = {"title": 3.0, "content": 2.0, "purpose": 1.0, "completion": 0.5, "program": 3.0, "policy": 3.0}
_PART_WEIGHTS = {ACTED_ON: 1.0, OTHER_OBJECT: 0.5, MENTIONED: 0.25}
_ASKED_IN_TURN = (MEASURE_FIELDS, *((heading,) for heading in HEADINGS))
_HEADED = ("title", *HEADINGS)
_REPEATED = 0.5
_BEFORE_HEAD = 0.9
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a measure with its sum and the words that speak for it, strongest first."""

    code: str
    score: float
    evidence: tuple[str, ...]


def code_themes(texts: Texts, rules: ThemeRules, engine: str = "auto") -> list[Theme]:
    """The themes of one measure, the main one first; empty when not even its headings have a hit that counts."""
    return rank_codes(weigh_hits(texts, rules, engine), rules.codes)


def code_measures(
    measures: pd.DataFrame, elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto"
) -> pd.DataFrame:
    """The table measure_themes: measure_id, rank (from 1), theme, evidence (words joined by a blank).

    Args:
        measures: measure_id, title, purpose, completion, policy, program. elements: measure_id, position, text.
        lexicons: with any table of rules, see `theme_rules.drop_basis`.

    Raises:
        ValueError: for a row of the rules that cannot be used (see `ThemeRules.of_lexicons`).
    """
    return rank_themes(find_theme_evidence(measures, elements, lexicons, engine), lexicons.theme_codes)


def find_theme_evidence(
    measures: pd.DataFrame, elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto"
) -> pd.DataFrame:
    """What speaks for and against every theme of every measure, in the columns of `evidence.EVIDENCE_COLUMNS`.

    The values of a measure and code add up to its sum; `taken` says whether the theme is one of the measure's. Takes
    and raises what `code_measures` does.
    """
    rules = ThemeRules.of_lexicons(lexicons)
    found: list[tuple[str, Evidence]] = []
    for measure_id, texts in texts_of_measures(measures, elements):
        hits = weigh_hits(texts, rules, engine)
        taken = {theme.code for theme in rank_codes(hits, rules.codes)}
        found += [(measure_id, replace(hit, taken=hit.code in taken)) for hit in hits]
    return tabulate_evidence(found)


def rank_themes(evidence: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The table measure_themes (see `code_measures`) that evidence of the scheme themes adds up to."""
    of_measure: dict[str, list[Evidence]] = defaultdict(list)
    for measure_id, *cells in evidence.itertuples(index=False, name=None):
        of_measure[measure_id].append(Evidence(*cells))
    rows = [
        (measure_id, rank, theme.code, " ".join(theme.evidence))
        for measure_id in sorted(of_measure)
        for rank, theme in enumerate(rank_codes(of_measure[measure_id], codes), 1)
    ]
    table = pd.DataFrame(rows, columns=["measure_id", "rank", "theme", "evidence"])
    return table.astype({"measure_id": "str", "rank": "int64", "theme": "str", "evidence": "str"})


def rank_codes(found: Iterable[Evidence], codes: Sequence[str]) -> list[Theme]:
    """The themes that are taken, by the sums of their evidence."""
    sums = sum_codes(found := list(found))
    ranked = sorted(sums, key=lambda code: (-sums[code], _first_named(code, found), codes.index(code)))
    return [
        Theme(code, sums[code], _words_for(code, found))
        for number, code in enumerate(ranked[:MOST_THEMES])
        if number == 0 or sums[code] >= least_sum(sums)
    ]


def sum_codes(found: Iterable[Evidence]) -> dict[str, float]:
    """The sum of each code that evidence speaks of."""
    sums: dict[str, float] = defaultdict(float)
    for evidence in found:
        sums[evidence.code] += evidence.value
    return {code: round(total, _DIGITS - 2) for code, total in sums.items()}


def least_sum(sums: Mapping[str, float]) -> float:
    """What a theme beside the main one must reach."""
    return max(LEAST_SUM, min(OWN_ACT, LEAST_SHARE * max(sums.values(), default=0.0)))


def weigh_hits(texts: Texts, rules: ThemeRules, engine: str = "auto") -> list[Evidence]:
    """The hits that count of one measure with their values; `taken` is not yet decided."""
    sentences = MeasureSentences(texts, rules, engine)
    for asked in _ASKED_IN_TURN:
        found = [evidence for field in asked for evidence in _weigh_field(sentences.of_field(field), rules)]
        if found:
            return found
    return []


def _first_named(code: str, found: Iterable[Evidence]) -> tuple[int, int, int]:
    """Where the first words for a code stand: the field in the order of reading, the position, the character."""
    fields = (*MEASURE_FIELDS, *HEADINGS)
    return min((fields.index(e.field), e.position, e.start) for e in found if e.code == code)


def _words_for(code: str, found: Iterable[Evidence]) -> tuple[str, ...]:
    strongest: dict[str, float] = {}
    for evidence in found:
        if evidence.code == code and evidence.value > 0:
            words = evidence.tokens.replace(" ", "")
            strongest[words] = max(strongest.get(words, 0.0), evidence.value)
    return tuple(sorted(strongest, key=lambda words: (-strongest[words], words)))


def _weigh_field(sentences: Sequence[Sentence], rules: ThemeRules) -> list[Evidence]:
    """The evidence of one field. Of each code the sentence with the most counts in full, the next half, and so on."""
    by_code: dict[str, list[tuple[float, list[Evidence]]]] = defaultdict(list)
    for sentence in sentences:
        for code, found in _weigh_sentence(sentence, find_hits(sentence, rules)).items():
            by_code[code].append((sum(evidence.value for evidence in found), found))
    return [
        replace(evidence, value=round(evidence.value * _REPEATED**number, _DIGITS))
        for weighed in by_code.values()
        for number, (_, found) in enumerate(sorted(weighed, key=lambda sum_and_hits: -sum_and_hits[0]))
        for evidence in found
    ]


def _weigh_sentence(sentence: Sentence, hits: Iterable[Hit]) -> dict[str, list[Evidence]]:
    """For each code with a positive sum its hits, strongest first; of several hits of one rule the best counts."""
    # Sorted, so that the order of the rules in their table changes nothing.
    counting = sorted(
        (hit for hit in hits if hit.fate == COUNTS), key=lambda hit: (hit.match, hit.rule.written, hit.rule.weight)
    )
    # Japanese puts the head last, so what stands before the last hit of a title counts less.
    head = max((hit.match[-1] for hit in counting), default=0) if sentence.field in _HEADED else 0
    best: dict[str, dict[str, tuple[float, Hit]]] = defaultdict(dict)
    for hit in counting:
        value = hit.rule.weight * (_PART_WEIGHTS[hit.part] if hit.rule.weight > 0 else 1.0)
        if hit.match[-1] < head:
            value *= _BEFORE_HEAD
        known = best[hit.rule.code].get(hit.rule.written)
        if known is None or abs(value) > abs(known[0]):
            best[hit.rule.code][hit.rule.written] = (value, hit)
    weight = _FIELD_WEIGHTS[sentence.field]
    return {
        code: [
            _describe(sentence, hit, weight * value * _REPEATED**number)
            for number, (value, hit) in enumerate(sorted(found.values(), key=lambda weighed: -weighed[0]))
        ]
        for code, found in best.items()
        if code != NO_THEME and sum(value for value, _ in found.values()) > 0
    }


def _describe(sentence: Sentence, hit: Hit, value: float) -> Evidence:
    return describe_match(sentence, hit.match, THEMES, hit.rule.code, hit.rule.written, hit.part, value, False)
