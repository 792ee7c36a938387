"""Patterns over tokens: 協働 の 推進, base:支援 する, pos:名詞 を 進める, 市民*, /^(支援|推進)$/.

A pattern is one or several terms with blanks between them, one for each token in a row. A term is a word, a word with *
for any characters, * alone for any token, or a regular expression between slashes, which is searched for anywhere in
the token. It is looked up in the base forms, or where pos:, base: or surface: stands before it, in those. Regular
expressions are RE2's, whose time grows with the text alone: none can run for ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.words.folding import fold_width

BASE, SURFACE, POS = "base", "surface", "pos"
MOST_CHARACTERS, MOST_TERMS = 200, 20
"""A pattern that is longer is a text, not a pattern."""

_ECHOED = 40
SCOPES = (BASE, SURFACE, POS)

_ANY = "*"
_EXAMPLES = {BASE: "支援", SURFACE: "支援", POS: "名詞"}
# How RE2 refuses what other engines know: look-ahead, look-behind, atomic groups, references back.
_UNSUPPORTED = re.compile(r"invalid (?:perl operator|escape sequence): (?P<what>\(\?[=!<>]+|\\[1-9])")
_TERM = re.compile(rf"(?:(?P<scope>{'|'.join(SCOPES)}):)?(?:/(?P<regex>(?:\\.|[^/\\])*)/(?!\S)|(?P<word>\S+))")


@dataclass(frozen=True, slots=True)
class Term:
    """What one token must be like: where to look (base, surface, pos), the text as written, and its kind."""

    scope: str
    text: str
    regex: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a word, without wildcard or regular expression."""
        return not self.regex and _ANY not in self.text

    @property
    def any(self) -> bool:
        """Whether every token will do."""
        return not self.regex and not self.text.strip(_ANY)

    def find_in(self, values: Iterable[str]) -> set[str]:
        """Which of some values it fits. Width does not matter: NPO finds ＮＰＯ.

        Parts of speech are given with their details (名詞,サ変接続,*,*); the first parts are enough.
        """
        fits = self._test()
        return {value for value in values if fits(value)}

    def _test(self) -> Callable[[str], bool]:
        if self.any:
            return lambda value: True
        if self.regex:
            found = _compile(self.text)
            return lambda value: bool(found.search(value) or found.search(unicodedata.normalize("NFKC", value)))
        text = self.text if self.scope == POS else fold_width(self.text)
        if not self.plain:
            parts = ".*".join(re2.escape(part) for part in re.split(r"[*＊]+", text))
            whole = _compile(f"^(?:{parts})$")
            return lambda value: bool(whole.search(value if self.scope == POS else fold_width(value)))
        if self.scope == POS:
            return lambda value: f"{value},".startswith(f"{text},")
        return lambda value: fold_width(value) == text


def parse_pattern(pattern: str, by: str = BASE) -> list[Term]:
    """The terms of a pattern.

    Args:
        by: base, surface or pos, where a term does not say it itself.

    Raises:
        InputError: when the pattern is empty or too long, a regular expression is broken or not closed, or a term or
            the whole of it says nothing.

    >>> [(term.scope, term.text) for term in parse_pattern("pos:名詞 を /^進め/")]
    [('pos', '名詞'), ('base', 'を'), ('base', '^進め')]
    """
    if by not in SCOPES:
        raise InputError(f"patterns cannot be looked up by {by!r}; choose {', '.join(SCOPES[:-1])} or {SCOPES[-1]}")
    if len(pattern) > MOST_CHARACTERS:
        raise InputError(
            f"the pattern {echo(pattern)} has {len(pattern)} characters; at most {MOST_CHARACTERS} can be looked up"
        )
    terms = []
    at = 0
    for found in _TERM.finditer(pattern):
        _refuse_rest(pattern[at : found.start()])
        at = found.end()
        scope = found["scope"] or by
        if found["regex"] is not None:
            _compile(found["regex"])
            terms.append(Term(scope, found["regex"], regex=True))
            continue
        word = found["word"]
        if word.startswith("/") and word != "/":
            raise InputError(
                f"the regular expression {echo(pattern[found.start() :])} is not closed; end it with / and a blank"
            )
        if word.endswith(":") and word[:-1] in SCOPES:
            raise InputError(
                f"nothing stands behind {word} in the pattern; write for example {word}{_EXAMPLES[word[:-1]]}"
            )
        terms.append(Term(scope, word.replace("＊", _ANY)))
    _refuse_rest(pattern[at:])
    if all(term.any for term in terms):
        raise InputError(f"the pattern {echo(pattern)!r} names no word; give one such as 協働 or 市民*")
    refuse_many(terms)
    return terms


def refuse_many(terms: Sequence[Term]) -> None:
    """Nothing where so many terms can be looked up.

    Raises:
        InputError: when there are more than `MOST_TERMS`.
    """
    if len(terms) > MOST_TERMS:
        raise InputError(f"the pattern has {len(terms)} tokens; at most {MOST_TERMS} in a row can be looked up")


def echo(text: str) -> str:
    """A pattern or a part of it for a message: its first 40 characters.

    >>> echo("協働"), len(echo("協働の推進" * 30))
    ('協働', 41)
    """
    return text if len(text) <= _ECHOED else f"{text[:_ECHOED]}…"


def _refuse_rest(text: str) -> None:
    if text.strip():
        raise InputError(f"cannot read {echo(text.strip())!r} in the pattern; put blanks between its terms")


@cache
def _compile(regex: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    if not regex:
        raise InputError("the regular expression // is empty; write one between the slashes")
    try:
        return re2.compile(regex, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it cannot be read"
        said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        beyond = _UNSUPPORTED.match(said)
        what = f"uses {beyond['what']}, which is not supported (RE2)" if beyond else f"is broken: {echo(said)}"
        raise InputError(f"the regular expression /{echo(regex)}/ {what}") from None
