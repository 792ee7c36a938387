"""Footnotes: blocks at the foot of a page, and the digits in the text that refer to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kyodo_analysis.text.document import Footnote, Furniture, RepairedText
from kyodo_analysis.text.layout import ends_sentence
from kyodo_analysis.text.traced import Traced

_RULE = re.compile(r"[ \u3000]{20,}|\s*[─━―‐_＿-]{10,}\s*")
_NOTE = re.compile(r"\s*([※＊*]|注)?\s?([0-9０-９]{1,3})[)）.．:：]?[ \u3000]+(?=\S)")
_TERM = re.compile(r"(.{2,40}?)\s?(?:…+|・・+|[:：＝=―—]+|とは、)")
_NEAR = 4
_REACH = 300  # lines searched for references where no page starts are known
_FULL = 0.85


@dataclass
class _Note:
    mark: str
    pieces: list[tuple[int, Traced]]

    @property
    def term(self) -> str | None:
        match = _TERM.match(self.text.text)
        return match[1] if match else None

    @property
    def text(self) -> Traced:
        return Traced.join(piece for _, piece in self.pieces)


def fix_footnotes(text: RepairedText) -> RepairedText:
    """Takes footnotes and their reference digits out of the lines and keeps them together.

    A footnote comes between the halves of a sentence, or into the middle of a table, and its raised digit sticks to a
    word (ＣＳＲ6活動). A block of notes begins below a rule - a line of blanks or of dashes - with a digit, a blank and
    a term; it ends with the page, or where a line neither continues a full line nor is the next note. A digit is a
    reference only where it follows the very term that its note explains, on the same page.

    >>> lines = ["ＳＮＳ8等を", "", " " * 50, "8 ＳＮＳ…会員制サービス。", "推進項目"]
    >>> fixed = fix_footnotes(RepairedText(tuple(Traced.of_line(s, n) for n, s in enumerate(lines, start=1))))
    >>> [line.text.strip() for line in fixed.lines]
    ['ＳＮＳ等を', '', '', '', '推進項目']
    >>> fixed.footnotes[0].mark, fixed.footnotes[0].text.text, fixed.footnotes[0].references[0].runs()
    ('8', 'ＳＮＳ…会員制サービス。', [Run(line=1, start=3, end=4)])
    """
    lines = list(text.lines)
    width = max((len(lines[index].text.rstrip()) for _, index in _blocks(lines)), default=0)
    starts = set(text.page_starts)
    footnotes: list[Footnote] = []
    rules: list[Furniture] = []
    for rule, first in list(_blocks(lines)):
        notes = _read_block(lines, first, starts, width)
        if lines[rule].text.strip():
            rules.append(Furniture("rule", lines[rule].strip()))
        lines[rule] = lines[rule][:0]
        for note in notes:
            for index, _ in note.pieces:
                lines[index] = lines[index][:0]
        page = _page_of(rule, text.page_starts, len(lines))
        footnotes += [Footnote(note.mark, note.text, _take_references(lines, note, page)) for note in notes]
    if not footnotes:
        return text
    return replace(
        text, lines=tuple(lines), footnotes=text.footnotes + tuple(footnotes), furniture=text.furniture + tuple(rules)
    )


def _blocks(lines: Sequence[Traced]) -> Iterator[tuple[int, int]]:
    """(index of the rule, index of the first note) of every block."""
    for rule, line in enumerate(lines):
        if not _RULE.fullmatch(line.text):
            continue
        below = range(rule + 1, min(rule + 1 + _NEAR, len(lines)))
        first = next((index for index in below if lines[index].text.strip()), None)
        if first is not None and _opens_block(lines[first].text):
            yield rule, first


def _opens_block(text: str) -> bool:
    """A note explains a term or has a mark before its number; 1 目的 below a rule is a heading."""
    match = _NOTE.match(text)
    return bool(match and (match[1] or _TERM.match(text[match.end() :])))


def _read_block(lines: Sequence[Traced], first: int, starts: set[int], width: int) -> list[_Note]:
    notes: list[_Note] = []
    last = first
    for index in range(first, len(lines)):
        line = lines[index]
        if (index > first and index + 1 in starts) or index - last > _NEAR:
            break
        if not line.text.strip():
            continue
        match = _NOTE.match(line.text)
        if match and (not notes or int(match[2]) == int(notes[-1].mark) + 1):
            notes.append(_Note(match[2], [(index, line[match.end() :].rstrip())]))
        elif len(lines[last].text.rstrip()) >= _FULL * width and not ends_sentence(lines[last].text):
            notes[-1].pieces.append((index, line.strip()))
        else:
            break
        last = index
    return notes


def _page_of(index: int, page_starts: Sequence[int], count: int) -> range:
    if not page_starts:
        return range(max(index - _REACH, 0), min(index + _REACH, count))
    first = max((start - 1 for start in page_starts if start - 1 <= index), default=0)
    stop = min((start - 1 for start in page_starts if start - 1 > index), default=count)
    return range(first, stop)


def _take_references(lines: list[Traced], note: _Note, page: range) -> tuple[Traced, ...]:
    term = note.term
    if term is None:
        return ()
    reference = re.compile(rf"(?<![0-9０-９])[※＊*]?{re.escape(note.mark)}(?![0-9０-９])")
    references: list[Traced] = []
    above = ""
    for index in page:
        line = lines[index]
        if not line.text.strip():
            continue
        taken = [
            match.span()
            for match in reference.finditer(line.text)
            if (above + line.text[: match.start()].lstrip()).endswith(term)
        ]
        references += [line[start:stop] for start, stop in taken]
        for start, stop in reversed(taken):
            lines[index] = lines[index][:start] + lines[index][stop:]
        above = line.text.strip()
    return tuple(references)
