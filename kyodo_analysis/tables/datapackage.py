"""datapackage.json: the tables described for other programs, as a Frictionless Data Package (version 1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kyodo_analysis import __version__
from kyodo_analysis.tables.declarations import FRICTIONLESS_TYPES, Column, ForeignKey, Table
from kyodo_analysis.tables.schema import TABLES

PACKAGE_NAME = "datapackage.json"


def describe_package(files: Mapping[str, bytes]) -> bytes:
    """datapackage.json for the tables among files (bytes by file name), in the schema's order."""
    present = [table for table in TABLES.values() if table.file_name in files]
    package = {
        "profile": "data-package",
        "name": "kyodo-plans",
        "title": "Collaboration plans of Japanese municipalities (自治体の協働推進計画)",
        "version": __version__,
        "resources": [_describe_table(table, files[table.file_name], present) for table in present],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _describe_table(table: Table, data: bytes, present: list[Table]) -> dict[str, Any]:
    known = {other.name for other in present}
    schema: dict[str, Any] = {
        "fields": [describe_column(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    foreign_keys = [_describe_foreign_key(key) for key in table.foreign_keys if key.table in known]
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    if table.parquet:
        form = {"profile": "data-resource", "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    else:
        form = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {
        "name": table.name,
        "path": table.file_name,
        "title": table.label,
        "description": f"One row per {table.grain}. {table.description}",
        **form,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def describe_column(column: Column) -> dict[str, Any]:
    """A column as a field of a Table Schema: its type, Japanese title, English description and constraints."""
    described: dict[str, Any] = {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.kind],
        "title": column.label,
        "description": column.description,
    }
    if column.unit:
        described["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if constraints:
        described["constraints"] = constraints
    return described


def _describe_foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.references)}}
