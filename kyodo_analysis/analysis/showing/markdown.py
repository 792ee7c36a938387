"""Tables as Markdown, which notebooks and web pages show with text on the left and lines that wrap."""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

SOURCE_COLUMNS = ("published",)
"""Columns that quote a source file."""

NAMING_COLUMNS = ("line", "fiscal_year")
"""Columns of whole numbers that count nothing."""

_BLANKS = re.compile(r"[^\S\n]+")
_SPECIAL = re.compile(r"([\\`*_~<>\[\]|$])")


def compose_markdown(*parts: str | pd.DataFrame, links: Collection[str] = ()) -> str:
    """Sentences and tables, one below the other; a sentence gets its full stop.

    Args:
        parts: in the order in which they are shown. links: see `tabulate_markdown`.

    >>> print(compose_markdown("1 slip is listed", pd.DataFrame({"line": [97]})))
    1 slip is listed.
    <BLANKLINE>
    | line |
    |---:|
    | 97 |
    """
    return "\n\n".join(f"{part}." if isinstance(part, str) else tabulate_markdown(part, links) for part in parts)


def tabulate_markdown(table: pd.DataFrame, links: Collection[str] = ()) -> str:
    r"""A table as Markdown: numbers on the right with commas between thousands, missing values as –.

    Text is shown as it stands: nothing in it can turn into a mark, a link or a tag. Blanks in a row count as one. In
    columns that quote a source file (`SOURCE_COLUMNS`) a tab shows as ⇥.

    Args:
        table: its columns in the order in which they are shown; the index is left out.
        links: columns that hold Markdown already.

    >>> table = pd.DataFrame({"line": [1070], "published": ["①|協働"], "steps": [1963]})
    >>> print(tabulate_markdown(table))
    | line | published | steps |
    |---:|:---|---:|
    | 1070 | `①\|協働` | 1,963 |
    """
    head = " | ".join(name.replace("_", " ") for name in table.columns)
    rule = "|".join("---:" if pd.api.types.is_numeric_dtype(table[name]) else ":---" for name in table.columns)
    rows = [
        " | ".join(str(value) if name in links else _show(str(name), value) for name, value in row.items())
        for row in table.to_dict("records")
    ]
    return "\n".join([f"| {head} |", f"|{rule}|", *(f"| {row} |" for row in rows)])


def _show(column: str, value: object) -> str:
    if pd.isna(value) or value == "":  # type: ignore[call-overload]
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value) if column in NAMING_COLUMNS else f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.3g}"
    source = column in SOURCE_COLUMNS
    text = str(value).replace("\t", " ⇥ ") if source else str(value)
    text = _BLANKS.sub(" ", text).strip().replace("\n", " ／ ")
    # A grave accent would end the code; the plans have none, other texts may.
    return "`" + text.replace("`", "'").replace("|", r"\|") + "`" if source else _SPECIAL.sub(r"\\\1", text)
