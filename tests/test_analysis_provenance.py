"""From values back to source lines, on the five plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from kyodo_project import ROOT
from sample_tables import LINES, plan_tables

from kyodo_analysis.analysis.extraction.provenance import follow_lines, follow_value, locate_fields
from kyodo_analysis.source.corpus import SourceText, read_text_file
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables.loading import read_all

Tables = Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables(all_tables: Path) -> Tables:
    return read_all(all_tables)


@pytest.fixture(scope="module")
def published() -> dict[str, SourceText]:
    return read_published(ROOT / "data" / "raw")


def test_an_overprinted_line_is_shown_as_published_and_as_repaired(
    tables: Tables, published: Mapping[str, SourceText]
) -> None:
    lines = follow_value(tables, published, "elements", "nichinan/2-(1)-1", "text", 1)
    assert lines["line"].tolist() == [68, 70, 72, 74]
    last = lines.iloc[-1]
    assert last["published"] == "進めていきます。" * 4
    assert last[["repaired", "repaired_by", "part"]].tolist() == ["進めていきます。", "overprint", "進めていきます。"]


def test_a_value_that_runs_over_a_page_break_is_followed_to_the_next_page(
    tables: Tables, published: Mapping[str, SourceText]
) -> None:
    lines = follow_value(tables, published, "elements", "yamaguchi-2/3-1-①", "text", 2)
    assert lines["line"].tolist() == [4072, 4155, 4157]
    assert (
        "".join(lines["part"])
        == "地域課題を把握するためのアンケート調査の実施やワークショップ等の活用等の支援を行います。"
    )
    assert set(lines["repaired_by"]) == {""}


def test_every_value_with_spans_can_be_followed(tables: Tables, published: Mapping[str, SourceText]) -> None:
    keys = ["table", "row_id", "field", "position"]
    for table, row_id, field, position in tables["spans"][keys].drop_duplicates()[::40].itertuples(index=False):
        assert len(follow_value(tables, published, table, row_id, field, int(position)))


def test_a_value_without_spans_is_refused(tables: Tables, published: Mapping[str, SourceText]) -> None:
    with pytest.raises(ValueError, match="no spans lead to purpose 0 of koka/1-1-1 in measures"):
        follow_value(tables, published, "measures", "koka/1-1-1", "purpose")


def test_tables_of_another_version_of_the_source_are_refused(tmp_path: Path) -> None:
    tables = plan_tables(tmp_path)
    text = read_text_file(tmp_path / "ube.txt")
    assert follow_value(tables, {"ube": text}, "measures", "ube/Ⅰ-(1)-②", "title")["line"].tolist() == [5]
    other = replace(text, lines=tuple(line.replace("拠点", "場所") for line in LINES))
    with pytest.raises(ValueError, match="is not what its source lines read; build the tables again"):
        follow_value(tables, {"ube": other}, "measures", "ube/Ⅰ-(1)-②", "title")


def test_page_furniture_leaves_nothing_and_a_footnote_mark_goes_out_of_its_sentence(
    tables: Tables, published: Mapping[str, SourceText]
) -> None:
    lines = follow_lines(tables, published, "yamaguchi-2", [4081, 4082, 5113]).set_index("line")
    assert pd.isna(lines.loc[4081, "repaired"])
    assert lines.loc[4081, "repaired_by"] == "page_furniture"
    assert lines.loc[5113, "repaired"] == "的支援として、集落支援員等の配置を"
    assert 4082 not in lines.index  # an empty line


def test_a_line_that_needed_no_repair_is_its_own_repair(tables: Tables, published: Mapping[str, SourceText]) -> None:
    (line,) = follow_lines(tables, published, "tsushima", [65]).to_dict("records")
    assert line["repaired_by"] == ""
    assert line["repaired"] == line["published"].strip()


def test_a_line_that_the_file_does_not_have_is_refused(tables: Tables, published: Mapping[str, SourceText]) -> None:
    with pytest.raises(IndexError):
        follow_lines(tables, published, "nichinan", [100_000])


def test_the_fields_of_scrambled_cards_are_located(tables: Tables) -> None:
    cards = [f"yamaguchi-1/Ⅰ-({program})-{mark}" for program, mark in ((1, "①"), (1, "②"), (2, "①"))]
    located = locate_fields(tables, cards).set_index("field")
    assert located.loc["title"].tolist() == ["113", "63", "65"]
    assert located.loc["content"].tolist() == ["106–107", "69–71", "80–82"]
    assert "reprint" not in located.index


def test_a_field_that_no_measure_has_is_left_out(tables: Tables) -> None:
    located = locate_fields(tables, ["koka/1-1-1"])
    assert located["field"].tolist() == ["title", "actors", "content"]
