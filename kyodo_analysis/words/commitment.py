"""How far an element of a measure binds the city: do > promote > strive > consider > none.

The rules are those of the commitment codebook (data/hand/gold/CODEBOOK.md), the words those of the table commitment.
The predicate of each clause is read, not the topic:

- A noun with する, and a noun that ends a bullet, count by that noun (開催 is do, 支援 is promote). A noun that is not
  in the table is a concrete act, hence do; a verb of its own that is not in the table is promote at the end of a
  sentence and nothing elsewhere (課題を捉え、 拠点と位置付け、).
- 行う, 始める and the like follow their noun: 支援を行います is promote, 説明会を行います is do.
- A clause counts when it is the last one or stands beside it (…し、 …するとともに、 …する等、 …することにより);
  clauses of purpose (…するため、 …できるよう、) and clauses that describe a noun do not.
- 検討します at the end governs what it contains; only a clause closed by とともに stands beside it.
- What describes (…ています, …ました, …されています, …となります, 必要です) binds to nothing.
- Text in （） and 【】 is left out: it dates or names, it does not commit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kyodo_analysis.words.clauses import BESIDE, FINAL, Clause, find_clauses
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import Token, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary

STRENGTH = ("none", "consider", "strive", "promote", "do")

_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)|【[^【】]*】")


@dataclass(frozen=True, slots=True)
class Commitment:
    """The strongest act that a text binds the city to, and the words that say so (empty for none)."""

    code: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Predicates:
    """The commitment table, ready to look words up in it.

    `acts` has the code of a noun, `verbs` the code (or follow) of a verb of its own by base form and object.
    """

    acts: Mapping[str, str]
    verbs: Mapping[tuple[str, str], str]
    user_dictionary: UserDictionary | None

    @classmethod
    def of_lexicons(cls, lexicons: Lexicons) -> Predicates:
        """The predicates of the table commitment; ValueError for a code or a use that does not exist."""
        acts: dict[str, str] = {}
        verbs: dict[tuple[str, str], str] = {}
        rows = lexicons.commitment[["word", "use", "object", "code"]].to_numpy().tolist()
        for word, use, thing, code in rows:
            if use not in {"act", "verb"} or code not in (*STRENGTH, "follow"):
                raise ValueError(
                    f"commitment.csv: {word} has use {use!r} and code {code!r}; write act or verb, and a code"
                )
            if use == "act":
                acts[word] = code
            else:
                verbs[word, thing] = code
        return cls(acts, verbs, lexicons.user_dictionary)


def code_commitment(text: str, predicates: Predicates) -> Commitment:
    """The commitment of one element."""
    return code_commitments([text], predicates)[0]


def code_commitments(texts: Sequence[str], predicates: Predicates, engine: str = "auto") -> list[Commitment]:
    """The commitment of each element; equal sentences are tokenised once."""
    kept = [_places_outside_asides(text) for text in texts]
    copies = [fold_width("".join(text[place] for place in places)) for text, places in zip(texts, kept, strict=True)]
    cut = [cut_sentences(copy) for copy in copies]
    tokens = iter(tokenise_many([s for c in cut for _, s in c], engine, predicates.user_dictionary))
    found = []
    for text, places, sentences in zip(texts, kept, cut, strict=True):
        best = Commitment("none", "")
        for start, _ in sentences:
            coded = _code_sentence(next(tokens), text, places[start:], predicates)
            best = max(best, coded, key=lambda commitment: STRENGTH.index(commitment.code))
        found.append(best)
    return found


def code_elements(elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto") -> pd.DataFrame:
    """The elements (with their column text), same rows, with the columns commitment and commitment_evidence."""
    found = code_commitments(elements["text"].tolist(), Predicates.of_lexicons(lexicons), engine)
    return elements.assign(
        commitment=pd.Series([c.code for c in found], index=elements.index, dtype="str"),
        commitment_evidence=pd.Series([c.evidence for c in found], index=elements.index, dtype="str"),
    )


def _places_outside_asides(text: str) -> list[int]:
    """The indexes of the characters that stand in no bracket; all of them when nothing else is there."""
    inside: set[int] = set()
    for match in _ASIDE.finditer(text):
        inside.update(range(*match.span()))
    outside = [place for place in range(len(text)) if place not in inside]
    return outside if any(not text[place].isspace() for place in outside) else list(range(len(text)))


def _code_sentence(tokens: Sequence[Token], text: str, places: Sequence[int], predicates: Predicates) -> Commitment:
    """The strongest clause of a sentence; `places` are the indexes in `text` of the sentence's characters."""
    clauses = find_clauses(tokens)
    coded = [(clause, _code_clause(clause, predicates)) for clause in clauses]
    if coded and coded[-1][1] == "consider":
        beside = [number for number, clause in enumerate(clauses) if clause.kind == BESIDE]
        coded = coded[: max(beside, default=-1) + 1] + coded[-1:]
    best = Commitment("none", "")
    for clause, code in coded:
        if STRENGTH.index(code) > STRENGTH.index(best.code):
            first, last = places[tokens[clause.first].start], places[tokens[clause.last - 1].end - 1]
            best = Commitment(code, text[first : last + 1])
    return best


def _code_clause(clause: Clause, predicates: Predicates) -> str:
    if not clause.binds:
        return "none"
    if not clause.verb:
        codes = [_code_act(noun, predicates) for noun in clause.nouns]
        known = any(_known_act(noun, predicates) for noun in clause.nouns)
        return "none" if clause.lasting_link and clause.kind != FINAL and not known else _strongest(codes)
    unknown = "promote" if clause.kind == FINAL else "none"
    return _strongest([_code_verb(clause.verb, noun, predicates) or unknown for noun in clause.nouns or ("",)])


def _code_verb(verb: str, noun: str, predicates: Predicates) -> str:
    """The code of a verb with an object by the row with the longest object, empty when there is no row."""
    for start in range(len(noun) + 1):
        code = predicates.verbs.get((verb, noun[start:]))
        if code == "follow":
            return _code_act(noun, predicates)
        if code is not None:
            return code
    return ""


def _code_act(noun: str, predicates: Predicates) -> str:
    return predicates.acts.get(_known_act(noun, predicates), "do")


def _known_act(noun: str, predicates: Predicates) -> str:
    """The longest ending of a noun that the table knows, empty when there is none; 活動 alone says nothing."""
    stem = noun.removesuffix("活動") or noun
    return next((stem[start:] for start in range(len(stem)) if stem[start:] in predicates.acts), "")


def _strongest(codes: Sequence[str]) -> str:
    return max(codes, key=STRENGTH.index, default="none")
