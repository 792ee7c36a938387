"""Writing tables as files, all or none, and reading them back."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kyodo_analysis.source.errors import InputError, explain_os_error
from kyodo_analysis.tables.datapackage import PACKAGE_NAME, describe_package
from kyodo_analysis.tables.declarations import Column, Table
from kyodo_analysis.tables.schema import TABLES, find_table

# What may lie in a folder of tables beside the tables: nobody's work, and not worth a refusal.
_CLUTTER = frozenset({".DS_Store", ".gitkeep", ".ipynb_checkpoints", "Thumbs.db"})


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, further: Mapping[str, bytes] | None = None) -> None:
    """Write tables, datapackage.json and further files as the whole content of a folder, all or none.

    Everything is written to a new folder beside it, which then takes its place by renaming: a failure leaves the old
    tables whole. Tables must be arranged (see `schema.arrange`); the same tables give the same bytes.

    Args:
        further: other files of the folder, by name.

    Raises:
        InputError: when the folder is read-only, holds files that are not tables, or the disk is full.
    """
    files = {find_table(name).file_name: serialise(find_table(name), frame) for name, frame in tables.items()}
    files[PACKAGE_NAME] = describe_package(files)
    replace_folder(folder, {**files, **(further or {})})


def serialise(table: Table, frame: pd.DataFrame) -> bytes:
    """The bytes of a table's file: CSV (UTF-8, LF, header) or Parquet without any note of time or program."""
    if table.parquet:
        sink = pa.BufferOutputStream()
        content = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
        pq.write_table(content, sink, compression="zstd", version="2.6", store_schema=False)
        return bytes(sink.getvalue())
    # The writer quotes only what its line end holds; a carriage return, left bare, would be a line end to readers.
    rows: list[str] = []
    writer = csv.writer(_RowSink(rows), lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows(zip(*(_as_texts(column, frame[column.name]) for column in table.columns), strict=True))
    return "".join(row.removesuffix("\r\n") + "\n" for row in rows).encode("utf-8")


class _RowSink:
    """Takes the rows of a csv.writer, which writes each of them at once."""

    def __init__(self, rows: list[str]) -> None:
        self.write = rows.append


def _as_texts(column: Column, values: pd.Series) -> list[str]:
    show = {"boolean": lambda value: "true" if value else "false", "number": repr}.get(column.kind, str)
    return ["" if missing else show(value) for value, missing in zip(values.tolist(), values.isna(), strict=True)]


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make files the whole content of a folder, all or none (see `write_tables`)."""
    folder = folder.resolve()
    backup = folder.with_name(f".{folder.name}.old")
    with _explained(folder):
        if backup.exists() and not folder.exists():  # an earlier run was killed between the two renames
            backup.rename(folder)
        refuse_unfit(folder, files)
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
        try:
            new.chmod(0o777 & ~_umask())  # mkdtemp makes folders that only their owner may enter
            for name, data in sorted(files.items()):
                _write_through(new / name, data)
            _sync_folder(new)
            _swap(new, folder, backup)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


def write_file(path: Path, data: bytes) -> None:
    """Write one file, all or nothing.

    Raises:
        InputError: when it cannot be written; a file that was there is then unchanged.
    """
    path = path.resolve()
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_read_only(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.new-", dir=path.parent)
        os.close(handle)
        try:
            _write_through(Path(name), data)
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except OSError as error:
        raise explain_os_error(error, path) from error


def refuse_unfit(folder: Path, names: Iterable[str] = ()) -> None:
    """Refuse a folder that tables and files of these names may not replace: for what takes long before it can write.

    Raises:
        InputError: when the folder is read-only, is a file, or holds files that are not tables and would be lost.
    """
    folder = folder.resolve()
    with _explained(folder):
        if not folder.exists():
            nearest = next(parent for parent in folder.parents if parent.exists())
            _refuse_read_only(nearest)
            return
        if not folder.is_dir():
            raise InputError(f"{folder} is a file; name a folder for the tables")
        _refuse_read_only(folder)
        _refuse_read_only(folder.parent)
        expected = {*names, PACKAGE_NAME, *_CLUTTER, *(table.file_name for table in TABLES.values()), *_listed(folder)}
        foreign = sorted(entry.name for entry in folder.iterdir() if entry.name not in expected)
        if foreign:
            raise InputError(
                f"{folder} holds {foreign[0]!r}, which is no table and would be lost; choose an empty folder or move it"
            )


def refuse_unwritable(path: Path) -> None:
    """Refuse a file that `write_file` could not write, before the work that it is to hold.

    Raises:
        InputError: when it is a folder, or lies in a file or in a folder that is read-only.
    """
    path = path.resolve()
    with _explained(path):
        if path.is_dir():
            raise InputError(f"{path} is a folder; name a file")
        nearest = next(parent for parent in path.parents if parent.exists())
        if not nearest.is_dir():
            raise InputError(f"{nearest} is a file; name a folder")
        _refuse_read_only(nearest)


def _listed(folder: Path) -> set[str]:
    """The files that the folder's own datapackage.json lists: an earlier run made them, under older names perhaps."""
    try:
        package = json.loads((folder / PACKAGE_NAME).read_text(encoding="utf-8"))
        return {str(resource["path"]) for resource in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _refuse_read_only(folder: Path) -> None:
    # The mode is looked at too: root may write everywhere, and would do so against the owner's wish.
    if not os.access(folder, os.W_OK) or not folder.stat().st_mode & 0o222:
        raise InputError(f"{folder} is read-only; choose another folder or change its permissions")


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _swap(new: Path, folder: Path, backup: Path) -> None:
    if folder.exists():
        if backup.exists():
            shutil.rmtree(backup)
        folder.rename(backup)
        try:
            new.rename(folder)
        except BaseException:
            backup.rename(folder)
            raise
        shutil.rmtree(backup, ignore_errors=True)
    else:
        new.rename(folder)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
