"""Layout of lines: where items and sentences begin and end, and which lines are one paragraph that the page wrapped.

Widths are counted in full-width characters; a half-width character is half of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kyodo_analysis.text.traced import Traced

_COUNTER = (
    "(?:年(?!度別|次|間計画)|[か箇ヶカ]?[月所]|日(?!本|常)|[億万千百件歳倍％%]|回(?!収|答)|割(?!合)|円(?!滑|卓)|つ(?!な)|名(?!称|簿)"
    "|(?:人|団体|地区|市町村?|校)(?=[はがをにでとの、。以未]))"
)
_NUMBER = "[0-9０-９]{1,2}"
_BULLET = re.compile(
    r"[・･●○◎■□◆◇▼▽▲△▶▷►★☆※◉◦•‣⁃✓✔➢➤❖☑➀-➓①-⑳㉑-㉟㊱-㊿⑴-⒇❶-❿]"
    r"|[-－–—*＊](?=[ \u3000])"
)
_NUMBERED = re.compile(
    rf"[(（](?:{_NUMBER}|[ア-ンa-zａ-ｚA-ZＡ-Ｚⅰ-ⅹⅠ-Ⅻ一二三四五六七八九十])[)）]"
    rf"|{_NUMBER}(?:[.．、)）](?![0-9０-９])|(?:[-－‐・.．]{_NUMBER})*[ \u3000](?!{_COUNTER}))"
    rf"|(?:第\s?(?:{_NUMBER}|[一二三四五六七八九十]+)\s?[章節編部条項](?![のまでにをはがと、]))"
    rf"|(?:(?:平成|昭和|令和)?(?:{_NUMBER}|元)年)?(?:{_NUMBER}月)?{_NUMBER}[月日](?=$|[ \u3000～])"
    rf"|(?:平成|昭和|令和)(?:{_NUMBER}|元)年(?=$|[ \u3000～])"
    r"|[Ⅰ-Ⅻ](?:[ \u3000.．、\-－]|$)"
    r"|[ア-ンａ-ｚa-z][ \u3000.．)）]"
    r"|[【〔《＜<](?!(?:再掲|新規|継続|拡充|重点)[】〕》＞>])"
    rf"|[図表][ \u3000]?{_NUMBER}|(?:注|資料|出典)[:：0-9０-９]|[QＱAＡ][.．]"
    rf"|(?!(?:平成|昭和|令和|大正|約|第|計|全|各))[一-龠ァ-ヶー]{{2,8}}[ \u3000]?(?:{_NUMBER}|[Ⅰ-Ⅻ])[:：.．\u3000 ]"
    rf"[ \u3000]?(?!{_COUNTER})"
)
_SENTENCE_END = re.compile(r"[。．！？!?][」』）)】”\"'’]*$")
_OPENING = re.compile(
    r"(?:また|さらに|更に|なお|そのため|このため|しかし|しかしながら|一方|加えて|そこで|次に|特に|具体的には|このように"
    r"|こうした中|そして|ただし|例えば|これらの)(?:で)?、|「[^」]{2,20}」とは、"
)
_ENCLOSED = re.compile(r"[（(＜<【〔※].{8,}[）)＞>】〕」]|～.{6,}～")
_OPEN_END = re.compile("[をがにはので、]$")  # no heading ends so
_SECOND_CELL = re.compile(r"[ \u3000](?=[・●○◎■□◆◇▼▽▲△])")

_PAGE_WIDTH = 80  # no printed line is wider
_PROSE_WIDTH = 25
_NARROWEST = 15  # below, only an item's lines are joined
_NEIGHBOURS = 4
_ALL = 0.9


def is_item_start(text: str) -> bool:
    """Whether a line begins something new by its mark: a bullet, a number, a chapter, a bracketed heading.

    >>> [is_item_start(s) for s in ("●地域", "①子ども", "（１）現状", "第４章 協働", "１ 市民", "Ⅰ - (1)")]
    [True, True, True, True, True, True]
    >>> [is_item_start(s) for s in ("２８年３月に", "第４章までの", "1 億円の", "（仮称）地域", "【再掲】")]
    [False, False, False, False, False]
    """
    stripped = text.lstrip()
    return bool(_BULLET.match(stripped) or _NUMBERED.match(stripped))


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop, brackets and quotation marks apart.

    >>> [ends_sentence(s) for s in ("進めます。", "（「進めます。」）", "進めます", "（平成28年3月）", "よいか？ ")]
    [True, True, False, False, True]
    """
    return bool(_SENTENCE_END.search(text.rstrip()))


def width_of(text: str) -> float:
    """Width in full-width characters.

    >>> width_of("平成29年")
    4.0
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text) / 2


@dataclass(frozen=True)
class _Line:
    index: int
    traced: Traced
    width: float  # of the last cell, where two stand in the line
    emphasis: float

    @classmethod
    def of(cls, index: int, traced: Traced, emphasis: Mapping[int, float]) -> _Line:
        stripped = traced if "\t" in traced.text else traced.strip()
        *_, last_cell = _SECOND_CELL.split(stripped.text)
        return cls(index, stripped, width_of(last_cell), emphasis.get(stripped.first_line, 0.0))

    @property
    def text(self) -> str:
        return self.traced.text

    @property
    def column(self) -> int:
        place = self.traced.place(0)
        return place[1] if place else 0

    @property
    def is_row(self) -> bool:
        """Cells or labels side by side, not words of a sentence."""
        if "\t" in self.text:
            return True
        return len(self.text.split()) > 2 and not _is_prose(self.text) and not re.search("[、。]", self.text)

    def is_set_like(self, other: _Line) -> bool:
        """Whether both may be one paragraph by their type: bold lines and plain ones may not, half-bold ones may."""
        less, more = sorted((self.emphasis, other.emphasis))
        return less > 0 or more < _ALL


def _slack(width: float) -> float:
    """How much narrower a full line may be: kana and brackets are set closer than kanji, more to be seen if short."""
    return max(2.0, (0.15 if width >= _PROSE_WIDTH else 0.28) * width)


def _is_prose(text: str) -> bool:
    kana = sum("ぁ" <= character <= "ん" for character in text)
    return 4 * kana >= len(text)


def _reads_on(text: str) -> bool:
    return _is_prose(text) or bool(re.search("[、。]", text))


def join_wraps(lines: Sequence[Traced], emphasis: Mapping[int, float] | None = None) -> list[Traced]:
    """The paragraphs behind the lines: a line that the page's edge cut is joined with the next, nothing between them.

    lines: in the order of the document; empty lines tell how far apart the others stand (some documents set an empty
    line after every line). emphasis: line number → share of the line in bold type; a line all in bold and one without
    any are never one paragraph.

    A line is joined with the next when it is as wide as its column allows and does not end a sentence (or ends one
    just at the edge, and the next does not open a new thought, say with また、), and the next is no item, no wider and
    not indented. Rows of cells (tabs, or several words apart) and short labels stay as they are, and so does every
    line of a text in which paragraphs are wider than a page.

    >>> wrapped = ["●地域の情報発信に関する研修等を充実", "させます。", "・地域交流セ", "ンター", "・総合支所"]
    >>> [p.text for p in join_wraps([Traced.of_line(s, n) for n, s in enumerate(wrapped, start=1)])]
    ['●地域の情報発信に関する研修等を充実させます。', '・地域交流センター', '・総合支所']
    """
    filled = [_Line.of(index, line, emphasis or {}) for index, line in enumerate(lines) if line.text.strip()]
    if not filled or _has_long_lines(filled):
        return [line.traced for line in filled]
    page = _Page(filled)
    paragraphs = [[0]]
    for position in range(1, len(filled)):
        if page.goes_on(paragraphs[-1]):
            paragraphs[-1].append(position)
        else:
            paragraphs.append([position])
    return [Traced.join(filled[position].traced for position in paragraph) for paragraph in paragraphs]


def is_wrapped(lines: Sequence[Traced]) -> bool:
    """Whether a page's edge cut the lines of a whole text, so that `join_wraps` has something to do.

    Empty lines show that the text keeps its layout. Without any, the widest lines tell: where the edge cuts them they
    are many and break off in mid-sentence, where paragraphs stand on one line each they end sentences.

    >>> def lines(*texts): return [Traced.of_line(text, number) for number, text in enumerate(texts, start=1)]
    >>> is_wrapped(lines("協働のまちづくりを推進していく主体は、市民と行政", "であり、役割があります。"))
    True
    >>> is_wrapped(lines("目的", "協働のまちづくりを推進します。", "市民"))
    False
    """
    filled = [_Line.of(index, line, {}) for index, line in enumerate(lines) if line.text.strip()]
    if not filled or _has_long_lines(filled):
        return False
    if any(not line.text.strip() for line in lines[filled[0].index : filled[-1].index]):
        return True
    widest = sorted((line.width for line in filled if not line.is_row), reverse=True)[len(filled) // 30 :]
    top = [pair for pair in pairwise(filled) if widest and pair[0].width >= 0.9 * widest[0]]
    cut = sum(
        _is_prose(line.text)
        and not ends_sentence(line.text)
        and not is_item_start(below.text)
        and _reads_on(below.text)
        for line, below in top
    )
    return cut >= max(0.6 * len(top), 1 if len(filled) <= 4 else 2)


def _has_long_lines(lines: Sequence[_Line]) -> bool:
    """Whether paragraphs stand on one line each: wider than a page, or rows whose cells are set apart by tabs."""
    long = sum(line.width > _PAGE_WIDTH or "\t" in line.text for line in lines)
    return long >= 3 or 10 * long >= len(lines)


class _Page:
    def __init__(self, lines: Sequence[_Line]) -> None:
        self.lines = lines
        self.spacing = self._usual_gap()
        self.width = max((line.width for line in lines if _is_prose(line.text)), default=0.0)
        widths = Counter(round(line.width) for line in lines if line.width >= _PROSE_WIDTH and not line.is_row)
        if widths:
            near = {width: widths[width] + widths[width - 1] + widths[width - 2] for width in widths}
            self.width = float(max(near, key=lambda width: (near[width], width)))

    def goes_on(self, paragraph: Sequence[int]) -> bool:
        """Whether the line after the paragraph belongs to it."""
        last = self.lines[paragraph[-1]]
        following = self.lines[paragraph[-1] + 1]
        if last.is_row or following.is_row or is_item_start(following.text) or not last.is_set_like(following):
            return False
        if _ENCLOSED.fullmatch(following.text) or (_ENCLOSED.fullmatch(last.text) and len(paragraph) == 1):
            return False
        if self._is_indented(paragraph, following):
            return False
        prose = last.width >= _PROSE_WIDTH and _is_prose(last.text)
        if following.index - last.index - 1 > self.spacing:
            return prose and last.width >= self.width - 2 and self._breaks_off(last, following)
        first = self.lines[paragraph[0]]
        is_heading = len(paragraph) == 1 and is_item_start(first.text) and not _BULLET.match(first.text)
        in_column = max(self.lines[position].width for position in paragraph)
        region = max(in_column, following.width)
        if last.width < region - _slack(region):
            # The column grows wider in mid-sentence where it has passed a picture.
            cut = (prose and "、" in last.text) or (last.width >= _PROSE_WIDTH and _OPEN_END.search(last.text))
            full = last.width >= in_column - _slack(in_column) and self._has_company(paragraph[-1])
            return bool(cut) and full and not is_heading and self._breaks_off(last, following)
        if ends_sentence(last.text):
            at_edge = prose and last.width >= max(region - 1, self.width - 2) and self._has_company(paragraph[-1])
            return at_edge and not _OPENING.match(following.text) and _reads_on(following.text)
        if _OPENING.match(following.text) and not last.text.endswith("、"):
            return False
        if _BULLET.match(first.text) or len(paragraph) > 1:
            return True
        return last.width >= _NARROWEST and (self._has_company(paragraph[-1]) or (prose and "、" in last.text))

    def _breaks_off(self, last: _Line, following: _Line) -> bool:
        return not (ends_sentence(last.text) or _OPENING.match(following.text)) and _reads_on(following.text)

    def _is_indented(self, paragraph: Sequence[int], following: _Line) -> bool:
        """A hanging indent up to the text after an item's mark is no indent."""
        first, last = self.lines[paragraph[0]], self.lines[paragraph[-1]]
        hanging = 6 if is_item_start(first.text) else 0
        return following.column > max(last.column, first.column + hanging)

    def _has_company(self, position: int) -> bool:
        """Whether another line close by is about as wide: so wide is the column."""
        width = self.lines[position].width
        close = self.lines[max(position - _NEIGHBOURS, 0) : position + _NEIGHBOURS + 1]
        return sum(abs(line.width - width) <= _slack(width) for line in close) > 1

    def _usual_gap(self) -> int:
        """Empty lines between a line and the one that goes on with it, as most often found after lines of prose."""
        gaps = Counter(
            below.index - above.index - 1
            for above, below in zip(self.lines, self.lines[1:], strict=False)
            if above.width >= _NARROWEST and _is_prose(above.text) and not ends_sentence(above.text)
        )
        return min(gaps, key=lambda gap: (-gaps[gap], gap), default=0)
