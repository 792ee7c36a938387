"""The lattice of a sentence: Janome's own tokens on its best path, costs that add up, and every word there is."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from itertools import pairwise

import janome.dic
import janome.fst
import janome.lattice
import janome.tokenizer
import pytest
from janome.lattice import Lattice

from kyodo_analysis.paths import hand_folder, project_root
from kyodo_analysis.words.engine.lattice_view import (
    LONGEST_SENTENCE,
    LatticeNode,
    LatticeReader,
    find_lattice,
    tabulate_lattices,
)
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.identity.dictionaries import harsh_dictionary
from kyodo_analysis.words.identity.texts import (
    characters_of_all_classes,
    glued_words,
    overprinted,
    plan_sentences,
    surfaces,
    words_and_runs,
)
from kyodo_analysis.words.tokens import tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary, parse_user_dictionary, read_user_dictionary

TITLE = "協働のまちづくりの指針"
TEXTS = {
    "plans": plan_sentences()[::3],
    "all classes": characters_of_all_classes(150),
    "glued": glued_words(100),
    "runs": words_and_runs(150),
    "overprinted": overprinted(150),
}


def short(kind: str) -> list[str]:
    return [text for text in TEXTS[kind] if text.strip() and len(text.strip()) <= LONGEST_SENTENCE]


@pytest.fixture(scope="module")
def own_words() -> UserDictionary:
    return read_user_dictionary(hand_folder() / "user_dictionary.csv")


@pytest.fixture(scope="module")
def readers(own_words: UserDictionary) -> dict[str, tuple[LatticeReader, UserDictionary | None]]:
    dictionaries = {"ipadic": None, "own": own_words, "harsh": harsh_dictionary(100)}
    return {name: (LatticeReader(dictionary), dictionary) for name, dictionary in dictionaries.items()}


def way(nodes: tuple[LatticeNode, ...]) -> list[LatticeNode]:
    return [node for node in nodes if node.on_best_path]


def shape(tokens: tuple[Token, ...]) -> list[tuple[str, int, str, str]]:
    return [(token.surface, token.start, token.kind, token.part_of_speech) for token in tokens]


@pytest.mark.parametrize("dictionary", ["ipadic", "own", "harsh"])
@pytest.mark.parametrize("kind", TEXTS)
def test_the_best_path_is_janomes_and_its_costs_add_up(
    readers: dict[str, tuple[LatticeReader, UserDictionary | None]], kind: str, dictionary: str
) -> None:
    reader, entries = readers[dictionary]
    texts = short(kind)
    assert len(texts) > 30
    # The engine that copies Janome is asked too: what it finds cannot come from the lattice that is looked at.
    expected = [tokenise_many(texts, engine, entries) for engine in ("janome", "python")]
    for text, tokens, others in zip(texts, *expected, strict=True):
        nodes = reader.read(text)
        best = way(nodes)
        words = [(node.surface, node.start, node.kind, node.part_of_speech) for node in best[1:-1]]
        assert words == shape(tokens) == shape(others)
        assert sum(node.cost + node.connection_cost for node in best) == nodes[-1].cost_so_far
        assert all(later.came_from == former.node for former, later in pairwise(best))
        assert_sound(text, nodes)


def assert_sound(text: str, nodes: tuple[LatticeNode, ...]) -> None:
    assert [node.node for node in nodes] == list(range(len(nodes)))
    assert (nodes[0].kind, nodes[-1].kind) == ("start", "end")
    assert nodes[0].cost_so_far == 0 and nodes[0].came_from == -1
    for node in nodes[1:]:
        before = nodes[node.came_from]
        assert before.end == node.start and node.surface == text[node.start : node.end]
        assert node.cost_so_far == before.cost_so_far + node.connection_cost + node.cost


def test_every_word_of_the_dictionary_is_there(
    readers: dict[str, tuple[LatticeReader, UserDictionary | None]],
) -> None:
    known = set(surfaces())
    reader, _ = readers["ipadic"]
    for text in short("plans")[:80]:
        nodes = reader.read(text)
        # Nothing begins where no word ends.
        starts = {node.end for node in nodes[:-1]} - {len(text)}
        expected = {
            (start, end) for start in starts for end in range(start + 1, len(text) + 1) if text[start:end] in known
        }
        assert {(node.start, node.end) for node in nodes if node.kind == "known"} == expected


def test_the_lesson_of_the_page(own_words: UserDictionary) -> None:
    alone, with_words = find_lattice(TITLE), find_lattice(TITLE, own_words)
    assert [node.surface for node in way(alone)[1:-1]] == ["協", "働", "の", "まち", "づくり", "の", "指針"]
    assert [node.surface for node in way(with_words)[1:-1]] == ["協働", "の", "まちづくり", "の", "指針"]
    assert [node.kind for node in way(alone)[1:3]] == ["known", "unknown"]
    assert (alone[-1].cost_so_far, with_words[-1].cost_so_far) == (34911, 11966)
    # The longest word is not on the way: taken where it stands, it costs more.
    (longest,) = [node for node in alone if node.surface == "のま"]
    (shorter,) = [node for node in way(alone) if node.start == 2 and node.end == 3]
    assert not longest.on_best_path and longest.cost_so_far > shorter.cost_so_far


def test_of_two_entries_that_cost_the_same_the_first_is_on_the_way() -> None:
    lines = [f"協働,1283,1283,3000,名詞,{kind},*,*,*,*,協働,キョウドウ,キョードー" for kind in ("一般", "数", "接尾")]
    for order in (lines, lines[::-1]):
        nodes = find_lattice("協働", parse_user_dictionary(order))
        parts = [node.part_of_speech for node in nodes if node.kind == "user"]
        assert parts == [line.split(",", 4)[4].rsplit(",", 5)[0] for line in order]
        assert [node.part_of_speech for node in way(nodes)[1:-1]] == parts[:1]


def test_white_space_at_the_ends_is_counted_but_no_node() -> None:
    nodes = find_lattice("　\n協働 ")
    assert [(node.start, node.end) for node in way(nodes)] == [(2, 2), (2, 3), (3, 4), (4, 4)]


@pytest.mark.parametrize("text", ["", "　\n"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no sentence"):
        find_lattice(text)


def test_long_and_broken_texts_are_refused() -> None:
    assert len(way(find_lattice(" " + "市" * LONGEST_SENTENCE))) > 2
    with pytest.raises(ValueError, match=r"41 characters.* at most 40"):
        find_lattice("市" * 41)
    with pytest.raises(ValueError, match="half a surrogate pair at index 1"):
        find_lattice("市\ud842")


def test_janome_is_left_as_it_was() -> None:
    find_lattice(TITLE)
    assert janome.tokenizer.Lattice is Lattice


def test_lattices_stand_one_below_the_other(own_words: UserDictionary) -> None:
    lattices = {"ipadic": find_lattice(TITLE), "user": find_lattice(TITLE, own_words)}
    table = tabulate_lattices(lattices)
    assert table.groupby("dictionary", sort=False).size().to_dict() == {
        name: len(nodes) for name, nodes in lattices.items()
    }
    assert table.columns[0] == "dictionary" and list(table["surface"][:3]) == ["", "協", "働"]
    assert tabulate_lattices({}).empty and "on_best_path" in tabulate_lattices({})


@pytest.mark.slow
def test_the_order_of_nodes_does_not_hang_on_the_order_of_sets() -> None:
    program = (
        "from kyodo_analysis.words.engine.lattice_view import find_lattice\n"
        f"print([(n.surface, n.part_of_speech, n.cost, n.came_from) for n in find_lattice({TITLE!r})])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1 and len(found.pop()) > 1000


def names_of_the_page() -> list[str]:
    """What docs/engine.md calls Class.method or module.name."""
    page = (project_root() / "docs" / "engine.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`(\w+(?:\.\w+)+)`", page)) - {"pyarrow.array", "str.strip"}
    return sorted(name for name in names if name.rsplit(".", 1)[1] not in {"py", "md", "csv"})


def names_in(module: str) -> set[str]:
    """Names that a module of ours defines, Class.method too; read, not run: numba may not be there."""
    words = project_root() / "kyodo_analysis" / "words"
    path = next(path for path in (words / "engine" / f"{module}.py", words / f"{module}.py") if path.is_file())
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


@pytest.mark.parametrize("name", names_of_the_page())
def test_what_the_page_names_is_there(name: str) -> None:
    first, rest = name.split(".", 1)
    if first[0].islower():
        assert rest in names_in(first)
    else:
        modules = (janome.tokenizer, janome.lattice, janome.dic, janome.fst)
        found = next(getattr(module, first) for module in modules if hasattr(module, first))
        assert hasattr(found, f"_{first}{rest}" if rest.startswith("__") else rest)


def test_the_page_is_short_and_names_enough() -> None:
    assert len((project_root() / "docs" / "engine.md").read_text(encoding="utf-8").splitlines()) <= 200
    assert len(names_of_the_page()) > 40
