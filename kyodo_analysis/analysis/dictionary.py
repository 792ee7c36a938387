"""The dictionary of the analyses: what a row of each is, which functions made it, and what its columns hold."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import CodeType, FunctionType
from typing import Any

from kyodo_analysis.analysis.analyses import Step
from kyodo_analysis.tables.declarations import Column, Table

_ROOM = f"{__package__}."
_HEAD = """\
# Analyses of the plans

This folder and this page are made by `kyodo analyse` from the tables of `data/processed` and what people decided in
`data/hand`; change nothing here. `kyodo analyse --only NAME` prints one of the analyses, and
`kyodo_analysis.analyse.read_analysis(NAME)` reads one back with its types. `datapackage.json` describes the files for
other programs.

このフォルダーとこのページは `kyodo analyse` が作成します。列名の日本語は各表の「列」にあります。

- CSV in UTF-8 with LF line ends and a header. An empty cell means that there is no value. Numbers have six significant
  digits.
- A measure (施策) is what is counted, resampled and shuffled; what a plan prints again (再掲) counts once unless the
  column says otherwise. `measure_ids` names the measures behind a row: `kyodo trace` shows each in its source.
- `p` comes from shuffled plan labels unless the column says otherwise, `q` is its false discovery rate, `q_upper` what
  q could be if all shuffles were made. Only what `beyond_null` or `distinctive` marks may be called a difference.
- All draws start from the same seed: the same tables give the same files.
- Methods with their sources are documented at the functions that are named here, below `kyodo_analysis.analysis`;
  `python -m pydoc kyodo_analysis.analysis.theme.themes` shows those of a module.

## Analyses

| analysis | one row per | 1行の単位 |
|---|---|---|
"""


def describe_analyses(steps: Mapping[str, Step], tables: Mapping[str, Table], further: Mapping[str, str]) -> str:
    """The dictionary as Markdown.

    Args:
        steps: of the analyses, in the order in which they are shown. tables: as `columns.declare_analysis` gives them.
            further: the name of another file that holds an analysis, by the name of the analysis.
    """
    overview = "".join(f"| [{name}](#{name}) | {step.grain} | {step.grain_ja} |\n" for name, step in steps.items())
    parts = (
        f"\n## {name}\n\n" + "\n".join(_lines_of(step, tables[name], further.get(name))) + "\n"
        for name, step in steps.items()
    )
    return _HEAD + overview + "".join(parts)


def find_methods(make: Callable[..., Any]) -> list[FunctionType]:
    """The functions of this room that a step calls, in the order in which its code names them.

    Functions of the step's own module only put them together; what those call counts as called by the step.
    """
    found: dict[FunctionType, None] = {}
    _follow(make, found, set())
    return list(found)


def _follow(make: Callable[..., Any], found: dict[FunctionType, None], seen: set[Callable[..., Any]]) -> None:
    seen.add(make)
    for name in _names_in(make.__code__):
        named = make.__globals__.get(name)
        if not isinstance(named, FunctionType) or named in seen:
            continue
        if named.__module__ == make.__module__:
            _follow(named, found, seen)
        elif named.__module__.startswith(_ROOM):
            found[named] = None


def _names_in(code: CodeType) -> Iterator[str]:
    """The global names that a function uses, those of its comprehensions and lambdas too."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)


def _lines_of(step: Step, table: Table, further: str | None) -> Iterator[str]:
    yield f"One row per {step.grain}. 1行は{step.grain_ja}。" + (f" Also as `{further}`." if further else "")
    yield ""
    yield from (_describe_method(method) for method in find_methods(step.make))
    yield ""
    yield from _tabulate(table.columns)


def _describe_method(method: FunctionType) -> str:
    first = (inspect.getdoc(method) or "").split("\n")[0]
    return f"- `{method.__module__.removeprefix(_ROOM)}.{method.__name__}`: {first}"


def _tabulate(columns: Sequence[Column]) -> Iterator[str]:
    yield "| column | 列 | type | meaning |"
    yield "|---|---|---|---|"
    for column in columns:
        meaning = column.description.replace("|", "\\|")
        yield f"| {column.name} | {column.label} | {column.kind} | {meaning} |"
