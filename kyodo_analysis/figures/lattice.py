"""The lattice of a sentence: every word that Janome tries over the characters it covers, and the cheapest way.

It explains the engine (docs/engine.md) and is drawn on request, so it is none of the figures of the plans' tables.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Patch
from matplotlib.text import Text
from matplotlib_fontja import get_font_ttf_path

from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.figures.style import (
    BLUE,
    GRID,
    INK,
    MUTED,
    ORANGE,
    SKY,
    Chart,
    applied_style,
    frame_chart,
    new_chart,
)

# In inches: the width of a character and of the two ends; heights from the top of a panel down.
_COLUMN, _END = 0.86, 0.8
_CHARACTERS, _ARROWS, _BEST, _BEST_HEIGHT, _LANE = 0.17, 0.56, 0.64, 0.62, 0.39
_GAP, _ROUND = 0.03, 0.1
_WAY = "｜"
_BLANK, _NO_GLYPH = "␣", "〓"
_MARKS: Mapping[str, str] = {"blank": _BLANK, "no_glyph": _NO_GLYPH}

_FILLS: Mapping[str, tuple[str, str]] = {"known": (BLUE, "white"), "unknown": (ORANGE, INK), "user": (SKY, INK)}
_RIMS: Mapping[str, Mapping[str, Any]] = {
    "known": {"linewidth": 0.8},
    "unknown": {"linewidth": 0.9, "linestyle": (0, (3, 2))},
    "user": {"linewidth": 1.9},
}
_PALE_RIM = "#8c8c8c"

_PARTS_OF_SPEECH: Mapping[str, str] = {
    "名詞": "noun",
    "動詞": "verb",
    "形容詞": "adjective",
    "副詞": "adverb",
    "連体詞": "adnominal",
    "接続詞": "conjunction",
    "感動詞": "interjection",
    "助詞": "particle",
    "助動詞": "auxiliary",
    "接頭詞": "prefix",
    "記号": "symbol",
    "フィラー": "filler",
    "その他": "other",
}
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "one": "The cheapest way through {sentence} costs {first}",
        "same": "The user dictionary does not change the cheapest way through {sentence}",
        "other": "The user dictionary changes the cheapest way through {sentence}: "
        "it costs {second} instead of {first}",
        "ipadic": "IPADIC alone: {way}",
        "user": "IPADIC and the user dictionary: {way}",
        "start": "start",
        "end": "end",
        "known_word": "word of IPADIC (square)",
        "unknown_word": "unknown word (dashed)",
        "user_word": "word of the user dictionary (round, thick rim)",
        "pale": "not on the cheapest way",
        "source": "A box is a word over the characters it covers, with its part of speech and its own cost; Σ is the "
        "cost of the cheapest way from the start to the end of the word. On the arrows of the cheapest way, the cost "
        "of the two words as neighbours; both costs add up to Σ. {marks}Source: Janome's lattice.",
        "blank": "␣ is white space. ",
        "no_glyph": "〓 is a character that the font does not have. ",
    },
    "ja": {
        "one": "「{sentence}」の最小コスト経路の総コストは{first}",
        "same": "「{sentence}」の最小コスト経路はユーザー辞書を加えても変わらない",
        "other": "ユーザー辞書を加えると「{sentence}」の最小コスト経路が変わり、総コストは{first}から{second}になる",
        "ipadic": "IPADICのみ: {way}",
        "user": "IPADICとユーザー辞書: {way}",
        "start": "文頭",
        "end": "文末",
        "known_word": "IPADICの語（角形）",
        "unknown_word": "未知語（破線）",
        "user_word": "ユーザー辞書の語（角丸・太枠）",
        "pale": "最小コスト経路にない語",
        "source": "箱は語で、覆う文字の下に置き、品詞と語の生起コストを示す。"
        "Σは文頭からその語の末尾までの最小累積コスト。"
        "矢印の数は最小コスト経路で隣り合う二語の連接コスト。"
        "生起コストと連接コストの和がΣとなる。{marks}"
        "出典: Janomeのラティス",
        "blank": "␣は空白。",
        "no_glyph": "〓は書体にない文字。",
    },
}


@applied_style()
def plot_lattice(table: pd.DataFrame, language: str = "en") -> Chart:
    """The lattice of a sentence, one panel per dictionary, the cheapest way in the first row of boxes.

    Args:
        table: `lattice_view.tabulate_lattices` of one sentence, under the names ipadic, or ipadic and user.
    """
    texts = _TEXTS[language]
    groups = [(str(name), _place_words(rows)) for name, rows in table.groupby("dictionary", sort=False)]
    sentence = _spell_way(groups[0][1], "")
    columns = len(sentence)
    heights = [_height(rows) for _, rows in groups]
    chart = new_chart(columns * _COLUMN + 2 * _END + 0.2, sum(heights) + 0.45 * len(groups) + 1.6)
    grid = chart.add_gridspec(len(groups), 1, height_ratios=heights)
    panels = [chart.add_subplot(grid[number, 0]) for number in range(len(groups))]
    for panel, (name, rows), height in zip(panels, groups, heights, strict=True):
        # A short sentence keeps its narrow columns although the chart has a least width.
        room = max(columns + 2 * _END / _COLUMN, (chart.get_size_inches()[0] - 0.2) / _COLUMN)
        panel.set(xlim=(-_END / _COLUMN, room - _END / _COLUMN), ylim=(height, 0))
        panel.set_axis_off()
        panel.set_title(texts[name].format(way=_print(_spell_way(rows, _WAY))), fontsize=9.5)
    marks = "".join(texts[key] for key, mark in _MARKS.items() if mark in _print(sentence))
    handles = _legend(set(table["kind"]), texts)
    frame_chart(chart, language, _state(groups, sentence, texts), texts["source"].format(marks=marks), handles)
    # Letters are fitted into boxes, whose size is settled only now.
    for panel, (_, rows) in zip(panels, groups, strict=True):
        _draw_characters(panel, sentence, float(panel.get_ylim()[0]))
        _draw_words(panel, rows, language)
        _draw_way(panel, rows, columns, texts)
    return chart


def _place_words(rows: pd.DataFrame) -> pd.DataFrame:
    """The nodes with places counted from the sentence's first character, and the row of boxes that each stands in.

    The cheapest way is row 0; every other word stands in the first row below that has room for it.
    """
    taken: list[int] = []
    lanes = []
    first = int(rows["start"].min())
    for row in list_rows(rows):
        lane = 0
        if not row.on_best_path:
            lane = next((number for number, end in enumerate(taken) if end <= row.start), len(taken))
            taken[lane : lane + 1] = [row.end]
            lane += 1
        lanes.append(lane)
    return rows.assign(start=rows["start"] - first, end=rows["end"] - first, lane=lanes)


def _height(rows: pd.DataFrame) -> float:
    return _BEST + _BEST_HEIGHT + 0.06 + _LANE * int(rows["lane"].max())


def _spell_way(rows: pd.DataFrame, between: str) -> str:
    return between.join(rows.loc[rows["on_best_path"] & rows["surface"].ne(""), "surface"])


def _state(groups: Sequence[tuple[str, pd.DataFrame]], sentence: str, texts: Mapping[str, str]) -> str:
    costs = [f"{int(rows['cost_so_far'].iloc[-1]):,}" for _, rows in groups]
    key = "one"
    if len(groups) > 1:
        key = "same" if _spell_way(groups[0][1], _WAY) == _spell_way(groups[-1][1], _WAY) else "other"
    return texts[key].format(sentence=_print(sentence), first=costs[0], second=costs[-1])


def _legend(kinds: Container[str], texts: Mapping[str, str]) -> list[Patch]:
    handles = [
        Patch(facecolor=fill, edgecolor=INK, label=texts[f"{kind}_word"], **_RIMS[kind])
        for kind, (fill, _) in _FILLS.items()
        if kind in kinds
    ]
    return [*handles, Patch(facecolor="white", edgecolor=_PALE_RIM, linewidth=0.8, label=texts["pale"])]


def _draw_characters(panel: Axes, sentence: str, bottom: float) -> None:
    for place, character in enumerate(sentence):
        panel.text(place + 0.5, _CHARACTERS, _print(character), fontsize=13, ha="center", va="center")
    panel.vlines(range(len(sentence) + 1), 2 * _CHARACTERS, bottom, color=GRID, linewidth=0.6, zorder=0)


def _draw_words(panel: Axes, rows: pd.DataFrame, language: str) -> None:
    for row in list_rows(rows[rows["surface"].ne("")]):
        top, height = _BEST, _BEST_HEIGHT
        if row.lane:
            top, height = _BEST + _BEST_HEIGHT + 0.06 + (row.lane - 1) * _LANE, _LANE - 0.05
        fill, ink = _FILLS[row.kind] if row.on_best_path else ("white", MUTED)
        rim = INK if row.on_best_path else _PALE_RIM
        _draw_box(panel, (row.start + _GAP, top, row.end - row.start - 2 * _GAP, height), row.kind, fill, rim)
        surface, part = _print(row.surface), _print(_name_part_of_speech(row.part_of_speech, language))
        costs = f"{row.cost:,}  Σ {row.cost_so_far:,}"
        lines = [(0.29, 7.2, f"{surface} {part}"), (0.73, 7.2, costs)]
        if not row.lane:
            lines = [(0.27, 12.0, surface), (0.61, 7.5, part), (0.84, 7.5, costs)]
        for down, size, line in lines:
            text = panel.text(
                (row.start + row.end) / 2,
                top + down * height,
                line,
                fontsize=size,
                color=ink,
                ha="center",
                va="center",
            )
            _fit(text, panel, row.end - row.start - 5 * _GAP)


def _draw_way(panel: Axes, rows: pd.DataFrame, columns: int, texts: Mapping[str, str]) -> None:
    """The two ends of the sentence, and an arrow with the connection cost into each word of the cheapest way."""
    total = int(rows["cost_so_far"].iloc[-1])
    middle = _BEST + _BEST_HEIGHT / 2
    look = {"fontsize": 8.5, "va": "center"}
    panel.text(-0.1, middle, texts["start"], ha="right", **look)  # type: ignore[arg-type]
    panel.text(columns + 0.1, middle, f"{texts['end']}\nΣ {total:,}", ha="left", **look)  # type: ignore[arg-type]
    for row in list_rows(rows[rows["on_best_path"] & rows["kind"].ne("start")]):
        arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 7}
        panel.annotate("", (row.start + 0.22, _ARROWS), (row.start - 0.22, _ARROWS), arrowprops=arrow)
        panel.text(row.start, _ARROWS - 0.04, f"{row.connection_cost:+,}", fontsize=7.2, ha="center", va="bottom")


def _draw_box(panel: Axes, place: tuple[float, float, float, float], kind: str, fill: str, rim: str) -> None:
    left, top, width, height = place
    style = f"round,pad=0,rounding_size={_ROUND}" if kind == "user" else "square,pad=0"
    panel.add_patch(
        FancyBboxPatch((left, top), width, height, boxstyle=style, facecolor=fill, edgecolor=rim, **_RIMS[kind])
    )


def _name_part_of_speech(printed: str, language: str) -> str:
    """Its first part in English; the first two in Japanese."""
    first, *others = printed.split(",")
    if language == "en":
        return _PARTS_OF_SPEECH.get(first, first)
    return "・".join([first, *(part for part in others[:1] if part != "*")])


def _fit(text: Text, panel: Axes, columns: float) -> None:
    """Makes letters smaller until the text is as wide as some columns at most."""
    (left, _), (right, _) = panel.transData.transform([(0, 0), (columns, 0)])
    width = text.get_window_extent().width
    if width > right - left:
        text.set_fontsize(text.get_fontsize() * (right - left) / width)


def _print(text: str) -> str:
    """A text as the fonts can show it, white space included; a dollar sign would begin a formula."""
    shown = (_BLANK if letter.isspace() else letter for letter in text)
    return "".join(letter if _has_glyph(letter) else _NO_GLYPH for letter in shown).replace("$", r"\$")


@cache
def _has_glyph(character: str) -> bool:
    files = (get_font_ttf_path(), font_manager.findfont("DejaVu Sans"))
    return any(font_manager.get_font(file).get_char_index(ord(character)) for file in files)
