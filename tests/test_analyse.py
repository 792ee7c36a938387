"""Writing and reading analyses: all files or none, the same bytes again, types that come back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from analysis_inputs import Tables, analyses_of, project_analyses, tables_of
from kyodo_project import ROOT, contents

from kyodo_analysis.analyse import (
    DICTIONARY_NAME,
    analyse,
    prepare_analyses,
    read_analysis,
    refuse_unknown,
    serialise_analysis,
)
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.steps import NETWORKS, STEPS
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.source.published import read_published
from kyodo_analysis.tables.datapackage import PACKAGE_NAME

HAND = ROOT / "data" / "hand"
COMMITTED = ROOT / "data" / "analysis"


Report = Callable[[str, int, int], None]


def say_nothing(step: str, done: int, of: int) -> None:
    pass


def write(tables: Tables, out: Path, report: Report = say_nothing) -> Path:
    published = read_published(ROOT / "data" / "raw")
    given = published if set(tables["plans"]["plan_id"]) <= set(published) else None
    analyse(tables, out, report, HAND, given)
    return out


def write_made(made: Analyses, out: Path, report: Report = say_nothing) -> Path:
    """Write analyses that other tests ask for too, so that each is made once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kyodo_analysis.analyse.prepare_analyses", lambda *given: made)
        analyse(made.materials.tables, out, report, HAND)
    return out


def shuffled(tables: Tables) -> Tables:
    return {name: table.sample(frac=1, random_state=20).reset_index(drop=True) for name, table in tables.items()}


def one_line(error: pytest.ExceptionInfo[InputError]) -> str:
    message = str(error.value)
    assert len(message.splitlines()) == 1
    return message


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The analyses of the small tables. Not to be changed: `copied` gives a copy."""
    return write_made(analyses_of("small"), tmp_path_factory.mktemp("written") / "analyses")


@pytest.fixture(scope="module")
def two_written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The analyses of two plans. Not to be changed."""
    return write_made(analyses_of("two plans"), tmp_path_factory.mktemp("two") / "analyses")


@pytest.fixture
def copied(written: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "analyses"
    folder.mkdir()
    for path in written.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def package_of(folder: Path) -> dict[str, dict[str, object]]:
    package = json.loads((folder / PACKAGE_NAME).read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in package["resources"]}


def test_every_analysis_has_a_file_and_every_network_a_graph(written: Path) -> None:
    expected = {f"{name}.csv" for name in STEPS} | {f"{name}.graphml" for name in NETWORKS}
    assert {path.name for path in written.iterdir()} == expected | {DICTIONARY_NAME, PACKAGE_NAME}


def test_the_package_describes_the_files_as_they_are(written: Path) -> None:
    package = package_of(written)
    assert list(package) == [entry for name in STEPS for entry in (name, f"{name}-graph")[: 1 + (name in NETWORKS)]]
    for entry in package.values():
        data = (written / str(entry["path"])).read_bytes()
        assert entry["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert entry["bytes"] == len(data)
        if "schema" in entry:
            fields = entry["schema"]["fields"]  # type: ignore[index]
            header = next(csv.reader(io.StringIO(data.decode("utf-8"))))
            assert [field["name"] for field in fields] == header
            assert all(field["title"] and field["description"] for field in fields)


def test_the_dictionary_has_every_analysis_and_column(written: Path) -> None:
    page = (written / DICTIONARY_NAME).read_text(encoding="utf-8")
    for name, step in STEPS.items():
        own = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert step.grain in own and step.grain_ja in own
        shown = [line.split(" | ")[0].removeprefix("| ") for line in own.splitlines() if line.startswith("| ")]
        assert shown == ["column", *analyses_of("small")[name]]


@pytest.mark.slow
def test_graphs_have_the_nodes_and_edges_of_their_tables(two_written: Path) -> None:
    """The themes of the small tables meet once, which draws no edge; koka and nichinan make some."""
    analyses = analyses_of("two plans")
    for name in NETWORKS:
        graph, table = nx.read_graphml(two_written / f"{name}.graphml"), analyses[name]
        edges = table[table["kind"] == "edge"]
        assert set(graph) == set(table.loc[table["kind"] == "node", "name"])
        assert {frozenset(edge) for edge in graph.edges} == {
            frozenset(ends) for ends in edges[["source", "target"]].itertuples(index=False)
        }
    assert graph.number_of_edges()
    assert {"label", "count", "community", "measure_ids"} <= set(graph.nodes[next(iter(graph))])
    assert "kind" not in graph.nodes[next(iter(graph))]


def test_the_same_tables_in_any_order_give_the_same_bytes(written: Path, tmp_path: Path) -> None:
    assert contents(write(shuffled(tables_of("small")), tmp_path / "again")) == contents(written)


@pytest.mark.slow
def test_real_words_in_any_order_give_the_same_bytes(two_written: Path, tmp_path: Path) -> None:
    assert contents(write(shuffled(tables_of("two plans")), tmp_path / "again")) == contents(two_written)


def test_progress_names_each_analysis_in_turn(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write_made(analyses_of("nothing"), tmp_path / "analyses", lambda *step: told.append(step))
    n = len(STEPS)
    assert told == [*((f"analysing {name}", done, n) for done, name in enumerate(STEPS)), ("done", n, n)]


def test_an_earlier_run_is_replaced_whole(copied: Path) -> None:
    package = json.loads((copied / PACKAGE_NAME).read_text(encoding="utf-8"))
    package["resources"].append({"name": "older", "path": "older.csv"})
    (copied / PACKAGE_NAME).write_text(json.dumps(package), encoding="utf-8")
    (copied / "older.csv").write_text("n\n1\n", encoding="utf-8")
    write_made(analyses_of("nothing"), copied)
    assert not (copied / "older.csv").exists()
    assert read_analysis("themes", copied).empty


def test_files_of_others_and_tables_are_not_written_over(copied: Path, tmp_path: Path) -> None:
    (copied / "notes.txt").write_text("mine", encoding="utf-8")
    before = contents(copied)
    told: list[str] = []
    with pytest.raises(InputError, match=r"notes\.txt") as error:
        write(tables_of("nothing"), copied, lambda step, done, of: told.append(step))
    assert one_line(error) and contents(copied) == before
    assert told == [], "refused before anything is made"
    tables = tmp_path / "processed"
    tables.mkdir()
    (tables / "measures.csv").write_text("measure_id\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"holds the table measures\.csv; choose another folder for --out"):
        write(tables_of("nothing"), tables)


@pytest.mark.parametrize("name", STEPS)
def test_an_analysis_comes_back_as_it_was_written(written: Path, name: str) -> None:
    back = read_analysis(name, written)
    types = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
    fields = package_of(written)[name]["schema"]["fields"]  # type: ignore[index]
    assert back.dtypes.astype("str").to_dict() == {field["name"]: types[field["type"]] for field in fields}
    made = analyses_of("small")[name]
    assert len(back) == len(made)
    for column in back:
        given = made[column].mask(made[column].eq("")).astype("object")
        for one, other in zip(back[column].astype("object"), given, strict=True):
            if pd.isna(other):
                assert pd.isna(one)
            else:
                assert one == (pytest.approx(other, rel=1e-5) if isinstance(one, float) else other)


def test_one_analysis_has_the_bytes_of_its_file(written: Path) -> None:
    analyses = prepare_analyses(shuffled(tables_of("small")), HAND)
    assert serialise_analysis(analyses, "commitments") == (written / "commitments.csv").read_bytes()


def test_unknown_names_are_answered_with_the_known_ones(written: Path) -> None:
    refuse_unknown(["themes", "keywords"])
    for ask in (lambda: refuse_unknown(["themes", "nonsense"]), lambda: read_analysis("nonsense", written)):
        with pytest.raises(
            InputError, match=r"no analysis 'nonsense'.*choose from theme-codes-left-out, theme-val"
        ) as error:
            ask()
        one_line(error)


def break_header(folder: Path) -> None:
    path = folder / "coverage.csv"
    path.write_bytes(path.read_bytes().replace(b"share", b"part", 1))


def break_value(folder: Path) -> None:
    path = folder / "coverage.csv"
    path.write_bytes(path.read_bytes().replace(b",0,", b",none,", 1))


def widen_row(folder: Path) -> None:
    path = folder / "coverage.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b",1,1,1\n").replace(b",1,1,1\n", b"\n", 1))


BREAKS: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (lambda folder: [path.unlink() for path in folder.iterdir()], "does not exist; run kyodo analyse"),
    "no file": (lambda folder: (folder / "coverage.csv").unlink(), "coverage.csv does not exist; run kyodo analyse"),
    "no JSON": (lambda folder: (folder / PACKAGE_NAME).write_text("{"), "datapackage.json is broken"),
    "other JSON": (lambda folder: (folder / PACKAGE_NAME).write_text('{"resources": [1]}'), "is broken"),
    "not UTF-8": (lambda folder: (folder / "coverage.csv").write_bytes(b"\xff\xfe\n"), "coverage.csv is broken"),
    "empty": (lambda folder: (folder / "coverage.csv").write_bytes(b""), "coverage.csv is broken"),
    "another column": (break_header, "coverage.csv is broken"),
    "a word for a number": (break_value, "coverage.csv is broken"),
    "more cells than columns": (widen_row, "coverage.csv is broken"),
}


@pytest.mark.parametrize("way", BREAKS)
def test_a_broken_file_is_named_in_one_line(copied: Path, way: str) -> None:
    damage, says = BREAKS[way]
    damage(copied)
    with pytest.raises(InputError) as error:
        read_analysis("coverage", copied)
    assert says in one_line(error)
    assert "run kyodo analyse" in str(error.value)


@pytest.mark.slow
def test_the_committed_analyses_are_what_the_program_makes(tmp_path: Path) -> None:
    """Text and whole numbers exactly, other numbers to four digits: another processor may add in another order."""
    pytest.importorskip("sudachipy", reason="one of the sensitivity checks cuts words with it")
    made = write_made(project_analyses(), tmp_path / "analyses")
    remedy = "data/analysis is not what the program makes of data/processed; run kyodo analyse and read the difference"
    assert sorted(contents(made)) == (sorted(contents(COMMITTED)) if COMMITTED.is_dir() else []), remedy
    assert differences(COMMITTED, made) == [], remedy


def differences(old: Path, new: Path) -> list[str]:
    """The files that differ, with the first place where they do."""
    found = [f"{name}: {said}" for name in STEPS if (said := compare_tables(name, old, new))]
    for name in NETWORKS:
        if not same_graph(old / f"{name}.graphml", new / f"{name}.graphml"):
            found.append(f"{name}.graphml")
    if (old / DICTIONARY_NAME).read_bytes() != (new / DICTIONARY_NAME).read_bytes():
        found.append(DICTIONARY_NAME)
    one, other = (
        {name: {key: value for key, value in entry.items() if key not in ("bytes", "hash")} for name, entry in package}
        for package in (package_of(old).items(), package_of(new).items())
    )
    return [*found, PACKAGE_NAME] if one != other else found


def compare_tables(name: str, old: Path, new: Path) -> str:
    one, other = read_analysis(name, old), read_analysis(name, new)
    if list(one) != list(other) or len(one) != len(other):
        return f"{one.shape} and {other.shape} rows and columns"
    for column in one:
        values = [table[column].astype("object").where(table[column].notna(), None) for table in (one, other)]
        for row, (a, b) in enumerate(zip(*values, strict=True), start=1):
            if not same(a, b):
                return f"{column}, row {row}: {a} and {b}"
    return ""


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-4, atol=1e-9))
    return type(one) is type(other) and one == other


def same_graph(old: Path, new: Path) -> bool:
    """The same elements in the same order, with numbers that are the same to four digits."""
    one, other = (list(ET.parse(path).iter()) for path in (old, new))
    return len(one) == len(other) and all(
        (a.tag, a.attrib) == (b.tag, b.attrib) and same(number(a.text), number(b.text))
        for a, b in zip(one, other, strict=True)
    )


def number(text: str | None) -> object:
    """A text with a decimal point as a number."""
    try:
        return float(text) if text and "." in text else text
    except ValueError:
        return text


def test_the_comparison_finds_what_differs(written: Path, copied: Path) -> None:
    assert differences(written, copied) == []
    themes = copied / "themes.csv"
    lines = themes.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    at = lines[0].split(",").index("wilson_upper")
    for factor, found in ((1 + 5e-5, []), (1.01, ["themes: wilson_upper, row 1"])):
        changed = [*cells[:at], repr(float(cells[at]) * factor), *cells[at + 1 :]]
        themes.write_text("\n".join([lines[0], ",".join(changed), *lines[2:]]) + "\n", encoding="utf-8")
        assert [said.split(":")[0] + ":" + said.split(":")[1] for said in differences(written, copied)] == found
