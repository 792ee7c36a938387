"""Figures: a table in, a matplotlib figure out; nothing is computed here."""

from kyodo_analysis.figures.registry import FIGURES, draw_all

__all__ = ["FIGURES", "draw_all"]
