"""How far a sentence is about a word in it: what its noun phrase is to the predicate that governs it.

A word is acted on when it belongs to what the measure does (the object of a predicate that binds, the predicate itself,
the end of a bullet), another object when a verb that does not bind takes it, and merely mentioned otherwise: a subject,
a partner (…と連携して), an addressee (…へ, …に配る), a means (…による), a place (…において), an occasion (…に当たり).

- A 場, a 仕組み or a 窓口 is nothing but what it is for: what is said of it (意見を交換する場, 助言を行う窓口) counts
  as much as it does itself, but not what is to be learnt there (寄付について学ぶ機会).
- What a thing is for, about or from (団体への情報, 自治会に関する手引き) is another object, unless it is to be
  supported (自治会への支援, 育成に向けた取組).
- Examples (…など、) count as much as the object that they are examples of.
- A bracket with a verb in it tells a story of its own: what stands in it is merely mentioned. In other brackets a word
  counts as much as the one before the bracket.
"""

from __future__ import annotations

from collections.abc import Sequence

from kyodo_analysis.words.clauses import is_noun
from kyodo_analysis.words.tokens import Token

ACTED_ON, OTHER_OBJECT, MENTIONED = "acted_on", "other_object", "mentioned"
PARTS = (ACTED_ON, OTHER_OBJECT, MENTIONED)
"""From the most to the least that a sentence can be about a word."""

_OPENING, _CLOSING = frozenset("（("), frozenset("）)")
_COMMAS = frozenset("、，")
_ET_CETERA = frozenset(["など", "等"])
_OR = frozenset(["あるいは", "または", "又は", "もしくは", "若しくは", "及び", "並びに"])
_CHAINING = frozenset(["の", "や", "など", "等", "及び", "および", "・", "「", "」", "『", "』", "並びに"])
_CASES = frozenset(["へ", "で", "と", "から", "について", "に関して", "において"])
_MEANS = frozenset(["により", "によって", "を通じて", "を通して", "をもって"])
_OBJECT_MARKS = frozenset(["を", "について", "に関して"])
_AWAY = frozenset(["で", "へ", "と", "から", "まで", "において"])
_SUBJECT_MARKS = frozenset(["が", "は"])
_RELATING = frozenset(["に対する", "に関する", "にかかる", "に係る"])
_RELATING_VERBS = frozenset(["係る", "関わる", "向ける"])
_OCCASIONS = frozenset(["当たる", "あたる", "際する", "伴う"])
_TELLING = frozenset(
    ["知らせる", "伝える", "届ける", "配る", "配布", "周知", "説明", "紹介", "提供", "送る", "呼びかける"]
)
_SUCH_AS = frozenset(["はじめ", "始め"])
_ABLE = frozenset(["できる", "行える"])
_LEARNING = frozenset(["学ぶ", "学習", "考える", "知る", "体験"])
_EFFORTS = frozenset(["支援", "取組", "取り組み", "取組み", "施策"])
_OCCASION_OR_PLACE = ["場", "場づくり", "機会", "きっかけ", "会", "会議", "環境"]
_ARRANGEMENT = ["仕組み", "しくみ", "制度", "体制", "基盤", "プログラム", "事業", "活動", *_EFFORTS]
_HELPER = ["窓口", "組織", "員", "アドバイザー", "コーディネーター"]
_VESSELS = frozenset([*_OCCASION_OR_PLACE, *_ARRANGEMENT, *_HELPER])


def find_part(tokens: Sequence[Token], last: int, bound: Sequence[tuple[int, int]]) -> str:
    """How far the sentence is about a word that ends at token `last`: follow its noun phrase to what governs it.

    `bound` are the tokens [first, last) of the clauses that bind (see `words.clauses`).
    """
    closing = _bracket_end(tokens, last)
    if closing and _stands_apart(tokens, last, closing):
        return MENTIONED
    if tokens[last].part_of_speech.startswith("動詞") and not _act_length(tokens, last):
        return _of_clause(tokens, last, bound)
    index, related = (closing or last) + 1, False
    while index < len(tokens) and (length := _link_length(tokens, index)):
        related = related or (_relates(tokens, index) and not _is_effort(tokens, index + length))
        index += length
    part = _governed(tokens, index, bound)
    return OTHER_OBJECT if related and part == ACTED_ON else part


def _bracket_end(tokens: Sequence[Token], last: int) -> int:
    """Where the bracket closes that a word stands in, 0 when it stands in none."""
    opened = any(token.surface in _OPENING for token in tokens[: last + 1])
    for index in range(last + 1, len(tokens) if opened else 0):
        if tokens[index].surface in _OPENING:
            return 0
        if tokens[index].surface in _CLOSING:
            return index
    return 0


def _stands_apart(tokens: Sequence[Token], last: int, closing: int) -> bool:
    """Whether the bracket around a word is all of the sentence or has a verb behind the word."""
    whole = tokens[0].surface in _OPENING and closing == len(tokens) - 1
    return whole or any(token.part_of_speech.startswith("動詞") for token in tokens[last + 1 : closing])


def _governed(tokens: Sequence[Token], index: int, bound: Sequence[tuple[int, int]]) -> str:
    """What a noun phrase is to the sentence, told by the token behind it."""
    if index >= len(tokens):
        return ACTED_ON
    surface, after = tokens[index].surface, tokens[index + 1] if index + 1 < len(tokens) else None
    if surface in _COMMAS and tokens[index - 1].surface in _ET_CETERA:
        return _of_whole(tokens, index + 1, bound)
    if tokens[index].part_of_speech.startswith("記号"):
        return ACTED_ON if surface == "。" else MENTIONED
    if surface in _MEANS:
        return ACTED_ON
    if after is not None and surface == "に" and after.base_form == "向ける":
        return OTHER_OBJECT
    if after is not None and (
        (surface == "に" and after.base_form in _OCCASIONS) or (surface == "を" and after.surface in _SUCH_AS)
    ):
        return MENTIONED
    if tokens[index].part_of_speech.startswith("動詞"):
        return _of_clause(tokens, index, bound)
    if surface in _OBJECT_MARKS:
        verbs = [number for number in range(index, len(tokens)) if tokens[number].part_of_speech.startswith("動詞")]
        topic = after is not None and after.surface in _COMMAS
        return _of_clause(tokens, verbs[-1 if topic else 0], bound) if verbs else OTHER_OBJECT
    if _is_inside(index, bound) and surface not in _AWAY:
        return MENTIONED if surface == "に" and _tells(tokens, index, bound) else ACTED_ON
    if after is not None and surface == "が" and after.base_form in _ABLE:
        return ACTED_ON if _describes_vessel(tokens, index + 1, bound) else MENTIONED
    return MENTIONED


def _is_inside(index: int, bound: Sequence[tuple[int, int]]) -> bool:
    return any(first <= index < end for first, end in bound)


def _tells(tokens: Sequence[Token], index: int, bound: Sequence[tuple[int, int]]) -> bool:
    """Whether the clause around a に tells or gives something: then に marks a mere addressee."""
    ends = [end for first, end in bound if first <= index < end]
    return any(token.base_form in _TELLING for token in tokens[index : min(ends)])


def _of_whole(tokens: Sequence[Token], index: int, bound: Sequence[tuple[int, int]]) -> str:
    """What examples are to the sentence: as much as the object that follows them from `index` on."""
    marks = _OBJECT_MARKS | _SUBJECT_MARKS | {"と", "へ", "から"}
    case = next((number for number in range(index, len(tokens)) if tokens[number].surface in marks), None)
    return MENTIONED if case is None or tokens[case].surface not in _OBJECT_MARKS else _governed(tokens, case, bound)


def _of_clause(tokens: Sequence[Token], verb: int, bound: Sequence[tuple[int, int]]) -> str:
    """What the object of a verb is to the sentence."""
    if _is_inside(verb, bound):
        return ACTED_ON
    learnt = tokens[verb].base_form in _LEARNING or tokens[verb - 1].surface in _LEARNING
    return ACTED_ON if not learnt and _describes_vessel(tokens, verb, bound) else OTHER_OBJECT


def _describes_vessel(tokens: Sequence[Token], verb: int, bound: Sequence[tuple[int, int]]) -> bool:
    """Whether the clause of a verb says what a 場, 仕組み or 窓口 is for that is itself acted on."""
    index = _behind_endings(tokens, verb + 1)
    while index + 1 < len(tokens) and tokens[index].surface in {"て", "で"}:
        following = index + 1 + int(is_noun(tokens[index + 1]))
        if following == len(tokens) or not tokens[following].part_of_speech.startswith("動詞"):
            return False
        index = _behind_endings(tokens, following + 1)
    if index + 1 < len(tokens):
        plain = tokens[index - 1].surface == tokens[index - 1].base_form
        if (tokens[index].surface, tokens[index + 1].surface) == ("ため", "の"):
            index += 2
        elif tokens[index].surface in _COMMAS and plain:
            index += 1
    vessel = None
    while index < len(tokens) and (is_noun(tokens[index]) or tokens[index].surface in {"の", "な", "「", "」"}):
        vessel = index if tokens[index].surface in _VESSELS else vessel
        index += 1
    return vessel is not None and find_part(tokens, vessel, bound) == ACTED_ON


def _behind_endings(tokens: Sequence[Token], index: int) -> int:
    while index < len(tokens) and tokens[index].part_of_speech.startswith(("助動詞", "動詞,接尾", "動詞,非自立")):
        index += 1
    return index


def _link_length(tokens: Sequence[Token], index: int) -> int:
    """How many tokens carry the noun phrase before `index` on: 0 where it ends."""
    surface, before = tokens[index].surface, tokens[index - 1]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if surface in _OPENING:
        closing = next((number for number in range(index, len(tokens)) if tokens[number].surface in _CLOSING), -1)
        behind = tokens[closing + 1] if 0 <= closing < len(tokens) - 1 else None
        return 0 if closing < 0 or (behind is not None and is_noun(behind)) else closing + 1 - index
    carries = is_noun(tokens[index]) or surface in _CHAINING or tokens[index].part_of_speech.startswith("接頭詞")
    if carries or after is None:
        return int(carries)
    if surface in _COMMAS:
        if before.surface in _ET_CETERA or not (is_noun(before) or before.surface in {"や", *_CLOSING}):
            return 0
        second = index + 2 < len(tokens) and is_noun(tokens[index + 2])
        return 2 * int(second) if after.surface in _OR else int(is_noun(after))
    if surface in _RELATING:
        return 1
    if length := _act_length(tokens, index):
        return length
    if surface == "な":
        return int(is_noun(before) and is_noun(after))
    if surface == "に" and after.base_form in _RELATING_VERBS:
        behind_verb = index + 2 + int(index + 2 < len(tokens) and tokens[index + 2].surface == "た")
        return behind_verb - index if behind_verb < len(tokens) and is_noun(tokens[behind_verb]) else 0
    if surface in _CASES and after.surface == "の":
        return 2
    return int(surface == "と" and is_noun(after) and _joins_nouns(tokens, index + 1))


def _relates(tokens: Sequence[Token], index: int) -> bool:
    """Whether a link makes of what stands before it something that another thing is about, for, from or with."""
    surface, after = tokens[index].surface, tokens[index + 1] if index + 1 < len(tokens) else None
    if surface in _RELATING or after is None:
        return surface in _RELATING
    return (surface in _CASES and (after.surface == "の" or is_noun(after))) or (
        surface == "に" and after.base_form in _RELATING_VERBS
    )


def _is_effort(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].surface in _EFFORTS


def _joins_nouns(tokens: Sequence[Token], index: int) -> bool:
    """Whether the と before `index` joins two nouns; before a noun with する it marks a partner (団体と連携する)."""
    while index < len(tokens) and is_noun(tokens[index]):
        index += 1
    return index < len(tokens) and not tokens[index].part_of_speech.startswith(("動詞", "記号", "助動詞"))


def _act_length(tokens: Sequence[Token], index: int) -> int:
    """How many tokens are a verb that stands for a noun, a stem before a case (立ち上げの, 備えを): 0 where none is."""
    end = index
    while end < len(tokens) and tokens[end].part_of_speech.startswith("動詞"):
        end += 1
    before_case = end < len(tokens) and tokens[end].surface in {*_OBJECT_MARKS, "の", "や"}
    return end - index if before_case else 0
