"""The tokens of the texts that were asked for last, so that each is tokenised once.

Plans repeat whole sentences (reprints, formulas of completion), and tables, themes and commitments are made from the
same ones.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from kyodo_analysis.words.engine.token import Token

Tokens = tuple[Token, ...]

# Tokens take some 150 bytes per character of their texts: 100 MB at most.
MOST_CHARACTERS = 600_000


class TokenMemory:
    """Texts and their tokens, the last ones kept; threads may share it."""

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self._most = most_characters
        self._size = 0
        self._known: dict[str, Tokens] = {}
        self._lock = threading.Lock()

    def recall(self, texts: Sequence[str], tokenise: Callable[[list[str]], list[Tokens]]) -> list[Tokens]:
        """The tokens of each text; `tokenise` is given those that are not known, each once, if there are any."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        missing = list(dict.fromkeys(text for text in texts if text not in found))
        if missing:
            found.update(zip(missing, tokenise(missing), strict=True))
        self.learn(found.items())
        return [found[text] for text in texts]

    def learn(self, tokenised: Iterable[tuple[str, Tokens]]) -> None:
        """Keep texts and their tokens as the last ones; the oldest make room for them."""
        with self._lock:
            for text, tokens in tokenised:
                if len(text) > self._most:  # it would drive out all others and then itself
                    continue
                if self._known.pop(text, None) is None:
                    self._size += len(text)
                self._known[text] = tokens
            while self._size > self._most:
                oldest = next(iter(self._known))
                del self._known[oldest]
                self._size -= len(oldest)

    def list_known(self) -> list[tuple[str, Tokens]]:
        """Texts and tokens, the last asked for behind the others."""
        with self._lock:
            return list(self._known.items())
