"""What `make bench` measures and how it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from kyodo_project import ROOT

from benchmarks.build import Measurement, copy_corpus, describe, target
from kyodo_analysis.source.manifest import read_manifest

PARTS = {"read": 2.0, "tokenise and code": 3.0}
BUILD = Measurement(characters=1_000_000, imports=1.0, parts=PARTS, total=6.0, processor=6.0, peak=400.0)
FIXED = Measurement(10, 1.0, {"read": 0.0, "tokenise and code": 1.0}, 2.0, 2.0, 200.0)


def test_copies_are_plans_of_their_own_with_the_same_text(tmp_path: Path) -> None:
    plans = read_manifest(copy_corpus(ROOT / "data" / "raw", tmp_path / "raw", 3))
    originals = {plan.plan_id: plan.path.read_bytes() for plan in read_manifest(ROOT / "data" / "raw")}
    assert len(plans) == 3 * len(originals)
    for plan in plans:
        assert plan.path.read_bytes().rstrip(b"\n") == originals[plan.plan_id.split("-copy-")[0]].rstrip(b"\n")


def test_no_copies_are_a_plan_of_one_sentence(tmp_path: Path) -> None:
    (plan,) = read_manifest(copy_corpus(ROOT / "data" / "raw", tmp_path / "raw", 0))
    assert plan.path.read_text(encoding="utf-8").count("。") == 1


def test_cost_leaves_out_what_a_build_of_one_sentence_costs() -> None:
    assert BUILD.cost(FIXED, ["read"]) == pytest.approx(2.0)
    assert BUILD.cost(FIXED, PARTS) == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        (target("cold", 9.99, "s", 10.0), "| 9.99 s | ≤ 10 s | pass |"),
        (target("cold", 10.01, "s", 10.0), "| 10.01 s | ≤ 10 s | FAIL |"),
        (target("peak", 512.0, "MB", 500.0), "| 512 MB | ≤ 500 MB | FAIL |"),
    ],
)
def test_targets_are_judged(line: str, end: str) -> None:
    assert line.endswith(end)


@pytest.mark.parametrize(("read", "words", "verdicts"), [(2.2, 3.0, "pass"), (2.5, 3.0, "FAIL"), (1.5, 3.0, "FAIL")])
def test_a_cost_that_does_not_stay_is_named(read: float, words: float, verdicts: str) -> None:
    grown = {1: BUILD, 10: Measurement(1_000_000, 1.0, {"read": read, "tokenise and code": words}, 6.0, 6.0, 400.0)}
    lines = list(describe((BUILD, 7.0), (0.4, 0.2), FIXED, grown))
    (line,) = [line for line in lines if "10 × the corpus, all parts but words" in line]
    assert line.endswith(f"| {read / 2:.2f} × | 0.8-1.2 × | {verdicts} |")
    (cheaper,) = [line for line in lines if "10 × the corpus, tokenise and code" in line]
    assert cheaper.endswith("| 1.00 × | ≤ 1.2 × | pass |")
    tables = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in tables} == {5, 6}
