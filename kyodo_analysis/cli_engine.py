"""The commands `kyodo engine`: whether the engines give Janome's tokens, what of them is ready, and making it so."""

from __future__ import annotations

import os
import shlex
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kyodo_analysis import paths
from kyodo_analysis.cli_lattice import add_lattice_command
from kyodo_analysis.progress import report_progress, say
from kyodo_analysis.source.errors import InputError, explain_os_error

if TYPE_CHECKING:
    from kyodo_analysis.words.user_dictionary import UserDictionary

FAILED_CHECK = 1

_FAST = ("python", "compiled")
_ALL = "all"
# Each has Janome's data and two engines in memory.
_MOST_JOBS = 2
_WARM_UP = "市民と協働する。"

engine = typer.Typer(
    name="engine",
    help="The engines that find Janome's tokens faster than Janome.\n\nExample: kyodo engine show",
    no_args_is_help=True,
    rich_markup_mode=None,
)
add_lattice_command(engine)


def add_engine_commands(app: typer.Typer) -> None:
    """Give the command line the commands of engine."""
    app.add_typer(engine)


@engine.command()
def check(
    texts: Annotated[int, typer.Option("--texts", help="How many texts each engine is compared on.")] = 200_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same texts.")] = 1,
    name: Annotated[str, typer.Option("--engine", help="python, compiled or all.")] = _ALL,
    user_dictionary: Annotated[
        Path | None,
        typer.Option(
            "--user-dictionary", help="A dictionary in IPADIC's format.", show_default="data/hand/user_dictionary.csv"
        ),
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", help="How many processes.", show_default="2 at most")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the report to this file, as Markdown.")] = None,
) -> None:
    """Compare the engines with Janome, text by text and field by field, and print what differs.

    The texts are the plans' sentences and lines, random characters, glued words, overprinted and long texts, with and
    without user dictionaries. The exit code is 1 when a text differs.

    Example: kyodo engine check --texts 20000 --out identity.md
    """
    if texts < 1:
        raise InputError(f"--texts {texts} leaves nothing to compare; give a number from 1 on")
    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs {jobs} leaves nobody to compare; give a number from 1 on")
    engines, notes = _choose_engines(name)
    if out is not None:
        from kyodo_analysis.tables.storage import refuse_unwritable

        refuse_unwritable(out)
    from kyodo_analysis.words.engine.layout_cache import LayoutFailed
    from kyodo_analysis.words.identity.batches import make_dictionaries, read_corpus
    from kyodo_analysis.words.identity.comparison import UnsteadyReference, compare_engines, public_engines
    from kyodo_analysis.words.identity.report import count_differing, show_differences, tabulate, write_page

    corpus = read_corpus(paths.processed_folder(), paths.raw_folder())
    if not corpus.sentences:
        notes.append("corpus: none; there are no tables of plans here, sentences were invented in their place")
    for note in notes:
        say(note)
    dictionaries = make_dictionaries(_own_dictionary(user_dictionary), corpus.material)
    workers = jobs or min(_MOST_JOBS, os.cpu_count() or 1)
    try:
        with report_progress() as report:
            found = compare_engines(texts, seed, public_engines(engines), dictionaries, corpus, report, workers)
    except UnsteadyReference as error:
        say(f"kyodo: {error}")
        raise typer.Exit(FAILED_CHECK) from error
    except LayoutFailed as error:
        raise InputError(str(error)) from error
    except BrokenProcessPool as error:
        raise InputError("a process was killed, as for want of memory; try --jobs 1") from error
    for line in (*tabulate(found), *show_differences(found)):
        print(line)
    if out is not None:
        from kyodo_analysis.tables.storage import write_file

        command = _describe_command(texts, seed, name, user_dictionary)
        write_file(out, write_page(found, command, seed, dictionaries, notes).encode("utf-8"))
    differing = count_differing(found)
    say(f"{differing:,} texts differ from Janome's" if differing else f"no text of {texts:,} differs from Janome's")
    if differing:
        raise typer.Exit(FAILED_CHECK)


@engine.command()
def show() -> None:
    """Show which engines can run here, whether they are prepared, where their files lie, and what auto would take.

    Example: kyodo engine show
    """
    from kyodo_analysis.words.engine.choice import choose_engine
    from kyodo_analysis.words.engine.compiled_object import CompilerMissing, check_compiler, is_compiled
    from kyodo_analysis.words.engine.layout_cache import cache_folder, is_built
    from kyodo_analysis.words.identity.report import version_of
    from kyodo_analysis.words.token_cache import token_folder

    print(f"janome: {version_of('janome')}, ready")
    laid_out = "Janome's dictionary is laid out" if is_built() else f"{_NOT_YET}: lays out Janome's dictionary first"
    print(f"python: {laid_out}")
    try:
        check_compiler()
        compiled = "the search is compiled" if is_compiled() else f"{_NOT_YET}: compiles the search first"
        print(f"compiled: numba {version_of('numba')}, {compiled}")
    except CompilerMissing as error:
        print(f"compiled: {error}")
    folder = cache_folder()
    size = _megabytes(folder) + _megabytes(token_folder())
    print(f"cache: {folder.parent}, {size:.0f} MB; it may be deleted, and is made again when it is needed")
    if (paths.processed_folder() / "plans.csv").is_file():
        from kyodo_analysis.tables import read

        plans = read("plans")
        characters = int(plans["repaired_chars"].sum())
        taken = choose_engine(characters)
        why = "" if taken != "janome" else "; to prepare another would take longer"
        print(f"auto takes {taken} for the {len(plans)} plans here ({characters:,} characters){why}")


_NOT_YET = "not yet prepared (kyodo engine prepare)"


@engine.command()
def prepare() -> None:
    """Lay out Janome's dictionary and compile the search ahead, so that no later command waits for it.

    Example: kyodo engine prepare
    """
    from kyodo_analysis.words.engine import compiled_object
    from kyodo_analysis.words.engine.layout_cache import LayoutFailed, cache_folder, is_built, load_layout
    from kyodo_analysis.words.engine.layout_folders import CACHE_VARIABLE
    from kyodo_analysis.words.tokens import tokenise

    folder = cache_folder()
    if not is_built():
        try:
            load_layout()
        except LayoutFailed as error:
            raise InputError(str(error)) from error
    if not is_built():
        raise InputError(f"nothing can be kept in {folder}; set {CACHE_VARIABLE} to a folder that can be written")
    made = ["python"]
    try:
        compiled_object.prepare()
        tokenise(_WARM_UP, "compiled")
        made.append("compiled")
    except compiled_object.CompilerMissing as error:
        say(str(error))
    except compiled_object.CompilingFailed as error:
        raise InputError(f"the search cannot be compiled here ({error}); {made[0]} is prepared") from error
    except OSError as error:
        raise explain_os_error(error, error.filename or folder) from error
    say(f"{' and '.join(made)} {'is' if len(made) == 1 else 'are'} prepared; the files lie in {folder}")


def _choose_engines(name: str) -> tuple[list[str], list[str]]:
    """The engines to compare, and what must be said of those that cannot be."""
    if name not in (*_FAST, _ALL):
        raise InputError(f"engine {name!r} is not one to compare with Janome; choose {', '.join(_FAST)} or {_ALL}")
    from kyodo_analysis.words.engine.compiled_object import CompilerMissing, check_compiler

    engines = list(_FAST) if name == _ALL else [name]
    if "compiled" in engines:
        try:
            check_compiler()
        except CompilerMissing as error:
            if name != _ALL:
                raise InputError(str(error)) from error
            return ["python"], [f"*** COMPILED IS NOT CHECKED: {error} ***"]
    return engines, []


def _own_dictionary(path: Path | None) -> dict[str, UserDictionary]:
    """The dictionary to compare with under its file name; by default the project's, where there is one."""
    from kyodo_analysis.words.user_dictionary import read_user_dictionary

    chosen = path or paths.hand_folder() / "user_dictionary.csv"
    if path is None and not chosen.is_file():
        return {}
    try:
        return {chosen.name: read_user_dictionary(chosen)}
    except OSError as error:
        raise explain_os_error(error, chosen) from error
    except ValueError as error:
        raise InputError(str(error)) from error


def _describe_command(texts: int, seed: int, name: str, user_dictionary: Path | None) -> str:
    """What makes the same report again, without the folders of this machine."""
    words = ["kyodo", "engine", "check", "--texts", str(texts), "--seed", str(seed), "--engine", name]
    return shlex.join([*words, *(["--user-dictionary", user_dictionary.name] if user_dictionary else [])])


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
