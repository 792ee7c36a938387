"""What every analysis starts from: the tables of the schema, the lists of words, the readers' codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.department.crosswalk import name_departments
from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.wording.keyness import select_words
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.tables.crosswalk import read_crosswalk, read_functions
from kyodo_analysis.tables.gold import read_completion_codes, read_gold, read_theme_codes
from kyodo_analysis.tables.hand import find_hand
from kyodo_analysis.words.lexicons import Lexicons, mark_tokens, read_lexicons


@dataclass(frozen=True)
class Materials:
    """The tables by name, the lexicons, and the records of `tables.gold.read_theme_codes` and `read_gold`.

    crosswalk, functions: the decisions about departments (`tables.crosswalk`).
    published: the texts as published by plan_id, where they were given: what is counted on raw text needs them.
    completion_codes: the records of `read_completion_codes`.
    """

    tables: Mapping[str, pd.DataFrame]
    lexicons: Lexicons
    codes: Sequence[Mapping[str, Any]]
    gold: Sequence[Mapping[str, Any]]
    crosswalk: pd.DataFrame
    functions: pd.DataFrame
    published: Mapping[str, SourceText] | None = None
    completion_codes: Sequence[Mapping[str, Any]] = ()

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The measures, reprints counted once."""
        return drop_reprints(self.tables["measures"])

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """The tokens with stop and administrative."""
        return mark_tokens(self.tables["tokens"], self.lexicons)

    @cached_property
    def words(self) -> pd.DataFrame:
        """The words of titles and contents that carry meaning (see `keyness.select_words`)."""
        return select_words(self.tokens, self.tables["measures"], self.tables["elements"])

    @cached_property
    def departments(self) -> pd.DataFrame:
        """The namings of departments with what was decided about each (`name_departments`), reprints included."""
        tables = self.tables
        return name_departments(
            tables["measures"], tables["measure_departments"], tables["plans"], self.crosswalk, self.functions
        )


def gather_materials(
    tables: Mapping[str, pd.DataFrame], hand: Path | None = None, published: Mapping[str, SourceText] | None = None
) -> Materials:
    """The tables with the lists of words and the readers' codes of their plans.

    Args:
        tables: all tables of the schema by name. hand: the folder of people's decisions; by default the project's.
        published: see `Materials`.

    Raises:
        InputError: when the folder or one of its files is missing or broken.
    """
    place = find_hand(hand)
    plans = set(tables["plans"]["plan_id"])
    codes, gold, completion_codes = (
        [record for record in read(place / "gold") if record["document"] in plans]
        for read in (read_theme_codes, read_gold, read_completion_codes)
    )
    decisions = read_crosswalk(place), read_functions(place)
    return Materials(tables, read_lexicons(place), codes, gold, *decisions, published, completion_codes)
