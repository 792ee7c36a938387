"""The words of the measures as another tokeniser cuts them: SudachiPy with its small dictionary, split mode C.

Which findings rest on how Janome and IPADIC cut words? SudachiPy has a dictionary and a grammar of its own (UniDic's),
so what both agree on does not. Its parts of speech are given IPADIC's names as far as the analyses ask for them:
nouns, verbs, adjectives, and which of them are no words of their own. The rest keeps the names that it has. No user
dictionary is used. The package is optional (`pip install kyodo_analysis[sensitivity]`).

Source: Takaoka, K. et al. (2018), Sudachi: a Japanese tokenizer for business, Proceedings of LREC 2018, 2246-2249.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import RejoinError, Token

_FIELDS = ("title", "purpose", "completion")
_NO_PASSAGE: None = None

# From the first of Sudachi's parts of speech that fits, the more special ones before.
_NAMES = (
    (("名詞", "普通名詞", "サ変可能"), "名詞,サ変接続,*,*"),
    (("名詞", "普通名詞", "副詞可能"), "名詞,副詞可能,*,*"),
    (("名詞", "固有名詞"), "名詞,固有名詞,*,*"),
    (("名詞", "数詞"), "名詞,数,*,*"),
    (("名詞", "助動詞語幹"), "名詞,特殊,*,*"),
    (("名詞",), "名詞,一般,*,*"),
    (("代名詞",), "名詞,代名詞,*,*"),
    (("形状詞",), "名詞,形容動詞語幹,*,*"),
    (("接尾辞", "動詞的"), "動詞,接尾,*,*"),
    (("接尾辞", "形容詞的"), "形容詞,接尾,*,*"),
    (("接尾辞",), "名詞,接尾,*,*"),
    (("接頭辞",), "接頭詞,*,*,*"),
    (("動詞",), "動詞,自立,*,*"),
    (("形容詞",), "形容詞,自立,*,*"),
    (("補助記号",), "記号,*,*,*"),
    (("空白",), "記号,空白,*,*"),
)
_COUNTER = ("名詞", "普通名詞", "助数詞可能")
_MAY_DEPEND = "非自立可能"


class TokeniserMissing(ImportError):
    """A tokeniser that is optional is not installed."""


def sudachi_table(measures: pd.DataFrame, elements: pd.DataFrame) -> pd.DataFrame:
    """One row per token of the measures, with the columns of `token_table.token_table`; passages are left out.

    Args:
        measures: plan_id, measure_id, title, purpose, completion. elements: measure_id, position, text.

    Raises:
        TokeniserMissing: when SudachiPy or SudachiDict-small is not installed.
    """
    tokenise = load_sudachi()
    rows = []
    for plan_id, measure_id, field, position, text in sorted(_texts_of(measures, elements)):
        for sentence, (offset, copy) in enumerate(cut_sentences(fold_width(text)), 1):
            for number, token in enumerate(tokenise(copy), 1):
                start, end = offset + token.start, offset + token.end
                pos, _, detail = token.part_of_speech.partition(",")
                words = (text[start:end], token.base_form, token.reading, pos, detail)
                rows.append((plan_id, measure_id, _NO_PASSAGE, field, position, sentence, number, *words, start))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def load_sudachi() -> Callable[[str], list[Token]]:
    """What cuts one sentence into tokens, with parts of speech under IPADIC's names and base forms in its width.

    Raises:
        TokeniserMissing: see `sudachi_table`.
    """
    try:
        from sudachipy import Dictionary, SplitMode

        tokenizer = Dictionary(dict="small").tokenizer(mode=SplitMode.C)
    except ImportError as error:
        raise TokeniserMissing(f"{error}; install kyodo_analysis[sensitivity]") from error

    def run(sentence: str) -> list[Token]:
        tokens: list[Token] = []
        before: tuple[str, ...] = ()
        for found in tokenizer.tokenize(sentence):
            if found.surface():
                own = tuple(found.part_of_speech())
                base = fold_width(found.dictionary_form())
                tokens.append(
                    Token(found.surface(), base, found.reading_form() or "*", name_part(own, before), found.begin())
                )
                before = own
        if "".join(token.surface for token in tokens) != sentence:
            raise RejoinError(f"the tokens do not add up to the text {sentence[:40]!r}; report the text as a bug")
        return tokens

    return run


def name_part(own: tuple[str, ...], before: tuple[str, ...] = ()) -> str:
    """IPADIC's name of one of Sudachi's parts of speech, four parts joined by commas.

    A verb or adjective that may depend on another one does so behind て, で and a verb; a noun that may be a counter is
    one behind a number.

    Args:
        own, before: Sudachi's parts of speech of the token and of the one before it, the general part first.

    >>> name_part(("名詞", "普通名詞", "サ変可能", "*", "*", "*"))
    '名詞,サ変接続,*,*'
    >>> name_part(("動詞", "非自立可能", "*", "*", "五段-カ行", "連体形-一般"), ("助詞", "接続助詞"))
    '動詞,非自立,*,*'
    """
    if own[:3] == _COUNTER and before[:2] == ("名詞", "数詞"):
        return "名詞,接尾,助数詞,*"
    if own[1:2] == (_MAY_DEPEND,) and (before[:2] == ("助詞", "接続助詞") or before[:1] == ("動詞",)):
        return f"{own[0]},非自立,*,*"
    return next((name for parts, name in _NAMES if own[: len(parts)] == parts), ",".join(own[:4]))


def _texts_of(measures: pd.DataFrame, elements: pd.DataFrame) -> Iterator[tuple[str, str, str, int, str]]:
    for field in _FIELDS:
        filled = measures.loc[measures[field].notna(), ["plan_id", "measure_id", field]]
        for plan_id, measure_id, text in filled.to_numpy().tolist():
            yield plan_id, measure_id, field, 0, text
    owned = elements.merge(measures[["measure_id", "plan_id"]], on="measure_id", validate="many_to_one")
    for plan_id, measure_id, position, text in owned[["plan_id", "measure_id", "position", "text"]].to_numpy().tolist():
        yield plan_id, measure_id, "content", int(position), text


_COLUMNS = (
    dict.fromkeys(["plan_id", "measure_id", "passage_id", "field"], "str")
    | dict.fromkeys(["position", "sentence", "token"], "int64")
    | dict.fromkeys(["surface", "base_form", "reading", "pos", "pos_detail"], "str")
    | {"start": "int64"}
)
