"""What kind of yardstick a completion criterion (完了の目安) gives: countable, event, state, vague, or none printed.

The words are those of the table completion (data/hand/completion.csv), the kinds those of the codebook. Japanese says
last what must be reached, so the end of the criterion decides:

- What only frames it (…ときに完了とします, …こと) is left out; so is, for finding the predicate, what makes it last
  (…ようになった, …ている, …状態), which is remembered.
- Of several clauses (…が確立され、…が進む) the last one decides: it is reached when the others are.
- A number in that clause makes it countable.
- A predicate of mere direction (進む, 充実する) makes it vague. So does a word of degree (充分に, 多くの), unless what
  happens is an event of the table: 円滑な運営のための規約が整備された is seen when it happens.
- A predicate that lasts, or a form that does, makes it a state.
- All else is an event; if it must happen to all of a finite set (全ての地域で, anywhere before), it is countable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kyodo_analysis.words.clauses import FINAL, find_clauses
from kyodo_analysis.words.evidence import Evidence, tabulate_evidence
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.lexicons import COMPLETION, Lexicons
from kyodo_analysis.words.rule_firing import Sentence, describe_match
from kyodo_analysis.words.rule_language import RuleError, parse_rule
from kyodo_analysis.words.rule_matching import Match, PhraseIndex, SentenceView, find_matches, holds, view_sentence
from kyodo_analysis.words.rule_nodes import Node, list_phrases
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary

COUNTABLE, EVENT, STATE, VAGUE, NONE = "countable", "event", "state", "vague", "none"
KINDS = (COUNTABLE, EVENT, STATE, VAGUE, NONE)
"""The kinds, the firmest yardstick first."""

FRAME, NUMBER, WHOLE, DEGREE, ACT, LASTING = "frame", "number", "whole", "degree", "act", "lasting"
USES = (FRAME, NUMBER, WHOLE, DEGREE, ACT, LASTING)
"""What a rule finds: the frame, a number, all of a set, a word of degree, a predicate, a form that lasts."""

_CODES = {
    FRAME: (NONE,),
    NUMBER: (COUNTABLE,),
    WHOLE: (COUNTABLE,),
    DEGREE: (VAGUE,),
    ACT: (COUNTABLE, EVENT, STATE, VAGUE),
    LASTING: (STATE,),
}
_ANY = "*"
_FIELD = "completion"
_FILE = "completion.csv"


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """A row of completion: `node` is None for *, which stands for every predicate without a row."""

    code: str
    written: str
    use: str
    node: Node | None
    unless: Node | None


@dataclass(frozen=True, slots=True)
class CompletionRules:
    """The table completion, compiled once."""

    rules: tuple[CompletionRule, ...]
    other: CompletionRule
    index: PhraseIndex
    user_dictionary: UserDictionary | None

    @classmethod
    def of_lexicons(cls, lexicons: Lexicons) -> CompletionRules:
        """The rules of the table completion.

        Raises:
            ValueError: for a row with an unknown code or use or a rule that cannot be read, when the row * is missing,
                and for a codebook with other kinds; the message names the file and the line (the header is line 1).
        """
        if set(lexicons.completion_codes["code"]) != set(KINDS):
            raise ValueError(f"codebook.csv: the codes of {COMPLETION} must be {', '.join(KINDS)}")
        cells = list(lexicons.completion[["code", "rule", "use", "unless"]].itertuples(index=False, name=None))
        rows = [(row, _read_row(line, *row)) for line, row in enumerate(cells, 2)]
        # In an order of their own: which of two rules that hit alike is named must not depend on the file's.
        rules = [rule for _, rule in sorted(rows, key=lambda row: row[0])]
        other = next((rule for rule in rules if rule.node is None), None)
        if other is None:
            raise ValueError(f"{_FILE}: the row {_ANY} of the use {ACT} is missing; it codes all other predicates")
        nodes = [node for rule in rules for node in (rule.node, rule.unless) if node is not None]
        index = PhraseIndex([phrase for node in nodes for phrase in list_phrases(node)])
        return cls(tuple(rule for rule in rules if rule.node is not None), other, index, lexicons.user_dictionary)


def code_completion(text: str, rules: CompletionRules) -> str:
    """The kind of one criterion; none for a text without words."""
    return decide_kind(find_hits(text, rules))


def code_completions(
    measures: pd.DataFrame, lexicons: Lexicons, engine: str = "auto"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table measure_completion, and what its kinds rest on in the columns of `evidence.EVIDENCE_COLUMNS`.

    Args:
        measures: measure_id, completion (missing where none is printed).

    Returns:
        (measure_id, kind, evidence: the printed words that decide, missing for none), sorted by measure_id; and the
        hits in all criteria, `part` being the use of the rule, `value` 1, `taken` true of the hit that decides.

    Raises:
        ValueError: see `CompletionRules.of_lexicons`.
    """
    rules = CompletionRules.of_lexicons(lexicons)
    rows, found = [], []
    printed = measures.sort_values("measure_id")[["measure_id", _FIELD]]
    for measure_id, text in printed.itertuples(index=False, name=None):
        hits = [] if pd.isna(text) else find_hits(text, rules, engine)
        words = next((hit.printed for hit in hits if hit.taken), None)
        rows.append((measure_id, decide_kind(hits), words))
        found += [(measure_id, hit) for hit in hits]
    kinds = pd.DataFrame(rows, columns=["measure_id", "kind", "evidence"]).astype("str")
    return kinds, tabulate_evidence(found)


def decide_kind(hits: Sequence[Evidence]) -> str:
    """The kind for which a hit was taken."""
    return next((hit.code for hit in hits if hit.taken), NONE)


def find_hits(text: str, rules: CompletionRules, engine: str = "auto") -> list[Evidence]:
    """The hits in a criterion in their order; of several sentences the last one has the one that decides."""
    cut = cut_sentences(fold_width(text))
    tokenised = tokenise_many([sentence for _, sentence in cut], engine, rules.user_dictionary)
    found: list[Evidence] = []
    for (start, _), tokens in zip(cut, tokenised, strict=True):
        own = _read_sentence(Sentence(_FIELD, 0, start, text, view_sentence(tokens, rules.index)), rules)
        found = [replace(hit, taken=False) for hit in found] + own if own else found
    return found


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: CompletionRule
    match: Match


def _read_sentence(sentence: Sentence, rules: CompletionRules) -> list[Evidence]:
    """The hits of a sentence, one of them taken; none where it has no predicate."""
    view = sentence.view
    hits = [_Hit(rule, match) for rule in rules.rules for match in _match(rule, view)]
    end, lasting = _strip_end(view, hits)
    clauses = find_clauses(view.tokens[:end])
    if not clauses:
        return []
    final = clauses[-1]
    begin = max((clause.last for clause in clauses if clause.kind != FINAL), default=0)
    act = _find_act(hits, final.first, end) or _Hit(rules.other, tuple(range(final.first, final.last)))
    inside = [hit for hit in hits if begin <= hit.match[0] and hit.match[-1] < end]
    numbers = [hit for hit in inside if hit.rule.use == NUMBER]
    degrees = [hit for hit in inside if hit.rule.use == DEGREE]
    wholes = [hit for hit in hits if hit.rule.use == WHOLE and hit.match[-1] < end]
    taken = _decide(act, lasting, numbers, degrees, wholes)
    counted = sorted({*numbers, *degrees, *wholes, *lasting, act}, key=lambda hit: (hit.match, hit.rule.written))
    return [_describe(sentence, hit, hit == taken) for hit in counted]


def _match(rule: CompletionRule, view: SentenceView) -> Iterator[Match]:
    if rule.node is None:
        return
    for match in find_matches(rule.node, view):
        if rule.unless is None or not holds(rule.unless, replace(view, hit=match)):
            yield match


def _strip_end(view: SentenceView, hits: Sequence[_Hit]) -> tuple[int, list[_Hit]]:
    """Where the criterion ends without its frame and the forms that last, and these forms."""
    lasting: list[_Hit] = []
    end = _skip_endings(view, len(view.tokens))
    while True:
        last = [hit for hit in hits if hit.rule.use in {FRAME, LASTING} and hit.match[-1] == end - 1]
        outer = min(last, key=lambda hit: hit.match[0], default=None)
        if outer is None:
            return end, lasting
        lasting += [outer] if outer.rule.use == LASTING else []
        end = _skip_endings(view, outer.match[0])


def _skip_endings(view: SentenceView, end: int) -> int:
    """Without the marks and the endings of a verb (ます, た) before `end`."""
    while end and view.tokens[end - 1].part_of_speech.startswith(("記号", "助動詞")):
        end -= 1
    return end


def _find_act(hits: Sequence[_Hit], first: int, end: int) -> _Hit | None:
    """The predicate of the last clause: of the hits that reach into it the last one, the longest of these."""
    acts = [hit for hit in hits if hit.rule.use == ACT and first <= hit.match[-1] < end]
    return max(acts, key=lambda hit: (hit.match[-1], -hit.match[0], hit.rule.written), default=None)


def _decide(
    act: _Hit, lasting: Sequence[_Hit], numbers: Sequence[_Hit], degrees: Sequence[_Hit], wholes: Sequence[_Hit]
) -> _Hit:
    happens = act.rule.code == EVENT and not lasting
    if numbers:
        return numbers[0]
    if act.rule.code in {VAGUE, COUNTABLE}:
        return act
    if degrees and (not happens or act.rule.written == _ANY):
        return degrees[0]
    if not happens:
        return act if act.rule.code == STATE else lasting[0]
    return wholes[0] if wholes else act


def _describe(sentence: Sentence, hit: _Hit, taken: bool) -> Evidence:
    rule = hit.rule
    return describe_match(sentence, hit.match, COMPLETION, rule.code, rule.written, rule.use, 1.0, taken)


def _read_row(line: int, code: str, written: str, use: str, unless: str) -> CompletionRule:
    if code not in _CODES.get(use, ()):
        allowed = "; ".join(f"{name} with {' or '.join(codes)}" for name, codes in _CODES.items())
        raise ValueError(f"{_FILE}: line {line}, {written} has use {use!r} and code {code!r}; write {allowed}")
    node = None if written == _ANY and use == ACT else _parse(line, "rule", written)
    return CompletionRule(code, written, use, node, _parse(line, "unless", unless) if unless else None)


def _parse(line: int, column: str, written: str) -> Node:
    try:
        return parse_rule(written, condition=column == "unless")
    except RuleError as error:
        raise ValueError(f"{_FILE}: line {line}, column {column}: {error}") from None
