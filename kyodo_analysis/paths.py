"""Where the project's folders lie. Only commands, notebooks and `tables.read` ask this module; all else is told."""

from __future__ import annotations

from pathlib import Path

_MARK = Path("data") / "raw" / "plans.toml"


def project_root(start: Path | None = None) -> Path:
    """The nearest folder from `start` (by default the working directory) upwards that holds data/raw/plans.toml.

    Where there is none, the folder in which the package lies: the checkout of an editable installation.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / _MARK).is_file():
            return folder
    return Path(__file__).resolve().parent.parent


def raw_folder() -> Path:
    """The plans as published, with their manifest."""
    return project_root() / "data" / "raw"


def hand_folder() -> Path:
    """What people decided: names, codebook, dictionaries, readings of typos."""
    return project_root() / "data" / "hand"


def processed_folder() -> Path:
    """The tables."""
    return project_root() / "data" / "processed"


def analysis_folder() -> Path:
    """The tables of the analyses."""
    return project_root() / "data" / "analysis"


def figures_folder() -> Path:
    """The figures."""
    return project_root() / "figures"
