"""What a measure acts on: themes by a lexicon of terms and by where in the sentence a term stands.

A term of the table theme_terms counts where whole tokens spell it (職員 is found in 職員研修, 会 is not found in 会議)
or where a token has it for its base form; of two terms in the same place the longer one counts. Each hit is weighed:

- by the field: title 3, content 2, purpose 1, completion 0.5; what stands before a title's last term counts less;
- by its part in the sentence: whole when the term belongs to what the measure does (the object of a predicate that
  binds, the predicate itself, the end of a bullet), half when it is the object of another verb, a quarter when it is
  merely mentioned: a subject, a partner (…と連携して), an addressee (…へ), a means (…による), a place (…において);
- by the term: its weight in the table; a negative weight speaks against the theme in that sentence, and terms of the
  code none are phrases that only look like a theme (暮らしやすい).

A theme is taken when its sum reaches 2 and a third of the highest sum; three at the most, the highest first. Policy and
program headings add nothing by themselves: they are only asked when the measure itself has no term at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from kyodo_analysis.words.clauses import find_clauses, is_noun
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import Token, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary

MOST_THEMES = 3
LEAST_SUM = 1.5
LEAST_SHARE = 1 / 3

_FIELD_WEIGHTS = {"title": 3.0, "content": 2.0, "purpose": 1.0, "completion": 0.5}
_ACTED_ON, _OTHER_OBJECT, _MENTIONED = 1.0, 0.5, 0.25
_REPEATED = 0.5
_BEFORE_HEAD = 0.8
_NO_THEME = "none"
_CHAINING = frozenset(["の", "や", "など", "等", "及び", "および", "・", "「", "」", "『", "』", "並びに"])
_CASES = frozenset(["へ", "で", "と", "から", "について", "に関して", "において"])
_MEANS = frozenset(["により", "によって", "を通じて", "を通して", "をもって"])
_OBJECT_MARKS = frozenset(["を", "について", "に関して"])


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a measure with its sum and the terms that speak for it, strongest first."""

    code: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the table theme_terms."""

    code: str
    pattern: str
    weight: float


@dataclass(frozen=True, slots=True)
class ThemeTerms:
    """The theme lexicon: codes in the order of the codebook, and the terms."""

    codes: tuple[str, ...]
    terms: tuple[Term, ...]
    user_dictionary: UserDictionary | None

    @classmethod
    def of_lexicons(cls, lexicons: Lexicons) -> ThemeTerms:
        """The terms of the tables; ValueError for a code that is not in the codebook and for a weight that is none."""
        codes = tuple(lexicons.codebook["code"].tolist())
        terms = []
        for code, pattern, weight in lexicons.theme_terms[["code", "pattern", "weight"]].to_numpy().tolist():
            if code not in (*codes, _NO_THEME) or not pattern:
                raise ValueError(
                    f"theme_terms.csv: {pattern!r} has the code {code!r}, which codebook.csv does not have"
                )
            try:
                terms.append(Term(code, fold_width(pattern), float(weight)))
            except ValueError:
                raise ValueError(f"theme_terms.csv: weight {weight!r} of {pattern} is not a number") from None
        return cls(codes, tuple(terms), lexicons.user_dictionary)


@dataclass(frozen=True, slots=True)
class _Hit:
    term: Term
    last: int
    part: float


def code_themes(
    title: str,
    purpose: str | None,
    content: Sequence[str],
    completion: str | None,
    policy: str | None,
    program: str | None,
    terms: ThemeTerms,
    engine: str = "auto",
) -> list[Theme]:
    """The themes of one measure, the main one first; empty when not even its headings have a term."""
    fields: dict[str, Sequence[str]] = {
        "title": [title],
        "content": content,
        "purpose": [purpose or ""],
        "completion": [completion or ""],
    }
    headings: list[dict[str, Sequence[str]]] = [{"title": [program or ""]}, {"title": [policy or ""]}]
    return next((found for asked in [fields, *headings] if (found := _rank(asked, terms, engine))), [])


def code_measures(
    measures: pd.DataFrame, elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto"
) -> pd.DataFrame:
    """The table measure_themes: measure_id, rank (from 1), theme, evidence (terms joined by a blank).

    `measures` has measure_id, title, purpose, completion, policy, program; `elements` measure_id, position, text.
    """
    terms = ThemeTerms.of_lexicons(lexicons)
    content = elements.sort_values(["measure_id", "position"]).groupby("measure_id")["text"].agg(list).to_dict()
    rows = []
    columns = ["measure_id", "title", "purpose", "completion", "policy", "program"]
    texts = measures.sort_values("measure_id")[columns]
    for measure_id, *cells in texts.astype(object).where(texts.notna(), None).to_numpy().tolist():
        title, purpose, completion, policy, program = cells
        found = code_themes(
            title or "", purpose, content.get(measure_id, []), completion, policy, program, terms, engine
        )
        rows += [(measure_id, rank, theme.code, " ".join(theme.evidence)) for rank, theme in enumerate(found, 1)]
    return pd.DataFrame(rows, columns=["measure_id", "rank", "theme", "evidence"])


def _rank(fields: dict[str, Sequence[str]], terms: ThemeTerms, engine: str) -> list[Theme]:
    sums: dict[str, float] = defaultdict(float)
    spoken: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for field, texts in fields.items():
        weight = _FIELD_WEIGHTS[field]
        in_field: dict[str, list[float]] = defaultdict(list)
        for hits in _hits_by_sentence(texts, terms, engine):
            head = max((hit.last for hit in hits), default=0) if field == "title" else None
            for code, values in _sum_sentence(hits, head).items():
                in_field[code].append(weight * _diminishing(values.values()))
                for pattern, value in values.items():
                    if value > 0:
                        spoken[code][pattern] = max(spoken[code][pattern], weight * value)
        for code, values_of_code in in_field.items():
            sums[code] += _diminishing(values_of_code)
    ranked = sorted(sums, key=lambda code: (-round(sums[code], 6), terms.codes.index(code)))
    return [
        Theme(code, sums[code], tuple(sorted(spoken[code], key=lambda pattern: (-spoken[code][pattern], pattern))))
        for number, code in enumerate(ranked[:MOST_THEMES])
        if number == 0 or sums[code] >= max(LEAST_SUM, LEAST_SHARE * sums[ranked[0]])
    ]


def _diminishing(values: Iterable[float]) -> float:
    """The sum of values, each worth half the one before: naming a thing twice does not make it twice the theme."""
    return sum(value * _REPEATED**number for number, value in enumerate(sorted(values, reverse=True)))


def _sum_sentence(hits: Iterable[_Hit], head: int | None) -> dict[str, dict[str, float]]:
    """For each code with a positive sum the value of each of its terms, the best hit of a term counting once.

    `head` is the token that a title's last term ends at: Japanese puts the head last, what stands before counts less.
    """
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        value = hit.term.weight * (hit.part if hit.term.weight > 0 else 1.0)
        if head is not None and hit.last < head:
            value *= _BEFORE_HEAD
        known = values[hit.term.code].get(hit.term.pattern)
        if known is None or abs(value) > abs(known):
            values[hit.term.code][hit.term.pattern] = value
    return {code: terms for code, terms in values.items() if code != _NO_THEME and sum(terms.values()) > 0}


def _hits_by_sentence(texts: Sequence[str], terms: ThemeTerms, engine: str) -> list[list[_Hit]]:
    sentences = [sentence for text in texts for _, sentence in cut_sentences(fold_width(text))]
    tokenised = tokenise_many(sentences, engine, terms.user_dictionary)
    return [_find_hits(sentence, tokens, terms) for sentence, tokens in zip(sentences, tokenised, strict=True)]


def _find_hits(sentence: str, tokens: Sequence[Token], terms: ThemeTerms) -> list[_Hit]:
    first_at = {token.start: number for number, token in enumerate(tokens)}
    last_at = {token.end: number for number, token in enumerate(tokens)}
    inflected: dict[str, list[int]] = defaultdict(list)
    for number, token in enumerate(tokens):
        if token.base_form != token.surface:
            inflected[token.base_form].append(number)
    places: list[tuple[Term, int, int]] = []
    for term in terms.terms:
        start = sentence.find(term.pattern)
        while start >= 0:
            if start in first_at and start + len(term.pattern) in last_at:
                places.append((term, first_at[start], last_at[start + len(term.pattern)]))
            start = sentence.find(term.pattern, start + 1)
        places += [(term, number, number) for number in inflected.get(term.pattern, ())]
    bound = [(clause.first, clause.last) for clause in find_clauses(tokens) if clause.binds]
    return [
        _Hit(term, last, _part_of(tokens, last, bound))
        for term, first, last in places
        if not any(a <= first and last <= b and b - a > last - first for _, a, b in places)
    ]


def _part_of(tokens: Sequence[Token], last: int, bound: Sequence[tuple[int, int]]) -> float:
    """How far the sentence is about a term that ends at token `last`: follow its noun phrase to what governs it."""
    index = last + 1
    while index < len(tokens) and is_noun(tokens[index]):
        index += 1
    addressed = index + 1 < len(tokens) and tokens[index].surface in _CASES and tokens[index + 1].surface == "の"
    while index < len(tokens) and (length := _chain_length(tokens, index)):
        index += length
    part = _governed(tokens, index, bound)
    return min(part, _OTHER_OBJECT) if addressed else part


def _governed(tokens: Sequence[Token], index: int, bound: Sequence[tuple[int, int]]) -> float:
    """What a noun phrase is to the sentence, told by the token behind it."""
    if index >= len(tokens):
        return _ACTED_ON
    surface, part = tokens[index].surface, tokens[index].part_of_speech
    if part.startswith("記号"):
        return _ACTED_ON if surface == "。" else _MENTIONED
    if surface in _MEANS:
        return _ACTED_ON
    if surface == "に" and index + 1 < len(tokens) and tokens[index + 1].base_form == "向ける":
        return _OTHER_OBJECT
    inside = any(first <= index < end for first, end in bound)
    if part.startswith("動詞"):
        return _ACTED_ON if inside else _OTHER_OBJECT
    if surface in _OBJECT_MARKS:
        verbs = [number for number in range(index, len(tokens)) if tokens[number].part_of_speech.startswith("動詞")]
        topic = index + 1 < len(tokens) and tokens[index + 1].surface == "、"
        verb = (verbs[-1] if topic else verbs[0]) if verbs else -1
        return _ACTED_ON if any(first <= verb < end for first, end in bound) else _OTHER_OBJECT
    return _ACTED_ON if inside else _MENTIONED


def _chain_length(tokens: Sequence[Token], index: int) -> int:
    """How many tokens carry the noun phrase before `index` on: 0 where it ends."""
    surface = tokens[index].surface
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if surface in {"、", "，"}:
        return int(is_noun(tokens[index - 1]) and after is not None and is_noun(after))
    if surface in _CASES and after is not None and after.surface == "の":
        return 2
    return int(is_noun(tokens[index]) or surface in _CHAINING)
