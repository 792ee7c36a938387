"""Agreement with readers: fields of hand-read measures, themes and commitment codes, and the loader of the records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from analysis_tables import all_tables, elements, themes

from kyodo_analysis.analysis.coding.coding_agreement import (
    MACRO,
    MICRO,
    list_main_themes,
    score_commitments,
    score_themes,
    summarise_right,
)
from kyodo_analysis.analysis.extraction.agreement import FIELDS, compare, judge, list_differences, list_spurious
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables import read
from kyodo_analysis.tables.gold import read_gold, read_theme_codes
from kyodo_analysis.tables.hand import find_hand


def record(**changes: Any) -> dict[str, Any]:
    """What a reader would write of ube/1-1."""
    fields: dict[str, Any] = {
        "document": "ube",
        "id": "1-1",
        "policy": None,
        "program": None,
        "title": "地域交流センターの整備",
        "status": None,
        "reprint": False,
        "actors": [],
        "lead": None,
        "departments": ["協働推進課", "地域交流センター", "管財課", "関係課"],
        "purpose": None,
        "content": ["地域交流センターの整備を進めます。", "協働を推進します。"],
        "completion": None,
        "schedule": {"H25": "実施", "H26": "→", "H27": "→"},
        "timing": [],
    }
    return fields | changes


def wrong_fields(**changes: Any) -> list[str]:
    decisions = judge(all_tables(), [record(**changes)])
    return decisions.loc[~decisions["right"], "field"].tolist()


def test_what_a_reader_would_write_is_right() -> None:
    assert wrong_fields() == []
    table = compare(all_tables(), [record()])
    assert table["field"].tolist() == [*FIELDS, "all"]
    assert table.set_index("field").loc["all", ["decisions", "right", "share"]].tolist() == [
        len(FIELDS),
        len(FIELDS),
        1.0,
    ]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": "地域交流 センターの　整備"}, []),
        ({"title": "地域交流センターの整備等"}, ["title"]),
        ({"departments": ["地域交流センター", "協働推進課", "管財課", "関係課"]}, ["departments"]),
        ({"departments": ["協働推進課"], "either": {"departments": [["協働推進課"], record()["departments"]]}}, []),
        ({"departments": ["協働推進課"], "either": {"title": ["他"]}}, ["departments"]),
        ({"schedule": {"H25": "実施", "H26": "→", "H27": "→", "H28": ""}}, []),
        ({"schedule": {"H25": "実施", "H26": "→", "H27": ""}}, ["schedule"]),
        ({"schedule": None}, ["schedule"]),
        ({"reprint": True, "status": "新規"}, ["status", "reprint"]),
        ({"purpose": "拠点をつくります。"}, ["purpose"]),
        ({"timing": ["随時"]}, ["timing"]),
    ],
)
def test_differences_are_found_and_blanks_are_none(changes: dict[str, Any], wrong: list[str]) -> None:
    assert wrong_fields(**changes) == wrong


def test_a_measure_that_the_tables_lack_makes_all_its_fields_wrong() -> None:
    decisions = judge(all_tables(), [record(id="9-9")])
    assert not decisions["right"].any() and decisions["missing"].all()
    assert compare(all_tables(), [record(id="9-9")])["measure_ids"].eq("ube/9-9").all()


def test_differences_are_listed_with_both_values() -> None:
    listed = list_differences(all_tables(), [record(), record(id="1-2", title="市民活動の拠点")])
    row = listed.set_index("field").loc["title"]
    assert (row["found"], row["wanted"]) == ('"市民活動の拠点の検討"', '"市民活動の拠点"')
    assert set(listed["measure_id"]) == {"ube/1-2"}


def test_measures_that_no_reader_knows_are_spurious() -> None:
    measures = all_tables()["measures"]
    spurious = list_spurious(measures, [record(), record(id="1-3")])["measure_id"].tolist()
    assert spurious == ["ube/1-2", "ube/2-1"]
    assert list_spurious(measures, [record(policy="人づくり")]).empty


def test_the_project_agrees_with_the_readers_as_the_scoring_does() -> None:
    names = ("measures", "elements", "measure_actors", "measure_departments", "measure_timing", "measure_schedule")
    gold = read_gold()
    table = compare({name: read(name) for name in names}, gold)
    fields = table[table["field"] != "all"]
    assert fields["decisions"].sum() == len(gold) * len(FIELDS)
    assert fields["right"].sum() / fields["decisions"].sum() >= 0.99
    assert list_spurious(read("measures"), gold).empty


def test_the_gold_is_read_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    lines = {
        "b.jsonl": [record(id="2")],
        "a.jsonl": [record(id="1"), record(id="0")],
        "codes.themes.jsonl": [{"id": "x"}],
    }
    for name, records in lines.items():
        text = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
        (tmp_path / name).write_text(f"{text}\n\n", encoding="utf-8")
    assert [one["id"] for one in read_gold(tmp_path)] == ["1", "0", "2"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"a\.jsonl, line 2: no JSON"),
        ('{"document": "ube", "id": "1"}', "line 2: title is missing"),
        ("[1]", "line 2: document is missing"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(record())}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_gold(tmp_path)


def test_missing_gold_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no hand-read measures"):
        read_gold(tmp_path)
    with pytest.raises(InputError, match=r"codes\.themes\.jsonl does not exist"):
        read_theme_codes(tmp_path)
    with pytest.raises(InputError, match="does not exist; restore data/hand"):
        find_hand(tmp_path / "none")
    (tmp_path / "a.jsonl").write_bytes("{}".encode("utf-16"))
    with pytest.raises(InputError, match="is not UTF-8"):
        read_gold(tmp_path)


CODES = [
    {"document": "ube", "id": "1-1", "themes": ["places"], "commitment": [["do"], ["do", "promote"]]},
    {
        "document": "ube",
        "id": "1-2",
        "themes": ["places"],
        "themes_one_coder": ["rules"],
        "commitment": [["do"], ["do"]],
    },
    {"document": "ube", "id": "1-3", "themes": ["staff"], "commitment": [["do"], ["promote"], ["do"]]},
    {"document": "hagi", "id": "9", "themes": ["staff"]},
]


def test_themes_are_scored_by_hand() -> None:
    table = score_themes(themes(), CODES, ["places", "rules", "information", "staff"]).set_index("theme")
    assert table.loc["places", ["n", "both", "rules_only", "readers_only"]].tolist() == [2, 2, 0, 0]
    assert table.loc["rules", ["n", "rules_only"]].tolist() == [0, 0], "what one of two readers gave is not judged"
    assert table.loc["information", ["n", "rules_only", "rules_only_ids"]].tolist() == [0, 1, "ube/1-3"]
    assert table.loc["staff", ["n", "readers_only", "readers_only_ids"]].tolist() == [2, 2, "ube/1-3 hagi/9"]
    assert table.loc[MICRO, ["precision", "recall"]].tolist() == [pytest.approx(2 / 3), 0.5]
    assert table.loc[MACRO, "f1"] == 0.5, "the mean of the themes that readers used: places 1 and staff 0"
    assert pd.isna(table.loc["rules", "f1"])


def test_main_themes_and_commitments_are_scored_by_hand() -> None:
    main = summarise_right(list_main_themes(themes(), CODES)).iloc[0]
    assert (main["n"], main["right"]) == (4, 2)
    firm = score_commitments(elements(), CODES).iloc[0]
    assert (firm["n"], firm["right"]) == (7, 5), "a third element that the tables lack is wrong"
    assert firm["lower"] < firm["share"] < firm["upper"]


def test_nothing_coded_has_no_share() -> None:
    assert pd.isna(summarise_right(list_main_themes(themes(), [])).iloc[0]["share"])
