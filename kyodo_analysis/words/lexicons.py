"""The hand-made tables of words: read from a folder, applied by joins.

Every row of these tables is a decision of a person with its reason beside it; no word list stands in the code.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kyodo_analysis.tables.hand_csv import read_hand_csv
from kyodo_analysis.words.user_dictionary import UserDictionary, read_user_dictionary

THEMES, COMMITMENT, COMPLETION = "themes", "commitment", "completion"
"""The schemes of the codebook."""

_COLUMNS = {
    "stop_words": ("word", "pos", "reason"),
    "administrative_verbs": ("word", "kind", "note"),
    "codebook": (
        *("scheme", "code", "ja", "en", "definition_en", "definition_ja"),
        *("excludes_en", "excludes_ja", "examples", "version"),
    ),
    "theme_rules": ("code", "rule", "where", "unless", "weight", "basis", "note"),
    "commitment": ("code", "rule", "use", "object", "basis", "note"),
    "completion": ("code", "rule", "use", "unless", "basis", "note"),
    "typos": ("plan_id", "line", "printed", "likely_reading", "reason"),
}
_KEYS = {
    "stop_words": ["word", "pos"],
    "administrative_verbs": ["word"],
    "codebook": ["scheme", "code"],
    "theme_rules": ["code", "rule", "where", "unless"],
    "commitment": ["rule", "use", "object"],
    "completion": ["rule", "use", "unless"],
    "typos": ["plan_id", "line", "printed"],
}


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The tables of data/hand that speak about words, one data frame each, and the user dictionary.

    `codebook` has the themes, `commitment_codes` and `completion_codes` the codes of these schemes, all in the order of
    codebook.csv.
    """

    stop_words: pd.DataFrame
    administrative_verbs: pd.DataFrame
    codebook: pd.DataFrame
    commitment_codes: pd.DataFrame
    completion_codes: pd.DataFrame
    theme_rules: pd.DataFrame
    commitment: pd.DataFrame
    completion: pd.DataFrame
    typos: pd.DataFrame
    user_dictionary: UserDictionary

    @property
    def theme_codes(self) -> list[str]:
        """The codes of the themes in the order of the codebook."""
        codes: list[str] = self.codebook["code"].tolist()
        return codes


def read_lexicons(folder: str | os.PathLike[str]) -> Lexicons:
    """All tables of words in a folder (data/hand).

    Raises:
        InputError, ValueError: names a file that is missing or a table that is no CSV in UTF-8 (with or without a byte
            order mark), or whose columns, cells or keys are not as they must be, and the line as a spreadsheet shows
            it: the header is line 1.
    """
    place = Path(folder)
    tables = {name: _read_table(place, name) for name in _COLUMNS}
    codebook = tables.pop("codebook")
    names = (THEMES, COMMITMENT, COMPLETION)
    schemes = {scheme: codebook[codebook["scheme"] == scheme].reset_index(drop=True) for scheme in names}
    unknown = codebook.loc[~codebook["scheme"].isin(list(schemes)), "scheme"].tolist()
    if unknown:
        raise ValueError(f"codebook.csv: {unknown[0]!r} is no scheme; write {', '.join(names[:-1])} or {names[-1]}")
    return Lexicons(
        **tables,
        codebook=schemes[THEMES],
        commitment_codes=schemes[COMMITMENT],
        completion_codes=schemes[COMPLETION],
        user_dictionary=read_user_dictionary(place / "user_dictionary.csv"),
    )


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    table = read_hand_csv(path, _COLUMNS[name])
    keys = _KEYS[name]
    twice = table[table.duplicated(keys, keep=False)]
    if len(twice):
        same = twice[twice[keys].eq(twice.iloc[0][keys]).all(axis="columns")]
        lines = [str(line) for line in same.index]
        raise ValueError(
            f"{path.name}: {' '.join(filter(None, same.iloc[0][keys]))} stands twice, in lines {' and '.join(lines)}; "
            "keep one row"
        )
    return table.reset_index(drop=True)


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
