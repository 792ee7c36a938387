"""How the benchmarks' reports are written: tables in Markdown whose targets are judged."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_MEASURED = "not measured"


def row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def say(holds: bool) -> str:
    """A verdict."""
    return "pass" if holds else "FAIL"


def target(name: str, measured: float, unit: str, most: float) -> str:
    """A line of the table of targets: at most so many seconds (two decimals unless the target is whole) or others."""
    digits = 2 if unit == "s" else 0
    wanted = f"{most:.0f}" if most == round(most) else f"{most:g}"
    return row(name, f"{measured:.{digits}f} {unit}", f"≤ {wanted} {unit}", say(measured <= most))


def target_ratio(name: str, measured: float, least: float) -> str:
    """A line of the table of targets: at least so many times as fast."""
    return row(name, f"{measured:.1f} ×", f"≥ {least:g} ×", say(measured >= least))


def target_not_measured(name: str, wanted: str, reason: str) -> str:
    """A line of the table of targets that says loudly that nobody knows."""
    return row(name, f"{reason}: NOT MEASURED", wanted, NOT_MEASURED)
