"""The look that all figures share: font, colours, places of title and source, and bytes that never change.

IPAexGothic comes with matplotlib-fontja and has every character of the plans, but no bold weight: weight is shown by
size and colour. Figures are made without pyplot, so that nothing global is left behind and nothing is drawn twice.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import LoadFlags
from matplotlib_fontja import get_font_ttf_path

LANGUAGES = ("en", "ja")
DPI = 110

_TITLE, _SOURCE, _LEADING = 11.5, 8.0, 1.35
_MARGIN, _LEGEND_ROW, _LEGEND_KEY, _LEGEND, _LEAST_WIDTH = 0.08, 0.22, 0.6, 8.5, 7.0

INK, MUTED, GRID, BAND = "#1a1a1a", "#595959", "#d9d9d9", "#e3e3e3"
BLUE, SKY, ORANGE, VERMILION = "#00507f", "#56b4e9", "#e69f00", "#d55e00"
"""After Okabe & Ito (2008), Color Universal Design; BLUE is darkened so that lightness alone tells it apart."""

STATUS_COLOURS: Mapping[str, str] = {"read": BLUE, "ambiguous": ORANGE, "unreadable": "#000000", "silent": "#dedede"}
STATE_COLOURS: Mapping[str, str] = {
    "none": "#ffffff",
    "consider": "#f7e6b0",
    "prepare": "#f0c05a",
    "partly": "#9ccbe6",
    "continue": "#4a94c4",
    "implement": "#0b4470",
    "pause": "#6e6e6e",
}

_SETTINGS: Mapping[str, Any] = {
    "font.size": 9.0,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.6,
    "axes.labelcolor": INK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": _LEGEND,
    "figure.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "kyodo_analysis",
    "hatch.linewidth": 0.6,
}


class Chart(Figure):
    """A figure that notebooks show with the very bytes that are written to a file."""

    def _repr_png_(self) -> bytes:
        return render(self, "png")


@contextmanager
def applied_style() -> Iterator[None]:
    """The project's settings on top of matplotlib's defaults, whatever else was set; restored at the end."""
    with mpl.rc_context():
        mpl.rcdefaults()
        for name, value in {"font.family": [_font_name(), "DejaVu Sans"], **_SETTINGS}.items():
            mpl.rcParams[name] = value  # type: ignore[index]
        yield


def new_chart(width: float, height: float) -> Chart:
    """An empty figure of a size in inches whose parts make room for each other; never too narrow for its legend."""
    chart = Chart(figsize=(max(width, _LEAST_WIDTH), height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(chart)
    return chart


def blank_chart(language: str) -> Chart:
    """What stands in the place of a figure whose table has no rows."""
    chart = new_chart(6.0, 1.2)
    title = {
        "en": "There is nothing to show: no plan says anything of this",
        "ja": "示すものがない（記載のある計画がない）",
    }
    frame_chart(chart, language, title[language], "")
    return chart


def frame_chart(
    chart: Figure, language: str, title: str, source: str, handles: Sequence[Artist] = (), columns: int = 4
) -> None:
    """Put the finding above the panels, the legend below it, and how to read the marks and their source underneath.

    Room is kept by the number of lines, so nothing overlaps however long a finding is. Panels must be there already.
    """
    width, height = chart.get_size_inches()
    above, below = _wrap(title, width, _TITLE, language), _wrap(source, width, _SOURCE, language)
    top = _MARGIN + (above.count("\n") + 1) * _TITLE * _LEADING / 72
    chart.text(_MARGIN / width, 1 - _MARGIN / height, above, va="top", fontsize=_TITLE, linespacing=_LEADING)
    if handles:
        columns = _fit_columns([str(handle.get_label()) for handle in handles], width, columns)
        chart.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0.0, 1 - top / height),
            ncols=columns,
            columnspacing=1.6,
            borderaxespad=0.3,
        )
        top += -(-len(handles) // columns) * _LEGEND_ROW + 0.06
    bottom = _MARGIN + (below.count("\n") + 1) * _SOURCE * _LEADING / 72
    chart.text(
        _MARGIN / width, _MARGIN / height, below, va="bottom", fontsize=_SOURCE, linespacing=_LEADING, color=MUTED
    )
    engine = chart.get_layout_engine()
    if engine is not None and chart.axes:
        engine.set(rect=(0, bottom / height, 1, 1 - (top + bottom) / height))  # type: ignore[call-arg]
        # Placed once and for all: the same in every kind of file, and in a third of the time.
        engine.execute(chart)
        chart.set_layout_engine("none")
        _round_places(chart)


def draw_grid(axes: Axes, axis: str = "x") -> None:
    """Thin lines behind the marks along one axis, and no ticks on the other."""
    axes.grid(axis=axis, color=GRID, linewidth=0.6)  # type: ignore[arg-type]
    axes.tick_params(axis="both", length=0)


def break_label(label: str) -> str:
    """A plan's label on two lines, what stands in brackets below."""
    return label.replace(" (", "\n(").replace("（", "\n（")


def render(chart: Figure, kind: str) -> bytes:
    """The figure as svg or png; the same figure gives the same bytes, with no date and no program's name in them."""
    sink = io.BytesIO()
    metadata = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[kind]
    with applied_style():
        chart.savefig(sink, format=kind, dpi=DPI, metadata=metadata)
    return sink.getvalue()


@cache
def _font_name() -> str:
    path = get_font_ttf_path()
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name()


def _round_places(chart: Figure) -> None:
    """Cut off the last digits of the panels' places, in which the solver of the layout is not the same at every run.

    They would not move a mark, but the names of clip paths in an SVG are digests of them.
    """
    for panel in chart.axes:
        place = panel.get_position(original=True)
        panel.set_position((round(place.x0, 9), round(place.y0, 9), round(place.width, 9), round(place.height, 9)))


def _wrap(text: str, inches: float, points: float, language: str) -> str:
    """A text broken into lines of about equal length that fit a width in inches.

    English breaks at blanks, Japanese, which has none, between any two characters but before 、。）」 and after （「.
    """
    # Characters are set on whole pixels, which makes a line up to three per cent wider than its font says.
    ems = 0.97 * (inches - 2 * _MARGIN) * 72 / points
    pattern = r"\S+\s*|\s+" if language == "en" else r"[（「]*(?:[ -~–]+|[^（「])[、。）」]*"
    lines = []
    for part in text.split("\n"):
        pieces = [(piece, _ems(piece)) for piece in re.findall(pattern, part)]
        total = sum(width for _, width in pieces)
        room = min(ems, total / max(1, -(-total // ems)) + max((width for _, width in pieces), default=0) / 2)
        line, used = "", 0.0
        for piece, width in pieces:
            if line and used + width > room:
                lines.append(line.rstrip())
                line, used = "", 0.0
            line, used = line + piece, used + width
        lines.append(line.rstrip())
    return "\n".join(lines)


def _fit_columns(labels: Sequence[str], inches: float, most: int) -> int:
    """The greatest number of columns, at most `most`, in which a legend is no wider than the figure."""
    widths = [_ems(label) * _LEGEND / 72 + _LEGEND_KEY for label in labels]
    for columns in range(min(most, len(labels)), 1, -1):
        rows = -(-len(widths) // columns)
        if sum(max(widths[start : start + rows]) for start in range(0, len(widths), rows)) <= inches:
            return columns
    return 1


def _ems(text: str) -> float:
    """How wide a text is, in units of the font size."""
    return sum(_advance(character) for character in text)


@cache
def _advance(character: str) -> float:
    font = font_manager.get_font(get_font_ttf_path())
    if not font.get_char_index(ord(character)):
        return 1.0  # drawn with another font; no character is much wider than this
    font.set_size(64.0, 72.0)
    glyph = font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 64.0
