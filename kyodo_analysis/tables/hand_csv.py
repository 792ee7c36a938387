"""One reader for the tables of data/hand that people keep in a spreadsheet: strict, and clear about what is wrong."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from kyodo_analysis.source.errors import InputError, explain_os_error


def read_hand_csv(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """A table of text cells; the index is the line as a spreadsheet shows it (the header is line 1).

    Args:
        path: a CSV in UTF-8, with or without a byte order mark. columns: what its header must be, in this order.

    Returns:
        All rows with all cells as text, blanks around them taken away, an empty cell as "".

    Raises:
        InputError: when the file is missing, not UTF-8, empty or no CSV, or a header or a row is not as it must be.
    """
    header, *rows = _read_rows(path)
    if tuple(header) != tuple(columns):
        raise InputError(f"{path.name}: columns are {', '.join(header)}; they must be {', '.join(columns)}")
    for line, row in enumerate(rows, 2):
        if len(row) != len(columns):
            raise InputError(
                f"{path.name}: line {line} has {len(row)} cells instead of {len(columns)}; "
                "put a cell with a comma in quotation marks, and remove an empty row"
            )
    cells = [[cell.strip() for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=list(columns), dtype="str", index=range(2, len(cells) + 2))


def _read_rows(path: Path) -> list[list[str]]:
    """All rows, the header first. The csv module and not pandas: pandas pads short rows and skips empty ones."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise explain_os_error(error, path) from error
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: not UTF-8; save it as CSV UTF-8") from None
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append(row)
    except csv.Error:
        raise InputError(
            f"{path.name}: line {len(rows) + 1} has a quotation mark out of place; close it, and write one that "
            'belongs to the cell twice ("")'
        ) from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise InputError(f"{path.name}: the file is empty; write the line of column names first")
    for line, row in enumerate(rows, 1):
        for character in "".join(row):
            # Line breaks and tabs are what a spreadsheet leaves in a cell of several lines.
            if unicodedata.category(character) == "Cc" and character not in "\t\n\r":
                raise InputError(
                    f"{path.name}: line {line} holds the control character U+{ord(character):04X}; remove it, and save "
                    "the file as CSV UTF-8"
                )
    return rows
