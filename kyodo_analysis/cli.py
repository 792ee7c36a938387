"""The command `kyodo`: data on stdout, messages on stderr, exit code 0 only on success.

A bad input ends a command with one line and exit code 2; a failing check with exit code 1. The libraries that a command
needs are loaded inside it, so that help and a build with nothing to do answer at once.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kyodo_analysis import __version__, paths
from kyodo_analysis.cli_analyse import add_analyse_command
from kyodo_analysis.cli_coding import add_coding_commands
from kyodo_analysis.cli_engine import add_engine_commands
from kyodo_analysis.cli_kwic import add_kwic_command
from kyodo_analysis.cli_reading import add_reading_commands
from kyodo_analysis.progress import report_progress, say
from kyodo_analysis.source.errors import InputError, explain_os_error

if TYPE_CHECKING:
    import pandas as pd

BAD_INPUT = 2
FAILED_CHECK = 1
LANGUAGES = ("ja", "en")


class OneLineErrors(TyperGroup):
    """A group of commands that end with one line, not a traceback, when their input cannot be used."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except InputError as error:
            problem = error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of stdout has seen enough
                raise
            problem = explain_os_error(error, error.filename or "a file")
        except MemoryError:
            problem = InputError("the memory is used up; give a smaller text or close other programs")
        say(f"kyodo: {problem}")
        raise typer.Exit(BAD_INPUT)


app = typer.Typer(
    name="kyodo",
    cls=OneLineErrors,
    help="Plans of collaboration (協働) as tables: read, checked, traced back to their source.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

RawFolder = Annotated[
    Path | None, typer.Option("--raw", help="Folder of the plans with plans.toml.", show_default="data/raw")
]
TableFolder = Annotated[Path | None, typer.Option("--out", help="Folder of the tables.", show_default="data/processed")]
HandFolder = Annotated[
    Path | None, typer.Option("--hand", help="Folder of the hand-made tables.", show_default="data/hand")
]
EngineName = Annotated[
    str, typer.Option("--engine", help="Tokeniser: janome, python, compiled or auto; all give the same tokens.")
]


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"kyodo {__version__}")
        raise typer.Exit


@app.callback()
def kyodo(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Plans of collaboration (協働) as tables: read, checked, traced back to their source."""


@app.command()
def build(
    raw: RawFolder = None,
    out: TableFolder = None,
    hand: HandFolder = None,
    engine: EngineName = "auto",
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing changed.")] = False,
) -> None:
    """Build all tables of the plans in data/raw.

    All tables are written or none; when nothing changed since the last build, nothing is done.

    Example: kyodo build --out tables
    """
    from kyodo_analysis.freshness import digest_inputs, is_fresh, write_stamp
    from kyodo_analysis.source.manifest import read_manifest

    raw, hand, out = raw or paths.raw_folder(), hand or paths.hand_folder(), out or paths.processed_folder()
    dictionary = [out.parent / "README.md"] if _is_same_folder(out, paths.processed_folder()) else []
    sources = read_manifest(raw)
    inputs = digest_inputs(sources, hand, engine)
    if not force and is_fresh(out, inputs, dictionary):
        say(f"nothing changed, {out} is up to date; build anyway with --force")
        return
    from kyodo_analysis.build import build as build_tables
    from kyodo_analysis.tables.dictionary import describe_tables
    from kyodo_analysis.tables.loading import refuse_other_plans
    from kyodo_analysis.tables.storage import write_file

    if not _is_same_folder(out, paths.processed_folder()):
        refuse_other_plans(out, {source.plan_id for source in sources})
    with report_progress() as report:
        tables = build_tables(raw, hand, out, engine, report)
    for path in dictionary:
        write_file(path, describe_tables().encode("utf-8"))
    write_stamp(out, inputs, dictionary)
    for plan_id in _without_measures(tables):
        say(f"{plan_id}: no measures found; kyodo read shows what was")
    say(f"{len(tables['measures'])} measures of {len(tables['plans'])} plans in {len(tables)} tables in {out}")


@app.command()
def figures(
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the figures.", show_default="figures")] = None,
    lang: Annotated[str, typer.Option("--lang", help="Languages of the labels.")] = ",".join(LANGUAGES),
) -> None:
    """Draw every figure as SVG and PNG and name the files.

    Example: kyodo figures --out figures --lang en
    """
    languages = list(dict.fromkeys(part.strip() for part in lang.split(",") if part.strip()))
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise InputError(f"--lang {lang!r} names no known language; use {' or '.join(LANGUAGES)}, joined by a comma")
    from kyodo_analysis.figures import draw_all
    from kyodo_analysis.tables.loading import read_all

    tables = read_all()
    with report_progress() as report:
        drawn = draw_all(tables, out or paths.figures_folder(), languages, report)
    for path in drawn:
        print(path)


@app.command()
def notebooks() -> None:
    """Run the notebooks in place, in the order of their names.

    Example: kyodo notebooks
    """
    try:
        from kyodo_analysis.notebook_runs import run_notebooks
    except ImportError as error:
        raise InputError(f"{error.name} is not installed; run pip install 'kyodo_analysis[notebooks]'") from error
    folder = paths.project_root() / "notebooks"
    with report_progress() as report:
        changed = run_notebooks(folder, report)
    say(f"{len(changed)} notebooks changed" if changed else "no notebook changed")


@app.command()
def check(out: TableFolder = None, raw: RawFolder = None) -> None:
    """Check the tables: schema, keys, spans, coverage; print a line per failing promise.

    The exit code is 1 when a promise fails.

    Example: kyodo check --out data/processed
    """
    from kyodo_analysis.tables.checks import check_tables

    out = out or paths.processed_folder()
    if not out.is_dir():
        raise InputError(f"there is no folder {out}; run kyodo build or name the folder of the tables with --out")
    failures = check_tables(out, raw or paths.raw_folder())
    for failure in failures:
        print(failure)
    if failures:
        raise typer.Exit(FAILED_CHECK)
    say("all promises hold")


@app.command()
def trace(
    measure_id: Annotated[str, typer.Argument(help="A measure, such as koka/1-1-1, or an indicator.")],
    field: Annotated[str | None, typer.Argument(help="A field, such as title or departments.")] = None,
    out: TableFolder = None,
    raw: RawFolder = None,
    file: Annotated[Path | None, typer.Option("--file", help="The plan's file, if no manifest lists it.")] = None,
) -> None:
    """Show a value, the source lines behind it with its characters marked ⟦so⟧, and their repairs.

    Example: kyodo trace koka/1-1-1 departments
    """
    from kyodo_analysis.source.corpus import read_source
    from kyodo_analysis.source.manifest import read_manifest
    from kyodo_analysis.tables.loading import read_all
    from kyodo_analysis.tracing import trace as trace_row

    tables = read_all(out or paths.processed_folder())
    plan_id = measure_id.split("/")[0]
    if file is not None:
        sources = {plan_id: read_source(file)}
    else:
        plans = read_manifest(raw or paths.raw_folder())
        sources = {plan.plan_id: read_source(plan.path) for plan in plans if plan.plan_id == plan_id}
    for line in trace_row(tables, sources, measure_id, field):
        print(line)


_ADDED = (add_reading_commands, add_coding_commands, add_kwic_command, add_analyse_command, add_engine_commands)
for add_commands in _ADDED:
    add_commands(app)


def main() -> None:
    """Run the command line. Output is UTF-8 everywhere: the plans' characters fit no other encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="kyodo")


def _without_measures(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    return sorted(set(tables["plans"]["plan_id"]) - set(tables["measures"]["plan_id"]))


def _is_same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
