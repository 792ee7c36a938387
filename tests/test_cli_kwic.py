"""`kyodo kwic`: aligned hits on stdout, counts and hints on stderr, broken patterns in one line."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
import typer
from kyodo_project import Answer, assert_refused
from rich.cells import cell_len
from typer.testing import CliRunner

from kyodo_analysis.analysis.wording.concordances import show_concordance, state_concordance
from kyodo_analysis.cli import OneLineErrors
from kyodo_analysis.cli_kwic import add_kwic_command
from kyodo_analysis.tables import read
from kyodo_analysis.tables.loading import read_all

app = typer.Typer(cls=OneLineErrors, rich_markup_mode=None, pretty_exceptions_enable=False)
add_kwic_command(app)


@app.callback()
def group() -> None:
    """A group, so that the command keeps its name."""


def kwic(*arguments: str | Path) -> Answer:
    command = ["kwic", *map(str, arguments)]
    result = CliRunner().invoke(app, command, prog_name="kyodo", catch_exceptions=False)
    return Answer(result.exit_code, result.stdout, result.stderr)


def test_hits_are_aligned_and_named(project: Path) -> None:
    answer = kwic("pos:名詞 を 進める")
    lines = answer.stdout.splitlines()
    assert answer.exit_code == 0 and len(lines) > 2
    places = {cell_len(line[: line.index("を進め") - 2]) for line in lines if "整備を進め" in line}
    assert len(places) == 1, "keywords of one length begin in one column"
    assert all("nichinan/" in line and ", line " in line for line in lines)
    assert answer.stderr.startswith(f"pos:名詞 を 進める: {len(lines)} hits in ")


def test_the_line_of_a_hit_holds_it(project: Path) -> None:
    source = (project / "data" / "raw" / "nichinan.txt").read_text(encoding="utf-8").splitlines()
    table = pd.read_csv(io.StringIO(kwic("協働", "--csv", "--passages").stdout))
    assert len(table) > 3
    assert all("協" in source[line - 1] for line in table.loc[table["measure_id"].notna(), "line"])


def test_csv_has_all_columns_and_sorting_changes_the_order_only(project: Path) -> None:
    by_place, by_right = (
        pd.read_csv(io.StringIO(kwic("市民", "--csv", "--sort", sort).stdout)) for sort in ("place", "right")
    )
    assert list(by_place.columns)[:3] == ["plan_id", "measure_id", "passage_id"]
    assert by_place["line"].is_monotonic_increasing and by_right["right"].fillna("").tolist() == sorted(
        by_right["right"].fillna("")
    )
    assert len(by_place) == len(by_right)


def test_nothing_found_is_no_failure_and_says_what_is_like_it(project: Path) -> None:
    answer = kwic("雑草")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr.startswith("雑草: 0 hits\nno token is like 雑草")


def test_a_broken_pattern_is_refused_in_one_line(project: Path) -> None:
    assert_refused(kwic("/(/"), "broken")
    assert_refused(kwic("/協働"), "not closed")
    assert_refused(kwic("協" * 5000), "5000 characters")
    assert_refused(kwic("pos:"), "nothing stands behind pos:")
    assert_refused(kwic("協働", "--by", "meaning"), "base, surface or pos")
    assert_refused(kwic("協働", "--sort", "size"), "left")
    assert_refused(kwic("協働", "--plan", "koka"), "nichinan")
    assert_refused(kwic("協働", "--out", "nowhere"), "does not exist")


def test_help_has_an_example() -> None:
    assert "Example: kyodo kwic" in kwic("--help").stdout


def test_the_notebook_shows_the_same_hits(project: Path) -> None:
    tables = read_all()
    shown = show_concordance(tables, "推進", rows=2, plan_id="nichinan")
    found = kwic("推進", "--plan", "nichinan")
    assert shown.splitlines()[0].startswith(found.stderr.strip()) and "the first 2 are shown" in shown
    assert shown.count("nichinan/") == 2 and "| left | keyword | right | place | lines |" in shown
    assert show_concordance(tables, "雑草") == "雑草: 0 hits."


@pytest.mark.parametrize(
    ("count", "said"), [(1, "の: 1 hit in 1 measure of 1 plan"), (2, "の: 2 hits in 1 measure of 1 plan")]
)
def test_the_sentence_counts(count: int, said: str) -> None:
    hits = pd.DataFrame({"plan_id": ["a"] * count, "measure_id": ["a/1"] * count})
    assert state_concordance(hits, "の") == said


def test_tables_are_read_from_the_folder_named(project: Path) -> None:
    moved = project / "tables"
    (project / "data" / "processed").rename(moved)
    assert kwic("推進", "--out", moved).exit_code == 0 and len(read("tokens", moved))
