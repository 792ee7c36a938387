"""The descriptions of the analyses' columns: every column has one, none is left over, types hold."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_inputs import analyses_of, project_analyses
from kyodo_project import ROOT

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.columns import declare_analysis, describe_column, read_descriptions, type_columns
from kyodo_analysis.analysis.dictionary import describe_analyses, find_methods
from kyodo_analysis.analysis.steps import STEPS
from kyodo_analysis.tables.declarations import Column, Table
from kyodo_analysis.values.departments import split_departments


def described_by(name: str, columns: list[str]) -> set[tuple[str, str]]:
    """The rows of columns.csv that describe the columns of an analysis."""
    own = read_descriptions()
    return {(column, name if (column, name) in own else "") for column in columns}


@pytest.mark.parametrize("name", STEPS)
def test_every_column_is_described(name: str) -> None:
    """Of the small tables: that others have the same columns is what test_analysis_analyses says."""
    table = declare_analysis(name, STEPS[name], analyses_of("small")[name])
    assert [(column.name, column.nullable) for column in table.columns] == [
        (column, True) for column in analyses_of("small")[name]
    ]


def test_no_description_is_dead() -> None:
    used = {key for name in STEPS for key in described_by(name, list(analyses_of("small")[name]))}
    assert set(read_descriptions()) - used == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", STEPS)
def test_the_projects_analyses_have_described_columns_of_their_types(name: str) -> None:
    analyses = project_analyses()
    table = analyses[name]
    typed = type_columns(declare_analysis(name, STEPS[name], table), table)
    assert len(typed) > 0
    for column in typed:
        pd.testing.assert_series_equal(typed[column].isna(), table[column].isna())
    assert_no_share_is_a_percentage(typed)


def assert_no_share_is_a_percentage(table: pd.DataFrame) -> None:
    for column in ("share", "share_lower", "share_upper", "wilson_lower", "wilson_upper", "p", "q", "precision"):
        if column in table:
            assert table[column].dropna().between(0, 1).all()


def test_descriptions_are_sentences_with_japanese_labels() -> None:
    for (name, analysis), column in read_descriptions().items():
        assert column.description.endswith("."), (name, analysis)
        assert column.label and (not column.label.isascii() or name == "percent_diff"), (name, analysis)


def test_lower_and_upper_ends_are_described_alike() -> None:
    """What is said of a lower end is said of its upper end: a row that was changed alone would be found."""
    for name, analysis in read_descriptions():
        if name.endswith("lower"):
            one, other = (describe_column(end, analysis) for end in (name, name.replace("lower", "upper")))
            said = one.description.replace("Lower end", "Upper end").replace("The lowest", "The highest")
            assert said == other.description


def test_a_row_for_an_analysis_goes_before_the_general_one() -> None:
    assert describe_column("n", "word-clusters").description == "Words that were clustered."
    assert describe_column("n", "themes") == describe_column("n", "actor-coverage")
    assert describe_column("plans", "formulas").kind == "integer"
    assert describe_column("plans", "measure-clusters").kind == "text"


def test_a_column_without_a_description_is_named() -> None:
    with pytest.raises(KeyError, match=r"column nonsense of the analysis themes is not described; add a row"):
        describe_column("nonsense", "themes")


def test_columns_have_one_type_with_and_without_values() -> None:
    kinds = {"a": "text", "b": "integer", "c": "number", "d": "boolean"}
    table = Table("t", "", "", "", tuple(Column(name, "", "", kind) for name, kind in kinds.items()), ())
    dtypes = {"a": "str", "b": "Int64", "c": "float64", "d": "boolean"}
    full = pd.DataFrame({"a": ["x", None], "b": [1.0, None], "c": [1 / 3, -0.0], "d": [True, None]}, dtype="object")
    for frame in (full, full.iloc[:0], pd.DataFrame(columns=list(kinds))):
        assert type_columns(table, frame).dtypes.astype("str").to_dict() == dtypes
    assert type_columns(table, full)["c"].map(repr).tolist() == ["0.333333", "0.0"]
    with pytest.raises((TypeError, ValueError)):
        type_columns(table, full.assign(b=0.5))


@pytest.mark.parametrize("name", STEPS)
def test_every_analysis_names_its_methods(name: str) -> None:
    methods = find_methods(STEPS[name].make)
    assert methods
    assert all(method.__doc__ and method.__module__.startswith("kyodo_analysis.analysis.") for method in methods)


def _call_indirectly(of: Analyses) -> pd.DataFrame:
    split_departments("市民課")
    return pd.concat([_make(of) for _ in range(1)])


def _make(of: Analyses) -> pd.DataFrame:
    return type_columns(of["x"], pd.DataFrame()) if of else _call_indirectly(of)


def test_methods_are_found_behind_functions_of_the_same_module_and_in_this_room_only() -> None:
    assert find_methods(_call_indirectly) == [type_columns]


def test_the_dictionary_shows_columns_methods_and_graphs() -> None:
    column = Column("p", "p値", "How often | by chance.", "number")
    step = Step("plan", "計画", _call_indirectly)
    page = describe_analyses({"x": step}, {"x": Table("x", "計画", "plan", "", (column,), ())}, {"x": "x.graphml"})
    assert "| [x](#x) | plan | 計画 |" in page
    assert page.endswith(
        "## x\n\nOne row per plan. 1行は計画。 Also as `x.graphml`.\n\n- `columns.type_columns`: The frame with the "
        "dtypes of the declared columns and numbers of six digits, same rows in the same order.\n\n"
        "| column | 列 | type | meaning |\n|---|---|---|---|\n| p | p値 | number | How often \\| by chance. |\n"
    )


def test_the_descriptions_go_with_the_package() -> None:
    assert '"analysis/columns.csv"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
