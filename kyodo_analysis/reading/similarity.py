"""How much of one printed text's wording another repeats: character bigrams weighted by how rare they are in the plan.

Bigrams need no dictionary, so the measure works on names and OCR errors alike; hiragana-only bigrams carry grammar,
not topic, and are left out. The weight is the inverse document frequency over the plan's text blocks
(Spärck Jones 1972, A statistical interpretation of term specificity, J. Documentation 28).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

_TOPIC = re.compile(r"[^\u3041-\u309f\s、。，．・（）()「」『』【】]")


def list_bigrams(text: str) -> frozenset[str]:
    """The bigrams of a text in which at least one character carries a topic (kanji, katakana, letters, digits).

    >>> sorted(list_bigrams("学校と地域"))
    ['と地', '地域', '学校', '校と']
    """
    bare = re.sub(r"[\s、。，．・（）()「」『』【】]+", " ", text)
    pairs = (bare[i : i + 2] for i in range(len(bare) - 1))
    return frozenset(pair for pair in pairs if " " not in pair and _TOPIC.search(pair))


class Wording:
    """Bigram weights learned from the blocks of one plan."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._pairs: dict[str, frozenset[str]] = {}
        seen = [self._list(text) for text in texts]
        self._count = Counter(pair for pairs in seen for pair in pairs)
        self._texts = max(len(seen), 1)

    def weigh(self, pairs: Iterable[str]) -> float:
        """Sum of the inverse document frequencies of the bigrams (natural logarithm)."""
        return sum(math.log((1 + self._texts) / (1 + self._count[pair])) for pair in sorted(pairs))

    def compare(self, first: str, second: str) -> float:
        """Weight of the shared bigrams over the geometric mean of both texts' weights: 0 nothing shared, 1 the same."""
        one, two = self._list(first), self._list(second)
        shared = self.weigh(one & two)
        if not shared:
            return 0.0
        return shared / math.sqrt(self.weigh(one) * self.weigh(two))

    def cover(self, part: str, whole: str) -> float:
        """The share of the part's weight that the whole repeats."""
        pairs = self._list(part)
        total = self.weigh(pairs)
        return self.weigh(pairs & self._list(whole)) / total if total else 0.0

    def _list(self, text: str) -> frozenset[str]:
        """The bigrams of a text, kept since every text is compared with many."""
        if text not in self._pairs:
            self._pairs[text] = list_bigrams(text)
        return self._pairs[text]
