"""The compiled search: the cheapest way through the lattice of each chunk of each text, as Janome finds it."""

from __future__ import annotations

from kyodo_analysis.words.engine.compiled_lattice import (
    NONE,
    START_OF_TEXT,
    Array,
    Found,
    System,
    UserWords,
    Work,
    at,
)
from kyodo_analysis.words.engine.compiled_settings import compiled
from kyodo_analysis.words.engine.compiled_steps import (
    add_system_words,
    add_unknown_words,
    add_user_words,
    connect_nodes,
    gather_before,
    hang_node,
    is_chunk_end,
    is_space,
)
from kyodo_analysis.words.engine.layout import CHUNK, LONGEST_CHUNK


@compiled
def search_words(system: System, user: UserWords, code_points: Array, bounds: Array, work: Work, found: Found) -> int:
    """Finds the tokens of texts as Tokenizer.tokenize does; how many they are.

    Args:
        code_points: int32, all texts. bounds: int64 (texts + 1), the places where they begin and end.
        found: word, start and end as long as code_points, bounds as bounds.

    Janome cuts a text into chunks (Tokenizer.__tokenize_stream, __tokenize_partial): at most LONGEST_CHUNK characters,
    from CHUNK on ending at the first place that a word ends at and `is_chunk_end` allows.
    """
    nodes = work.nodes
    ends = work.ends
    tick = 0
    tokens = 0
    found.bounds[0] = 0
    for text in range(len(bounds) - 1):
        begin = bounds[at(text)]
        stop = bounds[at(text + 1)]
        while begin < stop and is_space(code_points[at(begin)], system):
            begin += 1
        while begin < stop and is_space(code_points[at(stop - 1)], system):
            stop -= 1
        while begin < stop:
            chunk = code_points[begin : min(stop, begin + LONGEST_CHUNK)]
            for place in range(len(chunk) + 1):
                ends.first[at(place)] = NONE
            for category in range(len(work.run_ends)):
                work.run_ends[at(category)] = 0
            # Lattice.__init__: the start has cost 0, context 0 and no node before it.
            nodes.total[0] = 0
            nodes.right[0] = 0
            nodes.word[0] = START_OF_TEXT
            nodes.back[0] = NONE
            hang_node(0, 0, nodes, ends)
            made = 1
            place = 0
            at_end = False
            while not at_end:
                # Lattice.forward: on to the next place where a word ends.
                while ends.first[at(place)] == NONE:
                    place += 1
                count = gather_before(place, nodes, ends, work.before)
                first = made
                at_end = place >= len(chunk) or (place >= CHUNK and is_chunk_end(chunk, place))
                if at_end:
                    # Lattice.end: one last node with cost 0 and context 0.
                    nodes.total[at(made)] = 0
                    nodes.left[at(made)] = 0
                    made += 1
                else:
                    if len(user.numbers) > 0:
                        made = add_user_words(made, place, chunk, user, system, nodes, ends)
                    known = made
                    made = add_system_words(made, place, chunk, system, nodes, ends)
                    made = add_unknown_words(made, made > known, place, chunk, system, work.run_ends, nodes, ends)
                tick += 1
                connect_nodes(first, made, tick, count, nodes, work.before, work.cheapest, system, user)
                if not at_end:
                    place += 1
            # Lattice.backward: along the cheapest way from the end, so tokens are written from the last to the first.
            node = nodes.back[at(made - 1)]
            while nodes.back[at(node)] != NONE:
                tokens += 1
                node = nodes.back[at(node)]
            token = tokens
            end = begin + place
            node = nodes.back[at(made - 1)]
            while nodes.back[at(node)] != NONE:
                token -= 1
                found.word[at(token)] = nodes.word[at(node)]
                found.start[at(token)] = begin + nodes.start[at(node)]
                found.end[at(token)] = end
                end = begin + nodes.start[at(node)]
                node = nodes.back[at(node)]
            begin += place
        found.bounds[at(text + 1)] = tokens
    return tokens
