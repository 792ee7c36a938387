"""Which findings change under other decisions: kept, lost and new by hand, and variants that cannot be made."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from analysis_tables import frame
from sample_materials import materials, two_plans

from kyodo_analysis.analysis.robustness.findings import KINDS, leave_out
from kyodo_analysis.analysis.robustness.sensitivity import (
    NOT_GIVEN,
    NOT_INSTALLED,
    VARIANTS,
    Variant,
    check_sensitivity,
    compare_findings,
    summarise_sensitivity,
)
from kyodo_analysis.source.corpus import SourceText

STATUSES = {"kept", "lost", "new", NOT_GIVEN, NOT_INSTALLED}


def _listed(*rows: tuple[str, str, float, bool]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["label", "direction", "value", "found"]).assign(
        kind="theme", plan_id="ube", q=0.01
    )
    table["finding_id"] = "theme:ube:" + table["label"] + ":" + table["direction"]
    return table.assign(measure_ids="ube/1")


def test_kept_lost_and_new_by_hand() -> None:
    base = _listed(
        ("rules", "above", 0.8, True),
        ("staff", "above", 0.6, True),
        ("places", "above", 0.5, False),
        ("youth", "below", 0, True),
    )
    other = _listed(
        ("rules", "above", 0.7, True),
        ("staff", "above", 0.4, False),
        ("places", "above", 0.6, True),
        ("youth", "above", 0.9, True),
    )
    table = compare_findings(base, other)
    assert table[["finding_id", "status", "base_value", "value"]].to_numpy().tolist() == [
        ["theme:ube:rules:above", "kept", 0.8, 0.7],
        ["theme:ube:staff:above", "lost", 0.6, 0.4],
        ["theme:ube:youth:below", "lost", 0.0, 0.9],
        ["theme:ube:places:above", "new", 0.5, 0.6],
        ["theme:ube:youth:above", "new", 0.0, 0.9],
    ]


def test_the_summary_counts_them() -> None:
    statuses = ["kept", "kept", "lost", "new"]
    table = pd.DataFrame({"variant": "a", "status": statuses, "shuffles": 7})
    row = summarise_sensitivity(table, {"a": Variant("-"), "b": Variant("-", ("word",))})
    assert row[["base", "kept", "lost", "new"]].to_numpy().tolist() == [[3, 2, 1, 1], [0, 0, 0, 0]]
    assert row["jaccard"].tolist()[0] == 2 / 4 and np.isnan(row["jaccard"].tolist()[1])
    assert row["kinds"].tolist() == [" ".join(KINDS), "word"] and set(row["shuffles"]) == {7}


def test_what_is_not_installed_or_not_given_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sudachipy", None)
    chosen = {name: VARIANTS[name] for name in ("another seed", "SudachiPy", "raw text")}
    table = check_sensitivity(two_plans(8), variants=chosen, shuffles=300)
    by = table[table["variant"] != "another seed"].set_index("variant")
    assert by["status"].to_dict() == {"SudachiPy": NOT_INSTALLED, "raw text": NOT_GIVEN}
    assert (by["finding_id"] == "").all() and by["base_value"].isna().all()
    summary = summarise_sensitivity(table, chosen).set_index("variant")
    assert summary["note"].to_dict() == {"another seed": "", "SudachiPy": NOT_INSTALLED, "raw text": NOT_GIVEN}
    assert (
        summary.loc["another seed", "base"] > 0 and summary.loc["SudachiPy", ["base", "kept", "jaccard"]].isna().all()
    )


def test_another_seed_keeps_what_is_plain() -> None:
    table = check_sensitivity(two_plans(), variants={"another seed": VARIANTS["another seed"]}, shuffles=500)
    assert "word:hagi:条例:above" in set(table.loc[table["status"] == "kept", "finding_id"])
    assert (table["shuffles"] == 500).all()


def test_a_variant_is_only_asked_for_the_kinds_it_touches() -> None:
    table = check_sensitivity(two_plans(8), variants={"main": VARIANTS["main themes only"]}, shuffles=300)
    assert set(table["kind"]) == {"theme"}


def test_text_that_was_repaired_is_another_text_when_raw() -> None:
    own = two_plans(6)
    lines = {plan: ["地域交流センターの整備、条例" if plan == "ube" else "条例"] * 6 for plan in ("ube", "hagi")}
    measures = own.tables["measures"].copy()
    measures["first_line"] = measures["last_line"] = measures["number"].astype("int64") + 1
    placed = materials(**(own.tables | {"measures": measures, "spans": frame("spans", [])}))
    published = {plan: SourceText(tuple(text), "utf-8", (), "0" * 64) for plan, text in lines.items()}
    table = check_sensitivity(placed, published, {"raw text": VARIANTS["raw text"]}, shuffles=300)
    status = table.set_index("finding_id")["status"]
    assert status["word:hagi:条例:above"] in {"kept", "lost"} and status["word:hagi:検討:above"] == "lost"
    assert np.isnan(table.set_index("finding_id").loc["word:hagi:検討:above", "value"]), "a word that occurs nowhere"


@pytest.mark.parametrize("plans", [[], ["ube"]])
def test_one_plan_and_no_plan_have_nothing_to_lose(plans: list[str]) -> None:
    own = two_plans(3)
    for plan_id in {"ube", "hagi"} - set(plans):
        own = leave_out(own, plan_id)
    table = check_sensitivity(own, {}, {name: one for name, one in VARIANTS.items() if name != "raw text"}, shuffles=20)
    assert set(table["status"]) <= STATUSES - {"kept", "lost", "new"}
    assert len(summarise_sensitivity(table)) == len(VARIANTS)
