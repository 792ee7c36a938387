"""Measures read by hand, against which the tables are compared (data/hand/gold; SCHEMA.md there settles the fields)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kyodo_analysis.source.errors import InputError, explain_os_error
from kyodo_analysis.tables.hand import find_hand

THEME_CODES = "codes.themes"
COMPLETION_CODES = "codes.completion"


def read_gold(folder: Path | str | None = None) -> list[dict[str, Any]]:
    """The hand-read measures of all plans, in the order of the files' names and lines.

    A file whose name has a dot before its ending (codes.themes.jsonl, links.lineage.jsonl) holds something else.

    Args:
        folder: where the JSON Lines files lie; by default the project's data/hand/gold.

    Returns:
        Records with the fields of SCHEMA.md; document is the plan_id, id the number of the measure.

    Raises:
        InputError: when there is no such file, or a line is no record with document, id and title.
    """
    place = _gold_folder(folder)
    paths = sorted(path for path in place.glob("*.jsonl") if "." not in path.stem)
    if not paths:
        raise InputError(f"{place} holds no hand-read measures; restore data/hand/gold")
    return [record for path in paths for record in _read_records(path, ("document", "id", "title"))]


def read_theme_codes(folder: Path | str | None = None) -> list[dict[str, Any]]:
    """The themes and commitment codes that readers gave to measures.

    Returns:
        Records with document (plan_id), id (number), themes (the main one first), themes_one_coder (that only one of
        two readers gave) and commitment (for each element the codes that are right).

    Raises:
        InputError: see `read_gold`.
    """
    return list(_read_records(_gold_folder(folder) / f"{THEME_CODES}.jsonl", ("document", "id", "themes")))


def read_completion_codes(folder: Path | str | None = None) -> list[dict[str, Any]]:
    """The kinds of completion criteria that readers gave to measures, a record per measure and reader.

    Returns:
        Records with document (plan_id), id (number), reader (1 wrote the rules, 2 read without them; 1 where none
        stands), completion (the kind) and reason. None where there is no such file.

    Raises:
        InputError: see `read_gold`.
    """
    path = _gold_folder(folder) / f"{COMPLETION_CODES}.jsonl"
    found = _read_records(path, ("document", "id", "completion")) if path.exists() else iter(())
    return [{"reader": 1, **record} for record in found]


def _gold_folder(folder: Path | str | None) -> Path:
    return Path(folder) if folder is not None else find_hand() / "gold"


def _read_records(path: Path, required: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise explain_os_error(error, path) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; restore it") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: no JSON ({error}); correct the line") from error
        missing = [name for name in required if not isinstance(record, Mapping) or record.get(name) is None]
        if missing:
            raise InputError(f"{path}, line {number}: {missing[0]} is missing; correct the line")
        yield dict(record)
