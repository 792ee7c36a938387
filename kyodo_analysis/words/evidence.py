"""Evidence: what a code rests on, one record per hit that counts, in the columns of the table code_evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import pandas as pd


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit that counts: `value` is what it adds, `printed` is what stands at [start, end) of the stored text."""

    scheme: str
    code: str
    field: str
    position: int
    start: int
    end: int
    rule: str
    tokens: str
    part: str
    value: float
    taken: bool
    printed: str


_CONTENT = "content"
EVIDENCE_COLUMNS = ("measure_id", *(column.name for column in fields(Evidence)))
_cells_of = attrgetter(*EVIDENCE_COLUMNS[1:])


def tabulate_evidence(found: Iterable[tuple[str, Evidence]]) -> pd.DataFrame:
    """The evidence of measures (pairs of measure_id and evidence) as a table with the columns EVIDENCE_COLUMNS."""
    rows = [(measure_id, *_cells_of(evidence)) for measure_id, evidence in found]
    table = pd.DataFrame(rows, columns=list(EVIDENCE_COLUMNS))
    whole = dict.fromkeys(["position", "start", "end"], "int64")
    words = dict.fromkeys(["measure_id", "scheme", "code", "field", "rule", "tokens", "part", "printed"], "str")
    return table.astype(whole | words | {"value": "float64", "taken": "bool"})


def add_lines(
    evidence: pd.DataFrame, measures: pd.DataFrame, elements: pd.DataFrame, spans: pd.DataFrame
) -> pd.DataFrame:
    """The evidence, same rows, with the column line: the source line of the first character, missing without a span.

    Args:
        evidence: measure_id, field, position, start. measures: measure_id and the fields. elements: measure_id,
            position, text. spans: the table spans.
    """
    runs: dict[tuple[str, str, int], list[tuple[int, int]]] = defaultdict(list)
    told = spans[spans["table"].isin(["measures", "elements"])].sort_values("piece")
    columns = ["table", "row_id", "field", "position", "line", "start", "end"]
    for table, row_id, field, position, line, start, end in told[columns].itertuples(index=False, name=None):
        if (table == "elements") == (field == "text"):
            runs[row_id, _CONTENT if table == "elements" else field, int(position)].append(
                (int(line), int(end - start))
            )
    texts = {
        (measure_id, _CONTENT, int(position)): text
        for measure_id, position, text in elements[["measure_id", "position", "text"]].itertuples(
            index=False, name=None
        )
    }
    for field in sorted(set(evidence["field"]) - {_CONTENT}):
        for measure_id, text in measures[["measure_id", field]].itertuples(index=False, name=None):
            texts[measure_id, field, 0] = text
    lines = []
    for measure_id, field, position, start in evidence[["measure_id", "field", "position", "start"]].itertuples(
        index=False, name=None
    ):
        key = (measure_id, field, int(position))
        lines.append(_find_line(runs.get(key, ()), texts[key], int(start)))
    return evidence.assign(line=pd.Series(lines, index=evidence.index, dtype="Int64"))


def _find_line(runs: Sequence[tuple[int, int]], text: str, start: int) -> int | None:
    """The line of the run that holds the character at `start`; blanks have no place where the runs are shorter."""
    known = sum(length for _, length in runs)
    place = start if known >= len(text) else len("".join(text[:start].split()))
    for line, length in runs:
        if place < length:
            return line
        place -= length
    return None
