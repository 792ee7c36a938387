"""Comparative analysis of how Japanese municipalities plan collaboration (協働) with their citizens."""

__version__ = "0.1.0"
