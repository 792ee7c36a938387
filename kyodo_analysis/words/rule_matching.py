"""Where coding rules hold in a tokenised sentence.

A match is the indexes of the tokens that a rule found, in their order. Rules are compiled once: all their phrases go
into one index, which is asked once for each sentence, and a rule is only looked at where one of the phrases that it
cannot do without was found. Matching changes nothing: the same rule and sentence give the same matches.

>>> from kyodo_analysis.words.rule_language import parse_rule
>>> from kyodo_analysis.words.rule_nodes import list_phrases
>>> from kyodo_analysis.words.tokens import tokenise
>>> rule = parse_rule("seq(施設, 整備)[1]")
>>> find_matches(rule, view_sentence(tokenise("施設の整備と施設"), PhraseIndex(list_phrases(rule))))
[(0, 2)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations

from kyodo_analysis.words.rule_nodes import (
    ATTRIBUTES,
    AllOf,
    AnyOf,
    Condition,
    InField,
    Near,
    Node,
    Phrase,
    TheHit,
    TokenTest,
    Without,
    compile_regex,
    finds_tokens,
    fold_letters,
)
from kyodo_analysis.words.tokens import Token

Match = tuple[int, ...]

_ATTRIBUTES = sorted(set(ATTRIBUTES.values()))


def _no_fields(name: str) -> Sequence[SentenceView]:
    return ()


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with what was found in it once for all rules: the places of each phrase, the values of each attribute.

    `look_up` gives the sentences of another field of the measure, or of a heading above it. `hit` is the match that a
    negative context is asked about.
    """

    tokens: Sequence[Token]
    phrases: Mapping[str, Sequence[Match]]
    values: Mapping[str, Sequence[str]]
    look_up: Callable[[str], Sequence[SentenceView]] = field(default=_no_fields)
    hit: Match = ()


class PhraseIndex:
    """All phrases of some rules, to be found in one pass over a sentence."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(phrases)
        self._longest = max(map(len, self._phrases), default=0)
        lengths: dict[str, set[int]] = defaultdict(set)
        for phrase in self._phrases:
            lengths[phrase[0]].add(len(phrase))
        self._lengths = {first: sorted(found) for first, found in lengths.items()}

    def find(self, tokens: Sequence[Token]) -> dict[str, list[Match]]:
        """The places of each phrase: whole tokens that spell it, the last as it stands or in its base form."""
        begin = tokens[0].start if tokens else 0
        text = "".join(token.surface for token in tokens)
        last_at = {token.end - begin: number for number, token in enumerate(tokens)}
        found: dict[str, list[Match]] = defaultdict(list)
        for first, token in enumerate(tokens):
            start = token.start - begin
            for length in self._lengths.get(token.surface[0], ()):
                last = last_at.get(start + length)
                if last is not None and (phrase := text[start : start + length]) in self._phrases:
                    found[phrase].append(tuple(range(first, last + 1)))
        for last, token in enumerate(tokens):
            if token.base_form != token.surface:
                self._find_inflected(tokens, last, found)
        return found

    def _find_inflected(self, tokens: Sequence[Token], last: int, found: dict[str, list[Match]]) -> None:
        """The phrases that end in the base form of a token, which stands there inflected."""
        phrase = tokens[last].base_form
        first = last
        while len(phrase) <= self._longest:
            if phrase in self._phrases:
                found[phrase].append(tuple(range(first, last + 1)))
            first -= 1
            if first < 0:
                return
            phrase = tokens[first].surface + phrase


def view_sentence(
    tokens: Sequence[Token], index: PhraseIndex, look_up: Callable[[str], Sequence[SentenceView]] = _no_fields
) -> SentenceView:
    """A sentence ready for rules whose phrases the index has; see `SentenceView` for `look_up`."""
    values = {attribute: [getattr(token, attribute) for token in tokens] for attribute in _ATTRIBUTES}
    return SentenceView(tokens, index.find(tokens), values, look_up)


def find_matches(node: Node, view: SentenceView) -> list[Match]:
    """The matches of a rule in a sentence, by their first token; none for what only asks for absence or other fields.

    Of matches of `near` and `seq` that share their first or their last token the tightest counts.
    """
    match node:
        case Phrase(text):
            return sorted(set(view.phrases.get(text, ())))
        case TokenTest(conditions):
            judged = zip(*(map(_judge(one).__getitem__, view.values[one.attribute]) for one in conditions), strict=True)
            return [(number,) for number, verdicts in enumerate(judged) if all(verdicts)]
        case AnyOf(parts):
            return sorted({match for part in parts for match in find_matches(part, view)})
        case AllOf(parts):
            sought = next((number for number, part in enumerate(parts) if finds_tokens(part)), None)
            if sought is None or not all(holds(part, view) for n, part in enumerate(parts) if n != sought):
                return []
            return find_matches(parts[sought], view)
        case Near(parts, between, ordered):
            return _find_near(parts, view, between, ordered)
        case TheHit():
            return [view.hit] if view.hit else []
        case _:
            return []


def holds(node: Node, view: SentenceView) -> bool:
    """Whether a condition holds for a sentence."""
    match node:
        case Without(part):
            return not holds(part, view)
        case InField(name, part):
            return any(holds(part, other) for other in view.look_up(name))
        case AnyOf(parts):
            return any(holds(part, view) for part in parts)
        case AllOf(parts):
            return all(holds(part, view) for part in parts)
        case _:
            return bool(find_matches(node, view))


def needed_phrases(node: Node) -> frozenset[str] | None:
    """Phrases of which a sentence must have one for the rule to match; None when it may match without any."""
    match node:
        case Phrase(text):
            return frozenset([text])
        case AnyOf(parts):
            needed = [needed_phrases(part) for part in parts]
            known = [phrases for phrases in needed if phrases is not None]
            return frozenset().union(*known) if len(known) == len(needed) else None
        case AllOf(parts) | Near(parts):
            return next((phrases for part in parts if (phrases := needed_phrases(part)) is not None), None)
        case _:
            return None


def _find_near(parts: Sequence[Node], view: SentenceView, between: int, ordered: bool) -> list[Match]:
    found: list[list[Match]] = []
    for part in parts:
        found.append(find_matches(part, view))
        if not found[-1]:
            return []
    shortest: dict[int, Match] = {}
    for order in [tuple(found)] if ordered else permutations(found):
        for match in _chain(order, between):
            known = shortest.get(match[0])
            if known is None or match[-1] < known[-1]:
                shortest[match[0]] = match
    return [shortest[first] for first in sorted(shortest)]


def _chain(parts: Sequence[Sequence[Match]], between: int) -> Iterable[Match]:
    """Matches one behind the other. For each last token only the tightest chain is kept, so that none can multiply."""
    chains = _keep_tightest(parts[0])
    for part in parts[1:]:
        chains = _keep_tightest(
            chains[last] + match
            for match in part
            for last in range(max(match[0] - 1 - between, 0), match[0])
            if last in chains
        )
    return chains.values()


def _keep_tightest(chains: Iterable[Match]) -> dict[int, Match]:
    """By last token the chain that begins latest."""
    tightest: dict[int, Match] = {}
    for chain in chains:
        known = tightest.get(chain[-1])
        if known is None or chain[0] > known[0]:
            tightest[chain[-1]] = chain
    return tightest


class _Verdicts(dict[str, bool]):
    """Whether a condition holds for a value, found out once: the same words come again in every sentence."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition
        self._regex = compile_regex(condition.value) if condition.regex else None

    def __missing__(self, value: str) -> bool:
        if self._regex is not None:
            verdict = self._regex.fullmatch(fold_letters(value)) is not None
        elif self._condition.attribute == "part_of_speech":
            verdict = f",{self._condition.value}," in f",{value},"
        else:
            verdict = self._condition.value == value
        self[value] = verdict
        return verdict


_judge = lru_cache(1024)(_Verdicts)
