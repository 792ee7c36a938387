"""`kyodo analyse`: files or one analysis on stdout, bad input in one line."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pandas as pd
import pytest
from kyodo_project import ROOT, assert_refused, contents, plans_of_project, run_kyodo, write_manifest

from kyodo_analysis.analyse import read_analysis
from kyodo_analysis.analysis.steps import STEPS


@pytest.mark.slow
def test_all_analyses_are_written_and_counted(project: Path) -> None:
    answer = run_kyodo("analyse")
    folder = project / "data" / "analysis"
    assert answer.exit_code == 0 and answer.stdout == ""
    assert answer.stderr.splitlines()[-1] == f"{len(contents(folder))} files in {folder}"
    assert set(read_analysis("coverage")["plan_id"]) == {"nichinan"}, "read from the project by default"
    assert "no published text" not in set(read_analysis("sensitivity-summary")["note"])


def test_one_analysis_goes_to_stdout_and_to_no_file(project: Path) -> None:
    answer = run_kyodo("analyse", "--only", "coverage")
    assert answer.exit_code == 0
    table = pd.read_csv(io.StringIO(answer.stdout))
    assert list(table)[:3] == ["plan_id", "plan_en", "plan_ja"] and len(table) > 10
    assert not (project / "data" / "analysis").exists()


def test_several_analyses_have_a_blank_line_between_them(project: Path) -> None:
    names = ("commitments", "boilerplate")
    both = run_kyodo("analyse", *(word for name in names for word in ("--only", name))).stdout
    assert both == "\n".join(run_kyodo("analyse", "--only", name).stdout for name in names)
    assert [part.split(",")[0] for part in both.split("\n\n")] == ["plan_id", "plan_id"]


def test_tables_and_hand_made_tables_may_lie_elsewhere(project: Path) -> None:
    inside = run_kyodo("analyse", "--only", "themes").stdout
    for name in ("processed", "hand"):
        shutil.move(project / "data" / name, project / name)
    answer = run_kyodo("analyse", "--only", "themes", "--tables", "processed", "--hand", "hand")
    assert answer.stdout == inside


def test_an_unknown_analysis_is_answered_with_the_known_ones(project: Path) -> None:
    assert_refused(run_kyodo("analyse", "--only", "nonsense"), "'nonsense'", *STEPS)


def test_missing_tables_are_named_in_one_line(project: Path) -> None:
    assert_refused(run_kyodo("analyse", "--tables", "nowhere"), "nowhere", "does not exist; run kyodo build")
    (project / "data" / "processed" / "elements.csv").unlink()
    assert_refused(run_kyodo("analyse"), "elements.csv does not exist; run kyodo build")
    assert not (project / "data" / "analysis").exists()


def test_only_and_out_do_not_go_together(project: Path) -> None:
    assert_refused(run_kyodo("analyse", "--only", "themes", "--out", "x"), "--only prints and writes no file")


def test_the_folder_of_the_tables_is_not_written_over(project: Path) -> None:
    before = contents(project / "data" / "processed")
    assert_refused(run_kyodo("analyse", "--out", "data/processed"), "plans.csv", "choose another folder for --out")
    assert contents(project / "data" / "processed") == before


@pytest.mark.slow
def test_texts_are_asked_for_by_name_or_done_without(project: Path) -> None:
    """One of the sensitivity checks counts on the published texts; here the project's own plans become others."""
    shutil.copytree(project / "data" / "raw", project / "raw")
    other = plans_of_project()["tsushima"]
    shutil.copy(ROOT / "data" / "raw" / other["file"], project / "data" / "raw")
    write_manifest(project, [other])
    named = run_kyodo("analyse", "--only", "sensitivity-summary", "--raw", "raw")
    without = run_kyodo("analyse", "--only", "sensitivity-summary")
    notes = [pd.read_csv(io.StringIO(answer.stdout), index_col="variant")["note"] for answer in (named, without)]
    assert pd.isna(notes[0]["raw text"]) and notes[1]["raw text"] == "no published text"


def test_a_named_folder_without_the_texts_is_refused(project: Path) -> None:
    other = plans_of_project()["tsushima"]
    shutil.copy(ROOT / "data" / "raw" / other["file"], project / "data" / "raw")
    write_manifest(project, [other])
    answer = run_kyodo("analyse", "--only", "themes", "--raw", project / "data" / "raw")
    assert_refused(answer, "lacks the text of nichinan", "name its folder with --raw")


def test_help_shows_an_example() -> None:
    answer = run_kyodo("analyse", "--help")
    assert "Example: kyodo analyse --only themes" in answer.stdout and "--only" in answer.stdout
