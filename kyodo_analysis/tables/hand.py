"""Where the decisions of people lie, for rooms that must not ask `paths` themselves."""

from __future__ import annotations

from pathlib import Path

from kyodo_analysis.paths import hand_folder
from kyodo_analysis.source.errors import InputError


def find_hand(folder: Path | str | None = None) -> Path:
    """The folder of people's decisions; by default the project's data/hand.

    Raises:
        InputError: when it does not exist.
    """
    place = Path(folder) if folder is not None else hand_folder()
    if not place.is_dir():
        raise InputError(f"{place} does not exist; restore data/hand")
    return place
