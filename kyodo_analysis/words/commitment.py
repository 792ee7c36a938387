"""How far an element of a measure binds the city: do > promote > strive > consider > none.

The rules are those of the commitment codebook (data/hand/gold/CODEBOOK.md), the words those of the table commitment.
The predicate of each clause is read, not the topic:

- A noun with する, and a noun that ends a bullet, count by that noun (開催 is do, 支援 is promote). A noun that is not
  in the table counts by the row * of the use act (a concrete act, hence do), a verb of its own that is not in the table
  by the row * of the use verb (promote) at the end of a sentence and for nothing elsewhere (課題を捉え、).
- 行う, 始める and the like follow their noun: 支援を行います is promote, 説明会を行います is do.
- A clause counts when it is the last one or stands beside it (…し、 …するとともに、 …する等、 …することにより);
  clauses of purpose (…するため、 …できるよう、) and clauses that describe a noun do not.
- 検討します at the end governs what it contains; only a clause closed by とともに stands beside it.
- What describes (…ています, …ました, …されています, …となります, 必要です) binds to nothing.
- Text in （） and 【】 is left out: it dates or names, it does not commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kyodo_analysis.words.clauses import BESIDE, FINAL, Clause, find_clauses
from kyodo_analysis.words.evidence import Evidence, tabulate_evidence
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.lexicons import COMMITMENT, Lexicons
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import Token, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary

STRENGTH = ("none", "consider", "strive", "promote", "do")

FOLLOW = "follow"
"""The code of a verb that says only that its noun is done."""

_ANY = "*"
_FILE = "commitment.csv"
_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)|【[^【】]*】")


@dataclass(frozen=True, slots=True)
class Commitment:
    """The strongest act that a text binds the city to, and the words that say so (empty for none)."""

    code: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a clause is coded by: a row of the table commitment, named by its rule, the object of a verb in brackets."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Predicates:
    """The commitment table, ready to look words up in it.

    `acts` has the code of a noun, `verbs` the code (or follow) of a verb of its own by base form and object; * stands
    for all nouns, and all verbs, that have no row.
    """

    acts: Mapping[str, str]
    verbs: Mapping[tuple[str, str], str]
    user_dictionary: UserDictionary | None

    @classmethod
    def of_lexicons(cls, lexicons: Lexicons) -> Predicates:
        """The predicates of the table commitment.

        Raises:
            ValueError: for a code or a use that does not exist, and when a row * is missing.
        """
        acts: dict[str, str] = {}
        verbs: dict[tuple[str, str], str] = {}
        codes = [*lexicons.commitment_codes["code"], FOLLOW]
        if set(codes) != {*STRENGTH, FOLLOW}:
            raise ValueError(f"codebook.csv: the codes of {COMMITMENT} must be {', '.join(reversed(STRENGTH))}")
        rows = lexicons.commitment[["rule", "use", "object", "code"]].itertuples(index=False, name=None)
        for line, (rule, use, thing, code) in enumerate(rows, 2):
            if use not in {"act", "verb"} or code not in codes or (use, code) == ("act", FOLLOW) or not rule:
                raise ValueError(
                    f"{_FILE}: line {line}, {rule} has use {use!r} and code {code!r}; write act or verb, and a code of "
                    f"codebook.csv ({FOLLOW} for a verb that only says that its noun is done)"
                )
            if use == "act":
                acts[rule] = code
            else:
                verbs[rule, thing] = code
        if _ANY not in acts or (_ANY, "") not in verbs:
            raise ValueError(f"{_FILE}: the row {_ANY} of the use act or verb is missing; it codes all other words")
        return cls(acts, verbs, lexicons.user_dictionary)


def name_predicate(rule: str, thing: str) -> str:
    """How evidence names a row of the table commitment: its rule, the object of a verb in brackets.

    >>> name_predicate("つくる", "場")
    'つくる（場）'
    """
    return f"{rule}（{thing}）" if thing else rule


def code_commitment(text: str, predicates: Predicates) -> Commitment:
    """The commitment of one element."""
    return code_commitments([text], predicates)[0]


def code_commitments(texts: Sequence[str], predicates: Predicates, engine: str = "auto") -> list[Commitment]:
    """The commitment of each element; equal sentences are tokenised once."""
    return [_decide(found) for found in find_clause_evidence(texts, predicates, engine)]


def code_elements(elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto") -> pd.DataFrame:
    """The elements (with their column text), same rows, with the columns commitment and commitment_evidence."""
    found = code_commitments(elements["text"].tolist(), Predicates.of_lexicons(lexicons), engine)
    return elements.assign(
        commitment=pd.Series([c.code for c in found], index=elements.index, dtype="str"),
        commitment_evidence=pd.Series([c.evidence for c in found], index=elements.index, dtype="str"),
    )


def find_commitment_evidence(elements: pd.DataFrame, lexicons: Lexicons, engine: str = "auto") -> pd.DataFrame:
    """The clauses that bind in elements (measure_id, position, text), in the columns of `evidence.EVIDENCE_COLUMNS`.

    `part` is the place of the clause in its sentence (final, linked, beside), `value` the strength of its code (do 4 to
    consider 1), and `taken` is true of the clause that the element is coded by.
    """
    rows = elements[["measure_id", "position", "text"]].sort_values(["measure_id", "position"])
    found = find_clause_evidence(rows["text"].tolist(), Predicates.of_lexicons(lexicons), engine)
    return tabulate_evidence(
        (measure_id, replace(evidence, position=int(position)))
        for (measure_id, position), clauses in zip(
            rows[["measure_id", "position"]].itertuples(index=False, name=None), found, strict=True
        )
        for evidence in clauses
    )


def find_clause_evidence(texts: Sequence[str], predicates: Predicates, engine: str = "auto") -> list[list[Evidence]]:
    """For each element the clauses that bind, as they stand in it; the first of the strongest is taken."""
    kept = [_places_outside_asides(text) for text in texts]
    copies = [fold_width("".join(text[place] for place in places)) for text, places in zip(texts, kept, strict=True)]
    cut = [cut_sentences(copy) for copy in copies]
    tokens = iter(tokenise_many([s for c in cut for _, s in c], engine, predicates.user_dictionary))
    coded = []
    for text, places, sentences in zip(texts, kept, cut, strict=True):
        found = [
            evidence
            for start, _ in sentences
            for evidence in _read_sentence(next(tokens), text, places[start:], predicates)
        ]
        strongest = max(found, key=lambda evidence: evidence.value, default=None)
        coded.append([replace(evidence, taken=evidence is strongest) for evidence in found])
    return coded


def _decide(found: Sequence[Evidence]) -> Commitment:
    return next((Commitment(evidence.code, evidence.printed) for evidence in found if evidence.taken), _NOTHING)


_NOTHING = Commitment("none", "")


def _places_outside_asides(text: str) -> list[int]:
    """The indexes of the characters that stand in no bracket; all of them when nothing else is there."""
    inside: set[int] = set()
    for match in _ASIDE.finditer(text):
        inside.update(range(*match.span()))
    outside = [place for place in range(len(text)) if place not in inside]
    return outside if any(not text[place].isspace() for place in outside) else list(range(len(text)))


def _read_sentence(
    tokens: Sequence[Token], text: str, places: Sequence[int], predicates: Predicates
) -> Iterator[Evidence]:
    """The clauses of a sentence that bind; `places` are the indexes in `text` of the sentence's characters."""
    clauses = find_clauses(tokens)
    coded = [(clause, _code_clause(clause, predicates)) for clause in clauses]
    if coded and coded[-1][1] is not None and coded[-1][1].code == "consider":
        beside = [number for number, clause in enumerate(clauses) if clause.kind == BESIDE]
        coded = coded[: max(beside, default=-1) + 1] + coded[-1:]
    for clause, predicate in coded:
        if predicate is None or predicate.code == "none":
            continue
        start, end = places[tokens[clause.first].start], places[tokens[clause.last - 1].end - 1] + 1
        yield Evidence(
            scheme=COMMITMENT,
            code=predicate.code,
            field="content",
            position=0,
            start=start,
            end=end,
            rule=predicate.name,
            tokens=" ".join(_cut_tokens(tokens[clause.first : clause.last], text, places)),
            part=clause.kind,
            value=float(STRENGTH.index(predicate.code)),
            taken=False,
            printed=text[start:end],
        )


def _cut_tokens(tokens: Sequence[Token], text: str, places: Sequence[int]) -> Iterator[str]:
    """The tokens as they stand in the stored text, which is not folded."""
    for token in tokens:
        yield "".join(text[place] for place in places[token.start : token.end])


def _code_clause(clause: Clause, predicates: Predicates) -> Predicate | None:
    """The strongest row of the table that a clause fires; None when it binds to nothing."""
    if not clause.binds:
        return None
    if not clause.verb:
        known = any(_known_act(noun, predicates) for noun in clause.nouns)
        if clause.lasting_link and clause.kind != FINAL and not known:
            return None
        return _strongest([_code_act(noun, predicates) for noun in clause.nouns])
    unknown = Predicate(predicates.verbs[_ANY, ""], _ANY) if clause.kind == FINAL else None
    found = [_code_verb(clause.verb, noun, predicates) or unknown for noun in clause.nouns or ("",)]
    return _strongest([predicate for predicate in found if predicate is not None])


def _code_verb(verb: str, noun: str, predicates: Predicates) -> Predicate | None:
    """The row of a verb with the longest object that the noun ends in; None when there is no row."""
    for start in range(len(noun) + 1):
        code = predicates.verbs.get((verb, noun[start:]))
        if code is not None:
            return (
                _code_act(noun, predicates) if code == FOLLOW else Predicate(code, name_predicate(verb, noun[start:]))
            )
    return None


def _code_act(noun: str, predicates: Predicates) -> Predicate:
    name = _known_act(noun, predicates) or _ANY
    return Predicate(predicates.acts[name], name)


def _known_act(noun: str, predicates: Predicates) -> str:
    """The longest ending of a noun that the table knows, empty when there is none; 活動 alone says nothing."""
    stem = noun.removesuffix("活動") or noun
    return next((stem[start:] for start in range(len(stem)) if stem[start:] in predicates.acts), "")


def _strongest(found: Sequence[Predicate]) -> Predicate | None:
    return max(found, key=lambda predicate: STRENGTH.index(predicate.code), default=None)
