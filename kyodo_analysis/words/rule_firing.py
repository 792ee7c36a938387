"""Which coding rules fire where in a measure: every hit, and what became of it.

A hit is excused when the negative context of its rule holds, and covered when all its tokens belong to a longer hit of
any rule: of 施設 and 施設の整備 in the same place the longer one speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kyodo_analysis.words.clauses import find_clauses
from kyodo_analysis.words.evidence import Evidence
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.rule_language import FIELDS, HEADINGS
from kyodo_analysis.words.rule_matching import Match, SentenceView, find_matches, holds, view_sentence
from kyodo_analysis.words.sentence_parts import find_part
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.theme_rules import ThemeRule, ThemeRules
from kyodo_analysis.words.tokens import Token, tokenise_many

COUNTS, EXCUSED, COVERED = "counts", "excused", "covered"
"""What becomes of a hit."""

_GAP = "…"
_FIRING_COLUMNS = [
    "measure_id",
    "field",
    "position",
    "start",
    "end",
    "row",
    "code",
    "rule",
    "weight",
    "part",
    "fate",
    "printed",
]

Texts = Mapping[str, Sequence[tuple[int, str]]]
"""The texts of a measure by field, each with its position (0 where a field has one text)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a measure's field: `offset` is where it starts in the stored text."""

    field: str
    position: int
    offset: int
    text: str
    view: SentenceView


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired: the indexes of its tokens, its part in the sentence, and its fate."""

    rule: ThemeRule
    match: Match
    part: str
    fate: str = COUNTS


class MeasureSentences:
    """The sentences of a measure, tokenised when they are asked for."""

    def __init__(self, texts: Texts, rules: ThemeRules, engine: str) -> None:
        self._texts = texts
        self._rules = rules
        self._engine = engine
        self._known: dict[str, list[Sentence]] = {}

    def of_field(self, field: str) -> list[Sentence]:
        """The sentences of a field in their order."""
        if field not in self._known:
            self._known[field] = list(self._read(field))
        return self._known[field]

    def _read(self, field: str) -> Iterator[Sentence]:
        cut = [
            (position, text, start, sentence)
            for position, text in self._texts.get(field, ())
            for start, sentence in cut_sentences(fold_width(text))
        ]
        tokenised = tokenise_many([sentence for *_, sentence in cut], self._engine, self._rules.user_dictionary)
        for (position, text, start, _), tokens in zip(cut, tokenised, strict=True):
            view = view_sentence(tokens, self._rules.index, self._look_up)
            yield Sentence(field, position, start, text, view)

    def _look_up(self, field: str) -> Sequence[SentenceView]:
        return [sentence.view for sentence in self.of_field(field)]


def texts_of_measures(measures: pd.DataFrame, elements: pd.DataFrame) -> Iterator[tuple[str, Texts]]:
    """Each measure_id with the texts of the measure's fields and headings, in the order of the ids.

    `measures` has measure_id, title, purpose, completion, policy, program; `elements` measure_id, position, text.
    """
    content: dict[str, list[tuple[int, str]]] = {}
    cells = elements.sort_values(["measure_id", "position"])[["measure_id", "position", "text"]]
    for measure_id, position, text in cells.itertuples(index=False, name=None):
        content.setdefault(measure_id, []).append((int(position), text))
    fields = ["title", "purpose", "completion", *HEADINGS]
    rows = measures.sort_values("measure_id")[["measure_id", *fields]].astype(object)
    for measure_id, *printed in rows.where(rows.notna(), None).itertuples(index=False, name=None):
        texts: dict[str, list[tuple[int, str]]] = {
            field: [(0, text)] for field, text in zip(fields, printed, strict=True) if text
        }
        yield measure_id, texts | {"content": content.get(measure_id, [])}


def list_firings(
    measures: pd.DataFrame, elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto"
) -> pd.DataFrame:
    """Every hit of every rule of themes in every field and heading, those that do not count too.

    Args:
        measures, elements: see `texts_of_measures`.

    Returns:
        measure_id, field, position, start, end (characters of the stored text), row (of theme_rules, from 1), code,
        rule, weight, part, fate (counts, excused, covered), printed.
    """
    rules = ThemeRules.of_lexicons(lexicons)
    rows = []
    for measure_id, texts in texts_of_measures(measures, elements):
        sentences = MeasureSentences(texts, rules, engine)
        for sentence in (sentence for field in FIELDS for sentence in sentences.of_field(field)):
            for hit in find_hits(sentence, rules):
                start, end = locate(sentence, hit.match)
                place = (measure_id, sentence.field, sentence.position, start, end)
                rule = (hit.rule.row, hit.rule.code, hit.rule.written, hit.rule.weight)
                rows.append((*place, *rule, hit.part, hit.fate, sentence.text[start:end]))
    numbers = dict.fromkeys(["position", "start", "end", "row"], "int64") | {"weight": "float64"}
    table = pd.DataFrame(rows, columns=_FIRING_COLUMNS)
    return table.astype({name: numbers.get(name, "str") for name in _FIRING_COLUMNS})


def find_hits(sentence: Sentence, rules: ThemeRules) -> list[Hit]:
    """Every hit of every rule that may fire in the sentence's field, those that do not count too."""
    view = sentence.view
    found: list[tuple[ThemeRule, Match]] = [
        (rule, match)
        for rule in rules.candidates(view)
        if rule.fires_in(sentence.field)
        for match in find_matches(rule.node, view)
    ]
    if not found:
        return []
    excused = [rule.unless is not None and holds(rule.unless, replace(view, hit=match)) for rule, match in found]
    places = [frozenset(match) for (_, match), spared in zip(found, excused, strict=True) if not spared]
    bound = [(clause.first, clause.last) for clause in find_clauses(view.tokens) if clause.binds]
    return [
        Hit(rule, match, find_part(view.tokens, match[-1], bound), _fate_of(frozenset(match), spared, places))
        for (rule, match), spared in zip(found, excused, strict=True)
    ]


def _fate_of(place: frozenset[int], spared: bool, places: Sequence[frozenset[int]]) -> str:
    if spared:
        return EXCUSED
    return COVERED if any(place < other for other in places) else COUNTS


def describe_match(
    sentence: Sentence, match: Match, scheme: str, code: str, rule: str, part: str, value: float, taken: bool
) -> Evidence:
    """What a match in a sentence says for a code: where it stands, its tokens and its characters."""
    start, end = locate(sentence, match)
    return Evidence(
        scheme=scheme,
        code=code,
        field=sentence.field,
        position=sentence.position,
        start=start,
        end=end,
        rule=rule,
        tokens=join_tokens(sentence, match),
        part=part,
        value=value,
        taken=taken,
        printed=sentence.text[start:end],
    )


def locate(sentence: Sentence, match: Match) -> tuple[int, int]:
    """The characters [start, end) of the stored text from a match's first to its last token."""
    tokens = sentence.view.tokens
    return sentence.offset + tokens[match[0]].start, sentence.offset + tokens[match[-1]].end


def join_tokens(sentence: Sentence, match: Match) -> str:
    """The tokens of a match as they stand in the stored text, parted by blanks, with … where others are between."""
    tokens = sentence.view.tokens
    words = []
    for number, index in enumerate(match):
        words += [_GAP] if number and match[number - 1] != index - 1 else []
        words.append(cut_token(sentence, tokens[index]))
    return " ".join(words)


def cut_token(sentence: Sentence, token: Token) -> str:
    """A token as it stands in the stored text, which is not folded."""
    return sentence.text[sentence.offset + token.start : sentence.offset + token.end]
