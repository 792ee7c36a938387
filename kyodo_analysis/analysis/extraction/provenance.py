"""From a value back to the lines of its source: as published, as repaired, and the part that went into the value."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.text.characters import IDEOGRAPHS

# Where the values of a measure stand: field, table, column.
_FIELDS = (
    ("number", "measures", "number"),
    ("status", "measures", "status"),
    ("title", "measures", "title"),
    ("actors", "measure_actors", "printed"),
    ("purpose", "measures", "purpose"),
    ("content", "elements", "text"),
    ("completion", "measures", "completion"),
    ("departments", "measure_departments", "printed"),
    ("schedule", "measure_schedule", "printed"),
)
_REPAIRED = str.maketrans(IDEOGRAPHS)


def follow_value(
    tables: Mapping[str, pd.DataFrame],
    published: Mapping[str, SourceText],
    table: str,
    row_id: str,
    field: str,
    position: int = 0,
) -> pd.DataFrame:
    """One row per source line behind a value, in the order in which the value uses them.

    Args:
        tables: spans, repairs and the table of the value. published: the source texts by plan_id.
        table, row_id, field, position: the value as the table spans names it (position 0 where a table has none).

    Returns:
        line (from 1), published (the line as it stands in the file, outer blanks apart), repaired (what the repair left
        of it), repaired_by (the fixers that changed it, that of outer blanks apart), part (the characters of the
        published line that are the value; their join is the value, blanks apart).

    Raises:
        ValueError: when there is no such value, or its characters are not those of the source: the tables were made
            from another version of the file.
    """
    spans = tables["spans"]
    own = spans[
        (spans["table"] == table)
        & (spans["row_id"] == row_id)
        & (spans["field"] == field)
        & (spans["position"] == position)
    ].sort_values("piece")
    if own.empty:
        raise ValueError(f"no spans lead to {field} {position} of {row_id} in {table}; look it up in the table spans")
    plan_id = row_id.split("/")[0]
    lines = published[plan_id].lines
    parts: dict[int, str] = {}
    for line, start, end in own[["line", "start", "end"]].itertuples(index=False, name=None):
        parts[line] = parts.get(line, "") + lines[line - 1][start:end]
    value = _find_value(tables[table], row_id, field, position)
    if _comparable("".join(parts.values())) != _comparable(value):
        raise ValueError(f"{field} of {row_id} is not what its source lines read; build the tables again")
    repairs = tables["repairs"][tables["repairs"]["plan_id"] == plan_id]
    rows = [(line, lines[line - 1].strip(), *_repaired(repairs, line, lines), part) for line, part in parts.items()]
    return pd.DataFrame(rows, columns=["line", "published", "repaired", "repaired_by", "part"])


def follow_lines(
    tables: Mapping[str, pd.DataFrame], published: Mapping[str, SourceText], plan_id: str, lines: Iterable[int]
) -> pd.DataFrame:
    """The same for given lines of a plan, whatever became of them: line, published, repaired, repaired_by.

    What nothing is left of has a missing repaired; empty lines of the file are left out.

    Raises:
        IndexError: when the file has no such line.
    """
    text = published[plan_id].lines
    repairs = tables["repairs"][tables["repairs"]["plan_id"] == plan_id]
    rows = [
        (line, text[line - 1].rstrip(), *_repaired(repairs, line, text)) for line in lines if text[line - 1].strip()
    ]
    return pd.DataFrame(rows, columns=["line", "published", "repaired", "repaired_by"])


def locate_fields(tables: Mapping[str, pd.DataFrame], measure_ids: Iterable[str]) -> pd.DataFrame:
    """Where in the file each field of some measures stands: one row per field, in the order of a card.

    Returns:
        field, then one column per measure with the source lines of the field's values, such as "54–57, 95"; missing
        where the measure has no such value.
    """
    spans = tables["spans"]
    columns = {}
    for measure_id in measure_ids:
        own = spans[spans["row_id"] == measure_id]
        columns[measure_id] = [
            _name_lines(own.loc[(own["table"] == table) & (own["field"] == column), "line"])
            for _, table, column in _FIELDS
        ]
    located = pd.DataFrame({"field": [name for name, _, _ in _FIELDS], **columns})
    return located.dropna(subset=list(columns), how="all").reset_index(drop=True)


def _find_value(frame: pd.DataFrame, row_id: str, field: str, position: int) -> str:
    key = "indicator_id" if "indicator_id" in frame else "measure_id"
    own = frame[frame[key] == row_id]
    if "position" in frame:
        own = own[own["position"] == position]
    if own.empty:
        raise ValueError(f"there is no row {row_id} {position or ''}; build the tables again")
    return str(own[field].iloc[0])


def _repaired(repairs: pd.DataFrame, line: int, lines: Sequence[str]) -> tuple[str | None, str]:
    steps = repairs[repairs["line"] == line].sort_values("step")
    if steps.empty:
        return lines[line - 1].strip(), ""
    left = steps["after"].iloc[-1]
    # Outer blanks are left out of what is shown anyway; blanks between letters are not.
    told = steps.loc[~steps["fixer"].eq("outer_blanks"), "fixer"]
    return None if pd.isna(left) else str(left).strip(), ", ".join(dict.fromkeys(told))


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()).translate(_REPAIRED))


def _name_lines(lines: pd.Series) -> str | None:
    """Line numbers as ranges; lines that the file leaves empty between wrapped ones make ranges of their own."""
    found = sorted({int(line) for line in lines})
    if not found:
        return None
    runs = [[found[0], found[0]]]
    for line in found[1:]:
        if line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
