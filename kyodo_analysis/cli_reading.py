"""The commands `kyodo read` and `kyodo repair`: one text or PDF that no manifest lists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kyodo_analysis import paths
from kyodo_analysis.progress import say
from kyodo_analysis.source.errors import InputError

SourceFile = Annotated[Path, typer.Argument(help="A text (UTF-8, UTF-16, Shift_JIS, EUC-JP, JIS) or PDF.")]


def add_reading_commands(app: typer.Typer) -> None:
    """Give the command line the commands read and repair."""
    app.command()(read)
    app.command()(repair)


def read(
    file: SourceFile,
    layout: Annotated[str, typer.Option("--layout", help="auto, cards, columns, markup or prose.")] = "auto",
    plan_id: Annotated[str | None, typer.Option("--plan-id", help="Id of the plan; by default from the name.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write all tables to this folder.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print the measures as JSON Lines.")] = False,
) -> None:
    """Read one text or PDF that is not in the manifest.

    Without --out and --jsonl it shows what was read and what was not. A text in which no measure is found ends with
    exit code 2, and nothing is written.

    Example: kyodo read plan.pdf --jsonl
    """
    from kyodo_analysis.build import make_tables, read_source_plan, tabulate_plan
    from kyodo_analysis.source.manifest import describe_file
    from kyodo_analysis.tables.storage import refuse_unfit, write_tables

    if out is not None:
        refuse_unfit(out)
    plan = read_source_plan(describe_file(file, plan_id, layout))
    tables = tabulate_plan(plan)
    if not len(tables["measures"]):
        hint = "; try --layout cards, columns, markup or prose" if layout == "auto" else "; try --layout auto"
        raise InputError(f"{file} holds no measures that can be read{hint}, or check that it is a plan")
    for note in plan.text.notes:
        say(f"{file}: {note}")
    if out is not None:
        from kyodo_analysis.tables.loading import refuse_other_plans

        refuse_other_plans(out, set(tables["plans"]["plan_id"]))
        tables = make_tables([tables], paths.hand_folder())
        write_tables(tables, out)
        say(f"{len(tables['measures'])} measures in {len(tables)} tables in {out}")
    if jsonl:
        import json

        from kyodo_analysis.measure_json import describe_measures

        for measure in describe_measures(tables, plan.reading.measures):
            print(json.dumps(measure, ensure_ascii=False))
    elif out is None:
        from rich.console import Console

        from kyodo_analysis.reading_summary import summarise_reading

        Console(markup=False, highlight=False).print(summarise_reading(tables))


def repair(
    file: SourceFile,
    explain: Annotated[bool, typer.Option("--explain", help="Show each step instead of the text.")] = False,
) -> None:
    """Print the repaired text, one paragraph per line.

    Example: kyodo repair data/raw/nichinan.txt --explain
    """
    from kyodo_analysis.source.corpus import read_source
    from kyodo_analysis.text.repair import lines_of, repair_lines, repair_text

    source = read_source(file)
    for note in source.notes:
        say(f"{file}: {note}")
    if not explain:
        print(repair_text(source.text).removesuffix("\n"))
        return
    for step in repair_lines(lines_of(source.text)).steps:
        print(f"{step.line} {step.fixer}: {step.before} → {step.after}")
