"""Numbered lines of a plan's file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kyodo_analysis.source.decoding import MAX_FILE_BYTES, decode, too_large
from kyodo_analysis.source.errors import InputError, explain_os_error

PDF_MAGIC = b"%PDF-"
MAX_LINE_CHARACTERS = 100_000
"""No page prints a longer line: a text without line ends has lost the layout by which it is read."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The lines of a file without their line feeds; line i + 1 of the file is `lines[i]`, columns count from 0.

    Lines are cut at line feeds only, so a carriage return or form feed stays in its line and is counted as a column.
    """

    lines: tuple[str, ...]
    encoding: str
    notes: tuple[str, ...]
    sha256: str

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(self.lines)


def cut_lines(text: str) -> tuple[str, ...]:
    r"""The lines of a text, cut at line feeds only.

    >>> cut_lines("対象主体\f\r\n目 的\u2028\n")
    ('対象主体\x0c\r', '目 的\u2028')
    """
    lines = text.split("\n")
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file within the size limit.

    Raises:
        InputError: when the file is missing, unreadable, a folder, or too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise too_large(str(path), size)
        return path.read_bytes()
    except OSError as error:
        raise explain_os_error(error, path) from error


def read_text_file(path: Path) -> SourceText:
    """The lines of a text file.

    Raises:
        InputError: when the file cannot be opened, is no text (see `decoding.decode`), or has a line above the limit.
    """
    data = read_bytes(path)
    decoded = decode(data, str(path))
    lines = cut_lines(decoded.text)
    _refuse_endless_lines(lines, path)
    return SourceText(lines, decoded.encoding, decoded.notes, hashlib.sha256(data).hexdigest())


def read_source(path: Path) -> SourceText:
    """The lines of a text file or a PDF; which of the two it is, its first bytes or its ending say.

    Raises:
        InputError: when the file cannot be read as either.
    """
    if path.suffix.lower() == ".pdf" or _begins_as_pdf(path):
        from kyodo_analysis.source.pdf import read_pdf  # only when needed: loading pdfplumber takes a third of a second

        return read_pdf(path)
    return read_text_file(path)


def _refuse_endless_lines(lines: tuple[str, ...], path: Path) -> None:
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE_CHARACTERS:
            cause = "; its lines may end with CR alone" if "\r" in line.rstrip("\r") else ""
            raise InputError(
                f"{path}: line {number} has {len(line):,} characters, more than the limit of {MAX_LINE_CHARACTERS:,}"
                f"{cause}; break it into the lines of the page"
            )


def _begins_as_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(PDF_MAGIC)) == PDF_MAGIC
    except OSError as error:
        raise explain_os_error(error, path) from error


__all__ = ["InputError", "SourceText", "cut_lines", "read_bytes", "read_source", "read_text_file"]
