"""The manifest data/raw/plans.toml: which plans there are, and whether their files are the ones that were meant."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from kyodo_analysis.source.corpus import read_bytes
from kyodo_analysis.source.decoding import decode
from kyodo_analysis.source.errors import InputError

MANIFEST_NAME = "plans.toml"
AUTO = "auto"
LAYOUTS = ("cards", "columns", "markup", "prose")
STATES = ("final", "draft", "fragment")
ERAS = ("明治", "大正", "昭和", "平成", "令和")

_PLAN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MUNICIPALITY_CODE = re.compile(r"[0-9]{5}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REQUIRED = ("id", "file", "sha256", "municipality", "municipality_code", "prefecture", "title", "state")
_TEXTS = (*_REQUIRED, "title_en", "layout", "era", "note")
_YEARS = ("first_fiscal_year", "last_fiscal_year")
_INFERRED = "municipality_inferred"


class PlanSourceError(InputError):
    """An entry of the manifest that cannot be used."""


@dataclass(frozen=True, slots=True)
class PlanSource:
    """One plan of the manifest. None stands where nothing is known; `path` is where the file lies on this machine."""

    plan_id: str
    file: str
    path: Path
    sha256: str
    municipality: str | None = None
    municipality_code: str | None = None
    municipality_inferred: bool = False
    prefecture: str | None = None
    title: str | None = None
    title_en: str | None = None
    first_fiscal_year: int | None = None
    last_fiscal_year: int | None = None
    state: str | None = None
    layout: str = AUTO
    era: str | None = None
    note: str | None = None


def read_manifest(folder: Path) -> tuple[PlanSource, ...]:
    """The plans of `folder`/plans.toml, sorted by id, each with its file checked against its checksum.

    Raises:
        PlanSourceError: when an entry is wrong, doubled, or does not fit its file.
        InputError: when the manifest is missing, is no TOML, or a file cannot be opened.
    """
    manifest = folder / MANIFEST_NAME
    if not manifest.is_file():
        raise InputError(f"{manifest} does not exist; name a folder that holds a manifest of plans")
    text = decode(read_bytes(manifest), str(manifest)).text
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{manifest} is not valid TOML: {error}; correct that line") from error
    entries = content.get("plan")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{manifest} lists no plan; add a [[plan]] with {', '.join(_REQUIRED)}")
    plans = [_read_entry(entry, manifest) for entry in entries]
    _refuse_doubles(plans, manifest)
    for plan in plans:
        _check_file(plan, manifest)
    return tuple(sorted(plans, key=lambda plan: plan.plan_id))


def describe_file(path: Path, plan_id: str | None = None, layout: str = AUTO) -> PlanSource:
    """A plan that no manifest lists. Without an id its file name gives one.

    Raises:
        InputError: when the file cannot be read, or the id or layout is none.

    >>> describe_file(Path("missing.txt"), layout="table")
    Traceback (most recent call last):
    ...
    kyodo_analysis.source.manifest.PlanSourceError: layout 'table' is unknown; use auto, cards, columns, markup, prose
    """
    _check_layout(layout, "")
    if plan_id is None:
        plan_id = "-".join(re.findall(r"[a-z0-9]+", path.stem.lower())) or "plan"
    _check_plan_id(plan_id, "")
    return PlanSource(plan_id, path.name, path, hashlib.sha256(read_bytes(path)).hexdigest(), layout=layout)


def _read_entry(entry: Mapping[str, Any], manifest: Path) -> PlanSource:
    where = f"{manifest}: plan {entry.get('id', '(without id)')!r}: "
    known = (*_TEXTS, *_YEARS, _INFERRED)
    if unknown := sorted(set(entry) - set(known)):
        raise PlanSourceError(f"{where}{unknown[0]!r} is unknown; use {', '.join(known)}")
    if missing := [key for key in _REQUIRED if key not in entry]:
        raise PlanSourceError(f"{where}{', '.join(missing)} missing; add it")
    for key in _TEXTS:
        if key in entry and not (isinstance(entry[key], str) and entry[key].strip()):
            raise PlanSourceError(f"{where}{key} must be a text that is not empty, in quotes; correct or remove it")
    for key in _YEARS:
        if key in entry and type(entry[key]) is not int:
            raise PlanSourceError(f"{where}{key} must be a western year without quotes; correct or remove it")
    if not isinstance(entry.get(_INFERRED, False), bool):
        raise PlanSourceError(f"{where}{_INFERRED} must be true or false without quotes; correct it")
    _check_plan_id(entry["id"], where)
    _check_layout(entry.get("layout", AUTO), where)
    _check_choice("state", entry["state"], STATES, where)
    _check_choice("era", entry.get("era", ERAS[0]), ERAS, where)
    if not _MUNICIPALITY_CODE.fullmatch(entry["municipality_code"]):
        raise PlanSourceError(f"{where}municipality_code must have five digits, such as '35203'; correct it")
    if not _SHA256.fullmatch(entry["sha256"]):
        raise PlanSourceError(f"{where}sha256 must be 64 digits 0-9a-f; take it from sha256sum {entry['file']}")
    first, last = entry.get("first_fiscal_year"), entry.get("last_fiscal_year")
    if first is not None and last is not None and first > last:
        raise PlanSourceError(f"{where}first_fiscal_year {first} comes after last_fiscal_year {last}; correct them")
    details = {key: value for key, value in entry.items() if key not in ("id", "file")}
    return PlanSource(entry["id"], entry["file"], _place_in(manifest.parent, entry["file"], where), **details)


def _check_plan_id(plan_id: str, where: str) -> None:
    if not _PLAN_ID.fullmatch(plan_id):
        raise PlanSourceError(
            f"{where}{plan_id!r} cannot be an id; use small letters a-z and digits joined by hyphens, as in yamaguchi-1"
        )


def _check_layout(layout: str, where: str) -> None:
    _check_choice("layout", layout, (AUTO, *LAYOUTS), where)


def _check_choice(key: str, value: str, choices: Iterable[str], where: str) -> None:
    if value not in choices:
        raise PlanSourceError(f"{where}{key} {value!r} is unknown; use {', '.join(choices)}")


def _place_in(folder: Path, file: str, where: str) -> Path:
    """The path of a file inside the folder; Windows paths are refused on every system."""
    path = folder / file
    inside = not (Path(file).is_absolute() or PureWindowsPath(file).drive or "\\" in file)
    if not inside or not path.resolve().is_relative_to(folder.resolve()):
        raise PlanSourceError(f"{where}file {file!r} leaves the folder {folder}; name a file inside it")
    return path


def _refuse_doubles(plans: Iterable[PlanSource], manifest: Path) -> None:
    ids: dict[str, PlanSource] = {}
    paths: dict[Path, PlanSource] = {}
    contents: dict[str, PlanSource] = {}
    for plan in plans:
        if plan.plan_id in ids:
            raise PlanSourceError(f"{manifest}: id {plan.plan_id!r} stands there twice; give each plan its own id")
        twin = paths.get(plan.path.resolve()) or contents.get(plan.sha256)
        if twin is not None:
            raise PlanSourceError(
                f"{manifest}: a plan is listed twice, as {twin.plan_id!r} and {plan.plan_id!r} "
                f"({plan.file}, same content); remove one"
            )
        ids[plan.plan_id] = paths[plan.path.resolve()] = contents[plan.sha256] = plan


def _check_file(plan: PlanSource, manifest: Path) -> None:
    if not plan.path.is_file():
        raise PlanSourceError(
            f"{manifest}: plan {plan.plan_id!r}: file {plan.path} does not exist; put it there or remove the entry"
        )
    found = hashlib.sha256(read_bytes(plan.path)).hexdigest()
    if found != plan.sha256:
        raise PlanSourceError(
            f"{manifest}: plan {plan.plan_id!r}: {plan.path} has the wrong checksum, expected {plan.sha256}, "
            f"found {found}; restore the file or correct the entry"
        )
