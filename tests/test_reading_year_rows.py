import pytest
from reading_plans import line

from kyodo_analysis.reading.year_rows import is_mark_row, is_year_row, phase_of, read_year_row


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Ｈ25 H26 H28 H29", [2013, 2014, 2016, 2017]),
        ("H27", [2015]),
        ("R3 R4 R5", [2021, 2022, 2023]),
        ("H30 R1 R2", [2018, 2019, 2020]),
        ("H25 26 27", [2013, 2014, 2015]),
        ("平成25年度 平成26年度", [2013, 2014]),
        ("平成 25 年度　平成 26 年度", [2013, 2014]),
        ("令和元年度", [2019]),
        ("2021 2022 2023", [2021, 2022, 2023]),
    ],
)
def test_year_rows(text, years):
    found = read_year_row(line(text, 20))
    assert [year.fiscal_year for year in found] == years
    assert sum(len(year.heading.without_blanks()) for year in found) == len("".join(text.split()))


@pytest.mark.parametrize(
    "text", ["", "19", "2013", "実施 → → →", "R3 と R4", "20年度 21年度", "25 26", "１ ２ ３", "H25～H29"]
)
def test_rows_without_settled_years(text):
    assert read_year_row(line(text)) == []


def test_the_look_of_years_is_enough_to_be_a_row_of_years():
    assert is_year_row(line("20年度 21年度 22年度 24年度以降"))
    assert not is_year_row(line("19"))
    assert not is_year_row(line("H25 " * 100))


def test_headings_keep_their_places():
    years = read_year_row(line("  Ｈ25 H26", 7))
    assert [(year.heading.runs()[0].start, year.heading.runs()[0].end) for year in years] == [(2, 5), (6, 9)]


@pytest.mark.parametrize("text", ["実施 → → →", "検討 実施 検討 実施", "→", "一部実施 → 実施", "● ○ －"])
def test_mark_rows(text):
    assert is_mark_row(line(text))


@pytest.mark.parametrize(
    "text", ["", "実施します。", "② 市民活動の拠点の検討", "協働推進課", "H27", "実施 協働推進課", "→ " * 200]
)
def test_no_mark_rows(text):
    assert not is_mark_row(line(text))


def test_phases_of_single_marks():
    assert phase_of("検討・実施") == "implement"
    assert phase_of("→") == "continue"
    assert phase_of("協働") is None
    assert phase_of("実施" * 7) is None
