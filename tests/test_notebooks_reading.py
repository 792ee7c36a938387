"""00-overview and 01-reading-the-plans: no numbers of their own in the prose, sound links, checks that can fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import nbformat
import pandas as pd
import pytest
from analysis_inputs import project_analyses
from kyodo_project import ROOT
from nbformat import NotebookNode

from kyodo_analysis.publish import findings
from kyodo_analysis.tables import loading

NOTEBOOKS = ("00-overview", "01-reading-the-plans")
MOST_CODE_LINES = 40
CELLS = range(15, 26)
# Source text in code, links and names of plans and notebooks hold digits that state nothing.
_NAMES = re.compile(r"`[^`]*`|\]\([^)]*\)|\[\d\d-[a-z-]+|[↓\[\]]")

Tables = dict[str, pd.DataFrame]
Change = Callable[[Tables], None]
Run = Callable[[str, Change], None]


def cells(name: str, kind: str) -> list[NotebookNode]:
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    return [cell for cell in notebook.cells if cell.cell_type == kind]


@pytest.fixture(scope="module")
def answers() -> Tables:
    """The tables of the answers, made once: they take seconds, and no check is about them."""
    return findings.tabulate_answers(project_analyses())


@pytest.fixture
def run_cells(answers: Tables, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the code cells of a notebook on tables that have been changed."""

    def run(name: str, change: Change) -> None:
        tables = loading.read_all(ROOT / "data" / "processed")
        change(tables)
        monkeypatch.setattr(loading, "read_all", lambda folder=None: tables)
        monkeypatch.setattr(findings, "tabulate_answers", lambda analyses: answers)
        monkeypatch.chdir(ROOT / "notebooks")
        left_behind: dict[str, Any] = {}
        for cell in cells(name, "code"):
            exec(compile(cell.source, name, "exec"), left_behind)

    return run


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_short_and_defines_nothing(name: str) -> None:
    code = [line for cell in cells(name, "code") for line in cell.source.splitlines() if line.strip()]
    assert len(code) <= MOST_CODE_LINES
    assert len(cells(name, "code")) + len(cells(name, "markdown")) in CELLS
    assert not re.search(r"^\s*(def|class|for|while|with|%|!)", "\n".join(code), re.M)
    assert not re.search(r"\.\./|\.(csv|txt|toml|parquet)\b", "\n".join(code))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_prose_leaves_numbers_to_the_tables(name: str) -> None:
    prose = "\n".join(cell.source for cell in cells(name, "markdown"))
    assert re.findall(r".{0,20}\d.{0,20}", _NAMES.sub("", prose)) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_link_leads_somewhere(name: str) -> None:
    prose = "\n".join(cell.source for cell in cells(name, "markdown"))
    links = re.findall(r"\]\(([^)#]+)\)", prose)
    assert links
    assert [link for link in links if not (ROOT / "notebooks" / link).exists()] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_code_cell_was_run_in_order_and_without_an_error(name: str) -> None:
    code = cells(name, "code")
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert {output.output_type for cell in code for output in cell.outputs} <= {"execute_result", "stream"}
    assert {output.name for cell in code for output in cell.outputs if output.output_type == "stream"} <= {"stdout"}


def test_every_figure_has_an_alternative_text_above_it() -> None:
    notebook = nbformat.read(ROOT / "notebooks" / "01-reading-the-plans.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    before = [
        notebook.cells[place - 1].source
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and any("image/png" in output.get("data", {}) for output in cell.outputs)
    ]
    assert len(before) == 2
    assert all("*Alt text: " in text for text in before)


def leave_as_is(tables: Tables) -> None:
    pass


def lose_a_field_status(tables: Tables) -> None:
    status = tables["field_status"]
    tables["field_status"] = status[~status["measure_id"].eq("koka/1-1-1")]


def change_a_status(tables: Tables) -> None:
    status = tables["field_status"]
    tables["field_status"] = status.assign(status=status["status"].mask(status.index == 0, "guessed"))


def garble_the_titles(tables: Tables) -> None:
    measures = tables["measures"]
    tables["measures"] = measures.assign(title=measures["title"].str[:-1])


def invent_a_measure(tables: Tables) -> None:
    measures = tables["measures"]
    again = measures.iloc[[0]].assign(measure_id="koka/1-1-99", number="1-1-99")
    tables["measures"] = pd.concat([measures, again], ignore_index=True)


def shift_an_amount(tables: Tables) -> None:
    finance = tables["finance"]
    tables["finance"] = finance.assign(
        amount=finance["amount"].mask(finance["item"].eq("市税"), finance["amount"] + 50)
    )


def leave_much_over(tables: Tables) -> None:
    unclaimed = tables["unclaimed"]
    tables["unclaimed"] = unclaimed.assign(kind="text", characters=unclaimed["characters"] * 1000)


def correct_a_slip(tables: Tables) -> None:
    measures = tables["measures"]
    tables["measures"] = measures.assign(title=measures["title"].str.replace("まる一む", "まるーむ"))


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_checks_hold(name: str, run_cells: Run) -> None:
    run_cells(name, leave_as_is)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("00-overview", lose_a_field_status),
        ("00-overview", change_a_status),
        ("01-reading-the-plans", garble_the_titles),
        ("01-reading-the-plans", invent_a_measure),
        ("01-reading-the-plans", shift_an_amount),
        ("01-reading-the-plans", leave_much_over),
        ("01-reading-the-plans", correct_a_slip),
    ],
)
def test_the_checks_can_fail(name: str, change: Change, run_cells: Run) -> None:
    with pytest.raises(AssertionError):
        run_cells(name, change)
