"""The layout says what Janome's data say, and is known by the digest of these data."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from janome.sysdic import chardef, connections, unknowns
from janome.tokenizer import Tokenizer

from kyodo_analysis.words.engine import layout_source
from kyodo_analysis.words.engine.layout import (
    BASE,
    CATEGORIES,
    CHECK,
    CLASS_SHIFT,
    CODE_MASK,
    COST,
    COUNT,
    FIRST,
    FIRST_CATEGORY,
    IS_SPACE,
    LEFT,
    LONGEST_LOOKUP,
    MEMBERS,
    POOLS,
    RIGHT,
    UNKNOWNS_END,
    UNKNOWNS_START,
    Layout,
)
from kyodo_analysis.words.engine.layout_build import group_entries, most_rows_on_a_walk
from kyodo_analysis.words.engine.layout_cache import load_layout_once
from kyodo_analysis.words.engine.layout_files import split_layout
from kyodo_analysis.words.engine.layout_source import find_source, source_of
from kyodo_analysis.words.engine.layout_trie import build_trie
from kyodo_analysis.words.identity.texts import characters_of_all_classes, surfaces

EXTRA = ("part_of_speech", "inflection_type", "inflection_form", "base_form", "reading", "phonetic")


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load_layout_once()


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


def walk(layout: Layout, text: str) -> tuple[int, int]:
    slot = 0
    for character in text:
        after = int(layout.trie[slot, BASE]) + int(layout.characters[ord(character)] & CODE_MASK)
        if layout.trie[after, CHECK] != slot or after == 0:
            return 0, 0
        slot = after
    return int(layout.trie[slot, FIRST]), int(layout.trie[slot, COUNT])


def test_the_entries_of_a_surface_are_those_of_janome_that_can_win(layout: Layout, tokenizer: Tokenizer) -> None:
    drawn = random.Random(1).sample(surfaces(), 3000)
    for surface in [*drawn, "協", "の", "市民", "　"]:
        best: dict[tuple[int, int], tuple[int, int]] = {}
        for number, found, left, right, cost in tokenizer.sys_dic.lookup(surface.encode(), tokenizer.matcher):
            if found == surface:
                best[left, right] = min(best.get((left, right), (cost, number)), (cost, number))
        first, count = walk(layout, surface)
        rows = range(first, first + count)
        assert {
            (int(layout.entries[row, LEFT]), int(layout.entries[row, RIGHT])): (
                int(layout.entries[row, COST]),
                int(layout.numbers[row]),
            )
            for row in rows
        } == best, surface


def test_every_entry_of_janome_has_its_words(layout: Layout, tokenizer: Tokenizer) -> None:
    place = {name: POOLS.index(name) for name in POOLS}
    for number in random.Random(2).sample(range(len(layout.values)), 3000):
        codes = layout.values[number]
        assert layout.pools["surface"][codes[place["surface"]]] == tokenizer.sys_dic._find_entry(number)[0]
        assert tuple(layout.pools[name][codes[place[name]]] for name in EXTRA) == tokenizer.sys_dic.lookup_extra(number)


def test_no_step_leaves_the_trie_and_a_stray_character_leads_nowhere(layout: Layout) -> None:
    codes = layout.characters & CODE_MASK
    assert int(layout.trie[:, BASE].max()) + int(codes.max()) < len(layout.trie)
    assert walk(layout, "協\U0001f642") == walk(layout, "市民協働市民") == (0, 0)
    assert walk(layout, "市民")[1] > 0
    assert max(map(len, surfaces())) < LONGEST_LOOKUP


def test_the_longest_walk_is_as_long_as_any(layout: Layout) -> None:
    drawn = random.Random(3).sample(surfaces(), 2000)
    walks = [sum(walk(layout, surface[:end])[1] for end in range(1, len(surface) + 1)) for surface in drawn]
    assert max(walks) <= layout.most_at_one_start == 25


def test_connections_are_janomes_turned_round(layout: Layout) -> None:
    assert layout.connections.shape == (1316, 1316)
    for right, left in ((0, 0), (1285, 3), (3, 1285), (1315, 1)):
        assert layout.connections[left, right] == connections[right][left]
    assert layout.connections.T.tolist() == [list(row) for row in connections]


def test_characters_have_the_categories_that_janome_gives_them(layout: Layout, tokenizer: Tokenizer) -> None:
    names = list(chardef.DATA[0])
    edges = {ord(line[end]) + step for line in chardef.DATA[1] for end in ("from", "to") for step in (-1, 0, 1)}
    points = edges | {ord(character) for text in characters_of_all_classes(300) for character in text}
    for point in sorted(points):
        given_by_janome = tokenizer.sys_dic.get_char_categories(chr(point))
        line = layout.classes[layout.characters[point] >> CLASS_SHIFT]
        found = line[FIRST_CATEGORY : FIRST_CATEGORY + line[CATEGORIES]]
        assert [names[number] for number in found] == list(given_by_janome)
        members = {*given_by_janome, *(name for compatible in given_by_janome.values() for name in compatible)}
        assert {name for number, name in enumerate(names) if line[MEMBERS] >> number & 1} == members
        assert bool(line[IS_SPACE]) == chr(point).isspace()


def test_white_space_is_pythons_everywhere(layout: Layout) -> None:
    spaces = layout.classes[layout.characters >> CLASS_SHIFT, IS_SPACE]
    assert np.flatnonzero(spaces).tolist() == [point for point in range(0x110000) if chr(point).isspace()]


def test_unknown_words_are_janomes(layout: Layout) -> None:
    for number, (name, category) in enumerate(chardef.DATA[0].items()):
        invoke, longest, start, end = layout.categories[number].tolist()
        assert (bool(invoke), longest) == (category["INVOKE"], 1024 if category["GROUP"] else category["LENGTH"])
        parts = layout.unknown_values[start:end, POOLS.index("part_of_speech")]
        found = [
            (*costs[:3], layout.pools["part_of_speech"][part])
            for costs, part in zip(layout.unknowns[start:end].tolist(), parts, strict=True)
        ]
        assert found == unknowns.DATA[name]
    readings = layout.unknown_values[:, POOLS.index("reading")]
    assert {layout.pools["reading"][code] for code in readings} == {"*"}
    most = max(
        sum(layout.categories[number, UNKNOWNS_END] - layout.categories[number, UNKNOWNS_START] for number in numbers)
        for numbers in ([n for n in line[FIRST_CATEGORY:] if n >= 0] for line in layout.classes)
    )
    assert layout.most_unknown_at_one_start == most == 7


def test_the_arrays_cannot_be_written(layout: Layout) -> None:
    assert not any(array.flags.writeable for array in split_layout(layout).values())


WORDS = st.lists(st.text("あい協働𠮷ｱ", min_size=1, max_size=5), min_size=1, max_size=30, unique=True).map(sorted)


@given(WORDS)
@settings(max_examples=60, deadline=None)
def test_a_trie_holds_its_words_and_their_prefixes_and_no_more(words: list[str]) -> None:
    trie = build_trie(words)
    rows = trie.point_to_rows(np.arange(len(words) + 1, dtype=np.int32))
    assert set(trie.prefixes) == {word[:end] for word in words for end in range(1, len(word) + 1)}
    slots = dict(zip(trie.prefixes, trie.prefix_slots.tolist(), strict=True)) | {"": 0}
    for prefix, slot in slots.items():
        steps = {character: int(trie.slots[slot, BASE]) + code for character, code in trie.codes.items()}
        valid = {character for character, after in steps.items() if after and trie.slots[after, CHECK] == slot}
        assert valid == {other[len(prefix)] for other in slots if other[:-1] == prefix and other}
        assert all(slots[prefix + character] == steps[character] for character in valid)
    assert [rows[trie.prefixes.index(word)].tolist() for word in words] == [[place, 1] for place in range(len(words))]
    assert int(rows[:, 1].sum()) == len(words)


def test_large_families_find_room() -> None:
    draw = random.Random(4)
    letters = [chr(0x4E00 + step) for step in range(400)]
    words = sorted(first + second for first in letters for second in draw.sample(letters, draw.randrange(2, 150)))
    trie = build_trie(words)
    slots = dict(zip(trie.prefixes, trie.prefix_slots.tolist(), strict=True)) | {"": 0}
    assert len(set(slots.values())) == len(slots) == len(words) + 401
    for prefix, slot in slots.items():
        before = slots[prefix[:-1]]
        assert not prefix or (trie.slots[slot, CHECK], trie.slots[before, BASE] + trie.codes[prefix[-1]]) == (
            before,
            slot,
        )
    assert int((trie.slots[:, CHECK] >= 0).sum()) == len(slots)
    assert int(trie.slots[:, BASE].max()) + len(letters) < len(trie.slots)


@pytest.mark.parametrize("words", [[], [""], ["b", "a"], ["a", "a"]])
def test_a_trie_wants_sorted_distinct_words(words: list[str]) -> None:
    with pytest.raises(ValueError, match="sorted, distinct and not empty"):
        build_trie(words)


SMALL = st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2), st.integers(-3, 3))


@given(st.lists(SMALL, min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_of_entries_with_equal_ids_the_cheapest_and_then_the_first_is_kept(rows: list[tuple[int, ...]]) -> None:
    table = np.array(rows + [(word, 9, 9, 9) for word in range(4)])
    kept, bounds = group_entries(table[:, 0], table[:, 1:])
    best: dict[tuple[int, ...], tuple[int, int]] = {}
    for number, (word, left, right, cost) in enumerate(table.tolist()):
        best[word, left, right] = min(best.get((word, left, right), (cost, number)), (cost, number))
    assert sorted(kept.tolist()) == sorted(number for _, number in best.values())
    assert all((table[kept[bounds[word] : bounds[word + 1]], 0] == word).all() for word in range(4))
    assert bounds[-1] == len(kept)


def test_the_longest_walk_counts_the_rows_of_all_prefixes() -> None:
    assert most_rows_on_a_walk(["あ", "あい", "あう", "い"], [2, 3, 1, 4]) == 5


# Which data of Janome.


def fake_janome(folder: Path, unknown: str = "DATA={}") -> Path:
    (folder / "sysdic").mkdir(parents=True)
    (folder / "version.py").write_text("JANOME_VERSION = '9.9.1'\n", encoding="utf-8")
    (folder / "sysdic" / "chardef.py").write_text("DATA=()", encoding="utf-8")
    (folder / "sysdic" / "unknowns.py").write_text(unknown, encoding="utf-8")
    return folder


def test_the_digest_is_of_the_content_wherever_it_lies(tmp_path: Path) -> None:
    first = source_of(fake_janome(tmp_path / "a"), tmp_path)
    assert source_of(fake_janome(tmp_path / "b"), tmp_path) == first
    assert source_of(fake_janome(tmp_path / "c", "DATA={1}"), tmp_path).digest != first.digest
    assert first.folder_name.startswith("janome-9.9.1-") and first.digest[:16] in first.folder_name


def test_a_digest_is_remembered_until_a_module_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = fake_janome(tmp_path / "janome")
    hashed: list[int] = []
    digest = layout_source._digest

    def counting(modules: list[Path]) -> str:
        hashed.append(len(modules))
        return digest(modules)

    monkeypatch.setattr(layout_source, "_digest", counting)
    first = source_of(package, tmp_path)
    assert source_of(package, tmp_path) == first
    assert hashed == [2]
    path = package / "sysdic" / "unknowns.py"
    path.write_text("DATA={ }", encoding="utf-8")
    assert source_of(package, tmp_path).digest != first.digest
    assert hashed == [2, 2]


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}', '{"a": "../../elsewhere"}', "[" * 100_000])
def test_damaged_digests_are_made_again(tmp_path: Path, content: str) -> None:
    package = fake_janome(tmp_path / "janome")
    first = source_of(package, tmp_path)
    (tmp_path / "digests.json").write_text(content, encoding="utf-8")
    assert source_of(package, tmp_path) == first
    assert first.digest in (tmp_path / "digests.json").read_text(encoding="utf-8")


def test_without_janome_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_source.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="install janome"):
        find_source(tmp_path)
