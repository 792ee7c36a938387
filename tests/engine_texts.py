"""Texts of all kinds at once, as the tests of the engines need them."""

from __future__ import annotations

from kyodo_analysis.words.identity.texts import (
    DRAWN,
    EDGES,
    TURNS,
    UNKNOWN_WORDS,
    chunk_edges,
    glued_words,
    overprinted,
    share_out,
)


def all_kinds(count: int, seed: int = 0) -> list[str]:
    """So many drawn texts, a share of each kind, and those of fixed wording at edges and turns."""
    drawn = [DRAWN[kind][0](share, f"{seed} {kind}", None) for kind, share in share_out(count).items()]
    return [*EDGES, *TURNS, *(text for texts in drawn for text in texts)]


def rule_texts() -> list[str]:
    """Few texts in which, with `dictionaries.rule_dictionary`, every rule of Janome's shows: chunks and ties."""
    return [*chunk_edges(), *UNKNOWN_WORDS, *glued_words(120, seed=8), *overprinted(120, seed=9)]
