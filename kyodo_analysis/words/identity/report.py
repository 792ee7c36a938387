"""The identity report as lines: for a terminal, and as a page of Markdown."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from rich.cells import cell_len

from kyodo_analysis.words.engine.layout_cache import cache_folder
from kyodo_analysis.words.engine.layout_source import find_source
from kyodo_analysis.words.engine.sources import digest_engines
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.identity.comparison import Comparison, Difference
from kyodo_analysis.words.user_dictionary import UserDictionary

_PACKAGES = ("janome", "numpy", "pyarrow", "numba", "llvmlite")
_DIGITS = 12
_COUNTED = ("user dictionary", "kind of text", "texts", "characters", "tokens")


def count_differing(comparisons: Sequence[Comparison]) -> int:
    """How many texts differ, summed over the engines."""
    return sum(comparison.differing for comparison in comparisons)


def tabulate(comparisons: Sequence[Comparison]) -> list[str]:
    """The table in Markdown, aligned: a row per user dictionary and kind of text, a column of differing texts per
    engine, and the sums."""
    engines = list(dict.fromkeys(comparison.engine for comparison in comparisons))
    rows: dict[tuple[str, str], dict[str, Comparison]] = {}
    for comparison in comparisons:
        rows.setdefault((comparison.dictionary, comparison.kind), {})[comparison.engine] = comparison
    first = [next(iter(of_engine.values())) for of_engine in rows.values()]
    lines = [[*_COUNTED, *(f"{engine} differs" for engine in engines), "SHA-256 of the texts"]]
    for one, of_engine in zip(first, rows.values(), strict=True):
        counts = [f"{count:,}" for count in (one.texts, one.characters, one.tokens)]
        differing = [f"{of_engine[engine].differing:,}" for engine in engines]
        lines.append([one.dictionary, one.kind, *counts, *differing, one.digest[:_DIGITS]])
    sums = [f"{sum(getattr(one, name) for one in first):,}" for name in ("texts", "characters", "tokens")]
    differing = [f"{count_differing([c for c in comparisons if c.engine == engine]):,}" for engine in engines]
    lines.append(["all", "", *sums, *differing, ""])
    return _align(lines)


def show_differences(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """The first texts that differ, each with Janome's tokens and the engine's where they part."""
    for comparison in comparisons:
        for difference in comparison.first:
            place = f"{comparison.kind}, user dictionary: {comparison.dictionary}, as {difference.form}"
            yield f"{comparison.engine} differs in {place}: {difference.text!r}"
            yield from _show_both(comparison.engine, difference)
        if comparison.differing > len(comparison.first):
            yield f"and {comparison.differing - len(comparison.first):,} more"


def write_page(
    comparisons: Sequence[Comparison],
    command: str,
    seed: int,
    dictionaries: Mapping[str, UserDictionary | None],
    notes: Sequence[str],
) -> str:
    """The report as a page of Markdown: the same for the same texts, engines and versions.

    Args:
        command: what makes this page again. notes: what was not compared.
    """
    engines = list(dict.fromkeys(comparison.engine for comparison in comparisons))
    compared = sum(comparison.texts for comparison in comparisons if comparison.engine == engines[0])
    entries = [f"{name} ({len(words.entries):,} entries)" for name, words in dictionaries.items() if words is not None]
    lines = [
        "# Do the engines give Janome's tokens?",
        "",
        f"Engines compared with Janome: {', '.join(engines)}. Texts: {compared:,}. "
        f"Texts that differ: {count_differing(comparisons):,}.",
        *(line for note in notes for line in ("", f"**{note}**")),
        "",
        "Every text was compared as tokens and as columns, in all fields: surface, base form, reading, part of speech, "
        "start and kind (known, unknown, user). A text that was compared with two user dictionaries counts twice.",
        "",
        *tabulate(comparisons),
        "",
        f"User dictionaries: none, {', '.join(entries)}. Seed: {seed}. Made by `{command}`.",
        "",
        f"{'. '.join(_versions())}. Janome's data, laid out: `{find_source(cache_folder()).folder_name}`. "
        f"The engines' code: {digest_engines()[:_DIGITS]}.",
    ]
    shown = list(show_differences(comparisons))
    if shown:
        lines += ["", "## Texts that differ", "", *(f"    {line}" for line in shown)]
    return "\n".join(lines) + "\n"


def version_of(package: str) -> str | None:
    """The version of a package, None where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _versions() -> list[str]:
    return [f"{package} {version_of(package) or 'is not installed'}" for package in _PACKAGES]


def _align(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    is_number = [name not in (*_COUNTED[:2], lines[0][-1]) for name in lines[0]]
    rule = ["-" * (width - 1) + ":" if number else "-" * width for width, number in zip(widths, is_number, strict=True)]
    padded = [
        [
            " " * (width - cell_len(cell)) + cell if number else cell + " " * (width - cell_len(cell))
            for cell, width, number in zip(line, widths, is_number, strict=True)
        ]
        for line in lines
    ]
    return [f"| {' | '.join(line)} |" for line in [padded[0], rule, *padded[1:]]]


def _show_both(engine: str, difference: Difference) -> Iterator[str]:
    if isinstance(difference.found, str):
        yield f"  Janome: {_show(difference.expected)}"
        yield f"  {engine}: {difference.found}"
        return
    before = _alike(difference.expected, difference.found)
    behind = _alike(difference.expected[before:][::-1], difference.found[before:][::-1])
    if before or behind:
        yield f"  alike: {before} tokens before, {behind} behind"
    for name, tokens in (("Janome", difference.expected), (engine, difference.found)):
        yield f"  {name}: {_show(tokens[before : len(tokens) - behind])}"


def _alike(one: Sequence[Token], other: Sequence[Token]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _show(tokens: Sequence[Token]) -> str:
    return (
        " | ".join(
            f"{token.start} {token.surface!r} {token.base_form!r} {token.reading} {token.part_of_speech} {token.kind}"
            for token in tokens
        )
        or "no token"
    )
