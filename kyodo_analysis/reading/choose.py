"""Which layout a plan has: every reader says how much of its own layout it sees, the surest one reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kyodo_analysis.reading.cards import detect_cards, read_cards
from kyodo_analysis.reading.columns import detect_columns, read_columns
from kyodo_analysis.reading.markup import detect_markup, read_markup
from kyodo_analysis.reading.prose import detect_prose, read_prose
from kyodo_analysis.reading.records import Measure
from kyodo_analysis.text.document import RepairedText


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout family: how to detect it (0 no trace … 1 all of it) and how to read it."""

    name: str
    detect: Callable[[RepairedText], float]
    read: Callable[[RepairedText], tuple[Measure, ...]]


_SURE = 0.5

LAYOUTS = (
    Layout("cards", detect_cards, read_cards),
    Layout("columns", detect_columns, read_columns),
    Layout("markup", detect_markup, read_markup),
    Layout("prose", detect_prose, read_prose),
)


def choose_layout(text: RepairedText, name: str = "auto") -> Layout | None:
    """The layout of that name, or for auto the one that is detected most clearly.

    Where more than one is detected for sure, it is the one that reads the most measures: a plan may show a sample of
    another layout. Ties go by the order of LAYOUTS. None when no layout is found.

    Raises ValueError for an unknown name.
    """
    if name != "auto":
        for layout in LAYOUTS:
            if layout.name == name:
                return layout
        raise ValueError(f"unknown layout {name!r}: choose auto, " + ", ".join(layout.name for layout in LAYOUTS))
    scores = {layout: layout.detect(text) for layout in LAYOUTS}
    sure = [layout for layout in LAYOUTS if scores[layout] >= _SURE]
    if len(sure) > 1:
        return max(sure, key=lambda layout: len(layout.read(text)))
    best = max(LAYOUTS, key=lambda layout: scores[layout])
    return best if scores[best] > 0 else None
