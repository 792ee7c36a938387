"""Themes, commitments and completion criteria by the codebook and rules of a folder, with the evidence for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kyodo_analysis.source.errors import InputError, explain_os_error
from kyodo_analysis.words.commitment import code_elements, find_commitment_evidence
from kyodo_analysis.words.completion import code_completions
from kyodo_analysis.words.evidence import add_lines
from kyodo_analysis.words.lexicons import Lexicons, read_lexicons
from kyodo_analysis.words.themes import find_theme_evidence, rank_themes


@dataclass(frozen=True, slots=True)
class Coding:
    """What coding gives: the tables of words but tokens (in any order), and the elements with their commitment."""

    themes: pd.DataFrame
    elements: pd.DataFrame
    completion: pd.DataFrame
    evidence: pd.DataFrame


def read_decisions(hand: Path) -> Lexicons:
    """The tables of words of a folder.

    Raises:
        InputError: when a table is missing or broken.
    """
    try:
        return read_lexicons(hand)
    except OSError as error:
        raise explain_os_error(error, error.filename or hand) from error
    except ValueError as error:
        raise InputError(f"{error}; correct it in {hand}") from error


def code_tables(tables: Mapping[str, pd.DataFrame], lexicons: Lexicons, hand: Path, engine: str = "auto") -> Coding:
    """Code the measures and elements of tables (measures, elements, spans) by the tables of words in `hand`.

    Raises:
        InputError: when a rule or a code cannot be used; the message names the file, row, column and character.
    """
    measures, elements = tables["measures"], tables["elements"]
    try:
        found = find_theme_evidence(measures, elements, lexicons, engine)
        committed = find_commitment_evidence(elements, lexicons, engine)
        coded = code_elements(elements, lexicons, engine)
        completion, completed = code_completions(measures, lexicons, engine)
    except ValueError as error:
        raise InputError(f"{error}; correct it in {hand}") from error
    hits = pd.concat([found, committed, completed], ignore_index=True)
    evidence = add_lines(hits, measures, elements, tables["spans"])
    return Coding(rank_themes(found, lexicons.theme_codes), coded, completion, evidence)
