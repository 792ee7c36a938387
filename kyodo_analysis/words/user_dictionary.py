"""The user dictionary: words that IPADIC does not know, in IPADIC's own format.

One entry per line, no header, thirteen fields and no quoting:
surface, left id, right id, cost, four of part of speech, inflection type and form, base form, reading, phonetic.
The ids are those of IPADIC's left-id.def and right-id.def (1283 is 名詞,サ変接続; 1285 is 名詞,一般).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_FIELDS = 13
_CONTEXT_IDS = 1316
# Far beyond any use. Janome itself fails where costs add up to more than 31 bits hold; a chunk has 1,024 words at most.
_HARSHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class UserEntry:
    """One word with its context ids and cost (smaller wins).

    Raises:
        ValueError: for an empty surface, ids that IPADIC does not have and costs beyond any use; the compiled search
            follows the ids without checking them.
    """

    surface: str
    left_id: int
    right_id: int
    cost: int
    part_of_speech: str
    inflection_type: str
    inflection_form: str
    base_form: str
    reading: str
    phonetic: str

    def __post_init__(self) -> None:
        if not self.surface:
            raise ValueError("the surface is empty")
        if not (0 <= self.left_id < _CONTEXT_IDS and 0 <= self.right_id < _CONTEXT_IDS):
            raise ValueError(f"ids must lie between 0 and {_CONTEXT_IDS - 1}")
        if abs(self.cost) > _HARSHEST:
            raise ValueError(f"the cost must lie between -{_HARSHEST} and {_HARSHEST}")


@dataclass(frozen=True, slots=True)
class UserDictionary:
    """Entries in the order of their lines; the order decides between entries of equal cost."""

    entries: tuple[UserEntry, ...]

    def __hash__(self) -> int:
        # The dictionary is a key at every call of the tokeniser: hashing all entries each time would be slow.
        return hash((len(self.entries), self.entries[:1]))


def read_user_dictionary(path: str | os.PathLike[str]) -> UserDictionary:
    """The dictionary in a UTF-8 file; ValueError names the line and what is wrong with it."""
    with Path(path).open(encoding="utf-8-sig", newline=None) as file:
        try:
            return parse_user_dictionary(file, str(path))
        except UnicodeDecodeError:
            raise ValueError(f"{path}: not UTF-8; save it as CSV UTF-8") from None


def parse_user_dictionary(lines: Iterable[str], source: str = "user dictionary") -> UserDictionary:
    """The dictionary in some lines; `source` is named in errors.

    >>> lines = ["協働,1283,1283,3000,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー"]
    >>> parse_user_dictionary(lines).entries[0].part_of_speech
    '名詞,サ変接続,*,*'
    >>> parse_user_dictionary(["協働,1283"], "words.csv")
    Traceback (most recent call last):
    ValueError: words.csv, line 1: 2 fields instead of IPADIC's 13 in '協働,1283'
    """
    entries = tuple(_parse_entry(line.rstrip(), f"{source}, line {number}") for number, line in enumerate(lines, 1))
    if not entries:
        raise ValueError(f"{source}: no entry; leave the user dictionary out instead")
    return UserDictionary(entries)


def _parse_entry(line: str, place: str) -> UserEntry:
    fields = line.split(",")
    if len(fields) != _FIELDS:
        raise ValueError(f"{place}: {len(fields)} fields instead of IPADIC's {_FIELDS} in {line!r}")
    surface, left, right, cost, *rest = fields
    try:
        left_id, right_id, price = int(left), int(right), int(cost)
    except ValueError:
        raise ValueError(f"{place}: ids and cost must be whole numbers in {line!r}") from None
    try:
        return UserEntry(surface, left_id, right_id, price, ",".join(rest[:4]), *rest[4:])
    except ValueError as error:
        raise ValueError(f"{place}: {error} in {line!r}") from None
