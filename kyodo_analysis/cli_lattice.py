"""The command `kyodo engine lattice`: every word that Janome tries in one sentence, and the way it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kyodo_analysis import paths
from kyodo_analysis.progress import say
from kyodo_analysis.source.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_LANGUAGES = ("en", "ja")
_KINDS = ("svg", "png")
_NUMBERS = ("cost", "connection_cost", "cost_so_far")
_OWN_WORDS = Path("data") / "hand" / "user_dictionary.csv"


def add_lattice_command(group: typer.Typer) -> None:
    """Make `lattice` a command of the group."""
    group.command("lattice")(draw_lattice)


def draw_lattice(
    sentence: Annotated[str, typer.Argument(help="One sentence of at most 40 characters; a picture suits some 15.")],
    out: Annotated[Path | None, typer.Option("--out", help="The picture: a file with the ending .svg or .png.")] = None,
    language: Annotated[str, typer.Option("--language", help="Language of the picture's labels: en or ja.")] = "en",
    user_dictionary: Annotated[
        Path | None,
        typer.Option("--user-dictionary", help="Words in IPADIC's format.", show_default=_OWN_WORDS.as_posix()),
    ] = None,
    ipadic_alone: Annotated[bool, typer.Option("--ipadic-alone", help="Leave the user dictionary out.")] = False,
) -> None:
    """Show why a sentence is cut as it is: all words that Janome tries, their costs, and the cheapest way.

    The sentence is shown twice, with IPADIC alone and with the user dictionary, as the tables have it. Without --out
    the words are listed, those on the cheapest way marked *: the characters they cover (place), the word's own cost,
    that of it and the word before it as neighbours (connection), both summed from the start of the sentence (sum).

    Example: kyodo engine lattice "協働のまちづくりの指針" --out lattice.svg
    """
    kind = "svg" if out is None else out.suffix.removeprefix(".").lower()
    if kind not in _KINDS:
        raise InputError(f"{out}: the name of the picture must end in {' or '.join(f'.{kind}' for kind in _KINDS)}")
    if language not in _LANGUAGES:
        raise InputError(f"--language {language!r} is not known; use {' or '.join(_LANGUAGES)}")
    table = _read_lattices(sentence, None if ipadic_alone else user_dictionary or _own_words())
    if out is None:
        for line in align_lattices(table):
            print(line)
        return
    from kyodo_analysis.figures.lattice import plot_lattice
    from kyodo_analysis.figures.style import render
    from kyodo_analysis.tables.storage import write_file

    write_file(out, render(plot_lattice(table, language), kind))
    say(f"{len(table)} nodes in {out}")


def align_lattices(table: pd.DataFrame) -> Iterator[str]:
    """The nodes of lattices as lines with a column for each number; a full-width character takes two columns.

    Args:
        table: what `words.engine.lattice_view.tabulate_lattices` gives.
    """
    from rich.cells import cell_len, set_cell_size

    heads = ["", "dictionary", "place", "word", "kind", "part of speech", "cost", "connection", "sum"]
    rows = [heads]
    for row in table.to_dict("records"):
        numbers = [f"{row[name]:,}" for name in _NUMBERS]
        place = f"{row['start']}-{row['end']}"
        mark = "*" if row["on_best_path"] else ""
        # A line feed or a tab in the sentence must not break the line.
        word = row["surface"] if row["surface"].isprintable() else ascii(row["surface"])
        rows.append([mark, row["dictionary"], place, word, row["kind"], row["part_of_speech"], *numbers])
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    texts = len(heads) - len(_NUMBERS)
    for cells in rows:
        left = [set_cell_size(cell, width) for cell, width in zip(cells[:texts], widths[:texts], strict=True)]
        right = [cell.rjust(width) for cell, width in zip(cells[texts:], widths[texts:], strict=True)]
        yield "  ".join([*left, *right])


def _own_words() -> Path | None:
    """The project's user dictionary, where there is one."""
    path = paths.project_root() / _OWN_WORDS
    return path if path.is_file() else None


def _read_lattices(sentence: str, user_dictionary: Path | None) -> pd.DataFrame:
    from kyodo_analysis.words.engine.lattice_view import find_lattice, tabulate_lattices
    from kyodo_analysis.words.folding import fold_width
    from kyodo_analysis.words.user_dictionary import read_user_dictionary

    text = fold_width(sentence)
    try:
        lattices = {"ipadic": find_lattice(text)}
        if user_dictionary is not None:
            lattices["user"] = find_lattice(text, read_user_dictionary(user_dictionary))
    except ValueError as error:
        raise InputError(str(error)) from error
    return tabulate_lattices(lattices)
