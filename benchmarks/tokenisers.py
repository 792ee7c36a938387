"""How fast the engines are beside Janome, MeCab (fugashi) and SudachiPy, and what they take: part of `make bench`.

Every measurement is a process of its own. Rounds are interleaved and ratios taken within a round, so that what slows
the machine for a while slows both sides. All processes share a cache folder that is empty at the beginning: what has to
be built once is built, and timed, first.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.memory import Pages, read_pages
from benchmarks.reports import ROOT
from benchmarks.rounds import interleave, use_cache
from benchmarks.tokeniser_report import Findings, Speed, Start, Together, describe
from benchmarks.tokeniser_rows import ROWS, Passes
from kyodo_analysis.words.identity.texts import plan_sentences, recombined

REPORT = Path(__file__).with_suffix(".md")
CHARACTERS = 1_000_000
ROUNDS, STARTS = 3, 5
_SEED = "benchmark"
_STARTED = ("janome", "python", "compiled-columns", "fugashi", "sudachi")
# The first of these builds the layout, the next one compiles.
_OWN = ("python", "compiled-columns")
_PACKAGES = (
    *("janome", "numpy", "pyarrow", "numba", "llvmlite"),
    *("fugashi", "ipadic", "sudachipy", "sudachidict-small"),
)


def main() -> None:
    """Measure, print, and write the report beside this module."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    rows = [name for name, row in ROWS.items() if not find_missing(row.needs)]
    plans = list(plan_sentences())
    corpus = take_characters(recombined(CHARACTERS // 20, _SEED), CHARACTERS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = folder / "texts.json"
        texts.write_text(json.dumps({"plans": plans, "corpus": corpus}, ensure_ascii=False), encoding="utf-8")
        environment = use_cache(folder / "cache")
        once: dict[str, Start] = {name: time_start(name, environment) for name in _OWN if name in rows}
        starts: dict[str, list[Start]] = {}
        for _, name in interleave([name for name in _STARTED if name in rows], STARTS):
            starts.setdefault(name, []).append(time_start(name, environment))
        speeds: dict[str, list[Speed]] = {}
        for number, name in interleave(rows, ROUNDS):
            print(f"round {number + 1} of {ROUNDS}: {name}", file=sys.stderr)
            passes = Passes(**ask("passes", name, texts, environment))
            speeds.setdefault(name, []).append(Speed.of(passes, *map(count_characters, (plans, corpus))))
        print("tokens of the plans, memory, threads", file=sys.stderr)
        compared = [name for name in ("janome", "python", "compiled", "fugashi") if name in rows]
        tokens = {name: ask("tokens", name, texts, environment) for name in compared}
        together = {name: measure_together(name, texts, environment) for name in _OWN if name in rows}
        threads = ask("threads", "compiled-columns", texts, environment) if "compiled-columns" in rows else None
    findings = Findings(
        machine=describe_machine(load),
        versions=find_versions(),
        texts={"plans": (len(plans), count_characters(plans)), "corpus": (len(corpus), count_characters(corpus))},
        speeds=speeds,
        once=once,
        starts=starts,
        differing={name: count_differing(tokens["janome"], found) for name, found in tokens.items()},
        cut_otherwise={
            name: count_differing(surfaces_of(tokens["janome"]), surfaces_of(found)) for name, found in tokens.items()
        },
        together=together,
        threads=threads,
    )
    text = "\n".join(describe(findings)) + "\n"
    print(text, end="")
    REPORT.write_text(text, encoding="utf-8")


def find_missing(modules: Iterable[str]) -> list[str]:
    """Those of the modules that are not installed."""
    return [module for module in modules if importlib.util.find_spec(module) is None]


def take_characters(texts: Sequence[str], characters: int) -> list[str]:
    """The first texts that have so many characters together.

    Raises:
        ValueError: when all together have fewer.

    >>> take_characters(["市民", "協働", "の"], 3)
    ['市民', '協働']
    """
    sizes = list(accumulate(map(len, texts)))
    if not sizes or sizes[-1] < characters:
        raise ValueError(f"{len(texts):,} texts have fewer than {characters:,} characters; draw more")
    return list(texts[: 1 + next(place for place, size in enumerate(sizes) if size >= characters)])


def count_characters(texts: Iterable[str]) -> int:
    """How many characters all texts have together."""
    return sum(map(len, texts))


def count_differing(expected: Sequence[Any], found: Sequence[Any]) -> int:
    """How many sentences have other tokens."""
    return sum(one != other for one, other in zip(expected, found, strict=True))


def surfaces_of(tokens: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
    """Only the surfaces of the tokens of each sentence."""
    return [[token[0] for token in sentence] for sentence in tokens]


def ask(mode: str, name: str, texts: Path, environment: Mapping[str, str]) -> Any:
    """What a row says of itself in a process of its own (see `tokeniser_rows`)."""
    command = _command(mode, name, str(texts))
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"measuring {name} ({mode}) failed:\n{done.stderr}")
    return json.loads(done.stdout)


def time_start(name: str, environment: Mapping[str, str]) -> Start:
    """From the start of a process to its first tokens."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with subprocess.Popen(_command("start", name), cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        seconds = _wait_until_ready(process, name, start)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Start(seconds, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def measure_together(name: str, texts: Path, environment: Mapping[str, str]) -> Together | None:
    """Memory of a process that has tokenised the corpus, alone and beside a second one; None where nobody can tell."""
    command = _command("hold", name, str(texts))
    running: list[subprocess.Popen[bytes]] = []
    pages: list[list[Pages | None]] = []
    try:
        for _ in range(2):
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            running.append(process)
            _wait_until_ready(process, name, time.perf_counter())
            pages.append([read_pages(process.pid) for process in running])
    finally:
        for process in running:
            process.communicate()
    (alone,), both = pages
    known = [one for one in both if one is not None]
    return Together(alone, *known) if alone is not None and len(known) == 2 else None


def _wait_until_ready(process: subprocess.Popen[bytes], name: str, start: float) -> float:
    """Seconds from the start until the process says that it is ready."""
    said = process.stdout.readline() if process.stdout else b""
    seconds = time.perf_counter() - start
    if said.strip() != b"ready":
        raise SystemExit(f"starting {name} failed (see above)")
    return seconds


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.tokeniser_rows", *arguments]


def describe_machine(load: float | None) -> str:
    """The processor, its cores, the system, and what else the machine was doing."""
    cpu = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        models = [line for line in listed.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        cpu = models[0].partition(":")[2].strip() if models else cpu
    busy = "unknown" if load is None else f"{load:.1f}"
    system = f"{platform.system()} {platform.machine()}"
    return f"{cpu}, {os.cpu_count()} cores, {system}, Python {platform.python_version()}; load at the start {busy}"


def find_versions() -> dict[str, str]:
    """The versions of all tokenisers and of what they stand on; none for what is not installed."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main()
