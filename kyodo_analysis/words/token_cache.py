"""The tokens of earlier builds in the user's cache folder, so that a rebuild tokenises only what changed.

One file per user dictionary, state of Janome's data and state of the engines' code holds the tokens of the last
sentences, as many as are remembered (`token_memory`). A sentence is found by its own text: whatever changed in a plan,
only its new sentences are tokenised. The file is written under another name and then renamed. Its first line is the
SHA-256 of the Parquet behind it, and a file that is damaged or of another form is none.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kyodo_analysis.words.engine.arrow_arrays import read_integers
from kyodo_analysis.words.engine.columns import KINDS, SCHEMA, columns_of_tokens, tokens_of_columns
from kyodo_analysis.words.engine.layout_folders import (
    UNUSED_SECONDS,
    cache_folder,
    clear_unused,
    make_private_folder,
    mark_used,
)
from kyodo_analysis.words.engine.layout_source import find_source
from kyodo_analysis.words.engine.sources import digest_engines
from kyodo_analysis.words.token_memory import MOST_CHARACTERS, Tokens
from kyodo_analysis.words.tokens import AUTO, memory_of
from kyodo_analysis.words.user_dictionary import UserDictionary

# What MOST_CHARACTERS characters can take at most, many times over: a larger file is not one of ours.
_LARGEST_FILE = 64 * MOST_CHARACTERS
_DIGITS, _ENDING = 32, ".tokens"


class DamagedTokens(ValueError):
    """A file that does not hold tokens as they were written."""


@contextmanager
def keep_tokens(engine: str, dictionary: UserDictionary) -> Iterator[None]:
    """Tokens that an earlier process kept are known in the block; those that it finds are kept behind it.

    Only for the engine auto: who names an engine wants to have its own tokens. Where nothing can be kept everything is
    tokenised, and stderr says so.
    """
    if engine != AUTO:
        yield
        return
    memory = memory_of(AUTO, dictionary)
    path = token_file(dictionary)
    with suppress(OSError, DamagedTokens):
        memory.learn(read_tokens(path))
        mark_used(path)
    before = {text for text, _ in memory.list_known()}
    yield
    known = [(text, tokens) for text, tokens in memory.list_known() if tokens and text == text.strip()]
    if any(text not in before for text, _ in known):
        try:
            write_tokens(path, known)
        except OSError as error:
            print(
                f"tokens cannot be kept in {path.parent} ({error.strerror or error}); "
                "the next build finds all of them again",
                file=sys.stderr,
            )


def token_file(dictionary: UserDictionary) -> Path:
    """The file for a user dictionary, the data of the Janome that is installed and the engines as they now are.

    Raises:
        ImportError: when Janome is not there.
    """
    data = find_source(cache_folder()).folder_name
    state = hashlib.sha256(repr((digest_engines(), data, dictionary.entries)).encode()).hexdigest()
    return token_folder() / f"{state[:_DIGITS]}{_ENDING}"


def token_folder() -> Path:
    """Where tokens are kept: beside the layouts of the engines in the user's cache folder."""
    return cache_folder().parent / "tokens"


def write_tokens(path: Path, tokenised: Sequence[tuple[str, Tokens]]) -> None:
    """Write the tokens of texts that have some and no outer white space, all or nothing; OSError when it cannot be."""
    buffer = io.BytesIO()
    pq.write_table(columns_of_tokens(tokens for _, tokens in tokenised), buffer, compression="zstd")
    made = buffer.getvalue()
    make_private_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=".tokens-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(made).hexdigest().encode() + b"\n" + made)
        os.replace(name, path)
        clear_unused(path.parent, {path.name}, UNUSED_SECONDS, "[0-9a-f]" * _DIGITS + _ENDING)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_tokens(path: Path) -> list[tuple[str, Tokens]]:
    """Texts and tokens of a file, in the order in which they were written.

    Raises:
        OSError: when there is no such file.
        DamagedTokens: when it is not as it was written.
    """
    if path.stat().st_size > _LARGEST_FILE:
        raise DamagedTokens(f"{path} is too large")
    digest, _, made = path.read_bytes().partition(b"\n")
    if hashlib.sha256(made).hexdigest().encode() != digest:
        raise DamagedTokens(f"{path}: its content has changed")
    try:
        table = pq.read_table(io.BytesIO(made))
    except (pa.ArrowException, OSError) as error:
        raise DamagedTokens(f"{path}: {error}") from None
    if not table.schema.equals(SCHEMA) or any(column.null_count for column in table.columns):
        raise DamagedTokens(f"{path} has other columns")
    numbers = np.concatenate([np.empty(0, np.int32), *map(read_integers, table.column("text").chunks)])
    texts = int(numbers[-1]) + 1 if len(numbers) else 0
    if numbers.tolist() != sorted(numbers.tolist()) or set(numbers.tolist()) != set(range(texts)):
        raise DamagedTokens(f"{path}: its texts are not in order")
    found = [("".join([token.surface for token in tokens]), tokens) for tokens in tokens_of_columns(table, texts)]
    for text, tokens in found:
        place = 0
        for token in tokens:
            if token.start != place or token.kind not in KINDS:
                raise DamagedTokens(f"{path}: the tokens of {text[:40]!r} do not add up to it")
            place = token.end
    return found
