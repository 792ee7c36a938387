"""The table tokens: every token of the measures and passages, with its place in the stored text.

What is tokenised is a copy in IPADIC's width, sentence by sentence. `start` counts in the stored text and `surface` is
cut out of it, so the surfaces of a field give back what stands in print. Count by `base_form`: NPO and ＮＰＯ have one.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import UserDictionarySource, tokenise_many

PASSAGE_FIELD = "passage"

_MEASURE_FIELDS = ("title", "purpose", "completion")
_ROSTER = "roster"
_KEYS = ("plan_id", "measure_id", "passage_id", "field")
_COUNTS = ("position", "sentence", "token")
_WORDS = ("surface", "base_form", "reading", "pos", "pos_detail")


def token_table(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    passages: pd.DataFrame,
    engine: str = "auto",
    user_dictionary: UserDictionarySource = None,
) -> pd.DataFrame:
    """One row per token, in the order of the texts whatever the order of the rows given.

    `measures` has plan_id, measure_id, title, purpose, completion; `elements` measure_id, position, text; `passages`
    plan_id, passage_id, kind, text. Committee rosters (kind roster) name persons and are left out.
    Columns: plan_id, measure_id (missing for a passage), passage_id (missing for a measure), field (title, purpose,
    completion, content, passage), position (of the element; 0 elsewhere), sentence and token (counted from 1), surface,
    base_form, reading, pos, pos_detail (three subdivisions, joined by commas), start (characters from 0).
    ValueError for an element of no measure, RejoinError when tokens do not add up to their sentence.
    """
    texts = sorted(
        [*_texts_of_measures(measures), *_texts_of_elements(elements, measures), *_texts_of_passages(passages)],
        key=lambda text: (text[0], text[2] or "", text[1] or "", text[3], text[4]),
    )
    cut = [cut_sentences(fold_width(text[-1])) for text in texts]
    tokenised = iter(tokenise_many([s for sentences in cut for _, s in sentences], engine, user_dictionary))
    rows = []
    for (*keys, position, text), sentences in zip(texts, cut, strict=True):
        for sentence, (offset, _) in enumerate(sentences, 1):
            for number, token in enumerate(next(tokenised), 1):
                start, end = offset + token.start, offset + token.end
                pos, _, detail = token.part_of_speech.partition(",")
                words = (text[start:end], token.base_form, token.reading, pos, detail)
                rows.append((*keys, position, sentence, number, *words, start))
    table = pd.DataFrame(rows, columns=[*_KEYS, *_COUNTS, *_WORDS, "start"])
    dtypes = dict.fromkeys([*_KEYS, *_WORDS], "str") | dict.fromkeys([*_COUNTS, "start"], "int64")
    return table.astype(dtypes)


_Text = tuple[str, str | None, str | None, str, int, str]


def _texts_of_measures(measures: pd.DataFrame) -> Iterator[_Text]:
    for field in _MEASURE_FIELDS:
        filled = measures.loc[measures[field].notna(), ["plan_id", "measure_id", field]]
        for plan_id, measure_id, text in filled.to_numpy().tolist():
            yield plan_id, measure_id, None, field, 0, text


def _texts_of_elements(elements: pd.DataFrame, measures: pd.DataFrame) -> Iterator[_Text]:
    owned = elements.merge(measures[["measure_id", "plan_id"]], on="measure_id", how="left", validate="many_to_one")
    if owned["plan_id"].isna().any():
        raise ValueError(f"element of no measure: {owned.loc[owned['plan_id'].isna(), 'measure_id'].iloc[0]}")
    for plan_id, measure_id, position, text in owned[["plan_id", "measure_id", "position", "text"]].to_numpy().tolist():
        yield plan_id, measure_id, None, "content", int(position), text


def _texts_of_passages(passages: pd.DataFrame) -> Iterator[_Text]:
    kept = passages.loc[passages["kind"] != _ROSTER, ["plan_id", "passage_id", "text"]]
    for plan_id, passage_id, text in kept.to_numpy().tolist():
        yield plan_id, None, passage_id, PASSAGE_FIELD, 0, text
