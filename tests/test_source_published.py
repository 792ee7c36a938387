"""The texts of all plans of a manifest."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_tables import LINES, raw_folder

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.source.published import read_published


def test_every_plan_of_the_manifest_is_read_line_by_line(tmp_path: Path) -> None:
    published = read_published(raw_folder(tmp_path))
    assert list(published) == ["ube"]
    assert published["ube"].lines == LINES


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = raw_folder(tmp_path)
    (folder / "ube.txt").unlink()
    with pytest.raises(InputError, match=r"ube\.txt"):
        read_published(folder)
