"""Losses: unclaimed text, ambiguous fields, totals that prove a reading, slips of the source."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from analysis_tables import all_tables as hand_made_tables
from analysis_tables import frame, plans
from kyodo_project import ROOT

from kyodo_analysis.analysis.extraction.losses import (
    check_totals,
    find_shifted_rows,
    find_typos,
    list_ambiguous,
    measure_unclaimed,
    read_by_column,
)
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables.loading import read
from kyodo_analysis.words.lexicons import read_lexicons

# A fiscal table whose label cell of the total is merged with the one beside it, as in koka.
FISCAL_LINES = (
    "\t\t平成33年度\t平成34年度",
    "歳入\t市税\t142\t144",
    "\t市債\t25\t40",
    "\tうち 臨時財政対策債\t18\t18",
    "歳入合計(a)\t167\t184\t",
    "\t財源不足額\t4\t5",
)


def amounts(
    line: int, item: str, *values: float, parent: str | None = None, side: str = "revenue"
) -> list[dict[str, object]]:
    """The cells of one row of a fiscal table."""
    return [
        {"plan_id": "ube", "position": 10 * line + place, "side": side, "item": item, "parent": parent}
        | {"fiscal_year": 2021 + place, "amount": value, "status": "read", "printed": f"{value:.0f}", "line": line}
        for place, value in enumerate(values)
    ]


def finance(total: tuple[float, ...] = (167.0, 184.0)) -> pd.DataFrame:
    rows = amounts(2, "市税", 142, 144) + amounts(3, "市債", 25, 40)
    rows += amounts(4, "うち 臨時財政対策債", 18, 18, parent="市債") + amounts(5, "歳入合計(a)", *total)
    rows += amounts(6, "財源不足額", 4, 5, side="balance")
    return frame("finance", rows)


@pytest.fixture
def published() -> Mapping[str, SourceText]:
    return {"ube": SourceText(FISCAL_LINES, "utf-8", (), "")}


def test_a_total_is_the_sum_of_its_items_without_their_parts() -> None:
    totals = check_totals(finance())
    assert totals[["fiscal_year", "items", "sum_of_items", "printed_total", "gap"]].to_numpy().tolist() == [
        [2021, 2, 167.0, 167.0, 0.0],
        [2022, 2, 184.0, 184.0, 0.0],
    ]
    assert totals["holds"].all()


def test_a_gap_is_excused_by_rounding_only() -> None:
    assert check_totals(finance((168.5, 186.0)))["holds"].tolist() == [True, False]


def test_a_table_without_totals_proves_nothing() -> None:
    assert check_totals(frame("finance", amounts(2, "市税", 142, 144))).empty


def test_a_row_whose_label_cells_are_merged_is_shifted(published: Mapping[str, SourceText]) -> None:
    assert find_shifted_rows(finance(), published).to_dict("records") == [
        {"plan_id": "ube", "line": 5, "item": "歳入合計(a)", "columns": -1}
    ]


def test_a_table_without_tabs_has_no_columns_to_be_shifted_from() -> None:
    text = SourceText(tuple(line.replace("\t", " ") for line in FISCAL_LINES), "utf-8", (), "")
    assert find_shifted_rows(finance(), {"ube": text}).empty


def test_read_by_its_headings_a_shifted_total_contradicts_its_items(published: Mapping[str, SourceText]) -> None:
    totals = read_by_column(finance(), published)
    assert totals["by_column"].iloc[0] == 184.0
    assert totals["gap_by_column"].iloc[0] == 17.0
    assert pd.isna(totals["by_column"].iloc[1])


def test_the_totals_of_koka_prove_the_reading(all_tables: Path) -> None:
    table, texts = read("finance", all_tables), read_published(ROOT / "data" / "raw")
    totals = read_by_column(table, texts)
    assert len(totals) == 16
    assert totals["gap"].eq(0).all()
    assert totals.loc[totals["side"] == "revenue", "gap_by_column"].ne(0).all()
    assert find_shifted_rows(table, texts)["line"].tolist() == [102, 113, 114, 115]


def test_page_furniture_does_not_count_as_left_over() -> None:
    rows = [("furniture", "第１章 計画策定の背景", 10), ("text", "★", 1), ("symbol", "→ →", 2)]
    unclaimed = frame(
        "unclaimed",
        [
            {"plan_id": "ube", "position": place, "kind": kind, "text": text, "characters": size}
            for place, (kind, text, size) in enumerate(rows, start=1)
        ],
    )
    table = measure_unclaimed(unclaimed, plans()).set_index("plan_id")
    assert table.loc["ube", ["chars", "furniture", "left", "left_text"]].tolist() == [900, 10, 3, "★ → →"]
    assert table.loc["ube", "share"] == pytest.approx(3 / 900)
    assert table.loc["hagi", ["furniture", "left", "left_text"]].tolist() == [0, 0, ""]


def test_an_empty_text_has_no_share() -> None:
    empty = plans().assign(repaired_chars=0)
    assert measure_unclaimed(frame("unclaimed", []), empty)["share"].isna().all()


def test_an_ambiguous_field_shows_the_chosen_value_and_the_others() -> None:
    rows = [
        {"measure_id": "ube/1", "field": "departments", "status": "ambiguous", "margin": 0.13}
        | {"alternatives": "協働推進課 | 協働推進課・管財課 | 関係課"},
        {"measure_id": "ube/1", "field": "title", "status": "read"},
        {"measure_id": "ube/2", "field": "schedule", "status": "unreadable", "reason": "its marks were lost"},
    ]
    assert list_ambiguous(frame("field_status", rows)).to_dict("records") == [
        {"measure_id": "ube/1", "field": "departments", "chosen": "協働推進課"}
        | {"others": "協働推進課・管財課 / 関係課", "margin": 0.13}
    ]


def test_a_slip_is_found_where_it_stands_and_missed_where_it_was_corrected() -> None:
    tables = hand_made_tables()
    slips = pd.DataFrame(
        {
            "plan_id": ["ube", "hagi", "ube"],
            "line": ["10", "12", "11"],
            "printed": ["拠点 の検討", "拠点の検討", "拠点を検討"],
            "likely_reading": ["", "", ""],
            "reason": ["", "", ""],
        }
    )
    assert find_typos(slips, tables)["stands_in"].tolist() == ["measures.title, measures.content", "", ""]


def test_no_known_slip_of_the_plans_was_corrected(all_tables: Path) -> None:
    names = ("measures", "passages", "sections", "indicators", "history", "finance", "organisations")
    found = find_typos(read_lexicons(ROOT / "data" / "hand").typos, {name: read(name, all_tables) for name in names})
    assert found.loc[found["stands_in"].eq(""), "printed"].tolist() == []
    assert found.set_index("printed").loc["まる一む", "stands_in"] == "measures.title"
