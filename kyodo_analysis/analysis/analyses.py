"""Every analysis of the plans by name: each is made once, when it is first asked for, from the tables or others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.showing.labels import label_plans, label_themes

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Step:
    """An analysis: what one row of its table is, in English and Japanese, and what makes the table."""

    grain: str
    grain_ja: str
    make: Callable[[Analyses], pd.DataFrame]


class Analyses:
    """The tables of the analyses by name, with the names of plans and themes beside their codes."""

    def __init__(self, materials: Materials, steps: Mapping[str, Step]) -> None:
        self.materials = materials
        self.steps = steps
        self._made: dict[str, pd.DataFrame] = {}
        self._kept: dict[str, Any] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of an analysis; KeyError names one that does not exist."""
        if name not in self._made:
            self._made[name] = self._label(self.steps[name].make(self))
        return self._made[name]

    def keep(self, name: str, make: Callable[[Analyses], Kept]) -> Kept:
        """What several analyses rest on but is no table of its own, made once under a name."""
        if name not in self._kept:
            self._kept[name] = make(self)
        kept: Kept = self._kept[name]
        return kept

    def put(self, made: Mapping[str, pd.DataFrame]) -> None:
        """Take over tables that the same analyses gave elsewhere."""
        self._made.update(made)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the schema."""
        return self.materials.tables[name]

    def _label(self, table: pd.DataFrame) -> pd.DataFrame:
        if "theme" in table and "theme_en" not in table:
            table = label_themes(table, self.materials.lexicons.codebook)
        if "plan_id" in table and "plan_en" not in table:
            table = label_plans(table, self.table("plans"))
        return table
