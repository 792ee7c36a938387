"""kyodo code and kyodo codebook check: what they show, what a broken codebook gives."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from kyodo_project import run_kyodo

HAND = Path("data") / "hand"


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def rows_of(table: str) -> list[dict[str, str]]:
    text = (Path("data") / "processed" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def add_rule(row: str) -> None:
    edit(HAND / "theme_rules.csv", lambda text: f"{text}{row}\n")


def test_code_prints_every_measure_as_csv(project: Path) -> None:
    answer = run_kyodo("code")
    assert answer.exit_code == 0 and answer.stderr == ""
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert len(rows) == 15
    main = [row["theme"] for row in rows_of("measure_themes") if row["rank"] == "1"]
    assert [row["themes"].split()[0] for row in rows if row["themes"]] == main


def test_a_changed_rule_shows_at_once(project: Path) -> None:
    before = run_kyodo("code").stdout
    add_rule("places,/.*/,title,,9,usage,a test")
    answer = run_kyodo("code")
    assert answer.exit_code == 0 and answer.stdout != before
    assert "coded otherwise than in the tables (" in answer.stderr and "build or read them again" in answer.stderr
    assert run_kyodo("build").exit_code == 0
    assert run_kyodo("code").stderr == ""


def test_explain_says_which_rule_fired_where_and_what_decides(project: Path) -> None:
    answer = run_kyodo("code", "--explain", "nichinan/1-（1）-1")  # full width counts as the same
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("nichinan/1-(1)-1")
    assert "themes / テーマ" in lines and "commitment / 拘束度" in lines
    hits = [line for line in lines if "⟦" in line]
    own = [row for row in rows_of("code_evidence") if row["measure_id"] == "nichinan/1-(1)-1"]
    assert own
    for row in own:
        shown = [line for line in hits if f"⟦{row['printed']}⟧" in line and f"line {row['line']}:" in line]
        assert any(row["rule"] in line for line in shown), row
    assert sum("decides" in line for line in hits) == len({r["position"] for r in own if r["scheme"] == "commitment"})


def test_explain_names_what_is_not_taken_and_what_counts_for_nothing(project: Path) -> None:
    shown = "".join(run_kyodo("code", "--explain", f"nichinan/2-(1)-{n}").stdout for n in (1, 2, 3))
    assert "not taken: less than" in shown
    assert "counts for nothing" in shown and "a longer hit stands in the same place" in shown


def test_an_unknown_measure_is_named_with_the_closest(project: Path) -> None:
    answer = run_kyodo("code", "--explain", "nichinan/1-(1)-9")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "there is no measure 'nichinan/1-(1)-9'; did you mean nichinan/1-(1)-1" in answer.stderr


@pytest.mark.parametrize("command", [("code",), ("build", "--force")])
@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("parks,公園,,,1,usage,x", "column code: 'parks' is not in codebook.csv"),
        ("places,(公園,,,1,usage,x", "column rule: character 1: the bracket ( is never closed; close it with )"),
        (r"places,/(公)\1/,,,1,usage,x", "column rule: character 1: the expression is refused"),
    ],
)
def test_a_broken_rule_ends_in_one_line(project: Path, command: tuple[str, ...], row: str, problem: str) -> None:
    add_rule(row)
    answer = run_kyodo(*command)
    assert (answer.exit_code, answer.stdout) == (2, "")
    line = answer.stderr.splitlines()[-1]
    assert "theme_rules.csv: line " in line and problem in line and "correct it in " in line


def test_check_lists_what_speaks_for_and_against_the_rules(project: Path) -> None:
    answer = run_kyodo("codebook", "check")
    assert answer.exit_code == 0
    titles = [line.split(" / ")[0] for line in answer.stdout.splitlines() if line and not line.startswith(" ")]
    assert titles == [
        *("dead rules", "dead predicates", "two codes on the same words", "rules that speak against the readers"),
        *("disagreements with the readers", "agreement per code", "summary"),
    ]
    brief = run_kyodo("codebook", "check", "--brief")
    assert answer.exit_code == brief.exit_code == 0
    assert brief.stdout == answer.stdout[answer.stdout.index("two codes on the same words") :]


def test_check_ends_with_the_number_of_findings_and_the_agreement(project: Path) -> None:
    lines = run_kyodo("codebook", "check").stdout.splitlines()
    ending = lines[lines.index("summary / まとめ") + 1 :]
    counted = [line for line in lines if line[:1].strip() and ": " in line and not line.startswith("agreement")]
    assert [line.strip() for line in ending[:-2]] == counted
    assert ending[-2].startswith("  all (micro)") and ending[-1].startswith("  commitment")


def test_check_shows_the_agreement(project: Path) -> None:
    answer = run_kyodo("codebook", "check")
    assert "agreement per code / コード別の一致度: 9 measures" in answer.stdout
    assert "all (micro)" in answer.stdout


def test_check_names_a_dead_rule_an_overlap_and_a_rule_against_the_readers(project: Path) -> None:
    add_rule("places,ペンギン水族館,,,1,usage,x")
    last = len((HAND / "theme_rules.csv").read_text(encoding="utf-8").splitlines())
    add_rule("funding,/.*/,title,,9,usage,x")
    lines = run_kyodo("codebook", "check").stdout.splitlines()
    assert f"  theme_rules.csv, line {last}: places ペンギン水族館 (usage): never fires" in lines
    assert any(line.startswith("  funding /.*/: wrong ") for line in lines)
    assert any("funding /.*/ × " in line or "× funding /.*/" in line for line in lines)


def test_an_unknown_basis_is_an_error_with_its_line(project: Path) -> None:
    add_rule("places,水族館,,,1,usgae,x")
    line = len((HAND / "theme_rules.csv").read_text(encoding="utf-8").splitlines())
    answer = run_kyodo("codebook", "check")
    assert answer.exit_code == 1
    assert answer.stdout.startswith(
        f"theme_rules.csv: line {line}, column basis: 'usgae' is no basis; write codebook, "
    )
    assert "koka" in answer.stdout and "1 errors in" in answer.stderr


def test_a_table_in_another_encoding_ends_in_one_line(project: Path) -> None:
    path = HAND / "theme_rules.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp932"))
    for command in (("code",), ("codebook", "check")):
        answer = run_kyodo(*command)
        assert (answer.exit_code, answer.stdout) == (2, "")
        assert "theme_rules.csv: not UTF-8; save it as CSV UTF-8; correct it in " in answer.stderr.splitlines()[-1]


def test_check_lists_every_error_and_ends_with_one(project: Path) -> None:
    add_rule("parks,公園,,,1,usage,x")
    add_rule("places,near(),,,1,,x")
    edit(HAND / "codebook.csv", lambda text: text.replace("Places to meet and act", ""))
    edit(HAND / "commitment.csv", lambda text: text.replace("do,*,act", "do,＊,act"))
    answer = run_kyodo("codebook", "check")
    assert answer.exit_code == 1
    assert [line.split(":")[0] for line in answer.stdout.splitlines()] == [
        *("theme_rules.csv", "theme_rules.csv", "commitment.csv", "codebook.csv", "theme_rules.csv")
    ]
    assert "5 errors in" in answer.stderr


def test_check_works_without_readers(project: Path) -> None:
    shutil.rmtree(HAND / "gold")
    # Without the readers' codes the plans beside those of the tables are unknown.
    for name in ("theme_rules", "commitment", "completion"):
        table = pd.read_csv(HAND / f"{name}.csv", dtype=str, keep_default_na=False)
        table.assign(basis="usage").to_csv(HAND / f"{name}.csv", index=False)
    answer = run_kyodo("codebook", "check")
    assert answer.exit_code == 0
    assert "no measure of these tables was coded by readers" in answer.stdout


def test_commands_without_tables_say_what_to_do(project: Path) -> None:
    for command in (("code",), ("codebook", "check")):
        answer = run_kyodo(*command, "--out", "nowhere")
        assert answer.exit_code == 2 and "run kyodo build" in answer.stderr
        answer = run_kyodo(*command, "--hand", "nowhere")
        assert answer.exit_code == 2 and "nowhere" in answer.stderr
