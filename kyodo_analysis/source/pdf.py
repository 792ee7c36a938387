"""The text of a PDF as numbered lines, as close to what the page shows as its characters allow."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kyodo_analysis.source.corpus import PDF_MAGIC, SourceText, read_bytes
from kyodo_analysis.source.errors import InputError

MAX_PAGES = 1_000
MAX_SECONDS = 600.0
PAGE_START = "\f"

# Bold made by printing a character up to four times is undone when the copies lie within 1 pt of each other in most
# plans; some shift them by up to 4 pt.
_WIDEST_OVERPRINT = 4.0
_BULLET = re.compile(r"[・●○◎◆◇■□▪•※★☆▶➢①-⑳]|[(（][0-9０-９ア-ン一-十]{1,2}[)）]")


def read_pdf(path: Path, max_pages: int = MAX_PAGES, max_seconds: float = MAX_SECONDS) -> SourceText:
    """The lines of a PDF in reading order (top to bottom), each page beginning with a form feed.

    Overprinted copies of a character are dropped. A ruled table becomes one line per row, its cells separated by tabs
    (a cell that a merge has swallowed is empty); wrapped lines inside a cell are joined, other lines of a cell are
    separated by a blank. Text in columns without rules is read across the columns.

    Args:
        max_pages: the largest number of pages.
        max_seconds: the time after which reading is given up, looked at after each page.

    Raises:
        InputError: when the file is no PDF, encrypted, damaged, without text (a scan), or above a limit.
    """
    data = read_bytes(path)
    if not data.startswith(PDF_MAGIC):
        raise InputError(f"{path} is not a PDF although its name says so; give the original file")
    try:
        with _quiet_pdfminer(), pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > max_pages:
                raise InputError(
                    f"{path} has {len(document.pages)} pages, more than the limit of {max_pages}; split it"
                )
            lines = _read_pages(document.pages, path, time.monotonic() + max_seconds)
    except InputError:
        raise
    except Exception as error:  # pdfminer lets KeyError, struct.error and others through on damaged files
        raise _explain(error, path) from error
    if not any(line.strip() for line in lines):
        raise InputError(f"{path} holds no text, only pictures of pages; recognise its text (OCR) first")
    pages = sum(line.startswith(PAGE_START) for line in lines)
    notes = (f"text of {pages} page{'s' if pages > 1 else ''} taken from a PDF",)
    return SourceText(tuple(lines), "pdf", notes, hashlib.sha256(data).hexdigest())


@contextmanager
def _quiet_pdfminer() -> Iterator[None]:
    """pdfminer warns on stderr about every oddity of a file; what matters is in the text or in the error."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _explain(error: Exception, path: Path) -> InputError:
    causes = [error, *error.args]
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return InputError(f"{path} is encrypted; save a copy without a password")
    if isinstance(error, (PdfminerException, MalformedPDFException)) and error.args and str(error.args[0]):
        return InputError(f"{path} is damaged ({error.args[0]}); get the file again")
    return InputError(f"{path} is damaged ({type(error).__name__}: {error}); get the file again")


def _read_pages(pages: list[Page], path: Path, deadline: float) -> list[str]:
    lines: list[str] = []
    for number, page in enumerate(pages, start=1):
        if time.monotonic() > deadline:
            raise InputError(f"{path} takes too long, page {number} of {len(pages)} was reached; split it")
        first, *others = [*_read_page(page)] or [""]
        lines += [PAGE_START + first, *others]
        page.close()  # drops the page's objects, so memory does not grow with the document
    return lines


def _read_page(page: Page) -> list[str]:
    """The lines of a page and the rows of its tables by their upper edge."""
    page = page.dedupe_chars(tolerance=_overprint_tolerance(page))
    found: list[tuple[float, float, str]] = []
    inside: list[tuple[float, float, float, float]] = []
    for table in page.find_tables():
        if not any(sum(cell is not None for cell in row.cells) > 1 for row in table.rows):
            continue  # a frame around text, not a table
        for row in table.rows:
            inside += [cell for cell in row.cells if cell is not None]
            cells = ["" if cell is None else _read_cell(page, cell) for cell in row.cells]
            found.append((row.bbox[1], row.bbox[0], "\t".join(cells)))
    rest = page.filter(lambda thing: not any(_lies_in(thing, cell) for cell in inside))
    found += [(line["top"], line["x0"], line["text"]) for line in rest.extract_text_lines(return_chars=False)]
    return [text for _, _, text in sorted(found)]


def _overprint_tolerance(page: Page) -> float:
    """How far apart two copies of a character may lie, in points.

    Always less than the narrowest character is wide: characters that are really printed twice, as in 11, 々々 or ・・,
    never lie that close. Copies that lie farther apart stay, and the repair of the text undoes them.
    """
    widths = [char["width"] for char in page.chars if char["width"] > 0 and not char["text"].isspace()]
    return float(min([_WIDEST_OVERPRINT, *(0.9 * width for width in widths)]))


def _lies_in(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])


def _read_cell(page: Page, cell: tuple[float, float, float, float]) -> str:
    content = page.filter(lambda thing: thing["object_type"] == "char" and _lies_in(thing, cell))
    lines = content.extract_text_lines(return_chars=False)
    if not lines:
        return ""
    right_edge = cell[2] - max(0.0, min(line["x0"] for line in lines) - cell[0])
    text = lines[0]["text"]
    for line, following in pairwise(lines):
        size = line["bottom"] - line["top"]
        wrapped = right_edge - line["x1"] < 2 * size and not _BULLET.match(following["text"])
        text += ("" if wrapped else " ") + following["text"]
    return str(text).replace("\t", " ")
