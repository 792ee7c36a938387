"""The descriptions of the tables: data package and data dictionary."""

import hashlib
import json

import pytest
from sample_tables import plan_tables

from kyodo_analysis.tables.datapackage import describe_package
from kyodo_analysis.tables.dictionary import describe_tables
from kyodo_analysis.tables.schema import TABLES
from kyodo_analysis.tables.storage import write_tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "out"
    write_tables(plan_tables(folder.parent / "raw"), folder)
    return folder


@pytest.fixture(scope="module")
def package(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_every_table_is_a_resource_with_size_and_checksum(folder, package):
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_fields_follow_the_headers(folder, package):
    for resource in package["resources"]:
        if resource["format"] == "csv":
            header = (folder / resource["path"]).read_text(encoding="utf-8").split("\n", 1)[0]
            assert [field["name"] for field in resource["schema"]["fields"]] == header.split(",")


def test_types_keys_and_constraints(package):
    resources = {resource["name"]: resource for resource in package["resources"]}
    measures = resources["measures"]
    fields = {field["name"]: field for field in measures["schema"]["fields"]}
    assert (measures["profile"], measures["mediatype"]) == ("tabular-data-resource", "text/csv")
    assert measures["schema"]["primaryKey"] == ["measure_id"]
    assert measures["schema"]["foreignKeys"] == [
        {"fields": ["plan_id"], "reference": {"resource": "plans", "fields": ["plan_id"]}}
    ]
    assert fields["reprint"]["type"] == "boolean"
    assert fields["measure_id"]["constraints"] == {"required": True}
    assert "constraints" not in fields["purpose"]
    state = next(field for field in resources["plans"]["schema"]["fields"] if field["name"] == "state")
    assert state["constraints"] == {"enum": ["final", "draft", "fragment"]}
    assert resources["tokens"]["format"] == "parquet"
    finance = {field["name"]: field for field in resources["finance"]["schema"]["fields"]}
    assert finance["amount"]["unit"] == "億円"


def test_foreign_keys_point_at_resources_that_are_there():
    package = json.loads(describe_package({"measures.csv": b"", "elements.csv": b"", "notes.txt": b""}))
    measures, elements = package["resources"]
    assert "foreignKeys" not in measures["schema"]
    assert elements["schema"]["foreignKeys"][0]["reference"]["resource"] == "measures"


def test_the_package_depends_on_nothing_but_the_files(folder):
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "datapackage.json"}
    assert describe_package(dict(reversed(files.items()))) == (folder / "datapackage.json").read_bytes()


def test_the_dictionary_names_every_table_and_column_once():
    sections = describe_tables().split("\n## ")
    described = {section.split("\n", 1)[0]: section for section in sections[2:]}
    assert list(described) == list(TABLES)
    for name, table in TABLES.items():
        rows = [
            line for line in described[name].splitlines() if line.startswith("| ") and not line.startswith("| column")
        ]
        assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == list(table.names)
        assert all(column.label in row for column, row in zip(table.columns, rows, strict=True))
        assert f"one row per {table.grain}" in described[name]


def test_the_dictionary_is_sound_markdown():
    text = describe_tables()
    assert text.endswith("\n") and not text.endswith("\n\n")
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == 5
