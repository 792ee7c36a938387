"""The command `kyodo kwic`: keyword in context, aligned for a terminal, one hit per line with its place in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kyodo_analysis import paths
from kyodo_analysis.progress import say

if TYPE_CHECKING:
    import pandas as pd


def add_kwic_command(app: typer.Typer) -> None:
    """Make `kwic` a command of the app."""
    app.command()(kwic)


def kwic(
    pattern: Annotated[
        str, typer.Argument(help="Words, one per token, with blanks between; * and /regular expression/ may stand in.")
    ],
    by: Annotated[str, typer.Option("--by", help="base, surface or pos: what words are compared with.")] = "base",
    sort: Annotated[str, typer.Option("--sort", help="place, left or right.")] = "place",
    plan: Annotated[str | None, typer.Option("--plan", help="One plan only, such as koka.")] = None,
    window: Annotated[int, typer.Option("--window", min=0, help="Characters on each side.")] = 20,
    passages: Annotated[bool, typer.Option("--passages", help="Search the text around the measures too.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the hits as CSV.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the tables.", show_default="data/processed")
    ] = None,
) -> None:
    """Show every place where a pattern occurs, with the text around it, its measure and its source line.

    A word finds all its inflected forms (支援する finds 支援します); pos:名詞, base:… and surface:… choose for one
    token.

    Example: kyodo kwic "pos:名詞 を 進める" --sort right
    """
    from kyodo_analysis.analysis.wording.concordances import state_concordance
    from kyodo_analysis.tables.loading import read
    from kyodo_analysis.words.concordance import explain_nothing, find_concordance
    from kyodo_analysis.words.token_patterns import echo

    folder = out or paths.processed_folder()
    tokens = read("tokens", folder)
    dictionary = paths.hand_folder() / "user_dictionary.csv"
    user_dictionary = dictionary if dictionary.is_file() else None
    hits = find_concordance(
        tokens,
        read("spans", folder),
        pattern,
        passages=read("passages", folder) if passages else None,
        by=by,
        window=window,
        sort=sort,
        plan_id=plan,
        user_dictionary=user_dictionary,
    )
    if csv:
        print(hits.to_csv(index=False, lineterminator="\n"), end="")
    else:
        for line in align_concordance(hits, window):
            print(line)
    say(state_concordance(hits, echo(pattern)))
    if hits.empty:
        say(explain_nothing(tokens, pattern, by, user_dictionary))


def align_concordance(hits: pd.DataFrame, window: int) -> Iterator[str]:
    """The hits as lines in which all keywords begin in one column; a full-width character takes two columns.

    Args:
        hits: what `words.concordance.find_concordance` gives. window: characters on each side.
    """
    from rich.cells import cell_len, set_cell_size

    from kyodo_analysis.analysis.wording.concordances import name_places

    before = min(2 * window, max((cell_len(left) for left in hits["left"]), default=0))
    keyword = max((cell_len(word) for word in hits["keyword"]), default=0)
    after = min(2 * window, max((cell_len(right) for right in hits["right"]), default=0))
    for hit in name_places(hits).to_dict("records"):
        left = " " * (before - cell_len(hit["left"])) + hit["left"]
        pieces = [left, set_cell_size(hit["keyword"], keyword), set_cell_size(hit["right"], after)]
        # A value that no span traces has no line.
        lines = f", line{'s' * ('–' in hit['lines'])} {hit['lines']}" if isinstance(hit["lines"], str) else ""
        yield f"{'  '.join(pieces)}  {hit['place']}{lines}"
