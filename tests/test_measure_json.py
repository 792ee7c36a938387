"""Measures as JSON objects."""

from __future__ import annotations

import pytest
from sample_tables import at, measures, plan_tables

from kyodo_analysis.measure_json import describe_measures, name_year, name_years


def test_a_measure_in_the_fields_of_the_hand_read_records(tmp_path) -> None:  # type: ignore[no-untyped-def]
    first, second = describe_measures(plan_tables(tmp_path), measures())
    assert first == {
        "document": "ube",
        "id": "Ⅰ-(1)-②",
        "policy": "参加しやすく、活動しやすい環境づくりを進めます",
        "program": "活動（交流）拠点の充実",
        "title": "市民活動の拠点の検討",
        "status": "継続",
        "reprint": False,
        "actors": ["市民活動団体", "行政"],
        "lead": None,
        "departments": ["協働推進課", "地域交流センター"],
        "purpose": "市民活動団体等が活動・参加しやすい環境づくりを進めます。",
        "content": [
            "市民活動支援センター（さぽらんて）や地域交流センターなど、市民活動団体の活動拠点の充実について随時検討します。"
        ],
        "completion": "市民活動の拠点について検討し、充実が図られたときを完了とします。",
        "schedule": {"H25": "実施", "H26": "→"},
        "timing": ["随時"],
        "lines": [3, 12],
        "note": None,
        "ambiguous": {"departments": ["協働推進課"]},
        "unreadable": {},
    }
    assert second["reprint"] is True
    assert (second["actors"], second["content"], second["schedule"], second["ambiguous"]) == ([], [], None, {})


@pytest.mark.parametrize(
    ("heading", "fiscal_year", "name"),
    [
        ("Ｈ25", 2013, "H25"),
        ("平成３１年度(令和元年度)", 2019, "H31"),
        ("令和元年度", 2019, "R1"),
        ("R3", 2021, "R3"),
        ("２０年度", 2008, "H20"),
        ("2018", 2018, "H30"),
        ("2025年度", 2025, "R7"),
        ("昭和63年度", 1988, "S63"),
    ],
)
def test_years_are_named_as_their_headings_name_them(heading: str, fiscal_year: int, name: str) -> None:
    assert name_year(heading, fiscal_year) == name


def test_the_first_heading_of_a_year_names_it() -> None:
    assert name_years(measures()) == {2013: "H25", 2014: "H26"}
    assert at(9, "H26").text == "H26"
