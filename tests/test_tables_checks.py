"""The checks of a folder of tables."""

import hashlib
import shutil

import pytest
from sample_tables import LINES, at, plan_tables, reading

from kyodo_analysis.reading.records import Unclaimed
from kyodo_analysis.source.corpus import read_text_file
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables.checks import check_package, check_plans, check_tables, check_unclaimed
from kyodo_analysis.tables.loading import read, read_all
from kyodo_analysis.tables.span_checks import TRACED_COLUMNS, check_spans
from kyodo_analysis.tables.storage import write_tables


def digest(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A folder with the sample plan (raw) and its tables (out)."""
    folder = tmp_path_factory.mktemp("sample")
    write_tables(plan_tables(folder / "raw"), folder / "out")
    return folder


@pytest.fixture
def project(sample, tmp_path):
    return shutil.copytree(sample, tmp_path / "project")


@pytest.fixture
def tables(sample):
    return read_all(sample / "out")


def check(project):
    return check_tables(project / "out", project / "raw")


def spans_of(tables, table, field):
    spans = tables["spans"]
    return spans.index[(spans["table"] == table) & (spans["field"] == field)]


def check_against_the_plan(tables):
    return list(check_spans(tables, {"ube": LINES}))


def test_good_tables_pass(project):
    assert check(project) == []


def test_values_of_all_traced_columns_are_looked_at(tables):
    spans = tables["spans"]
    fields = set(zip(spans["table"], spans["field"], strict=True))
    traced = {(table, field) for table, columns in TRACED_COLUMNS.items() for field in columns}
    assert traced - fields == {("measures", "lead"), ("indicators", "policy")}
    assert fields - traced == {("measures", "number")}


def test_a_span_that_points_beside_its_value(tables):
    tables["spans"].loc[spans_of(tables, "measures", "status"), ["start", "end"]] += 1
    (line,) = check_against_the_plan(tables)
    assert line == "spans: measures of ube/Ⅰ-(1)-②, status: the source reads '続', the table '継続'"


@pytest.mark.parametrize(("column", "value"), [("line", 900), ("line", 0), ("end", 900), ("start", -1)])
def test_a_span_that_points_out_of_the_file(tables, column, value):
    tables["spans"].loc[spans_of(tables, "measure_schedule", "printed")[0], column] = value
    (line,) = check_against_the_plan(tables)
    assert line == "spans: measure_schedule 2013 of ube/Ⅰ-(1)-②, printed: the source file has no such line or column"


def test_a_plan_whose_file_is_unknown(tables):
    found = list(check_spans(tables, {}))
    assert found and all(line.endswith("has no such line or column") for line in found)


def test_a_value_without_spans(tables):
    tables["spans"] = tables["spans"].drop(spans_of(tables, "indicators", "trend"))
    assert check_against_the_plan(tables) == [
        "spans: indicators 1 of ube/KGI-1, trend: the value has no span",
        "spans: indicators 2 of ube/KGI-1, trend: the value has no span",
    ]


def test_spans_of_a_value_that_is_not_there(tables):
    tables["spans"].loc[spans_of(tables, "elements", "text"), "position"] = 7
    assert check_against_the_plan(tables) == [
        "spans: elements 7 of ube/Ⅰ-(1)-②, text: there is no such value",
        "spans: elements 1 of ube/Ⅰ-(1)-②, text: the value has no span",
    ]


def test_pieces_in_the_wrong_order(tables):
    index = spans_of(tables, "elements", "text")
    assert len(index) == 2
    tables["spans"].loc[index, "piece"] = [2, 1]
    (line,) = check_against_the_plan(tables)
    assert line.startswith("spans: elements 1 of ube/Ⅰ-(1)-②, text: the source reads 'ついて随時検討します。市民活動")


def test_characters_that_repair_puts_right_are_the_same(tables):
    lines = [*LINES]
    lines[4] = lines[4].replace("市民活動", "市⺠活動")
    assert list(check_spans(tables, {"ube": lines})) == []
    lines[4] = lines[4].replace("市⺠活動", "市氏活動")
    assert len(list(check_spans(tables, {"ube": lines}))) == 1


def test_many_failing_spans_are_counted(project):
    path = project / "raw" / "ube.txt"
    old = path.read_bytes()
    new = "\n".join("？" * len(line) for line in LINES).encode()
    path.write_bytes(new)
    manifest = project / "raw" / "plans.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(digest(old), digest(new)), encoding="utf-8")
    cells = len(read("spans", project / "out")[["table", "row_id", "field", "position"]].drop_duplicates())
    found = check(project)
    assert found[0] == "plans: ube was built from another version of its file; build the tables again"
    assert len(found) == 1 + 20 + 1
    assert found[-1] == f"spans: {cells - 20} more"


def test_too_much_left_over(tmp_path):
    left = (*reading().unclaimed, Unclaimed("text", at(20, "本指針を策定しています。"), "no record claims it"))
    (line,) = check_unclaimed(plan_tables(tmp_path, unclaimed=left))
    assert line == "unclaimed: 3.3% of ube is claimed by no record, the limit is 2%"


def test_a_broken_schema(project, tables):
    tables["elements"].loc[0, "measure_id"] = "ube/9"
    write_tables(tables, project / "out")
    found = check(project)
    assert "elements: measure_id ube/9 not found in measures" in found
    assert "spans: elements 1 of ube/9, text: the value has no span" in found


def test_files_that_changed_after_the_build(project):
    path = project / "out" / "passages.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("本指針", "本方針"), encoding="utf-8")
    assert check(project) == ["datapackage.json: passages.csv is not the file described; build the tables again"]


@pytest.mark.parametrize("content", [None, "", "[]", '{"resources": [{}]}', '{"resources": 1}'])
def test_a_broken_data_package(project, content):
    (project / "out" / "datapackage.json").unlink()
    if content is not None:
        (project / "out" / "datapackage.json").write_text(content, encoding="utf-8")
    (line,) = check_package(project / "out")
    assert line.startswith("datapackage.json: missing or broken")


def test_missing_and_broken_tables_have_a_line_each(project):
    (project / "out" / "spans.csv").unlink()
    (project / "out" / "plans.csv").write_text("plan_id\nube\n", encoding="utf-8")
    first, second = check(project)
    assert "plans.csv: column municipality_code is missing" in first
    assert "spans.csv does not exist" in second


def test_plans_that_tables_and_manifest_do_not_share(project, tables):
    text = read_text_file(project / "raw" / "ube.txt")
    assert list(check_plans(tables["plans"], {"ube": text})) == []
    assert list(check_plans(tables["plans"], {"hagi": text})) == [
        "plans: hagi of the manifest is missing; build the tables again",
        "plans: ube is not in the manifest; name its folder with --raw or build the tables again",
    ]


def test_a_manifest_that_cannot_be_read(project):
    (project / "raw" / "ube.txt").write_text("計画", encoding="utf-8")
    with pytest.raises(InputError, match="wrong checksum"):
        check(project)
