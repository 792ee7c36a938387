"""How long the analysis takes, and whether its memory grows with the measures: `python -m benchmarks.analysis`.

The analyses of the five plans are timed as they are shipped. For growth, the measures of every plan are copied under
new ids, and each step is a process of its own, so that none warms up another and each has its own peak of memory. What
the tables of tokens and words take is measured apart: they have a row per word and so grow with the text.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.build import COPIES
from benchmarks.memory import forget_peak, read_peak
from benchmarks.reports import ROOT, row, target
from kyodo_analysis.analyse import analyse_project
from kyodo_analysis.analysis.commitment.commitments import share_commitments
from kyodo_analysis.analysis.materials import Materials, gather_materials
from kyodo_analysis.analysis.steps import STEPS
from kyodo_analysis.analysis.structure.word_maps import map_words
from kyodo_analysis.analysis.structure.word_networks import connect_words
from kyodo_analysis.analysis.theme.themes import compare_profiles, profile_themes
from kyodo_analysis.analysis.wording.keyness import find_keywords
from kyodo_analysis.tables.loading import read_all

REPORT = Path(__file__).with_suffix(".md")
WHOLE_SECONDS = 20.0
FEW_SHUFFLES = 2000
_RUNS = 3
_FEW_RESAMPLES = 100

GROWING: Mapping[str, Callable[[Materials], object]] = {
    "theme profiles": lambda given: profile_themes(
        given.tables["measures"], given.tables["measure_themes"], given.lexicons.theme_codes, shuffles=FEW_SHUFFLES
    ),
    "whole profiles": lambda given: compare_profiles(
        given.tables["measures"], given.tables["measure_themes"], given.lexicons.theme_codes, shuffles=FEW_SHUFFLES
    ),
    "keywords": lambda given: find_keywords(given.words, shuffles=FEW_SHUFFLES),
    "word map": lambda given: map_words(given.words, given.counted, resamples=_FEW_RESAMPLES, shuffles=_FEW_RESAMPLES),
    "word network": lambda given: connect_words(given.words, given.counted, resamples=_FEW_RESAMPLES),
    "commitments": lambda given: share_commitments(
        given.tables["measures"], given.tables["elements"], shuffles=FEW_SHUFFLES
    ),
}
"""Steps of the analysis whose memory must not grow with the measures, by name, with few shuffles."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One step on some copies: measures, seconds, megabytes of the process before it and beyond that at its peak."""

    measures: int
    seconds: float
    tables: float
    beyond: float


@dataclass(frozen=True, slots=True)
class Whole:
    """All analyses of the plans as they are: seconds of each, megabytes at the peak."""

    parts: dict[str, float]
    peak: float


def copy_measures(tables: Mapping[str, pd.DataFrame], copies: int) -> dict[str, pd.DataFrame]:
    """The tables with every measure there several times, under new ids in the same plan; all else stays single.

    Args:
        copies: how many there are of each measure in the end; the first keeps its id.
    """
    measure_ids = set(tables["measures"]["measure_id"])
    copied = {}
    for name, table in tables.items():
        key = next((one for one in ("measure_id", "row_id") if one in table), "")
        own = table[table[key].isin(measure_ids)] if key else table.iloc[:0]
        numbers = range(2, copies + 1) if len(own) else ()
        more = [own.assign(**{key: own[key] + f"~{number}"}) for number in numbers]
        copied[name] = pd.concat([table, *more], ignore_index=True) if more else table
    return copied


def measure_growth(step: Callable[[Materials], object], copies: int) -> Growth:
    """Run one step in this process on copies of the measures; the words are made before it."""
    given = gather_materials(read_all())
    given = replace(given, tables=copy_measures(given.tables, copies))
    _ = given.words, given.counted
    gc.collect()
    tables = forget_peak()
    start = time.perf_counter()
    step(given)
    seconds = time.perf_counter() - start
    return Growth(len(given.tables["measures"]), seconds, tables, max(0.0, read_peak() - tables))


def measure_whole() -> Whole:
    """Make every analysis once in this process, one after the other; none may have been made in it before."""
    analyses = analyse_project()
    parts = {}
    for name in STEPS:
        start = time.perf_counter()
        _ = analyses[name]
        parts[name] = time.perf_counter() - start
    return Whole(parts, read_peak())


def time_command(folder: str) -> float:
    """Seconds from the start to the end of `kyodo analyse`, which works in two processes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "kyodo_analysis", "analyse", "--out", folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"kyodo analyse failed:\n{done.stderr}")
    return time.perf_counter() - start


def measure_in_process(*arguments: str) -> tuple[dict[str, Any], float]:
    """What this module measures in a new process, and the seconds from its start to its end."""
    command = [sys.executable, "-m", "benchmarks.analysis", *arguments]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"the measured analysis failed:\n{done.stderr}")
    return json.loads(done.stdout), wall


def describe(whole: Whole, wall: float, grown: Mapping[str, Mapping[int, Growth]]) -> Iterator[str]:
    """The lines of the report, in Markdown.

    Args:
        grown: by step and number of copies, the same numbers for each step, the fewest first.
    """
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    copies = list(next(iter(grown.values())))
    least, most = copies[0], copies[-1]
    yield "# How long the analysis takes"
    yield ""
    yield f"Measured by `python -m benchmarks.analysis` in one run ({machine}). Ratios travel between machines,"
    yield "seconds do not."
    yield ""
    yield "| target | measured | wanted | |"
    yield "|---|---:|---:|---|"
    yield target(f"kyodo analyse on the five plans, start included, best of {_RUNS}", wall, "s", WHOLE_SECONDS)
    for step, by_copies in grown.items():
        factor = by_copies[most].beyond / max(by_copies[least].beyond, 1.0)
        limit = most / least
        verdict = "pass" if factor < limit else "FAIL"
        yield f"| memory of {step}, {most} × the measures | {factor:.1f} × | < {limit:.0f} × | {verdict} |"
    yield ""
    yield f"Growth is measured with {FEW_SHUFFLES} shuffles, map and network with {_FEW_RESAMPLES} resamples. They"
    yield "come in blocks: more take more time, but only the room of their results, one number per test and shuffle."
    yield "Clusters and topics are not in the table: at 20 copies they take minutes."
    yield ""
    yield row("memory beyond the tables, MB", *(f"{number} ×" for number in copies))
    yield "|---|" + "---:|" * len(copies)
    for step, by_copies in grown.items():
        yield row(step, *(f"{by_copies[number].beyond:.0f}" for number in copies))
    yield row("tables, tokens and words among them", *(f"{max(_tables(grown, number)):.0f}" for number in copies))
    yield row("measures", *(f"{next(iter(grown.values()))[number].measures:,}" for number in copies))
    yield ""
    yield row("seconds", *(f"{number} ×" for number in copies))
    yield "|---|" + "---:|" * len(copies)
    for step, by_copies in grown.items():
        yield row(step, *(f"{by_copies[number].seconds:.2f}" for number in copies))
    yield ""
    took = f"{sum(whole.parts.values()):.2f} s, {whole.peak:.0f} MB at the peak"
    yield f"The analyses as they are shipped, with all their shuffles, one after the other in one process: {took}."
    yield ""
    yield row("analysis", "s")
    yield "|---|---:|"
    for name, seconds in whole.parts.items():
        yield row(name, f"{seconds:.2f}")


def _tables(grown: Mapping[str, Mapping[int, Growth]], copies: int) -> Iterator[float]:
    return (by_copies[copies].tables for by_copies in grown.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write the report beside this module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--whole", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--grow", nargs=2, metavar=("STEP", "COPIES"), help=argparse.SUPPRESS)
    parser.add_argument("--copies", nargs="+", type=int, default=list(COPIES), help="how many copies of the measures")
    given = parser.parse_args(arguments)
    if given.whole:
        print(json.dumps(asdict(measure_whole())))
        return
    if given.grow:
        step, copies = given.grow
        print(json.dumps(asdict(measure_growth(GROWING[step], int(copies)))))
        return
    found, _ = measure_in_process("--whole")  # first, so that all modules are compiled and files cached
    with tempfile.TemporaryDirectory() as folder:
        wall = min(time_command(folder) for _ in range(_RUNS))
    grown: dict[str, dict[int, Growth]] = {}
    for step in GROWING:
        for copies in sorted(given.copies):
            print(f"measuring {step}, {copies} × the measures", file=sys.stderr)
            measured, _ = measure_in_process("--grow", step, str(copies))
            grown.setdefault(step, {})[copies] = Growth(**measured)
    text = "\n".join(describe(Whole(**found), wall, grown)) + "\n"
    print(text, end="")
    REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
