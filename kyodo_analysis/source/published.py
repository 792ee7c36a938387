"""The texts of all plans as they were published, for whoever wants to see a value beside its source."""

from __future__ import annotations

from pathlib import Path

from kyodo_analysis.source.corpus import SourceText, read_source
from kyodo_analysis.source.manifest import read_manifest


def read_published(raw: Path) -> dict[str, SourceText]:
    """The source text of every plan of the manifest `raw`/plans.toml by plan_id, nothing repaired.

    Raises:
        InputError: when the manifest or a plan's file cannot be read.
    """
    return {plan.plan_id: read_source(plan.path) for plan in read_manifest(raw)}
