"""The table theme_rules, compiled: which words speak for which theme, where, and in what company they do not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.rule_language import FIELDS, RuleError, parse_rule
from kyodo_analysis.words.rule_matching import PhraseIndex, SentenceView, needed_phrases
from kyodo_analysis.words.rule_nodes import Node, list_phrases
from kyodo_analysis.words.user_dictionary import UserDictionary

NO_THEME = "none"
"""The code of rules for phrases that only look like a theme."""

CODEBOOK, USAGE = "codebook", "usage"
"""What a rule can rest on beside the hand-coded measures of a plan: the codebook, or usage in plans at large."""

LARGEST_WEIGHT = 10

_FILE = "theme_rules.csv"
_READ = ("code", "rule", "where", "unless", "weight")


@dataclass(frozen=True, slots=True)
class ThemeRule:
    """A row of theme_rules: `written` is the rule as the table has it, `row` counts from 1 below the header."""

    row: int
    code: str
    written: str
    node: Node
    where: frozenset[str]
    unless: Node | None
    weight: float

    def fires_in(self, field: str) -> bool:
        """Whether the rule may fire in a field; one that names none may in all."""
        return not self.where or field in self.where


@dataclass(frozen=True, slots=True)
class ThemeRules:
    """All rules of themes, compiled once: the codes in the order of the codebook, the rules, and all their phrases."""

    codes: tuple[str, ...]
    rules: tuple[ThemeRule, ...]
    index: PhraseIndex
    user_dictionary: UserDictionary | None
    _by_phrase: Mapping[str, Sequence[int]]
    _by_nothing: Sequence[int]

    @classmethod
    def of_lexicons(cls, lexicons: Lexicons) -> ThemeRules:
        """The rules of the tables theme_rules and codebook.

        Raises:
            ValueError: for a row with an unknown code or field, a weight that is none, or a rule that cannot be read;
                the message names the file, the line (the header is line 1), the column and the character.
        """
        codes = tuple(lexicons.theme_codes)
        rows = enumerate(lexicons.theme_rules[list(_READ)].itertuples(index=False, name=None), 1)
        rules = tuple(_read_row(row, codes, *cells) for row, cells in rows)
        phrases = [
            phrase for rule in rules for node in (rule.node, rule.unless) if node for phrase in list_phrases(node)
        ]
        by_phrase: dict[str, list[int]] = defaultdict(list)
        by_nothing = []
        for number, rule in enumerate(rules):
            needed = needed_phrases(rule.node)
            if needed is None:
                by_nothing.append(number)
            for phrase in needed or ():
                by_phrase[phrase].append(number)
        return cls(codes, rules, PhraseIndex(phrases), lexicons.user_dictionary, by_phrase, by_nothing)

    def candidates(self, view: SentenceView) -> Iterator[ThemeRule]:
        """The rules that can match in a sentence, in the order of the table."""
        numbers = {number for phrase in view.phrases for number in self._by_phrase.get(phrase, ())}
        return (self.rules[number] for number in sorted(numbers.union(self._by_nothing)))


def find_rule_errors(lexicons: Lexicons) -> list[str]:
    """What is wrong with the rows of theme_rules, one line for each row that cannot be used; none when all can."""
    codes = lexicons.theme_codes
    errors = []
    for row, cells in enumerate(lexicons.theme_rules[list(_READ)].itertuples(index=False, name=None), 1):
        try:
            _read_row(row, codes, *cells)
        except ValueError as error:
            errors.append(str(error))
    return errors


def drop_basis(rules: pd.DataFrame, plan_id: str) -> pd.DataFrame:
    """The rows of theme_rules (or commitment) but those whose column basis names this plan alone.

    What is left was not suggested by the plan's own hand-coded measures, so that these can judge it.
    """
    stays = [set(basis.split()) != {plan_id} for basis in rules["basis"]]
    return rules[stays].reset_index(drop=True)


def drop_suggested(rules: pd.DataFrame, plan_id: str, firing_plans: Mapping[int, Collection[str]]) -> pd.DataFrame:
    """The rows of theme_rules but those that this plan may have suggested: stricter than `drop_basis`.

    A word that is usual in general may have come to mind only because it stands in one plan. So a rule of the basis
    usage is left out too when it fires in this plan and in no other. Rules that the codebook names stay.

    Args:
        firing_plans: the plans in which a row (from 1, in the order of `rules`) fires.
    """
    stays = [
        set(basis.split()) != {plan_id} and not (basis == USAGE and set(firing_plans.get(row, ())) == {plan_id})
        for row, basis in enumerate(rules["basis"], 1)
    ]
    return rules[stays].reset_index(drop=True)


def _read_row(row: int, codes: Sequence[str], code: str, rule: str, where: str, unless: str, weight: str) -> ThemeRule:
    if code not in (*codes, NO_THEME):
        raise _error(row, "code", f"{code!r} is not in codebook.csv, which has {', '.join(codes)} (or {NO_THEME})")
    for field in where.split():
        if field not in FIELDS:
            raise _error(row, "where", f"{field!r} is no field; use {', '.join(FIELDS)}, or nothing for all")
    return ThemeRule(
        row,
        code,
        rule,
        _parse(row, "rule", rule),
        frozenset(where.split()),
        _parse(row, "unless", unless) if unless else None,
        _read_weight(row, weight),
    )


def _parse(row: int, column: str, written: str) -> Node:
    try:
        return parse_rule(written, condition=column == "unless")
    except RuleError as error:
        raise _error(row, column, str(error)) from None


def _read_weight(row: int, written: str) -> float:
    try:
        weight = float(written)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight) or weight == 0:
        raise _error(row, "weight", f"{written!r} is no weight; write a number such as 1, 0.6, or -1 to speak against")
    if abs(weight) > LARGEST_WEIGHT:
        raise _error(row, "weight", f"{written!r} outweighs all else; write {-LARGEST_WEIGHT} to {LARGEST_WEIGHT}")
    return weight


def _error(row: int, column: str, problem: str) -> ValueError:
    return ValueError(f"{_FILE}: line {row + 1}, column {column}: {problem}")
