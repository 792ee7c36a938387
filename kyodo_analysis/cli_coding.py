"""The commands `kyodo code` and `kyodo codebook`: themes, commitments and completion criteria by data/hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kyodo_analysis import paths
from kyodo_analysis.progress import say

if TYPE_CHECKING:
    import pandas as pd

FAILED_CHECK = 1

_TABLES = ("measures", "elements", "spans", "measure_themes", "measure_completion")

TableFolder = Annotated[Path | None, typer.Option("--out", help="Folder of the tables.", show_default="data/processed")]
HandFolder = Annotated[
    Path | None, typer.Option("--hand", help="Folder of the codebook and its rules.", show_default="data/hand")
]

_MOST_NAMED = 10

codebook = typer.Typer(
    name="codebook",
    help="The codebook and the rules of data/hand.\n\nExample: kyodo codebook check",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def add_coding_commands(app: typer.Typer) -> None:
    """Give the command line the commands code and codebook."""
    app.command()(code)
    app.add_typer(codebook)


def code(
    explain: Annotated[
        str | None, typer.Option("--explain", help="A measure, such as koka/1-1-1: which rule fired where.")
    ] = None,
    out: TableFolder = None,
    hand: HandFolder = None,
) -> None:
    """Code the measures by the codebook as it stands, and print their themes, commitments and criteria as CSV.

    The measures are those of the tables; nothing is written, so that a changed rule shows at once.

    Example: kyodo code --explain koka/1-1-1
    """
    from kyodo_analysis.coding import code_tables, read_decisions
    from kyodo_analysis.explaining import explain_codes, list_changes, list_codes

    hand = hand or paths.hand_folder()
    tables, lexicons = _read_tables(out), read_decisions(hand)
    coding = code_tables(tables, lexicons, hand)
    lines = list_codes(coding, tables["measures"])
    if explain is not None:
        lines = explain_codes(coding, tables, lexicons, explain)
    for line in lines:
        print(line)
    changed = list_changes(coding, tables)
    if changed:
        shown = ", ".join(changed[:_MOST_NAMED]) + (" and others" if len(changed) > _MOST_NAMED else "")
        said = "1 measure is" if len(changed) == 1 else f"{len(changed)} measures are"
        say(f"{said} coded otherwise than in the tables ({shown}); build or read them again to have the new codes")


@codebook.command()
def check(
    brief: Annotated[bool, typer.Option("--brief", help="Leave the lists of dead rules and predicates out.")] = False,
    out: TableFolder = None,
    hand: HandFolder = None,
) -> None:
    """Check the codebook: broken rows, dead rules, overlaps, rules against readers, disagreements, agreement per code.

    The exit code is 1 when a row is broken or incomplete or has an unknown basis, which is said alone. Dead rules,
    overlaps and disagreements are for reading: they may be meant. A summary with the number of each stands last.

    Example: kyodo codebook check --brief
    """
    from kyodo_analysis.analysis.coding.codebook_checks import find_codebook_errors, list_plan_ids
    from kyodo_analysis.codebook_report import report_codebook
    from kyodo_analysis.coding import code_tables, read_decisions
    from kyodo_analysis.tables.gold import read_theme_codes

    hand = hand or paths.hand_folder()
    tables, lexicons = _read_tables(out), read_decisions(hand)
    readers = read_theme_codes(hand / "gold") if (hand / "gold").is_dir() else []
    errors = find_codebook_errors(lexicons, list_plan_ids(tables["measures"], readers))
    for error in errors:
        print(error)
    if errors:
        say(f"{len(errors)} errors in {hand}")
        raise typer.Exit(FAILED_CHECK)
    for line in report_codebook(code_tables(tables, lexicons, hand), tables, lexicons, readers, brief):
        print(line)


def _read_tables(out: Path | None) -> Mapping[str, pd.DataFrame]:
    from kyodo_analysis.tables.loading import read

    return {name: read(name, out) for name in _TABLES}
