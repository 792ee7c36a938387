"""The command `kyodo analyse`: every comparison of the plans as a table."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kyodo_analysis import paths
from kyodo_analysis.progress import report_progress, say
from kyodo_analysis.source.errors import InputError

if TYPE_CHECKING:
    from kyodo_analysis.source.corpus import SourceText

# More would wait for the longest analysis alone, and each takes the memory of the tables anew.
_MOST_WORKERS = 2


def add_analyse_command(app: typer.Typer) -> None:
    """Give the command line the command analyse."""
    app.command()(analyse)


def analyse(
    tables: Annotated[
        Path | None, typer.Option("--tables", help="Folder of the tables.", show_default="data/processed")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the analyses.", show_default="data/analysis")
    ] = None,
    hand: Annotated[
        Path | None, typer.Option("--hand", help="Folder of the hand-made tables.", show_default="data/hand")
    ] = None,
    raw: Annotated[
        Path | None, typer.Option("--raw", help="Folder of the plans with plans.toml.", show_default="data/raw")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            help="Print this analysis as CSV and write no file; may be given again, a blank line is then between them.",
        ),
    ] = None,
) -> None:
    """Make every analysis of the tables and write each as CSV, networks as GraphML too.

    All files are written or none; README.md and datapackage.json say what their columns are.

    Example: kyodo analyse --only themes
    """
    if not only:
        _load_ahead()
    from kyodo_analysis.analyse import analyse as analyse_all
    from kyodo_analysis.analyse import prepare_analyses, refuse_unknown, serialise_analysis
    from kyodo_analysis.tables.gold import read_theme_codes
    from kyodo_analysis.tables.loading import read_all

    if only and out:
        raise InputError("--only prints and writes no file; leave out --out or --only")
    refuse_unknown(only or [])
    found = read_all(tables or paths.processed_folder())
    published = _read_published(raw, set(found["plans"]["plan_id"]))
    if only:
        analyses = prepare_analyses(found, hand, published)
        with report_progress() as report:
            texts = []
            for done, name in enumerate(only):
                report(f"analysing {name}", done, len(only))
                texts.append(serialise_analysis(analyses, name).decode("utf-8"))
        sys.stdout.write("\n".join(texts))
        return
    folder = out or paths.analysis_folder()
    with report_progress() as report:
        written = analyse_all(found, folder, report, hand, published, min(_MOST_WORKERS, os.cpu_count() or 1))
    say(f"{len(written)} files in {folder}")
    coded = {record["document"] for record in read_theme_codes(hand and hand / "gold")}
    if not coded & set(found["plans"]["plan_id"]):
        say("no measure of these plans is coded by hand, so the rules cannot be judged on them and no theme is charted")


def _load_ahead() -> None:
    """Have the process from which workers are copied load the program while this one loads it and reads the tables."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload(["kyodo_analysis.parallel_analyses"])
        forkserver.ensure_running()


def _read_published(raw: Path | None, plan_ids: set[str]) -> Mapping[str, SourceText] | None:
    """The texts of the plans; None where the project's own plans are others and no folder was named."""
    from kyodo_analysis.source.manifest import MANIFEST_NAME
    from kyodo_analysis.source.published import read_published

    folder = raw or paths.raw_folder()
    if raw is None and not (folder / MANIFEST_NAME).is_file():
        return None
    texts = read_published(folder)
    missing = sorted(plan_ids - texts.keys())
    if missing and raw is not None:
        raise InputError(f"{raw} lacks the text of {missing[0]}, which the tables have; name its folder with --raw")
    if missing:
        say(f"without the published text of {missing[0]} nothing is counted on raw text; name its folder with --raw")
    return None if missing else texts
