"""`kyodo notebooks`: notebooks are run in place, and the same cells give the same bytes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from kyodo_project import assert_refused, contents, run_kyodo

from kyodo_analysis import notebook_runs
from kyodo_analysis.notebook_runs import parse_notebook, serialise, tidy_notebook


def code(source: str, **changes: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **changes}


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def notebook(*cells: dict[str, Any], **metadata: Any) -> bytes:
    content = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, ensure_ascii=False).encode("utf-8")


def write(folder: Path, name: str, *cells: dict[str, Any]) -> Path:
    (folder / "notebooks").mkdir(exist_ok=True)
    path = folder / "notebooks" / name
    path.write_bytes(notebook(*cells))
    return path


@pytest.mark.slow
def test_notebooks_are_run_in_order_and_a_second_run_changes_nothing(project: Path) -> None:
    write(project, "01-second.ipynb", code("import sys\nprint(open('seen.txt').read())\nprint(1, file=sys.stderr)"))
    write(
        project,
        "00-first.ipynb",
        text("# 協働"),
        code("from kyodo_analysis.tables import read\nopen('seen.txt', 'w').write('first')\nlen(read('plans'))"),
        code("  "),
        code("print('a')\nprint('b')"),
    )
    answer = run_kyodo("notebooks")
    assert answer.exit_code == 0, answer.stderr
    assert (answer.stdout, answer.stderr.splitlines()[-1]) == ("", "2 notebooks changed")
    first = json.loads((project / "notebooks/00-first.ipynb").read_text(encoding="utf-8"))
    assert [cell.get("execution_count") for cell in first["cells"]] == [None, 1, None, 2]
    assert first["cells"][1]["outputs"][0]["data"] == {"text/plain": ["1"]}
    assert first["cells"][3]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["a\n", "b\n"]}]
    second = json.loads((project / "notebooks/01-second.ipynb").read_text(encoding="utf-8"))
    assert second["cells"][0]["outputs"][0]["text"] == ["first\n"]
    before = contents(project)
    times = {path: path.stat().st_mtime_ns for path in (project / "notebooks").glob("*.ipynb")}
    answer = run_kyodo("notebooks")
    assert answer.stderr.splitlines()[-1] == "no notebook changed"
    assert contents(project) == before
    assert {path: path.stat().st_mtime_ns for path in (project / "notebooks").glob("*.ipynb")} == times


@pytest.mark.slow
def test_a_failing_cell_is_named_and_its_notebook_is_left_as_it_was(project: Path) -> None:
    path = write(project, "00-first.ipynb", text("# 協働"), code("x = 1"), code("x = 1 / 0\nx"), code("x"))
    before = contents(project)
    assert_refused(run_kyodo("notebooks"), str(path), "code cell 2 fails: ZeroDivisionError: division by zero")
    assert contents(project) == before


@pytest.mark.slow
def test_a_cell_that_never_ends_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(project, "00-first.ipynb", code("while True: pass"))
    monkeypatch.setattr(notebook_runs, "SECONDS_PER_CELL", 1)
    assert_refused(run_kyodo("notebooks"), str(path), "code cell 1 takes more than 1 seconds")


def test_no_notebooks(project: Path) -> None:
    assert_refused(run_kyodo("notebooks"), "holds no notebooks")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"cells": 1}',
        b'{"cells": [{}], "nbformat": 4, "metadata": {}}',
        b"\xff",
        b'{"worksheets": [], "nbformat": 3, "nbformat_minor": 0, "metadata": {}}',
    ],
)
def test_a_broken_notebook_is_named(project: Path, content: bytes) -> None:
    (project / "notebooks").mkdir()
    (project / "notebooks/00-first.ipynb").write_bytes(content)
    assert_refused(run_kyodo("notebooks"), "00-first.ipynb", "restore it")


def test_what_a_run_leaves_of_time_and_machine_is_taken_out() -> None:
    executed = parse_notebook(
        notebook(
            code(
                "1",
                execution_count=7,
                metadata={"execution": {"iopub.status.busy": "2026-11-20T09:00:00Z"}, "tags": ["kept"]},
                outputs=[
                    {"output_type": "stream", "name": "stdout", "text": "a"},
                    {"output_type": "stream", "name": "stdout", "text": "b\n"},
                    {"output_type": "stream", "name": "stderr", "text": "c"},
                    {
                        "output_type": "execute_result",
                        "execution_count": 7,
                        "data": {"text/plain": "1"},
                        "metadata": {},
                    },
                ],
            ),
            language_info={"name": "python", "version": "3.11.7"},
            title="kept",
        ),
        Path("00-first.ipynb"),
    )
    tidied = json.loads(serialise(tidy_notebook(executed)))
    (cell,) = tidied["cells"]
    assert cell["metadata"] == {"tags": ["kept"]}
    assert cell["execution_count"] == 1
    assert [output.get("text") for output in cell["outputs"]] == [["ab\n"], ["c"], None]
    assert cell["outputs"][2]["execution_count"] == 1
    assert tidied["metadata"]["title"] == "kept"
    assert tidied["metadata"]["language_info"] == {"name": "python"}


def test_cells_without_an_id_get_the_same_one_each_time() -> None:
    data = notebook(text("# 協働"), code("1"))
    once, again = (serialise(parse_notebook(data, Path("a.ipynb"))) for _ in range(2))
    assert once == again
    assert [cell["id"] for cell in json.loads(once)["cells"]] == ["cell-1", "cell-2"]


def test_a_kernel_that_is_not_installed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, "00-first.ipynb", code("1"))
    monkeypatch.setattr(notebook_runs, "KERNEL", "no-such-kernel")
    assert_refused(run_kyodo("notebooks"), "no Jupyter kernel no-such-kernel", "install ipykernel")


def test_without_jupyter(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbclient", None)
    monkeypatch.delitem(sys.modules, "kyodo_analysis.notebook_runs")
    assert_refused(run_kyodo("notebooks"), "nbclient is not installed", "kyodo_analysis[notebooks]")
