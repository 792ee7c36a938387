"""Running notebooks in place so that the same inputs give the same bytes."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from kyodo_analysis.source.errors import InputError, explain_os_error
from kyodo_analysis.tables.storage import write_file

KERNEL = "python3"
SECONDS_PER_CELL = 600

# nbclient logs what it then raises.
_SILENCE = logging.getLogger(f"{__name__}.silence")
_SILENCE.setLevel(logging.CRITICAL + 1)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# The kernel's own warnings about debugging are no output of a notebook.
_KERNEL_VARIABLES = {"PYDEVD_DISABLE_FILE_VALIDATION": "1", "PYTHONHASHSEED": "0"}


def run_notebooks(folder: Path, report: Callable[[str, int, int], None]) -> list[Path]:
    """Run every notebook of a folder in the order of the names and write back the outputs of those that changed.

    Raises:
        InputError: when there is none, one is broken, or a cell fails; notebooks from this one on are unchanged.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise InputError(f"{folder} holds no notebooks; run the command in the project's folder")
    changed = []
    for done, path in enumerate(paths):
        report(f"running {path.name}", done, len(paths))
        data = _read_bytes(path)
        executed = serialise(run_notebook(parse_notebook(data, path), path))
        if executed != data:
            write_file(path, executed)
            changed.append(path)
    report("done", len(paths), len(paths))
    return changed


def parse_notebook(data: bytes, path: Path) -> NotebookNode:
    """The notebook in a file's bytes; cells without an id get one from their place, where Jupyter would invent one.

    Raises:
        InputError: when it is no notebook of format 4.
    """
    try:
        content = json.loads(data)
        for place, cell in enumerate(content["cells"], start=1):
            cell.setdefault("id", f"cell-{place}")
        content.update(nbformat_minor=5)
        notebook: NotebookNode = nbformat.reads(json.dumps(content), as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError, nbformat.ValidationError) as error:
        raise InputError(f"{path} is no notebook of format 4 ({_first_line(str(error))}); restore it") from error
    return notebook


def run_notebook(notebook: NotebookNode, path: Path) -> NotebookNode:
    """The notebook with the outputs of a fresh kernel in its own folder, without any trace of when it ran.

    Raises:
        InputError: when a cell fails or takes too long, or there is no kernel.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(execution_count=None, outputs=[])
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        interrupt_on_timeout=True,  # the cell then fails with KeyboardInterrupt
        log=_SILENCE,
        kernel_name=KERNEL,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    # Without it the kernel warns on stderr that its messages are not encrypted.
    client.config.KernelManager.transport_encryption = "auto"
    try:
        client.execute(env=_environment())
    except KeyError as error:  # jupyter_client's NoSuchKernel
        raise InputError(f"there is no Jupyter kernel {KERNEL}; install ipykernel") from error
    except (CellExecutionError, CellTimeoutError, DeadKernelError, CellControlSignal) as error:
        raise InputError(f"{path}: {_describe_failure(notebook, error)}; correct the cell and run it again") from error
    except OSError as error:
        raise explain_os_error(error, path) from error
    return tidy_notebook(notebook)


def tidy_notebook(notebook: NotebookNode) -> NotebookNode:
    """The notebook with execution counts 1 to n, whole streams, and metadata that are the same on every machine."""
    count = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        if not cell.source.strip():
            cell.update(execution_count=None, outputs=[])
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = _join_streams(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    notebook.metadata.update(
        kernelspec={"display_name": "Python 3 (ipykernel)", "language": "python", "name": KERNEL},
        language_info={"name": "python"},
    )
    return notebook


def serialise(notebook: NotebookNode) -> bytes:
    """The bytes of a notebook's file, as Jupyter writes them."""
    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain_os_error(error, path) from error


def _join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Neighbouring pieces of one stream as one: where the kernel cuts them depends on the time."""
    joined: list[NotebookNode] = []
    for output in outputs:
        previous = joined[-1] if joined else None
        if previous and output.output_type == previous.output_type == "stream" and output.name == previous.name:
            previous.text += output.text
        else:
            joined.append(output)
    return joined


def _describe_failure(notebook: NotebookNode, error: Exception) -> str:
    """Which code cell failed and how: nbclient stops there, so it is the last one with an error."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    for place, cell in reversed(list(enumerate(code, start=1))):
        for output in cell.outputs:
            if output.output_type == "error" and output.ename == "KeyboardInterrupt":
                return f"code cell {place} takes more than {SECONDS_PER_CELL} seconds"
            if output.output_type == "error":
                return f"code cell {place} fails: {output.ename}: {_first_line(output.evalue)}"
    return f"a code cell fails: {_first_line(str(error))}"


def _first_line(text: str) -> str:
    lines = [line.strip() for line in _COLOURS.sub("", text).splitlines() if line.strip()]
    return lines[0] if lines else "no message"


def _environment() -> dict[str, str]:
    return {**os.environ, **_KERNEL_VARIABLES}
