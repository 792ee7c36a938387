"""`kyodo read` and `kyodo repair` on files that no manifest lists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import matplotlib_fontja  # noqa: F401  (registers a Japanese font)
import pytest
from kyodo_project import ROOT, assert_refused, contents, run_kyodo

from kyodo_analysis.tables import read
from kyodo_analysis.tables.schema import TABLES
from kyodo_analysis.tables.storage import serialise
from kyodo_analysis.text.repair import repair_text

RAW = ROOT / "data" / "raw"
GOLD_FIELDS = [
    "document",
    "id",
    "policy",
    "program",
    "title",
    "status",
    "reprint",
    "actors",
    "lead",
    "departments",
    "purpose",
    "content",
    "completion",
    "schedule",
    "timing",
    "lines",
    "note",
]
PROSE = """\
第４章 協働型社会の実現に向けて
１ 市民と行政の協働
（１） 市民意識の醸成
　地域の課題は多様になっています。市民一人ひとりが、地域をつくる意識の変革を図ります。
（２） 活動への支援
　活動の拠点が不足しています。拠点となる施設の整備に努めます。
"""


def read_measures(*arguments: str | Path) -> list[dict[str, object]]:
    answer = run_kyodo("read", *arguments, "--jsonl")
    assert answer.exit_code == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def squash(value: object) -> object:
    """A value without its blanks, as gold records are compared."""
    if isinstance(value, str):
        return re.sub(r"\s", "", value) or None
    if isinstance(value, list):
        return [squash(each) for each in value]
    return {key: squash(each) for key, each in value.items()} if isinstance(value, dict) else value


def gold_records(plan_id: str) -> dict[str, dict[str, object]]:
    path = ROOT / "data" / "hand" / "gold" / f"{plan_id}.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {str(record["id"]): record for record in records}


@pytest.mark.parametrize("plan_id", ["nichinan", "tsushima", "yamaguchi-1"])
def test_json_lines_have_the_fields_of_the_hand_read_records(plan_id: str) -> None:
    measures = read_measures(RAW / f"{plan_id}.txt")
    assert {tuple(measure) for measure in measures} == {(*GOLD_FIELDS, "ambiguous", "unreadable")}
    assert {measure["document"] for measure in measures} == {plan_id}
    found = {str(measure["id"]): measure for measure in measures}
    for identity, record in gold_records(plan_id).items():
        for field in ("policy", "program", "title", "status", "reprint", "content", "schedule"):
            assert squash(found[identity][field]) == squash(record[field]), (identity, field)


def test_what_the_text_leaves_open_is_listed() -> None:
    first = read_measures(RAW / "yamaguchi-1.txt")[0]
    assert first["schedule"] == {"H25": "実施", "H26": "→", "H27": "→", "H28": "→", "H29": "→"}
    assert len(first["ambiguous"]["departments"]) > 1  # type: ignore[index]


def test_what_the_text_lost_is_listed() -> None:
    first = read_measures(RAW / "tsushima.txt")[0]
    assert first["schedule"] is None
    assert "grid" in first["unreadable"]["schedule"]  # type: ignore[index]


def test_tables_are_those_of_a_build(project: Path, all_tables: Path) -> None:
    answer = run_kyodo("read", RAW / "nichinan.txt", "--out", "tables")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert {path.name for path in (project / "tables").iterdir()} == {path.name for path in all_tables.iterdir()}
    for name in ("measures", "elements", "spans", "repairs"):
        whole = read(name, all_tables)
        key = "row_id" if name == "spans" else "measure_id" if name == "elements" else "plan_id"
        part = whole[whole[key].str.startswith("nichinan")].reset_index(drop=True)
        assert serialise(TABLES[name], part) == (project / "tables" / f"{name}.csv").read_bytes()


def test_both_kinds_of_output_at_once(project: Path) -> None:
    measures = read_measures(RAW / "nichinan.txt", "--plan-id", "nichi-2", "--out", "tables")
    assert len(measures) == len(read("measures", "tables")) == 15
    assert set(read("measures", "tables")["plan_id"]) == {"nichi-2"}


def test_the_summary_shows_coverage(tmp_path: Path) -> None:
    answer = run_kyodo("read", RAW / "tsushima.txt")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("tsushima: 28 measures, layout markup, utf-8\n")
    (schedule,) = [line for line in answer.stdout.splitlines() if "schedule" in line]
    read_marks, silent, unreadable, ambiguous = (int(cell.strip() or 0) for cell in schedule.split("│")[2:-1])
    assert (silent, ambiguous) == (0, 0)
    assert read_marks + unreadable == 28
    assert unreadable > 20
    assert re.search(r"^unclaimed: [0-9.]+% of the characters", answer.stdout, re.M)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-8-sig"])
def test_any_encoding_is_read_and_noted(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PROSE.encode(encoding))
    answer = run_kyodo("read", path, "--jsonl")
    assert answer.exit_code == 0
    assert str(path) in answer.stderr
    contents_read = [json.loads(line)["content"] for line in answer.stdout.splitlines()]
    assert ["市民一人ひとりが、地域をつくる意識の変革を図ります。"] in contents_read


def test_the_layout_may_be_named(tmp_path: Path) -> None:
    assert run_kyodo("read", RAW / "tsushima.txt", "--layout", "markup").stdout.startswith("tsushima: 28 measures")
    assert_refused(run_kyodo("read", RAW / "tsushima.txt", "--layout", "cards"), "no measures", "--layout auto")


def test_a_file_name_without_latin_letters_is_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "協働推進計画.txt"
    path.write_text(PROSE, encoding="utf-8")
    assert {measure["document"] for measure in read_measures(path)} == {"plan"}


def test_a_pdf_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    with plt.rc_context({"pdf.fonttype": 42, "font.family": "IPAexGothic"}):
        page = plt.figure(figsize=(8, 6))
        for number, line in enumerate(PROSE.splitlines()):
            page.text(0.05, 0.9 - 0.1 * number, line, fontsize=10)
        page.savefig(path)
        plt.close(page)
    assert len(read_measures(path)) == 2


def test_repair_prints_the_repaired_text() -> None:
    answer = run_kyodo("repair", RAW / "nichinan.txt")
    assert answer.exit_code == 0
    assert answer.stdout.rstrip("\n") == repair_text((RAW / "nichinan.txt").read_text(encoding="utf-8")).rstrip("\n")
    assert answer.stderr == ""


def test_repair_explains_each_step(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("協働の推進\n増 加 \n", encoding="utf-8")
    answer = run_kyodo("repair", path, "--explain")
    assert answer.stdout.splitlines() == ["2 letter_spacing: 増 加  → 増加 ", "2 outer_blanks: 増加  → 増加"]


def test_repair_notes_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("協働の推進\n".encode("cp932"))
    answer = run_kyodo("repair", path)
    assert (answer.stdout, answer.stderr) == ("協働の推進\n", f"{path}: decoded from cp932\n")


def test_reading_leaves_the_source_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PROSE, encoding="utf-8")
    before = contents(tmp_path)
    read_measures(path)
    run_kyodo("repair", path)
    assert contents(tmp_path) == before


def test_a_value_of_a_plan_without_a_manifest_is_traced_in_its_file(tmp_path: Path) -> None:
    file, out = tmp_path / "plan.txt", tmp_path / "tables"
    file.write_text(PROSE, encoding="utf-8")
    assert run_kyodo("read", file, "--out", out).exit_code == 0
    answer = run_kyodo("trace", "plan/1-(1)-1", "content", "--out", out, "--file", file)
    assert answer.exit_code == 0, answer.stderr
    assert "line 4: " in answer.stdout and "⟦市民一人ひとりが、地域をつくる意識の変革を図ります。⟧" in answer.stdout


def test_tables_of_other_plans_are_not_written_over(project: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    assert run_kyodo("read", RAW / "nichinan.txt", "--out", tables).exit_code == 0
    before = contents(tables)
    assert_refused(run_kyodo("read", RAW / "tsushima.txt", "--out", tables), "holds the tables of nichinan")
    assert contents(tables) == before
    assert run_kyodo("read", RAW / "nichinan.txt", "--out", tables).exit_code == 0
