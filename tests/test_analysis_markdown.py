"""Tables as Markdown: nothing in a cell may change the table around it."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.showing.markdown import compose_markdown, tabulate_markdown


def cells(markdown: str) -> list[list[str]]:
    """The cells of every row, split at bars that are not escaped."""
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]] for line in markdown.split("\n")]


def test_numbers_stand_on_the_right_and_lines_have_no_commas() -> None:
    table = pd.DataFrame({"plan": ["koka"], "line": [1070], "steps": [1963], "per_1000": [41.390798]})
    assert cells(tabulate_markdown(table)) == [
        ["plan", "line", "steps", "per 1000"],
        [":---", "---:", "---:", "---:"],
        ["koka", "1070", "1,963", "41.4"],
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        ("", "–"),
        (True, "yes"),
        (False, "no"),
        (2.0, "2"),
        (4.5, "4.5"),
        (12279, "12,279"),
        ("（１）住民自治　　組織", "（１）住民自治 組織"),
        ("<ul><li>市民の声</ul>", r"\<ul\>\<li\>市民の声\</ul\>"),
        ("measure_id", r"measure\_id"),
        ("検討\n実施", "検討 ／ 実施"),
    ],
)
def test_a_value_is_shown_as_it_stands(value: object, shown: str) -> None:
    table = pd.DataFrame({"value": pd.Series([value], dtype="object")})
    assert cells(tabulate_markdown(table))[2] == [shown]


def test_source_lines_are_code_with_their_tabs_in_sight() -> None:
    table = pd.DataFrame({"published": ["歳入\t市税\t142", "`||`"]})
    assert tabulate_markdown(table).split("\n")[2:] == ["| `歳入 ⇥ 市税 ⇥ 142` |", r"| `'\|\|'` |"]


def test_links_stay_links_in_their_columns_only() -> None:
    table = pd.DataFrame({"notebook": ["[a](a.ipynb)"], "question": ["[b](b.ipynb)"]})
    assert cells(tabulate_markdown(table, links=["notebook"]))[2] == ["[a](a.ipynb)", r"\[b\](b.ipynb)"]


def test_sentences_and_tables_are_set_apart() -> None:
    page = compose_markdown("2 rows are shifted", pd.DataFrame({"line": [102, 113]}), "Nothing is left")
    assert page == "2 rows are shifted.\n\n| line |\n|---:|\n| 102 |\n| 113 |\n\nNothing is left."


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4), st.booleans())
def test_every_row_keeps_its_number_of_cells(texts: list[str], source: bool) -> None:
    columns = ["published" if source and place == 0 else f"c{place}" for place in range(len(texts))]
    markdown = tabulate_markdown(pd.DataFrame([texts], columns=columns))
    lines = markdown.split("\n")
    assert len(lines) == 3
    bare = [re.sub(r"\\.", "", line) for line in lines]
    assert [line.count("|") for line in bare] == [len(texts) + 1] * 3
