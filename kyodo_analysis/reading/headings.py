"""Headings: which lines are headings, of what kind, and how deep they stand.

A heading is recognised by its number (第１章, １, （１）, ア, ①), by a named level with a number (推進方針 Ⅰ,
基本施策１, アクション1.) or by a mark (■, ◆…◆, 【…】). `RANK` orders the kinds as official documents nest them.

>>> parse_heading(Traced.of_line("推進方針 Ⅰ 参加しやすく、活動しやすい環境づくりを進めます", 4)).title.text
'参加しやすく、活動しやすい環境づくりを進めます'
>>> parse_heading(Traced.of_line("【基本事業１】 地域の情報発信の強化", 1)).kind
'named'
>>> parse_heading(Traced.of_line("施策を推進します。", 1)) is None
True
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kyodo_analysis.text.traced import Traced

LEVEL_WORDS = """
    基本目標 基本方針 基本方向 基本施策 基本事業 基本計画
    推進方針 推進施策 推進目標
    重点目標 重点施策 重点方針 重点項目
    施策の柱 施策の方向 施策方針 取組の柱 取組方針
    具体的施策 主要施策 個別施策
    プロジェクト アクション 戦略
    方針 目標 施策 柱 取組 視点 方向性 Action
"""
"""What plans call their levels, between blanks; only with a number after it is such a word a heading."""

LONGEST_HEADING = 200
"""Longer lines, in characters, are text, whatever they begin with."""

_PLAIN = "[0-9０-９]{1,2}"
_ROMAN = "[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,2}"
_KANJI = "[一二三四五六七八九十]{1,3}"
_ORDINAL = rf"[0-9０-９]{{1,3}}|{_ROMAN}|{_KANJI}"
_PAREN = rf"[（(]\s*{_PLAIN}\s*[）)]|[⑴-⒇]"
_CIRCLED = "[①-⑳㉑-㉟]"
_COUNTED = "0-9０-９年月日%％"  # after a number these make it a quantity or a date
_PARTICLE = "の|まで|で|に|を|は|が|と|や|、"  # after 第３章 these make it part of a sentence
_WORD = "|".join(sorted(LEVEL_WORDS.split(), key=len, reverse=True))

_NAMED = rf"""
    (?P<open>[【〔\[＜<《])? \s*
    (?P<word>{_WORD}) \s*
    (?P<number>[0-9０-９]{{1,3}}|{_ROMAN}|{_KANJI}(?![^\s.．:：\-－―】〕\]＞>》])|{_PAREN}|{_CIRCLED}|[A-ZＡ-Ｚ]) \s*
    (?(open)[】〕\]＞>》])
    (?: [\s.．:：\-－―]+ (?P<title>.*)                       # 基本施策１ みんなで話し合うまち
      | (?P<tight>(?![{_COUNTED}か個つ件人団体において]).*)      # 【基本事業１】地域の情報発信, not 施策１つ
    )
"""
_NUMBER = rf"""
    (?P<number>{_PLAIN}|{_ROMAN})
    (?: \s* [.．、] \s* | [ \u3000]+ )                       # １ 目的, 1. 目的
    (?P<title>[^\s{_COUNTED}（(→○●] .*)                      # not 1 月, not the cell 3 ○
"""
_HYPHENATED = rf"""
    (?P<number>{_PLAIN} (?:[-－.．]{_PLAIN}){{1,2}}) [ \u3000]+
    (?P<title>[^\s0-9０-９] .*)
"""

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{pattern})\Z", re.VERBOSE))
    for kind, pattern in (
        ("part", rf"第\s*(?P<number>{_ORDINAL})\s*[編部](?!門|局|署|会|{_PARTICLE})[\s:：]*(?P<title>.*)"),
        ("chapter", rf"第\s*(?P<number>{_ORDINAL})\s*章(?!{_PARTICLE})[\s:：]*(?P<title>.*)"),
        ("section", rf"第\s*(?P<number>{_ORDINAL})\s*節(?!{_PARTICLE})[\s:：]*(?P<title>.*)"),
        ("named", _NAMED),
        ("number", _NUMBER),
        ("hyphenated", _HYPHENATED),
        ("paren", rf"(?P<number>{_PAREN})\s*(?P<title>\S.*)"),
        ("kana", r"(?P<number>[アイウエオカキクケコ])[ \u3000]+(?P<title>\S.*)"),
        ("circled", rf"(?P<number>{_CIRCLED})\s*(?P<title>\S.*)"),
        ("square", r"(?P<number>)[■□▪](?P<title>[^■□]+)"),
        ("diamond", r"(?P<number>)[◆◇]+(?P<title>[^◆◇]+)[◆◇]*"),
        ("bracket", r"(?P<number>)[【〔＜《](?P<title>[^【】〔〕＜＞《》]+)[】〕＞》]"),
    )
)

RANK = {kind: rank for rank, (kind, _) in enumerate(_PATTERNS)}
RANK["unnumbered"] = RANK["chapter"]
RANK["markup"] = RANK["named"]

DIVISIONS = ("part", "chapter", "section")
"""The kinds that divide a whole document; a table, list or box never runs across them."""

_UNNUMBERED = """
    はじめに おわりに 終わりに 結びに むすび あとがき
    資料編 参考資料 巻末資料 用語解説 用語集
"""
_MARKUP = re.compile(r"(?:(?P<hashes>#{1,6})\s+|<h(?P<level>[1-6])[^<>]*>)(?P<title>.*)", re.IGNORECASE)
_MARKUP_END = re.compile(r"(?:#+|</h[1-6]>)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line read as a heading: `word` is the level's name (基本施策), `number` the printed one, bare."""

    kind: str
    word: str
    number: str
    title: Traced
    line: Traced
    depth: int = 0

    @property
    def rank(self) -> float:
        """How deep the heading stands; smaller is higher. Markdown and HTML levels stand just below named ones."""
        return RANK[self.kind] + self.depth / 10


def plain_number(printed: str) -> str:
    """A printed number without brackets, blanks and full width: （１） → 1, ２ → 2; ① and Ⅰ stay.

    >>> plain_number("（１）"), plain_number("２"), plain_number("①"), plain_number("Ⅰ")
    ('1', '2', '①', 'Ⅰ')
    """
    bare = re.sub(r"[\s（）()]", "", printed)
    if re.fullmatch(r"[⑴-⒇]", bare):
        return str(ord(bare) - ord("⑴") + 1)
    return "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" or "Ａ" <= c <= "Ｚ" else c for c in bare)


def parse_heading(line: Traced) -> HeadingLine | None:
    """The heading that a line is, None when it is none; sentences (a full stop at the end) are never headings."""
    if len(line) > LONGEST_HEADING:
        return None
    stripped = line.strip()
    text = stripped.text
    if not text or "\t" in text:
        return None
    markup = _MARKUP.match(text)
    if markup:
        return _parse_markup(stripped, markup)
    if re.sub(r"\s", "", text) in _UNNUMBERED.split():
        return HeadingLine("unnumbered", "", "", stripped, stripped)
    for kind, pattern in _PATTERNS:
        match = pattern.match(text)
        if not match:
            continue
        groups = match.groupdict()
        name = "title" if groups.get("title") is not None else "tight"
        title = stripped[match.start(name) : match.end(name)].strip()
        if title.text.endswith("。") and kind not in ("named", "square"):
            return None
        return HeadingLine(kind, groups.get("word") or "", plain_number(groups["number"]), title, stripped)
    return None


def _parse_markup(line: Traced, markup: re.Match[str]) -> HeadingLine:
    """A Markdown or HTML heading; inside it a chapter or a named level keeps its own kind."""
    title = line[markup.start("title") :]
    end = _MARKUP_END.search(title.text)
    title = (title[: end.start()] if end else title).strip()
    inner = parse_heading(title)
    if inner and inner.kind in (*DIVISIONS, "named"):
        return inner
    depth = len(markup["hashes"] or "") or int(markup["level"])
    if inner and inner.kind in ("number", "hyphenated", "paren", "circled"):
        return HeadingLine("markup", "", inner.number, inner.title, line, depth)
    return HeadingLine("markup", "", "", title, line, depth)
