"""Reading tables, whole and broken."""

import shutil

import pytest
from sample_tables import plan_tables

import kyodo_analysis.tables
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables.loading import read, read_all
from kyodo_analysis.tables.storage import write_tables


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A folder with the sample plan (raw) and its tables (out)."""
    folder = tmp_path_factory.mktemp("sample")
    write_tables(plan_tables(folder / "raw"), folder / "out")
    return folder


@pytest.fixture
def folder(sample, tmp_path):
    return shutil.copytree(sample / "out", tmp_path / "out")


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_dtypes(folder):
    measures = read("measures", folder)
    assert {str(measures[name].dtype) for name in ("measure_id", "status", "lead")} == {"str"}
    assert str(measures["first_line"].dtype) == "Int64"
    assert str(measures["reprint"].dtype) == "boolean"
    assert str(read("finance", folder)["amount"].dtype) == "float64"
    assert read("measure_schedule", folder)["fiscal_year"].tolist() == [2013, 2014]


def test_reading_is_offered_by_the_room(folder):
    assert kyodo_analysis.tables.read("plans", str(folder)).equals(read("plans", folder))


def test_the_default_folder_is_that_of_the_project(sample, tmp_path, monkeypatch):
    shutil.copytree(sample / "raw", tmp_path / "data" / "raw")
    shutil.copytree(sample / "out", tmp_path / "data" / "processed")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert read("plans")["plan_id"].tolist() == ["ube"]


def test_a_table_saved_by_a_spreadsheet_is_read(folder):
    path = folder / "measures.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read("measures", folder)) == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("measures.csv", "measure_id,", "id,", r"measures\.csv: column measure_id is missing"),
        ("measures.csv", ",policy,", ",policy,mayor,", r"measures\.csv: column \w+ is not in the schema|column"),
        ("measures.csv", ",false,", ",perhaps,", r"column reprint, row 1: 'perhaps' is not of the type boolean"),
        ("elements.csv", ",1,", ",one,", r"elements\.csv: column position, row 1: 'one' is not of the type integer"),
        ("elements.csv", ",1,", ",1.5,", r"column position, row 1: '1\.5' is not of the type integer"),
        ("finance.csv", ",142.0,", ",142億,", r"column amount, row 1: '142億' is not of the type number"),
        ("finance.csv", ",revenue,", ",income,", r"column side, row 1: 'income' is not one of revenue, expenditure"),
        ("measure_actors.csv", ",行政,", ",,", r"column printed, row 2: the value is missing"),
        ("finance.csv", ",142.0,", ",142.0,1,", r"finance\.csv(: rows have more cells| is broken)"),
        ("measure_actors.csv", "行政,city", "行政,city,", r"measure_actors\.csv is broken"),
    ],
)
def test_broken_tables_are_named_with_file_column_and_row(folder, file, old, new, message):
    edit(folder, file, old, new)
    with pytest.raises(InputError, match=message) as caught:
        read(file.split(".")[0], folder)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_column_too_many_is_refused(folder):
    text = (folder / "history.csv").read_text(encoding="utf-8").splitlines()
    (folder / "history.csv").write_text(f"{text[0]},place\n{text[1]},市役所\n", encoding="utf-8")
    with pytest.raises(InputError, match="column place is not in the schema"):
        read("history", folder)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"", "is broken"), ("計画".encode("cp932"), "is not UTF-8"), (b'"plan_id', "is broken")],
)
def test_files_that_are_no_csv(folder, data, message):
    (folder / "plans.csv").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read("plans", folder)


def test_a_parquet_file_cut_short(folder):
    path = folder / "tokens.parquet"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(InputError, match=r"tokens\.parquet is broken"):
        read("tokens", folder)


def test_missing_tables(folder, tmp_path):
    (folder / "spans.csv").unlink()
    with pytest.raises(InputError, match=r"spans\.csv does not exist; run kyodo build"):
        read_all(folder)
    with pytest.raises(InputError, match="there is no table 'citys'"):
        read("citys", tmp_path)
