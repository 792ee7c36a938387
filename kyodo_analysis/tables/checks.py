"""What `kyodo check` asks of a folder of tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pandas as pd

from kyodo_analysis.source.corpus import SourceText, read_source
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.source.manifest import read_manifest
from kyodo_analysis.tables.datapackage import PACKAGE_NAME
from kyodo_analysis.tables.evidence_checks import check_evidence
from kyodo_analysis.tables.loading import read
from kyodo_analysis.tables.schema import TABLES
from kyodo_analysis.tables.span_checks import check_spans
from kyodo_analysis.tables.trace_tables import FURNITURE_KIND
from kyodo_analysis.tables.validation import validate

MOST_UNCLAIMED = 0.02
"""The share of a plan's characters that may be left over, page furniture apart."""

_SHOWN = 20


def check_tables(folder: Path, raw_folder: Path) -> list[str]:
    """The promises that a folder of tables breaks, one line each; an empty list when all hold.

    Checked are the schema (see `validation.validate`), the plans against the manifest, the spans against the source
    files, the evidence of codes against texts and codes, the share of unclaimed text, and datapackage.json against the
    files.

    Raises:
        InputError: when the manifest or a plan's file cannot be read.
    """
    sources = {plan.plan_id: read_source(plan.path) for plan in read_manifest(raw_folder)}
    tables, failures = _read_tables(folder)
    if failures:
        return failures  # the other checks need all tables
    failures += validate(tables)
    failures += check_plans(tables["plans"], sources)
    failures += _first(check_spans(tables, {plan_id: source.lines for plan_id, source in sources.items()}), "spans")
    failures += _first(check_evidence(tables), "code_evidence")
    failures += check_unclaimed(tables)
    failures += check_package(folder)
    return failures


def check_plans(plans: pd.DataFrame, sources: Mapping[str, SourceText]) -> Iterator[str]:
    """The plans that tables and manifest do not share, and those whose file has changed since."""
    built = dict(zip(plans["plan_id"], plans["source_sha256"], strict=True))
    for plan_id in sorted({*built, *sources}):
        if plan_id not in sources:
            yield f"plans: {plan_id} is not in the manifest; name its folder with --raw or build the tables again"
        elif plan_id not in built:
            yield f"plans: {plan_id} of the manifest is missing; build the tables again"
        elif built[plan_id] != sources[plan_id].sha256:
            yield f"plans: {plan_id} was built from another version of its file; build the tables again"


def check_unclaimed(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """The plans of which too much text is left over."""
    unclaimed = tables["unclaimed"]
    left = unclaimed[unclaimed["kind"] != FURNITURE_KIND].groupby("plan_id")["characters"].sum()
    for plan_id, size in zip(tables["plans"]["plan_id"], tables["plans"]["repaired_chars"], strict=True):
        share = left.get(plan_id, 0) / size if size else 0.0
        if share >= MOST_UNCLAIMED:
            yield f"unclaimed: {share:.1%} of {plan_id} is claimed by no record, the limit is {MOST_UNCLAIMED:.0%}"


def check_package(folder: Path) -> Iterator[str]:
    """The files that are not as datapackage.json says."""
    try:
        package = json.loads((folder / PACKAGE_NAME).read_text(encoding="utf-8"))
        described = {resource["path"]: (resource["hash"], resource["bytes"]) for resource in package["resources"]}
    except (OSError, ValueError, LookupError, TypeError):
        yield f"{PACKAGE_NAME}: missing or broken in {folder}; build the tables again"
        return
    for table in TABLES.values():
        data = (folder / table.file_name).read_bytes()
        if described.get(table.file_name) != (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)):
            yield f"{PACKAGE_NAME}: {table.file_name} is not the file described; build the tables again"


def _read_tables(folder: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    tables, failures = {}, []
    for name in TABLES:
        try:
            tables[name] = read(name, folder)
        except InputError as error:
            failures.append(str(error))
    return tables, failures


def _first(failures: Iterable[str], name: str) -> list[str]:
    """The first failures of a kind and how many follow: a broken build would fill the screen."""
    found = iter(failures)
    shown = list(islice(found, _SHOWN))
    more = sum(1 for _ in found)
    return [*shown, f"{name}: {more} more"] if more else shown
