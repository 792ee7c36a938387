"""Which actors are named together: dots and lines for the sets, bars for how many measures name them (UpSet).

Source: Lex, A., Gehlenborg, N., Strobelt, H., Vuillemot, R. & Pfister, H. (2014), UpSet: visualization of intersecting
sets, IEEE Transactions on Visualization and Computer Graphics 20, 1983-1992.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kyodo_analysis.analysis.actor.actor_combinations import ACTOR, COMBINATION
from kyodo_analysis.analysis.actor.actor_family_texts import READING
from kyodo_analysis.analysis.actor.actor_texts import GIVING_NAMES, name_actors, state_combinations
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.figures.style import (
    BAND,
    BLUE,
    GRID,
    INK,
    MUTED,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    break_label,
    frame_chart,
    new_chart,
)

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "bars": "measures with exactly\nthese actors",
        "sizes": "measures\nwith the actor",
        "beyond": "beyond chance (q ≤ .05)",
        "within": "not beyond chance",
        "band": "95 % with each actor dealt out by itself",
        "bounds": "as unclear lists and marks may be read",
        "stop": ". ",
        "silent": "{plan}:\n{state}",
        "source": "A column is a set of actors that measures name together, a row an actor; ×: the plan's list "
        "has no such actor, which says nothing of the city. "
        "A set with 0 measures is one that a legend allows. n = measures that name an actor, reprints counted once. "
        "Grey bands: each actor dealt out among the measures of its plan as often as it is named. q: false discovery "
        "rate among all sets that the plans' actors allow, at the upper end of its 99 % Monte Carlo interval. Source: "
        "tables measure_actors and measures (marks of who leads, read with the plan's own legend).",
    },
    "ja": {
        "bars": "ちょうどこの組合せを\n挙げる施策数",
        "sizes": "主体を挙げる\n施策数",
        "beyond": "偶然を超える（q ≤ .05）",
        "within": "偶然を超えない",
        "band": "主体を別々に割り振ったときの95%",
        "bounds": "あいまいな欄や印の別の読みによる幅",
        "stop": "。",
        "silent": "{plan}:\n{state}",
        "source": "列は施策が共に挙げる主体の組合せ、行は主体。×はその計画の欄にない主体で、市について何も語らない。"
        "0の列は凡例にはある組合せ。"
        "n は主体を挙げる施策数（再掲は一度だけ数える）。灰色の帯は、各主体を挙がる回数のまま計画内の施策に"
        "別々に割り振ったとき。q は偽発見率（ありうる全組合せ、99%モンテカルロ区間の上限）。"
        "出典: 表 measure_actors、measures（主導の印は計画自身の凡例で読む）",
    },
}
_COLUMN, _SIZES, _SILENT, _LABELS, _BARS, _ROW, _BELOW, _GAP = 0.3, 0.9, 1.3, 1.6, 2.0, 0.32, 0.5, 0.45


@applied_style()
def plot_combinations(table: pd.DataFrame, language: str = "en") -> Chart:
    """The sets of actors of each plan, commonest first, beside how many measures name each actor at all.

    Args:
        table: `actor_combinations.combine_actors`, silent plans kept (`coverage.keep_all_plans`), with plan labels.
    """
    shown = table[table["kind"].notna()]
    if shown.empty:
        return blank_chart(language)
    texts, plans = _TEXTS[language], shown["plan_id"].unique()
    sets = {plan_id: _take(shown, plan_id, COMBINATION) for plan_id in plans}
    actors = _order_actors(shown)
    silent = table[table["kind"].isna()]
    widths = [width for plan_id in plans for width in (_SIZES, _COLUMN * max(2, len(sets[plan_id])))]
    widths += [_SILENT] if len(silent) else []
    heights = [_BARS, _ROW * len(actors)]
    chart = new_chart(sum(widths) + _LABELS + _GAP * len(widths), sum(heights) + 2.75)
    grid = chart.subplots(2, len(widths), squeeze=False, width_ratios=widths, height_ratios=heights)
    most = float(max(shown.loc[shown["kind"] == COMBINATION, "count"].max(), shown["null_upper"].max()))
    for place, plan_id in enumerate(plans):
        corner, left, above, matrix = (
            grid[0, 2 * place],
            grid[1, 2 * place],
            grid[0, 2 * place + 1],
            grid[1, 2 * place + 1],
        )
        own = sets[plan_id]
        corner.set_axis_off()
        title = break_label(own[f"plan_{language}"].iloc[0])
        corner.set_title(f"{title}\nn = {own['n'].iloc[0]}", linespacing=1.3)
        _draw_bars(above, own, most)
        _draw_sets(matrix, own, actors)
        _draw_sizes(left, _take(shown, plan_id, ACTOR), actors, float(own["n"].iloc[0]), texts)
        if place == 0:
            above.set_ylabel(texts["bars"], linespacing=1.3)
    grid[1, 0].set_yticks(range(len(actors)), [name_actors(actor, language) for actor in actors])
    grid[1, 0].tick_params(axis="y", length=0)
    if len(silent):
        grid[0, -1].set_axis_off()
        _list_silent(grid[1, -1], silent, language)
    engine = chart.get_layout_engine()
    source = f"{READING[language == 'ja']}{texts['stop']}{texts['source']}"
    frame_chart(chart, language, state_combinations(table, language), source, _legend(texts), columns=4)
    if engine is not None:
        _place(grid, widths, engine.get()["rect"][1], chart)
    return chart


def _place(grid: npt.NDArray[np.object_], widths: Sequence[float], start: float, chart: Chart) -> None:
    """Panels at fixed places in inches: solving for them may give another digit the next time.

    Args:
        start: where the room for panels begins, as a share of the height.
    """
    width, height = chart.get_size_inches()
    bottom, rows = start * height + _BELOW, abs(float(np.subtract(*grid[1, 0].get_ylim()))) * _ROW
    left = _LABELS
    for column, own in enumerate(widths):
        for panel, low, high in ((grid[1, column], bottom, rows), (grid[0, column], bottom + rows + 0.15, _BARS)):
            panel.set_position((left / width, low / height, own / width, high / height))
        left += own + _GAP


def _take(table: pd.DataFrame, plan_id: str, kind: str) -> pd.DataFrame:
    return table[(table["plan_id"] == plan_id) & (table["kind"] == kind)].reset_index(drop=True)


def _order_actors(shown: pd.DataFrame) -> list[str]:
    """The actors that most plans name, and of these the one that most measures name, come first."""
    own = shown[shown["kind"] == ACTOR]
    ranks = own.groupby("actors")["count"].agg(["size", "sum"]).reset_index()
    return ranks.sort_values(["size", "sum", "actors"], ascending=[False, False, True])["actors"].tolist()


def _draw_bars(panel: Axes, sets: pd.DataFrame, most: float) -> None:
    for place, row in enumerate(list_rows(sets)):
        panel.bar(place, row.null_upper - row.null_lower, bottom=row.null_lower, width=0.86, color=BAND, zorder=0.5)
        colour, beyond = _colour(row.beyond_both), bool(row.beyond_both)
        panel.bar(
            place,
            row.count_,
            width=0.5,
            zorder=2,
            facecolor=colour if beyond else "white",
            edgecolor=colour,
            linewidth=1.2,
        )
        if row.count_least < row.count_most:
            ends = [row.count_least, row.count_most]
            panel.plot([place, place], ends, "_-", color=MUTED, linewidth=1.2, markersize=6, zorder=3)
        # Above the bar, or beside it where a line of other readings rises from it.
        beside: dict[str, Any] = (
            {"ha": "left", "va": "center"} if row.count_most > row.count_ else {"ha": "center", "va": "bottom"}
        )
        shift = (6, 4) if row.count_most > row.count_ else (0, 2)
        panel.annotate(str(row.count_), (place, row.count_), shift, textcoords="offset points", zorder=4, **beside)
    panel.set_xlim(-0.6, max(2, len(sets)) - 0.4)
    panel.set_ylim(0, most * 1.12)
    panel.set_xticks([])
    panel.spines["bottom"].set_color(GRID)
    panel.grid(axis="y", color=GRID, linewidth=0.6)
    panel.tick_params(axis="y", length=0)


def _draw_sets(panel: Axes, sets: pd.DataFrame, actors: Sequence[str]) -> None:
    """A filled dot where the set has the actor, joined by a line; a pale one where not."""
    for row in range(0, len(actors), 2):
        panel.axhspan(row - 0.5, row + 0.5, color="#f4f4f4", linewidth=0, zorder=0)
    for place, row in enumerate(list_rows(sets)):
        within = {actors.index(actor) for actor in row.actors.split()}
        colour = _colour(row.beyond_both)
        panel.plot([place, place], [min(within), max(within)], color=colour, linewidth=1.6, zorder=2)
        for height in range(len(actors)):
            fill = colour if height in within else GRID
            panel.plot(place, height, "o", markersize=6 if height in within else 4, color=fill, zorder=3)
    panel.set_xlim(-0.6, max(2, len(sets)) - 0.4)
    _clear(panel, len(actors))


def _draw_sizes(panel: Axes, single: pd.DataFrame, actors: Sequence[str], n: float, texts: Mapping[str, str]) -> None:
    """How many measures name each actor, to the left from the matrix; × where the plan's list has none."""
    counts = dict(zip(single["actors"], single["count"], strict=True))
    for place, actor in enumerate(actors):
        if actor not in counts:
            panel.plot(n * 0.06, place, "x", markersize=4, color=MUTED, clip_on=False)
            continue
        panel.barh(place, counts[actor], height=0.5, color=BLUE)
        panel.annotate(
            str(counts[actor]), (counts[actor], place), (-2, 0), textcoords="offset points", ha="right", va="center"
        )
    panel.set_xlim(n * 1.45, 0)
    panel.set_xticks([])
    panel.set_xlabel(texts["sizes"], fontsize=8)
    _clear(panel, len(actors))


def _clear(panel: Axes, rows: int) -> None:
    panel.set_ylim(rows - 0.5, -0.5)
    panel.set_yticks([])
    panel.set_xticks([])
    for spine in panel.spines.values():
        spine.set_visible(False)


def _list_silent(panel: Axes, silent: pd.DataFrame, language: str) -> None:
    """The plans that say nothing of actors, in words in the place of their panels."""
    panel.set_axis_off()
    said = [
        _TEXTS[language]["silent"].format(
            plan=break_label(getattr(row, f"plan_{language}")), state=GIVING_NAMES[row.state][language == "ja"]
        )
        for row in list_rows(silent)
    ]
    panel.text(
        0.02, 1.0, "\n\n".join(said), va="top", color=MUTED, fontsize=8.5, transform=panel.transAxes, linespacing=1.3
    )


def _colour(beyond: object) -> str:
    return VERMILION if beyond else INK


def _legend(texts: Mapping[str, str]) -> list[Artist]:
    return [
        Patch(facecolor=VERMILION, edgecolor=VERMILION, label=texts["beyond"]),
        Patch(facecolor="white", edgecolor=INK, label=texts["within"]),
        Patch(facecolor=BAND, label=texts["band"]),
        Line2D([], [], color=MUTED, linewidth=1.2, marker="|", markersize=6, label=texts["bounds"]),
    ]
