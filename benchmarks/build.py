"""How long a build takes, what of, and whether its cost grows with the text: `make bench`.

Every measurement is a process of its own, started one after another, so that none warms up another and each has its own
peak of memory. The copies of the corpus are plans of their own, told apart by empty lines at their ends; a build of one
sentence shows what a build costs before it has read anything. No build finds tokens that an earlier one kept; the
engines' layout and machine code it does find.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.build_engines import describe_engines, measure_engines
from benchmarks.memory import read_peak
from benchmarks.reports import ROOT, row, say, target
from benchmarks.rounds import without_tokens

REPORT = Path(__file__).with_suffix(".md")
COPIES = (1, 10, 100)
COLD_SECONDS, UNCHANGED_SECONDS, PEAK_MEGABYTES, DEVIATION = 10.0, 2.0, 500.0, 0.2
WORDS = "tokenise and code"
_SENTENCE = "市は、地域の活動を支援します。\n"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One build in a process of its own: characters of the sources (blanks too), seconds, megabytes at the peak."""

    characters: int
    imports: float
    parts: dict[str, float]
    total: float
    processor: float
    peak: float

    def cost(self, fixed: Measurement, parts: Iterable[str]) -> float:
        """Microseconds per character of some parts, beyond what a build of one sentence costs."""
        return sum(self.parts[part] - fixed.parts[part] for part in parts) / self.characters * 1e6


def measure_build(raw: Path, hand: Path, out: Path, clock: str) -> Measurement:
    """Build in this process, which must not have built anything before; the parts by a clock of the module time."""
    start = time.perf_counter()
    from kyodo_analysis.build import Timings, build
    from kyodo_analysis.freshness import digest_inputs, write_stamp
    from kyodo_analysis.source.manifest import read_manifest

    imports = time.perf_counter() - start
    timings = Timings(getattr(time, clock))
    build(raw, hand, out, timings=timings)
    total, processor = time.perf_counter() - start, time.process_time()
    sources = read_manifest(raw)
    write_stamp(out, digest_inputs(sources, hand, "auto"))
    characters = sum(len(source.path.read_text(encoding="utf-8")) for source in sources)
    return Measurement(characters, imports, timings.seconds, total, processor, read_peak())


def measure_in_process(raw: Path, hand: Path, out: Path, clock: str = "perf_counter") -> tuple[Measurement, float]:
    """A build in a new process, and the seconds from its start to its end."""
    command = [sys.executable, "-m", "benchmarks.build", "--measure", str(raw), str(hand), str(out), clock]
    with without_tokens() as environment:
        start = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        wall = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"the measured build failed:\n{done.stderr}")
    return Measurement(**json.loads(done.stdout)), wall


def measure_unchanged(raw: Path, hand: Path, out: Path) -> tuple[float, float]:
    """Seconds of `kyodo build` when nothing changed, and of a process that only imports the command."""
    build = [sys.executable, "-m", "kyodo_analysis", "build", "--raw", str(raw), "--hand", str(hand), "--out", str(out)]
    start = time.perf_counter()
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if done.returncode or not done.stderr.startswith("nothing changed"):
        raise SystemExit(f"the build should have found nothing changed, but:\n{done.stderr}")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import kyodo_analysis.cli"], cwd=ROOT, check=True)
    return wall, time.perf_counter() - start


def copy_corpus(raw: Path, folder: Path, copies: int) -> Path:
    """A folder with copies of the plans and their manifest; for no copies a folder with a plan of one sentence."""
    plans = tomllib.loads((raw / "plans.toml").read_text(encoding="utf-8"))["plan"]
    texts = [(plan, (raw / plan["file"]).read_bytes()) for plan in plans]
    if not copies:
        texts, copies = [(plans[0], _SENTENCE.encode())], 1
    folder.mkdir(parents=True)
    entries = []
    for plan, data in texts:
        for number in range(copies):
            copy = data + b"\n" * number
            name = f"{plan['id']}-copy-{number + 1}"
            (folder / f"{name}.txt").write_bytes(copy)
            entry = {**plan, "id": name, "file": f"{name}.txt", "sha256": hashlib.sha256(copy).hexdigest()}
            lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()]
            entries.append("\n".join(["[[plan]]", *lines]))
    (folder / "plans.toml").write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    return folder


def describe(
    cold: tuple[Measurement, float],
    unchanged: tuple[float, float],
    fixed: Measurement,
    grown: Mapping[int, Measurement],
) -> Iterator[str]:
    """The lines of the report, in Markdown."""
    build, wall = cold
    again, imports = unchanged
    beyond = max(0.0, again - imports)
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    yield "# How long a build takes"
    yield ""
    yield f"Measured by `make bench` in one run ({machine}). Ratios travel between machines, seconds do not."
    yield ""
    yield "| target | measured | wanted | |"
    yield "|---|---:|---:|---|"
    cold_build = f"cold build, process and imports included (processor time {build.processor:.2f} s)"
    yield target(cold_build, wall, "s", COLD_SECONDS)
    yield target(f"build when nothing changed, beyond imports ({imports:.2f} s)", beyond, "s", UNCHANGED_SECONDS)
    yield target("peak memory of the cold build", build.peak, "MB", PEAK_MEGABYTES)
    repeated = [part for part in build.parts if part != WORDS]
    for parts, name, least in ((repeated, "all parts but words", 1 - DEVIATION), ([WORDS], WORDS, 0.0)):
        base = next(iter(grown.values())).cost(fixed, parts)
        for copies, measured in grown.items():
            ratio = measured.cost(fixed, parts) / base
            wanted = f"{least:.1f}-{1 + DEVIATION:.1f} ×" if least else f"≤ {1 + DEVIATION:.1f} ×"
            holds = say(least <= ratio <= 1 + DEVIATION)
            yield f"| cost per character, {copies} × the corpus, {name} | {ratio:.2f} × | {wanted} | {holds} |"
    speed = build.characters / build.total
    yield ""
    yield f"The plans have {build.characters:,} characters; a cold build reads {speed:,.0f} a second, imports included."
    yield ""
    yield "Cost per character is the processor time that a build takes beyond a build of one sentence. A sentence that"
    yield "comes again is tokenised once, so with more copies of one corpus the part of words can only become cheaper."
    yield ""
    yield row("part", "cold build, s", "one sentence, s", *(f"{copies} ×, µs per character" for copies in grown))
    yield "|---|" + "---:|" * (2 + len(grown))
    yield row("import", f"{build.imports:.2f}", f"{fixed.imports:.2f}", *[""] * len(grown))
    for part, seconds in build.parts.items():
        costs = [f"{measured.cost(fixed, [part]):.2f}" for measured in grown.values()]
        yield row(part, f"{seconds:.2f}", f"{fixed.parts[part]:.2f}", *costs)
    costs = [f"{measured.cost(fixed, measured.parts):.2f}" for measured in grown.values()]
    yield row("all", f"{build.total:.2f}", f"{fixed.total:.2f}", *costs)
    every = (build, fixed, *grown.values())
    yield row("peak memory, MB", *(f"{measured.peak:.0f}" for measured in every))
    yield row("characters", *(f"{measured.characters:,}" for measured in every))


def main() -> None:
    """Measure, print, and write the report beside this module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--measure", nargs=4, metavar=("RAW", "HAND", "OUT", "CLOCK"), help=argparse.SUPPRESS)
    parser.add_argument("--copies", nargs="+", type=int, default=list(COPIES), help="how many copies of the corpus")
    arguments = parser.parse_args()
    if arguments.measure:
        *folders, clock = arguments.measure
        raw, hand, out = map(Path, folders)
        print(json.dumps(asdict(measure_build(raw, hand, out, clock))))
        return
    raw, hand = ROOT / "data" / "raw", ROOT / "data" / "hand"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_in_process(raw, hand, folder / "warm-up")  # so that all modules are compiled and files cached
        engines = measure_engines(raw, hand, folder)
        cold = measure_in_process(raw, hand, folder / "tables")
        unchanged = measure_unchanged(raw, hand, folder / "tables")
        grown = {}
        for copies in (0, *arguments.copies):
            print(f"measuring {copies} × the corpus", file=sys.stderr)
            copied = copy_corpus(raw, folder / f"raw-{copies}", copies)
            grown[copies], _ = measure_in_process(copied, hand, folder / f"tables-{copies}", "process_time")
    lines = [*describe(cold, unchanged, grown.pop(0), grown), "", *describe_engines(engines)]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
