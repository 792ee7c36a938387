"""The hand-made tables of words: read from a folder, applied by joins.

Every row of these tables is a decision of a person with its reason beside it; no word list stands in the code.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kyodo_analysis.words.user_dictionary import UserDictionary, read_user_dictionary

_COLUMNS = {
    "stop_words": ("word", "pos", "reason"),
    "administrative_verbs": ("word", "kind", "note"),
    "codebook": ("code", "ja", "en", "definition", "excludes"),
    "theme_terms": ("code", "pattern", "weight", "note"),
    "commitment": ("word", "use", "object", "code", "note"),
    "typos": ("plan_id", "line", "printed", "likely_reading", "reason"),
}
_KEYS = {
    "stop_words": ["word", "pos"],
    "administrative_verbs": ["word"],
    "codebook": ["code"],
    "theme_terms": ["code", "pattern"],
    "commitment": ["word", "use", "object"],
    "typos": ["plan_id", "line", "printed"],
}


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The tables of data/hand that speak about words, one data frame each, and the user dictionary."""

    stop_words: pd.DataFrame
    administrative_verbs: pd.DataFrame
    codebook: pd.DataFrame
    theme_terms: pd.DataFrame
    commitment: pd.DataFrame
    typos: pd.DataFrame
    user_dictionary: UserDictionary


def read_lexicons(folder: str | os.PathLike[str]) -> Lexicons:
    """All tables of words in a folder (data/hand).

    FileNotFoundError names a file that is missing, ValueError a table whose columns or keys are not as they must be.
    """
    place = Path(folder)
    tables = {name: _read_table(place, name) for name in _COLUMNS}
    return Lexicons(**tables, user_dictionary=read_user_dictionary(place / "user_dictionary.csv"))


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    if tuple(table.columns) != _COLUMNS[name]:
        raise ValueError(f"{path}: columns are {', '.join(table.columns)}; they must be {', '.join(_COLUMNS[name])}")
    twice = table[table.duplicated(_KEYS[name])]
    if len(twice):
        raise ValueError(f"{path}: {' '.join(twice.iloc[0][_KEYS[name]])} stands twice; keep one row")
    return table


def mark_tokens(tokens: pd.DataFrame, lexicons: Lexicons) -> pd.DataFrame:
    """The tokens, same rows in the same order, with the columns stop and administrative (bool).

    `tokens` has base_form, pos and surface. A token is a stop word when the list has its base form under its part of
    speech, or when it contains no letter (numbers, marks, list numbers such as ①: IPADIC takes many of them for nouns).
    Administrative verbs (推進, 支援, 検討, ...) are marked and kept: how a plan commits itself shows in them.
    """
    stop = lexicons.stop_words.rename(columns={"word": "base_form"})[["base_form", "pos"]].assign(listed=True)
    acts = lexicons.administrative_verbs.rename(columns={"word": "base_form"})[["base_form"]].assign(act=True)
    marked = tokens.merge(stop, on=["base_form", "pos"], how="left", validate="many_to_one")
    marked = marked.merge(acts, on="base_form", how="left", validate="many_to_one")
    wordless = [not any(character.isalpha() for character in surface) for surface in tokens["surface"]]
    return tokens.assign(
        stop=marked["listed"].eq(True).to_numpy() | pd.Series(wordless, dtype=bool).to_numpy(),
        administrative=marked["act"].eq(True).to_numpy(),
    )
