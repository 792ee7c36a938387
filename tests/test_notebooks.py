"""Notebooks: run from top to bottom, short, without logic of their own, and with no number that no cell has printed.

nbval compares the outputs with a new run, but lets a notebook pass that was never run, and a cell that begins with an
unknown magic; those are looked for here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import nbformat
import pytest
from nbformat import NotebookNode

from kyodo_analysis.paths import project_root
from kyodo_analysis.tables import read

FOLDER = project_root() / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
MOST_LINES = 40

# Numbers that are no finding: years of sources cited in the text, the level of intervals and of false discoveries.
_CITED = {"2008", "95", "99", "05"}
_LINK = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
_NO_PROSE = re.compile(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|\d+-[a-z-]+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MAGIC = re.compile(r"^\s*(?:%|!|\?)|\?\s*$")
_MACHINE = re.compile(r"/(?:work|tmp|home|Users|root)/|\b0x[0-9a-f]{8,}|File \"")


@pytest.fixture(params=PATHS, ids=[path.stem for path in PATHS])
def notebook(request: pytest.FixtureRequest) -> NotebookNode:
    return nbformat.read(request.param, as_version=nbformat.NO_CONVERT)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def output_texts(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        for output in cell.outputs:
            yield output.get("text", "")
            yield from (text for kind, text in output.get("data", {}).items() if kind.startswith("text/"))


def test_the_notebooks_that_answer_the_questions_are_there() -> None:
    names = [path.stem for path in PATHS]
    assert {
        "00-overview",
        "01-reading-the-plans",
        "02-themes",
        "05-department-loads",
        "06-schedule-patterns",
        "07-targets",
    } <= set(names)


def test_every_cell_was_run_once_in_order(notebook: NotebookNode) -> None:
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert all(cell.source.strip() for cell in cells)


def test_nothing_failed_and_nothing_was_warned_of(notebook: NotebookNode) -> None:
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []
    assert len(outputs) > 3


def test_the_file_is_the_same_on_every_machine(notebook: NotebookNode) -> None:
    assert notebook.metadata.kernelspec.name == "python3"
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    sources = [cell.source for cell in notebook.cells]
    assert [text for text in [*sources, *output_texts(notebook)] if _MACHINE.search(text)] == []


def test_cells_are_short_and_free_of_magics(notebook: NotebookNode) -> None:
    for cell in code_cells(notebook):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= MOST_LINES, cell.id
        assert [line for line in lines if _MAGIC.search(line)] == [], cell.id
        assert max(map(len, lines)) <= 130, cell.id


def test_logic_lives_in_the_package(notebook: NotebookNode) -> None:
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try, ast.With)
    for cell in code_cells(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, forbidden), f"{cell.id}, line {getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Attribute | ast.Name):
                name = node.attr if isinstance(node, ast.Attribute) else node.id
                assert name not in {"open", "Path", "read_csv", "read_parquet", "read_text"}, cell.id


def test_title_question_and_answer_come_first_and_checks_and_limits_last(notebook: NotebookNode) -> None:
    assert notebook.cells[0].cell_type == "markdown" and notebook.cells[0].source.startswith("# ")
    assert any(
        isinstance(node, ast.Assert) for cell in code_cells(notebook) for node in ast.walk(ast.parse(cell.source))
    )
    assert notebook.cells[-1].cell_type == "markdown"
    assert 8 <= len(notebook.cells) <= 30


def test_links_lead_somewhere(notebook: NotebookNode) -> None:
    targets = [target for target in _LINK.findall(prose(notebook)) if "://" not in target]
    assert any(target.endswith(".ipynb") for target in targets)
    assert [target for target in targets if not (FOLDER / target.split("#")[0]).exists()] == []


def test_no_number_in_the_prose_that_no_cell_has_printed(notebook: NotebookNode) -> None:
    printed = {number.strip(",") for text in output_texts(notebook) for number in _NUMBER.findall(text)} | _CITED
    written = {number.strip(",") for number in _NUMBER.findall(_NO_PROSE.sub(" ", prose(notebook)))}
    assert sorted(written - printed) == []


def test_every_measure_that_is_shown_exists(notebook: NotebookNode) -> None:
    known = set(read("measures")["measure_id"]) | set(read("indicators")["indicator_id"])
    plans = "|".join(re.escape(plan) for plan in read("plans")["plan_id"])
    pattern = re.compile(rf"\b(?:{plans})/[^\s|`*,、。：:;「」\"'\\]+")
    shown = {found for text in output_texts(notebook) for found in pattern.findall(text)}
    assert sorted(shown - known) == []


@pytest.mark.parametrize("name", ["02-themes", "05-department-loads", "06-schedule-patterns", "07-targets"])
def test_findings_lead_back_to_measures_and_figures_have_words_beside_them(name: str) -> None:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)
    text = "\n".join(output_texts(notebook))
    assert text.lstrip().startswith("**Answer.**")
    assert "measure id" in text and "lines" in text and "kyodo trace" in prose(notebook)
    pictures = [
        output for cell in code_cells(notebook) for output in cell.outputs if "image/png" in output.get("data", {})
    ]
    assert len(pictures) >= 2 and prose(notebook).count("*Alt text.*") == len(pictures)
    assert prose(notebook).count("*How to read it.*") >= 3 and prose(notebook).count("*What it does not show:*") >= 3


def test_the_city_that_is_inferred_is_never_shown_as_if_it_were_named(notebook: NotebookNode) -> None:
    for text in [*output_texts(notebook), prose(notebook)]:
        for found in re.finditer(r"Nichinan|日南市", text):
            around = text[max(0, found.start() - 200) : found.end() + 200]
            assert any(word in around for word in ("inferred", "推定", "names no city"))
