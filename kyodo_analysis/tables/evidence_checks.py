"""Whether the evidence of codes stands where it says, and whether the codes are those it speaks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd


def check_evidence(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """The hits that are not what stands at their place, and the codes that no hit was taken for, or only hits.

    Args:
        tables: measures, elements, measure_themes, measure_completion and code_evidence.
    """
    evidence = tables["code_evidence"]
    texts = _list_texts(tables["measures"], tables["elements"], sorted(set(evidence["field"])))
    places = ["measure_id", "field", "position", "start", "end", "printed"]
    for measure_id, field, position, start, end, printed in evidence[places].itertuples(index=False, name=None):
        place = f"code_evidence: {measure_id}, {field}{f' {position}' if position else ''}"
        text = texts.get((measure_id, field, position))
        if text is None:
            yield f"{place}: there is no such text"
        elif not 0 <= start < end <= len(text) or text[start:end] != printed:
            yield f"{place}: characters {start} to {end} are {text[start:end]!r}, the table reads {printed!r}"
    yield from _compare(
        _pairs(evidence[evidence["scheme"].eq("themes") & evidence["taken"]], "measure_id", "code"),
        _pairs(tables["measure_themes"], "measure_id", "theme"),
        "measure_themes",
    )
    completion = tables["measure_completion"]
    yield from _compare(
        _pairs(evidence[evidence["scheme"].eq("completion") & evidence["taken"]], "measure_id", "code"),
        _pairs(completion[completion["kind"].ne("none")], "measure_id", "kind"),
        "measure_completion",
    )
    elements = tables["elements"]
    coded = elements[elements["commitment"].notna() & elements["commitment"].ne("none")]
    yield from _compare(
        _pairs(evidence[evidence["scheme"].eq("commitment") & evidence["taken"]], "measure_id", "position", "code"),
        _pairs(coded, "measure_id", "position", "commitment"),
        "elements.commitment",
    )


def _list_texts(measures: pd.DataFrame, elements: pd.DataFrame, fields: list[str]) -> dict[tuple[str, str, int], str]:
    """The stored texts by measure_id, field and position."""
    texts = {
        (measure_id, "content", position): text
        for measure_id, position, text in elements[["measure_id", "position", "text"]].itertuples(
            index=False, name=None
        )
    }
    for field in fields:
        if field != "content" and field in measures.columns:
            filled = measures.loc[measures[field].notna(), ["measure_id", field]]
            texts |= {(measure_id, field, 0): text for measure_id, text in filled.itertuples(index=False, name=None)}
    return texts


def _pairs(table: pd.DataFrame, *columns: str) -> set[tuple[object, ...]]:
    return set(table[list(columns)].itertuples(index=False, name=None))


def _compare(spoken: set[tuple[object, ...]], given: set[tuple[object, ...]], name: str) -> Iterator[str]:
    for row in sorted(" ".join(map(str, found)) for found in given - spoken):
        yield f"code_evidence: no hit was taken for {row} of {name}"
    for row in sorted(" ".join(map(str, found)) for found in spoken - given):
        yield f"code_evidence: hits were taken for {row}, which {name} does not have"
