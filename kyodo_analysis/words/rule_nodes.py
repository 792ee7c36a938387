"""The conditions that a coding rule is made of, as a tree (see `words.rule_language` for how they are written)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import re2

LONGEST_REGEX = 200
ATTRIBUTES = {
    "surface": "surface",
    "base": "base_form",
    "pos": "part_of_speech",
    "reading": "reading",
    "表層形": "surface",
    "基本形": "base_form",
    "品詞": "part_of_speech",
    "読み": "reading",
}
"""How rules name the properties of a token, and their names in `tokens.Token`."""

_RE2_OPTIONS = re2.Options()
_RE2_OPTIONS.log_errors = False
_LETTERS = {code + 0xFEE0: code for code in range(0x21, 0x7F) if chr(code).isalnum()}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Whole tokens that spell a text, in the width that is tokenised."""

    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What an attribute of a token must be: a value or, if `regex`, a regular expression for all of it."""

    attribute: str
    value: str
    regex: bool


@dataclass(frozen=True, slots=True)
class TokenTest:
    """One token for which every condition holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts in one sentence; the first that finds tokens is the hit, the others are its conditions."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """That a part does not occur."""

    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """All parts with at most `between` other tokens from one to the next, in the order given if `ordered`."""

    parts: tuple[Node, ...]
    between: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class InField:
    """That a part occurs somewhere in a field of the measure or in a heading above it."""

    field: str
    part: Node


@dataclass(frozen=True, slots=True)
class TheHit:
    """The tokens of the hit for which a condition is asked."""


Node = Phrase | TokenTest | AnyOf | AllOf | Without | Near | InField | TheHit


def finds_tokens(node: Node) -> bool:
    """Whether a hit of this node has tokens; what must be absent, or stand in another field, gives none."""
    match node:
        case AnyOf(parts):
            return all(finds_tokens(part) for part in parts)
        case AllOf(parts):
            return any(finds_tokens(part) for part in parts)
        case Without() | InField():
            return False
        case _:
            return True


def list_phrases(node: Node) -> Sequence[str]:
    """All phrases of a tree, those of conditions too."""
    match node:
        case Phrase(text):
            return [text]
        case AnyOf(parts) | AllOf(parts) | Near(parts):
            return [phrase for part in parts for phrase in list_phrases(part)]
        case Without(part) | InField(_, part):
            return list_phrases(part)
        case _:
            return []


def compile_regex(written: str) -> re2._Regexp:
    """The regular expression, which runs in linear time whatever it is; ValueError says what RE2 refuses."""
    if len(written) > LONGEST_REGEX:
        raise ValueError(f"the expression is longer than {LONGEST_REGEX} characters; make it several rules")
    try:
        return re2.compile(fold_letters(written), _RE2_OPTIONS)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if error.args else "not readable"
        raise ValueError(
            f"the expression is refused ({reason}); use RE2: no look-ahead or -behind, no back-references, "
            "repetitions up to 1000"
        ) from None


def fold_letters(text: str) -> str:
    """The text with letters and digits in half width, so that /NPO.*/ finds ＮＰＯ法人."""
    return text.translate(_LETTERS)
