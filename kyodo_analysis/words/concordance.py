"""Keyword in context: every place where tokens fit a pattern, with what stands before and after it, and its line.

The stored tokens are searched; nothing is tokenised anew, except a term of the pattern that no token is like:
協働の推進 becomes 協働 の 推進.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.token_patterns import BASE, POS, SURFACE, Term, echo, parse_pattern, refuse_many
from kyodo_analysis.words.token_table import PASSAGE_FIELD
from kyodo_analysis.words.tokens import UserDictionarySource, tokenise

WINDOW = 20
PLACE, LEFT, RIGHT = "place", "left", "right"
SORTS = (PLACE, LEFT, RIGHT)

_KEYS = ["plan_id", "measure_id", "passage_id", "field", "position"]
_ORDER = ["plan_id", "line", "measure_id", "passage_id", "field", "position", "start"]
_DTYPES = {
    **dict.fromkeys(["plan_id", "measure_id", "passage_id", "field"], "str"),
    **dict.fromkeys(["position", "sentence", "start", "line", "last_line"], "Int64"),
    **dict.fromkeys(["left", "keyword", "right"], "str"),
}


def find_concordance(
    tokens: pd.DataFrame,
    spans: pd.DataFrame,
    pattern: str,
    *,
    passages: pd.DataFrame | None = None,
    by: str = BASE,
    window: int = WINDOW,
    sort: str = PLACE,
    plan_id: str | None = None,
    user_dictionary: UserDictionarySource = None,
) -> pd.DataFrame:
    """Every hit of a pattern (see `token_patterns`) within a sentence.

    Args:
        tokens, spans: the tables. passages: the table, to search the text around the measures too. by: base, surface or
            pos. window: characters on each side; they may reach into the sentences before and after, not into another
            field. sort: place (plan and line), left (by the text before, read backwards from the keyword) or right (by
            the text after). plan_id: one plan only. user_dictionary: what the tokens were made with.

    Returns:
        plan_id, measure_id (missing for a passage), passage_id (missing for a measure), field, position, sentence,
        start (character in the text of the field), line and last_line (of the source file: the line on which the
        keyword begins, twice; of a passage, of which no more is known, its first and last line), left, keyword, right.
        Blanks in texts count as one.

    Raises:
        InputError: for a broken or too long pattern, an unknown plan, by or sort, or a window below 0.
    """
    if sort not in SORTS or window < 0:
        raise InputError(f"sort {sort!r} or window {window} cannot be used; choose {', '.join(SORTS)} and 0 or more")
    searched = _choose_tokens(tokens, plan_id, passages is not None)
    terms = cut_terms(searched, parse_pattern(pattern, by), user_dictionary)
    # Hits lie within a sentence; what stands around them may come from the whole text of the field.
    text = searched.groupby(_KEYS, dropna=False, sort=False).ngroup().to_numpy().astype(np.intp)
    sentence = searched["sentence"].to_numpy(dtype=np.int64)
    begins = _match(searched, terms, text, sentence)
    lines = _find_lines(searched, text, begins, spans, passages)
    contexts = _cut_contexts(searched, text, begins, len(terms), window)
    hits = searched.iloc[begins][[*_KEYS, "sentence", "start"]].reset_index(drop=True)
    beside = pd.DataFrame(contexts, columns=["left", "keyword", "right"], dtype="str")
    beside[["line", "last_line"]] = pd.DataFrame(lines, columns=["line", "last_line"], dtype="Int64")
    table = pd.concat([hits, beside], axis=1)[list(_DTYPES)].astype(_DTYPES)
    turned = {LEFT: table["left"].str[::-1], RIGHT: table["right"]}.get(sort, "")
    ordered = table.assign(turned=turned).sort_values(["turned", *_ORDER], na_position="first", ignore_index=True)
    return ordered.drop(columns="turned")


def explain_nothing(
    tokens: pd.DataFrame, pattern: str, by: str = BASE, user_dictionary: UserDictionarySource = None
) -> str:
    """Why a pattern has no hit: which of its words no token is like, and base forms that resemble it.

    Args: see `find_concordance`.
    """
    terms = parse_pattern(pattern, by)
    values = _values(tokens)
    cut = cut_terms(tokens, terms, user_dictionary)
    missing = [term for term in cut if not term.find_in(values[term.scope].unique())]
    if not missing:
        return "each of its words occurs, but not next to each other here; put * between them or search elsewhere"
    named = " and ".join(dict.fromkeys(echo(term.text) for term in missing))
    like = suggest_words(tokens, [term.text for term in (*terms, *missing) if term.plain and term.scope != POS])
    return f"no token is like {named}" + (f"; words like it: {', '.join(like)}" if like else "")


def suggest_words(tokens: pd.DataFrame, words: Sequence[str], most: int = 5) -> list[str]:
    """Base forms like some words: for each those that hold it, the commonest first, then those that resemble it."""
    forms = tokens["base_form"].value_counts(sort=False).sort_index()
    found: list[str] = []
    for word in map(fold_width, words):
        holding = forms[[word in form for form in forms.index]].sort_values(ascending=False, kind="stable")
        close = difflib.get_close_matches(word, forms.index, n=most, cutoff=0.5)
        found += [form for form in (*holding.index[:most], *close) if form != word]
    return list(dict.fromkeys(found))[:most]


def cut_terms(tokens: pd.DataFrame, terms: Sequence[Term], user_dictionary: UserDictionarySource = None) -> list[Term]:
    """The terms, those words that no token is like cut into the tokens they consist of.

    Raises:
        InputError: when there are then too many of them.
    """
    known = {BASE: set(tokens["base_form"]), SURFACE: set(tokens["surface"])}
    cut: list[Term] = []
    for term in terms:
        if not term.plain or term.scope == POS or term.find_in(known[term.scope]):
            cut.append(term)
            continue
        found = tokenise(fold_width(term.text), "auto", user_dictionary)
        words = [token.base_form if term.scope == BASE else token.surface for token in found]
        cut += [Term(term.scope, word) for word in words] if len(words) > 1 else [term]
    refuse_many(cut)
    return cut


def _choose_tokens(tokens: pd.DataFrame, plan_id: str | None, with_passages: bool) -> pd.DataFrame:
    plans = sorted(tokens["plan_id"].unique())
    if plan_id is not None and plan_id not in plans:
        raise InputError(f"there is no plan {plan_id!r} with tokens; choose from {', '.join(plans) or 'none'}")
    kept = tokens["plan_id"].eq(plan_id) if plan_id is not None else tokens["plan_id"].notna()
    if not with_passages:
        kept &= tokens["field"].ne(PASSAGE_FIELD)
    return tokens[kept].sort_values([*_KEYS, "sentence", "token"], kind="stable", ignore_index=True)


def _match(
    tokens: pd.DataFrame, terms: Sequence[Term], text: npt.NDArray[np.intp], sentence: npt.NDArray[np.int64]
) -> npt.NDArray[np.intp]:
    """Where the first token of each hit stands."""
    values = _values(tokens)
    width = len(tokens) - len(terms) + 1
    if width < 1:
        return np.zeros(0, dtype=np.intp)
    last = len(terms) - 1
    fits = (text[:width] == text[last:]) & (sentence[:width] == sentence[last:])
    for place, term in enumerate(terms):
        own = values[term.scope]
        fits &= own.isin(list(term.find_in(own.unique()))).to_numpy()[place : place + width]
    return np.flatnonzero(fits)


def _values(tokens: pd.DataFrame) -> dict[str, pd.Series]:
    parts_of_speech = tokens["pos"] + "," + tokens["pos_detail"]
    return {BASE: tokens["base_form"], SURFACE: tokens["surface"], POS: parts_of_speech}


def _cut_contexts(
    tokens: pd.DataFrame, text: npt.NDArray[np.intp], begins: npt.NDArray[np.intp], length: int, window: int
) -> list[tuple[str, str, str]]:
    surfaces, starts = tokens["surface"].tolist(), tokens["start"].tolist()
    firsts, ends = (np.searchsorted(text, text[begins], side).tolist() for side in ("left", "right"))
    cut = []
    for at, first, end in zip(begins.tolist(), firsts, ends, strict=True):
        behind = at + length
        # A token has one character at least, so that window tokens on each side are enough.
        left, keyword, right = (
            _join(surfaces[a:b], starts[a:b], starts[b] if b < end else None)
            for a, b in ((max(first, at - window), at), (at, behind), (behind, min(end, behind + window)))
        )
        cut.append((left[max(0, len(left) - window) :], keyword.rstrip(), right[:window]))
    return cut


def _join(surfaces: Sequence[str], starts: Sequence[int], following: int | None) -> str:
    """Tokens as they stand in the text, with one blank where it has any; `following` is where the next token starts."""
    nexts = [*starts[1:], starts[-1] if following is None else following] if starts else []
    pieces = [
        surface + " " * (begins > start + len(surface))
        for surface, start, begins in zip(surfaces, starts, nexts, strict=True)
    ]
    return "".join(piece if piece.strip() else " " for piece in pieces)


def _find_lines(
    tokens: pd.DataFrame,
    text: npt.NDArray[np.intp],
    begins: npt.NDArray[np.intp],
    spans: pd.DataFrame,
    passages: pd.DataFrame | None,
) -> list[tuple[int | None, int | None]]:
    """The source line of each hit: its character in the value, blanks apart, counted through the runs of the value."""
    hits = tokens.iloc[begins]
    of_passage: dict[tuple[str, str], tuple[int, int]] = {}
    if passages is not None:
        known = passages[["plan_id", "passage_id", "first_line", "last_line"]].to_numpy().tolist()
        of_passage = {(plan_id, passage_id): (first, last) for plan_id, passage_id, first, last in known}
    own = spans[spans["row_id"].isin(hits["measure_id"].dropna().unique()) & spans["field"].isin(_FIELDS_OF_SPANS)]
    runs = dict(iter(own.sort_values("piece").groupby(["row_id", "field", "position"], sort=False)))
    lengths = tokens["surface"].str.replace(r"\s", "", regex=True).str.len().to_numpy(dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(lengths)])
    lines: list[tuple[int | None, int | None]] = []
    for at, plan_id, measure_id, passage_id, field, position in zip(
        begins.tolist(), *(hits[name].tolist() for name in _KEYS), strict=True
    ):
        if field == PASSAGE_FIELD:
            lines.append(of_passage.get((plan_id, passage_id), (None, None)))
            continue
        run = runs.get((measure_id, _FIELD_OF_SPAN.get(field, field), position))
        index = int(before[at] - before[np.searchsorted(text, text[at], "left")])
        line = None if run is None else _line_at(run, index)
        lines.append((line, line))
    return lines


_FIELD_OF_SPAN = {"content": "text"}
_FIELDS_OF_SPANS = ("title", "purpose", "completion", "text")


def _line_at(run: pd.DataFrame, index: int) -> int:
    ends = list(accumulate((run["end"] - run["start"]).tolist()))
    place = min(int(np.searchsorted(ends, index, "right")), len(ends) - 1)
    return int(run["line"].iloc[place])
