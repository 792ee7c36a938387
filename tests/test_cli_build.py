"""`kyodo build`: what it writes, when it has nothing to do, `kyodo check` and `kyodo figures` on what it wrote."""

from __future__ import annotations

import json
import shutil
import sys
import types
from pathlib import Path

import pandas as pd
import pytest
from kyodo_project import MANIFEST, add_plan, assert_refused, contents, plans_of_project, run_kyodo, write_manifest

from kyodo_analysis.freshness import stamp_path
from kyodo_analysis.tables import read
from kyodo_analysis.tables.dictionary import describe_tables

TABLES = Path("data/processed")


def test_build_fills_the_folder_and_says_so_on_stderr(project: Path) -> None:
    shutil.rmtree(TABLES)
    answer = run_kyodo("build")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert "15 measures of 1 plans" in answer.stderr
    assert list(read("plans")["plan_id"]) == ["nichinan"]


def test_the_dictionary_is_written_beside_the_projects_own_tables_only(project: Path) -> None:
    assert (project / "data/README.md").read_text(encoding="utf-8") == describe_tables()
    assert run_kyodo("build", "--out", project / "elsewhere/tables").exit_code == 0
    assert not (project / "elsewhere/README.md").exists()


def test_nothing_is_done_when_nothing_changed(project: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (project / TABLES).iterdir()}
    answer = run_kyodo("build")
    assert answer.exit_code == 0
    assert answer.stderr.startswith("nothing changed, ")
    assert {path: path.stat().st_mtime_ns for path in (project / TABLES).iterdir()} == before


def edit_table(project: Path) -> None:
    path = project / TABLES / "measures.csv"
    path.write_bytes(path.read_bytes().replace(b"nichinan", b"nichiman", 1))


def remove_table(project: Path) -> None:
    (project / TABLES / "tokens.parquet").unlink()


def edit_dictionary(project: Path) -> None:
    (project / "data/README.md").write_text("edited", encoding="utf-8")


def remove_stamp(project: Path) -> None:
    stamp_path(project / TABLES).unlink()


def damage_stamp(project: Path) -> None:
    stamp_path(project / TABLES).write_text("[", encoding="utf-8")


def edit_a_decision(project: Path) -> None:
    path = project / "data/hand/stop_words.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b"x\n")


@pytest.mark.parametrize(
    "change", [edit_table, remove_table, edit_dictionary, remove_stamp, damage_stamp, edit_a_decision]
)
def test_whatever_changed_is_built_again(project: Path, change) -> None:  # type: ignore[no-untyped-def]
    before = contents(project / "data/processed")
    change(project)
    answer = run_kyodo("build")
    assert answer.exit_code == 0
    assert "nothing changed" not in answer.stderr
    assert contents(project / "data/processed") == before
    assert (project / "data/README.md").read_text(encoding="utf-8") == describe_tables()
    assert run_kyodo("build").stderr.startswith("nothing changed, ")


def test_force_builds_anyway(project: Path) -> None:
    assert "15 measures" in run_kyodo("build", "--force").stderr


def test_a_change_of_the_manifest_reaches_the_table(project: Path) -> None:
    write_manifest(project, [{**plans_of_project()["nichinan"], "title_en": "Towards collaboration"}])
    assert run_kyodo("build").exit_code == 0
    assert list(read("plans")["title_en"]) == ["Towards collaboration"]


def test_a_plan_without_measures_is_a_plan_and_is_named(project: Path) -> None:
    add_plan(project, "ube", "市の花はサルビアです。\n".encode())
    answer = run_kyodo("build")
    assert answer.exit_code == 0
    assert "ube: no measures found" in answer.stderr
    assert list(read("plans")["plan_id"]) == ["nichinan", "ube"]
    assert set(read("measures")["plan_id"]) == {"nichinan"}


def test_an_unknown_engine_is_refused(project: Path) -> None:
    before = contents(project)
    assert_refused(run_kyodo("build", "--engine", "mecab"), "'mecab'", "janome")
    assert contents(project) == before


def test_check_holds_for_what_build_wrote(project: Path) -> None:
    answer = run_kyodo("check")
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "", "all promises hold\n")


def test_check_names_each_promise_that_fails(project: Path) -> None:
    path = project / TABLES / "spans.csv"
    spans = pd.read_csv(path)
    spans.loc[0, "line"] = 9999
    spans.to_csv(path, index=False, lineterminator="\n")
    answer = run_kyodo("check")
    assert answer.exit_code == 1
    assert answer.stderr == ""
    failures = answer.stdout.splitlines()
    assert any("the source file has no such line" in line for line in failures)
    assert any("spans.csv is not the file described" in line for line in failures)


def test_check_of_a_folder_that_is_not_there(project: Path) -> None:
    assert_refused(run_kyodo("check", "--out", "data/processsed"), "data/processsed", "kyodo build")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[set[str], Path, list[str]]]:
    """Stands in for the figures: notes what it was asked for."""
    asked: list[tuple[set[str], Path, list[str]]] = []

    def draw_all(tables, out, languages, report):  # type: ignore[no-untyped-def]
        report("drawing", 0, 1)
        asked.append((set(tables), out, list(languages)))
        return [out / "loads-ja.svg", out / "loads-ja.png"]

    monkeypatch.setitem(sys.modules, "kyodo_analysis.figures", types.SimpleNamespace(draw_all=draw_all))
    return asked


def test_figures_asks_for_both_languages_and_names_the_files(project: Path, drawn: list) -> None:  # type: ignore[type-arg]
    answer = run_kyodo("figures")
    assert answer.exit_code == 0
    assert [Path(line).name for line in answer.stdout.splitlines()] == ["loads-ja.svg", "loads-ja.png"]
    ((tables, out, languages),) = drawn
    assert {"measures", "tokens"} <= tables
    assert (out, languages) == (project / "figures", ["ja", "en"])


def test_figures_in_one_language_elsewhere(project: Path, drawn: list) -> None:  # type: ignore[type-arg]
    assert run_kyodo("figures", "--lang", "en, en", "--out", "drawn").exit_code == 0
    assert drawn[0][1:] == (Path("drawn"), ["en"])


@pytest.mark.parametrize("languages", ["fr", "ja,fr", "", ","])
def test_figures_in_an_unknown_language(project: Path, languages: str) -> None:
    assert_refused(run_kyodo("figures", "--lang", languages), "ja or en")


def test_stamp_speaks_of_no_machine_and_no_time(project: Path) -> None:
    stamp = json.loads(stamp_path(project / TABLES).read_text(encoding="utf-8"))
    assert set(stamp) == {"inputs", "outputs"}
    assert str(project) not in json.dumps(stamp)
    assert {"measures.csv", "datapackage.json", "tokens.parquet"} <= set(stamp["outputs"])


def test_the_order_of_the_manifest_is_no_change(project: Path) -> None:
    add_plan(project, "ube", "市の花はサルビアです。\n".encode())
    run_kyodo("build")
    blocks = (project / MANIFEST).read_text(encoding="utf-8").strip().split("\n\n")
    (project / MANIFEST).write_text("# turned round\n" + "\n\n".join(reversed(blocks)) + "\n", encoding="utf-8")
    assert run_kyodo("build").stderr.startswith("nothing changed, ")
