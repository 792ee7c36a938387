"""The schema, and what validation finds."""

import pandas as pd
import pytest
from sample_tables import plan_tables

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables.schema import TABLES, arrange, empty, find_table, natural_key
from kyodo_analysis.tables.validation import validate

PROMISED = {
    "plans": "plan_id municipality_code municipality prefecture title title_en first_fiscal_year last_fiscal_year "
    "state source_file source_sha256 raw_chars repaired_chars note",
    "sections": "plan_id section_id level number title line",
    "passages": "plan_id passage_id section_id kind text first_line last_line",
    "measures": "measure_id plan_id number policy program title status reprint lead purpose content completion "
    "first_line last_line",
    "elements": "measure_id position text commitment",
    "measure_actors": "measure_id position printed actor",
    "measure_departments": "measure_id position printed department generic",
    "measure_schedule": "measure_id fiscal_year printed phase",
    "measure_timing": "measure_id position printed first_fiscal_year last_fiscal_year kind",
    "measure_themes": "measure_id rank theme evidence",
    "code_evidence": "measure_id scheme field position start end code rule tokens part value taken printed line",
    "field_status": "measure_id field status reason alternatives",
    "indicators": "plan_id indicator_id kind policy name unit baseline_year baseline target_year target trend",
    "history": "plan_id position date end_date event",
    "finance": "plan_id side item parent fiscal_year amount status",
    "organisations": "plan_id item count printed source",
    "repairs": "plan_id line fixer before after",
    "unclaimed": "plan_id first_line last_line kind reason",
    "spans": "table row_id field position piece line start end",
    "tokens": "plan_id measure_id field position sentence token surface base_form reading pos pos_detail start",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return plan_tables(tmp_path_factory.mktemp("raw"))


@pytest.fixture
def tables(built):
    return {name: frame.copy() for name, frame in built.items()}


@pytest.mark.parametrize("name", PROMISED)
def test_promised_tables_have_the_promised_columns_in_order(name):
    promised = PROMISED[name].split()
    assert [column for column in TABLES[name].names if column in promised] == promised


def test_every_declaration_holds_together():
    for name, table in TABLES.items():
        assert table.name == name
        assert len(set(table.names)) == len(table.names)
        assert set(table.key) | set(table.sorted_by) <= set(table.names)
        assert all(column.label and column.description.endswith(".") for column in table.columns)
        for key in table.foreign_keys:
            assert set(key.columns) <= set(table.names)
            assert TABLES[key.table].key == key.references


def test_unknown_names():
    with pytest.raises(InputError, match="there is no table 'measure'; choose from plans, sections"):
        find_table("measure")
    with pytest.raises(KeyError, match="table plans has no column city"):
        find_table("plans").column("city")
    assert find_table("plans").column("raw_chars").dtype == "Int64"


def test_rows_sort_by_numbers_as_numbers():
    numbers = ["koka/1-10-1", "koka/1-2-1", "koka/Ⅰ-(1)-⑩", "koka/Ⅰ-(1)-②", "ube/1"]
    frame = pd.DataFrame({"measure_id": numbers[::-1], "position": 1, "printed": "市", "actor": None})
    arranged = arrange(TABLES["measure_actors"], frame)
    assert list(arranged["measure_id"]) == ["koka/1-2-1", "koka/1-10-1", "koka/Ⅰ-(1)-②", "koka/Ⅰ-(1)-⑩", "ube/1"]
    assert [str(dtype) for dtype in arranged.dtypes] == ["str", "Int64", "str", "str"]


def test_missing_values_sort_last():
    tokens = empty(TABLES["tokens"]).reindex(range(3))
    tokens["measure_id"] = [None, "ube/2", "ube/1"]
    assert [*arrange(TABLES["tokens"], tokens)["measure_id"].fillna("-")] == ["ube/1", "ube/2", "-"]


def test_natural_keys_of_any_texts_can_be_compared():
    assert sorted(["b", "1", "", "a10", "a9", "①"], key=natural_key) == ["", "1", "a9", "a10", "b", "①"]


def test_a_column_that_is_missing_is_named():
    with pytest.raises(KeyError, match="actor"):
        arrange(TABLES["measure_actors"], pd.DataFrame({"measure_id": ["a"], "position": [1], "printed": ["市"]}))


def test_empty_tables_have_dtypes():
    dtypes = empty(TABLES["measure_departments"]).dtypes.astype("str")
    assert dtypes.tolist() == ["str", "Int64", "str", "str", "boolean", "boolean", "str"]


def test_a_good_set_of_tables_keeps_all_promises(tables):
    assert validate(tables) == []


def change(tables, name, column, row, value):
    tables[name].loc[row, column] = value


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (lambda t: t.pop("spans"), "spans: the table is missing"),
        (lambda t: t.update(cities=t["plans"]), "cities: the schema knows no such table"),
        (lambda t: t["plans"].pop("title"), "plans: column title is missing"),
        (lambda t: t["plans"].insert(0, "mayor", "x"), "plans: column mayor is not in the schema"),
        (
            lambda t: change(t, "plans", "state", 0, "done"),
            "plans: column state, row 1: the value is not one of final, draft, fragment ('done')",
        ),
        (
            lambda t: change(t, "plans", "source_sha256", 0, "0" * 63 + "g"),
            "plans: column source_sha256, row 1: the value does not look like [0-9a-f]{64} ('" + "0" * 63 + "g')",
        ),
        (
            lambda t: change(t, "elements", "text", 0, ""),
            "elements: column text, row 1: the value is an empty text ('')",
        ),
        (
            lambda t: change(t, "measures", "first_line", 1, pd.NA),
            "measures: column first_line, row 2: the value is missing",
        ),
        (
            lambda t: t.update(elements=t["elements"].astype({"position": "float64"})),
            "elements: column position has the dtype float64 instead of Int64",
        ),
        (
            lambda t: change(t, "elements", "measure_id", 0, "ube/9"),
            "elements: measure_id ube/9 not found in measures",
        ),
        (
            lambda t: change(t, "passages", "section_id", 0, "s7"),
            "passages: plan_id ube, section_id s7 not found in sections",
        ),
        (
            lambda t: change(t, "measure_actors", "position", 1, 1),
            "measure_actors: the key measure_id ube/Ⅰ-(1)-②, position 1 stands in several rows",
        ),
        (
            lambda t: t.update(measures=t["measures"][::-1].reset_index(drop=True)),
            "measures: the rows are not sorted by measure_id",
        ),
        (
            lambda t: t.update(measures=t["measures"][[*t["measures"].columns[::-1]]]),
            "measures: the columns are not in the order of the schema",
        ),
    ],
)
def test_every_broken_promise_has_its_line(tables, harm, line):
    harm(tables)
    assert line in validate(tables)


def test_a_missing_value_is_no_foreign_key(tables):
    tables["passages"]["section_id"] = pd.Series([None], dtype="str")
    assert validate(tables) == []


def test_many_failures_of_one_kind_share_a_line(tables):
    tables["spans"]["table"] = ""
    (line,) = [line for line in validate(tables) if "empty" in line]
    assert line.startswith("spans: column table, row 1, 2, 3, 4, 5 and ")
