"""How long the five plans' build takes with each engine: whole processes, their start included.

Janome is measured twice in each round. By how much its two builds differ is what the machine itself does to a build;
an engine is as fast as Janome when its ratio does not go beyond that.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.reports import ROOT, row, say, target_not_measured
from benchmarks.rounds import interleave, without_tokens

JANOME, AGAIN = "janome", "janome again"
ENGINES = ("python", "compiled", "auto")
ROUNDS = 3
LEAST_NOISE, MOST_NOISE = 0.02, 0.05


def measure_engines(raw: Path, hand: Path, folder: Path) -> dict[str, list[float]]:
    """Seconds of `kyodo build` by engine, one per round; none for an engine that cannot run here.

    Args:
        folder: where the tables go, into a new folder each.
    """
    # Not at the top: what a measured process imports before its clock runs would not be counted.
    from kyodo_analysis.words.engine.choice import is_usable

    names = [JANOME, AGAIN, *filter(is_usable, ENGINES)]
    for name in names:
        _time_build(raw, hand, folder / f"{name}-warm-up", name)  # so that layout and machine code are there
    found: dict[str, list[float]] = {}
    for number, name in interleave(names, ROUNDS):
        print(f"building with {name}, round {number + 1} of {ROUNDS}", file=sys.stderr)
        found.setdefault(name, []).append(_time_build(raw, hand, folder / f"{name}-{number}", name))
    return found


def _time_build(raw: Path, hand: Path, out: Path, name: str) -> float:
    engine = JANOME if name == AGAIN else name
    folders = ["--raw", str(raw), "--hand", str(hand), "--out", str(out)]
    command = [sys.executable, "-m", "kyodo_analysis", "build", *folders, "--engine", engine]
    with without_tokens() as environment:
        start = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"the build with {engine} failed:\n{done.stderr}")
    return seconds


def describe_engines(seconds: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """The lines of the report: each engine's builds beside Janome's of the same round."""
    noise = max(abs(ratio - 1) for ratio in _ratios(seconds[AGAIN], seconds[JANOME]))
    most = 1 + min(max(noise, LEAST_NOISE), MOST_NOISE)
    yield "## With each engine"
    yield ""
    yield "`kyodo build --engine` of the five plans into a new folder, a process each, without tokens of earlier builds"
    yield "but with the engines' layout built and their search compiled. Ratios are taken within a round. An engine"
    yield "must not be slower than Janome by more than Janome's own two builds of a round differ"
    yield f"(here up to {noise:.1%}), taken as at least {LEAST_NOISE:.0%} and at most {MOST_NOISE:.0%}."
    yield ""
    yield row("engine", "median of the ratios", "wanted", "", "smallest-largest", "seconds, median")
    yield "|---|---:|---:|---|---:|---:|"
    for name in (AGAIN, *ENGINES):
        if name not in seconds:
            yield f"{target_not_measured(name, f'≤ {most:.2f} ×', 'cannot run here')}  |  |"
            continue
        ratios = _ratios(seconds[name], seconds[JANOME])
        judged = ("", "") if name == AGAIN else (f"≤ {most:.2f} ×", say(median(ratios) <= most))
        spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        yield row(name, f"{median(ratios):.2f} ×", *judged, spread, f"{median(seconds[name]):.2f}")
    yield row(JANOME, "1.00 ×", "", "", "", f"{median(seconds[JANOME]):.2f}")


def _ratios(some: Sequence[float], others: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(some, others, strict=True)]
