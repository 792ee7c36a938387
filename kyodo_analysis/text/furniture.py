"""Page furniture: where pages begin, and the running titles and page numbers that stand between two pages' text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from kyodo_analysis.text.characters import FORM_FEED
from kyodo_analysis.text.document import Furniture, RepairedText
from kyodo_analysis.text.layout import ends_sentence, is_item_start
from kyodo_analysis.text.traced import Traced

_FEWEST_PAGES = 3  # a running title stands on at least so many pages
_FEWEST_NUMBERS = 3
_NEAR = 4  # lines between a page number and a running title
_LONGEST_TITLE = 40

_BARE_NUMBER = re.compile(r"[0-9０-９]{1,3}")
_DASHED_NUMBER = re.compile(r"[-－‐–—―~～─]\s?([0-9０-９]{1,3})\s?[-－‐–—―~～─]")
_NAMED_NUMBER = re.compile(
    r"(?:[PpＰｐ]\s?[.．]?\s?)([0-9０-９]{1,3})|([0-9０-９]{1,3})\s?(?:[/／]\s?[0-9０-９]{1,3}|ページ|頁)"
)
_EDGE_NUMBER = re.compile(r"^[-－]?\s?[0-9０-９]{1,3}\s?[-－]?\s+|\s+[-－]?\s?[0-9０-９]{1,3}\s?[-－]?$")
_CHAPTER = re.compile(r"第\s?[0-9０-９一二三四五六七八九十]+\s?[章編部節]")


def note_page_starts(text: RepairedText) -> RepairedText:
    """Notes the lines with which pages begin; changes nothing.

    A form feed starts a page. In a text whose lines stand apart by empty lines, a line that begins with a blank and
    follows directly upon another is the first of a page: extraction puts no empty line between pages.
    """
    starts = set(_after_form_feeds(text.lines))
    if is_double_spaced(text.lines):
        starts.update(_crowded_lines(text.lines))
    return replace(text, page_starts=tuple(sorted(starts.union(text.page_starts))))


def is_double_spaced(lines: Sequence[Traced]) -> bool:
    """Whether most lines are followed by an empty one.

    >>> is_double_spaced([Traced.of_line(line, n) for n, line in enumerate(["本計画は、", "", "協働を"], start=1)])
    True
    """
    filled = [bool(line.text.strip()) for line in lines]
    crowded = sum(here and there for here, there in pairwise(filled))
    return sum(filled) > 1 and crowded <= 0.4 * (sum(filled) - 1)


def _after_form_feeds(lines: Sequence[Traced]) -> Iterator[int]:
    for number, line in enumerate(lines, start=1):
        if FORM_FEED in line.text:
            before, _, after = line.text.rpartition(FORM_FEED)
            yield number + 1 if before.strip() and not after.strip() else number


def _crowded_lines(lines: Sequence[Traced]) -> Iterator[int]:
    for number, (above, line) in enumerate(pairwise(lines), start=2):
        begins_blank = line.text[:1] in (" ", "\u3000") and line.text.strip()
        if begins_blank and above.text.strip() and not line.text.lstrip().startswith("- "):
            yield number


def fix_page_furniture(text: RepairedText) -> RepairedText:
    """Takes running titles and page numbers out of the lines and keeps them apart.

    A page's head and foot come between the halves of a sentence that runs over the page. A running title is a short
    line that is the same at the head or foot of three pages or more and hardly stands elsewhere; a line of a table
    (several words apart) or a label that comes on every page somewhere is none. A page number is a number alone on its
    line next to a running title or at a page's edge, a number between dashes, or one of a growing sequence of numbers
    that break into sentences. Numbers of headings (1, 2, 1, 2, 3 …) and of table cells stay.

    >>> lines = ["地域コミュニ", "- 7 -", "ティの"]
    >>> fixed = fix_page_furniture(RepairedText(tuple(Traced.of_line(s, n) for n, s in enumerate(lines, start=1))))
    >>> [line.text for line in fixed.lines], fixed.furniture[0].kind, fixed.page_starts
    (['地域コミュニ', '', 'ティの'], 'page_number', (3,))
    """
    filled = [index for index, line in enumerate(text.lines) if line.text.strip()]
    edges = _page_edges(filled, text.page_starts)
    title_lines = _title_lines(text.lines, filled, edges)
    numbers = _page_numbers(text.lines, filled, edges, title_lines)
    edges |= _next_to(numbers, filled)
    title_lines |= _title_lines(text.lines, filled, edges)
    removed = dict.fromkeys(numbers, "page_number")
    for index in title_lines:
        if index in edges or any(abs(index - number) <= _NEAR for number in numbers):
            removed[index] = "running_title"
    if not removed:
        return text
    furniture = tuple(Furniture(removed[index], text.lines[index].strip()) for index in sorted(removed))
    lines = tuple(line[:0] if index in removed else line for index, line in enumerate(text.lines))
    starts = set(text.page_starts).union(_starts_after(removed, filled))
    return replace(text, lines=lines, furniture=text.furniture + furniture, page_starts=tuple(sorted(starts)))


def _page_edges(filled: Sequence[int], page_starts: Sequence[int]) -> set[int]:
    """Indexes of the first and the last line with text of every page; none where no page is known."""
    if not page_starts or not filled:
        return set()
    edges = {filled[0], filled[-1]}
    for start in page_starts:
        first = bisect_left(filled, start - 1)
        edges.update(filled[max(first - 1, 0) : first + 1])
    return edges


def _next_to(numbers: Collection[int], filled: Sequence[int]) -> set[int]:
    """Indexes of the lines with text right above and below."""
    return {
        neighbour
        for above, below in pairwise(filled)
        for index, neighbour in ((above, below), (below, above))
        if index in numbers and neighbour not in numbers
    }


def _title_text(line: Traced) -> str:
    text = line.text.strip()
    return _EDGE_NUMBER.sub("", text) if len(text) <= 2 * _LONGEST_TITLE else text


def _title_lines(lines: Sequence[Traced], filled: Sequence[int], edges: Collection[int]) -> set[int]:
    titles = _running_titles(lines, edges)
    return {index for index in filled if titles and _title_text(lines[index]) in titles}


def _running_titles(lines: Sequence[Traced], edges: Collection[int]) -> set[str]:
    at_edges = Counter(_title_text(lines[index]) for index in edges)
    candidates = {
        title
        for title, count in at_edges.items()
        if count >= _FEWEST_PAGES and len(title) <= _LONGEST_TITLE and _reads_like_a_title(title)
    }
    everywhere = Counter(title for line in lines if (title := _title_text(line)) in candidates)
    return {title for title in candidates if at_edges[title] >= 0.8 * everywhere[title]}


def _reads_like_a_title(title: str) -> bool:
    words = title.split()
    if "\t" in title or not any(character.isalpha() for character in title) or title.endswith("。"):
        return False
    return not is_item_start(title) if not _CHAPTER.match(title) and len(words) <= 2 else bool(_CHAPTER.match(title))


def _number(text: str, *patterns: re.Pattern[str]) -> int | None:
    for pattern in patterns:
        match = pattern.fullmatch(text)
        if match:
            printed = next((group for group in match.groups() if group), match.group())
            return int(unicodedata.normalize("NFKC", printed))
    return None


def _page_numbers(lines: Sequence[Traced], filled: Sequence[int], edges: set[int], title_lines: set[int]) -> set[int]:
    found: set[int] = set()
    bare: list[tuple[int, int]] = []
    named: list[tuple[int, int]] = []
    for index in filled:
        text = lines[index].text.strip(" \u3000")
        if len(text) > 12:
            continue
        if _number(text, _DASHED_NUMBER) is not None:
            found.add(index)
        elif (value := _number(text, _NAMED_NUMBER)) is not None:
            named.append((index, value))
        elif (value := _number(text, _BARE_NUMBER)) is not None:
            bare.append((index, value))
    if len(named) > 1 and _grows(named):
        found.update(index for index, _ in named)
    found.update(
        index for index, _ in bare if any(abs(index - title) <= _NEAR for title in title_lines if title != index)
    )
    at_edges = [(index, value) for index, value in bare if index in edges]
    if len(at_edges) > 1 and _grows(at_edges):
        found.update(index for index, _ in at_edges)
    if len(bare) >= _FEWEST_NUMBERS and _grows(bare) and _break_into_sentences(lines, filled, bare):
        found.update(index for index, _ in bare)
    return found


def _grows(numbers: Sequence[tuple[int, int]]) -> bool:
    """Whether nearly every number is the one before and one more, and none is smaller."""
    steps = [there[1] - here[1] for here, there in pairwise(numbers)]
    return min(steps) > 0 and sum(step <= 2 for step in steps) >= 0.8 * len(steps)


def _break_into_sentences(lines: Sequence[Traced], filled: Sequence[int], numbers: Sequence[tuple[int, int]]) -> bool:
    above = dict(zip(filled[1:], filled, strict=False))
    below = dict(pairwise(filled))
    breaking = 0
    for index, _ in numbers:
        if index in above and index in below:
            before, after = lines[above[index]].text.rstrip(), lines[below[index]].text.strip()
            breaking += len(before) > 10 and not ends_sentence(before) and not is_item_start(after)
    return 3 * breaking >= len(numbers)


def _starts_after(removed: Mapping[int, str], filled: Sequence[int]) -> Iterator[int]:
    """Line numbers of the pages that begin with, or right after, furniture that shows no page start by itself."""
    for is_furniture, group in groupby(filled, key=removed.__contains__):
        if not is_furniture:
            continue
        cluster = list(group)
        if all(removed[index] == "running_title" for index in cluster):
            continue
        last = cluster[-1]
        follower = bisect_right(filled, last)
        if removed[last] == "running_title":
            yield last + 1
        elif follower < len(filled):
            yield filled[follower] + 1
