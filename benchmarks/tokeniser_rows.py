"""What is delivered by which tokeniser, and one of them measured in a process of its own.

`python -m benchmarks.tokeniser_rows MODE ROW [TEXTS]`: texts come as a file of JSON, what was measured goes to stdout
as one line of JSON. Only what a tokeniser itself needs is imported here, so that its start and its memory are its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.memory import read_peak

FIRST_SENTENCE = "地域の課題を話し合う。"
BATCH = 1000
THREADS = 8
_ENOUGH_SECONDS, _MOST_PASSES = 1.0, 9

# Gives what a row delivers for some sentences; the measurement drops it at once.
Deliver = Callable[[Sequence[str]], Any]


class Row(NamedTuple):
    """A tokeniser with what it delivers, in a word and in full; `needs` are the modules that must be installed."""

    engine: str
    form: str
    delivers: str
    needs: tuple[str, ...]
    start: Callable[[], Deliver]


class Passes(NamedTuple):
    """One process: megabytes at its peak, and seconds of each pass over the plans and over the corpus."""

    peak: float
    plans: list[float]
    corpus: list[float]


def _start_janome() -> Deliver:
    from janome.tokenizer import Tokenizer

    tokenize = Tokenizer().tokenize
    return lambda texts: [list(tokenize(text)) for text in texts]


def _start_python() -> Deliver:
    from kyodo_analysis.words.engine.relayout import build_relayout

    tokenise = build_relayout().tokenise
    return lambda texts: [tokenise(text) for text in texts]


def _start_python_columns() -> Deliver:
    from kyodo_analysis.words.engine.columns import columns_of_tokens

    deliver = _start_python()
    return lambda texts: columns_of_tokens(deliver(texts))


def _start_compiled() -> Deliver:
    from kyodo_analysis.words.engine.compiled_engine import CompiledEngine

    return CompiledEngine().tokenise_batch


def _start_compiled_columns() -> Deliver:
    from kyodo_analysis.words.engine.compiled_engine import CompiledEngine

    return CompiledEngine().tokenise_columns


def _start_fugashi() -> Deliver:
    tag = _fugashi_tagger()

    def deliver(texts: Sequence[str]) -> list[list[tuple[str, str, str, str]]]:
        found = []
        for text in texts:
            words = []
            for word in tag(text):
                feature = word.feature
                # An unknown word has seven features and no reading.
                reading = feature[7] if len(feature) > 7 else "*"
                words.append((word.surface, ",".join(feature[:4]), feature[6], reading))
            found.append(words)
        return found

    return deliver


def _start_fugashi_columns() -> Deliver:
    import pyarrow as pa

    from kyodo_analysis.words.engine.columns import KNOWN, SCHEMA, UNKNOWN

    tag = _fugashi_tagger()

    def deliver(texts: Sequence[str]) -> pa.Table:
        of_text, starts = [], []
        surfaces, base_forms, readings, parts, kinds = [], [], [], [], []
        for number, text in enumerate(texts):
            start = 0
            for word in tag(text):
                feature, surface = word.feature, word.surface
                start += len(word.white_space)
                of_text.append(number)
                starts.append(start)
                surfaces.append(surface)
                base_forms.append(surface if word.is_unk else feature[6])
                readings.append("*" if word.is_unk else feature[7])
                parts.append(",".join(feature[:4]))
                kinds.append(UNKNOWN if word.is_unk else KNOWN)
                start += len(surface)
        places = [pa.array(values, pa.int32()) for values in (of_text, starts)]
        words = (surfaces, base_forms, readings, parts, kinds)
        return pa.table([*places, *(pa.array(values, pa.string()).dictionary_encode() for values in words)], SCHEMA)

    return deliver


def _fugashi_tagger() -> Callable[[str], Any]:
    import fugashi
    import ipadic

    tagger: Callable[[str], Any] = fugashi.GenericTagger(ipadic.MECAB_ARGS)
    return tagger


def _start_sudachi() -> Deliver:
    from sudachipy import Dictionary, SplitMode

    tokenize = Dictionary(dict="small").tokenizer(mode=SplitMode.C).tokenize
    return lambda texts: [
        [(one.surface(), one.part_of_speech(), one.dictionary_form(), one.reading_form()) for one in tokenize(text)]
        for text in texts
    ]


_SUDACHI, _FUGASHI = ("sudachipy", "sudachidict_small"), ("fugashi", "ipadic")
_TUPLES = "a tuple per token: surface, part of speech, base form, reading"
_IN_BATCHES = f" in batches of {BATCH:,} sentences"
_COLUMNS = f"columns (Arrow){_IN_BATCHES}"
ROWS: Mapping[str, Row] = {
    "janome": Row("Janome", "tokens", "list of tokens", ("janome",), _start_janome),
    "python": Row("python", "tokens", "list of tokens", ("janome",), _start_python),
    "python-columns": Row("python", "columns", _COLUMNS, ("janome",), _start_python_columns),
    "compiled": Row("compiled", "tokens", f"lists of tokens{_IN_BATCHES}", ("numba",), _start_compiled),
    "compiled-columns": Row("compiled", "columns", _COLUMNS, ("numba",), _start_compiled_columns),
    "fugashi": Row("fugashi + ipadic", "tuples", _TUPLES, _FUGASHI, _start_fugashi),
    "fugashi-columns": Row("fugashi + ipadic", "columns", _COLUMNS, _FUGASHI, _start_fugashi_columns),
    "sudachi": Row("SudachiPy, small dictionary", "tuples", _TUPLES, _SUDACHI, _start_sudachi),
}


def cut_batches(texts: Sequence[str]) -> list[Sequence[str]]:
    """Even batches of at least BATCH texts, or one where there are fewer.

    >>> [len(batch) for batch in cut_batches(["市"] * 2999)]
    [1499, 1500]
    """
    count = max(1, len(texts) // BATCH)
    bounds = [len(texts) * number // count for number in range(count + 1)]
    return [texts[start:end] for start, end in pairwise(bounds)]


def time_passes(deliver: Deliver, texts: Sequence[str], clock: Callable[[], float] = time.process_time) -> list[float]:
    """Seconds of passes over all texts: as many as begin within _ENOUGH_SECONDS, at least one.

    By the time of the processor: one thread works, so that by the clock it is the same, but for what else is running.
    """
    batches = cut_batches(texts)
    seconds: list[float] = []
    while not seconds or (sum(seconds) < _ENOUGH_SECONDS and len(seconds) < _MOST_PASSES):
        start = clock()
        for batch in batches:
            deliver(batch)
        seconds.append(clock() - start)
    return seconds


def measure_passes(row: Row, plans: Sequence[str], corpus: Sequence[str]) -> Passes:
    """Passes over the plans, one to warm up apart, then over the corpus, in this process."""
    deliver = row.start()
    for batch in cut_batches(plans):
        deliver(batch)
    of_plans, of_corpus = time_passes(deliver, plans), time_passes(deliver, corpus)
    return Passes(read_peak(), of_plans, of_corpus)


def list_tokens(row: Row, texts: Sequence[str]) -> list[list[tuple[str, str, str, str]]]:
    """(surface, part of speech, base form, reading) of the tokens of each text, blanks left out: MeCab gives none.

    MeCab writes * for the base form of an unknown word, Janome the word itself.
    """
    found = []
    for tokens in row.start()(texts):
        spelt = [
            token if isinstance(token, tuple) else (token.surface, token.part_of_speech, token.base_form, token.reading)
            for token in tokens
        ]
        found.append(
            [
                (surface, part, surface if base_form == "*" else base_form, reading)
                for surface, part, base_form, reading in spelt
                if surface.strip()
            ]
        )
    return found


def measure_threads(row: Row, texts: Sequence[str]) -> dict[str, float | bool]:
    """How many times as fast THREADS threads are on one engine as one, and whether all tables are equal."""
    from concurrent.futures import ThreadPoolExecutor
    from statistics import median

    deliver = row.start()
    batches = cut_batches(texts)
    expected = [deliver(batch) for batch in batches]
    alone, together = [], []
    equal = True
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(deliver, batches))  # so that each thread has its own arrays
        for _ in range(5):
            start = time.perf_counter()
            for batch in batches:
                deliver(batch)
            alone.append(time.perf_counter() - start)
            start = time.perf_counter()
            found = list(threads.map(deliver, batches))
            together.append(time.perf_counter() - start)
            equal = equal and all(one.equals(other) for one, other in zip(found, expected, strict=True))
    return {"ratio": median(alone) / median(together), "equal": equal}


def main(mode: str, name: str, *files: str) -> None:
    """Measure one row in this process.

    Args:
        mode: start (says so behind the first tokens), passes, tokens (of the plans), threads, hold (tokenises the
            corpus, says so and stays until stdin ends).
        files: a file with the plans and the corpus, but for start.
    """
    row = ROWS[name]
    if mode == "start":
        row.start()([FIRST_SENTENCE])
        print("ready", flush=True)
        return
    (file,) = files
    texts = json.loads(Path(file).read_text(encoding="utf-8"))
    plans, corpus = texts["plans"], texts["corpus"]
    if mode == "passes":
        print(json.dumps(measure_passes(row, plans, corpus)._asdict()))
    elif mode == "tokens":
        print(json.dumps(list_tokens(row, plans)))
    elif mode == "threads":
        print(json.dumps(measure_threads(row, corpus)))
    else:
        deliver = row.start()
        for batch in cut_batches(corpus):
            deliver(batch)
        print("ready", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
