"""From tables to analyses: makes every analysis once and writes them all, or none; reads them back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from kyodo_analysis import __version__, paths
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.columns import declare_analysis, type_columns
from kyodo_analysis.analysis.dictionary import describe_analyses
from kyodo_analysis.analysis.steps import NETWORKS, STEPS, analyse_tables
from kyodo_analysis.analysis.structure.network_export import export_graphml
from kyodo_analysis.parallel_analyses import make_in_parallel
from kyodo_analysis.progress import Report
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.source.errors import InputError, explain_os_error
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables.datapackage import PACKAGE_NAME, describe_column
from kyodo_analysis.tables.declarations import FRICTIONLESS_TYPES, PANDAS_DTYPES, Table
from kyodo_analysis.tables.loading import read_all
from kyodo_analysis.tables.schema import TABLES, arrange
from kyodo_analysis.tables.storage import refuse_unfit, replace_folder, serialise

DICTIONARY_NAME = "README.md"

_DTYPES = {FRICTIONLESS_TYPES[kind]: dtype for kind, dtype in PANDAS_DTYPES.items()}


def analyse(
    tables: Mapping[str, pd.DataFrame],
    out: Path,
    report: Report,
    hand: Path | None = None,
    published: Mapping[str, SourceText] | None = None,
    workers: int = 1,
) -> list[Path]:
    """Write every analysis as CSV, networks as GraphML too, with datapackage.json and README.md, which describe them.

    Args:
        tables: all tables of the schema by name, their rows in any order. out: the folder, made where it is missing.
            report: is told the name of an analysis, how many are done, and how many there are. hand: the folder of
            people's decisions; by default the project's. published: the texts as published by plan_id (see
            `source.published.read_published`); without them the sensitivity to repair is not checked.
            workers: how many processes make analyses at once; the files are the same.

    Returns:
        The files that were written.

    Raises:
        InputError: when a file cannot be written, the folder holds something else, or the hand-made tables are missing.
    """
    graphs = {name: f"{name}.graphml" for name in NETWORKS}
    _refuse_tables(out)
    refuse_unfit(out, [*(f"{name}.csv" for name in STEPS), *graphs.values(), DICTIONARY_NAME])
    analyses = prepare_analyses(tables, hand, published)
    if workers > 1:
        make_in_parallel(analyses, workers, report)
    declared: dict[str, Table] = {}
    files: dict[str, bytes] = {}
    resources = []
    for done, name in enumerate(analyses.steps):
        report(f"analysing {name}", done, len(analyses.steps))
        declared[name], frame = _type(analyses, name)
        files[f"{name}.csv"] = serialise(declared[name], frame)
        resources.append(_describe_table(declared[name], files[f"{name}.csv"]))
        if name in NETWORKS:
            files[graphs[name]] = _draw_graph(frame)
            resources.append(_describe_graph(name, files[graphs[name]]))
    package = {
        "profile": "data-package",
        "name": "kyodo-analyses",
        "title": "Analyses of collaboration plans of Japanese municipalities (自治体の協働推進計画の分析)",
        "version": __version__,
        "resources": resources,
    }
    files[PACKAGE_NAME] = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    files[DICTIONARY_NAME] = describe_analyses(analyses.steps, declared, graphs).encode("utf-8")
    replace_folder(out, files)
    report("done", len(declared), len(declared))
    return [out / name for name in sorted(files)]


def analyse_project() -> Analyses:
    """The analyses of the project's own tables and texts, none of them made yet: what the notebooks start from.

    Raises:
        InputError: when a table, a text or a hand-made table is missing or broken.
    """
    return analyse_tables(read_all(), published=read_published(paths.raw_folder()))


def prepare_analyses(
    tables: Mapping[str, pd.DataFrame], hand: Path | None = None, published: Mapping[str, SourceText] | None = None
) -> Analyses:
    """The analyses of tables whose rows may come in any order, none of them made yet (see `steps.analyse_tables`).

    Args: see `analyse`.
    """
    return analyse_tables({name: arrange(TABLES[name], frame) for name, frame in tables.items()}, hand, published)


def serialise_analysis(analyses: Analyses, name: str) -> bytes:
    """An analysis as the bytes of its CSV file."""
    return serialise(*_type(analyses, name))


def refuse_unknown(names: Iterable[str]) -> None:
    """Keep names of analyses that do not exist from being asked for.

    Raises:
        InputError: when there is no analysis of a name.
    """
    for name in names:
        if name not in STEPS:
            raise InputError(f"there is no analysis {name!r}; choose from {', '.join(STEPS)}")


def read_analysis(name: str, folder: Path | str | None = None) -> pd.DataFrame:
    """An analysis that `kyodo analyse` wrote, with the types of datapackage.json: for work without computing it anew.

    Text is str, whole numbers Int64, numbers float64 (six significant digits), true and false boolean.

    Args:
        name: of the analysis, such as themes. folder: where the analyses lie; by default the project's data/analysis.

    Raises:
        InputError: when there is no such analysis or file, or a file is broken.
    """
    place = Path(folder if folder is not None else paths.analysis_folder())
    package = place / PACKAGE_NAME
    try:
        listed = json.loads(_read(package))["resources"]
        schemas = {entry["name"]: entry["schema"]["fields"] for entry in listed if "schema" in entry}
        types = {known: {one["name"]: _DTYPES[one["type"]] for one in fields} for known, fields in schemas.items()}
    except (ValueError, LookupError, TypeError) as error:
        raise _broken(package, error) from error
    if name not in types:
        raise InputError(f"there is no analysis {name!r} in {place}; choose from {', '.join(types)}")
    path = place / f"{name}.csv"
    data = _read(path)
    try:
        frame = pd.read_csv(BytesIO(data), dtype=types[name], keep_default_na=False, na_values=[""], index_col=False)
    except (ValueError, TypeError, pd.errors.ParserWarning) as error:
        raise _broken(path, error) from error
    if list(frame) != list(types[name]):
        raise _broken(path, "its columns are not those of datapackage.json")
    return frame


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise InputError(f"{path} does not exist; run kyodo analyse")
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain_os_error(error, path) from error


def _broken(path: Path, cause: object) -> InputError:
    return InputError(f"{path} is broken ({cause}); run kyodo analyse again")


def _refuse_tables(out: Path) -> None:
    """The tables themselves are no analyses of theirs and must not be replaced by them; both have a repairs.csv."""
    for table in TABLES.values():
        if table.name not in STEPS and (out / table.file_name).exists():
            raise InputError(f"{out} holds the table {table.file_name}; choose another folder for --out")


def _type(analyses: Analyses, name: str) -> tuple[Table, pd.DataFrame]:
    frame = analyses[name]
    table = declare_analysis(name, analyses.steps[name], frame)
    return table, type_columns(table, frame)


def _draw_graph(network: pd.DataFrame) -> bytes:
    nodes, edges = (network[network["kind"] == kind].drop(columns="kind") for kind in ("node", "edge"))
    return export_graphml(nodes.drop(columns=["source", "target"]), edges)


def _describe_table(table: Table, data: bytes) -> dict[str, Any]:
    form = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {
        "name": table.name,
        "path": table.file_name,
        "title": table.label,
        "description": f"One row per {table.grain}.",
        **form,
        **_fingerprint(data),
        "schema": {"fields": [describe_column(column) for column in table.columns], "missingValues": [""]},
    }


def _describe_graph(name: str, data: bytes) -> dict[str, Any]:
    return {
        "name": f"{name}-graph",
        "path": f"{name}.graphml",
        "description": f"The nodes and edges of {name} as a graph.",
        "profile": "data-resource",
        "format": "graphml",
        "mediatype": "application/graphml+xml",
        **_fingerprint(data),
    }


def _fingerprint(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
