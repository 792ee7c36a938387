"""Progress of long work on stderr."""

from __future__ import annotations

import io

import pytest

from kyodo_analysis import progress
from kyodo_analysis.progress import report_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with report_progress() as report:
        report("reading koka", 1, 4)
    assert "reading koka" in terminal.getvalue()
    assert "25%" in terminal.getvalue()
    assert capsys.readouterr().out == ""


def test_elsewhere_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with report_progress() as report:
        report("reading koka", 1, 4)
    assert capsys.readouterr() == ("", "")


def test_elsewhere_long_work_writes_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    with report_progress() as report:
        report("reading koka", 1, 4)
        report("writing", 3, 4)
    assert capsys.readouterr() == ("", "reading koka (1 of 4)\nwriting (3 of 4)\n")
