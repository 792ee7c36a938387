"""Labels beside the points they name, where they cover neither each other nor the marks around them.

Labels are set one after the other, the most important first; each takes the best of a fixed set of places around its
point. Nothing is random and nothing depends on time, so the same points give the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke

from kyodo_analysis.figures.style import MUTED

Places = npt.NDArray[np.float64]

# Right, left, then round the point; and how far from its rim, in points of 1/72 inch.
_ANGLES = np.radians([0, 180, 40, -40, 140, -140, 90, -90, 65, -65, 115, -115, 20, -20, 160, -160])
_DISTANCES = (2.0, 7.0, 14.0, 23.0, 34.0, 48.0)
_FAR = 5.0
_HALO = [withStroke(linewidth=2.0, foreground="white", alpha=0.85)]


@dataclass(frozen=True, slots=True)
class Label:
    """A text for a point (in the units of the axes) whose mark has a radius in points of 1/72 inch."""

    text: str
    x: float
    y: float
    radius: float
    size: float
    colour: str


def write_labels(panel: Axes, labels: Sequence[Label], obstacles: Iterable[tuple[float, float]] = ()) -> None:
    """Write labels into a panel whose limits and place in the figure are settled, with a line to points further off.

    Args:
        labels: the most important first. obstacles: further points to keep clear of, in the units of the axes.
    """
    figure = panel.figure
    canvas = figure.canvas
    if not labels or not isinstance(canvas, FigureCanvasAgg):
        return
    unit, frame = figure.dpi / 72, panel.get_window_extent()
    points = panel.transData.transform([(label.x, label.y) for label in labels])
    radii = unit * np.array([label.radius for label in labels])
    others = np.array(list(obstacles), dtype=np.float64).reshape(-1, 2)
    marks = np.column_stack([points - radii[:, np.newaxis], points + radii[:, np.newaxis]])
    dots = panel.transData.transform(others) if len(others) else others
    boxes = np.zeros((0, 4))
    for label, point, radius in zip(labels, points, radii, strict=True):
        text = panel.text(
            label.x,
            label.y,
            label.text,
            fontsize=label.size,
            color=label.colour,
            ha="center",
            va="center",
            path_effects=_HALO,
            zorder=6,
        )
        extent = text.get_window_extent()
        found, far = _list_places(point, radius, np.array([extent.width, extent.height]), unit)
        outside = np.maximum([frame.x0, frame.y0] - found[:, :2], 0) + np.maximum(
            found[:, 2:] - [frame.x1, frame.y1], 0
        )
        # In square pixels, but a dot has no area: it counts as the square that a small letter takes.
        cost = (
            100 * _overlap(found, boxes).sum(axis=1)
            + 10 * _overlap(found, marks).sum(axis=1)
            + 8 * unit**2 * _touch(found, dots).sum(axis=1)
            + 1000 * outside.sum(axis=1)
            + 3 * unit * far
        )
        best = int(cost.argmin())
        box = found[best]
        centre = panel.transData.inverted().transform((box[:2] + box[2:]) / 2)
        text.set_position((float(centre[0]), float(centre[1])))
        boxes = np.vstack([boxes, box])
        if far[best] > _FAR * unit:
            near = panel.transData.inverted().transform(np.clip(point, box[:2], box[2:]))
            panel.plot([label.x, near[0]], [label.y, near[1]], color=MUTED, linewidth=0.6, zorder=2.5)


def _list_places(point: Places, radius: float, size: Places, unit: float) -> tuple[Places, Places]:
    """Boxes (left, bottom, right, top) round a point, and how far from its rim each is."""
    far = np.repeat(np.array(_DISTANCES) * unit, len(_ANGLES))
    ways = np.tile(np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)]), (len(_DISTANCES), 1))
    # The box hangs on the side that faces the point, in the middle of it straight above and beside.
    lean = np.where(np.abs(ways) < 0.3, 0.0, np.sign(ways))
    centres = point + ways * (radius + far)[:, np.newaxis] + lean * size / 2
    return np.hstack([centres - size / 2, centres + size / 2]), far


def _overlap(boxes: Places, others: Places) -> Places:
    """The areas that boxes share with others: (boxes, others)."""
    low = np.maximum(boxes[:, np.newaxis, :2], others[np.newaxis, :, :2])
    high = np.minimum(boxes[:, np.newaxis, 2:], others[np.newaxis, :, 2:])
    shared: Places = np.clip(high - low, 0.0, None).prod(axis=2)
    return shared


def _touch(boxes: Places, dots: Places) -> Places:
    """Whether dots lie in boxes, as 0 and 1: (boxes, dots)."""
    inside = (dots >= boxes[:, np.newaxis, :2]) & (dots <= boxes[:, np.newaxis, 2:])
    return np.asarray(inside.all(axis=2), dtype=np.float64)
