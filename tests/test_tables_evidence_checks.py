"""The check of code_evidence: places, and codes that agree with it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.tables.evidence_checks import check_evidence
from kyodo_analysis.tables.loading import read

NAMES = ("measures", "elements", "measure_themes", "measure_completion", "code_evidence")


@pytest.fixture
def tables(built_project: Path) -> dict[str, pd.DataFrame]:
    return {name: read(name, built_project / "data" / "processed") for name in NAMES}


def test_built_tables_pass(tables: dict[str, pd.DataFrame]) -> None:
    assert len(tables["code_evidence"]) > 50
    assert list(check_evidence(tables)) == []


def test_a_hit_beside_its_words_is_named(tables: dict[str, pd.DataFrame]) -> None:
    evidence = tables["code_evidence"]
    row = evidence.iloc[0]
    evidence.loc[0, ["start", "end"]] += 1
    (line,) = check_evidence(tables)
    assert line.startswith(f"code_evidence: {row['measure_id']}, {row['field']}")
    assert f"the table reads {row['printed']!r}" in line


@pytest.mark.parametrize(("start", "end"), [(-3, 2), (5, 5), (0, 9999)])
def test_a_place_outside_the_text_is_named(tables: dict[str, pd.DataFrame], start: int, end: int) -> None:
    tables["code_evidence"].loc[0, ["start", "end"]] = [start, end]
    (line,) = check_evidence(tables)
    assert f"characters {start} to {end} are" in line


def test_a_text_that_does_not_exist_is_named(tables: dict[str, pd.DataFrame]) -> None:
    tables["code_evidence"].loc[0, "field"] = "lead"
    (line,) = check_evidence(tables)
    assert line.endswith("there is no such text")


def test_codes_without_evidence_and_evidence_without_codes_are_named(tables: dict[str, pd.DataFrame]) -> None:
    tables["measure_themes"].loc[0, "theme"] = "parks"
    tables["elements"].loc[0, "commitment"] = "none"
    found = list(check_evidence(tables))
    assert len(found) == 3
    assert found[0].endswith("parks of measure_themes")
    assert found[1].endswith("which measure_themes does not have")
    assert found[2].endswith("which elements.commitment does not have")
