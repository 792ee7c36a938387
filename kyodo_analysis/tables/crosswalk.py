"""What people decided about departments: which printed names are one department, and what each is there for.

Every row of data/hand/departments.csv is a decision with its reason in `note`; data/hand/department_functions.csv names
the functions that such rows may give. A decision holds in one municipality and, where since and until are given, for
plans that begin in these fiscal years: organisation charts change, and so may what a name stands for.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables.hand import find_hand
from kyodo_analysis.tables.hand_csv import read_hand_csv

CROSSWALK_FILE, FUNCTIONS_FILE = "departments.csv", "department_functions.csv"
UNASSIGNED = "unassigned"
"""The function of a name that no decision covers; no row of the functions may take it."""

_CROSSWALK = ("printed", "canonical", "municipality", "function", "generic", "since", "until", "note")
_FUNCTIONS = ("code", "label_en", "label_ja", "definition")
_KEY = ["printed", "municipality"]
_BOOLEANS = {"true": True, "false": False}
_EARLIEST, _LATEST = 1868, 2200


def read_functions(folder: Path | str | None = None) -> pd.DataFrame:
    """The functions that departments can have, in the order in which they are shown.

    Args:
        folder: where the table lies; by default the project's data/hand.

    Returns:
        code, label_en, label_ja, definition.

    Raises:
        InputError: when the table is missing or broken, a cell is empty, or a code stands twice or is UNASSIGNED.
    """
    table = read_hand_csv(find_hand(folder) / FUNCTIONS_FILE, _FUNCTIONS)
    _refuse_empty(table, _FUNCTIONS, FUNCTIONS_FILE)
    reserved = table.index[table["code"] == UNASSIGNED]
    if len(reserved):
        raise InputError(f"{FUNCTIONS_FILE}: line {reserved[0]} takes the code {UNASSIGNED}; choose another one")
    twice = table[table.duplicated("code")]
    if len(twice):
        raise InputError(
            f"{FUNCTIONS_FILE}: {twice['code'].iloc[0]} stands twice (line {twice.index[0]}); keep one row"
        )
    return table.reset_index(drop=True)


def read_crosswalk(folder: Path | str | None = None) -> pd.DataFrame:
    """The decisions about printed names of departments, in the order of the file.

    Args:
        folder: where the table lies; by default the project's data/hand.

    Returns:
        printed (as the plans print it), canonical, municipality (name or code of the table plans), function (a code of
        `read_functions`), generic (bool: stands for no particular department), since, until (first and last fiscal year
        in which the decision holds; missing where it is not limited), note (the reason), line (of the file).

    Raises:
        InputError: when one of the two tables is missing or broken, a function is unknown, generic is neither true nor
            false, a year is none, since lies after until, or two rows decide the same name for the same years.
    """
    place = find_hand(folder)
    codes = read_functions(place)["code"].tolist()
    table = read_hand_csv(place / CROSSWALK_FILE, _CROSSWALK)
    _refuse_empty(table, [name for name in _CROSSWALK if name not in ("since", "until")], CROSSWALK_FILE)
    for line, row in table.iterrows():
        if row["function"] not in codes:
            raise InputError(
                f"{CROSSWALK_FILE}: line {line} gives {row['printed']} the function {row['function']}, which "
                f"{FUNCTIONS_FILE} does not have; write one of its codes or add it there"
            )
        if row["generic"] not in _BOOLEANS:
            raise InputError(f"{CROSSWALK_FILE}: line {line}: generic is {row['generic']!r}; write true or false")
    years = {name: _read_years(table[name], name) for name in ("since", "until")}
    table = table.assign(generic=table["generic"].map(_BOOLEANS).astype(bool), **years, line=table.index)
    backwards = table[(table["since"] > table["until"]).fillna(False)]
    if len(backwards):
        raise InputError(
            f"{CROSSWALK_FILE}: line {backwards.index[0]}: since ({backwards['since'].iloc[0]}) lies after until "
            f"({backwards['until'].iloc[0]}); exchange them"
        )
    _refuse_overlaps(table)
    return table.reset_index(drop=True)


def _refuse_empty(table: pd.DataFrame, columns: list[str] | tuple[str, ...], name: str) -> None:
    for column in columns:
        empty = table.index[table[column] == ""]
        if len(empty):
            raise InputError(f"{name}: line {empty[0]} has no {column}; fill it in")


def _read_years(cells: pd.Series, name: str) -> pd.Series:
    for line, cell in cells[cells != ""].items():
        if not (cell.isascii() and cell.isdigit() and _EARLIEST <= int(cell) <= _LATEST):
            raise InputError(
                f"{CROSSWALK_FILE}: line {line}: {name} is {cell!r}; write a western year such as 2013, or nothing"
            )
    return pd.Series([int(cell) if cell else pd.NA for cell in cells], cells.index, dtype="Int64")


def _refuse_overlaps(table: pd.DataFrame) -> None:
    """Two decisions about one name must not hold in the same year."""
    spans = table.assign(since=table["since"].fillna(_EARLIEST), until=table["until"].fillna(_LATEST))
    spans = spans.sort_values([*_KEY, "since", "line"])
    # Among spans in the order of their beginnings the first overlap is one of neighbours.
    before = spans.groupby(_KEY)[["until", "line"]].shift()
    clash = spans[(spans["since"] <= before["until"]).fillna(False)]
    if len(clash):
        row, first = clash.iloc[0], int(before.loc[clash.index[0], "line"])
        raise InputError(
            f"{CROSSWALK_FILE}: {row['printed']} of {row['municipality']} is decided twice for the same years, in "
            f"lines {first} and {row['line']}; keep one row, or give them since and until"
        )
