"""The engine `janome`: Janome itself, which the other engines are measured by."""

from __future__ import annotations

from struct import pack

from janome.dic import RAMDictionary
from janome.fst import Matcher, compileFST, create_minimum_transducer
from janome.lattice import NodeType
from janome.sysdic import connections
from janome.tokenizer import Tokenizer

from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.user_dictionary import UserDictionary

_KINDS = {NodeType.SYS_DICT: "known", NodeType.UNKNOWN: "unknown", NodeType.USER_DICT: "user"}


class JanomeEngine:
    """One Janome tokenizer; not to be shared by threads, it would silently give wrong tokens."""

    def __init__(self, dictionary: UserDictionary | None = None) -> None:
        self._tokenizer = Tokenizer()
        if dictionary is not None:
            self._tokenizer.user_dic = _JanomeUserDictionary(dictionary)

    def __call__(self, text: str) -> list[Token]:
        """The tokens of a text without the white space at its two ends."""
        start = len(text) - len(text.lstrip())
        tokens = []
        for found in self._tokenizer.tokenize(text):
            kind = _KINDS[found.node_type]
            tokens.append(Token(found.surface, found.base_form, found.reading, found.part_of_speech, start, kind))
            start += len(found.surface)
        return tokens


class _JanomeUserDictionary(RAMDictionary):  # type: ignore[misc]
    """Janome's user dictionary made from entries in memory, with Janome's own functions."""

    def __init__(self, dictionary: UserDictionary) -> None:
        rows = {
            number: (
                entry.surface,
                entry.left_id,
                entry.right_id,
                entry.cost,
                entry.part_of_speech,
                entry.inflection_type,
                entry.inflection_form,
                entry.base_form,
                entry.reading,
                entry.phonetic,
            )
            for number, entry in enumerate(dictionary.entries)
        }
        keys = sorted((row[0].encode(), pack("I", number)) for number, row in rows.items())
        super().__init__(rows, connections)
        self._matcher = Matcher([compileFST(create_minimum_transducer(keys)[1])])

    def lookup(self, encoded: bytes) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = super().lookup(encoded, self._matcher)
        return found
