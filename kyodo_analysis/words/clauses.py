"""The clauses of a sentence that can bind: their predicates, and how they hang together.

Japanese puts the predicate last and what depends on it before, so a sentence is walked once and each predicate is
judged by what follows it.

- Nothing: it is the last.
- A comma after a linking form, とともに, 等, ことにより: it stands beside the last.
- ため, よう: it is a purpose, and what was linked before belongs to the purpose.
- A noun: it only describes the noun; if the noun is the sentence's topic (…について、), so does all that stands before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyodo_analysis.words.tokens import Token

FINAL, LINKED, BESIDE = "final", "linked", "beside"
_PURPOSE = "purpose"

_COMMAS = frozenset("、，,")
_JOINING_NOUNS = frozenset(["と", "や", "及び", "および", "並びに", "ならびに", "・", "、", "，", "又は", "または"])
_ET_CETERA = frozenset(["等", "など"])
_PURPOSES = frozenset(["ため", "為", "よう", "際", "場合", "とき", "時"])
_TOPICS = frozenset(["について", "に関して"])
_WRAPPERS = frozenset(["こと", "もの"])
_LASTING = frozenset(["いる", "おる", "ある", "もらう", "いただく", "くださる", "ほしい"])
_DOING = frozenset(["する", "いたす", "致す"])
_SECOND_VERBS = frozenset(["上げる", "出す", "合う", "込む", "付ける"])
_DENYING = frozenset(["ない", "ん", "ぬ"])


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate of a sentence.

    `verb` is the base form of a verb of its own, empty when a noun (with する or at the end of a bullet) is the
    predicate. `nouns` are the act nouns: the predicate itself, or the objects of the verb, compounds as written.
    `binds` is False when the form describes (ています, ました, passive, negation). The tokens are [first, last).
    """

    kind: str
    verb: str
    nouns: tuple[str, ...]
    binds: bool
    lasting_link: bool
    first: int
    last: int


def find_clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of one sentence that stand on its highest level, the last one last."""
    end = len(tokens)
    while end and tokens[end - 1].part_of_speech.startswith("記号"):
        end -= 1
    if not end:
        return []
    found: list[Clause] = []
    described = False
    index = 0
    while index < end:
        tail = index + 1
        if _begins_predicate(tokens, index):
            tail = _tail_of(tokens, index, end)
            kind = _kind_of(tokens, tail, end)
            described = not kind
            if kind == _PURPOSE:
                _drop_linked(found)
            elif kind:
                found.append(_verb_clause(tokens, index, tail, kind))
            if kind == FINAL:
                return found
        elif _surfaces(tokens, index, 2) == ("こと", "から"):
            _drop_linked(found)
        elif described and tokens[index].surface in _TOPICS and _surfaces(tokens, index + 1, 1)[0] in _COMMAS:
            found.clear()
        index = tail
    return [*found, _noun_clause(tokens, end)]


def _drop_linked(found: list[Clause]) -> None:
    """What is linked to a purpose or a reason belongs to it."""
    while found and found[-1].kind == LINKED:
        found.pop()


def _surfaces(tokens: Sequence[Token], start: int, count: int) -> tuple[str, ...]:
    """The surfaces of some tokens from `start` on, empty beyond the end."""
    found = [token.surface for token in tokens[start : start + count]]
    return (*found, *[""] * (count - len(found)))


def _base(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].base_form if index < len(tokens) else ""


def _tail_of(tokens: Sequence[Token], verb: int, end: int) -> int:
    """The index behind a verb's endings and auxiliaries."""
    tail = verb + 1
    while tail < end:
        part = tokens[tail].part_of_speech
        linking = part.startswith("助詞,接続助詞") and tokens[tail].surface in {"て", "で"}
        if not (linking or part.startswith(("助動詞", "動詞,接尾", "動詞,非自立"))):
            break
        tail += 1
    return tail


def _kind_of(tokens: Sequence[Token], tail: int, end: int) -> str:
    """What follows a predicate makes of it: final, linked, beside, purpose, or empty for what describes a noun."""
    if tail >= end:
        return FINAL
    last = tokens[tail - 1]
    following, after = _surfaces(tokens[:end], tail, 2)
    if following in _COMMAS:
        return LINKED if last.surface in {"て", "で"} or last.surface != last.base_form else ""
    if following in {"たり", "だり"}:
        return LINKED
    if following in {"とともに", "と共に"} or (following == "と" and after in {"ともに", "共に"}):
        return BESIDE
    if following in {"ほか", "他"} or (following in {"が", "けれど", "けれども"} and after in _COMMAS):
        return BESIDE
    if following in _ET_CETERA:
        return "" if after == "の" else LINKED
    if following in _WRAPPERS and (tail + 1 >= end or (after == "と" and _base(tokens, tail + 2) == "する")):
        return FINAL
    if following == "こと":
        return LINKED if after in {"により", "によって", "で"} else ""
    if following in _PURPOSES:
        return _PURPOSE
    return ""


def _begins_predicate(tokens: Sequence[Token], index: int) -> bool:
    """A verb of its own, or いたす behind a noun, which IPADIC takes for an auxiliary."""
    humble = tokens[index].base_form in _DOING and index > 0 and is_noun(tokens[index - 1])
    return tokens[index].part_of_speech.startswith("動詞,自立") or (
        humble and tokens[index].part_of_speech.startswith("動詞")
    )


def _verb_of(tokens: Sequence[Token], verb: int) -> str:
    """The base form of a verb with the second verb of a compound that IPADIC cuts (立ち上げる)."""
    second = tokens[verb + 1].base_form if verb + 1 < len(tokens) else ""
    if second in _SECOND_VERBS:
        return tokens[verb].surface + second
    return "する" if tokens[verb].base_form in _DOING else tokens[verb].base_form


def _verb_clause(tokens: Sequence[Token], verb: int, tail: int, kind: str) -> Clause:
    endings = tokens[verb + 1 : tail]
    describes = any(
        token.base_form in _DENYING
        or (token.base_form == "た" and token.part_of_speech.startswith("助動詞"))
        or (token.base_form in _LASTING and token.part_of_speech.startswith("動詞,非自立"))
        or (token.base_form in {"れる", "られる"} and token.part_of_speech.startswith("動詞,接尾"))
        for token in endings
    )
    lasting_link = bool(endings) and endings[-1].surface in {"て", "で"}
    base = _verb_of(tokens, verb)
    before = tokens[verb - 1] if verb else None
    if base == "する" and before is not None and is_noun(before):
        start = _compound_start(tokens, verb - 1)
        return Clause(kind, "", (_joined(tokens, start, verb),), not describes, lasting_link, start, tail)
    if base == "する" and before is not None and before.surface == "に":
        return Clause(kind, "にする", (), not describes, lasting_link, verb - 1, tail)
    if base == "する" and (before is None or before.surface not in {"を", "も", "は"}):
        return Clause(kind, "", (), False, lasting_link, verb, tail)
    if base in {"なる", "ある", "できる", "いる"}:
        return Clause(kind, base, (), False, lasting_link, verb, tail)
    place = _object_end(tokens, verb)
    if place is None:
        return Clause(kind, base, (), not describes, lasting_link, verb, tail)
    start, nouns = _noun_group(tokens, place)
    return Clause(kind, base, nouns, not describes, lasting_link, start, tail)


def _noun_clause(tokens: Sequence[Token], end: int) -> Clause:
    last = tokens[end - 1]
    if not is_noun(last) or last.surface == "中":
        return Clause(FINAL, "", (), False, False, end - 1, end)
    start, nouns = _noun_group(tokens, end - 1)
    return Clause(FINAL, "", nouns, True, False, start, end)


def is_noun(token: Token) -> bool:
    """Whether a token can be part of a compound noun."""
    part = token.part_of_speech
    return part.startswith("名詞") and not part.startswith(("名詞,非自立", "名詞,代名詞"))


def _object_end(tokens: Sequence[Token], verb: int) -> int | None:
    """The index of the last noun before the nearest を or に that marks an object; adverbs between are passed over."""
    for place in range(verb - 1, max(verb - 9, 0), -1):
        surface, before = tokens[place].surface, tokens[place - 1]
        if surface in _COMMAS or tokens[place].part_of_speech.startswith("動詞"):
            return None
        adverbial = "形容動詞語幹" in before.part_of_speech or "副詞可能" in before.part_of_speech
        if surface in {"を", "に", "も"} and is_noun(before) and not (surface == "に" and adverbial):
            return place - 1
    return None


def _noun_group(tokens: Sequence[Token], last: int) -> tuple[int, tuple[str, ...]]:
    """Where the compound that ends at `last` starts, and the compound with those that are joined to it."""
    while last > 0 and tokens[last].surface in _ET_CETERA and is_noun(tokens[last - 1]):
        last -= 1
    start = _compound_start(tokens, last)
    nouns = [_joined(tokens, start, last + 1)]
    before = start
    while before >= 2 and tokens[before - 1].surface in _JOINING_NOUNS and _is_act(tokens[before - 2]):
        joined = _compound_start(tokens, before - 2)
        nouns.append(_joined(tokens, joined, before - 1))
        before = joined
    return start, tuple(nouns)


def _is_act(token: Token) -> bool:
    return "サ変接続" in token.part_of_speech and token.surface.isalpha()


def _compound_start(tokens: Sequence[Token], last: int) -> int:
    start = last
    while start > 0 and is_noun(tokens[start - 1]) and tokens[start - 1].surface[0].isalpha():
        start -= 1
    return start


def _joined(tokens: Sequence[Token], start: int, end: int) -> str:
    return "".join(token.surface for token in tokens[start:end])
