"""The report of the tokenisers: what was wanted, what was measured, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from benchmarks.memory import Pages
from benchmarks.reports import row, say, target, target_not_measured, target_ratio
from benchmarks.tokeniser_rows import BATCH, ROWS, THREADS, Passes

JANOME, TUPLES = "janome", "fugashi"
COMPILED, PYTHON = "compiled-columns", "python"
RATIOS = ((COMPILED, JANOME, 60.0), (COMPILED, TUPLES, 4.0), (PYTHON, JANOME, 4.5))
START_SECONDS = 0.6
PEAKS = {COMPILED: 300.0, PYTHON: 350.0}
_CORPORA = {"plans": "the plans", "corpus": "recombined sentences"}


class Speed(NamedTuple):
    """One round of a row: characters per second on the plans and on the corpus, megabytes at the peak."""

    plans: float
    corpus: float
    peak: float

    @classmethod
    def of(cls, passes: Passes, plans: int, corpus: int) -> Speed:
        """From the median pass over so many characters of the plans and of the corpus."""
        return cls(plans / median(passes.plans), corpus / median(passes.corpus), passes.peak)


class Start(NamedTuple):
    """Seconds from the start of a process to its first tokens by the clock, and of the processor up to its end."""

    seconds: float
    processor: float


class Together(NamedTuple):
    """Memory of a process alone, and of it and a second one at the same time."""

    alone: Pages
    first: Pages
    second: Pages


class Range(NamedTuple):
    """The median of some rounds, and the smallest and the largest."""

    median: float
    least: float
    most: float

    def show(self, digits: int = 0, unit: str = "") -> str:
        """`median unit (least-most)`."""
        return f"{self.median:,.{digits}f}{unit} ({self.least:,.{digits}f}-{self.most:,.{digits}f})"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was measured; a row that is not installed is in none of the mappings.

    Attributes:
        texts: sentences and characters of the plans and of the corpus. speeds: by row, one per round, in their order.
        once: the first start of all, which builds the layout, and the first that compiles.
        differing, cut_otherwise: sentences of the plans with other tokens and with other surfaces than Janome's.
        together: None where the system cannot tell.
        threads: see `tokeniser_rows.measure_threads`.
    """

    machine: str
    versions: Mapping[str, str]
    texts: Mapping[str, tuple[int, int]]
    speeds: Mapping[str, list[Speed]]
    once: Mapping[str, Start]
    starts: Mapping[str, list[Start]]
    differing: Mapping[str, int]
    cut_otherwise: Mapping[str, int]
    together: Mapping[str, Together | None]
    threads: Mapping[str, float] | None

    def speed(self, name: str, corpus: str) -> Range:
        """Characters per second of a row over the rounds."""
        return _range([getattr(speed, corpus) for speed in self.speeds[name]])

    def ratio(self, name: str, other: str, corpus: str) -> Range:
        """How many times as fast as another row, taken within each round."""
        pairs = zip(self.speeds[name], self.speeds[other], strict=True)
        return _range([getattr(one, corpus) / getattr(two, corpus) for one, two in pairs])

    def start(self, name: str) -> Range:
        """Seconds from the start of a process to its first tokens."""
        return _range([start.seconds for start in self.starts[name]])

    def start_work(self, name: str) -> Range:
        """Seconds of the processor for a start."""
        return _range([start.processor for start in self.starts[name]])

    def breaks_even(self, name: str, other: str) -> float | None:
        """From how many characters on a process with this row is done first, its start included; None: never.

        All in the processor's time, so that what else the machine does counts on neither side.
        """
        more = self.start_work(name).median - self.start_work(other).median
        saved = 1 / self.speed(other, "corpus").median - 1 / self.speed(name, "corpus").median
        return max(more, 0.0) / saved if saved > 0 else None


def describe(found: Findings) -> Iterator[str]:
    """The lines of the report, in Markdown."""
    yield "# Janome's tokens, faster"
    yield ""
    yield f"Measured by `make bench` in one run ({found.machine})."
    yield "Ratios travel between machines, seconds do not."
    yield ""
    for needs in dict.fromkeys(made.needs for name, made in ROWS.items() if name not in found.speeds):
        yield f"**{' and '.join(needs)} not installed: NOT MEASURED.**"
        yield ""
    yield row("target", "measured", "wanted", "")
    yield "|---|---:|---:|---|"
    yield from _judge(found)
    yield ""
    yield from _explain(found)
    yield ""
    for corpus in _CORPORA:
        yield from _compare(found, corpus)
        yield ""
    yield from _say_start(found)
    yield ""
    yield from _say_memory(found)
    yield ""
    yield "Versions: " + ", ".join(f"{package} {version}" for package, version in found.versions.items()) + "."


def _judge(found: Findings) -> Iterator[str]:
    for name, other, least in RATIOS:
        for corpus, called in _CORPORA.items():
            line = f"{_call(name)}, beside {_call(other)}, {called}"
            missing = [one for one in (name, other) if one not in found.speeds]
            if missing:
                yield target_not_measured(line, f"≥ {least:g} ×", _not_installed(missing[0]))
            else:
                yield target_ratio(line, found.ratio(name, other, corpus).median, least)
    start = f"start of {ROWS[COMPILED].engine}, of the process to its first tokens"
    if COMPILED in found.starts:
        measured = f"{start} (processor time {found.start_work(COMPILED).median:.2f} s)"
        yield target(measured, found.start(COMPILED).median, "s", START_SECONDS)
    else:
        yield target_not_measured(start, f"≤ {START_SECONDS:g} s", _not_installed(COMPILED))
    for name, most in PEAKS.items():
        peak = f"peak memory of {_call(name)} over all texts"
        if name in found.speeds:
            yield target(peak, max(speed.peak for speed in found.speeds[name]), "MB", most)
        else:
            yield target_not_measured(peak, f"≤ {most:.0f} MB", _not_installed(name))
    for name in ("python", "compiled"):
        line = f"sentences of the plans with other tokens than Janome's, {ROWS[name].engine}"
        if name in found.differing:
            differing = found.differing[name]
            yield row(line, str(differing), "0", say(differing == 0))
        else:
            yield target_not_measured(line, "0", _not_installed(name))
    line = f"tables from {THREADS} threads on one engine"
    if found.threads is None:
        yield target_not_measured(line, "equal", _not_installed(COMPILED))
    else:
        equal = bool(found.threads["equal"])
        yield row(line, "equal" if equal else "others", "equal", say(equal))


def _explain(found: Findings) -> Iterator[str]:
    yield f"The ratios are throughput after the start, in batches of at least {BATCH:,} sentences: what a short process"
    yield "pays is said under Start. They are taken within a round, by the processor's time (each row has one thread)"
    yield "of the median pass after one to warm up; what is delivered is not kept. Figures are medians over the rounds"
    yield "(smallest-largest)."
    if TUPLES in found.differing:
        sentences, _ = found.texts["plans"]
        other, cut = found.differing[TUPLES], found.cut_otherwise[TUPLES]
        yield f"fugashi with ipadic is another analysis: of the plans' {sentences:,} sentences {other / sentences:.1%}"
        yield f"get other tokens than Janome's, {cut / sentences:.1%} are cut otherwise (blanks left out)."


def _compare(found: Findings, corpus: str) -> Iterator[str]:
    sentences, characters = found.texts[corpus]
    yield f"## {_CORPORA[corpus].capitalize()}: {sentences:,} sentences, {characters:,} characters"
    yield ""
    yield row("tokeniser", "delivers", "characters/s", "× Janome", "× fugashi tuples", "peak, MB")
    yield "|---|---|---:|---:|---:|---:|"
    for name, (engine, _, delivers, _, _) in ROWS.items():
        if name not in found.speeds:
            yield row(engine, delivers, f"{_not_installed(name)}: NOT MEASURED", "", "", "")
            continue
        ratios = [
            found.ratio(name, other, corpus).show(digits) if other in found.speeds else "NOT MEASURED"
            for other, digits in ((JANOME, 1), (TUPLES, 2))
        ]
        peak = median(speed.peak for speed in found.speeds[name])
        yield row(engine, delivers, found.speed(name, corpus).show(), *ratios, f"{peak:.0f}")


def _say_start(found: Findings) -> Iterator[str]:
    yield "## Start"
    yield ""
    yield "From the start of a process to its first tokens: files in memory, layout built, search compiled."
    yield ""
    yield row("tokeniser", "seconds", "processor time, s")
    yield "|---|---:|---:|"
    for name in found.starts:
        yield row(ROWS[name].engine, found.start(name).show(2), found.start_work(name).show(2))
    yield ""
    for name, doing in ((PYTHON, "builds the layout"), (COMPILED, "compiles the search")):
        took = f"{found.once[name].seconds:.1f} s" if name in found.once else "NOT MEASURED"
        yield f"Once on a machine the first process with {ROWS[name].engine} {doing}: {took}."
    yield ""
    yield "So, in processor time, with the start, and at the pace of the recombined sentences, a process is done first"
    yield ""
    for name, other in ((PYTHON, JANOME), (COMPILED, JANOME), (COMPILED, PYTHON), (COMPILED, TUPLES)):
        if name in found.starts and other in found.starts:
            characters = found.breaks_even(name, other)
            yield f"- with {_call(name)} rather than {_call(other)}: {_say_when(characters)}"


def _say_memory(found: Findings) -> Iterator[str]:
    yield "## Two processes, many threads"
    yield ""
    yield "Megabytes behind the recombined sentences. PSS counts a page that two processes map as half a page of each:"
    yield "what it falls by when a second process comes is what they share."
    yield ""
    yield row("tokeniser", "RSS alone", "PSS alone", "RSS of two", "PSS of two")
    yield "|---|---:|---:|---:|---:|"
    for name, measured in found.together.items():
        if measured is None:
            yield row(ROWS[name].engine, "NOT MEASURED (only Linux tells)", "", "", "")
        else:
            alone, *both = measured
            pairs = [" + ".join(f"{size:.0f}" for size in sizes) for sizes in zip(*both, strict=True)]
            yield row(ROWS[name].engine, f"{alone.resident:.0f}", f"{alone.share:.0f}", *pairs)
    if found.threads is not None:
        yield ""
        yield f"{THREADS} threads on one engine (compiled) are {found.threads['ratio']:.2f} × as fast as one."


def _say_when(characters: float | None) -> str:
    if characters is None:
        return "never"
    return f"from {round(characters, -2):,.0f} characters on" if characters else "always"


def _call(name: str) -> str:
    return f"{ROWS[name].engine} ({ROWS[name].form})"


def _not_installed(name: str) -> str:
    return f"{' and '.join(ROWS[name].needs)} not installed"


def _range(values: list[float]) -> Range:
    return Range(median(values), min(values), max(values))
