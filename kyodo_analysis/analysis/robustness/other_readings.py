"""The materials as they would be had the words been cut, the text repaired or the reprints counted in another way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.words.commitment import code_elements
from kyodo_analysis.words.lexicons import Lexicons
from kyodo_analysis.words.other_tokenisers import sudachi_table
from kyodo_analysis.words.themes import code_measures
from kyodo_analysis.words.token_table import token_table


def without_user_dictionary(materials: Materials, engine: str = "auto") -> Materials:
    """Words, themes and commitments made anew with IPADIC alone."""
    nothing: dict[str, Any] = {"user_dictionary": None}  # the tables of data/hand always have one
    plain = replace(materials.lexicons, **nothing)
    return _code_anew(materials, materials.tables["measures"], materials.tables["elements"], plain, engine)


def with_other_tokeniser(materials: Materials) -> Materials:
    """The words as SudachiPy cuts them; themes and commitments stay, their rules are written for Janome's tokens.

    Raises:
        TokeniserMissing: when SudachiPy is not installed.
    """
    tokens = sudachi_table(materials.tables["measures"], materials.tables["elements"])
    return replace(materials, tables={**materials.tables, "tokens": tokens})


def with_reprints(materials: Materials) -> Materials:
    """Every measure, paragraph and bullet counted as often as it is printed."""
    measures, elements = materials.tables["measures"], materials.tables["elements"]
    # The mark 再掲 is all that the analyses read in the text of an element; without text none is taken for a reprint.
    counted = {"measures": measures.assign(reprint=False), "elements": elements.assign(text="")}
    return replace(materials, tables={**materials.tables, **counted})


def on_raw_text(materials: Materials, published: Mapping[str, SourceText], engine: str = "auto") -> Materials:
    """Words, themes and commitments of the lines as they were published, nothing repaired.

    The raw reading of a measure is the lines from the first to the last one that its title and content stand in, whole
    and in print order. Where a measure begins and ends is taken from the repaired reading: without that there is no
    measure to count. All the rest is as whoever copies the text out of the file finds it:

    - what stands between and beside the words of the measure counts as its words: labels, departments, page heads,
      footnotes, marks of a table;
    - a sentence broken over two lines is two, and so may be a word; each line that is not blank stands for an element;
    - overprinted text counts as often as it is printed (four times), whole or in pieces;
    - a line that two measures share (the end of one paragraph and the start of the next; values of interleaved cards)
      counts for both;
    - no line is known to be a title, a purpose or a heading, so themes are found by the words of contents alone.

    Measures that are reprints of others are left out as they are from the repaired text.

    Args:
        published: the texts by plan_id (see `source.published.read_published`).

    Raises:
        ValueError: when the text of a plan that has measures is not among them.
    """
    measures = drop_reprints(materials.tables["measures"])
    missing = sorted(set(measures["plan_id"]) - set(published))
    if missing:
        raise ValueError(f"the published text of {missing[0]} is not given")
    lines = {plan_id: text.lines for plan_id, text in published.items()}
    places = find_lines(measures, materials.tables["spans"])
    rows = [
        (measure_id, position, text)
        for measure_id, plan_id, first, last in places.itertuples(index=False)
        for position, text in enumerate(_filled(lines[plan_id][first - 1 : last]), start=1)
    ]
    elements = pd.DataFrame(rows, columns=["measure_id", "position", "text"]).astype({"text": "str"})
    untitled = measures.assign(reprint=False)
    untitled[["title", "purpose", "completion", "policy", "program"]] = None
    return _code_anew(materials, untitled, elements, materials.lexicons, engine)


def find_lines(measures: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The source lines from the first to the last one that title and content of each measure stand in.

    Args:
        measures: measure_id, plan_id, first_line, last_line, which stand in where a measure has no spans. spans: table,
            row_id, field, line.

    Returns:
        measure_id, plan_id, first, last (lines from 1), in the order of the measures.
    """
    worded = spans["table"].eq("elements") | (spans["table"].eq("measures") & spans["field"].eq("title"))
    ends = spans[worded].groupby("row_id")["line"].agg(["min", "max"])
    first = measures["measure_id"].map(ends["min"]).fillna(measures["first_line"]).astype("int64")
    last = measures["measure_id"].map(ends["max"]).fillna(measures["last_line"]).astype("int64")
    return measures[["measure_id", "plan_id"]].assign(first=first, last=last)


def _filled(lines: tuple[str, ...]) -> Iterator[str]:
    return (line.strip() for line in lines if line.strip())


def _code_anew(
    materials: Materials, measures: pd.DataFrame, elements: pd.DataFrame, lexicons: Lexicons, engine: str
) -> Materials:
    coded = code_elements(elements, lexicons, engine)
    made = {
        "measures": measures,
        "elements": coded,
        "measure_themes": code_measures(measures, elements, lexicons, engine),
        "tokens": token_table(
            measures, elements, materials.tables["passages"].iloc[:0], engine, lexicons.user_dictionary
        ),
    }
    return replace(materials, tables={**materials.tables, **made}, lexicons=lexicons)
