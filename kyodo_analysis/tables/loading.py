"""Reading tables back with their dtypes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import pandas_dtype

from kyodo_analysis.paths import processed_folder
from kyodo_analysis.source.errors import InputError, explain_os_error
from kyodo_analysis.tables.declarations import Column
from kyodo_analysis.tables.schema import TABLES, find_table


def read(name: str, folder: Path | str | None = None) -> pd.DataFrame:
    """A table with its dtypes: text str, whole numbers Int64, numbers float64, true and false boolean.

    Args:
        name: the table's name, such as measures.
        folder: where the tables lie; by default the project's data/processed.

    Raises:
        InputError: when there is no such table or file, or the file is broken: a missing or unknown column, or a value
            that does not fit, named with its row (1 is the first below the header).
    """
    table = find_table(name)
    path = Path(folder if folder is not None else processed_folder()) / table.file_name
    frame = _read_parquet(path) if table.parquet else _read_csv(path)
    for column in table.columns:
        if column.name not in frame.columns:
            raise InputError(f"{path}: column {column.name} is missing; build the tables again")
    for found in frame.columns:
        if found not in table.names:
            raise InputError(f"{path}: column {found} is not in the schema; remove it or build the tables again")
    return pd.DataFrame({column.name: _convert(column, frame[column.name], path) for column in table.columns})


def read_all(folder: Path | str | None = None) -> dict[str, pd.DataFrame]:
    """All tables by name.

    Raises:
        InputError: when one of them cannot be read.
    """
    return {name: read(name, folder) for name in TABLES}


def refuse_other_plans(folder: Path, plan_ids: set[str]) -> None:
    """Keep tables that were read from other plans from being written over.

    Raises:
        InputError: when the folder holds the tables of a plan that is not among the ids.
    """
    if (folder / find_table("plans").file_name).is_file():
        others = sorted(set(read("plans", folder)["plan_id"]) - plan_ids)
        if others:
            raise InputError(f"{folder} holds the tables of {', '.join(others)}; choose another folder for --out")


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise InputError(f"{path} does not exist; run kyodo build")
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain_os_error(error, path) from error


def _read_csv(path: Path) -> pd.DataFrame:
    data = _read_bytes(path)
    try:
        frame = pd.read_csv(BytesIO(data), dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; build the tables again") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path} is broken ({error}); build the tables again") from error
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes the first of too many cells for an index
        raise InputError(f"{path}: rows have more cells than the header has columns; build the tables again")
    return frame


def _read_parquet(path: Path) -> pd.DataFrame:
    data = _read_bytes(path)
    try:
        frame: pd.DataFrame = pq.read_table(BytesIO(data)).to_pandas()
    except (pa.ArrowException, OSError) as error:  # pyarrow calls a cut-off file an OSError
        raise InputError(f"{path} is broken ({error}); build the tables again") from error
    return frame


def _convert(column: Column, values: pd.Series, path: Path) -> pd.Series:
    if column.kind == "boolean":
        converted = values.astype("object").map({"true": True, "false": False, True: True, False: False})
    elif column.kind in ("integer", "number"):
        converted = pd.to_numeric(values, errors="coerce")
        if column.kind == "integer":
            converted = converted.where(converted.isna() | (converted % 1 == 0))
    else:
        converted = values
    refused = converted.isna() & values.notna()
    if column.allowed:
        refused |= values.notna() & ~values.isin(column.allowed)
    if refused.any():
        row = int(refused.to_numpy().argmax())
        wanted = f"one of {', '.join(column.allowed)}" if column.allowed else f"of the type {column.kind}"
        raise InputError(
            f"{path}: column {column.name}, row {row + 1}: {values.iloc[row]!r} is not {wanted}; build the tables again"
        )
    if not column.nullable and values.isna().any():
        row = int(values.isna().to_numpy().argmax())
        raise InputError(f"{path}: column {column.name}, row {row + 1}: the value is missing; build the tables again")
    typed: pd.Series = converted.astype(pandas_dtype(column.dtype))
    return typed
