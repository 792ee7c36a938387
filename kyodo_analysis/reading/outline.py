"""The rest of a plan: its heading tree, and every paragraph, bullet, cell and caption outside measures and annexes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kyodo_analysis.reading.column_style import is_table_header
from kyodo_analysis.reading.headings import DIVISIONS, RANK, HeadingLine, parse_heading
from kyodo_analysis.reading.hierarchy import LevelRanks
from kyodo_analysis.reading.labels import name_field, parse_label_line
from kyodo_analysis.reading.records import Heading, Passage, Unclaimed
from kyodo_analysis.reading.table_rows import plain_cell, row_kind
from kyodo_analysis.reading.year_rows import is_mark_row, is_year_row
from kyodo_analysis.text.layout import ends_sentence, is_item_start, is_wrapped, join_wraps
from kyodo_analysis.text.traced import Traced

_TOC = re.compile(r"[＜<〈《【]?\s*(?:目次|もくじ|CONTENTS)\s*[＞>〉》】]?")
_LEADERS = re.compile(r"(?:[・.．…‥]\s*){4}[0-9０-９]*\Z")
_ROSTER = re.compile(r"(?:名簿|委員一覧)\s*(?:[（(].*[）)])?\Z")
_TITLE = re.compile(r"[^。、]*(?:経過|経緯|策定の流れ|の体系)")
_PIPE = r"\|"
_CAPTION = re.compile(
    r"""
      [※＊*]? \s* (?:資料|出典|出所|図|表|注) \s* [0-9０-９]* \s* [：:…]
    | ※
    | [（(].{2,40}より[）)]\Z
    | [＜<].{2,40}[＞>]\Z
    """,
    re.VERBOSE,
)
_LONE_NUMBER = re.compile("[0-9０-９]{1,2}")
_LONGEST_HEADING = 48
_LONGEST_TITLE = 40
_SHORTEST_PROSE = 25
_REACH = 3
"""How many lines below its number the title of a heading may stand."""


@dataclass(slots=True)
class Outline:
    """What the outline found: headings in the order of the text, the rest in no order."""

    headings: list[Heading] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    unclaimed: list[Unclaimed] = field(default_factory=list)


class _Found(NamedTuple):
    """A heading, how many lines it takes up, and the mode of the lines below it (None: as before)."""

    rank: float
    number: str
    title: Traced
    lines: int = 1
    mode: str | None = None


class OutlineReader:
    """Walks through what the records left of the lines.

    `lines` are the repaired lines, `left` what is unclaimed of each, `levels` the places of the characters that records
    use as their policy or program: those lines are headings whatever they look like. `emphasis` says which lines are in
    bold type (line number → share).

    Lines are read in a mode: contents (toc), roster, box (what stands between the table of measures and the next
    heading of a higher kind), or none.
    """

    def __init__(
        self, lines: Sequence[Traced], left: Sequence[Traced], levels: set[int], emphasis: Mapping[int, float]
    ) -> None:
        self._lines = lines
        self._left = left
        self._levels = levels
        self._emphasis = emphasis
        self._ranks = LevelRanks()
        self._stack: list[float] = []
        self._mode = ""
        self._texts: list[Traced] = []
        self._modes: dict[int, str] = {}
        self.outline = Outline()

    def read(self) -> Outline:
        """Headings, passages and the characters that are neither."""
        self._texts = [line[:0] for line in self._lines]
        index = 0
        while index < len(self._lines):
            index += self._take(index)
        is_joined = is_wrapped(self._lines)  # the rows of tables, which are not among the texts, help to tell
        paragraphs = join_wraps(self._texts, self._emphasis) if is_joined else filter(None, self._texts)
        for paragraph in paragraphs:
            # Articles (第3条) and questions (Q.) open with a letter: they are paragraphs, not entries of a list.
            is_bullet = is_item_start(paragraph.text) and not paragraph.text[0].isalpha()
            mode = self._modes[paragraph.first_line]
            self._add(mode or ("bullet" if is_bullet else "paragraph"), paragraph)
        return self.outline

    def _take(self, index: int) -> int:
        """Take in a line; how many lines that used up."""
        line, left = self._lines[index].strip(), self._left[index]
        if not line:
            return 1
        if is_table_header(line):
            self._mode = "box"
        elif self._mode in ("toc", "roster") and len(line) >= _SHORTEST_PROSE and ends_sentence(line.text):
            self._mode = ""
        heading = self._find_heading(index, line)
        if heading:
            self._add_heading(heading)
            return heading.lines
        if left:
            self._file(index, left)
        return 1

    def _find_heading(self, index: int, line: Traced) -> _Found | None:
        if len(line) <= _LONGEST_TITLE:
            if _TITLE.fullmatch(line.text):
                return _Found(RANK["number"], "", line)
            if _TOC.fullmatch(line.text):
                return _Found(RANK["number"], "", line, mode="toc")
            if _ROSTER.search(line.text):
                return _Found(RANK["number"], "", line, mode="roster")
            if _LONE_NUMBER.fullmatch(line.text):
                below = self._title_below(index)
                return (
                    _Found(RANK["number"], line.text, self._lines[below].strip(), below - index + 1) if below else None
                )
        heading = self._parse_heading(line, self._left[index])
        if heading is None:
            return _Found(RANK["square"], "", plain_cell(line)) if self._is_level(line) else None
        if self._mode in ("toc", "roster") and (heading.rank > RANK["section"] or _LEADERS.search(line.text[-40:])):
            return None
        mode = "" if heading.kind in (*DIVISIONS, "named") or self._mode in ("toc", "roster") else None
        below = None if heading.title else self._title_below(index)
        title = self._lines[below].strip() if below else heading.title
        return _Found(self._ranks.rank(heading), heading.number, title, below - index + 1 if below else 1, mode)

    def _parse_heading(self, line: Traced, left: Traced) -> HeadingLine | None:
        """The heading that a line is; weaker kinds of heading must look like one all the more."""
        heading = parse_heading(line)
        if heading is None or self._is_level(heading.title):
            return heading
        if len(line) > _LONGEST_HEADING:
            return None
        if heading.rank <= RANK["named"]:
            return heading
        if ends_sentence(line.text) or heading.title.text[-1:] in "、，" or left.text != line.text:
            return None
        return None if heading.kind == "circled" and self._mode == "box" else heading

    def _is_level(self, text: Traced) -> bool:
        """Whether records use this text as their policy or program."""
        pairs = zip(text.places, text.text, strict=True)
        wanted = (place in self._levels for place, character in pairs if character.isalnum())
        return next(wanted, False) and all(wanted)

    def _title_below(self, index: int) -> int | None:
        """The line of the title when a number stands alone on its line and the next words are a short title."""
        for below in range(index + 1, min(index + 1 + _REACH, len(self._lines))):
            line = self._lines[below].strip()
            if line:
                is_title = (
                    len(line) <= _LONGEST_TITLE
                    and not ends_sentence(line.text)
                    and not _LONE_NUMBER.fullmatch(line.text)
                    and "\t" not in line.text
                    and parse_heading(line) is None
                )
                return below if is_title else None
        return None

    def _file(self, index: int, left: Traced) -> None:
        """File what is left of a line that is no heading; running text waits until all its lines are known."""
        if self._mode in ("toc", "roster"):
            self._add(self._mode, left)
        elif kind := row_kind(self._lines[index].text):
            for cell in left.split("\t" if kind == "tabs" else _PIPE):
                text = plain_cell(cell)
                if text and (kind == "tabs" or any(character.isalnum() for character in text.text)):
                    self._add("label" if name_field(text.text) or is_year_row(text) else "cell", text)
        elif _is_label(left):
            self._add("label", left)
        elif not any(character.isalnum() for character in left.text):
            reason = "no letter or digit: a rule, an arrow or a frame of the page"
            self.outline.unclaimed.append(Unclaimed("symbol", left, reason))
        elif _CAPTION.match(left.text):
            self._add("caption", left)
        else:
            self._texts[index] = left
            self._modes[index + 1] = self._mode

    def _add(self, kind: str, text: Traced) -> None:
        self.outline.passages.append(Passage(kind, text))

    def _add_heading(self, found: _Found) -> None:
        if found.mode is not None:
            self._mode = found.mode
        while self._stack and self._stack[-1] >= found.rank:
            self._stack.pop()
        self._stack.append(found.rank)
        self.outline.headings.append(Heading(len(self._stack), found.number, found.title))


def _is_label(text: Traced) -> bool:
    parts = parse_label_line(text)
    return (
        (bool(parts) and not any(part.value for part in parts))
        or is_year_row(text)
        or (is_mark_row(text) and len(text.text.split()) > 1)
    )
