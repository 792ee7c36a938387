"""Dots with intervals in front of the band that shuffled plan labels give: the form of most comparisons here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from kyodo_analysis.figures.style import BAND, BLUE, MUTED, VERMILION, draw_grid

_LEGEND: Mapping[str, Mapping[str, str]] = {
    "en": {
        "beyond": "beyond chance (q ≤ .05)",
        "within": "q > .05",
        "interval": "95 % interval",
        "band": "95 % of shuffled plan labels",
    },
    "ja": {
        "beyond": "偶然を超える（q ≤ .05）",
        "within": "q > .05",
        "interval": "95%区間",
        "band": "計画名を入れ替えたときの95%",
    },
}


def draw_dots(
    panel: Axes,
    table: pd.DataFrame,
    places: Sequence[float],
    *,
    value: str,
    lower: str | None,
    upper: str | None,
    beyond: str,
    band: tuple[str, str] = ("null_lower", "null_upper"),
) -> None:
    """One dot per row at a height, its interval as a line, and the band of the null behind it.

    Args:
        table: one row per dot. places: the heights. value, lower, upper, beyond, band: names of columns; lower and
            upper may be None where the value has no interval on this scale.
    """
    for place, row in zip(places, table.to_dict("records"), strict=True):
        start, end = row[band[0]], row[band[1]]
        panel.add_patch(Rectangle((start, place - 0.36), end - start, 0.72, color=BAND, linewidth=0, zorder=0.5))
        colour = VERMILION if row[beyond] else BLUE
        if lower is not None and upper is not None:
            panel.plot([row[lower], row[upper]], [place, place], color=colour, linewidth=1.2, solid_capstyle="butt")
        panel.plot(row[value], place, clip_on=False, zorder=3, **_marker(bool(row[beyond])))
    panel.set_ylim(max(places, default=0) + 0.6, min(places, default=0) - 0.6)
    draw_grid(panel)


def dot_legend(language: str, interval: bool = True) -> list[Artist]:
    """What dots, lines and bands mean."""
    names = _LEGEND[language]
    handles: list[Artist] = [
        Line2D([], [], linestyle="none", label=names["beyond"], **_marker(True)),
        Line2D([], [], linestyle="none", label=names["within"], **_marker(False)),
    ]
    if interval:
        handles.append(Line2D([], [], color=MUTED, linewidth=1.2, label=names["interval"]))
    return [*handles, Patch(facecolor=BAND, label=names["band"])]


def share_axis(panel: Axes, table: pd.DataFrame, columns: Sequence[str]) -> None:
    """An axis of shares from 0 to the next tenth above all that is drawn, or to 100, in per cent."""
    most = float(np.nanmax(table[list(columns)].to_numpy(dtype=np.float64))) if len(table) else 1.0
    end = np.ceil(most * 10) / 10 if most <= 0.75 else 1.0
    panel.set_xlim(-0.02 * end, end * 1.02)
    step = 0.1 if end <= 0.3 else 0.2 if end <= 0.6 else 0.25
    ticks = np.arange(0, end + 1e-9, step)
    panel.set_xticks(ticks, [f"{round(100 * tick)}" for tick in ticks])


def _marker(beyond: bool) -> dict[str, Any]:
    """Filled and larger beyond the null, hollow within: told apart without colour."""
    colour = VERMILION if beyond else BLUE
    return {
        "marker": "D" if beyond else "o",
        "markersize": 6.5 if beyond else 5.5,
        "markerfacecolor": colour if beyond else "white",
        "markeredgecolor": colour,
        "markeredgewidth": 1.2,
        "color": colour,
    }
