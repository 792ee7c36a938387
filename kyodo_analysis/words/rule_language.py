"""The language of coding rules: what a researcher writes in the column rule becomes a tree of conditions.

A rule is about one sentence and stands on whole tokens (形態素), so that 介護 is not found inside 介護予防:

- `公民館`, `"活動の 場"`: a phrase that whole tokens spell; the last may be inflected (話し合う finds 話し合い)
- `[base:図る pos:動詞]`: one token by its surface, base (base form), pos or reading; all conditions must hold
- `/.*センター/`, `[base:/図る|努める/]`: one token by a regular expression that matches all of it (RE2)
- `A or B`, `A and B`, `not A`, brackets, in half width; also `|`, `&`, `!`. Of `A and B` the hit is A, B its condition
- `near(A, B)[5]`: in any order, at most 5 other tokens between them; `seq(A, B)[5]`: in this order; 10 if not given
- `title(A)`, `purpose(A)`, `content(A)`, `completion(A)`, `policy(A)`, `program(A)`: somewhere in that field or heading
- `this`: the hit itself, in the column unless only: `near(this, と連携)[2]`

>>> parse_rule("公民館 and not 利用")
AllOf(parts=(Phrase(text='公民館'), Without(part=Phrase(text='利用'))))
"""

from __future__ import annotations

import re

from kyodo_analysis.words.folding import fold_width
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
)
from kyodo_analysis.words.rule_signs import OPERATORS, find_wide_sign

MEASURE_FIELDS = ("title", "purpose", "content", "completion")
HEADINGS = ("program", "policy")
FIELDS = (*MEASURE_FIELDS, *HEADINGS)

LONGEST_RULE = 500
DEEPEST_RULE = 20
MOST_BETWEEN = 30
MOST_PARTS = {"near": 3, "seq": 4}
_USUAL_BETWEEN = 10


_WORD = re.compile(r"[^\s()\[\],|&!\"]+")
_VALUE = re.compile(r"[^\s()\[\],|&!\":]+")
_BLANKS = re.compile(r"\s*")
_BETWEEN = re.compile(r"\[\s*([^\]]*?)\s*\]")


class RuleError(ValueError):
    """A rule that cannot be read: `position` is the character (from 1), `problem` what is wrong and what to do."""

    def __init__(self, position: int, problem: str) -> None:
        super().__init__(f"character {position}: {problem}")
        self.position = position
        self.problem = problem


def parse_rule(written: str, condition: bool = False) -> Node:
    """The tree of a rule; with `condition` that of a negative context, which may speak of `this` and of nothing else.

    Raises:
        RuleError: when it cannot be read, says nothing, or is longer or deeper than the limits of this module.
    """
    if not written.strip():
        raise RuleError(1, "the rule is empty; write a phrase")
    if len(written) > LONGEST_RULE:
        raise RuleError(LONGEST_RULE + 1, f"the rule is longer than {LONGEST_RULE} characters; make it several rules")
    parser = _Parser(written, condition)
    node = parser.read_any(0)
    parser.expect_end()
    if not condition and not finds_tokens(node):
        raise RuleError(1, "the rule only says what must not stand there; add, with and, what is to be found")
    return node


class _Parser:
    """Reads a rule from left to right; `depth` is the number of brackets and operators around."""

    def __init__(self, written: str, condition: bool) -> None:
        self.written = written
        self.condition = condition
        self.place = 0

    def read_any(self, depth: int) -> Node:
        parts = [self.read_all(depth)]
        while self.take_operator("or", "|"):
            parts.append(self.read_all(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def read_all(self, depth: int) -> Node:
        parts = [self.read_one(depth)]
        while self.take_operator("and", "&"):
            parts.append(self.read_one(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def read_one(self, depth: int) -> Node:
        if depth > DEEPEST_RULE:
            raise self.error(f"more than {DEEPEST_RULE} brackets inside one another; make it several rules")
        if self.take_operator("not", "!"):
            return Without(self.read_one(depth + 1))
        start = self.skip_blanks()
        if self.take("("):
            inner = self.read_any(depth + 1)
            self.close(")", start, "the bracket ( is never closed; close it with )")
            return inner
        if self.take("["):
            return self.read_token(start)
        if self.next_is('"'):
            return Phrase(fold_width(self.read_quoted()))
        if self.next_is("/"):
            value = self.read_regex()
            return AnyOf(
                tuple(TokenTest((Condition(attribute, value, True),)) for attribute in ("surface", "base_form"))
            )
        return self.read_named(depth)

    def read_named(self, depth: int) -> Node:
        """A phrase without quotation marks, `this`, or a function with its bracket."""
        start = self.place
        found = _WORD.match(self.written, start)
        if found is None:
            raise self.error(self.missing())
        word = found.group()
        name = word.casefold()
        self.refuse_wide_signs(found)
        if name in OPERATORS:
            raise self.error(f"{word} needs something on both sides; put the word itself in quotation marks")
        self.place = found.end()
        calls = self.next_is("(")
        if calls and name in {"near", "seq"}:
            return self.read_near(name, depth)
        if calls and name in FIELDS:
            opened = self.place
            self.take("(")
            inner = self.read_any(depth + 1)
            self.close(")", opened, f"the bracket of {name}( is never closed; close it with )")
            return InField(name, inner)
        if name == "this" and self.condition:
            return TheHit()
        return Phrase(fold_width(word))

    def refuse_wide_signs(self, word: re.Match[str]) -> None:
        names = [*OPERATORS, *(["this"] if self.condition else [])]
        if self.written.startswith(("(", "（"), word.end()) or "（" in word.group():
            names += [*MOST_PARTS, *FIELDS]
        found = find_wide_sign(word.group(), names)
        if found is not None:
            raise RuleError(word.start() + found[0] + 1, found[1])

    def read_near(self, name: str, depth: int) -> Node:
        start = self.place
        self.take("(")
        if self.take(")"):
            raise RuleError(start + 1, f"{name}() is empty; write {name}(市民, 意見)[5]")
        parts = [self.read_part(name, depth)]
        while self.take(","):
            parts.append(self.read_part(name, depth))
        self.close(")", start, f"the bracket of {name}( is never closed; separate its parts by , and close it with )")
        if not 2 <= len(parts) <= MOST_PARTS[name]:
            raise RuleError(start + 1, f"{name} takes 2 to {MOST_PARTS[name]} parts, separated by a half-width comma")
        return Near(tuple(parts), self.read_between(name), ordered=name == "seq")

    def read_part(self, name: str, depth: int) -> Node:
        start = self.skip_blanks()
        part = self.read_any(depth + 1)
        if not finds_tokens(part):
            raise RuleError(start + 1, f"a part of {name} must be something to find; move not and fields outside")
        return part

    def read_between(self, name: str) -> int:
        found = _BETWEEN.match(self.written, self.skip_blanks())
        if found is None:
            if self.next_is("["):
                raise self.error("the bracket [ is never closed; close it with ]")
            return _USUAL_BETWEEN
        number = found.group(1)
        if not (number.isdecimal() and len(number) < 4 and int(number) <= MOST_BETWEEN):
            raise self.error(f"{name}[{number}] is no number of tokens; write 0 to {MOST_BETWEEN}")
        self.place = found.end()
        return int(number)

    def read_token(self, start: int) -> Node:
        conditions = []
        while not self.take("]"):
            if self.at_end():
                raise RuleError(start + 1, "the bracket [ is never closed; close it with ]")
            conditions.append(self.read_condition())
        if not conditions:
            raise RuleError(start + 1, "[] is empty; write [base:図る] or [pos:名詞]")
        return TokenTest(tuple(conditions))

    def read_condition(self) -> Condition:
        start = self.skip_blanks()
        found = _VALUE.match(self.written, start)
        name = found.group() if found else ""
        if name not in ATTRIBUTES:
            raise RuleError(start + 1, f"{name or 'nothing'} is no property of a token; use {', '.join(ATTRIBUTES)}")
        self.place = start + len(name)
        if not self.take(":"):
            raise self.error(f"{name} needs a value; write {name}: and the value")
        if self.next_is("/"):
            return Condition(ATTRIBUTES[name], self.read_regex(), True)
        if self.next_is('"'):
            return _test_value(name, self.read_quoted())
        value = _VALUE.match(self.written, self.skip_blanks())
        if value is None:
            raise self.error(f"{name}: needs a value, such as base:図る or pos:名詞")
        self.place = value.end()
        return _test_value(name, value.group())

    def read_quoted(self) -> str:
        start = self.place
        end = self.written.find('"', start + 1)
        if end < 0:
            raise RuleError(start + 1, 'the quotation mark is never closed; close it with "')
        if not self.written[start + 1 : end].strip():
            raise RuleError(start + 1, "the phrase is empty; write the words between the quotation marks")
        self.place = end + 1
        return self.written[start + 1 : end].strip()

    def read_regex(self) -> str:
        start = self.place
        end = re.compile(r"(?<!\\)(?:\\\\)*/").search(self.written, start + 1)
        if end is None:
            raise RuleError(start + 1, "the expression is never closed; close it with /")
        written = self.written[start + 1 : end.end() - 1]
        if not written:
            raise RuleError(start + 1, "the expression is empty; write it between / and /")
        try:
            compile_regex(written)
        except ValueError as error:
            raise RuleError(start + 1, str(error)) from None
        self.place = end.end()
        return written

    def take_operator(self, word: str, sign: str) -> bool:
        if self.take(sign):
            return True
        found = _WORD.match(self.written, self.skip_blanks())
        if found is None or found.group().casefold() != word:
            return False
        self.place = found.end()
        return True

    def take(self, sign: str) -> bool:
        if not self.next_is(sign):
            return False
        self.place += len(sign)
        return True

    def next_is(self, sign: str) -> bool:
        return self.written.startswith(sign, self.skip_blanks())

    def close(self, sign: str, opened: int, problem: str) -> None:
        if self.take(sign):
            return
        raise RuleError(opened + 1, problem) if self.at_end() else self.error(self.missing())

    def expect_end(self) -> None:
        if not self.at_end():
            raise self.error(self.missing())

    def missing(self) -> str:
        rest = self.written[self.place : self.place + 10]
        word = _WORD.match(self.written, self.place)
        if word is not None:
            self.refuse_wide_signs(word)
        if not rest:
            return "the rule ends where something is missing; write a phrase or an operator's other side"
        if rest[0] in ")]":
            return f"{rest[0]} closes nothing; remove it or open it before"
        if rest[0] in ",|&":
            return f"{rest[0]} has nothing before it; write what is to be found, or put it in quotation marks"
        return f"{rest!r} stands beside what comes before it; write and, or, or quotation marks around both"

    def skip_blanks(self) -> int:
        found = _BLANKS.match(self.written, self.place)
        self.place = found.end() if found else self.place
        return self.place

    def at_end(self) -> bool:
        return self.skip_blanks() == len(self.written)

    def error(self, problem: str) -> RuleError:
        return RuleError(min(self.skip_blanks(), len(self.written)) + 1, problem)


def _test_value(name: str, value: str) -> Condition:
    """Words are compared in the width that is tokenised, parts of speech as Janome writes them."""
    attribute = ATTRIBUTES[name]
    return Condition(attribute, value if attribute == "part_of_speech" else fold_width(value), False)
