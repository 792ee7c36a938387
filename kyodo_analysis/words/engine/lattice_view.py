"""The lattice of one sentence, to be looked at: every word that Janome tries, what it costs, and the way it takes.

The nodes are Janome's own. The layout would give them faster, but it leaves out the entries that can never win
(`layout_build.group_entries`), and a view that is to show why Janome chose a way must not rest on the engines that copy
it. Janome drops its lattice once the tokens are found and offers no way to ask for it (`Tokenizer.tokenize(dotfile=…)`
writes a drawing without parts of speech and without the unknown words that lost), so its own function is run here with
a `Lattice` that is kept.

>>> [node.surface for node in find_lattice("協働の指針") if node.on_best_path]
['', '協', '働', 'の', '指針', '']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from types import FunctionType
from typing import Any

import pandas as pd
from janome.lattice import BOS, EOS, Lattice, NodeType
from janome.tokenizer import Tokenizer

from kyodo_analysis.words.engine.code_points import check_code_points
from kyodo_analysis.words.engine.janome_engine import JanomeEngine
from kyodo_analysis.words.user_dictionary import UserDictionary

LONGEST_SENTENCE = 40
START, END = "start", "end"
_KINDS = {NodeType.USER_DICT: "user", NodeType.SYS_DICT: "known", NodeType.UNKNOWN: "unknown"}
_ORDER = tuple(_KINDS.values())


@dataclass(frozen=True, slots=True)
class LatticeNode:
    """A word that may stand in a sentence, or one of the sentence's two ends.

    Attributes:
        node: its number, by place; the start has 0, the end the last.
        start, end: its characters are text[start:end]; nothing for the two ends.
        surface: these characters.
        kind: user, known or unknown (as tokens have it), start or end.
        part_of_speech: as the dictionary has it; empty for the two ends.
        cost: the word's own.
        came_from: the node before it on the cheapest way to it; -1 for the start.
        connection_cost: of `came_from` and this one as neighbours.
        cost_so_far: of the cheapest way from the start to the end of this node: the sum of both costs on it.
        on_best_path: whether it is one of the tokens (or an end).
    """

    node: int
    start: int
    end: int
    surface: str
    kind: str
    part_of_speech: str
    cost: int
    came_from: int
    connection_cost: int
    cost_so_far: int
    on_best_path: bool


def find_lattice(text: str, dictionary: UserDictionary | None = None) -> tuple[LatticeNode, ...]:
    """The lattice of one sentence, as `LatticeReader.read` gives it."""
    return LatticeReader(dictionary).read(text)


def tabulate_lattices(lattices: Mapping[str, Sequence[LatticeNode]]) -> pd.DataFrame:
    """Lattices one below the other: a row per node, its attributes, and in `dictionary` the name of its lattice."""
    rows = [{"dictionary": name, **asdict(node)} for name, nodes in lattices.items() for node in nodes]
    return pd.DataFrame(rows, columns=["dictionary", *(field.name for field in fields(LatticeNode))])


class LatticeReader(JanomeEngine):
    """Janome, made to hand out its lattice; like Janome not to be shared by threads."""

    def read(self, text: str) -> tuple[LatticeNode, ...]:
        """All nodes of a sentence's lattice, by start, end, kind (user, known, unknown) and Janome's number.

        White space at the two ends is left out as Janome does, but counted in `start` and `end`.

        Raises:
            ValueError: when there is nothing but white space, more than LONGEST_SENTENCE characters, or half a
                surrogate pair.
        """
        check_code_points(text)
        sentence = text.strip()
        if not sentence:
            raise ValueError("there is no sentence: the text is empty or blank; give some words")
        if len(sentence) > LONGEST_SENTENCE:
            raise ValueError(
                f"the sentence has {len(sentence)} characters, its lattice would be too large to read; "
                f"give at most {LONGEST_SENTENCE}"
            )
        offset = len(text) - len(text.lstrip())
        lattice = self._search(sentence)
        best = {id(node) for node in lattice.backward()}
        # Janome finds entries in a set, whose order changes from run to run.
        ordered = sorted((node for place in lattice.snodes for node in place), key=_sort_key)
        numbers = {(node.pos, node.index): number for number, node in enumerate(ordered)}
        return tuple(
            LatticeNode(
                node=numbers[node.pos, node.index],
                # Janome counts the places of a lattice from 1; the start alone has place 0.
                start=offset + max(node.pos - 1, 0),
                end=offset + max(node.pos - 1, 0) + len(_surface(node)),
                surface=_surface(node),
                kind=_kind(node),
                part_of_speech=self._part_of_speech(node),
                cost=node.cost,
                came_from=numbers.get((node.back_pos, node.back_index), -1),
                connection_cost=self._connection_cost(node, lattice),
                cost_so_far=node.min_cost,
                on_best_path=id(node) in best,
            )
            for node in ordered
        )

    def _search(self, sentence: str) -> Any:
        """Runs Tokenizer.__tokenize_partial, which makes one Lattice, with its own names but for that class."""
        kept: list[Any] = []

        def keep(size: int, dictionary: Any) -> Any:
            kept.append(Lattice(size, dictionary))
            return kept[-1]

        janomes = Tokenizer._Tokenizer__tokenize_partial
        search = FunctionType(janomes.__code__, {**janomes.__globals__, Lattice.__name__: keep})
        search(self._tokenizer, sentence, wakati=False, baseform_unk=True, dotfile="")
        return kept[0]

    def _part_of_speech(self, node: Any) -> str:
        kind = _kind(node)
        if kind in (START, END):
            return ""
        if kind == "unknown":
            return str(node.part_of_speech)
        dictionary = self._tokenizer.user_dic if kind == "user" else self._tokenizer.sys_dic
        return str(dictionary.lookup_extra(node.num)[0])

    def _connection_cost(self, node: Any, lattice: Any) -> int:
        if node.back_pos < 0:
            return 0
        before = lattice.snodes[node.back_pos][node.back_index]
        return int(self._tokenizer.sys_dic.get_trans_cost(before.right_id, node.left_id))


def _kind(node: Any) -> str:
    if isinstance(node, BOS):
        return START
    return END if isinstance(node, EOS) else _KINDS[node.node_type]


def _surface(node: Any) -> str:
    return "" if isinstance(node, (BOS, EOS)) else str(node.surface)


def _sort_key(node: Any) -> tuple[int, int, int, int]:
    """Place, length, kind and Janome's number; unknown words, which have none, in the order in which they are tried."""
    if isinstance(node, (BOS, EOS)):
        return node.pos, 0, 0, 0
    return node.pos, len(node.surface), _ORDER.index(_kind(node)), getattr(node, "num", node.index)
