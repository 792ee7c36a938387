"""The steps of the compiled search, each with its rule and the place in Janome where the rule stands.

Every step is pasted by numba into the one function that runs (`compiled_search.search_words`), so cutting the search
into steps costs nothing. Three habits make that function fast:

- Nothing is allocated and no array counted as in use or free (see `compiled_settings`): all come from outside.
- Indices pass through `at`: an unsigned index needs no branch for counting from the end of the array.
- Nodes are rows of several arrays, not objects; those that end at the same place form a chain.
"""

from __future__ import annotations

from kyodo_analysis.words.engine.compiled_lattice import (
    FIRST_UNKNOWN,
    NONE,
    Array,
    Before,
    Cheapest,
    Ends,
    Nodes,
    System,
    UserWords,
    at,
)
from kyodo_analysis.words.engine.compiled_settings import step
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
    INVOKE,
    IS_SPACE,
    LEFT,
    LONGEST,
    LONGEST_GROUP,
    MEMBERS,
    RIGHT,
    UNKNOWNS_END,
    UNKNOWNS_START,
)

_DEAREST = 1 << 62


@step
def is_space(code_point: int, system: System) -> bool:
    """Whether str.isspace is true: Tokenizer.__tokenize_stream strips such characters from both ends of a text."""
    return bool(system.classes[at(system.characters[at(code_point)] >> CLASS_SHIFT), IS_SPACE])


@step
def is_chunk_end(chunk: Array, place: int) -> bool:
    """Whether a chunk may end before `place`, at least CHUNK: behind punctuation or an empty line.

    Tokenizer.__splittable, __is_punct and __is_newline: one of 、。,.？?！! or \\n\\n or \\r\\n\\r\\n stands before.
    """
    last = chunk[at(place - 1)]
    if last == 0x3001 or last == 0x3002 or last == 0x2C or last == 0x2E:
        return True
    if last == 0xFF1F or last == 0x3F or last == 0xFF01 or last == 0x21:
        return True
    if last != 0x0A:
        return False
    if chunk[at(place - 2)] == 0x0A:
        return True
    return bool(chunk[at(place - 2)] == 0x0D and chunk[at(place - 3)] == 0x0A and chunk[at(place - 4)] == 0x0D)


@step
def hang_node(node: int, end: int, nodes: Nodes, ends: Ends) -> None:
    """Puts a node last into the chain of its end: ties are decided by this order (last line of Lattice.add)."""
    nodes.following[at(node)] = NONE
    if ends.first[at(end)] == NONE:
        ends.first[at(end)] = node
    else:
        nodes.following[at(ends.last[at(end)])] = node
    ends.last[at(end)] = node


@step
def gather_before(place: int, nodes: Nodes, ends: Ends, before: Before) -> int:
    """Copies the nodes that end at `place` side by side, in order of creation; how many they are."""
    count = 0
    node = ends.first[at(place)]
    while node != NONE:
        before.total[at(count)] = nodes.total[at(node)]
        before.right[at(count)] = nodes.right[at(node)]
        before.node[at(count)] = node
        count += 1
        node = nodes.following[at(node)]
    return count


@step
def add_user_words(
    made: int, place: int, chunk: Array, user: UserWords, system: System, nodes: Nodes, ends: Ends
) -> int:
    """Adds a node for each entry of the user dictionary that begins at `place`; the number of nodes then made.

    Tokenizer.__tokenize_partial looks them up before the system's, in the next 50 characters of the chunk: longer
    entries are not in the trie (`compiled_arrays.make_user_words`).
    """
    state = 0
    end = place
    while end < len(chunk):
        code = user.characters[at(chunk[at(end)])]
        slot = user.trie[at(state), BASE] + code
        if code == 0 or user.trie[at(slot), CHECK] != state:
            break
        state = slot
        end += 1
        first = user.trie[at(state), FIRST]
        for row in range(first, first + user.trie[at(state), COUNT]):
            nodes.left[at(made)] = user.entries[at(row), LEFT]
            nodes.right[at(made)] = user.entries[at(row), RIGHT]
            nodes.total[at(made)] = user.entries[at(row), COST]
            nodes.word[at(made)] = len(system.numbers) + row
            nodes.start[at(made)] = place
            hang_node(made, end, nodes, ends)
            made += 1
    return made


@step
def add_system_words(made: int, place: int, chunk: Array, system: System, nodes: Nodes, ends: Ends) -> int:
    """Adds a node for each entry of IPADIC that begins at `place`; the number of nodes then made.

    One step in the double array per character, where Matcher.run (janome/fst.py) walks a transducer over UTF-8 bytes.
    Its limit of 50 characters needs no look: no surface is that long.
    """
    state = 0
    end = place
    while end < len(chunk):
        code = system.characters[at(chunk[at(end)])] & CODE_MASK
        slot = system.trie[at(state), BASE] + code
        if code == 0 or system.trie[at(slot), CHECK] != state:
            break
        state = slot
        end += 1
        first = system.trie[at(state), FIRST]
        for row in range(first, first + system.trie[at(state), COUNT]):
            nodes.left[at(made)] = system.entries[at(row), LEFT]
            nodes.right[at(made)] = system.entries[at(row), RIGHT]
            nodes.total[at(made)] = system.entries[at(row), COST]
            nodes.word[at(made)] = row
            nodes.start[at(made)] = place
            hang_node(made, end, nodes, ends)
            made += 1
    return made


@step
def find_unknown_end(category: int, place: int, chunk: Array, system: System, run_ends: Array) -> int:
    """The place behind the unknown word of a category that begins at `place`.

    The loop over `p` in Tokenizer.__tokenize_partial: it goes on while the characters belong to the category, for
    LONGEST characters behind the first one (sic: one more than the LENGTH of char.def) or to the end of the chunk. A
    group that began before and goes on to here has the end that was found then; `run_ends` (per category) keeps it.
    """
    longest = system.categories[at(category), LONGEST]
    if longest == LONGEST_GROUP and run_ends[at(category)] > place:
        return int(run_ends[at(category)])
    end = place + 1
    limit = min(len(chunk), place + longest + 1)
    while end < limit:
        kind = system.characters[at(chunk[at(end)])] >> CLASS_SHIFT
        if not (system.classes[at(kind), MEMBERS] >> category) & 1:
            break
        end += 1
    if longest == LONGEST_GROUP:
        run_ends[at(category)] = end
    return end


@step
def add_unknown_words(
    made: int, matched: bool, place: int, chunk: Array, system: System, run_ends: Array, nodes: Nodes, ends: Ends
) -> int:
    """Adds the unknown words that may begin at `place`; the number of nodes then made.

    The loop over `cates` in Tokenizer.__tokenize_partial: each category of the character, in Janome's order, unless the
    system dictionary has `matched` something (the user dictionary does not count: Janome writes over it) and the
    category is not invoked always; one length each, one node per entry of unk.def.
    """
    kind = system.characters[at(chunk[at(place)])] >> CLASS_SHIFT
    for turn in range(system.classes[at(kind), CATEGORIES]):
        category = system.classes[at(kind), at(FIRST_CATEGORY + turn)]
        if matched and system.categories[at(category), INVOKE] == 0:
            continue
        end = find_unknown_end(category, place, chunk, system, run_ends)
        for row in range(
            system.categories[at(category), UNKNOWNS_START], system.categories[at(category), UNKNOWNS_END]
        ):
            nodes.left[at(made)] = system.unknowns[at(row), LEFT]
            nodes.right[at(made)] = system.unknowns[at(row), RIGHT]
            nodes.total[at(made)] = system.unknowns[at(row), COST]
            nodes.word[at(made)] = FIRST_UNKNOWN - row
            nodes.start[at(made)] = place
            hang_node(made, end, nodes, ends)
            made += 1
    return made


@step
def number_of_word(word: int, system: System, user: UserWords) -> int:
    """Janome's number of a dictionary word; system and user dictionary both count from 0."""
    if word < len(system.numbers):
        return int(system.numbers[at(word)])
    return int(user.numbers[at(word - len(system.numbers))])


@step
def wins_tie(best: int, other: int, system: System, user: UserWords) -> bool:
    """Whether a later word takes the place of an equally cheap one: both in a dictionary, the later number smaller.

    The `elif` in Lattice.add: only SurfaceNodes, not unknown words nor the start, and their bare numbers.
    """
    if best < 0 or other < 0:
        return False
    return number_of_word(other, system, user) < number_of_word(best, system, user)


@step
def connect_nodes(
    first: int,
    made: int,
    tick: int,
    count: int,
    nodes: Nodes,
    before: Before,
    cheapest: Cheapest,
    system: System,
    user: UserWords,
) -> None:
    """The Viterbi step: joins the nodes [first, made) to the cheapest of the `count` nodes before them.

    Lattice.add does this for every node; here once per left id, as nothing else of the later word matters. `tick` is a
    number of its own for every place of every chunk.
    """
    for node in range(first, made):
        left = nodes.left[at(node)]
        if cheapest.tick[at(left)] != tick:
            cheapest.tick[at(left)] = tick
            best = _DEAREST
            chosen = 0
            for row in range(count):
                total = before.total[at(row)] + system.connections[at(left), at(before.right[at(row)])]
                if total < best:
                    best = total
                    chosen = row
                elif total == best:
                    former = nodes.word[at(before.node[at(chosen)])]
                    later = nodes.word[at(before.node[at(row)])]
                    if wins_tie(former, later, system, user):
                        chosen = row
            cheapest.total[at(left)] = best
            cheapest.node[at(left)] = before.node[at(chosen)]
        nodes.total[at(node)] += cheapest.total[at(left)]
        nodes.back[at(node)] = cheapest.node[at(left)]
